"""The catalogue inside an app of somebody else's, who knows the admins and what belongs to each stage."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from attrs import Factory, define
from flask import Flask, request

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.store import Store
from beheard_server.store.memory import MemoryStore
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import SECRET_KEY, Client
from tests.server.academic import words
from tests.server.academic.admins import STAGES, Admin, failed, one, stages

ROLES = {"dean": frozenset({"admin"}), "student": frozenset[str]()}


@define
class School:
    """A host that counts its students and materials, and notes what it is asked."""

    counts: dict[int, dict[str, int]] = Factory(dict)
    asked: list[list[int]] = Factory(list)

    def usage(self, ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
        self.asked.append(list(ids))
        return {each: self.counts[each] for each in ids if each in self.counts}


def who() -> Principal | None:
    user = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return Principal(user, ROLES[user]) if user in ROLES else None


def host(store: Store, school: School | None = None, *, url_prefix: str | None = None) -> Client:
    app = Flask("school")
    usage = None if school is None else school.usage
    settings = Settings(secret_keys=(SECRET_KEY,))
    extension = BeHeard(settings, contexts=("academic",), identity=who, store=store, stage_usage=usage)
    extension.init_app(app, url_prefix=url_prefix)
    return Client(app)


@pytest.fixture
def school() -> School:
    return School()


@pytest.fixture(params=["sqlite", "memory"])
def dean(request: pytest.FixtureRequest, school: School, tmp_path: Path) -> Iterator[Admin]:
    store: Store = SQLiteStore(tmp_path / "school.db") if request.param == "sqlite" else MemoryStore()
    with closing(store):
        yield Admin(host(store, school), "dean")


def test_the_host_says_who_is_an_admin(dean: Admin) -> None:
    server = dean.server
    failed(Admin(server).call("GET"), 401, words.NOT_LOGGED_IN)
    failed(Admin(server, "nobody").call("GET"), 401, words.NOT_LOGGED_IN)
    failed(Admin(server, "student").call("POST", json={"name": "First Year", "level": 1}), 403, words.NO_PERMISSION)
    assert dean.listed() == []


@pytest.mark.parametrize(("prefix", "place"), [("/school", "/school/stages"), (None, STAGES)])
def test_the_catalogue_stands_below_the_prefix_of_the_host(prefix: str | None, place: str) -> None:
    admin = Admin(host(MemoryStore(), url_prefix=prefix), "dean", place)
    stage = admin.create("First Year", 1)
    assert one(admin.call("GET", f"/{stage['id']}")) == stage


def test_what_is_below_the_prefix_and_not_ours_is_answered_by_the_host(dean: Admin) -> None:
    for method, path in (("GET", "/1/students"), ("POST", "/1"), ("PATCH", "")):
        reply = dean.call(method, path)
        assert (reply.status in {404, 405}, reply.body) == (True, None)


def test_without_a_hook_no_usage_is_shown_and_every_stage_can_be_deleted() -> None:
    admin = Admin(host(MemoryStore()), "dean")
    stage = admin.create("First Year", 1)
    assert "usage" not in stage
    assert one(admin.call("DELETE", f"/{stage['id']}")) == stage


def test_every_stage_shows_what_of_the_host_belongs_to_it(dean: Admin, school: School) -> None:
    first, second, _ = (dean.create(name, 1) for name in ("First", "Second", "Third"))
    assert first["usage"] == {"students": 0, "materials": 0}
    school.counts |= {int(first["id"]): {"students": 30, "materials": 4}, int(second["id"]): {"materials": 1}}
    shown = {each["name"]: each["usage"] for each in dean.listed()}
    assert shown == {
        "First": {"students": 30, "materials": 4},
        "Second": {"students": 0, "materials": 1},
        "Third": {"students": 0, "materials": 0},
    }
    path = f"/{first['id']}"
    replies = [
        dean.call("GET", path),
        dean.call("PUT", path, {"name": "1"}),
        dean.call("PATCH", path, {"active": False}),
    ]
    assert [one(each)["usage"]["students"] for each in replies] == [30, 30, 30]


def test_the_host_is_asked_once_for_a_whole_list_by_numbers(dean: Admin, school: School) -> None:
    sent = [{"name": "Year", "level": level} for level in range(50)]
    made = stages(dean.call("POST", "/bulk", {"stages": sent}), 201)
    ids = [int(each["id"]) for each in made]
    assert school.asked == [ids]
    dean.listed()
    dean.listed("?limit=3")
    assert school.asked[1:] == [ids, ids[:3]]


@pytest.mark.parametrize("counts", [{"students": 1}, {"materials": 1}, {"students": 30, "materials": 12}])
def test_a_stage_in_use_cannot_be_deleted(dean: Admin, school: School, counts: dict[str, int]) -> None:
    used, free = dean.create("First Year", 1), dean.create("Second Year", 2)
    school.counts[int(used["id"])] = counts
    failed(dean.call("DELETE", f"/{used['id']}"), 409, words.IN_USE)
    assert one(dean.call("DELETE", f"/{free['id']}")) == free
    assert dean.names() == ["First Year 1"]
    del school.counts[int(used["id"])]
    assert one(dean.call("DELETE", f"/{used['id']}")) == used
    failed(dean.call("DELETE", f"/{used['id']}"), 404, words.NOT_FOUND)


def test_a_hook_that_fails_deletes_nothing(dean: Admin, school: School) -> None:
    stage = dean.create("First Year", 1)
    school.counts[int(stage["id"])] = {"teachers": 1}
    failed(dean.call("DELETE", f"/{stage['id']}"), 500, words.FAULT, "error")
    school.counts.clear()
    assert dean.listed() == [stage]
