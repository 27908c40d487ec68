"""The life of a focus session, by the table in the contract."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from beheard_core import Invalid, Refusal, validate
from beheard_core.fields import REQUIRED
from beheard_core.focus import (
    LIFECYCLE,
    RUNNING,
    Act,
    ElapsedWentBackwards,
    Ending,
    FocusEnd,
    FocusPause,
    FocusSession,
    FocusStatus,
    InvalidTransition,
    NewFocus,
    end,
    pause,
    resume,
    start,
)
from beheard_core.focus.model import Pausing

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)
CAIRO = ZoneInfo("Africa/Cairo")
ACTIVE, PAUSED = FocusStatus.ACTIVE, FocusStatus.PAUSED
COMPLETED, ABANDONED = FocusStatus.COMPLETED, FocusStatus.ABANDONED


def begun(now: datetime = NOW, **asked: Any) -> FocusSession:
    new = NewFocus(**{"duration_seconds": 1500, **asked})
    return start(new, session_id=7, user_id="ana", time_zone="Africa/Cairo", zone=CAIRO, now=now)


def ended(session: FocusSession, now: datetime = NOW, status: Ending = Ending.COMPLETED, **more: Any) -> FocusSession:
    report = FocusEnd(**{"elapsed_seconds": 1500, "status": status, **more})
    return end(session, report, zone=CAIRO, now=now)


def violations(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Invalid) as refused:
        act()
    return [each.path for each in refused.value.violations]


def test_a_new_session_is_active_with_nothing_on_its_timer() -> None:
    assert begun() == FocusSession(
        7, "ana", 1500, 0, ACTIVE, NOW, None, "Africa/Cairo", started_on=date(2026, 2, 18), day=None
    )


# The contract's table: which act each status lets pass, and to what.
TABLE = {
    (ACTIVE, Act.PAUSE): PAUSED,
    (PAUSED, Act.RESUME): ACTIVE,
    (ACTIVE, Act.COMPLETE): COMPLETED,
    (PAUSED, Act.COMPLETE): COMPLETED,
    (ACTIVE, Act.ABANDON): ABANDONED,
    (PAUSED, Act.ABANDON): ABANDONED,
}
ACTS: dict[Act, Callable[[FocusSession], FocusSession]] = {
    Act.PAUSE: lambda session: pause(session, FocusPause(elapsed_seconds=750)),
    Act.RESUME: resume,
    Act.COMPLETE: ended,
    Act.ABANDON: lambda session: ended(session, status=Ending.ABANDONED),
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("status", FocusStatus)
def test_every_act_does_to_every_status_what_the_table_says(status: FocusStatus, act: Act) -> None:
    session = evolve(begun(), status=status)
    if (status, act) in TABLE:
        assert ACTS[act](session).status is TABLE[status, act]
    else:
        with pytest.raises(InvalidTransition) as refused:
            ACTS[act](session)
        assert refused.value.status is status
        assert status in str(refused.value)


def test_the_table_is_the_one_that_the_code_runs_on() -> None:
    assert {(before, act): after for act, moves in LIFECYCLE.items() for before, after in moves.items()} == TABLE
    assert {ACTIVE, PAUSED} == RUNNING


def test_a_pause_keeps_what_the_timer_shows_and_a_resume_leaves_it() -> None:
    paused = pause(begun(), FocusPause(elapsed_seconds=750, status=Pausing.PAUSED))
    assert (paused.status, paused.elapsed_seconds) == (PAUSED, 750)
    assert resume(paused) == evolve(paused, status=ACTIVE)


def test_a_completed_session_has_an_end_and_a_day_and_an_abandoned_one_only_an_end() -> None:
    later = NOW + timedelta(minutes=25)
    done = ended(begun(), later)
    assert (done.elapsed_seconds, done.ended_at, done.day) == (1500, later, date(2026, 2, 18))
    left = ended(begun(), later, Ending.ABANDONED, elapsed_seconds=400)
    assert (left.elapsed_seconds, left.ended_at, left.day) == (400, later, None)


@pytest.mark.parametrize("act", [Act.PAUSE, Act.COMPLETE, Act.ABANDON])
def test_the_timer_never_goes_backwards(act: Act) -> None:
    session = evolve(begun(), elapsed_seconds=1501, duration_seconds=3000)
    with pytest.raises(ElapsedWentBackwards) as refused:
        ACTS[act](session)
    assert refused.value.saved_elapsed_seconds == 1501
    assert "1501" in str(refused.value)


def test_the_timer_may_show_the_same_again() -> None:
    session = evolve(begun(), elapsed_seconds=750)
    assert ACTS[Act.PAUSE](session).elapsed_seconds == 750


def test_the_timer_shows_no_more_than_was_planned() -> None:
    assert ended(begun(), elapsed_seconds=1500).status is COMPLETED
    assert violations(lambda: ended(begun(), elapsed_seconds=1501)) == ["elapsed_seconds"]
    assert violations(lambda: pause(begun(), FocusPause(elapsed_seconds=1501))) == ["elapsed_seconds"]


def test_what_the_timer_shows_is_never_compared_with_the_clock() -> None:
    assert ended(begun(), NOW, elapsed_seconds=1500).status is COMPLETED
    assert ended(begun(), NOW + timedelta(days=400), elapsed_seconds=1).ended_at == NOW + timedelta(days=400)


@pytest.mark.parametrize("seconds", [60, 61, 1500, 86_400])
def test_a_duration_is_from_a_minute_to_a_day(seconds: int) -> None:
    assert begun(duration_seconds=seconds).duration_seconds == seconds


@pytest.mark.parametrize("seconds", [59, 86_401, 0, -60, 1500.0, True, "1500", None])
def test_any_other_duration_is_refused(seconds: object) -> None:
    assert violations(lambda: begun(duration_seconds=seconds)) == ["duration_seconds"]


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("away", [timedelta(days=-30), -MINUTE, timedelta(0), 5 * MINUTE])
def test_a_start_may_be_told_later_and_a_little_too_early(away: timedelta) -> None:
    assert begun(started_at=NOW + away).started_at == NOW + away


@pytest.mark.parametrize("away", [timedelta(days=-30, seconds=-1), timedelta(minutes=5, seconds=1), timedelta(days=1)])
def test_a_start_too_far_away_is_refused(away: timedelta) -> None:
    assert violations(lambda: begun(started_at=NOW + away)) == ["started_at"]


def test_an_end_may_be_told_later() -> None:
    session = begun(started_at=NOW - timedelta(days=20))
    done = ended(session, ended_at=NOW - timedelta(days=19))
    assert (done.ended_at, done.day) == (NOW - timedelta(days=19), date(2026, 1, 30))
    assert ended(session, ended_at=NOW + 5 * MINUTE).ended_at == NOW + 5 * MINUTE
    assert ended(session, ended_at=session.started_at).ended_at == session.started_at


@pytest.mark.parametrize("away", [timedelta(days=-30, seconds=-1), timedelta(minutes=5, seconds=1)])
def test_an_end_too_far_away_is_refused(away: timedelta) -> None:
    old = begun(NOW - timedelta(days=60))
    assert violations(lambda: ended(old, ended_at=NOW + away)) == ["ended_at"]


def test_an_end_before_the_start_is_refused() -> None:
    assert violations(lambda: ended(begun(), ended_at=NOW - MINUTE)) == ["ended_at"]


def test_the_second_in_which_a_session_began_is_not_before_its_start() -> None:
    session = begun(NOW.replace(microsecond=700_000))
    assert ended(session, NOW + MINUTE, ended_at=NOW).ended_at == session.started_at
    assert violations(lambda: ended(session, NOW + MINUTE, ended_at=NOW - timedelta(seconds=1))) == ["ended_at"]


def test_a_session_whose_start_is_a_little_ahead_can_be_ended_at_once() -> None:
    session = begun(started_at=NOW + 4 * MINUTE)
    assert ended(session, NOW + MINUTE).ended_at == session.started_at


def test_a_session_that_was_never_ended_can_be_whenever_that_is() -> None:
    assert ended(begun(), NOW + timedelta(days=365)).status is COMPLETED


def test_moments_are_kept_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    session = begun(started_at=NOW.astimezone(tokyo))
    assert (session.started_at.utcoffset(), session.started_at) == (timedelta(0), NOW)


def test_an_act_that_is_refused_changes_nothing() -> None:
    session = evolve(begun(), elapsed_seconds=100)
    before = evolve(session)
    for act in (Act.RESUME, Act.PAUSE):
        with pytest.raises(Refusal):
            ACTS[act](evolve(session, elapsed_seconds=1400))
    assert session == before


def test_a_moment_needs_its_distance_from_utc_and_a_zone_its_form() -> None:
    naive = NewFocus(duration_seconds=60, started_at=NOW.replace(tzinfo=None), time_zone="not a zone")
    assert sorted(each.path for each in validate(naive)) == ["started_at", "time_zone"]
    nothing: dict[str, Any] = {"elapsed_seconds": None}
    assert [each.problem for each in validate(FocusPause(**nothing))] == [REQUIRED]
