"""Signing in, staying signed in, and signing out."""

from beheard_core.accounts import Account, RefreshToken, Verdict, access_claims, judge, refresh_claims, views
from beheard_core.accounts.claims import REFRESH_LIFETIME
from beheard_server.http.state import State
from beheard_server.store import Unit


def sign_in(state: State, unit: Unit, account: Account) -> views.SignedIn:
    """Begin a token family."""
    family = state.shell.new_id("fam")
    unit.accounts.begin_family(family, account.id)
    return views.signed_in(account, _pair(state, unit, account, family))


def rotate(state: State, unit: Unit, jti: str) -> views.TokenPair | None:
    """Spend a refresh token for a new pair; None when it is not good.

    One that was spent before ends every sign-in of its owner: commit even when the answer is None.
    """
    now = state.shell.clock()
    token = unit.accounts.token(jti)
    verdict = judge(token, now=now)
    if token is None or verdict is Verdict.REFUSE:
        return None
    if verdict is Verdict.END_ALL or not unit.accounts.spend(jti, at=now):
        unit.accounts.end_families(token.account_id, at=now)
        return None
    account = unit.accounts.get(token.account_id)
    return None if account is None else _pair(state, unit, account, token.family_id)


def sign_out(state: State, unit: Unit, account_id: str, jti: str | None, *, all_devices: bool) -> None:
    """End the family of a refresh token, or all families; a token of somebody else's ends nothing."""
    now = state.shell.clock()
    if all_devices:
        unit.accounts.end_families(account_id, at=now)
    token = None if jti is None else unit.accounts.token(jti)
    if token is not None and token.account_id == account_id:
        unit.accounts.end_family(token.family_id, at=now)


def _pair(state: State, unit: Unit, account: Account, family: str) -> views.TokenPair:
    now = state.shell.clock()
    token = RefreshToken(state.shell.new_id("tok"), family, account.id, now + REFRESH_LIFETIME)
    unit.accounts.add_token(token)
    return views.token_pair(
        state.tokens.sign(access_claims(account, family=family, now=now)),
        state.tokens.sign(refresh_claims(account, jti=token.jti, now=now)),
    )
