"""Therapist sessions and how far they were, in SQLite."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from beheard_core.practice import Milestone, Snapshot, Status, TherapistSession
from beheard_server.store.practice import SessionFilter

_SESSION = "id, client_id, therapist_id, start_time, status, progress, end_time"


class SQLiteTherapistSessions:
    """Sessions, snapshots, milestones."""

    _execute: Callable[..., sqlite3.Cursor]
    _executemany: Callable[..., sqlite3.Cursor]

    def add(self, session: TherapistSession) -> bool:
        """Add a session; False when its id is taken."""
        added = self._execute(
            f"INSERT INTO beheard_practice_sessions ({_SESSION}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",  # noqa: S608
            (
                session.id,
                session.client_id,
                session.therapist_id,
                session.start_time.isoformat(),
                session.status.value,
                session.progress,
                written(session.end_time),
            ),
        )
        return added.rowcount == 1

    def get(self, session_id: str) -> TherapistSession | None:
        """Give one session."""
        row = self._execute(
            f"SELECT {_SESSION} FROM beheard_practice_sessions WHERE id = ?",  # noqa: S608
            (session_id,),
        ).fetchone()
        return None if row is None else _session(row)

    def save(self, session: TherapistSession) -> None:
        """Save the status, the progress and the end of a session."""
        self._execute(
            "UPDATE beheard_practice_sessions SET status = ?, progress = ?, end_time = ? WHERE id = ?",
            (session.status.value, session.progress, written(session.end_time), session.id),
        )

    def find(
        self, wanted: SessionFilter, *, before: tuple[datetime, str] | None = None, limit: int | None = None
    ) -> tuple[TherapistSession, ...]:
        """Give sessions, newest first, behind the start and the id of ``before``."""
        conditions: Mapping[str, object] = {
            "therapist_id = ?": wanted.therapist_id,
            "client_id = ?": wanted.client_id,
            "status = ?": wanted.status and wanted.status.value,
            "start_time >= ?": written(wanted.since),
            "start_time <= ?": written(wanted.until),
        }
        chosen = [condition for condition, value in conditions.items() if value is not None]
        values = [value for value in conditions.values() if value is not None]
        if before is not None:
            chosen.append("(start_time, id) < (?, ?)")
            values += [before[0].isoformat(), before[1]]
        where = f" WHERE {' AND '.join(chosen)}" if chosen else ""
        rows = self._execute(
            f"SELECT {_SESSION} FROM beheard_practice_sessions{where} ORDER BY start_time DESC, id DESC LIMIT ?",  # noqa: S608
            (*values, -1 if limit is None else limit),
        ).fetchall()
        return tuple(map(_session, rows))

    def knows_therapist(self, therapist_id: str) -> bool:
        """Tell whether a session is this therapist's."""
        row: tuple[int] = self._execute(
            "SELECT EXISTS (SELECT 1 FROM beheard_practice_sessions WHERE therapist_id = ?)", (therapist_id,)
        ).fetchone()
        return bool(row[0])

    def started(self, session_ids: Sequence[str]) -> Mapping[str, datetime]:
        """Give when sessions started."""
        rows = self._execute(
            "SELECT id, start_time FROM beheard_practice_sessions WHERE id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(session_ids)).decode(),),
        ).fetchall()
        return {row[0]: datetime.fromisoformat(row[1]) for row in rows}

    def merge_snapshots(self, session_id: str, snapshots: Iterable[Snapshot]) -> None:
        """Merge snapshots into those of a session, by their timestamps."""
        self._executemany(
            "INSERT INTO beheard_practice_snapshots (session_id, taken_at, value) VALUES (?, ?, ?)"
            " ON CONFLICT (session_id, taken_at) DO UPDATE SET value = excluded.value",
            [(session_id, each.timestamp.isoformat(), each.value) for each in snapshots],
        )

    def snapshots(self, session_id: str) -> tuple[Snapshot, ...]:
        """Give the snapshots of a session, oldest first."""
        rows = self._execute(
            "SELECT taken_at, value FROM beheard_practice_snapshots WHERE session_id = ? ORDER BY taken_at",
            (session_id,),
        ).fetchall()
        return tuple(Snapshot(datetime.fromisoformat(row[0]), row[1]) for row in rows)

    def put_milestones(self, session_id: str, milestones: Iterable[Milestone]) -> None:
        """Keep milestones of a session, each in place of what had its name."""
        self._executemany(
            "INSERT INTO beheard_practice_milestones (session_id, name, value, achieved_at, metadata)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (session_id, name) DO UPDATE SET"
            " value = excluded.value, achieved_at = excluded.achieved_at, metadata = excluded.metadata",
            [
                (
                    session_id,
                    each.milestone_name,
                    each.milestone_value,
                    each.achieved_at.isoformat(),
                    orjson.dumps(each.metadata).decode(),
                )
                for each in milestones
            ],
        )

    def milestones(self, session_id: str) -> Mapping[str, Milestone]:
        """Give the milestones that were kept of a session, by name."""
        rows = self._execute(
            "SELECT name, value, achieved_at, metadata FROM beheard_practice_milestones WHERE session_id = ?",
            (session_id,),
        ).fetchall()
        return {row[0]: Milestone(row[0], row[1], datetime.fromisoformat(row[2]), orjson.loads(row[3])) for row in rows}


def written(moment: datetime | None) -> str | None:
    """Write a moment so that the order of the texts is that of the times: always in UTC."""
    return None if moment is None else moment.isoformat()


def _session(row: tuple[Any, ...]) -> TherapistSession:
    end_time = None if row[6] is None else datetime.fromisoformat(row[6])
    return TherapistSession(row[0], row[1], row[2], datetime.fromisoformat(row[3]), Status(row[4]), row[5], end_time)
