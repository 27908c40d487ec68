"""A field's rule: what it trims, what it refuses, and how it describes itself."""

import re
from typing import Any

import pytest
from attrs import evolve, field, fields, frozen
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Invalid, Violation, check, validate
from beheard_core.fields import (
    Rule,
    Text,
    email,
    flag,
    ident,
    phone,
    rule_of,
    text,
    whole,
)


@frozen
class Row:
    stage: int = field(**whole("A stage", low=0, high=4))
    note: str | None = field(default=None, **text("A note", most=5))


@frozen
class Form:
    name: str = field(**text("A name", most=5))
    secret: str = field(**text("A secret, exactly as typed", least=2, most=5, trimmed=False))
    agreed: bool = field(**flag("Whether"))
    address: str | None = field(default=None, **email("Where"))
    number: str | None = field(default=None, **phone("Where else"))
    reference: str | None = field(default=None, **ident("Which"))
    rows: tuple[Row, ...] = ()
    inner: Row | None = None
    free: object = None


GOOD = Form("Anna", "pass", True)


def problems(**changes: Any) -> dict[str, str]:
    return {each.path: each.problem for each in validate(evolve(GOOD, **changes))}


def test_a_valid_value_has_no_violations_and_passes() -> None:
    full = evolve(
        GOOD,
        address="a@x.org",
        number="+4915550001",
        reference="rel_1",
        rows=(Row(0), Row(4, "short")),
        inner=Row(2),
        free=["anything"],
    )
    assert validate(full) == ()
    check(full)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, {"name": "required"}),
        ({"name": "  \t"}, {"name": "required"}),
        ({"name": 7}, {"name": "text"}),
        ({"name": ["Anna"]}, {"name": "text"}),
        ({"name": "A\0na"}, {"name": "NUL"}),
        ({"name": "Johann"}, {"name": "1 to 5 characters"}),
        ({"secret": ""}, {"secret": "2 to 5 characters"}),
        ({"secret": "s"}, {"secret": "2 to 5 characters"}),
        ({"secret": " ssss "}, {"secret": "2 to 5 characters"}),
        ({"agreed": 1}, {"agreed": "true or false"}),
        ({"agreed": "true"}, {"agreed": "true or false"}),
        ({"agreed": None}, {"agreed": "required"}),
        ({"address": 5}, {"address": "text"}),
        ({"address": "anna"}, {"address": "e-mail"}),
        ({"address": "a@b@c"}, {"address": "e-mail"}),
        ({"address": "an na@x.org"}, {"address": "e-mail"}),
        ({"address": "a" * 249 + "@x.org"}, {"address": "1 to 254 characters"}),
        ({"number": "015550001"}, {"number": "E.164"}),
        ({"number": "+1555\u0660\u066001"}, {"number": "E.164"}),
        ({"reference": "r" * 201}, {"reference": "1 to 200 characters"}),
        ({"rows": (Row(0), Row(0), Row(5))}, {"rows[2].stage": "from 0 to 4"}),
        ({"rows": (Row(-1),)}, {"rows[0].stage": "from 0 to 4"}),
        ({"inner": Row(True)}, {"inner.stage": "whole number"}),
        ({"inner": Row(2.0)}, {"inner.stage": "whole number"}),  # type: ignore[arg-type]  # that is the point
        ({"inner": Row(2, "longer")}, {"inner.note": "1 to 5 characters"}),
        (
            {"free": (Row(9), (Row(8),))},
            {"free[0].stage": "from 0 to 4", "free[1][0].stage": "from 0 to 4"},
        ),
    ],
)
def test_a_broken_rule_is_named_by_path_and_problem(changes: dict[str, Any], expected: dict[str, str]) -> None:
    found = problems(**changes)
    assert list(found) == list(expected)
    assert all(words in found[path] for path, words in expected.items())


@pytest.mark.parametrize("optional", ["address", "number", "reference"])
@pytest.mark.parametrize("missing", [None, "", " "])
def test_a_field_whose_default_is_none_may_be_missing(optional: str, missing: str | None) -> None:
    changes: dict[str, Any] = {optional: missing}
    form = evolve(GOOD, **changes)
    assert validate(form) == ()
    assert getattr(form, optional) is None


def test_a_tuple_of_values_is_looked_into_as_well() -> None:
    assert validate((Row(0), Row(7))) == (Violation("[1].stage", "must be from 0 to 4"),)


@pytest.mark.parametrize("plain", [None, 7, "text", [Row(9)]])
def test_what_carries_no_rules_breaks_none(plain: object) -> None:
    assert validate(plain) == ()


ways_to_break: dict[str, Any] = {
    "name": st.sampled_from([None, "", "Johanna", 3]),
    "secret": st.sampled_from(["", "s", "sssssssss", None]),
    "agreed": st.sampled_from([None, 0, "yes"]),
    "address": st.sampled_from(["anna", "@", 5]),
    "rows": st.sampled_from([(Row(9),), (Row(1), Row(-1, "ok"))]),
    "inner": st.sampled_from([Row(9), Row(1, "longer")]),
}


