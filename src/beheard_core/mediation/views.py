"""What one person is shown: the shapes of the answers, and how the facts fill them.

A field with a default may be absent; one without is always there, even when it is None. Nothing here shows a partner's
gates, words or private times: the partner is a stage and a status.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from beheard_core.mediation.gates import GATES, gates_of
from beheard_core.mediation.invitations import InvitationStatus, readable
from beheard_core.mediation.model import (
    GateKey,
    Gates,
    Participant,
    Relationship,
    Session,
    Stage,
    StageStatus,
)
from beheard_core.mediation.refusals import AdvanceBlocked, BlockedReason
from beheard_core.mediation.stages import (
    can_advance,
    is_waiting,
    next_obstacle,
    partner_action_needed,
    self_action_needed,
    stage_status,
)
from beheard_core.mediation.standing import current_stage, row_of, sides

Names = Mapping[str, str | None]


class ShownStatus(StrEnum):
    """A session's status as people see it."""

    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    WAITING = "WAITING"
    PAUSED = "PAUSED"
    RESOLVED = "RESOLVED"
    ABANDONED = "ABANDONED"


@frozen
class StageProgress:
    """One person's progress in their current stage."""

    stage: Stage
    status: StageStatus
    started_at: datetime | None
    completed_at: datetime | None


@frozen
class StageProgressDetail:
    """One's own progress, with the gates."""

    stage: Stage
    status: StageStatus
    started_at: datetime
    completed_at: datetime | None
    gates: Gates


@frozen
class PartnerStage:
    """All that the progress reply tells of the partner."""

    stage: Stage
    status: StageStatus


@frozen
class Person:
    """The other person of a session."""

    id: str
    name: str | None


@frozen
class CurrentGate:
    """One gate of the caller's current stage."""

    id: GateKey
    description: str
    satisfied: bool
    required_for_advance: bool


@frozen
class RelationshipView:
    """What the two people have in common beyond this session."""

    id: str
    created_at: datetime
    session_count: int


@frozen
class SessionSummary:
    """A session in one glance."""

    id: str
    relationship_id: str
    status: ShownStatus
    created_at: datetime
    updated_at: datetime
    partner: Person
    my_progress: StageProgress
    partner_progress: StageProgress
    self_action_needed: tuple[GateKey, ...]
    partner_action_needed: tuple[GateKey, ...]


@frozen
class SessionDetail(SessionSummary):
    """A session, its relationship, and the caller's gates."""

    relationship: RelationshipView
    current_gates: tuple[CurrentGate, ...]
    resolved_at: datetime | None


@frozen
class Progress:
    """Where both people stand, and whether the caller may go on."""

    session_id: str
    my_progress: StageProgressDetail
    partner_progress: PartnerStage
    can_advance: bool
    advance_blocked_reason: BlockedReason | None = None


@frozen
class AdvanceResult:
    """What became of an attempt to advance."""

    success: bool
    new_progress: StageProgressDetail
    blocked_reason: BlockedReason | None = None
    unsatisfied_gates: tuple[GateKey, ...] | None = None


@frozen
class SessionOpened:
    """A new session, and the link by which the partner joins it."""

    session: SessionSummary
    invitation_id: str
    invitation_url: str


@frozen
class SessionJoined:
    """The session that an accepted invitation leads to."""

    session: SessionSummary


@frozen
class InvitationView:
    """An invitation as anybody with its link may see it."""

    id: str
    session_id: str
    invited_by: Person
    status: InvitationStatus
    created_at: datetime
    expires_at: datetime


@frozen
class CompactReceipt:
    """The answer to a signature."""

    signed: bool
    signed_at: datetime
    partner_signed: bool
    can_advance: bool


@frozen
class CompactStatus:
    """Who has signed; when the partner did is told to those who have signed themselves."""

    my_signed: bool
    my_signed_at: datetime | None
    partner_signed: bool
    partner_signed_at: datetime | None
    can_advance: bool


@frozen
class FeelHeardResult:
    """How the caller, and in one word the partner, stand in stage 1."""

    confirmed: bool
    confirmed_at: datetime | None
    can_advance: bool
    partner_completed: bool


