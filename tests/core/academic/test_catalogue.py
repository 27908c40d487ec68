"""What can be a stage, and what cannot, against the contract's page on the catalogue."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import validate
from beheard_core.academic import (
    Filters,
    NewStage,
    StageChange,
    StageNotFound,
    StageRefused,
    duplicate,
    in_row,
    read_activation,
    read_bulk,
    read_change,
    read_filters,
    read_id,
    read_new,
    read_row,
)

NAME = "Stage name is required"
LONG = "Stage name must have at most 255 characters"
LEVEL = "Stage level is required and must be a number"
NEW_LEVEL = "Stage level must be a number"
BULK = "stages must be a list of 1 to 1000 stages"
ACTIVE = "active must be true or false"
LIMIT = "limit must be 1 to 200"
QUERY_LEVEL = "level must be a number"
LOW, HIGH = -(2**31), 2**31 - 1
NO_LEVEL: list[Any] = [None, True, False, "1", "", 1.5, -0.5, LOW - 1, HIGH + 1, 10**400, [], [1], {}]
NO_LEVEL += [float("nan"), float("inf"), -float("inf"), 1e300, HIGH + 0.5]
NO_NAME: list[Any] = [
    None,
    "",
    " ",
    "\t\n\v\f\r",
    "\u00a0\u2003\u3000",
    "\0",
    "First\0Year",
    True,
    1,
    1.5,
    [],
    ["x"],
    {},
]
NO_ID = ["", "0", "-1", "+1", "01", "1.0", "1.5", "1e3", "0x10", "1_000", " 1", "1 ", "1\n", "abc", "1\0", "\u0661"]
NO_ID += ["\u00b2", "9223372036854775808", "18446744073709551616", "9" * 19, "1" * 5000, "0" * 5000 + "1"]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text() | json_values,
        "level": st.integers(LOW - 2, HIGH + 2) | st.floats(LOW - 2, HIGH + 2) | json_values,
        "active": json_values,
        "stages": st.lists(json_values, max_size=3) | json_values,
    },
)
written = st.text() | st.integers().map(str) | st.text("0123456789+-.,_ e", max_size=20)
queries = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(),
        "level": written,
        "active": st.sampled_from(["true", "false"]) | st.text(),
        "limit": written,
    },
)


def told(read: Callable[..., object], *given: object) -> Any:
    """Give what is read, or the words with which that is refused."""
    try:
        return read(*given)
    except (StageRefused, StageNotFound) as refused:
        return str(refused)


def refusal(read: Callable[..., object], *given: object) -> str:
    """Give the words of a refusal that must come."""
    words = told(read, *given)
    assert isinstance(words, str), words
    return words


# New stages


@pytest.mark.parametrize("level", [1, 0, -1, LOW, HIGH, 1.0, -0.0, float(LOW), float(HIGH), 2e3])
def test_a_number_without_a_fraction_that_fits_in_32_bits_is_a_level(level: float) -> None:
    stage = read_new({"name": "First Year", "level": level})
    assert (stage, type(stage.level)) == (NewStage("First Year", int(level)), int)


@pytest.mark.parametrize("level", NO_LEVEL, ids=lambda level: repr(level)[:20])
def test_nothing_else_is_a_level(level: object) -> None:
    assert refusal(read_new, {"name": "First Year", "level": level}) == LEVEL
    assert refusal(read_change, {"name": "First Year", "level": level}) == NEW_LEVEL


@pytest.mark.parametrize("name", NO_NAME, ids=repr)
@pytest.mark.parametrize("read", [read_new, read_change])
def test_a_name_is_needed(read: Callable[[Mapping[str, object]], object], name: object) -> None:
    assert refusal(read, {"name": name, "level": 1}) == refusal(read, {"level": 1}) == NAME


def test_a_level_is_needed_for_a_new_stage_and_not_for_a_change() -> None:
    assert refusal(read_new, {"name": "First Year"}) == LEVEL
    assert read_change({"name": "First Year"}) == StageChange("First Year", None)
    assert read_change({"name": "First Year", "level": 2.0}) == StageChange("First Year", 2)


def test_a_name_has_up_to_255_characters_around_which_white_space_does_not_count() -> None:
    longest = "\U0001f393" * 255
    assert read_new({"name": f" \t{longest}\u3000\n", "level": 1}).name == longest
    assert refusal(read_new, {"name": longest + "x", "level": 1}) == LONG


@pytest.mark.parametrize("name", ["Year  1", "first year", "Erste\u0301", "\u200b", "' OR 1=1 --", "null", "\ufeff1"])
def test_what_is_inside_a_name_stays_as_it_is(name: str) -> None:
    assert read_new({"name": f" {name} ", "level": 1}).name == name
    assert read_change({"name": f" {name} "}).name == name


@given(bodies)
def test_a_body_is_read_as_a_valid_stage_or_refused_for_its_name_first(body: dict[str, Any]) -> None:
    name, level = body.get("name"), body.get("level")
    stage = told(read_new, body)
    if not names_something(name):
        assert stage in {NAME, LONG}
    elif not is_level(level):
        assert stage == LEVEL
    else:
        assert (stage.name, stage.level, type(stage.level)) == (str(name).strip(), level, int)
        assert validate(stage) == ()


@given(bodies)
def test_a_change_is_read_as_a_new_stage_is_except_that_the_level_may_be_left_out(body: dict[str, Any]) -> None:
    change = told(read_change, body)
    stage = told(read_new, {"level": 0, **body})
    if isinstance(stage, str):
        assert change == stage.replace(LEVEL, NEW_LEVEL)
    else:
        assert change == StageChange(stage.name, stage.level if "level" in body else None)
        assert validate(change) == ()


def names_something(name: object) -> bool:
    return isinstance(name, str) and bool(name.strip()) and "\0" not in name and len(name.strip()) <= 255


def is_level(level: object) -> bool:
    return type(level) in (int, float) and LOW <= level <= HIGH and level % 1 == 0  # type: ignore[operator]


# Many at once


@pytest.mark.parametrize("count", [1, 17, 1000])
def test_a_bulk_has_1_to_1000_rows(count: int) -> None:
    rows = [{"name": "Year", "level": level} for level in range(count)]
    assert read_bulk({"stages": rows}) == tuple(rows)


@pytest.mark.parametrize("stages", [None, [], {}, "x", 1, True, [{}] * 1001, {"0": {"name": "Year", "level": 1}}])
def test_anything_else_is_no_bulk(stages: object) -> None:
    assert refusal(read_bulk, {"stages": stages}) == refusal(read_bulk, {}) == BULK


@given(json_values, st.integers(0, 999))
def test_a_row_is_refused_as_a_single_stage_is_with_its_number_before_the_message(row: Any, index: int) -> None:
    (read,) = read_bulk({"stages": [row]})
    single = row if isinstance(row, dict) else {}
    assert refusal(read_row, index, read) == f"Stage {index}: {refusal(read_new, single)}"


def test_a_good_row_is_a_new_stage() -> None:
    assert read_row(17, {"name": " Year ", "level": 1.0}) == NewStage("Year", 1)


def test_a_duplicate_is_named_by_its_row_as_well() -> None:
    assert str(duplicate()) == "Stage with this name and level already exists"
    assert str(in_row(999, duplicate())) == "Stage 999: Stage with this name and level already exists"


# Activity


@given(bodies)
def test_a_stage_is_active_or_inactive_by_a_boolean_and_nothing_like_one(body: dict[str, Any]) -> None:
    if body.get("active") is True or body.get("active") is False:
        assert read_activation(body) is body["active"]
    else:
        assert refusal(read_activation, body) == ACTIVE


@pytest.mark.parametrize("active", [None, 0, 1, "true", "", [], {}, 1.0])
def test_what_merely_looks_like_a_boolean_is_none(active: object) -> None:
    assert refusal(read_activation, {"active": active}) == ACTIVE


# Ids


@given(st.integers(1, 2**63 - 1))
def test_an_id_is_read_back_as_it_was_written(number: int) -> None:
    assert read_id(str(number)) == number


@given(written | st.integers(max_value=0).map(str) | st.integers(2**63).map(str))
def test_a_text_is_the_one_way_to_write_an_id_or_no_id_at_all(text: str) -> None:
    number = told(read_id, text)
    if number != "Stage not found":
        assert (str(number), 1 <= number < 2**63) == (text, True)


@pytest.mark.parametrize("text", NO_ID, ids=lambda text: repr(text)[:20])
def test_what_is_no_decimal_integer_of_64_bits_is_no_id(text: str) -> None:
    with pytest.raises(StageNotFound):
        read_id(text)


# Questions


def test_without_a_question_nothing_is_filtered() -> None:
    assert read_filters({}) == Filters(name=None, level=None, active=None, limit=None)
    assert read_filters({"name": "  ", "unknown": "x"}) == Filters()


def test_a_question_is_read_from_strings() -> None:
    query = {"name": " First Year ", "level": "-2147483648", "active": "false", "limit": "200"}
    assert read_filters(query) == Filters("First Year", LOW, active=False, limit=200)
    assert read_filters({"level": "2147483647", "active": "true", "limit": "1"}) == Filters(None, HIGH, True, 1)


@pytest.mark.parametrize(
    ("key", "values", "message"),
    [
        ("limit", ["", "0", "201", "-1", "1.0", "x", "\u0661", "9" * 19, "9" * 5000], LIMIT),
        (
            "level",
            ["", "-", "--1", "1.5", "1.0", "x", "true", "+1", "2147483648", "-2147483649", "9" * 5000],
            QUERY_LEVEL,
        ),
        ("active", ["", "True", "1", "yes", "null"], ACTIVE),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_its_own_words(key: str, values: list[str], message: str) -> None:
    assert {refusal(read_filters, {key: value}) for value in values} == {message}


@given(queries)
def test_a_query_is_read_or_refused_and_what_is_read_is_within_its_limits(query: dict[str, str]) -> None:
    filters = told(read_filters, query)
    if isinstance(filters, str):
        assert filters in {LIMIT, QUERY_LEVEL, ACTIVE}
    else:
        assert filters.limit is None or 1 <= filters.limit <= 200
        assert filters.level is None or LOW <= filters.level <= HIGH
        assert filters.name is None or filters.name == filters.name.strip() != ""
        assert {key for key in ("level", "active", "limit") if getattr(filters, key) is None}.isdisjoint(query)
