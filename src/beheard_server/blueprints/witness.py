"""Stage 1: feeling heard."""

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import GateNotSatisfied, SessionNotActive, Stage, confirm_feeling_heard
from beheard_core.mediation.views import FeelHeardResult, feel_heard
from beheard_core.mediation.witness import FeelHeard
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard

routes = Routes("witness", tag="Stage 1: Witness", envelope=MEDIATION)


@routes.at("POST", "/sessions/<session_id>/feel-heard")
@routes.signed_in
@routes.arguments(FeelHeard)
@routes.replies(FeelHeardResult, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def confirm_heard(body: FeelHeard, caller: Principal, session_id: str) -> FeelHeardResult:
    """Confirm feeling heard, or take it back; the partner is told nothing."""
    shell = beheard().shell
    newest = shell.read(lambda unit: unit.words.readings(session_id, owner=caller.id, stage=Stage.WITNESS, limit=1))
    reading = newest[0][1].intensity if newest else None
    session = shell.change(
        session_id,
        lambda session: confirm_feeling_heard(
            session, caller.id, confirmed=body.confirmed, newest_reading=reading, now=shell.clock()
        ),
    )
    return feel_heard(session, caller.id)
