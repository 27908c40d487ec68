"""Signing out, of one device or of all, and what one may change of one's own account."""

from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from tests.server.client import ABSENT, Api, fresh_api
from tests.server.people import Couple, Person, again, call, granted, refused, register, sign_in

START = "2025-03-02T08:00:00Z"


@pytest.fixture
def ada(api: Api) -> Person:
    return register(api)


def sign_out(person: Person, token: str | None = None, **more: object) -> None:
    """Sign out with one's own refresh token, or with another."""
    told = granted(person.post("/auth/logout", {"refreshToken": token or person.refresh_token, **more}))
    assert told == {"loggedOut": True}


def tokens_that_hold(person: Person) -> tuple[bool, bool]:
    """Tell whether the access token and the refresh token are good; the second is spent by that."""
    access = person.get("/auth/me").status == 200
    reply = call(person.server, "POST", "/auth/refresh", json={"refreshToken": person.refresh_token})
    return access, reply.status == 200


IN, OUT = (True, True), (False, False)


# Signing out


def test_signing_out_ends_the_refresh_token_and_the_access_token(ada: Person) -> None:
    sign_out(ada)
    assert tokens_that_hold(ada) == OUT


def test_other_devices_stay_signed_in(ada: Person) -> None:
    other = sign_in(ada)
    sign_out(ada)
    assert (tokens_that_hold(ada), tokens_that_hold(other)) == (OUT, IN)


def test_a_device_can_be_signed_out_from_another(ada: Person) -> None:
    lost = sign_in(ada)
    sign_out(ada, lost.refresh_token)
    assert (tokens_that_hold(lost), tokens_that_hold(ada)) == (OUT, IN)


@pytest.mark.parametrize("token", [None, "nonsense"], ids=["one's own token", "any token"])
def test_all_devices_are_signed_out_on_request(ada: Person, token: str | None) -> None:
    others = [sign_in(ada) for _ in range(3)]
    sign_out(ada, token, allDevices=True)
    assert {tokens_that_hold(each) for each in (ada, *others)} == {OUT}


def test_one_device_is_signed_out_unless_all_are_asked_for(ada: Person) -> None:
    other = sign_in(ada)
    sign_out(ada, allDevices=False)
    assert tokens_that_hold(other) == IN


@pytest.mark.parametrize("everywhere", [False, True])
def test_nobody_signs_out_somebody_else(api: Api, ada: Person, everywhere: bool) -> None:
    ben = register(api, "Ben")
    sign_out(ada, ben.refresh_token, allDevices=everywhere)
    assert tokens_that_hold(ben) == IN
    assert tokens_that_hold(ada) == (OUT if everywhere else IN)


@pytest.mark.parametrize("token", ["not.a.token", "é", " ", "x" * 4096])
def test_a_token_that_means_nothing_ends_nothing(ada: Person, token: str) -> None:
    sign_out(ada, token)
    assert tokens_that_hold(ada) == IN


def test_an_access_token_is_no_refresh_token_here_either(ada: Person) -> None:
    sign_out(ada, ada.token)
    assert tokens_that_hold(ada) == IN


def test_a_spent_token_signs_its_own_family_out_and_raises_no_alarm(ada: Person) -> None:
    other = sign_in(ada)
    told = granted(call(ada.server, "POST", "/auth/refresh", json={"refreshToken": ada.refresh_token}))
    new = evolve(ada, token=told["accessToken"], refresh_token=told["refreshToken"])
    sign_out(ada)
    assert (tokens_that_hold(new), tokens_that_hold(other)) == (OUT, IN)


def test_a_token_that_has_lapsed_can_still_be_signed_out(api: Api, ada: Person) -> None:
    api.clock.advance(days=30)
    fresh = sign_in(ada)
    sign_out(fresh, ada.refresh_token)
    assert tokens_that_hold(fresh) == IN


def test_who_is_out_cannot_sign_out_again(ada: Person) -> None:
    sign_out(ada)
    refused(ada.post("/auth/logout", {"refreshToken": ada.refresh_token}), 401, "UNAUTHORIZED", set())


def test_one_can_sign_in_again_within_the_same_second(ada: Person) -> None:
    sign_out(ada, allDevices=True)
    assert tokens_that_hold(sign_in(ada)) == IN


