"""People who can sign in, and what they may do."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from beheard_core.fields import email, ident, text


class Role(StrEnum):
    """What somebody may do beyond being a person; the contexts say what each role is good for."""

    ADMIN = "admin"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"


@frozen
class Account:
    """Somebody who can sign in with an e-mail address and a password (which is kept elsewhere, as a hash)."""

    id: str
    email: str
    created_at: datetime
    name: str | None = None
    roles: frozenset[Role] = frozenset()


@frozen
class Principal:
    """Whoever makes a request: an id, roles, and as much about the person as is known.

    The id is opaque: the built-in accounts make one up, a host application brings its own.
    """

    id: str
    roles: frozenset[str] = frozenset()
    name: str | None = None
    email: str | None = None
    phone: str | None = None


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

    email: str = field(**text("Your e-mail address", most=254))
    password: str = field(**text("Your password, exactly as typed", most=128, trimmed=False))


def email_key(address: str) -> str:
    """Give the form in which two e-mail addresses are compared: capitals make no difference."""
    return address.casefold()
