"""Moving through the stages: each person at their own pace, never back, never over one.

Source: the stage document (*Advance Stage*, its five validation rules and its flowchart) and the contract's
*Advance, in order*.
"""

from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.fields import whole
from beheard_core.mediation.events import Advanced, StageCompleted
from beheard_core.mediation.gates import (
    derived_gates,
    false_gates,
    in_force,
    mine_to_do,
    theirs_to_do,
)
from beheard_core.mediation.model import GateKey, Participant, Session, Stage, StageRow, StageStatus
from beheard_core.mediation.refusals import AdvanceBlocked, BlockedReason
from beheard_core.mediation.standing import current_stage, is_live, row_of, sides, with_participant


@frozen(kw_only=True)
class Step:
    """A step from one stage to the next."""

    from_stage: int = field(**whole("The stage that you are in", low=0, high=4))
    to_stage: int = field(**whole("The stage after it", low=0, high=4))


@frozen
class Obstacle:
    """What stands between a person and the next stage; ``unsatisfied`` is None unless gates are the reason."""

    reason: BlockedReason
    unsatisfied: tuple[GateKey, ...] | None = None


_NOT_ACTIVE = Obstacle(BlockedReason.SESSION_NOT_ACTIVE)
_INVALID = Obstacle(BlockedReason.INVALID_STAGE_TRANSITION)


def obstacle(session: Session, person: str, *, from_stage: int, to_stage: int) -> Obstacle | None:
    """Say what forbids this step, first reason first, or None when it may be taken.

    Raises:
        Forbidden: ``person`` is not a participant.
    """
    me, partner = sides(session, person)
    if not is_live(session):
        return _NOT_ACTIVE
    here = current_stage(me)
    if from_stage != here or to_stage != here + 1 or here is Stage.STRATEGIC_REPAIR:
        return _INVALID
    missing = false_gates(session, me, partner, here)
    if here is Stage.NEED_MAPPING:
        if set(missing).intersection(mine_to_do(session, me, partner, here)):
            return Obstacle(BlockedReason.GATES_NOT_SATISFIED, missing)
        if missing or current_stage(partner) < Stage.NEED_MAPPING:
            return Obstacle(BlockedReason.PARTNER_NOT_READY, missing)
    elif missing:
        return Obstacle(BlockedReason.GATES_NOT_SATISFIED, missing)
    return None


def next_obstacle(session: Session, person: str) -> Obstacle | None:
    """Say what keeps this person from the stage after the present one, or None.

    In the last stage the answer is INVALID_STAGE_TRANSITION: that stage ends by resolving the session.
    """
    here = current_stage(sides(session, person)[0])
    return obstacle(session, person, from_stage=here, to_stage=here + 1)


def can_advance(session: Session, person: str) -> bool:
    """Tell whether this person could enter the next stage now."""
    return next_obstacle(session, person) is None


def advance(session: Session, person: str, *, from_stage: int, to_stage: int, now: datetime) -> Decision[Session]:
    """Take one person one stage on; the stage that is left keeps its gates as they are now.

    The partner need not have done the same, except where stage 3 leads to stage 4.

    Raises:
        AdvanceBlocked: with the first reason and, where gates are the reason, every false gate of the present stage.
        Forbidden: ``person`` is not a participant.
    """
    found = obstacle(session, person, from_stage=from_stage, to_stage=to_stage)
    if found is not None:
        raise AdvanceBlocked(found.reason, found.unsatisfied, session, person)
    me, partner = sides(session, person)
    here, there = Stage(from_stage), Stage(to_stage)
    left = evolve(me.rows[here], completed_at=now, gates=derived_gates(session, me, partner, here))
    me = evolve(me, rows=(*me.rows[:here], left, StageRow(there, now)))
    return Decision(
        evolve(with_participant(session, me), updated_at=now),
        (
            StageCompleted(session_id=session.id, actor_id=person, timestamp=now, stage=here, completed_at=now),
            Advanced(session_id=session.id, actor_id=person, timestamp=now, to_stage=there),
        ),
    )


def stage_status(session: Session, me: Participant, partner: Participant, stage: Stage) -> StageStatus:
    """Say how one person stands in one stage."""
    row = row_of(me, stage)
    if row is None:
        return StageStatus.NOT_STARTED
    if row.ended_as is not None:
        return row.ended_as
    if row.completed_at is not None:
        return StageStatus.COMPLETED
    return StageStatus.IN_PROGRESS if mine_to_do(session, me, partner, stage) else StageStatus.GATE_PENDING


def with_statuses_kept(session: Session) -> Session:
    """Give the session with both people's current stage frozen at the status that it shows now.

    For a session that ends without being resolved: what its end revokes must not change what was reached.
    """

    def kept(me: Participant, partner: Participant) -> Participant:
        if not me.rows:
            return me
        newest = me.rows[-1]
        return evolve(
            me, rows=(*me.rows[:-1], evolve(newest, ended_as=stage_status(session, me, partner, newest.stage)))
        )

    inviter, invitee = session.inviter, session.invitee
    return evolve(session, inviter=kept(inviter, invitee), invitee=kept(invitee, inviter))


def self_action_needed(session: Session, person: str) -> tuple[GateKey, ...]:
    """List what this person can do now to leave the present stage; nothing before acceptance or after the end."""
    me, partner = sides(session, person)
    return mine_to_do(session, me, partner, current_stage(me)) if in_force(session) else ()


def partner_action_needed(session: Session, person: str) -> tuple[GateKey, ...]:
    """List what this person's present stage still needs of the partner; nothing before acceptance or after the end."""
    me, partner = sides(session, person)
    return theirs_to_do(session, me, partner, current_stage(me)) if in_force(session) else ()


def is_waiting(session: Session) -> bool:
    """Tell whether one of the two has nothing to do until the other acts (shown as WAITING)."""
    return is_live(session) and any(
        partner_action_needed(session, person) and not self_action_needed(session, person)
        for person in (session.inviter.id, session.invitee.id)
    )
