"""A store that forgets: plain dictionaries behind one lock, for tests and for trying things out.

It keeps to the same protocols as the SQLite store, and to the same suite of tests.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from attrs import Factory, define, evolve, fields

from beheard_core.accounts import Account, email_key
from beheard_core.mediation import Address, Other, Relationship, Session, SessionStatus
from beheard_core.mediation.events import SessionEvent
from beheard_core.mediation.standing import is_terminal
from beheard_server.store import Person, Recorded, SentInvitation, Stored
from beheard_server.store.codec import event_to_json


@define
class _Tables:
    """What there is; ``copy`` is cheap, because every value in it is frozen."""

    accounts: dict[str, tuple[Account, str]] = Factory(dict)
    families: dict[str, str] = Factory(dict)
    refresh_tokens: dict[str, tuple[str, datetime]] = Factory(dict)
    people: dict[str, Person] = Factory(dict)
    sessions: dict[str, Stored[Session]] = Factory(dict)
    invitations: dict[str, SentInvitation] = Factory(dict)
    relationships: dict[str, Relationship] = Factory(dict)
    contexts: dict[tuple[str, str], str] = Factory(dict)
    outbox: dict[int, Recorded] = Factory(dict)

    def copy(self) -> "_Tables":
        return _Tables(*(dict(getattr(self, each.name)) for each in fields(_Tables)))


class _Accounts:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def add(self, account: Account, password_hash: str) -> bool:
        if self.sign_in(account.email) is not None:
            return False
        self._tables.accounts[account.id] = (account, password_hash)
        return True

    def get(self, account_id: str) -> Account | None:
        found = self._tables.accounts.get(account_id)
        return None if found is None else found[0]

    def sign_in(self, email: str) -> tuple[Account, str] | None:
        key = email_key(email)
        found = (each for each in self._tables.accounts.values() if email_key(each[0].email) == key)
        return next(found, None)

    def rehash(self, account_id: str, password_hash: str) -> None:
        account, _ = self._tables.accounts[account_id]
        self._tables.accounts[account_id] = (account, password_hash)

    def begin_family(self, family_id: str, account_id: str, *, jti: str, expires_at: datetime) -> None:
        self._tables.families[family_id] = account_id
        self._tables.refresh_tokens[jti] = (family_id, expires_at)

    def in_family(self, account_id: str, family_id: str) -> Account | None:
        if self._tables.families.get(family_id) != account_id:
            return None
        return self._tables.accounts[account_id][0]


class _People:
    def __init__(self, tables: _Tables) -> None:
        self._people = tables.people

    def remember(self, person: Person) -> None:
        self._people[person.id] = person

    def get(self, ids: Iterable[str]) -> Mapping[str, Person]:
        return {each: self._people[each] for each in ids if each in self._people}


class _Sessions:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def add(self, session: Session) -> None:
        self._tables.sessions[session.id] = Stored(session, 1)

    def get(self, session_id: str) -> Stored[Session] | None:
        return self._tables.sessions.get(session_id)

    def replace(self, session: Session, version: int) -> bool:
        if self._tables.sessions[session.id].version != version:
            return False
        self._tables.sessions[session.id] = Stored(session, version + 1)
        return True

    def open_around(self, person_id: str) -> tuple[Other, ...]:
        addresses = {each.session_id: each.address for each in self._tables.invitations.values()}
        return tuple(
            Other(session, addresses.get(session.id, Address()))
            for session in (each.value for each in self._tables.sessions.values())
            if not is_terminal(session)
            and person_id in (session.inviter.id, session.invitee.id, session.invitation.person_id)
        )

    def count_live(self, person_id: str) -> int:
        return sum(
            other.session.status is SessionStatus.ACTIVE
            and person_id in (other.session.inviter.id, other.session.invitee.id)
            for other in self.open_around(person_id)
        )


class _Invitations:
    def __init__(self, tables: _Tables) -> None:
        self._invitations = tables.invitations

    def add(self, invitation: SentInvitation) -> None:
        self._invitations[invitation.id] = invitation

    def session_of(self, invitation_id: str) -> str | None:
        found = self._invitations.get(invitation_id)
        return None if found is None else found.session_id

    def get(self, session_id: str, *, viewer: str) -> SentInvitation | None:
        found = (
            each for each in self._invitations.values() if (each.session_id, each.inviter_id) == (session_id, viewer)
        )
        return next(found, None)


class _Relationships:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def add(self, relationship: Relationship) -> None:
        self._tables.relationships[relationship.id] = relationship

    def get(self, relationship_id: str) -> Relationship:
        return self._tables.relationships[relationship_id]

    def of_pair(self, one: str, other: str) -> Relationship | None:
        pair = {one, other}
        known = self._tables.relationships.values()
        return next((each for each in known if {each.inviter_id, each.invitee_id} == pair), None)

    def join(self, relationship_id: str, invitee_id: str) -> None:
        relationships = self._tables.relationships
        relationships[relationship_id] = evolve(relationships[relationship_id], invitee_id=invitee_id)

    def drop(self, relationship_id: str) -> None:
        del self._tables.relationships[relationship_id]

    def count_sessions(self, relationship_id: str) -> int:
        return sum(each.value.relationship_id == relationship_id for each in self._tables.sessions.values())


class _Words:
    def __init__(self, tables: _Tables) -> None:
        self._contexts = tables.contexts

    def put_context(self, session_id: str, *, owner: str, text: str) -> None:
        self._contexts[session_id, owner] = text


class _Outbox:
    def __init__(self, tables: _Tables) -> None:
        self._outbox = tables.outbox

    def append(self, events: Iterable[tuple[str, SessionEvent]]) -> None:
        for event_id, event in events:
            sequence = len(self._outbox) + 1
            self._outbox[sequence] = Recorded(sequence, event_id, event.session_id, event.name, event_to_json(event))

    def of_session(self, session_id: str, *, after: int = 0, limit: int = 100) -> tuple[Recorded, ...]:
        later = (each for each in self._outbox.values() if each.session_id == session_id and each.sequence > after)
        return tuple(later)[:limit]


class _Unit:
    def __init__(self, tables: _Tables) -> None:
        self.accounts = _Accounts(tables)
        self.people = _People(tables)
        self.sessions = _Sessions(tables)
        self.invitations = _Invitations(tables)
        self.relationships = _Relationships(tables)
        self.words = _Words(tables)
        self.outbox = _Outbox(tables)


class MemoryStore:
    """A store in this process's memory."""

    def __init__(self) -> None:
        self._tables = _Tables()
        self._lock = threading.RLock()

    @contextmanager
    def snapshot(self) -> Iterator[_Unit]:
        """Open one consistent state for reading; what is written to it is lost."""
        with self._lock:
            tables = self._tables.copy()
        yield _Unit(tables)

    @contextmanager
    def transaction(self) -> Iterator[_Unit]:
        """Open the state for reading and writing."""
        with self._lock:
            tables = self._tables.copy()
            yield _Unit(tables)
            self._tables = tables

    def migrate(self) -> None:
        """Do nothing: there is nothing to bring up to date."""

    def close(self) -> None:
        """Forget everything."""
        self._tables = _Tables()
