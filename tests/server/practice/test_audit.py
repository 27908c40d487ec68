"""Every call leaves a row, no row is ever changed, and replies can be kept while they hold."""

import sqlite3
from contextlib import closing

import pytest

from beheard_core.practice import AuditEntry
from beheard_server.testing import START
from tests.server.practice.clinic import Clinic, Member, done, refused


def audit(clinic: Clinic, session_id: str | None = None) -> list[tuple[str | None, str, str | None, int]]:
    entries: tuple[AuditEntry, ...] = clinic.api.shell.read(lambda unit: unit.practice.noted(session_id))
    assert {each.noted_at for each in entries} <= {START}
    return [(each.actor_id, each.operation, each.session_id, each.status) for each in entries]


def test_a_row_says_who_asked_for_what_of_which_session_and_how_it_ended(clinic: Clinic) -> None:
    thea, otto = clinic.therapist, clinic.other
    thea.begin("s")
    thea.call("GET", "/session?id=s")
    otto.call("GET", "/session?id=s")
    thea.call("GET", "/session?id=unknown")
    thea.call("PATCH", "/session/s", {"progress": 101})
    thea.call("PATCH", "/session/s", {"progress": 10})
    clinic.user.call("GET", "/session/skills?sessionId=s")
    clinic.nobody.call("GET", "/session/skills?sessionId=s")
    thea.call("POST", "/session/comparison", {"currentSessionId": "s", "improvementScore": 1})
    assert audit(clinic) == [
        (thea.id, "createTherapistSession", "s", 201),
        (thea.id, "getTherapistSessions", "s", 200),
        (otto.id, "getTherapistSessions", "s", 403),
        (thea.id, "getTherapistSessions", "unknown", 404),
        (thea.id, "changeTherapistSession", "s", 400),
        (thea.id, "changeTherapistSession", "s", 200),
        (clinic.user.id, "getSkills", None, 403),
        (None, "getSkills", None, 401),
        (thea.id, "storeComparison", "s", 201),
    ]
    assert {each[2] for each in audit(clinic, "s")} == {"s"}
    assert len(audit(clinic, "s")) == 6


def test_what_changes_something_and_its_row_are_kept_together_or_not_at_all(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.therapist.begin("s")
    path = clinic.api.shell.store.path  # type: ignore[attr-defined]  # it is a file here
    with closing(sqlite3.connect(path)) as file:
        refusal = "BEGIN SELECT raise(ABORT, 'full'); END"
        file.execute(f"CREATE TRIGGER full BEFORE INSERT ON beheard_practice_audit {refusal}")
        file.commit()
    reply = clinic.therapist.call("PATCH", "/session/s", {"progress": 50})
    refused(reply, 500, "INTERNAL_ERROR", "Something went wrong on our side.")
    refused(clinic.therapist.call("GET", "/session?id=s"), 500, "INTERNAL_ERROR")
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TRIGGER full")
        file.commit()
    assert clinic.therapist.get("/session?id=s")["progress"] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE beheard_practice_audit SET status = 200",
        "DELETE FROM beheard_practice_audit",
        "INSERT OR REPLACE INTO beheard_practice_audit VALUES (1, 'x', 'x', 'x', 1, 'x')",
        "UPDATE beheard_practice_evaluations SET feedback = 'better'",
    ],
)
def test_rows_of_the_audit_and_evaluations_cannot_be_changed(clinic: Clinic, statement: str) -> None:
    clinic.therapist.begin("s")
    clinic.therapist.post("/evaluation", {"sessionId": "s", "feedback": "x"}, 201)
    path = clinic.api.shell.store.path  # type: ignore[attr-defined]  # it is a file here
    before = audit(clinic)
    with closing(sqlite3.connect(path)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute(statement)
    assert audit(clinic) == before


READS = [
    "/session",
    "/session?id=s",
    "/session/progress?sessionId=s&includeFeedback=true",
    "/session/snapshots?sessionId=s",
    "/session/skills?sessionId=s",
    "/session/analytics?sessionId=s",
    "/session/analytics/chart.svg?sessionId=s",
    "/session/comparison?sessionId=s",
    "/evaluation?sessionId=s",
    "/evaluation?q=x",
]


@pytest.mark.parametrize("path", READS)
def test_a_read_is_not_sent_again_while_nothing_has_changed(thea: Member, path: str) -> None:
    thea.begin("s")
    first = thea.call("GET", path)
    assert (first.status, first.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "Authorization" in first.headers["Vary"]
    tag = first.headers["ETag"]
    same = thea.call("GET", path, headers={"If-None-Match": f'"other", {tag}'})
    assert (same.status, same.body, same.headers["ETag"]) == (304, None, tag)
    other = thea.call("GET", path, headers={"If-None-Match": '"other"'})
    assert (other.status, other.body, other.headers["ETag"]) == (200, first.body, tag)


def test_what_has_changed_is_sent_again(thea: Member) -> None:
    thea.begin("s")
    tag = thea.call("GET", "/session?id=s").headers["ETag"]
    done(thea.call("PATCH", "/session/s", {"progress": 1}))
    found = thea.call("GET", "/session?id=s", headers={"If-None-Match": tag})
    assert (found.status, found.body["progress"]) == (200, 1)


def test_a_known_tag_opens_no_door(clinic: Clinic) -> None:
    clinic.therapist.begin("s")
    tag = clinic.therapist.call("GET", "/session?id=s").headers["ETag"]
    refused(clinic.other.call("GET", "/session?id=s", headers={"If-None-Match": tag}), 403, "FORBIDDEN")


def test_what_is_written_and_what_is_refused_is_kept_by_no_cache(thea: Member) -> None:
    written = thea.call("POST", "/session", {"clientId": "c"})
    for reply in (written, thea.call("GET", "/session?id=unknown")):
        assert (reply.headers["Cache-Control"], "ETag" in reply.headers) == ("no-store", False)


def test_what_reaches_no_view_is_refused_in_the_same_form(thea: Member) -> None:
    refused(thea.call("GET", "/session/unknown/path"), 404, "NOT_FOUND")
    reply = thea.call("DELETE", "/session/progress")
    refused(reply, 405, "METHOD_NOT_ALLOWED")
    assert {"GET", "POST"} <= set(reply.headers["Allow"].split(", "))
    refused(thea.call("PUT", "/evaluation"), 405, "METHOD_NOT_ALLOWED")
    assert thea.call("OPTIONS", "/session").status == 200
