"""Connections to one SQLite file: one for each thread of each process, each set up the same way."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 30.0
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


def connect(path: Path, *, pragmas: tuple[str, ...] = _PRAGMAS) -> sqlite3.Connection:
    """Open the file in WAL mode, in autocommit: every transaction is begun by name."""
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    _use_wal(connection)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    # Switching a new file to WAL does not wait for others who do the same, whatever the busy timeout.
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Hold one consistent state for the length of the block."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Take the write lock at once, waiting for it; commit at the end, roll back if the block raises."""
    # A deferred BEGIN that turns from reading to writing fails at once when somebody else wrote, and never waits.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    """Undo what the block did if it raises; the transaction around it goes on."""
    connection.execute("SAVEPOINT beheard")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK TO beheard")
        raise
    finally:
        connection.execute("RELEASE beheard")


class _Own:
    """One thread's connection, and the lock under which it is used: nobody closes it in the middle of a statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.lock = threading.RLock()
        self.is_closed = False


class Connections:
    """The connections of this process to one file; a connection is never used across a fork."""

    def __init__(self, path: Path, *, pragmas: tuple[str, ...] = _PRAGMAS, schema: tuple[str, ...] = ()) -> None:
        self._path = path
        self._pragmas = pragmas
        self._schema = schema
        self._forget()

    def _forget(self) -> None:
        self._process = os.getpid()
        self._local = threading.local()
        self._open: list[_Own] = []

    @contextmanager
    def in_use(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection, opening it if need be; nobody closes it before the end of the block."""
        own = self._own()
        with own.lock:
            if not own.is_closed:
                yield own.connection
                return
        # Somebody has closed everything in between.
        with self.in_use() as connection:
            yield connection

    def _own(self) -> _Own:
        if self._process != os.getpid():
            self._forget()
        own: _Own | None = getattr(self._local, "own", None)
        if own is None or own.is_closed:
            own = _Own(connect(self._path, pragmas=self._pragmas))
            for statement in self._schema:
                own.connection.execute(statement)
            self._local.own = own
            self._open.append(own)
        return own

    def close(self) -> None:
        """Close every connection that this process has opened, each as soon as its thread is through with it."""
        opened, self._open = self._open, []
        if self._process == os.getpid():
            for own in opened:
                with own.lock:
                    own.is_closed = True
                    own.connection.close()
