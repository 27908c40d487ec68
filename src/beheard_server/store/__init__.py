"""Where things are kept: what every store can do.

A store gives out units: a ``snapshot`` reads one consistent state, a ``transaction`` reads and writes with nobody in
between, all or nothing. The tables of a unit are grouped by what they hold. Facts are one frozen session with a
version; words lie apart from them, keyed by session and owner.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from beheard_core.academic import AcademicStage, Filters, NewStage
from beheard_core.accounts import Account, RefreshToken
from beheard_core.mediation import Address, Other, Relationship, Session, SessionStatus
from beheard_core.mediation.events import SessionEvent
from beheard_server.store.focus import Focus
from beheard_server.store.notices import Device, Leases, Notice, NoticeKind, Notices
from beheard_server.store.practice import Practice
from beheard_server.store.words import CommonWords, FollowUps, Note, SharedText, Words


class StoreError(Exception):
    """The place cannot be used as a store; the text says which and why."""


T_co = TypeVar("T_co", covariant=True)


@frozen
class Stored(Generic[T_co]):
    """A value as it was read, and the version that a write must still find."""

    value: T_co
    version: int


@frozen
class Person:
    """What the contexts know of somebody, wherever that person signs in."""

    id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None


@frozen
class SentInvitation:
    """An invitation's words: whom it was sent to, and what the inviter calls that person."""

    id: str
    session_id: str
    inviter_id: str
    person_id: str | None
    address: Address
    name: str | None


@frozen
class Recorded:
    """An event in the outbox; ``body`` is the JSON that the session's channel carries."""

    sequence: int
    id: str
    session_id: str
    name: str
    body: bytes


class Accounts(Protocol):
    """People who sign in here, their password hashes, and their token families."""

    def add(self, account: Account, password_hash: str) -> bool:
        """Add an account; False when its e-mail address is taken."""

    def get(self, account_id: str) -> Account | None:
        """Give one account."""

    def sign_in(self, email: str) -> tuple[Account, str] | None:
        """Give the account with this address, capitals aside, and its password hash."""

    def password_hash(self, account_id: str) -> str | None:
        """Give the password hash of one account."""

    def rehash(self, account_id: str, password_hash: str) -> None:
        """Replace a password hash by a stronger one of the same password."""

    def update(self, account: Account) -> None:
        """Save an account's name and roles."""

    def all(self) -> tuple[Account, ...]:
        """Give every account, oldest first."""

    def remove(self, account_id: str) -> None:
        """Remove an account with its password, its device and all its tokens."""

    def put_device(self, account_id: str, device: Device) -> None:
        """Remember where somebody can be pushed to, in place of what was."""

    def device(self, account_id: str) -> Device | None:
        """Tell where somebody can be pushed to."""

    def begin_family(self, family_id: str, account_id: str) -> None:
        """Begin a token family."""

    def end_family(self, family_id: str, *, at: datetime) -> None:
        """End a token family, with its access tokens."""

    def end_families(self, account_id: str, *, at: datetime) -> None:
        """End every token family of an account."""

    def add_token(self, token: RefreshToken) -> None:
        """Add a refresh token to its family."""

    def token(self, jti: str) -> RefreshToken | None:
        """Give what is known of a refresh token."""

    def spend(self, jti: str, *, at: datetime) -> bool:
        """Spend a refresh token; False when somebody else was faster."""

    def in_family(self, account_id: str, family_id: str) -> Account | None:
        """Give the account if it is there and this family of its tokens has not ended."""


class People(Protocol):
    """Names and addresses of everybody who takes part in anything."""

    def remember(self, person: Person) -> None:
        """Keep what is known of somebody now, in place of what was."""

    def get(self, ids: Iterable[str]) -> Mapping[str, Person]:
        """Give those of these people who are known, by id."""

    def forget(self, person_id: str) -> None:
        """Keep nothing of what is known of somebody."""


class Sessions(Protocol):
    """The facts."""

    def add(self, session: Session) -> None:
        """Add a new session with version 1 and its inviter as a member."""

    def get(self, session_id: str) -> Stored[Session] | None:
        """Give one session."""

    def replace(self, session: Session, version: int) -> bool:
        """Save the session over the given version; False when somebody else was faster."""

    def open_around(self, person_id: str) -> tuple[Other, ...]:
        """Give the sessions not ended that have this person as a member, or invite them by id."""

    def page_of(
        self, person_id: str, *, statuses: Collection[SessionStatus], before: tuple[datetime, str] | None, limit: int
    ) -> tuple[Session, ...]:
        """Give a participant's sessions with these statuses, newest first.

        They begin after the session with the creation time and id of ``before``, or with the newest.
        """

    def of(self, person_id: str) -> tuple[str, ...]:
        """Give the ids of all sessions that somebody takes part in, oldest first."""

    def count_live(self, person_id: str) -> int:
        """Count the person's ACTIVE sessions."""

    def quiet_since(self, moment: datetime, *, limit: int) -> tuple[str, ...]:
        """Give the ids of sessions not ended in which neither has done or written anything from ``moment`` on."""


