"""What each endpoint does beyond the examples of the document."""

from typing import Any

import pytest

from tests.server.practice.clinic import METRICS, Clinic, Member, done, invalid, refused

AT = [f"2025-03-02T0{hour}:00:00Z" for hour in range(10)]


def snapshot(hour: int, value: float) -> dict[str, Any]:
    return {"timestamp": AT[hour], "value": value}


def ids(found: Any) -> list[str]:
    return [each["id"] for each in found["sessions"]]


def milestones(member: Member, session_id: str = "s") -> dict[str, str]:
    found = member.get(f"/session/snapshots?sessionId={session_id}")["milestones"]
    return {each["milestoneName"]: each["achievedAt"] for each in found}


def test_a_session_gets_an_id_its_therapist_and_a_start_of_its_own(clinic: Clinic) -> None:
    found = clinic.therapist.post("/session", {"clientId": "c"}, 201)
    assert (found["therapistId"], found["startTime"], found["status"]) == (clinic.therapist.id, AT[8], "active")
    assert found == clinic.therapist.get(f"/session?id={found['id']}")


def test_an_id_is_taken_once(thea: Member) -> None:
    thea.begin("s")
    refused(thea.call("POST", "/session", {"id": "s", "clientId": "c"}), 409, "CONFLICT")


def test_an_admin_begins_a_session_for_somebody_else(clinic: Clinic) -> None:
    clinic.admin.begin("s", therapistId=clinic.therapist.id)
    assert clinic.therapist.get("/session?id=s")["therapistId"] == clinic.therapist.id


def test_sessions_are_listed_newest_first_in_pages_without_repeats(thea: Member) -> None:
    for number in range(5):
        thea.begin(f"s{number}", startTime=AT[number % 3])
    first = thea.get("/session?limit=2")
    assert (ids(first), first["hasMore"]) == (["s2", "s4"], True)
    second = thea.get(f"/session?limit=2&cursor={first['cursor']}")
    third = thea.get(f"/session?limit=2&cursor={second['cursor']}")
    assert (ids(second), ids(third), third["hasMore"]) == (["s1", "s3"], ["s0"], False)
    assert "cursor" not in third


def test_a_cursor_is_for_one_person_and_one_list(clinic: Clinic) -> None:
    for number in range(3):
        clinic.therapist.begin(f"s{number}")
    cursor = clinic.therapist.get("/session?limit=1")["cursor"]
    invalid(clinic.therapist.call("GET", f"/session?status=paused&cursor={cursor}"), "cursor")
    invalid(clinic.supervisor.call("GET", f"/session?cursor={cursor}"), "cursor")
    invalid(clinic.therapist.call("GET", f"/session?cursor={cursor}x"), "cursor")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["c", "b", "a"]),
        ("clientId=two", ["b"]),
        ("status=completed", ["c"]),
        ("from=2025-03-02T02:00:00Z", ["c", "b"]),
        ("to=2025-03-02T02:00:00Z", ["b", "a"]),
        ("from=2025-03-02T03:00:00%2B01:00&to=2025-03-02T02:00:00Z", ["b"]),
        ("clientId=nobody", []),
    ],
)
def test_a_list_is_narrowed(thea: Member, query: str, expected: list[str]) -> None:
    thea.begin("a", startTime=AT[1], clientId="one")
    thea.begin("b", startTime=AT[2], clientId="two")
    thea.begin("c", startTime=AT[3], clientId="one")
    done(thea.call("PATCH", "/session/c", {"status": "completed"}))
    assert ids(thea.get(f"/session?{query}")) == expected


def test_a_therapist_lists_their_own_and_a_supervisor_all(clinic: Clinic) -> None:
    clinic.therapist.begin("mine")
    clinic.other.begin("others")
    assert ids(clinic.therapist.get("/session")) == ["mine"]
    assert ids(clinic.therapist.get(f"/session?therapistId={clinic.therapist.id}")) == ["mine"]
    refused(clinic.therapist.call("GET", f"/session?therapistId={clinic.other.id}"), 403, "FORBIDDEN")
    assert sorted(ids(clinic.supervisor.get("/session"))) == ["mine", "others"]
    assert ids(clinic.admin.get(f"/session?therapistId={clinic.other.id}")) == ["others"]


