"""What this process refuses with, beyond the refusals that every context shares."""

from enum import StrEnum

from attrs import frozen

from beheard_core.errors import Refusal
from beheard_core.mediation.model import GateKey, Session, SessionStatus, Stage


class BlockedReason(StrEnum):
    """Why somebody cannot advance."""

    GATES_NOT_SATISFIED = "GATES_NOT_SATISFIED"
    PARTNER_NOT_READY = "PARTNER_NOT_READY"
    SESSION_NOT_ACTIVE = "SESSION_NOT_ACTIVE"
    INVALID_STAGE_TRANSITION = "INVALID_STAGE_TRANSITION"


@frozen
class AdvanceBlocked(Refusal):
    """The advance is not possible now.

    ``unsatisfied`` lists every false gate of the stage when gates are the reason, and is None otherwise; ``session``
    and ``person`` are what was asked about, unchanged.
    """

    reason: BlockedReason
    unsatisfied: tuple[GateKey, ...] | None
    session: Session
    person: str

    def __str__(self) -> str:
        return f"Cannot advance: {self.reason}."


@frozen
class SessionNotActive(Refusal):
    """The session is not one in which anybody can act now."""

    status: SessionStatus

    def __str__(self) -> str:
        return f"This session is {self.status.lower()}."


@frozen
class GateNotSatisfied(Refusal):
    """The person has not reached the stage that this act belongs to, or not the step in it that comes before.

    ``unsatisfied`` names the gates of the missing step, and is empty where it is the stage that is missing.
    """

    required_stage: Stage
    unsatisfied: tuple[GateKey, ...] = ()

    def __str__(self) -> str:
        return "A step before this is missing." if self.unsatisfied else f"This belongs to stage {self.required_stage}."


@frozen
class NeedsMissing(Refusal):
    """An answer leaves out some of the needs that it is about; ``missing`` are their ids."""

    missing: tuple[str, ...]

    def __str__(self) -> str:
        return "Please answer for every need."


@frozen
class ConsentRequired(Refusal):
    """The caller must share first."""

    def __str__(self) -> str:
        return "Please share your own first."


@frozen
class PartnerNotReady(Refusal):
    """The partner's step is missing."""

    def __str__(self) -> str:
        return "Your partner has not taken this step yet."


@frozen
class InvitationExpired(Refusal):
    """The invitation has lapsed, or can no longer be answered this way."""

    def __str__(self) -> str:
        return "This invitation has expired."
