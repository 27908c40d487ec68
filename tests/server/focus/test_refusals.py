"""What is refused, with which code, and that nothing is stored then."""

from typing import Any

import pytest

from beheard_server.testing import ABSENT
from tests.server.focus.timers import Person, Room, refused, stamp, told
from tests.server.hostile import MALFORMED

NOBODY: list[tuple[str, str]] = [
    ("POST", "/sessions"),
    ("GET", "/sessions/active"),
    ("PATCH", "/sessions/1/pause"),
    ("PATCH", "/sessions/1/resume"),
    ("PATCH", "/sessions/1/end"),
    ("GET", "/sessions"),
    ("GET", "/streaks"),
    ("GET", "/progress"),
    ("GET", "/badges"),
    ("GET", "/badges/me"),
    ("GET", "/home"),
    ("GET", "/heatmap.svg"),
]
CHANGES = [
    ("pause", {"elapsed_seconds": 1}),
    ("resume", ABSENT),
    ("end", {"elapsed_seconds": 1, "status": "completed"}),
]


@pytest.mark.parametrize(("method", "path"), NOBODY)
def test_nobody_is_let_in(room: Room, ana: Person, method: str, path: str) -> None:
    ana.start()
    reply = room.client.call(method, f"/api/v1{path}", json={})
    refused(reply, 401, "UNAUTHORIZED", set())
    assert reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("act", "body"), CHANGES)
def test_a_stranger_finds_no_session_and_changes_none(ana: Person, ben: Person, act: str, body: object) -> None:
    session = ana.start()
    before = ana.get("/sessions")
    refused(ben.call("PATCH", f"/sessions/{session}/{act}", body), 404, "NOT_FOUND", set())
    assert ana.get("/sessions") == before
    assert (ben.get("/sessions"), ben.get("/sessions/active"), ben.get("/progress")) == ([], None, [])


@pytest.mark.parametrize(("act", "body"), CHANGES)
@pytest.mark.parametrize("session", ["2", "0", str(2**63 - 1)])
def test_a_session_that_is_not_there_is_not_found(ana: Person, act: str, body: object, session: str) -> None:
    ana.start()
    refused(ana.call("PATCH", f"/sessions/{session}/{act}", body), 404, "NOT_FOUND", set())


@pytest.mark.parametrize("session", [str(2**63), "-1", "1.5", "x", "%00", "9" * 5000, "active"])
def test_what_can_be_no_id_leads_nowhere(ana: Person, session: str) -> None:
    ana.start()
    assert ana.call("PATCH", f"/sessions/{session}/resume").status == 404


DURATIONS: list[Any] = [
    59,
    86_401,
    0,
    -1500,
    1500.0,
    1500.5,
    True,
    False,
    "1500",
    "",
    None,
    [],
    [1500],
    {},
    2**53,
    10**18,
]


@pytest.mark.parametrize("seconds", DURATIONS, ids=repr)
def test_a_duration_that_is_none_is_refused_and_nothing_is_stored(ana: Person, seconds: object) -> None:
    refused(ana.call("POST", "/sessions", {"duration_seconds": seconds}), 400, "VALIDATION_ERROR", {"duration_seconds"})
    assert ana.get("/sessions") == []


ZONES: list[Any] = ["Mars/Olympus", "Europe/berlin", "localtime", "posixrules", "UTC+3", "+03:00", "../etc/passwd"]
ZONES += ["/etc/localtime", "Europe/Berlin\0", "Europe", "x" * 65, 3, True, ["UTC"], {}]


@pytest.mark.parametrize("zone", ZONES, ids=repr)
def test_a_zone_that_does_not_exist_is_refused_and_nothing_is_stored(ana: Person, zone: object) -> None:
    body = {"duration_seconds": 1500, "time_zone": zone}
    refused(ana.call("POST", "/sessions", body), 400, "VALIDATION_ERROR", {"time_zone"})
    assert ana.get("/sessions") == []


@pytest.mark.parametrize("zone", ["Africa/Cairo", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "UTC", "EST5EDT"])
def test_a_zone_that_exists_is_kept(ana: Person, zone: str) -> None:
    ana.start(time_zone=zone)
    assert ana.get("/sessions/active")["time_zone"] == zone


