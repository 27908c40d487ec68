"""What every store can do for practice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from beheard_core.practice import (
    Analytics,
    AuditEntry,
    Comparison,
    Evaluation,
    Feedback,
    Metrics,
    Milestone,
    Practised,
    Snapshot,
    Status,
    TherapistSession,
)


@frozen(kw_only=True)
class SessionFilter:
    """Which sessions; None filters nothing. ``since`` and ``until`` bound the start, both included."""

    therapist_id: str | None = None
    client_id: str | None = None
    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None


class Practice(Protocol):
    """Therapist sessions and what was recorded of them."""

    def add(self, session: TherapistSession) -> bool:
        """Add a session; False when its id is taken."""

    def get(self, session_id: str) -> TherapistSession | None:
        """Give one session."""

    def save(self, session: TherapistSession) -> None:
        """Save the status, the progress and the end of a session."""

    def find(
        self, wanted: SessionFilter, *, before: tuple[datetime, str] | None = None, limit: int | None = None
    ) -> tuple[TherapistSession, ...]:
        """Give sessions, newest first, behind the start and the id of ``before``."""

    def knows_therapist(self, therapist_id: str) -> bool:
        """Tell whether a session is this therapist's."""

    def put_metrics(self, session_id: str, metrics: Metrics) -> None:
        """Keep the measures of a session in place of those before."""

    def metrics(self, session_id: str) -> Metrics | None:
        """Give the measures of a session."""

    def metrics_of(self, therapist_id: str) -> Mapping[str, Metrics]:
        """Give the measures of a therapist's sessions, by the ids of these."""

    def merge_snapshots(self, session_id: str, snapshots: Iterable[Snapshot]) -> None:
        """Merge snapshots into those of a session, by their timestamps; the last one given for a timestamp holds."""

    def snapshots(self, session_id: str) -> tuple[Snapshot, ...]:
        """Give the snapshots of a session, oldest first."""

    def put_milestones(self, session_id: str, milestones: Iterable[Milestone]) -> None:
        """Keep milestones of a session, each in place of what had its name."""

    def milestones(self, session_id: str) -> Mapping[str, Milestone]:
        """Give the milestones that were kept of a session, by name."""

    def add_practice(self, practice: Iterable[Practised]) -> None:
        """Note that skills were practised."""

    def practice(self, *, session_id: str | None = None, therapist_id: str | None = None) -> tuple[Practised, ...]:
        """Give what was practised in a session, or by a therapist, or both, in the order in which it was noted."""

    def put_sections(self, session_id: str, analytics: Analytics, *, at: datetime) -> None:
        """Keep those sections that are there, each in place of what was kept of it."""

    def sections(self, session_id: str) -> Analytics:
        """Give the sections that were kept of a session."""

    def add_comparison(self, comparison: Comparison) -> None:
        """Add a comparison."""

    def comparisons(
        self, *, therapist_id: str | None = None, session_id: str | None = None, since: datetime | None = None
    ) -> tuple[Comparison, ...]:
        """Give a therapist's comparisons, or those of a session with earlier ones, or both, newest first."""

    def started(self, session_ids: Sequence[str]) -> Mapping[str, datetime]:
        """Give when sessions started."""

    def add_feedback(self, session_id: str, feedback: Feedback) -> None:
        """Add feedback to a session."""

    def feedback(self, session_id: str) -> tuple[Feedback, ...]:
        """Give the feedback of a session, newest first."""

    def add_evaluation(self, evaluation: Evaluation) -> None:
        """Add an evaluation."""

    def evaluations(self, session_id: str) -> tuple[Evaluation, ...]:
        """Give the evaluations of a session, newest first."""

    def search(
        self, wanted: str, *, therapist_id: str | None = None, session_id: str | None = None, limit: int
    ) -> tuple[Evaluation, ...]:
        """Give the evaluations whose feedback and comments hold every word that is wanted, the best first.

        Capitals and accents make no difference. ``therapist_id`` and ``session_id`` narrow the search.
        """

    def note(self, entry: AuditEntry) -> None:
        """Add to the audit, of which nothing is ever changed or removed."""

    def noted(self, session_id: str | None = None) -> tuple[AuditEntry, ...]:
        """Give the audit, or what it says of one session, oldest first."""
