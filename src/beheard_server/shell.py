"""Load, decide, save: how a decision of the core becomes a change in the store.

A change to one session is decided on what a snapshot shows, and saved only over the version that was read; whoever was
slower starts over. What concerns several things at once is decided inside the store's lock.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from attrs import frozen

from beheard_core import Decision, Event, NotFound
from beheard_core.mediation import Consent, Session
from beheard_core.mediation.consent import decided_between
from beheard_core.mediation.events import SessionEvent
from beheard_server.store import Recorded, SharedText, Store, Stored, Unit

T = TypeVar("T")
Words = Callable[[Unit, Session], None]
"""Writes words beside a change, given the session as the change leaves it."""
_TRIES = 4


class IdSource(Protocol):
    """Makes ids that nobody can guess."""

    def __call__(self, prefix: str, /) -> str: ...


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)  # noqa: TID251  the one place where the server asks for the time


def random_id(prefix: str) -> str:
    """Make an id of 128 random bits behind a prefix that says what it is of."""
    return f"{prefix}_{secrets.token_hex(16)}"


def load(unit: Unit, session_id: str) -> Stored[Session]:
    """Give a session with its version.

    Raises:
        NotFound: there is none with this id.
    """
    stored = unit.sessions.get(session_id)
    if stored is None:
        raise NotFound("session")
    return stored


def quietly(_: Recorded) -> None:
    """Announce nothing."""


def unheard() -> None:
    """Wake nobody."""


@frozen
class Shell:
    """The store, the clock and the source of ids, and what is done with them around every decision.

    ``announce`` is called after the commit, with every event that it has put into the outbox; ``wake`` once, if there
    is something to publish or to tell.
    """

    store: Store
    clock: Callable[[], datetime] = utc_now
    new_id: IdSource = random_id
    announce: Callable[[Recorded], None] = quietly
    wake: Callable[[], None] = unheard

    def read(self, look: Callable[[Unit], T]) -> T:
        """Look at one consistent state."""
        with self.store.snapshot() as unit:
            return look(unit)

    def session(self, session_id: str) -> Session:
        """Give one session as it is now.

        Raises:
            NotFound: there is none with this id.
        """
        return self.read(lambda unit: load(unit, session_id)).value

    def change(
        self, session_id: str, decide: Callable[[Session], Decision[Session]], words: Words | None = None
    ) -> Session:
        """Save what ``decide`` makes of a session, with its events, and give the session as it then is.

        ``decide`` may be called several times; the last time inside the store's lock, where nobody can be faster.
        ``words`` writes what belongs to the change in the same transaction, once.

        Raises:
            NotFound: there is no session with this id.
            Refusal: whatever ``decide`` refuses with; nothing is saved then.
        """
        for _ in range(_TRIES):
            with self.store.snapshot() as unit:
                stored = load(unit, session_id)
            decision = decide(stored.value)
            if words is None and decision.state == stored.value:
                return decision.state
            with self._transaction() as unit:
                if self._save(unit, stored, decision, words):
                    return decision.state
        with self._transaction() as unit:
            stored = load(unit, session_id)
            decision = decide(stored.value)
            self._save(unit, stored, decision, words)
            return decision.state

    def _save(self, unit: Unit, stored: Stored[Session], decision: Decision[Session], words: Words | None) -> bool:
        if decision.state == stored.value:
            if load(unit, decision.state.id).version != stored.version:
                return False
        elif not unit.sessions.replace(decision.state, stored.version):
            return False
        self._note(unit, stored.value, decision)
        if words is not None:
            words(unit, decision.state)
        return True

    def commit(self, work: Callable[[Unit], T]) -> T:
        """Do something that concerns several things at once, inside the store's lock, all or nothing."""
        with self._transaction() as unit:
            return work(unit)

    @contextmanager
    def _transaction(self) -> Iterator[Unit]:
        with self.store.transaction() as unit:
            yield unit
        for recorded in unit.outbox.appended:
            self.announce(recorded)
        if unit.outbox.appended or unit.notices.added:
            self.wake()

    def save(self, unit: Unit, stored: Stored[Session], decision: Decision[Session]) -> None:
        """Save a decision that was made inside the transaction of ``unit``."""
        unit.sessions.replace(decision.state, stored.version)
        self._note(unit, stored.value, decision)

    def share(self, unit: Unit, session_id: str, owner: str, consent: Consent, text: str) -> SharedText:
        """Keep the text that somebody shares by a consent."""
        shared = SharedText(self.new_id("shared"), consent.id, text, consent.decided_at)
        unit.words.share(session_id, shared, owner=owner)
        return shared

    def _note(self, unit: Unit, before: Session, decision: Decision[Session]) -> None:
        self.record(unit, decision.events)
        for person, act, consent_id in decided_between(before, decision.state):
            unit.words.audit(before.id, actor=person, act=act, about=consent_id, at=self.clock())

    def record(self, unit: Unit, events: Iterable[Event]) -> None:
        """Put events into the outbox, in the transaction of the change that they report."""
        unit.outbox.append((self.new_id("evt"), event) for event in events if isinstance(event, SessionEvent))
