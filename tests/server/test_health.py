"""The standalone server beyond its endpoints: health, pages, and what nobody expected."""

import logging
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, got_request_exception

from beheard_server.app import create_app
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, Client, cheap_hasher
from tests.server.client import Api, fresh_api
from tests.server.people import call, invite, refused, register

WORDS = "what Zephyrine wrote"


class FailingStore(MemoryStore):
    """A store that can be told to fail."""

    fails = False

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        if self.fails:
            raise LookupError(WORDS)
        with super().snapshot() as unit:
            yield unit


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, store=FailingStore())) as api:
        yield api


def fail(api: Api) -> None:
    store = api.shell.store
    assert isinstance(store, FailingStore)
    store.fails = True


# Health


def test_the_server_says_that_it_lives_and_that_it_is_ready(api: Api) -> None:
    for path in ("/healthz", "/readyz"):
        reply = api.call("GET", path)
        assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
        assert isinstance(reply.body, dict)


def test_a_server_without_its_store_lives_and_is_not_ready(failing: Api) -> None:
    fail(failing)
    assert failing.call("GET", "/healthz").status == 200
    reply = failing.call("GET", "/readyz")
    assert reply.status >= 500
    assert WORDS not in str(reply)


# Pages


def test_the_document_is_openapi_3_1(api: Api) -> None:
    reply = api.call("GET", "/openapi.json")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")
    assert reply.body["openapi"].startswith("3.1")
    assert "/api/v1/sessions/{session_id}/stages/advance" in reply.body["paths"]


def page(api: Api, path: str) -> str:
    answer = api.app.test_client().get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_pages_come_with_all_that_they_need(api: Api) -> None:
    html = page(api, "/docs/")
    assert "/openapi.json" in html
    parts = re.findall(r"""(?:src|href)="([^"]+)""", html)
    assert len(parts) >= 3
    for part in parts:
        assert part.startswith("/docs/")
        answer = api.app.test_client().get(part)
        assert (answer.status_code, len(answer.data) > 100) == (200, True)
        answer.close()


def test_the_pages_send_the_document_to_nobody(api: Api) -> None:
    html = page(api, "/docs/")
    assert not re.findall(r"https?://(?!localhost)[^\"'\s]+", html)
    # Swagger UI asks an online validator unless it is told not to.
    assert re.search(r'"validatorUrl": ?(null|"none"|"")', html)


def test_the_pages_are_found_without_the_last_slash(api: Api) -> None:
    answer = api.app.test_client().get("/docs", follow_redirects=True)
    assert answer.status_code == 200


def test_beside_the_prefix_a_wrong_address_is_answered_plainly(api: Api) -> None:
    for path in ("/unknown", "/", "/api", "/api/v2/auth/me", "/docs/unknown.js", "/docs/../settings.py"):
        reply = api.call("GET", path)
        assert (reply.status, reply.body) == (404, None)
    reply = api.call("POST", "/healthz")
    assert (reply.status, reply.body) == (405, None)
    assert "GET" in reply.headers["Allow"]


# What nobody expected


def test_a_fault_of_ours_is_told_without_a_word_of_why(failing: Api) -> None:
    ada = register(failing)
    fail(failing)
    for reply in (ada.get("/auth/me"), call(failing, "GET", "/invitations/x")):
        refused(reply, 500, "INTERNAL_ERROR", set())
        assert not any(words in str(reply) for words in (WORDS, "LookupError", "Traceback", ada.token))


def test_a_fault_is_told_to_whoever_watches_the_app(failing: Api) -> None:
    seen: list[tuple[Flask, Exception]] = []

    def watch(sender: Flask, exception: Exception, **more: object) -> None:
        seen.append((sender, exception))

    ada = register(failing)
    fail(failing)
    with got_request_exception.connected_to(watch, failing.app):
        refused(ada.get("/auth/me"), 500, "INTERNAL_ERROR")
        refused(ada.post("/sessions", {}), 500, "INTERNAL_ERROR")
    assert [(sender, type(error)) for sender, error in seen] == [(failing.app, LookupError)] * 2


def test_a_refusal_is_no_fault(api: Api) -> None:
    seen: list[Exception] = []
    with got_request_exception.connected_to(lambda _, exception: seen.append(exception), api.app):
        refused(call(api, "GET", "/auth/me"), 401, "UNAUTHORIZED")
        refused(call(api, "POST", "/auth/register", json={}), 400, "VALIDATION_ERROR")
        refused(call(api, "GET", "/unknown"), 404, "NOT_FOUND")
        refused(call(api, "PUT", "/auth/me"), 405, "METHOD_NOT_ALLOWED")
    assert seen == []


def test_the_log_says_where_a_fault_happened_and_not_what_somebody_wrote(
    failing: Api, caplog: pytest.LogCaptureFixture
) -> None:
    ada = register(failing)
    fail(failing)
    with caplog.at_level(logging.DEBUG):
        refused(ada.get("/auth/me"), 500, "INTERNAL_ERROR")
    assert "LookupError" in caplog.text
    assert __file__.rpartition("/")[2] in caplog.text
    assert not any(words in caplog.text for words in (WORDS, "Zephyrine", ada.token, ada.email))


def test_the_log_says_that_something_is_to_be_delivered_and_neither_to_whom_nor_what(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False)
    client = Client(create_app(extension=BeHeard(settings, store=MemoryStore(), hasher=cheap_hasher())))
    with caplog.at_level(logging.DEBUG):
        ada = register(client, name=WORDS)
        session, invitation = invite(ada, inviteEmail="zephyrine@example.org", inviteName=WORDS, context=WORDS)
        refused(ada.post("/sessions", {"inviteEmail": WORDS}), 400, "VALIDATION_ERROR")
        refused(call(client, "POST", "/auth/login", json={"email": WORDS, "password": WORDS}), 401, "UNAUTHORIZED")
    log = "\n".join([caplog.text, *capfd.readouterr()])
    assert session.removeprefix("/sessions/") in log
    assert not any(words in log.lower() for words in ("zephyrine", invitation.removeprefix("/invitations/"), ada.email))
