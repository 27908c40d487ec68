"""What is known of a therapist's training sessions, as frozen values.

``TherapistSession`` is one meeting of a therapist with a client. It has nothing to do with a session of mediation.
Times are aware and in UTC, durations in seconds, scores and progress from 0 to 100. Source: the *Data Models* of the
Session Progress API.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from beheard_core.errors import Violation
from beheard_core.fields import described, moment, several
from beheard_core.practice.rules import LONGEST_NAME, ByName, Number, count, number, score


class Status(StrEnum):
    """Where a therapist session stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Direction(StrEnum):
    """Where a series of values leads."""

    UP = "up"
    DOWN = "down"
    STABLE = "stable"


class Course(StrEnum):
    """What one session is against another."""

    IMPROVING = "improving"
    DECLINING = "declining"
    STABLE = "stable"


@frozen
class TherapistSession:
    """One training session; ``progress`` is the last that was recorded."""

    id: str
    client_id: str
    therapist_id: str
    start_time: datetime
    status: Status = Status.ACTIVE
    progress: float = 0
    end_time: datetime | None = None


@frozen
class Snapshot:
    """How far a session was at one moment."""

    timestamp: datetime = field(**moment("When it was so"))
    value: float = field(**score("How far the session was"))


@frozen
class Milestone:
    """Something that a session has reached."""

    milestone_name: str
    milestone_value: float | None
    achieved_at: datetime
    metadata: Mapping[str, Any] = {}


@frozen(kw_only=True)
class Metrics:
    """The measures of a session, as a recorder took them."""

    total_messages: int = field(**count("All messages"))
    therapist_messages: int = field(**count("Those of the therapist"))
    client_messages: int = field(**count("Those of the client"))
    session_duration: float = field(**number("How long the session took, in seconds", low=0))
    active_time: float = field(**number("How much of that somebody was active, in seconds", low=0))
    skill_scores: Mapping[str, float] = field(**described(ByName("A score for each skill", Number("", 0, 100))))
    response_time: float = field(**number("How long the therapist took to answer on average, in seconds", low=0))
    conversation_flow: float = field(**score("How well the conversation flowed"))
    milestones_reached: tuple[str, ...] = field(**several("Identifiers of milestones", least=0, most=1000))
    last_milestone_time: datetime | None = field(default=None, **moment("When the last of them was reached"))

    def broken_rules(self) -> Iterable[Violation]:
        """Hold the measures against each other."""
        if self.active_time > self.session_duration:
            yield Violation("active_time", "must not be longer than the session")
        if self.therapist_messages + self.client_messages > self.total_messages:
            yield Violation("total_messages", "must not be less than the messages of the two")
        for index, name in enumerate(self.milestones_reached):
            if not 1 <= len(name.strip()) <= len(name) <= LONGEST_NAME or "\0" in name:
                yield Violation(f"milestones_reached[{index}]", f"must have 1 to {LONGEST_NAME} characters, not blank")


@frozen
class Practised:
    """One time that a skill was practised; ``category`` is what was said of it then, valid or not said."""

    session_id: str
    therapist_id: str
    skill_name: str
    score: float
    category: str | None
    at: datetime


@frozen
class Feedback:
    """What a therapist has written beside the measures of a session."""

    therapist_id: str
    feedback: str
    created_at: datetime


@frozen
class Evaluation:
    """What somebody thinks of a session."""

    id: str
    session_id: str
    feedback: str
    evaluator_id: str
    rating: int | None
    comments: str | None
    created_at: datetime


@frozen
class Improvements:
    """By how much one session is better than another: points, points, seconds; None where it is not known."""

    progress_improvement: float | None = field(default=None, **number("Points of progress"))
    skill_score_improvement: float | None = field(default=None, **number("Points of the skills' mean score"))
    response_time_improvement: float | None = field(default=None, **number("Seconds by which answers come sooner"))


@frozen
class Comparison:
    """A session held against an earlier one."""

    id: str
    therapist_id: str
    current_session_id: str
    previous_session_id: str | None
    improvement_score: float
    metrics: Improvements
    analyzed_at: datetime


@frozen
class AuditEntry:
    """That somebody asked for something: who, what, about which session, how it ended, when."""

    actor_id: str | None
    operation: str
    session_id: str | None
    status: int
    noted_at: datetime
