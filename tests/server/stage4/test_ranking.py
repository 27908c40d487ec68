"""Two private rankings: what can be ranked and when, that the last one counts, and what both rank high."""

import json
from typing import Any

import pytest

from tests.server.client import ABSENT, Api
from tests.server.people import Couple, refused
from tests.server.stage2.acts import channel
from tests.server.stage4.acts import (
    STRATEGY_KEYS,
    be_ready,
    both,
    collecting,
    gates,
    get,
    overlap,
    phase,
    post,
    propose,
    rank,
    ranking,
    revealing,
    seen_by,
    to_do,
    withdraw,
)

NOW = "2025-03-02T08:00:00Z"
UNRANKED = {
    "strategiesSubmitted": True,
    "rankingsSubmitted": False,
    "overlapIdentified": False,
    "agreementCreated": False,
}


def test_the_first_ranking_waits_for_the_second_and_the_second_reveals(api: Api, couple: Couple) -> None:
    ids = ranking(couple)
    assert gates(couple.ada, couple) == gates(couple.ben, couple) == UNRANKED
    assert rank(couple.ada, couple, *ids) == {
        "submitted": True,
        "submittedAt": NOW,
        "partnerSubmitted": False,
        "awaitingReveal": True,
    }
    assert (phase(couple), gates(couple.ben, couple)) == ("RANKING", UNRANKED)
    assert gates(couple.ada, couple) == UNRANKED | {"rankingsSubmitted": True}
    assert to_do(couple.ada, couple) == ([], ["overlapIdentified"])
    assert to_do(couple.ben, couple) == (["rankingsSubmitted"], [])
    api.clock.advance(minutes=5)
    assert rank(couple.ben, couple, ids[0]) == {
        "submitted": True,
        "submittedAt": "2025-03-02T08:05:00Z",
        "partnerSubmitted": True,
        "awaitingReveal": False,
    }
    assert phase(couple) == "REVEALING"
    for who in both(couple):
        assert gates(who, couple) == UNRANKED | {"rankingsSubmitted": True, "overlapIdentified": True}
        assert to_do(who, couple) == (["agreementCreated"], [])
    said = [(name, told) for name, told in channel(api, couple) if name == "partner.ranking_submitted"]
    assert [told["actorId"] for _, told in said] == [couple.ada.id, couple.ben.id]
    assert all(told.keys() == {"sessionId", "actorId", "timestamp"} for _, told in said)


def test_the_last_ranking_counts_until_the_partner_has_ranked_and_is_announced_once(api: Api, couple: Couple) -> None:
    hers, his = ranking(couple)
    rank(couple.ada, couple, hers)
    before = get(couple.ben, couple), channel(api, couple)
    api.clock.advance(minutes=5)
    assert rank(couple.ada, couple, his)["submittedAt"] == "2025-03-02T08:05:00Z"
    assert (get(couple.ben, couple), channel(api, couple)) == before
    rank(couple.ben, couple, his)
    assert overlap(couple.ada, couple) == overlap(couple.ben, couple) == [his]
    said = channel(api, couple)
    for who in both(couple):
        reply = who.post(f"{couple.session}/strategies/rank", {"rankedIds": [hers]})
        refused(reply, 409, "CONFLICT", set())
    assert (overlap(couple.ada, couple), channel(api, couple)) == ([his], said)


def test_the_overlap_waits_for_ones_own_ranking_and_then_for_the_partners(couple: Couple) -> None:
    collecting(couple)
    below = f"{couple.session}/strategies/overlap"
    for who in both(couple):
        refused(who.get(below), 400, "GATE_NOT_SATISFIED")
    be_ready(couple)
    hers, his = (each["id"] for each in get(couple.ada, couple, "/strategies")["strategies"])
    rank(couple.ada, couple, hers, his)
    refused(couple.ada.get(below), 400, "PARTNER_NOT_READY", set())
    details = refused(couple.ben.get(below), 400, "GATE_NOT_SATISFIED")
    assert details["unsatisfiedGates"] == ["rankingsSubmitted"]
    rank(couple.ben, couple, his, hers)
    told = get(couple.ada, couple, "/strategies/overlap")
    assert told == get(couple.ben, couple, "/strategies/overlap")
    assert (told.keys(), told["phase"]) == ({"overlap", "phase"}, "REVEALING")
    assert [each.keys() for each in told["overlap"]] == [STRATEGY_KEYS] * 2
    # Each of the two is the other's second: the same worse rank, the same sum, so the id decides.
    assert [each["id"] for each in told["overlap"]] == sorted((hers, his))


@pytest.mark.parametrize(
    ("hers", "his", "common"),
    [
        ("abcd", "dcba", "bc"),  # both are (2, 3); the id decides, so they are compared sorted
        ("abcd", "cabd", "acb"),  # worse ranks 2, 3, 3 and sums 3, 4, 5
        ("a", "ba", "a"),
        ("abcd", "d", ""),  # d is hers only as the fourth
        ("ab", "cd", ""),
        ("d", "abcd", ""),
        ("dcba", "dcba", "dcb"),
        ("bd", "db", "bd"),  # both are (1, 2)
    ],
)
def test_what_is_among_the_first_three_of_both_is_common_the_smaller_worse_rank_first(
    couple: Couple, hers: str, his: str, common: str
) -> None:
    named = {each: propose(couple.ada if each in "ac" else couple.ben, couple, f"Idea {each}") for each in "abcd"}
    be_ready(couple)
    rank(couple.ben, couple, *(named[each] for each in his))
    rank(couple.ada, couple, *(named[each] for each in hers))
    wanted = [named[each] for each in common]
    if (hers, his) in {("abcd", "dcba"), ("bd", "db")}:
        wanted.sort()
    told = get(couple.ada, couple, "/strategies/overlap")
    assert [each["id"] for each in told["overlap"]] == wanted
    assert told["phase"] == phase(couple) == ("REVEALING" if common else "NEGOTIATING")
    assert told == get(couple.ben, couple, "/strategies/overlap")
    for who in both(couple):
        assert gates(who, couple)["overlapIdentified"] is True


