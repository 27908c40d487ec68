"""BeHeard inside a Flask app, the standalone server's or anybody else's.

Everything that one mounted BeHeard knows lies in ``app.extensions["beheard"]``: several apps in a process do not see
each other, and the app's own error handlers, routes and monitoring stay its own.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from argon2 import PasswordHasher
from attrs import evolve
from flask import Flask
from limits.storage import Storage

from beheard_server.blueprints import (
    ably,
    accounts,
    agreements,
    barometer,
    catalogue,
    common_ground,
    compact,
    consent,
    empathy,
    events,
    forgotten,
    invitations,
    messages,
    needs,
    own_data,
    sessions,
    stages,
    strategies,
    witness,
)
from beheard_server.blueprints.focus import standing, timer
from beheard_server.blueprints.practice import (
    analytics,
    comparisons,
    evaluations,
    progress,
    skills,
    therapist_sessions,
)
from beheard_server.commands import beheard_commands
from beheard_server.facilitators import Facilitator
from beheard_server.facilitators.chosen import chosen
from beheard_server.http.auth import BuiltInIdentity, HostIdentity, Identity
from beheard_server.http.document import Document
from beheard_server.http.limits import Limiter
from beheard_server.http.links import ResetLinks
from beheard_server.http.pagination import Cursors
from beheard_server.http.passwords import Passwords
from beheard_server.http.routes import Routes
from beheard_server.http.state import EXTENSION, JobsCount, StageUsage, State
from beheard_server.http.tokens import Tokens
from beheard_server.notifiers import Notifier
from beheard_server.realtime.ably import AblyKey
from beheard_server.realtime.jobs import all_jobs
from beheard_server.realtime.sse import Seats
from beheard_server.realtime.worker import Worker
from beheard_server.settings import Settings, SettingsError, known_contexts
from beheard_server.shell import IdSource, Shell, random_id, utc_now
from beheard_server.signals import announce_to
from beheard_server.store import Store
from beheard_server.store.memory_limits import MemoryLimits
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.limits import SQLiteLimits

PREFIX = "/api/v1"
ACCOUNTS = "accounts"
# Where a context stands below the common prefix of a host, and where its document puts it.
_BELOW: Mapping[str, str] = {ACCOUNTS: "", "mediation": "", "focus": "", "academic": "/stages", "practice": ""}
DOCUMENTED: Mapping[str, str] = {
    ACCOUNTS: PREFIX,
    "mediation": PREFIX,
    "focus": PREFIX,
    "academic": "/api/stages",
    "practice": "/api",
}
# Both documents have their sessions at one place. Beside mediation, the others give way.
_ASIDE: Mapping[str, str] = {"focus": "/focus"}
ROUTES: Mapping[str, tuple[Routes, ...]] = {
    ACCOUNTS: (accounts.routes, forgotten.routes, own_data.routes, ably.routes),
    "mediation": (
        sessions.routes,
        invitations.routes,
        stages.routes,
        compact.routes,
        messages.routes,
        barometer.routes,
        witness.routes,
        empathy.routes,
        needs.routes,
        common_ground.routes,
        strategies.routes,
        agreements.routes,
        consent.routes,
        events.routes,
    ),
    "focus": (timer.routes, standing.routes),
    "academic": (catalogue.routes,),
    "practice": (
        therapist_sessions.routes,
        progress.routes,
        skills.routes,
        analytics.routes,
        comparisons.routes,
        evaluations.routes,
    ),
}


class BeHeard:
    """The extension; what is not given is made from the settings.

    ``identity`` is a callable without arguments that gives the :class:`~beheard_core.accounts.Principal` of the current
    request, or None; with it no ``/auth`` is mounted. ``contexts`` are those to mount, all by default. ``facilitator``
    answers what people write. ``notifier``, ``hasher``, ``clock`` and ``new_id`` are how messages go out, how passwords
    are kept, what time it is, and where ids come from. ``stage_usage`` tells what of the host's belongs to academic
    stages, given a list of their ids, and ``jobs`` how many jobs somebody has, given that person's id.
    ``limits`` is where the rate limits count, a storage of the library ``limits``.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        identity: Identity | None = None,
        store: Store | None = None,
        contexts: tuple[str, ...] | None = None,
        notifier: Notifier | None = None,
        facilitator: Facilitator | None = None,
        stage_usage: StageUsage | None = None,
        jobs: JobsCount | None = None,
        limits: Storage | None = None,
        hasher: PasswordHasher | None = None,
        clock: Callable[[], datetime] = utc_now,
        new_id: IdSource = random_id,
    ) -> None:
        self._settings = settings
        self._identity = identity
        self._store = store
        self._contexts = contexts
        self._notifier = notifier
        self._facilitator = facilitator
        self._stage_usage = stage_usage
        self._jobs = jobs
        self._limits_storage = limits
        self._passwords = Passwords(hasher or PasswordHasher())
        self._clock = clock
        self._new_id = new_id

    def init_app(
        self, app: Flask, *, url_prefix: str | None = None, prefixes: Mapping[str, str] | None = None
    ) -> Document:
        """Mount the contexts, and the accounts unless the host brings its own.

        Everything stands where its document has it (``/api/v1``, ``/api/stages``, ``/api/session``), or below
        ``url_prefix``; what would be in the way of mediation steps aside (``/focus/api/v1``, or ``/focus`` below
        ``url_prefix``); ``prefixes`` gives single contexts (or ``"accounts"``) a place of their own. Opens no file and
        sends nothing.
        Without settings of its own, the extension reads the ``BEHEARD_*`` keys of ``app.config``.

        Raises:
            SettingsError: a setting cannot be used, there is no secret key, or a model lacks its key, name or library.
        """
        settings = self._settings or Settings.read(app.config)
        if self._contexts is not None:
            settings = evolve(settings, contexts=known_contexts("contexts", self._contexts))
        if not settings.secret_keys:
            raise SettingsError("BEHEARD_SECRET_KEYS is needed: without a key nobody can stay signed in.")
        app.extensions[EXTENSION] = self._state(app, settings)
        app.cli.add_command(beheard_commands)
        document = Document(app, name=EXTENSION, version=version("beheard"))
        places = {**places_of(settings.contexts, url_prefix), **(prefixes or {})}
        own = () if self._identity is not None else (ACCOUNTS,)
        for context in (*own, *settings.contexts):
            for routes in ROUTES[context]:
                document.mount(routes, tag=routes.tag, url_prefix=places[context])
        return document

    def _state(self, app: Flask, settings: Settings) -> State:
        store = self._store or SQLiteStore(settings.database)
        worker = Worker()
        shell = Shell(store, self._clock, self._new_id, partial(announce_to, app), worker.wake)
        links = ResetLinks(settings.secret_keys)

        def reset_url(account_id: str, password_hash: str) -> str:
            return f"beheard://reset/{links.token(account_id, password_hash, now=self._clock())}"

        worker.give(all_jobs(settings, shell, self._notifier, reset_url))
        tokens = Tokens(settings.secret_keys)
        identity: Identity = BuiltInIdentity(shell, tokens)
        if self._identity is not None:
            identity = HostIdentity(shell, self._identity)
        return State(
            settings=settings,
            shell=shell,
            identity=identity,
            tokens=tokens,
            cursors=Cursors(settings.secret_keys),
            reset_links=links,
            limiter=Limiter.of(settings, self._limits(settings, store), self._clock),
            passwords=self._passwords,
            facilitator=self._facilitator or chosen(settings),
            stage_usage=self._stage_usage,
            jobs=self._jobs,
            ably_key=None if settings.ably_key is None else AblyKey.read(settings.ably_key),
            seats=Seats(settings.streams),
            worker=worker,
        )

    def _limits(self, settings: Settings, store: Store) -> Storage | None:
        if not settings.rate_limits:
            return None
        if self._limits_storage is not None:
            return self._limits_storage
        if isinstance(store, SQLiteStore):
            return SQLiteLimits(limits_file(store.path), self._clock)
        return MemoryLimits(self._clock)


def places_of(contexts: Collection[str], url_prefix: str | None = None) -> Mapping[str, str]:
    """Give where the accounts and each context stand when these contexts are mounted together."""
    aside = _ASIDE if "mediation" in contexts else {}
    if url_prefix is None:
        return {context: aside.get(context, "") + place for context, place in DOCUMENTED.items()}
    return {context: url_prefix + aside.get(context, "") + below for context, below in _BELOW.items()}


def limits_file(database: Path) -> Path:
    """Give the file of the rate limits' counters, beside the database."""
    return database.with_name(f"{database.name}.limits")
