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
class TokenPair:
    """Fresh tokens; the refresh token that was shown for them is spent."""

    access_token: str
    refresh_token: str
    expires_in: int


@frozen
class LoggedOut:
    """The end of a sign-in."""

    logged_out: bool


@frozen
class OwnUser:
    """The caller's own account."""

    user: User


@frozen
class PushRegistered:
    """A device that can be pushed to from now on, in place of the one before."""

    registered: bool


@frozen
class ResetSent:
    """The same for every address, known or not."""

    sent: bool


@frozen
class PasswordReset:
    """A new password; every sign-in has ended."""

    reset: bool


@frozen
class Deleted:
    """The end of an account, and of all that its owner wrote."""

    deleted: bool


@frozen
class Me:
    """The caller's own account and what there is to know at a glance."""

    user: User
    active_sessions: int
    push_notifications_enabled: bool


def user(account: Account) -> User:
    """Show an account to its owner."""
    return User(account.id, account.email, account.name, account.created_at)


def token_pair(access_token: str, refresh_token: str) -> TokenPair:
    """Show a fresh pair of tokens; ``expires_in`` is the access token's lifetime in seconds."""
    return TokenPair(access_token, refresh_token, int(ACCESS_LIFETIME.total_seconds()))


def signed_in(account: Account, pair: TokenPair) -> SignedIn:
    """Show an account that has just signed in, with its tokens."""
    return SignedIn(user(account), pair.access_token, pair.refresh_token, pair.expires_in)
