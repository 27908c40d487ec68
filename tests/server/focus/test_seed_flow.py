"""The Focus Session Flow document, request by request, at its own place and with an account of its own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from beheard_server.app import create_app
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.testing import ABSENT, SECRET_KEY, Client, Clock, Reply, cheap_hasher
from tests.server.focus.timers import KEYS, refused, utc
from tests.server.people import register

# Exactly as the document prints it.
STARTED = {
    "id": 1,
    "user_id": 1,
    "duration_seconds": 1500,
    "elapsed_seconds": 0,
    "status": "active",
    "started_at": "2026-02-18T08:00:00Z",
    "ended_at": None,
}


class Phone:
    """The document's mobile app."""

    def __init__(self, directory: Path) -> None:
        self.clock = Clock(utc("2026-02-18T08:00"))
        settings = Settings(
            database=directory / "alone.db", secret_keys=(SECRET_KEY,), rate_limits=False, contexts=("focus",)
        )
        self.app = create_app(extension=BeHeard(settings, clock=self.clock, hasher=cheap_hasher()))
        self.client = Client(self.app)
        self.token = register(self.client).token

    def call(self, method: str, path: str, json: object = ABSENT) -> Reply:
        return self.client.call(method, f"/api/v1{path}", token=self.token, json=json)

    def close(self) -> None:
        self.app.extensions["beheard"].shell.store.close()


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    with closing(Phone(tmp_path)) as phone:
        yield phone


def plain(session: Any) -> Any:
    """Give a session with no other keys than the document's."""
    return {key: session[key] for key in STARTED}


def data(reply: Reply, message: str, status: int = 200) -> Any:
    assert (reply.status, reply.body.keys() - {"effects", "meta"}) == (status, KEYS), reply
    assert (reply.body["success"], reply.body["message"]) == (True, message)
    return reply.body["data"]


def test_the_whole_flow(phone: Phone) -> None:
    assert data(phone.call("GET", "/sessions/active"), "no focus session is running") is None

    started = data(phone.call("POST", "/sessions", {"duration_seconds": 1500}), "focus session started", 201)
    assert plain(started) == STARTED
    assert started.keys() == STARTED.keys() | {"time_zone"}

    assert refused(phone.call("POST", "/sessions", {"duration_seconds": 1500}), 409, "SESSION_ALREADY_RUNNING") == {
        "session_id": 1
    }

    phone.clock.advance(seconds=750)
    body = {"elapsed_seconds": 750, "status": "paused"}
    paused = data(phone.call("PATCH", "/sessions/1/pause", body), "focus session paused")
    assert plain(paused) == {**STARTED, "elapsed_seconds": 750, "status": "paused"}
    # The app was closed and is opened again.
    assert data(phone.call("GET", "/sessions/active"), "focus session is paused") == paused

    resumed = data(phone.call("PATCH", "/sessions/1/resume"), "focus session resumed")
    assert plain(resumed) == {**STARTED, "elapsed_seconds": 750}
    assert data(phone.call("GET", "/sessions/active"), "focus session is active") == resumed

    phone.clock.advance(seconds=60)
    reply = phone.call("PATCH", "/sessions/1/end", {"elapsed_seconds": 1500, "status": "completed"})
    ended = data(reply, "focus session completed")
    assert plain(ended) == {
        **STARTED,
        "elapsed_seconds": 1500,
        "status": "completed",
        "ended_at": "2026-02-18T08:13:30Z",
    }
    assert data(phone.call("GET", "/sessions/active"), "no focus session is running") is None
    assert data(phone.call("GET", "/sessions"), "focus sessions") == [ended]
    assert phone.call("GET", "/sessions").body["meta"] == {"next_cursor": None}


def test_what_a_completed_session_sets_off(phone: Phone) -> None:
    phone.call("POST", "/sessions", {"duration_seconds": 1500})
    phone.clock.advance(minutes=10)
    reply = phone.call("PATCH", "/sessions/1/end", {"elapsed_seconds": 1500, "status": "completed"})
    moment = "2026-02-18T08:10:00Z"
    streak = {
        "user_id": 1,
        "current_streak": 1,
        "longest_streak": 1,
        "last_session_date": "2026-02-18",
        "updated_at": moment,
        "streak_alive": True,
    }
    day = {"date": "2026-02-18", "sessions_completed": 1, "total_focus_seconds": 1500}
    badge = {
        "badge_id": 1,
        "name": "First Lock-in",
        "description": "Complete your first focus session.",
        "icon_key": "first-lock-in",
        "earned_at": moment,
    }
    assert reply.body["effects"] == {"streak": streak, "daily_progress": day, "badges_awarded": [badge]}
    assert phone.call("GET", "/streaks").body["data"] == streak
    assert phone.call("GET", "/progress").body["data"] == [day]
    assert phone.call("GET", "/badges/me").body["data"] == [badge]
    assert phone.call("GET", "/home").body["data"] == {
        "active_session": None,
        "streak": streak,
        "today": day,
        "recent_badges": [badge],
        "badge_count": 1,
    }


def test_who_quits_early_is_recorded_and_nothing_else_happens(phone: Phone) -> None:
    phone.call("POST", "/sessions", {"duration_seconds": 1500})
    reply = phone.call("PATCH", "/sessions/1/end", {"elapsed_seconds": 400, "status": "abandoned"})
    assert reply.body.keys() == KEYS
    ended = data(reply, "focus session abandoned")
    assert plain(ended) == {
        **STARTED,
        "elapsed_seconds": 400,
        "status": "abandoned",
        "ended_at": "2026-02-18T08:00:00Z",
    }
    assert phone.call("GET", "/sessions").body["data"] == [ended]
    assert phone.call("GET", "/progress").body["data"] == []
    assert phone.call("GET", "/badges/me").body["data"] == []


def test_somebody_new_has_zeros_and_not_nothing(phone: Phone) -> None:
    assert phone.call("GET", "/streaks").body["data"] == {
        "user_id": 1,
        "current_streak": 0,
        "longest_streak": 0,
        "last_session_date": None,
        "updated_at": None,
        "streak_alive": False,
    }
    home = phone.call("GET", "/home").body["data"]
    assert home["today"] == {"date": "2026-02-18", "sessions_completed": 0, "total_focus_seconds": 0}
    assert (home["active_session"], home["recent_badges"], home["badge_count"]) == (None, [], 0)


@pytest.mark.parametrize("seconds", [1500, 2700, 3600, 60, 86_400])
def test_every_duration_of_the_picker_can_be_chosen(phone: Phone, seconds: int) -> None:
    started = data(phone.call("POST", "/sessions", {"duration_seconds": seconds}), "focus session started", 201)
    assert started["duration_seconds"] == seconds


def test_the_server_never_ends_a_session_by_itself(phone: Phone) -> None:
    phone.call("POST", "/sessions", {"duration_seconds": 60})
    phone.clock.advance(minutes=14)
    assert phone.call("GET", "/sessions/active").body["data"]["status"] == "active"


def test_people_have_numbers_of_their_own(phone: Phone) -> None:
    phone.token = register(phone.client, "Ben").token
    assert phone.call("POST", "/sessions", {"duration_seconds": 60}).body["data"]["user_id"] == 2
    assert phone.call("GET", "/streaks").body["data"]["user_id"] == 2
