"""A strategy taken out again, in every phase: what it takes with it, and that nobody is told."""

from typing import Any

import pytest

from tests.server.client import Api
from tests.server.people import Couple, Person, refused
from tests.server.stage2.acts import channel
from tests.server.stage4.acts import (
    PHASES,
    be_ready,
    both,
    collecting,
    gates,
    get,
    negotiating,
    overlap,
    phase,
    pool,
    post,
    propose,
    rank,
    ranking,
    record_of,
    revealing,
    suggest,
    to_do,
    withdraw,
)

NOTHING = {
    "strategiesSubmitted": False,
    "rankingsSubmitted": False,
    "overlapIdentified": False,
    "agreementCreated": False,
}


def news(who: Person, couple: Couple) -> Any:
    """Give all that the session's summary and consents tell somebody."""
    return get(who, couple), get(who, couple, "/shared"), get(who, couple, "/consent/history")


@pytest.mark.parametrize("now", PHASES)
def test_it_leaves_the_pool_of_both_in_every_phase_and_nobody_is_told(api: Api, couple: Couple, now: str) -> None:
    PHASES[now](couple)
    api.clock.advance(minutes=5)
    said, before = channel(api, couple), news(couple.ada, couple)
    ids = set(pool(couple.ada, couple))
    (gone,) = (
        each["id"]
        for each in get(couple.ben, couple, "/strategies")["strategies"]
        if each["description"] == "An hour of quiet after work"
    )
    told = withdraw(couple.ben, couple)
    assert told == {"revoked": True, "revokedAt": "2025-03-02T08:05:00Z"}
    for who in both(couple):
        assert set(pool(who, couple)) == ids - {gone}
    # Of what is common, if anything, hers is left.
    assert phase(couple) == now
    assert channel(api, couple) == said
    # Neither a time nor an action moves for the other, who can tell it by the pool alone.
    assert news(couple.ada, couple) == before


@pytest.mark.parametrize("now", PHASES)
def test_taking_it_out_again_gives_the_first_time(api: Api, couple: Couple, now: str) -> None:
    PHASES[now](couple)
    first = withdraw(couple.ada, couple)
    api.clock.advance(minutes=5)
    assert withdraw(couple.ada, couple) == first


def test_a_strategy_of_the_partners_is_nobody_elses_to_take_out(couple: Couple) -> None:
    ids = collecting(couple)
    body = {"consentRecordId": record_of(couple.ada, couple)}
    refused(couple.ben.post(f"{couple.session}/consent/revoke", body), 404, "NOT_FOUND", set())
    assert sorted(pool(couple.ada, couple)) == sorted(ids)


def test_a_withdrawn_strategy_can_be_proposed_again_as_a_new_one(couple: Couple) -> None:
    first = propose(couple.ada, couple)
    withdraw(couple.ada, couple)
    assert pool(couple.ben, couple) == []
    second = propose(couple.ada, couple)
    assert pool(couple.ben, couple) == [second] != [first]


def test_while_something_is_left_the_marks_and_the_ranking_stand(couple: Couple) -> None:
    hers, _ = ranking(couple)
    rank(couple.ada, couple, hers)
    withdraw(couple.ben, couple)
    assert phase(couple) == "RANKING"
    assert gates(couple.ada, couple) == NOTHING | {"strategiesSubmitted": True, "rankingsSubmitted": True}
    assert rank(couple.ben, couple, hers)["partnerSubmitted"] is True
    assert overlap(couple.ben, couple) == [hers]


def test_an_empty_pool_before_both_have_ranked_begins_anew(api: Api, couple: Couple) -> None:
    hers, his = ranking(couple)
    rank(couple.ada, couple, hers, his)
    said = channel(api, couple)
    withdraw(couple.ada, couple)
    withdraw(couple.ben, couple)
    assert (phase(couple), channel(api, couple)) == ("COLLECTING", said)
    for who in both(couple):
        assert gates(who, couple) == NOTHING
        assert to_do(who, couple) == (["strategiesSubmitted"], ["rankingsSubmitted"])
        refused(who.post(f"{couple.session}/strategies/ready"), 409, "CONFLICT")
    new = propose(couple.ada, couple)
    be_ready(couple)
    for who in both(couple):
        rank(who, couple, new)
    assert phase(couple) == "REVEALING"
    # In the new round everybody ranks for the first time again.
    names = [name for name, _ in channel(api, couple)][len(said) :]
    assert names == ["partner.ready_to_rank"] * 2 + ["partner.ranking_submitted"] * 2


