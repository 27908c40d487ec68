"""Measures, skills, sections and comparisons, in SQLite."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from beheard_core.practice import Analytics, Comparison, Improvements, Metrics, Practised
from beheard_server.store.sections import sections_from_json, sections_to_json
from beheard_server.store.sqlite.practice.sessions import written

_METRICS = (
    "total_messages, therapist_messages, client_messages, session_duration, active_time, skill_scores,"
    " response_time, conversation_flow, milestones_reached, last_milestone_time"
)
_PRACTISED = "session_id, therapist_id, skill_name, score, category, practised_at"
_COMPARISON = (
    "id, therapist_id, current_session_id, previous_session_id, improvement_score,"
    " progress_improvement, skill_score_improvement, response_time_improvement, analyzed_at"
)


class SQLiteMeasures:
    """Measures, skills, sections, comparisons."""

    _execute: Callable[..., sqlite3.Cursor]
    _executemany: Callable[..., sqlite3.Cursor]

    def put_metrics(self, session_id: str, metrics: Metrics) -> None:
        """Keep the measures of a session in place of those before."""
        self._execute(
            f"INSERT OR REPLACE INTO beheard_practice_metrics (session_id, {_METRICS})"  # noqa: S608
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session_id,
                metrics.total_messages,
                metrics.therapist_messages,
                metrics.client_messages,
                metrics.session_duration,
                metrics.active_time,
                orjson.dumps(metrics.skill_scores).decode(),
                metrics.response_time,
                metrics.conversation_flow,
                orjson.dumps(metrics.milestones_reached).decode(),
                written(metrics.last_milestone_time),
            ),
        )

    def metrics(self, session_id: str) -> Metrics | None:
        """Give the measures of a session."""
        row = self._execute(
            f"SELECT session_id, {_METRICS} FROM beheard_practice_metrics WHERE session_id = ?",  # noqa: S608
            (session_id,),
        ).fetchone()
        return None if row is None else _metrics(row)

    def metrics_of(self, therapist_id: str) -> Mapping[str, Metrics]:
        """Give the measures of a therapist's sessions, by the ids of these."""
        rows = self._execute(
            f"SELECT session_id, {_METRICS} FROM beheard_practice_metrics WHERE session_id IN"  # noqa: S608
            " (SELECT id FROM beheard_practice_sessions WHERE therapist_id = ?)",
            (therapist_id,),
        ).fetchall()
        return {row[0]: _metrics(row) for row in rows}

    def add_practice(self, practice: Iterable[Practised]) -> None:
        """Note that skills were practised."""
        self._executemany(
            f"INSERT INTO beheard_practice_skills ({_PRACTISED}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
            [
                (each.session_id, each.therapist_id, each.skill_name, each.score, each.category, each.at.isoformat())
                for each in practice
            ],
        )

    def practice(self, *, session_id: str | None = None, therapist_id: str | None = None) -> tuple[Practised, ...]:
        """Give what was practised in a session, or by a therapist, or both, in the order in which it was noted."""
        where, values = _both("session_id", session_id, therapist_id)
        rows = self._execute(
            f"SELECT {_PRACTISED} FROM beheard_practice_skills WHERE {where} ORDER BY number",  # noqa: S608
            values,
        ).fetchall()
        return tuple(Practised(row[0], row[1], row[2], row[3], row[4], datetime.fromisoformat(row[5])) for row in rows)

    def put_sections(self, session_id: str, analytics: Analytics, *, at: datetime) -> None:
        """Keep those sections that are there, each in place of what was kept of it."""
        self._executemany(
            "INSERT OR REPLACE INTO beheard_practice_sections (session_id, section, stored_at, body)"
            " VALUES (?, ?, ?, ?)",
            [(session_id, name, at.isoformat(), body.decode()) for name, body in sections_to_json(analytics).items()],
        )

    def sections(self, session_id: str) -> Analytics:
        """Give the sections that were kept of a session."""
        rows = self._execute(
            "SELECT section, body FROM beheard_practice_sections WHERE session_id = ?", (session_id,)
        ).fetchall()
        return sections_from_json(dict(rows))

    def add_comparison(self, comparison: Comparison) -> None:
        """Add a comparison."""
        metrics = comparison.metrics
        self._execute(
            f"INSERT INTO beheard_practice_comparisons ({_COMPARISON}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                comparison.id,
                comparison.therapist_id,
                comparison.current_session_id,
                comparison.previous_session_id,
                comparison.improvement_score,
                metrics.progress_improvement,
                metrics.skill_score_improvement,
                metrics.response_time_improvement,
                comparison.analyzed_at.isoformat(),
            ),
        )

    def comparisons(
        self, *, therapist_id: str | None = None, session_id: str | None = None, since: datetime | None = None
    ) -> tuple[Comparison, ...]:
        """Give a therapist's comparisons, or those of a session with earlier ones, or both, newest first."""
        where, values = _both("current_session_id", session_id, therapist_id)
        rows = self._execute(
            f"SELECT {_COMPARISON} FROM beheard_practice_comparisons WHERE {where} AND analyzed_at >= ?"  # noqa: S608
            " ORDER BY analyzed_at DESC, number DESC",
            (*values, written(since) or ""),
        ).fetchall()
        return tuple(_comparison(row) for row in rows)


def _both(session_column: str, session_id: str | None, therapist_id: str | None) -> tuple[str, list[str]]:
    asked = {session_column: session_id, "therapist_id": therapist_id}
    given = {column: value for column, value in asked.items() if value is not None}
    return " AND ".join(f"{column} = ?" for column in given) or "TRUE", list(given.values())


def _metrics(row: tuple[Any, ...]) -> Metrics:
    return Metrics(
        total_messages=row[1],
        therapist_messages=row[2],
        client_messages=row[3],
        session_duration=row[4],
        active_time=row[5],
        skill_scores=orjson.loads(row[6]),
        response_time=row[7],
        conversation_flow=row[8],
        milestones_reached=tuple(orjson.loads(row[9])),
        last_milestone_time=None if row[10] is None else datetime.fromisoformat(row[10]),
    )


def _comparison(row: tuple[Any, ...]) -> Comparison:
    by = Improvements(row[5], row[6], row[7])
    return Comparison(row[0], row[1], row[2], row[3], row[4], by, datetime.fromisoformat(row[8]))
