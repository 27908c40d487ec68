"""What practising amounts to, how sessions compare, and what is computed of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from beheard_core.practice import (
    Category,
    Course,
    Direction,
    Improvements,
    Metrics,
    Milestone,
    Practised,
    Snapshot,
    Status,
    TherapistSession,
    category_of,
    compared,
    completed,
    computed,
    course,
    developed,
)
from beheard_core.practice.analytics import (
    Analytics,
    ComparativeData,
    SessionRow,
    SummaryRow,
    TimeRange,
    cut,
    named_therapists,
    since,
)
from beheard_core.practice.comparison import Side
from beheard_core.practice.computed import Recorded, skill_id
from beheard_core.practice.skills import scores_of, series
from tests.core.practice.test_sessions import METRICS

NOW = datetime(2025, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def session(number: int, progress: float = 0, status: Status = Status.COMPLETED) -> TherapistSession:
    return TherapistSession(f"s{number}", "c", "t", NOW + number * DAY, status, progress)


def practised(number: int, score: float, skill: str = "Empathy", category: str | None = None) -> Practised:
    return Practised(f"s{number}", "t", skill, score, category, NOW + number * DAY)


def measured(**changes: Any) -> Metrics:
    return evolve(METRICS, **changes)


@pytest.mark.parametrize(
    ("skill", "said", "category"),
    [
        ("Active Listening", None, Category.INTERPERSONAL),
        ("empathy", None, Category.INTERPERSONAL),
        ("Rapport", None, Category.INTERPERSONAL),
        (" reflective  listening ", None, Category.INTERPERSONAL),
        ("Documentation", None, Category.TECHNICAL),
        ("assessment", None, Category.TECHNICAL),
        ("Chair work", None, Category.THERAPEUTIC),
        ("Empathy", "technical", Category.TECHNICAL),
        ("Empathy", "nonsense", Category.INTERPERSONAL),
        ("Chair work", "Technical", Category.THERAPEUTIC),
    ],
)
def test_a_category_is_what_was_said_or_goes_by_the_name(skill: str, said: str | None, category: Category) -> None:
    assert category_of(skill, said) is category


def test_a_skill_counts_every_time_and_has_the_newest_score() -> None:
    empathy, other = developed([practised(1, 50), practised(2, 70), practised(0, 60), practised(1, 5, "Other")])
    assert (empathy.skill_name, empathy.current_score, empathy.practice_sessions) == ("Empathy", 70, 3)
    assert (empathy.created_at, empathy.last_practiced) == (NOW, NOW + 2 * DAY)
    assert other.skill_name == "Other"


def test_of_two_scores_for_a_moment_the_later_word_holds() -> None:
    (skill,) = developed([practised(1, 50), practised(1, 70)])
    assert skill.current_score == 70


def test_the_last_category_that_was_said_stays() -> None:
    (skill,) = developed([practised(1, 1, category="technical"), practised(2, 2)])
    assert skill.skill_category is Category.TECHNICAL


def test_equally_new_skills_are_in_the_order_of_their_names() -> None:
    assert [each.skill_name for each in developed([practised(1, 1, "b"), practised(1, 1, "a")])] == ["a", "b"]


def test_a_session_has_the_scores_that_were_recorded_and_the_measures_fill_the_gaps() -> None:
    metrics = measured(skill_scores={"Empathy": 10, "Rapport": 20})
    assert scores_of(session(1), [practised(1, 50), practised(2, 99)], metrics) == {"Empathy": 50, "Rapport": 20}
    assert scores_of(session(1), [], None) == {}


def test_a_series_has_one_value_a_session_in_the_order_of_the_sessions() -> None:
    past = [session(1), session(2), session(3)]
    practice = [practised(3, 30), practised(1, 5), practised(1, 10)]
    assert series(past, practice, {"s2": measured(skill_scores={"Empathy": 20})}) == {"Empathy": (10, 20, 30)}


@pytest.mark.parametrize(("score", "expected"), [(0.1, Course.IMPROVING), (-3, Course.DECLINING), (0, Course.STABLE)])
def test_the_sign_of_an_improvement_is_its_course(score: float, expected: Course) -> None:
    assert course(score) is expected


def test_sessions_are_compared_by_what_was_recorded_of_both() -> None:
    current = Side(session(2, 70), measured(response_time=2), {"a": 80, "b": 60, "new": 5})
    previous = Side(session(1, 60), measured(response_time=3.5), {"a": 70, "b": 65, "old": 5})
    assert compared(current, previous) == Improvements(10, 2.5, 1.5)
    assert compared(Side(session(2, 70), None, {}), previous) == Improvements(10, None, None)


def recorded(count: int, *, scores: tuple[float, ...] = (), progress: tuple[float, ...] = ()) -> Recorded:
    sessions = [session(number, progress[number] if progress else 0) for number in range(count)]
    return Recorded(
        session=sessions[-1],
        sessions=sessions,
        practice=[practised(number, score) for number, score in enumerate(scores)],
        metrics={},
        snapshots=(Snapshot(NOW, 30),),
        milestones=(Milestone("introduction", None, NOW),),
    )


def test_a_single_session_is_computed_from_what_there_is_of_it() -> None:
    found = computed(evolve(recorded(1, scores=(80,)), metrics={"s0": measured(response_time=2.5)}))
    (row,) = found.session_metrics or ()
    assert (row.sessions, row.milestones_achieved, row.average_response_time) == (1, 2, 2.5)
    assert (row.date, row.session_id, row.therapist_id) == (NOW.date(), "s0", "t")
    (skill,) = found.skill_progress or ()
    assert (skill.skill, skill.skill_id, skill.score, skill.trend) == ("Empathy", "empathy", 80, Direction.STABLE)
    assert (skill.basis, skill.sessions_practiced, skill.average_improvement) == ("not enough data", 1, 0)
    assert found.progress_snapshots == (Snapshot(NOW, 30),)
    assert found.comparative_data is None


def test_a_skill_that_rises_over_five_sessions_is_up() -> None:
    (skill,) = computed(recorded(5, scores=(50, 55, 60, 70, 90))).skill_progress or ()
    assert (skill.trend, skill.sessions_practiced, skill.average_improvement) == (Direction.UP, 5, 10)
    assert skill.evidence is not None
    assert skill.evidence.points == 5


def test_what_came_after_a_session_does_not_change_it() -> None:
    whole = recorded(6, scores=(50, 55, 60, 70, 90, 10))
    (skill,) = computed(evolve(whole, session=whole.sessions[2])).skill_progress or ()
    assert (skill.score, skill.sessions_practiced) == (60, 3)


def test_a_skill_that_is_only_among_the_measures_counts_as_well() -> None:
    metrics = {"s0": measured(skill_scores={"Documentation": 40})}
    (skill,) = computed(evolve(recorded(1), metrics=metrics)).skill_progress or ()
    assert (skill.score, skill.category) == (40, Category.TECHNICAL)


def test_progress_from_session_to_session_has_a_trend_and_sessions_are_counted() -> None:
    total, average = computed(recorded(5, progress=(10, 20, 30, 40, 50))).summary_stats or ()
    assert (total.value, average.value) == (5, 30)
    assert total.trend is not None
    assert (total.trend.value, total.trend.direction) == (5, Direction.UP)
    assert average.trend is not None
    assert (average.trend.value, average.trend.direction) == (10, Direction.UP)


@pytest.mark.parametrize(("days", "direction"), [((40, 41, 0), Direction.DOWN), ((40, 0), Direction.STABLE)])
def test_the_last_month_is_held_against_the_month_before(days: tuple[int, ...], direction: Direction) -> None:
    sessions = [session(-each) for each in sorted(days, reverse=True)]
    total, _ = computed(evolve(recorded(1), sessions=sessions, session=sessions[-1])).summary_stats or ()
    assert total.trend is not None
    assert total.trend.direction is direction


def test_a_session_is_held_against_the_one_before_it_that_was_not_cancelled() -> None:
    sessions = [session(0, 40), session(1, 90, Status.CANCELLED), session(2, 30)]
    found = computed(evolve(recorded(1), sessions=sessions, session=sessions[-1]))
    assert found.comparative_data is not None
    assert found.comparative_data.previous_session is not None
    assert found.comparative_data.previous_session.session_id == "s0"
    assert found.comparative_data.trend is Course.DECLINING


def test_what_was_stored_stays_and_only_the_rest_is_computed() -> None:
    stored = Analytics(session_metrics=(), summary_stats=(SummaryRow(value=1, label="Mine"),))
    found, names = completed(stored, recorded(1))
    assert (found.session_metrics, found.summary_stats) == ((), stored.summary_stats)
    assert names == ("skill_progress", "progress_snapshots")
    assert completed(stored, recorded(2))[1] == ("skill_progress", "progress_snapshots", "comparative_data")


@pytest.mark.parametrize(
    ("reach", "days"), [(TimeRange.WEEK, 7), (TimeRange.MONTH, 30), (TimeRange.QUARTER, 90), (TimeRange.YEAR, 365)]
)
def test_a_range_cuts_rows_by_their_day_and_snapshots_by_their_moment(reach: TimeRange, days: int) -> None:
    begin = since(reach, now=NOW)
    assert begin == NOW - days * DAY
    second = timedelta(seconds=1)
    whole = Analytics(
        session_metrics=tuple(SessionRow(date=(begin + each * DAY).date()) for each in (-1, 0, 1)),
        progress_snapshots=tuple(Snapshot(begin + each * second, 1) for each in (-1, 0, 1)),
        summary_stats=(SummaryRow(value=1, label="a"),),
    )
    found = cut(whole, begin)
    assert found.session_metrics == (whole.session_metrics or ())[1:]
    assert found.progress_snapshots == (whole.progress_snapshots or ())[1:]
    assert found.summary_stats == whole.summary_stats


def test_without_a_range_or_a_section_nothing_is_cut() -> None:
    assert since(None, now=NOW) is None
    assert cut(Analytics(), NOW) == Analytics()
    assert cut(Analytics(session_metrics=()), None) == Analytics(session_metrics=())


def test_every_therapist_that_sections_name_is_found() -> None:
    day = NOW.date()
    both = ComparativeData(
        current_session=SessionRow(date=day, therapist_id="b"),
        previous_session=SessionRow(date=day, therapist_id="c"),
        trend=Course.STABLE,
    )
    rows = (SessionRow(date=day, therapist_id="a"),)
    stats = (SummaryRow(value=1, label="x", therapist_id="d"), SummaryRow(value=1, label="y"))
    analytics = Analytics(session_metrics=rows, summary_stats=stats, comparative_data=both)
    assert set(named_therapists(analytics)) == {"a", "b", "c", "d", None}
    assert set(named_therapists(Analytics())) == set()


def test_a_skill_has_an_id_where_its_name_has_letters() -> None:
    assert (skill_id("Active Listening"), skill_id(" -Ünd_so! "), skill_id("手")) == ("active-listening", "nd-so", None)