def test_a_session_that_has_ended_stays_so(thea: Member) -> None:
    thea.begin("s")
    for status in ("paused", "active", "paused", "completed"):
        assert done(thea.call("PATCH", "/session/s", {"status": status}))["status"] == status
    for status in ("active", "paused", "cancelled"):
        refused(thea.call("PATCH", "/session/s", {"status": status, "progress": 5}), 409, "CONFLICT")
    found = done(thea.call("PATCH", "/session/s", {"status": "completed"}))
    assert (found["progress"], found["endTime"]) == (0, AT[8])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"status": "done"}, "status"),
        ({"progress": 101}, "progress"),
        ({"progress": "5"}, "progress"),
        ({"endTime": "2025-03-02"}, "endTime"),
        ({"endTime": "2025-03-02T09:00:00"}, "endTime"),
        ({"endTime": "2025-03-02T07:59:59Z"}, "endTime"),
    ],
)
def test_a_bad_change_changes_nothing(thea: Member, body: dict[str, Any], field: str) -> None:
    thea.begin("s")
    before = thea.get("/session?id=s")
    invalid(thea.call("PATCH", "/session/s", {"progress": 3} | body), field)
    assert thea.get("/session?id=s") == before


def test_measures_replace_the_earlier_ones_and_feedback_is_added(clinic: Clinic) -> None:
    thea = clinic.therapist
    thea.begin("s")
    assert thea.get("/session/progress?sessionId=s&includeFeedback=true")["progressMetrics"] is None
    thea.post("/session/progress", {"sessionId": "s", "progressMetrics": METRICS})
    fewer = dict(METRICS) | {"totalMessages": 50, "skillScores": {}, "lastMilestoneTime": AT[7]}
    for text in ("first", "second"):
        thea.post(
            "/session/progress",
            {"sessionId": "s", "progressMetrics": fewer, "therapistId": thea.id, "evaluationFeedback": text},
        )
        clinic.api.clock.advance(minutes=1)
    found = thea.get("/session/progress?sessionId=s&includeFeedback=true")
    assert found["progressMetrics"] == fewer
    assert [each["feedback"] for each in found["feedback"]] == ["second", "first"]


def test_feedback_alone_leaves_the_measures_as_they_are(thea: Member) -> None:
    thea.begin("s")
    thea.post("/session/progress", {"sessionId": "s", "progressMetrics": METRICS})
    thea.post("/session/progress", {"sessionId": "s", "therapistId": thea.id, "evaluationFeedback": "text"})
    found = thea.get("/session/progress?sessionId=s&includeFeedback=true")
    assert (found["progressMetrics"], len(found["feedback"])) == (METRICS, 1)


def test_an_identifier_is_a_milestone_of_the_first_time_it_was_sent(clinic: Clinic) -> None:
    thea = clinic.therapist
    thea.begin("s")
    thea.post("/session/progress", {"sessionId": "s", "progressMetrics": METRICS})
    clinic.api.clock.advance(hours=0.1)
    later = dict(METRICS) | {"milestonesReached": ["introduction", "closing"], "lastMilestoneTime": AT[9]}
    thea.post("/session/progress", {"sessionId": "s", "progressMetrics": later})
    assert milestones(thea) == {"introduction": AT[8], "exploration": AT[8], "closing": AT[9]}


def test_snapshots_sent_twice_and_out_of_order_end_in_the_same_state(thea: Member) -> None:
    rows = [snapshot(hour, value) for hour, value in ((1, 10), (2, 30), (3, 55), (4, 40), (5, 100))]
    orders = {"a": [rows], "b": [rows[::-1], rows], "c": [[each] for each in (*rows[2:], *rows[:2], *rows)]}
    for session_id, batches in orders.items():
        thea.begin(session_id)
        for batch in batches:
            thea.post("/session/snapshots", {"sessionId": session_id, "snapshots": batch})
    found = [thea.get(f"/session/snapshots?sessionId={each}") for each in orders]
    assert [each["snapshots"] for each in found] == [rows] * 3
    assert found[0]["milestones"] == found[1]["milestones"] == found[2]["milestones"]
    assert milestones(thea, "c") == {
        "progress_25": AT[2],
        "progress_50": AT[3],
        "progress_75": AT[5],
        "progress_100": AT[5],
    }
    assert {thea.get(f"/session?id={each}")["progress"] for each in orders} == {100}


