"""Days and streaks as people live them: late nights, clock changes, journeys, offline weeks, double taps."""

from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from tests.server.focus.timers import Person, Room, told, utc

NEW_YORK = "America/New_York"


@pytest.fixture
def owls(tmp_path: Path) -> Iterator[Room]:
    """A room whose nights last until four in the morning."""
    with closing(Room(tmp_path, day_starts_at=4)) as room:
        yield room


@pytest.fixture
def lenient(tmp_path: Path) -> Iterator[Room]:
    """A room that forgives one missed day in any seven."""
    with closing(Room(tmp_path, streak_freezes=1)) as room:
        yield room


def streaks(person: Person, *moments: str) -> list[int]:
    """Complete a session at each of these moments in UTC, as they come, and give the streak after each."""
    found = []
    for moment in moments:
        person.room.at(moment)
        found.append(person.complete()["streak"]["current_streak"])
    return found


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        (["2026-02-18T08:00"], [1]),
        (["2026-02-18T08:00", "2026-02-19T20:00"], [1, 2]),  # a new consecutive day
        (["2026-02-18T08:00", "2026-02-18T09:00"], [1, 1]),  # the same day as the last session
        (["2026-02-18T08:00", "2026-02-20T08:00"], [1, 1]),  # a gap of more than one day
        (["2026-02-18T08:00", "2026-02-19T08:00", "2026-02-22T08:00", "2026-02-23T08:00"], [1, 2, 1, 2]),
        (["2026-02-18T23:59", "2026-02-19T00:00"], [1, 2]),
    ],
)
def test_the_table_of_the_document(ana: Person, moments: list[str], expected: list[int]) -> None:
    assert streaks(ana, *moments) == expected
    assert ana.streak()[1] == max(expected)


def test_the_longest_streak_never_falls(ana: Person) -> None:
    assert streaks(ana, *(f"2026-02-{day}T08:00" for day in (10, 11, 12, 20, 21))) == [1, 2, 3, 1, 2]
    assert ana.streak() == (2, 3, "2026-02-21")


def test_a_streak_is_alive_until_a_whole_day_is_missed(room: Room, ana: Person) -> None:
    streaks(ana, "2026-02-18T08:00")
    alive = []
    for moment in ("2026-02-18T23:59", "2026-02-19T00:00", "2026-02-19T23:59", "2026-02-20T00:00"):
        room.at(moment)
        shown = ana.get("/streaks")
        assert (shown["current_streak"], shown["updated_at"]) == (1, "2026-02-18T08:00:00Z")
        alive.append(shown["streak_alive"])
    assert alive == [True, True, True, False]


# Clocks and calendars


@pytest.mark.parametrize(
    "moments",
    [
        # The day of 23 hours: 8 March 2026, 05:00 to 04:00 UTC. Then a day of 24, and its last minute.
        ["2026-03-08T04:59", "2026-03-08T05:00", "2026-03-09T04:00", "2026-03-11T03:59"],
        # The day of 25 hours: 1 November 2026, 04:00 to 05:00 UTC.
        ["2026-11-01T03:59", "2026-11-01T04:00", "2026-11-02T05:00", "2026-11-03T05:00"],
    ],
)
def test_the_days_on_which_the_clocks_change_are_days_like_any_other(room: Room, moments: list[str]) -> None:
    assert streaks(room.person(zone=NEW_YORK), *moments) == [1, 2, 3, 4]


def test_the_hour_that_comes_twice_belongs_to_one_day(room: Room) -> None:
    ana = room.person(zone=NEW_YORK)
    assert streaks(ana, "2026-11-01T05:30", "2026-11-01T06:30", "2026-11-02T04:59") == [1, 1, 1]
    assert ana.get("/progress") == [{"date": "2026-11-01", "sessions_completed": 3, "total_focus_seconds": 4500}]


def test_a_day_without_midnight_is_one(room: Room) -> None:
    ana = room.person(zone="Africa/Cairo")
    assert streaks(ana, "2024-04-25T21:59", "2024-04-25T22:00", "2024-04-26T21:00") == [1, 2, 3]
    assert [each["date"] for each in ana.get("/progress")] == ["2024-04-25", "2024-04-26", "2024-04-27"]


