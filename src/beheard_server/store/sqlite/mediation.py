"""Sessions, invitations, relationships, words and the outbox, in SQLite."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from beheard_core.mediation import Address, Other, Relationship, Session
from beheard_core.mediation.events import SessionEvent
from beheard_server.store import Recorded, SentInvitation, Stored
from beheard_server.store.codec import event_to_json, session_from_json, session_to_json

_RELATIONSHIP = "SELECT id, inviter_id, created_at, invitee_id FROM beheard_relationships"


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
        self._add_member(session.inviter.id, session.id, joined=True)
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
            self._add_member(invitee, session.id, joined=joined)

    def _add_member(self, person_id: str, session_id: str, *, joined: bool) -> None:
        self._execute(
            "INSERT INTO beheard_members (person_id, session_id, joined) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET joined = excluded.joined WHERE joined < excluded.joined",
            (person_id, session_id, joined),
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

    def count_live(self, person_id: str) -> int:
        """Count the person's ACTIVE sessions."""
        row: tuple[int] = self._execute(
            "SELECT count(*) FROM beheard_members m JOIN beheard_sessions s ON s.id = m.session_id"
            " WHERE m.person_id = ? AND m.joined AND s.status = 'ACTIVE'",
            (person_id,),
        ).fetchone()
        return row[0]


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


class SQLiteWords:
    """Implements :class:`beheard_server.store.Words`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def put_context(self, session_id: str, *, owner: str, text: str) -> None:
        """Keep what the inviter said the session is about."""
        self._execute(
            "INSERT INTO beheard_contexts (session_id, owner_id, text) VALUES (?, ?, ?)", (session_id, owner, text)
        )


class SQLiteOutbox:
    """Implements :class:`beheard_server.store.Outbox`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def append(self, events: Iterable[tuple[str, SessionEvent]]) -> None:
        """Add events."""
        for event_id, event in events:
            self._execute(
                "INSERT INTO beheard_outbox (id, session_id, name, body) VALUES (?, ?, ?, ?)",
                (event_id, event.session_id, event.name, event_to_json(event)),
            )

    def of_session(self, session_id: str, *, after: int = 0, limit: int = 100) -> tuple[Recorded, ...]:
        """Give a session's events after a sequence number."""
        rows = self._execute(
            "SELECT sequence, id, session_id, name, body FROM beheard_outbox WHERE session_id = ? AND sequence > ?"
            " ORDER BY sequence LIMIT ?",
            (session_id, after, limit),
        ).fetchall()
        return tuple(Recorded(*row) for row in rows)
