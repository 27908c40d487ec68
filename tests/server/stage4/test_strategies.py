"""The pool: what goes into it, in which order it is shown, when it is closed, and what a proposal sets off."""

import json
from typing import Any, cast

import pytest

from beheard_server.facilitators import Refinement
from tests.server.client import ABSENT, Api
from tests.server.people import NEED, Couple, reach, refused
from tests.server.stage2.acts import channel, history
from tests.server.stage4.acts import (
    PHASES,
    STRATEGY_KEYS,
    WALK,
    be_ready,
    both,
    collecting,
    gates,
    get,
    negotiating,
    offer,
    phase,
    pool,
    post,
    propose,
    rank,
    seen_by,
    to_do,
)
from tests.server.stage4.facilitating import Suggesting

CLOSED = ["RANKING", "REVEALING", "AGREED"]


def test_an_empty_pool_says_that_it_is_empty_and_being_collected(couple: Couple) -> None:
    for who in both(couple):
        told = get(who, couple, "/strategies")
        assert told == {"strategies": [], "aiSuggestionsAvailable": True, "phase": "COLLECTING"}


def test_a_proposal_is_given_back_as_it_was_meant_with_the_size_of_the_pool(couple: Couple) -> None:
    body = {
        "description": f"  {WALK} ",
        "needsAddressed": [" Connection ", "Rest"],
        "duration": " one week ",
        "measureOfSuccess": "Three walks",
    }
    told = post(couple.ada, couple, "/strategies", body, 201)
    assert told.keys() == {"strategy", "totalStrategies"}
    strategy = told["strategy"]
    assert strategy == {
        "id": strategy["id"],
        "description": WALK,
        "needsAddressed": ["Connection", "Rest"],
        "duration": "one week",
        "measureOfSuccess": "Three walks",
    }
    assert strategy["id"].startswith("strat_")
    assert told["totalStrategies"] == 1
    told = post(couple.ben, couple, "/strategies", {"description": "Quiet"}, 201)
    assert told["totalStrategies"] == 2
    assert told["strategy"] == {
        "id": told["strategy"]["id"],
        "description": "Quiet",
        "needsAddressed": [],
        "duration": None,
        "measureOfSuccess": None,
    }


def test_both_are_shown_the_same_list_without_author_source_or_time(couple: Couple) -> None:
    mine = [propose(couple.ada, couple, f"Ada's idea {each}") for each in range(4)]
    his = [propose(couple.ben, couple, f"Ben's idea {each}") for each in range(4)]
    suggested = [each["id"] for each in post(couple.ada, couple, "/strategies/suggest", {"count": 2})["suggestions"]]
    hers, theirs = (get(who, couple, "/strategies") for who in both(couple))
    assert hers == theirs
    assert {each["id"] for each in hers["strategies"]} == {*mine, *his, *suggested}
    assert all(each.keys() == STRATEGY_KEYS for each in hers["strategies"])
    assert not any(who.id in json.dumps(hers) for who in both(couple))


def test_the_order_of_the_pool_is_not_that_of_its_making_and_does_not_change(couple: Couple) -> None:
    made = [propose(who, couple, f"Idea {each}") for each in range(6) for who in both(couple)]
    shown = pool(couple.ada, couple)
    # Twelve things stand in the order of their making, or the opposite, once in 240 million times.
    assert shown not in (made, made[::-1], sorted(made), sorted(made, reverse=True))
    more = propose(couple.ada, couple, "One more")
    assert [each for each in pool(couple.ben, couple) if each != more] == shown


def test_the_same_idea_twice_is_two_strategies(couple: Couple) -> None:
    assert propose(couple.ada, couple) != propose(couple.ben, couple)
    assert len(pool(couple.ada, couple)) == 2


def test_a_proposal_leaves_a_granted_record_for_its_author_alone_and_tells_nobody(api: Api, couple: Couple) -> None:
    before = get(couple.ben, couple)
    api.clock.advance(minutes=1)
    strategy = propose(couple.ada, couple)
    (record,) = (each for each in history(couple.ada, couple) if each["contentType"] == "STRATEGY_PROPOSAL")
    assert (record["decision"], record["revokedAt"]) == ("GRANTED", None)
    assert not any(each["contentType"] == "STRATEGY_PROPOSAL" for each in history(couple.ben, couple))
    assert channel(api, couple) == []
    assert get(couple.ben, couple) == before
    assert strategy not in json.dumps(get(couple.ben, couple, "/shared"))
    (mine,) = (
        each for each in get(couple.ada, couple, "/shared")["mine"] if each["contentType"] == "STRATEGY_PROPOSAL"
    )
    assert mine["transformedContent"] == WALK
    assert WALK not in json.dumps(get(couple.ben, couple, "/shared"))


