"""The catalogue of academic stages in a Flask app of a school: four years, a dropdown, a new name, a duplicate.

Everything is kept in memory, and no network is needed. Run it with ``python examples/academic_years.py``.
"""

import secrets
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from beheard_core.accounts import Principal, Role
from beheard_server.extension import BeHeard
from beheard_server.store.memory import MemoryStore

STAGES = "/api/stages"
YEARS = ("First Year", "Second Year", "Third Year", "Fourth Year")


def head_of_school() -> Principal:
    """Tell BeHeard who makes the request; a real app would look at its own login, and give None for nobody."""
    return Principal("head", roles=frozenset({Role.ADMIN}), name="The head of school")


def create_app() -> Flask:
    """Make the school's app, with the catalogue in it and nothing else of BeHeard's."""
    app = Flask(__name__)
    # It signs the cursors of paged lists. In earnest it stays the same from start to start.
    app.config["BEHEARD_SECRET_KEYS"] = secrets.token_urlsafe(48)
    BeHeard(contexts=("academic",), identity=head_of_school, store=MemoryStore()).init_app(app)
    return app


def main() -> None:
    """Build the years, show them, rename one, and try what is not allowed."""
    client = create_app().test_client()

    print("Four years are created")
    for level, name in enumerate(YEARS, 1):
        stage = told(client.post(STAGES, json={"name": name, "level": level}))["stage"]
        print(f"    {stage['name']} has the id {stage['id']}")

    print("A dropdown offers them")
    show_dropdown(client)

    print("The first one gets a new name")
    first = told(client.get(STAGES))["stages"][0]
    told(client.put(f"{STAGES}/{first['id']}", json={"name": "Freshman Year"}))
    show_dropdown(client)

    print("The second one is not created twice")
    refused = client.post(STAGES, json={"name": "Second Year", "level": 2})
    print(f"    {refused.status_code}: {refused.get_json()['message']}")


def show_dropdown(client: FlaskClient) -> None:
    """Print every stage as a form would offer it: the value, and what is read."""
    for stage in told(client.get(STAGES))["stages"]:
        print(f"    {stage['id']}: {stage['name']} (Level {stage['level']})")


def told(answer: TestResponse) -> Any:
    """Give the data of an answer that must be a success."""
    body = answer.get_json()
    if body["status"] != "success":
        raise SystemExit(f"The catalogue says: {body['message']}")
    return body["data"]


if __name__ == "__main__":
    main()
