"""BeHeard inside somebody else's Flask app, which stays as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import flask
import pytest
from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from flask_smorest import Api as HostApi
from flask_smorest import Blueprint as HostBlueprint
from werkzeug.exceptions import HTTPException

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings, SettingsError
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, Client, Clock, cheap_hasher, memory_app, two_people
from tests.server.people import PASSWORD

OTHER_KEY = "another-key-" + "0123456789abcdef" * 2
PAGE = "<h1>This page is the host's own: {}</h1>"
REGISTRATION = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada"}


class HostTrouble(Exception):
    """What only the host's views raise."""


def host() -> Flask:
    """Make an app with pages, error pages for everything, and a view that fails."""
    app = Flask("host")

    def page(error: Exception) -> tuple[str, int]:
        code = error.code if isinstance(error, HTTPException) and error.code else 500
        return PAGE.format(code), code

    for kind in (HTTPException, Exception, 400, 401, 404, 405, 413, 415, 500):
        app.register_error_handler(kind, page)
    app.register_error_handler(HostTrouble, lambda error: ("The host is in trouble.", 418))

    @app.get("/")
    def home() -> str:
        return "<h1>Welcome</h1>"

    @app.post("/upload")
    def upload() -> str:
        return str(len(flask.request.get_data()))

    @app.get("/trouble")
    def trouble() -> str:
        raise HostTrouble

    @app.get("/mishap")
    def mishap() -> str:
        raise ZeroDivisionError

    return app


def mount(app: Flask, url_prefix: str | None = "/mediation", **parts: Any) -> Flask:
    plain = {"settings": Settings(secret_keys=(SECRET_KEY,), rate_limits=False), "store": MemoryStore()}
    chosen: dict[str, Any] = {**plain, "hasher": cheap_hasher(), "clock": Clock(), **parts}
    BeHeard(**chosen).init_app(app, url_prefix=url_prefix)
    return app


@pytest.fixture
def client() -> FlaskClient:
    return mount(host()).test_client()


def is_page(answer: Any, status: int) -> bool:
    return (answer.status_code, answer.text) == (status, PAGE.format(status))


def is_ours(answer: Any, status: int, code: str) -> bool:
    body = answer.get_json(silent=True) or {}
    return (answer.status_code, body.get("success"), body.get("error", {}).get("code")) == (status, False, code)


# The host's own


def test_the_hosts_pages_and_error_pages_stay_its_own(client: FlaskClient) -> None:
    assert client.get("/").text == "<h1>Welcome</h1>"
    assert is_page(client.get("/nowhere"), 404)
    assert is_page(client.post("/"), 405)
    assert client.get("/trouble").status_code == 418
    assert is_page(client.get("/mishap"), 500)
    assert client.post("/upload", data=b"x" * 3_000_000).text == "3000000"


def test_below_the_prefix_what_we_do_not_know_is_the_hosts(client: FlaskClient) -> None:
    for path in ("/mediation", "/mediation/nowhere", "/mediation/auth/me/", "/openapi.json", "/docs/", "/healthz"):
        assert is_page(client.get(path), 404)
    assert is_page(client.put("/mediation/auth/me"), 405)


