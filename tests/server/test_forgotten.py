"""A forgotten password, against the contract's *Auth*."""

from datetime import timedelta
from pathlib import Path

import pytest

from beheard_server.http.links import LIFETIME
from tests.server.client import Api, fresh_api
from tests.server.people import PASSWORD, Person, call, granted, refused, register, sign_in

NEW = "a new staple of horses"


def forget(api: Api, email: str) -> str:
    """Ask for a link, and give its token."""
    assert granted(call(api, "POST", "/auth/forgot-password", json={"email": email})) == {"sent": True}
    sent = api.outgoing.resets[-1]
    assert (sent.email or "").casefold() == email.casefold()
    start, _, token = (sent.url or "").partition("reset/")
    assert start == "beheard://"
    return token


@pytest.fixture
def ada(api: Api) -> Person:
    return register(api, "Ada")


def test_whoever_follows_the_link_has_a_new_password_and_every_sign_in_ends(api: Api, ada: Person) -> None:
    other = sign_in(ada)
    told = call(api, "POST", "/auth/reset-password", json={"token": forget(api, "ADA@example.org"), "newPassword": NEW})
    assert granted(told) == {"reset": True}
    for old in (ada, other):
        refused(old.get("/auth/me"), 401, "UNAUTHORIZED")
        refused(call(api, "POST", "/auth/refresh", json={"refreshToken": old.refresh_token}), 401, "UNAUTHORIZED")
    refused(call(api, "POST", "/auth/login", json={"email": ada.email, "password": PASSWORD}), 401, "UNAUTHORIZED")
    assert granted(sign_in(ada, NEW).get("/auth/me"))["user"]["id"] == ada.id


def test_a_link_is_good_once_and_for_an_hour(api: Api, ada: Person) -> None:
    used = forget(api, ada.email)
    granted(call(api, "POST", "/auth/reset-password", json={"token": used, "newPassword": NEW}))
    late = forget(api, ada.email)
    in_time = forget(api, ada.email)
    api.clock.advance(seconds=LIFETIME.total_seconds() - 1)
    granted(call(api, "POST", "/auth/reset-password", json={"token": in_time, "newPassword": PASSWORD}))
    again = forget(api, ada.email)
    api.clock.advance(seconds=LIFETIME.total_seconds())
    assert timedelta(hours=1) == LIFETIME
    for token in (used, late, in_time, again, "", "nonsense", again[:-1], f"{again}x"):
        reply = call(api, "POST", "/auth/reset-password", json={"token": token, "newPassword": NEW})
        refused(reply, 400, "VALIDATION_ERROR", {"token"})
    assert granted(sign_in(ada).get("/auth/me"))["user"]["id"] == ada.id


def test_a_link_does_not_outlive_its_account(api: Api, ada: Person) -> None:
    token = forget(api, ada.email)
    granted(api.call("DELETE", "/api/v1/auth/me", token=ada.token, json={"password": PASSWORD}))
    reply = call(api, "POST", "/auth/reset-password", json={"token": token, "newPassword": NEW})
    refused(reply, 400, "VALIDATION_ERROR", {"token"})


@pytest.mark.parametrize("email", ["nobody@example.org", "not an address", "x" * 1024])
def test_nobody_learns_whether_there_is_an_account(api: Api, ada: Person, email: str) -> None:
    assert granted(call(api, "POST", "/auth/forgot-password", json={"email": email})) == {"sent": True}
    assert api.outgoing.resets == []


def test_three_links_an_hour_for_an_address_whether_it_is_known_or_not(tmp_path: Path) -> None:
    api = fresh_api(tmp_path, rate_limits=True)
    register(api, "Ada")
    for email in ("ada@example.org", "nobody@example.org"):
        for capitals in (email, email.upper(), email):
            granted(call(api, "POST", "/auth/forgot-password", json={"email": capitals}))
        details = refused(call(api, "POST", "/auth/forgot-password", json={"email": email}), 429, "RATE_LIMITED")
        assert 0 < details["retryAfterSeconds"] <= 3600
    api.clock.advance(hours=1)
    granted(call(api, "POST", "/auth/forgot-password", json={"email": "ada@example.org"}))
    api.close()
    for file in tmp_path.glob("*.limits*"):
        assert b"ada@example" not in file.read_bytes()


@pytest.mark.parametrize("body", [{}, {"newPassword": NEW}, {"token": "x"}, {"token": "x", "newPassword": "short"}])
def test_a_malformed_reset_is_refused(api: Api, body: object) -> None:
    refused(call(api, "POST", "/auth/reset-password", json=body), 400, "VALIDATION_ERROR")


def test_a_malformed_forgetting_is_refused(api: Api) -> None:
    refused(call(api, "POST", "/auth/forgot-password", json={"email": 7}), 400, "VALIDATION_ERROR", {"email"})
