"""Who may call what: tokens of every kind, strangers, and addresses that lead nowhere."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import jwt
import pytest
from attrs import evolve, frozen

from beheard_server.settings import Settings
from beheard_server.testing import SECRET_KEY
from tests.server.client import ABSENT, Api, fresh_api
from tests.server.people import API, Couple, Person, call, granted, meet, refused, register, sign_in

OTHER_KEY = "another-key-" + "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Couple]:
    """Give one couple to all that only look, or are turned away."""
    with closing(fresh_api(tmp_path_factory.mktemp("settled"))) as api:
        yield meet(register(api, "Ada"), register(api, "Ben"))


@frozen
class Operation:
    """One operation of the document, with the ids of a real session in its path, and a body that it may have."""

    method: str
    path: str
    body: object = ABSENT


def operations(couple: Couple) -> list[Operation]:
    """List what asks for a token in this context, as the document has it."""
    ids = {"{session_id}": couple.session[10:], "{invitation_id}": couple.invitation[13:], "{stage}": "0"}
    document = couple.ada.server.call("GET", "/openapi.json").body
    found = []
    for template, methods in document["paths"].items():
        path = template
        for placeholder, id_ in ids.items():
            path = path.replace(placeholder, id_)
        for method in methods.keys() & {"get", "post", "patch", "delete"}:
            if template.startswith(API) and methods[method]["security"]:
                content = methods[method].get("requestBody", {}).get("content")
                body = sample(content["application/json"]["schema"], document) if content else ABSENT
                found.append(Operation(method.upper(), path, body))
    assert len(found) >= 10
    return found


def sample(schema: Any, document: Any) -> Any:
    """Give the least that a schema asks for."""
    match schema:
        case {"$ref": reference}:
            return sample(document["components"]["schemas"][reference.rpartition("/")[2]], document)
        case {"enum": [first, *_]}:
            return first
        case {"type": "object"}:
            return {name: sample(schema["properties"][name], document) for name in schema.get("required", [])}
        case {"type": "array"}:
            return [sample(schema["items"], document)]
    return {"integer": schema.get("minimum"), "boolean": True}.get(schema.get("type"), "in so many words")


def below(couple: Couple) -> list[Operation]:
    """List what is below a session, save what leads to one thing among several there."""
    found = [each for each in operations(couple) if each.path.startswith(API + couple.session) and "{" not in each.path]
    assert len(found) >= 7
    return found


def kept_out(couple: Couple, headers: Mapping[str, str] | None) -> None:
    for operation in operations(couple):
        reply = couple.ada.server.call(operation.method, operation.path, headers=headers, json=operation.body)
        refused(reply, 401, "UNAUTHORIZED", set())
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def encoded(part: object) -> str:
    text = part if isinstance(part, str) else json.dumps(part)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signed_by_another_key(ada: Person) -> str:
    header = jwt.get_unverified_header(ada.token)
    return jwt.encode(claims_of(ada.token), OTHER_KEY, "HS256", headers=header)


def signed_by_the_bare_secret(ada: Person) -> str:
    header = jwt.get_unverified_header(ada.token)
    return jwt.encode(claims_of(ada.token), SECRET_KEY, "HS256", headers=header)


def unsigned(ada: Person) -> str:
    header = {**jwt.get_unverified_header(ada.token), "alg": "none"}
    return f"{encoded(header)}.{encoded(claims_of(ada.token))}."


def with_other_claims(ada: Person) -> str:
    header, _, signature = ada.token.split(".")
    return f"{header}.{encoded(claims_of(ada.token) | {'sub': 'user_1'})}.{signature}"


def with_header(header: str) -> Callable[[Person], str]:
    return lambda ada: ".".join([encoded(header), *ada.token.split(".")[1:]])


TOKENS: dict[str, Callable[[Person], str]] = {
    "a refresh token": lambda ada: ada.refresh_token,
    "another key": signed_by_another_key,
    "the bare secret": signed_by_the_bare_secret,
    "no signature": unsigned,
    "other claims": with_other_claims,
    "garbage": lambda ada: "not.a.token",
    "one part": lambda ada: "token",
    "no parts": lambda ada: "..",
    "Latin letters": lambda ada: "é.ü.ß",
    "a token and more": lambda ada: f"{ada.token} {ada.token}",
    "a cut token": lambda ada: ada.token[:-4],
    "a header without end": with_header('{"alg":"HS256","kid":' + "[" * 3000 + "]" * 3000 + "}"),
    "a header with a list for a key": with_header('{"alg":"HS256","kid":["a"]}'),
    "a header with a huge number": with_header('{"alg":"HS256","kid":' + "9" * 5000 + "}"),
    "a header that is no object": with_header("[]"),
    "a header that is no text": with_header("\ud800".encode("utf-8", "surrogatepass").decode("latin-1")),
}


@pytest.mark.parametrize("kind", TOKENS)
def test_no_token_but_a_good_one_opens_anything(settled: Couple, kind: str) -> None:
    kept_out(settled, {"Authorization": f"Bearer {TOKENS[kind](settled.ada)}"})


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YWRhOmFkYQ==", "Token {}", "{}", "Bearer{}"])
def test_no_other_header_does(settled: Couple, header: str | None) -> None:
    kept_out(settled, None if header is None else {"Authorization": header.format(settled.ada.token)})


def test_a_token_is_not_looked_for_in_the_address(settled: Couple) -> None:
    refused(call(settled.ada.server, "GET", f"/auth/me?access_token={settled.ada.token}"), 401, "UNAUTHORIZED")


def test_the_name_of_the_scheme_may_be_written_in_any_case(settled: Couple) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        headers = {"Authorization": f"{scheme} {settled.ada.token}"}
        granted(call(settled.ada.server, "GET", "/auth/me", headers=headers))


def test_the_missing_token_is_the_first_thing_to_be_said(settled: Couple) -> None:
    for method, path, sent in (
        ("POST", "/sessions", {"json": {}}),
        ("POST", "/sessions", {"data": b"x", "headers": {"Content-Type": "text/plain"}}),
        ("GET", "/sessions/unknown", {}),
        ("POST", "/invitations/unknown/accept", {}),
        ("GET", f"{settled.session}/stages/9/gates", {}),
        ("POST", f"{settled.session}/stages/advance", {"json": {"fromStage": "x"}}),
    ):
        refused(call(settled.ada.server, method, path, **sent), 401, "UNAUTHORIZED")


def test_an_access_token_lives_for_fifteen_minutes(api: Api, couple: Couple) -> None:
    api.clock.advance(minutes=15, seconds=-1)
    granted(couple.ada.get("/auth/me"))
    api.clock.advance(seconds=1)
    kept_out(couple, {"Authorization": f"Bearer {couple.ada.token}"})
    granted(sign_in(couple.ada).get("/auth/me"))


def test_a_token_of_a_server_with_other_accounts_opens_nothing(tmp_path: Path, couple: Couple) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closing(fresh_api(elsewhere)) as other:
        foreign = register(other)
    kept_out(couple, {"Authorization": f"Bearer {foreign.token}"})


def test_a_key_can_be_replaced_while_tokens_of_the_old_one_still_hold(tmp_path: Path) -> None:
    def served(*keys: str) -> Api:
        return Api(Settings(database=tmp_path / "kept.db", secret_keys=keys, rate_limits=False))

    def opens(person: Person, *keys: str) -> bool:
        with closing(served(*keys)) as api:
            return evolve(person, server=api).get("/auth/me").status == 200

    with closing(served(SECRET_KEY)) as api:
        old = register(api)
    assert [opens(old, SECRET_KEY), opens(old, OTHER_KEY, SECRET_KEY), opens(old, OTHER_KEY)] == [True, True, False]
    with closing(served(OTHER_KEY, SECRET_KEY)) as api:
        new = sign_in(evolve(old, server=api))
    assert [opens(new, OTHER_KEY), opens(new, SECRET_KEY)] == [True, False]


# Strangers


def test_nothing_below_a_session_is_for_a_stranger(couple: Couple, cleo: Person) -> None:
    for operation in below(couple):
        reply = cleo.server.call(operation.method, operation.path, token=cleo.token, json=operation.body)
        refused(reply, 403, "FORBIDDEN", set())


def test_there_is_nothing_below_a_session_that_does_not_exist(couple: Couple, cleo: Person) -> None:
    for operation in below(couple):
        for unknown in ("sess_" + "0" * 32, "x", "%00", "%ED%A0%80", "..", "0" * 5000):
            path = operation.path.replace(couple.session, f"/sessions/{unknown}")
            reply = cleo.server.call(operation.method, path, token=cleo.token, json=operation.body)
            refused(reply, 404, "NOT_FOUND", set())


# Addresses


def test_an_unknown_address_is_refused_in_the_envelope(settled: Couple) -> None:
    for path in ("/", "/unknown", "/auth", "/auth/me/", "/sessions/a/b/c", "/auth/register/more", "/AUTH/ME"):
        for method in ("GET", "POST", "DELETE"):
            refused(call(settled.ada.server, method, path), 404, "NOT_FOUND", set())


def test_a_wrong_method_is_refused_with_the_right_ones(settled: Couple) -> None:
    for operation in [*operations(settled), Operation("POST", API + "/auth/login")]:
        reply = settled.ada.server.call("TRACE", operation.path)
        refused(reply, 405, "METHOD_NOT_ALLOWED", set())
        assert operation.method in reply.headers["Allow"].split(", ")
        assert "TRACE" not in reply.headers["Allow"]


def test_no_answer_may_be_kept_by_a_cache(settled: Couple) -> None:
    for reply in (settled.ada.get("/auth/me"), settled.ada.get("/sessions/x"), call(settled.ada.server, "GET", "/x")):
        assert (reply.headers["Content-Type"], reply.headers["Cache-Control"]) == ("application/json", "no-store")
