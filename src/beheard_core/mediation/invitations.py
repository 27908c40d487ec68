"""Invitations: how the second person is asked, and what the answer does.

Source: the contract's *Invitations* and *Sessions*.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, Forbidden, Invalid, TooMany, Violation
from beheard_core.fields import check, email, ident, phone, text, validate
from beheard_core.mediation.events import InvitationDeclined, SessionJoined
from beheard_core.mediation.lifecycle import Act, after
from beheard_core.mediation.model import PENDING, Invitation, Participant, Session, SessionStatus, Stage, StageRow
from beheard_core.mediation.refusals import InvitationExpired
from beheard_core.mediation.standing import is_terminal

LIFETIME = timedelta(days=7)
BETWEEN_DELIVERIES = timedelta(days=1)
MOST_REPETITIONS = 3


class InvitationStatus(StrEnum):
    """How an invitation stands."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"


@frozen(kw_only=True)
class Invite:
    """Who is to be asked, and why: exactly one of a person, or an address (e-mail, telephone, or both)."""

    person_id: str | None = field(default=None, **ident("The id of somebody you have been in a session with"))
    invite_email: str | None = field(default=None, **email("Where to send the invitation"))
    invite_phone: str | None = field(default=None, **phone("Where to send the invitation"))
    invite_name: str | None = field(default=None, **text("What you call this person", most=100))
    context: str | None = field(default=None, **text("What it is about, kept for you alone", most=500))


@frozen(kw_only=True)
class Decline:
    """A no to an invitation; nobody is ever told the reason."""

    reason: str | None = field(default=None, **text("Why, in your words; kept for you alone", most=500))


@frozen
class Address:
    """Where an invitation was sent; two are the same when either part is, capitals in an e-mail address aside."""

    email: str | None = None
    phone: str | None = None

    def meets(self, other: "Address") -> bool:
        """Tell whether one message could reach both."""
        mine, theirs = (each.email.casefold() if each.email else None for each in (self, other))
        return (mine is not None and mine == theirs) or (self.phone is not None and self.phone == other.phone)


def check_invite(invite: Invite, *, inviter: str, own: Address) -> None:
    """Let an invitation pass that names somebody else, in exactly one way.

    Raises:
        Invalid: a field breaks its rule, none or both ways are used, or the inviter invites themselves.
    """
    by_address = invite.invite_email is not None or invite.invite_phone is not None
    own_email, email_ = Address(own.email), Address(invite.invite_email)
    yourself = "must not be yourself"
    rules = (
        (
            "person_id",
            "must not be given beside an e-mail address or a telephone number",
            by_address and invite.person_id,
        ),
        (
            "person_id",
            "is required, unless an e-mail address or a telephone number is given",
            not by_address and invite.person_id is None,
        ),
        ("person_id", yourself, invite.person_id == inviter),
        ("invite_email", yourself, own_email.meets(email_)),
        ("invite_phone", yourself, invite.invite_phone is not None and invite.invite_phone == own.phone),
    )
    broken = (Violation(path, problem) for path, problem, holds in rules if holds)
    if violations := (*validate(invite), *broken):
        raise Invalid(violations)


def invitation_status(session: Session, now: datetime) -> InvitationStatus:
    """Say how the session's invitation stands at ``now``; leaving an unanswered session expires it."""
    invitation = session.invitation
    if invitation.accepted_at is not None:
        return InvitationStatus.ACCEPTED
    if invitation.declined_at is not None:
        return InvitationStatus.DECLINED
    if has_lapsed(invitation, now) or is_terminal(session):
        return InvitationStatus.EXPIRED
    return InvitationStatus.PENDING


def has_lapsed(invitation: Invitation, now: datetime) -> bool:
    """Tell whether the time to answer is over."""
    return now >= invitation.expires_at


def readable(session: Session, now: datetime) -> InvitationStatus:
    """Give the status of an invitation that may still be looked at.

    Raises:
        InvitationExpired: it was never answered, and can no longer be.
    """
    status = invitation_status(session, now)
    if status is InvitationStatus.EXPIRED:
        raise InvitationExpired
    return status


