"""Cursors: where a list goes on, signed, for one person, one list and a day.

A cursor names the last thing that was shown, not how many there were, so that nothing comes twice and nothing is left
out while other things are added or taken away.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from beheard_core import Invalid, Refusal, Violation

LIFETIME = timedelta(days=1)
STALE = Invalid((Violation("cursor", "is not a cursor of this list, or no longer"),))
_SALT = "beheard list cursor"


class Cursors:
    """Signs and reads cursors with a list of secret keys, newest first."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=_SALT)

    def sign(self, position: Sequence[str], *, of: Sequence[str], now: datetime) -> str:
        """Give a cursor behind ``position`` in the list that ``of`` names: which, whose, and how filtered."""
        cursor = self._serializer.dumps([int(now.timestamp()), list(of), list(position)])
        return cursor if isinstance(cursor, str) else cursor.decode()

    def read(
        self, cursor: str | None, *, of: Sequence[str], now: datetime, stale: Refusal = STALE
    ) -> tuple[str, ...] | None:
        """Give the position that a cursor names; None without one.

        Raises:
            Refusal: ``stale``, when it is not ours, belongs to another list or person, or is older than a day.
        """
        if cursor is None:
            return None
        try:
            signed_at, whose, position = self._serializer.loads(cursor)
        except BadData:
            raise stale from None
        if whose != list(of) or now.timestamp() - signed_at > LIFETIME.total_seconds():
            raise stale
        return tuple(position)
