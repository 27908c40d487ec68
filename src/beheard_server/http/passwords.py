"""Passwords, kept as Argon2 hashes."""

import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError


class Passwords:
    """Hashes passwords and compares them; a call takes long on purpose and belongs outside of any transaction."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """Give a hash to keep."""
        return self._hasher.hash(password)

    def match(self, password_hash: str | None, password: str) -> bool:
        """Tell whether this is the password; without a hash to compare with, take as long and say no."""
        try:
            return self._hasher.verify(password_hash or self._nobodys, password) and password_hash is not None
        except VerifyMismatchError:
            return False

    def stronger(self, password_hash: str, password: str) -> str | None:
        """Give a new hash where the old one was made with weaker settings than today's."""
        return self._hasher.hash(password) if self._hasher.check_needs_rehash(password_hash) else None
