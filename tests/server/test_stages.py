"""Progress, gates, and going on to the next stage."""

from typing import Any

import pytest

from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, end, granted, invite, reach, refused, register, step

START = "2025-03-02T08:00:00Z"
LATER = "2025-03-02T08:05:00Z"
GATES_2 = ["empathyAttemptCreated", "empathyAttemptConsentedToShare", "receivedPartnerAttempt"]
GATES_2 += ["validatedPartnerAttempt"]
CLOSED: dict[int, dict[str, Any]] = {
    0: {"compactSigned": False, "compactSignedAt": None, "partnerCompactSigned": False},
    1: {"feelHeardConfirmed": False, "feelHeardConfirmedAt": None, "finalEmotionalReading": None},
    2: dict.fromkeys(GATES_2, False) | {"validatedAt": None},
    3: dict.fromkeys(["needsConfirmed", "partnerNeedsConfirmed", "commonGroundConfirmed"], False),
    4: dict.fromkeys(["strategiesSubmitted", "rankingsSubmitted", "overlapIdentified", "agreementCreated"], False),
}


def closed(stage: int) -> dict[str, Any]:
    return {"stage": stage} | CLOSED[stage]


def advance(person: Person, session: str, body: object) -> Any:
    return person.post(f"{session}/stages/advance", body)


def blocked(reply: Any, reason: str, gates: list[str] | None = None) -> Any:
    """Give the progress of a reply that must say, in the envelope of success, why one cannot go on."""
    assert (reply.status, reply.body.keys(), reply.body["success"]) == (400, {"success", "data"}, True)
    data = dict(reply.body["data"])
    progress = data.pop("newProgress")
    why = {} if gates is None else {"unsatisfiedGates": gates}
    assert data == {"success": False, "blockedReason": reason} | why
    return progress


def gates_of(person: Person, session: str, stage: object) -> Any:
    return granted(person.get(f"{session}/stages/{stage}/gates"))


# Progress


def test_progress_shows_ones_own_gates_and_of_the_partner_the_stage(api: Api, couple: Couple) -> None:
    granted(couple.ben.post(f"{couple.session}/compact/sign"))
    assert granted(couple.ada.get(f"{couple.session}/progress")) == {
        "sessionId": couple.session.removeprefix("/sessions/"),
        "myProgress": {
            "stage": 0,
            "status": "IN_PROGRESS",
            "startedAt": START,
            "completedAt": None,
            "gates": closed(0) | {"partnerCompactSigned": True},
        },
        "partnerProgress": {"stage": 0, "status": "GATE_PENDING"},
        "canAdvance": False,
        "advanceBlockedReason": "GATES_NOT_SATISFIED",
    }


def test_there_is_a_reason_exactly_when_one_cannot_go_on(couple: Couple) -> None:
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/compact/sign"))
    told = granted(couple.ada.get(f"{couple.session}/progress"))
    assert told.keys() == {"sessionId", "myProgress", "partnerProgress", "canAdvance"}
    assert told["canAdvance"] is True
    assert told["myProgress"]["status"] == "GATE_PENDING"


def test_before_the_answer_the_inviter_has_begun_nothing_and_can_go_nowhere(api: Api) -> None:
    ada = register(api)
    session, _ = invite(ada, inviteEmail="ben@example.org")
    api.clock.advance(minutes=5)
    told = granted(ada.get(f"{session}/progress"))
    own = {"stage": 0, "status": "NOT_STARTED", "startedAt": START, "completedAt": None, "gates": closed(0)}
    assert (told["myProgress"], told["partnerProgress"]) == (own, {"stage": 0, "status": "NOT_STARTED"})
    assert (told["canAdvance"], told["advanceBlockedReason"]) == (False, "SESSION_NOT_ACTIVE")


def test_each_goes_at_their_own_pace(couple: Couple) -> None:
    reach(couple, ada=2)
    ada, ben = (granted(each.get(f"{couple.session}/progress")) for each in (couple.ada, couple.ben))
    assert (ada["myProgress"]["stage"], ada["partnerProgress"]) == (2, {"stage": 0, "status": "GATE_PENDING"})
    assert (ben["myProgress"]["stage"], ben["partnerProgress"]) == (0, {"stage": 2, "status": "IN_PROGRESS"})


# Gates


@pytest.mark.parametrize("stage", [1, 2, 3, 4])
def test_a_stage_that_is_not_reached_has_all_its_gates_closed(couple: Couple, stage: int) -> None:
    reach(couple, ben=2)
    assert gates_of(couple.ada, couple.session, stage) == closed(stage)


def test_the_gates_of_a_stage_stay_as_they_were_left(api: Api, couple: Couple) -> None:
    reach(couple, ada=1)
    api.clock.advance(minutes=5)
    granted(couple.ada.post(f"{couple.session}/feel-heard", {"confirmed": True}))
    api.clock.advance(minutes=5)
    granted(advance(couple.ada, couple.session, step(1)))
    signed = {"compactSigned": True, "compactSignedAt": START, "partnerCompactSigned": True}
    heard = {"feelHeardConfirmed": True, "feelHeardConfirmedAt": LATER, "finalEmotionalReading": None}
    assert gates_of(couple.ada, couple.session, 0) == {"stage": 0} | signed
    assert gates_of(couple.ada, couple.session, 1) == {"stage": 1} | heard
    assert gates_of(couple.ben, couple.session, 1) == closed(1)


@pytest.mark.parametrize("stage", ["5", "-1", "+1", "01", "1.0", "1e0", "x", "None", "\u0663", "%00", "1" * 5000])
def test_there_are_five_stages(couple: Couple, cleo: Person, stage: str) -> None:
    for person in (couple.ada, cleo):
        refused(person.get(f"{couple.session}/stages/{stage}/gates"), 400, "VALIDATION_ERROR", {"stage"})


