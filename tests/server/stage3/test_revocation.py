"""What becomes of stages 3 and 4 when a consent is taken back, against the contract's *Consent model*."""

from typing import Any

import pytest

from beheard_core.mediation import SessionStatus
from tests.server.channel import published
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, offer, reach, refused, repair, share_need, step
from tests.server.stage2.acts import ENDED, LATER, audit, history, put, record_of, revoke, vessel
from tests.server.stage2.facilitating import Recording
from tests.server.stage3.acts import (
    answer_ground,
    consent_to,
    ground,
    names,
    needs,
    pairs_last_of_each,
    read_in_stage_3,
    review,
    to_repair,
)


@pytest.fixture
def met(couple: Couple, facilitator: Recording) -> Couple:
    """Give two people who have confirmed something in common that rests on a need of each."""
    pairs_last_of_each(facilitator)
    for person in (couple.ada, couple.ben):
        share_need(couple, person)
    for person in (couple.ada, couple.ben):
        granted(answer_ground(person, couple, True))
    return couple


def take_need_back(who: Person, couple: Couple) -> Any:
    return revoke(who, couple, record_of(who, couple, "IDENTIFIED_NEED"))


def take_strategy_back(who: Person, couple: Couple) -> Any:
    return revoke(who, couple, record_of(who, couple, "STRATEGY_PROPOSAL"))


def gate(who: Person, couple: Couple) -> Any:
    return granted(who.get(f"{couple.session}/stages/3/gates"))["commonGroundConfirmed"]


def pool(who: Person, couple: Couple) -> Any:
    return granted(who.get(f"{couple.session}/strategies"))


def either(couple: Couple, name: str) -> Person:
    found: Person = getattr(couple, name)
    return found


each_person = pytest.mark.parametrize("name", ["ada", "ben"])


# Needs, in stage 3


@each_person
def test_a_need_that_is_taken_back_takes_what_rests_on_it_out_of_sight_of_both(
    api: Api, met: Couple, name: str
) -> None:
    who = either(met, name)
    api.clock.advance(minutes=5)
    record = record_of(who, met, "IDENTIFIED_NEED")
    assert revoke(who, met, record) == {"revoked": True, "revokedAt": LATER}
    for person in (met.ada, met.ben):
        assert ground(person, met) == {"commonGround": [], "analysisComplete": True, "bothConfirmed": False}
        assert gate(person, met) is False
        assert granted(person.get(f"{met.session}/progress"))["canAdvance"] is False
    other = met.ben if who is met.ada else met.ada
    assert [each["contentType"] for each in vessel(other, met)["partners"]] == []
    assert [each["contentType"] for each in vessel(other, met)["mine"]].count("IDENTIFIED_NEED") == 1


def test_what_is_out_of_sight_cannot_be_answered(met: Couple) -> None:
    (found,) = ground(met.ada, met)["commonGround"]
    take_need_back(met.ben, met)
    for person in (met.ada, met.ben):
        details = refused(answer_ground(person, met, True, found["id"]), 400, "VALIDATION_ERROR")
        assert details.keys() == {"confirmations[0].commonGroundId"}


def test_the_event_tells_that_something_was_taken_back_and_not_what(api: Api, met: Couple) -> None:
    take_need_back(met.ada, met)
    name, body = published(api, met.session)[-1]
    assert name == "partner.consent_revoked"
    assert body.keys() == {"sessionId", "actorId", "timestamp"}
    record = record_of(met.ada, met, "IDENTIFIED_NEED")
    assert audit(api, met)[-1] == (met.ada.id, "revoked", record)


def test_taking_back_again_changes_nothing_and_tells_nobody(api: Api, met: Couple) -> None:
    first = take_need_back(met.ada, met)
    before = read_in_stage_3(met.ben, met), published(api, met.session), audit(api, met)
    api.clock.advance(minutes=5)
    assert take_need_back(met.ada, met) == first
    assert (read_in_stage_3(met.ben, met), published(api, met.session), audit(api, met)) == before


def test_the_need_itself_stays_with_its_owner_and_confirmed(met: Couple) -> None:
    before = needs(met.ada, met)
    take_need_back(met.ada, met)
    assert needs(met.ada, met) == before
    assert [each["confirmed"] for each in before["needs"]] == [True]


def test_a_need_that_is_shared_again_is_a_new_record_and_what_rested_on_the_old_one_stays_hidden(met: Couple) -> None:
    (before,) = ground(met.ada, met)["commonGround"]
    need = needs(met.ada, met)["needs"][0]["id"]
    take_need_back(met.ada, met)
    granted(review(met.ada, met))
    granted(consent_to(met.ada, met, need))
    records = [each for each in history(met.ada, met) if each["contentType"] == "IDENTIFIED_NEED"]
    assert [each["decision"] for each in records] == ["GRANTED", "REVOKED"]
    (found,) = ground(met.ada, met)["commonGround"]
    assert found["id"] != before["id"]
    assert (found["confirmedByMe"], found["confirmedByPartner"], found["confirmedAt"]) == (False, False, None)
    assert gate(met.ada, met) is False


