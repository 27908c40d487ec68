"""Bodies that no well-meaning client sends: each is refused cleanly, changes nothing, and is not repeated."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import count
from typing import Any

import pytest
from attrs import frozen

from beheard_server.testing import Reply
from tests.server.client import ABSENT, fresh_api
from tests.server.people import PASSWORD, Couple, call, granted, meet, reach, refused, register, step

JSON = {"Content-Type": "application/json"}
MARK = "Zephyrine"
NUMBERS = count()


@frozen
class Endpoint:
    """An endpoint that reads a body: one that it accepts, and a field of it."""

    path: str
    body: dict[str, object]
    field: str


ENDPOINTS = [
    Endpoint("/auth/register", {"email": "new@example.org", "password": PASSWORD, "name": "New"}, "name"),
    Endpoint("/auth/login", {"email": "ada@example.org", "password": PASSWORD}, "email"),
    Endpoint("/sessions", {"inviteEmail": "new@example.org", "context": "evenings"}, "context"),
    Endpoint("{session}/stages/advance", {**step(0)}, "toStage"),
    Endpoint("{session}/feel-heard", {"confirmed": True}, "confirmed"),
]

NO_OBJECT = [b"null", b"[]", b"[{}]", b'"x"', b"0", b"3.5", b"true", b'"{}"']
NO_JSON = {
    "words": b"x",
    "white space": b"  \n",
    "half a thing": b'{"a": 1',
    "two things": b"{} {}",
    "a comma too many": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "a comment": b'{"a": 1} // x',
    "a form": b"email=ada%40example.org",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "a surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "a lone surrogate": b'{"a": "\\ud800"}',
    "a lone surrogate as a key": b'{"\\udc00": 1}',
    "a key twice": b'{"a": 1, "a": 1}',
    "a key twice further in": b'{"a": [{"b": 1, "b": 2}]}',
    "no number": b'{"a": NaN}',
    "infinity": b'{"a": Infinity}',
    "a raw NUL": b'{"a": "\0"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a mark before it": b"\xef\xbb\xbf{}",
    "too deep": b"[" * 100_000 + b"]" * 100_000,
    "too deep in an object": b'{"a": ' * 100_000 + b"1" + b"}" * 100_000,
    "deep but not ended": b"[" * 100_000,
    "a number of 5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
}


@pytest.fixture(scope="module")
def couple(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Couple]:
    """Give a couple in stage 1 whom no body in here may move."""
    with closing(fresh_api(tmp_path_factory.mktemp("settled"))) as api:
        yield reach(meet(register(api, "Ada"), register(api, "Ben")), ada=1, ben=1)


def send(couple: Couple, endpoint: Endpoint, data: bytes, headers: Mapping[str, str] = JSON) -> Reply:
    path = endpoint.path.format(session=couple.session)
    return call(couple.ada.server, "POST", path, token=couple.ada.token, data=data, headers=headers)


def with_field(endpoint: Endpoint, value: str) -> bytes:
    """Give the body that is accepted, with one field's value written as ``value``."""
    parts = [f"{json.dumps(key)}: {json.dumps(each)}" for key, each in endpoint.body.items() if key != endpoint.field]
    return f"{{{', '.join([*parts, f'{json.dumps(endpoint.field)}: {value}'])}}}".encode()


def everything(couple: Couple) -> Any:
    return [granted(person.get(path)) for person in (couple.ada, couple.ben) for path in (couple.session, "/auth/me")]


each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.path)


@each_endpoint
@pytest.mark.parametrize("body", NO_OBJECT, ids=bytes.decode)
def test_a_body_that_is_no_object_is_refused_as_a_whole(couple: Couple, endpoint: Endpoint, body: bytes) -> None:
    refused(send(couple, endpoint, body), 400, "VALIDATION_ERROR", {"body"})


@each_endpoint
@pytest.mark.parametrize("kind", NO_JSON)
def test_a_body_that_is_no_proper_json_is_refused_as_a_whole(couple: Couple, endpoint: Endpoint, kind: str) -> None:
    before = everything(couple)
    refused(send(couple, endpoint, NO_JSON[kind]), 400, "VALIDATION_ERROR", {"body"})
    assert everything(couple) == before


@each_endpoint
@pytest.mark.parametrize(
    "value",
    [str(2**63), str(2**64), str(-(2**63) - 1), "1e400", '"\\u0000"', "[" * 500 + "]" * 500, '{"a": 1}', "[1]", "1.5"],
)
def test_a_value_that_no_field_can_have_is_refused_by_field(couple: Couple, endpoint: Endpoint, value: str) -> None:
    details = refused(send(couple, endpoint, with_field(endpoint, value)), 400, "VALIDATION_ERROR")
    assert details.keys() in ({endpoint.field}, {"body"})


@each_endpoint
def test_nesting_of_every_depth_is_refused_cleanly(couple: Couple, endpoint: Endpoint) -> None:
    for depth in (1, 100, 900, *range(950, 1030, 10), 5000):
        body = with_field(endpoint, "[" * depth + "]" * depth)
        details = refused(send(couple, endpoint, body), 400, "VALIDATION_ERROR")
        assert details.keys() in ({endpoint.field}, {"body"})


