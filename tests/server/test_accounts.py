"""Registration, sign-in and one's own account."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from beheard_server.app import create_app, state_of
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.testing import SECRET_KEY, Client, Clock
from tests.server.client import Api
from tests.server.people import PASSWORD, Couple, Person, call, granted, invite, refused, register, sign_in

START = "2025-03-02T08:00:00Z"
ADA = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada"}
PAIR_OF_TOKENS = {"user", "accessToken", "refreshToken", "expiresIn"}


def claims_of(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return claims


def try_to_register(api: Api, **changes: object) -> Any:
    return call(api, "POST", "/auth/register", json=ADA | changes)


def try_to_sign_in(api: Api, email: object = ADA["email"], password: object = PASSWORD) -> Any:
    return call(api, "POST", "/auth/login", json={"email": email, "password": password})


def test_registering_gives_an_account_and_a_pair_of_tokens(api: Api) -> None:
    told = granted(try_to_register(api), 201)
    assert told.keys() == PAIR_OF_TOKENS
    assert told["user"] == {"id": told["user"]["id"], "email": "ada@example.org", "name": "Ada", "createdAt": START}
    assert re.fullmatch(r"user_[\w-]{22,}", told["user"]["id"])
    assert told["expiresIn"] == 900


def test_the_tokens_claim_what_is_documented(api: Api) -> None:
    ada = register(api)
    now = int(api.clock.now.timestamp())
    access, refresh = claims_of(ada.token), claims_of(ada.refresh_token)
    own = {key: access[key] for key in ("sub", "email", "iat", "exp", "type")}
    assert own == {"sub": ada.id, "email": ada.email, "iat": now, "exp": now + 15 * 60, "type": "access"}
    month = 30 * 24 * 60 * 60
    jti = {"jti": refresh["jti"]}
    assert refresh == {"sub": ada.id, "iat": now, "exp": now + month, "type": "refresh"} | jti


def test_a_name_may_be_left_out(api: Api) -> None:
    body = {key: value for key, value in ADA.items() if key != "name"}
    assert granted(call(api, "POST", "/auth/register", json=body), 201)["user"]["name"] is None


@pytest.mark.parametrize("name", [None, "", "   ", "\t\n"])
def test_a_blank_name_or_null_is_no_name(api: Api, name: object) -> None:
    assert granted(try_to_register(api, name=name), 201)["user"]["name"] is None


def test_address_and_name_are_trimmed(api: Api) -> None:
    user = granted(try_to_register(api, email="  ada@example.org\n", name="\tAda\u2003"), 201)["user"]
    assert (user["email"], user["name"]) == ("ada@example.org", "Ada")


def test_a_password_is_not_trimmed(api: Api) -> None:
    granted(try_to_register(api, password="  spaces  "), 201)
    assert try_to_sign_in(api, password="spaces").status == 401
    assert try_to_sign_in(api, password="  spaces  ").status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " " + "n" * 100 + " "},
        {"name": "\U0001f54a" * 100},
        {"password": "p" * 8},
        {"password": "p" * 128},
        {"password": "\U0001f54a" * 8},
        {"password": " " * 8},
        {"email": "  " + "a" * 60 + "@" + ".".join(["b" * 61] * 3) + ".org "},
        {"email": "ada+tag@sub.example.org"},
        {"email": "adele.müller@example.org"},
        {"invitationId": None},
        {"invitationId": "  "},
        {"unknown": {"email": "x"}, "sessionId": "sess_1"},
    ],
)
def test_what_keeps_to_the_limits_is_accepted(api: Api, changes: dict[str, object]) -> None:
    assert granted(try_to_register(api, **changes), 201).keys() == PAIR_OF_TOKENS


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": "n" * 101}, {"name"}),
        ({"name": 5}, {"name"}),
        ({"name": "A\0da"}, {"name"}),
        ({"password": "p" * 7}, {"password"}),
        ({"password": "p" * 129}, {"password"}),
        ({"password": None}, {"password"}),
        ({"password": ""}, {"password"}),
        ({"password": "pass\0word"}, {"password"}),
        ({"password": ["p" * 8]}, {"password"}),
        ({"email": None}, {"email"}),
        ({"email": "  "}, {"email"}),
        ({"email": "ada"}, {"email"}),
        ({"email": "ada@"}, {"email"}),
        ({"email": "ada@example.org,ben@example.org"}, {"email"}),
        ({"email": "ada@exa mple.org"}, {"email"}),
        ({"email": "ada..b@example.org"}, {"email"}),
        ({"email": "ada@example..org"}, {"email"}),
        ({"email": "a" * 64 + "@" + ".".join(["b" * 62] * 3) + ".org"}, {"email"}),
        ({"email": True}, {"email"}),
        ({"invitationId": 7}, {"invitationId"}),
        ({"email": 1, "password": 2, "name": 3, "invitationId": 4}, {"email", "password", "name", "invitationId"}),
    ],
)
def test_what_breaks_the_limits_is_refused_by_field(api: Api, changes: dict[str, object], fields: set[str]) -> None:
    refused(try_to_register(api, **changes), 400, "VALIDATION_ERROR", fields)


def test_everything_that_is_missing_is_named_at_once(api: Api) -> None:
    refused(call(api, "POST", "/auth/register"), 400, "VALIDATION_ERROR", {"email", "password"})
    refused(call(api, "POST", "/auth/login"), 400, "VALIDATION_ERROR", {"email", "password"})


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.ORG", " Ada@example.org "])
def test_an_address_can_be_registered_once_whatever_its_capitals(api: Api, email: str) -> None:
    register(api)
    refused(try_to_register(api, email=email, password="another password"), 409, "CONFLICT")
    assert try_to_sign_in(api, password="another password").status == 401
    assert try_to_sign_in(api).status == 200


def test_signing_in_gives_the_account_and_a_new_pair_of_tokens(api: Api) -> None:
    ada = register(api)
    told = granted(try_to_sign_in(api))
    assert told.keys() == PAIR_OF_TOKENS
    assert told["user"] == {"id": ada.id, "email": "ada@example.org", "name": "Ada", "createdAt": START}
    assert told["expiresIn"] == 900
    assert len({ada.token, ada.refresh_token, told["accessToken"], told["refreshToken"]}) == 4


@pytest.mark.parametrize("email", ["ADA@EXAMPLE.ORG", "  ada@Example.org  "])
def test_the_address_is_found_whatever_its_capitals_and_spaces(api: Api, email: str) -> None:
    ada = register(api)
    assert granted(try_to_sign_in(api, email))["user"]["id"] == ada.id


def test_every_failure_to_sign_in_looks_the_same(api: Api) -> None:
    register(api)
    failures = [
        try_to_sign_in(api, password="wrong"),
        try_to_sign_in(api, password=PASSWORD.upper()),
        try_to_sign_in(api, password=PASSWORD + " "),
        try_to_sign_in(api, "nobody@example.org"),
        try_to_sign_in(api, "nobody@example.org", "wrong"),
        try_to_sign_in(api, "not an address"),
    ]
    refused(failures[0], 401, "UNAUTHORIZED", set())
    assert "WWW-Authenticate" in failures[0].headers
    assert all(each == failures[0] for each in failures)


def test_a_password_that_was_hashed_weakly_is_hashed_anew_when_its_owner_signs_in(tmp_path: Path) -> None:
    def served(rounds: int) -> Flask:
        settings = Settings(database=tmp_path / "kept.db", secret_keys=(SECRET_KEY,), rate_limits=False)
        hasher = PasswordHasher(time_cost=rounds, memory_cost=8, parallelism=1)
        return create_app(extension=BeHeard(settings, hasher=hasher, clock=Clock()))

    def sign_in_at(app: Flask, password: str) -> tuple[int, str]:
        """Try to sign in, and give the status and how the password is kept."""
        body = {"email": "ada@example.org", "password": password}
        status = call(Client(app), "POST", "/auth/login", json=body).status
        store = state_of(app).shell.store
        with store.snapshot() as unit:
            found = unit.accounts.sign_in("ada@example.org")
        store.close()
        assert found is not None
        return status, found[1].split("$")[3]

    weak, strong = served(1), served(2)
    register(Client(weak))
    assert sign_in_at(weak, PASSWORD) == (200, "m=8,t=1,p=1")
    assert sign_in_at(strong, "wrong") == (401, "m=8,t=1,p=1")
    assert sign_in_at(strong, PASSWORD) == (200, "m=8,t=2,p=1")
    assert sign_in_at(strong, PASSWORD) == (200, "m=8,t=2,p=1")


def test_my_account_is_shown_to_me(couple: Couple) -> None:
    told = granted(couple.ada.get("/auth/me"))
    user = {"id": couple.ada.id, "email": "ada@example.org", "name": "Ada", "createdAt": START}
    assert told == {"user": user, "activeSessions": 1, "pushNotificationsEnabled": False}


def test_only_sessions_that_both_have_joined_are_active(api: Api, couple: Couple, cleo: Person) -> None:
    def active(person: Person) -> int:
        return int(granted(person.get("/auth/me"))["activeSessions"])

    assert [active(each) for each in (couple.ada, couple.ben, cleo)] == [1, 1, 0]
    _, invitation = invite(cleo, inviteEmail=couple.ada.email)
    assert [active(each) for each in (couple.ada, couple.ben, cleo)] == [1, 1, 0]
    granted(couple.ada.post(f"{invitation}/accept"))
    assert [active(each) for each in (couple.ada, couple.ben, cleo)] == [2, 1, 1]


def test_times_are_printed_in_whole_seconds(api: Api) -> None:
    api.clock.advance(seconds=59.75)
    assert granted(try_to_register(api), 201)["user"]["createdAt"] == "2025-03-02T08:00:59Z"


# Registering and accepting an invitation in one step


def test_a_newcomer_joins_while_registering(api: Api) -> None:
    ada = register(api)
    session, invitation = invite(ada, inviteEmail="elsewhere@example.org", inviteName="Benny")
    api.clock.advance(minutes=5)
    told = granted(try_to_register(api, email="ben@example.org", name="Ben", invitationId=invitation[13:]), 201)
    assert told.keys() == PAIR_OF_TOKENS | {"session"}
    ben = Person(api, told["user"]["id"], "ben@example.org", told["accessToken"], told["refreshToken"])
    detail = granted(ben.get(session))
    assert told["session"] == {key: detail[key] for key in told["session"]}
    assert (told["session"]["status"], told["session"]["partner"]) == ("ACTIVE", {"id": ada.id, "name": "Ada"})
    assert granted(ada.get(session))["partner"] == {"id": ben.id, "name": "Ben"}
    assert granted(ben.get("/auth/me"))["activeSessions"] == 1
    assert told["session"].keys() == detail.keys() - {"relationship", "currentGates", "resolvedAt"}


@pytest.mark.parametrize("state", ["unknown", "answered", "lapsed"])
def test_an_invitation_that_cannot_be_answered_leaves_no_account_behind(api: Api, state: str) -> None:
    ada = register(api)
    session, invitation = invite(ada, inviteEmail="ben@example.org")
    if state == "answered":
        granted(register(api, "Cleo").post(f"{invitation}/accept"))
    if state == "lapsed":
        api.clock.advance(days=7)
    name = "inv_" + "0" * 32 if state == "unknown" else invitation[13:]
    ben = {"email": "ben@example.org", "password": PASSWORD, "name": "Ben"}
    refused(try_to_register(api, **ben, invitationId=name), 410, "INVITATION_EXPIRED")
    assert try_to_sign_in(api, "ben@example.org").status == 401
    assert granted(try_to_register(api, **ben), 201).keys() == PAIR_OF_TOKENS
    partner = {"unknown": None, "answered": "Cleo", "lapsed": None}[state]
    assert granted(sign_in(ada).get(session))["partner"]["name"] == partner


def test_an_address_that_is_taken_leaves_the_invitation_unanswered(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    _, invitation = invite(ada, inviteEmail=ben.email)
    refused(try_to_register(api, email="BEN@example.org", invitationId=invitation[13:]), 409, "CONFLICT")
    assert granted(call(api, "GET", invitation))["status"] == "PENDING"
    granted(ben.post(f"{invitation}/accept"))
