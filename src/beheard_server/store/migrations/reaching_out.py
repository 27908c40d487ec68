"""The steps by which the database learned what goes out of it."""

from sqlite_utils import Database

from beheard_server.store.migrations.steps import migrations

_REACHING_OUT = (
    """
    CREATE TABLE beheard_notices (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        due_at TEXT NOT NULL,
        session_id TEXT REFERENCES beheard_sessions (id) ON DELETE CASCADE,
        person_id TEXT,
        expires_at TEXT,
        attempts INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_notices_by_time ON beheard_notices (due_at, id)",
    "CREATE INDEX beheard_notices_by_person ON beheard_notices (person_id, session_id)",
    "CREATE INDEX beheard_notices_by_session ON beheard_notices (session_id)",
    """
    CREATE TABLE beheard_leases (
        job TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        ends_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Events of before there was a relay are not published late.
    "ALTER TABLE beheard_outbox ADD COLUMN relayed INTEGER NOT NULL DEFAULT 1",
    "CREATE INDEX beheard_outbox_to_relay ON beheard_outbox (sequence) WHERE relayed = 0",
)


@migrations()
def reaching_out(db: Database) -> None:
    """What people are to be told, who does which job, and which events still have to be published."""
    for statement in _REACHING_OUT:
        db.execute(statement)