@each_endpoint
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_of_another_media_type_is_refused(couple: Couple, endpoint: Endpoint, kind: str) -> None:
    body = with_field(endpoint, json.dumps(endpoint.body[endpoint.field]))
    refused(send(couple, endpoint, body, {"Content-Type": kind}), 415, "UNSUPPORTED_MEDIA_TYPE", set())
    refused(send(couple, endpoint, body, {}), 415, "UNSUPPORTED_MEDIA_TYPE", set())


@each_endpoint
def test_a_body_of_more_than_a_mebibyte_is_refused(couple: Couple, endpoint: Endpoint) -> None:
    body = b"{" + b" " * (1_048_576 - 2) + b"}"
    refused(send(couple, endpoint, body + b" "), 413, "PAYLOAD_TOO_LARGE", set())
    refused(send(couple, endpoint, body), 400, "VALIDATION_ERROR")


@each_endpoint
def test_no_error_repeats_what_was_sent(couple: Couple, endpoint: Endpoint) -> None:
    name = json.dumps(endpoint.field)
    bodies = [
        f'"{MARK}"',
        f'["{MARK}"]',
        f'{{"{MARK}": 1, "{MARK}": 2}}',
        f'{{"{MARK}": ',
        f'{{{name}: ["{MARK}"]}}',
        f'{{{name}: {{"{MARK}": "{MARK}"}}}}',
        f'{{{name}: "{MARK * 60}"}}',
        f'{{"{MARK}": "{MARK}"}}',
        MARK,
    ]
    for body in bodies:
        reply = send(couple, endpoint, body.encode())
        assert reply.status in {400, 401}
        assert MARK.lower() not in str(reply).lower()
    reply = send(couple, endpoint, MARK.encode(), {"Content-Type": f"text/{MARK}"})
    assert MARK.lower() not in str(reply).lower()


def test_no_error_repeats_an_address_or_a_header(couple: Couple) -> None:
    server, token = couple.ada.server, couple.ada.token
    for reply in (
        couple.ada.get(f"/sessions/{MARK}"),
        couple.ada.get(f"/{MARK}?{MARK}={MARK}"),
        couple.ada.get(f"{couple.session}/stages/{MARK}/gates"),
        couple.ada.get(f"/invitations/{MARK}"),
        couple.ada.post(f"/invitations/{MARK}/accept"),
        couple.ada.post("/sessions", {"personId": MARK}),
        call(server, "GET", "/auth/me", token=MARK),
        call(server, "GET", "/auth/me", headers={"Authorization": MARK}),
        call(server, "POST", "/auth/login", json={"email": MARK, "password": MARK}),
        call(server, "POST", "/auth/register", json={"email": MARK, "password": "x"}),
        call(server, "GET", "/auth/me", token=token, headers={"X-Forwarded-Prefix": MARK, "Accept": MARK}),
    ):
        assert MARK.lower() not in str(reply).lower()


def test_json_may_name_its_character_set(couple: Couple) -> None:
    login = ENDPOINTS[1]
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        granted(send(couple, login, json.dumps(login.body).encode(), {"Content-Type": kind}))


def test_unknown_keys_are_ignored_whatever_is_in_them(couple: Couple) -> None:
    extra = {"unknown": [None, {"a": 2**63 - 1}, "\0"], "": 1, "__proto__": {"a": 1}, "user_id": "user_1"}
    for body in (ENDPOINTS[1].body | extra, {"sessionId": "sess_1"} | ENDPOINTS[1].body):
        granted(call(couple.ada.server, "POST", "/auth/login", json=body))


def test_only_the_documented_names_count(couple: Couple) -> None:
    for body in ({"Email": "ada@example.org", "password": PASSWORD}, {"e_mail": 1, "password": PASSWORD}):
        refused(call(couple.ada.server, "POST", "/auth/login", json=body), 400, "VALIDATION_ERROR", {"email"})


def test_what_needs_no_body_does_not_look_at_one(couple: Couple) -> None:
    path = f"{couple.session}/compact/sign"
    for sent in ({"json": ABSENT}, {"data": b"x", "headers": {"Content-Type": "text/plain"}}, {"json": [1]}):
        refused(call(couple.ben.server, "POST", path, token=couple.ben.token, **sent), 409, "CONFLICT")


def test_the_whole_of_a_name_comes_back_as_it_was_sent(couple: Couple) -> None:
    for name in ('O\'Brien "Bob" <b>', "Zoë ü 名前", "\U0001f469\u200d\U0001f680", "'; DROP TABLE beheard_people; --"):
        body = {"email": f"n{next(NUMBERS)}@example.org", "password": PASSWORD, "name": name}
        told = granted(call(couple.ada.server, "POST", "/auth/register", json=body), 201)
        assert told["user"]["name"] == name
