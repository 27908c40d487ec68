"""Sessions, invitations, relationships, words and the outbox, in SQLite."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime

from beheard_core.mediation import Address, Other, Relationship, Session, SessionStatus
from beheard_core.mediation.events import SessionEvent
from beheard_server.store import Recorded, SentInvitation, Stored
from beheard_server.store.codec import event_to_json, session_from_json, session_to_json, without_words
from beheard_server.store.sqlite.times import sortable

_RELATIONSHIP = "SELECT id, inviter_id, created_at, invitee_id FROM beheard_relationships"


# What somebody writes moves nothing that the other can read, and is a sign of life all the same.
_QUIET = """
    SELECT id FROM beheard_sessions AS s
    WHERE status IN ('INVITED', 'ACTIVE', 'PAUSED') AND updated_at < :moment
    AND NOT EXISTS (SELECT 1 FROM beheard_messages WHERE session_id = s.id AND sent_at >= :moment)
    AND NOT EXISTS (SELECT 1 FROM beheard_readings WHERE session_id = s.id AND taken_at >= :moment)
    AND NOT EXISTS (SELECT 1 FROM beheard_drafts WHERE session_id = s.id AND updated_at >= :moment)
    AND NOT EXISTS (SELECT 1 FROM beheard_syntheses WHERE session_id = s.id AND made_at >= :moment)
    ORDER BY updated_at, id LIMIT :limit
"""
# Behind every time that is written down.
_AFTER_ALL = "9999"


def _relationship(row: tuple[str, str, str, str | None]) -> Relationship:
    return Relationship(row[0], row[1], datetime.fromisoformat(row[2]), row[3])


class SQLiteSessions:
    """Implements :class:`beheard_server.store.Sessions`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def add(self, session: Session) -> None:
        """Add a new session with version 1."""
        self._execute(
            "INSERT INTO beheard_sessions (id, version, status, relationship_id, created_at, updated_at, body)"
            " VALUES (?, 1, ?, ?, ?, ?, ?)",
            (
                session.id,
                session.status,
                session.relationship_id,
                session.created_at.isoformat(),
                session.updated_at.isoformat(),
                session_to_json(session),
            ),
        )
        self._add_member(session.inviter.id, session, joined=True)
        self._enrol_invitee(session)

    def get(self, session_id: str) -> Stored[Session] | None:
        """Give one session."""
        row = self._execute("SELECT body, version FROM beheard_sessions WHERE id = ?", (session_id,)).fetchone()
        return None if row is None else Stored(session_from_json(row[0]), row[1])

    def replace(self, session: Session, version: int) -> bool:
        """Save the session over the given version."""
        saved = self._execute(
            "UPDATE beheard_sessions SET version = version + 1, status = ?, relationship_id = ?, updated_at = ?,"
            " body = ? WHERE id = ? AND version = ?",
            (
                session.status,
                session.relationship_id,
                session.updated_at.isoformat(),
                session_to_json(session),
                session.id,
                version,
            ),
        )
        if saved.rowcount == 0:
            return False
        self._enrol_invitee(session)
        return True

    def _enrol_invitee(self, session: Session) -> None:
        joined = session.invitation.accepted_at is not None
        invitee = session.invitee.id if joined else session.invitation.person_id
        if invitee is not None:
            self._add_member(invitee, session, joined=joined)

    def _add_member(self, person_id: str, session: Session, *, joined: bool) -> None:
        self._execute(
            "INSERT INTO beheard_members (person_id, session_id, created_at, joined) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET joined = excluded.joined WHERE joined < excluded.joined",
            (person_id, session.id, sortable(session.created_at), joined),
        )

    def open_around(self, person_id: str) -> tuple[Other, ...]:
        """Give the sessions not ended that have this person as a member, or invite them by id."""
        rows = self._execute(
            "SELECT s.body, i.email, i.phone FROM beheard_members m JOIN beheard_sessions s ON s.id = m.session_id"
            " LEFT JOIN beheard_invitations i ON i.session_id = s.id"
            " WHERE m.person_id = ? AND s.status IN ('INVITED', 'ACTIVE', 'PAUSED') ORDER BY s.created_at, s.id",
            (person_id,),
        ).fetchall()
        return tuple(Other(session_from_json(body), Address(email, phone)) for body, email, phone in rows)

    def page_of(
        self, person_id: str, *, statuses: Collection[SessionStatus], before: tuple[datetime, str] | None, limit: int
    ) -> tuple[Session, ...]:
        """Give a participant's sessions with these statuses, newest first."""
        created_at, session_id = (_AFTER_ALL, "") if before is None else (sortable(before[0]), before[1])
        rows = self._execute(
            "SELECT s.body FROM beheard_members m JOIN beheard_sessions s ON s.id = m.session_id"
            " WHERE m.person_id = ? AND m.joined = 1 AND (m.created_at, m.session_id) < (?, ?)"
            " AND s.status IN (SELECT value FROM json_each(?)) ORDER BY m.created_at DESC, m.session_id DESC LIMIT ?",
            (person_id, created_at, session_id, json.dumps(list(statuses)), limit),
        ).fetchall()
        return tuple(session_from_json(row[0]) for row in rows)

    def of(self, person_id: str) -> tuple[str, ...]:
        """Give the ids of all sessions that somebody takes part in."""
        rows = self._execute(
            "SELECT session_id FROM beheard_members WHERE person_id = ? AND joined = 1 ORDER BY created_at, session_id",
            (person_id,),
        ).fetchall()
        return tuple(row[0] for row in rows)

    def count_live(self, person_id: str) -> int:
        """Count the person's ACTIVE sessions."""
        row: tuple[int] = self._execute(
            "SELECT count(*) FROM beheard_members m JOIN beheard_sessions s ON s.id = m.session_id"
            " WHERE m.person_id = ? AND m.joined AND s.status = 'ACTIVE'",
            (person_id,),
        ).fetchone()
        return row[0]

    def quiet_since(self, moment: datetime, *, limit: int) -> tuple[str, ...]:
        """Give the ids of sessions not ended in which neither has done or written anything from ``moment`` on."""
        rows = self._execute(_QUIET, {"moment": moment.isoformat(), "limit": limit}).fetchall()
        return tuple(row[0] for row in rows)


