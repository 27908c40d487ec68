"""Progress through the stages: where both stand, what is missing, and the next step."""

from typing import cast

from attrs import frozen
from flask import Response

from beheard_core import Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import AdvanceBlocked, Stage, advance
from beheard_core.mediation.model import Gates
from beheard_core.mediation.stages import Step
from beheard_core.mediation.views import AdvanceResult, Progress, advanced, blocked, progress, stage_gates
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes, json_response
from beheard_server.http.state import beheard

routes = Routes("stages", tag="Stages", envelope=MEDIATION)


@frozen
class WhichStage:
    """One of the five stages, as the path names it."""

    stage: Stage


@routes.at("GET", "/sessions/<session_id>/progress")
@routes.signed_in
@routes.replies(Progress, refusals=[Forbidden, NotFound])
def get_progress(caller: Principal, session_id: str) -> Progress:
    """Show where both stand; of the partner, the stage and its status."""
    return progress(beheard().shell.session(session_id), caller.id)


@routes.at("GET", "/sessions/<session_id>/stages/<stage>/gates")
@routes.signed_in
@routes.arguments(WhichStage, "path")
@routes.replies(cast("type[Gates]", Gates), refusals=[Forbidden, NotFound])
def get_gates(path: WhichStage, caller: Principal, session_id: str) -> Gates:
    """Show the gates of one stage: as they are, as they were left, or still closed."""
    return stage_gates(beheard().shell.session(session_id), caller.id, path.stage)


@routes.at("POST", "/sessions/<session_id>/stages/advance")
@routes.signed_in
@routes.arguments(Step)
@routes.replies(AdvanceResult, refusals=[Forbidden, NotFound], also=[400])
def advance_stage(body: Step, caller: Principal, session_id: str) -> AdvanceResult:
    """Take the caller one stage on, if its gates allow it."""
    shell = beheard().shell
    session = shell.change(
        session_id,
        lambda session: advance(
            session, caller.id, from_stage=body.from_stage, to_stage=body.to_stage, now=shell.clock()
        ),
    )
    return advanced(session, caller.id)


def answer_blocked(refusal: AdvanceBlocked) -> Response:
    """Answer a blocked advance as the stage document does: HTTP 400, in the envelope of a success."""
    return json_response(MEDIATION.success(MEDIATION.wire.write(blocked(refusal))), 400)


routes.register_error_handler(AdvanceBlocked, answer_blocked)