def test_one_mark_alone_falls_with_the_last_strategy_too(couple: Couple) -> None:
    propose(couple.ada, couple)
    post(couple.ada, couple, "/strategies/ready")
    withdraw(couple.ada, couple)
    assert gates(couple.ada, couple) == NOTHING
    assert to_do(couple.ada, couple) == (["strategiesSubmitted"], ["rankingsSubmitted"])


def test_what_the_facilitator_suggested_keeps_the_pool_from_being_empty(couple: Couple) -> None:
    hers = propose(couple.ada, couple)
    (suggested,) = suggest(couple.ada, couple, count=1)
    be_ready(couple)
    rank(couple.ada, couple, hers)
    withdraw(couple.ada, couple)
    assert (phase(couple), pool(couple.ben, couple)) == ("RANKING", [suggested["id"]])


def test_out_of_the_overlap_it_is_only_taken_and_nothing_moves_up(couple: Couple) -> None:
    kept = [propose(couple.ada, couple, f"Idea {each}") for each in range(3)]
    gone = propose(couple.ben, couple, "Gone soon")
    be_ready(couple)
    # With the last one gone, the fourth of hers would be among the first three of what is left of both.
    rank(couple.ada, couple, gone, kept[0], kept[1], kept[2])
    rank(couple.ben, couple, gone, kept[2], kept[0], kept[1])
    assert overlap(couple.ada, couple) == [gone, kept[0]]
    withdraw(couple.ben, couple)
    assert overlap(couple.ada, couple) == overlap(couple.ben, couple) == [kept[0]]
    assert phase(couple) == "REVEALING"


def test_when_nothing_common_is_left_it_is_time_to_negotiate_and_the_gates_hold(api: Api, couple: Couple) -> None:
    revealing(couple)
    said = channel(api, couple)
    withdraw(couple.ada, couple)
    assert phase(couple) == "REVEALING"
    withdraw(couple.ben, couple)
    assert (phase(couple), channel(api, couple)) == ("NEGOTIATING", said)
    for who in both(couple):
        assert get(who, couple, "/strategies/overlap") == {"overlap": [], "phase": "NEGOTIATING"}
        assert gates(who, couple) == {
            "strategiesSubmitted": True,
            "rankingsSubmitted": True,
            "overlapIdentified": True,
            "agreementCreated": False,
        }
        assert to_do(who, couple) == (["agreementCreated"], [])
        assert get(who, couple, "/strategies")["aiSuggestionsAvailable"] is True


def test_with_an_empty_pool_after_rankings_that_led_nowhere_the_marks_stand(couple: Couple) -> None:
    negotiating(couple)
    withdraw(couple.ada, couple)
    withdraw(couple.ben, couple)
    assert phase(couple) == "NEGOTIATING"
    for who in both(couple):
        assert gates(who, couple)["overlapIdentified"] is True
    propose(couple.ada, couple)
    assert phase(couple) == "COLLECTING"


@pytest.mark.parametrize("now", PHASES)
def test_it_can_be_taken_out_while_the_session_rests(couple: Couple, now: str) -> None:
    PHASES[now](couple)
    post(couple.ada, couple, "/pause")
    withdraw(couple.ben, couple)
    assert len(pool(couple.ada, couple)) == 1
    refused(couple.ben.post(f"{couple.session}/strategies", {"description": "Else"}), 400, "SESSION_NOT_ACTIVE")


@pytest.mark.parametrize("now", PHASES)
def test_whoever_leaves_takes_their_strategies_along_unless_they_say_otherwise(
    couple: Couple, strangers: Couple, now: str
) -> None:
    PHASES[now](couple)
    post(couple.ada, couple, "/leave")
    assert len(pool(couple.ben, couple)) == 1
    PHASES[now](strangers)
    post(strangers.ada, strangers, "/leave", {"keepShared": True})
    assert len(pool(strangers.ben, strangers)) == 2