def test_the_last_value_for_a_moment_wins_however_the_moment_is_written(thea: Member) -> None:
    thea.begin("s")
    same = [
        {"timestamp": "2025-03-02T03:00:00+02:00", "value": 3},
        {"timestamp": "2025-03-02T01:00:00.000Z", "value": 4},
    ]
    for rows in ([snapshot(1, 1), snapshot(1, 2)], same):
        thea.post("/session/snapshots", {"sessionId": "s", "snapshots": rows})
    assert thea.get("/session/snapshots?sessionId=s")["snapshots"] == [snapshot(1, 4)]


def test_moments_are_kept_to_the_microsecond(thea: Member) -> None:
    thea.begin("s")
    moments = ["2025-03-02T01:00:00.000001Z", "2025-03-02T01:00:00.250Z", "2025-03-02T01:00:01Z"]
    rows = [{"timestamp": each, "value": 1} for each in moments]
    thea.post("/session/snapshots", {"sessionId": "s", "snapshots": rows})
    assert thea.get("/session/snapshots?sessionId=s")["snapshots"] == rows


def test_a_milestone_that_was_sent_keeps_its_earliest_moment(clinic: Clinic) -> None:
    thea = clinic.therapist
    thea.begin("s")

    def send(**milestone: object) -> None:
        thea.post("/session/snapshots", {"sessionId": "s", "snapshots": [], "milestones": [milestone]})

    send(milestoneName="a", achievedAt=AT[3])
    send(milestoneName="a", achievedAt=AT[2], milestoneValue=7, metadata={"by": ["x"]})
    send(milestoneName="a", achievedAt=AT[4])
    send(milestoneName="b")
    clinic.api.clock.advance(minutes=1)
    send(milestoneName="b")
    first, second = thea.get("/session/snapshots?sessionId=s")["milestones"]
    assert first == {"milestoneName": "a", "milestoneValue": 7, "achievedAt": AT[2], "metadata": {"by": ["x"]}}
    assert (second["milestoneName"], second["achievedAt"]) == ("b", AT[8])


def test_each_call_counts_as_practice_and_the_newest_skill_comes_first(clinic: Clinic) -> None:
    thea = clinic.therapist
    for session_id in ("one", "two"):
        thea.begin(session_id)
    sent = {"Empathy": 50, "Chair work": {"score": 60, "category": "technical"}, "Other": {"score": 1}}
    thea.post("/session/skills", {"sessionId": "one", "skillScores": sent})
    clinic.api.clock.advance(minutes=5)
    for session_id in ("one", "two"):
        thea.post("/session/skills", {"sessionId": session_id, "skillScores": {"Empathy": 70}})
    empathy, *others = thea.get(f"/session/skills?therapistId={thea.id}")["skills"]
    assert (empathy["skillName"], empathy["currentScore"], empathy["practiceSessions"]) == ("Empathy", 70, 3)
    assert (empathy["createdAt"], empathy["lastPracticed"]) == (AT[8], "2025-03-02T08:05:00Z")
    assert [(each["skillName"], each["skillCategory"]) for each in others] == [
        ("Chair work", "technical"),
        ("Other", "therapeutic"),
    ]
    found = thea.get("/session/skills?sessionId=two")
    assert (found["therapistId"], [each["practiceSessions"] for each in found["skills"]]) == (None, [1])


def test_skills_of_somebody_whom_nobody_knows_are_not_found(clinic: Clinic) -> None:
    assert clinic.therapist.get(f"/session/skills?therapistId={clinic.therapist.id}")["skills"] == []
    reply = clinic.supervisor.call("GET", "/session/skills?therapistId=unknown")
    refused(reply, 404, "NOT_FOUND", "Therapist not found")


