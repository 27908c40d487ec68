"""What the catalogue says when it refuses, to the letter, and which refusal comes first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from flask import got_request_exception

from beheard_server.settings import Settings
from beheard_server.testing import ABSENT, SECRET_KEY, Reply
from tests.server.academic import words
from tests.server.academic.admins import Admin, appoint, failed, one
from tests.server.client import Api
from tests.server.people import register

LOW, HIGH = -(2**31), 2**31 - 1
JSON = {"Content-Type": "application/json"}
GOOD: dict[str, Any] = {"name": "First Year", "level": 1}


@frozen
class Asked:
    """One call, whoever makes it."""

    method: str
    path: str = ""
    json: object = ABSENT

    def by(self, admin: Admin) -> Reply:
        return admin.call(self.method, self.path, self.json)


EVERY_CALL = [
    Asked("GET"),
    Asked("POST", json=GOOD),
    Asked("POST", "/bulk", {"stages": [GOOD]}),
    Asked("GET", "/1"),
    Asked("PUT", "/1", GOOD),
    Asked("PATCH", "/1", {"active": False}),
    Asked("DELETE", "/1"),
]
# What would be refused for something else, had somebody else sent it.
EVERY_WRONG_CALL = [
    Asked("GET", "?limit=0&cursor=x"),
    Asked("POST", json={}),
    Asked("POST", "/bulk", {}),
    Asked("GET", "/x"),
    Asked("PUT", "/x", {}),
    Asked("PATCH", "/x", {}),
    Asked("DELETE", "/x"),
]


@pytest.fixture
def first(admin: Admin) -> str:
    return f"/{admin.create('First Year', 1)['id']}"


# Who may ask, and how often


def test_nobody_is_asked_to_log_in_before_anything_else(api: Api) -> None:
    for asked in EVERY_CALL + EVERY_WRONG_CALL:
        reply = asked.by(Admin(api))
        failed(reply, 401, words.NOT_LOGGED_IN)
        assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_person_without_the_role_is_turned_away_before_anything_is_read(api: Api) -> None:
    student = Admin(api, register(api, "Student").token)
    for asked in EVERY_CALL + EVERY_WRONG_CALL:
        failed(asked.by(student), 403, words.NO_PERMISSION)


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Api]:
    settings = Settings(database=tmp_path / "beheard.db", secret_keys=(SECRET_KEY,), ip_limit="3/minute")
    with closing(Api(settings)) as api:
        yield api


def test_too_many_calls_are_refused_before_they_are_read_and_after_the_role_is_asked_for(limited: Api) -> None:
    dean = appoint(limited)  # one hit: registering counts for the address
    student = Admin(limited, register(limited, "Student").token)  # and another
    assert dean.listed() == []
    for asked in EVERY_CALL + EVERY_WRONG_CALL:
        reply = asked.by(dean)
        failed(reply, 429, words.TOO_MANY)
        assert reply.headers["Retry-After"] == "60"
        failed(asked.by(student), 403, words.NO_PERMISSION)
        failed(asked.by(Admin(limited)), 401, words.NOT_LOGGED_IN)
    limited.clock.advance(seconds=60)
    assert dean.listed() == []


# What is wrong, in the order of the checks


def test_a_stage_that_is_not_there_comes_before_what_is_wrong_with_the_body(admin: Admin) -> None:
    for path in ("/1", "/x"):
        for sent in (ABSENT, {}, {"name": "", "level": "x", "active": 1}, GOOD):
            for method in ("GET", "PUT", "PATCH", "DELETE"):
                failed(admin.call(method, path, sent), 404, words.NOT_FOUND)


@pytest.mark.parametrize("level", ["1", None, 1.5, 1])
def test_the_name_comes_before_the_level(admin: Admin, first: str, level: object) -> None:
    failed(admin.call("POST", json={"name": " ", "level": level}), 400, words.NAME_REQUIRED)
    failed(admin.call("PUT", first, {"name": " ", "level": level}), 400, words.NAME_REQUIRED)


def test_the_level_comes_before_the_pair(admin: Admin, first: str) -> None:
    failed(admin.call("POST", json={"name": "First Year", "level": True}), 400, words.LEVEL_REQUIRED)
    failed(admin.call("POST", json={"name": "First Year"}), 400, words.LEVEL_REQUIRED)
    failed(admin.call("PUT", first, {"name": "First Year", "level": True}), 400, words.LEVEL_NUMBER)


@pytest.mark.parametrize("name", [None, True, 1, ["First Year"], {"first": "Year"}, "", "\t\u00a0\u3000\n"])
def test_a_name_that_is_missing_blank_or_no_string_is_required(admin: Admin, first: str, name: object) -> None:
    failed(admin.call("POST", json={"name": name, "level": 1}), 400, words.NAME_REQUIRED)
    failed(admin.call("PUT", first, {"name": name, "level": 1}), 400, words.NAME_REQUIRED)


def test_a_name_of_more_than_255_characters_is_told_the_limit(admin: Admin, first: str) -> None:
    admin.create("x" * 255, 1)
    for method, path in (("POST", ""), ("PUT", first)):
        reply = admin.call(method, path, {"name": "x" * 256, "level": 1})
        failed(reply, 400, words.NAME_LENGTH)


def test_a_stage_cannot_be_renamed_to_a_pair_that_is_taken(admin: Admin, first: str) -> None:
    second = f"/{admin.create('Second Year', 1)['id']}"
    failed(admin.call("PUT", second, {"name": "First Year"}), 400, words.DUPLICATE)
    failed(admin.call("PUT", second, {"name": " First Year ", "level": 1.0}), 400, words.DUPLICATE)
    assert admin.names() == ["First Year 1", "Second Year 1"]
    one(admin.call("PUT", second, {"name": "First Year", "level": 2}))
    one(admin.call("PUT", first, {"name": "First Year", "level": 1}))


def test_names_are_compared_exactly_after_trimming(admin: Admin, first: str) -> None:
    failed(admin.call("POST", json={"name": "\u3000First Year\n", "level": 1}), 400, words.DUPLICATE)
    for name in ("first year", "First  Year", "First Year.", "First Ye\u0301ar", "First Y\u00e9ar"):
        assert admin.create(name, 1)["name"] == name


@pytest.mark.parametrize("active", [None, 0, 1, "true", [], {}])
def test_activity_is_true_or_false(admin: Admin, first: str, active: object) -> None:
    failed(admin.call("PATCH", first, {"active": active}), 400, words.ACTIVE)
    failed(admin.call("PATCH", first, {"name": "Updated Name"}), 400, words.ACTIVE)


# Bodies


@pytest.mark.parametrize(
    ("level", "shown"), [(1.0, 1), (-0.0, 0), (2e3, 2000), (LOW, LOW), (HIGH, HIGH), (float(HIGH), HIGH)]
)
def test_a_whole_number_of_32_bits_is_a_level_however_it_is_written(admin: Admin, level: float, shown: int) -> None:
    stage = admin.create("First Year", level)  # type: ignore[arg-type]  # that is the point
    assert (stage["level"], type(stage["level"])) == (shown, int)
    changed = one(admin.call("PUT", f"/{stage['id']}", {"name": "Same", "level": level}))
    assert (changed["level"], type(changed["level"])) == (shown, int)


@pytest.mark.parametrize("level", [LOW - 1, HIGH + 1, HIGH + 0.5, 2**53, 2**63, -(2**63), 1e300])
def test_a_number_beyond_32_bits_is_no_level(admin: Admin, first: str, level: float) -> None:
    failed(admin.call("POST", json={"name": "First Year", "level": level}), 400, words.LEVEL_REQUIRED)
    failed(admin.call("PUT", first, {"name": "First Year", "level": level}), 400, words.LEVEL_NUMBER)


def test_a_name_is_stored_trimmed(admin: Admin) -> None:
    stage = admin.create(" \t First  Year\u3000\n", 1)
    assert stage["name"] == admin.listed()[0]["name"] == "First  Year"
    assert one(admin.call("PUT", f"/{stage['id']}", {"name": "\nFreshman Year "}))["name"] == "Freshman Year"


NO_OBJECT = [
    b"",
    b"null",
    b"[]",
    b'[{"name": "First Year", "level": 1}]',
    b'"x"',
    b"1",
    b"true",
    b"{",
    b"name=x",
    b"\xff",
]
NOT_A_NUMBER = [b'{"name": "First Year", "level": %s}' % word for word in (b"NaN", b"Infinity", b"-Infinity")]


@pytest.mark.parametrize("sent", NO_OBJECT + NOT_A_NUMBER)
def test_a_body_that_is_no_json_object_counts_as_an_empty_one(admin: Admin, first: str, sent: bytes) -> None:
    calls = {
        ("POST", ""): words.NAME_REQUIRED,
        ("POST", "/bulk"): words.BULK,
        ("PUT", first): words.NAME_REQUIRED,
        ("PATCH", first): words.ACTIVE,
    }
    for (method, path), message in calls.items():
        failed(admin.call(method, path, data=sent, headers=JSON), 400, message)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json", None])
def test_a_body_of_another_media_type_counts_as_an_empty_one(admin: Admin, kind: str | None) -> None:
    sent = b'{"name": "First Year", "level": 1}'
    headers = {} if kind is None else {"Content-Type": kind}
    failed(admin.call("POST", data=sent, headers=headers), 400, words.NAME_REQUIRED)
    one(admin.call("POST", data=sent, headers={"Content-Type": "application/json; charset=utf-8"}), 201)


def test_what_else_a_body_says_is_passed_over(admin: Admin) -> None:
    stage = one(admin.call("POST", json=GOOD | {"id": "7", "active": False, "created_at": "x", "x": 1}), 201)
    assert stage["id"] != "7"
    assert (stage["active"], "x" in stage) == (True, False)


def test_a_body_that_is_too_large_is_refused_in_the_same_envelope(admin: Admin) -> None:
    failed(admin.call("POST", data=b" " * 1_048_577, headers=JSON), 413, "The body is too large.")


# Faults of the server


def test_a_fault_of_the_server_is_an_error_and_not_a_fail_and_tells_nothing(
    api: Api, admin: Admin, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "beheard.db")) as connection:
        connection.execute("DROP TABLE beheard_academic_stages")
    seen: list[type[BaseException]] = []

    def note(sender: object, exception: BaseException) -> None:
        seen.append(type(exception))

    with got_request_exception.connected_to(note, sender=api.app):
        for asked in EVERY_CALL:
            failed(asked.by(admin), 500, words.FAULT, "error")
    assert seen == [sqlite3.OperationalError] * len(EVERY_CALL)


def test_what_is_no_call_of_the_catalogue_is_refused_in_its_envelope(admin: Admin) -> None:
    failed(admin.call("GET", "/1/students"), 404, "There is nothing here.")
    for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "/1"), ("GET", "/"), ("POST", "/bulk/1")):
        reply = admin.call(method, path)
        assert (reply.status in {404, 405}, reply.body["status"]) == (True, "fail")