GATE_DESCRIPTIONS: Mapping[GateKey, str] = {
    GateKey.COMPACT_SIGNED: "You have signed the Curiosity Compact.",
    GateKey.PARTNER_COMPACT_SIGNED: "Your partner has signed the Curiosity Compact.",
    GateKey.FEEL_HEARD_CONFIRMED: "You have confirmed that you feel heard.",
    GateKey.EMPATHY_ATTEMPT_CREATED: "You have put into words how your partner may see it.",
    GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE: "You have agreed to share those words.",
    GateKey.RECEIVED_PARTNER_ATTEMPT: "You have received your partner's attempt to see it your way.",
    GateKey.VALIDATED_PARTNER_ATTEMPT: "You have said that your partner's attempt is right.",
    GateKey.NEEDS_CONFIRMED: "You have confirmed your needs.",
    GateKey.PARTNER_NEEDS_CONFIRMED: "Your partner has confirmed theirs.",
    GateKey.COMMON_GROUND_CONFIRMED: "Both of you have confirmed something you have in common.",
    GateKey.STRATEGIES_SUBMITTED: "You are ready to rank the strategies.",
    GateKey.RANKINGS_SUBMITTED: "You have ranked the strategies.",
    GateKey.OVERLAP_IDENTIFIED: "Both rankings are in and have been compared.",
    GateKey.AGREEMENT_CREATED: "Both of you have made an agreement.",
}


def shown_status(session: Session) -> ShownStatus:
    """Give the status that people see: WAITING where one of the two can only wait."""
    return ShownStatus.WAITING if is_waiting(session) else ShownStatus(session.status)


def session_summary(session: Session, viewer: str, *, names: Names) -> SessionSummary:
    """Show a session to one of its two people; ``names`` gives the partner's name by id."""
    return SessionSummary(*_summary(session, viewer, names))


def session_detail(
    session: Session, viewer: str, *, names: Names, relationship: Relationship, session_count: int
) -> SessionDetail:
    """Show everything about a session that one of its two people may see of the session itself."""
    me, partner = sides(session, viewer)
    stage = current_stage(me)
    gates = gates_of(me, partner, stage)
    return SessionDetail(
        *_summary(session, viewer, names),
        relationship=RelationshipView(relationship.id, relationship.created_at, session_count),
        current_gates=tuple(
            CurrentGate(gate.key, GATE_DESCRIPTIONS[gate.key], getattr(gates, gate.key.name.lower()), True)
            for gate in GATES[stage].gates
        ),
        resolved_at=session.resolved_at,
    )


def progress(session: Session, viewer: str) -> Progress:
    """Show where both stand, and the first reason why ``viewer`` cannot go on, if there is one."""
    me, partner = sides(session, viewer)
    stage = current_stage(partner)
    found = next_obstacle(session, viewer)
    return Progress(
        session.id,
        _detail(session, me, partner),
        PartnerStage(stage, stage_status(partner, me, stage)),
        found is None,
        None if found is None else found.reason,
    )


def stage_gates(session: Session, viewer: str, stage: Stage) -> Gates:
    """Show one of the five gate objects."""
    return gates_of(*sides(session, viewer), stage)


def advanced(session: Session, viewer: str) -> AdvanceResult:
    """Show the stage that ``viewer`` has just entered."""
    return AdvanceResult(True, _detail(session, *sides(session, viewer)))


def blocked(refusal: AdvanceBlocked) -> AdvanceResult:
    """Show why an advance was refused, and that nothing has changed."""
    session = refusal.session
    return AdvanceResult(False, _detail(session, *sides(session, refusal.person)), refusal.reason, refusal.unsatisfied)


def invitation(session: Session, *, names: Names, now: datetime) -> InvitationView:
    """Show an invitation without addresses, context, or the name it was sent under.

    Raises:
        InvitationExpired: it was never answered, and can no longer be.
    """
    inviter, offer = session.inviter.id, session.invitation
    return InvitationView(
        offer.id,
        session.id,
        Person(inviter, names.get(inviter)),
        readable(session, now),
        offer.created_at,
        offer.expires_at,
    )


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
    pending = stage_status(partner, me, Stage.WITNESS) is StageStatus.GATE_PENDING
    return FeelHeardResult(confirmed_at is not None, confirmed_at, can_advance(session, viewer), beyond or pending)


def _summary(
    session: Session, viewer: str, names: Names
) -> tuple[
    str,
    str,
    ShownStatus,
    datetime,
    datetime,
    Person,
    StageProgress,
    StageProgress,
    tuple[GateKey, ...],
    tuple[GateKey, ...],
]:
    me, partner = sides(session, viewer)
    return (
        session.id,
        session.relationship_id,
        shown_status(session),
        session.created_at,
        session.updated_at,
        Person(partner.id, names.get(partner.id)),
        _progress(me, partner),
        _progress(partner, me),
        self_action_needed(session, viewer),
        partner_action_needed(session, viewer),
    )


def _progress(me: Participant, partner: Participant) -> StageProgress:
    stage = current_stage(me)
    row = row_of(me, stage)
    started, completed = (row.started_at, row.completed_at) if row else (None, None)
    return StageProgress(stage, stage_status(me, partner, stage), started, completed)


def _detail(session: Session, me: Participant, partner: Participant) -> StageProgressDetail:
    own = _progress(me, partner)
    return StageProgressDetail(
        own.stage,
        own.status,
        own.started_at or session.created_at,
        own.completed_at,
        gates_of(me, partner, own.stage),
    )
