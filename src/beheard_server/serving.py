"""Running the standalone server: the settings go to the workers through the environment."""

import os
import socket
from collections.abc import MutableMapping
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from beheard_server.facilitators.chosen import chosen
from beheard_server.keys import key_beside, key_file
from beheard_server.settings import KEY_BYTES, Settings, SettingsError
from beheard_server.store import StoreError
from beheard_server.store.sqlite import SQLiteStore

_THREADS = 8
_STOP_SECONDS = 5


def serve(host: str, port: int, workers: int, environment: MutableMapping[str, str] = os.environ) -> None:
    """Serve until told to stop.

    Raises:
        click.ClickException: a setting cannot be used, or the port is taken.
    """
    _probe(host, port)
    if prepare(environment).streams >= _THREADS:
        raise click.ClickException(f"BEHEARD_STREAMS must leave a thread for other requests: {_THREADS - 1} at most.")
    click.echo(f"BeHeard listens on http://{host}:{port} (API pages at /docs/).")
    Granian(
        "beheard_server.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        log_access=False,
    ).serve()


def prepare(environment: MutableMapping[str, str]) -> Settings:
    """Read the settings, find or make a secret key, and bring the database up to date."""
    try:
        settings = Settings.read(environment)
        # Each worker makes its own; here it is found out, before there are any, whether they can.
        chosen(settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    if not settings.database.absolute().parent.is_dir():
        raise click.ClickException(f"There is no directory for the database {settings.database}.")
    if not settings.secret_keys:
        environment["BEHEARD_SECRET_KEYS"] = _own_key(settings.database)
    store = SQLiteStore(settings.database)
    try:
        store.migrate()
    except StoreError as error:
        raise click.ClickException(str(error)) from None
    finally:
        store.close()
    return settings


def _own_key(database: Path) -> str:
    key, made = key_beside(database)
    if len(key.encode()) < KEY_BYTES:
        raise click.ClickException(f"{key_file(database)} holds no key of at least {KEY_BYTES} bytes.")
    what = "made a secret key and keeps it in" if made else "uses the secret key in"
    click.echo(f"BEHEARD_SECRET_KEYS is not set: BeHeard {what} {key_file(database)}.", err=True)
    return key


def _probe(host: str, port: int) -> None:
    # Granian would share a busy port in silence, and each of two servers would get half of the requests.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
