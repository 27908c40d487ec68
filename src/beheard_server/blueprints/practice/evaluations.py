"""Evaluations: what others think of a session, and where they said so."""

from attrs import field, frozen

from beheard_core.fields import text
from beheard_core.practice import Clinician, Evaluation, SessionNotFound
from beheard_core.practice.access import require_evaluator, require_own_name
from beheard_core.practice.requests import NewEvaluation
from beheard_core.practice.rules import ref
from beheard_core.practice.views import EvaluationReceipt, EvaluationsView, evaluation_view
from beheard_server.blueprints.practice.loading import find_session, require_any
from beheard_server.http.clinic import ClinicRoutes, keep
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = ClinicRoutes("evaluations")
MOST_FOUND = 100


@frozen(kw_only=True)
class EvaluationsQuery:
    """Evaluations of a session, those that hold some words, or both."""

    session_id: str | None = field(default=None, **ref("The session; needed unless words are searched for"))
    q: str | None = field(default=None, **text("Words, all of which feedback and comments must hold", most=1000))


@routes.at("POST", "/evaluation")
@routes.staff
@routes.arguments(NewEvaluation)
@routes.replies(EvaluationReceipt, status=201, refusals=[SessionNotFound])
def store_evaluation(new: NewEvaluation, who: Clinician) -> EvaluationReceipt:
    """Store what somebody thinks of a session."""
    require_own_name(who, [new.evaluator_id])
    shell = beheard().shell
    evaluation = Evaluation(
        shell.new_id("eval"),
        new.session_id,
        new.feedback,
        new.evaluator_id or who.id,
        new.rating,
        new.comments,
        shell.clock(),
    )

    def work(unit: Unit) -> EvaluationReceipt:
        find_session(unit, who, new.session_id, require_evaluator)
        unit.practice.add_evaluation(evaluation)
        return EvaluationReceipt(success=True, evaluation_id=evaluation.id)

    return keep(work, status=201)


@routes.at("GET", "/evaluation")
@routes.staff
@routes.arguments(EvaluationsQuery, "query")
@routes.replies(EvaluationsView, refusals=[SessionNotFound])
def get_evaluations(asked: EvaluationsQuery, who: Clinician) -> EvaluationsView:
    """Show the evaluations of a session, newest first, or search for words, the best finds first."""
    if asked.q is None:
        require_any(session_id=asked.session_id)
    return beheard().shell.read(lambda unit: _look(unit, who, asked))


def _look(unit: Unit, who: Clinician, asked: EvaluationsQuery) -> EvaluationsView:
    if asked.session_id is not None:
        find_session(unit, who, asked.session_id)
        if asked.q is None:
            return EvaluationsView(
                asked.session_id, tuple(map(evaluation_view, unit.practice.evaluations(asked.session_id)))
            )
    found = unit.practice.search(
        asked.q or "",
        therapist_id=None if who.reads_all else who.id,
        session_id=asked.session_id,
        limit=MOST_FOUND,
    )
    return EvaluationsView(asked.session_id, tuple(evaluation_view(each, with_session=True) for each in found))
