"""BeHeard inside a Flask app, the standalone server's or anybody else's."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from limits.storage import MemoryStorage, Storage

from beheard_server.blueprints import accounts, compact, invitations, sessions, stages, witness
from beheard_server.http.auth import BuiltInIdentity
from beheard_server.http.document import Document
from beheard_server.http.limits import Limiter
from beheard_server.http.passwords import Passwords
from beheard_server.http.routes import Routes
from beheard_server.http.state import EXTENSION, State
from beheard_server.http.tokens import Tokens
from beheard_server.notifier import LogNotifier, Notifier
from beheard_server.settings import Settings, SettingsError
from beheard_server.shell import IdSource, Shell, random_id, utc_now
from beheard_server.store import Store
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.limits import SQLiteLimits

PREFIX = "/api/v1"
ROUTES: dict[str, tuple[Routes, ...]] = {
    "mediation": (sessions.routes, invitations.routes, stages.routes, compact.routes, witness.routes)
}


class BeHeard:
    """The extension; what is not given is made from the settings."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        store: Store | None = None,
        notifier: Notifier | None = None,
        hasher: PasswordHasher | None = None,
        clock: Callable[[], datetime] = utc_now,
        new_id: IdSource = random_id,
    ) -> None:
        self._settings = settings
        self._store = store
        self._notifier = notifier or LogNotifier()
        self._passwords = Passwords(hasher or PasswordHasher())
        self._clock = clock
        self._new_id = new_id

    def init_app(self, app: Flask, *, url_prefix: str = PREFIX) -> State:
        """Mount the accounts and the contexts of the settings below ``url_prefix``; opens no file, sends nothing.

        Without settings of its own, the extension reads the ``BEHEARD_*`` keys of ``app.config``.

        Raises:
            SettingsError: a setting cannot be used, or there is no secret key.
        """
        settings = self._settings or Settings.read(app.config)
        if not settings.secret_keys:
            raise SettingsError("BEHEARD_SECRET_KEYS is needed: without a key nobody can stay signed in.")
        store = self._store or SQLiteStore(settings.database)
        shell = Shell(store, self._clock, self._new_id)
        tokens = Tokens(settings.secret_keys)
        state = State(
            settings=settings,
            shell=shell,
            identity=BuiltInIdentity(shell, tokens),
            tokens=tokens,
            limiter=Limiter(self._limits(settings, store), self._clock),
            passwords=self._passwords,
            notifier=self._notifier,
        )
        app.extensions[EXTENSION] = state
        self.document = Document(app, name=EXTENSION, version=version("beheard"))
        for routes in (accounts.routes, *(each for name in settings.contexts for each in ROUTES[name])):
            self.document.register_blueprint(routes, url_prefix=url_prefix)
        return state

    def _limits(self, settings: Settings, store: Store) -> Storage | None:
        if not settings.rate_limits:
            return None
        if isinstance(store, SQLiteStore):
            return SQLiteLimits(limits_file(settings.database), self._clock)
        return MemoryStorage()


def limits_file(database: Path) -> Path:
    """Give the file of the rate limits' counters, beside the database."""
    return database.with_name(f"{database.name}.limits")
