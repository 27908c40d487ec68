"""The example replies of the stages API and of the contract, reached over HTTP and compared key for key."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from attrs import Factory, define

from tests.server.client import Api, fresh_api
from tests.server.shapes import TIME, Id, Known, Shape, differences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

API = "/api/v1"

PROGRESS = """
{
  "success": true,
  "data": {
    "sessionId": "sess_abc123",
    "myProgress": {
      "stage": 1,
      "status": "IN_PROGRESS",
      "startedAt": "2024-01-16T15:00:00Z",
      "completedAt": null,
      "gates": {
        "stage": 1,
        "feelHeardConfirmed": false,
        "feelHeardConfirmedAt": null,
        "finalEmotionalReading": null
      }
    },
    "partnerProgress": {
      "stage": 1,
      "status": "GATE_PENDING"
    },
    "canAdvance": false,
    "advanceBlockedReason": "GATES_NOT_SATISFIED"
  }
}
"""
ADVANCED = """
{
  "success": true,
  "data": {
    "success": true,
    "newProgress": {
      "stage": 1,
      "status": "IN_PROGRESS",
      "startedAt": "2024-01-16T15:00:00Z",
      "completedAt": null,
      "gates": {
        "stage": 1,
        "feelHeardConfirmed": false,
        "feelHeardConfirmedAt": null,
        "finalEmotionalReading": null
      }
    }
  }
}
"""
BLOCKED = """
{
  "success": true,
  "data": {
    "success": false,
    "newProgress": {
      "stage": 1,
      "status": "IN_PROGRESS",
      "startedAt": "2024-01-16T15:00:00Z",
      "completedAt": null,
      "gates": {
        "stage": 1,
        "feelHeardConfirmed": false,
        "feelHeardConfirmedAt": null,
        "finalEmotionalReading": null
      }
    },
    "blockedReason": "GATES_NOT_SATISFIED",
    "unsatisfiedGates": ["feelHeardConfirmed"]
  }
}
"""
WAITING_FOR_THE_PARTNER = """
{"success":true,"data":{"sessionId":"sess_k2","myProgress":{"stage":0,"status":"GATE_PENDING",
"startedAt":"2025-03-02T08:00:00Z","completedAt":null,"gates":{"stage":0,"compactSigned":true,
"compactSignedAt":"2025-03-02T08:04:00Z","partnerCompactSigned":false}},
"partnerProgress":{"stage":0,"status":"IN_PROGRESS"},"canAdvance":false,
"advanceBlockedReason":"GATES_NOT_SATISFIED"}}
"""

# The interfaces of the stages API, as the types a JSON value may have.
STAGE_GATES: dict[int, dict[str, tuple[str, ...]]] = {
    0: {"compactSigned": ("boolean",), "compactSignedAt": ("time", "null"), "partnerCompactSigned": ("boolean",)},
    1: {
        "feelHeardConfirmed": ("boolean",),
        "feelHeardConfirmedAt": ("time", "null"),
        "finalEmotionalReading": ("number", "null"),
    },
    2: {
        "empathyAttemptCreated": ("boolean",),
        "empathyAttemptConsentedToShare": ("boolean",),
        "receivedPartnerAttempt": ("boolean",),
        "validatedPartnerAttempt": ("boolean",),
        "validatedAt": ("time", "null"),
    },
}


class SomeTime(Shape):
    """Any moment, for examples of another day."""

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        if type_of(got) != "time":
            yield f"{at}: wanted a time, got {got!r}"


def type_of(value: Any) -> str:
    """The name of a JSON value's type, times apart from other strings."""
    if isinstance(value, str):
        return "time" if TIME.fullmatch(value) else "string"
    return {bool: "boolean", int: "number", float: "number", type(None): "null"}.get(type(value), "other")


