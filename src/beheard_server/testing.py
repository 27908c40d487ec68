"""For the tests of those who build on this: a clock to turn, an app that forgets, and two people on their way."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from argon2 import PasswordHasher
from attrs import define, frozen
from flask import Flask

from beheard_server.extension import PREFIX, BeHeard
from beheard_server.facilitators import Facilitator
from beheard_server.http.auth import Identity
from beheard_server.http.state import beheard
from beheard_server.settings import OFF, Settings
from beheard_server.store.memory import MemoryStore

START = datetime(2025, 3, 2, 8, tzinfo=UTC)
SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 2


class Absent(Enum):
    """Stands for no body at all, where None stands for ``null``."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@define
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Read the clock."""
        return self.now

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock on."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def cheap_hasher() -> PasswordHasher:
    """Give a hasher that is quick, and of no use outside of tests."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@frozen
class Reply:
    """An answer: ``body`` is the parsed JSON, or None when there is none."""

    status: int
    body: Any
    headers: Mapping[str, str]


class Client:
    """Speaks JSON with an app, over its WSGI interface."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client(use_cookies=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        json: object = ABSENT,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Make one request: ``json`` is sent as JSON, ``data`` as it is."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        body: dict[str, Any] = {} if json is ABSENT else {"json": json}
        answer = self._client.open(path, method=method, headers=sent, data=data, **body)
        return Reply(answer.status_code, answer.get_json(silent=True), dict(answer.headers))


def memory_app(
    *,
    settings: Settings | None = None,
    identity: Identity | None = None,
    contexts: tuple[str, ...] | None = None,
    facilitator: Facilitator | None = None,
    url_prefix: str | None = None,
    clock: Clock | None = None,
) -> Flask:
    """Make an app with nothing but BeHeard in it, which keeps everything in memory; unless told so, it limits nothing.

    Its clock stands still at :data:`START`, or is the one that is given.
    """
    app = Flask("beheard_in_memory")
    BeHeard(
        settings or Settings(secret_keys=(SECRET_KEY,), rate_limits=False, worker=OFF),
        identity=identity,
        store=MemoryStore(),
        contexts=contexts,
        facilitator=facilitator,
        hasher=cheap_hasher(),
        clock=clock or Clock(),
    ).init_app(app, url_prefix=url_prefix)
    return app


def work_off(app: Flask) -> None:
    """Do now what the worker does beside the requests: tell, remind, publish; for an app whose worker is off."""
    with app.app_context():
        beheard().worker.work_off()


@frozen
class Visitor:
    """Somebody in front of an app: every request carries ``headers``, and paths are below ``prefix``."""

    client: Client
    headers: Mapping[str, str]
    prefix: str = PREFIX

    def call(self, method: str, path: str, json: object = ABSENT) -> Reply:
        """Make one request."""
        return self.client.call(method, self.prefix + path, json=json, headers=self.headers)

    def look(self, path: str) -> Any:
        """Read something that must be there, and give its data.

        Raises:
            AssertionError: the answer is another one.
        """
        return _data_of(self.call("GET", path))

    def act(self, path: str, json: object = ABSENT) -> Any:
        """Post something that must be accepted, and give the data of the answer.

        Raises:
            AssertionError: the answer is another one.
        """
        return _data_of(self.call("POST", path, json))


@frozen
class TwoPeople:
    """Two people in a session, which ``session`` is the path of; ``invitation`` is that of how it began."""

    inviter: Visitor
    invitee: Visitor
    session: str
    invitation: str


def two_people(
    app: Flask,
    *,
    stage: int = 0,
    url_prefix: str = PREFIX,
    headers: tuple[Mapping[str, str], Mapping[str, str]] | None = None,
) -> TwoPeople:
    """Bring two people into a session, and both to ``stage`` (0 to 2), with nothing done there yet.

    ``headers`` are those by which the host's own identity knows the two; without them both make an account.

    Raises:
        AssertionError: the app refuses one of their requests.
    """
    client = Client(app)
    known = headers or (_newcomer(client, url_prefix, "Ana"), _newcomer(client, url_prefix, "Ben"))
    inviter, invitee = (Visitor(client, each, url_prefix) for each in known)
    opened = inviter.act("/sessions", {"inviteEmail": _fresh_address("guest")})
    session, invitation = f"/sessions/{opened['session']['id']}", f"/invitations/{opened['invitationId']}"
    invitee.act(f"{invitation}/accept")
    for here in range(stage):
        below, body = _TO_LEAVE[here]
        for person in (inviter, invitee):
            person.act(session + below, body)
        for person in (inviter, invitee):
            person.act(f"{session}/stages/advance", {"fromStage": here, "toStage": here + 1})
    return TwoPeople(inviter, invitee, session, invitation)


# What each of the two does to leave a stage.
_TO_LEAVE: tuple[tuple[str, object], ...] = (("/compact/sign", ABSENT), ("/feel-heard", {"confirmed": True}))


def _newcomer(client: Client, prefix: str, name: str) -> Mapping[str, str]:
    form = {"email": _fresh_address(name.lower()), "password": secrets.token_urlsafe(), "name": name}
    registered = _data_of(client.call("POST", f"{prefix}/auth/register", json=form))
    return {"Authorization": f"Bearer {registered['accessToken']}"}


def _fresh_address(name: str) -> str:
    return f"{name}-{secrets.token_hex(8)}@example.org"


def _data_of(reply: Reply) -> Any:
    if not (isinstance(reply.body, dict) and reply.body.get("success") is True and "data" in reply.body):
        raise AssertionError(f"The app answered {reply.status}: {reply.body}")
    return reply.body["data"]
