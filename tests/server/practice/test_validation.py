"""What is refused, where, and that nothing of a refused call is stored."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from beheard_core.accounts import Role
from tests.server.client import fresh_api
from tests.server.document import COMPONENTS, OPERATIONS, Operation
from tests.server.practice.clinic import METRICS, Clinic, Member, hire, invalid, refused

AT = "2025-03-02T01:00:00Z"
ROW = {"timestamp": AT, "value": 1}
GOOD: dict[str, Any] = {
    "/session": {"id": "new", "clientId": "c", "startTime": AT},
    "/session/progress": {"sessionId": "s", "progressMetrics": METRICS},
    "/session/snapshots": {"sessionId": "s", "snapshots": [ROW], "milestones": [{"milestoneName": "m"}]},
    "/session/skills": {"sessionId": "s", "skillScores": {"Empathy": 1}},
    "/session/analytics": {"sessionId": "s", "analyticsData": {"progressSnapshots": [ROW]}},
    "/session/comparison": {"currentSessionId": "s", "previousSessionId": "t", "improvementScore": 1},
    "/evaluation": {"sessionId": "s", "feedback": "x", "rating": 1},
}
READS = [
    "/session?id=s",
    "/session",
    "/session/progress?sessionId=s&includeFeedback=true",
    "/session/snapshots?sessionId=s",
    "/session/skills?sessionId=s",
    "/session/analytics?sessionId=s",
    "/session/comparison?sessionId=s",
    "/evaluation?sessionId=s",
]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    with closing(fresh_api(tmp_path_factory.mktemp("validation"))) as api:
        thea = hire(api, "Thea", Role.THERAPIST)
        for each in "st":
            thea.begin(each)
        yield thea


def state(member: Member) -> list[Any]:
    return [member.get(each) for each in READS]


def with_measure(**changes: Any) -> dict[str, Any]:
    return {"sessionId": "s", "progressMetrics": {**METRICS, **changes}}


def with_score(score: Any) -> dict[str, Any]:
    return {"sessionId": "s", "skillScores": {"a": score}}


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/session", {}, {"clientId"}),
        ("/session", {"clientId": "a b", "id": "ä"}, {"clientId", "id"}),
        ("/session", {"clientId": "c", "startTime": "2025-03-02T01:00:00"}, {"startTime"}),
        ("/session", {"clientId": "c", "startTime": "2025-02-30T01:00:00Z"}, {"startTime"}),
        ("/session", {"clientId": "c", "startTime": "0001-01-01T00:00:00+05:00"}, {"startTime"}),
        ("/session", {"clientId": "c", "startTime": "20250302T010000Z"}, {"startTime"}),
        ("/session", {"clientId": "c", "startTime": 1740877200}, {"startTime"}),
        ("/session/progress", {"sessionId": "s"}, {"progressMetrics"}),
        ("/session/progress", {"sessionId": "s", "evaluationFeedback": "x"}, {"therapistId"}),
        ("/session/progress", {"sessionId": "s", "progressMetrics": []}, {"progressMetrics"}),
        ("/session/progress", with_measure(totalMessages=-1), {"progressMetrics.totalMessages"}),
        ("/session/progress", with_measure(totalMessages=1.5), {"progressMetrics.totalMessages"}),
        ("/session/progress", with_measure(totalMessages=41), {"progressMetrics.totalMessages"}),
        ("/session/progress", with_measure(activeTime=3601), {"progressMetrics.activeTime"}),
        ("/session/progress", with_measure(conversationFlow=101), {"progressMetrics.conversationFlow"}),
        ("/session/progress", with_measure(responseTime="2.5"), {"progressMetrics.responseTime"}),
        ("/session/progress", with_measure(responseTime=True), {"progressMetrics.responseTime"}),
        ("/session/progress", with_measure(skillScores={"a_b.c": 101}), {'progressMetrics.skillScores["a_b.c"]'}),
        ("/session/progress", with_measure(skillScores={"": 1}), {"progressMetrics.skillScores"}),
        ("/session/progress", with_measure(milestonesReached="x"), {"progressMetrics.milestonesReached"}),
        ("/session/progress", with_measure(milestonesReached=["a", ""]), {"progressMetrics.milestonesReached[1]"}),
        ("/session/progress", with_measure(milestonesReached=["a", 1]), {"progressMetrics.milestonesReached[1]"}),
        ("/session/progress", with_measure(lastMilestoneTime="now"), {"progressMetrics.lastMilestoneTime"}),
        ("/session/snapshots", {"sessionId": "s"}, {"snapshots"}),
        ("/session/snapshots", {"sessionId": "s", "snapshots": {}}, {"snapshots"}),
        ("/session/snapshots", {"sessionId": "s", "snapshots": [ROW] * 1001}, {"snapshots"}),
        ("/session/snapshots", {"sessionId": "s", "snapshots": [{"value": 1}]}, {"snapshots[0].timestamp"}),
        (
            "/session/snapshots",
            {"sessionId": "s", "snapshots": [ROW], "milestones": [{"milestoneName": "m", "metadata": [1]}]},
            {"milestones[0].metadata"},
        ),
        ("/session/skills", {"sessionId": "s", "skillScores": {}}, {"skillScores"}),
        ("/session/skills", with_score(101), {'skillScores["a"]'}),
        ("/session/skills", with_score({"score": -1}), {'skillScores["a"].score'}),
        ("/session/skills", with_score({"category": "technical"}), {'skillScores["a"].score'}),
        ("/session/skills", with_score(None), {'skillScores["a"]'}),
        ("/session/analytics", {"sessionId": "s"}, {"analyticsData"}),
        ("/session/comparison", {"currentSessionId": "s"}, {"improvementScore"}),
        ("/session/comparison", {"currentSessionId": "s", "previousSessionId": "s"}, {"previousSessionId"}),
        ("/session/comparison", {"previousSessionId": "s", "improvementScore": 1}, {"currentSessionId"}),
        ("/evaluation", {"sessionId": "s"}, {"feedback"}),
        ("/evaluation", {"sessionId": "s", "feedback": " "}, {"feedback"}),
        ("/evaluation", {"sessionId": "s", "feedback": "x" * 10_001, "rating": 6}, {"feedback", "rating"}),
        ("/evaluation", {"sessionId": "s", "feedback": "x", "rating": 4.5}, {"rating"}),
        ("/evaluation", {"sessionId": "s", "feedback": "x\0"}, {"feedback"}),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_by_its_path_and_nothing_is_stored(
    begun: Member, path: str, body: dict[str, Any], fields: set[str]
) -> None:
    before = state(begun)
    invalid(begun.call("POST", path, body), *fields)
    assert state(begun) == before


SKILL = {"skill": "a", "score": 1}


@pytest.mark.parametrize(
    ("section", "value", "field"),
    [
        ("sessionMetrics", [{"date": "2025-1-1"}], "[0].date"),
        ("sessionMetrics", [{"date": "2025-02-30"}], "[0].date"),
        ("sessionMetrics", [{"date": "2025-01-01"}, {"date": "2025-01-01T00:00:00Z"}], "[1].date"),
        ("sessionMetrics", [{"date": "2025-01-01", "sessions": -1}], "[0].sessions"),
        ("sessionMetrics", {}, ""),
        ("skillProgress", [SKILL | {"trend": "sideways"}], "[0].trend"),
        ("skillProgress", [SKILL | {"score": 101}], "[0].score"),
        ("skillProgress", [SKILL] * 1001, ""),
        ("summaryStats", [{"label": "a", "value": 1, "trend": {"value": 1}}], "[0].trend.direction"),
        ("summaryStats", [{"label": "a"}], "[0].value"),
        ("progressSnapshots", [ROW, {"timestamp": AT, "value": -1}], "[1].value"),
        ("comparativeData", {"trend": "stable"}, ".currentSession"),
        ("comparativeData", [], ""),
    ],
)
def test_a_bad_row_of_a_section_is_named_by_its_path(begun: Member, section: str, value: Any, field: str) -> None:
    before = begun.get("/session/analytics?sessionId=s")
    body = {"sessionId": "s", "analyticsData": {"sessionMetrics": [{"date": "2025-01-01"}], section: value}}
    invalid(begun.call("POST", "/session/analytics", body), f"analyticsData.{section}{field}")
    assert begun.get("/session/analytics?sessionId=s") == before


@pytest.mark.parametrize(
    ("path", "name", "row"),
    [("/session/snapshots", "snapshots", ROW), ("/session/analytics", "analyticsData.progressSnapshots", ROW)],
)
def test_one_bad_row_of_a_thousand_refuses_the_call_and_is_named(
    begun: Member, path: str, name: str, row: dict[str, Any]
) -> None:
    rows = [row] * 999 + [row | {"value": 101}]
    body: Any = {"snapshots": rows} if name == "snapshots" else {"analyticsData": {"progressSnapshots": rows}}
    before = state(begun)
    details = refused(begun.call("POST", path, {"sessionId": "s"} | body), 400, "VALIDATION_ERROR")
    assert details == {f"{name}[999].value": "must be from 0 to 100"}
    assert state(begun) == before


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
@pytest.mark.parametrize("path", GOOD)
def test_what_is_no_finite_number_is_no_json_and_stores_nothing(begun: Member, path: str, value: str) -> None:
    before = state(begun)
    sent = json.dumps(GOOD[path])[:-1] + f', "extra": {value}}}'
    headers = {"Content-Type": "application/json"}
    reply = begun.server.call("POST", f"/api{path}", token=begun.token, data=sent.encode(), headers=headers)
    invalid(reply, "body")
    assert state(begun) == before


def test_a_number_may_be_as_large_as_a_number_can_be_where_it_has_no_bounds(begun: Member) -> None:
    body = {"currentSessionId": "s", "improvementScore": 1.7e308, "metrics": {"progressImprovement": -(2**63)}}
    begun.post("/session/comparison", body, 201)
    (found,) = begun.get("/session/comparison?sessionId=s")["comparisons"]
    assert (found["improvementScore"], found["metrics"]["progressImprovement"]) == (1.7e308, -(2.0**63))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("/session?id=a%20b", "id"),
        ("/session?limit=0", "limit"),
        ("/session?limit=101", "limit"),
        ("/session?limit=x", "limit"),
        ("/session?status=done", "status"),
        ("/session?from=2025-03-02", "from"),
        ("/session?to=2025-03-02T00:00:00+01:00", "to"),
        ("/session/progress?sessionId=s&includeFeedback=yes", "includeFeedback"),
        ("/session/progress?sessionId=", "sessionId"),
        ("/session/skills?therapistId=a/b", "therapistId"),
        ("/session/analytics?sessionId=s&timeRange=1d", "timeRange"),
        ("/session/analytics/chart.svg?sessionId=s&kind=pie", "kind"),
        ("/evaluation?sessionId=a%00", "sessionId"),
    ],
)
def test_a_bad_parameter_is_named(begun: Member, query: str, field: str) -> None:
    invalid(begun.call("GET", query), field)


def test_an_id_in_a_path_is_an_id(begun: Member) -> None:
    invalid(begun.call("PATCH", "/session/a%20b", {}), "id")
    invalid(begun.call("PATCH", f"/session/{'x' * 129}", {}), "id")


def test_a_long_name_is_not_repeated_whole(begun: Member) -> None:
    body = {"sessionId": "s", "skillScores": {"x" * 100_000: 101}}
    reply = begun.call("POST", "/session/skills", body)
    (path,) = refused(reply, 400, "VALIDATION_ERROR")
    assert path == f'skillScores["{"x" * 200}…"]'


def test_no_refusal_repeats_what_was_sent(begun: Member) -> None:
    mark = "Zephyrine!"
    for body in ({"clientId": mark}, {"clientId": "c", "startTime": mark}, mark, [mark]):
        reply = begun.call("POST", "/session", body)
        assert (reply.status, mark in json.dumps(reply.body)) == (400, False)


WITH_BODY = [each for each in OPERATIONS if each.says["tags"] == ["Practice"] and each.method == "POST"]
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 1.5, 100, 101, 2**53, 1e300, "", " ", "x", "a b", "x" * 128, "x" * 129, "x" * 10_000,
    "x" * 10_001, AT, "2025-03-02", [], [ROW], [ROW] * 1001, {}, {"a": 1}, {"a": 101}, {"": 1}, {"a": {"score": 1}},
]  # fmt: skip
# No schema says which fields need or rule out each other, or what is a moment beyond its form.
BEYOND = {"improvementScore", "previousSessionId", "therapistId", "progressMetrics", "evaluationFeedback", "metrics"}


def variations(operation: Operation) -> Iterator[tuple[str, Any]]:
    """Give a good body with one property at a time changed or left out."""
    good = GOOD[operation.path.removeprefix("/api")]
    for name in COMPONENTS[(operation.body or {})["$ref"].rpartition("/")[2]]["properties"]:
        rest = {each: value for each, value in good.items() if each != name}
        yield name, rest
        for value in VALUES:
            yield name, {**rest, name: value}


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_the_server_refuses_the_bodies_that_the_document_rules_out_and_no_other(
    operation: Operation, clinic: Clinic
) -> None:
    clinic.admin.begin("s")
    clinic.admin.begin("t")
    schema = Draft202012Validator(operation.body, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name, body in variations(operation):
        reply = clinic.admin.call("POST", operation.path.removeprefix("/api"), body)
        found = reply.status == 400 and bool(reply.body["details"])
        due = not schema.is_valid(body)
        if name in BEYOND and found and not due:
            continue
        assert (found, name, body) == (due, name, body), reply


@pytest.mark.parametrize("name", ["startTime", "timestamp"])
def test_whatever_the_form_of_a_moment_it_needs_an_offset(begun: Member, name: str) -> None:
    for good in ("2025-03-02t01:00:00z", "2025-03-02T01:00:00.1234567-00:30", "2024-02-29T23:59:59+14:00"):
        body = {"clientId": "c", "startTime": good} if name == "startTime" else None
        rows = {"sessionId": "s", "snapshots": [{"timestamp": good, "value": 1}]}
        assert begun.call("POST", "/session" if body else "/session/snapshots", body or rows).status < 300
