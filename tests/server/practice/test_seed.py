"""Every request and reply of the Session Progress API document, key for key, in its order.

"string" stands for an id or a text; what is printed is what is sent, and what comes back has the same keys and values.
"""

from typing import Any

import pytest

from tests.server.practice.clinic import Clinic, refused

NOW = "2025-03-02T08:00:00Z"
METRICS = {
    "totalMessages": 42,
    "therapistMessages": 21,
    "clientMessages": 21,
    "sessionDuration": 3600,
    "activeTime": 3000,
    "skillScores": {"Active Listening": 85, "Empathy": 78},
    "responseTime": 2.5,
    "conversationFlow": 88,
    "milestonesReached": ["introduction", "exploration"],
}


@pytest.fixture
def begun(clinic: Clinic) -> Clinic:
    clinic.therapist.begin("string")
    return clinic


def analytics(therapist: str) -> dict[str, Any]:
    return {
        "sessionMetrics": [
            {
                "date": "2025-01-01",
                "sessions": 1,
                "therapistSessions": 1,
                "averageSessionProgress": 85,
                "sessionId": "string",
                "therapistId": therapist,
                "milestonesAchieved": 2,
                "averageResponseTime": 2.5,
            }
        ],
        "skillProgress": [
            {
                "skill": "Active Listening",
                "skillId": "active-listening",
                "score": 85,
                "trend": "up",
                "category": "therapeutic",
                "sessionsPracticed": 5,
                "averageImprovement": 12,
            }
        ],
        "summaryStats": [
            {
                "value": 1,
                "label": "Total Sessions",
                "therapistId": therapist,
                "trend": {"value": 1, "direction": "up", "period": "recent"},
                "color": "blue",
            }
        ],
        "progressSnapshots": [{"timestamp": "2025-01-01T10:00:00Z", "value": 25}],
    }


def test_progress_metrics(begun: Clinic) -> None:
    thea = begun.therapist
    sent = {
        "sessionId": "string",
        "progressMetrics": METRICS,
        "therapistId": thea.id,
        "evaluationFeedback": "string",
    }
    assert thea.post("/session/progress", sent) == {"success": True, "sessionId": "string"}
    assert thea.get("/session/progress?sessionId=string&includeFeedback=true") == {
        "sessionId": "string",
        "progressMetrics": METRICS,
        "feedback": [{"therapistId": thea.id, "feedback": "string", "createdAt": NOW}],
    }
    without = thea.get("/session/progress?sessionId=string")
    assert without == {"sessionId": "string", "progressMetrics": METRICS}


def test_progress_snapshots(begun: Clinic) -> None:
    thea, snapshot = begun.therapist, {"timestamp": "2025-01-01T10:00:00Z", "value": 25}
    milestone = {
        "milestoneName": "string",
        "milestoneValue": 50,
        "achievedAt": "2025-01-01T10:30:00Z",
        "metadata": {},
    }
    sent = {"sessionId": "string", "snapshots": [snapshot], "milestones": [milestone]}
    assert thea.post("/session/snapshots", sent) == {"success": True, "sessionId": "string"}
    quarter = {
        "milestoneName": "progress_25",
        "milestoneValue": 25,
        "achievedAt": "2025-01-01T10:00:00Z",
        "metadata": {},
    }
    assert thea.get("/session/snapshots?sessionId=string") == {
        "sessionId": "string",
        "snapshots": [snapshot],
        "milestones": [quarter, milestone],
    }


def test_skill_scores(begun: Clinic) -> None:
    thea = begun.therapist
    sent = {
        "sessionId": "string",
        "therapistId": thea.id,
        "skillScores": {"Active Listening": 85, "Empathy": 78},
    }
    reply = {"success": True, "sessionId": "string", "therapistId": thea.id}
    assert thea.post("/session/skills", sent) == reply
    found = thea.get(f"/session/skills?sessionId=string&therapistId={thea.id}")
    assert found == {
        "sessionId": "string",
        "therapistId": thea.id,
        "skills": [
            {
                "skillName": name,
                "skillCategory": "interpersonal",
                "currentScore": score,
                "practiceSessions": 1,
                "lastPracticed": NOW,
                "createdAt": NOW,
            }
            for name, score in sent["skillScores"].items()  # type: ignore[attr-defined]
        ],
    }


