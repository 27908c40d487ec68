"""How often somebody may try to sign in or to register."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from limits.storage import Storage

from beheard_server.app import create_app
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.store.memory import MemoryStore
from beheard_server.store.memory_limits import MemoryLimits
from beheard_server.store.sqlite.limits import SQLiteLimits
from beheard_server.testing import SECRET_KEY, Client, Clock, Reply
from tests.server.client import Api, fresh_api
from tests.server.people import PASSWORD, call, granted, refused, register

LOGIN = {"email": "ada@example.org", "password": PASSWORD}


class CountingHasher(PasswordHasher):
    """A hasher that tells how often it was asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.touched = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.touched += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  the base class's name
        self.touched += 1
        return super().verify(hash, password)


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, rate_limits=True)) as api:
        yield api


def try_to_register(api: Client, number: int) -> Reply:
    body = {"email": f"person{number}@example.org", "password": PASSWORD}
    return call(api, "POST", "/auth/register", json=body)


def too_many(reply: Reply) -> int:
    details = refused(reply, 429, "RATE_LIMITED", {"retryAfterSeconds"})
    seconds = details["retryAfterSeconds"]
    assert type(seconds) is int
    assert reply.headers["Retry-After"] == str(seconds)
    return seconds


def test_five_attempts_a_minute_to_sign_in_and_no_more(limited: Api) -> None:
    register(limited)
    for _ in range(5):
        granted(call(limited, "POST", "/auth/login", json=LOGIN))
    for _ in range(3):
        assert too_many(call(limited, "POST", "/auth/login", json=LOGIN)) in range(1, 61)


def test_three_registrations_a_minute_and_no_more(limited: Api) -> None:
    for number in range(3):
        granted(try_to_register(limited, number), 201)
    assert too_many(try_to_register(limited, 3)) in range(1, 61)


def test_failures_count_as_much_as_successes(limited: Api) -> None:
    register(limited)
    for _ in range(5):
        refused(call(limited, "POST", "/auth/login", json=LOGIN | {"password": "wrong"}), 401, "UNAUTHORIZED")
    too_many(call(limited, "POST", "/auth/login", json=LOGIN))


def test_the_wait_gets_shorter_and_then_all_attempts_are_free_again(limited: Api) -> None:
    register(limited)
    for _ in range(5):
        granted(call(limited, "POST", "/auth/login", json=LOGIN))
    longest = too_many(call(limited, "POST", "/auth/login", json=LOGIN))
    limited.clock.advance(seconds=20)
    shorter = too_many(call(limited, "POST", "/auth/login", json=LOGIN))
    assert shorter == longest - 20
    limited.clock.advance(seconds=shorter)
    for _ in range(5):
        granted(call(limited, "POST", "/auth/login", json=LOGIN))
    too_many(call(limited, "POST", "/auth/login", json=LOGIN))


def test_a_refused_attempt_does_not_lengthen_the_wait(limited: Api) -> None:
    for number in range(3):
        granted(try_to_register(limited, number), 201)
    waits = []
    for number in range(3):
        waits.append(too_many(try_to_register(limited, number)))
        limited.clock.advance(seconds=10)
    assert waits == [waits[0], waits[0] - 10, waits[0] - 20]


def test_signing_in_and_registering_are_counted_apart(limited: Api) -> None:
    for number in range(3):
        granted(try_to_register(limited, number), 201)
    too_many(try_to_register(limited, 3))
    body = {"email": "person0@example.org", "password": PASSWORD}
    granted(call(limited, "POST", "/auth/login", json=body))


def test_the_limit_comes_before_a_conflict(limited: Api) -> None:
    for _ in range(3):
        assert try_to_register(limited, 0).status in {201, 409}
    too_many(try_to_register(limited, 0))


def test_a_malformed_body_is_named_before_the_limit(limited: Api) -> None:
    for _ in range(7):
        refused(call(limited, "POST", "/auth/login", json={}), 400, "VALIDATION_ERROR")
    for number in range(4):
        reply = try_to_register(limited, number)
    too_many(reply)
    refused(call(limited, "POST", "/auth/register", json={}), 400, "VALIDATION_ERROR")


