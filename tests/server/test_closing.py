"""A store that is closed while others use it: everybody ends what they are doing, and goes on over a new connection."""

import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from beheard_server.store.migrations import migrations
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.limits import SQLiteLimits
from beheard_server.testing import START


def test_a_store_may_be_closed_while_other_threads_read_and_write(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "kept.db")
    store.migrate()
    over = threading.Event()
    broken: list[BaseException] = []

    def use() -> None:
        try:
            while not over.is_set():
                with store.snapshot() as unit:
                    unit.people.get(("nobody",))
                    unit.outbox.to_relay(limit=5)
                with store.transaction() as unit:
                    unit.people.forget("nobody")
        except BaseException as error:  # noqa: BLE001  whatever it is, it is shown
            broken.append(error)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        store.close()
    over.set()
    for thread in threads:
        thread.join()
    store.close()
    assert broken == []


def test_a_store_may_be_closed_while_its_file_is_made_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SQLiteStore(tmp_path / "kept.db")
    begun, go_on = threading.Event(), threading.Event()
    apply = migrations.apply

    def slowly(db: Database) -> None:
        begun.set()
        assert go_on.wait(10)
        apply(db)

    monkeypatch.setattr(migrations, "apply", slowly)
    making, closing = threading.Thread(target=store.migrate), threading.Thread(target=store.close)
    making.start()
    assert begun.wait(10)
    closing.start()
    closing.join(0.1)
    assert closing.is_alive()
    go_on.set()
    for thread in (making, closing):
        thread.join()
    with store.snapshot() as unit:
        assert unit.people.get(("nobody",)) == {}
    store.close()


def test_counting_goes_on_while_everything_is_closed(tmp_path: Path) -> None:
    counters = SQLiteLimits(tmp_path / "limits.db", lambda: START)
    over = threading.Event()
    counted: list[int] = []

    def count() -> None:
        while not over.is_set():
            counted.append(counters.incr("somebody", 60))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        counters.close()
    over.set()
    for thread in threads:
        thread.join()
    assert counters.get("somebody") == len(counted) == max(counted)
    counters.close()


def test_what_is_closed_in_a_block_is_closed_at_its_end(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "kept.db")
    closing = threading.Thread(target=store.close)
    with store.snapshot() as unit:
        closing.start()
        closing.join(0.1)
        assert closing.is_alive()
        assert unit.people.get(("nobody",)) == {}
    closing.join()
    with store.snapshot() as unit:
        assert unit.people.get(("nobody",)) == {}
    store.close()
