"""The standalone server: one Flask app with everything mounted, its pages, and its health."""

import os
from collections.abc import Collection, Iterator

from flask import Flask, Response, request
from flask_swagger_ui import get_swaggerui_blueprint
from werkzeug.exceptions import HTTPException

from beheard_server.extension import ACCOUNTS, BeHeard, places_of
from beheard_server.http.envelope import CATALOGUE, FOCUS, MEDIATION, PRACTICE, Envelope
from beheard_server.http.errors import failure_of
from beheard_server.http.routes import fail, json_response
from beheard_server.http.state import State, beheard
from beheard_server.settings import Settings

DOCS = "/docs"
_ENVELOPES = {"mediation": MEDIATION, "focus": FOCUS, "academic": CATALOGUE, "practice": PRACTICE}
# What of a place is really a context's, where it is not the whole of it.
_PARTS = {"practice": ("/session", "/evaluation")}


def create_app(settings: Settings | None = None, *, extension: BeHeard | None = None) -> Flask:
    """Make the app; settings come from the environment unless they are given.

    Raises:
        SettingsError: a setting cannot be used, or there is no secret key.
    """
    app = Flask("beheard_server", static_folder=None)
    app.url_map.merge_slashes = False
    document = (extension or BeHeard(settings or Settings.read(os.environ))).init_app(app).spec.to_dict()
    app.register_error_handler(HTTPException, _answer_unrouted)
    app.add_url_rule("/openapi.json", "openapi", lambda: json_response(document))
    app.add_url_rule("/healthz", "healthz", lambda: json_response({"status": "ok"}))
    app.add_url_rule("/readyz", "readyz", _ready)
    pages = get_swaggerui_blueprint(DOCS, "/openapi.json", config={"app_name": "BeHeard", "validatorUrl": None})
    app.register_blueprint(pages, url_prefix=DOCS)
    return app


def state_of(app: Flask) -> State:
    """Give the parts of the BeHeard that is mounted in an app."""
    with app.app_context():
        return beheard()


def _ready() -> Response:
    beheard().shell.read(lambda unit: unit.people.get(("nobody",)))
    return json_response({"status": "ready"})


def _answer_unrouted(error: HTTPException) -> Response | HTTPException:
    """Answer what reached no view in the envelope of the prefix it fell under."""
    for prefix, envelope in _prefixes(beheard().settings.contexts):
        if request.path == prefix or request.path.startswith(f"{prefix}/"):
            return fail(failure_of(error, envelope.wire), envelope)
    return error


def _prefixes(contexts: Collection[str]) -> Iterator[tuple[str, Envelope]]:
    places = places_of(contexts)
    yield f"{places[ACCOUNTS]}/auth", MEDIATION
    for context in contexts:
        for part in _PARTS.get(context, ("",)):
            yield places[context] + part, _ENVELOPES[context]
    # The accounts are always there, and so is the catalogue's document.
    yield places[ACCOUNTS], MEDIATION
    yield places["academic"], CATALOGUE
