"""The end: what resolving needs, what it leaves, and that nothing but reading and taking back is possible after it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.server.channel import id_of
from tests.server.client import Api
from tests.server.people import NEED, Couple, granted, refused
from tests.server.stage2.acts import channel
from tests.server.stage4.acts import (
    AGREEMENT_KEYS,
    PHASES,
    agreeing,
    answer,
    both,
    gates,
    get,
    offer,
    post,
    revealing,
    seen_by,
    withdraw,
)

LATER = "2025-03-02T08:05:00Z"
ALL = {
    "strategiesSubmitted": True,
    "rankingsSubmitted": True,
    "overlapIdentified": True,
    "agreementCreated": True,
}


def due(api: Api, days: float) -> tuple[tuple[str, str], ...]:
    """Give the follow-ups that are due after some days."""
    then = api.clock.now + timedelta(days=days)
    return api.shell.read(lambda unit: unit.follow_ups.due(then))


def test_resolving_ends_the_session_for_both(api: Api, couple: Couple) -> None:
    agreement = agreeing(couple)
    waiting = offer(couple.ben, couple)["id"]
    said = channel(api, couple)
    api.clock.advance(minutes=5)
    told = post(couple.ben, couple, "/resolve")
    assert told.keys() == {"resolved", "resolvedAt", "agreements", "followUpScheduled"}
    assert (told["resolved"], told["resolvedAt"], told["followUpScheduled"]) == (True, LATER, False)
    assert [(each["id"], each["status"], each.keys()) for each in told["agreements"]] == [
        (agreement, "AGREED", AGREEMENT_KEYS)
    ]
    for who in both(couple):
        detail = get(who, couple)
        assert (detail["status"], detail["resolvedAt"], detail["updatedAt"]) == ("RESOLVED", LATER, LATER)
        assert (detail["selfActionNeeded"], detail["partnerActionNeeded"]) == ([], [])
        for side in ("myProgress", "partnerProgress"):
            row = detail[side]
            assert (row["stage"], row["status"], row["completedAt"]) == (4, "COMPLETED", LATER)
        assert all(each["satisfied"] for each in detail["currentGates"])
        progress = get(who, couple, "/progress")
        assert (progress["canAdvance"], progress["advanceBlockedReason"]) == (False, "SESSION_NOT_ACTIVE")
        assert progress["partnerProgress"] == {"stage": 4, "status": "COMPLETED"}
        assert gates(who, couple) == ALL
        statuses = {each["id"]: each["status"] for each in get(who, couple, "/agreements")["agreements"]}
        assert statuses == {agreement: "AGREED", waiting: "ABANDONED"}
    completed, resolved = channel(api, couple)[len(said) :]
    common = {"sessionId": id_of(couple.session), "actorId": couple.ben.id, "timestamp": LATER}
    assert completed == ("partner.stage_completed", common | {"stage": 4, "completedAt": LATER})
    assert resolved == ("session.resolved", common)


@pytest.mark.parametrize("now", ["COLLECTING", "RANKING", "REVEALING", "NEGOTIATING"])
def test_without_an_agreement_nothing_is_resolved(api: Api, couple: Couple, now: str) -> None:
    PHASES[now](couple)
    before, said = [seen_by(who, couple) for who in both(couple)], channel(api, couple)
    for who in both(couple):
        details = refused(who.post(f"{couple.session}/resolve"), 400, "GATE_NOT_SATISFIED")
        assert details["unsatisfiedGates"] == ["agreementCreated"]
    assert ([seen_by(who, couple) for who in both(couple)], channel(api, couple)) == (before, said)


def test_who_waits_for_an_answer_is_told_so_and_who_has_to_give_one_is_not(couple: Couple) -> None:
    revealing(couple)
    hers = offer(couple.ada, couple)["id"]
    refused(couple.ada.post(f"{couple.session}/resolve"), 400, "PARTNER_NOT_READY", set())
    refused(couple.ben.post(f"{couple.session}/resolve"), 400, "GATE_NOT_SATISFIED")
    his = offer(couple.ben, couple)["id"]
    for who in both(couple):
        refused(who.post(f"{couple.session}/resolve"), 400, "GATE_NOT_SATISFIED")
    answer(couple.ada, couple, his, confirmed=False)
    answer(couple.ben, couple, hers, confirmed=False)
    for who in both(couple):
        refused(who.post(f"{couple.session}/resolve"), 400, "GATE_NOT_SATISFIED")


def test_follow_ups_are_queued_for_what_is_agreed_alone(api: Api, couple: Couple) -> None:
    strategy, _ = revealing(couple)
    day = datetime(2025, 3, 5, 8, tzinfo=UTC)
    later, sooner, open_, plain = (
        offer(couple.ada, couple, **more)["id"]
        for more in (
            {"followUpDate": (day + timedelta(days=3)).isoformat()},
            {"followUpDate": day.isoformat(), "strategyId": strategy},
            {"followUpDate": day.isoformat()},
            {},
        )
    )
    for each in (later, sooner, plain):
        answer(couple.ben, couple, each)
    assert due(api, 1000) == ()
    told = post(couple.ada, couple, "/resolve")
    assert told["followUpScheduled"] is True
    assert [each["id"] for each in told["agreements"]] == [plain, sooner, later]
    assert open_ not in str(told)
    session = id_of(couple.session)
    assert due(api, 2.9) == ()
    assert due(api, 3) == ((session, sooner),)
    assert due(api, 1000) == ((session, sooner), (session, later))


def test_a_session_is_resolved_once(api: Api, couple: Couple) -> None:
    agreeing(couple, followUpDate="2025-03-20T08:00:00Z")
    post(couple.ada, couple, "/resolve")
    said, before = channel(api, couple), [seen_by(who, couple) for who in both(couple)]
    for who in both(couple):
        details = refused(who.post(f"{couple.session}/resolve"), 400, "SESSION_NOT_ACTIVE")
        assert details == {"status": "RESOLVED"}
    assert (channel(api, couple), [seen_by(who, couple) for who in both(couple)]) == (said, before)
    assert len(due(api, 1000)) == 1


def test_after_the_end_everything_can_be_read_and_nothing_done(api: Api, couple: Couple) -> None:
    agreement = agreeing(couple)
    before = {
        below: get(couple.ada, couple, below)
        for below in ("/strategies", "/strategies/overlap", "/agreements", "/common-ground", "/needs", "/shared")
    }
    post(couple.ada, couple, "/resolve")
    for below, told in before.items():
        assert get(couple.ada, couple, below) == told
    ids = [each["id"] for each in before["/strategies"]["strategies"]]
    ground = before["/common-ground"]["commonGround"][0]["id"]
    need = before["/needs"]["needs"][0]["id"]
    writes: dict[str, Any] = {
        "/messages": {"content": "One more word."},
        "/emotions": {"intensity": 3},
        "/needs": NEED,
        "/needs/confirm": {"confirmations": [{"needId": need, "confirmed": True}]},
        "/needs/consent": {"needIds": [need]},
        "/common-ground": NEED,
        "/common-ground/confirm": {"confirmations": [{"commonGroundId": ground, "confirmed": False}]},
        "/strategies": {"description": "Too late"},
        "/strategies/suggest": {},
        "/strategies/ready": {},
        "/strategies/rank": {"rankedIds": ids},
        "/agreements": {"description": "Too late", "type": "COMMITMENT"},
        f"/agreements/{agreement}/confirm": {"confirmed": True},
        "/resolve": {},
        "/pause": {},
        "/resume": {},
        "/leave": {},
    }
    said = channel(api, couple)
    for who in both(couple):
        seen = seen_by(who, couple)
        for below, body in writes.items():
            refused(who.post(couple.session + below, body), 400, "SESSION_NOT_ACTIVE", {"status"})
        assert seen_by(who, couple) == seen
    assert channel(api, couple) == said


def test_what_is_withdrawn_after_the_end_is_gone_and_the_gates_stay_as_they_were(api: Api, couple: Couple) -> None:
    agreeing(couple)
    post(couple.ada, couple, "/resolve")
    said, before = channel(api, couple), get(couple.ben, couple)
    withdraw(couple.ada, couple)
    withdraw(couple.ben, couple)
    assert (channel(api, couple), get(couple.ben, couple)) == (said, before)
    for who in both(couple):
        assert gates(who, couple) == ALL
        assert get(who, couple, "/strategies") == {
            "strategies": [],
            "aiSuggestionsAvailable": False,
            "phase": "AGREED",
        }
        assert get(who, couple, "/strategies/overlap") == {"overlap": [], "phase": "AGREED"}
        (agreement,) = get(who, couple, "/agreements")["agreements"]
        assert (agreement["status"], agreement["hasStaleInputs"]) == ("AGREED", True)


def test_a_session_at_rest_is_not_resolved(couple: Couple) -> None:
    agreeing(couple)
    post(couple.ben, couple, "/pause")
    refused(couple.ada.post(f"{couple.session}/resolve"), 400, "SESSION_NOT_ACTIVE", {"status"})
    post(couple.ada, couple, "/resume")
    post(couple.ada, couple, "/resolve")


def test_after_the_end_the_two_can_begin_anew(couple: Couple) -> None:
    agreeing(couple)
    refused(couple.ada.post("/sessions", {"personId": couple.ben.id}), 409, "CONFLICT")
    post(couple.ada, couple, "/resolve")
    told = granted(couple.ada.post("/sessions", {"personId": couple.ben.id}), 201)
    assert told["session"]["relationshipId"] == get(couple.ada, couple)["relationshipId"]