def test_the_therapist_of_skills_and_comparisons_is_that_of_the_session(clinic: Clinic) -> None:
    clinic.therapist.begin("s")
    sent = {"sessionId": "s", "therapistId": clinic.other.id, "skillScores": {"a": 1}}
    invalid(clinic.admin.call("POST", "/session/skills", sent), "therapistId")
    said = {"currentSessionId": "s", "therapistId": clinic.other.id, "improvementScore": 1}
    invalid(clinic.admin.call("POST", "/session/comparison", said), "therapistId")
    clinic.admin.post("/session/skills", {"sessionId": "s", "skillScores": {"a": 1}})
    assert clinic.therapist.get("/session/skills?sessionId=s")["skills"][0]["currentScore"] == 1


def test_the_server_compares_two_sessions_by_what_was_recorded_of_both(thea: Member) -> None:
    for session_id, progress, empathy, seconds in (("old", 40, 60, 3.5), ("new", 70, 75, 2)):
        thea.begin(session_id)
        thea.post("/session/snapshots", {"sessionId": session_id, "snapshots": [snapshot(1, progress)]})
        metrics = dict(METRICS) | {"responseTime": seconds, "skillScores": {"Empathy": 1, session_id: 5}}
        thea.post("/session/progress", {"sessionId": session_id, "progressMetrics": metrics})
        thea.post("/session/skills", {"sessionId": session_id, "skillScores": {"Empathy": empathy}})
    both = {"currentSessionId": "new", "previousSessionId": "old"}
    thea.post("/session/comparison", both, 201)
    thea.post("/session/comparison", {"currentSessionId": "old", "previousSessionId": "new"}, 201)
    (found,) = thea.get("/session/comparison?sessionId=new")["comparisons"]
    assert (found["improvementScore"], found["trend"]) == (30, "improving")
    assert found["metrics"] == {
        "progressImprovement": 30,
        "skillScoreImprovement": 15,
        "responseTimeImprovement": 1.5,
    }
    (back,) = thea.get("/session/comparison?sessionId=old")["comparisons"]
    assert (back["improvementScore"], back["trend"]) == (-30, "declining")


def test_what_was_not_recorded_of_both_is_null(thea: Member) -> None:
    for session_id in ("old", "new"):
        thea.begin(session_id)
    thea.post("/session/comparison", {"currentSessionId": "new", "previousSessionId": "old"}, 201)
    (found,) = thea.get("/session/comparison?sessionId=new")["comparisons"]
    assert (found["improvementScore"], found["trend"]) == (0, "stable")
    assert found["metrics"]["skillScoreImprovement"] is None
    assert found["metrics"]["responseTimeImprovement"] is None


def test_a_comparison_may_have_no_previous_session_and_any_finite_score(thea: Member) -> None:
    thea.begin("s")
    for score in (-1e300, 0, 12.5):
        body: Any = {"currentSessionId": "s", "previousSessionId": None, "improvementScore": score, "metrics": {}}
        thea.post("/session/comparison", body, 201)
    found = thea.get(f"/session/comparison?therapistId={thea.id}")
    assert (found["sessionId"], found["therapistId"]) == (None, thea.id)
    shown = [
        (each["improvementScore"], each["trend"], each["previousSessionStartedAt"]) for each in found["comparisons"]
    ]
    assert shown == [(12.5, "improving", None), (0, "stable", None), (-1e300, "declining", None)]


def test_comparisons_are_cut_to_a_range(clinic: Clinic) -> None:
    thea = clinic.therapist
    thea.begin("s")
    for days in (0, 20, 40):
        clinic.api.clock.advance(days=days)
        clinic_signed_in = again(clinic)
        clinic_signed_in.post("/session/comparison", {"currentSessionId": "s", "improvementScore": days}, 201)
    thea = again(clinic)
    for reach, scores in (("7d", [40]), ("30d", [40]), ("90d", [40, 20, 0]), ("1y", [40, 20, 0])):
        found = thea.get(f"/session/comparison?sessionId=s&timeRange={reach}")["comparisons"]
        assert [each["improvementScore"] for each in found] == scores
    invalid(thea.call("GET", "/session/comparison?sessionId=s&timeRange=2d"), "timeRange")


@pytest.mark.parametrize("missing", ["currentSessionId", "previousSessionId"])
def test_a_comparison_with_an_unknown_session_is_not_found(thea: Member, missing: str) -> None:
    thea.begin("s")
    body = {"currentSessionId": "s", "previousSessionId": None, "improvementScore": 1} | {missing: "unknown"}
    refused(thea.call("POST", "/session/comparison", body), 404, "NOT_FOUND", "Session not found")
    assert thea.get("/session/comparison?sessionId=s")["comparisons"] == []