TIMES: list[Any] = [
    "2025-03-02",
    "2025-03-02T07:00:00",
    "2025-03-02 07:00:00Z",
    "20250302T070000Z",
    "2025-W09-7",
    "now",
]
TIMES += ["2025-02-30T07:00:00Z", "2025-03-02T25:00:00Z", "0001-01-01T00:00:00+14:00", 1740898800, True, [], {}]


@pytest.mark.parametrize("moment", TIMES, ids=repr)
def test_a_time_that_is_none_is_refused_and_nothing_is_stored(ana: Person, moment: object) -> None:
    body = {"duration_seconds": 1500, "started_at": moment}
    refused(ana.call("POST", "/sessions", body), 400, "VALIDATION_ERROR", {"started_at"})
    assert ana.get("/sessions") == []
    session = ana.start()
    end = {"elapsed_seconds": 1500, "status": "completed", "ended_at": moment}
    refused(ana.call("PATCH", f"/sessions/{session}/end", end), 400, "VALIDATION_ERROR", {"ended_at"})
    assert (ana.get("/sessions/active")["status"], ana.get("/progress")) == ("active", [])


@pytest.mark.parametrize(
    ("days", "seconds", "fits"), [(-30, 0, True), (-30, -1, False), (0, 300, True), (0, 301, False)]
)
def test_a_late_report_reaches_back_thirty_days_and_a_fast_clock_five_minutes(
    room: Room, ana: Person, days: int, seconds: int, fits: bool
) -> None:
    clock = room.clock
    clock.advance(days=days, seconds=seconds)
    moment = stamp(clock.now)
    clock.advance(days=-days, seconds=-seconds)
    reply = ana.call("POST", "/sessions", {"duration_seconds": 60, "started_at": moment})
    if fits:
        assert told(reply, 201)["data"]["started_at"] == moment
    else:
        refused(reply, 400, "VALIDATION_ERROR", {"started_at"})
        assert ana.get("/sessions") == []


def test_an_end_before_the_start_is_refused(room: Room, ana: Person) -> None:
    session = ana.start()
    room.clock.advance(hours=1)
    before = stamp(room.clock.now.replace(hour=7, minute=59))
    body = {"elapsed_seconds": 60, "status": "completed", "ended_at": before}
    refused(ana.call("PATCH", f"/sessions/{session}/end", body), 400, "VALIDATION_ERROR", {"ended_at"})
    assert (ana.get("/sessions/active")["id"], ana.get("/progress")) == (session, [])


ELAPSED: list[Any] = [-1, 1501, 86_401, 750.0, 750.5, True, "750", "", None, [], {}, 2**53]


@pytest.mark.parametrize("act", ["pause", "end"])
@pytest.mark.parametrize("seconds", ELAPSED, ids=repr)
def test_what_no_timer_can_show_is_refused_and_changes_nothing(ana: Person, act: str, seconds: object) -> None:
    session = ana.start()
    body = {"elapsed_seconds": seconds, **({"status": "completed"} if act == "end" else {})}
    refused(ana.call("PATCH", f"/sessions/{session}/{act}", body), 400, "VALIDATION_ERROR", {"elapsed_seconds"})
    shown = ana.get("/sessions/active")
    assert (shown["status"], shown["elapsed_seconds"], ana.get("/progress")) == ("active", 0, [])


@pytest.mark.parametrize("act", ["pause", "end"])
def test_a_timer_that_goes_backwards_is_refused_and_changes_nothing(ana: Person, act: str) -> None:
    session = ana.start()
    told(ana.call("PATCH", f"/sessions/{session}/pause", {"elapsed_seconds": 750}))
    told(ana.call("PATCH", f"/sessions/{session}/resume"))
    before = ana.get("/sessions")
    body = {"elapsed_seconds": 749, **({"status": "completed"} if act == "end" else {})}
    details = refused(ana.call("PATCH", f"/sessions/{session}/{act}", body), 400, "ELAPSED_WENT_BACKWARDS")
    assert details == {"saved_elapsed_seconds": 750}
    assert (ana.get("/sessions"), ana.get("/progress")) == (before, [])


