"""Where focus stands: alone at the place of its document, beside the process at one of its own, and in a host's app."""

from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask, request

from beheard_core.accounts import Principal
from beheard_server.app import create_app
from beheard_server.extension import BeHeard, places_of
from beheard_server.settings import Settings
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, Client, cheap_hasher
from tests.server.client import Api
from tests.server.focus.timers import refused, told
from tests.server.people import FOCUS, granted, register
from tests.server.people import refused as refused_by_mediation
from tests.server.processes import serving


@pytest.mark.parametrize(
    ("contexts", "prefix", "place"),
    [
        (("focus",), None, "/api/v1"),
        (("focus", "academic"), None, "/api/v1"),
        (("mediation", "focus"), None, "/focus/api/v1"),
        (("mediation", "focus", "academic"), None, "/focus/api/v1"),
        (("focus",), "/us", "/us"),
        (("mediation", "focus"), "/us", "/us/focus"),
    ],
)
def test_focus_steps_aside_where_the_process_stands(contexts: tuple[str, ...], prefix: str | None, place: str) -> None:
    places = places_of(contexts, prefix)
    assert places["focus"] == place
    assert (places["mediation"], places["accounts"]) == (prefix or "/api/v1",) * 2
    app = Flask("host")
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False)
    mounted = BeHeard(settings, store=MemoryStore(), contexts=contexts, identity=lambda: Principal("7"))
    mounted.init_app(app, url_prefix=prefix)
    client = Client(app)
    assert told(client.call("POST", f"{place}/sessions", json={"duration_seconds": 60}), 201)["data"]["user_id"] == "7"
    assert told(client.call("GET", f"{place}/sessions/active"))["data"]["id"] == 1


def test_the_two_kinds_of_session_do_not_meet(api: Api) -> None:
    ada = register(api, "Ada")
    granted(ada.post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
    refused_by_mediation(ada.post("/sessions", {"duration_seconds": 60}), 400, "VALIDATION_ERROR")
    assert told(api.call("POST", f"{FOCUS}/sessions", token=ada.token, json={"duration_seconds": 60}), 201)
    assert len(granted(ada.get("/sessions"))["sessions"]) == 1
    assert len(told(api.call("GET", f"{FOCUS}/sessions", token=ada.token))["data"]) == 1


def test_what_is_not_there_is_answered_in_the_envelope_of_the_prefix(api: Api) -> None:
    for method, path, status, code in (
        ("GET", f"{FOCUS}/nowhere", 404, "NOT_FOUND"),
        ("DELETE", f"{FOCUS}/sessions", 405, "METHOD_NOT_ALLOWED"),
        ("PATCH", f"{FOCUS}/sessions/x/end", 404, "NOT_FOUND"),
    ):
        refused(api.call(method, path), status, code)
    refused_by_mediation(api.call("GET", "/api/v1/nowhere"), 404, "NOT_FOUND")
    assert api.call("GET", "/focus").body is None


def test_alone_the_place_of_the_document_has_its_envelope_and_the_accounts_have_theirs() -> None:
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False, contexts=("focus",))
    client = Client(create_app(extension=BeHeard(settings, store=MemoryStore(), hasher=cheap_hasher())))
    refused(client.call("GET", "/api/v1/nowhere"), 404, "NOT_FOUND")
    refused(client.call("DELETE", "/api/v1/sessions"), 405, "METHOD_NOT_ALLOWED")
    refused_by_mediation(client.call("GET", "/api/v1/auth/nowhere"), 404, "NOT_FOUND")
    assert client.call("GET", "/focus/api/v1/sessions").status == 404
    paths = client.call("GET", "/openapi.json").body["paths"]
    assert "/api/v1/sessions/{focus_id}/pause" in paths
    assert not any("invitations" in path or "stages" in path for path in paths)


def test_without_focus_it_is_not_there(api: Api) -> None:
    settings = Settings(secret_keys=(SECRET_KEY,), contexts=("mediation",))
    client = Client(create_app(extension=BeHeard(settings, store=MemoryStore())))
    assert client.call("GET", "/focus/api/v1/sessions").body is None
    assert not any(path.startswith("/focus") for path in client.call("GET", "/openapi.json").body["paths"])


def test_a_real_server_serves_focus_alone(tmp_path: Path) -> None:
    with serving(tmp_path / "beheard.db", workers=1, only="focus") as server:
        ada = register(server, "Ada")
        reply = server.call("POST", "/api/v1/sessions", token=ada.token, json={"duration_seconds": 1500})
        assert told(reply, 201)["data"]["user_id"] == 1
        picture = server.call("GET", "/api/v1/heatmap.svg", token=ada.token)
        assert (picture.status, picture.headers["content-type"]) == (200, "image/svg+xml; charset=utf-8")


def test_a_hosts_people_go_by_its_own_ids_and_by_numbers_where_it_has_them() -> None:
    people = {"ana": Principal("ana"), "7": Principal("7", number=7)}
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False, contexts=("focus",))
    app = Flask("host")
    with closing(MemoryStore()) as store:
        BeHeard(settings, store=store, identity=lambda: people.get(request.headers["X-User"])).init_app(app)
        client = Client(app)
        for name, shown in (("ana", "ana"), ("7", 7)):
            headers = {"X-User": name}
            reply = client.call("POST", "/api/v1/sessions", headers=headers, json={"duration_seconds": 60})
            assert told(reply, 201)["data"]["user_id"] == shown
            assert told(client.call("GET", "/api/v1/streaks", headers=headers))["data"]["user_id"] == shown
        refused(client.call("GET", "/api/v1/home", headers={"X-User": "eve"}), 401, "UNAUTHORIZED")


def test_too_much_is_too_much_here_too(tmp_path: Path) -> None:
    settings = Settings(
        database=tmp_path / "b.db", secret_keys=(SECRET_KEY,), contexts=("focus",), user_limit="3/minute"
    )
    app = Flask("host")
    with closing(MemoryStore()) as store:
        BeHeard(settings, store=store, identity=lambda: Principal("ana")).init_app(app)
        replies = [Client(app).call("GET", "/api/v1/home") for _ in range(4)]
    assert [each.status for each in replies] == [200, 200, 200, 429]
    details = refused(replies[3], 429, "RATE_LIMITED", {"retry_after_seconds"})
    assert str(details["retry_after_seconds"]) == replies[3].headers["Retry-After"]
