"""A hundred requests a minute and a thousand an hour, for each person, over all workers, and as the settings say."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from flask import request

from beheard_core.accounts import Principal
from beheard_server.app import create_app, state_of
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings, SettingsError
from beheard_server.store.memory import MemoryStore
from beheard_server.store.memory_limits import MemoryLimits
from beheard_server.testing import SECRET_KEY, START, Client, Clock, Reply
from tests.server.people import register
from tests.server.practice.clinic import Member, refused
from tests.server.processes import at_once, run_beheard, serving


def who() -> Principal | None:
    """Take the caller's word for who they are."""
    name = request.headers.get("X-User")
    return Principal(name, roles=frozenset({"therapist"})) if name else None


class Guests(Client):
    """An app whose people the host knows, with a clock to turn."""

    def __init__(self, limits: MemoryLimits | None = None, **settings: str) -> None:
        self.clock = Clock()
        chosen = {f"BEHEARD_{key.upper()}": value for key, value in settings.items()}
        read = Settings.read({"BEHEARD_SECRET_KEYS": SECRET_KEY, **chosen})
        extension = BeHeard(read, identity=who, store=MemoryStore(), clock=self.clock, limits=limits)
        self.app = create_app(extension=extension)
        super().__init__(self.app)

    def ask(self, name: str = "thea", path: str = "/api/session") -> Reply:
        return self.call("GET", path, headers={"X-User": name} if name else {})

    def audit(self) -> list[int]:
        """Give the statuses in the audit."""
        entries = state_of(self.app).shell.read(lambda unit: unit.practice.noted())
        return [each.status for each in entries]


def rate(reply: Reply) -> Mapping[str, int]:
    headers = {name.lower(): value for name, value in reply.headers.items()}
    return {each: int(headers[f"x-ratelimit-{each.lower()}"]) for each in ("Limit", "Remaining", "Reset")}


def too_many(reply: Reply, after: int) -> None:
    details = refused(reply, 429, "RATE_LIMITED", None, {"retryAfterSeconds"})
    assert (reply.headers["Retry-After"], details["retryAfterSeconds"]) == (str(after), str(after))


@pytest.fixture
def guests() -> Guests:
    return Guests()


def test_a_hundred_a_minute_and_every_reply_says_what_is_left(guests: Guests) -> None:
    end = int(START.timestamp()) + 60
    for left in range(99, -1, -1):
        reply = guests.ask()
        assert (reply.status, rate(reply)) == (200, {"Limit": 100, "Remaining": left, "Reset": end})
    guests.clock.advance(seconds=20)
    reply = guests.ask()
    too_many(reply, 40)
    assert rate(reply) == {"Limit": 100, "Remaining": 0, "Reset": end}
    guests.clock.advance(seconds=40)
    assert guests.ask().status == 200
    assert Counter(guests.audit()) == {200: 101, 429: 1}


def test_the_wait_is_never_longer_than_the_window(guests: Guests) -> None:
    guests.clock.advance(seconds=0.9)
    for _ in range(100):
        guests.ask()
    too_many(guests.ask(), 60)
    guests.clock.advance(seconds=59.95)
    too_many(guests.ask(), 1)


def test_a_thousand_an_hour(guests: Guests) -> None:
    for _ in range(10):
        assert {guests.ask().status for _ in range(100)} == {200}
        assert guests.ask().status == 429
        guests.clock.advance(minutes=1)
    reply = guests.ask()
    too_many(reply, 50 * 60)
    assert rate(reply) == {"Limit": 1000, "Remaining": 0, "Reset": int(START.timestamp()) + 3600}
    guests.clock.advance(minutes=50)
    assert guests.ask().status == 200


def test_what_is_refused_counts_as_well_and_people_are_counted_apart(guests: Guests) -> None:
    assert {guests.ask(path="/api/session/progress").status for _ in range(100)} == {400}
    assert guests.ask().status == 429
    assert guests.ask("otto").status == 200


def test_strangers_are_counted_by_their_address_and_noted_no_further() -> None:
    guests = Guests(ip_limit="3/minute")
    assert [guests.ask("").status for _ in range(5)] == [401, 401, 401, 429, 429]
    assert guests.audit() == [401, 401, 401]


def test_the_limits_are_settings() -> None:
    guests = Guests(practice_limits="2/minute, 3/hour")
    assert [guests.ask().status for _ in range(3)] == [200, 200, 429]
    guests.clock.advance(minutes=1)
    third = guests.ask()
    assert (third.status, rate(third)["Limit"], rate(third)["Remaining"]) == (200, 3, 0)
    too_many(guests.ask(), 59 * 60)


@pytest.mark.parametrize("value", ["", "often", "10", "1/minute,often"])
def test_a_limit_that_is_none_stops_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match="BEHEARD_PRACTICE_LIMITS"):
        Guests(practice_limits=value)


def test_without_limits_nothing_is_said_of_them() -> None:
    reply = Guests(rate_limits="off").ask()
    assert not [name for name in reply.headers if name.startswith("X-RateLimit")]


def test_a_host_may_bring_its_own_place_to_count_in() -> None:
    clock = Clock()
    counts = MemoryLimits(clock)
    one, other = Guests(counts, practice_limits="3/minute"), Guests(counts, practice_limits="3/minute")
    assert [each.ask().status for each in (one, other, one, other)] == [200, 200, 200, 429]


def test_the_limit_holds_exactly_over_four_workers(tmp_path: Path) -> None:
    database = tmp_path / "beheard.db"
    with serving(database, workers=4) as server:
        person = register(server, "Thea")
        assert run_beheard("users", "--database", database, "grant", person.email, "therapist").status == 0
        thea = Member(server, person.id, person.token)
        replies = [reply for _ in range(8) for reply in at_once(*[partial(thea.call, "GET", "/session")] * 15)]
    assert Counter(each.status for each in replies) == {200: 100, 429: 20}
    left = sorted(rate(each)["Remaining"] for each in replies if each.status == 200)
    assert left[0] == 0
    assert {rate(each)["Remaining"] for each in replies if each.status == 429} == {0}
