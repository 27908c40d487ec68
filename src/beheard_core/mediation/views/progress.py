"""Where somebody stands: stages, gates, and the stages' own questions.

Nothing here shows a partner's gates, words or private times: the partner is a stage and a status.
"""

from beheard_core.mediation.gates import gates_of
from beheard_core.mediation.model import Gates, Participant, Session, Stage, StageStatus
from beheard_core.mediation.refusals import AdvanceBlocked
from beheard_core.mediation.stages import can_advance, next_obstacle, stage_status
from beheard_core.mediation.standing import current_stage, row_of, sides
from beheard_core.mediation.views.shapes import (
    AdvanceResult,
    CompactReceipt,
    CompactStatus,
    FeelHeardResult,
    PartnerStage,
    Progress,
    StageProgress,
    StageProgressDetail,
)


def progress(session: Session, viewer: str) -> Progress:
    """Show where both stand, and the first reason why ``viewer`` cannot go on, if there is one."""
    me, partner = sides(session, viewer)
    stage = current_stage(partner)
    found = next_obstacle(session, viewer)
    return Progress(
        session.id,
        _detail(session, me, partner),
        PartnerStage(stage, stage_status(session, partner, me, stage)),
        found is None,
        None if found is None else found.reason,
    )


def stage_gates(session: Session, viewer: str, stage: Stage) -> Gates:
    """Show one of the five gate objects."""
    return gates_of(session, *sides(session, viewer), stage)


def advanced(session: Session, viewer: str) -> AdvanceResult:
    """Show the stage that ``viewer`` has just entered."""
    return AdvanceResult(True, _detail(session, *sides(session, viewer)))


def blocked(refusal: AdvanceBlocked) -> AdvanceResult:
    """Show why an advance was refused, and that nothing has changed."""
    session = refusal.session
    return AdvanceResult(False, _detail(session, *sides(session, refusal.person)), refusal.reason, refusal.unsatisfied)


def compact_receipt(session: Session, viewer: str) -> CompactReceipt:
    """Show a signature that was just given."""
    me, partner = sides(session, viewer)
    assert me.compact_signed_at is not None  # noqa: S101  the decision behind this session has set it
    return CompactReceipt(
        True, me.compact_signed_at, partner.compact_signed_at is not None, can_advance(session, viewer)
    )


def compact_status(session: Session, viewer: str) -> CompactStatus:
    """Show who has signed."""
    me, partner = sides(session, viewer)
    mine, theirs = me.compact_signed_at, partner.compact_signed_at
    return CompactStatus(
        mine is not None,
        mine,
        theirs is not None,
        theirs if mine is not None else None,
        can_advance(session, viewer),
    )


def feel_heard(session: Session, viewer: str) -> FeelHeardResult:
    """Show how ``viewer`` stands in stage 1, and whether the partner is done with it."""
    me, partner = sides(session, viewer)
    confirmed_at = me.feel_heard_at
    beyond = current_stage(partner) > Stage.WITNESS
    pending = stage_status(session, partner, me, Stage.WITNESS) is StageStatus.GATE_PENDING
    return FeelHeardResult(confirmed_at is not None, confirmed_at, can_advance(session, viewer), beyond or pending)


def stage_progress(session: Session, me: Participant, partner: Participant) -> StageProgress:
    """Show one person's current stage, without gates."""
    stage = current_stage(me)
    row = row_of(me, stage)
    started, completed = (row.started_at, row.completed_at) if row else (None, None)
    return StageProgress(stage, stage_status(session, me, partner, stage), started, completed)


def _detail(session: Session, me: Participant, partner: Participant) -> StageProgressDetail:
    own = stage_progress(session, me, partner)
    return StageProgressDetail(
        own.stage,
        own.status,
        own.started_at or session.created_at,
        own.completed_at,
        gates_of(session, me, partner, own.stage),
    )
