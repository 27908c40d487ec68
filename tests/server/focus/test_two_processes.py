"""Sixteen equal calls at the same moment, to a server of two processes: one has an effect, and nobody sees a fault."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from beheard_server.testing import ABSENT, Reply
from tests.server.focus.timers import told
from tests.server.people import FOCUS, Person, register, sign_in
from tests.server.processes import Running, at_once, serving

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "10"))
CALLS = 16
COMPLETED = {"elapsed_seconds": 60, "status": "completed"}
ABANDONED = {"elapsed_seconds": 60, "status": "abandoned"}
BADGES = {"First Lock-in", "Consistency", "Focus Rookie", "Focus Pro"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    database: Path = tmp_path_factory.mktemp("two") / "beheard.db"
    with serving(database, workers=2, rate_limits="off") as running:
        yield running


def rounds(server: Running, name: str) -> Iterator[Person]:
    """Let somebody play every round, with a token that is fresh enough."""
    person = register(server, name)
    for number in range(ROUNDS):
        if number % 50 == 49:
            person = sign_in(person)
        yield person


def call(person: Person, method: str, path: str, json: object = ABSENT) -> Reply:
    return person.server.call(method, FOCUS + path, token=person.token, json=json)


def start(person: Person) -> str:
    session: int = told(call(person, "POST", "/sessions", {"duration_seconds": 60}), 201)["data"]["id"]
    return f"/sessions/{session}"


def tally(replies: Sequence[Reply]) -> dict[tuple[int, str | None], int]:
    """Count the outcomes."""
    return dict(Counter((each.status, each.body.get("error", {"code": None})["code"]) for each in replies))


def days(person: Person) -> tuple[int, int]:
    """Give how many sessions and seconds all days add up to."""
    found: list[dict[str, Any]] = told(call(person, "GET", "/progress"))["data"]
    return sum(each["sessions_completed"] for each in found), sum(each["total_focus_seconds"] for each in found)


def test_of_sixteen_starts_at_once_one_starts(server: Running) -> None:
    for person in rounds(server, "Ada"):
        replies = at_once(*[partial(call, person, "POST", "/sessions", {"duration_seconds": 60})] * CALLS)
        assert tally(replies) == {(201, None): 1, (409, "SESSION_ALREADY_RUNNING"): CALLS - 1}
        (started,) = (each.body["data"]["id"] for each in replies if each.status == 201)
        running = {each.body["error"]["details"]["session_id"] for each in replies if each.status == 409}
        assert running == {started}
        told(call(person, "PATCH", f"/sessions/{started}/end", ABANDONED))


def test_of_sixteen_ends_at_once_one_counts(server: Running) -> None:
    for number, person in enumerate(rounds(server, "Ben"), 1):
        session = start(person)
        replies = at_once(*[partial(call, person, "PATCH", f"{session}/end", COMPLETED)] * CALLS)
        assert tally(replies) == {(200, None): 1, (409, "INVALID_TRANSITION"): CALLS - 1}
        assert days(person) == (number, 60 * number)
    earned = [each["name"] for each in told(call(person, "GET", "/badges/me"))["data"]]
    assert len(earned) == len(set(earned))
    assert {"First Lock-in"} <= set(earned) <= BADGES


def test_of_completing_and_abandoning_at_once_one_wins_and_counts_as_what_it_is(server: Running) -> None:
    due = 0
    for person in rounds(server, "Cleo"):
        session = start(person)
        ends = [partial(call, person, "PATCH", f"{session}/end", body) for body in (COMPLETED, ABANDONED)]
        replies = at_once(*ends * (CALLS // 2))
        assert tally(replies) == {(200, None): 1, (409, "INVALID_TRANSITION"): CALLS - 1}
        (won,) = (each.body["data"]["status"] for each in replies if each.status == 200)
        due += won == "completed"
        assert days(person) == (due, 60 * due)


def test_of_sixteen_pauses_at_once_one_pauses(server: Running) -> None:
    for person in rounds(server, "Dora"):
        session = start(person)
        replies = at_once(*[partial(call, person, "PATCH", f"{session}/pause", {"elapsed_seconds": 30})] * CALLS)
        assert tally(replies) == {(200, None): 1, (409, "INVALID_TRANSITION"): CALLS - 1}
        replies = at_once(*[partial(call, person, "PATCH", f"{session}/resume")] * CALLS)
        assert tally(replies) == {(200, None): 1, (409, "INVALID_TRANSITION"): CALLS - 1}
        told(call(person, "PATCH", f"{session}/end", ABANDONED))


def test_people_do_not_stand_in_each_others_way(server: Running) -> None:
    people = [register(server, f"Person{number}") for number in range(CALLS)]
    for number in range(1, 1 + min(ROUNDS, 20)):
        replies = at_once(*[partial(call, each, "POST", "/sessions", {"duration_seconds": 60}) for each in people])
        assert tally(replies) == {(201, None): CALLS}
        paths = [f"/sessions/{each.body['data']['id']}/end" for each in replies]
        ends = [partial(call, person, "PATCH", path, COMPLETED) for person, path in zip(people, paths, strict=True)]
        assert tally(at_once(*ends)) == {(200, None): CALLS}
        assert [days(each) for each in people] == [(number, 60 * number)] * CALLS
