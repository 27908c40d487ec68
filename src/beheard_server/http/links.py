"""Links that set a new password: signed, good for an hour, and for as long as the password stays what it was."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

LIFETIME = timedelta(hours=1)
_SALT = "beheard password reset"


class ResetLinks:
    """Signs and reads the tokens of such links with a list of secret keys, newest first."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=_SALT)

    def token(self, account_id: str, password_hash: str, *, now: datetime) -> str:
        """Give a token that can replace this password, once."""
        token = self._serializer.dumps([account_id, _fingerprint(password_hash), int(now.timestamp())])
        return token if isinstance(token, str) else token.decode()

    def account_of(self, token: str, *, now: datetime) -> str | None:
        """Give the id of the account that a token is for, None when it is not ours or too old."""
        found = self._read(token)
        if found is None or now.timestamp() - found[2] >= LIFETIME.total_seconds():
            return None
        return found[0]

    def replaces(self, token: str, password_hash: str) -> bool:
        """Tell whether the password is still the one that the token was made to replace."""
        found = self._read(token)
        return found is not None and found[1] == _fingerprint(password_hash)

    def _read(self, token: str) -> tuple[str, str, int] | None:
        try:
            account_id, fingerprint, made_at = self._serializer.loads(token)
        except BadData:
            return None
        return account_id, fingerprint, made_at


def _fingerprint(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()[:32]