def test_what_rests_on_other_needs_stays(met: Couple) -> None:
    share_need(met, met.ben, need="Quiet")
    before, _ = ground(met.ada, met)["commonGround"]
    take_need_back(met.ben, met)
    assert ground(met.ada, met)["commonGround"] == [before]
    assert gate(met.ada, met) is True


def test_an_own_proposal_rests_on_no_need_and_stays(couple: Couple) -> None:
    for person in (couple.ada, couple.ben):
        share_need(couple, person)
    granted(couple.ada.post(f"{couple.session}/common-ground", {"need": "A", "category": "SAFETY", "description": "B"}))
    granted(answer_ground(couple.ben, couple, True))
    take_need_back(couple.ada, couple)
    assert [each["need"] for each in ground(couple.ben, couple)["commonGround"]] == ["A"]
    assert gate(couple.ben, couple) is True


def test_a_partner_cannot_take_back_what_is_not_theirs(met: Couple) -> None:
    record = record_of(met.ada, met, "IDENTIFIED_NEED")
    body = {"consentRecordId": record}
    refused(met.ben.post(f"{met.session}/consent/revoke", body), 404, "NOT_FOUND", set())
    assert gate(met.ben, met) is True


@pytest.mark.parametrize("status", [SessionStatus.PAUSED, *ENDED])
def test_in_any_status_a_need_can_be_taken_back(api: Api, met: Couple, status: SessionStatus) -> None:
    put(api, met, status)
    take_need_back(met.ada, met)
    assert ground(met.ben, met)["commonGround"] == []
    assert vessel(met.ben, met)["partners"] == []


# Needs, once somebody is in stage 4


@each_person
@pytest.mark.parametrize("others", [(), ("ben",), ("ada", "ben")])
def test_once_either_is_in_stage_4_the_gate_stands_though_its_ground_is_gone(
    met: Couple, name: str, others: tuple[str, ...]
) -> None:
    to_repair(met, *[either(met, each) for each in others or ("ada",)])
    take_need_back(either(met, name), met)
    for person in (met.ada, met.ben):
        assert ground(person, met)["commonGround"] == []
        assert gate(person, met) is True
    for person in (met.ada, met.ben):
        if granted(person.get(f"{met.session}/progress"))["myProgress"]["stage"] == 3:
            granted(person.post(f"{met.session}/stages/advance", step(3)))


@each_person
def test_in_stage_4_hidden_ground_is_for_no_suggestion(met: Couple, facilitator: Recording, name: str) -> None:
    to_repair(met)
    assert pool(met.ada, met)["aiSuggestionsAvailable"] is True
    take_need_back(either(met, name), met)
    for person in (met.ada, met.ben):
        assert pool(person, met)["aiSuggestionsAvailable"] is False
        refused(person.post(f"{met.session}/strategies/suggest", {}), 400, "GATE_NOT_SATISFIED")
    assert facilitator.to("suggest_strategies") == []


def test_in_stage_4_what_is_proposed_already_stays(met: Couple) -> None:
    repair(to_repair(met), "COLLECTING")
    before = pool(met.ben, met)
    take_need_back(met.ada, met)
    assert pool(met.ben, met) == before | {"aiSuggestionsAvailable": False}
    assert len(before["strategies"]) == 2


def test_in_stage_4_a_revoked_need_is_announced_and_a_revoked_strategy_is_not(api: Api, met: Couple) -> None:
    repair(to_repair(met), "COLLECTING")
    take_need_back(met.ada, met)
    assert names(api, met) == ["partner.consent_revoked"]
    take_strategy_back(met.ada, met)
    assert names(api, met) == ["partner.consent_revoked"]


# Strategies


def test_a_strategy_that_is_taken_back_leaves_the_pool_of_both(newcomers: Couple) -> None:
    repair(reach(newcomers, ada=4, ben=4), "COLLECTING")
    take_strategy_back(newcomers.ada, newcomers)
    for person in (newcomers.ada, newcomers.ben):
        assert [each["description"] for each in pool(person, newcomers)["strategies"]] == ["An hour of quiet."]
    record = record_of(newcomers.ada, newcomers, "STRATEGY_PROPOSAL")
    refused(newcomers.ben.post(f"{newcomers.session}/consent/revoke", {"consentRecordId": record}), 404, "NOT_FOUND")


@pytest.mark.parametrize("phase", ["COLLECTING", "RANKING"])
def test_an_empty_pool_clears_what_was_ready(newcomers: Couple, phase: str) -> None:
    repair(reach(newcomers, ada=4, ben=4), phase)
    for person in (newcomers.ada, newcomers.ben):
        take_strategy_back(person, newcomers)
    for person in (newcomers.ada, newcomers.ben):
        told = pool(person, newcomers)
        assert (told["strategies"], told["phase"]) == ([], "COLLECTING")
        gates = granted(person.get(f"{newcomers.session}/stages/4/gates"))
        assert (gates["strategiesSubmitted"], gates["rankingsSubmitted"]) == (False, False)


