"""Every step that the database has taken, in order; a step that has landed is never changed."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("beheard")

_ACCOUNTS = (
    """
    CREATE TABLE beheard_accounts (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        email TEXT NOT NULL,
        email_key TEXT NOT NULL UNIQUE,
        name TEXT,
        roles TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE beheard_token_families (
        id TEXT PRIMARY KEY,
        account_id TEXT NOT NULL REFERENCES beheard_accounts (id) ON DELETE CASCADE,
        ended_at TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_token_families_by_account ON beheard_token_families (account_id)",
    """
    CREATE TABLE beheard_refresh_tokens (
        jti TEXT PRIMARY KEY,
        family_id TEXT NOT NULL REFERENCES beheard_token_families (id) ON DELETE CASCADE,
        expires_at TEXT NOT NULL,
        spent_at TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_refresh_tokens_by_family ON beheard_refresh_tokens (family_id)",
    """
    CREATE TABLE beheard_people (
        id TEXT PRIMARY KEY,
        name TEXT,
        email TEXT,
        phone TEXT
    ) STRICT, WITHOUT ROWID
    """,
)

_MEDIATION = (
    """
    CREATE TABLE beheard_relationships (
        id TEXT PRIMARY KEY,
        inviter_id TEXT NOT NULL,
        invitee_id TEXT,
        created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX beheard_relationships_by_pair
    ON beheard_relationships (min(inviter_id, invitee_id), max(inviter_id, invitee_id))
    WHERE invitee_id IS NOT NULL
    """,
    """
    CREATE TABLE beheard_sessions (
        id TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        status TEXT NOT NULL,
        relationship_id TEXT NOT NULL REFERENCES beheard_relationships (id),
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_sessions_by_relationship ON beheard_sessions (relationship_id)",
    """
    CREATE TABLE beheard_members (
        person_id TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        created_at TEXT NOT NULL,
        joined INTEGER NOT NULL,
        PRIMARY KEY (person_id, session_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_members_by_age ON beheard_members (person_id, joined, created_at, session_id)",
    """
    CREATE TABLE beheard_invitations (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL UNIQUE REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        inviter_id TEXT NOT NULL,
        person_id TEXT,
        email TEXT,
        phone TEXT,
        name TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_notes (
        number INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        note TEXT NOT NULL,
        text TEXT NOT NULL,
        noted_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_notes_by_owner ON beheard_notes (owner_id, session_id)",
    """
    CREATE TABLE beheard_outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_outbox_by_session ON beheard_outbox (session_id, sequence)",
)

_CATALOGUE = (
    """
    CREATE TABLE beheard_academic_stages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        level INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1,
        UNIQUE (name, level)
    ) STRICT
    """,
    "CREATE INDEX beheard_academic_stages_in_order ON beheard_academic_stages (level, name, id)",
    "CREATE INDEX beheard_academic_stages_by_activity ON beheard_academic_stages (active, level, name, id)",
    "CREATE INDEX beheard_academic_stages_by_name ON beheard_academic_stages (name, active, level)",
)

_VESSELS = (
    """
    CREATE TABLE beheard_messages (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        sender_id TEXT,
        role TEXT NOT NULL,
        content TEXT NOT NULL,
        stage INTEGER NOT NULL,
        sent_at TEXT NOT NULL,
        reading_id TEXT,
        PRIMARY KEY (session_id, owner_id, place)
    ) STRICT
    """,
    """
    CREATE TABLE beheard_readings (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        intensity INTEGER NOT NULL,
        context TEXT,
        stage INTEGER NOT NULL,
        taken_at TEXT NOT NULL,
        PRIMARY KEY (session_id, owner_id, place)
    ) STRICT
    """,
    """
    CREATE TABLE beheard_exercises (
        number INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        exercise TEXT NOT NULL,
        completed INTEGER NOT NULL,
        intensity_before INTEGER,
        intensity_after INTEGER,
        done_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE beheard_drafts (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        id TEXT NOT NULL,
        content TEXT NOT NULL,
        version INTEGER NOT NULL,
        ready INTEGER NOT NULL,
        updated_at TEXT NOT NULL,
        PRIMARY KEY (session_id, owner_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_feedback (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        attempt_id TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (session_id, owner_id, attempt_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_requests (
        number INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE,
        content_type TEXT NOT NULL,
        description TEXT NOT NULL,
        preview TEXT NOT NULL,
        original_id TEXT NOT NULL,
        original_summary TEXT NOT NULL,
        requested_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_requests_by_owner ON beheard_requests (session_id, owner_id)",
    """
    CREATE TABLE beheard_shared (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE,
        consent_id TEXT NOT NULL,
        text TEXT NOT NULL,
        consented_at TEXT NOT NULL,
        PRIMARY KEY (session_id, consent_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_audit (
        number INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        act TEXT NOT NULL,
        about TEXT NOT NULL,
        noted_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_audit_by_session ON beheard_audit (session_id)",
)

_TOWARDS_REPAIR = (
    """
    CREATE TABLE beheard_needs (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        need TEXT NOT NULL,
        category TEXT NOT NULL,
        description TEXT NOT NULL,
        evidence TEXT NOT NULL,
        confidence REAL NOT NULL,
        by_person INTEGER NOT NULL,
        PRIMARY KEY (session_id, owner_id, place)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_syntheses (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        made_at TEXT NOT NULL,
        read_to INTEGER NOT NULL,
        PRIMARY KEY (session_id, owner_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_common_ground (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT,
        id TEXT NOT NULL,
        need TEXT NOT NULL,
        category TEXT NOT NULL,
        description TEXT NOT NULL,
        PRIMARY KEY (session_id, id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_strategies (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT,
        id TEXT NOT NULL,
        description TEXT NOT NULL,
        needs TEXT NOT NULL,
        duration TEXT,
        measure TEXT,
        PRIMARY KEY (session_id, id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_agreements (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        owner_id TEXT NOT NULL,
        id TEXT NOT NULL,
        description TEXT NOT NULL,
        duration TEXT,
        measure TEXT,
        PRIMARY KEY (session_id, id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_follow_ups (
        session_id TEXT NOT NULL REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        agreement_id TEXT NOT NULL,
        due_at TEXT NOT NULL,
        PRIMARY KEY (session_id, agreement_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_follow_ups_by_time ON beheard_follow_ups (due_at)",
)

_DEVICES = """
    CREATE TABLE beheard_devices (
        account_id TEXT PRIMARY KEY REFERENCES beheard_accounts (id) ON DELETE CASCADE,
        token TEXT NOT NULL,
        platform TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
"""


@migrations()
def accounts(db: Database) -> None:
    """People, who of them signs in here, and the families of their tokens."""
    for statement in _ACCOUNTS:
        db.execute(statement)


@migrations()
def mediation(db: Database) -> None:
    """Sessions as facts, and beside them the words and the outbox.

    ``beheard_members.joined`` is 0 for somebody who is invited by id and has not accepted yet.
    """
    for statement in _MEDIATION:
        db.execute(statement)


@migrations()
def catalogue(db: Database) -> None:
    """Academic stages, in the order in which they are listed."""
    for statement in _CATALOGUE:
        db.execute(statement)


@migrations()
def vessels(db: Database) -> None:
    """What people write: threads, readings, drafts, requests; what they share; and the audit, which holds no words."""
    for statement in _VESSELS:
        db.execute(statement)


@migrations()
def towards_repair(db: Database) -> None:
    """Needs, common ground, strategies and agreements, and when agreements are to be looked back on."""
    for statement in _TOWARDS_REPAIR:
        db.execute(statement)


@migrations()
def devices(db: Database) -> None:
    """Where people can be pushed to."""
    db.execute(_DEVICES)