class SQLiteInvitations:
    """Implements :class:`beheard_server.store.Invitations`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def add(self, invitation: SentInvitation) -> None:
        """Add a sent invitation."""
        self._execute(
            "INSERT INTO beheard_invitations (id, session_id, inviter_id, person_id, email, phone, name)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                invitation.id,
                invitation.session_id,
                invitation.inviter_id,
                invitation.person_id,
                invitation.address.email,
                invitation.address.phone,
                invitation.name,
            ),
        )

    def session_of(self, invitation_id: str) -> str | None:
        """Give the id of the session that an invitation leads to."""
        query = "SELECT session_id FROM beheard_invitations WHERE id = ?"
        row: tuple[str] | None = self._execute(query, (invitation_id,)).fetchone()
        return None if row is None else row[0]

    def get(self, session_id: str, *, viewer: str) -> SentInvitation | None:
        """Give a session's invitation to the one who sent it."""
        row = self._execute(
            "SELECT id, session_id, inviter_id, person_id, email, phone, name FROM beheard_invitations"
            " WHERE session_id = ? AND inviter_id = ?",
            (session_id, viewer),
        ).fetchone()
        return None if row is None else SentInvitation(row[0], row[1], row[2], row[3], Address(row[4], row[5]), row[6])

    def forget_addresses(self, session_id: str) -> None:
        """Keep nothing of where the invitation to a session went."""
        self._execute(
            "UPDATE beheard_invitations SET email = NULL, phone = NULL, name = NULL WHERE session_id = ?", (session_id,)
        )


