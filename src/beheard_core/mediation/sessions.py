"""Sessions as a whole: how one begins, rests, and ends before its time.

Source: the contract's *Sessions* and *State machine*.
"""

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, NotFound
from beheard_core.fields import check, flag, text
from beheard_core.mediation.consent import SILENT, without_any_share
from beheard_core.mediation.events import ConsentRevoked, SessionAbandoned, SessionPaused, SessionResumed
from beheard_core.mediation.invitations import LIFETIME, Address, Invite, check_invite, is_open_for_pair
from beheard_core.mediation.lifecycle import Act, after
from beheard_core.mediation.model import Invitation, Participant, Relationship, Session, SessionStatus
from beheard_core.mediation.stages import with_statuses_kept
from beheard_core.mediation.standing import is_terminal, sides


@frozen(kw_only=True)
class Pause:
    """A wish to rest, and whether the partner may read why."""

    reason: str | None = field(default=None, **text("Why, in your words", most=200))
    share_reason: bool = field(default=False, **flag("True lets your partner read the reason"))


@frozen(kw_only=True)
class Leave:
    """The last word; nobody is ever told the reason."""

    reason: str | None = field(default=None, **text("Why, in your words; kept for you alone", most=200))
    keep_shared: bool = field(default=False, **flag("True leaves to your partner what you have shared"))


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
    replaced = (evolve(old, status=after(old.status, Act.REPLACE)) for old in same if _can_be_replaced(old, inviter))
    return Decision(Opening(session, relationship, tuple(replaced)))


def pause(session: Session, person: str, rest: Pause, *, now: datetime) -> Decision[Session]:
    """Let a live session rest; the partner is told why only if ``rest`` says so.

    Raises:
        Invalid: ``rest`` breaks a rule.
        Forbidden: ``person`` is not a participant.
        Conflict: it rests already.
        SessionNotActive: it has not begun, or has ended.
    """
    check(rest)
    sides(session, person)
    reason = rest.reason if rest.share_reason else None
    event = SessionPaused(session_id=session.id, actor_id=person, timestamp=now, by=person, reason=reason)
    return Decision(evolve(session, status=after(session.status, Act.PAUSE), updated_at=now), (event,))


def resume(session: Session, person: str, *, now: datetime) -> Decision[Session]:
    """End a rest; either of the two may.

    Raises:
        Forbidden: ``person`` is not a participant.
        Conflict: the session does not rest.
        SessionNotActive: it has not begun, or has ended.
    """
    sides(session, person)
    event = SessionResumed(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(session, status=after(session.status, Act.RESUME), updated_at=now), (event,))


def leave(session: Session, person: str, farewell: Leave, *, now: datetime) -> Decision[Session]:
    """End the session for both, for good; what ``person`` has shared is withdrawn unless ``farewell`` keeps it.

    Raises:
        Invalid: ``farewell`` breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: it has ended already.
    """
    check(farewell)
    sides(session, person)
    status = after(session.status, Act.LEAVE)
    session = with_statuses_kept(session)
    if not farewell.keep_shared:
        session = without_any_share(session, person, now=now)
    event = SessionAbandoned(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(session, status=status, updated_at=now), (event,))


def expire(session: Session, *, now: datetime) -> Decision[Session]:
    """End a session that both have left alone; where they stand stays as it is, and so does what they share.

    For how long they must have, is for the operator to say.

    Raises:
        SessionNotActive: it has ended already.
    """
    status = after(session.status, Act.EXPIRE)
    event = SessionAbandoned(session_id=session.id, actor_id=None, timestamp=now)
    return Decision(evolve(with_statuses_kept(session), status=status, updated_at=now), (event,))


def depart(session: Session, person: str, *, now: datetime) -> Decision[Session]:
    """Let somebody go for good: a session that has not ended ends for both, and nothing of theirs stays shared.

    Raises:
        Forbidden: ``person`` is not a participant.
    """
    if not is_terminal(session):
        return leave(session, person, Leave(), now=now)
    me, _ = sides(session, person)
    told = any(each.is_live and each.content_type not in SILENT for each in me.consents)
    session = without_any_share(session, person, now=now)
    if not told:
        return Decision(session)
    event = ConsentRevoked(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(session, updated_at=now), (event,))


def _can_be_replaced(session: Session, inviter: str) -> bool:
    return session.status is SessionStatus.INVITED and session.inviter.id == inviter


def _is_same(other: Other, invite: Invite) -> bool:
    session = other.session
    if invite.person_id is not None:
        involved = (session.inviter.id, session.invitee.id, session.invitation.person_id)
        return invite.person_id in involved
    return other.address.meets(Address(invite.invite_email, invite.invite_phone))
