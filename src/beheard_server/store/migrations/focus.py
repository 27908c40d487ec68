"""Focus sessions, and what the completed ones add up to."""

from sqlite_utils import Database

from beheard_server.store.migrations.steps import migrations

_FOCUS = (
    """
    CREATE TABLE beheard_focus_sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id TEXT NOT NULL,
        duration_seconds INTEGER NOT NULL CHECK (duration_seconds BETWEEN 60 AND 86400),
        elapsed_seconds INTEGER NOT NULL CHECK (elapsed_seconds BETWEEN 0 AND duration_seconds),
        status TEXT NOT NULL CHECK (status IN ('active', 'paused', 'completed', 'abandoned')),
        started_at TEXT NOT NULL,
        ended_at TEXT,
        time_zone TEXT NOT NULL,
        started_on TEXT NOT NULL,
        day TEXT,
        CHECK ((status IN ('active', 'paused')) = (ended_at IS NULL)),
        CHECK ((status = 'completed') = (day IS NOT NULL))
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX beheard_focus_one_running ON beheard_focus_sessions (user_id)
    WHERE status IN ('active', 'paused')
    """,
    "CREATE INDEX beheard_focus_by_start ON beheard_focus_sessions (user_id, started_at, id)",
    """
    CREATE INDEX beheard_focus_by_day ON beheard_focus_sessions (user_id, day, time_zone, ended_at)
    WHERE day IS NOT NULL
    """,
    """
    CREATE TABLE beheard_focus_days (
        user_id TEXT NOT NULL,
        day TEXT NOT NULL,
        sessions_completed INTEGER NOT NULL CHECK (sessions_completed > 0),
        total_focus_seconds INTEGER NOT NULL CHECK (total_focus_seconds >= 0),
        PRIMARY KEY (user_id, day)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_focus_streaks (
        user_id TEXT PRIMARY KEY,
        current_streak INTEGER NOT NULL,
        longest_streak INTEGER NOT NULL,
        last_session_date TEXT,
        updated_at TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE beheard_badges (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        description TEXT NOT NULL,
        icon_key TEXT NOT NULL,
        criteria_type TEXT NOT NULL CHECK (criteria_type IN ('sessions', 'streak', 'focus_time', 'jobs')),
        criteria_value INTEGER NOT NULL CHECK (criteria_value > 0)
    ) STRICT
    """,
    """
    CREATE TABLE beheard_badges_earned (
        number INTEGER PRIMARY KEY,
        user_id TEXT NOT NULL,
        badge_id INTEGER NOT NULL REFERENCES beheard_badges (id),
        earned_at TEXT NOT NULL,
        UNIQUE (user_id, badge_id)
    ) STRICT
    """,
)
_BADGES = (
    (1, "First Lock-in", "Complete your first focus session.", "first-lock-in", "sessions", 1),
    (2, "3-Day Streak", "Focus on 3 days in a row.", "streak-3", "streak", 3),
    (3, "7-Day Streak", "Focus on 7 days in a row.", "streak-7", "streak", 7),
    (4, "30-Day Streak", "Focus on 30 days in a row.", "streak-30", "streak", 30),
    (5, "Focus Rookie", "Focus for 1 hour in all.", "focus-rookie", "focus_time", 3600),
    (6, "Focus Pro", "Focus for 10 hours in all.", "focus-pro", "focus_time", 36_000),
    (7, "Job Hunter", "Apply for 5 jobs.", "job-hunter", "jobs", 5),
    (8, "Consistency", "Complete 10 focus sessions.", "consistency", "sessions", 10),
)


@migrations()
def focus(db: Database) -> None:
    """Timer sessions, of which everybody has one running at most; days, streaks, and badges with the first eight."""
    for statement in _FOCUS:
        db.execute(statement)
    for badge in _BADGES:
        db.execute("INSERT INTO beheard_badges VALUES (?, ?, ?, ?, ?, ?)", badge)