def test_who_has_signed_out_is_out_after_a_restart(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path)) as before:
        ada = register(before)
        sign_out(ada)
    with closing(fresh_api(tmp_path)) as after:
        assert tokens_that_hold(evolve(ada, server=after)) == OUT


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"refreshToken"}),
        ({"refreshToken": ""}, {"refreshToken"}),
        ({"refreshToken": "x" * 4097}, {"refreshToken"}),
        ({"refreshToken": "x", "allDevices": "true"}, {"allDevices"}),
        ({"refreshToken": 1, "allDevices": 1}, {"refreshToken", "allDevices"}),
    ],
)
def test_a_malformed_request_signs_nobody_out(ada: Person, body: object, fields: set[str]) -> None:
    refused(ada.post("/auth/logout", body), 400, "VALIDATION_ERROR", fields)
    assert tokens_that_hold(ada) == IN


def test_signing_out_leaves_the_session_as_it_is(couple: Couple) -> None:
    before = granted(couple.ben.get(couple.session))
    sign_out(couple.ada, allDevices=True)
    assert granted(couple.ben.get(couple.session)) == before


# The profile


def rename(person: Person, body: object = ABSENT) -> object:
    return granted(call(person.server, "PATCH", "/auth/me", token=person.token, json=body))


def user(person: Person, name: str | None) -> dict[str, object]:
    return {"id": person.id, "email": person.email, "name": name, "createdAt": START}


@pytest.mark.parametrize(
    ("sent", "kept"), [("Adele", "Adele"), ("  Zoë \n", "Zoë"), ("n" * 100, "n" * 100), ("\U0001f54a", "\U0001f54a")]
)
def test_a_name_can_be_changed(ada: Person, sent: str, kept: str) -> None:
    assert rename(ada, {"name": sent}) == {"user": user(ada, kept)}
    assert granted(ada.get("/auth/me"))["user"] == user(ada, kept)


@pytest.mark.parametrize("body", [ABSENT, {}, {"name": None}, {"name": ""}, {"name": " \t"}, {"surname": "L."}])
def test_without_a_name_nothing_changes(ada: Person, body: object) -> None:
    assert rename(ada, body) == {"user": user(ada, "Ada")}
    assert granted(ada.get("/auth/me"))["user"] == user(ada, "Ada")


@pytest.mark.parametrize("name", ["n" * 101, 5, True, [], {"first": "A"}, "A\0"])
def test_a_name_that_breaks_the_limits_is_refused(ada: Person, name: object) -> None:
    reply = call(ada.server, "PATCH", "/auth/me", token=ada.token, json={"name": name})
    refused(reply, 400, "VALIDATION_ERROR", {"name"})
    assert granted(ada.get("/auth/me"))["user"] == user(ada, "Ada")


def test_nothing_but_the_name_can_be_changed(ada: Person) -> None:
    body = {"id": "user_1", "email": "new@example.org", "createdAt": "2020-01-01T00:00:00Z", "roles": ["admin"]}
    assert rename(ada, body) == {"user": user(ada, "Ada")}
    assert sign_in(ada).id == ada.id


def test_the_partner_sees_the_new_name_and_nothing_else_moves(api: Api, couple: Couple) -> None:
    before = granted(couple.ben.get(couple.session))
    api.clock.advance(minutes=5)
    rename(couple.ada, {"name": "Adele"})
    after = granted(couple.ben.get(couple.session))
    assert after == before | {"partner": {"id": couple.ada.id, "name": "Adele"}}
    assert granted(call(api, "GET", couple.invitation))["invitedBy"]["name"] == "Adele"


def test_the_new_name_is_there_at_the_next_sign_in(api: Api, couple: Couple) -> None:
    rename(couple.ben, {"name": "Benedict"})
    api.clock.advance(minutes=20)
    couple = again(couple)
    assert granted(couple.ben.get("/auth/me"))["user"] == user(couple.ben, "Benedict")
    assert granted(couple.ada.get(couple.session))["partner"]["name"] == "Benedict"


def test_nobody_is_renamed_without_signing_in(api: Api, ada: Person) -> None:
    refused(call(api, "PATCH", "/auth/me", json={"name": "Eve"}), 401, "UNAUTHORIZED", set())
    assert granted(ada.get("/auth/me"))["user"]["name"] == "Ada"
