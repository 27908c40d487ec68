"""Where the two people stand: pure reads of the facts, from one person's side."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import evolve

from beheard_core.errors import Conflict, Forbidden
from beheard_core.mediation.model import (
    Agreement,
    AgreementStatus,
    Attempt,
    CommonGround,
    Consent,
    ContentType,
    Participant,
    Session,
    SessionStatus,
    Stage,
    StageRow,
    Strategy,
    Verdict,
)
from beheard_core.mediation.refusals import GateNotSatisfied, SessionNotActive

TERMINAL = frozenset({SessionStatus.RESOLVED, SessionStatus.ABANDONED})


class StrategyPhase(StrEnum):
    """Where the two are with their strategies; derived from what both did, never stored."""

    COLLECTING = "COLLECTING"
    RANKING = "RANKING"
    REVEALING = "REVEALING"
    NEGOTIATING = "NEGOTIATING"
    AGREED = "AGREED"


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


def require_at(session: Session, person: str, stage: Stage) -> tuple[Participant, Participant]:
    """Give (me, partner) of somebody who can act on what belongs to ``stage``.

    Raises:
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: the person is in an earlier stage.
    """
    me, partner = sides(session, person)
    require_live(session)
    require_stage(me, stage)
    return me, partner


def require_stage(me: Participant, stage: Stage) -> None:
    """Let somebody pass who has reached ``stage``.

    Raises:
        GateNotSatisfied: the person is in an earlier stage.
    """
    if current_stage(me) < stage:
        raise GateNotSatisfied(stage)


def require_still_in(me: Participant, stage: Stage) -> None:
    """Let somebody pass who has not gone beyond ``stage``.

    Raises:
        Conflict: the person has left the stage.
    """
    if current_stage(me) > stage:
        raise Conflict("You have already left this stage.")


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


def live_needs(me: Participant) -> tuple[Consent, ...]:
    """Give the consents by which this person shares needs right now."""
    return tuple(each for each in me.consents if each.content_type is ContentType.IDENTIFIED_NEED and each.is_live)


def visible_ground(session: Session) -> tuple[CommonGround, ...]:
    """Give the common ground that both can see: all of which neither has withdrawn a source."""
    live = _live_consents(session)
    return tuple(each for each in session.common_ground if live.issuperset(each.sources))


def confirmed_ground(session: Session) -> tuple[CommonGround, ...]:
    """Give the visible common ground that both have confirmed."""
    return tuple(each for each in visible_ground(session) if each.confirmed_at is not None)


def ground_is_settled(session: Session) -> bool:
    """Tell whether one of the two has gone on to stage 4, with which the common ground is as final as it gets."""
    return Stage.STRATEGIC_REPAIR in (current_stage(session.inviter), current_stage(session.invitee))


def visible_strategies(session: Session) -> tuple[Strategy, ...]:
    """Give the strategies in the pool: the suggested ones, and those that their author has not withdrawn."""
    live = _live_consents(session)
    return tuple(each for each in session.strategies if each.consent_id is None or each.consent_id in live)


def visible_overlap(session: Session) -> tuple[str, ...]:
    """Give the ids of what both ranked high, without what was withdrawn since; nothing moves up."""
    visible = {each.id for each in visible_strategies(session)}
    return tuple(each for each in session.overlap or () if each in visible)


def strategy_phase(session: Session) -> StrategyPhase:
    """Say where the two are with their strategies; the first rule that fits decides.

    Source: the contract's *Strategy phase*.
    """
    if agreed(session):
        return StrategyPhase.AGREED
    if session.overlap is not None:
        return StrategyPhase.REVEALING if visible_overlap(session) else StrategyPhase.NEGOTIATING
    both_ready = session.inviter.ready_at is not None and session.invitee.ready_at is not None
    return StrategyPhase.RANKING if both_ready and visible_strategies(session) else StrategyPhase.COLLECTING


def agreed(session: Session) -> tuple[Agreement, ...]:
    """Give what both have agreed on."""
    return tuple(each for each in session.agreements if each.status is AgreementStatus.AGREED)


def waits_for(session: Session, person: Participant) -> bool:
    """Tell whether a proposal waits for this person's answer."""
    return any(person.id not in each.agreed_by for each in _proposed(session))


def waits_of(session: Session, person: Participant) -> bool:
    """Tell whether a proposal to which this person agrees waits for the other's answer."""
    return any(person.id in each.agreed_by for each in _proposed(session))


def _proposed(session: Session) -> Iterable[Agreement]:
    return (each for each in session.agreements if each.status is AgreementStatus.PROPOSED)


def _live_consents(session: Session) -> frozenset[str]:
    both = (*session.inviter.consents, *session.invitee.consents)
    return frozenset(each.id for each in both if each.is_live)
