"""In what order the endpoints of stage 3 say no, against the contract's *Check order*."""

from typing import Any

import pytest
from attrs import frozen

from beheard_core.mediation import SessionStatus
from tests.server.client import ABSENT, Api, Reply
from tests.server.people import NEED, Couple, Person, call, invite, reach, refused
from tests.server.stage2.acts import NOT_LIVE, put
from tests.server.stage3.acts import needs, read_in_stage_3

ID = "x_" + "0" * 32
YES = {"confirmations": [{"needId": ID, "confirmed": True}]}
GROUND = {"confirmations": [{"commonGroundId": ID, "confirmed": True}]}
WORDS: tuple[tuple[Any, set[str]], ...] = (
    ({}, {"need", "category", "description"}),
    (NEED | {"need": " "}, {"need"}),
    (NEED | {"need": "n" * 201}, {"need"}),
    (NEED | {"need": 7}, {"need"}),
    (NEED | {"need": None}, {"need"}),
    (NEED | {"description": "d" * 201}, {"description"}),
    (NEED | {"description": ["d"]}, {"description"}),
    (NEED | {"category": "SLEEP"}, {"category"}),
    (NEED | {"category": "safety", "need": ""}, {"category", "need"}),
    (NEED | {"category": 1}, {"category"}),
    ([NEED], {"body"}),
    ("need", {"body"}),
)


def answers(key: str) -> tuple[tuple[Any, set[str]], ...]:
    """Give what is wrong with a list of answers about things that ``key`` names."""
    good = {key: ID, "confirmed": True}
    return (
        ({}, {"confirmations"}),
        ({"confirmations": []}, {"confirmations"}),
        ({"confirmations": None}, {"confirmations"}),
        ({"confirmations": {}}, {"confirmations"}),
        ({"confirmations": good}, {"confirmations"}),
        ({"confirmations": [None]}, {"confirmations[0]"}),
        ({"confirmations": [ID]}, {"confirmations[0]"}),
        ({"confirmations": [good, {}]}, {f"confirmations[1].{key}", "confirmations[1].confirmed"}),
        ({"confirmations": [good | {"confirmed": "yes"}]}, {"confirmations[0].confirmed"}),
        ({"confirmations": [good | {"confirmed": 1}]}, {"confirmations[0].confirmed"}),
        ({"confirmations": [good | {key: 7}]}, {f"confirmations[0].{key}"}),
        ({"confirmations": [good | {key: ""}]}, {f"confirmations[0].{key}"}),
        ({"confirmations": [good, good]}, {f"confirmations[1].{key}"}),
    )


@frozen
class Endpoint:
    """One endpoint below a session, a request that is right as far as anybody can tell, and some that are not."""

    method: str
    below: str
    body: Any = ABSENT
    malformed: tuple[tuple[Any, set[str]], ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.below}"

    def called_by(self, who: Person, session: str, body: Any = None) -> Reply:
        sent = self.body if body is None else body
        return call(who.server, self.method, session + self.below, token=who.token, json=sent)


ADJUSTED = {"confirmations": [{"needId": ID, "confirmed": True, "adjustment": "a" * 301}]}
ODDLY_ADJUSTED = {"confirmations": [{"needId": ID, "confirmed": True, "adjustment": 3}]}
WORSE = {"confirmations[0].adjustment"}
POSTS = [
    Endpoint("POST", "/needs", NEED, WORDS),
    Endpoint("POST", "/needs/confirm", YES, (*answers("needId"), (ADJUSTED, WORSE), (ODDLY_ADJUSTED, WORSE))),
    Endpoint(
        "POST",
        "/needs/consent",
        {"needIds": [ID]},
        (
            ({}, {"needIds"}),
            ({"needIds": []}, {"needIds"}),
            ({"needIds": ID}, {"needIds"}),
            ({"needIds": None}, {"needIds"}),
            ({"needIds": [ID, 7]}, {"needIds[1]"}),
            ({"needIds": [None]}, {"needIds[0]"}),
            ({"needIds": [[ID]]}, {"needIds[0]"}),
        ),
    ),
    Endpoint("POST", "/common-ground", NEED, WORDS),
    Endpoint("POST", "/common-ground/confirm", GROUND, answers("commonGroundId")),
]
GETS = [
    Endpoint("GET", "/needs"),
    Endpoint("GET", "/common-ground"),
    Endpoint("GET", "/needs?refresh=maybe", malformed=((ABSENT, {"refresh"}),)),
]
ENDPOINTS = [*POSTS, *GETS]
every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
every_right_one = pytest.mark.parametrize("endpoint", [*POSTS, *GETS[:2]], ids=str)
every_post = pytest.mark.parametrize("endpoint", POSTS, ids=str)


@every_endpoint
def test_a_missing_token_comes_first(newcomers: Couple, endpoint: Endpoint) -> None:
    for session in (newcomers.session, "/sessions/unknown"):
        for body in (endpoint.body, *(body for body, _ in endpoint.malformed)):
            reply = call(newcomers.ada.server, endpoint.method, session + endpoint.below, json=body)
            refused(reply, 401, "UNAUTHORIZED", set())


