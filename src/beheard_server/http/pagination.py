"""Cursors: where a list goes on, signed, for one person, one list and a day.

A cursor names the last thing that was shown, not how many there were, so that nothing comes twice and nothing is left
out while other things are added or taken away.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from attrs import frozen
from itsdangerous import BadData, URLSafeSerializer

from beheard_core import Invalid, Refusal, Violation

T = TypeVar("T")
LIFETIME = timedelta(days=1)
STALE = Invalid((Violation("cursor", "is not a cursor of this list, or no longer"),))
_SALT = "beheard list cursor"


class Cursors:
    """Signs and reads cursors with a list of secret keys, newest first."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=_SALT)

    def place(self, cursor: str | None, *, of: Sequence[str], now: datetime, stale: Refusal = STALE) -> "Place":
        """Give the place in a list where ``cursor`` stands; without one, its beginning.

        ``of`` names the list: which, whose, and how filtered.

        Raises:
            Refusal: ``stale``, when the cursor is not ours, belongs to another list or person, or is older than a day.
        """
        if cursor is None:
            return Place(self, of, now, None)
        try:
            signed_at, whose, behind = self._serializer.loads(cursor)
        except BadData:
            raise stale from None
        if whose != list(of) or now.timestamp() - signed_at > LIFETIME.total_seconds():
            raise stale
        return Place(self, of, now, tuple(behind))

    def sign(self, behind: Sequence[str], *, of: Sequence[str], now: datetime) -> str:
        """Give a cursor for the place behind something."""
        cursor = self._serializer.dumps([int(now.timestamp()), list(of), list(behind)])
        return cursor if isinstance(cursor, str) else cursor.decode()


@frozen
class Page(Generic[T]):
    """Some things of a list; ``cursor`` leads on while there are more."""

    items: Sequence[T]
    has_more: bool
    cursor: str | None


@frozen
class Place:
    """A place in a list: behind the thing that ``behind`` names, or at the beginning."""

    cursors: Cursors
    of: Sequence[str]
    now: datetime
    behind: tuple[str, ...] | None

    def page(self, found: Sequence[T], limit: int, name: Callable[[T], Sequence[str]]) -> Page[T]:
        """Cut a page of ``limit`` off what was found from here on; ``name`` says what to name a thing by."""
        items, more = found[:limit], len(found) > limit
        cursor = self.cursors.sign(name(items[-1]), of=self.of, now=self.now) if more else None
        return Page(items, more, cursor)