def test_half_a_ranking_does_not_outlive_an_empty_pool(newcomers: Couple) -> None:
    repair(reach(newcomers, ada=4, ben=4), "RANKING")
    ids = [each["id"] for each in pool(newcomers.ada, newcomers)["strategies"]]
    granted(newcomers.ada.post(f"{newcomers.session}/strategies/rank", {"rankedIds": ids}))
    for person in (newcomers.ada, newcomers.ben):
        take_strategy_back(person, newcomers)
    assert granted(newcomers.ada.get(f"{newcomers.session}/stages/4/gates"))["rankingsSubmitted"] is False
    refused(newcomers.ada.get(f"{newcomers.session}/strategies/overlap"), 400, "GATE_NOT_SATISFIED")


def test_a_strategy_that_is_taken_back_leaves_the_overlap_and_nothing_moves_up(newcomers: Couple) -> None:
    repair(reach(newcomers, ada=4, ben=4), "REVEALING")
    before = granted(newcomers.ben.get(f"{newcomers.session}/strategies/overlap"))
    take_strategy_back(newcomers.ada, newcomers)
    for person in (newcomers.ada, newcomers.ben):
        told = granted(person.get(f"{newcomers.session}/strategies/overlap"))
        assert told["phase"] == "REVEALING"
        assert told["overlap"] == [each for each in before["overlap"] if each["description"] == "An hour of quiet."]


def test_an_overlap_of_which_nothing_is_left_is_to_be_negotiated(newcomers: Couple) -> None:
    repair(reach(newcomers, ada=4, ben=4), "REVEALING")
    for person in (newcomers.ada, newcomers.ben):
        take_strategy_back(person, newcomers)
    told = granted(newcomers.ben.get(f"{newcomers.session}/strategies/overlap"))
    assert told == {"overlap": [], "phase": "NEGOTIATING"}
    gates = granted(newcomers.ada.get(f"{newcomers.session}/stages/4/gates"))
    assert (gates["strategiesSubmitted"], gates["rankingsSubmitted"], gates["overlapIdentified"]) == (True, True, True)


def test_an_agreement_on_it_stays_and_says_that_it_is_stale(newcomers: Couple) -> None:
    repair(reach(newcomers, ada=4, ben=4), "AGREED")
    (before,) = granted(newcomers.ben.get(f"{newcomers.session}/agreements"))["agreements"]
    assert (before["hasStaleInputs"], "staleReason" in before) == (False, False)
    offer(newcomers, newcomers.ada)
    take_strategy_back(newcomers.ada, newcomers)
    for person in (newcomers.ada, newcomers.ben):
        other, agreed = granted(person.get(f"{newcomers.session}/agreements"))["agreements"]
        assert agreed == before | {
            "hasStaleInputs": True,
            "staleReason": "Rests on content that is no longer shared",
        }
        assert other["hasStaleInputs"] is False
    told = granted(newcomers.ben.post(f"{newcomers.session}/resolve"))
    assert [each["hasStaleInputs"] for each in told["agreements"]] == [True]


def test_a_strategy_that_is_out_of_the_pool_is_for_no_agreement_and_no_ranking(newcomers: Couple) -> None:
    repair(reach(newcomers, ada=4, ben=4), "COLLECTING")
    known = {each["description"]: each["id"] for each in pool(newcomers.ada, newcomers)["strategies"]}
    for person in (newcomers.ada, newcomers.ben):
        granted(person.post(f"{newcomers.session}/strategies/ready"))
    take_strategy_back(newcomers.ada, newcomers)
    gone, left = known["A walk before dinner."], known["An hour of quiet."]
    reply = newcomers.ben.post(f"{newcomers.session}/strategies/rank", {"rankedIds": [left, gone]})
    assert refused(reply, 400, "VALIDATION_ERROR").keys() == {"rankedIds[1]"}
    for person in (newcomers.ada, newcomers.ben):
        granted(person.post(f"{newcomers.session}/strategies/rank", {"rankedIds": [left]}))
    body = {"description": "A walk.", "type": "COMMITMENT", "strategyId": gone}
    reply = newcomers.ben.post(f"{newcomers.session}/agreements", body)
    assert refused(reply, 400, "VALIDATION_ERROR").keys() == {"strategyId"}


def test_neither_the_time_of_the_session_nor_an_event_shows_that_a_strategy_was_taken_back(
    api: Api, newcomers: Couple
) -> None:
    repair(reach(newcomers, ada=4, ben=4), "COLLECTING")
    before = granted(newcomers.ben.get(newcomers.session)), published(api, newcomers.session)
    api.clock.advance(minutes=5)
    take_strategy_back(newcomers.ada, newcomers)
    assert (granted(newcomers.ben.get(newcomers.session)), published(api, newcomers.session)) == before