def test_analytics_data(begun: Clinic) -> None:
    thea = begun.therapist
    sent = {"sessionId": "string", "analyticsData": analytics(thea.id)}
    assert thea.post("/session/analytics", sent) == {"success": True, "sessionId": "string"}
    assert thea.get("/session/analytics?sessionId=string") == sent
    compared = {
        "currentSession": {"date": "2025-01-01"},
        "previousSession": {"date": "2024-12-24", "sessions": 1},
        "trend": "improving",
    }
    whole = {"sessionId": "string", "analyticsData": analytics(thea.id) | {"comparativeData": compared}}
    thea.post("/session/analytics", whole)
    assert thea.get("/session/analytics?sessionId=string") == whole


def test_session_comparison(begun: Clinic) -> None:
    thea = begun.therapist
    thea.begin("earlier", startTime="2025-02-01T10:00:00+01:00")
    metrics = {"progressImprovement": 10, "skillScoreImprovement": 5, "responseTimeImprovement": 0.5}
    sent = {
        "therapistId": thea.id,
        "currentSessionId": "string",
        "previousSessionId": "earlier",
        "improvementScore": 85,
        "metrics": metrics,
    }
    stored = thea.post("/session/comparison", sent, 201)
    assert stored == {
        "success": True,
        "comparisonId": stored["comparisonId"],
        "therapistId": thea.id,
        "currentSessionId": "string",
    }
    found = thea.get(f"/session/comparison?therapistId={thea.id}&sessionId=string&timeRange=7d")
    assert found == {
        "therapistId": thea.id,
        "sessionId": "string",
        "comparisons": [
            {
                "id": stored["comparisonId"],
                **sent,
                "analyzedAt": NOW,
                "currentSessionStartedAt": NOW,
                "previousSessionStartedAt": "2025-02-01T09:00:00Z",
                "trend": "improving",
            }
        ],
    }


def test_evaluation_feedback(begun: Clinic) -> None:
    thea = begun.therapist
    said = {"feedback": "string", "evaluatorId": thea.id, "rating": 5, "comments": "string"}
    stored = thea.post("/evaluation", {"sessionId": "string", **said}, 201)
    assert stored == {"success": True, "evaluationId": stored["evaluationId"]}
    assert thea.get("/evaluation?sessionId=string") == {
        "sessionId": "string",
        "evaluations": [{"id": stored["evaluationId"], **said, "createdAt": NOW}],
    }


def test_the_therapist_session(clinic: Clinic) -> None:
    thea = clinic.therapist
    thea.begin("string", clientId="string", startTime="2025-01-01T09:00:00Z")
    base = {
        "id": "string",
        "clientId": "string",
        "therapistId": thea.id,
        "startTime": "2025-01-01T09:00:00Z",
        "status": "active",
        "progress": 0,
    }
    assert thea.get("/session?id=string") == base
    snapshot = {"timestamp": "2025-01-01T10:00:00Z", "value": 25}
    thea.post("/session/snapshots", {"sessionId": "string", "snapshots": [snapshot]})
    thea.post("/session/progress", {"sessionId": "string", "progressMetrics": METRICS})
    body = {"status": "completed", "endTime": "2025-01-01T11:00:00Z"}
    assert clinic.therapist.call("PATCH", "/session/string", body).status == 200
    ended = base | {"status": "completed", "progress": 25, "endTime": "2025-01-01T11:00:00Z"}
    assert thea.get("/session?id=string") == ended | {"progressSnapshots": [snapshot], "progressMetrics": METRICS}


def test_a_refusal_has_a_message_a_code_and_details(begun: Clinic) -> None:
    thea = begun.therapist
    assert thea.call("GET", "/session/progress").body == {
        "error": "Missing sessionId parameter",
        "code": "VALIDATION_ERROR",
        "details": {"sessionId": "is required"},
    }
    refused(thea.call("GET", "/session/progress?sessionId=unknown"), 404, "NOT_FOUND", "Session not found", set())
    assert begun.nobody.call("GET", "/session").headers["WWW-Authenticate"] == "Bearer"
    refused(begun.nobody.call("GET", "/session"), 401, "UNAUTHORIZED", None, set())
    refused(begun.user.call("GET", "/session"), 403, "FORBIDDEN", None, set())


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/session/progress", "Missing sessionId parameter"),
        ("/session/snapshots", "Missing sessionId parameter"),
        ("/session/analytics", "Missing sessionId parameter"),
        ("/evaluation", "Missing sessionId parameter"),
        ("/session/skills", "Missing sessionId or therapistId parameter"),
        ("/session/comparison", "Missing therapistId or sessionId parameter"),
    ],
)
def test_a_missing_parameter_is_named_as_the_document_names_it(clinic: Clinic, path: str, error: str) -> None:
    refused(clinic.therapist.call("GET", path), 400, "VALIDATION_ERROR", error)
