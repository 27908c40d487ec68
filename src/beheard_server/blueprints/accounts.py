"""Registration, sign-in, and one's own account."""

from attrs import frozen
from flask import request

from beheard_core import Conflict, Forbidden
from beheard_core.accounts import Account, Credentials, Principal, Registration, views
from beheard_core.accounts.claims import REFRESH_LIFETIME, access_claims, refresh_claims
from beheard_core.mediation import InvitationExpired
from beheard_core.mediation.views import SessionSummary, session_summary
from beheard_server.acts import join_as_newcomer, names_for, remember
from beheard_server.http.errors import ENVELOPE, TooMany, Unauthorized, WrongCredentials
from beheard_server.http.limits import Limit
from beheard_server.http.routes import Routes
from beheard_server.http.state import State, beheard
from beheard_server.store import Unit

routes = Routes("accounts", tag="Accounts", envelope=ENVELOPE)


@frozen
class Registered(views.SignedIn):
    """A new account that is signed in, and the session that it has joined, if any."""

    session: SessionSummary | None = None


@routes.at("POST", "/auth/register")
@routes.arguments(Registration)
@routes.replies(Registered, status=201, refusals=[Conflict, Forbidden, InvitationExpired, TooMany])
def register(body: Registration) -> Registered:
    """Create an account, and accept an invitation in the same step if one is named."""
    state = beheard()
    state.limiter.hit(Limit.REGISTER, _address())
    shell = state.shell
    account = Account(shell.new_id("user"), body.email, shell.clock(), body.name)
    password_hash = state.passwords.hash(body.password)

    def work(unit: Unit) -> Registered:
        if not unit.accounts.add(account, password_hash):
            raise Conflict("There is an account with this e-mail address.")
        remember(unit, Principal(account.id, account.roles, account.name, account.email))
        summary = None
        if body.invitation_id is not None:
            session = join_as_newcomer(shell, unit, account.id, body.invitation_id)
            summary = session_summary(session, account.id, names=names_for(unit, session, account.id))
        signed_in = _sign_in(state, unit, account)
        return Registered(
            signed_in.user, signed_in.access_token, signed_in.refresh_token, signed_in.expires_in, summary
        )

    return shell.commit(work)


@routes.at("POST", "/auth/login")
@routes.arguments(Credentials)
@routes.replies(views.SignedIn, refusals=[WrongCredentials, TooMany])
def login(body: Credentials) -> views.SignedIn:
    """Sign in; every failure looks the same, and takes as long."""
    state = beheard()
    state.limiter.hit(Limit.LOGIN, _address())
    found = state.shell.read(lambda unit: unit.accounts.sign_in(body.email))
    matches = state.passwords.match(None if found is None else found[1], body.password)
    if found is None or not matches:
        raise WrongCredentials
    account, password_hash = found
    stronger = state.passwords.stronger(password_hash, body.password)

    def work(unit: Unit) -> views.SignedIn:
        if stronger is not None:
            unit.accounts.rehash(account.id, stronger)
        return _sign_in(state, unit, account)

    return state.shell.commit(work)


@routes.at("GET", "/auth/me")
@routes.signed_in
@routes.replies(views.Me)
def me(caller: Principal) -> views.Me:
    """Show the caller's own account."""

    def look(unit: Unit) -> views.Me:
        account = unit.accounts.get(caller.id)
        if account is None:
            raise Unauthorized
        return views.Me(views.user(account), unit.sessions.count_live(caller.id), push_notifications_enabled=False)

    return beheard().shell.read(look)


def _sign_in(state: State, unit: Unit, account: Account) -> views.SignedIn:
    shell, now = state.shell, state.shell.clock()
    family, jti = shell.new_id("fam"), shell.new_id("tok")
    unit.accounts.begin_family(family, account.id, jti=jti, expires_at=now + REFRESH_LIFETIME)
    return views.signed_in(
        account,
        access_token=state.tokens.sign(access_claims(account, family=family, now=now)),
        refresh_token=state.tokens.sign(refresh_claims(account, jti=jti, now=now)),
    )


def _address() -> str:
    return request.remote_addr or "unknown"
