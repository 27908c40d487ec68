"""Staying signed in: each refresh token is good once, and whoever shows a spent one ends every sign-in of its owner."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import jwt
import pytest
from attrs import evolve

from beheard_server.settings import Settings
from beheard_server.testing import SECRET_KEY, Reply
from tests.server.client import Api, fresh_api
from tests.server.people import Person, call, granted, refused, register, sign_in

NEWER_KEY = "a-newer-key-" + "0123456789abcdef" * 2
DAYS = 30


@pytest.fixture
def ada(api: Api) -> Person:
    return register(api)


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def spend(person: Person) -> Reply:
    return call(person.server, "POST", "/auth/refresh", json={"refreshToken": person.refresh_token})


def refreshed(person: Person) -> Person:
    """Spend somebody's refresh token, and give the same person with the new pair."""
    told = granted(spend(person))
    assert told.keys() == {"accessToken", "refreshToken", "expiresIn"}
    return evolve(person, token=told["accessToken"], refresh_token=told["refreshToken"])


def is_in(*people: Person) -> bool:
    """Tell whether these access tokens, all of them or none, are good."""
    (known,) = {person.get("/auth/me").status == 200 for person in people}
    return known


def is_out(*people: Person) -> bool:
    """Tell whether no token of these people is good, the newest last."""
    # The newest first: showing an older one could be what ends it.
    return not is_in(*people) and {spend(person).status for person in reversed(people)} == {401}


# Spending


def test_a_refresh_token_is_exchanged_for_a_new_pair(api: Api, ada: Person) -> None:
    api.clock.advance(minutes=20)
    assert not is_in(ada)
    told = granted(spend(ada))
    assert told == {"accessToken": told["accessToken"], "refreshToken": told["refreshToken"], "expiresIn": 900}
    assert is_in(evolve(ada, token=told["accessToken"]))


def test_the_new_tokens_claim_what_the_first_ones_did_and_begin_now(api: Api, ada: Person) -> None:
    api.clock.advance(days=3)
    new = refreshed(ada)
    now = int(api.clock.now.timestamp())
    access, refresh = claims_of(new.token), claims_of(new.refresh_token)
    assert access == claims_of(ada.token) | {"iat": now, "exp": now + 15 * 60}
    assert refresh["jti"] != claims_of(ada.refresh_token)["jti"]
    assert refresh == {"sub": ada.id, "jti": refresh["jti"], "iat": now, "exp": now + DAYS * 86400, "type": "refresh"}


def test_who_keeps_refreshing_stays_signed_in(api: Api, ada: Person) -> None:
    for _ in range(5):
        api.clock.advance(days=DAYS - 1)
        ada = refreshed(ada)
        assert is_in(ada)


def test_a_refresh_token_is_good_for_thirty_days(api: Api, ada: Person) -> None:
    other = sign_in(ada)
    api.clock.advance(days=DAYS, seconds=-1)
    refreshed(ada)
    api.clock.advance(seconds=1)
    refused(spend(other), 401, "UNAUTHORIZED", set())


def test_a_pair_that_was_exchanged_leaves_other_sign_ins_alone(ada: Person) -> None:
    other = sign_in(ada)
    new = refreshed(ada)
    assert is_in(ada, new, other)
    refreshed(other)


# Spending again


@pytest.mark.parametrize("which", [0, 1, 2], ids=["the first", "one in between", "the one before"])
def test_showing_any_spent_token_ends_the_family_with_its_access_tokens(ada: Person, which: int) -> None:
    chain = [ada]
    for _ in range(3):
        chain.append(refreshed(chain[-1]))
    assert is_in(*chain)
    refused(spend(chain[which]), 401, "UNAUTHORIZED", set())
    assert is_out(*chain)


def test_showing_a_spent_token_ends_every_other_sign_in_of_that_person(ada: Person) -> None:
    elsewhere = refreshed(sign_in(ada))
    refreshed(ada)
    spend(ada)
    assert is_out(ada, elsewhere)


def test_nobody_else_is_signed_out_by_it(api: Api, ada: Person) -> None:
    ben = register(api, "Ben")
    refreshed(ada)
    spend(ada)
    assert is_in(ben)
    refreshed(ben)


def test_one_can_sign_in_again_within_the_same_second(ada: Person) -> None:
    new = refreshed(ada)
    spend(ada)
    back = sign_in(ada)
    assert is_in(back)
    assert is_in(refreshed(back))
    assert not is_in(new)


def test_a_spent_token_is_still_an_alarm_after_it_has_lapsed(api: Api, ada: Person) -> None:
    refreshed(ada)
    api.clock.advance(days=DAYS)
    elsewhere = sign_in(ada)
    refused(spend(ada), 401, "UNAUTHORIZED")
    assert is_out(elsewhere)


