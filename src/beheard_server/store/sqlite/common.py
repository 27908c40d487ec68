"""What belongs to both, in SQLite, and when their agreements are to be looked back on."""

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime

from beheard_core.mediation import NeedCategory
from beheard_core.mediation.agreements import AgreementText
from beheard_core.mediation.common_ground import GroundText
from beheard_core.mediation.strategies import StrategyText

_NAMED = "WHERE session_id = ? AND id IN (SELECT value FROM json_each(?))"


class SQLiteCommonWords:
    """Implements :class:`beheard_server.store.CommonWords`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def add_ground(self, session_id: str, text: GroundText, *, owner: str | None) -> None:
        """Keep what a piece of common ground says."""
        self._execute(
            "INSERT INTO beheard_common_ground (session_id, owner_id, id, need, category, description)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (session_id, owner, text.id, text.need, text.category, text.description),
        )

    def ground(self, session_id: str, ids: Collection[str]) -> dict[str, GroundText]:
        """Give what these pieces of common ground say."""
        rows = self._execute(
            f"SELECT id, need, category, description FROM beheard_common_ground {_NAMED}",  # noqa: S608  our own text
            (session_id, json.dumps(sorted(ids))),
        ).fetchall()
        return {row[0]: GroundText(row[0], row[1], NeedCategory(row[2]), row[3]) for row in rows}

    def add_strategy(self, session_id: str, text: StrategyText, *, owner: str | None) -> None:
        """Keep what a strategy says."""
        self._execute(
            "INSERT INTO beheard_strategies (session_id, owner_id, id, description, needs, duration, measure)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                session_id,
                owner,
                text.id,
                text.description,
                json.dumps(text.needs_addressed),
                text.duration,
                text.measure_of_success,
            ),
        )

    def strategies(self, session_id: str, ids: Collection[str]) -> dict[str, StrategyText]:
        """Give what these strategies say."""
        rows = self._execute(
            f"SELECT id, description, needs, duration, measure FROM beheard_strategies {_NAMED}",  # noqa: S608
            (session_id, json.dumps(sorted(ids))),
        ).fetchall()
        return {row[0]: StrategyText(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4]) for row in rows}

    def put_agreement(self, session_id: str, text: AgreementText, *, owner: str) -> None:
        """Keep what an agreement says."""
        self._execute(
            "INSERT OR REPLACE INTO beheard_agreements (session_id, owner_id, id, description, duration, measure)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (session_id, owner, text.id, text.description, text.duration, text.measure_of_success),
        )

    def agreements(self, session_id: str, ids: Collection[str]) -> dict[str, AgreementText]:
        """Give what these agreements say."""
        rows = self._execute(
            f"SELECT id, description, duration, measure FROM beheard_agreements {_NAMED}",  # noqa: S608
            (session_id, json.dumps(sorted(ids))),
        ).fetchall()
        return {row[0]: AgreementText(*row) for row in rows}

    def erase(self, session_id: str, *, owner: str, instead: str) -> None:
        """Put ``instead`` in place of all words of the owner's."""
        whose = "WHERE session_id = ?1 AND owner_id = ?2"
        words = (session_id, owner, instead)
        self._execute(f"UPDATE beheard_common_ground SET need = ?3, description = ?3 {whose}", words)  # noqa: S608
        for table, more in (("beheard_strategies", ", needs = '[]'"), ("beheard_agreements", "")):
            self._execute(
                f"UPDATE {table} SET description = ?3, duration = NULL, measure = NULL{more} {whose}",  # noqa: S608
                words,
            )


class SQLiteFollowUps:
    """Implements :class:`beheard_server.store.FollowUps`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def queue(self, session_id: str, agreement_id: str, *, due_at: datetime) -> None:
        """Remember to ask about an agreement."""
        self._execute(
            "INSERT OR REPLACE INTO beheard_follow_ups (session_id, agreement_id, due_at) VALUES (?, ?, ?)",
            (session_id, agreement_id, due_at.isoformat()),
        )

    def due(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """Give what is due by now."""
        return tuple(
            self._execute(
                "SELECT session_id, agreement_id FROM beheard_follow_ups WHERE due_at <= ?"
                " ORDER BY due_at, session_id, agreement_id",
                (now.isoformat(),),
            ).fetchall()
        )

    def done(self, session_id: str, agreement_id: str) -> None:
        """Forget that an agreement was to be looked back on."""
        self._execute(
            "DELETE FROM beheard_follow_ups WHERE session_id = ? AND agreement_id = ?", (session_id, agreement_id)
        )
