"""Equal requests at the same moment, to a real server of two processes: one of them is first, and nobody is both."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from beheard_server.testing import Reply
from tests.server.academic import words
from tests.server.academic.admins import Admin, appoint_by_command, failed, one, stages
from tests.server.processes import at_once, serving

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "10"))
CROWD = 6
ROWS = 15


@pytest.fixture(scope="module")
def dean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Admin]:
    database: Path = tmp_path_factory.mktemp("two") / "beheard.db"
    with serving(database, workers=2, rate_limits="off") as server:
        yield appoint_by_command(server, database)


@pytest.fixture
def empty(dean: Admin) -> Admin:
    for each in dean.listed():
        one(dean.call("DELETE", f"/{each['id']}"))
    return dean


def race(admin: Admin, crowd: int, method: str, path: str, json: object) -> list[Reply]:
    """Let a crowd send the same at once, and give the replies, the successes first."""
    replies = at_once(*[partial(admin.call, method, path, json)] * crowd)
    return sorted(replies, key=lambda each: each.status)


@pytest.mark.parametrize("crowd", [2, CROWD])
def test_of_equal_creations_at_once_one_succeeds_and_the_others_are_duplicates(empty: Admin, crowd: int) -> None:
    made = []
    for level in range(ROUNDS):
        winner, *losers = race(empty, crowd, "POST", "", {"name": "Year", "level": level})
        made.append(one(winner, 201))
        for each in losers:
            failed(each, 400, words.DUPLICATE)
    assert empty.listed() == made


@pytest.mark.parametrize("crowd", [2, CROWD])
def test_of_equal_bulks_at_once_one_creates_all_and_the_others_nothing(empty: Admin, crowd: int) -> None:
    made = []
    for level in range(ROUNDS):
        sent = [{"name": f"Year {number:02}", "level": level} for number in range(ROWS)]
        winner, *losers = race(empty, crowd, "POST", "/bulk", {"stages": sent})
        made += stages(winner, 201)
        for each in losers:
            failed(each, 400, f"Stage 0: {words.DUPLICATE}")
    assert len(made) == ROWS * ROUNDS
    assert empty.listed() == made


def test_of_bulks_that_overlap_one_creates_all_and_the_other_names_the_first_that_is_there(empty: Admin) -> None:
    for level in range(ROUNDS):
        rows = [{"name": f"Year {number:02}", "level": level} for number in range(30)]
        sent = [rows[:20], rows[:9:-1]]  # the first begins at 0 and ends at 19, the other begins at 29 and ends at 10
        replies = at_once(*[partial(empty.call, "POST", "/bulk", {"stages": each}) for each in sent])
        (won,) = (index for index, each in enumerate(replies) if each.status == 201)
        failed(replies[1 - won], 400, f"Stage 10: {words.DUPLICATE}")
        listed = empty.names(f"?level={level}")
        assert listed == sorted(f"{each['name']} {level}" for each in sent[won])


def test_of_two_that_take_the_same_name_at_once_one_gets_it(empty: Admin) -> None:
    ids = [empty.create(f"Year {number}", 1)["id"] for number in range(2)]
    for turn in range(ROUNDS):
        sent = {"name": f"Best Year {turn}"}
        replies = at_once(*[partial(empty.call, "PUT", f"/{each}", sent) for each in ids])
        winner, loser = sorted(replies, key=lambda each: each.status)
        failed(loser, 400, words.DUPLICATE)
        assert one(winner) in empty.listed()
        assert len(empty.listed(f"?name=Best%20Year%20{turn}")) == 1


def test_of_equal_deletions_at_once_one_finds_the_stage(empty: Admin) -> None:
    for level in range(ROUNDS):
        stage = empty.create("Year", level)
        winner, *losers = race(empty, CROWD, "DELETE", f"/{stage['id']}", {})
        assert one(winner) == stage
        for each in losers:
            failed(each, 404, words.NOT_FOUND)
    assert empty.listed() == []
