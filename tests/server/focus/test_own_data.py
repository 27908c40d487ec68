"""Focus is one's own: to take along, and to erase."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from beheard_core.focus import Dates, DayProgress, FocusSession, FocusStatus, KeptStreak
from beheard_server.store import Store
from beheard_server.testing import START
from tests.server.client import Api
from tests.server.facts import look, write
from tests.server.focus.timers import told
from tests.server.people import FOCUS, PASSWORD, Person, granted, register


def complete(person: Person, status: str = "completed") -> Any:
    started = person.server.call("POST", f"{FOCUS}/sessions", token=person.token, json={"duration_seconds": 60})
    path = f"{FOCUS}/sessions/{told(started, 201)['data']['id']}/end"
    body = {"elapsed_seconds": 60, "status": status}
    return told(person.server.call("PATCH", path, token=person.token, json=body))["data"]


def test_sessions_and_badges_are_in_the_export_of_their_owner_only(api: Api) -> None:
    ada, ben = register(api, "Ada"), register(api, "Ben")
    first, second = complete(ada, "abandoned"), complete(ada)
    taken = granted(ada.get("/auth/me/export"))["focus"]
    assert [each["id"] for each in taken["sessions"]] == [second["id"], first["id"]]
    assert taken["sessions"][0] == {
        "id": second["id"],
        "userId": ada.id,
        "durationSeconds": 60,
        "elapsedSeconds": 60,
        "status": "completed",
        "startedAt": "2025-03-02T08:00:00Z",
        "endedAt": "2025-03-02T08:00:00Z",
        "timeZone": "UTC",
        "startedOn": "2025-03-02",
        "day": "2025-03-02",
    }
    assert taken["badges"] == [{"name": "First Lock-in", "earnedAt": "2025-03-02T08:00:00Z"}]
    assert granted(ben.get("/auth/me/export"))["focus"] == {"sessions": [], "badges": []}


def test_nothing_is_left_of_who_erases_the_account_and_all_of_anybody_else(api: Api, tmp_path: Path) -> None:
    ada, ben = register(api, "Ada"), register(api, "Ben")
    for person in (ada, ben):
        complete(person)
    reply = api.call("DELETE", "/api/v1/auth/me", token=ada.token, json={"password": PASSWORD})
    assert reply.status == 200
    assert api.shell.read(lambda unit: unit.focus.users()) == (ben.id,)
    with closing(sqlite3.connect(tmp_path / "beheard.db")) as file:
        left = [line for line in file.iterdump() if ada.id in line]
    assert left == []
    assert complete(ben)["status"] == "completed"
    assert len(granted(ben.get("/auth/me/export"))["focus"]["sessions"]) == 2


def test_erasing_is_of_one_person_and_numbers_are_not_used_again(store: Store) -> None:
    running = FocusSession(0, "ana", 60, 0, FocusStatus.ACTIVE, START, None, "UTC", START.date())
    with store.transaction() as unit:
        for user in ("ana", "ben"):
            unit.focus.add(FocusSession(0, user, 60, 0, FocusStatus.ACTIVE, START, None, "UTC", START.date()))
            unit.focus.put_progress(user, DayProgress(START.date(), 1, 60))
            unit.focus.put_streak(user, KeptStreak(1, 1, START.date(), START))
            unit.focus.award(user, 1, at=START)
    write(store, lambda unit: unit.focus.erase("ana"))
    assert look(store, lambda unit: unit.focus.users()) == ("ben",)
    assert look(store, lambda unit: unit.focus.earned("ana")) == ()
    assert look(store, lambda unit: (unit.focus.count_earned("ben"), len(unit.focus.progress("ben", Dates())))) == (
        1,
        1,
    )
    added = write(store, lambda unit: unit.focus.add(running))
    assert added is not None
    assert added.id == 3
