"""Where the two people stand: pure reads of the facts, from one person's side."""

from attrs import evolve

from beheard_core.errors import Forbidden
from beheard_core.mediation.model import (
    Attempt,
    Consent,
    Participant,
    Session,
    SessionStatus,
    Stage,
    StageRow,
    Verdict,
)
from beheard_core.mediation.refusals import GateNotSatisfied, SessionNotActive

TERMINAL = frozenset({SessionStatus.RESOLVED, SessionStatus.ABANDONED})


def sides(session: Session, person: str) -> tuple[Participant, Participant]:
    """Give (me, partner) as ``person`` sees the session.

    Raises:
        Forbidden: ``person`` is neither of the two.
    """
    if person == session.inviter.id:
        return session.inviter, session.invitee
    if person == session.invitee.id and has_joined(session):
        return session.invitee, session.inviter
    raise Forbidden("You are not a participant in this session.")


def with_participant(session: Session, me: Participant) -> Session:
    """Give the session with one participant's facts replaced."""
    if me.id == session.inviter.id:
        return evolve(session, inviter=me)
    return evolve(session, invitee=me)


def has_joined(session: Session) -> bool:
    """Tell whether the invitation was accepted."""
    return session.invitation.accepted_at is not None


def is_live(session: Session) -> bool:
    """Tell whether people can act: stored ACTIVE, shown as ACTIVE or WAITING."""
    return session.status is SessionStatus.ACTIVE


def is_terminal(session: Session) -> bool:
    """Tell whether the session has ended for good."""
    return session.status in TERMINAL


def require_live(session: Session) -> None:
    """Let a live session pass.

    Raises:
        SessionNotActive: the session is not live.
    """
    if not is_live(session):
        raise SessionNotActive(session.status)


def require_stage(me: Participant, stage: Stage) -> None:
    """Let somebody pass who has reached ``stage``.

    Raises:
        GateNotSatisfied: the person is in an earlier stage.
    """
    if current_stage(me) < stage:
        raise GateNotSatisfied(stage)


def current_stage(me: Participant) -> Stage:
    """Give the highest stage that this person has entered; Onboarding before anything has begun."""
    return me.rows[-1].stage if me.rows else Stage.ONBOARDING


def row_of(me: Participant, stage: Stage) -> StageRow | None:
    """Give this person's row of a stage, or None when it was never entered."""
    return me.rows[stage] if stage < len(me.rows) else None


def live_attempt(me: Participant) -> Attempt | None:
    """Give the empathy attempt that this person shares right now: the newest one, unless it was withdrawn."""
    newest = me.attempts[-1] if me.attempts else None
    return newest if newest is not None and newest.withdrawn_at is None else None


def is_open(session: Session) -> bool:
    """Tell whether a person can turn to their own barometer: while people can act, and while the session rests."""
    return session.status in (SessionStatus.ACTIVE, SessionStatus.PAUSED)


def require_open(session: Session) -> None:
    """Let a session pass that is live or rests.

    Raises:
        SessionNotActive: it has not begun, or has ended.
    """
    if not is_open(session):
        raise SessionNotActive(session.status)


def consent_of(me: Participant, consent_id: str) -> Consent | None:
    """Give one of this person's decided consents by its id."""
    return next((each for each in me.consents if each.id == consent_id), None)


def may_revise(me: Participant, partner: Participant) -> bool:
    """Tell whether this person may write and share: nothing of theirs is live, or a revision was asked for."""
    return live_attempt(me) is None or awaits_revision(partner, me)


def latest_verdict(me: Participant) -> Verdict | None:
    """Give what this person last said of any attempt of the partner's."""
    return me.verdicts[-1] if me.verdicts else None


def awaits_revision(me: Participant, partner: Participant) -> bool:
    """Tell whether I asked the partner, in feedback shared with them, to revise the attempt that is live now."""
    attempt, verdict = live_attempt(partner), latest_verdict(me)
    return (
        attempt is not None
        and verdict is not None
        and verdict.attempt_id == attempt.id
        and not verdict.validated
        and verdict.feedback_shared
    )
