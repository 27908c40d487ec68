"""Badges: all eight by real sessions, once each; and what fails with them fails alone."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from beheard_core.focus import BADGES
from beheard_server.store.memory import MemoryStore
from beheard_server.store.memory_focus import MemoryFocus
from beheard_server.store.sqlite.focus import SQLiteFocus
from tests.server.focus.timers import Body, Person, Room, stamp

NAMES = [each.name for each in BADGES]


class Jobs:
    """A host that counts jobs, and can fail to."""

    def __init__(self) -> None:
        self.counts: dict[str, Any] = {}
        self.asked: list[str] = []

    def __call__(self, user_id: str) -> int:
        self.asked.append(user_id)
        answer: int = self.counts.get(user_id, 0)
        return answer


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture(params=["sqlite", "memory"])
def hiring(request: pytest.FixtureRequest, tmp_path: Path, jobs: Jobs) -> Iterator[Room]:
    """A room whose host counts jobs, over either store."""
    store = MemoryStore() if request.param == "memory" else None
    with closing(Room(tmp_path, jobs=jobs, store=store)) as room:
        yield room


def awarded(effects: Body) -> set[str]:
    return {each["name"] for each in effects["badges_awarded"]}


def test_every_badge_is_shown_with_what_it_asks_for(ana: Person) -> None:
    shown = ana.get("/badges")
    keys = {"id", "name", "description", "icon_key", "criteria_type", "criteria_value"}
    assert all(each.keys() == keys for each in shown)
    assert [(each["name"], each["criteria_type"], each["criteria_value"]) for each in shown] == [
        (each.name, each.criteria_type, each.criteria_value) for each in BADGES
    ]


def test_all_eight_are_earned_by_real_sessions_once_each(hiring: Room, jobs: Jobs) -> None:
    ana = hiring.person()
    earned: Counter[str] = Counter()
    found: dict[int, set[str]] = {}
    for day in range(1, 31):
        if day == 20:
            jobs.counts["ana"] = 5
        found[day] = awarded(ana.complete(1500))
        earned.update(found[day])
        hiring.clock.advance(days=1)
    # 1500 seconds a day: an hour is over with the third, ten hours with the twenty-fourth.
    assert {day: names for day, names in found.items() if names} == {
        1: {"First Lock-in"},
        3: {"3-Day Streak", "Focus Rookie"},
        7: {"7-Day Streak"},
        10: {"Consistency"},
        20: {"Job Hunter"},
        24: {"Focus Pro"},
        30: {"30-Day Streak"},
    }
    assert earned == Counter(NAMES)
    mine = ana.get("/badges/me")
    assert sorted(each["name"] for each in mine) == sorted(NAMES)
    assert [each["earned_at"] for each in mine] == sorted((each["earned_at"] for each in mine), reverse=True)
    home = ana.get("/home")
    assert (home["badge_count"], home["recent_badges"]) == (8, mine[:6])
    assert awarded(ana.complete()) == set()


def test_several_fall_in_one_call_where_thresholds_coincide(hiring: Room, jobs: Jobs) -> None:
    ana = hiring.person()
    for _ in range(9):
        ana.end(ana.start(86_400), 60, "abandoned")
    assert ana.badges() == []
    jobs.counts["ana"] = 99
    effects = ana.complete(36_000)
    assert awarded(effects) == {"First Lock-in", "Focus Rookie", "Focus Pro", "Job Hunter"}
    moments = {each["earned_at"] for each in effects["badges_awarded"]}
    assert moments == {stamp(hiring.clock.now)}
    assert {each["name"] for each in ana.get("/badges/me")} == awarded(effects)


def test_the_newest_badge_comes_first_even_within_one_call(hiring: Room) -> None:
    ana = hiring.person()
    ana.complete(3600)
    assert ana.badges() == ["Focus Rookie", "First Lock-in"]


def test_a_badge_is_never_lost(hiring: Room, jobs: Jobs) -> None:
    ana = hiring.person()
    jobs.counts["ana"] = 5
    for _ in range(3):
        ana.complete()
        hiring.clock.advance(days=1)
    jobs.counts["ana"] = 0
    hiring.clock.advance(days=30)
    ana.complete()
    assert set(ana.badges()) == {"First Lock-in", "3-Day Streak", "Focus Rookie", "Job Hunter"}


def test_a_late_sync_earns_a_streak_that_is_over(hiring: Room) -> None:
    ana = hiring.person()
    now = hiring.clock.now
    for days in (20, 22):
        ana.complete_at(now - timedelta(days=days))
    ana.complete_at(now)
    assert "3-Day Streak" in awarded(ana.complete_at(now - timedelta(days=21)))


def test_badges_are_everybodys_own(hiring: Room, jobs: Jobs) -> None:
    jobs.counts["ana"] = 5
    ana, ben = hiring.person(), hiring.person("ben")
    ana.complete()
    ben.complete()
    assert set(ana.badges()) == {"First Lock-in", "Job Hunter"}
    assert ben.badges() == ["First Lock-in"]


def test_the_host_is_asked_for_completed_sessions_only(hiring: Room, jobs: Jobs) -> None:
    ana = hiring.person()
    ana.end(ana.start(), status="abandoned")
    assert jobs.asked == []
    ana.complete()
    assert jobs.asked == ["ana"]


def test_without_a_hook_there_are_no_jobs(ana: Person) -> None:
    assert awarded(ana.complete(86_400)) == {"First Lock-in", "Focus Rookie", "Focus Pro"}


@pytest.mark.parametrize("answer", [None, "many", [], ZeroDivisionError])
def test_a_hook_that_fails_is_logged_and_counts_as_none(hiring: Room, jobs: Jobs, answer: object) -> None:
    ana = hiring.person()
    jobs.counts["ana"] = answer
    with capture_logs() as logs:
        assert awarded(ana.complete()) == {"First Lock-in"}
    assert [each["event"] for each in logs] == ["the count of jobs failed"]
    assert "ana" not in str(logs)


class Zephyrine(Exception):
    """What goes wrong in the middle of a check."""


@pytest.mark.parametrize("broken", ["badges", "award", "totals"])
def test_a_check_that_fails_leaves_the_end_at_200_and_no_badge_half_given(
    hiring: Room, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    ana = hiring.person()

    def fail(self: object, *_: object, **__: object) -> None:
        raise Zephyrine("words of Zephyrine's")

    with monkeypatch.context() as patch, capture_logs() as logs:
        for kind in (SQLiteFocus, MemoryFocus):
            patch.setattr(kind, broken, fail)
        ended = ana.end(ana.start(3600), 3600)
    assert (ended["data"]["status"], ended["effects"]["badges_awarded"]) == ("completed", [])
    assert [(each["event"], each["kind"]) for each in logs] == [("the badge check failed", "Zephyrine")]
    assert "words" not in str(logs)
    assert (ana.badges(), ana.streak()[:2]) == ([], (1, 1))
    assert ana.get("/progress") == [{"date": "2025-03-02", "sessions_completed": 1, "total_focus_seconds": 3600}]
    # What was missed is found the next time.
    assert awarded(ana.complete(60)) == {"First Lock-in", "Focus Rookie"}


def test_a_check_that_fails_after_the_first_badge_takes_it_back(hiring: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = hiring.person()
    given: list[int] = []
    plain: dict[type, Any] = {SQLiteFocus: SQLiteFocus.award, MemoryFocus: MemoryFocus.award}

    def second_fails(self: Any, user: str, badge_id: int, *, at: datetime) -> None:
        if given:
            raise Zephyrine
        given.append(badge_id)
        plain[type(self)](self, user, badge_id, at=at)

    with monkeypatch.context() as patch, capture_logs():
        for kind in plain:
            patch.setattr(kind, "award", second_fails)
        assert awarded(ana.complete(3600)) == set()
    assert (given, ana.badges()) == ([1], [])


@pytest.mark.parametrize("broken", ["put_progress", "put_streak", "save"])
def test_a_failure_anywhere_else_ends_nothing_at_all(
    hiring: Room, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    ana = hiring.person()
    session = ana.start()
    before = (ana.get("/sessions"), ana.standing())

    def fail(self: object, *_: object, **__: object) -> None:
        raise Zephyrine

    with monkeypatch.context() as patch:
        for kind in (SQLiteFocus, MemoryFocus):
            patch.setattr(kind, broken, fail)
        reply = ana.call("PATCH", f"/sessions/{session}/end", {"elapsed_seconds": 1500, "status": "completed"})
    assert (reply.status, reply.body["error"]) == (500, {"code": "INTERNAL_ERROR", "details": {}})
    assert (ana.get("/sessions"), ana.standing()) == before
    ana.end(session)
    assert ana.get("/progress")[0]["sessions_completed"] == 1


def test_an_abandoned_session_changes_no_day_no_streak_and_no_badge(hiring: Room) -> None:
    ana = hiring.person()
    ana.complete()
    hiring.clock.advance(days=1)
    before = ana.standing()
    ended = ana.end(ana.start(86_400), 86_400, "abandoned")
    assert "effects" not in ended
    assert ana.standing() == before
    assert len(ana.get("/sessions", status="abandoned")) == 1
