"""What the catalogue can do beyond its document: single stages, filters, pages, bulk creation, activity."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from attrs import evolve

from tests.server.academic import words
from tests.server.academic.admins import Admin, Stage, failed, one, stages, succeeded
from tests.server.client import Api
from tests.server.people import call, granted

MOST = 1000


def rows(count: int, name: str = "Year") -> list[dict[str, Any]]:
    return [{"name": f"{name} {number:04}", "level": number} for number in range(count)]


def create_all(admin: Admin, sent: list[dict[str, Any]]) -> list[Stage]:
    return stages(admin.call("POST", "/bulk", {"stages": sent}), 201)


@pytest.fixture
def mixed(admin: Admin) -> list[Stage]:
    """Six stages: two names on two levels and a third one, every other inactive; in the order of the catalogue."""
    pairs = [("Arts", 1), ("Law", 1), ("Arts", 2), ("Law", 2), ("Medicine", 2), ("Medicine", -3)]
    made = create_all(admin, [{"name": name, "level": level} for name, level in pairs])
    for stage in made[::2]:
        one(admin.call("PATCH", f"/{stage['id']}", {"active": False}))
    return admin.listed()


# One stage


def test_a_single_stage_is_shown_as_it_is_listed(admin: Admin, mixed: list[Stage]) -> None:
    assert [one(admin.call("GET", f"/{each['id']}")) for each in mixed] == mixed


def test_an_id_is_never_given_again(admin: Admin) -> None:
    gone = admin.create("First Year", 1)
    one(admin.call("DELETE", f"/{gone['id']}"))
    again = admin.create("First Year", 1)
    assert int(again["id"]) > int(gone["id"])
    failed(admin.call("GET", f"/{gone['id']}"), 404, words.NOT_FOUND)


def test_ids_have_64_bits_and_come_back_as_strings(admin: Admin, tmp_path: Path) -> None:
    admin.create("First Year", 1)
    last = "9223372036854775807"
    with closing(sqlite3.connect(tmp_path / "beheard.db")) as connection, connection:
        connection.execute("UPDATE beheard_academic_stages SET id = ?", (last,))
    assert [each["id"] for each in admin.listed()] == [last]
    assert one(admin.call("PUT", f"/{last}", {"name": "Last Year"}))["id"] == last
    assert one(admin.call("DELETE", f"/{last}"))["name"] == "Last Year"


# Order and filters


def test_the_list_is_in_the_order_of_level_then_name_then_nothing_else(admin: Admin, mixed: list[Stage]) -> None:
    assert admin.names() == ["Medicine -3", "Arts 1", "Law 1", "Arts 2", "Law 2", "Medicine 2"]


def test_filters_pick_what_meets_all_of_them(admin: Admin, mixed: list[Stage]) -> None:
    names, levels, activities = (None, "Arts", "Medicine", "arts", "Nothing"), (None, 1, 2, 7), (None, True, False)
    for name, level, active in product(names, levels, activities):
        asked = {"name": name, "level": level, "active": active}
        given = {key: value for key, value in asked.items() if value is not None}
        query = urlencode({key: str(value).lower() if key == "active" else value for key, value in given.items()})
        expected = [each for each in mixed if all(each[key] == value for key, value in given.items())]
        assert admin.listed(f"?{query}") == expected


def test_a_name_is_asked_for_without_the_white_space_around_it_and_exactly_otherwise(
    admin: Admin, mixed: list[Stage]
) -> None:
    assert admin.names("?name=%20Arts%20") == ["Arts 1", "Arts 2"]
    assert admin.names("?name=Art") == admin.names("?name=Arts%25") == admin.names("?name=Arts%00") == []
    assert admin.listed("?name=") == admin.listed("?unknown=x") == mixed


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=0", words.LIMIT),
        ("limit=201", words.LIMIT),
        ("limit=x", words.LIMIT),
        ("limit=", words.LIMIT),
        ("level=x", words.LEVEL_FILTER),
        ("level=1.5", words.LEVEL_FILTER),
        ("level=2147483648", words.LEVEL_FILTER),
        (f"level={'9' * 5000}", words.LEVEL_FILTER),
        ("active=yes", words.ACTIVE),
        ("active=1", words.ACTIVE),
        ("cursor=x", words.CURSOR),
        ("cursor=", words.CURSOR),
        ("cursor=%00&limit=2", words.CURSOR),
        ("cursor=%F0%9F%8E%93&limit=2", words.CURSOR),
    ],
    ids=lambda text: text[:20],
)
def test_a_question_that_makes_no_sense_is_refused_in_its_own_words(admin: Admin, query: str, message: str) -> None:
    failed(admin.call("GET", f"?{query}"), 400, message)


# Pages


def pages(admin: Admin, query: str, cursor: str | None = None) -> Iterator[Any]:
    """Turn the pages of a list, each with what stands beside it, from a cursor on."""
    while True:
        data = succeeded(admin.call("GET", f"?{query}" + (f"&cursor={cursor}" if cursor else "")))
        yield data
        cursor = data.get("cursor")
        if cursor is None:
            return


def test_without_a_limit_the_list_is_whole_and_says_nothing_of_pages(admin: Admin) -> None:
    create_all(admin, rows(250))
    data = succeeded(admin.call("GET"))
    assert (data.keys(), len(data["stages"])) == ({"stages"}, 250)


@pytest.mark.parametrize("limit", [1, 2, 6])
def test_pages_hold_the_whole_list_once_and_in_its_order(admin: Admin, mixed: list[Stage], limit: int) -> None:
    for query in ("", "name=Arts", "level=2", "active=false", "level=2&active=true", "name=Law&level=1"):
        turned = list(pages(admin, f"{query}&limit={limit}"))
        assert [each for page in turned for each in page["stages"]] == admin.listed(f"?{query}")
        assert all(len(page["stages"]) == limit and page["has_more"] for page in turned[:-1])
        assert (turned[-1]["has_more"], "cursor" in turned[-1]) == (False, False)


def test_a_page_holds_up_to_200(admin: Admin) -> None:
    create_all(admin, rows(201))
    assert [len(page["stages"]) for page in pages(admin, "limit=200")] == [200, 1]


def test_a_cursor_without_a_limit_goes_on_to_the_end(admin: Admin, mixed: list[Stage]) -> None:
    first = next(pages(admin, "limit=2"))
    assert admin.listed(f"?cursor={first['cursor']}") == mixed[2:]


def test_nothing_comes_twice_or_is_left_out_while_others_come_and_go(admin: Admin) -> None:
    made = create_all(admin, rows(6))
    turning = pages(admin, "limit=2")
    seen = list(next(turning)["stages"])
    admin.create("Before", -1)
    one(admin.call("DELETE", f"/{made[1]['id']}"))  # the one that the cursor names
    one(admin.call("DELETE", f"/{made[4]['id']}"))
    between = admin.create("Between", 2)
    seen += [each for page in turning for each in page["stages"]]
    assert seen == [made[0], made[1], between, made[2], made[3], made[5]]


def test_a_cursor_is_good_for_its_own_filters_only(admin: Admin) -> None:
    create_all(admin, [*rows(3), *({"name": "None", "level": level} for level in range(3))])
    queries = ["", "name=None", "level=0", "active=true", "name=None&active=true", "name=True", "level=0&name=0"]
    for query in ("", "name=None", "active=true"):
        cursor = next(pages(admin, f"{query}&limit=1"))["cursor"]
        for other in queries:
            reply = admin.call("GET", f"?{other}&limit=2&cursor={cursor}")
            if other == query:
                assert len(stages(reply)) == 2
            else:
                failed(reply, 400, words.CURSOR)


def test_a_cursor_that_was_tampered_with_is_not_valid(admin: Admin) -> None:
    create_all(admin, rows(3))
    cursor: str = next(pages(admin, "limit=1"))["cursor"]
    assert len(admin.listed(f"?limit=2&cursor={cursor}")) == 2
    head, signature = cursor.rsplit(".", 1)
    for forged in (
        cursor[:-1],
        cursor[1:],
        f"{head}.",
        f".{signature}",
        f"{head}x.{signature}",
        f"{head}.{head}",
        "a.b",
    ):
        failed(admin.call("GET", f"?limit=2&cursor={forged}"), 400, words.CURSOR)


def test_a_cursor_is_good_for_a_day(api: Api, admin: Admin) -> None:
    create_all(admin, rows(3))
    query = f"?limit=2&cursor={next(pages(admin, 'limit=1'))['cursor']}"
    login = {"email": "dean@example.org", "password": "correct horse battery"}

    def back(**later: float) -> Admin:
        api.clock.advance(**later)
        return evolve(admin, token=granted(call(api, "POST", "/auth/login", json=login))["accessToken"])

    assert len(back(days=1).listed(query)) == 2
    failed(back(seconds=1).call("GET", query), 400, words.CURSOR)


def test_a_cursor_of_another_list_is_not_valid(api: Api, admin: Admin) -> None:
    for number in range(2):
        sent = {"inviteEmail": f"somebody{number}@example.org"}
        granted(call(api, "POST", "/sessions", json=sent, token=admin.token), 201)
    cursor = granted(call(api, "GET", "/sessions?limit=1", token=admin.token))["cursor"]
    failed(admin.call("GET", f"?limit=1&cursor={cursor}"), 400, words.CURSOR)


# Many at once


def test_a_thousand_are_created_at_once_and_shown_in_the_order_in_which_they_were_sent(admin: Admin) -> None:
    sent = rows(MOST)[::-1]
    made = create_all(admin, sent)
    assert [{"name": each["name"], "level": each["level"]} for each in made] == sent
    assert admin.listed() == made[::-1]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"level": 1}, words.NAME_REQUIRED),
        ({"name": "Year", "level": "1"}, words.LEVEL_REQUIRED),
        ({"name": " There ", "level": 1.0}, words.DUPLICATE),
        (None, words.NAME_REQUIRED),
    ],
)
def test_a_bulk_is_all_or_none_and_the_first_bad_row_is_named(admin: Admin, row: object, message: str) -> None:
    there = admin.create("There", 1)
    for bad in (0, 1, 17, MOST - 1):
        sent = [*rows(bad), row, *({} for _ in range(MOST - bad - 1))]
        failed(admin.call("POST", "/bulk", {"stages": sent}), 400, f"Stage {bad}: {message}")
        assert admin.listed() == [there]


def test_a_row_that_repeats_an_earlier_one_is_a_duplicate(admin: Admin) -> None:
    sent = [*rows(MOST - 1), {"name": " Year 0007 ", "level": 7.0}]
    failed(admin.call("POST", "/bulk", {"stages": sent}), 400, f"Stage {MOST - 1}: {words.DUPLICATE}")
    assert admin.listed() == []


@pytest.mark.parametrize("sent", [None, {}, "x", 1, [], rows(MOST + 1)], ids=lambda sent: str(sent)[:10])
def test_a_bulk_is_a_list_of_1_to_1000(admin: Admin, sent: object) -> None:
    failed(admin.call("POST", "/bulk", {"stages": sent}), 400, words.BULK)
    failed(admin.call("POST", "/bulk", {}), 400, words.BULK)
    assert admin.listed() == []


# Activity


def test_a_new_stage_is_active(admin: Admin) -> None:
    assert admin.create("First Year", 1)["active"] is True


def test_an_inactive_stage_stays_listed_and_can_be_made_active_again(api: Api, admin: Admin) -> None:
    stage = admin.create("First Year", 1)
    for active in (False, False, True):
        api.clock.advance(minutes=1)
        changed = one(admin.call("PATCH", f"/{stage['id']}", {"active": active}))
        assert changed == stage | {"active": active, "updated_at": changed["updated_at"]}
        assert changed["updated_at"] > stage["updated_at"]
        assert admin.listed() == [one(admin.call("GET", f"/{stage['id']}"))] == [changed]


def test_an_update_leaves_an_inactive_stage_inactive(admin: Admin) -> None:
    stage = admin.create("First Year", 1)
    one(admin.call("PATCH", f"/{stage['id']}", {"active": False}))
    changed = one(admin.call("PUT", f"/{stage['id']}", {"name": "Freshman Year", "active": True}))
    assert (changed["name"], changed["active"]) == ("Freshman Year", False)


def test_a_change_of_activity_changes_nothing_else(admin: Admin) -> None:
    stage = admin.create("First Year", 1)
    sent = {"active": False, "name": "Other", "level": 9}
    changed = one(admin.call("PATCH", f"/{stage['id']}", sent))
    assert (changed["name"], changed["level"]) == ("First Year", 1)
    failed(admin.call("POST", json={"name": "First Year", "level": 1}), 400, words.DUPLICATE)
