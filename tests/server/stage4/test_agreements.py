"""Agreements: one proposes, the other agrees, turns it down, or words it anew."""

import json
from typing import Any

import pytest

from tests.server.client import ABSENT, Api
from tests.server.people import Couple, refused
from tests.server.stage2.acts import channel
from tests.server.stage4.acts import (
    AGREEMENT_KEYS,
    PHASES,
    WALK,
    agreeing,
    answer,
    be_ready,
    both,
    collecting,
    gates,
    get,
    negotiating,
    offer,
    phase,
    post,
    propose,
    rank,
    revealing,
    seen_by,
    suggest,
    to_do,
    withdraw,
)

NOW = "2025-03-02T08:00:00Z"
OPEN = ["REVEALING", "NEGOTIATING", "AGREED"]


def agreements(who: Any, couple: Couple) -> list[Any]:
    told = get(who, couple, "/agreements")
    assert told.keys() == {"agreements"}
    return list(told["agreements"])


def test_a_proposal_is_shown_to_both_each_from_their_side(api: Api, couple: Couple) -> None:
    strategy, _ = revealing(couple)
    assert agreements(couple.ada, couple) == []
    body = {
        "strategyId": strategy,
        "description": f" {WALK} ",
        "type": "MICRO_EXPERIMENT",
        "duration": "one week",
        "measureOfSuccess": "Three walks",
        "followUpDate": "2025-03-20T10:00:00+02:00",
    }
    told = post(couple.ada, couple, "/agreements", body, 201)
    assert told.keys() == {"agreement", "awaitingPartnerConfirmation"}
    assert told["awaitingPartnerConfirmation"] is True
    mine = {
        "id": told["agreement"]["id"],
        "description": WALK,
        "type": "MICRO_EXPERIMENT",
        "duration": "one week",
        "measureOfSuccess": "Three walks",
        "status": "PROPOSED",
        "agreedByMe": True,
        "agreedByPartner": False,
        "agreedAt": None,
        "followUpDate": "2025-03-20T08:00:00Z",
        "hasStaleInputs": False,
    }
    assert (told["agreement"], mine["id"][:4]) == (mine, "agr_")
    assert agreements(couple.ada, couple) == [mine]
    assert agreements(couple.ben, couple) == [mine | {"agreedByMe": False, "agreedByPartner": True}]
    name, event = channel(api, couple)[-1]
    assert (name, event["agreementId"], event["actorId"]) == ("agreement.proposed", mine["id"], couple.ada.id)
    assert event.keys() == {"sessionId", "actorId", "timestamp", "agreementId"}
    assert WALK not in json.dumps(channel(api, couple))
    assert to_do(couple.ada, couple) == ([], ["agreementCreated"])
    assert to_do(couple.ben, couple) == (["agreementCreated"], [])


@pytest.mark.parametrize("kind", ["MICRO_EXPERIMENT", "COMMITMENT", "CHECK_IN"])
def test_a_proposal_needs_no_more_than_words_and_a_type(couple: Couple, kind: str) -> None:
    revealing(couple)
    told = offer(couple.ben, couple, type=kind)
    assert told.keys() == AGREEMENT_KEYS
    assert (told["type"], told["duration"], told["measureOfSuccess"], told["followUpDate"]) == (kind, None, None, None)


def test_the_list_runs_newest_first(api: Api, couple: Couple) -> None:
    revealing(couple)
    made = []
    for who in (*both(couple), couple.ada):
        made.append(offer(who, couple)["id"])
        api.clock.advance(minutes=1)
    for who in both(couple):
        assert [each["id"] for each in agreements(who, couple)] == made[::-1]


@pytest.mark.parametrize("now", PHASES)
def test_something_can_be_proposed_once_the_rankings_are_compared(api: Api, couple: Couple, now: str) -> None:
    PHASES[now](couple)
    for who in both(couple):
        if now in OPEN:
            assert offer(who, couple)["status"] == "PROPOSED"
        else:
            said = channel(api, couple)
            body = {"description": WALK, "type": "COMMITMENT"}
            refused(who.post(f"{couple.session}/agreements", body), 409, "CONFLICT", set())
            assert (agreements(who, couple), channel(api, couple)) == ([], said)


@pytest.mark.parametrize("now", PHASES)
def test_a_strategy_that_is_not_in_the_pool_is_refused_before_the_phase(
    couple: Couple, strangers: Couple, now: str
) -> None:
    PHASES[now](couple)
    strategy = propose(strangers.ada, strangers)
    for wrong in (strategy, "strat_" + "0" * 32):
        body = {"description": WALK, "type": "COMMITMENT", "strategyId": wrong}
        refused(couple.ada.post(f"{couple.session}/agreements", body), 400, "VALIDATION_ERROR", {"strategyId"})


