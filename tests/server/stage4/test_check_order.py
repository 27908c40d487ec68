"""In what order the endpoints of stage 4 say no, against the contract's *Check order*."""

from typing import Any

import pytest
from attrs import frozen

from beheard_core.mediation import SessionStatus
from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, call, granted, invite, reach, refused, register
from tests.server.stage2.acts import NOT_LIVE, channel, put
from tests.server.stage4.acts import AGREEMENT_KEYS, STRATEGY_KEYS, both, offer, pool, revealing, seen_by

UNKNOWN = "/sessions/sess_" + "0" * 32


@frozen
class Endpoint:
    """One endpoint below a session: a right request and a malformed one."""

    method: str
    below: str
    body: Any = ABSENT
    malformed: Any = ABSENT

    def called_by(self, who: Person, session: str, body: Any) -> Any:
        return call(who.server, self.method, session + self.below, token=who.token, json=body)


AGREEMENT = "/agreements/agr_" + "0" * 32
GETS = [Endpoint("GET", below) for below in ("/strategies", "/strategies/overlap", "/agreements")]
POSTS = [
    Endpoint("POST", "/strategies", {"description": "A walk"}, {"description": 5}),
    Endpoint("POST", "/strategies/suggest", {"count": 2}, {"count": 9}),
    Endpoint("POST", "/strategies/ready"),
    Endpoint("POST", "/strategies/rank", {"rankedIds": ["strat_" + "0" * 32]}, {"rankedIds": []}),
    Endpoint("POST", "/agreements", {"description": "A walk", "type": "CHECK_IN"}, {"description": "A walk"}),
    Endpoint("POST", f"{AGREEMENT}/confirm", {"confirmed": True}, {"confirmed": "yes"}),
    Endpoint("POST", "/resolve"),
]
ALL = [*GETS, *POSTS]


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.below}"


each_endpoint = pytest.mark.parametrize("endpoint", ALL, ids=named)
each_post = pytest.mark.parametrize("endpoint", POSTS, ids=named)
without_agreement = pytest.mark.parametrize(
    "endpoint", [each for each in ALL if AGREEMENT not in each.below], ids=named
)


@each_endpoint
def test_a_missing_or_bad_token_comes_first(newcomers: Couple, endpoint: Endpoint) -> None:
    for session in (newcomers.session, UNKNOWN):
        for body in (endpoint.body, endpoint.malformed):
            for token in (None, "not.a.token", newcomers.ada.refresh_token):
                path = session + endpoint.below
                reply = call(newcomers.ada.server, endpoint.method, path, token=token, json=body)
                refused(reply, 401, "UNAUTHORIZED", set())


@pytest.mark.parametrize("endpoint", [each for each in ALL if each.malformed is not ABSENT], ids=named)
def test_a_malformed_request_comes_before_whose_and_which_session(
    api: Api, newcomers: Couple, endpoint: Endpoint
) -> None:
    put(api, newcomers, SessionStatus.ABANDONED)
    stranger = register(api, "Cleo")
    for who, session in ((newcomers.ada, newcomers.session), (stranger, newcomers.session), (stranger, UNKNOWN)):
        refused(endpoint.called_by(who, session, endpoint.malformed), 400, "VALIDATION_ERROR")


@each_endpoint
def test_a_session_that_is_not_there_comes_next(newcomers: Couple, endpoint: Endpoint) -> None:
    refused(endpoint.called_by(newcomers.ada, UNKNOWN, endpoint.body), 404, "NOT_FOUND", set())


@without_agreement
def test_a_stranger_comes_before_all_that_is_wrong_with_a_session(
    api: Api, newcomers: Couple, endpoint: Endpoint
) -> None:
    stranger = register(api, "Cleo")
    for status in (SessionStatus.ACTIVE, *NOT_LIVE):
        put(api, newcomers, status)
        refused(endpoint.called_by(stranger, newcomers.session, endpoint.body), 403, "FORBIDDEN", set())


