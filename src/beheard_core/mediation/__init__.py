"""Two people and a facilitator, five stages: the facts, the gates, and what each act does to them."""

from beheard_core.mediation.compact import sign
from beheard_core.mediation.invitations import (
    Address,
    Decline,
    InvitationStatus,
    Invite,
    accept,
    accept_as_newcomer,
    decline,
    invitation_status,
    resend,
)
from beheard_core.mediation.lifecycle import LIFECYCLE, Act
from beheard_core.mediation.model import (
    PENDING,
    GateKey,
    Participant,
    Relationship,
    Session,
    SessionStatus,
    Stage,
    StageStatus,
)
from beheard_core.mediation.refusals import (
    AdvanceBlocked,
    BlockedReason,
    GateNotSatisfied,
    InvitationExpired,
    SessionNotActive,
)
from beheard_core.mediation.sessions import Leave, Opening, Other, Pause, create, leave, pause, resume
from beheard_core.mediation.stages import advance, can_advance, stage_status
from beheard_core.mediation.witness import confirm_feeling_heard

__all__ = [
    "LIFECYCLE",
    "PENDING",
    "Act",
    "Address",
    "AdvanceBlocked",
    "BlockedReason",
    "Decline",
    "GateKey",
    "GateNotSatisfied",
    "InvitationExpired",
    "InvitationStatus",
    "Invite",
    "Leave",
    "Opening",
    "Other",
    "Participant",
    "Pause",
    "Relationship",
    "Session",
    "SessionNotActive",
    "SessionStatus",
    "Stage",
    "StageStatus",
    "accept",
    "accept_as_newcomer",
    "advance",
    "can_advance",
    "confirm_feeling_heard",
    "create",
    "decline",
    "invitation_status",
    "leave",
    "pause",
    "resend",
    "resume",
    "sign",
    "stage_status",
]
