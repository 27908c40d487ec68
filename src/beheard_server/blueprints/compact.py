"""Stage 0: the Curiosity Compact."""

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import SessionNotActive, sign
from beheard_core.mediation.views import CompactReceipt, CompactStatus, compact_receipt, compact_status
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard

routes = Routes("compact", tag="Stage 0: Onboarding", envelope=MEDIATION)


@routes.at("POST", "/sessions/<session_id>/compact/sign")
@routes.signed_in
@routes.replies(CompactReceipt, refusals=[Forbidden, NotFound, SessionNotActive, Conflict])
def sign_compact(caller: Principal, session_id: str) -> CompactReceipt:
    """Sign the Curiosity Compact."""
    shell = beheard().shell
    session = shell.change(session_id, lambda session: sign(session, caller.id, now=shell.clock()))
    return compact_receipt(session, caller.id)


@routes.at("GET", "/sessions/<session_id>/compact/status")
@routes.signed_in
@routes.replies(CompactStatus, refusals=[Forbidden, NotFound])
def get_compact_status(caller: Principal, session_id: str) -> CompactStatus:
    """Show who has signed."""
    return compact_status(beheard().shell.session(session_id), caller.id)
