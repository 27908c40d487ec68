"""Skills: what was practised, and how it develops."""

from attrs import field, frozen

from beheard_core import NotFound
from beheard_core.practice import Clinician, Practised, SessionNotFound, developed
from beheard_core.practice.access import require_own_name, require_writing_role
from beheard_core.practice.requests import SkillReport
from beheard_core.practice.rules import ref
from beheard_core.practice.views import SkillsReceipt, SkillsView
from beheard_server.blueprints.practice.loading import (
    find_session,
    require_any,
    require_same_therapist,
    require_therapist,
    session_to_write,
)
from beheard_server.http.clinic import ClinicRoutes, keep
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = ClinicRoutes("practice_skills")


@frozen(kw_only=True)
class SkillsQuery:
    """Skills of a session, of a therapist, or of a therapist in a session."""

    session_id: str | None = field(default=None, **ref("The session"))
    therapist_id: str | None = field(default=None, **ref("The therapist"))


@routes.at("POST", "/session/skills")
@routes.staff
@routes.arguments(SkillReport)
@routes.replies(SkillsReceipt, refusals=[SessionNotFound])
def store_skills(report: SkillReport, who: Clinician) -> SkillsReceipt:
    """Note that skills were practised in a session, once each."""
    require_writing_role(who)
    require_own_name(who, [report.therapist_id])
    now = beheard().shell.clock()

    def work(unit: Unit) -> SkillsReceipt:
        session = session_to_write(unit, who, report.session_id)
        require_same_therapist(session, report.therapist_id)
        unit.practice.add_practice(
            Practised(session.id, session.therapist_id, name, each.score, each.category, now)
            for name, each in report.skill_scores.items()
        )
        return SkillsReceipt(success=True, session_id=session.id, therapist_id=session.therapist_id)

    return keep(work)


@routes.at("GET", "/session/skills")
@routes.staff
@routes.arguments(SkillsQuery, "query")
@routes.replies(SkillsView, refusals=[NotFound])
def get_skills(asked: SkillsQuery, who: Clinician) -> SkillsView:
    """Show skills, the newest practised first."""
    require_any(session_id=asked.session_id, therapist_id=asked.therapist_id)

    def look(unit: Unit) -> SkillsView:
        if asked.session_id is not None:
            find_session(unit, who, asked.session_id)
        if asked.therapist_id is not None:
            require_therapist(unit, who, asked.therapist_id)
        practice = unit.practice.practice(session_id=asked.session_id, therapist_id=asked.therapist_id)
        return SkillsView(asked.session_id, asked.therapist_id, developed(practice))

    return beheard().shell.read(look)
