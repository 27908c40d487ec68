"""What each field may hold, as a library user is told by ``validate``; and who may do what."""

import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve

from beheard_core import Forbidden, validate
from beheard_core.practice import Clinician, Improvements, Snapshot
from beheard_core.practice.access import (
    require_evaluator,
    require_own_name,
    require_reader,
    require_staff,
    require_writer,
    require_writing_role,
)
from beheard_core.practice.analytics import SessionRow
from beheard_core.practice.records import SessionRecord, SkillRecord, record_of_session, record_of_skill
from beheard_core.practice.requests import (
    ComparisonReport,
    NewEvaluation,
    NewMilestone,
    NewSession,
    ProgressReport,
    SkillReport,
    SkillScore,
    SnapshotBatch,
)
from beheard_core.practice.rules import MOST_ROWS
from tests.core.practice.test_sessions import METRICS

NOW = datetime(2025, 3, 2, 8, tzinfo=UTC)
NAN, INFINITY = math.nan, math.inf


def broken(thing: object) -> list[str]:
    return [each.path for each in validate(thing)]


@pytest.mark.parametrize("good", ["a", "A-1_z", "x" * 128, "0"])
def test_ids_are_letters_digits_hyphens_and_underscores(good: str) -> None:
    assert broken(NewSession(client_id=good)) == []


@pytest.mark.parametrize("bad", ["", " ", "a b", "a\n", "ä", "a.b", "x" * 129, "a/b", None, 7])
def test_anything_else_is_no_id(bad: Any) -> None:
    assert broken(NewSession(client_id=bad)) == ["client_id"]


@pytest.mark.parametrize("bad", [-0.1, 100.1, 101, NAN, INFINITY, -INFINITY, True, "5", 10**400])
def test_a_snapshot_is_from_0_to_100(bad: Any) -> None:
    assert broken(Snapshot(NOW, bad)) == ["value"]
    assert broken(Snapshot(NOW, 0)) == broken(Snapshot(NOW, 100)) == []


@pytest.mark.parametrize("bad", [datetime(2025, 1, 1), "2025-01-01T00:00:00Z", date(2025, 1, 1)])  # noqa: DTZ001
def test_a_moment_has_an_offset(bad: Any) -> None:
    assert broken(Snapshot(bad, 1)) == ["timestamp"]


@pytest.mark.parametrize("bad", [NOW, "2025-01-01"])
def test_a_day_is_a_day(bad: Any) -> None:
    assert broken(SessionRow(date=bad)) == ["date"]
    assert broken(SessionRow(date=NOW.date())) == []


@pytest.mark.parametrize("name", ["total_messages", "therapist_messages", "client_messages"])
@pytest.mark.parametrize("bad", [-1, 1.5, True, 2**53 + 1, "1"])
def test_counts_are_whole_and_not_negative(name: str, bad: Any) -> None:
    assert broken(evolve(METRICS, **{name: bad})) == [name]


@pytest.mark.parametrize("name", ["session_duration", "active_time", "response_time"])
@pytest.mark.parametrize("bad", [-1, NAN, INFINITY])
def test_times_are_finite_and_not_negative(name: str, bad: Any) -> None:
    assert broken(evolve(METRICS, **{name: bad})) == [name]


def test_measures_do_not_contradict_each_other() -> None:
    assert broken(METRICS) == []
    assert broken(evolve(METRICS, active_time=61)) == ["active_time"]
    assert broken(evolve(METRICS, client_messages=3)) == ["total_messages"]
    assert broken(evolve(METRICS, total_messages=5)) == []


@pytest.mark.parametrize("bad", ["", " ", "x" * 201, "a\0"])
def test_an_identifier_of_a_milestone_is_a_short_text(bad: str) -> None:
    assert broken(evolve(METRICS, milestones_reached=("good", bad))) == ["milestones_reached[1]"]


def test_a_score_is_named_by_its_skill() -> None:
    assert broken(evolve(METRICS, skill_scores={"Empathy": 101, "b": 5})) == ['skill_scores["Empathy"]']
    report = SkillReport(session_id="s", skill_scores={'say "a"': SkillScore(score=-1)})
    assert broken(report) == ['skill_scores["say \\"a\\""].score']


@pytest.mark.parametrize(
    "bad", [{}, {"": 1}, {" ": 1}, {"x" * 201: 1}, {"a\0": 1}, [], dict.fromkeys(map(str, range(1001)), 1)]
)
def test_names_of_skills_are_short_texts_and_not_too_many(bad: Any) -> None:
    assert broken(SkillReport(session_id="s", skill_scores=bad)) == ["skill_scores"]


def test_a_list_has_at_most_a_thousand_rows() -> None:
    rows = (Snapshot(NOW, 1),) * MOST_ROWS
    assert broken(SnapshotBatch(session_id="s", snapshots=rows)) == []
    assert broken(SnapshotBatch(session_id="s", snapshots=(*rows, rows[0]))) == ["snapshots"]
    assert broken(SnapshotBatch(session_id="s", snapshots=(*rows[1:], Snapshot(NOW, 101)))) == ["snapshots[999].value"]