@pytest.mark.parametrize(("path", "free"), [("/auth/login", 5), ("/auth/register", 3)])
def test_beyond_the_limit_no_password_is_touched(path: str, free: int) -> None:
    hasher = CountingHasher()
    settings = Settings(secret_keys=(SECRET_KEY,))
    mounted = BeHeard(settings, store=MemoryStore(), hasher=hasher, clock=Clock())
    client = Client(create_app(extension=mounted))
    for _ in range(free):
        assert call(client, "POST", path, json=LOGIN).status in {201, 401, 409}
    before = hasher.touched
    assert before >= free
    too_many(call(client, "POST", path, json=LOGIN))
    assert hasher.touched == before


def attempt_from(api: Client, forwarded: str) -> int:
    body = {"email": "nobody@example.org", "password": PASSWORD}
    return call(api, "POST", "/auth/login", json=body, headers={"X-Forwarded-For": forwarded}).status


def test_nobody_gets_more_attempts_by_claiming_to_come_from_elsewhere(limited: Api) -> None:
    statuses = [attempt_from(limited, f"198.51.100.{number}") for number in range(7)]
    assert statuses == [401] * 5 + [429] * 2


def test_behind_a_trusted_proxy_each_address_has_attempts_of_its_own(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "kept.db", secret_keys=(SECRET_KEY,), trusted_proxies=("127.0.0.0/8",))
    with closing(Api(settings)) as api:
        for client in ("198.51.100.1", "198.51.100.2"):
            assert [attempt_from(api, client) for _ in range(6)] == [401] * 5 + [429]
        assert attempt_from(api, "203.0.113.9, 198.51.100.1") == 429
        assert attempt_from(api, "198.51.100.1, 203.0.113.9") == 401


def test_an_operator_can_limit_what_one_person_asks_and_what_comes_from_one_address(tmp_path: Path) -> None:
    chosen = {
        "SECRET_KEYS": SECRET_KEY,
        "DATABASE": tmp_path / "kept.db",
        "USER_LIMIT": "4/hour",
        "IP_LIMIT": "5/minute",
    }
    with closing(Api(Settings.read({f"BEHEARD_{key}": value for key, value in chosen.items()}))) as api:
        ada, ben = register(api), register(api, "Ben")
        assert [ada.get("/auth/me").status for _ in range(5)] == [200] * 4 + [429]
        granted(ben.get("/auth/me"))
        assert 60 < too_many(ada.get("/auth/me")) <= 60 * 60
        assert [call(api, "GET", "/invitations/unknown").status for _ in range(4)] == [404] * 3 + [429]
        api.clock.advance(minutes=1)
        refused(call(api, "GET", "/invitations/unknown"), 404, "NOT_FOUND")
        too_many(ada.get("/auth/me"))


def test_without_limits_nobody_is_kept_waiting(api: Api) -> None:
    register(api)
    assert {call(api, "POST", "/auth/login", json=LOGIN).status for _ in range(12)} == {200}


# The counters


@pytest.fixture(params=["sqlite", "memory"])
def counters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Storage, Storage, Clock]]:
    """Give the same counters twice, as two workers have them, and their clock."""
    clock = Clock()
    if request.param == "memory":
        shared = MemoryLimits(clock)
        yield shared, shared, clock
    else:
        path = tmp_path / "kept.limits"
        with closing(SQLiteLimits(path, clock)) as one, closing(SQLiteLimits(path, clock)) as other:
            yield one, other, clock


def test_a_counter_counts_for_everybody_until_its_window_is_over(counters: tuple[Storage, Storage, Clock]) -> None:
    one, other, clock = counters
    assert [one.incr("a", 60), other.incr("a", 60), one.incr("a", 60, amount=3), other.incr("b", 60)] == [1, 2, 5, 1]
    assert (one.get("a"), other.get("b"), one.get("c")) == (5, 1, 0)
    assert one.get_expiry("a") == clock.now.timestamp() + 60
    clock.advance(seconds=59)
    assert (other.incr("a", 60), other.get_expiry("a")) == (6, clock.now.timestamp() + 1)
    clock.advance(seconds=1)
    assert (other.get("a"), other.incr("a", 60)) == (0, 1)


def test_a_counter_can_be_forgotten_alone_or_with_all_others(counters: tuple[Storage, Storage, Clock]) -> None:
    one, other, _ = counters
    for key in ("a", "b"):
        one.incr(key, 60)
    one.clear("a")
    assert (other.get("a"), other.get("b")) == (0, 1)
    assert one.check()
    assert one.reset() == 1
    assert other.get("b") == 0