@each_post
def test_a_session_that_is_not_live_comes_before_the_stage(api: Api, newcomers: Couple, endpoint: Endpoint) -> None:
    if AGREEMENT in endpoint.below:
        return
    waiting, _ = invite(newcomers.ada, inviteEmail="late@example.org")
    refused(endpoint.called_by(newcomers.ada, waiting, endpoint.body), 400, "SESSION_NOT_ACTIVE", {"status"})
    for status in NOT_LIVE:
        put(api, newcomers, status)
        for who in both(newcomers):
            details = refused(endpoint.called_by(who, newcomers.session, endpoint.body), 400, "SESSION_NOT_ACTIVE")
            assert details == {"status": status}


@without_agreement
def test_a_stage_that_is_not_reached_comes_before_everything_of_stage_4(newcomers: Couple, endpoint: Endpoint) -> None:
    for stage in (0, 3):
        if stage:
            reach(newcomers, ada=stage, ben=stage)
        for who in both(newcomers):
            details = refused(endpoint.called_by(who, newcomers.session, endpoint.body), 400, "GATE_NOT_SATISFIED")
            assert details["requiredStage"] == 4


def test_of_an_agreement_that_is_there_a_stranger_is_refused_and_one_that_is_not_there_is_not_found(
    api: Api, couple: Couple, strangers: Couple
) -> None:
    revealing(couple)
    known = f"/agreements/{offer(couple.ada, couple)['id']}/confirm"
    body, bad = {"confirmed": True}, {"confirmed": None}
    for who in both(strangers):
        refused(who.post(couple.session + known, bad), 400, "VALIDATION_ERROR", {"confirmed"})
        refused(who.post(f"{couple.session}{AGREEMENT}/confirm", body), 404, "NOT_FOUND", set())
        refused(who.post(strangers.session + known, body), 404, "NOT_FOUND", set())
        refused(who.post(couple.session + known, body), 403, "FORBIDDEN", set())
    for status in NOT_LIVE:
        put(api, couple, status)
        refused(strangers.ada.post(couple.session + known, body), 403, "FORBIDDEN", set())
        refused(couple.ben.post(couple.session + known, body), 400, "SESSION_NOT_ACTIVE", {"status"})
        refused(couple.ben.post(f"{couple.session}{AGREEMENT}/confirm", body), 404, "NOT_FOUND", set())


@pytest.mark.parametrize("status", SessionStatus)
def test_what_is_only_read_can_be_read_whatever_the_session_is(api: Api, couple: Couple, status: SessionStatus) -> None:
    revealing(couple)
    put(api, couple, status)
    for endpoint in GETS:
        for who in both(couple):
            assert endpoint.called_by(who, couple.session, ABSENT).status == 200


@each_post
def test_a_refusal_changes_nothing_and_tells_nobody(api: Api, couple: Couple, endpoint: Endpoint) -> None:
    revealing(couple)
    put(api, couple, SessionStatus.PAUSED)
    before, said = [seen_by(who, couple) for who in both(couple)], channel(api, couple)
    for who in both(couple):
        assert endpoint.called_by(who, couple.session, endpoint.body).status in (400, 404)
    assert ([seen_by(who, couple) for who in both(couple)], channel(api, couple)) == (before, said)


def test_unknown_keys_are_ignored(couple: Couple) -> None:
    more = {"sessionId": "sess_other", "author": "user_other", "status": "AGREED", "phase": "AGREED", "id": "x"}
    told = granted(couple.ada.post(f"{couple.session}/strategies", {"description": "A walk"} | more), 201)
    assert (told["strategy"].keys(), told["strategy"]["id"]) == (STRATEGY_KEYS, pool(couple.ben, couple)[0])
    revealing(couple)
    body = {"description": "A walk", "type": "CHECK_IN", "agreedByPartner": True}
    told = granted(couple.ada.post(f"{couple.session}/agreements", body | more), 201)["agreement"]
    assert (told.keys(), told["status"], told["agreedByPartner"]) == (AGREEMENT_KEYS, "PROPOSED", False)
