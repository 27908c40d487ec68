"""Two workers over one file in stage 4: what happens at the same moment has one effect, and is announced once."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from beheard_server.store.sqlite import SQLiteStore
from tests.server.people import Couple, Person, granted, meet, reach, register
from tests.server.processes import Running, at_once, serving
from tests.server.stage4.acts import (
    agreeing,
    answer,
    be_ready,
    both,
    collecting,
    gates,
    get,
    negotiating,
    offer,
    overlap,
    phase,
    pool,
    post,
    propose,
    rank,
    ranking,
    revealing,
    withdraw,
)
from tests.server.test_processes import CONFLICT, tally

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "3"))
CALLS = 16
HALF = CALLS // 2
NOT_ACTIVE = (400, "SESSION_NOT_ACTIVE")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "kept.db"


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[Running]:
    with serving(database, rate_limits="off") as running:
        yield running


@pytest.fixture(scope="module")
def people(server: Running) -> tuple[Person, Person]:
    return register(server, "Ada"), register(server, "Ben")


@contextmanager
def met(people: tuple[Person, Person]) -> Iterator[Couple]:
    """Bring the two to stage 4 of a new session, and let them part, so that they can meet again."""
    couple = reach(meet(*people), ada=4, ben=4)
    yield couple
    if get(couple.ada, couple)["status"] != "RESOLVED":
        post(couple.ada, couple, "/leave")


def told(database: Path, couple: Couple) -> dict[tuple[str, str], int]:
    """Count the events since both came to stage 4, by what was done and by whom."""
    with closing(SQLiteStore(database)) as store, store.snapshot() as unit:
        rows = unit.outbox.of_session(couple.session.removeprefix("/sessions/"), limit=10_000)
    names = {couple.ada.id: "ada", couple.ben.id: "ben"}
    said = [(each.name, names[orjson.loads(each.body)["actorId"]]) for each in rows]
    last = max(place for place, (name, _) in enumerate(said) if name == "partner.advanced")
    return dict(Counter(said[last + 1 :]))


def of_both(name: str) -> dict[tuple[str, str], int]:
    return {(name, "ada"): 1, (name, "ben"): 1}


def acts(couple: Couple, below: str, hers: Any, his: Any) -> list[Any]:
    """Give as many calls as fit at once, hers and his in turn."""
    pair = [
        partial(who.post, couple.session + below, body) for who, body in zip(both(couple), (hers, his), strict=True)
    ]
    return pair * HALF


def test_both_are_ready_once(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            collecting(couple)
            replies = at_once(*acts(couple, "/strategies/ready", {}, {}))
            assert tally(replies) == {(200, None): CALLS}
            assert (phase(couple), told(database, couple)) == ("RANKING", of_both("partner.ready_to_rank"))


def test_no_proposal_is_lost_and_none_is_announced(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            replies = at_once(*acts(couple, "/strategies", {"description": "Hers"}, {"description": "His"}))
            made = {granted(each, 201)["strategy"]["id"] for each in replies}
            totals = [granted(each, 201)["totalStrategies"] for each in replies]
            assert (len(made), sorted(totals)) == (CALLS, list(range(1, CALLS + 1)))
            assert pool(couple.ada, couple) == pool(couple.ben, couple)
            assert set(pool(couple.ada, couple)) == made
            assert told(database, couple) == {}


def test_what_is_suggested_at_the_same_moment_joins_the_pool(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            replies = at_once(*acts(couple, "/strategies/suggest", {"count": 1}, {"count": 1}))
            assert tally(replies) == {(200, None): CALLS}
            made = {each["id"] for reply in replies for each in granted(reply)["suggestions"]}
            assert set(pool(couple.ada, couple)) == made
            assert told(database, couple) == {}


def test_both_rank_and_it_is_compared_once(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            ids = ranking(couple)
            before = told(database, couple)
            replies = at_once(*acts(couple, "/strategies/rank", {"rankedIds": ids}, {"rankedIds": ids[:1]}))
            codes = tally(replies)
            # Whoever ranks again before the other has ranked replaces their own; the rest comes too late.
            assert codes.keys() <= {(200, None), CONFLICT}
            assert codes[200, None] >= 2
            done = [granted(each) for each in replies if each.status == 200]
            # The one ranking that found the partner's there is the second, with which both were compared.
            assert [each["partnerSubmitted"] for each in done].count(True) == 1
            assert all(each["awaitingReveal"] is not each["partnerSubmitted"] for each in done)
            assert told(database, couple) == before | of_both("partner.ranking_submitted")
            assert phase(couple) == "REVEALING"
            assert overlap(couple.ada, couple) == overlap(couple.ben, couple) == ids[:1]


def test_of_several_last_words_the_one_that_was_compared_stands(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            ids = [*collecting(couple), *(propose(couple.ada, couple, f"Idea {each}") for each in range(4))]
            be_ready(couple)
            rank(couple.ada, couple, *ids)
            bodies = [{"rankedIds": [each]} for each in ids]
            replies = at_once(*[partial(couple.ben.post, f"{couple.session}/strategies/rank", each) for each in bodies])
            assert tally(replies) == {(200, None): 1, CONFLICT: len(ids) - 1}
            (chosen,) = (each for each, reply in zip(ids, replies, strict=True) if reply.status == 200)
            common = [chosen] if chosen in ids[:3] else []
            assert overlap(couple.ada, couple) == overlap(couple.ben, couple) == common
            assert told(database, couple)["partner.ranking_submitted", "ben"] == 1


def test_a_pool_that_closes_takes_in_all_of_a_proposal_or_nothing(
    database: Path, people: tuple[Person, Person]
) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            propose(couple.ada, couple)
            post(couple.ada, couple, "/strategies/ready")
            proposing = [partial(couple.ada.post, f"{couple.session}/strategies", {"description": "Late"})] * (
                CALLS - 1
            )
            first, *replies = at_once(partial(couple.ben.post, f"{couple.session}/strategies/ready"), *proposing)
            assert granted(first)["canStartRanking"] is True
            counted = tally(replies)
            assert counted.keys() <= {(201, None), CONFLICT}
            assert len(pool(couple.ben, couple)) == 1 + counted.get((201, None), 0)
            assert told(database, couple) == of_both("partner.ready_to_rank")


def test_several_new_strategies_open_one_new_round(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            negotiating(couple)
            before = told(database, couple)
            replies = at_once(*acts(couple, "/strategies", {"description": "Hers"}, {"description": "His"}))
            assert tally(replies) == {(201, None): CALLS}
            assert (phase(couple), len(pool(couple.ada, couple))) == ("COLLECTING", 2 + CALLS)
            for who in both(couple):
                assert not any(gates(who, couple).values())
            assert told(database, couple) == before


def test_an_agreement_is_answered_once(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            revealing(couple)
            agreement = offer(couple.ada, couple)["id"]
            below = f"/agreements/{agreement}/confirm"
            replies = at_once(*acts(couple, below, {"confirmed": True}, {"confirmed": True}))
            assert tally(replies[::2]) == {CONFLICT: HALF}
            assert tally(replies[1::2]) == {(200, None): 1, CONFLICT: HALF - 1}
            assert told(database, couple)["agreement.confirmed", "ben"] == 1
            assert phase(couple) == "AGREED"


def test_of_a_yes_and_a_no_at_the_same_moment_one_counts(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            revealing(couple)
            agreement = offer(couple.ada, couple)["id"]
            bodies: list[Any] = [{"confirmed": True}, {"confirmed": False}]
            below = f"{couple.session}/agreements/{agreement}/confirm"
            replies = at_once(*[partial(couple.ben.post, below, each) for each in bodies * HALF])
            assert tally(replies) == {(200, None): 1, CONFLICT: CALLS - 1}
            (status,) = {granted(each)["agreement"]["status"] for each in replies if each.status == 200}
            (kept,) = get(couple.ada, couple, "/agreements")["agreements"]
            assert kept["status"] == status
            said = told(database, couple).get(("agreement.confirmed", "ben"), 0)
            assert said == (1 if status == "AGREED" else 0)


def test_other_words_go_back_and_forth_one_at_a_time(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            revealing(couple)
            agreement = offer(couple.ada, couple)["id"]
            bodies = [{"confirmed": False, "modification": f"{name}'s words"} for name in ("Ada", "Ben")]
            replies = at_once(*acts(couple, f"/agreements/{agreement}/confirm", *bodies))
            counted = tally(replies)
            assert counted.keys() <= {(200, None), CONFLICT}
            hers, his = (get(who, couple, "/agreements")["agreements"][0] for who in both(couple))
            assert hers["agreedByMe"] is not his["agreedByMe"]
            # The words are those of whoever was last.
            assert hers["description"] == his["description"] == ("Ada's words" if hers["agreedByMe"] else "Ben's words")
            said = told(database, couple)
            assert said["agreement.proposed", "ada"] + said.get(("agreement.proposed", "ben"), 0) == (
                1 + counted[200, None]
            )


def test_every_proposal_of_an_agreement_is_kept_and_announced(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            revealing(couple)
            body = {"description": "We walk", "type": "COMMITMENT"}
            replies = at_once(*acts(couple, "/agreements", body, body))
            made = {granted(each, 201)["agreement"]["id"] for each in replies}
            listed = [each["id"] for each in get(couple.ben, couple, "/agreements")["agreements"]]
            assert (len(listed), set(listed)) == (CALLS, made)
            said = told(database, couple)
            assert [said["agreement.proposed", name] for name in ("ada", "ben")] == [HALF, HALF]


def test_a_session_is_resolved_once(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            agreement = agreeing(couple, followUpDate="2099-01-01T00:00:00Z")
            replies = at_once(*acts(couple, "/resolve", {}, {}))
            assert tally(replies) == {(200, None): 1, NOT_ACTIVE: CALLS - 1}
            said = told(database, couple)
            for name in ("session.resolved", "partner.stage_completed"):
                assert sum(times for (each, _), times in said.items() if each == name) == 1
            with closing(SQLiteStore(database)) as store, store.snapshot() as unit:
                due = unit.follow_ups.due(datetime(2100, 1, 1, tzinfo=UTC))
            assert due.count((couple.session.removeprefix("/sessions/"), agreement)) == 1
            for who in both(couple):
                (kept,) = get(who, couple, "/agreements")["agreements"]
                assert (kept["id"], kept["status"]) == (agreement, "AGREED")


def test_a_proposal_that_meets_the_end_is_refused_or_abandoned(database: Path, people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            agreed = agreeing(couple)
            body = {"description": "One more", "type": "COMMITMENT"}
            proposing = [partial(couple.ben.post, f"{couple.session}/agreements", body)] * (CALLS - 1)
            ended, *replies = at_once(partial(couple.ada.post, f"{couple.session}/resolve"), *proposing)
            granted(ended)
            assert tally(replies).keys() <= {(201, None), NOT_ACTIVE}
            made = {granted(each, 201)["agreement"]["id"] for each in replies if each.status == 201}
            statuses = {each["id"]: each["status"] for each in get(couple.ada, couple, "/agreements")["agreements"]}
            assert statuses == {agreed: "AGREED"} | dict.fromkeys(made, "ABANDONED")


def test_a_withdrawal_that_meets_the_second_ranking_is_gone_from_what_is_common(
    database: Path, people: tuple[Person, Person]
) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            hers, his = ranking(couple)
            rank(couple.ada, couple, his, hers)
            ranking_his = partial(couple.ben.post, f"{couple.session}/strategies/rank", {"rankedIds": [his]})
            replies = at_once(partial(withdraw, couple.ben, couple), ranking_his)
            assert pool(couple.ada, couple) == [hers]
            assert replies[1].status in (200, 400)
            if replies[1].status == 400:
                assert tally(replies[1:]) == {(400, "VALIDATION_ERROR"): 1}
                rank(couple.ben, couple, hers)
                assert overlap(couple.ada, couple) == [hers]
            else:
                assert overlap(couple.ada, couple) == []
                assert phase(couple) == "NEGOTIATING"


def test_of_an_answer_and_a_resolution_at_the_same_moment_neither_is_lost(people: tuple[Person, Person]) -> None:
    for _ in range(ROUNDS):
        with met(people) as couple:
            revealing(couple)
            agreement = offer(couple.ada, couple)["id"]
            resolving = [partial(couple.ada.post, f"{couple.session}/resolve")] * (CALLS - 1)
            first, *replies = at_once(partial(answer, couple.ben, couple, agreement), *resolving)
            assert first["agreement"]["status"] == "AGREED"
            assert tally(replies).keys() <= {(200, None), (400, "PARTNER_NOT_READY"), NOT_ACTIVE}
            assert sum(each.status == 200 for each in replies) <= 1
            statuses = [each["status"] for each in get(couple.ada, couple, "/agreements")["agreements"]]
            assert statuses == ["AGREED"]
