"""People who can sign in, and what they may do."""

from datetime import datetime
from enum import StrEnum

from attrs import evolve, field, frozen

from beheard_core.errors import Forbidden
from beheard_core.fields import email, flag, ident, text

# Longer than any address or password can be: what nobody can have is as wrong as any other guess.
_LONGEST_GUESS = 1024


class Role(StrEnum):
    """What somebody may do beyond being a person; the contexts say what each role is good for."""

    ADMIN = "admin"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"


@frozen
class Account:
    """Somebody who can sign in with an e-mail address and a password (which is kept elsewhere, as a hash).

    ``number`` is the store's, for contexts whose ids are integers; None before the account is kept.
    """

    id: str
    email: str
    created_at: datetime
    name: str | None = None
    roles: frozenset[Role] = frozenset()
    number: int | None = field(default=None, eq=False)


@frozen
class Principal:
    """Whoever makes a request: an id, roles, and as much about the person as is known.

    The id is opaque: the built-in accounts make one up, a host application brings its own. ``number`` is shown in its
    place where a document has integers for people: the built-in accounts have one, a host may.
    """

    id: str
    roles: frozenset[str] = frozenset()
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    number: int | None = None


@frozen(kw_only=True)
class Registration:
    """What it takes to become somebody."""

    email: str = field(**email("Your e-mail address"))
    password: str = field(**text("Your password, exactly as typed", least=8, most=128, trimmed=False))
    name: str | None = field(default=None, **text("What your partner sees as your name", most=100))
    invitation_id: str | None = field(default=None, **ident("An invitation to accept in the same step"))


@frozen(kw_only=True)
class Credentials:
    """What somebody signs in with; an address that cannot be one is simply wrong."""

    email: str = field(**text("Your e-mail address", most=_LONGEST_GUESS))
    password: str = field(**text("Your password, exactly as typed", most=_LONGEST_GUESS, trimmed=False))


@frozen(kw_only=True)
class Refresh:
    """A refresh token to be spent."""

    refresh_token: str = field(**text("The newest refresh token", most=4096, trimmed=False))


@frozen(kw_only=True)
class Logout:
    """What is to end: one token family, or all of them."""

    refresh_token: str = field(**text("A refresh token of the sign-in that ends", most=4096, trimmed=False))
    all_devices: bool = field(default=False, **flag("True ends every sign-in of yours"))


@frozen(kw_only=True)
class ProfileChange:
    """What is to change in one's own account; what is left out stays."""

    name: str | None = field(default=None, **text("What your partner sees as your name", most=100))


class Platform(StrEnum):
    """The kinds of devices that can be pushed to."""

    IOS = "ios"
    ANDROID = "android"


@frozen(kw_only=True)
class PushToken:
    """Where somebody's device can be reached."""

    push_token: str = field(**text("The device's token", most=4096, trimmed=False))
    platform: Platform


@frozen(kw_only=True)
class ForgottenPassword:
    """Whose password was forgotten; an address that cannot be one is simply nobody's."""

    email: str = field(**text("Your e-mail address", most=_LONGEST_GUESS))


@frozen(kw_only=True)
class NewPassword:
    """A new password, with the token that was sent."""

    token: str = field(**text("The token of the link that was sent", most=4096, trimmed=False))
    new_password: str = field(**text("Your new password, exactly as typed", least=8, most=128, trimmed=False))


@frozen(kw_only=True)
class Farewell:
    """What it takes to erase one's own account."""

    password: str = field(**text("Your password, exactly as typed", most=_LONGEST_GUESS, trimmed=False))


def require_role(principal: Principal, role: Role) -> None:
    """Let somebody pass who has a role.

    Raises:
        Forbidden: they do not have it.
    """
    if role not in principal.roles:
        raise Forbidden("You do not have permission to do this.")


def with_role(account: Account, role: Role) -> Account:
    """Give the account with one role more."""
    return evolve(account, roles=account.roles | {role})


def without_role(account: Account, role: Role) -> Account:
    """Give the account with one role less."""
    return evolve(account, roles=account.roles - {role})


def email_key(address: str) -> str:
    """Give the form in which two e-mail addresses are compared: capitals make no difference."""
    return address.casefold()
