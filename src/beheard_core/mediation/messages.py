"""The private thread: what one person and the facilitator say to each other, which the partner never learns of.

Source: the contract's *Stage 1 and chat*.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from beheard_core.errors import Violation
from beheard_core.fields import check, flag, text, whole
from beheard_core.mediation.barometer import PAUSE_ADVISED_FROM, Reading
from beheard_core.mediation.model import Session, Stage
from beheard_core.mediation.standing import current_stage, require_live, sides

PAUSE_REASON = "This is intense. A break may help; what you have written stays here."
CRISIS_PAUSE_REASON = "Your safety comes first. Please take a break from this and talk to somebody now."
CRISIS_REPLY = (
    "What you write sounds as if you or somebody else could be in danger, and that comes before everything here. "
    "Please call your local emergency number now if there is danger. You can also reach a crisis line at any hour: "
    "findahelpline.com lists them by country. You do not have to carry this alone."
)
FALLBACK_REPLY = "Thank you for writing this. It is kept, and you can go on whenever you like."


class Role(StrEnum):
    """Who speaks."""

    USER = "USER"
    AI = "AI"
    SYSTEM = "SYSTEM"


@frozen
class Message:
    """One message of a private thread; ``sender_id`` is None where the facilitator or the system speaks."""

    id: str
    session_id: str
    sender_id: str | None
    role: Role
    content: str
    stage: Stage
    timestamp: datetime
    emotional_reading: Reading | None = None


@frozen(kw_only=True)
class NewMessage:
    """What somebody writes to the facilitator, with how intense it is if they like."""

    content: str = field(**text("What you want to say", most=5000))
    emotional_intensity: int | None = field(default=None, **whole("How intense it is, 1 to 10", low=1, high=10))
    emotional_context: str | None = field(default=None, **text("What the intensity is about", most=200))
    request_hint: bool = field(default=False, **flag("At stage 2: whether you would like a hint"))

    def broken_rules(self) -> Iterable[Violation]:
        """A context says what an intensity is about, and is nothing without it."""
        if self.emotional_context is not None and self.emotional_intensity is None:
            yield Violation("emotional_intensity", "is required with a context")


def write(session: Session, person: str, message: NewMessage) -> Stage:
    """Let somebody write, and give the stage that the message belongs to.

    Raises:
        Invalid: the message breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
    """
    check(message)
    me, _ = sides(session, person)
    require_live(session)
    return current_stage(me)


def is_hint_turn(stage: Stage, message: NewMessage) -> bool:
    """Tell whether this turn is one in which shared content may be looked at for a hint."""
    return message.request_hint and stage is Stage.PERSPECTIVE_STRETCH


def pause_reason(message: NewMessage, *, crisis: bool) -> str | None:
    """Say why a pause is suggested after a message, or None; it is advice, and nothing more."""
    if crisis:
        return CRISIS_PAUSE_REASON
    intensity = message.emotional_intensity
    return PAUSE_REASON if intensity is not None and intensity >= PAUSE_ADVISED_FROM else None
