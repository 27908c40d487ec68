"""A store that forgets: plain dictionaries behind one lock, for tests and for trying things out.

It keeps to the same protocols as the SQLite store, and to the same suite of tests.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from itertools import islice

from attrs import Factory, define, evolve, fields, frozen

from beheard_core.academic import AcademicStage, Filters, NewStage
from beheard_core.accounts import Account, RefreshToken, email_key
from beheard_core.mediation import Address, Other, Relationship, Session, SessionStatus
from beheard_core.mediation.events import SessionEvent
from beheard_core.mediation.standing import is_terminal
from beheard_server.store import Device, Notice, Person, Recorded, SentInvitation, Stored
from beheard_server.store.codec import event_to_json, without_words
from beheard_server.store.memory_focus import FocusTables, MemoryFocus
from beheard_server.store.memory_notices import MemoryLeases, MemoryNotices
from beheard_server.store.memory_practice import MemoryPractice, Records
from beheard_server.store.memory_words import MemoryCommonWords, MemoryFollowUps, MemoryWords, Vessels, last_words


@frozen
class _Family:
    account_id: str
    ended_at: datetime | None = None


@define
class _Tables:
    """What there is; ``copy`` is cheap, because every value in it is frozen."""

    accounts: dict[str, tuple[Account, str]] = Factory(dict)
    families: dict[str, _Family] = Factory(dict)
    refresh_tokens: dict[str, RefreshToken] = Factory(dict)
    devices: dict[str, Device] = Factory(dict)
    people: dict[str, Person] = Factory(dict)
    sessions: dict[str, Stored[Session]] = Factory(dict)
    invitations: dict[str, SentInvitation] = Factory(dict)
    relationships: dict[str, Relationship] = Factory(dict)
    words: Vessels = Factory(Vessels)
    outbox: dict[int, Recorded] = Factory(dict)
    to_relay: dict[int, str] = Factory(dict)
    notices: dict[str, Notice] = Factory(dict)
    leases: dict[str, tuple[str, datetime]] = Factory(dict)
    stages: dict[int, AcademicStage] = Factory(dict)
    last_stage: int = 0
    focus: FocusTables = Factory(FocusTables)
    practice: Records = Factory(Records)

    def copy(self) -> "_Tables":
        return _Tables(*(copy(getattr(self, each.name)) for each in fields(_Tables)))


class _Accounts:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def add(self, account: Account, password_hash: str) -> bool:
        if self.sign_in(account.email) is not None:
            return False
        number = 1 + max((each.number or 0 for each, _ in self._tables.accounts.values()), default=0)
        self._tables.accounts[account.id] = (evolve(account, number=number), password_hash)
        return True

    def get(self, account_id: str) -> Account | None:
        found = self._tables.accounts.get(account_id)
        return None if found is None else found[0]

    def sign_in(self, email: str) -> tuple[Account, str] | None:
        key = email_key(email)
        found = (each for each in self._tables.accounts.values() if email_key(each[0].email) == key)
        return next(found, None)

    def password_hash(self, account_id: str) -> str | None:
        found = self._tables.accounts.get(account_id)
        return None if found is None else found[1]

    def rehash(self, account_id: str, password_hash: str) -> None:
        account, _ = self._tables.accounts[account_id]
        self._tables.accounts[account_id] = (account, password_hash)

    def update(self, account: Account) -> None:
        kept, password_hash = self._tables.accounts[account.id]
        changed = evolve(kept, name=account.name, roles=account.roles)
        self._tables.accounts[account.id] = (changed, password_hash)

    def all(self) -> tuple[Account, ...]:
        return tuple(account for account, _ in self._tables.accounts.values())

    def remove(self, account_id: str) -> None:
        tables = self._tables
        del tables.accounts[account_id]
        tables.devices.pop(account_id, None)
        gone = {family_id for family_id, family in tables.families.items() if family.account_id == account_id}
        tables.families = {key: each for key, each in tables.families.items() if key not in gone}
        tables.refresh_tokens = {key: each for key, each in tables.refresh_tokens.items() if each.family_id not in gone}

    def put_device(self, account_id: str, device: Device) -> None:
        self._tables.devices[account_id] = device

    def device(self, account_id: str) -> Device | None:
        return self._tables.devices.get(account_id)

    def begin_family(self, family_id: str, account_id: str) -> None:
        self._tables.families[family_id] = _Family(account_id)

    def end_family(self, family_id: str, *, at: datetime) -> None:
        family = self._tables.families[family_id]
        self._tables.families[family_id] = evolve(family, ended_at=family.ended_at or at)

    def end_families(self, account_id: str, *, at: datetime) -> None:
        for family_id, family in list(self._tables.families.items()):
            if family.account_id == account_id:
                self.end_family(family_id, at=at)

    def add_token(self, token: RefreshToken) -> None:
        self._tables.refresh_tokens[token.jti] = token

    def token(self, jti: str) -> RefreshToken | None:
        token = self._tables.refresh_tokens.get(jti)
        if token is None:
            return None
        return evolve(token, ended=self._tables.families[token.family_id].ended_at is not None)

    def spend(self, jti: str, *, at: datetime) -> bool:  # noqa: ARG002  when is of no use here
        token = self._tables.refresh_tokens[jti]
        self._tables.refresh_tokens[jti] = evolve(token, spent=True)
        return not token.spent

    def in_family(self, account_id: str, family_id: str) -> Account | None:
        if self._tables.families.get(family_id) != _Family(account_id):
            return None
        return self._tables.accounts[account_id][0]


class _People:
    def __init__(self, tables: _Tables) -> None:
        self._people = tables.people

    def remember(self, person: Person) -> None:
        self._people[person.id] = person

    def get(self, ids: Iterable[str]) -> Mapping[str, Person]:
        return {each: self._people[each] for each in ids if each in self._people}

    def forget(self, person_id: str) -> None:
        self._people.pop(person_id, None)


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

    def page_of(
        self, person_id: str, *, statuses: Collection[SessionStatus], before: tuple[datetime, str] | None, limit: int
    ) -> tuple[Session, ...]:
        mine = (
            each.value
            for each in self._tables.sessions.values()
            if person_id in (each.value.inviter.id, each.value.invitee.id) and each.value.status in statuses
        )
        newest_first = sorted(mine, key=lambda each: (each.created_at, each.id), reverse=True)
        rest = (each for each in newest_first if before is None or (each.created_at, each.id) < before)
        return tuple(islice(rest, limit))

    def of(self, person_id: str) -> tuple[str, ...]:
        everything = self.page_of(
            person_id, statuses=tuple(SessionStatus), before=None, limit=len(self._tables.sessions)
        )
        return tuple(each.id for each in reversed(everything))

    def count_live(self, person_id: str) -> int:
        return sum(
            other.session.status is SessionStatus.ACTIVE
            and person_id in (other.session.inviter.id, other.session.invitee.id)
            for other in self.open_around(person_id)
        )

    def quiet_since(self, moment: datetime, *, limit: int) -> tuple[str, ...]:
        sessions = (each.value for each in self._tables.sessions.values())
        quiet = [
            each
            for each in sessions
            if not is_terminal(each) and max((each.updated_at, *last_words(self._tables.words, each.id))) < moment
        ]
        return tuple(each.id for each in sorted(quiet, key=lambda each: (each.updated_at, each.id))[:limit])


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

    def forget_addresses(self, session_id: str) -> None:
        for key, each in self._invitations.items():
            if each.session_id == session_id:
                self._invitations[key] = evolve(each, address=Address(), name=None)


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


class _Outbox:
    def __init__(self, tables: _Tables) -> None:
        self._outbox = tables.outbox
        self._to_relay = tables.to_relay
        self.appended: list[Recorded] = []

    def append(self, events: Iterable[tuple[str, SessionEvent]]) -> None:
        for sequence, (event_id, event) in enumerate(events, len(self._outbox) + 1):
            added = Recorded(sequence, event_id, event.session_id, event.name, event_to_json(event))
            self._outbox[sequence] = added
            self._to_relay[sequence] = added.session_id
            self.appended.append(added)

    def of_session(self, session_id: str, *, after: int = 0, limit: int = 100) -> tuple[Recorded, ...]:
        later = (each for each in self._outbox.values() if each.session_id == session_id and each.sequence > after)
        return tuple(later)[:limit]

    def place_of(self, session_id: str, event_id: str) -> int | None:
        found = (n for n, each in self._outbox.items() if (each.session_id, each.id) == (session_id, event_id))
        return next(found, None)

    def to_relay(self, *, limit: int, besides: Collection[str] = ()) -> tuple[Recorded, ...]:
        found = (self._outbox[n] for n, session_id in self._to_relay.items() if session_id not in besides)
        return tuple(islice(found, limit))

    def relayed(self, sequence: int) -> None:
        self._to_relay.pop(sequence, None)

    def blank(self, session_id: str, *, actor: str) -> None:
        for key, each in self._outbox.items():
            if each.session_id == session_id:
                self._outbox[key] = evolve(each, body=without_words(each.body, actor=actor))


class _Catalogue:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._stages = tables.stages

    def add(self, new: NewStage, *, now: datetime) -> AcademicStage | None:
        if self._has((new.name, new.level)):
            return None
        self._tables.last_stage += 1
        stage = AcademicStage(self._tables.last_stage, new.name, new.level, now, now)
        self._stages[stage.id] = stage
        return stage

    def _has(self, pair: tuple[str, int], *, beside: int | None = None) -> bool:
        return any((each.name, each.level) == pair and each.id != beside for each in self._stages.values())

    def get(self, stage_id: int) -> AcademicStage | None:
        return self._stages.get(stage_id)

    def replace(self, stage: AcademicStage) -> bool:
        if self._has((stage.name, stage.level), beside=stage.id):
            return False
        self._stages[stage.id] = stage
        return True

    def remove(self, stage_id: int) -> None:
        del self._stages[stage_id]

    def find(
        self, filters: Filters, *, after: tuple[int, str, int] | None = None, limit: int | None = None
    ) -> tuple[AcademicStage, ...]:
        asked = (filters.name, filters.level, filters.active)
        ordered = sorted(self._stages.values(), key=_in_catalogue)
        found = (
            each
            for each in ordered
            if all(want in (None, have) for want, have in zip(asked, (each.name, each.level, each.active), strict=True))
            and (after is None or _in_catalogue(each) > after)
        )
        return tuple(islice(found, limit))


def _in_catalogue(stage: AcademicStage) -> tuple[int, str, int]:
    return stage.level, stage.name, stage.id


class _Unit:
    def __init__(self, tables: _Tables) -> None:
        self.accounts = _Accounts(tables)
        self.people = _People(tables)
        self.sessions = _Sessions(tables)
        self.invitations = _Invitations(tables)
        self.relationships = _Relationships(tables)
        self.words = MemoryWords(tables.words)
        self.common = MemoryCommonWords(tables.words)
        self.follow_ups = MemoryFollowUps(tables.words)
        self.outbox = _Outbox(tables)
        self.notices = MemoryNotices(tables.notices)
        self.leases = MemoryLeases(tables.leases)
        self.catalogue = _Catalogue(tables)
        self.focus = MemoryFocus(tables.focus)
        self.practice = MemoryPractice(tables.practice)


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

    def settle(self) -> None:
        """Do nothing: what is erased here is gone."""

    def close(self) -> None:
        """Forget everything."""
        self._tables = _Tables()