def test_a_date_that_the_calendar_left_out_breaks_no_streak(room: Room) -> None:
    ana = room.person(zone="Pacific/Apia")
    assert streaks(ana, "2011-12-29T12:00", "2011-12-30T09:00", "2011-12-30T11:00", "2012-01-01T01:00") == [1, 1, 2, 3]
    assert [each["date"] for each in ana.get("/progress")] == ["2011-12-29", "2011-12-31", "2012-01-01"]
    ben = room.person("ben", "Pacific/Apia")
    room.at("2011-12-30T09:00")
    ben.complete()
    room.at("2011-12-31T11:00")
    assert ben.get("/streaks")["streak_alive"] is False
    room.at("2011-12-31T09:00")
    assert ben.get("/streaks")["streak_alive"] is True


def test_from_kiritimati_to_pago_pago_on_one_day_nothing_is_lost(room: Room) -> None:
    ana = room.person(zone="Pacific/Kiritimati")
    assert streaks(ana, "2026-02-27T20:00", "2026-02-28T20:00", "2026-03-01T10:30") == [1, 2, 3]
    there = room.person(zone="Pacific/Pago_Pago")
    # There it is 28 February once more, then 1 and 2 March once more.
    assert streaks(there, "2026-03-01T10:40", "2026-03-01T20:00", "2026-03-02T20:00") == [3, 3, 3]
    assert streaks(there, "2026-03-03T20:00") == [4]


def test_from_pago_pago_to_kiritimati_the_date_that_never_was_breaks_no_streak(room: Room) -> None:
    ana = room.person(zone="Pacific/Pago_Pago")
    assert streaks(ana, "2026-03-01T10:30") == [1]
    there = room.person(zone="Pacific/Kiritimati")
    assert streaks(there, "2026-03-01T10:50") == [2]
    assert [each["date"] for each in there.get("/progress")] == ["2026-02-28", "2026-03-02"]


def test_without_a_zone_it_is_the_one_of_the_session_that_began_last(room: Room, ana: Person) -> None:
    room.at("2026-02-18T08:00")
    assert told(ana.call("GET", "/home"))["data"]["today"]["date"] == "2026-02-18"
    ana.end(ana.start(time_zone="Pacific/Kiritimati"))
    assert ana.get("/sessions/active") is None
    room.at("2026-02-18T10:00")
    assert ana.get("/home")["today"]["date"] == "2026-02-19"
    ana.end(ana.start(time_zone="UTC", started_at="2026-02-10T08:00:00Z"))
    session = ana.start()
    assert ana.get("/sessions/active")["time_zone"] == "Pacific/Kiritimati"
    assert ana.end(session)["effects"]["daily_progress"]["date"] == "2026-02-19"


def test_a_session_across_midnight_counts_for_the_day_of_its_end(room: Room) -> None:
    ana = room.person(zone=NEW_YORK)
    room.at("2026-02-19T04:50")
    session = ana.start()
    room.at("2026-02-19T05:15")
    effects = ana.end(session)["effects"]
    assert effects["daily_progress"]["date"] == "2026-02-19"
    assert ana.streak() == (1, 1, "2026-02-19")


def test_a_night_belongs_to_the_day_before_where_the_operator_says_so(owls: Room) -> None:
    ana = owls.person(zone=NEW_YORK)
    # 8 March has no 02:00 there: its day ends at 08:00 UTC, which is 04:00 in summer time.
    assert streaks(ana, "2026-03-07T20:00", "2026-03-08T07:59", "2026-03-08T08:00", "2026-03-09T07:59") == [1, 1, 2, 2]
    assert [each["date"] for each in ana.get("/progress")] == ["2026-03-07", "2026-03-08"]
    owls.at("2026-03-10T07:59")
    assert ana.get("/streaks")["streak_alive"] is True
    owls.at("2026-03-10T08:00")
    assert ana.get("/streaks")["streak_alive"] is False


