"""What is asked for, with the rules of its fields."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from attrs import field, frozen

from beheard_core.errors import Violation
from beheard_core.fields import REQUIRED, described, moment, text, whole
from beheard_core.practice.analytics import Analytics
from beheard_core.practice.model import Improvements, Metrics, Snapshot, Status
from beheard_core.practice.rules import LONGEST_NAME, ByName, Notes, number, ref, rows, score, words


@frozen(kw_only=True)
class NewSession:
    """A session to be; without a therapist it is the caller's, without a time it starts now."""

    client_id: str = field(**ref("The client"))
    id: str | None = field(default=None, **ref("An id for it; one is made otherwise"))
    therapist_id: str | None = field(default=None, **ref("The therapist"))
    start_time: datetime | None = field(default=None, **moment("When it starts"))


@frozen(kw_only=True)
class SessionChange:
    """What is to change; what is left out stays."""

    status: Status | None = None
    progress: float | None = field(default=None, **score("How far the session is"))
    end_time: datetime | None = field(default=None, **moment("When it ended"))


@frozen(kw_only=True)
class ProgressReport:
    """Measures of a session, in place of earlier ones; feedback, beside what is there; or both."""

    session_id: str = field(**ref("The session"))
    progress_metrics: Metrics | None = None
    therapist_id: str | None = field(default=None, **ref("Who gives the feedback"))
    evaluation_feedback: str | None = field(default=None, **words("The feedback"))

    def broken_rules(self) -> Iterable[Violation]:
        """Ask for something to record, and for who says it."""
        if self.evaluation_feedback is None:
            if self.progress_metrics is None:
                yield Violation("evaluation_feedback" if self.therapist_id else "progress_metrics", REQUIRED)
        elif self.therapist_id is None:
            yield Violation("therapist_id", REQUIRED)


@frozen(kw_only=True)
class NewMilestone:
    """A milestone as it is sent; without a time it is reached now."""

    milestone_name: str = field(**text("What was reached", most=LONGEST_NAME))
    milestone_value: float | None = field(default=None, **number("A number that belongs to it"))
    achieved_at: datetime | None = field(default=None, **moment("When it was reached"))
    metadata: Mapping[str, Any] | None = field(default=None, **described(Notes("Anything else to keep with it")))


@frozen(kw_only=True)
class SnapshotBatch:
    """Snapshots to be merged into those that are there, by their timestamps."""

    session_id: str = field(**ref("The session"))
    snapshots: tuple[Snapshot, ...] = field(**rows("How far the session was, and when"))
    milestones: tuple[NewMilestone, ...] = field(default=(), **rows("What it has reached"))


@frozen(kw_only=True)
class SkillScore:
    """A score, and what kind of skill it is for; a bare number is a score."""

    shorthand: ClassVar[str] = "score"

    score: float = field(**score("The score"))
    category: str | None = field(default=None, **words("therapeutic, technical or interpersonal"))


@frozen(kw_only=True)
class SkillReport:
    """Skills that were practised in a session, once each."""

    session_id: str = field(**ref("The session"))
    therapist_id: str | None = field(default=None, **ref("The therapist of the session"))
    skill_scores: Mapping[str, SkillScore] = field(**described(ByName("A score for each skill", least=1)))


@frozen(kw_only=True)
class AnalyticsReport:
    """Sections to be stored, each in place of what was stored of it."""

    session_id: str = field(**ref("The session"))
    analytics_data: Analytics


@frozen(kw_only=True)
class ComparisonReport:
    """A comparison to be kept; without a score and measures, the server compares the two sessions itself."""

    therapist_id: str | None = field(default=None, **ref("The therapist of the sessions"))
    current_session_id: str = field(**ref("The session"))
    previous_session_id: str | None = field(default=None, **ref("The one that it is held against"))
    improvement_score: float | None = field(default=None, **number("How much better it is"))
    metrics: Improvements | None = None

    def broken_rules(self) -> Iterable[Violation]:
        """Ask for what a comparison needs, and for two sessions that are two."""
        if self.current_session_id == self.previous_session_id:
            yield Violation("previous_session_id", "must be another session")
        if self.improvement_score is None and (self.metrics is not None or self.previous_session_id is None):
            yield Violation("improvement_score", REQUIRED)


@frozen(kw_only=True)
class NewEvaluation:
    """What somebody thinks of a session."""

    session_id: str = field(**ref("The session"))
    feedback: str = field(**words("What they think"))
    evaluator_id: str | None = field(default=None, **ref("Who thinks so; the caller otherwise"))
    rating: int | None = field(default=None, **whole("From 1 to 5", low=1, high=5))
    comments: str | None = field(default=None, **words("What else they say"))