class Invitations(Protocol):
    """Invitations by their own id, with the words that only the inviter knows."""

    def add(self, invitation: SentInvitation) -> None:
        """Add a sent invitation."""

    def session_of(self, invitation_id: str) -> str | None:
        """Give the id of the session that an invitation leads to."""

    def get(self, session_id: str, *, viewer: str) -> SentInvitation | None:
        """Give a session's invitation to the one who sent it, and to nobody else."""

    def forget_addresses(self, session_id: str) -> None:
        """Keep nothing of where the invitation to a session went, and under which name."""


class Relationships(Protocol):
    """Who has met whom."""

    def add(self, relationship: Relationship) -> None:
        """Add a relationship that waits for its second person."""

    def get(self, relationship_id: str) -> Relationship:
        """Give the relationship that a session belongs to."""

    def of_pair(self, one: str, other: str) -> Relationship | None:
        """Give the relationship of two people, whoever invited whom."""

    def join(self, relationship_id: str, invitee_id: str) -> None:
        """Make somebody the second person of a relationship."""

    def drop(self, relationship_id: str) -> None:
        """Remove a relationship that nothing belongs to."""

    def count_sessions(self, relationship_id: str) -> int:
        """Count the sessions that belong to a relationship."""


class Outbox(Protocol):
    """The events of every change, in order, and which of them are still to be published."""

    @property
    def appended(self) -> Sequence[Recorded]:
        """What this unit has added."""

    def append(self, events: Iterable[tuple[str, SessionEvent]]) -> None:
        """Add events, each with its own stable id."""

    def of_session(self, session_id: str, *, after: int = 0, limit: int = 100) -> tuple[Recorded, ...]:
        """Give a session's events after a sequence number, oldest first."""

    def place_of(self, session_id: str, event_id: str) -> int | None:
        """Give the sequence number of one of a session's events."""

    def to_relay(self, *, limit: int, besides: Collection[str] = ()) -> tuple[Recorded, ...]:
        """Give the events that are still to be published, oldest first, but for those of some sessions."""

    def relayed(self, sequence: int) -> None:
        """Note that an event was published."""

    def blank(self, session_id: str, *, actor: str) -> None:
        """Take the words that somebody wanted to be told out of the events of a session."""


class Catalogue(Protocol):
    """Academic stages; the pair of name and level is unique."""

    def add(self, new: NewStage, *, now: datetime) -> AcademicStage | None:
        """Add a stage; None when there is one with this name and level."""

    def get(self, stage_id: int) -> AcademicStage | None:
        """Give one stage."""

    def replace(self, stage: AcademicStage) -> bool:
        """Save a stage; False when another one has its name and level."""

    def remove(self, stage_id: int) -> None:
        """Remove a stage."""

    def find(
        self, filters: Filters, *, after: tuple[int, str, int] | None = None, limit: int | None = None
    ) -> tuple[AcademicStage, ...]:
        """Give the stages that the filters let pass, by level, then name, then id, behind those three of ``after``.

        ``limit`` is how many at most, whatever the filters say of it.
        """


class Unit(Protocol):
    """All tables, as of one moment."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def people(self) -> People: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def relationships(self) -> Relationships: ...
    @property
    def words(self) -> Words: ...
    @property
    def common(self) -> CommonWords: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def focus(self) -> Focus: ...
    @property
    def practice(self) -> Practice: ...


class Store(Protocol):
    """A place where things are kept; safe to share between threads."""

    def snapshot(self) -> AbstractContextManager[Unit]:
        """Open one consistent state for reading."""

    def transaction(self) -> AbstractContextManager[Unit]:
        """Open the state for reading and writing; kept when the block ends, forgotten when it raises."""

    def migrate(self) -> None:
        """Bring the place itself up to date; repeating it changes nothing."""

    def settle(self) -> None:
        """Leave nothing behind of what was erased, as far as that is for the store to do."""

    def close(self) -> None:
        """Let go of everything that is open."""


__all__ = [
    "Accounts",
    "Catalogue",
    "CommonWords",
    "Device",
    "FollowUps",
    "Invitations",
    "Leases",
    "Note",
    "Notice",
    "NoticeKind",
    "Notices",
    "Outbox",
    "People",
    "Person",
    "Recorded",
    "Relationships",
    "SentInvitation",
    "Sessions",
    "SharedText",
    "Store",
    "StoreError",
    "Stored",
    "Unit",
    "Words",
]
