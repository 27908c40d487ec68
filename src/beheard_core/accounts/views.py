"""What people are shown of their own account."""

from datetime import datetime

from attrs import frozen

from beheard_core.accounts.claims import ACCESS_LIFETIME
from beheard_core.accounts.model import Account


@frozen
class User:
    """An account, as only its owner sees it."""

    id: str
    email: str
    name: str | None
    created_at: datetime


@frozen
class SignedIn:
    """A successful sign-in."""

    user: User
    access_token: str
    refresh_token: str
    expires_in: int


@frozen
class Me:
    """The caller's own account and what there is to know at a glance."""

    user: User
    active_sessions: int
    push_notifications_enabled: bool


def user(account: Account) -> User:
    """Show an account to its owner."""
    return User(account.id, account.email, account.name, account.created_at)


def signed_in(account: Account, *, access_token: str, refresh_token: str) -> SignedIn:
    """Show a fresh pair of tokens; ``expires_in`` is the access token's lifetime in seconds."""
    return SignedIn(user(account), access_token, refresh_token, int(ACCESS_LIFETIME.total_seconds()))
