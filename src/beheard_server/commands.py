"""Commands on a mounted BeHeard: ``beheard users ...`` alone, ``flask beheard users ...`` in a host's app."""

import re
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import click
import orjson
from flask.cli import AppGroup

from beheard_core import Invalid
from beheard_core.accounts import Account, Registration, Role, with_role, without_role
from beheard_server.acts import expire_sessions
from beheard_server.focus_commands import focus
from beheard_server.http.reading import checked
from beheard_server.http.state import beheard
from beheard_server.practice_commands import practice
from beheard_server.settings import OFF
from beheard_server.store import Person, Unit
from beheard_server.store.codec import whole_seconds

_AGE = re.compile(r"([1-9]\d{0,4})([dw])", re.ASCII)
_ROLES = click.Choice([role.value for role in Role])


beheard_commands = AppGroup("beheard", help="BeHeard: its people, its focus sessions and its database.")
users = AppGroup("users", help="The people who can sign in here.")
sessions = AppGroup("sessions", help="What two people have begun.")
beheard_commands.add_command(users)
beheard_commands.add_command(focus)
beheard_commands.add_command(practice)
beheard_commands.add_command(sessions)


@beheard_commands.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date."""
    beheard().shell.store.migrate()
    click.echo("The database is up to date.")


@beheard_commands.command("work")
def work_command() -> None:
    """Tell, remind and publish beside the processes that serve, until told to stop."""
    state = beheard()
    if state.settings.worker == OFF:
        raise click.ClickException("BEHEARD_WORKER is off.")
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    state.worker.begin()
    click.echo("BeHeard works. Press Ctrl-C to end it.")
    end.wait()
    state.worker.stop()


@sessions.command("expire")
@click.option("--older-than", "age", required=True, help="For how long nothing was done or written: 90d, 12w.")
def expire_command(age: str) -> None:
    """End the sessions that both people have left alone."""
    found = _AGE.fullmatch(age.strip())
    if found is None:
        raise click.BadParameter("Say how many days or weeks, such as 90d or 12w.", param_hint="--older-than")
    number, unit = int(found[1]), found[2]
    ended = expire_sessions(beheard().shell, timedelta(weeks=number) if unit == "w" else timedelta(days=number))
    click.echo(f"Ended {ended} {'session' if ended == 1 else 'sessions'}.")


@users.command("add")
@click.argument("email")
@click.option("--name", help="What others see as the name.")
@click.option("--role", "roles", multiple=True, type=_ROLES, help="A role to begin with (repeatable).")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
def add_user(email: str, name: str | None, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Add somebody who can sign in with EMAIL and a password."""
    password = _password(from_stdin=password_stdin)
    state = beheard()
    try:
        wanted = checked(Registration(email=email, password=password, name=name))
    except Invalid as error:
        raise click.ClickException(str(error)) from None
    granted = frozenset(map(Role, roles))
    account = Account(state.shell.new_id("user"), wanted.email, state.shell.clock(), wanted.name, granted)
    password_hash = state.passwords.hash(password)

    def work(unit: Unit) -> None:
        if not unit.accounts.add(account, password_hash):
            raise click.ClickException(f"There is an account with the address {wanted.email}.")
        unit.people.remember(Person(account.id, account.name, account.email))

    state.shell.commit(work)
    click.echo(f"Added {account.email} as {account.id}.")


@users.command("grant")
@click.argument("email")
@click.argument("role", type=_ROLES)
def grant_role(email: str, role: str) -> None:
    """Give the person with EMAIL a ROLE."""
    _change(email, lambda account: with_role(account, Role(role)))


@users.command("revoke")
@click.argument("email")
@click.argument("role", type=_ROLES)
def revoke_role(email: str, role: str) -> None:
    """Take a ROLE from the person with EMAIL."""
    _change(email, lambda account: without_role(account, Role(role)))


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a person.")
def list_users(as_json: bool) -> None:
    """List everybody who can sign in here."""
    accounts = beheard().shell.read(lambda unit: unit.accounts.all())
    if as_json:
        click.echo(orjson.dumps([_row(account) for account in accounts], option=orjson.OPT_INDENT_2))
        return
    for account in accounts:
        click.echo(f"{account.id}  {account.email}  {','.join(sorted(account.roles))}".rstrip())


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _change(email: str, change: Callable[[Account], Account]) -> None:
    def work(unit: Unit) -> Account:
        found = unit.accounts.sign_in(email.strip())
        if found is None:
            raise click.ClickException(f"There is nobody with the address {email}.")
        account = change(found[0])
        unit.accounts.update(account)
        return account

    account = beheard().shell.commit(work)
    click.echo(f"{account.email} has {', '.join(sorted(account.roles)) or 'no role'}.")


def _row(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "roles": sorted(account.roles),
        "createdAt": whole_seconds(account.created_at),
    }
