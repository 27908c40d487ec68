"""The steps that lead to the tables of practice."""

from sqlite_utils import Database

from beheard_server.store.migrations.steps import migrations

_SESSION = "TEXT NOT NULL REFERENCES beheard_practice_sessions (id) ON DELETE CASCADE"

_PRACTICE = (
    """
    CREATE TABLE beheard_practice_sessions (
        id TEXT PRIMARY KEY,
        client_id TEXT NOT NULL,
        therapist_id TEXT NOT NULL,
        start_time TEXT NOT NULL,
        status TEXT NOT NULL,
        progress REAL NOT NULL,
        end_time TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX beheard_practice_sessions_by_start ON beheard_practice_sessions (start_time, id)",
    """
    CREATE INDEX beheard_practice_sessions_by_therapist
    ON beheard_practice_sessions (therapist_id, start_time, id)
    """,
    "CREATE INDEX beheard_practice_sessions_by_client ON beheard_practice_sessions (client_id, start_time, id)",
    f"""
    CREATE TABLE beheard_practice_metrics (
        session_id {_SESSION},
        total_messages INTEGER NOT NULL,
        therapist_messages INTEGER NOT NULL,
        client_messages INTEGER NOT NULL,
        session_duration REAL NOT NULL,
        active_time REAL NOT NULL,
        skill_scores TEXT NOT NULL,
        response_time REAL NOT NULL,
        conversation_flow REAL NOT NULL,
        milestones_reached TEXT NOT NULL,
        last_milestone_time TEXT,
        PRIMARY KEY (session_id)
    ) STRICT, WITHOUT ROWID
    """,
    f"""
    CREATE TABLE beheard_practice_snapshots (
        session_id {_SESSION},
        taken_at TEXT NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (session_id, taken_at)
    ) STRICT, WITHOUT ROWID
    """,
    f"""
    CREATE TABLE beheard_practice_milestones (
        session_id {_SESSION},
        name TEXT NOT NULL,
        value REAL,
        achieved_at TEXT NOT NULL,
        metadata TEXT NOT NULL,
        PRIMARY KEY (session_id, name)
    ) STRICT, WITHOUT ROWID
    """,
    f"""
    CREATE TABLE beheard_practice_skills (
        number INTEGER PRIMARY KEY,
        session_id {_SESSION},
        therapist_id TEXT NOT NULL,
        skill_name TEXT NOT NULL,
        score REAL NOT NULL,
        category TEXT,
        practised_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_practice_skills_by_session ON beheard_practice_skills (session_id)",
    "CREATE INDEX beheard_practice_skills_by_therapist ON beheard_practice_skills (therapist_id, practised_at)",
    f"""
    CREATE TABLE beheard_practice_sections (
        session_id {_SESSION},
        section TEXT NOT NULL,
        stored_at TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (session_id, section)
    ) STRICT, WITHOUT ROWID
    """,
    f"""
    CREATE TABLE beheard_practice_comparisons (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        therapist_id TEXT NOT NULL,
        current_session_id {_SESSION},
        previous_session_id TEXT REFERENCES beheard_practice_sessions (id) ON DELETE CASCADE,
        improvement_score REAL NOT NULL,
        progress_improvement REAL,
        skill_score_improvement REAL,
        response_time_improvement REAL,
        analyzed_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX beheard_practice_comparisons_by_therapist
    ON beheard_practice_comparisons (therapist_id, analyzed_at)
    """,
    """
    CREATE INDEX beheard_practice_comparisons_by_session
    ON beheard_practice_comparisons (current_session_id, analyzed_at)
    """,
    "CREATE INDEX beheard_practice_comparisons_by_previous ON beheard_practice_comparisons (previous_session_id)",
    f"""
    CREATE TABLE beheard_practice_feedback (
        number INTEGER PRIMARY KEY,
        session_id {_SESSION},
        therapist_id TEXT NOT NULL,
        feedback TEXT NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_practice_feedback_by_session ON beheard_practice_feedback (session_id, created_at)",
)

_EVALUATIONS = (
    f"""
    CREATE TABLE beheard_practice_evaluations (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        session_id {_SESSION},
        evaluator_id TEXT NOT NULL,
        rating INTEGER,
        feedback TEXT NOT NULL,
        comments TEXT,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_practice_evaluations_by_session ON beheard_practice_evaluations (session_id, created_at)",
    # The words of an evaluation are in its own row; the index holds none but its own.
    """
    CREATE VIRTUAL TABLE beheard_practice_search USING fts5 (
        feedback, comments,
        content = 'beheard_practice_evaluations', content_rowid = 'number',
        tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER beheard_practice_evaluation_added AFTER INSERT ON beheard_practice_evaluations BEGIN
        INSERT INTO beheard_practice_search (rowid, feedback, comments)
        VALUES (new.number, new.feedback, new.comments);
    END
    """,
    """
    CREATE TRIGGER beheard_practice_evaluation_removed AFTER DELETE ON beheard_practice_evaluations BEGIN
        INSERT INTO beheard_practice_search (beheard_practice_search, rowid, feedback, comments)
        VALUES ('delete', old.number, old.feedback, old.comments);
    END
    """,
    """
    CREATE TRIGGER beheard_practice_evaluation_kept BEFORE UPDATE ON beheard_practice_evaluations BEGIN
        SELECT raise(ABORT, 'An evaluation stays as it was given.');
    END
    """,
    """
    CREATE TABLE beheard_practice_audit (
        number INTEGER PRIMARY KEY,
        actor_id TEXT,
        operation TEXT NOT NULL,
        session_id TEXT,
        status INTEGER NOT NULL,
        noted_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX beheard_practice_audit_by_session ON beheard_practice_audit (session_id)",
    "CREATE INDEX beheard_practice_audit_by_actor ON beheard_practice_audit (actor_id, noted_at)",
    """
    CREATE TRIGGER beheard_practice_audit_unchanged BEFORE UPDATE ON beheard_practice_audit BEGIN
        SELECT raise(ABORT, 'The audit is only added to.');
    END
    """,
    # To replace a row is neither an update nor, for triggers, a deletion.
    """
    CREATE TRIGGER beheard_practice_audit_unrepeated BEFORE INSERT ON beheard_practice_audit
    WHEN EXISTS (SELECT 1 FROM beheard_practice_audit WHERE number = new.number) BEGIN
        SELECT raise(ABORT, 'The audit is only added to.');
    END
    """,
    """
    CREATE TRIGGER beheard_practice_audit_complete BEFORE DELETE ON beheard_practice_audit BEGIN
        SELECT raise(ABORT, 'The audit is only added to.');
    END
    """,
)


@migrations()
def practice(db: Database) -> None:
    """Therapist sessions and what was recorded of them, by therapist and time."""
    for statement in _PRACTICE:
        db.execute(statement)


@migrations()
def practice_words(db: Database) -> None:
    """Evaluations with their index of words, and the audit, to which triggers let nothing happen but additions."""
    for statement in _EVALUATIONS:
        db.execute(statement)