def test_what_was_spent_stays_spent_and_what_was_ended_stays_ended_after_a_restart(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path)) as before:
        first = register(before)
        second = refreshed(first)
        ben = register(before, "Ben")
        refreshed(ben)
        spend(ben)
    with closing(fresh_api(tmp_path)) as after:
        assert is_out(evolve(ben, server=after))
        first, second = evolve(first, server=after), evolve(second, server=after)
        assert is_in(second)
        refused(spend(first), 401, "UNAUTHORIZED")
        assert is_out(first, second)
    with closing(fresh_api(tmp_path)) as once_more:
        assert is_out(evolve(second, server=once_more))


# What is no refresh token


def signed_like_ours(ada: Person, **claims: object) -> str:
    """Give a token that another key has signed, as like ours as can be."""
    headers = jwt.get_unverified_header(ada.refresh_token)
    return jwt.encode(claims_of(ada.refresh_token) | claims, NEWER_KEY, headers=headers)


NO_REFRESH_TOKEN: dict[str, Callable[[Person], str]] = {
    "an access token": lambda ada: ada.token,
    "another key": signed_like_ours,
    "another owner": lambda ada: signed_like_ours(ada, sub="user_1"),
    "cut": lambda ada: ada.refresh_token[:-3],
    "with spaces": lambda ada: f" {ada.refresh_token} ",
    "garbage": lambda ada: "not.a.token",
    "blank": lambda ada: "  ",
    "letters": lambda ada: "é.ü.\U0001f54a",
    "a list for a key": lambda ada: "eyJhbGciOiJIUzI1NiIsImtpZCI6WyJhIl19.e30.x",
}


@pytest.mark.parametrize("kind", NO_REFRESH_TOKEN)
def test_what_is_no_refresh_token_is_refused_and_ends_nothing(ada: Person, kind: str) -> None:
    expected = spend(evolve(ada, refresh_token="x")).body
    reply = spend(evolve(ada, refresh_token=NO_REFRESH_TOKEN[kind](ada)))
    refused(reply, 401, "UNAUTHORIZED", set())
    assert reply.body == expected
    assert is_in(ada, refreshed(ada))


def test_a_token_of_a_server_with_other_accounts_is_unknown_here(tmp_path: Path, ada: Person) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closing(fresh_api(elsewhere)) as other:
        foreign = register(other)
    refused(spend(evolve(foreign, server=ada.server)), 401, "UNAUTHORIZED")
    assert is_in(ada)


def test_every_failure_looks_the_same(api: Api, ada: Person) -> None:
    lapsed, spent, ended = sign_in(ada), sign_in(ada), register(api, "Ben")
    granted(ended.post("/auth/logout", {"refreshToken": ended.refresh_token}))
    api.clock.advance(days=DAYS)
    spent = sign_in(spent)
    granted(spend(spent))
    failures = [spend(each) for each in (lapsed, spent, ended, evolve(ada, refresh_token="x"))]
    assert [(each.status, each.body) for each in failures] == [(401, failures[0].body)] * 4


@pytest.mark.parametrize("body", [{}, {"refreshToken": None}, {"refreshToken": ""}, {"refreshToken": 5}])
def test_a_body_without_a_token_is_malformed(api: Api, body: object) -> None:
    refused(call(api, "POST", "/auth/refresh", json=body), 400, "VALIDATION_ERROR", {"refreshToken"})


def test_a_refresh_token_opens_nothing_and_an_access_token_is_not_asked_for(ada: Person) -> None:
    refused(evolve(ada, token=ada.refresh_token).get("/auth/me"), 401, "UNAUTHORIZED")
    body = {"refreshToken": ada.refresh_token}
    granted(call(ada.server, "POST", "/auth/refresh", json=body, headers={"Authorization": "Bearer nonsense"}))


# The keys


def test_a_token_of_an_older_key_is_exchanged_for_a_pair_of_the_newest(tmp_path: Path) -> None:
    def served(*keys: str) -> Api:
        return Api(Settings(database=tmp_path / "kept.db", secret_keys=keys, rate_limits=False))

    with closing(served(SECRET_KEY)) as before:
        old = register(before)
    with closing(served(NEWER_KEY, SECRET_KEY)) as between:
        new = refreshed(evolve(old, server=between))
    with closing(served(NEWER_KEY)) as after:
        assert is_in(refreshed(evolve(new, server=after)))
        refused(spend(evolve(old, server=after)), 401, "UNAUTHORIZED")
