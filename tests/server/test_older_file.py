"""A file from before stages 3 and 4: it is brought up to date, nothing in it is lost, and its sessions go on."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from sqlite_utils import Database

from beheard_server.store.migrations import migrations
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.connections import connect
from tests.server.channel import id_of
from tests.server.client import Api, fresh_api
from tests.server.people import Couple, find_ground, granted, meet, reach, register, repair, step
from tests.server.stage2.acts import say, seen_by, share_both

SINCE = ("needs", "syntheses", "common_ground", "strategies", "agreements", "follow_ups")


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}


def make_older(path: Path) -> None:
    """Take everything out of a file that only newer versions put there."""
    with closing(sqlite3.connect(path)) as connection:
        for table in SINCE:
            assert connection.execute(f"SELECT COUNT(*) FROM beheard_{table}").fetchone() == (0,)
            connection.execute(f"DROP TABLE beheard_{table}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'towards_repair'")
        for session_id, body in connection.execute("SELECT id, body FROM beheard_sessions").fetchall():
            older = json.loads(body) | {"schema": 1}
            written = json.dumps(older).encode()
            connection.execute("UPDATE beheard_sessions SET body = ? WHERE id = ?", (written, session_id))
        connection.commit()


@pytest.fixture
def before(tmp_path: Path) -> tuple[Couple, list[Any]]:
    """Give two people in the middle of stage 2 and what they could read when the file was last open."""
    with closing(fresh_api(tmp_path)) as api:
        couple = reach(meet(register(api, "Ada"), register(api, "Ben")), ada=2, ben=2)
        say(couple.ada, couple, "I feel alone in the evenings.")
        share_both(couple)
        read = [seen_by(person, couple) for person in (couple.ada, couple.ben)]
    make_older(tmp_path / "beheard.db")
    return couple, read


@pytest.fixture
def api(tmp_path: Path, before: object) -> Iterator[Api]:
    with closing(fresh_api(tmp_path)) as api:
        yield api


@pytest.fixture
def couple(api: Api, before: tuple[Couple, list[Any]]) -> Couple:
    old, _ = before
    return evolve(old, ada=evolve(old.ada, server=api), ben=evolve(old.ben, server=api))


def test_every_step_can_be_taken_from_where_an_older_version_stopped(tmp_path: Path) -> None:
    older, newer = tmp_path / "older.db", tmp_path / "newer.db"
    with closing(connect(older)) as connection:
        migrations.apply(Database(connection), stop_before="towards_repair")
    assert not any(f"beheard_{table}" in sql for sql in schema(older) for table in SINCE)
    for path in (older, newer):
        with closing(SQLiteStore(path)) as store:
            store.migrate()
    assert schema(older) == schema(newer)


def test_what_both_could_read_reads_the_same(couple: Couple, before: tuple[Couple, list[Any]]) -> None:
    assert [seen_by(person, couple) for person in (couple.ada, couple.ben)] == before[1]


def test_the_two_go_on_to_an_agreement(api: Api, couple: Couple) -> None:
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/empathy/validate", {"validated": True}))
        granted(person.post(f"{couple.session}/stages/advance", step(2)))
    needs = granted(couple.ada.get(f"{couple.session}/needs"))["needs"]
    assert [each["evidence"] for each in needs] == [["I feel alone in the evenings."]]
    find_ground(couple)
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/stages/advance", step(3)))
    repair(couple, "AGREED")
    assert granted(couple.ben.post(f"{couple.session}/resolve"))["resolved"] is True
    assert granted(couple.ada.get(couple.session))["status"] == "RESOLVED"
    assert api.shell.session(id_of(couple.session)).agreements
