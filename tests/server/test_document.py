"""The OpenAPI document: whole, valid, and at one with what the server does."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from beheard_server.extension import PREFIX
from beheard_server.http.errors import CODES, PAYLOAD_TOO_LARGE
from tests.server.client import Api
from tests.server.document import APP, COMPONENTS, DOCUMENT, METHODS, OPERATIONS, Operation
from tests.server.people import FOCUS, NEED, Couple, Person, invite, sign_in

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert [each.message for each in OpenAPIV31SpecValidator(dict(DOCUMENT)).iter_errors()] == []


def test_the_document_has_every_route_below_api_and_no_other() -> None:
    routes = {
        (method, re.sub(r"<(?:\w+(?:\(.*?\))?:)?(\w+)>", r"{\1}", rule.rule))
        for rule in APP.url_map.iter_rules()
        for method in (rule.methods or set())
        if rule.rule.startswith(("/api/", "/focus/api/")) and method.lower() in METHODS
    }
    assert {(each.method, each.path) for each in OPERATIONS} == routes


def test_every_operation_has_an_id_of_its_own() -> None:
    ids = Counter(each.says["operationId"] for each in OPERATIONS)
    assert [each for each, count in ids.items() if count > 1 or not re.fullmatch(r"[a-z][a-zA-Z]+", each)] == []


@each_operation
def test_an_operation_says_what_it_does_and_where_it_belongs(operation: Operation) -> None:
    assert re.fullmatch(r"[A-Z].*[a-z.]", operation.says["summary"])
    assert len(operation.says["tags"]) == 1


@each_operation
def test_an_operation_needs_a_sign_in_if_it_says_so_and_only_then(operation: Operation, api: Api) -> None:
    reply = api.call(operation.method, re.sub(r"{\w+}", "0", operation.path), json={})
    assert operation.says["security"] in ([], [{"bearerAuth": []}])
    assert operation.needs_sign_in == (reply.status == 401)


@each_operation
def test_an_operation_names_the_codes_of_every_status_that_refuses(operation: Operation) -> None:
    known = {PAYLOAD_TOO_LARGE, *CODES.values()}
    refusing = {int(status) for status in operation.says["responses"] if int(status) >= 400}
    assert {(status, code) for status in refusing for code in operation.codes(status)} <= known
    assert all(operation.codes(status) for status in refusing)
    wanted = {429}
    if operation.needs_sign_in:
        wanted |= {401}
    if operation.body is not None:
        wanted |= {400, 413}
    if "{session_id}" in operation.path:
        wanted |= {403, 404}
    assert wanted <= refusing


@each_operation
def test_an_operation_documents_one_success_and_what_a_refusal_looks_like(operation: Operation) -> None:
    responses = operation.says["responses"]
    (success,) = (status for status in responses if status < "300")
    assert success in {"200", "201"}
    assert "304" not in responses or "ETag" in responses[success]["headers"]
    refusals = {status: each for status, each in responses.items() if status >= "400"}
    schemas = {status: each["content"]["application/json"]["schema"] for status, each in refusals.items()}
    assert all("$ref" in schema or "oneOf" in schema for schema in schemas.values())


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_is_valid_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(COMPONENTS[name])
    assert "description" in COMPONENTS[name]


def test_every_component_is_used_and_every_reference_leads_to_one() -> None:
    assert {each.rpartition("/")[2] for each in references(DOCUMENT)} == COMPONENTS.keys()


def test_no_component_is_both_for_a_request_and_for_a_reply() -> None:
    asked: set[str] = set()
    told: set[str] = set()
    for operation in OPERATIONS:
        asked |= reached(operation.says.get("requestBody"))
        told |= reached(operation.says["responses"])
    # What a request may leave out or say null for, a reply has; one schema cannot say both.
    assert asked & told == set()


def reached(value: Any) -> set[str]:
    """Give the components that a part of the document refers to, straight or by others."""
    found: set[str] = set()
    open_ = {each.rpartition("/")[2] for each in references(value)}
    while open_:
        found |= open_
        open_ = {each.rpartition("/")[2] for name in open_ for each in references(COMPONENTS[name])} - found
    return found


def references(value: Any) -> Iterator[str]:
    """Find every ``$ref`` in a JSON value."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


