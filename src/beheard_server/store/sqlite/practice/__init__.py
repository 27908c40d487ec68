"""Practice, in SQLite."""

import sqlite3

from beheard_server.store.sqlite.practice.measures import SQLiteMeasures
from beheard_server.store.sqlite.practice.sessions import SQLiteTherapistSessions
from beheard_server.store.sqlite.practice.words import SQLiteEvaluations


class SQLitePractice(SQLiteTherapistSessions, SQLiteMeasures, SQLiteEvaluations):
    """Implements :class:`beheard_server.store.practice.Practice`, in three parts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany


__all__ = ["SQLitePractice"]
