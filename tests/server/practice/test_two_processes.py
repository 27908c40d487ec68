"""Equal and different requests at the same moment, to a real server of two processes: nothing is lost or doubled."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.server.people import register
from tests.server.practice.clinic import METRICS, Member, done
from tests.server.processes import at_once, run_beheard, serving

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "3"))
CROWD = 6


@pytest.fixture(scope="module")
def thea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    database: Path = tmp_path_factory.mktemp("two") / "beheard.db"
    with serving(database, workers=2, rate_limits="off") as server:
        person = register(server, "Thea")
        assert run_beheard("users", "--database", database, "grant", person.email, "therapist").status == 0
        yield Member(server, person.id, person.token)


def moment(number: int) -> str:
    return f"2025-03-02T{number // 60:02}:{number % 60:02}:00Z"


def test_snapshots_sent_at_once_twice_and_out_of_order_end_in_the_same_state(thea: Member) -> None:
    rows = [{"timestamp": moment(number), "value": number / 2} for number in range(200)]
    milestones = [{"milestoneName": f"m{number}", "achievedAt": moment(number)} for number in range(20)]
    for turn in range(ROUNDS):
        session_id, random = thea.begin(f"snapshots-{turn}"), Random(turn)
        mixed = random.sample(rows, len(rows))
        batches = [mixed[start : start + 30] for start in range(0, len(rows), 30)] * 2
        random.shuffle(batches)
        calls = [
            partial(
                thea.call,
                "POST",
                "/session/snapshots",
                {"sessionId": session_id, "snapshots": batch, "milestones": random.sample(milestones, 20)},
            )
            for batch in batches
        ]
        for reply in at_once(*calls):
            done(reply)
        found = thea.get(f"/session/snapshots?sessionId={session_id}")
        assert found["snapshots"] == [
            {"timestamp": each["timestamp"], "value": pytest.approx(each["value"])} for each in rows
        ]
        reached = {each["milestoneName"]: each["achievedAt"] for each in found["milestones"]}
        assert {name: reached[name] for name in reached if name.startswith("m")} == {
            each["milestoneName"]: each["achievedAt"] for each in milestones
        }
        # Half a point a minute: 25 is reached after 50 minutes.
        assert {name: at for name, at in reached.items() if name.startswith("progress")} == {
            "progress_25": moment(50),
            "progress_50": moment(100),
            "progress_75": moment(150),
        }
        assert thea.get(f"/session?id={session_id}")["progress"] == 99.5


def test_of_equal_sessions_at_once_one_is_begun(thea: Member) -> None:
    for turn in range(ROUNDS):
        body = {"id": f"same-{turn}", "clientId": "c"}
        replies = at_once(*[partial(thea.call, "POST", "/session", body)] * CROWD)
        assert sorted(each.status for each in replies) == [201] + [409] * (CROWD - 1)


def test_what_is_practised_at_once_is_all_counted(thea: Member) -> None:
    session_id = thea.begin("practised")
    body = {"sessionId": session_id, "skillScores": {"Empathy": 5}}
    for _ in range(ROUNDS):
        for reply in at_once(*[partial(thea.call, "POST", "/session/skills", body)] * CROWD):
            done(reply)
    (skill,) = thea.get(f"/session/skills?sessionId={session_id}")["skills"]
    assert skill["practiceSessions"] == CROWD * ROUNDS


def test_measures_at_once_are_the_whole_of_one_of_them(thea: Member) -> None:
    session_id = thea.begin("measures")
    sent: list[dict[str, Any]] = [
        {**METRICS, "responseTime": number, "conversationFlow": number, "skillScores": {"a": number}}
        for number in range(CROWD)
    ]
    for _ in range(ROUNDS):
        calls = [
            partial(thea.call, "POST", "/session/progress", {"sessionId": session_id, "progressMetrics": each})
            for each in sent
        ]
        for reply in at_once(*calls):
            done(reply)
        assert thea.get(f"/session/progress?sessionId={session_id}")["progressMetrics"] in sent


def test_a_session_that_is_ended_in_two_ways_at_once_has_ended_in_one(thea: Member) -> None:
    for turn in range(ROUNDS):
        session_id = thea.begin(f"ended-{turn}")
        ways = ["completed", "cancelled"] * 3
        calls = [partial(thea.call, "PATCH", f"/session/{session_id}", {"status": each}) for each in ways]
        replies = at_once(*calls)
        won = {each.body["status"] for each in replies if each.status == 200}
        assert (len(won), {each.status for each in replies}) == (1, {200, 409})
        assert thea.get(f"/session?id={session_id}")["status"] in won
