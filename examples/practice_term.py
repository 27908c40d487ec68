"""A term of twelve training sessions in a clinic: what is recorded week by week, and what it amounts to in the end.

Everything is kept in memory, and no network is needed. Run it with ``python examples/practice_term.py``.
"""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from beheard_core.accounts import Principal, Role
from beheard_server.extension import BeHeard
from beheard_server.store.memory import MemoryStore

PEOPLE = {"mara": Role.THERAPIST, "dr-okafor": Role.SUPERVISOR}
FIRST = datetime(2025, 1, 7, 10, tzinfo=UTC)
WEEK, QUARTER = timedelta(days=7), timedelta(minutes=15)
EMPATHY = (58, 61, 60, 66, 65, 70, 69, 74, 78, 77, 81, 84)
DOCUMENTATION = (72, 66, 75, 70, 69, 74, 68, 73, 71, 70, 72, 69)
PROGRESS = (40, 45, 55, 50, 60, 65, 60, 70, 75, 75, 80, 90)
SECONDS_TO_ANSWER = (6.5, 6.1, 6.3, 5.6, 5.2, 5.4, 4.9, 4.4, 4.1, 4.2, 3.6, 3.4)


def who() -> Principal | None:
    """Tell BeHeard who makes the request; a real app would look at its own login."""
    name = request.headers.get("X-User", "")
    return Principal(name, roles=frozenset({PEOPLE[name]})) if name in PEOPLE else None


def create_app() -> Flask:
    """Make the clinic's app, with practice in it and nothing else of BeHeard's."""
    app = Flask(__name__)
    # It signs the cursors of paged lists. In earnest it stays the same from start to start.
    app.config["BEHEARD_SECRET_KEYS"] = secrets.token_urlsafe(48)
    BeHeard(contexts=("practice",), identity=who, store=MemoryStore()).init_app(app)
    return app


def main() -> None:
    """Go through the term."""
    client = create_app().test_client()

    print("Twelve weeks, one session each")
    for week in range(len(EMPATHY)):
        hold_session(client, week)
    print(f"    {len(told(get(client, '/api/session?limit=100'))['sessions'])} sessions are recorded")

    print("Where the skills lead")
    analytics = told(get(client, "/api/session/analytics?sessionId=week-12"))["analyticsData"]
    for row in analytics["skillProgress"]:
        print(f"    {row['skill']} ({row['category']}): {row['score']}, {row['trend']}")
        print(f"        {row['basis']}")

    print("What can be said after three weeks")
    for row in told(get(client, "/api/session/analytics?sessionId=week-03"))["analyticsData"]["skillProgress"]:
        seen = row["evidence"]
        print(f"    {row['skill']}: {row['basis']}; {seen['lowest']} to {seen['highest']}, median {seen['median']}")

    print("The last session against the first")
    both = {"currentSessionId": "week-12", "previousSessionId": "week-01"}
    told(post(client, "/api/session/comparison", both))
    (found,) = told(get(client, "/api/session/comparison?sessionId=week-12"))["comparisons"]
    print(f"    {found['trend']}: {found['metrics']['progressImprovement']} points of progress")
    print(f"    answers come {found['metrics']['responseTimeImprovement']:.1f} seconds sooner")

    print("The supervisor reads along, and finds it again")
    praise = {"sessionId": "week-12", "feedback": "The silences were left alone, and they worked.", "rating": 5}
    told(post(client, "/api/evaluation", praise, user="dr-okafor"))
    (hit,) = told(get(client, "/api/evaluation?q=silences"))["evaluations"]
    print(f"    {hit['sessionId']}, {hit['rating']} of 5: {hit['feedback']}")

    print("The supervisor does not write in the session itself")
    refused = post(client, "/api/session/skills", {"sessionId": "week-12", "skillScores": {"Empathy": 1}}, "dr-okafor")
    print(f"    {refused.status_code} {refused.get_json()['code']}")

    print("A picture of it")
    picture = get(client, "/api/session/analytics/chart.svg?therapistId=mara&kind=skills")
    print(f"    {picture.mimetype}, {picture.get_data(as_text=True).count('<polyline')} lines")


def hold_session(client: FlaskClient, week: int) -> None:
    """Record the session of one week, counted from 0."""
    session_id, start = f"week-{week + 1:02}", FIRST + week * WEEK
    told(post(client, "/api/session", {"id": session_id, "clientId": "client-1", "startTime": start.isoformat()}))
    snapshots = [
        {"timestamp": (start + part * QUARTER).isoformat(), "value": PROGRESS[week] * part / 3} for part in range(4)
    ]
    told(post(client, "/api/session/snapshots", {"sessionId": session_id, "snapshots": snapshots}))
    scores = {"Empathy": EMPATHY[week], "Documentation": DOCUMENTATION[week]}
    told(post(client, "/api/session/skills", {"sessionId": session_id, "skillScores": scores}))
    metrics = {
        "totalMessages": 40 + week,
        "therapistMessages": 18,
        "clientMessages": 22 + week,
        "sessionDuration": 2700,
        "activeTime": 2400,
        "skillScores": scores,
        "responseTime": SECONDS_TO_ANSWER[week],
        "conversationFlow": 60 + 2 * week,
        "milestonesReached": ["introduction"] if week == 0 else [],
    }
    told(post(client, "/api/session/progress", {"sessionId": session_id, "progressMetrics": metrics}))
    ended = client.patch(f"/api/session/{session_id}", json={"status": "completed"}, headers={"X-User": "mara"})
    told(ended)


def post(client: FlaskClient, path: str, body: dict[str, Any], user: str = "mara") -> TestResponse:
    """Send something as somebody."""
    return client.post(path, json=body, headers={"X-User": user})


def get(client: FlaskClient, path: str, user: str = "mara") -> TestResponse:
    """Ask for something as somebody."""
    return client.get(path, headers={"X-User": user})


def told(answer: TestResponse) -> Any:
    """Give what an answer says, which must be a success."""
    body = answer.get_json()
    if "error" in body:
        raise SystemExit(f"The clinic says: {body['error']}")
    return body


if __name__ == "__main__":
    main()
