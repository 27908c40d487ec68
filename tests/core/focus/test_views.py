"""What somebody is shown: the keys of the contract, in its order."""

from datetime import UTC, date, datetime

import pytest
from attrs import asdict, fields

from beheard_core.focus import BADGES, DayProgress, FocusSession, FocusStatus, KeptStreak, Streak
from beheard_core.focus.views import Effects, Home, earned, focus_view, shown_id, streak_view

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cls", "keys"),
    [
        (DayProgress, "date sessions_completed total_focus_seconds"),
        (Effects, "streak daily_progress badges_awarded"),
        (Home, "active_session streak today recent_badges badge_count"),
    ],
)
def test_the_keys_are_those_of_the_contract(cls: type, keys: str) -> None:
    assert [each.name for each in fields(cls)] == keys.split()


def test_a_session_is_shown_without_the_days_that_it_counts_for() -> None:
    session = FocusSession(1, "user_1", 1500, 750, FocusStatus.PAUSED, NOW, None, "UTC", NOW.date())
    assert asdict(focus_view(session, 1)) == {
        "id": 1,
        "user_id": 1,
        "duration_seconds": 1500,
        "elapsed_seconds": 750,
        "status": "paused",
        "started_at": NOW,
        "ended_at": None,
        "time_zone": "UTC",
    }


def test_people_go_by_their_number_where_they_have_one() -> None:
    assert (shown_id("user_1", 7), shown_id("ana", None)) == (7, "ana")


def test_a_streak_is_shown_as_it_was_kept_and_as_alive_as_it_is_now() -> None:
    kept = KeptStreak(3, 5, date(2026, 2, 17), NOW)
    assert asdict(streak_view(kept, Streak(9, 9, NOW.date(), alive=True), "ana")) == {
        "user_id": "ana",
        "current_streak": 3,
        "longest_streak": 5,
        "last_session_date": date(2026, 2, 17),
        "updated_at": NOW,
        "streak_alive": True,
    }


def test_a_badge_is_shown_without_what_it_asks_for() -> None:
    assert list(asdict(earned(BADGES[0], NOW))) == ["badge_id", "name", "description", "icon_key", "earned_at"]