def test_evaluations_come_newest_first_with_nulls_for_what_was_not_said(clinic: Clinic) -> None:
    clinic.therapist.begin("s")
    clinic.supervisor.post("/evaluation", {"sessionId": "s", "feedback": "one"}, 201)
    clinic.api.clock.advance(minutes=1)
    clinic.admin.post("/evaluation", {"sessionId": "s", "feedback": "two", "evaluatorId": clinic.other.id}, 201)
    two, one = clinic.therapist.get("/evaluation?sessionId=s")["evaluations"]
    assert (two["feedback"], two["evaluatorId"]) == ("two", clinic.other.id)
    assert (one["evaluatorId"], one["rating"], one["comments"]) == (clinic.supervisor.id, None, None)


def test_of_analytics_only_what_is_sent_is_replaced(thea: Member) -> None:
    thea.begin("s")
    rows = [{"date": "2025-03-01"}, {"date": "2025-01-01"}]
    thea.post("/session/analytics", {"sessionId": "s", "analyticsData": {"sessionMetrics": rows}})
    thea.post("/session/analytics", {"sessionId": "s", "analyticsData": {"skillProgress": []}})
    found = thea.get("/session/analytics?sessionId=s")
    assert found["analyticsData"]["sessionMetrics"] == rows
    assert found["analyticsData"]["skillProgress"] == []
    assert found["computed"] == ["summaryStats", "progressSnapshots"]
    cut = thea.get("/session/analytics?sessionId=s&timeRange=7d")["analyticsData"]["sessionMetrics"]
    assert cut == rows[:1]


def test_analytics_for_which_nothing_was_posted_are_computed_and_say_so(thea: Member) -> None:
    for number, score in enumerate((50, 55, 60, 70, 90)):
        thea.begin(f"s{number}", startTime=AT[number])
        thea.post("/session/skills", {"sessionId": f"s{number}", "skillScores": {"Empathy": score}})
        thea.post("/session/snapshots", {"sessionId": f"s{number}", "snapshots": [snapshot(number, score)]})
    thea.post("/session/progress", {"sessionId": "s4", "progressMetrics": METRICS})
    found = thea.get("/session/analytics?sessionId=s4")
    sections = ["sessionMetrics", "skillProgress", "summaryStats", "progressSnapshots", "comparativeData"]
    assert found["computed"] == sections == list(found["analyticsData"])
    (row,) = found["analyticsData"]["sessionMetrics"]
    assert row == {
        "date": "2025-03-02",
        "sessions": 1,
        "therapistSessions": 1,
        "averageSessionProgress": 90,
        "sessionId": "s4",
        "therapistId": thea.id,
        "milestonesAchieved": 5,
        "averageResponseTime": 2.5,
    }
    listening, empathy = found["analyticsData"]["skillProgress"]
    assert (listening["skill"], listening["trend"], listening["basis"]) == (
        "Active Listening",
        "stable",
        "not enough data",
    )
    assert listening["evidence"] == {"points": 1, "values": [85]}
    assert (empathy["trend"], empathy["category"], empathy["sessionsPracticed"]) == ("up", "interpersonal", 5)
    assert empathy["basis"] == "Theil-Sen slope 8.75 a session, Kendall's tau 1.00, p 0.017"
    assert found["analyticsData"]["progressSnapshots"] == [snapshot(4, 90)]
    assert found["analyticsData"]["comparativeData"]["trend"] == "improving"
    three = thea.get("/session/analytics?sessionId=s2")["analyticsData"]["skillProgress"][0]["evidence"]
    assert three == {"points": 3, "values": [50, 55, 60], "lowest": 50, "highest": 60, "median": 55}


def again(clinic: Clinic) -> Member:
    """Sign the therapist in again, where the old token has run out."""
    body = {"email": "thea@example.org", "password": "correct horse battery"}
    reply = clinic.api.call("POST", "/api/v1/auth/login", json=body)
    return Member(clinic.api, clinic.therapist.id, reply.body["data"]["accessToken"])
