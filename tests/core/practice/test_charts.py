"""What there is to draw, before it is drawn."""

from datetime import UTC, datetime, timedelta

from attrs import evolve

from beheard_core.practice import Snapshot, Status, TherapistSession
from beheard_core.practice.charts import (
    Bars,
    Lines,
    metrics_of_session,
    metrics_of_therapist,
    progress_of_session,
    progress_of_therapist,
    skills_of_session,
    skills_of_therapist,
)
from tests.core.practice.test_sessions import METRICS

NOW = datetime(2025, 3, 2, 8, tzinfo=UTC)
SESSIONS = [TherapistSession(f"s{number}", "c", "t", NOW, progress=number * 10) for number in range(3)]


def test_skills_of_a_session_are_bars_the_highest_first() -> None:
    chart = skills_of_session({"a": 10, "b": 90, "c": 10})
    assert isinstance(chart, Bars)
    assert list(chart.values) == [("b", 90), ("a", 10), ("c", 10)]
    assert (chart.description, chart.axis.unit, chart.axis.most) == ("Scores of 3 skills.", "points of 100", 100)
    assert skills_of_session({"a": 1}).description == "Scores of 1 skill."
    assert skills_of_session({}).description == ""


def test_skills_of_a_therapist_are_lines_over_the_sessions() -> None:
    chart = skills_of_therapist({"a": (1, 2, 3), "b": (5,)})
    assert isinstance(chart, Lines)
    assert [(each.name, each.points) for each in chart.series] == [("a", ((1, 1), (2, 2), (3, 3))), ("b", ((1, 5),))]
    assert chart.description == "Scores of 2 skills from session to session."
    assert skills_of_therapist({}).description == ""


def test_of_many_skills_the_most_practised_are_drawn_and_that_is_said() -> None:
    chart = skills_of_therapist({f"skill {number}": (1.0,) * number for number in range(1, 9)})
    assert isinstance(chart, Lines)
    assert [each.name for each in chart.series] == [f"skill {number}" for number in (8, 7, 6, 5, 4, 3)]
    assert chart.description == "Scores from session to session of the 6 most practised of 8 skills."


def test_progress_of_a_session_is_over_the_minutes_since_its_first_snapshot() -> None:
    chart = progress_of_session([Snapshot(NOW, 5), Snapshot(NOW + timedelta(minutes=30), 60)])
    assert isinstance(chart, Lines)
    (line,) = chart.series
    assert list(line.points) == [(0, 5), (30, 60)]
    assert (chart.across.unit, chart.up.unit) == ("minutes", "%")
    assert chart.description == "From 5 % to 60 % in 30 minutes."
    empty = progress_of_session([])
    assert isinstance(empty, Lines)
    assert (empty.series, empty.description) == ((), "")


def test_progress_of_a_therapist_leaves_out_what_was_cancelled() -> None:
    chart = progress_of_therapist([*SESSIONS, evolve(SESSIONS[0], status=Status.CANCELLED, progress=99)])
    assert isinstance(chart, Lines)
    assert list(chart.series[0].points) == [(1, 0), (2, 10), (3, 20)]
    assert chart.description == "The progress of 3 sessions."
    assert progress_of_therapist([]).description == ""


def test_measures_of_a_session_are_who_wrote_how_much() -> None:
    chart = metrics_of_session(METRICS)
    assert isinstance(chart, Bars)
    assert list(chart.values) == [("Therapist", 2), ("Client", 2)]
    assert chart.description == "4 messages in 1 minutes."
    assert metrics_of_session(None).description == ""


def test_measures_of_a_therapist_are_the_time_to_answer_where_it_is_known() -> None:
    chart = metrics_of_therapist(SESSIONS, {"s0": evolve(METRICS, response_time=3.5), "s2": METRICS})
    assert isinstance(chart, Lines)
    assert list(chart.series[0].points) == [(1, 3.5), (2, 1)]
    assert (chart.up.unit, chart.description) == ("seconds", "Mean time to answer in 2 sessions.")
    assert metrics_of_therapist(SESSIONS, {}).description == ""