def test_an_app_without_pages_of_its_own_shows_flasks() -> None:
    client = mount(Flask("plain")).test_client()
    answer = client.get("/mediation/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_our_errors_are_ours_whatever_error_pages_the_host_has(client: FlaskClient) -> None:
    login = "/mediation/auth/login"
    assert is_ours(client.get("/mediation/auth/me"), 401, "UNAUTHORIZED")
    assert is_ours(client.get("/mediation/invitations/unknown"), 404, "NOT_FOUND")
    assert is_ours(client.post(login, data=b"{", content_type="application/json"), 400, "VALIDATION_ERROR")
    assert is_ours(client.post(login, data=b"{}", content_type="text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_body_that_is_too_large_for_us_is_our_error_as_well(client: FlaskClient) -> None:
    body = b" " * 2_000_000
    answer = client.post("/mediation/auth/login", data=body, content_type="application/json")
    assert is_ours(answer, 413, "PAYLOAD_TOO_LARGE")


def test_nothing_of_the_app_itself_is_touched() -> None:
    def own(app: Flask) -> list[Any]:
        kept: list[Any] = [app.error_handler_spec, app.before_request_funcs, app.after_request_funcs]
        rules = [each for each in app.url_map.iter_rules() if not each.endpoint.startswith("beheard_")]
        return [*({None: dict(each[None])} if None in each else {} for each in kept), sorted(map(str, rules))]

    app = host()
    before, config, provider = own(app), dict(app.config), app.json
    mount(app)
    assert own(app) == before
    assert (dict(app.config), app.json) == (config, provider)


def test_the_hosts_own_commands_stay_its_own_and_ours_have_one_name() -> None:
    app = host()
    own = click.Command("openapi", callback=lambda: click.echo("the host's own"))
    app.cli.add_command(own)
    mount(app)
    assert app.test_cli_runner().invoke(args=["openapi"]).output == "the host's own\n"
    assert app.cli.commands.keys() - {"openapi"} == {"beheard"}
    assert mount(Flask("plain")).cli.commands.keys() == {"beheard"}


def test_a_host_may_use_flask_smorest_itself() -> None:
    app = host()
    app.config |= {
        "API_TITLE": "The host's",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/o",
    }
    things = HostBlueprint("things", "things", url_prefix="/things")

    things.add_url_rule("/", "look", lambda: {"thing": "host"})
    theirs = HostApi(app)
    theirs.register_blueprint(things)
    mount(app)
    client = app.test_client()
    assert client.get("/things/").json == {"thing": "host"}
    assert list(theirs.spec.to_dict()["paths"]) == ["/things/"]
    published = client.get("/o/openapi.json").get_json()
    assert (published["info"]["title"], list(published["paths"])) == ("The host's", ["/things/"])
    assert is_ours(client.get("/mediation/auth/me"), 401, "UNAUTHORIZED")


@contextmanager
def exceptions_of(app: Flask) -> Iterator[list[BaseException]]:
    """Collect what the host's monitoring is told."""
    told: list[BaseException] = []

    def listen(sender: Flask, exception: BaseException) -> None:
        told.append(exception)

    with got_request_exception.connected_to(listen, app):
        yield told


def fails() -> Any:
    words = "Zephyrine"
    raise ZeroDivisionError(words)


def test_the_hosts_monitoring_hears_of_its_own_mishaps_and_of_ours_each_once() -> None:
    app = mount(Flask("plain"), identity=fails)
    app.add_url_rule("/mishap", view_func=fails)
    client = app.test_client()
    for path in ("/mishap", "/mediation/sessions"):
        with exceptions_of(app) as told:
            answer = client.get(path)
        assert [(type(each), str(each)) for each in told] == [(ZeroDivisionError, "Zephyrine")]
        assert answer.status_code == 500
        assert "Zephyrine" not in answer.text


def test_our_mishaps_are_answered_by_us_whatever_error_pages_the_host_has() -> None:
    answer = mount(host(), identity=fails).test_client().get("/mediation/sessions")
    assert is_ours(answer, 500, "INTERNAL_ERROR")


def test_a_refusal_is_no_mishap(client: FlaskClient) -> None:
    with exceptions_of(client.application) as told:
        for path in ("/mediation/auth/me", "/mediation/invitations/x", "/mediation/x", "/nowhere"):
            client.get(path)
        client.post("/mediation/auth/login", json={})
    assert told == []


def test_the_log_tells_where_a_mishap_happened_and_nobodys_words(caplog: pytest.LogCaptureFixture) -> None:
    mount(host(), identity=fails).test_client().get("/mediation/sessions")
    assert "ZeroDivisionError" in caplog.text
    assert "in fails" in caplog.text
    assert "Zephyrine" not in caplog.text


# Where, and what


def test_contexts_stand_below_the_prefix_or_at_places_of_their_own() -> None:
    app = Flask("host")
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False)
    mounted = BeHeard(settings, store=MemoryStore(), hasher=cheap_hasher())
    mounted.init_app(app, url_prefix="/a", prefixes={"accounts": "/people", "mediation": "/b/c"})
    client = app.test_client()
    told = client.post("/people/auth/register", json=REGISTRATION).get_json()["data"]
    headers = {"Authorization": f"Bearer {told['accessToken']}"}
    assert client.get("/b/c/sessions", headers=headers).status_code == 200
    assert {client.get(path, headers=headers).status_code for path in ("/a/sessions", "/a/auth/me", "/sessions")} == {
        404
    }


@pytest.mark.parametrize(("contexts", "status"), [((), 404), (("mediation",), 401), (None, 401)])
def test_any_subset_of_the_contexts_is_mounted_and_always_the_accounts(
    contexts: tuple[str, ...] | None, status: int
) -> None:
    client = memory_app(contexts=contexts).test_client()
    assert client.get("/api/v1/sessions").status_code == status
    assert client.get("/api/v1/auth/me").status_code == 401


def test_a_context_that_does_not_exist_is_named_at_the_start() -> None:
    with pytest.raises(SettingsError, match="astrology"):
        memory_app(contexts=("astrology",))


def test_with_an_identity_of_the_hosts_no_accounts_are_mounted() -> None:
    client = memory_app(identity=lambda: Principal("1")).test_client()
    for method, path in (
        ("GET", "me"),
        ("POST", "register"),
        ("POST", "login"),
        ("POST", "refresh"),
        ("POST", "logout"),
    ):
        assert client.open(f"/api/v1/auth/{path}", method=method, json={}).status_code == 404
    assert client.get("/api/v1/sessions").status_code == 200
    with_nothing = memory_app(identity=lambda: Principal("1"), contexts=())
    assert [each for each in with_nothing.url_map.iter_rules() if each.rule.startswith("/api")] == []


def test_nothing_is_opened_and_no_context_is_needed_before_the_first_request(tmp_path: Path) -> None:
    directory = tmp_path / "made later"
    app = mount(Flask("host"), store=None, settings=Settings(database=directory / "b.db", secret_keys=(SECRET_KEY,)))
    assert (list(tmp_path.iterdir()), flask.has_app_context()) == ([], False)
    directory.mkdir()
    assert app.test_client().post("/mediation/auth/register", json=REGISTRATION).status_code == 201
    assert (directory / "b.db").exists()
    app.extensions["beheard"].shell.store.close()


# Settings


def test_settings_come_from_the_apps_configuration_and_unknown_ones_are_warned_about(tmp_path: Path) -> None:
    app = Flask("host")
    app.config |= {
        "BEHEARD_SECRET_KEYS": [OTHER_KEY, SECRET_KEY],
        "BEHEARD_DATABASE": tmp_path / "own.db",
        "BEHEARD_RATE_LIMITS": False,
        "BEHEARD_MAX_BODY_BYTES": 100,
        "BEHEARD_COLOUR": "blue",
        "OTHER_EXTENSION": 1,
    }
    with pytest.warns(UserWarning, match="BEHEARD_COLOUR") as warned:
        BeHeard(hasher=cheap_hasher()).init_app(app)
    assert len(warned) == 1
    answer = app.test_client().post("/api/v1/auth/login", json=REGISTRATION | {"name": "n" * 100})
    assert is_ours(answer, 413, "PAYLOAD_TOO_LARGE")
    assert app.extensions["beheard"].settings.database == tmp_path / "own.db"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("BEHEARD_SECRET_KEYS", "too-short-Zephyrine"),
        ("BEHEARD_SECRET_KEYS", ""),
        ("BEHEARD_SECRET_KEYS", 5),
        ("BEHEARD_DATABASE", ""),
        ("BEHEARD_RATE_LIMITS", "Zephyrine"),
        ("BEHEARD_ONLY", "astrology"),
        ("BEHEARD_MAX_BODY_BYTES", "Zephyrine"),
        ("BEHEARD_MAX_BODY_BYTES", "0"),
        ("BEHEARD_USER_LIMIT", "Zephyrine"),
        ("BEHEARD_IP_LIMIT", "ten a minute"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_and_its_value_is_not_repeated(key: str, value: object) -> None:
    app = Flask("host")
    app.config |= {"BEHEARD_SECRET_KEYS": SECRET_KEY, key: value}
    with pytest.raises(SettingsError) as caught:
        BeHeard().init_app(app)
    assert "Zephyrine" not in str(caught.value)


# Several apps


def test_two_apps_with_different_settings_live_in_one_process() -> None:
    one = memory_app(url_prefix="/one", contexts=("mediation",))
    keys = Settings(secret_keys=(OTHER_KEY,), rate_limits=False, max_body_bytes=300)
    other = memory_app(settings=keys)
    couple = two_people(one, url_prefix="/one", stage=1)
    met = couple.inviter.look(couple.session)
    assert Client(other).call("GET", f"/api/v1{couple.session}", headers=couple.inviter.headers).status == 401
    assert two_people(other).inviter.look("/auth/me")["activeSessions"] == 1
    for app, prefix, status in ((one, "/one", 400), (other, "/api/v1", 413)):
        client = app.test_client()
        assert client.post(f"{prefix}/auth/login", json={"email": "x" * 400}).status_code == status
        assert client.get("/api/v1/sessions" if app is one else "/one/sessions").status_code == 404
    assert couple.inviter.look(couple.session) == met


def test_one_extension_can_be_mounted_in_several_apps_that_share_its_store() -> None:
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False)
    mounted = BeHeard(settings, store=MemoryStore(), hasher=cheap_hasher())
    one, other = Flask("one"), Flask("other")
    mounted.init_app(one, url_prefix="/one")
    mounted.init_app(other, url_prefix="/other")
    couple = two_people(one, url_prefix="/one")
    answer = Client(other).call("GET", f"/other{couple.session}", headers=couple.inviter.headers)
    assert (answer.status, answer.body["data"]) == (200, couple.inviter.look(couple.session))


def test_limits_follow_the_clock_that_was_given_whatever_the_store() -> None:
    clock = Clock()
    client = Client(memory_app(settings=Settings(secret_keys=(SECRET_KEY,)), clock=clock))

    def attempt() -> Any:
        return client.call("POST", "/api/v1/auth/login", json=REGISTRATION)

    assert [attempt().status for _ in range(6)] == [401] * 5 + [429]
    assert attempt().body["error"]["details"]["retryAfterSeconds"] == 60
    clock.advance(minutes=1)
    assert attempt().status == 401