def test_a_refinement_is_for_the_proposer_alone_and_changes_nothing(couple: Couple) -> None:
    accusing = "You always sit at your phone. We could put it away after eight."
    told = post(couple.ada, couple, "/strategies", {"description": accusing}, 201)
    assert told.keys() == {"strategy", "totalStrategies", "refinement"}
    refinement = told["refinement"]
    assert refinement.keys() == {"original", "refined", "reason"}
    assert (refinement["original"], told["strategy"]["description"]) == (accusing, accusing)
    assert refinement["refined"] not in (accusing, "")
    assert "refinement" not in json.dumps(seen_by(couple.ben, couple))


def test_the_facilitator_sees_of_a_proposal_its_words_and_what_both_have_confirmed(
    couple: Couple, facilitator: Suggesting
) -> None:
    propose(couple.ada, couple)
    ((text, ground),) = facilitator.refined
    assert text == WALK
    assert [each.category for each in ground] == [NEED["category"]]
    assert not any(NEED["description"] in each.description for each in ground)


@pytest.mark.parametrize(
    "lie",
    [
        *("a text", object(), {"refined": "x"}, 7),
        *(Refinement(refined, "Because.") for refined in ("", "  ", "r" * 801, cast("str", 7))),
        *(Refinement("Better.", reason) for reason in (" ", cast("str", None))),
    ],
)
def test_a_facilitator_that_answers_nonsense_costs_the_proposer_nothing_but_the_refinement(
    couple: Couple, facilitator: Suggesting, lie: Any
) -> None:
    facilitator.refinement = lie
    told = post(couple.ada, couple, "/strategies", {"description": WALK}, 201)
    assert told.keys() == {"strategy", "totalStrategies"}
    assert pool(couple.ben, couple) == [told["strategy"]["id"]]


def test_a_facilitator_that_fails_loses_no_proposal(couple: Couple, facilitator: Suggesting) -> None:
    facilitator.unwell = True
    told = post(couple.ada, couple, "/strategies", {"description": "You never ask."}, 201)
    assert pool(couple.ben, couple) == [told["strategy"]["id"]]


@pytest.mark.parametrize("closed", CLOSED)
def test_nothing_goes_into_a_pool_that_is_closed(api: Api, couple: Couple, closed: str) -> None:
    PHASES[closed](couple)
    assert phase(couple) == closed
    before = [seen_by(who, couple) for who in both(couple)]
    said = channel(api, couple)
    for who in both(couple):
        refused(who.post(f"{couple.session}/strategies", {"description": "Too late"}), 409, "CONFLICT", set())
        refused(who.post(f"{couple.session}/strategies/suggest", {}), 409, "CONFLICT", set())
    assert ([seen_by(who, couple) for who in both(couple)], channel(api, couple)) == (before, said)


def test_ready_is_said_once_and_repeating_it_is_harmless_and_silent(api: Api, couple: Couple) -> None:
    collecting(couple)
    assert gates(couple.ada, couple)["strategiesSubmitted"] is False
    told = post(couple.ada, couple, "/strategies/ready")
    assert told == {"ready": True, "partnerReady": False, "canStartRanking": False}
    assert gates(couple.ada, couple)["strategiesSubmitted"] is True
    assert gates(couple.ben, couple)["strategiesSubmitted"] is False
    assert post(couple.ada, couple, "/strategies/ready") == told
    assert phase(couple) == "COLLECTING"
    assert post(couple.ben, couple, "/strategies/ready") == {
        "ready": True,
        "partnerReady": True,
        "canStartRanking": True,
    }
    assert phase(couple) == "RANKING"
    for who in both(couple):
        assert post(who, couple, "/strategies/ready")["canStartRanking"] is True
    said = channel(api, couple)
    assert [(name, each["actorId"]) for name, each in said] == [
        ("partner.ready_to_rank", couple.ada.id),
        ("partner.ready_to_rank", couple.ben.id),
    ]
    assert all(each.keys() == {"sessionId", "actorId", "timestamp"} for _, each in said)


@pytest.mark.parametrize("later", ["RANKING", "REVEALING", "NEGOTIATING", "AGREED"])
def test_ready_is_harmless_in_every_phase_while_the_mark_stands(api: Api, couple: Couple, later: str) -> None:
    PHASES[later](couple)
    said = channel(api, couple)
    for who in both(couple):
        told = post(who, couple, "/strategies/ready")
        assert told == {"ready": True, "partnerReady": True, "canStartRanking": later == "RANKING"}
    assert (phase(couple), channel(api, couple)) == (later, said)


