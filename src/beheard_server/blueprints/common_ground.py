"""Stage 3, common ground: what both may need, as far as both can see it."""

from collections.abc import Collection

from beheard_core import Conflict, Forbidden, Invalid, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import GateNotSatisfied, Session, SessionNotActive, Stage
from beheard_core.mediation.common_ground import GroundAnswers, GroundText, NewGround, answer_ground, propose_ground
from beheard_core.mediation.standing import require_stage, sides
from beheard_core.mediation.views import (
    CommonGroundAnswered,
    CommonGroundList,
    common_ground,
    ground_answered,
)
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.mapping import ground_texts
from beheard_server.shell import load
from beheard_server.store import Unit

routes = Routes("common_ground", tag="Stage 3: Need Mapping", envelope=MEDIATION)


@routes.at("GET", "/sessions/<session_id>/common-ground")
@routes.signed_in
@routes.replies(CommonGroundList, refusals=[Forbidden, NotFound, GateNotSatisfied])
def list_common_ground(caller: Principal, session_id: str) -> CommonGroundList:
    """Show what the two have in common; nothing until both share needs."""

    def look(unit: Unit) -> CommonGroundList:
        session = load(unit, session_id).value
        me, _ = sides(session, caller.id)
        require_stage(me, Stage.NEED_MAPPING)
        return common_ground(session, caller.id, ground_texts(unit, session))

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/common-ground")
@routes.signed_in
@routes.arguments(NewGround)
@routes.replies(CommonGroundAnswered, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def propose_common_ground(body: NewGround, caller: Principal, session_id: str) -> CommonGroundAnswered:
    """Propose something in common where nothing in sight fits; it counts as confirmed by the caller."""
    shell = beheard().shell

    def work(unit: Unit) -> CommonGroundAnswered:
        stored = load(unit, session_id)
        ground_id = shell.new_id("cg")
        decision = propose_ground(stored.value, caller.id, body, ground_id=ground_id, now=shell.clock())
        shell.save(unit, stored, decision)
        text = GroundText(ground_id, body.need, body.category, body.description)
        unit.common.add_ground(session_id, text, owner=caller.id)
        return _answered(unit, decision.state, caller, (ground_id,))

    return shell.commit(work)


@routes.at("POST", "/sessions/<session_id>/common-ground/confirm")
@routes.signed_in
@routes.arguments(GroundAnswers)
@routes.replies(
    CommonGroundAnswered, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Invalid, Conflict]
)
def confirm_common_ground(body: GroundAnswers, caller: Principal, session_id: str) -> CommonGroundAnswered:
    """Confirm or decline some of what is in sight."""
    shell = beheard().shell

    def work(unit: Unit) -> CommonGroundAnswered:
        stored = load(unit, session_id)
        decision = answer_ground(stored.value, caller.id, body, now=shell.clock())
        if decision.state != stored.value:
            shell.save(unit, stored, decision)
        ids = [each.common_ground_id for each in body.confirmations]
        return _answered(unit, decision.state, caller, ids)

    return shell.commit(work)


def _answered(unit: Unit, session: Session, caller: Principal, ids: Collection[str]) -> CommonGroundAnswered:
    return ground_answered(session, caller.id, ids, ground_texts(unit, session))
