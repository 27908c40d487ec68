"""In what order the endpoints of chat, barometer, stage 2 and consent say no, against the contract's *Check order*."""

from typing import Any

import pytest
from attrs import frozen

from beheard_core.mediation import SessionStatus
from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, call, invite, refused
from tests.server.stage2.acts import ENDED, NOT_LIVE, put, seen_by


@frozen
class Endpoint:
    """One endpoint below a session: a request that is right, what is wrong with others, and what it asks for."""

    method: str
    below: str
    body: Any = ABSENT
    malformed: tuple[tuple[Any, set[str]], ...] = ()
    stage: int = 0
    live: bool = True

    def called_by(self, who: Person, session: str, body: Any = None) -> Any:
        """Call as somebody, with what is right unless something else is given."""
        sent = self.body if body is None else body
        return call(who.server, self.method, session + self.below, token=who.token, json=sent)


ID = "x_" + "0" * 32
SAY = {"content": "It was a long day."}
LONG = "w" * 5001
POSTS = [
    Endpoint(
        "POST",
        "/messages",
        SAY,
        (
            ({}, {"content"}),
            ({"content": " "}, {"content"}),
            ({"content": LONG}, {"content"}),
            ({"content": ["w"]}, {"content"}),
            (SAY | {"emotionalIntensity": 0}, {"emotionalIntensity"}),
            (SAY | {"emotionalIntensity": 11}, {"emotionalIntensity"}),
            (SAY | {"emotionalIntensity": 5.0}, {"emotionalIntensity"}),
            (SAY | {"emotionalIntensity": True}, {"emotionalIntensity"}),
            (SAY | {"emotionalIntensity": 5, "emotionalContext": "c" * 201}, {"emotionalContext"}),
            (SAY | {"requestHint": "yes"}, {"requestHint"}),
            ([], {"body"}),
        ),
    ),
    Endpoint(
        "POST",
        "/emotions",
        {"intensity": 5},
        (
            ({}, {"intensity"}),
            ({"intensity": "5"}, {"intensity"}),
            ({"intensity": 0}, {"intensity"}),
            ({"intensity": 11, "context": "c" * 201}, {"intensity", "context"}),
            ({"intensity": False}, {"intensity"}),
            ([5], {"body"}),
        ),
        live=False,
    ),
    Endpoint(
        "POST",
        "/exercises/complete",
        {"exerciseType": "GROUNDING", "completed": True},
        (
            ({}, {"exerciseType", "completed"}),
            ({"exerciseType": "YOGA", "completed": True}, {"exerciseType"}),
            ({"exerciseType": "grounding", "completed": 1}, {"exerciseType", "completed"}),
            (
                {"exerciseType": "BODY_SCAN", "completed": True, "intensityBefore": 0, "intensityAfter": 11},
                {"intensityBefore", "intensityAfter"},
            ),
        ),
        live=False,
    ),
    Endpoint(
        "POST",
        "/empathy/draft",
        {"content": "You may be tired."},
        (
            ({}, {"content"}),
            ({"content": "c" * 1201}, {"content"}),
            ({"content": "c", "readyToShare": "yes"}, {"readyToShare"}),
        ),
        stage=2,
    ),
    Endpoint(
        "POST",
        "/empathy/consent",
        {"draftId": ID},
        (
            ({}, {"draftId"}),
            ({"draftId": 5}, {"draftId"}),
            ({"draftId": ID, "finalContent": "c" * 1201}, {"finalContent"}),
        ),
        stage=2,
    ),
    Endpoint(
        "POST",
        "/empathy/validate",
        {"validated": True},
        (
            ({}, {"validated"}),
            ({"validated": "true"}, {"validated"}),
            ({"validated": True, "feedback": "f" * 1001}, {"feedback"}),
            ({"validated": False, "consentToShareFeedback": True}, {"feedback"}),
            ({"validated": False, "feedback": " ", "consentToShareFeedback": True}, {"feedback"}),
            ({"validated": False, "consentToShareFeedback": "no"}, {"consentToShareFeedback"}),
            ({"validated": True, "attemptId": 7}, {"attemptId"}),
        ),
        stage=2,
    ),
    Endpoint(
        "POST",
        "/consent/decide",
        {"consentRequestId": ID, "decision": "GRANTED"},
        (
            ({}, {"consentRequestId", "decision"}),
            ({"consentRequestId": ID, "decision": "REVOKED"}, {"decision"}),
            ({"consentRequestId": ID, "decision": True}, {"decision"}),
            ({"consentRequestId": ID, "decision": "GRANTED", "editedContent": "e" * 1201}, {"editedContent"}),
        ),
    ),
    Endpoint("POST", "/consent/revoke", {"consentRecordId": ID}, (({}, {"consentRecordId"}),), live=False),
]
GETS = [
    Endpoint("GET", "/messages"),
    Endpoint("GET", "/messages?stage=5", malformed=((ABSENT, {"stage"}),)),
    Endpoint("GET", "/messages?limit=0", malformed=((ABSENT, {"limit"}),)),
    Endpoint("GET", "/messages?limit=101", malformed=((ABSENT, {"limit"}),)),
    Endpoint("GET", "/messages?limit=x&stage=-1", malformed=((ABSENT, {"limit", "stage"}),)),
    Endpoint("GET", "/messages?cursor=made-up", malformed=((ABSENT, {"cursor"}),)),
    Endpoint("GET", "/emotions"),
    Endpoint("GET", "/emotions?stage=1.0", malformed=((ABSENT, {"stage"}),)),
    Endpoint("GET", "/emotions?limit=0", malformed=((ABSENT, {"limit"}),)),
    Endpoint("GET", "/emotions?limit=101", malformed=((ABSENT, {"limit"}),)),
    Endpoint("GET", "/emotions?cursor=made-up", malformed=((ABSENT, {"cursor"}),)),
    Endpoint("GET", "/empathy/draft"),
    Endpoint("GET", "/empathy/partner", stage=2),
    Endpoint("GET", "/consent/pending"),
    Endpoint("GET", "/consent/history"),
    Endpoint("GET", "/shared"),
]
ENDPOINTS = [*POSTS, *GETS]
NAMES = [f"{each.method} {each.below}" for each in ENDPOINTS]
every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
every_post = pytest.mark.parametrize("endpoint", POSTS, ids=NAMES[: len(POSTS)])
every_malformed = pytest.mark.parametrize(
    "endpoint", [each for each in ENDPOINTS if each.malformed], ids=lambda each: f"{each.method} {each.below}"
)


