"""Readings, their trend, what is offered, and exercises, against the contract's *Emotional barometer*."""

from collections.abc import Callable
from typing import Any

import pytest

from beheard_core.mediation import SessionStatus
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, meet, reach, refused, register, sign_in
from tests.server.stage2.acts import NOW, channel, feel, put, readings, say, seen_by
from tests.server.stage2.facilitating import Recording

GROUNDED: dict[str, Any] = {"exerciseType": "GROUNDING", "completed": True}


def exercise(who: Person, couple: Couple, **body: object) -> Any:
    return granted(who.post(f"{couple.session}/exercises/complete", GROUNDED | body))


# Readings


def test_a_reading_is_told_in_full_and_nothing_is_offered_without_need(couple: Couple) -> None:
    told = feel(couple.ada, couple, 5, "  the school run ")
    reading = told["reading"]
    assert told == {"reading": reading}
    assert reading == {"id": reading["id"], "intensity": 5, "context": "the school run", "stage": 2, "timestamp": NOW}
    assert reading["id"].startswith("emo_")
    assert len(reading["id"]) >= 26


@pytest.mark.parametrize("context", [None, "", " \n "])
def test_a_context_may_be_missing(couple: Couple, facilitator: Recording, context: str | None) -> None:
    assert feel(couple.ada, couple, 9, context)["reading"]["context"] is None
    assert facilitator.to("has_distress") == []


# (intensity, seconds after the one before) of a person's readings, and what is offered after the last of them.
@pytest.mark.parametrize(
    ("story", "support"),
    [
        ([(9, 0), (9, 1800)], "PAUSE_SESSION"),
        ([(9, 0), (9, 1801)], "BREATHING_EXERCISE"),
        ([(4, 0), (7, 600)], "GROUNDING"),
        ([(4, 0), (7, 601)], None),
        ([(4, 0), (6, 60)], None),
        ([(8, 0)], "BREATHING_EXERCISE"),
        ([(7, 0)], None),
    ],
)
def test_what_is_offered_follows_from_the_readings_before(
    api: Api, couple: Couple, story: list[tuple[int, int]], support: str | None
) -> None:
    told = {}
    for intensity, seconds in story:
        api.clock.advance(seconds=seconds)
        told = feel(sign_in(couple.ada), couple, intensity)
    offered = {} if support is None else {"offerSupport": True, "supportType": support}
    assert told == {"reading": told["reading"]} | offered


def test_a_reading_that_came_with_a_message_counts_like_any_other(api: Api, couple: Couple) -> None:
    say(couple.ada, couple, emotionalIntensity=9)
    api.clock.advance(minutes=5)
    assert feel(couple.ada, couple, 9)["supportType"] == "PAUSE_SESSION"


def test_readings_of_another_person_or_session_do_not_count(api: Api, couple: Couple) -> None:
    elsewhere = meet(couple.ada, register(api, "Emil"))
    feel(couple.ben, couple, 9)
    feel(couple.ada, elsewhere, 9)
    assert feel(couple.ada, couple, 9)["supportType"] == "BREATHING_EXERCISE"


def test_distress_is_looked_for_in_the_context_and_changes_what_is_offered(
    couple: Couple, facilitator: Recording
) -> None:
    facilitator.answers["has_distress"] = True
    assert feel(couple.ada, couple, 7, "I cannot breathe")["supportType"] == "BODY_SCAN"
    assert facilitator.given == [("has_distress", "I cannot breathe")]


def test_a_facilitator_that_fails_sees_no_distress_and_the_reading_is_kept(
    couple: Couple, facilitator: Recording
) -> None:
    facilitator.unwell = {"has_distress"}
    told = feel(couple.ada, couple, 7, "I cannot breathe")
    assert told == {"reading": told["reading"]}
    assert readings(couple.ada, couple)["readings"] == [told["reading"]]


@pytest.mark.parametrize(("ada", "stage"), [(0, 0), (1, 1), (2, 2)])
def test_a_reading_belongs_to_the_stage_of_whose_it_is(newcomers: Couple, ada: int, stage: int) -> None:
    reach(newcomers, ada=ada)
    assert feel(newcomers.ada, newcomers, 5)["reading"]["stage"] == stage


