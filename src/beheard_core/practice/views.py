"""What is shown: the shapes of the Session Progress API.

A field whose default is None is left out while it is None; every other field is always there.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from beheard_core.practice.analytics import Analytics
from beheard_core.practice.comparison import course
from beheard_core.practice.milestones import all_of
from beheard_core.practice.model import (
    Comparison,
    Course,
    Evaluation,
    Feedback,
    Improvements,
    Metrics,
    Milestone,
    Snapshot,
    Status,
    TherapistSession,
)
from beheard_core.practice.skills import Skill


@frozen(kw_only=True)
class TherapistSessionView:
    """One session; with what was recorded of it, where it is asked for alone."""

    id: str
    client_id: str
    therapist_id: str
    start_time: datetime
    status: Status
    progress: float
    end_time: datetime | None = None
    progress_snapshots: tuple[Snapshot, ...] | None = None
    progress_metrics: Metrics | None = None


@frozen(kw_only=True)
class TherapistSessionList:
    """Sessions, newest first; ``cursor`` leads on while there are more."""

    sessions: tuple[TherapistSessionView, ...]
    has_more: bool
    cursor: str | None = None


@frozen
class SessionReceipt:
    """What was sent is stored."""

    success: bool
    session_id: str


@frozen(kw_only=True)
class ProgressView:
    """The measures of a session, null before any, and its feedback, newest first, where it was asked for."""

    session_id: str
    progress_metrics: Metrics | None
    feedback: tuple[Feedback, ...] | None = None


@frozen
class MilestoneView:
    """Something that a session has reached."""

    milestone_name: str
    milestone_value: float | None
    achieved_at: datetime
    metadata: Mapping[str, Any]


@frozen
class SnapshotsView:
    """How far a session was, and what it has reached, oldest first."""

    session_id: str
    snapshots: tuple[Snapshot, ...]
    milestones: tuple[MilestoneView, ...]


@frozen
class SkillsReceipt:
    """Skills are stored."""

    success: bool
    session_id: str
    therapist_id: str


@frozen
class SkillsView:
    """Skills, the newest practised first; an id that was not asked for is null."""

    session_id: str | None
    therapist_id: str | None
    skills: tuple[Skill, ...]


@frozen(kw_only=True)
class AnalyticsView:
    """The sections of a session; ``computed`` names those that nobody has stored, and is left out where all are."""

    session_id: str
    analytics_data: Analytics
    computed: tuple[str, ...] | None = None


@frozen
class ComparisonReceipt:
    """A comparison is stored."""

    success: bool
    comparison_id: str
    therapist_id: str
    current_session_id: str


@frozen
class ImprovementsView:
    """By how much a session is better; null where it is not known."""

    progress_improvement: float | None
    skill_score_improvement: float | None
    response_time_improvement: float | None


@frozen
class ComparisonView:
    """A session held against an earlier one."""

    id: str
    therapist_id: str
    current_session_id: str
    previous_session_id: str | None
    improvement_score: float
    metrics: ImprovementsView
    analyzed_at: datetime
    current_session_started_at: datetime
    previous_session_started_at: datetime | None
    trend: Course


@frozen
class ComparisonsView:
    """Comparisons, newest first; an id that was not asked for is null."""

    therapist_id: str | None
    session_id: str | None
    comparisons: tuple[ComparisonView, ...]


@frozen
class EvaluationReceipt:
    """An evaluation is stored."""

    success: bool
    evaluation_id: str


@frozen(kw_only=True)
class EvaluationView:
    """What somebody thinks of a session; a search says of which."""

    id: str
    feedback: str
    evaluator_id: str
    rating: int | None
    comments: str | None
    created_at: datetime
    session_id: str | None = None


@frozen
class EvaluationsView:
    """Evaluations, newest first, or by how well they answer a search; the id is null where none was asked for."""

    session_id: str | None
    evaluations: tuple[EvaluationView, ...]


def session_view(session: TherapistSession) -> TherapistSessionView:
    """Show a session by itself."""
    return TherapistSessionView(
        id=session.id,
        client_id=session.client_id,
        therapist_id=session.therapist_id,
        start_time=session.start_time,
        status=session.status,
        progress=session.progress,
        end_time=session.end_time,
    )


def snapshots_view(session_id: str, snapshots: Sequence[Snapshot], recorded: Iterable[Milestone]) -> SnapshotsView:
    """Show how far a session was, and what it has reached."""
    milestones = (
        MilestoneView(each.milestone_name, each.milestone_value, each.achieved_at, each.metadata)
        for each in all_of(snapshots, recorded)
    )
    return SnapshotsView(session_id, tuple(snapshots), tuple(milestones))


def comparison_view(comparison: Comparison, started: Mapping[str, datetime]) -> ComparisonView:
    """Show a comparison; ``started`` gives when each of its sessions started."""
    previous = comparison.previous_session_id
    return ComparisonView(
        comparison.id,
        comparison.therapist_id,
        comparison.current_session_id,
        previous,
        comparison.improvement_score,
        _improvements_view(comparison.metrics),
        comparison.analyzed_at,
        started[comparison.current_session_id],
        None if previous is None else started[previous],
        course(comparison.improvement_score),
    )


def _improvements_view(metrics: Improvements) -> ImprovementsView:
    return ImprovementsView(
        metrics.progress_improvement, metrics.skill_score_improvement, metrics.response_time_improvement
    )


def evaluation_view(evaluation: Evaluation, *, with_session: bool = False) -> EvaluationView:
    """Show an evaluation, and in a search of which session it is."""
    return EvaluationView(
        id=evaluation.id,
        feedback=evaluation.feedback,
        evaluator_id=evaluation.evaluator_id,
        rating=evaluation.rating,
        comments=evaluation.comments,
        created_at=evaluation.created_at,
        session_id=evaluation.session_id if with_session else None,
    )
