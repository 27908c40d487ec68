"""What people are to be told, and who of several processes does a job, in SQLite."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beheard_server.store.notices import Notice, NoticeKind
from beheard_server.store.sqlite.times import sortable

_COLUMNS = "id, kind, due_at, session_id, person_id, expires_at, attempts"


def _notice(row: Sequence[Any]) -> Notice:
    return Notice(
        id=row[0],
        kind=NoticeKind(row[1]),
        due_at=datetime.fromisoformat(row[2]),
        session_id=row[3],
        person_id=row[4],
        expires_at=None if row[5] is None else datetime.fromisoformat(row[5]),
        attempts=row[6],
    )


class SQLiteNotices:
    """Implements :class:`beheard_server.store.notices.Notices`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self.added = False

    def add(self, notice: Notice) -> None:
        """Keep a notice."""
        ends = None if notice.expires_at is None else sortable(notice.expires_at)
        due = sortable(notice.due_at)
        self._execute(
            f"INSERT OR REPLACE INTO beheard_notices ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (notice.id, notice.kind, due, notice.session_id, notice.person_id, ends, notice.attempts),
        )
        self.added = True

    def is_due(self, now: datetime) -> bool:
        """Tell whether there is something to tell."""
        query = "SELECT 1 FROM beheard_notices WHERE due_at <= ? LIMIT 1"
        return self._execute(query, (sortable(now),)).fetchone() is not None

    def take(self, now: datetime, *, until: datetime, limit: int) -> tuple[Notice, ...]:
        """Give what is due."""
        rows = self._execute(
            f"SELECT {_COLUMNS} FROM beheard_notices WHERE due_at <= ? ORDER BY due_at, id LIMIT ?",  # noqa: S608
            (sortable(now), limit),
        ).fetchall()
        for row in rows:
            self._execute(
                "UPDATE beheard_notices SET due_at = ?, attempts = attempts + 1 WHERE id = ?",
                (sortable(until), row[0]),
            )
        return tuple(_notice((*row[:2], sortable(until), *row[3:6], row[6] + 1)) for row in rows)

    def delay(self, notice_id: str, *, until: datetime) -> None:
        """Let a notice go out later."""
        self._execute("UPDATE beheard_notices SET due_at = ? WHERE id = ?", (sortable(until), notice_id))

    def done(self, notice_id: str) -> None:
        """Forget a notice."""
        self._execute("DELETE FROM beheard_notices WHERE id = ?", (notice_id,))

    def waits(self, kind: NoticeKind, *, session_id: str, person_id: str) -> bool:
        """Tell whether there is such a notice that nobody has taken yet."""
        row = self._execute(
            "SELECT 1 FROM beheard_notices WHERE person_id = ? AND session_id = ? AND kind = ? AND attempts = 0",
            (person_id, session_id, kind),
        ).fetchone()
        return row is not None

    def forget(self, person_id: str) -> None:
        """Forget everything that somebody was to be told."""
        self._execute("DELETE FROM beheard_notices WHERE person_id = ?", (person_id,))


class SQLiteLeases:
    """Implements :class:`beheard_server.store.notices.Leases`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def take(self, job: str, *, holder: str, now: datetime, until: datetime) -> bool:
        """Give a job to ``holder``."""
        rows = self._execute(
            "INSERT INTO beheard_leases (job, holder, ends_at) VALUES (?1, ?2, ?3) ON CONFLICT (job) DO UPDATE"
            " SET holder = ?2, ends_at = ?3 WHERE holder = ?2 OR ends_at <= ?4 RETURNING job",
            (job, holder, sortable(until), sortable(now)),
        ).fetchall()
        return bool(rows)

    def release(self, job: str, *, holder: str) -> None:
        """Let somebody else have the job."""
        self._execute("DELETE FROM beheard_leases WHERE job = ? AND holder = ?", (job, holder))