def test_what_is_kept_beside_a_milestone_is_an_object_of_a_sensible_size() -> None:
    deep: Any = 1
    for _ in range(19):
        deep = [deep]
    for good in ({}, {"a": [1, {"b": None}]}, {"deep": deep}):
        assert broken(NewMilestone(milestone_name="m", metadata=good)) == []
    for bad in ([1], {"deep": [deep]}, {"long": "x" * 10_000}):
        assert broken(NewMilestone(milestone_name="m", metadata=bad)) == ["metadata"]  # type: ignore[arg-type]


def test_progress_needs_something_to_record_and_who_says_it() -> None:
    assert broken(ProgressReport(session_id="s")) == ["progress_metrics"]
    assert broken(ProgressReport(session_id="s", therapist_id="t")) == ["evaluation_feedback"]
    assert broken(ProgressReport(session_id="s", evaluation_feedback="x")) == ["therapist_id"]
    assert broken(ProgressReport(session_id="s", evaluation_feedback="x", therapist_id="t")) == []
    assert broken(ProgressReport(session_id="s", progress_metrics=METRICS, therapist_id="t")) == []


def test_a_comparison_says_how_much_or_names_two_sessions() -> None:
    assert broken(ComparisonReport(current_session_id="a", previous_session_id="b")) == []
    assert broken(ComparisonReport(current_session_id="a", improvement_score=-1e300)) == []
    assert broken(ComparisonReport(current_session_id="a")) == ["improvement_score"]
    measured = ComparisonReport(current_session_id="a", previous_session_id="b", metrics=Improvements(1))
    assert broken(measured) == ["improvement_score"]
    assert broken(ComparisonReport(current_session_id="a", previous_session_id="a")) == ["previous_session_id"]
    assert broken(ComparisonReport(current_session_id="a", improvement_score=INFINITY)) == ["improvement_score"]


@pytest.mark.parametrize(
    ("rating", "paths"), [(None, []), (1, []), (5, []), (0, ["rating"]), (6, ["rating"]), (1.5, ["rating"])]
)
def test_a_rating_is_from_1_to_5(rating: Any, paths: list[str]) -> None:
    assert broken(NewEvaluation(session_id="s", feedback="x", rating=rating)) == paths


def test_feedback_and_comments_are_long_but_not_endless() -> None:
    long = "x" * 10_000
    assert broken(NewEvaluation(session_id="s", feedback=long, comments=long)) == []
    assert broken(NewEvaluation(session_id="s", feedback=long + "x", comments=long + "x")) == ["feedback", "comments"]
    assert broken(NewEvaluation(session_id="s", feedback=" ")) == ["feedback"]


def test_a_record_ends_after_it_starts_and_becomes_what_it_was_made_of() -> None:
    record = SessionRecord(id="s", client_id="c", therapist_id="t", start_time=NOW, end_time=NOW, progress=4)
    assert broken(record) == []
    assert record_of_session(record.session()) == record
    assert broken(evolve(record, end_time=NOW.replace(year=2024))) == ["end_time"]
    skill = SkillRecord(session_id="s", therapist_id="t", skill_name="a", score=1, practised_at=NOW)
    assert record_of_skill(skill.practised()) == skill


def may(rule: Any, who: Clinician, *whom: Any) -> bool:
    try:
        rule(who, *whom)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    ("roles", "own", "others"),
    [
        # staff, read, write, evaluate, writing role
        ("", (False, False, False, False, False), (False, False, False, False, False)),
        ("janitor", (False, False, False, False, False), (False, False, False, False, False)),
        ("therapist", (True, True, True, True, True), (True, False, False, False, True)),
        ("supervisor", (True, True, False, True, False), (True, True, False, True, False)),
        ("admin", (True, True, True, True, True), (True, True, True, True, True)),
        ("therapist supervisor", (True, True, True, True, True), (True, True, False, True, True)),
    ],
)
def test_each_role_may_what_the_contract_says(roles: str, own: tuple[bool, ...], others: tuple[bool, ...]) -> None:
    who = Clinician("me", frozenset(roles.split()))
    for whose, expected in (("me", own), ("other", others)):
        found = (
            may(require_staff, who),
            may(require_reader, who, whose),
            may(require_writer, who, whose),
            may(require_evaluator, who, whose),
            may(require_writing_role, who),
        )
        assert found == expected


def test_only_an_admin_may_name_another() -> None:
    for roles in ("therapist", "supervisor"):
        assert may(require_own_name, Clinician("me", frozenset({roles})), [None, "me"])
        assert not may(require_own_name, Clinician("me", frozenset({roles})), ["me", "other"])
    assert may(require_own_name, Clinician("me", frozenset({"admin"})), ["other"])