@pytest.mark.parametrize("endpoint", [each for each in ENDPOINTS if each.malformed], ids=str)
def test_a_malformed_request_comes_before_whose_and_which_session_and_what_it_is_like(
    api: Api, newcomers: Couple, cleo: Person, endpoint: Endpoint
) -> None:
    put(api, newcomers, SessionStatus.ABANDONED)
    for who, session in ((newcomers.ada, newcomers.session), (cleo, newcomers.session), (cleo, "/sessions/unknown")):
        for body, fields in endpoint.malformed:
            refused(endpoint.called_by(who, session, body), 400, "VALIDATION_ERROR", fields)


@every_right_one
def test_an_unknown_session_comes_before_a_stranger_and_a_stranger_before_all_that_is_wrong_with_it(
    api: Api, newcomers: Couple, cleo: Person, endpoint: Endpoint
) -> None:
    for status in (SessionStatus.ACTIVE, SessionStatus.ABANDONED):
        put(api, newcomers, status)
        refused(endpoint.called_by(newcomers.ada, "/sessions/sess_" + "0" * 32), 404, "NOT_FOUND", set())
        refused(endpoint.called_by(cleo, newcomers.session), 403, "FORBIDDEN", set())


@every_post
def test_a_session_that_is_not_live_comes_before_the_stage(api: Api, newcomers: Couple, endpoint: Endpoint) -> None:
    waiting, _ = invite(newcomers.ada, inviteEmail="late@example.org")
    for status in NOT_LIVE:
        put(api, newcomers, status)
        for who in (newcomers.ada, newcomers.ben):
            details = refused(endpoint.called_by(who, newcomers.session), 400, "SESSION_NOT_ACTIVE")
            assert details == {"status": status}
    refused(endpoint.called_by(newcomers.ada, waiting), 400, "SESSION_NOT_ACTIVE")


@every_post
def test_a_session_that_is_not_live_comes_before_the_ids_and_nothing_is_done(
    api: Api, couple: Couple, endpoint: Endpoint
) -> None:
    for status in NOT_LIVE:
        put(api, couple, status)
        before = read_in_stage_3(couple.ada, couple)
        refused(endpoint.called_by(couple.ada, couple.session), 400, "SESSION_NOT_ACTIVE")
        assert read_in_stage_3(couple.ada, couple) == before


@every_right_one
@pytest.mark.parametrize("stage", [0, 1, 2])
def test_a_stage_that_is_not_reached_comes_before_the_ids(newcomers: Couple, endpoint: Endpoint, stage: int) -> None:
    reach(newcomers, ada=stage, ben=stage)
    for who in (newcomers.ada, newcomers.ben):
        details = refused(endpoint.called_by(who, newcomers.session), 400, "GATE_NOT_SATISFIED")
        assert details["requiredStage"] == 3


@every_right_one
def test_it_is_the_callers_stage_that_counts(newcomers: Couple, endpoint: Endpoint) -> None:
    reach(newcomers, ada=3, ben=2)
    refused(endpoint.called_by(newcomers.ben, newcomers.session), 400, "GATE_NOT_SATISFIED")


def test_unknown_ids_come_before_a_stage_that_was_left(newcomers: Couple) -> None:
    reach(newcomers, ada=4, ben=4)
    replies = [endpoint.called_by(newcomers.ada, newcomers.session) for endpoint in POSTS]
    refused(replies[0], 409, "CONFLICT", set())
    refused(replies[1], 404, "NOT_FOUND", set())
    refused(replies[2], 404, "NOT_FOUND", set())
    refused(replies[3], 409, "CONFLICT", set())
    refused(replies[4], 400, "VALIDATION_ERROR", {"confirmations[0].commonGroundId"})


def test_a_stage_that_was_left_is_a_conflict_for_known_ids(newcomers: Couple) -> None:
    dora = reach(newcomers, ada=4, ben=4).ada
    (need,) = (each["id"] for each in needs(dora, newcomers)["needs"])
    confirm = {"confirmations": [{"needId": need, "confirmed": True}]}
    for below, body in (("confirm", confirm), ("consent", {"needIds": [need]})):
        refused(dora.post(f"{newcomers.session}/needs/{below}", body), 409, "CONFLICT", set())


@pytest.mark.parametrize("status", SessionStatus)
def test_what_is_only_read_can_be_read_whatever_the_session_is(api: Api, couple: Couple, status: SessionStatus) -> None:
    put(api, couple, status)
    for endpoint in GETS[:2]:
        assert endpoint.called_by(couple.ada, couple.session).status == 200


def test_unknown_keys_are_ignored(couple: Couple) -> None:
    body = NEED | {"id": "need_mine", "confirmed": True, "evidence": ["e"], "aiConfidence": 0, "sessionId": "sess_x"}
    need = couple.ada.post(f"{couple.session}/needs", body).body["data"]["need"]
    assert need == NEED | {"id": need["id"], "confirmed": False, "evidence": [], "aiConfidence": 1}
    assert need["id"] != "need_mine"


@pytest.mark.parametrize("words", ["<script>", "'; DROP TABLE beheard_needs; --", "Ünïcödé 🕊", "\u202eodd"])
def test_odd_words_are_kept_as_they_are(couple: Couple, words: str) -> None:
    told = couple.ada.post(f"{couple.session}/needs", NEED | {"need": words}).body["data"]["need"]
    assert told["need"] == words
    assert needs(couple.ada, couple)["needs"] == [told]
