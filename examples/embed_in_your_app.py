"""A Flask app with people, pages and errors of its own, and BeHeard in it, below ``/mediation``.

Run it with ``python examples/embed_in_your_app.py`` and open the address that it prints. With ``--check`` it serves
nothing, walks its two people through stage 1, shows that its own pages are still its own, and ends.
"""

import secrets
import sys
from http import HTTPStatus
from typing import Any

from flask import Flask, redirect, session, url_for
from flask.testing import FlaskClient
from markupsafe import Markup
from werkzeug.wrappers import Response

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.signals import event_recorded
from beheard_server.store import Notice
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import work_off

PREFIX = "/mediation"
PEOPLE = {
    "ana": Principal("1", name="Ana", email="ana@example.org"),
    "ben": Principal("2", name="Ben", email="ben@example.org"),
}


class UnknownPerson(LookupError):
    """Nobody has this name here."""


def who_is_there() -> Principal | None:
    """Tell BeHeard who makes the request, by the cookie that this app has signed."""
    return PEOPLE.get(session.get("person", ""))


class Mail:
    """Carries invitations; a real one would send them."""

    def tell(self, notice: Notice) -> None:
        """Say where the link would go; the link itself is a key and stays out of what is printed."""
        if notice.url is not None:
            print(f"  mail to {notice.email}: {notice.url.partition('invite/')[0]}invite/...")


def create_app(worker: str = "embedded") -> Flask:
    """Make the app; whatever it keeps, it keeps in memory."""
    app = Flask(__name__)
    # In earnest, both keys come from where your other secrets are, and stay the same from start to start.
    app.secret_key = secrets.token_hex(32)
    app.config["BEHEARD_SECRET_KEYS"] = secrets.token_urlsafe(48)
    app.config["BEHEARD_WORKER"] = worker
    # The cookie says who is there, so no other site's page may make a browser send it.
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"

    BeHeard(identity=who_is_there, store=MemoryStore(), notifier=Mail()).init_app(app, url_prefix=PREFIX)
    event_recorded.connect(tell, app)

    app.add_url_rule("/", "home", home)
    app.add_url_rule("/sign-in/<name>", "sign_in", sign_in)
    app.register_error_handler(404, not_found)
    app.register_error_handler(UnknownPerson, unknown_person)
    return app


def tell(_: Flask, *, name: str, **__: str) -> None:
    """Print what has happened; here a host would ring a bell, or count."""
    print(f"  event {name}")


def home() -> str:
    """Greet whoever is there."""
    person = who_is_there()
    if person is not None:
        where = Markup('<a href="{}/sessions">your sessions</a>').format(PREFIX)
        return Markup("<h1>Hello {}</h1><p>Look at {}.</p>").format(person.name, where)
    doors = [Markup('<li><a href="{}">{}</a>').format(url_for("sign_in", name=name), name) for name in PEOPLE]
    return Markup("<h1>Hello</h1><p>Who are you?</p><ul>{}</ul>").format(Markup("").join(doors))


def sign_in(name: str) -> Response:
    """Take somebody's word for who they are; a real app would ask for more."""
    if name not in PEOPLE:
        raise UnknownPerson(name)
    session["person"] = name
    return redirect(url_for("home"))


def not_found(_: Exception) -> tuple[str, int]:
    """Show the app's own page for what is not there."""
    return "<h1>There is no such page</h1>", 404


def unknown_person(error: UnknownPerson) -> tuple[str, int]:
    """Show the app's own page for somebody it does not know."""
    return Markup("<h1>Nobody here is called {}</h1>").format(error.args[0]), 403


# From here on: the app tries itself out.


def check(app: Flask) -> None:
    """Walk two people through stage 1, and look whether the app's own pages are still its own."""
    ana, ben = (signed_in(app, name) for name in PEOPLE)

    print("Ana invites Ben, who accepts")
    opened = post(ana, "/sessions", {"inviteEmail": "ben@example.org", "context": "how we split the evenings"})
    work_off(app)
    post(ben, f"/invitations/{opened['invitationId']}/accept")
    path = f"/sessions/{opened['session']['id']}"

    print("Both sign the compact and enter stage 1")
    for person in (ana, ben):
        post(person, f"{path}/compact/sign")
    for person in (ana, ben):
        post(person, f"{path}/stages/advance", {"fromStage": 0, "toStage": 1})

    print("Both feel heard")
    for person in (ana, ben):
        post(person, f"{path}/feel-heard", {"confirmed": True})
    for person in (ana, ben):
        seen = person.get(f"{PREFIX}{path}").get_json()["data"]
        mine = seen["myProgress"]
        print(f"  with {seen['partner']['name']}: stage {mine['stage']}, {mine['status']}")

    print("The pages are the app's own")
    for where, client in (("/", ana), ("/nowhere", ana), (f"{PREFIX}/nowhere", ana), ("/sign-in/eve", ana)):
        page = client.get(where)
        print(f"  {where}: {page.status_code} {page.text.partition('</h1>')[0].removeprefix('<h1>')}")

    print("What is refused below the prefix is refused by BeHeard")
    answer = app.test_client().get(f"{PREFIX}/sessions")
    print(f"  {PREFIX}/sessions: {answer.status_code} {answer.get_json()['error']['code']}")


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Give a browser in which somebody has signed in."""
    client = app.test_client()
    client.get(f"/sign-in/{name}")
    return client


def post(person: FlaskClient, path: str, body: object = None) -> Any:
    """Do something that must succeed, and give what the answer tells."""
    answer = person.post(PREFIX + path, json=body or {})
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        raise SystemExit(f"{path} was answered with {answer.status_code}: {answer.text}")
    return answer.get_json()["data"]


def main() -> None:
    """Check, or serve."""
    if sys.argv[1:] == ["--check"]:
        # Mail goes out beside the requests; here it is to go out when it is told to.
        check(create_app(worker="off"))
    else:
        create_app().run()


if __name__ == "__main__":
    main()