# Going on


def test_going_on_completes_a_stage_and_begins_the_next(api: Api, couple: Couple) -> None:
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/compact/sign"))
    api.clock.advance(minutes=5)
    told = granted(advance(couple.ada, couple.session, step(0)))
    own = {"stage": 1, "status": "IN_PROGRESS", "startedAt": LATER, "completedAt": None}
    assert told == {"success": True, "newProgress": own | {"gates": closed(1)}}
    session = granted(couple.ben.get(couple.session))
    assert (session["partnerProgress"], session["updatedAt"]) == (own, LATER)
    assert session["myProgress"]["stage"] == 0
    assert [gate["id"] for gate in granted(couple.ada.get(couple.session))["currentGates"]] == ["feelHeardConfirmed"]


def test_a_step_is_taken_once(couple: Couple) -> None:
    reach(couple, ada=1)
    progress = blocked(advance(couple.ada, couple.session, step(0)), "INVALID_STAGE_TRANSITION")
    assert progress["stage"] == 1


@pytest.mark.parametrize(
    ("stage", "gates"),
    [
        (0, ["compactSigned", "partnerCompactSigned"]),
        (1, ["feelHeardConfirmed"]),
        (2, GATES_2),
    ],
)
def test_a_closed_gate_blocks_and_every_closed_gate_is_named_in_order(
    couple: Couple, stage: int, gates: list[str]
) -> None:
    reach(couple, ada=stage)
    before = granted(couple.ada.get(f"{couple.session}/progress"))
    progress = blocked(advance(couple.ada, couple.session, step(stage)), "GATES_NOT_SATISFIED", gates)
    assert progress == before["myProgress"]
    assert granted(couple.ada.get(f"{couple.session}/progress")) == before
    assert (before["canAdvance"], before["advanceBlockedReason"]) == (False, "GATES_NOT_SATISFIED")


def test_only_the_gates_that_are_closed_are_named(couple: Couple) -> None:
    granted(couple.ada.post(f"{couple.session}/compact/sign"))
    for person, missing in ((couple.ada, "partnerCompactSigned"), (couple.ben, "compactSigned")):
        blocked(advance(person, couple.session, step(0)), "GATES_NOT_SATISFIED", [missing])


@pytest.mark.parametrize(
    "body",
    [
        {"fromStage": 0, "toStage": 2},
        {"fromStage": 0, "toStage": 0},
        {"fromStage": 1, "toStage": 0},
        {"fromStage": 1, "toStage": 2},
        {"fromStage": 3, "toStage": 4},
        {"fromStage": 4, "toStage": 4},
    ],
)
def test_only_the_next_stage_can_be_entered_whatever_the_gates(couple: Couple, body: dict[str, int]) -> None:
    blocked(advance(couple.ada, couple.session, body), "INVALID_STAGE_TRANSITION")
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/compact/sign"))
    blocked(advance(couple.ada, couple.session, body), "INVALID_STAGE_TRANSITION")
    assert granted(couple.ada.get(f"{couple.session}/progress"))["myProgress"]["stage"] == 0


@pytest.mark.parametrize("body", [step(0), {"fromStage": 2, "toStage": 0}])
def test_a_session_that_is_not_live_is_the_first_reason(api: Api, couple: Couple, body: dict[str, int]) -> None:
    session, _ = invite(couple.ada, inviteEmail="dora@example.org")
    progress = blocked(advance(couple.ada, session, body), "SESSION_NOT_ACTIVE")
    assert (progress["stage"], progress["status"], progress["startedAt"]) == (0, "NOT_STARTED", START)
    reach(couple, ada=1, ben=1)
    over = end(api, couple)
    progress = blocked(advance(over.ada, over.session, body), "SESSION_NOT_ACTIVE")
    assert (progress["stage"], progress["status"]) == (1, "IN_PROGRESS")


@pytest.mark.parametrize("wrong", ["0", None, True, False, 0.0, 1.5, 5, -1, 2**63, [], {}])
@pytest.mark.parametrize("field", ["fromStage", "toStage"])
def test_a_stage_is_an_integer_from_0_to_4(couple: Couple, field: str, wrong: object) -> None:
    refused(advance(couple.ada, couple.session, step(0) | {field: wrong}), 400, "VALIDATION_ERROR", {field})


def test_both_stages_must_be_there(couple: Couple) -> None:
    both = {"fromStage", "toStage"}
    for body in (ABSENT, {}, {"from_stage": 0, "to_stage": 1}, {"fromStage": None, "toStage": "1"}):
        refused(advance(couple.ada, couple.session, body), 400, "VALIDATION_ERROR", both)


def test_a_malformed_body_comes_before_everything_but_the_token(api: Api, couple: Couple, cleo: Person) -> None:
    end(api, couple)
    for person, session in ((couple.ada, couple.session), (cleo, couple.session), (cleo, "/sessions/unknown")):
        refused(advance(person, session, {}), 400, "VALIDATION_ERROR")


def test_a_stranger_is_refused_before_any_reason_is_given(api: Api, couple: Couple, cleo: Person) -> None:
    end(api, couple)
    refused(advance(cleo, couple.session, {"fromStage": 0, "toStage": 4}), 403, "FORBIDDEN")


def test_other_keys_of_the_body_are_ignored(couple: Couple, cleo: Person) -> None:
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/compact/sign"))
    body = step(0) | {"sessionId": "sess_other", "userId": cleo.id, "force": True}
    assert granted(advance(couple.ada, couple.session, body))["newProgress"]["stage"] == 1