def test_nobody_is_ready_to_rank_nothing(api: Api, couple: Couple) -> None:
    refused(couple.ada.post(f"{couple.session}/strategies/ready"), 409, "CONFLICT", set())
    assert channel(api, couple) == []


def test_whoever_is_ready_may_still_propose_until_both_are(couple: Couple) -> None:
    collecting(couple)
    post(couple.ada, couple, "/strategies/ready")
    propose(couple.ada, couple, "One more")
    assert gates(couple.ada, couple)["strategiesSubmitted"] is True
    post(couple.ben, couple, "/strategies/ready")
    assert len(pool(couple.ben, couple)) == 3


@pytest.mark.parametrize("way", ["propose", "suggest"])
def test_after_rankings_that_led_nowhere_a_new_strategy_opens_a_new_round(api: Api, couple: Couple, way: str) -> None:
    old = negotiating(couple)
    told = get(couple.ada, couple, "/strategies")
    assert (told["phase"], told["aiSuggestionsAvailable"]) == ("NEGOTIATING", True)
    agreement = offer(couple.ada, couple)["id"]
    said = channel(api, couple)
    if way == "propose":
        propose(couple.ben, couple, "Something else")
    else:
        post(couple.ben, couple, "/strategies/suggest", {"count": 1})
    assert (phase(couple), channel(api, couple)) == ("COLLECTING", said)
    for who in both(couple):
        assert gates(who, couple) == {
            "strategiesSubmitted": False,
            "rankingsSubmitted": False,
            "overlapIdentified": False,
            "agreementCreated": False,
        }
        refused(who.get(f"{couple.session}/strategies/overlap"), 400, "GATE_NOT_SATISFIED")
        refused(who.post(f"{couple.session}/strategies/rank", {"rankedIds": old}), 400, "GATE_NOT_SATISFIED")
    assert to_do(couple.ada, couple) == (["strategiesSubmitted"], ["rankingsSubmitted", "agreementCreated"])
    assert to_do(couple.ben, couple) == (["strategiesSubmitted", "agreementCreated"], ["rankingsSubmitted"])
    (waiting,) = get(couple.ben, couple, "/agreements")["agreements"]
    assert (waiting["id"], waiting["status"]) == (agreement, "PROPOSED")
    assert len(pool(couple.ada, couple)) == 3
    be_ready(couple)
    shared = pool(couple.ada, couple)
    for who in both(couple):
        rank(who, couple, *shared)
    assert phase(couple) == "REVEALING"
    names = [name for name, _ in channel(api, couple)][len(said) :]
    assert names == ["partner.ready_to_rank"] * 2 + ["partner.ranking_submitted"] * 2


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"description"}),
        ({"description": " \n "}, {"description"}),
        ({"description": "d" * 801}, {"description"}),
        ({"description": None}, {"description"}),
        ({"description": "d", "needsAddressed": ["a", "b", "c", "d"]}, {"needsAddressed"}),
        ({"description": "d", "needsAddressed": "Rest"}, {"needsAddressed"}),
        ({"description": "d", "duration": "d" * 101}, {"duration"}),
        ({"description": "d", "measureOfSuccess": "m" * 501}, {"measureOfSuccess"}),
        ({"description": 5, "duration": 5}, {"description", "duration"}),
        ([], {"body"}),
        (ABSENT, {"description"}),
    ],
)
def test_a_malformed_proposal_is_refused_by_its_fields(couple: Couple, body: Any, fields: set[str]) -> None:
    refused(couple.ada.post(f"{couple.session}/strategies", body), 400, "VALIDATION_ERROR", fields)
    assert pool(couple.ada, couple) == []


def test_a_proposal_may_be_as_long_as_the_contract_says(couple: Couple) -> None:
    body = {
        "description": f" {'d' * 800} ",
        "needsAddressed": ["a", "b", "c"],
        "duration": "d" * 100,
        "measureOfSuccess": "m" * 500,
    }
    assert post(couple.ada, couple, "/strategies", body, 201)["strategy"]["description"] == "d" * 800


def test_somebody_who_is_first_in_stage_4_can_propose_alone_and_waits_for_the_other_to_rank(
    api: Api, newcomers: Couple
) -> None:
    reach(newcomers, ada=4, ben=3)
    strategy = propose(newcomers.ada, newcomers)
    post(newcomers.ada, newcomers, "/strategies/ready")
    refused(newcomers.ben.get(f"{newcomers.session}/strategies"), 400, "GATE_NOT_SATISFIED", {"requiredStage"})
    body = {"rankedIds": [strategy]}
    refused(newcomers.ada.post(f"{newcomers.session}/strategies/rank", body), 400, "PARTNER_NOT_READY", set())
    assert to_do(newcomers.ada, newcomers) == ([], ["rankingsSubmitted"])
