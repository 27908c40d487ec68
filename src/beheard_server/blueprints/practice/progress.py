"""Measures, feedback, snapshots and milestones of a session."""

from attrs import field, frozen

from beheard_core.fields import flag
from beheard_core.practice import Clinician, Feedback, SessionNotFound
from beheard_core.practice.access import require_own_name, require_writing_role
from beheard_core.practice.milestones import merged, reached, sent
from beheard_core.practice.requests import ProgressReport, SnapshotBatch
from beheard_core.practice.rules import ref
from beheard_core.practice.sessions import moved_on
from beheard_core.practice.views import ProgressView, SessionReceipt, SnapshotsView, snapshots_view
from beheard_server.blueprints.practice.loading import find_session, session_to_write
from beheard_server.http.clinic import ClinicRoutes, keep
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = ClinicRoutes("practice_progress")


@frozen(kw_only=True)
class ProgressQuery:
    """Whose progress."""

    session_id: str = field(**ref("The session"))
    include_feedback: bool = field(default=False, **flag("True for the feedback as well"))


@frozen(kw_only=True)
class OfSession:
    """Of which session."""

    session_id: str = field(**ref("The session"))


@routes.at("POST", "/session/progress")
@routes.staff
@routes.arguments(ProgressReport)
@routes.replies(SessionReceipt, refusals=[SessionNotFound])
def store_progress(report: ProgressReport, who: Clinician) -> SessionReceipt:
    """Store the measures of a session in place of earlier ones, feedback beside what is there, or both."""
    require_writing_role(who)
    require_own_name(who, [report.therapist_id])
    now = beheard().shell.clock()

    def work(unit: Unit) -> SessionReceipt:
        session_to_write(unit, who, report.session_id)
        metrics = report.progress_metrics
        if metrics is not None:
            unit.practice.put_metrics(report.session_id, metrics)
            known = unit.practice.milestones(report.session_id)
            unit.practice.put_milestones(report.session_id, reached(metrics, known, now=now))
        if report.evaluation_feedback is not None and report.therapist_id is not None:
            feedback = Feedback(report.therapist_id, report.evaluation_feedback, now)
            unit.practice.add_feedback(report.session_id, feedback)
        return SessionReceipt(success=True, session_id=report.session_id)

    return keep(work)


@routes.at("GET", "/session/progress")
@routes.staff
@routes.arguments(ProgressQuery, "query")
@routes.replies(ProgressView, refusals=[SessionNotFound])
def get_session_progress(asked: ProgressQuery, who: Clinician) -> ProgressView:
    """Show the measures of a session, and its feedback if asked for."""

    def look(unit: Unit) -> ProgressView:
        find_session(unit, who, asked.session_id)
        return ProgressView(
            session_id=asked.session_id,
            progress_metrics=unit.practice.metrics(asked.session_id),
            feedback=unit.practice.feedback(asked.session_id) if asked.include_feedback else None,
        )

    return beheard().shell.read(look)


@routes.at("POST", "/session/snapshots")
@routes.staff
@routes.arguments(SnapshotBatch)
@routes.replies(SessionReceipt, refusals=[SessionNotFound])
def store_snapshots(batch: SnapshotBatch, who: Clinician) -> SessionReceipt:
    """Merge snapshots and milestones into those that are there; sent twice, they change nothing."""
    require_writing_role(who)
    now = beheard().shell.clock()

    def work(unit: Unit) -> SessionReceipt:
        session = session_to_write(unit, who, batch.session_id)
        before = unit.practice.snapshots(session.id)
        unit.practice.merge_snapshots(session.id, batch.snapshots)
        unit.practice.save(moved_on(session, before, unit.practice.snapshots(session.id)))
        known = unit.practice.milestones(session.id)
        unit.practice.put_milestones(session.id, merged(known, sent(batch.milestones, now=now)).values())
        return SessionReceipt(success=True, session_id=session.id)

    return keep(work)


@routes.at("GET", "/session/snapshots")
@routes.staff
@routes.arguments(OfSession, "query")
@routes.replies(SnapshotsView, refusals=[SessionNotFound])
def get_snapshots(asked: OfSession, who: Clinician) -> SnapshotsView:
    """Show how far a session was, and what it has reached."""

    def look(unit: Unit) -> SnapshotsView:
        find_session(unit, who, asked.session_id)
        recorded = unit.practice.milestones(asked.session_id).values()
        return snapshots_view(asked.session_id, unit.practice.snapshots(asked.session_id), recorded)

    return beheard().shell.read(look)