def test_a_withdrawn_strategy_is_not_in_the_pool(couple: Couple) -> None:
    hers, _ = revealing(couple)
    withdraw(couple.ada, couple)
    body = {"description": WALK, "type": "COMMITMENT", "strategyId": hers}
    refused(couple.ben.post(f"{couple.session}/agreements", body), 400, "VALIDATION_ERROR", {"strategyId"})


def test_the_other_agrees_and_the_session_can_be_resolved(api: Api, couple: Couple) -> None:
    revealing(couple)
    agreement = offer(couple.ada, couple)["id"]
    api.clock.advance(minutes=5)
    told = answer(couple.ben, couple, agreement)
    assert told.keys() == {"agreement", "sessionCanResolve"}
    assert told["sessionCanResolve"] is True
    settled = {"status": "AGREED", "agreedByMe": True, "agreedByPartner": True, "agreedAt": "2025-03-02T08:05:00Z"}
    assert {key: told["agreement"][key] for key in settled} == settled
    assert agreements(couple.ada, couple) == agreements(couple.ben, couple) == [told["agreement"]]
    assert phase(couple) == "AGREED"
    for who in both(couple):
        assert gates(who, couple)["agreementCreated"] is True
        assert to_do(who, couple) == ([], [])
    name, event = channel(api, couple)[-1]
    assert (name, event) == (
        "agreement.confirmed",
        {
            "sessionId": event["sessionId"],
            "actorId": couple.ben.id,
            "timestamp": "2025-03-02T08:05:00Z",
            "agreementId": agreement,
        },
    )


def test_nobody_answers_their_own_proposal_or_one_that_was_answered(api: Api, couple: Couple) -> None:
    revealing(couple)
    agreement = offer(couple.ada, couple)["id"]
    answers: list[Any] = [{"confirmed": True}, {"confirmed": False}, {"confirmed": False, "modification": "Else"}]
    said = channel(api, couple)
    below = f"{couple.session}/agreements/{agreement}/confirm"
    for body in answers:
        refused(couple.ada.post(below, body), 409, "CONFLICT", set())
    assert channel(api, couple) == said
    answer(couple.ben, couple, agreement)
    turned_down = offer(couple.ben, couple)["id"]
    answer(couple.ada, couple, turned_down, confirmed=False)
    said = channel(api, couple)
    for each in (agreement, turned_down):
        for who in both(couple):
            for body in answers:
                refused(who.post(f"{couple.session}/agreements/{each}/confirm", body), 409, "CONFLICT", set())
    assert channel(api, couple) == said


def test_turning_down_abandons_without_a_word_on_the_channel(api: Api, couple: Couple) -> None:
    revealing(couple)
    agreement = offer(couple.ada, couple)["id"]
    said = channel(api, couple)
    told = answer(couple.ben, couple, agreement, confirmed=False)
    assert told["sessionCanResolve"] is False
    assert (told["agreement"]["status"], told["agreement"]["agreedAt"]) == ("ABANDONED", None)
    assert [each["status"] for each in agreements(couple.ada, couple)] == ["ABANDONED"]
    assert (phase(couple), channel(api, couple)) == ("REVEALING", said)
    for who in both(couple):
        assert to_do(who, couple) == (["agreementCreated"], [])


def test_other_words_are_a_proposal_of_whoever_chose_them(api: Api, couple: Couple) -> None:
    strategy, _ = revealing(couple)
    first = offer(couple.ada, couple, strategyId=strategy, duration="one week")
    told = answer(couple.ben, couple, first["id"], confirmed=False, modification="  Two evenings are enough ")
    assert told["sessionCanResolve"] is False
    assert told["agreement"] == first | {"description": "Two evenings are enough"}
    (hers,) = agreements(couple.ada, couple)
    assert hers == told["agreement"] | {"agreedByMe": False, "agreedByPartner": True}
    name, event = channel(api, couple)[-1]
    assert (name, event["actorId"], event["agreementId"]) == ("agreement.proposed", couple.ben.id, first["id"])
    assert to_do(couple.ada, couple) == (["agreementCreated"], [])
    assert to_do(couple.ben, couple) == ([], ["agreementCreated"])
    below = f"{couple.session}/agreements/{first['id']}/confirm"
    refused(couple.ben.post(below, {"confirmed": True}), 409, "CONFLICT")
    answer(couple.ada, couple, first["id"], confirmed=False, modification="Three, then")
    told = answer(couple.ben, couple, first["id"])
    assert (told["agreement"]["description"], told["agreement"]["status"]) == ("Three, then", "AGREED")
    assert WALK not in json.dumps([agreements(who, couple) for who in both(couple)])


def test_a_proposal_stays_open_through_a_new_round_and_can_be_answered_in_it(couple: Couple) -> None:
    negotiating(couple)
    agreement = offer(couple.ada, couple)["id"]
    propose(couple.ben, couple, "Something else")
    assert phase(couple) == "COLLECTING"
    told = answer(couple.ben, couple, agreement)
    assert (told["sessionCanResolve"], phase(couple)) == (True, "AGREED")
    post(couple.ada, couple, "/resolve")