# Late, twice, out of order


@pytest.mark.parametrize("order", list(permutations(("2026-02-16T12:00", "2026-02-17T12:00", "2026-02-18T12:00"))))
def test_three_offline_days_come_out_the_same_in_every_order(room: Room, ana: Person, order: tuple[str, ...]) -> None:
    room.at("2026-02-18T20:00")
    for moment in order:
        ana.complete_at(moment)
    assert ana.streak() == (3, 3, "2026-02-18")
    assert ana.get("/streaks")["streak_alive"] is True
    assert set(ana.badges()) == {"First Lock-in", "Focus Rookie", "3-Day Streak"}
    assert [each["sessions_completed"] for each in ana.get("/progress")] == [1, 1, 1]


def test_a_late_sync_repairs_a_streak_that_looked_broken(room: Room, ana: Person) -> None:
    assert streaks(ana, "2026-02-16T12:00", "2026-02-18T12:00") == [1, 1]
    assert ana.complete_at("2026-02-17T12:00")["streak"]["current_streak"] == 3
    assert ana.streak() == (3, 3, "2026-02-18")


def test_a_day_twice_counts_once_for_the_streak_and_twice_for_the_day(room: Room, ana: Person) -> None:
    room.at("2026-02-18T20:00")
    for _ in range(2):
        for moment in ("2026-02-18T12:00", "2026-02-17T12:00"):
            ana.complete_at(moment)
    assert ana.streak() == (2, 2, "2026-02-18")
    assert [each["sessions_completed"] for each in ana.get("/progress")] == [2, 2]


def test_a_double_tap_on_the_end_counts_once(ana: Person) -> None:
    session = ana.start()
    body = {"elapsed_seconds": 1500, "status": "completed"}
    assert [ana.call("PATCH", f"/sessions/{session}/end", body).status for _ in range(2)] == [200, 409]
    assert ana.get("/progress")[0]["sessions_completed"] == 1


def test_missed_days_are_forgiven_where_the_operator_says_so(lenient: Room) -> None:
    ana = lenient.person()
    assert streaks(ana, *(f"2026-02-{day}T08:00" for day in ("01", "02", "04", "05", "07"))) == [1, 2, 3, 4, 3]
    assert ana.streak() == (3, 4, "2026-02-07")
    lenient.at("2026-02-08T23:00")
    assert ana.get("/streaks")["streak_alive"] is True
    lenient.at("2026-02-09T08:00")
    assert ana.get("/streaks")["streak_alive"] is False
    lenient.at("2026-03-01T08:00")
    assert (ana.get("/streaks")["streak_alive"], ana.get("/streaks")["current_streak"]) == (False, 3)


def test_by_default_no_day_is_forgiven_and_a_day_begins_at_midnight(ana: Person) -> None:
    assert streaks(ana, "2026-02-01T08:00", "2026-02-03T08:00", "2026-02-04T00:00") == [1, 1, 2]


def test_what_was_decided_stays_when_the_rules_change(tmp_path: Path) -> None:
    with closing(Room(tmp_path)) as before:
        before.at("2026-02-18T01:00")
        before.person().complete()
    with closing(Room(tmp_path, day_starts_at=4)) as after:
        after.at("2026-02-18T02:00")
        ana = after.person()
        assert ana.complete()["daily_progress"]["date"] == "2026-02-17"
        assert [each["date"] for each in ana.get("/progress")] == ["2026-02-17", "2026-02-18"]
        assert ana.streak() == (2, 2, "2026-02-18")


def test_the_moment_of_the_end_may_be_written_in_any_offset(room: Room, ana: Person) -> None:
    room.at("2026-02-18T20:00")
    session = ana.start(started_at="2026-02-18T20:30:00+09:00")
    ended = ana.end(session, ended_at="2026-02-18T14:30:00.5+03:00")
    assert (ended["data"]["started_at"], ended["data"]["ended_at"]) == ("2026-02-18T11:30:00Z", "2026-02-18T11:30:00Z")
    assert utc("2026-02-18T11:30") < room.clock.now
