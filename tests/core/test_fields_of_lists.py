"""Fields that hold lists or points in time: what they refuse, and how they describe themselves."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import field, fields, frozen
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Violation, validate
from beheard_core.fields import moment, repeated, rule_of, several, texts


@frozen
class Crowd:
    """A class with a field for one to three names."""

    names: tuple[str, ...] = field(**several("The names", most=3))


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ((), "must have 1 to 3 entries"),
        (("a", "b", "c", "d"), "must have 1 to 3 entries"),
        (["a"], "must be a list"),
        (("a",), None),
        (("a", "b", "c"), None),
    ],
)
def test_several_things_are_counted(names: Any, problem: str | None) -> None:
    assert validate(Crowd(names)) == (() if problem is None else (Violation("names", problem),))


@frozen
class Words:
    """A class with a list of texts, one that may be empty, and one in which each is named once."""

    words: tuple[str, ...] = field(**texts("Some words", most=3, longest=4))
    more: tuple[str, ...] = field(default=(), **texts("More words", least=0, most=2, longest=4))
    ids: tuple[str, ...] = field(default=("a",), **texts("Some ids", most=3, longest=4, unique=True))
    others: tuple[str, ...] | None = field(default=None, **texts("Yet others", most=1, longest=4))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"words": ("a", "a", " word ")}, {}),
        ({"words": ()}, {"words": "must have 1 to 3 entries"}),
        ({"words": ("a",) * 4}, {"words": "must have 1 to 3 entries"}),
        ({"words": ["a"]}, {"words": "must be a list"}),
        ({"words": "a"}, {"words": "must be a list"}),
        ({"words": None}, {"words": "is required"}),
        ({"words": ("a", "words")}, {"words": "has an entry that must have 1 to 4 characters"}),
        ({"words": ("a", 7)}, {"words": "has an entry that must be text"}),
        ({"words": ("a", ("b",))}, {"words": "has an entry that must be text"}),
        ({"words": ("a", None)}, {"words": "has an entry that is blank"}),
        ({"words": ("a", " \n")}, {"words": "has an entry that is blank"}),
        ({"words": ("a", "b\0")}, {"words": "has an entry that must not contain NUL"}),
        ({"words": (" ", "words", 7)}, {"words": "has an entry that is blank"}),
        ({"more": ()}, {}),
        ({"more": ("a", "b", "c")}, {"more": "must have 0 to 2 entries"}),
        ({"more": None}, {"more": "is required"}),
        ({"ids": ("a", "b", "A")}, {}),
        ({"ids": ("a", "b", "a")}, {"ids": "must not hold an entry twice"}),
        ({"ids": ("a", " a\t")}, {"ids": "must not hold an entry twice"}),
        ({"ids": (" ", "")}, {"ids": "has an entry that is blank"}),
        ({"ids": (["a"], ["a"])}, {"ids": "has an entry that must be text"}),
        ({"ids": ({}, "a")}, {"ids": "has an entry that must be text"}),
        ({"others": None}, {}),
        ({"others": ()}, {"others": "must have 1 to 1 entries"}),
    ],
)
def test_a_list_of_texts_is_counted_and_each_entry_judged(changes: dict[str, Any], expected: dict[str, str]) -> None:
    found = {each.path: each.problem for each in validate(Words(**{"words": ("a",), **changes}))}
    assert found.keys() == expected.keys()
    assert all(found[path].startswith(problem) for path, problem in expected.items())


@given(st.lists(st.text(st.sampled_from("ab \n"), max_size=6), max_size=5).map(tuple))
def test_the_entries_of_a_list_are_trimmed_like_a_text_each_and_in_order(entries: tuple[str, ...]) -> None:
    words = Words(entries)
    assert words.words == tuple(each.strip(" \n") or None for each in entries)
    assert Words(words.words) == words
    right = 1 <= len(entries) <= 3 and all(1 <= len(each.strip(" \n")) <= 4 for each in entries)
    assert (validate(words) == ()) is right


def test_what_is_not_a_list_of_texts_is_not_cleaned_into_one() -> None:
    assert Words(" a ").words == " a "  # type: ignore[comparison-overlap, arg-type]  # that is the point
    assert Words((7, " a ")).words == (7, "a")  # type: ignore[comparison-overlap, arg-type]
    assert Crowd((" a ",)).names == (" a ",)


@pytest.mark.parametrize(
    ("kind", "name", "schema"),
    [
        (Crowd, "names", {"description": "The names", "minItems": 1, "maxItems": 3}),
        (Words, "words", {"description": "Some words", "minItems": 1, "maxItems": 3}),
        (Words, "more", {"description": "More words", "minItems": 0, "maxItems": 2}),
        (Words, "ids", {"description": "Some ids", "minItems": 1, "maxItems": 3, "uniqueItems": True}),
    ],
)
def test_the_schema_of_a_list_has_the_limits_of_the_rule(kind: type, name: str, schema: dict[str, Any]) -> None:
    rule = rule_of(getattr(fields(kind), name))
    assert rule is not None
    assert rule.schema() == schema


@frozen
class Meeting:
    """A class with a point in time."""

    when: datetime = field(**moment("When"))
    again: datetime | None = field(default=None, **moment("When again"))


NOON = datetime(2025, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "again", "expected"),
    [
        (NOON, None, {}),
        (NOON, NOON, {}),
        (NOON.astimezone(timezone(timedelta(hours=-5, minutes=30))), None, {}),
        (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), {}),
        (NOON.replace(tzinfo=None), None, {"when": "must be a time with an offset from UTC"}),
        (NOON, NOON.replace(tzinfo=None), {"again": "must be a time with an offset from UTC"}),
        (NOON.date(), None, {"when": "must be a time with an offset from UTC"}),
        (NOON.isoformat(), None, {"when": "must be a time with an offset from UTC"}),
        (1741521600, None, {"when": "must be a time with an offset from UTC"}),
        (None, None, {"when": "is required"}),
    ],
)
def test_a_moment_says_how_far_its_clock_is_from_utc(when: Any, again: Any, expected: dict[str, str]) -> None:
    meeting = Meeting(when, again)
    assert {each.path: each.problem for each in validate(meeting)} == expected
    assert (meeting.when, meeting.again) == (when, again)


def test_the_schema_of_a_moment_is_what_it_is_for() -> None:
    rule = rule_of(fields(Meeting).when)
    assert rule is not None
    assert rule.schema() == {"description": "When"}


@pytest.mark.parametrize(
    ("ids", "places"),
    [([], []), (["a"], []), (["a", "b"], []), (["a", "b", "a"], [2]), (["a", "a", "b", "a", "b"], [1, 3, 4])],
)
def test_what_is_named_again_is_found_where_it_is(ids: list[str], places: list[int]) -> None:
    found = tuple(repeated("rows", "row_id", ids))
    assert found == tuple(Violation(f"rows[{place}].row_id", "must not be named twice") for place in places)