def accept(
    session: Session, person: str, *, pair: Iterable[Session], relationship_id: str | None, now: datetime
) -> Decision[Session]:
    """Make ``person`` the second participant and begin stage 0 for both.

    ``pair`` are the sessions that inviter and ``person`` have with each other, or have invited each other to by name;
    ``relationship_id`` is the relationship they have from earlier, whose place this session then takes.

    Raises:
        Forbidden: ``person`` is the inviter, or the invitation is meant for somebody else.
        InvitationExpired: it has lapsed.
        Conflict: it was answered before, or the two have another session that has not ended.
    """
    require_addressee(session, person)
    if invitation_status(session, now) is InvitationStatus.EXPIRED:
        raise InvitationExpired
    status = after(session.status, Act.ACCEPT)
    if any(is_open_for_pair(other, now) and other.id != session.id for other in pair):
        raise Conflict("The two of you have another session that has not ended.")
    return Decision(
        evolve(
            session,
            status=status,
            relationship_id=relationship_id or session.relationship_id,
            invitation=evolve(session.invitation, accepted_at=now),
            inviter=evolve(session.inviter, rows=(StageRow(Stage.ONBOARDING, session.created_at),)),
            invitee=Participant(person, rows=(StageRow(Stage.ONBOARDING, now),)),
            updated_at=now,
        ),
        (SessionJoined(session_id=session.id, actor_id=person, timestamp=now),),
    )


def decline(session: Session, person: str, answer: Decline, *, now: datetime) -> Decision[Session]:
    """Turn the invitation down, which ends the session.

    The event names ``person`` only if the invitation did: whoever was asked by mail stays unknown.

    Raises:
        Invalid: ``answer`` breaks a rule.
        Forbidden: ``person`` is the inviter, or the invitation is meant for somebody else.
        InvitationExpired: it has lapsed.
        Conflict: it was answered before.
    """
    check(answer)
    require_addressee(session, person)
    if invitation_status(session, now) is InvitationStatus.EXPIRED:
        raise InvitationExpired
    status = after(session.status, Act.DECLINE)
    invitation = evolve(session.invitation, declined_at=now)
    event = InvitationDeclined(session_id=session.id, actor_id=invitation.person_id or PENDING, timestamp=now)
    return Decision(evolve(session, status=status, invitation=invitation, updated_at=now), (event,))


def resend(session: Session, person: str, *, now: datetime) -> Decision[Session]:
    """Send the invitation again, good for seven days from now; three times at most, a day apart.

    Raises:
        Forbidden: ``person`` is not the inviter.
        TooMany: the last delivery was less than a day ago, or there have been three repetitions.
        Conflict: the invitation was answered, or the session has ended.
    """
    if person != session.inviter.id:
        raise Forbidden("Only the person who sent this invitation can send it again.")
    invitation = session.invitation
    if len(invitation.resent_at) >= MOST_REPETITIONS:
        raise TooMany(None)
    delivered = invitation.resent_at[-1] if invitation.resent_at else invitation.created_at
    if now < delivered + BETWEEN_DELIVERIES:
        raise TooMany(ceil((delivered + BETWEEN_DELIVERIES - now).total_seconds()))
    if session.status is not SessionStatus.INVITED:
        raise Conflict("This invitation has already been answered, or its session has ended.")
    invitation = evolve(invitation, expires_at=now + LIFETIME, resent_at=(*invitation.resent_at, now))
    return Decision(evolve(session, invitation=invitation))


def accept_as_newcomer(session: Session | None, person: str, *, now: datetime) -> Decision[Session]:
    """Accept as somebody who has registered just now, and so has no other session with anybody.

    ``session`` is None when there is no such invitation.

    Raises:
        InvitationExpired: it does not exist, was answered, or has lapsed; a newcomer is not told which.
        Forbidden: it is meant for somebody else.
    """
    if session is None or invitation_status(session, now) is not InvitationStatus.PENDING:
        raise InvitationExpired
    return accept(session, person, pair=(), relationship_id=None, now=now)


def require_addressee(session: Session, person: str) -> None:
    """Let somebody pass who may answer the invitation.

    Raises:
        Forbidden: ``person`` sent it, or it is meant for somebody else.
    """
    if person == session.inviter.id:
        raise Forbidden("You cannot answer your own invitation.")
    if session.invitation.person_id not in (None, person):
        raise Forbidden("This invitation is meant for somebody else.")


def is_open_for_pair(session: Session, now: datetime) -> bool:
    """Tell whether the session rules out another of the same two: neither it nor its invitation is over."""
    if session.status is SessionStatus.INVITED:
        return not has_lapsed(session.invitation, now)
    return not is_terminal(session)
