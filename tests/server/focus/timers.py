"""Somebody with a timer in front of a server, and how the replies are taken apart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from attrs import frozen
from flask import Flask, request

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.http.state import JobsCount
from beheard_server.settings import Settings
from beheard_server.shell import Shell
from beheard_server.store import Store
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import ABSENT, SECRET_KEY, Client, Clock, Reply

HOUR = 3600
KEYS = {"success", "message", "data"}
ENDED_KEYS = KEYS | {"effects"}

Body = dict[str, Any]


class Room:
    """An app with focus in it and nothing else, over a real file, with a clock to turn; people are who they say."""

    def __init__(self, directory: Path, *, jobs: JobsCount | None = None, store: Store | None = None, **rules: Any):
        self.clock = Clock()
        self.settings = Settings(
            database=directory / "focus.db", secret_keys=(SECRET_KEY,), rate_limits=False, contexts=("focus",), **rules
        )
        self.store = store or SQLiteStore(self.settings.database)
        app = Flask("host")
        BeHeard(self.settings, identity=_who, store=self.store, jobs=jobs, clock=self.clock).init_app(app)
        self.app = app
        self.client = Client(app)

    @property
    def shell(self) -> Shell:
        """Give the shell, to look behind what is shown."""
        shell: Shell = self.app.extensions["beheard"].shell
        return shell

    def person(self, name: str = "ana", zone: str | None = None) -> "Person":
        """Let somebody come in, whose sessions name a zone."""
        return Person(self, name, zone)

    def at(self, moment: str) -> None:
        """Turn the clock to a moment in UTC."""
        self.clock.now = utc(moment)

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()


def _who() -> Principal | None:
    name = request.headers.get("X-User")
    return None if name is None else Principal(name)


def utc(moment: str) -> datetime:
    """Read a moment as it is written in these tests."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def stamp(moment: datetime) -> str:
    """Write a moment as the wire has it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@frozen
class Person:
    """Somebody with a timer."""

    room: Room
    name: str
    zone: str | None = None

    def call(self, method: str, path: str, json: object = ABSENT, **sent: Any) -> Reply:
        """Make one request."""
        headers = {"X-User": self.name, **sent.pop("headers", {})}
        return self.room.client.call(method, f"/api/v1{path}", json=json, headers=headers, **sent)

    def get(self, path: str, **query: str) -> Any:
        """Read something that must be there, and give its data."""
        return told(self.call("GET", f"{path}?{urlencode(query)}"))["data"]

    def start(self, duration: int = 1500, **more: object) -> int:
        """Start a session, which must succeed, and give its id."""
        zone = {} if self.zone is None else {"time_zone": self.zone}
        reply = self.call("POST", "/sessions", {"duration_seconds": duration, **zone, **more})
        started: int = told(reply, 201)["data"]["id"]
        return started

    def end(self, session: int, elapsed: int = 1500, status: str = "completed", **more: object) -> Body:
        """End a session, which must succeed, and give all of the reply."""
        body = {"elapsed_seconds": elapsed, "status": status, **more}
        ended: Body = told(self.call("PATCH", f"/sessions/{session}/end", body))
        return ended

    def complete(self, elapsed: int = 1500) -> Body:
        """Start and complete a session now, and give its effects."""
        effects: Body = self.end(self.start(max(60, elapsed)), elapsed)["effects"]
        return effects

    def complete_at(self, moment: str | datetime, elapsed: int = 1500) -> Body:
        """Tell of a session that was completed offline, and give its effects."""
        when = utc(moment) if isinstance(moment, str) else moment
        begun = self.start(started_at=stamp(when - timedelta(minutes=1)))
        effects: Body = self.end(begun, elapsed, ended_at=stamp(when))["effects"]
        return effects

    def streak(self) -> tuple[int, int, str | None]:
        """Give the current and the longest streak, and the last day."""
        shown = self.get("/streaks")
        return shown["current_streak"], shown["longest_streak"], shown["last_session_date"]

    def standing(self) -> Body:
        """Give everything that completed sessions add up to."""
        return {path: self.get(path) for path in ("/streaks", "/progress", "/badges/me")}

    def badges(self) -> list[str]:
        """Give the names of the badges earned, newest first."""
        return [each["name"] for each in self.get("/badges/me")]


def told(reply: Reply, status: int = 200) -> Any:
    """Give the body of a reply that must be a success."""
    assert reply.status == status, reply
    assert reply.body.keys() >= KEYS
    assert reply.body["success"] is True
    assert reply.body["message"].strip()
    return reply.body


def refused(reply: Reply, status: int, code: str, details: set[str] | None = None) -> Body:
    """Give the details of a reply that must be a failure; ``details`` are their keys."""
    assert (reply.status, reply.body.keys()) == (status, {"success", "message", "error"}), reply
    error = reply.body["error"]
    assert (reply.body["success"], error.keys(), error["code"]) == (False, {"code", "details"}, code)
    assert reply.body["message"].strip()
    assert details is None or error["details"].keys() == details, error
    found: Body = error["details"]
    return found
