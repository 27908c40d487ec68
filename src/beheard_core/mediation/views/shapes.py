"""The shapes of the answers.

A field with a default may be absent; one without is always there, even when it is None.
"""

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from beheard_core.mediation.invitations import InvitationStatus
from beheard_core.mediation.model import GateKey, Gates, Stage, StageStatus
from beheard_core.mediation.refusals import BlockedReason


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


@frozen
class SessionPage:
    """Some of the caller's sessions, newest first; ``cursor`` leads on while there are more."""

    sessions: tuple[SessionSummary, ...]
    has_more: bool
    cursor: str | None = None


@frozen
class Paused:
    """A session that rests."""

    session: SessionSummary
    paused_at: datetime


@frozen
class Resumed:
    """A session that goes on."""

    session: SessionSummary
    resumed_at: datetime


@frozen
class Left:
    """The end of a session for both, because one has left."""

    left: bool
    left_at: datetime


@frozen
class Declined:
    """An invitation that was turned down."""

    declined: bool
    declined_at: datetime


@frozen
class Resent:
    """An invitation that was sent again, with a new end."""

    sent: bool
    sent_at: datetime
    expires_at: datetime
