"""Registration, sign-in, and one's own account."""

from attrs import evolve, frozen

from beheard_core import Conflict, Forbidden, TooMany
from beheard_core.accounts import Account, Credentials, Logout, Principal, ProfileChange, Refresh, Registration, views
from beheard_core.mediation import InvitationExpired
from beheard_core.mediation.views import SessionSummary, session_summary
from beheard_server.acts import join_as_newcomer, names_for
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.errors import Unauthorized, WrongCredentials
from beheard_server.http.limits import LOGIN, REGISTER
from beheard_server.http.routes import Routes, limit_address
from beheard_server.http.state import beheard
from beheard_server.sign_ins import rotate, sign_in, sign_out
from beheard_server.store import Person, Unit

routes = Routes("accounts", tag="Accounts", envelope=MEDIATION)


@frozen
class Registered(views.SignedIn):
    """A new account that is signed in, and the session that it has joined, if any."""

    session: SessionSummary | None = None


@routes.at("POST", "/auth/register")
@routes.public
@routes.arguments(Registration)
@routes.replies(Registered, status=201, refusals=[Conflict, Forbidden, InvitationExpired, TooMany])
def register(body: Registration) -> Registered:
    """Create an account, and accept an invitation in the same step if one is named."""
    state = beheard()
    limit_address(REGISTER, "register")
    shell = state.shell
    account = Account(shell.new_id("user"), body.email, shell.clock(), body.name)
    password_hash = state.passwords.hash(body.password)

    def work(unit: Unit) -> Registered:
        if not unit.accounts.add(account, password_hash):
            raise Conflict("There is an account with this e-mail address.")
        unit.people.remember(Person(account.id, account.name, account.email))
        summary = None
        if body.invitation_id is not None:
            session = join_as_newcomer(shell, unit, account.id, body.invitation_id)
            summary = session_summary(session, account.id, names=names_for(unit, session, account.id))
        begun = sign_in(state, unit, account)
        return Registered(begun.user, begun.access_token, begun.refresh_token, begun.expires_in, summary)

    return shell.commit(work)


@routes.at("POST", "/auth/login")
@routes.public
@routes.arguments(Credentials)
@routes.replies(views.SignedIn, refusals=[WrongCredentials, TooMany])
def login(body: Credentials) -> views.SignedIn:
    """Sign in; every failure looks the same, and takes as long."""
    state = beheard()
    limit_address(LOGIN, "login")
    found = state.shell.read(lambda unit: unit.accounts.sign_in(body.email))
    matches = state.passwords.match(None if found is None else found[1], body.password)
    if found is None or not matches:
        raise WrongCredentials
    account, password_hash = found
    stronger = state.passwords.stronger(password_hash, body.password)

    def work(unit: Unit) -> views.SignedIn:
        if stronger is not None:
            unit.accounts.rehash(account.id, stronger)
        return sign_in(state, unit, account)

    return state.shell.commit(work)


@routes.at("POST", "/auth/refresh")
@routes.public
@routes.arguments(Refresh)
@routes.replies(views.TokenPair, refusals=[Unauthorized, TooMany])
def refresh(body: Refresh) -> views.TokenPair:
    """Spend a refresh token for a new pair; showing a spent one ends every sign-in of its owner."""
    state = beheard()
    jti = state.tokens.refresh_id(body.refresh_token)
    pair = None if jti is None else state.shell.commit(lambda unit: rotate(state, unit, jti))
    if pair is None:
        raise Unauthorized
    return pair


@routes.at("POST", "/auth/logout")
@routes.signed_in
@routes.arguments(Logout)
@routes.replies(views.LoggedOut)
def logout(body: Logout, caller: Principal) -> views.LoggedOut:
    """End one sign-in, or all of them, with their access tokens."""
    state = beheard()
    jti = state.tokens.refresh_id(body.refresh_token)
    state.shell.commit(lambda unit: sign_out(state, unit, caller.id, jti, all_devices=body.all_devices))
    return views.LoggedOut(logged_out=True)


@routes.at("GET", "/auth/me")
@routes.signed_in
@routes.replies(views.Me)
def me(caller: Principal) -> views.Me:
    """Show the caller's own account."""

    def look(unit: Unit) -> views.Me:
        user = views.user(_account(unit, caller))
        can_push = unit.accounts.device(caller.id) is not None
        return views.Me(user, unit.sessions.count_live(caller.id), push_notifications_enabled=can_push)

    return beheard().shell.read(look)


@routes.at("PATCH", "/auth/me")
@routes.signed_in
@routes.arguments(ProfileChange)
@routes.replies(views.OwnUser)
def change_me(body: ProfileChange, caller: Principal) -> views.OwnUser:
    """Change the caller's own account; what is left out stays."""

    def work(unit: Unit) -> views.OwnUser:
        account = _account(unit, caller)
        if body.name is not None:
            account = evolve(account, name=body.name)
            unit.accounts.update(account)
            unit.people.remember(Person(account.id, account.name, account.email))
        return views.OwnUser(views.user(account))

    return beheard().shell.commit(work)


def _account(unit: Unit, caller: Principal) -> Account:
    account = unit.accounts.get(caller.id)
    if account is None:
        raise Unauthorized
    return account
