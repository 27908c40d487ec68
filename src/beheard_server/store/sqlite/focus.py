"""Focus sessions, days, streaks and badges, in SQLite."""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import orjson

from beheard_core.focus import (
    Badge,
    Criteria,
    Dates,
    DayProgress,
    FocusSession,
    FocusStatus,
    KeptStreak,
    NewBadge,
)
from beheard_server.store.focus import Ended
from beheard_server.store.sqlite.connections import savepoint

_VALUES = "user_id, duration_seconds, elapsed_seconds, status, started_at, ended_at, time_zone, started_on, day"
_SESSION = f"id, {_VALUES}"
_BADGE = "b.id, b.name, b.description, b.icon_key, b.criteria_type, b.criteria_value"
_PERSONAL = ("beheard_focus_sessions", "beheard_focus_days", "beheard_focus_streaks", "beheard_badges_earned")
_FIRST, _LAST = date.min.isoformat(), date.max.isoformat()


class SQLiteFocus:
    """Implements :class:`beheard_server.store.focus.Focus`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what the block does here if it raises, and nothing else."""
        return savepoint(self._connection)

    def add(self, session: FocusSession) -> FocusSession | None:
        """Add a session under the next number; None while one is running."""
        row = self._execute(
            f"INSERT INTO beheard_focus_sessions ({_VALUES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
            " ON CONFLICT (user_id) WHERE status IN ('active', 'paused') DO NOTHING"
            f" RETURNING {_SESSION}",
            _values(session),
        ).fetchone()
        return None if row is None else _session(row)

    def get(self, session_id: int, *, user: str) -> FocusSession | None:
        """Give one session of a person's."""
        row = self._execute(
            f"SELECT {_SESSION} FROM beheard_focus_sessions WHERE id = ? AND user_id = ?",  # noqa: S608
            (session_id, user),
        ).fetchone()
        return None if row is None else _session(row)

    def running(self, user: str) -> FocusSession | None:
        """Give the session that is active or paused."""
        row = self._execute(
            f"SELECT {_SESSION} FROM beheard_focus_sessions WHERE user_id = ? AND status IN ('active', 'paused')",  # noqa: S608
            (user,),
        ).fetchone()
        return None if row is None else _session(row)

    def save(self, session: FocusSession) -> None:
        """Save what a session has become."""
        self._execute(
            "UPDATE beheard_focus_sessions SET elapsed_seconds = ?, status = ?, ended_at = ?, day = ? WHERE id = ?",
            (session.elapsed_seconds, session.status, _text(session.ended_at), _text(session.day), session.id),
        )

    def page_of(
        self,
        user: str,
        *,
        status: FocusStatus | None,
        dates: Dates,
        before: tuple[datetime, int] | None = None,
        limit: int,
    ) -> Sequence[FocusSession]:
        """Give sessions by their starts, newest first."""
        conditions = ["user_id = ?", "started_on BETWEEN ? AND ?"]
        values: list[object] = [user, *_range(dates)]
        if status is not None:
            conditions.append("status = ?")
            values.append(status)
        if before is not None:
            conditions.append("(started_at, id) < (?, ?)")
            values.extend((before[0].isoformat(), before[1]))
        rows = self._execute(
            f"SELECT {_SESSION} FROM beheard_focus_sessions WHERE {' AND '.join(conditions)}"  # noqa: S608
            " ORDER BY started_at DESC, id DESC LIMIT ?",
            (*values, limit),
        ).fetchall()
        return tuple(map(_session, rows))

    def zone_of(self, user: str) -> str | None:
        """Give the zone of the session that began last."""
        row: tuple[str] | None = self._execute(
            "SELECT time_zone FROM beheard_focus_sessions WHERE user_id = ? ORDER BY started_at DESC, id DESC LIMIT 1",
            (user,),
        ).fetchone()
        return None if row is None else row[0]

    def completed(self, user: str) -> Sequence[FocusSession]:
        """Give every completed session."""
        rows = self._execute(
            f"SELECT {_SESSION} FROM beheard_focus_sessions WHERE user_id = ? AND day IS NOT NULL ORDER BY day",  # noqa: S608
            (user,),
        ).fetchall()
        return tuple(map(_session, rows))

    def days(self, user: str) -> Sequence[date]:
        """Give the days of the completed sessions, each once, oldest first."""
        rows = self._execute(
            "SELECT DISTINCT day FROM beheard_focus_sessions WHERE user_id = ? AND day IS NOT NULL ORDER BY day",
            (user,),
        ).fetchall()
        return tuple(date.fromisoformat(row[0]) for row in rows)

    def ended(self, user: str, days: Collection[date]) -> Sequence[Ended]:
        """Give those of these days that have completed sessions, with their zones, oldest first."""
        rows = self._execute(
            "SELECT day, time_zone, min(ended_at), max(ended_at) FROM beheard_focus_sessions"
            " WHERE user_id = ? AND day IN (SELECT value FROM json_each(?)) GROUP BY day, time_zone"
            " ORDER BY day, time_zone",
            (user, orjson.dumps(list(days)).decode()),
        ).fetchall()
        moment = datetime.fromisoformat
        return tuple(Ended(date.fromisoformat(row[0]), row[1], moment(row[2]), moment(row[3])) for row in rows)

    def progress(self, user: str, dates: Dates) -> Sequence[DayProgress]:
        """Give the days that have any progress, oldest first."""
        rows = self._execute(
            "SELECT day, sessions_completed, total_focus_seconds FROM beheard_focus_days"
            " WHERE user_id = ? AND day BETWEEN ? AND ? ORDER BY day",
            (user, *_range(dates)),
        ).fetchall()
        return tuple(DayProgress(date.fromisoformat(row[0]), row[1], row[2]) for row in rows)

    def put_progress(self, user: str, progress: DayProgress) -> None:
        """Save the progress of a day; one without sessions leaves nothing."""
        day = progress.date.isoformat()
        if not progress.sessions_completed:
            self._execute("DELETE FROM beheard_focus_days WHERE user_id = ? AND day = ?", (user, day))
            return
        self._execute(
            "INSERT INTO beheard_focus_days (user_id, day, sessions_completed, total_focus_seconds) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (user_id, day) DO UPDATE"
            " SET sessions_completed = excluded.sessions_completed, total_focus_seconds = excluded.total_focus_seconds",
            (user, day, progress.sessions_completed, progress.total_focus_seconds),
        )

    def totals(self, user: str) -> tuple[int, int]:
        """Give how many sessions and seconds all days add up to."""
        row: tuple[int, int] = self._execute(
            "SELECT coalesce(sum(sessions_completed), 0), coalesce(sum(total_focus_seconds), 0)"
            " FROM beheard_focus_days WHERE user_id = ?",
            (user,),
        ).fetchone()
        return row

    def streak(self, user: str) -> KeptStreak:
        """Give the streak as it was kept last."""
        row = self._execute(
            "SELECT current_streak, longest_streak, last_session_date, updated_at FROM beheard_focus_streaks"
            " WHERE user_id = ?",
            (user,),
        ).fetchone()
        if row is None:
            return KeptStreak()
        last = None if row[2] is None else date.fromisoformat(row[2])
        return KeptStreak(row[0], row[1], last, None if row[3] is None else datetime.fromisoformat(row[3]))

    def put_streak(self, user: str, streak: KeptStreak) -> None:
        """Save the streak."""
        self._execute(
            "INSERT OR REPLACE INTO beheard_focus_streaks"
            " (user_id, current_streak, longest_streak, last_session_date, updated_at) VALUES (?, ?, ?, ?, ?)",
            (user, streak.current, streak.longest, _text(streak.last_day), _text(streak.updated_at)),
        )

    def badges(self) -> Sequence[Badge]:
        """Give every definition, by number."""
        rows = self._execute(f"SELECT {_BADGE} FROM beheard_badges b ORDER BY b.id").fetchall()  # noqa: S608
        return tuple(map(_badge, rows))

    def add_badge(self, new: NewBadge) -> Badge | None:
        """Add a definition; None when there is one of this name."""
        row = self._execute(
            "INSERT INTO beheard_badges (name, description, icon_key, criteria_type, criteria_value)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING"
            " RETURNING id, name, description, icon_key, criteria_type, criteria_value",
            (new.name, new.description, new.icon_key, new.criteria_type, new.criteria_value),
        ).fetchone()
        return None if row is None else _badge(row)

    def earned(self, user: str, *, limit: int | None = None) -> Sequence[tuple[Badge, datetime]]:
        """Give the badges that a person has, newest first."""
        rows = self._execute(
            f"SELECT {_BADGE}, e.earned_at FROM beheard_badges_earned e JOIN beheard_badges b ON b.id = e.badge_id"  # noqa: S608
            " WHERE e.user_id = ? ORDER BY e.earned_at DESC, e.number DESC LIMIT ?",
            (user, -1 if limit is None else limit),
        ).fetchall()
        return tuple((_badge(row[:6]), datetime.fromisoformat(row[6])) for row in rows)

    def count_earned(self, user: str) -> int:
        """Count the badges that a person has."""
        row: tuple[int] = self._execute(
            "SELECT count(*) FROM beheard_badges_earned WHERE user_id = ?", (user,)
        ).fetchone()
        return row[0]

    def award(self, user: str, badge_id: int, *, at: datetime) -> None:
        """Give a badge to a person who does not have it."""
        self._execute(
            "INSERT INTO beheard_badges_earned (user_id, badge_id, earned_at) VALUES (?, ?, ?)",
            (user, badge_id, at.isoformat()),
        )

    def erase(self, user: str) -> None:
        """Erase all that is kept of somebody."""
        for table in _PERSONAL:
            self._execute(f"DELETE FROM {table} WHERE user_id = ?", (user,))  # noqa: S608

    def users(self) -> Sequence[str]:
        """Give the ids of everybody of whom anything is kept."""
        rows = self._execute(
            "SELECT user_id FROM beheard_focus_sessions UNION SELECT user_id FROM beheard_focus_days"
            " UNION SELECT user_id FROM beheard_focus_streaks ORDER BY user_id"
        ).fetchall()
        return tuple(row[0] for row in rows)


def _values(session: FocusSession) -> tuple[object, ...]:
    return (
        session.user_id,
        session.duration_seconds,
        session.elapsed_seconds,
        session.status,
        session.started_at.isoformat(),
        _text(session.ended_at),
        session.time_zone,
        session.started_on.isoformat(),
        _text(session.day),
    )


def _text(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _range(dates: Dates) -> tuple[str, str]:
    return _text(dates.from_) or _FIRST, _text(dates.to) or _LAST


def _session(row: tuple[Any, ...]) -> FocusSession:
    return FocusSession(
        id=row[0],
        user_id=row[1],
        duration_seconds=row[2],
        elapsed_seconds=row[3],
        status=FocusStatus(row[4]),
        started_at=datetime.fromisoformat(row[5]),
        ended_at=None if row[6] is None else datetime.fromisoformat(row[6]),
        time_zone=row[7],
        started_on=date.fromisoformat(row[8]),
        day=None if row[9] is None else date.fromisoformat(row[9]),
    )


def _badge(row: tuple[Any, ...]) -> Badge:
    return Badge(row[0], row[1], row[2], row[3], Criteria(row[4]), row[5])
