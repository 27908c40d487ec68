"""A client's way to Ably."""

import secrets

from attrs import frozen

from beheard_core.accounts import Principal
from beheard_core.mediation import SessionStatus
from beheard_core.mediation.lifecycle import LIFECYCLE, Act
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.errors import Unavailable
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.realtime.ably import TokenRequest, capability_over, token_request

routes = Routes("ably", tag="Realtime", envelope=MEDIATION)
_OPEN = tuple(status for status in SessionStatus if (status, Act.LEAVE) in LIFECYCLE)
_MOST = 1_000


@frozen
class AblyToken:
    """What a client hands to Ably for a token of its own."""

    token_request: TokenRequest


@routes.at("GET", "/auth/ably-token")
@routes.signed_in
@routes.replies(AblyToken, refusals=[Unavailable])
def ably_token(caller: Principal) -> AblyToken:
    """Give the caller a signed request for an Ably token, good for their own sessions, to listen and to be seen."""
    state = beheard()
    if state.ably_key is None:
        raise Unavailable("There is no Ably here.")
    mine = state.shell.read(lambda unit: unit.sessions.page_of(caller.id, statuses=_OPEN, before=None, limit=_MOST))
    request = token_request(
        state.ably_key,
        client_id=caller.id,
        capability=capability_over(each.id for each in mine),
        nonce=secrets.token_hex(16),
        now=state.shell.clock(),
    )
    return AblyToken(request)
