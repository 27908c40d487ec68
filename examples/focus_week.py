"""A week of focus in a Flask app: a pause, an early end, a day offline, a late night, a flight, one streak.

Everything is kept in memory, and no network is needed. Run it with ``python examples/focus_week.py``.
"""

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import Clock

BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"
HALF_AN_HOUR = 1800


def create_app(clock: Clock) -> Flask:
    """Make an app with focus in it, whose only user has five applications on her list; a real app has its own login."""
    app = Flask(__name__)
    app.config["BEHEARD_SECRET_KEYS"] = secrets.token_urlsafe(48)
    mina = Principal("mina", name="Mina")
    focus = BeHeard(contexts=("focus",), identity=lambda: mina, store=MemoryStore(), jobs=lambda _: 5, clock=clock)
    focus.init_app(app)
    return app


def main() -> None:
    """Live through the week, and look at what it adds up to."""
    clock = Clock()
    client = create_app(clock).test_client()

    print("Monday: half an hour")
    turn(clock, "2026-02-16 09:00", BERLIN)
    end(client, start(client, BERLIN))

    print("Tuesday: a pause in the middle")
    turn(clock, "2026-02-17 09:00", BERLIN)
    session = start(client, BERLIN)
    told(client.patch(f"/api/v1/sessions/{session}/pause", json={"elapsed_seconds": 600}))
    resumed = told(client.patch(f"/api/v1/sessions/{session}/resume"))
    print(f"    goes on from {resumed['data']['elapsed_seconds']} seconds")
    end(client, session)

    print("Wednesday: offline, the phone keeps it to itself")

    print("Thursday: an early end, and then a late night")
    turn(clock, "2026-02-19 21:00", BERLIN)
    end(client, start(client, BERLIN), elapsed_seconds=300, status="abandoned")
    turn(clock, "2026-02-19 23:50", BERLIN)
    session = start(client, BERLIN)
    turn(clock, "2026-02-20 00:20", BERLIN)
    end(client, session)

    print("Friday: online again, Wednesday and Thursday morning are told of, in the wrong order")
    turn(clock, "2026-02-20 12:00", BERLIN)
    for day in ("2026-02-19", "2026-02-18"):
        session = start(client, BERLIN, started_at=f"{day}T09:00:00+01:00")
        end(client, session, ended_at=f"{day}T09:30:00+01:00")

    print("Saturday: in Tokyo, and the end is tapped twice")
    turn(clock, "2026-02-21 20:00", TOKYO)
    session = start(client, TOKYO)
    end(client, session)
    again = client.patch(f"/api/v1/sessions/{session}/end", json=report())
    print(f"    {again.status_code}: {again.get_json()['message']}")

    print("Sunday")
    turn(clock, "2026-02-22 20:00", TOKYO)
    end(client, start(client, TOKYO))

    print("The week")
    for day in told(client.get("/api/v1/progress"))["data"]:
        minutes = day["total_focus_seconds"] // 60
        print(f"    {day['date']}: {day['sessions_completed']} completed, {minutes} minutes")
    home = told(client.get("/api/v1/home"))["data"]
    print(f"    {home['streak']['current_streak']} days in a row, {home['badge_count']} badges")
    picture = client.get("/api/v1/heatmap.svg?year=2026")
    print(f"    and a picture of the year: {picture.mimetype}")


def turn(clock: Clock, moment: str, zone: str) -> None:
    """Turn the clock to a moment in a zone."""
    clock.now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def start(client: FlaskClient, zone: str, **more: str) -> int:
    """Start a session of half an hour."""
    body = {"duration_seconds": HALF_AN_HOUR, "time_zone": zone, **more}
    started: int = told(client.post("/api/v1/sessions", json=body))["data"]["id"]
    return started


def report(**more: object) -> dict[str, object]:
    """Give what the phone reports at the end."""
    return {"elapsed_seconds": HALF_AN_HOUR, "status": "completed", **more}


def end(client: FlaskClient, session: int, **more: object) -> None:
    """End a session, and print what has come of it."""
    ended = told(client.patch(f"/api/v1/sessions/{session}/end", json=report(**more)))
    if "effects" not in ended:
        print(f"    {ended['message']}")
        return
    effects = ended["effects"]
    badges = "".join(f", a badge: {badge['name']}" for badge in effects["badges_awarded"])
    print(f"    counts for {effects['daily_progress']['date']}, streak {effects['streak']['current_streak']}{badges}")


def told(answer: TestResponse) -> Any:
    """Give the body of an answer that must be a success."""
    body = answer.get_json()
    if body["success"] is not True:
        raise SystemExit(f"The timer says: {body['message']}")
    return body


if __name__ == "__main__":
    main()