def as_example(text: str, *, times: bool) -> Any:
    """An example as a prediction: its session id stands for any, and so do its times unless they count."""

    def soften(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: soften(inner) for key, inner in value.items()}
        if isinstance(value, str) and value.startswith("sess_"):
            return Id("sess_", "session")
        return SomeTime() if type_of(value) == "time" and not times else value

    return soften(json.loads(text))


@define
class Pair:
    """Two people in one session."""

    api: Api
    session: str = ""
    invitation: str = ""
    tokens: dict[str, str] = Factory(dict)

    def call(self, who: str, method: str, path: str, **sent: Any) -> Any:
        return self.api.call(method, API + path, token=self.tokens.get(who), **sent)

    def done(self, who: str, method: str, path: str, **sent: Any) -> Any:
        reply = self.call(who, method, path, **sent)
        assert reply.status in {200, 201}, reply
        return reply.body["data"]

    def register(self) -> None:
        for who in ("ada", "ben"):
            body = {"email": f"{who}@example.org", "password": "correct horse battery", "name": who.title()}
            self.tokens[who] = self.done("nobody", "POST", "/auth/register", json=body)["accessToken"]

    def invite(self) -> None:
        created = self.done("ada", "POST", "/sessions", json={"inviteEmail": "ben@example.org"})
        self.session, self.invitation = f"/sessions/{created['session']['id']}", created["invitationId"]

    def accept(self) -> None:
        self.done("ben", "POST", f"/invitations/{self.invitation}/accept")

    def sign(self, who: str) -> None:
        self.done(who, "POST", f"{self.session}/compact/sign")

    def feel_heard(self, who: str) -> None:
        self.done(who, "POST", f"{self.session}/feel-heard", json={"confirmed": True})

    def advance(self, who: str, to: int) -> Any:
        return self.call(who, "POST", f"{self.session}/stages/advance", json={"fromStage": to - 1, "toStage": to})

    def gates(self, who: str, stage: int) -> Any:
        return self.done(who, "GET", f"{self.session}/stages/{stage}/gates")

    def reach(self, stage: int) -> None:
        """Bring both to a stage, with nothing done there."""
        self.register()
        self.invite()
        self.accept()
        for act in (self.sign, self.feel_heard)[:stage]:
            act("ada")
            act("ben")
            for who in ("ada", "ben"):
                assert self.advance(who, self.current(who) + 1).status == 200

    def current(self, who: str) -> int:
        return int(self.done(who, "GET", f"{self.session}/progress")["myProgress"]["stage"])


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with closing(fresh_api(tmp_path)) as api:
        yield Pair(api)


def assert_like(text: str, body: Any, *, times: bool = False) -> None:
    assert not list(differences(as_example(text, times=times), body, Known()))


def test_progress_reads_like_the_example(pair: Pair) -> None:
    pair.reach(1)
    pair.feel_heard("ben")
    reply = pair.call("ada", "GET", f"{pair.session}/progress")
    assert reply.status == 200
    assert_like(PROGRESS, reply.body)


def test_a_successful_advance_reads_like_the_example(pair: Pair) -> None:
    pair.reach(0)
    pair.sign("ada")
    pair.sign("ben")
    reply = pair.advance("ada", to=1)
    assert reply.status == 200
    assert_like(ADVANCED, reply.body)


def test_a_blocked_advance_reads_like_the_example_under_a_400(pair: Pair) -> None:
    pair.reach(1)
    reply = pair.advance("ada", to=2)
    assert reply.status == 400
    assert_like(BLOCKED, reply.body)


def test_waiting_for_a_partner_reads_like_the_example_to_the_second(pair: Pair) -> None:
    pair.reach(0)
    pair.api.clock.advance(seconds=4 * 60)
    pair.sign("ada")
    reply = pair.call("ada", "GET", f"{pair.session}/progress")
    assert reply.status == 200
    assert_like(WAITING_FOR_THE_PARTNER, reply.body, times=True)


