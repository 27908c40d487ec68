"""Feedback, evaluations with their search, and the audit, in SQLite."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from beheard_core.practice import AuditEntry, Evaluation, Feedback

_EVALUATION = ("id", "session_id", "feedback", "evaluator_id", "rating", "comments", "created_at")
_COLUMNS = ", ".join(_EVALUATION)
_QUALIFIED = ", ".join(f"evaluation.{column}" for column in _EVALUATION)


class SQLiteEvaluations:
    """What is said of sessions, and who has asked for what."""

    _execute: Callable[..., sqlite3.Cursor]

    def add_feedback(self, session_id: str, feedback: Feedback) -> None:
        """Add feedback to a session."""
        self._execute(
            "INSERT INTO beheard_practice_feedback (session_id, therapist_id, feedback, created_at)"
            " VALUES (?, ?, ?, ?)",
            (session_id, feedback.therapist_id, feedback.feedback, feedback.created_at.isoformat()),
        )

    def feedback(self, session_id: str) -> tuple[Feedback, ...]:
        """Give the feedback of a session, newest first."""
        rows = self._execute(
            "SELECT therapist_id, feedback, created_at FROM beheard_practice_feedback WHERE session_id = ?"
            " ORDER BY created_at DESC, number DESC",
            (session_id,),
        ).fetchall()
        return tuple(Feedback(row[0], row[1], datetime.fromisoformat(row[2])) for row in rows)

    def add_evaluation(self, evaluation: Evaluation) -> None:
        """Add an evaluation."""
        self._execute(
            f"INSERT INTO beheard_practice_evaluations ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                evaluation.id,
                evaluation.session_id,
                evaluation.feedback,
                evaluation.evaluator_id,
                evaluation.rating,
                evaluation.comments,
                evaluation.created_at.isoformat(),
            ),
        )

    def evaluations(self, session_id: str) -> tuple[Evaluation, ...]:
        """Give the evaluations of a session, newest first."""
        rows = self._execute(
            f"SELECT {_COLUMNS} FROM beheard_practice_evaluations WHERE session_id = ?"  # noqa: S608
            " ORDER BY created_at DESC, number DESC",
            (session_id,),
        ).fetchall()
        return tuple(map(_evaluation, rows))

    def search(
        self, wanted: str, *, therapist_id: str | None = None, session_id: str | None = None, limit: int
    ) -> tuple[Evaluation, ...]:
        """Give the evaluations whose feedback and comments hold every word that is wanted, the best first."""
        # Quoted, a word is only a word, whatever it means in the language of queries; without a letter it is none.
        words = [word.replace('"', '""') for word in wanted.split() if any(map(str.isalnum, word))]
        if not words:
            return ()
        rows = self._execute(
            f"SELECT {_QUALIFIED} FROM beheard_practice_search AS found"  # noqa: S608
            " JOIN beheard_practice_evaluations AS evaluation ON evaluation.number = found.rowid"
            " JOIN beheard_practice_sessions AS session ON session.id = evaluation.session_id"
            " WHERE beheard_practice_search MATCH :wanted"
            " AND (:therapist IS NULL OR session.therapist_id = :therapist)"
            " AND (:session IS NULL OR session.id = :session)"
            " ORDER BY found.rank, found.rowid DESC LIMIT :limit",
            {
                "wanted": " ".join(f'"{word}"' for word in words),
                "therapist": therapist_id,
                "session": session_id,
                "limit": limit,
            },
        ).fetchall()
        return tuple(map(_evaluation, rows))

    def note(self, entry: AuditEntry) -> None:
        """Add to the audit."""
        self._execute(
            "INSERT INTO beheard_practice_audit (actor_id, operation, session_id, status, noted_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (entry.actor_id, entry.operation, entry.session_id, entry.status, entry.noted_at.isoformat()),
        )

    def noted(self, session_id: str | None = None) -> tuple[AuditEntry, ...]:
        """Give the audit, or what it says of one session, oldest first."""
        rows = self._execute(
            "SELECT actor_id, operation, session_id, status, noted_at FROM beheard_practice_audit"
            " WHERE ?1 IS NULL OR session_id = ?1 ORDER BY number",
            (session_id,),
        ).fetchall()
        return tuple(AuditEntry(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4])) for row in rows)


def _evaluation(row: tuple[Any, ...]) -> Evaluation:
    return Evaluation(row[0], row[1], row[2], row[3], row[4], row[5], datetime.fromisoformat(row[6]))
