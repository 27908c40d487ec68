"""Academic stages, in SQLite."""

import sqlite3
from datetime import datetime
from typing import Any

from beheard_core.academic import AcademicStage, Filters, NewStage

_STAGE = "id, name, level, created_at, updated_at, active"
_ORDER = ("level", "name", "id")


class SQLiteCatalogue:
    """Implements :class:`beheard_server.store.Catalogue`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def add(self, new: NewStage, *, now: datetime) -> AcademicStage | None:
        """Add a stage; None when there is one with this name and level."""
        moment = now.isoformat()
        row: tuple[int] | None = self._execute(
            "INSERT INTO beheard_academic_stages (name, level, created_at, updated_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (name, level) DO NOTHING RETURNING id",
            (new.name, new.level, moment, moment),
        ).fetchone()
        return None if row is None else AcademicStage(row[0], new.name, new.level, now, now)

    def get(self, stage_id: int) -> AcademicStage | None:
        """Give one stage."""
        row = self._execute(f"SELECT {_STAGE} FROM beheard_academic_stages WHERE id = ?", (stage_id,)).fetchone()  # noqa: S608
        return None if row is None else _stage(row)

    def replace(self, stage: AcademicStage) -> bool:
        """Save a stage; False when another one has its name and level."""
        saved = self._execute(
            "UPDATE OR IGNORE beheard_academic_stages SET name = ?, level = ?, updated_at = ?, active = ? WHERE id = ?",
            (stage.name, stage.level, stage.updated_at.isoformat(), stage.active, stage.id),
        )
        return saved.rowcount == 1

    def remove(self, stage_id: int) -> None:
        """Remove a stage."""
        self._execute("DELETE FROM beheard_academic_stages WHERE id = ?", (stage_id,))

    def find(
        self, filters: Filters, *, after: tuple[int, str, int] | None = None, limit: int | None = None
    ) -> tuple[AcademicStage, ...]:
        """Give the stages that the filters let pass, in the order of the catalogue.

        ``after`` is the end of a page with the same filters, and passes them.
        """
        asked = {"name": filters.name, "level": filters.level, "active": filters.active}
        fixed = {column: value for column, value in asked.items() if value is not None}
        conditions = [f"{column} = ?" for column in fixed]
        values: list[object] = list(fixed.values())
        if after is not None:
            # Comparing a column that is fixed anyway would keep SQLite from going to the place by its index.
            rest = {column: value for column, value in zip(_ORDER, after, strict=True) if column not in fixed}
            conditions.append(f"({', '.join(rest)}) > ({', '.join('?' * len(rest))})")
            values.extend(rest.values())
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._execute(
            f"SELECT {_STAGE} FROM beheard_academic_stages{where} ORDER BY level, name, id LIMIT ?",  # noqa: S608
            (*values, -1 if limit is None else limit),
        ).fetchall()
        return tuple(map(_stage, rows))


def _stage(row: tuple[Any, ...]) -> AcademicStage:
    return AcademicStage(
        row[0], row[1], row[2], datetime.fromisoformat(row[3]), datetime.fromisoformat(row[4]), bool(row[5])
    )
