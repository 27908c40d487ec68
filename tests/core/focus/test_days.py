"""Which day it is: across zones, daylight saving, late nights and the date line."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.focus import Mark, Streak, day_of, days_around_gaps, skipped_dates, streak_of

ZONES = [
    "UTC",
    "America/New_York",
    "Africa/Cairo",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-02-18T08:00", "UTC", "2026-02-18"),
        # New York: in UTC the day of 23 hours is from 05:00 to 04:00, that of 25 from 04:00 to 05:00.
        ("2026-03-08T04:59", "America/New_York", "2026-03-07"),
        ("2026-03-08T05:00", "America/New_York", "2026-03-08"),
        ("2026-03-09T03:59", "America/New_York", "2026-03-08"),
        ("2026-03-09T04:00", "America/New_York", "2026-03-09"),
        ("2026-11-01T03:59", "America/New_York", "2026-10-31"),
        ("2026-11-01T04:00", "America/New_York", "2026-11-01"),
        ("2026-11-01T05:30", "America/New_York", "2026-11-01"),
        ("2026-11-01T06:30", "America/New_York", "2026-11-01"),
        ("2026-11-02T04:59", "America/New_York", "2026-11-01"),
        ("2026-11-02T05:00", "America/New_York", "2026-11-02"),
        # Cairo: 26 April 2024 begins at 01:00, because the clocks go from 00:00 to 01:00.
        ("2024-04-25T21:59", "Africa/Cairo", "2024-04-25"),
        ("2024-04-25T22:00", "Africa/Cairo", "2024-04-26"),
        # Samoa went from 29 to 31 December 2011, at 10:00 UTC.
        ("2011-12-30T09:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00", "Pacific/Apia", "2011-12-31"),
        # One moment is of two days' distance between the ends of the world.
        ("2026-03-01T10:30", "Pacific/Kiritimati", "2026-03-02"),
        ("2026-03-01T10:30", "Pacific/Pago_Pago", "2026-02-28"),
    ],
)
def test_a_day_is_the_date_on_the_calendar_of_its_zone(moment: str, zone: str, expected: str) -> None:
    assert day_of(at(moment), ZoneInfo(zone)) == day(expected)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-02-18T03:59", "UTC", "2026-02-17"),
        ("2026-02-18T04:00", "UTC", "2026-02-18"),
        ("2026-02-19T03:59", "UTC", "2026-02-18"),
        # 04:00 is an hour earlier after the clocks went forward, and an hour later after they went back.
        ("2026-03-08T07:59", "America/New_York", "2026-03-07"),
        ("2026-03-08T08:00", "America/New_York", "2026-03-08"),
        ("2026-11-01T08:59", "America/New_York", "2026-10-31"),
        ("2026-11-01T09:00", "America/New_York", "2026-11-01"),
    ],
)
def test_a_night_may_belong_to_the_day_before(moment: str, zone: str, expected: str) -> None:
    assert day_of(at(moment), ZoneInfo(zone), starts_at=4) == day(expected)


moments = st.integers(631_152_000, 2_208_988_800).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments, st.timedeltas(timedelta(0), timedelta(days=3)), st.sampled_from(ZONES), st.integers(0, 6))
def test_days_never_run_backwards_unless_the_calendar_does(
    moment: datetime, later: timedelta, zone: str, starts_at: int
) -> None:
    first, second = (day_of(each, ZoneInfo(zone), starts_at=starts_at) for each in (moment, moment + later))
    assert first <= second <= first + timedelta(days=later.days + 2)


# Dates that nobody could have missed


def mark(moment: str, zone: str) -> Mark:
    where = ZoneInfo(zone)
    return Mark(day_of(at(moment), where), where, at(moment), at(moment))


def skipped(*marks: Mark, starts_at: int = 0) -> list[str]:
    return sorted(each.isoformat() for each in skipped_dates(marks, starts_at=starts_at))


def lived(marks: list[Mark], now: Mark) -> Streak:
    """Give the streak of who has completed these sessions, from the marks that can make a difference."""
    days = {each.day for each in marks}
    around = days_around_gaps(days, today=now.day)
    return streak_of(days, [each for each in marks if each.day in around], now=now)


@pytest.mark.parametrize("zone", ZONES)
def test_who_stays_in_one_place_misses_every_date_between(zone: str) -> None:
    where = ZoneInfo(zone)
    first = datetime(2026, 3, 6, 23, 59, tzinfo=where).astimezone(UTC)
    last = datetime(2026, 3, 9, 0, 0, tzinfo=where).astimezone(UTC)
    marks = [Mark(date(2026, 3, 6), where, first, first), Mark(date(2026, 3, 9), where, last, last)]
    assert skipped(*marks) == []


def test_a_date_that_the_calendar_left_out_is_not_missed() -> None:
    assert skipped(mark("2011-12-30T09:00", "Pacific/Apia"), mark("2011-12-30T11:00", "Pacific/Apia")) == ["2011-12-30"]


def test_a_date_that_others_left_out_is_missed_all_the_same() -> None:
    assert skipped(mark("2011-12-29T12:00", "UTC"), mark("2011-12-31T12:00", "UTC")) == []


def test_who_flies_east_over_the_date_line_has_not_missed_the_date_between() -> None:
    pago, kiritimati = mark("2026-03-01T10:30", "Pacific/Pago_Pago"), mark("2026-03-01T10:40", "Pacific/Kiritimati")
    assert (pago.day, kiritimati.day) == (date(2026, 2, 28), date(2026, 3, 2))
    assert skipped(pago, kiritimati) == ["2026-03-01"]
    now = mark("2026-03-01T11:00", "Pacific/Kiritimati")
    assert lived([pago, kiritimati], now).current == 2


def test_who_flies_west_in_a_moment_has_not_missed_it_either() -> None:
    kiritimati, pago = mark("2026-03-01T10:30", "Pacific/Kiritimati"), mark("2026-03-01T10:40", "Pacific/Pago_Pago")
    assert skipped(kiritimati, pago) == ["2026-03-01"]


def test_who_flies_east_and_waits_for_a_whole_day_has_missed_it() -> None:
    pago, kiritimati = mark("2026-03-01T10:30", "Pacific/Pago_Pago"), mark("2026-03-02T10:30", "Pacific/Kiritimati")
    assert (pago.day, kiritimati.day) == (date(2026, 2, 28), date(2026, 3, 3))
    assert skipped(pago, kiritimati) == ["2026-03-01", "2026-03-02"]
    later = mark("2026-03-03T11:30", "Pacific/Kiritimati")
    assert skipped(pago, later) == []


def test_a_short_flight_saves_no_day_that_was_missed() -> None:
    assert skipped(mark("2026-03-06T20:00", "Europe/Berlin"), mark("2026-03-08T20:00", "America/New_York")) == []


def test_of_several_zones_on_a_day_the_one_that_explains_most_counts() -> None:
    stayed = mark("2026-02-28T20:00", "Pacific/Apia")
    pago, kiritimati = mark("2026-03-01T10:30", "Pacific/Pago_Pago"), mark("2026-03-01T10:40", "Pacific/Kiritimati")
    assert stayed.day == date(2026, 3, 1)
    assert skipped(pago, kiritimati, mark("2026-02-28T12:00", "UTC")) == ["2026-03-01"]
    assert skipped(pago, stayed, kiritimati) == []


def test_what_somebody_did_later_on_an_earlier_date_takes_no_skipped_date_back() -> None:
    west, east = mark("2011-12-30T10:17", "Etc/GMT+12"), mark("2011-12-31T11:27", "Pacific/Kiritimati")
    assert (west.day, east.day) == (date(2011, 12, 29), date(2012, 1, 1))
    assert skipped(west, east) == ["2011-12-30", "2011-12-31"]
    back = mark("2011-12-31T19:20", "UTC")
    assert skipped(west, east, back) == ["2011-12-30"]
    assert streak_of({west.day, east.day, back.day}, [west, east, back], now=back).current == 3


def test_nothing_depends_on_now_but_whether_the_streak_is_alive() -> None:
    marks = [mark("2026-03-01T12:00", "UTC"), mark("2026-03-02T12:00", "UTC")]
    found = [lived(marks, mark(f"2026-03-{number:02}T12:00", "UTC")) for number in (1, 2, 3, 4, 30)]
    assert {(each.current, each.longest, each.last_day) for each in found} == {(2, 2, date(2026, 3, 2))}
    assert [each.alive for each in found] == [True, True, True, False, False]


def test_a_streak_is_alive_for_who_has_just_flown_over_the_date_line() -> None:
    pago = mark("2026-03-01T10:30", "Pacific/Pago_Pago")
    assert lived([pago], mark("2026-03-01T10:40", "Pacific/Kiritimati")).alive is True
    assert lived([pago], mark("2026-03-03T11:30", "Pacific/Kiritimati")).alive is False
    assert lived([], pago).alive is False


START = at("2011-12-24T00:00")
journeys = st.lists(
    st.tuples(
        st.integers(0, 12 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)), st.sampled_from(ZONES)
    ),
    min_size=1,
    max_size=12,
)


@given(journeys, journeys.map(lambda several: several[0]))
def test_days_that_lie_around_no_gap_make_no_difference(
    lived_through: list[tuple[datetime, str]], here: tuple[datetime, str]
) -> None:
    marks = [Mark(day_of(when, ZoneInfo(zone)), ZoneInfo(zone), when, when) for when, zone in lived_through]
    now = Mark(day_of(here[0], ZoneInfo(here[1])), ZoneInfo(here[1]), here[0], here[0])
    assert lived(marks, now) == streak_of({each.day for each in marks}, marks, now=now)


@given(journeys, st.integers(0, 11))
def test_another_session_anywhere_never_shortens_the_longest_streak(
    lived_through: list[tuple[datetime, str]], without: int
) -> None:
    marks = [Mark(day_of(when, ZoneInfo(zone)), ZoneInfo(zone), when, when) for when, zone in lived_through]
    fewer = [each for number, each in enumerate(marks) if number != without]
    assert lived(marks, marks[0]).longest >= lived(fewer, marks[0]).longest