@given(st.sets(st.sampled_from(sorted(ways_to_break))), st.data())
def test_all_violations_are_listed_in_field_order_and_nothing_but_them(broken: set[str], data: st.DataObject) -> None:
    form = evolve(GOOD, **{name: data.draw(ways_to_break[name], name) for name in sorted(broken)})
    tops = [re.split(r"[.\[]", each.path)[0] for each in validate(form)]
    assert tops == [each.name for each in fields(Form) if each.name in broken]
    if broken:
        with pytest.raises(Invalid) as caught:
            check(form)
        assert caught.value.violations == validate(form)


@given(st.text(min_size=5).map("<{} >".format))
def test_a_problem_never_repeats_the_value(value: str) -> None:
    found = problems(name=value, secret=value, agreed=value, address=value, number=value)
    assert set(found) == {"name", "secret", "agreed", "address", "number"}
    assert not [words for words in found.values() if value in words]


white_space = st.sampled_from(list("\t\n\v\f\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"))


@given(st.text(white_space), st.text(), st.text(white_space))
def test_trimming_takes_white_space_from_the_ends_and_is_idempotent(before: str, inner: str, after: str) -> None:
    rule = Text("A text", most=5)
    once = rule.clean(before + inner + after)
    assert rule.clean(once) == once
    assert once == rule.clean(inner)
    assert once is None or (once in inner and once == once.strip("\t\n\v\f\r \x85\xa0"))


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\x1c"])
def test_what_unicode_does_not_call_white_space_is_not_trimmed(mark: str) -> None:
    assert Text("A text", most=5).clean(mark) == mark


@given(st.text())
def test_what_is_not_trimmed_stays_exactly_as_typed(value: str) -> None:
    assert Text("A secret", most=5, trimmed=False).clean(value) == value


@given(st.none() | st.booleans() | st.integers() | st.lists(st.text()))
def test_what_is_not_text_is_not_cleaned_into_text(value: object) -> None:
    assert Text("A text", most=5).clean(value) == value


@given(st.text(white_space), st.integers(0, 9), st.text(white_space))
def test_lengths_count_characters_after_trimming(before: str, length: int, after: str) -> None:
    refused = "name" in problems(name=before + "é" * length + after)
    assert refused == (not 1 <= length <= 5)


@given(st.text(st.sampled_from("ab \t\n\u3000"), max_size=12), st.integers(1, 4), st.integers(2, 6))
def test_the_schema_of_a_text_admits_what_the_rule_admits(value: str, least: int, span: int) -> None:
    rule = Text("A text", least=least, most=least + span)
    cleaned = rule.clean(value)
    admitted = re.search(rule.schema()["pattern"], value) is not None
    # Whether a blank text may stand for a missing one depends on the field, not on the rule.
    assert admitted == (least == 1 if cleaned is None else rule.problem(cleaned) is None)


@pytest.mark.parametrize(
    ("kind", "name", "keywords", "words"),
    [
        (Form, "name", {"pattern"}, "A name | at most 5 characters"),
        (Form, "agreed", set(), "Whether"),
        (Form, "address", set(), "Where | e-mail | at most 254 characters"),
        (Form, "number", set(), "Where else | E.164 | at most 16 characters"),
        (Row, "stage", {"minimum", "maximum"}, "A stage"),
        (Form, "secret", {"minLength", "maxLength"}, "A secret, exactly as typed"),
    ],
)
def test_a_rule_says_what_the_field_is_for_and_what_its_limits_are(
    kind: type, name: str, keywords: set[str], words: str
) -> None:
    rule = rule_of(getattr(fields(kind), name))
    assert rule is not None
    schema = rule.schema()
    assert set(schema) == {"description"} | keywords
    assert all(phrase in schema["description"] for phrase in words.split(" | "))


def test_the_schema_of_a_number_and_of_an_untrimmed_text_have_the_limits_of_the_rule() -> None:
    number, secret = rule_of(fields(Row).stage), rule_of(fields(Form).secret)
    assert number is not None
    assert secret is not None
    assert (number.schema()["minimum"], number.schema()["maximum"]) == (0, 4)
    assert (secret.schema()["minLength"], secret.schema()["maxLength"]) == (2, 5)


def test_a_field_without_a_rule_has_none() -> None:
    assert rule_of(fields(Form).free) is None


def test_the_base_rule_asks_nothing_and_changes_nothing() -> None:
    rule = Rule("Anything")
    assert rule.clean(" x ") == " x "
    assert rule.problem(object()) is None
    assert rule.schema() == {"description": "Anything"}


@frozen
class Span:
    """A class whose two numbers must be in order."""

    first: int = field(**whole("The first", low=0, high=9))
    last: int = field(**whole("The last", low=0, high=9))

    def broken_rules(self) -> tuple[Violation, ...]:
        return () if self.first <= self.last else (Violation("last", "must not be before the first"),)


@frozen
class Spans:
    """A class with spans inside."""

    spans: tuple[Span, ...]


def test_a_rule_over_several_fields_is_asked_once_each_is_right_by_itself() -> None:
    assert validate(Span(3, 4)) == ()
    assert validate(Span(4, 3)) == (Violation("last", "must not be before the first"),)
    assert validate(Span(12, 3)) == (Violation("first", "must be from 0 to 9"),)
    assert validate(Spans((Span(1, 2), Span(4, 3)))) == (Violation("spans[1].last", "must not be before the first"),)
