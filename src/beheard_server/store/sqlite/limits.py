"""Counters of rate limits that hold exactly over every worker process: a small SQLite file of their own.

The file may be lost with the machine, so nothing waits for the disk. Its times come from the server's own clock.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from limits.storage import Storage

from beheard_server.store.sqlite.connections import Connections

_PRAGMAS = ("synchronous = OFF",)
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS counters (key TEXT PRIMARY KEY, count INTEGER, expires REAL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS counters_by_end ON counters (expires)",
)
_HIT = """
    INSERT INTO counters (key, count, expires) VALUES (:key, :amount, :end)
    ON CONFLICT (key) DO UPDATE SET
        count = iif(expires <= :now, :amount, count + :amount),
        expires = iif(expires <= :now, :end, expires)
    RETURNING count
"""


class SQLiteLimits(Storage):  # type: ignore[explicit-any, misc, unused-ignore]  # the base is typed with Any
    """The counters of fixed windows, each of which begins with its first hit."""

    STORAGE_SCHEME = None

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._connections = Connections(path, pragmas=_PRAGMAS, schema=_SCHEMA)
        self._clock = clock
        super().__init__()

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """No error of SQLite's is translated."""
        return ()

    def _now(self) -> float:
        return self._clock().timestamp()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a hit, in a new window where the old one is over, and give the count."""
        now = self._now()
        with self._connections.in_use() as connection:
            row: tuple[int] = connection.execute(
                _HIT, {"key": key, "amount": amount, "now": now, "end": now + expiry}
            ).fetchone()
            if row[0] == amount:
                # A window begins now and then: time to forget the windows that are over.
                connection.execute("DELETE FROM counters WHERE expires <= ?", (now,))
        return row[0]

    def get(self, key: str) -> int:
        """Give the count in the present window."""
        return int(self._read("count", key, 0))

    def get_expiry(self, key: str) -> float:
        """Give the end of the present window, in seconds since 1970."""
        return self._read("expires", key, self._now())

    def _read(self, column: str, key: str, otherwise: float) -> float:
        query = f"SELECT {column} FROM counters WHERE key = ? AND expires > ?"  # noqa: S608  one of two constants
        with self._connections.in_use() as connection:
            row: tuple[float] | None = connection.execute(query, (key, self._now())).fetchone()
        return otherwise if row is None else row[0]

    def check(self) -> bool:
        """Tell that the file can be opened."""
        with self._connections.in_use():
            return True

    def reset(self) -> int:
        """Forget every counter and say how many there were."""
        with self._connections.in_use() as connection:
            return connection.execute("DELETE FROM counters").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with self._connections.in_use() as connection:
            connection.execute("DELETE FROM counters WHERE key = ?", (key,))

    def close(self) -> None:
        """Close every connection of this process."""
        self._connections.close()
