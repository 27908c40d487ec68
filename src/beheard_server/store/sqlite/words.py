"""What people wrote, in SQLite: every row belongs to one session and one owner."""

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import Any

from beheard_core.mediation import Need, NeedCategory, Stage, Synthesis
from beheard_core.mediation.barometer import ExerciseDone, Reading, Support
from beheard_core.mediation.consent import Request
from beheard_core.mediation.messages import Message, Role
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.views import Draft
from beheard_server.store import Note, SharedText

_VESSEL = (
    "beheard_notes",
    "beheard_messages",
    "beheard_readings",
    "beheard_exercises",
    "beheard_drafts",
    "beheard_feedback",
    "beheard_requests",
    "beheard_needs",
    "beheard_syntheses",
    "beheard_shared",
)
_READING = "r.id, r.intensity, r.context, r.stage, r.taken_at"


class SQLiteWords:
    """Implements :class:`beheard_server.store.Words`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def put_note(self, session_id: str, *, owner: str, note: Note, text: str, at: datetime) -> None:
        """Keep something that a person said beside an act."""
        self._execute(
            "INSERT INTO beheard_notes (session_id, owner_id, note, text, noted_at) VALUES (?, ?, ?, ?, ?)",
            (session_id, owner, note, text, at.isoformat()),
        )

    def notes(self, session_id: str, *, owner: str) -> tuple[tuple[Note, str], ...]:
        """Give what this person said so."""
        rows = self._execute(
            "SELECT note, text FROM beheard_notes WHERE owner_id = ? AND session_id = ? ORDER BY number",
            (owner, session_id),
        ).fetchall()
        return tuple((Note(note), text) for note, text in rows)

    def add_message(self, message: Message, *, owner: str) -> None:
        """Add a message to the owner's thread."""
        reading = message.emotional_reading
        self._execute(
            "INSERT INTO beheard_messages (session_id, owner_id, place, id, sender_id, role, content, stage, sent_at,"
            " reading_id) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM beheard_messages"
            " WHERE session_id = ?1 AND owner_id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                message.session_id,
                owner,
                message.id,
                message.sender_id,
                message.role,
                message.content,
                message.stage,
                message.timestamp.isoformat(),
                None if reading is None else reading.id,
            ),
        )

    def messages(
        self, session_id: str, *, owner: str, stage: Stage | None = None, before: int | None = None, limit: int = 100
    ) -> tuple[tuple[int, Message], ...]:
        """Give the newest messages of the owner's thread, newest first."""
        rows = self._execute(
            f"SELECT m.place, m.id, m.session_id, m.sender_id, m.role, m.content, m.stage, m.sent_at, {_READING}"  # noqa: S608
            " FROM beheard_messages m LEFT JOIN beheard_readings r ON r.id = m.reading_id"
            " WHERE m.session_id = ? AND m.owner_id = ? AND (?3 IS NULL OR m.stage = ?3)"
            " AND (?4 IS NULL OR m.place < ?4) ORDER BY m.place DESC LIMIT ?5",
            (session_id, owner, stage, before, limit),
        ).fetchall()
        return tuple((row[0], _message(row[1:])) for row in rows)

    def add_reading(self, session_id: str, reading: Reading, *, owner: str) -> None:
        """Add a reading of the owner's."""
        self._execute(
            "INSERT INTO beheard_readings (session_id, owner_id, place, id, intensity, context, stage, taken_at)"
            " VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM beheard_readings"
            " WHERE session_id = ?1 AND owner_id = ?2), ?3, ?4, ?5, ?6, ?7)",
            (
                session_id,
                owner,
                reading.id,
                reading.intensity,
                reading.context,
                reading.stage,
                reading.timestamp.isoformat(),
            ),
        )

    def readings(
        self,
        session_id: str,
        *,
        owner: str,
        stage: Stage | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> tuple[tuple[int, Reading], ...]:
        """Give the owner's newest readings, newest first."""
        rows = self._execute(
            f"SELECT r.place, {_READING} FROM beheard_readings r"  # noqa: S608
            " WHERE r.session_id = ? AND r.owner_id = ? AND (?3 IS NULL OR r.stage = ?3)"
            " AND (?4 IS NULL OR r.place < ?4) ORDER BY r.place DESC LIMIT ?5",
            (session_id, owner, stage, before, -1 if limit is None else limit),
        ).fetchall()
        return tuple((row[0], _reading(row[1:])) for row in rows)

    def add_exercise(self, session_id: str, exercise: ExerciseDone, *, owner: str, at: datetime) -> None:
        """Note an exercise of the owner's."""
        self._execute(
            "INSERT INTO beheard_exercises (session_id, owner_id, exercise, completed, intensity_before,"
            " intensity_after, done_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                session_id,
                owner,
                exercise.exercise_type,
                exercise.completed,
                exercise.intensity_before,
                exercise.intensity_after,
                at.isoformat(),
            ),
        )

    def draft(self, session_id: str, *, owner: str) -> Draft | None:
        """Give the owner's draft of an empathy attempt."""
        row = self._execute(
            "SELECT id, content, version, ready, updated_at FROM beheard_drafts WHERE session_id = ? AND owner_id = ?",
            (session_id, owner),
        ).fetchone()
        if row is None:
            return None
        return Draft(row[0], row[1], row[2], bool(row[3]), datetime.fromisoformat(row[4]))

    def put_draft(self, session_id: str, draft: Draft, *, owner: str) -> None:
        """Save the owner's draft."""
        self._execute(
            "INSERT OR REPLACE INTO beheard_drafts (session_id, owner_id, id, content, version, ready, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                session_id,
                owner,
                draft.id,
                draft.content,
                draft.version,
                draft.ready_to_share,
                draft.updated_at.isoformat(),
            ),
        )

    def put_feedback(self, session_id: str, *, owner: str, attempt_id: str, text: str | None) -> None:
        """Keep what the owner thinks of an attempt."""
        key = (session_id, owner, attempt_id)
        self._execute("DELETE FROM beheard_feedback WHERE session_id = ? AND owner_id = ? AND attempt_id = ?", key)
        if text is not None:
            self._execute(
                "INSERT INTO beheard_feedback (session_id, owner_id, attempt_id, text) VALUES (?, ?, ?, ?)",
                (*key, text),
            )

    def add_request(self, session_id: str, request: Request, *, owner: str) -> None:
        """Add a question to the owner whether to share something."""
        self._execute(
            "INSERT INTO beheard_requests (session_id, owner_id, id, content_type, description, preview, original_id,"
            " original_summary, requested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session_id,
                owner,
                request.id,
                request.content_type,
                request.description,
                request.preview,
                request.original_id,
                request.original_summary,
                request.requested_at.isoformat(),
            ),
        )

    def requests(self, session_id: str, *, owner: str) -> tuple[Request, ...]:
        """Give every question that the owner was asked, oldest first."""
        rows = self._execute(
            "SELECT id, content_type, description, preview, original_id, original_summary, requested_at"
            " FROM beheard_requests WHERE session_id = ? AND owner_id = ? ORDER BY number",
            (session_id, owner),
        ).fetchall()
        return tuple(
            Request(row[0], ContentType(row[1]), row[2], row[3], row[4], row[5], datetime.fromisoformat(row[6]))
            for row in rows
        )

    def drop_requests(self, session_id: str, request_ids: Collection[str], *, owner: str) -> None:
        """Ask the owner these questions no longer."""
        self._execute(
            "DELETE FROM beheard_requests WHERE session_id = ? AND owner_id = ?"
            " AND id IN (SELECT value FROM json_each(?))",
            (session_id, owner, json.dumps(sorted(request_ids))),
        )

    def needs(self, session_id: str, *, owner: str) -> tuple[Need, ...]:
        """Give the owner's needs."""
        rows = self._execute(
            "SELECT id, need, category, description, evidence, confidence, by_person FROM beheard_needs"
            " WHERE session_id = ? AND owner_id = ? ORDER BY place",
            (session_id, owner),
        ).fetchall()
        return tuple(
            Need(row[0], row[1], NeedCategory(row[2]), row[3], tuple(json.loads(row[4])), row[5], bool(row[6]))
            for row in rows
        )

    def put_needs(self, session_id: str, needs: Collection[Need], *, owner: str) -> None:
        """Keep these needs of the owner's."""
        self._execute("DELETE FROM beheard_needs WHERE session_id = ? AND owner_id = ?", (session_id, owner))
        for place, need in enumerate(needs):
            self._execute(
                "INSERT INTO beheard_needs (session_id, owner_id, place, id, need, category, description, evidence,"
                " confidence, by_person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    session_id,
                    owner,
                    place,
                    need.id,
                    need.need,
                    need.category,
                    need.description,
                    json.dumps(need.evidence),
                    need.confidence,
                    need.by_person,
                ),
            )

    def synthesis(self, session_id: str, *, owner: str) -> Synthesis | None:
        """Tell when needs were last found."""
        row = self._execute(
            "SELECT made_at, read_to FROM beheard_syntheses WHERE session_id = ? AND owner_id = ?",
            (session_id, owner),
        ).fetchone()
        return None if row is None else Synthesis(datetime.fromisoformat(row[0]), row[1])

    def put_synthesis(self, session_id: str, synthesis: Synthesis, *, owner: str) -> None:
        """Keep that needs were found."""
        self._execute(
            "INSERT OR REPLACE INTO beheard_syntheses (session_id, owner_id, made_at, read_to) VALUES (?, ?, ?, ?)",
            (session_id, owner, synthesis.made_at.isoformat(), synthesis.read_to),
        )

    def share(self, session_id: str, shared: SharedText, *, owner: str) -> None:
        """Keep the text that the owner shares by a consent."""
        self._execute(
            "INSERT INTO beheard_shared (session_id, owner_id, id, consent_id, text, consented_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (session_id, owner, shared.id, shared.consent_id, shared.text, shared.consented_at.isoformat()),
        )

    def shared(self, session_id: str, consent_ids: Collection[str]) -> tuple[SharedText, ...]:
        """Give the texts of these consents."""
        rows = self._execute(
            "SELECT id, consent_id, text, consented_at FROM beheard_shared"
            " WHERE session_id = ? AND consent_id IN (SELECT value FROM json_each(?)) ORDER BY consented_at, id",
            (session_id, json.dumps(sorted(consent_ids))),
        ).fetchall()
        return tuple(SharedText(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in rows)

    def audit(self, session_id: str, *, actor: str, act: str, about: str, at: datetime) -> None:
        """Note that something was decided, revoked, or refused."""
        self._execute(
            "INSERT INTO beheard_audit (session_id, actor_id, act, about, noted_at) VALUES (?, ?, ?, ?, ?)",
            (session_id, actor, act, about, at.isoformat()),
        )

    def audited(self, session_id: str) -> tuple[tuple[str, str, str], ...]:
        """Give the audit, oldest first."""
        rows = self._execute(
            "SELECT actor_id, act, about FROM beheard_audit WHERE session_id = ? ORDER BY number", (session_id,)
        ).fetchall()
        return tuple((row[0], row[1], row[2]) for row in rows)

    def exercises(self, session_id: str, *, owner: str) -> tuple[tuple[ExerciseDone, datetime], ...]:
        """Give the owner's exercises, oldest first."""
        rows = self._execute(
            "SELECT exercise, completed, intensity_before, intensity_after, done_at FROM beheard_exercises"
            " WHERE session_id = ? AND owner_id = ? ORDER BY number",
            (session_id, owner),
        ).fetchall()
        return tuple((_exercise(row), datetime.fromisoformat(row[4])) for row in rows)

    def feedback(self, session_id: str, *, owner: str) -> dict[str, str]:
        """Give what the owner thinks of attempts."""
        return dict(
            self._execute(
                "SELECT attempt_id, text FROM beheard_feedback WHERE session_id = ? AND owner_id = ?",
                (session_id, owner),
            ).fetchall()
        )

    def erase(self, session_id: str, *, owner: str) -> None:
        """Empty the owner's vessel."""
        for table in _VESSEL:
            self._execute(f"DELETE FROM {table} WHERE session_id = ? AND owner_id = ?", (session_id, owner))  # noqa: S608


def _exercise(row: tuple[Any, ...]) -> ExerciseDone:
    return ExerciseDone(
        exercise_type=Support(row[0]), completed=bool(row[1]), intensity_before=row[2], intensity_after=row[3]
    )


def _message(row: tuple[Any, ...]) -> Message:
    reading = None if row[7] is None else _reading(row[7:])
    return Message(row[0], row[1], row[2], Role(row[3]), row[4], Stage(row[5]), datetime.fromisoformat(row[6]), reading)


def _reading(row: tuple[Any, ...]) -> Reading:
    return Reading(row[0], row[1], row[2], Stage(row[3]), datetime.fromisoformat(row[4]))
