"""Two worlds that look the same: two servers, each over a file of its own, on one clock and one row of ids."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
from attrs import Factory, define, frozen
from werkzeug.test import EnvironBuilder, run_wsgi_app

from beheard_core.mediation.model import Stage
from beheard_core.mediation.retrieval import VESSELS, Intent, Kind, Query
from beheard_server.app import create_app, state_of
from beheard_server.extension import BeHeard
from beheard_server.facilitators import Ground, Idea, Refinement
from beheard_server.facilitators.offline import OfflineFacilitator
from beheard_server.settings import OFF, Settings
from beheard_server.store import Notice, Recorded
from beheard_server.store.sqlite.limits import SQLiteLimits
from beheard_server.testing import ABSENT, SECRET_KEY, START, Clock, cheap_hasher

STEP = timedelta(minutes=1)
"""From one moment at which both worlds have the same time to the next."""
REST = timedelta(seconds=31)
"""What is private happens in between, after this: late enough for limits of half a minute to remember it."""

NOT_COMPARED = frozenset({"date", "x-request-id"})
# All that is asked within a minute of the story is asked in a moment of it, so the general limits must not count.
PLENTY = "1000000/minute"

# Events are asked for as pages; outside.py listens to them as a stream.
_ENVIRON = EnvironBuilder(
    content_type="application/json",
    headers=[("Accept", "application/json")],
    environ_base={"REMOTE_ADDR": "127.0.0.1"},
).get_environ()


@define
class Ids:
    """Gives ids that follow from the act and from who acts, so that nothing else which happens can shift them."""

    act: str = ""
    who: str = ""
    _made: Counter[tuple[str, str, str]] = Factory(Counter)

    def __call__(self, prefix: str, /) -> str:
        act = self.act, self.who, prefix
        self._made[act] += 1
        seed = f"{' '.join(act)} {self._made[act]}"
        return f"{prefix}_{sha256(seed.encode()).hexdigest()[:32]}"


@frozen
class Answer:
    """What came over the wire, to the byte and in its order, but for the headers that are never compared."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __str__(self) -> str:
        return f"{self.status} {dict(self.headers)}\n  {self.body.decode()}"

    @property
    def data(self) -> Any:
        """The data of an answer, or None where it is a refusal."""
        return None if self.body.startswith(b"<svg") else orjson.loads(self.body).get("data")


class Postbox:
    """Takes what goes out, and keeps it to be compared."""

    def __init__(self) -> None:
        self.told: list[Notice] = []

    def tell(self, notice: Notice) -> None:
        self.told.append(notice)


class Eager(OfflineFacilitator):
    """Asks for all that there is, and suggests whatever is wished for.

    A proposal that begins with a question it words anew, in each world otherwise.
    """

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        return tuple(Query(kind, vessel, kind is Kind.CONSENTED_CONTENT) for kind, vessel in VESSELS.items())

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        wished = tuple(Idea(each, ()) for each in focus)
        return (*wished, *super().suggest_strategies(ground, focus, count, known=known))

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        return Refinement(f"{text} Or {self._place}.", "It asks.") if text.startswith("Could we") else None


class World:
    """One server, with its clock, its ids, and the tokens of whoever is signed in; ``place`` is 0 or 1.

    ``known_as`` is who makes the ids, where that is not to tell who acts.
    """

    def __init__(self, place: int, directory: Path) -> None:
        self.place = place
        self.clock = Clock()
        self.ids = Ids()
        self.tokens: dict[str, str] = {}
        self.known_as: str | None = None
        settings = Settings(
            database=directory / f"{place}.db",
            secret_keys=(SECRET_KEY,),
            trusted_proxies=("127.0.0.1",),
            user_limit=PLENTY,
            ip_limit=PLENTY,
            worker=OFF,
        )
        self.postbox = Postbox()
        extension = BeHeard(
            settings,
            hasher=cheap_hasher(),
            clock=self.clock,
            new_id=self.ids,
            notifier=self.postbox,
            facilitator=Eager(place),
        )
        self.app = create_app(extension=extension)

    def do(self, who: str, method: str, path: str, body: object = ABSENT, *, address: str) -> Answer:
        """Make one request as somebody, from that person's address."""
        self.ids.who = self.known_as or who
        path, _, query = path.partition("?")
        data = b"" if body is ABSENT else orjson.dumps(body)
        environ = {
            **_ENVIRON,
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_X_FORWARDED_FOR": address,
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": BytesIO(data),
        }
        if who in self.tokens:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self.tokens[who]}"
        parts, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        kept = tuple((name, value) for name, value in headers if name.lower() not in NOT_COMPARED)
        return Answer(int(status.split()[0]), kept, b"".join(parts))

    def channel(self, session_id: str) -> tuple[Recorded, ...]:
        """Give what the channel of a session has carried."""
        return state_of(self.app).shell.read(lambda unit: unit.outbox.of_session(session_id, limit=1000))

    @contextmanager
    def named(self, act: str) -> Iterator[None]:
        """Let something happen under the same ids in both worlds, whatever happens before it in either."""
        before, self.ids.act = self.ids.act, act
        yield
        self.ids.act = before

    @contextmanager
    def unseen(self, act: str, *, after: float) -> Iterator[None]:
        """Let something happen so many seconds later, under ids that nothing else has in either world."""
        self.clock.advance(seconds=after)
        with self.named(f"{act} in {self.place}"):
            yield

    def close(self) -> None:
        """Let go of the files."""
        state = state_of(self.app)
        state.shell.store.close()
        assert isinstance(state.limiter.storage, SQLiteLimits)
        state.limiter.storage.close()


class Differs(AssertionError):
    """Somebody can tell the two worlds apart."""


@define
class Worlds:
    """Both worlds; ``compared`` counts what both had to answer alike, ``alarm`` is raised where they did not."""

    first: World
    second: World
    alarm: type[BaseException] = Differs
    compared: int = 0
    now: datetime = START

    @classmethod
    def in_directory(cls, directory: Path, **more: Any) -> "Worlds":
        """Open two worlds over two new files."""
        return cls(World(0, directory), World(1, directory), **more)

    def __iter__(self) -> Iterator[World]:
        return iter((self.first, self.second))

    def close(self) -> None:
        """Let go of the files."""
        for world in self:
            world.close()

    def begin(self, act: str) -> None:
        """Go on from one common moment; what follows has the same ids in both worlds, unless it is unseen."""
        for world in self:
            world.ids.act = act
            world.clock.now = self.now + REST

    def meet(self, after: timedelta = STEP) -> None:
        """Bring both clocks to the next common moment."""
        self.now += after
        for world in self:
            assert world.clock.now <= self.now, "What is private must fit between two common moments."
            world.clock.now = self.now

    @contextmanager
    def as_one(self, who: str) -> Iterator[None]:
        """Let whoever acts, and it may be somebody else in each world, make the ids that ``who`` would make."""
        for world in self:
            world.known_as = who
        yield
        for world in self:
            world.known_as = None

    def require_same(self, what: str, first: object, second: object) -> None:
        """Compare what somebody was told in both worlds.

        Raises:
            Differs: it is not the same (or what ``alarm`` is instead).
        """
        self.compared += 1
        if first != second:
            raise self.alarm(f"{what}\nfirst:  {first}\nsecond: {second}")
