"""One's own device, and all that is one's own: to take along, and to erase."""

from datetime import datetime

from attrs import frozen

from beheard_core.accounts import Farewell, Principal, PushToken, views
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.errors import Unauthorized, WrongCredentials
from beheard_server.http.limits import LOGIN
from beheard_server.http.routes import Routes, Streamed, limit_address
from beheard_server.http.state import beheard
from beheard_server.own_data import OwnFocus, OwnSession, erase, own_focus, own_sessions
from beheard_server.store import Device, Unit

routes = Routes("own_data", tag="Accounts", envelope=MEDIATION)


@frozen
class Export:
    """Everything that is the caller's, and what was shown to them as far as they can still read it."""

    exported_at: datetime
    user: views.User
    focus: OwnFocus
    sessions: tuple[OwnSession, ...]


@routes.at("POST", "/auth/push-token")
@routes.signed_in
@routes.arguments(PushToken)
@routes.replies(views.PushRegistered)
def register_device(body: PushToken, caller: Principal) -> views.PushRegistered:
    """Remember where the caller's device can be reached, in place of the one before."""
    device = Device(body.push_token, body.platform)
    beheard().shell.commit(lambda unit: unit.accounts.put_device(caller.id, device))
    return views.PushRegistered(registered=True)


@routes.at("GET", "/auth/me/export")
@routes.signed_in
@routes.streams(Export)
def export_me(caller: Principal) -> Streamed:
    """Take along everything that is the caller's, as one JSON document, session by session."""
    shell = beheard().shell
    account, focus = shell.read(lambda unit: (unit.accounts.get(caller.id), own_focus(unit, caller.id)))
    if account is None:
        raise Unauthorized
    head = Export(shell.clock(), views.user(account), focus, ())
    return Streamed(head, own_sessions(shell, caller.id))


@routes.at("DELETE", "/auth/me")
@routes.signed_in
@routes.arguments(Farewell)
@routes.replies(views.Deleted, refusals=[WrongCredentials])
def delete_me(body: Farewell, caller: Principal) -> views.Deleted:
    """Erase the caller's account and all that they wrote, for good; sessions that have not ended end for both."""
    state = beheard()
    limit_address(LOGIN, "login")
    found = state.shell.read(lambda unit: unit.accounts.sign_in(caller.email or ""))
    if not state.passwords.match(None if found is None else found[1], body.password):
        raise WrongCredentials

    def work(unit: Unit) -> None:
        erase(state.shell, unit, caller.id)
        unit.accounts.remove(caller.id)

    state.shell.commit(work)
    state.shell.store.settle()
    return views.Deleted(deleted=True)
