"""A forgotten password: a link by mail, and a new password in its place."""

import hashlib

from beheard_core import Invalid, TooMany, Violation
from beheard_core.accounts import ForgottenPassword, NewPassword, email_key, views
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.limits import FORGOT
from beheard_server.http.links import LIFETIME
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.store import Notice, NoticeKind, Unit

routes = Routes("forgotten", tag="Accounts", envelope=MEDIATION)
_BAD_TOKEN = Invalid((Violation("token", "is not a token for a new password, or no longer"),))


@routes.at("POST", "/auth/forgot-password")
@routes.public
@routes.arguments(ForgottenPassword)
@routes.replies(views.ResetSent, refusals=[TooMany])
def forgot_password(body: ForgottenPassword) -> views.ResetSent:
    """Send a link for a new password, good for an hour, if there is an account; the answer does not tell."""
    state = beheard()
    # The counters are kept apart from everything else, so what they are called must not be an address.
    who = hashlib.sha256(email_key(body.email).encode()).hexdigest()
    state.limiter.hit(FORGOT, "forgot", who)
    shell = state.shell

    def work(unit: Unit) -> None:
        found = unit.accounts.sign_in(body.email)
        now = shell.clock()
        # Kept for nobody too, and dropped when it would go out: the answer must not take longer for an account.
        unit.notices.add(
            Notice(
                id=shell.new_id("notice"),
                kind=NoticeKind.PASSWORD_RESET,
                due_at=now,
                expires_at=now + LIFETIME,
                person_id=None if found is None else found[0].id,
            )
        )

    shell.commit(work)
    return views.ResetSent(sent=True)


@routes.at("POST", "/auth/reset-password")
@routes.public
@routes.arguments(NewPassword)
@routes.replies(views.PasswordReset, refusals=[Invalid, TooMany])
def reset_password(body: NewPassword) -> views.PasswordReset:
    """Set a new password; the link is spent by it, and every sign-in ends."""
    state = beheard()
    account_id = state.reset_links.account_of(body.token, now=state.shell.clock())
    if account_id is None or not state.shell.read(lambda unit: _is_for(unit, account_id, body.token)):
        raise _BAD_TOKEN
    password_hash = state.passwords.hash(body.new_password)

    def work(unit: Unit) -> views.PasswordReset:
        if not _is_for(unit, account_id, body.token):
            raise _BAD_TOKEN
        unit.accounts.rehash(account_id, password_hash)
        unit.accounts.end_families(account_id, at=state.shell.clock())
        return views.PasswordReset(reset=True)

    return state.shell.commit(work)


def _is_for(unit: Unit, account_id: str, token: str) -> bool:
    password_hash = unit.accounts.password_hash(account_id)
    return password_hash is not None and beheard().reset_links.replaces(token, password_hash)
