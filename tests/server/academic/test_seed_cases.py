"""The 23 cases that the Stage API document names, each under its own claim.

Source: *Testing* in the document: 5 for GET, 8 for POST, 6 for PUT, 4 for DELETE.
"""

import re

import pytest
from attrs import evolve

from tests.server.academic import words
from tests.server.academic.admins import Admin, Stage, failed, one
from tests.server.client import ABSENT, Api
from tests.server.people import register

ABSENT_ID = "/999999"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


@pytest.fixture
def first(admin: Admin) -> Stage:
    return admin.create("First Year", 1)


def needs_an_admin(admin: Admin, method: str, path: str = "", json: object = ABSENT) -> None:
    """Hold one call against what nobody, a stranger and a person without the role must be told."""
    for token in (None, "not-a-token", f"{admin.token}x"):
        failed(evolve(admin, token=token).call(method, path, json), 401, words.NOT_LOGGED_IN)
    student = register(admin.server, "Student")
    failed(evolve(admin, token=student.token).call(method, path, json), 403, words.NO_PERMISSION)


# GET /api/stages


def test_the_list_is_an_empty_array_when_there_are_no_stages(admin: Admin) -> None:
    reply = admin.call("GET")
    assert (reply.status, reply.body) == (200, {"status": "success", "data": {"stages": []}})


def test_the_list_returns_all_stages(admin: Admin) -> None:
    created = [admin.create(name, level) for level, name in enumerate(("First Year", "Second Year", "Third Year"), 1)]
    assert admin.listed() == created


def test_the_list_is_sorted_by_level(admin: Admin) -> None:
    for level in (3, -1, 10, 1, 2):
        admin.create(f"Year {level}", level)
    assert [each["level"] for each in admin.listed()] == [-1, 1, 2, 3, 10]


def test_a_listed_stage_has_the_documented_structure(admin: Admin, first: Stage) -> None:
    (stage,) = admin.listed()
    assert {"id", "name", "level", "created_at", "updated_at"} <= stage.keys()
    assert (type(stage["id"]), stage["id"].isdecimal()) == (str, True)
    assert (stage["name"], stage["level"], type(stage["level"])) == ("First Year", 1, int)
    assert TIME.fullmatch(stage["created_at"])
    assert stage["updated_at"] == stage["created_at"]


def test_the_list_requires_authentication(admin: Admin) -> None:
    needs_an_admin(admin, "GET")


# POST /api/stages


def test_a_stage_is_created_with_valid_data(admin: Admin) -> None:
    stage = one(admin.call("POST", json={"name": "First Year", "level": 1}), 201)
    assert (stage["name"], stage["level"]) == ("First Year", 1)
    assert admin.listed() == [stage]


def test_a_stage_is_not_created_with_an_empty_name(admin: Admin) -> None:
    for name in ("", "   "):
        failed(admin.call("POST", json={"name": name, "level": 1}), 400, words.NAME_REQUIRED)
    assert admin.listed() == []


def test_a_stage_is_not_created_without_a_name(admin: Admin) -> None:
    failed(admin.call("POST", json={"level": 1}), 400, words.NAME_REQUIRED)
    assert admin.listed() == []


def test_a_stage_is_not_created_without_a_level(admin: Admin) -> None:
    failed(admin.call("POST", json={"name": "First Year"}), 400, words.LEVEL_REQUIRED)
    assert admin.listed() == []


def test_a_stage_is_not_created_with_a_level_of_another_type(admin: Admin) -> None:
    failed(admin.call("POST", json={"name": "First Year", "level": "one"}), 400, words.LEVEL_REQUIRED)
    failed(admin.call("POST", json={"name": "First Year", "level": "1"}), 400, words.LEVEL_REQUIRED)
    assert admin.listed() == []


def test_a_duplicate_of_name_and_level_is_prevented(admin: Admin, first: Stage) -> None:
    failed(admin.call("POST", json={"name": "First Year", "level": 1}), 400, words.DUPLICATE)
    assert admin.listed() == [first]


def test_the_same_name_is_allowed_with_a_different_level(admin: Admin) -> None:
    for level in (1, 2):
        admin.create("Computer Science", level)
    assert admin.names() == ["Computer Science 1", "Computer Science 2"]


def test_the_creation_requires_authentication(admin: Admin) -> None:
    needs_an_admin(admin, "POST", json={"name": "First Year", "level": 1})
    assert admin.listed() == []


# PUT /api/stages/:id


def test_a_stage_is_updated_with_valid_data(api: Api, admin: Admin, first: Stage) -> None:
    api.clock.advance(minutes=5)
    changed = one(admin.call("PUT", f"/{first['id']}", {"name": "Updated Name", "level": 2}))
    assert changed == first | {"name": "Updated Name", "level": 2, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > first["updated_at"]
    assert admin.listed() == [changed]


def test_an_update_of_the_name_alone_keeps_the_level(admin: Admin, first: Stage) -> None:
    changed = one(admin.call("PUT", f"/{first['id']}", {"name": "New Name Only"}))
    assert (changed["name"], changed["level"]) == ("New Name Only", 1)
    assert admin.names() == ["New Name Only 1"]


def test_an_update_of_a_stage_that_does_not_exist_is_a_404(admin: Admin) -> None:
    failed(admin.call("PUT", ABSENT_ID, {"name": "Updated Name", "level": 2}), 404, words.NOT_FOUND)


def test_a_stage_is_not_updated_with_an_empty_name(admin: Admin, first: Stage) -> None:
    for name in ("", "   "):
        failed(admin.call("PUT", f"/{first['id']}", {"name": name, "level": 2}), 400, words.NAME_REQUIRED)
    assert admin.listed() == [first]


def test_a_stage_is_not_updated_with_a_level_of_another_type(admin: Admin, first: Stage) -> None:
    failed(admin.call("PUT", f"/{first['id']}", {"name": "Updated Name", "level": "two"}), 400, words.LEVEL_NUMBER)
    assert admin.listed() == [first]


def test_the_update_requires_authentication(admin: Admin, first: Stage) -> None:
    needs_an_admin(admin, "PUT", f"/{first['id']}", {"name": "Updated Name", "level": 2})
    assert admin.listed() == [first]


# DELETE /api/stages/:id


def test_an_existing_stage_is_deleted(admin: Admin, first: Stage) -> None:
    assert one(admin.call("DELETE", f"/{first['id']}")) == first


def test_a_deletion_of_a_stage_that_does_not_exist_is_a_404(admin: Admin) -> None:
    failed(admin.call("DELETE", ABSENT_ID), 404, words.NOT_FOUND)


def test_the_deletion_requires_authentication(admin: Admin, first: Stage) -> None:
    needs_an_admin(admin, "DELETE", f"/{first['id']}")
    assert admin.listed() == [first]


def test_a_deleted_stage_is_really_gone(admin: Admin, first: Stage) -> None:
    second = admin.create("Second Year", 2)
    one(admin.call("DELETE", f"/{first['id']}"))
    assert admin.listed() == [second]
    failed(admin.call("DELETE", f"/{first['id']}"), 404, words.NOT_FOUND)
    failed(admin.call("GET", f"/{first['id']}"), 404, words.NOT_FOUND)