def assert_gates(stage: int, gates: Any) -> None:
    assert gates.keys() == {"stage", *STAGE_GATES[stage]}
    assert type(gates["stage"]) is int
    assert gates["stage"] == stage
    for key, types in STAGE_GATES[stage].items():
        assert type_of(gates[key]) in types, (key, gates[key])


@pytest.mark.parametrize("reached", [0, 1, 2])
@pytest.mark.parametrize("stage", STAGE_GATES)
def test_gates_have_the_keys_and_types_of_their_interface_whatever_is_reached(
    pair: Pair, stage: int, reached: int
) -> None:
    pair.reach(reached)
    for who in ("ada", "ben"):
        assert_gates(stage, pair.gates(who, stage))
        progress = pair.done(who, "GET", f"{pair.session}/progress")["myProgress"]
        assert_gates(reached, progress["gates"])


@pytest.mark.parametrize("stage", STAGE_GATES)
def test_gates_have_all_their_keys_before_anyone_accepts(pair: Pair, stage: int) -> None:
    pair.register()
    pair.invite()
    gates = pair.gates("ada", stage)
    assert_gates(stage, gates)
    assert not any(value for key, value in gates.items() if key != "stage")


def test_gates_of_a_stage_that_was_left_stay_as_they_were(pair: Pair) -> None:
    pair.reach(1)
    signed = pair.gates("ada", 0)
    pair.api.clock.advance(seconds=60)
    pair.feel_heard("ada")
    heard = pair.gates("ada", 1)
    pair.api.clock.advance(seconds=60)
    assert pair.advance("ada", to=2).status == 200
    assert (signed["compactSigned"], heard["feelHeardConfirmed"]) == (True, True)
    assert [type_of(signed["compactSignedAt"]), type_of(heard["feelHeardConfirmedAt"])] == ["time", "time"]
    assert [pair.gates("ada", 0), pair.gates("ada", 1)] == [signed, heard]


@pytest.mark.parametrize(
    ("who", "call", "status", "code"),
    [
        ("nobody", "GET /progress", 401, "UNAUTHORIZED"),
        ("ben", "GET /progress", 403, "FORBIDDEN"),
        ("ada", "GET _/progress", 404, "NOT_FOUND"),
        ("ada", "POST /stages/advance", 400, "VALIDATION_ERROR"),
        ("ada", "POST /compact/sign", 400, "SESSION_NOT_ACTIVE"),
    ],
)
def test_an_error_has_the_status_of_the_index(pair: Pair, who: str, call: str, status: int, code: str) -> None:
    pair.register()
    pair.invite()
    method, path = call.split()
    reply = pair.call(who, method, pair.session + path)
    assert (reply.status, reply.body["success"], reply.body["error"]["code"]) == (status, False, code)


def test_feeling_heard_before_the_stage_is_a_gate_not_satisfied(pair: Pair) -> None:
    pair.reach(0)
    reply = pair.call("ada", "POST", f"{pair.session}/feel-heard", json={"confirmed": True})
    assert (reply.status, reply.body["error"]["code"]) == (400, "GATE_NOT_SATISFIED")
    assert reply.body["error"]["details"]["requiredStage"] == 1


@pytest.mark.parametrize(("leaving", "to"), [(0, 2), (1, 0), (0, 0), (1, 2), (4, 4)])
def test_an_advance_that_skips_or_turns_back_is_blocked_as_an_invalid_transition(
    pair: Pair, leaving: int, to: int
) -> None:
    pair.reach(0)
    pair.sign("ada")
    pair.sign("ben")
    path = f"{pair.session}/stages/advance"
    reply = pair.call("ada", "POST", path, json={"fromStage": leaving, "toStage": to})
    assert (reply.status, reply.body["success"]) == (400, True)
    assert reply.body["data"].keys() == {"success", "newProgress", "blockedReason"}
    assert (reply.body["data"]["success"], reply.body["data"]["blockedReason"]) == (False, "INVALID_STAGE_TRANSITION")
