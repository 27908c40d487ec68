"""Stage 1: saying that one feels heard."""

from typing import Any

import pytest

from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, end, granted, invite, reach, refused, step

HEARD = "2025-03-02T08:05:00Z"


def say(person: Person, session: str, confirmed: object) -> Any:
    return person.post(f"{session}/feel-heard", {"confirmed": confirmed})


def test_who_feels_heard_can_go_on(api: Api, couple: Couple) -> None:
    reach(couple, ada=1)
    api.clock.advance(minutes=5)
    told = granted(say(couple.ada, couple.session, True))
    assert told == {"confirmed": True, "confirmedAt": HEARD, "canAdvance": True, "partnerCompleted": False}
    gates = {"stage": 1, "feelHeardConfirmed": True, "feelHeardConfirmedAt": HEARD, "finalEmotionalReading": None}
    assert granted(couple.ada.get(f"{couple.session}/stages/1/gates")) == gates


def test_it_can_be_taken_back(couple: Couple) -> None:
    reach(couple, ada=1)
    granted(say(couple.ada, couple.session, True))
    told = granted(say(couple.ada, couple.session, False))
    assert told == {"confirmed": False, "confirmedAt": None, "canAdvance": False, "partnerCompleted": False}
    gates = {"stage": 1, "feelHeardConfirmed": False, "feelHeardConfirmedAt": None, "finalEmotionalReading": None}
    assert granted(couple.ada.get(f"{couple.session}/stages/1/gates")) == gates


@pytest.mark.parametrize("answer", [True, False])
def test_saying_it_twice_is_like_saying_it_once(couple: Couple, answer: bool) -> None:
    reach(couple, ada=1)
    assert granted(say(couple.ada, couple.session, answer)) == granted(say(couple.ada, couple.session, answer))


def test_the_partner_is_done_when_beyond_the_stage_or_waiting_in_it(couple: Couple) -> None:
    reach(couple, ada=1, ben=1)

    def partner_completed() -> bool:
        return granted(say(couple.ada, couple.session, False))["partnerCompleted"] is True

    assert not partner_completed()
    granted(say(couple.ben, couple.session, True))
    assert partner_completed()
    granted(say(couple.ben, couple.session, False))
    assert not partner_completed()
    granted(say(couple.ben, couple.session, True))
    granted(couple.ben.post(f"{couple.session}/stages/advance", step(1)))
    assert partner_completed()


def test_the_partner_learns_no_more_than_the_status_of_the_stage(api: Api, couple: Couple) -> None:
    reach(couple, ada=1, ben=1)
    before = granted(couple.ben.get(couple.session))
    api.clock.advance(minutes=5)
    granted(say(couple.ada, couple.session, True))
    after = granted(couple.ben.get(couple.session))
    assert {key for key in before if before[key] != after[key]} == {"partnerProgress"}
    assert after["partnerProgress"] == before["partnerProgress"] | {"status": "GATE_PENDING"}
    gates = granted(couple.ben.get(f"{couple.session}/stages/1/gates"))
    assert (gates["feelHeardConfirmed"], gates["feelHeardConfirmedAt"]) == (False, None)


@pytest.mark.parametrize("confirmed", [True, False])
def test_it_belongs_to_stage_1(couple: Couple, confirmed: bool) -> None:
    details = refused(say(couple.ada, couple.session, confirmed), 400, "GATE_NOT_SATISFIED")
    assert details["requiredStage"] == 1
    reach(couple, ada=2)
    refused(say(couple.ada, couple.session, confirmed), 409, "CONFLICT")
    assert granted(couple.ada.get(f"{couple.session}/stages/1/gates"))["feelHeardConfirmed"] is True


def test_only_in_a_live_session(api: Api, couple: Couple, cleo: Person) -> None:
    session, _ = invite(couple.ada, inviteEmail=cleo.email)
    refused(say(couple.ada, session, True), 400, "SESSION_NOT_ACTIVE")
    reach(couple, ada=1)
    refused(say(end(api, couple).ada, couple.session, True), 400, "SESSION_NOT_ACTIVE")


@pytest.mark.parametrize("confirmed", [1, 0, "true", None, [], {}, 1.0])
def test_the_answer_is_yes_or_no(couple: Couple, confirmed: object) -> None:
    refused(say(couple.ada, couple.session, confirmed), 400, "VALIDATION_ERROR", {"confirmed"})


@pytest.mark.parametrize("body", [ABSENT, {}, {"Confirmed": True}])
def test_the_answer_must_be_there(couple: Couple, body: object) -> None:
    refused(couple.ada.post(f"{couple.session}/feel-heard", body), 400, "VALIDATION_ERROR", {"confirmed"})


def test_a_stranger_has_nothing_to_say(api: Api, couple: Couple, cleo: Person) -> None:
    end(api, couple)
    refused(say(cleo, couple.session, True), 403, "FORBIDDEN")
