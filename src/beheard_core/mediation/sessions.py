"""Sessions as a whole: how one begins.

Source: the contract's *POST /sessions*.
"""

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, NotFound
from beheard_core.mediation.invitations import LIFETIME, Address, Invite, check_invite, is_open_for_pair
from beheard_core.mediation.lifecycle import Act, after
from beheard_core.mediation.model import Invitation, Participant, Relationship, Session, SessionStatus


@frozen
class Other:
    """Another session that has not ended and involves the inviter, with the address its invitation went to."""

    session: Session
    address: Address


@frozen
class Opening:
    """A new session, the relationship it belongs to, and the sessions with lapsed invitations that it replaces."""

    session: Session
    relationship: Relationship
    replaced: tuple[Session, ...] = ()


def create(
    inviter: str,
    invite: Invite,
    *,
    own: Address,
    known: Relationship | None,
    others: Iterable[Other],
    session_id: str,
    relationship_id: str,
    invitation_id: str,
    now: datetime,
) -> Decision[Opening]:
    """Open a session and invite the second person to it, for seven days.

    ``own`` is where the inviter can be reached; ``known`` is the relationship with ``invite.person_id``, if there is
    one; ``others`` are the inviter's sessions that have not ended, and those to which that person has invited the
    inviter by name.

    Raises:
        Invalid: the invitation breaks a rule, or the inviter invites themselves.
        NotFound: the two have no relationship, so this person is nobody the inviter may name.
        Conflict: the inviter has a session with this person, or one whose invitation went to the same address.
    """
    check_invite(invite, inviter=inviter, own=own)
    if invite.person_id is not None and known is None:
        raise NotFound("person")
    same = [other.session for other in others if _is_same(other, invite)]
    if any(is_open_for_pair(session, now) for session in same):
        raise Conflict("You have a session with this person that has not ended.")
    relationship = known or Relationship(relationship_id, inviter, now)
    session = Session(
        id=session_id,
        relationship_id=relationship.id,
        status=SessionStatus.INVITED,
        created_at=now,
        updated_at=now,
        invitation=Invitation(invitation_id, now, now + LIFETIME, invite.person_id),
        inviter=Participant(inviter),
    )
    replaced = (evolve(old, status=after(old.status, Act.REPLACE)) for old in same if old.inviter.id == inviter)
    return Decision(Opening(session, relationship, tuple(replaced)))


def _is_same(other: Other, invite: Invite) -> bool:
    session = other.session
    if invite.person_id is not None:
        involved = (session.inviter.id, session.invitee.id, session.invitation.person_id)
        return invite.person_id in involved
    return other.address.meets(Address(invite.invite_email, invite.invite_phone))