def test_the_newest_reading_of_stage_1_goes_with_feeling_heard(newcomers: Couple) -> None:
    feel(newcomers.ada, newcomers, 2)
    reach(newcomers, ada=1)
    feel(newcomers.ada, newcomers, 8)
    say(newcomers.ada, newcomers, emotionalIntensity=6)
    granted(newcomers.ada.post(f"{newcomers.session}/feel-heard", {"confirmed": True}))
    gates = granted(newcomers.ada.get(f"{newcomers.session}/stages/1/gates"))
    assert gates["finalEmotionalReading"] == 6


# The list


def test_without_readings_there_is_a_list_of_none(couple: Couple) -> None:
    nothing = {"readings": [], "trend": {"direction": "STABLE", "changeFromStart": 0}, "averageIntensity": 0}
    assert readings(couple.ada, couple) == nothing | {"hasMore": False}


def test_readings_come_newest_first_with_the_trend_and_the_mean_of_all(api: Api, couple: Couple) -> None:
    taken = []
    for intensity in (3, 8, 6):
        taken.append(feel(couple.ada, couple, intensity)["reading"])
        api.clock.advance(minutes=1)
    told = readings(couple.ada, couple)
    assert told == {
        "readings": taken[::-1],
        "trend": {"direction": "INCREASING", "changeFromStart": 3},
        "averageIntensity": pytest.approx(17 / 3),
        "hasMore": False,
    }


def test_pages_show_some_and_the_trend_tells_of_all_that_match(newcomers: Couple) -> None:
    feel(newcomers.ada, newcomers, 10)
    reach(newcomers, ada=1)
    for intensity in (9, 5, 4):
        feel(newcomers.ada, newcomers, intensity)
    seen: list[int] = []
    query = "?limit=2"
    for expected in (2, 2):
        page = readings(newcomers.ada, newcomers, query)
        assert len(page["readings"]) == expected
        assert (page["trend"], page["averageIntensity"]) == (
            {"direction": "DECREASING", "changeFromStart": -6},
            pytest.approx(7),
        )
        seen += [each["intensity"] for each in page["readings"]]
        query = f"?limit=2&cursor={page.get('cursor')}"
    assert seen == [4, 5, 9, 10]
    assert "cursor" not in page
    assert page["hasMore"] is False
    in_stage_1 = readings(newcomers.ada, newcomers, "?stage=1&limit=1")
    assert in_stage_1["trend"] == {"direction": "DECREASING", "changeFromStart": -5}
    assert (in_stage_1["averageIntensity"], in_stage_1["hasMore"]) == (6, True)
    assert readings(newcomers.ada, newcomers, "?stage=3")["readings"] == []


def test_twenty_readings_are_on_a_page_unless_it_is_said_otherwise(couple: Couple) -> None:
    for _ in range(21):
        feel(couple.ada, couple, 5)
    assert len(readings(couple.ada, couple)["readings"]) == 20
    assert len(readings(couple.ada, couple, "?limit=100")["readings"]) == 21


def test_what_is_noted_meanwhile_shifts_no_page(couple: Couple) -> None:
    for intensity in (1, 2, 3):
        feel(couple.ada, couple, intensity)
    first = readings(couple.ada, couple, "?limit=2")
    feel(couple.ada, couple, 4)
    second = readings(couple.ada, couple, f"?limit=2&cursor={first['cursor']}")
    assert [each["intensity"] for each in second["readings"]] == [1]


def test_nobody_else_sees_a_reading_and_no_event_tells_of_it(api: Api, couple: Couple) -> None:
    before, published = seen_by(couple.ben, couple), channel(api, couple)
    api.clock.advance(minutes=5)
    feel(couple.ada, couple, 9, "Only for me.")
    exercise(couple.ada, couple)
    assert (seen_by(couple.ben, couple), channel(api, couple)) == (before, published)


# Exercises