@every_endpoint
def test_a_missing_token_comes_first(newcomers: Couple, endpoint: Endpoint) -> None:
    for session in (newcomers.session, "/sessions/unknown"):
        bodies = [endpoint.body, *(body for body, _ in endpoint.malformed)]
        for body in bodies:
            reply = call(newcomers.ada.server, endpoint.method, session + endpoint.below, json=body)
            refused(reply, 401, "UNAUTHORIZED", set())


@every_malformed
def test_a_malformed_request_comes_before_whose_and_which_session(
    api: Api, newcomers: Couple, cleo: Person, endpoint: Endpoint
) -> None:
    put(api, newcomers, SessionStatus.ABANDONED)
    for who, session in ((newcomers.ada, newcomers.session), (cleo, newcomers.session), (cleo, "/sessions/unknown")):
        for body, fields in endpoint.malformed:
            refused(endpoint.called_by(who, session, body), 400, "VALIDATION_ERROR", fields)


@pytest.mark.parametrize(
    "endpoint", [each for each in ENDPOINTS if "?" not in each.below], ids=lambda each: f"{each.method} {each.below}"
)
def test_an_unknown_session_comes_before_a_stranger_and_a_stranger_before_all_that_is_wrong_with_it(
    api: Api, newcomers: Couple, cleo: Person, endpoint: Endpoint
) -> None:
    for status in (SessionStatus.ACTIVE, SessionStatus.ABANDONED):
        put(api, newcomers, status)
        refused(endpoint.called_by(newcomers.ada, "/sessions/sess_" + "0" * 32), 404, "NOT_FOUND", set())
        refused(endpoint.called_by(cleo, newcomers.session), 403, "FORBIDDEN", set())


@every_post
def test_a_session_that_is_not_live_comes_before_the_stage_and_the_ids(
    api: Api, newcomers: Couple, endpoint: Endpoint
) -> None:
    waiting, _ = invite(newcomers.ada, inviteEmail="late@example.org")
    shut = NOT_LIVE if endpoint.live else ENDED
    for status in shut if endpoint.below != "/consent/revoke" else []:
        put(api, newcomers, status)
        for who in (newcomers.ada, newcomers.ben):
            before = seen_by(who, newcomers)
            details = refused(endpoint.called_by(who, newcomers.session), 400, "SESSION_NOT_ACTIVE")
            assert details == {"status": status}
            assert seen_by(who, newcomers) == before
        refused(endpoint.called_by(newcomers.ada, waiting), 400, "SESSION_NOT_ACTIVE")


@pytest.mark.parametrize(
    "endpoint", [each for each in ENDPOINTS if each.stage], ids=lambda each: f"{each.method} {each.below}"
)
def test_a_stage_that_is_not_reached_comes_before_everything_that_stage_2_asks_for(
    newcomers: Couple, endpoint: Endpoint
) -> None:
    for who in (newcomers.ada, newcomers.ben):
        details = refused(endpoint.called_by(who, newcomers.session), 400, "GATE_NOT_SATISFIED")
        assert details["requiredStage"] == endpoint.stage


@pytest.mark.parametrize("status", SessionStatus)
def test_what_is_only_read_can_be_read_whatever_the_session_is(api: Api, couple: Couple, status: SessionStatus) -> None:
    put(api, couple, status)
    for endpoint in GETS:
        if not endpoint.malformed and endpoint.below != "/empathy/partner":
            assert endpoint.called_by(couple.ada, couple.session).status == 200


@pytest.mark.parametrize(
    "body", [{"sessionId": "sess_other", "userId": "user_other", "mood": "low", "stage": 4, "content": "w"}]
)
def test_unknown_keys_are_ignored(couple: Couple, body: Any) -> None:
    reply = couple.ada.post(f"{couple.session}/messages", body)
    assert reply.status == 201
    said = reply.body["data"]["userMessage"]
    assert (said["sessionId"], said["stage"]) == (couple.session.rpartition("/")[2], 2)
