"""The history and the days: filtered, in order, in pages, and never anybody else's."""

from typing import Any

import pytest

from tests.server.focus.timers import Person, Room, refused, told


@pytest.fixture
def history(room: Room, ana: Person, ben: Person) -> list[int]:
    """Ten sessions of Ana's, one a day from 1 February, the odd ones abandoned, told of in another order."""
    room.at("2026-02-12T08:00")
    ids = {}
    for day in (3, 1, 2, 10, 4, 9, 5, 8, 6, 7):
        moment = f"2026-02-{day:02}T08:00:00Z"
        ids[day] = ana.start(started_at=moment)
        ana.end(ids[day], 600, "abandoned" if day % 2 else "completed", ended_at=moment)
        ben.complete()
    return [ids[day] for day in range(10, 0, -1)]


def ids(found: list[dict[str, Any]]) -> list[int]:
    return [each["id"] for each in found]


def test_the_history_is_newest_first_by_the_start(ana: Person, history: list[int]) -> None:
    assert ids(ana.get("/sessions")) == history


@pytest.mark.parametrize("limit", [1, 3, 9, 10, 100])
def test_pages_leave_nothing_out_and_give_nothing_twice(ana: Person, history: list[int], limit: int) -> None:
    found: list[int] = []
    query = f"?limit={limit}"
    cursor = ""
    for turn in range(11):
        body = told(ana.call("GET", f"/sessions{query}{cursor}"))
        assert body.keys() == {"success", "message", "data", "meta"}
        found += ids(body["data"])
        if turn == 0:
            ana.end(ana.start())  # what comes in between, comes before
        following = body["meta"]["next_cursor"]
        if following is None:
            break
        assert len(body["data"]) == limit
        cursor = f"&cursor={following}"
    assert found == history


def test_the_history_can_be_cut_down_to_a_status_and_to_days(ana: Person, history: list[int]) -> None:
    by_day = dict(zip(range(10, 0, -1), history, strict=True))
    assert ids(ana.get("/sessions", status="completed")) == [by_day[day] for day in (10, 8, 6, 4, 2)]
    assert ids(ana.get("/sessions", status="paused")) == []
    some = {"from": "2026-02-04", "to": "2026-02-06"}
    assert ids(ana.get("/sessions", **some)) == [by_day[day] for day in (6, 5, 4)]
    assert ids(ana.get("/sessions", **some, status="abandoned")) == [by_day[5]]
    assert ids(ana.get("/sessions", **{"from": "2026-02-09"})) == [by_day[10], by_day[9]]
    assert ids(ana.get("/sessions", to="2026-02-01")) == [by_day[1]]


def test_sessions_that_began_at_the_same_moment_are_paged_by_their_ids(ana: Person) -> None:
    made = []
    for _ in range(5):
        made.append(ana.start())
        ana.end(made[-1], status="abandoned")
    first = told(ana.call("GET", "/sessions?limit=3"))
    rest = ana.get("/sessions", limit="3", cursor=first["meta"]["next_cursor"])
    assert ids(first["data"]) + ids(rest) == made[::-1]


def test_a_cursor_is_for_one_person_one_list_and_a_day(
    room: Room, ana: Person, ben: Person, history: list[int]
) -> None:
    cursor = told(ana.call("GET", "/sessions?limit=2"))["meta"]["next_cursor"]
    assert ids(ana.get("/sessions", cursor=cursor))[:1] == history[2:3]
    for person, more in ((ben, ""), (ana, "&status=completed"), (ana, "&from=2026-02-01"), (ana, "&to=2026-02-28")):
        refused(person.call("GET", f"/sessions?cursor={cursor}{more}"), 400, "VALIDATION_ERROR", {"cursor"})
    room.clock.advance(days=1, seconds=1)
    refused(ana.call("GET", f"/sessions?cursor={cursor}"), 400, "VALIDATION_ERROR", {"cursor"})


def test_a_history_has_twenty_a_page_unless_told_otherwise(ana: Person) -> None:
    for _ in range(21):
        ana.end(ana.start(), status="abandoned")
    body = told(ana.call("GET", "/sessions"))
    assert (len(body["data"]), body["meta"]["next_cursor"] is None) == (20, False)


def test_the_days_are_those_of_completed_sessions_oldest_first(ana: Person, history: list[int]) -> None:
    days = ana.get("/progress")
    assert days == [
        {"date": f"2026-02-{day:02}", "sessions_completed": 1, "total_focus_seconds": 600} for day in (2, 4, 6, 8, 10)
    ]
    assert ana.get("/progress", **{"from": "2026-02-04", "to": "2026-02-08"}) == days[1:4]
    assert ana.get("/progress", **{"from": "2026-02-09"}) == days[4:]
    assert ana.get("/progress", to="2026-02-03") == days[:1]


def test_a_session_is_listed_by_the_day_on_which_it_began_where_it_began(room: Room) -> None:
    ana = room.person(zone="Pacific/Kiritimati")
    room.at("2026-02-18T10:30")
    session = ana.start()
    assert ids(ana.get("/sessions", **{"from": "2026-02-19", "to": "2026-02-19"})) == [session]
    assert ana.get("/sessions", to="2026-02-18") == []


def test_the_home_screen_is_one_read_of_everything(room: Room, ana: Person, ben: Person) -> None:
    room.at("2026-02-18T08:00")
    for _ in range(12):
        ana.complete(3600)
    running = ana.start()
    ben.complete()
    home = ana.get("/home")
    assert home["active_session"] == ana.get("/sessions/active")
    assert home["active_session"]["id"] == running
    assert home["streak"] == ana.get("/streaks")
    assert [home["today"]] == ana.get("/progress")
    assert (home["badge_count"], home["recent_badges"]) == (4, ana.get("/badges/me"))
    assert set(ana.badges()) == {"First Lock-in", "Focus Rookie", "Focus Pro", "Consistency"}


def test_the_year_is_drawn_for_its_owner_only(room: Room, ana: Person, ben: Person) -> None:
    room.at("2026-02-18T08:00")
    ana.complete()
    drawn = ana.room.app.test_client().get("/api/v1/heatmap.svg", headers={"X-User": "ana"})
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert drawn.headers["Cache-Control"] == "no-store"
    assert "18 Feb 2026: 25 min in 1 session" in drawn.text
    for path, user, title in (("?year=2025", "ana", "Focus in 2025"), ("", "ben", "Focus in 2026")):
        other = ana.room.app.test_client().get(f"/api/v1/heatmap.svg{path}", headers={"X-User": user})
        assert title in other.text
        assert "No completed session." in other.text


def test_the_year_that_it_is_depends_on_where_one_is(room: Room) -> None:
    room.at("2025-12-31T10:30")
    ana = room.person(zone="Pacific/Kiritimati")
    ana.complete()
    drawn = room.app.test_client().get("/api/v1/heatmap.svg", headers={"X-User": "ana"})
    assert "<title" in drawn.text
    assert "Focus in 2026" in drawn.text
    assert "1 Jan 2026: 25 min in 1 session" in drawn.text
