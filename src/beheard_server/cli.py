"""The command line."""

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click
import orjson
from flask import Flask
from flask.cli import ScriptInfo

from beheard_core.mediation.diagram import as_mermaid, as_text
from beheard_server.app import create_app
from beheard_server.commands import sessions, users, work_command
from beheard_server.demo import demonstrate
from beheard_server.extension import BeHeard
from beheard_server.focus_commands import focus
from beheard_server.practice_commands import practice
from beheard_server.serving import prepare, serve
from beheard_server.settings import CONTEXTS, Settings
from beheard_server.store.memory import MemoryStore

_DATABASE = click.option(
    "--database", type=click.Path(path_type=Path, dir_okay=False), help="The SQLite file (BEHEARD_DATABASE)."
)


@click.group()
@click.version_option(package_name="beheard", prog_name="beheard")
def main() -> None:
    """BeHeard: a process for two people in conflict, and its server."""


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@_DATABASE
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes serve.")
@click.option(
    "--only", multiple=True, type=click.Choice(CONTEXTS), help="Mount this context and no other (repeatable)."
)
def serve_command(host: str, port: int, database: Path | None, workers: int, only: tuple[str, ...]) -> None:
    """Run the server."""
    _choose(database, only)
    serve(host, port, workers)


@main.command("demo")
@click.option("--exit", "leave", is_flag=True, help="End after the walk instead of leaving the server running.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The port to use; a free one by default.")
def demo_command(leave: bool, port: int) -> None:
    """Walk two people through the process, against a real server over a fresh SQLite file."""
    demonstrate(port=port, leave=leave)


@main.command("migrate")
@_DATABASE
def migrate_command(database: Path | None) -> None:
    """Bring the database up to date."""
    _choose(database)
    settings = prepare(os.environ)
    click.echo(f"{settings.database} is up to date.")


@main.group("users", commands=users.commands)
@_DATABASE
@click.pass_context
def users_group(context: click.Context, database: Path | None) -> None:
    """The people who can sign in here."""
    # Flask's own commands open the app through this, and only when a command really runs.
    context.obj = ScriptInfo(create_app=partial(_open, database))


@main.group("focus", commands=focus.commands)
@_DATABASE
@click.pass_context
def focus_group(context: click.Context, database: Path | None) -> None:
    """Focus sessions, streaks and badges."""
    context.obj = ScriptInfo(create_app=partial(_open, database))


@main.group("practice", commands=practice.commands)
@_DATABASE
@click.pass_context
def practice_group(context: click.Context, database: Path | None) -> None:
    """Therapist sessions, and the skills that were practised in them."""
    context.obj = ScriptInfo(create_app=partial(_open, database))


@main.group("sessions", commands=sessions.commands)
@_DATABASE
@click.pass_context
def sessions_group(context: click.Context, database: Path | None) -> None:
    """What two people have begun."""
    context.obj = ScriptInfo(create_app=partial(_open, database))


@main.command("work")
@_DATABASE
def work(database: Path | None) -> None:
    """Tell, remind and publish beside the processes that serve, until told to stop."""
    with _open(database).app_context():
        click.get_current_context().invoke(work_command)


@main.command("openapi")
def openapi_command() -> None:
    """Print the OpenAPI 3.1 document."""
    settings = Settings(secret_keys=("no token is signed here",), rate_limits=False)
    document = BeHeard(settings, store=MemoryStore()).init_app(Flask("beheard"))
    click.echo(orjson.dumps(document.spec.to_dict(), option=orjson.OPT_INDENT_2))


@main.command("stages")
@click.option("--format", "form", type=click.Choice(["mermaid", "text"]), default="text", show_default=True)
def stages_command(form: str) -> None:
    """Draw the stages and the life of a session, from the tables that run them."""
    click.echo(as_mermaid() if form == "mermaid" else as_text(), nl=False)


def _open(database: Path | None) -> Flask:
    _choose(database)
    prepare(os.environ)
    return create_app()


def _choose(database: Path | None, only: Iterable[str] = ()) -> None:
    if database is not None:
        os.environ["BEHEARD_DATABASE"] = str(database)
    if names := ",".join(only):
        os.environ["BEHEARD_ONLY"] = names
