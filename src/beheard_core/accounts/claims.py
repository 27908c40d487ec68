"""What the tokens say, and when what they say holds.

Source: the contract's *Auth*: an access token lives 15 minutes, a refresh token 30 days. ``fam`` names the token
family: all tokens that descend from one sign-in, which end together.
"""

from datetime import datetime, timedelta

from attrs import asdict, frozen

from beheard_core.accounts.model import Account

ACCESS_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=30)


@frozen
class AccessClaims:
    """The claims of an access token; times are whole seconds since 1970."""

    sub: str
    email: str
    iat: int
    exp: int
    fam: str
    type: str = "access"


@frozen
class RefreshClaims:
    """The claims of a refresh token; ``jti`` can be spent once."""

    sub: str
    jti: str
    iat: int
    exp: int
    type: str = "refresh"


def access_claims(account: Account, *, family: str, now: datetime) -> dict[str, object]:
    """Give the claims of an access token for this account, issued ``now``."""
    issued = int(now.timestamp())
    lifetime = int(ACCESS_LIFETIME.total_seconds())
    return asdict(AccessClaims(account.id, account.email, issued, issued + lifetime, family))


def refresh_claims(account: Account, *, jti: str, now: datetime) -> dict[str, object]:
    """Give the claims of a refresh token for this account, issued ``now``."""
    issued = int(now.timestamp())
    lifetime = int(REFRESH_LIFETIME.total_seconds())
    return asdict(RefreshClaims(account.id, jti, issued, issued + lifetime))


def is_fresh(expires: int, now: datetime) -> bool:
    """Tell whether a token that expires at ``expires`` (seconds since 1970) is still good; at that second it is not."""
    return now.timestamp() < expires
