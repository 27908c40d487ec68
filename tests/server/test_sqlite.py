"""One SQLite file: how it is opened, brought up to date, and shared."""

import multiprocessing
import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.connections import connect
from tests.server.facts import account, invited, keep
from tests.server.processes import beheard


def tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]


def test_every_connection_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "kept.db")) as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
        assert values == ["wal", 2, 1, 1]
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] >= 1000


def test_a_new_file_that_somebody_else_is_setting_up_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        modes: list[tuple[str]] = []

        def open_it() -> None:
            with closing(connect(path)) as connection:
                modes.append(connection.execute("PRAGMA journal_mode").fetchone())

        waiting = threading.Thread(target=open_it)
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        other.execute("ROLLBACK")
        waiting.join()
    assert modes == [("wal",)]


def test_the_store_uses_such_connections(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with closing(SQLiteStore(path)) as store:
        with store.transaction() as unit:
            keep(unit, invited())
        with pytest.raises(sqlite3.IntegrityError), store.transaction() as unit:
            unit.relationships.drop("rel_1")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_is_opened_before_the_first_use(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with closing(SQLiteStore(path)) as store:
        assert not path.exists()
        with store.snapshot() as unit:
            assert unit.people.get(()) == {}
        assert path.exists()


def test_our_tables_are_strict_and_our_own(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with closing(SQLiteStore(path)) as store:
        store.migrate()
    # What a full-text index makes for itself has its name in quotes.
    made = [sql for sql in tables(path) if sql.startswith("CREATE TABLE ") and not re.search("sqlite_|TABLE '", sql)]
    assert made
    assert all(sql.startswith("CREATE TABLE beheard_") and "STRICT" in sql for sql in made)


def test_threads_that_race_to_migrate_take_every_step_once(tmp_path: Path) -> None:
    alone, raced = tmp_path / "alone.db", tmp_path / "raced.db"
    with closing(SQLiteStore(alone)) as store:
        store.migrate()
    stores = [SQLiteStore(raced) for _ in range(8)]
    start = threading.Barrier(len(stores))
    trouble: list[Exception] = []

    def race(number: int) -> None:
        try:
            start.wait()
            with stores[number].transaction() as unit:
                unit.accounts.add(account(number), "hash")
        except Exception as error:  # noqa: BLE001  whatever it is, it belongs to this test
            trouble.append(error)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    with stores[0].snapshot() as unit:
        assert [unit.accounts.get(f"user_{number}") for number in range(8)] == [account(n) for n in range(8)]
    for store in stores:
        store.close()
    assert tables(raced) == tables(alone)


def test_processes_that_race_take_every_step_once_and_make_one_key(tmp_path: Path) -> None:
    alone, raced = tmp_path / "alone.db", tmp_path / "raced.db"
    with closing(SQLiteStore(alone)) as store:
        store.migrate()
    racing = [beheard("migrate", "--database", raced) for _ in range(4)]
    told = [each.communicate()[1] for each in racing]
    assert [each.returncode for each in racing] == [0] * 4
    assert tables(raced) == tables(alone)
    assert sum("made a secret key" in each for each in told) == 1
    assert [path.name for path in tmp_path.glob("*.keys*")] == ["raced.db.keys"]


def test_what_was_kept_is_there_for_the_next_process(tmp_path: Path) -> None:
    for expected in (None, account()):
        with closing(SQLiteStore(tmp_path / "kept.db")) as store, store.transaction() as unit:
            assert unit.accounts.get("user_1") == expected
            unit.accounts.add(account(), "hash")


def use_after_fork(store: SQLiteStore) -> None:
    with store.transaction() as unit:
        assert unit.accounts.get("user_1") == account(1)
        unit.accounts.add(account(2), "hash")
    store.close()


def test_no_connection_is_carried_across_a_fork(tmp_path: Path) -> None:
    with closing(SQLiteStore(tmp_path / "kept.db")) as store:
        with store.transaction() as unit:
            unit.accounts.add(account(1), "hash")
        # On a connection that came along, the child would be in the middle of this snapshot.
        with store.snapshot() as unit:
            assert unit.accounts.get("user_2") is None
            child = multiprocessing.get_context("fork").Process(target=use_after_fork, args=(store,))
            child.start()
            child.join()
            assert child.exitcode == 0
            assert unit.accounts.get("user_2") is None
        with store.snapshot() as unit:
            assert unit.accounts.get("user_2") == account(2)
