"""What every store promises of practice, and what SQLite finds without looking at everything."""

import sqlite3
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from beheard_core.practice import (
    AuditEntry,
    Comparison,
    Course,
    Evaluation,
    Feedback,
    Improvements,
    Milestone,
    Practised,
    Snapshot,
    Status,
    TherapistSession,
)
from beheard_core.practice.analytics import Analytics, ComparativeData, SessionRow, SkillRow
from beheard_server.store import Store
from beheard_server.store.practice import SessionFilter
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import START
from tests.core.practice.test_sessions import METRICS
from tests.server.facts import Mishap, look, write

MINUTE = timedelta(minutes=1)
FIRST = TherapistSession("a", "c1", "t1", START, Status.ACTIVE, 12.5)
SECOND = TherapistSession("b", "c2", "t1", START + MINUTE, Status.COMPLETED, 0, START + 2 * MINUTE)
THIRD = TherapistSession("c", "c1", "t2", START + MINUTE)
ALL = (FIRST, SECOND, THIRD)


@pytest.fixture
def filled(store: Store) -> Store:
    for each in ALL:
        assert write(store, lambda unit, each=each: unit.practice.add(each))  # type: ignore[misc]
    return store


def test_a_session_is_kept_as_it_is_and_its_id_is_taken_once(filled: Store) -> None:
    assert [look(filled, lambda unit, each=each: unit.practice.get(each.id)) for each in ALL] == list(ALL)  # type: ignore[misc]
    assert write(filled, lambda unit: unit.practice.add(evolve(THIRD, id="a"))) is False
    assert look(filled, lambda unit: unit.practice.get("a")) == FIRST
    assert look(filled, lambda unit: unit.practice.get("x")) is None


def test_status_progress_and_end_are_saved(filled: Store) -> None:
    changed = evolve(FIRST, status=Status.CANCELLED, progress=99.5, end_time=START + MINUTE)
    write(filled, lambda unit: unit.practice.save(changed))
    assert look(filled, lambda unit: unit.practice.get("a")) == changed


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (SessionFilter(), "cba"),
        (SessionFilter(therapist_id="t1"), "ba"),
        (SessionFilter(client_id="c1"), "ca"),
        (SessionFilter(status=Status.COMPLETED), "b"),
        (SessionFilter(since=START + MINUTE), "cb"),
        (SessionFilter(until=START), "a"),
        (SessionFilter(therapist_id="t1", client_id="c1", status=Status.ACTIVE, since=START, until=START), "a"),
        (SessionFilter(therapist_id="t3"), ""),
    ],
)
def test_sessions_are_found_newest_first(filled: Store, wanted: SessionFilter, expected: str) -> None:
    found = look(filled, lambda unit: unit.practice.find(wanted))
    assert "".join(each.id for each in found) == expected
    for place, each in enumerate(found):
        behind = (each.start_time, each.id)
        rest = look(filled, lambda unit, behind=behind: unit.practice.find(wanted, before=behind, limit=1))  # type: ignore[misc]
        assert rest == found[place + 1 : place + 2]


def test_a_therapist_is_known_by_a_session(filled: Store) -> None:
    assert look(filled, lambda unit: [unit.practice.knows_therapist(each) for each in ("t1", "t3")]) == [True, False]


def test_when_sessions_started_is_told(filled: Store) -> None:
    assert look(filled, lambda unit: unit.practice.started(["a", "b"])) == {"a": START, "b": START + MINUTE}
    assert look(filled, lambda unit: unit.practice.started([])) == {}


def test_measures_take_the_place_of_earlier_ones(filled: Store) -> None:
    assert look(filled, lambda unit: unit.practice.metrics("a")) is None
    later = evolve(METRICS, skill_scores={"Empathy": 1.5}, last_milestone_time=START, milestones_reached=())
    for session_id, metrics in (("a", METRICS), ("a", later), ("c", METRICS)):
        write(filled, lambda unit, s=session_id, m=metrics: unit.practice.put_metrics(s, m))  # type: ignore[misc]
    assert look(filled, lambda unit: unit.practice.metrics("a")) == later
    assert look(filled, lambda unit: unit.practice.metrics_of("t1")) == {"a": later}


def test_snapshots_are_merged_and_ascend(filled: Store) -> None:
    series = [Snapshot(START + number * MINUTE / 7, number) for number in range(5)]
    write(filled, lambda unit: unit.practice.merge_snapshots("a", series[::-1]))
    write(
        filled,
        lambda unit: unit.practice.merge_snapshots("a", [evolve(series[2], value=7), evolve(series[2], value=9)]),
    )
    write(filled, lambda unit: unit.practice.merge_snapshots("b", series[:1]))
    series[2] = evolve(series[2], value=9)
    assert look(filled, lambda unit: unit.practice.snapshots("a")) == tuple(series)


def test_milestones_are_kept_by_name(filled: Store) -> None:
    one, other = Milestone("one", 5, START, {"k": [1, None]}), Milestone("other", None, START)
    write(filled, lambda unit: unit.practice.put_milestones("a", [evolve(one, milestone_value=1), other]))
    write(filled, lambda unit: unit.practice.put_milestones("a", [one]))
    assert look(filled, lambda unit: unit.practice.milestones("a")) == {"one": one, "other": other}
    assert look(filled, lambda unit: unit.practice.milestones("b")) == {}


