"""What each day adds up to."""

from datetime import UTC, date, datetime, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import validate
from beheard_core.focus import Dates, DayProgress, FocusSession, FocusStatus, daily_progress, with_session

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)


def session(day: date | None, seconds: int) -> FocusSession:
    status = FocusStatus.ABANDONED if day is None else FocusStatus.COMPLETED
    return FocusSession(1, "ana", 1500, seconds, status, NOW, NOW, "UTC", NOW.date(), day)


def test_a_session_is_one_more_and_its_seconds_are_added() -> None:
    assert with_session(DayProgress(NOW.date(), 2, 100), 50) == DayProgress(NOW.date(), 3, 150)


def test_a_session_of_no_seconds_counts_as_well() -> None:
    assert with_session(DayProgress(NOW.date()), 0) == DayProgress(NOW.date(), 1, 0)


sessions = st.lists(
    st.builds(
        session, st.none() | st.integers(0, 5).map(lambda n: NOW.date() + timedelta(days=n)), st.integers(0, 1500)
    ),
    max_size=20,
)


@given(sessions)
def test_days_add_up_in_whatever_order_the_sessions_come(done: list[FocusSession]) -> None:
    expected: dict[date, DayProgress] = {}
    for day in {each.day for each in done if each.day is not None}:
        seconds = [each.elapsed_seconds for each in done if each.day == day]
        expected[day] = DayProgress(day, len(seconds), sum(seconds))
    assert daily_progress(done) == expected
    assert daily_progress(reversed(done)) == expected


@given(sessions, st.integers(0, 1500))
def test_an_abandoned_session_changes_nothing(done: list[FocusSession], seconds: int) -> None:
    left = evolve(session(None, seconds), id=2)
    assert daily_progress([*done, left]) == daily_progress(done)


def test_a_range_of_days_may_be_open_and_not_run_backwards() -> None:
    first, last = date(2026, 2, 18), date(2026, 2, 19)
    for dates in (Dates(), Dates(from_=first), Dates(to=last), Dates(from_=first, to=last), Dates(from_=last, to=last)):
        assert validate(dates) == ()
    assert [(each.path, each.problem) for each in validate(Dates(from_=last, to=first))] == [
        ("to", "must not be before from")
    ]
    assert [each.path for each in validate(Dates(from_=NOW, to=last))] == ["from_"]
