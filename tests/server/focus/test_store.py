"""What every store promises about focus sessions, and what the database itself holds to."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from beheard_core.focus import (
    BADGES,
    Badge,
    Criteria,
    Dates,
    DayProgress,
    FocusSession,
    FocusStatus,
    KeptStreak,
    NewBadge,
)
from beheard_server.store import Store, Unit
from beheard_server.store.focus import Ended
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import START
from tests.server.facts import Mishap, look, write

TODAY = START.date()
RUNNING = FocusSession(0, "ana", 1500, 0, FocusStatus.ACTIVE, START, None, "UTC", TODAY)


def over(session: FocusSession, days: int = 0, *, completed: bool = True, zone: str = "UTC") -> FocusSession:
    """Give the session as it is when it has ended, some days later."""
    at = START + timedelta(days=days)
    status = FocusStatus.COMPLETED if completed else FocusStatus.ABANDONED
    day = at.date() if completed else None
    return evolve(session, status=status, elapsed_seconds=60, ended_at=at, day=day, time_zone=zone)


def add(store: Store, session: FocusSession) -> FocusSession:
    added = write(store, lambda unit: unit.focus.add(session))
    assert added is not None
    return added


def test_a_session_gets_a_number_and_is_found_by_its_owner_only(store: Store) -> None:
    first = add(store, RUNNING)
    other = add(store, evolve(RUNNING, user_id="ben", time_zone="Africa/Cairo"))
    assert first == evolve(RUNNING, id=first.id)
    assert first.id < other.id
    assert look(store, lambda unit: unit.focus.get(first.id, user="ana")) == first
    assert look(store, lambda unit: unit.focus.get(first.id, user="ben")) is None
    assert look(store, lambda unit: unit.focus.get(99, user="ana")) is None


@pytest.mark.parametrize("status", [FocusStatus.ACTIVE, FocusStatus.PAUSED])
def test_one_session_of_a_person_runs_at_a_time(store: Store, status: FocusStatus) -> None:
    first = evolve(add(store, RUNNING), status=status)
    write(store, lambda unit: unit.focus.save(first))
    assert write(store, lambda unit: unit.focus.add(RUNNING)) is None
    assert look(store, lambda unit: unit.focus.running("ana")) == first
    write(store, lambda unit: unit.focus.save(over(first)))
    assert look(store, lambda unit: unit.focus.running("ana")) is None
    assert add(store, RUNNING).id > first.id


def test_a_session_is_saved_as_it_has_become(store: Store) -> None:
    session = over(add(store, RUNNING))
    write(store, lambda unit: unit.focus.save(session))
    assert look(store, lambda unit: unit.focus.get(session.id, user="ana")) == session


def test_the_zone_is_that_of_the_session_that_began_last(store: Store) -> None:
    assert look(store, lambda unit: unit.focus.zone_of("ana")) is None
    for days, zone in ((0, "UTC"), (2, "Africa/Cairo"), (1, "Asia/Tokyo")):
        at = START + timedelta(days=days)
        session = add(store, over(evolve(RUNNING, started_at=at), days, zone=zone))
        assert session.time_zone == zone
    assert look(store, lambda unit: unit.focus.zone_of("ana")) == "Africa/Cairo"
    assert look(store, lambda unit: unit.focus.zone_of("ben")) is None


def test_the_days_of_completed_sessions_come_with_their_zones_and_the_first_and_last_end(store: Store) -> None:
    for days, zone, completed in ((1, "UTC", True), (0, "UTC", True), (0, "Asia/Tokyo", True), (2, "UTC", False)):
        add(store, over(RUNNING, days, zone=zone, completed=completed))
    later = evolve(over(RUNNING), ended_at=START + timedelta(hours=3))
    add(store, later)
    add(store, over(evolve(RUNNING, user_id="ben"), 5))
    tomorrow = START + timedelta(days=1)
    assert look(store, lambda unit: unit.focus.days("ana")) == (TODAY, tomorrow.date())
    both = {TODAY, tomorrow.date(), date(1999, 12, 31)}
    found = look(store, lambda unit: unit.focus.ended("ana", both))
    assert found == (
        Ended(TODAY, "Asia/Tokyo", START, START),
        Ended(TODAY, "UTC", START, START + timedelta(hours=3)),
        Ended(tomorrow.date(), "UTC", tomorrow, tomorrow),
    )
    assert look(store, lambda unit: unit.focus.ended("ana", {TODAY})) == found[:2]
    assert look(store, lambda unit: unit.focus.ended("eve", both)) == ()
    completed_ones = look(store, lambda unit: unit.focus.completed("ana"))
    assert {each.status for each in completed_ones} == {FocusStatus.COMPLETED}
    assert len(completed_ones) == 4


def test_progress_is_saved_by_day_and_one_without_sessions_leaves_nothing(store: Store) -> None:
    days = [DayProgress(TODAY + timedelta(days=number), number + 1, 60) for number in range(3)]
    with store.transaction() as unit:
        for each in reversed(days):
            unit.focus.put_progress("ana", each)
        unit.focus.put_progress("ben", DayProgress(TODAY, 9, 9))
    assert look(store, lambda unit: unit.focus.progress("ana", Dates())) == tuple(days)
    some = Dates(from_=days[1].date, to=days[1].date)
    assert look(store, lambda unit: unit.focus.progress("ana", some)) == (days[1],)
    assert look(store, lambda unit: unit.focus.totals("ana")) == (6, 180)
    assert look(store, lambda unit: unit.focus.totals("eve")) == (0, 0)
    write(store, lambda unit: unit.focus.put_progress("ana", evolve(days[0], total_focus_seconds=500)))
    write(store, lambda unit: unit.focus.put_progress("ana", DayProgress(days[1].date)))
    assert look(store, lambda unit: unit.focus.totals("ana")) == (4, 560)
    assert len(look(store, lambda unit: unit.focus.progress("ana", Dates()))) == 2


def test_a_streak_is_kept(store: Store) -> None:
    assert look(store, lambda unit: unit.focus.streak("ana")) == KeptStreak()
    for kept in (KeptStreak(1, 2, TODAY, START), KeptStreak(2, 2, TODAY, START), KeptStreak(0, 0, None, START)):
        with store.transaction() as unit:
            unit.focus.put_streak("ana", kept)
        assert look(store, lambda unit: unit.focus.streak("ana")) == kept
    assert look(store, lambda unit: unit.focus.streak("ben")) == KeptStreak()


def test_the_eight_badges_are_there_once_and_others_can_be_added(store: Store) -> None:
    assert look(store, lambda unit: unit.focus.badges()) == BADGES
    new = NewBadge(name="Owl", description="d", icon_key="owl", criteria_type=Criteria.STREAK, criteria_value=2)
    assert write(store, lambda unit: unit.focus.add_badge(new)) == Badge(9, "Owl", "d", "owl", Criteria.STREAK, 2)
    assert write(store, lambda unit: unit.focus.add_badge(new)) is None
    store.migrate()
    assert [each.name for each in look(store, lambda unit: unit.focus.badges())][8:] == ["Owl"]


def test_badges_are_earned_newest_first(store: Store) -> None:
    with store.transaction() as unit:
        for number, minutes in ((1, 0), (5, 1), (2, 1), (8, -1)):
            unit.focus.award("ana", number, at=START + timedelta(minutes=minutes))
    earned = look(store, lambda unit: unit.focus.earned("ana"))
    assert [badge.id for badge, _ in earned] == [2, 5, 1, 8]
    assert earned[0] == (BADGES[1], START + timedelta(minutes=1))
    assert look(store, lambda unit: unit.focus.earned("ana", limit=2)) == earned[:2]
    assert look(store, lambda unit: unit.focus.count_earned("ana")) == 4
    assert look(store, lambda unit: unit.focus.earned("ben")) == ()


def test_everybody_of_whom_anything_is_kept_is_listed_once(store: Store) -> None:
    add(store, RUNNING)
    write(store, lambda unit: unit.focus.put_progress("ben", DayProgress(TODAY, 1, 1)))
    write(store, lambda unit: unit.focus.put_streak("cleo", KeptStreak()))
    write(store, lambda unit: unit.focus.put_streak("ana", KeptStreak()))
    assert look(store, lambda unit: unit.focus.users()) == ("ana", "ben", "cleo")


def _do_and_fail(unit: Unit) -> None:
    unit.focus.add(RUNNING)
    unit.focus.award("ana", 1, at=START)
    unit.focus.put_streak("ana", KeptStreak(5, 5, TODAY, START))
    unit.focus.put_progress("ana", DayProgress(TODAY, 7, 7))
    raise Mishap


def test_a_savepoint_takes_back_what_was_done_in_it_and_nothing_else(store: Store) -> None:
    with store.transaction() as unit:
        unit.focus.put_progress("ana", DayProgress(TODAY, 1, 60))
        with pytest.raises(Mishap), unit.focus.savepoint():
            _do_and_fail(unit)
        assert (unit.focus.count_earned("ana"), unit.focus.streak("ana")) == (0, KeptStreak())
        assert (unit.focus.running("ana"), unit.focus.totals("ana")) == (None, (1, 60))
        with unit.focus.savepoint():
            unit.focus.award("ana", 2, at=START)
    assert look(store, lambda unit: unit.focus.totals("ana")) == (1, 60)
    assert [badge.id for badge, _ in look(store, lambda unit: unit.focus.earned("ana"))] == [2]


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(Mishap):
        write(store, _do_and_fail)
    assert look(store, lambda unit: unit.focus.users()) == ()
    assert look(store, lambda unit: unit.focus.count_earned("ana")) == 0


# SQLite alone


BAD_ROWS = [
    ("a second running session", "'ana', 60, 0, 'paused', 'x', NULL, 'UTC', 'x', NULL"),
    ("a duration of 59", "'eve', 59, 0, 'active', 'x', NULL, 'UTC', 'x', NULL"),
    ("a duration over a day", "'eve', 86401, 0, 'active', 'x', NULL, 'UTC', 'x', NULL"),
    ("a timer beyond the duration", "'eve', 60, 61, 'active', 'x', NULL, 'UTC', 'x', NULL"),
    ("a timer below zero", "'eve', 60, -1, 'active', 'x', NULL, 'UTC', 'x', NULL"),
    ("an unknown status", "'eve', 60, 0, 'expired', 'x', 'x', 'UTC', 'x', NULL"),
    ("a running session with an end", "'eve', 60, 0, 'active', 'x', 'x', 'UTC', 'x', NULL"),
    ("an ended session without an end", "'eve', 60, 0, 'abandoned', 'x', NULL, 'UTC', 'x', NULL"),
    ("a completed session without a day", "'eve', 60, 0, 'completed', 'x', 'x', 'UTC', 'x', NULL"),
    ("an abandoned session with a day", "'eve', 60, 0, 'abandoned', 'x', 'x', 'UTC', 'x', 'x'"),
]


@pytest.mark.parametrize("row", [row for _, row in BAD_ROWS], ids=[name for name, _ in BAD_ROWS])
def test_the_database_itself_refuses(tmp_path: Path, row: str) -> None:
    path = tmp_path / "kept.db"
    with closing(SQLiteStore(path)) as store:
        add(store, RUNNING)
    with closing(sqlite3.connect(path)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute(
            "INSERT INTO beheard_focus_sessions (user_id, duration_seconds, elapsed_seconds, status, started_at,"
            f" ended_at, time_zone, started_on, day) VALUES ({row})"
        )


def test_the_database_itself_gives_a_badge_once(tmp_path: Path) -> None:
    with closing(SQLiteStore(tmp_path / "kept.db")) as store:
        write(store, lambda unit: unit.focus.award("ana", 1, at=START))
        with pytest.raises(sqlite3.IntegrityError):
            write(store, lambda unit: unit.focus.award("ana", 1, at=START))
        with pytest.raises(sqlite3.IntegrityError):
            write(store, lambda unit: unit.focus.award("ana", 99, at=START))


def test_numbers_are_never_used_twice(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with closing(SQLiteStore(path)) as store:
        first = add(store, RUNNING)
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("DELETE FROM beheard_focus_sessions")
        assert add(store, RUNNING).id > first.id


MINE = "FROM beheard_focus_sessions WHERE user_id = 'ana'"
PLANS = [
    (f"SELECT * {MINE} AND status IN ('active', 'paused')", "one_running"),
    (f"SELECT time_zone {MINE} ORDER BY started_at DESC, id DESC LIMIT 1", "by_start"),
    (f"SELECT DISTINCT day {MINE} AND day IS NOT NULL ORDER BY day", "COVERING INDEX beheard_focus_by_day"),
    (f"SELECT max(ended_at) {MINE} AND day IN (SELECT value FROM json_each('[]')) GROUP BY day, time_zone", "by_day"),
]


@pytest.mark.parametrize(("query", "index"), PLANS)
def test_what_is_asked_at_every_end_goes_by_an_index_and_sorts_nothing(tmp_path: Path, query: str, index: str) -> None:
    path = tmp_path / "kept.db"
    with closing(SQLiteStore(path)) as store:
        store.migrate()
    with closing(sqlite3.connect(path)) as file:
        plan = " ".join(row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN beheard" not in plan


def test_dates_are_kept_as_dates(store: Store) -> None:
    session = add(store, over(evolve(RUNNING, started_on=date(1999, 12, 31))))
    found = look(store, lambda unit: unit.focus.get(session.id, user="ana"))
    assert found is not None
    assert (found.started_on, found.day) == (date(1999, 12, 31), TODAY)