def test_what_was_withdrawn_before_the_second_ranking_does_not_count(couple: Couple) -> None:
    gone = propose(couple.ben, couple, "Gone soon")
    kept = [propose(couple.ada, couple, f"Idea {each}") for each in range(4)]
    be_ready(couple)
    rank(couple.ada, couple, gone, *kept[:3])
    withdraw(couple.ben, couple)
    rank(couple.ben, couple, kept[2])
    assert overlap(couple.ada, couple) == [kept[2]]


def test_ranking_needs_oneself_ready_and_then_the_partner_and_then_ids_that_are_there(couple: Couple) -> None:
    ids = collecting(couple)
    below = f"{couple.session}/strategies/rank"
    for body in ({"rankedIds": ids}, {"rankedIds": ["strat_" + "0" * 32]}):
        details = refused(couple.ada.post(below, body), 400, "GATE_NOT_SATISFIED")
        assert details["unsatisfiedGates"] == ["strategiesSubmitted"]
    post(couple.ada, couple, "/strategies/ready")
    for body in ({"rankedIds": ids}, {"rankedIds": ["strat_" + "0" * 32]}):
        refused(couple.ada.post(below, body), 400, "PARTNER_NOT_READY", set())
        refused(couple.ben.post(below, body), 400, "GATE_NOT_SATISFIED")


def test_what_is_hidden_foreign_or_unknown_cannot_be_ranked_and_no_part_of_it_is_kept(
    api: Api, couple: Couple, strangers: Couple
) -> None:
    hidden = propose(couple.ada, couple, "Gone soon")
    kept = propose(couple.ada, couple)
    withdraw(couple.ada, couple, older=1)
    foreign = propose(strangers.ada, strangers)
    be_ready(couple)
    said = channel(api, couple)
    for wrong in (hidden, foreign, "strat_" + "0" * 32, couple.ben.id, "x", "🙂"):
        for who in both(couple):
            body = {"rankedIds": [kept, wrong]}
            details = refused(who.post(f"{couple.session}/strategies/rank", body), 400, "VALIDATION_ERROR")
            assert all(each.startswith("rankedIds") for each in details)
            assert wrong not in json.dumps(details, ensure_ascii=False) or wrong == "x"
            assert gates(who, couple)["rankingsSubmitted"] is False
    assert channel(api, couple) == said
    rank(couple.ada, couple, kept)
    rank(couple.ben, couple, kept)
    # Ids that are not there come before the phase.
    reply = couple.ada.post(f"{couple.session}/strategies/rank", {"rankedIds": [hidden]})
    refused(reply, 400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    "body",
    [
        ABSENT,
        {},
        [],
        {"rankedIds": []},
        {"rankedIds": None},
        {"rankedIds": "strat_1"},
        {"rankedIds": {"strat_1": 1}},
        {"rankedIds": [1]},
        {"rankedIds": [None]},
        {"rankedIds": [["strat_1"]]},
        {"rankedIds": ["strat_1", "strat_1"]},
        {"rankedIds": ["strat_1", " strat_1 "]},
        {"rankedIds": [" "]},
        {"rankedIds": ["x" * 100_000]},
        {"rankedIds": [f"strat_{each}" for each in range(10_000)]},
    ],
    ids=lambda body: str(body)[:30],
)
def test_a_malformed_ranking_is_refused_before_anything_of_the_session_is_asked(couple: Couple, body: Any) -> None:
    details = refused(couple.ada.post(f"{couple.session}/strategies/rank", body), 400, "VALIDATION_ERROR")
    assert details
    assert all(each == "body" or each.startswith("rankedIds") for each in details)


def test_a_real_strategy_named_twice_is_refused(couple: Couple) -> None:
    ids = ranking(couple)
    body = {"rankedIds": [ids[0], ids[1], ids[0]]}
    refused(couple.ada.post(f"{couple.session}/strategies/rank", body), 400, "VALIDATION_ERROR")
    assert gates(couple.ada, couple)["rankingsSubmitted"] is False


def test_the_partner_is_told_the_same_whatever_was_ranked_below_and_how_often(couple: Couple) -> None:
    hers, his = ranking(couple)
    rank(couple.ada, couple, hers)
    before = seen_by(couple.ben, couple)
    for ids in ((his,), (hers, his), (his, hers)):
        rank(couple.ada, couple, *ids)
        assert seen_by(couple.ben, couple) == before


def test_reading_the_overlap_changes_nothing(api: Api, couple: Couple) -> None:
    revealing(couple)
    before, said = [seen_by(who, couple) for who in both(couple)], channel(api, couple)
    for who in both(couple) * 2:
        overlap(who, couple)
    assert ([seen_by(who, couple) for who in both(couple)], channel(api, couple)) == (before, said)
