"""A session's facts and what goes with them, for tests that need some and not any in particular."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from attrs import evolve

from beheard_core.accounts import Account
from beheard_core.mediation import Address, Participant, Relationship, Session, SessionStatus, Stage
from beheard_core.mediation.events import Advanced
from beheard_core.mediation.model import Invitation, StageRow
from beheard_server.store import SentInvitation, Store, Unit
from beheard_server.testing import START

T = TypeVar("T")
WEEK = timedelta(days=7)


class Mishap(Exception):
    """Something that goes wrong half-way."""


def write(store: Store, work: Callable[[Unit], T]) -> T:
    """Do something in a transaction."""
    with store.transaction() as unit:
        return work(unit)


def look(store: Store, work: Callable[[Unit], T]) -> T:
    """Look at something in a snapshot."""
    with store.snapshot() as unit:
        return work(unit)


def account(number: int = 1, email: str = "") -> Account:
    """Give an account."""
    return Account(f"user_{number}", email or f"person{number}@example.org", START, "Ada")


def invited(number: int = 1, inviter: str = "user_1", *, person_id: str | None = None) -> Session:
    """Give a session that waits for its second person."""
    invitation = Invitation(f"inv_{number}", START, START + WEEK, person_id)
    return Session(
        f"sess_{number}", f"rel_{number}", SessionStatus.INVITED, START, START, invitation, Participant(inviter)
    )


def joined(session: Session, person: str = "user_2") -> Session:
    """Give the session after somebody has joined it."""
    return evolve(
        session,
        status=SessionStatus.ACTIVE,
        invitation=evolve(session.invitation, accepted_at=START),
        invitee=Participant(person, (StageRow(Stage.ONBOARDING, START),)),
    )


def moved(session: Session, minutes: int = 1) -> Session:
    """Give the session with a later time on it."""
    return evolve(session, updated_at=session.updated_at + timedelta(minutes=minutes))


def event(session: Session, to: Stage = Stage.WITNESS) -> Advanced:
    """Give an event of a session."""
    return Advanced(session_id=session.id, actor_id="user_1", timestamp=START, to_stage=to)


def keep(unit: Unit, session: Session, address: Address | None = None) -> Session:
    """Put a session into a store, with its relationship and its invitation."""
    unit.relationships.add(Relationship(session.relationship_id, session.inviter.id, START))
    unit.sessions.add(session)
    offer = session.invitation
    unit.invitations.add(
        SentInvitation(offer.id, session.id, session.inviter.id, offer.person_id, address or Address(), "Benny")
    )
    return session