def test_what_was_practised_is_found_by_session_and_therapist(filled: Store) -> None:
    rows = [
        Practised("b", "t1", "Empathy", 50.5, "technical", START + MINUTE),
        Practised("a", "t1", "Empathy", 60, None, START),
        Practised("c", "t2", "Rapport", 70, None, START),
    ]
    write(filled, lambda unit: unit.practice.add_practice(rows))
    assert look(filled, lambda unit: unit.practice.practice(therapist_id="t1")) == tuple(rows[:2])
    assert look(filled, lambda unit: unit.practice.practice(session_id="c")) == tuple(rows[2:])
    assert look(filled, lambda unit: unit.practice.practice(session_id="a", therapist_id="t2")) == ()


def test_sections_are_kept_each_by_itself(filled: Store) -> None:
    day = SessionRow(date=date(2025, 1, 1), therapist_id="t1", average_response_time=2.5)
    first = Analytics(session_metrics=(day,), progress_snapshots=(Snapshot(START, 1.5),))
    both = ComparativeData(current_session=day, previous_session=day, trend=Course.STABLE)
    second = Analytics(skill_progress=(SkillRow(skill="a", score=1),), session_metrics=(), comparative_data=both)
    assert look(filled, lambda unit: unit.practice.sections("a")) == Analytics()
    for each in (first, second):
        write(filled, lambda unit, each=each: unit.practice.put_sections("a", each, at=START))  # type: ignore[misc]
    assert look(filled, lambda unit: unit.practice.sections("a")) == evolve(
        second, progress_snapshots=first.progress_snapshots
    )


def test_comparisons_come_newest_first(filled: Store) -> None:
    rows = [
        Comparison("1", "t1", "b", "a", 1.5, Improvements(1, None, 0.5), START),
        Comparison("2", "t1", "a", None, -1, Improvements(), START + MINUTE),
        Comparison("3", "t1", "b", None, 0, Improvements(), START),
    ]
    for each in rows:
        write(filled, lambda unit, each=each: unit.practice.add_comparison(each))  # type: ignore[misc]
    assert look(filled, lambda unit: unit.practice.comparisons(therapist_id="t1")) == (rows[1], rows[2], rows[0])
    assert look(filled, lambda unit: unit.practice.comparisons(session_id="b")) == (rows[2], rows[0])
    assert look(filled, lambda unit: unit.practice.comparisons(session_id="b", therapist_id="t2")) == ()
    late = look(filled, lambda unit: unit.practice.comparisons(therapist_id="t1", since=START + MINUTE))
    assert late == (rows[1],)


def test_feedback_and_evaluations_come_newest_first(filled: Store) -> None:
    said = [Feedback("t1", text, START + number * MINUTE) for number, text in enumerate(("b", "a", "c"))]
    for each in (said[0], said[2], said[1]):
        write(filled, lambda unit, each=each: unit.practice.add_feedback("a", each))  # type: ignore[misc]
    assert look(filled, lambda unit: unit.practice.feedback("a")) == tuple(said[::-1])
    rows = [Evaluation(str(number), "a", "x", "e", None, None, START) for number in range(3)]
    rows[1] = evolve(rows[1], rating=5, comments="y", created_at=START + MINUTE)
    for row in rows:
        write(filled, lambda unit, row=row: unit.practice.add_evaluation(row))  # type: ignore[misc]
    assert look(filled, lambda unit: unit.practice.evaluations("a")) == (rows[1], rows[2], rows[0])
    assert look(filled, lambda unit: unit.practice.evaluations("b")) == ()


def test_the_audit_is_kept_in_its_order(filled: Store) -> None:
    rows = [AuditEntry(None, "x", None, 401, START), AuditEntry("e", "y", "a", 200, START + MINUTE)]
    for each in rows:
        write(filled, lambda unit, each=each: unit.practice.note(each))  # type: ignore[misc]
    assert look(filled, lambda unit: unit.practice.noted()) == tuple(rows)
    assert look(filled, lambda unit: unit.practice.noted("a")) == tuple(rows[1:])


def test_what_goes_wrong_half_way_leaves_nothing(filled: Store) -> None:
    with suppress(Mishap), filled.transaction() as unit:
        unit.practice.put_metrics("a", METRICS)
        unit.practice.merge_snapshots("a", [Snapshot(START, 1)])
        unit.practice.add_evaluation(Evaluation("1", "a", "word", "e", None, None, START))
        unit.practice.note(AuditEntry("e", "y", "a", 200, START))
        raise Mishap
    with filled.snapshot() as unit:
        assert (unit.practice.metrics("a"), unit.practice.snapshots("a")) == (None, ())
        assert (unit.practice.search("word", limit=1), unit.practice.noted()) == ((), ())


IN_ORDER = {
    "sessions": "therapist_id = 't' ORDER BY start_time DESC, id DESC",
    "comparisons": "therapist_id = 't' AND analyzed_at >= 's' ORDER BY analyzed_at DESC, number DESC",
    "evaluations": "session_id = 's' ORDER BY created_at DESC, number DESC",
    "feedback": "session_id = 's' ORDER BY created_at DESC, number DESC",
    "snapshots": "session_id = 's' ORDER BY taken_at",
}


@pytest.mark.parametrize("table", IN_ORDER)
def test_what_belongs_together_is_found_in_the_order_of_time_by_an_index(tmp_path: Path, table: str) -> None:
    with closing(SQLiteStore(tmp_path / "kept.db")) as store:
        store.migrate()
    query = f"SELECT 1 FROM beheard_practice_{table} WHERE {IN_ORDER[table]}"
    with closing(sqlite3.connect(tmp_path / "kept.db")) as file:
        plan = " ".join(row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "SEARCH" in plan
    assert "TEMP B-TREE" not in plan