class SQLiteRelationships:
    """Implements :class:`beheard_server.store.Relationships`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def add(self, relationship: Relationship) -> None:
        """Add a relationship."""
        self._execute(
            "INSERT INTO beheard_relationships (id, inviter_id, invitee_id, created_at) VALUES (?, ?, ?, ?)",
            (
                relationship.id,
                relationship.inviter_id,
                relationship.invitee_id,
                relationship.created_at.isoformat(),
            ),
        )

    def get(self, relationship_id: str) -> Relationship:
        """Give the relationship that a session belongs to."""
        return _relationship(self._execute(f"{_RELATIONSHIP} WHERE id = ?", (relationship_id,)).fetchone())

    def of_pair(self, one: str, other: str) -> Relationship | None:
        """Give the relationship of two people."""
        row = self._execute(
            f"{_RELATIONSHIP} WHERE invitee_id IS NOT NULL"
            " AND min(inviter_id, invitee_id) = ? AND max(inviter_id, invitee_id) = ?",
            (min(one, other), max(one, other)),
        ).fetchone()
        return None if row is None else _relationship(row)

    def join(self, relationship_id: str, invitee_id: str) -> None:
        """Make somebody the second person of a relationship."""
        self._execute("UPDATE beheard_relationships SET invitee_id = ? WHERE id = ?", (invitee_id, relationship_id))

    def drop(self, relationship_id: str) -> None:
        """Remove a relationship."""
        self._execute("DELETE FROM beheard_relationships WHERE id = ?", (relationship_id,))

    def count_sessions(self, relationship_id: str) -> int:
        """Count the sessions that belong to a relationship."""
        query = "SELECT count(*) FROM beheard_sessions WHERE relationship_id = ?"
        row: tuple[int] = self._execute(query, (relationship_id,)).fetchone()
        return row[0]


class SQLiteOutbox:
    """Implements :class:`beheard_server.store.Outbox`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self.appended: list[Recorded] = []

    def append(self, events: Iterable[tuple[str, SessionEvent]]) -> None:
        """Add events."""
        for event_id, event in events:
            self.appended.append(self._add(event_id, event, event_to_json(event)))

    def _add(self, event_id: str, event: SessionEvent, body: bytes) -> Recorded:
        row: tuple[int] = self._execute(
            "INSERT INTO beheard_outbox (id, session_id, name, body, relayed) VALUES (?, ?, ?, ?, 0)"
            " RETURNING sequence",
            (event_id, event.session_id, event.name, body),
        ).fetchone()
        return Recorded(row[0], event_id, event.session_id, event.name, body)

    def of_session(self, session_id: str, *, after: int = 0, limit: int = 100) -> tuple[Recorded, ...]:
        """Give a session's events after a sequence number."""
        rows = self._execute(
            "SELECT sequence, id, session_id, name, body FROM beheard_outbox WHERE session_id = ? AND sequence > ?"
            " ORDER BY sequence LIMIT ?",
            (session_id, after, limit),
        ).fetchall()
        return tuple(Recorded(*row) for row in rows)

    def place_of(self, session_id: str, event_id: str) -> int | None:
        """Give the sequence number of one of a session's events."""
        query = "SELECT sequence FROM beheard_outbox WHERE id = ? AND session_id = ?"
        row: tuple[int] | None = self._execute(query, (event_id, session_id)).fetchone()
        return None if row is None else row[0]

    def to_relay(self, *, limit: int, besides: Collection[str] = ()) -> tuple[Recorded, ...]:
        """Give the events that are still to be published."""
        rows = self._execute(
            "SELECT sequence, id, session_id, name, body FROM beheard_outbox WHERE relayed = 0"
            " AND session_id NOT IN (SELECT value FROM json_each(?)) ORDER BY sequence LIMIT ?",
            (json.dumps(sorted(besides)), limit),
        ).fetchall()
        return tuple(Recorded(*row) for row in rows)

    def relayed(self, sequence: int) -> None:
        """Note that an event was published."""
        self._execute("UPDATE beheard_outbox SET relayed = 1 WHERE sequence = ?", (sequence,))

    def blank(self, session_id: str, *, actor: str) -> None:
        """Take the words that somebody wanted to be told out of the events of a session."""
        rows = self._execute("SELECT sequence, body FROM beheard_outbox WHERE session_id = ?", (session_id,)).fetchall()
        for sequence, body in rows:
            blank = without_words(body, actor=actor)
            if blank != body:
                self._execute("UPDATE beheard_outbox SET body = ? WHERE sequence = ?", (blank, sequence))