@pytest.mark.parametrize("status", ["active", "paused", "Completed", "", 1, None, True, []])
def test_an_end_is_completed_or_abandoned(ana: Person, status: object) -> None:
    session = ana.start()
    body = {"elapsed_seconds": 60, "status": status}
    refused(ana.call("PATCH", f"/sessions/{session}/end", body), 400, "VALIDATION_ERROR", {"status"})
    refused(
        ana.call("PATCH", f"/sessions/{session}/pause", {"elapsed_seconds": 60, "status": "completed"}),
        400,
        "VALIDATION_ERROR",
        {"status"},
    )
    assert ana.get("/sessions/active")["status"] == "active"


@pytest.mark.parametrize("status", ["completed", "abandoned"])
@pytest.mark.parametrize(("act", "body"), CHANGES)
def test_what_has_ended_has_ended(ana: Person, status: str, act: str, body: object) -> None:
    session = ana.start()
    ana.end(session, 1, status)
    before = (ana.get("/sessions"), ana.standing())
    details = refused(ana.call("PATCH", f"/sessions/{session}/{act}", body), 409, "INVALID_TRANSITION")
    assert details == {"status": status}
    assert (ana.get("/sessions"), ana.standing()) == before


def test_a_pause_of_the_paused_and_a_resume_of_the_active_are_refused(ana: Person) -> None:
    session = ana.start()
    assert refused(ana.call("PATCH", f"/sessions/{session}/resume"), 409, "INVALID_TRANSITION") == {"status": "active"}
    told(ana.call("PATCH", f"/sessions/{session}/pause", {"elapsed_seconds": 5}))
    again = ana.call("PATCH", f"/sessions/{session}/pause", {"elapsed_seconds": 6})
    assert refused(again, 409, "INVALID_TRANSITION") == {"status": "paused"}
    assert ana.get("/sessions/active")["elapsed_seconds"] == 5


@pytest.mark.parametrize("paused", [False, True])
def test_a_second_session_is_refused_while_one_runs_and_not_for_anybody_else(
    ana: Person, ben: Person, paused: bool
) -> None:
    session = ana.start()
    if paused:
        told(ana.call("PATCH", f"/sessions/{session}/pause", {"elapsed_seconds": 5}))
    reply = ana.call("POST", "/sessions", {"duration_seconds": 60})
    assert refused(reply, 409, "SESSION_ALREADY_RUNNING") == {"session_id": session}
    assert len(ana.get("/sessions")) == 1
    assert ben.start() != session
    ana.end(session)
    assert ana.start() > session


@pytest.mark.parametrize("path", ["/progress", "/sessions"])
def test_a_range_of_days_backwards_is_refused(ana: Person, path: str) -> None:
    refused(ana.call("GET", f"{path}?from=2026-02-19&to=2026-02-18"), 400, "VALIDATION_ERROR", {"to"})
    assert ana.get(path, **{"from": "2026-02-18", "to": "2026-02-18"}) == []


QUERIES = [
    ("/progress", "from"),
    ("/progress", "to"),
    ("/sessions", "from"),
    ("/sessions", "to"),
    ("/sessions", "status"),
    ("/sessions", "limit"),
    ("/sessions", "cursor"),
    ("/heatmap.svg", "year"),
]


@pytest.mark.parametrize(("path", "name"), QUERIES)
@pytest.mark.parametrize("value", ["x", "2026-02-30", "20260218", "2026-02-18T00:00:00Z", "-1", "0", "101010", "%00"])
def test_a_question_that_makes_no_sense_is_refused(ana: Person, path: str, name: str, value: str) -> None:
    refused(ana.call("GET", f"{path}?{name}={value}"), 400, "VALIDATION_ERROR", {name})


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_hostile_body_starts_nothing(ana: Person, kind: str) -> None:
    sent = MALFORMED[kind]
    reply = ana.call("POST", "/sessions", data=sent.data, headers=dict(sent.headers))
    assert 400 <= reply.status < 500
    assert reply.body["success"] is False
    assert ana.get("/sessions") == []
