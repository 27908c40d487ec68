"""Ids, levels, names and bodies that nobody means well with: each is refused cleanly, and never with a 500."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beheard_server.testing import Reply
from tests.server.academic import words
from tests.server.academic.admins import Admin, failed, one

JSON = {"Content-Type": "application/json"}
METHODS = ("GET", "PUT", "PATCH", "DELETE")
# As they stand in the path.
NO_IDS = [
    "abc",
    "1.5",
    "1.0",
    "-1",
    "%2B1",
    "0",
    "0x10",
    "0b1",
    "1e0",
    "01",
    "1_0",
    "1,0",
    "1;0",
    "%201",
    "1%20",
    "1%0A",
]
NO_IDS += [
    "%00",
    "1%00",
    "%FF",
    "%D9%A1",
    "%C2%B2",
    "%EF%BC%91",
    "%F0%9F%8E%93",
    "NaN",
    "Infinity",
    "null",
    "true",
    "bulk",
]
NO_IDS += [
    "1%27--",
    "1%20OR%201=1",
    "%25",
    "..%5C1",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775809",
]
NO_IDS += ["9" * 19, "1" * 20, "1" * 5000, "0" * 4999 + "1"]
NO_PLACES = ["%2F", "1%2F", "1%2F2", "..%2F1", "1/2", "1/", "/"]
DOUBLED = ["%2F1", "/1", "%2F%2F1"]
# What stands in the body, as it stands there.
NO_LEVELS = [
    "true",
    "false",
    '"1"',
    '""',
    "1.5",
    "null",
    "[]",
    "[1]",
    "{}",
    "2147483648",
    "-2147483649",
    "1e300",
    "0.1e0",
]
NO_LEVELS += ["9223372036854775808", "18446744073709551616", "-9223372036854775809"]
# No reader of JSON has a number for these, so that the body is none.
NO_NUMBERS = ["1e400", "-1e400", "9" * 5000, "NaN", "Infinity", "0x10", "01", "+1", ".5", "1."]

texts = st.text(st.characters(codec="utf-8"), max_size=30)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
bodies = st.fixed_dictionaries(
    {}, optional={"name": texts | json_values, "level": st.integers(-3, 3) | json_values, "active": json_values}
)


@pytest.fixture
def first(admin: Admin) -> str:
    return f"/{admin.create('First Year', 1)['id']}"


def test_what_is_no_id_is_not_found(admin: Admin, first: str) -> None:
    for path in NO_IDS:
        for method in METHODS:
            failed(
                admin.call(method, f"/{path}", {"name": "Hacked", "level": 1, "active": False}), 404, words.NOT_FOUND
            )
    assert admin.names() == ["First Year 1"]


def test_a_slash_in_the_place_of_an_id_leads_nowhere(admin: Admin, first: str) -> None:
    assert [place for place in NO_PLACES if not leads_nowhere(admin, place)] == []


def test_a_slash_before_an_id_leads_nowhere_either(admin: Admin, first: str) -> None:
    assert [place for place in DOUBLED if not leads_nowhere(admin, place)] == []


def leads_nowhere(admin: Admin, place: str) -> bool:
    """Tell whether every method is answered with a 404 in the envelope."""
    replies = [admin.call(method, f"/{place}", {"name": "Hacked", "active": False}) for method in METHODS]
    return all((each.status, (each.body or {}).get("status")) == (404, "fail") for each in replies)


def test_what_is_no_level_is_refused_with_the_message_for_levels(admin: Admin, first: str) -> None:
    for level in NO_LEVELS:
        for method, path, message in (("POST", "", words.LEVEL_REQUIRED), ("PUT", first, words.LEVEL_NUMBER)):
            failed(send(admin, method, path, f'{{"name": "Year", "level": {level}}}'), 400, message)
        bulk = f'{{"stages": [{{"name": "Year", "level": 2}}, {{"name": "Year", "level": {level}}}]}}'
        failed(send(admin, "POST", "/bulk", bulk), 400, f"Stage 1: {words.LEVEL_REQUIRED}")
    assert admin.names() == ["First Year 1"]


def test_what_is_not_even_a_number_makes_the_body_an_empty_one(admin: Admin, first: str) -> None:
    for level in NO_NUMBERS:
        for method, path in (("POST", ""), ("PUT", first)):
            failed(send(admin, method, path, f'{{"name": "Year", "level": {level}}}'), 400, words.NAME_REQUIRED)
    assert admin.names() == ["First Year 1"]


@pytest.mark.parametrize(
    "body",
    [
        '{"name": "\\ud800", "level": 1}',
        '{"name": "Year\\u0000", "level": 1}',
        '{"name": "\\u0000", "level": 1}',
        '{"name": "Year", "name": "Other", "level": 1}',
        '{"name": "Year", "level": 1} {}',
        '{"level": 1, "name": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"__proto__": {"name": "Year", "level": 1}}',
    ],
    ids=lambda body: body[:24],
)
def test_a_body_that_two_readers_would_understand_differently_names_no_stage(admin: Admin, body: str) -> None:
    failed(send(admin, "POST", "", body), 400, words.NAME_REQUIRED)
    assert admin.names() == []


def test_what_looks_like_sql_or_markup_is_a_name_like_any_other(admin: Admin) -> None:
    names = [
        "'; DROP TABLE beheard_academic_stages; --",
        "<script>alert(1)</script>",
        "%s {0} {{x}}",
        "\u202eyear",
        "NULL",
    ]
    for name in names:
        assert one(admin.call("POST", json={"name": name, "level": 1}), 201)["name"] == name
        assert [each["name"] for each in admin.listed(f"?name={quote(name)}")] == [name]
    assert len(admin.listed()) == len(names)


@settings(max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=bodies,
    path=st.text(st.characters(exclude_characters="/"), max_size=8),
    query=st.dictionaries(st.sampled_from(["name", "level", "limit"]), texts),
)
def test_whatever_is_sent_is_answered_in_the_envelope_and_never_with_a_fault(
    admin: Admin, body: dict[str, Any], path: str, query: dict[str, str]
) -> None:
    asked = "&".join(f"{key}={quote(value)}" for key, value in query.items())
    place = f"/{quote(path.encode(errors='replace'), safe='')}"
    replies = [
        admin.call("POST", json=body),
        admin.call("POST", "/bulk", {"stages": [body, body]}),
        admin.call("GET", f"?{asked}&limit=1"),
        *(admin.call(method, place, body) for method in METHODS),
        *(admin.call(method, "/1", body) for method in ("PUT", "PATCH")),
    ]
    for reply in replies:
        assert reply.status in {200, 201, 400, 404, 405}
        assert reply.body["status"] == ("success" if reply.status < 400 else "fail")
    assert one_of_a_kind(admin)


def one_of_a_kind(admin: Admin) -> bool:
    """Tell whether every pair of name and level is there once, and in order."""
    pairs = [(each["level"], each["name"]) for each in admin.listed()]
    return pairs == sorted(set(pairs))


def send(admin: Admin, method: str, path: str, body: str) -> Reply:
    return admin.call(method, path, data=body.encode(), headers=JSON)
