"""Who makes the request."""

from collections.abc import Callable

from flask import request

from beheard_core.accounts import Principal, is_fresh
from beheard_server.http.errors import Unauthorized
from beheard_server.http.tokens import Tokens
from beheard_server.shell import Shell
from beheard_server.store import Person

Identity = Callable[[], Principal | None]


class BuiltInIdentity:
    """Knows the caller by the access token in the ``Authorization`` header."""

    def __init__(self, shell: Shell, tokens: Tokens) -> None:
        self._shell = shell
        self._tokens = tokens

    def __call__(self) -> Principal | None:
        """Give the caller, or None without a token that is good right now."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        claims = self._tokens.claims(token.strip(), "access")
        if not is_fresh(claims["exp"], self._shell.clock()):
            return None
        account = self._shell.read(lambda unit: unit.accounts.in_family(claims["sub"], claims["fam"]))
        if account is None:
            return None
        return Principal(account.id, account.roles, account.name, account.email, number=account.number)


class HostIdentity:
    """Takes the host's word for who calls, and remembers names and addresses for the partner's view."""

    def __init__(self, shell: Shell, identity: Identity) -> None:
        self._shell = shell
        self._identity = identity

    def __call__(self) -> Principal | None:
        """Give the caller as the host knows them, or None."""
        principal = self._identity()
        if principal is not None:
            self._remember(Person(principal.id, principal.name, principal.email, principal.phone))
        return principal

    def _remember(self, person: Person) -> None:
        # Asked every time: another process may have remembered something else meanwhile.
        known = self._shell.read(lambda unit: unit.people.get((person.id,)))
        if known.get(person.id) != person:
            self._shell.commit(lambda unit: unit.people.remember(person))


def authenticated(identity: Identity) -> Principal:
    """Give the caller.

    Raises:
        Unauthorized: nobody is signed in.
    """
    caller = identity()
    if caller is None:
        raise Unauthorized
    return caller
