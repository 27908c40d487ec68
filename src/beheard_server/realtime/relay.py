"""The relay: takes events from the outbox to where people listen, in order, at least once, by one process at a time.

While the other side is out of reach, everything waits. An event that the other side refuses holds up its own session
and no other. After each event that is out, its recipient is pushed to, unless they are there to see it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

import orjson
import structlog
from attrs import define, field, frozen

from beheard_core.mediation import PENDING
from beheard_server.outward import Unreachable
from beheard_server.shell import Shell
from beheard_server.store import Notice, NoticeKind, Recorded, Unit

JOB = "relay"
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)
# Nobody is pushed to for the sake of something older.
NEWS = timedelta(days=1)
_BATCH = 100


@frozen
class Refused(Exception):
    """The other side answered that it does not want this event; ``status`` is the one of HTTP."""

    status: int


class Channels(Protocol):
    """Where people listen."""

    def publish(self, recorded: Recorded) -> None:
        """Publish an event on its session's channel; again is harmless.

        Raises:
            Unreachable: it may be tried again, with everything else.
            Refused: this event is not wanted.
        """

    def present(self, session_id: str) -> Collection[str]:
        """Give the ids of those who are there.

        Raises:
            Unreachable: that cannot be known.
        """


class NoChannels:
    """Nobody listens anywhere but at this server's own streams, which read the outbox themselves."""

    def publish(self, recorded: Recorded) -> None:
        """Publish nothing."""

    def present(self, session_id: str) -> Collection[str]:  # noqa: ARG002  nobody is known to be there
        """Know of nobody."""
        return ()


@define
class Relay:
    """One relay of possibly many; ``holder`` is its name among them, ``lease`` outlasts the slowest publication."""

    shell: Shell
    channels: Channels
    holder: str
    lease: timedelta
    _again_at: datetime | None = None
    _pause: timedelta = SHORTEST_PAUSE
    _held_up: dict[str, datetime] = field(factory=dict)

    def __call__(self) -> bool:
        """Publish what waits, as far as that goes; say whether more of it could be out at once."""
        now = self.shell.clock()
        if self._again_at is not None and now < self._again_at:
            return False
        self._held_up = {session_id: until for session_id, until in self._held_up.items() if now < until}
        if not self._waiting() or not self.shell.commit(self._lead):
            return False
        try:
            return self._publish_all()
        except Unreachable as error:
            structlog.get_logger("beheard").warning("events wait", kind=str(error))
            self._again_at, self._pause = now + self._pause, min(self._pause * 2, LONGEST_PAUSE)
            return False
        finally:
            self.shell.commit(lambda unit: unit.leases.release(JOB, holder=self.holder))

    def _waiting(self) -> tuple[Recorded, ...]:
        return self.shell.read(lambda unit: unit.outbox.to_relay(limit=_BATCH, besides=self._held_up.keys()))

    def _lead(self, unit: Unit) -> bool:
        now = self.shell.clock()
        return unit.leases.take(JOB, holder=self.holder, now=now, until=now + self.lease)

    def _publish_all(self) -> bool:
        # Read again: whoever had the lease before may have published some of what waited.
        for recorded in self._waiting():
            if recorded.session_id in self._held_up:
                continue
            try:
                self.channels.publish(recorded)
            except Refused as refused:
                structlog.get_logger("beheard").warning(
                    "an event is not wanted", session=recorded.session_id, id=recorded.id, status=refused.status
                )
                self._held_up[recorded.session_id] = self.shell.clock() + LONGEST_PAUSE
                continue
            if not self._note(recorded):
                return False
            self._again_at, self._pause = None, SHORTEST_PAUSE
        return bool(self._waiting())

    def _note(self, recorded: Recorded) -> bool:
        """Note that an event is out, and push for it; False when somebody else leads by now."""
        absent = self._to_push(recorded)

        def work(unit: Unit) -> bool:
            unit.outbox.relayed(recorded.sequence)
            for person_id in absent:
                self._push(unit, recorded.session_id, person_id)
            return self._lead(unit)

        return self.shell.commit(work)

    def _to_push(self, recorded: Recorded) -> tuple[str, ...]:
        """Give whom an event is news for, has a device, and is not there."""
        event, now = orjson.loads(recorded.body), self.shell.clock()
        if event["timestamp"] is not None and datetime.fromisoformat(event["timestamp"]) < now - NEWS:
            return ()

        def reachable(unit: Unit) -> tuple[str, ...]:
            stored = unit.sessions.get(recorded.session_id)
            people = () if stored is None else (stored.value.inviter.id, stored.value.invitee.id)
            others = (each for each in people if each not in (event["actorId"], PENDING))
            return tuple(each for each in others if unit.accounts.device(each) is not None)

        people = self.shell.read(reachable)
        if not people:
            return ()
        try:
            present = self.channels.present(recorded.session_id)
        except Unreachable:
            # Better a push too many than one too few.
            return people
        return tuple(each for each in people if each not in present)

    def _push(self, unit: Unit, session_id: str, person_id: str) -> None:
        # Several events of one act are one piece of news.
        if unit.notices.waits(NoticeKind.PUSH, session_id=session_id, person_id=person_id):
            return
        now = self.shell.clock()
        unit.notices.add(
            Notice(
                id=self.shell.new_id("notice"),
                kind=NoticeKind.PUSH,
                due_at=now,
                expires_at=now + NEWS,
                session_id=session_id,
                person_id=person_id,
            )
        )