# A body that is accepted as it stands; from an operation that is not in here, whatever it needs is missing.
GOOD: Mapping[str, Mapping[str, Any]] = {
    "/auth/register": {"email": "dora@example.org", "password": "correct horse battery"},
    "/auth/login": {"email": "ada@example.org", "password": "wrong"},
    "/auth/refresh": {"refreshToken": "none of ours"},
    "/auth/logout": {"refreshToken": "none of ours"},
    "/auth/me": {"password": "not the right one"},
    "/auth/push-token": {"pushToken": "x", "platform": "ios"},
    "/auth/forgot-password": {"email": "ada@example.org"},
    "/auth/reset-password": {"token": "none of ours", "newPassword": "correct horse battery"},
    "/sessions": {"inviteEmail": "dora@example.org"},
    "/sessions/{session_id}/stages/advance": {"fromStage": 0, "toStage": 1},
    "/sessions/{session_id}/feel-heard": {"confirmed": True},
    "/sessions/{session_id}/needs": NEED,
    "/sessions/{session_id}/needs/confirm": {"confirmations": [{"needId": "need_x", "confirmed": True}]},
    "/sessions/{session_id}/needs/consent": {"needIds": ["need_x"]},
    "/sessions/{session_id}/common-ground": NEED,
    "/sessions/{session_id}/common-ground/confirm": {"confirmations": [{"commonGroundId": "cg_x", "confirmed": True}]},
    "/sessions/{session_id}/strategies": {"description": "A walk before dinner."},
    "/sessions/{session_id}/strategies/rank": {"rankedIds": ["strat_x"]},
    "/sessions/{session_id}/agreements": {"description": "A walk before dinner.", "type": "CHECK_IN"},
    "/sessions/{session_id}/agreements/{agreement_id}/confirm": {"confirmed": False},
    "/sessions/{session_id}/consent/decide": {"consentRequestId": "consent_x", "decision": "DENIED"},
    "/sessions/{session_id}/consent/revoke": {"consentRecordId": "consent_x"},
    "/focus/api/v1/sessions": {"duration_seconds": 1500},
    "/focus/api/v1/sessions/{focus_id}/pause": {"elapsed_seconds": 0},
    "/focus/api/v1/sessions/{focus_id}/end": {"elapsed_seconds": 60, "status": "abandoned"},
}
ANY_ADDRESS = {"/auth/login", "/auth/forgot-password"}
TEXTS = ["", " ", "\t\u3000\n", "x", "  x  ", "e\u0301\U0001f600", "a\nb", "\u200b", "a\0b", "true", "0"]
LENGTHS = [pad + "x" * most + pad for most in (7, 8, 100, 101, 128, 129, 200, 201, 500, 501) for pad in ("", " ")]
ADDRESSES = ["dora@example.org", " dora@example.org\n", "dora@example", "dora", "a@b@example.org", "d ora@example.org"]
NUMBERS = ["+4915550001", " +4915550001 ", "+49 1555 0001", "04915550001", "+0123456789", "+1", "+49155500011234567"]
OTHERS: list[Any] = [None, True, False, 0, 1, 4, 5, -1, 1.5, 2.0, 2**53, [], ["x"], {}, {"x": "y"}]
VALUES = [*TEXTS, *LENGTHS, *ADDRESSES, *NUMBERS, *OTHERS]
NOT_OBJECTS: list[Any] = [None, True, 0, 1.5, "", "x", [], [{}]]


def ways(body: Mapping[str, Any]) -> list[str]:
    """Give the ways in which an invitation names the other person."""
    given = [name for name in ("personId", "inviteEmail", "invitePhone") if str(body.get(name) or "").strip()]
    return ["address" if name != "personId" else name for name in given]


def beyond_schemas(path: str, name: str, body: Mapping[str, Any]) -> bool:
    """Tell whether a body is refused for what JSON Schema cannot say."""
    value = body.get(name)
    if isinstance(value, float) and value.is_integer():
        return True  # an integer to JSON Schema
    if path == "/auth/reset-password":
        return True  # no token here is one of ours
    if path == "/sessions" and len(set(ways(body))) != 1:
        return True
    if name in {"followUpDate", "time_zone", "started_at", "ended_at"}:
        return isinstance(value, str) and bool(value.strip())  # whether it is a time or a zone, and near enough
    if isinstance(value, str) and name in {"email", "inviteEmail", "invitePhone"} and path not in ANY_ADDRESS:
        return value.strip() not in {"", "dora@example.org", "+4915550001"}  # whether a mailbox or a number can exist
    return isinstance(value, str) and "\0" in value


def variations(operation: Operation) -> Iterator[tuple[str, Any]]:
    """Give a good body with one property at a time changed or left out, with the name of that property."""
    schema = operation.body or {}
    good = GOOD.get(operation.path.removeprefix(PREFIX), {})
    for name in COMPONENTS[schema["$ref"].rpartition("/")[2]]["properties"]:
        # The other ways to name somebody have to give way.
        rest = {each: value for each, value in good.items() if each != name and not (ways(good) and name == "personId")}
        yield name, rest
        for value in VALUES:
            yield name, {**rest, name: value}


def refuses(caller: Person, operation: Operation, path: str, body: object) -> bool:
    """Tell whether the server finds fault with the body itself."""
    sent, headers = dumps(body).encode(), {"Content-Type": "application/json"}
    reply = caller.server.call(operation.method, path, token=caller.token, data=sent, headers=headers)
    if reply.status == 401 and operation.needs_sign_in and caller.get("/auth/me").status == 401:
        return refuses(sign_in(caller), operation, path, body)
    return reply.status == 400 and "error" in reply.body and reply.body["error"]["code"] == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.body is not None and each.has_codes], ids=str
)
def test_the_server_refuses_the_bodies_that_the_document_rules_out_and_no_other(
    operation: Operation, couple: Couple
) -> None:
    _, pending = invite(couple.ada, inviteEmail="somebody@example.org")
    timer = couple.ada.server.call("POST", f"{FOCUS}/sessions", token=couple.ada.token, json={"duration_seconds": 60})
    places = {"session_id": couple.session, "invitation_id": pending, "agreement_id": "agr_x"}
    places["focus_id"] = str(timer.body["data"]["id"])
    path = re.sub(r"{(\w+)}", lambda name: places[name[1]].rpartition("/")[2], operation.path)
    plain = operation.path.removeprefix(PREFIX)
    for name, body in variations(operation):
        due = not operation.admits(body) or beyond_schemas(plain, name, body)
        assert (refuses(couple.ada, operation, path, body), body) == (due, body)
    for body in NOT_OBJECTS:
        assert not operation.admits(body)
        assert refuses(couple.ada, operation, path, body)
