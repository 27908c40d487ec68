"""Analytics of a session, and pictures of them."""

from attrs import field, frozen

from beheard_core import NotFound
from beheard_core.practice import Clinician, SessionNotFound, TherapistSession, TimeRange, charts, completed
from beheard_core.practice.access import require_own_name, require_writing_role
from beheard_core.practice.analytics import cut, named_therapists, since
from beheard_core.practice.charts import Chart, Kind
from beheard_core.practice.computed import Recorded
from beheard_core.practice.requests import AnalyticsReport
from beheard_core.practice.rules import ref
from beheard_core.practice.skills import scores_of, series
from beheard_core.practice.views import AnalyticsView, SessionReceipt
from beheard_server.blueprints.practice.loading import find_session, require_any, require_therapist, session_to_write
from beheard_server.charts import draw
from beheard_server.http.clinic import ClinicRoutes, keep
from beheard_server.http.state import beheard
from beheard_server.store import Unit
from beheard_server.store.codec import camel
from beheard_server.store.practice import SessionFilter

routes = ClinicRoutes("practice_analytics")


@frozen(kw_only=True)
class AnalyticsQuery:
    """Of which session, and how far back."""

    session_id: str = field(**ref("The session"))
    time_range: TimeRange | None = None


@routes.at("POST", "/session/analytics")
@routes.staff
@routes.arguments(AnalyticsReport)
@routes.replies(SessionReceipt, refusals=[SessionNotFound])
def store_analytics(report: AnalyticsReport, who: Clinician) -> SessionReceipt:
    """Store sections of a session's analytics, each in place of what was stored of it."""
    require_writing_role(who)
    require_own_name(who, named_therapists(report.analytics_data))
    now = beheard().shell.clock()

    def work(unit: Unit) -> SessionReceipt:
        session_to_write(unit, who, report.session_id)
        unit.practice.put_sections(report.session_id, report.analytics_data, at=now)
        return SessionReceipt(success=True, session_id=report.session_id)

    return keep(work)


@routes.at("GET", "/session/analytics")
@routes.staff
@routes.arguments(AnalyticsQuery, "query")
@routes.replies(AnalyticsView, refusals=[SessionNotFound])
def get_analytics(asked: AnalyticsQuery, who: Clinician) -> AnalyticsView:
    """Show the sections of a session; what was never stored is computed from what was recorded."""
    shell = beheard().shell
    begin = since(asked.time_range, now=shell.clock())

    def look(unit: Unit) -> AnalyticsView:
        session = find_session(unit, who, asked.session_id)
        stored = unit.practice.sections(session.id)
        analytics, names = completed(stored, recorded(unit, session))
        return AnalyticsView(
            session_id=session.id,
            analytics_data=cut(analytics, begin),
            computed=tuple(map(camel, names)) or None,
        )

    return shell.read(look)


@frozen(kw_only=True)
class ChartQuery:
    """Of which session, or of which therapist, and what of it."""

    session_id: str | None = field(default=None, **ref("The session"))
    therapist_id: str | None = field(default=None, **ref("The therapist, where no session is asked for"))
    kind: Kind = Kind.PROGRESS


@routes.at("GET", "/session/analytics/chart.svg")
@routes.staff
@routes.arguments(ChartQuery, "query")
@routes.draws("image/svg+xml", refusals=[NotFound])
def get_chart(asked: ChartQuery, who: Clinician) -> str:
    """Draw the skills, the progress or the measures of a session, or of a therapist from session to session."""
    require_any(session_id=asked.session_id, therapist_id=asked.therapist_id)
    return draw(beheard().shell.read(lambda unit: _chart(unit, who, asked)))


def _chart(unit: Unit, who: Clinician, asked: ChartQuery) -> Chart:
    if asked.session_id is not None:
        session = find_session(unit, who, asked.session_id)
        metrics = unit.practice.metrics(session.id)
        match asked.kind:
            case Kind.SKILLS:
                practice = unit.practice.practice(session_id=session.id)
                return charts.skills_of_session(scores_of(session, practice, metrics))
            case Kind.PROGRESS:
                return charts.progress_of_session(unit.practice.snapshots(session.id))
            case Kind.METRICS:
                return charts.metrics_of_session(metrics)
    therapist_id = asked.therapist_id or who.id
    require_therapist(unit, who, therapist_id)
    sessions = unit.practice.find(SessionFilter(therapist_id=therapist_id))[::-1]
    measures = unit.practice.metrics_of(therapist_id)
    match asked.kind:
        case Kind.SKILLS:
            practice = unit.practice.practice(therapist_id=therapist_id)
            return charts.skills_of_therapist(series(sessions, practice, measures))
        case Kind.PROGRESS:
            return charts.progress_of_therapist(sessions)
        case Kind.METRICS:
            return charts.metrics_of_therapist(sessions, measures)


def recorded(unit: Unit, session: TherapistSession) -> Recorded:
    """Gather what was recorded of a session and of its therapist."""
    therapist = session.therapist_id
    return Recorded(
        session=session,
        sessions=unit.practice.find(SessionFilter(therapist_id=therapist))[::-1],
        practice=unit.practice.practice(therapist_id=therapist),
        metrics=unit.practice.metrics_of(therapist),
        snapshots=unit.practice.snapshots(session.id),
        milestones=tuple(unit.practice.milestones(session.id).values()),
    )