def test_an_agreement_of_others_or_of_nobody_is_not_found(couple: Couple, strangers: Couple) -> None:
    revealing(couple)
    revealing(strangers)
    foreign = offer(strangers.ada, strangers)["id"]
    for wrong in (foreign, "agr_" + "0" * 32, couple.ben.id):
        for body in ({"confirmed": True}, {"confirmed": False, "modification": "Else"}):
            reply = couple.ben.post(f"{couple.session}/agreements/{wrong}/confirm", body)
            refused(reply, 404, "NOT_FOUND", set())
    (untouched,) = agreements(strangers.ben, strangers)
    assert (untouched["status"], untouched["description"]) == ("PROPOSED", WALK)


def test_an_agreement_goes_stale_when_its_strategy_is_withdrawn_and_says_no_more(api: Api, couple: Couple) -> None:
    agreement = agreeing(couple)
    said = channel(api, couple)
    withdraw(couple.ada, couple)
    for who in both(couple):
        (told,) = agreements(who, couple)
        assert told.keys() == AGREEMENT_KEYS | {"staleReason"}
        assert (told["id"], told["status"], told["hasStaleInputs"]) == (agreement, "AGREED", True)
        assert told["staleReason"] == "Rests on content that is no longer shared"
    assert (phase(couple), channel(api, couple)) == ("AGREED", said)
    told = post(couple.ben, couple, "/resolve")
    assert [each["hasStaleInputs"] for each in told["agreements"]] == [True]


def test_an_agreement_without_a_strategy_or_on_a_suggested_one_does_not_go_stale(couple: Couple) -> None:
    collecting(couple)
    (suggested,) = suggest(couple.ada, couple, count=1)
    be_ready(couple)
    for who in both(couple):
        rank(who, couple, suggested["id"])
    offer(couple.ada, couple)
    offer(couple.ben, couple, strategyId=suggested["id"])
    withdraw(couple.ada, couple)
    withdraw(couple.ben, couple)
    for told in agreements(couple.ben, couple):
        assert told.keys() == AGREEMENT_KEYS
        assert told["hasStaleInputs"] is False


GOOD = {"description": "d", "type": "COMMITMENT"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (ABSENT, {"description", "type"}),
        ({}, {"description", "type"}),
        ({"description": "d"}, {"type"}),
        (GOOD | {"description": " "}, {"description"}),
        (GOOD | {"description": "d" * 801}, {"description"}),
        (GOOD | {"type": "HYBRID"}, {"type"}),
        (GOOD | {"type": "commitment"}, {"type"}),
        (GOOD | {"strategyId": 5}, {"strategyId"}),
        (GOOD | {"duration": "d" * 101, "measureOfSuccess": "m" * 501}, {"duration", "measureOfSuccess"}),
        (GOOD | {"followUpDate": NOW}, {"followUpDate"}),
        (GOOD | {"followUpDate": "2025-03-01T08:00:00Z"}, {"followUpDate"}),
        (GOOD | {"followUpDate": "tomorrow"}, {"followUpDate"}),
        (GOOD | {"followUpDate": 1900000000}, {"followUpDate"}),
        (GOOD | {"followUpDate": "2025-03-20"}, {"followUpDate"}),
        (GOOD | {"followUpDate": "2025-03-20T10:00:00"}, {"followUpDate"}),
        ([], {"body"}),
    ],
)
def test_a_malformed_proposal_is_refused_by_its_fields(couple: Couple, body: Any, fields: set[str]) -> None:
    refused(couple.ada.post(f"{couple.session}/agreements", body), 400, "VALIDATION_ERROR", fields)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (ABSENT, {"confirmed"}),
        ({}, {"confirmed"}),
        ({"confirmed": "true"}, {"confirmed"}),
        ({"confirmed": 1}, {"confirmed"}),
        ({"confirmed": True, "modification": "Else"}, {"modification"}),
        ({"confirmed": False, "modification": "m" * 801}, {"modification"}),
        ({"confirmed": False, "modification": 5}, {"modification"}),
        ([True], {"body"}),
    ],
)
def test_a_malformed_answer_is_refused_and_leaves_the_proposal_as_it_is(
    couple: Couple, body: Any, fields: set[str]
) -> None:
    revealing(couple)
    agreement = offer(couple.ada, couple)["id"]
    before = [seen_by(who, couple) for who in both(couple)]
    for wanted in (agreement, "agr_" + "0" * 32):
        reply = couple.ben.post(f"{couple.session}/agreements/{wanted}/confirm", body)
        refused(reply, 400, "VALIDATION_ERROR", fields)
    assert [seen_by(who, couple) for who in both(couple)] == before


def test_a_blank_modification_is_none(couple: Couple) -> None:
    revealing(couple)
    agreement = offer(couple.ada, couple)["id"]
    told = answer(couple.ben, couple, agreement, confirmed=False, modification=" ")
    assert told["agreement"]["status"] == "ABANDONED"
