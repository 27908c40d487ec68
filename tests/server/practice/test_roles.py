"""Who may do what with whose session: every operation of the document, every role, every kind of ownership."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from attrs import frozen

from beheard_core.accounts import Role
from beheard_server.testing import ABSENT, Reply
from tests.server.client import fresh_api
from tests.server.document import OPERATIONS
from tests.server.practice.clinic import METRICS, Clinic, Member, done, hire, open_clinic, refused

OURS = [each for each in OPERATIONS if each.says["tags"] == ["Practice"]]
ROLES = ("nobody", "user", "therapist", "supervisor", "admin", "therapist and supervisor")
OWNERS = ("own", "another's", "unknown")
# What an operation does: a list is of whoever asks, and knows no session.
READ, WRITE, EVALUATE, CREATE, LIST = "read", "write", "evaluate", "create", "list"
DOES: Mapping[str, str] = {
    "createTherapistSession": CREATE,
    "getTherapistSessions": READ,
    "changeTherapistSession": WRITE,
    "storeProgress": WRITE,
    "getSessionProgress": READ,
    "storeSnapshots": WRITE,
    "getSnapshots": READ,
    "storeSkills": WRITE,
    "getSkills": READ,
    "storeAnalytics": WRITE,
    "getAnalytics": READ,
    "getChart": READ,
    "storeComparison": WRITE,
    "getComparisons": READ,
    "storeEvaluation": EVALUATE,
    "getEvaluations": READ,
}
MAY = {
    "therapist": {"own": {READ, WRITE, EVALUATE}, "another's": set[str]()},
    "supervisor": {"own": {READ, EVALUATE}, "another's": {READ, EVALUATE}},
    "admin": {"own": {READ, WRITE, EVALUATE}, "another's": {READ, WRITE, EVALUATE}},
    "therapist and supervisor": {"own": {READ, WRITE, EVALUATE}, "another's": {READ, EVALUATE}},
}
WRITERS = {"therapist", "admin", "therapist and supervisor"}


def expected(role: str, owner: str, does: str) -> int:
    """Give the status that the contract has for a cell."""
    if role == "nobody":
        return 401
    if role == "user" or (does in {CREATE, WRITE} and role not in WRITERS):
        return 403
    if does == CREATE:
        return 201 if owner != "another's" or role == "admin" else 403
    if owner == "unknown":
        return 404
    return 200 if does in MAY[role][owner] else 403


@frozen
class Scene:
    """Somebody of each role who has a session of their own, and a session of somebody else."""

    clinic: Clinic
    members: Mapping[str, Member]

    def session(self, role: str, owner: str) -> str:
        return {"own": f"own-{role.replace(' ', '-')}", "another's": "others", "unknown": "unknown"}[owner]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with closing(fresh_api(tmp_path_factory.mktemp("roles"))) as api:
        clinic = open_clinic(api)
        members = {
            "nobody": clinic.nobody,
            "user": clinic.user,
            "therapist": clinic.therapist,
            "supervisor": clinic.supervisor,
            "admin": clinic.admin,
            "therapist and supervisor": hire(api, "Both", Role.THERAPIST, Role.SUPERVISOR),
        }
        clinic.other.begin("others")
        clinic.admin.begin("earlier", therapistId=clinic.other.id)
        for role, member in members.items():
            therapist_id = member.id or "nobody"
            clinic.admin.begin(f"own-{role.replace(' ', '-')}", therapistId=therapist_id)
        yield Scene(clinic, members)


def call(scene: Scene, operation: Any, role: str, owner: str) -> Reply:
    """Make a request that is right but for who makes it."""
    session_id, member = scene.session(role, owner), scene.members[role]
    below = operation.path.removeprefix("/api").replace("{id}", session_id)
    bodies: Mapping[str, Any] = {
        "createTherapistSession": {
            "clientId": "c",
            **({"therapistId": scene.clinic.other.id} if owner == "another's" else {}),
        },
        "changeTherapistSession": {"progress": 1},
        "storeProgress": {"sessionId": session_id, "progressMetrics": METRICS},
        "storeSnapshots": {"sessionId": session_id, "snapshots": []},
        "storeSkills": {"sessionId": session_id, "skillScores": {"Empathy": 1}},
        "storeAnalytics": {"sessionId": session_id, "analyticsData": {"skillProgress": []}},
        "storeComparison": {"currentSessionId": session_id, "improvementScore": 1},
        "storeEvaluation": {"sessionId": session_id, "feedback": "x"},
    }
    name = operation.says["operationId"]
    query = "" if name in bodies else f"?{'id' if name == 'getTherapistSessions' else 'sessionId'}={session_id}"
    return member.call(operation.method, below + query, bodies.get(name, ABSENT))


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", OURS, ids=str)
def test_every_cell_of_role_operation_and_ownership(scene: Scene, operation: Any, role: str, owner: str) -> None:
    does = DOES[operation.says["operationId"]]
    reply = call(scene, operation, role, owner)
    status = expected(role, owner, does)
    (success,) = (int(each) for each in operation.says["responses"] if each < "300")
    assert reply.status == (success if status in {200, 201} else status), reply
    if status >= 400:
        code = {401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND"}[status]
        refused(reply, status, code, "Session not found" if status == 404 else None, set())


def test_the_matrix_has_every_operation_of_the_document() -> None:
    assert {each.says["operationId"] for each in OURS} == DOES.keys()
    assert {each.path for each in OPERATIONS if each.path.startswith(("/api/session", "/api/evaluation"))} == {
        each.path for each in OURS
    }


DAY = {"date": "2025-01-01", "therapistId": "other"}
NAMING: list[tuple[str, dict[str, Any]]] = [
    ("/session", {"clientId": "c", "therapistId": "other"}),
    ("/session/progress", {"sessionId": "s", "therapistId": "other", "evaluationFeedback": "x"}),
    ("/session/skills", {"sessionId": "s", "therapistId": "other", "skillScores": {"a": 1}}),
    ("/session/comparison", {"currentSessionId": "s", "therapistId": "other", "improvementScore": 1}),
    ("/evaluation", {"sessionId": "s", "evaluatorId": "other", "feedback": "x"}),
    *(
        ("/session/analytics", {"sessionId": "s", "analyticsData": each})
        for each in (
            {"summaryStats": [{"value": 1, "label": "a", "therapistId": "other"}]},
            {"sessionMetrics": [DAY]},
            {"comparativeData": {"trend": "stable", "currentSession": DAY}},
        )
    ),
]


@pytest.mark.parametrize("role", ["therapist", "supervisor"])
@pytest.mark.parametrize(("path", "body"), NAMING)
def test_nobody_but_an_admin_names_another_therapist(clinic: Clinic, role: str, path: str, body: Any) -> None:
    clinic.therapist.begin("s")
    member = {"therapist": clinic.therapist, "supervisor": clinic.supervisor}[role]
    refused(member.call("POST", path, body), 403, "FORBIDDEN")


def test_a_comparison_needs_both_sessions_to_be_ones_own(clinic: Clinic) -> None:
    clinic.therapist.begin("mine")
    clinic.other.begin("others")
    body = {"currentSessionId": "mine", "previousSessionId": "others", "improvementScore": 1}
    refused(clinic.therapist.call("POST", "/session/comparison", body), 403, "FORBIDDEN")
    body = {"currentSessionId": "mine", "previousSessionId": "others"}
    refused(clinic.therapist.call("POST", "/session/comparison", body), 403, "FORBIDDEN")


@pytest.mark.parametrize("path", ["/session/skills", "/session/comparison", "/session/analytics/chart.svg"])
def test_a_therapist_reads_by_their_own_id_and_not_by_anothers(clinic: Clinic, path: str) -> None:
    for member in (clinic.therapist, clinic.other):
        member.begin(f"s-{member.id}")
    assert clinic.therapist.call("GET", f"{path}?therapistId={clinic.therapist.id}").status == 200
    refused(clinic.therapist.call("GET", f"{path}?therapistId={clinic.other.id}"), 403, "FORBIDDEN")
    for member in (clinic.supervisor, clinic.admin):
        assert member.call("GET", f"{path}?therapistId={clinic.other.id}").status == 200


def test_a_role_that_was_taken_away_is_gone_at_once(clinic: Clinic) -> None:
    clinic.therapist.begin("s")

    def dismiss(unit: Any) -> None:
        account = unit.accounts.get(clinic.therapist.id)
        unit.accounts.update(type(account)(account.id, account.email, account.created_at, account.name))

    clinic.api.shell.commit(dismiss)
    refused(clinic.therapist.call("GET", "/session?id=s"), 403, "FORBIDDEN")
    assert done(clinic.admin.call("GET", "/session?id=s"))["id"] == "s"
