"""Sessions held against each other."""

from attrs import field, frozen

from beheard_core.practice import (
    Clinician,
    Comparison,
    Improvements,
    SessionNotFound,
    TherapistSession,
    TimeRange,
    compared,
)
from beheard_core.practice.access import require_own_name, require_reader, require_writing_role
from beheard_core.practice.analytics import since
from beheard_core.practice.comparison import Side
from beheard_core.practice.requests import ComparisonReport
from beheard_core.practice.rules import ref
from beheard_core.practice.skills import scores_of
from beheard_core.practice.views import ComparisonReceipt, ComparisonsView, comparison_view
from beheard_server.blueprints.practice.loading import (
    find_session,
    require_any,
    require_same_therapist,
    session_to_write,
)
from beheard_server.http.clinic import ClinicRoutes, keep
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = ClinicRoutes("practice_comparisons")


@frozen(kw_only=True)
class ComparisonsQuery:
    """Comparisons of a therapist, of a session, or both; no older than the time range."""

    therapist_id: str | None = field(default=None, **ref("The therapist"))
    session_id: str | None = field(default=None, **ref("The session that was held against another"))
    time_range: TimeRange | None = None


@routes.at("POST", "/session/comparison")
@routes.staff
@routes.arguments(ComparisonReport)
@routes.replies(ComparisonReceipt, status=201, refusals=[SessionNotFound])
def store_comparison(report: ComparisonReport, who: Clinician) -> ComparisonReceipt:
    """Store a comparison, or have the server compare two sessions by what was recorded of both."""
    require_writing_role(who)
    require_own_name(who, [report.therapist_id])
    shell = beheard().shell

    def work(unit: Unit) -> ComparisonReceipt:
        session = session_to_write(unit, who, report.current_session_id)
        require_same_therapist(session, report.therapist_id)
        score, metrics = _improvements(unit, who, session, report)
        comparison = Comparison(
            shell.new_id("cmp"),
            session.therapist_id,
            session.id,
            report.previous_session_id,
            score,
            metrics,
            shell.clock(),
        )
        unit.practice.add_comparison(comparison)
        return ComparisonReceipt(
            success=True,
            comparison_id=comparison.id,
            therapist_id=session.therapist_id,
            current_session_id=session.id,
        )

    return keep(work, status=201)


@routes.at("GET", "/session/comparison")
@routes.staff
@routes.arguments(ComparisonsQuery, "query")
@routes.replies(ComparisonsView, refusals=[SessionNotFound])
def get_comparisons(asked: ComparisonsQuery, who: Clinician) -> ComparisonsView:
    """Show comparisons, newest first."""
    require_any(therapist_id=asked.therapist_id, session_id=asked.session_id)
    shell = beheard().shell
    begin = since(asked.time_range, now=shell.clock())

    def look(unit: Unit) -> ComparisonsView:
        if asked.session_id is not None:
            find_session(unit, who, asked.session_id)
        if asked.therapist_id is not None:
            require_reader(who, asked.therapist_id)
        found = unit.practice.comparisons(therapist_id=asked.therapist_id, session_id=asked.session_id, since=begin)
        both = {each.current_session_id for each in found} | {each.previous_session_id for each in found}
        started = unit.practice.started([each for each in both if each is not None])
        return ComparisonsView(
            asked.therapist_id, asked.session_id, tuple(comparison_view(each, started) for each in found)
        )

    return shell.read(look)


def _improvements(
    unit: Unit, who: Clinician, session: TherapistSession, report: ComparisonReport
) -> tuple[float, Improvements]:
    """Give what was said of the improvement, or compute it where nothing was."""
    if report.previous_session_id is not None:
        previous = session_to_write(unit, who, report.previous_session_id)
        if report.improvement_score is None:
            metrics = compared(_side(unit, session), _side(unit, previous))
            return metrics.progress_improvement or 0, metrics
    return report.improvement_score or 0, report.metrics or Improvements()


def _side(unit: Unit, session: TherapistSession) -> Side:
    metrics = unit.practice.metrics(session.id)
    return Side(session, metrics, scores_of(session, unit.practice.practice(session_id=session.id), metrics))
