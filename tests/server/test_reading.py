"""Lists and points in time in a body: what is read of them, and what the document says of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from beheard_core import Invalid
from beheard_core.fields import moment, texts
from beheard_core.mediation.agreements import NewAgreement
from beheard_core.mediation.common_ground import GroundAnswers
from beheard_core.mediation.needs import NeedAnswer, NeedAnswers, NeedSharing
from beheard_core.mediation.strategies import NewRanking, NewStrategy, SuggestionWish
from beheard_server.http.schemas import Schemas
from beheard_server.http.wire import camel_wire

Json = dict[str, Any]


def read(cls: type, body: object) -> Any:
    return camel_wire().read_body(body, cls)


def problems(cls: type, body: object) -> dict[str, str]:
    try:
        read(cls, body)
    except Invalid as invalid:
        return {each.path: each.problem for each in invalid.violations}
    return {}


def document_of(cls: type) -> Json:
    """Give the schema of a request, with everything that it refers to."""
    published: dict[str, Json] = {}
    schema = Schemas(camel_wire(), published.__setitem__).of(cls, request=True)
    return {**schema, "components": {"schemas": published}}


def described(cls: type) -> Json:
    """Give the properties of a request as the document has them."""
    properties: Json = document_of(cls)["components"]["schemas"][cls.__name__]["properties"]
    return properties


def admits(cls: type, body: object) -> bool:
    return bool(Draft202012Validator(document_of(cls)).is_valid(body))


# Lists of texts


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        ({"needIds": ["need_1"]}, ("need_1",)),
        ({"needIds": ["need_2", " need_1 "]}, ("need_2", "need_1")),
        ({"needIds": [str(each) for each in range(1000)]}, tuple(map(str, range(1000)))),
        ({"needIds": ["n" * 200]}, ("n" * 200,)),
    ],
)
def test_a_list_of_ids_is_read_in_order_and_trimmed(sent: Json, got: tuple[str, ...]) -> None:
    assert read(NeedSharing, sent).need_ids == got
    assert admits(NeedSharing, sent)


@pytest.mark.parametrize(
    ("sent", "path", "words"),
    [
        ({}, "needIds", "is required"),
        ({"needIds": None}, "needIds", "must be a list"),
        ({"needIds": []}, "needIds", "1 to 1000 entries"),
        ({"needIds": ["n"] * 1001}, "needIds", "1 to 1000 entries"),
        ({"needIds": "need_1"}, "needIds", "must be a list"),
        ({"needIds": {"0": "need_1"}}, "needIds", "must be a list"),
        ({"needIds": 1}, "needIds", "must be a list"),
        ({"needIds": True}, "needIds", "must be a list"),
        ({"needIds": ["n", 1]}, "needIds[1]", "must be text"),
        ({"needIds": [None]}, "needIds[0]", "must be text"),
        ({"needIds": [["n"]]}, "needIds[0]", "must be text"),
        ({"needIds": [{}, {}]}, "needIds[0]", "must be text"),
        ({"needIds": [""]}, "needIds", "is blank"),
        ({"needIds": ["n", " \n"]}, "needIds", "is blank"),
        ({"needIds": ["n" * 201]}, "needIds", "1 to 200 characters"),
        ({"needIds": ["n", "m", "n"]}, "needIds", "twice"),
    ],
)
def test_what_is_no_list_of_ids_is_refused_where_it_is_wrong_and_by_the_document_too(
    sent: Json, path: str, words: str
) -> None:
    found = problems(NeedSharing, sent)
    assert next(iter(found)) == path
    assert words in found[path]
    assert not admits(NeedSharing, sent)


def test_entries_that_differ_only_in_white_space_are_the_same() -> None:
    assert "twice" in problems(NewRanking, {"rankedIds": ["strat_1", " strat_1"]})["rankedIds"]


def test_every_entry_that_is_no_text_is_named() -> None:
    assert problems(NewRanking, {"rankedIds": [1, "a", None]}).keys() == {"rankedIds[0]", "rankedIds[2]"}


def test_a_list_that_may_be_left_out_is_empty_then() -> None:
    for cls, name, body in (
        (NewStrategy, "needs_addressed", {"description": "Phones away"}),
        (SuggestionWish, "focus_needs", {}),
    ):
        wire = camel_wire().name(name)
        assert getattr(read(cls, body), name) == ()
        assert getattr(read(cls, {**body, wire: []}), name) == ()
        assert getattr(read(cls, {**body, wire: ["a", "a", "b"]}), name) == ("a", "a", "b")
        assert "0 to 3 entries" in problems(cls, {**body, wire: ["a"] * 4})[wire]
        assert problems(cls, {**body, wire: None}).keys() == {wire}


def test_the_document_tells_the_limits_of_a_list_and_of_its_entries() -> None:
    ranked, needs = described(NewRanking)["rankedIds"], described(NewStrategy)["needsAddressed"]
    assert (ranked["type"], ranked["minItems"], ranked["maxItems"], ranked["uniqueItems"]) == ("array", 1, 1000, True)
    assert (needs["type"], needs["minItems"], needs["maxItems"]) == ("array", 0, 3)
    assert "uniqueItems" not in needs
    assert ranked["items"]["type"] == needs["items"]["type"] == "string"
    entry = Draft202012Validator(needs["items"])
    sizes = {"": False, " ": False, "a": True, " a ": True, "a" * 200: True, f" {'a' * 200} ": True, "a" * 201: False}
    assert {text: entry.is_valid(text) for text in sizes} == sizes


@frozen(kw_only=True)
class Plain:
    """A class with a short list of short texts."""

    words: tuple[str, ...] = field(**texts("Some words", most=3, longest=3))


entries = st.text(st.sampled_from("ab \t"), max_size=5) | st.none() | st.booleans() | st.integers(0, 9)
bodies = st.lists(entries, max_size=5) | entries


@given(st.fixed_dictionaries({}, optional={"words": bodies}))
def test_the_document_admits_what_is_read_and_nothing_else(body: Json) -> None:
    assert admits(Plain, body) is (problems(Plain, body) == {})


# Lists of objects


def answers(*entries: object) -> Json:
    return {"confirmations": list(entries)}


YES = {"needId": "need_1", "confirmed": True}


def test_a_list_of_objects_is_read_with_what_each_may_leave_out() -> None:
    more = {"needId": " need_2 ", "confirmed": False, "adjustment": " Quiet evenings "}
    assert read(NeedAnswers, answers(YES, more)).confirmations == (
        NeedAnswer(need_id="need_1", confirmed=True),
        NeedAnswer(need_id="need_2", confirmed=False, adjustment="Quiet evenings"),
    )
    assert read(NeedAnswers, answers({**YES, "adjustment": None})).confirmations[0].adjustment is None


@pytest.mark.parametrize(
    ("sent", "paths"),
    [
        ({}, {"confirmations"}),
        (answers(), {"confirmations"}),
        ({"confirmations": YES}, {"confirmations"}),
        (answers(*[YES] * 1001), {"confirmations"}),
        (answers(YES, "need_2"), {"confirmations[1]"}),
        (answers(None, YES), {"confirmations[0]"}),
        (answers({}), {"confirmations[0].needId", "confirmations[0].confirmed"}),
        (answers(YES, {"needId": 1, "confirmed": 1}), {"confirmations[1].needId", "confirmations[1].confirmed"}),
        (answers({**YES, "adjustment": "a" * 301}), {"confirmations[0].adjustment"}),
    ],
)
def test_what_is_wrong_in_a_list_of_objects_is_named_by_place_and_field(sent: Json, paths: set[str]) -> None:
    assert problems(NeedAnswers, sent).keys() == paths
    assert not admits(NeedAnswers, sent)


def test_what_is_answered_twice_is_named_as_on_the_wire() -> None:
    again = {"needId": " need_1", "confirmed": False}
    assert problems(NeedAnswers, answers(YES, again, YES)).keys() == {
        "confirmations[1].needId",
        "confirmations[2].needId",
    }
    ground = {"commonGroundId": "cg_1", "confirmed": True}
    assert problems(GroundAnswers, answers(ground, ground)).keys() == {"confirmations[1].commonGroundId"}


def test_the_document_tells_what_the_entries_are_and_how_many() -> None:
    listed = described(NeedAnswers)["confirmations"]
    assert (listed["type"], listed["minItems"], listed["maxItems"]) == ("array", 1, 1000)
    assert listed["items"] == {"$ref": "#/components/schemas/NeedAnswer"}


# Points in time


@frozen(kw_only=True)
class Meeting:
    """A class with a point in time that must be there, and one that need not."""

    when: datetime = field(**moment("When"))
    again: datetime | None = field(default=None, **moment("When again"))


EIGHT = datetime(2025, 3, 9, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        ("2025-03-09T20:00:00Z", EIGHT),
        ("2025-03-09t20:00:00z", EIGHT),
        ("2025-03-09T20:00:00+00:00", EIGHT),
        ("2025-03-09T20:00:00-00:00", EIGHT),
        ("2025-03-09T21:30:00+01:30", EIGHT),
        ("2025-03-09T12:00:00-08:00", EIGHT),
        ("2025-03-10T09:00:00+13:00", EIGHT),
        ("2025-03-09T20:00:00.5Z", EIGHT.replace(microsecond=500_000)),
        ("2025-03-09T20:00:00.123456789Z", EIGHT.replace(microsecond=123_456)),
        ("2024-02-29T20:00:00Z", EIGHT.replace(year=2024, month=2, day=29)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_of_rfc_3339_is_read_as_utc(sent: str, got: datetime) -> None:
    met = read(Meeting, {"when": sent})
    assert (met.when, met.when.tzinfo) == (got, UTC)
    assert read(Meeting, {"when": sent, "again": sent}).again == got


@pytest.mark.parametrize(
    "sent",
    [
        "tomorrow",
        "2025-03-09",
        "20:00:00Z",
        "2025-03-09T20:00:00",
        "2025-03-09 20:00:00Z",
        " 2025-03-09T20:00:00Z",
        "2025-03-09T20:00:00Z\n",
        "2025-03-09T20:00Z",
        "20250309T200000Z",
        "2025-W10-7T20:00:00Z",
        "2025-03-09T20:00:00,5Z",
        "2025-03-09T20:00:00.Z",
        "2025-3-9T20:00:00Z",
        "2025-02-29T20:00:00Z",
        "2025-13-01T20:00:00Z",
        "2025-00-01T20:00:00Z",
        "2025-03-09T24:00:00Z",
        "2025-03-09T20:60:00Z",
        "2025-03-09T20:00:60Z",
        "2025-03-09T20:00:00+1:00",
        "2025-03-09T20:00:00+01",
        "2025-03-09T20:00:00+0100",
        "2025-03-09T20:00:00+24:00",
        "2025-03-09T20:00:00+01:99",
        "2025-03-09T20:00:00+01:00:30",
        "2025-03-09T20:00:00ZZ",
        "2025-03-09T20:00:00\u0660Z",
        "\u0662\u0660\u0662\u0665-03-09T20:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "12025-03-09T20:00:00Z",
        1741550400,
        1741550400.5,
        True,
        [],
        ["2025-03-09T20:00:00Z"],
        {"when": "2025-03-09T20:00:00Z"},
    ],
)
def test_anything_else_is_no_time(sent: object) -> None:
    for field_name, body in (("when", {"when": sent}), ("again", {"when": "2025-03-09T20:00:00Z", "again": sent})):
        found = problems(Meeting, body)
        assert found == {field_name: "must be a time such as 2025-03-09T20:00:00Z"}


def test_only_a_time_that_may_be_missing_may_be_null_blank_or_absent() -> None:
    assert read(Meeting, {"when": "2025-03-09T20:00:00Z", "again": None}).again is None
    for blank in ("", " ", "\n\t"):
        assert read(Meeting, {"when": "2025-03-09T20:00:00Z", "again": blank}).again is None
        assert problems(Meeting, {"when": blank}).keys() == {"when"}
    assert problems(Meeting, {}) == {"when": "is required"}
    assert problems(Meeting, {"when": None}).keys() == {"when"}


@given(st.datetimes(timezones=st.timezones()))
def test_every_time_that_python_prints_in_whole_minutes_of_offset_is_read_back(when: datetime) -> None:
    offset = when.utcoffset()
    assert offset is not None
    try:
        utc = when.astimezone(UTC)
    except OverflowError:
        return
    if not offset.total_seconds() % 60:
        assert read(Meeting, {"when": when.isoformat()}).when == utc
    assert read(Meeting, {"when": f"{utc.replace(tzinfo=None).isoformat()}Z"}).when == utc


def test_the_document_calls_a_time_a_time_and_lets_a_blank_one_be_missing() -> None:
    missing = {"type": ["string", "null"], "anyOf": [{"format": "date-time"}, {"pattern": r"^\s*$"}]}
    properties = described(Meeting)
    assert properties["when"] == {"type": "string", "format": "date-time", "description": "When"}
    assert properties["again"] == {**missing, "description": "When again"}
    assert described(NewAgreement)["followUpDate"].items() >= missing.items()
