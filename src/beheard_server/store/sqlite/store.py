"""One SQLite file as a store."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from beheard_server.store import StoreError
from beheard_server.store.migrations import migrations
from beheard_server.store.sqlite.catalogue import SQLiteCatalogue
from beheard_server.store.sqlite.common import SQLiteCommonWords, SQLiteFollowUps
from beheard_server.store.sqlite.connections import BUSY_SECONDS, Connections, reading, writing
from beheard_server.store.sqlite.focus import SQLiteFocus
from beheard_server.store.sqlite.mediation import (
    SQLiteInvitations,
    SQLiteOutbox,
    SQLiteRelationships,
    SQLiteSessions,
)
from beheard_server.store.sqlite.notices import SQLiteLeases, SQLiteNotices
from beheard_server.store.sqlite.people import SQLiteAccounts, SQLitePeople
from beheard_server.store.sqlite.practice import SQLitePractice
from beheard_server.store.sqlite.words import SQLiteWords


class SQLiteUnit:
    """All tables on one connection, inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.accounts = SQLiteAccounts(connection)
        self.people = SQLitePeople(connection)
        self.sessions = SQLiteSessions(connection)
        self.invitations = SQLiteInvitations(connection)
        self.relationships = SQLiteRelationships(connection)
        self.words = SQLiteWords(connection)
        self.common = SQLiteCommonWords(connection)
        self.follow_ups = SQLiteFollowUps(connection)
        self.outbox = SQLiteOutbox(connection)
        self.notices = SQLiteNotices(connection)
        self.leases = SQLiteLeases(connection)
        self.catalogue = SQLiteCatalogue(connection)
        self.focus = SQLiteFocus(connection)
        self.practice = SQLitePractice(connection)


class SQLiteStore:
    """A store in one SQLite file, which several threads and processes may share.

    Nothing is opened before the first use, which also brings the file up to date.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections = Connections(path)
        self._first_use = threading.Lock()
        self._migrated = False

    def _ready(self) -> Connections:
        if not self._migrated:
            with self._first_use:
                self.migrate()
        return self._connections

    @contextmanager
    def snapshot(self) -> Iterator[SQLiteUnit]:
        """Open one consistent state for reading."""
        with self._ready().in_use() as mine, reading(mine) as connection:
            yield SQLiteUnit(connection)

    @contextmanager
    def transaction(self) -> Iterator[SQLiteUnit]:
        """Open the state for reading and writing, with nobody in between."""
        with self._ready().in_use() as mine, writing(mine) as connection:
            yield SQLiteUnit(connection)

    def migrate(self) -> None:
        """Take every step that the file has not taken yet; racing processes take each step once.

        Raises:
            StoreError: the file cannot be opened, or is no database.
        """
        try:
            with self._connections.in_use() as connection:
                db = Database(connection)
                if not db["_sqlite_migrations"].exists() or migrations.pending(db):
                    with writing(connection):
                        migrations.apply(db)
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(f"{self.path} cannot be used as a database: {error}.") from error
        self._migrated = True

    def settle(self) -> None:
        """Empty the write-ahead log, which still holds the pages as they were before."""
        give_up = time.monotonic() + BUSY_SECONDS
        with self._ready().in_use() as connection:
            # A reader elsewhere can hold it up for a moment.
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] and time.monotonic() < give_up:
                time.sleep(0.01)

    def close(self) -> None:
        """Close every connection of this process."""
        self._connections.close()