@pytest.mark.parametrize(
    ("body", "checks_in"),
    [
        ({}, True),
        ({"intensityBefore": 8}, True),
        ({"intensityBefore": 8, "intensityAfter": 5}, False),
        ({"completed": False}, False),
        ({"completed": False, "intensityAfter": 5}, False),
        ({"exerciseType": "PAUSE_SESSION"}, True),
        ({"exerciseType": "BREATHING_EXERCISE", "intensityAfter": None}, True),
    ],
)
def test_an_exercise_is_logged_and_asked_about_and_makes_no_reading(
    couple: Couple, body: dict[str, Any], checks_in: bool
) -> None:
    assert exercise(couple.ada, couple, **body) == {"logged": True, "postExerciseCheckIn": checks_in}
    assert readings(couple.ada, couple)["readings"] == []


def test_readings_and_exercises_go_on_while_the_session_rests(api: Api, couple: Couple) -> None:
    put(api, couple, SessionStatus.PAUSED)
    assert feel(couple.ada, couple, 5)["reading"]
    assert exercise(couple.ben, couple)["logged"] is True


# Limits


@pytest.fixture
def counted(limited: Api) -> Couple:
    return meet(register(limited, "Ada"), register(limited, "Ben"))


def wait(who: Person, path: str, body: object) -> int:
    reply = who.post(path, body)
    details = refused(reply, 429, "RATE_LIMITED", {"retryAfterSeconds"})
    seconds: int = details["retryAfterSeconds"]
    assert reply.headers["Retry-After"] == str(seconds)
    return seconds


def test_one_reading_in_thirty_seconds_whichever_session(limited: Api, counted: Couple) -> None:
    elsewhere = meet(counted.ada, register(limited, "Cleo"))
    feel(counted.ada, counted, 5)
    limited.clock.advance(seconds=13)
    for session in (counted.session, elsewhere.session):
        assert wait(counted.ada, f"{session}/emotions", {"intensity": 6}) == 17
    feel(counted.ben, counted, 5)
    limited.clock.advance(seconds=16)
    assert wait(counted.ada, f"{counted.session}/emotions", {"intensity": 6}) == 1
    limited.clock.advance(seconds=1)
    feel(counted.ada, counted, 6)
    assert [each["intensity"] for each in readings(counted.ada, counted)["readings"]] == [6, 5]


def test_readings_that_come_with_messages_are_not_counted(counted: Couple) -> None:
    for intensity in (3, 4, 5):
        say(counted.ada, counted, emotionalIntensity=intensity)
    feel(counted.ada, counted, 6)
    say(counted.ada, counted, emotionalIntensity=7)
    assert len(readings(counted.ada, counted)["readings"]) == 5


def test_five_exercises_an_hour(limited: Api, counted: Couple) -> None:
    path = f"{counted.session}/exercises/complete"
    for _ in range(5):
        exercise(counted.ada, counted)
    assert wait(counted.ada, path, GROUNDED) == 3600
    exercise(counted.ben, counted)
    limited.clock.advance(minutes=59, seconds=59)
    again = sign_in(counted.ada)
    assert wait(again, path, GROUNDED) == 1
    limited.clock.advance(seconds=1)
    exercise(again, counted)


@pytest.mark.parametrize(
    ("below", "body", "use_up"),
    [
        ("/emotions", {"intensity": 5}, lambda couple: feel(couple.ada, couple, 5)),
        ("/exercises/complete", GROUNDED, lambda couple: [exercise(couple.ada, couple) for _ in range(5)]),
    ],
    ids=["emotions", "exercises"],
)
def test_a_limit_comes_after_whose_session_it_is_and_before_whether_it_is_open(
    limited: Api, counted: Couple, below: str, body: Any, use_up: Callable[[Couple], object]
) -> None:
    others = meet(counted.ben, register(limited, "Cleo"))
    for _ in range(7):
        refused(counted.ada.post(counted.session + below, {}), 400, "VALIDATION_ERROR")
        refused(counted.ada.post("/sessions/unknown" + below, body), 404, "NOT_FOUND")
        refused(counted.ada.post(others.session + below, body), 403, "FORBIDDEN")
    use_up(counted)
    put(limited, counted, SessionStatus.ABANDONED)
    wait(counted.ada, counted.session + below, body)
    refused(counted.ben.post(counted.session + below, body), 400, "SESSION_NOT_ACTIVE")
    refused(counted.ada.post(others.session + below, body), 403, "FORBIDDEN")
