"""Whom the limit for an address counts: the peer, or whoever trusted proxies say that they speak for."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from beheard_server.settings import Settings
from beheard_server.testing import SECRET_KEY
from tests.server.academic import words
from tests.server.academic.admins import STAGES, Admin, appoint, appoint_by_command, failed
from tests.server.client import Api
from tests.server.processes import PATIENCE, at_once, serving

PROXY, PROXIES, CALLER = "192.0.2.1", "192.0.2.1, 10.0.0.0/8, 2001:db8:ffff::/48", "198.51.100.7"
FORWARDED = "X-Forwarded-For"
FREE = 20


class Network:
    """Stands where the network is, and says from which address a request comes."""

    def __init__(self, app: Flask) -> None:
        self.peer = "203.0.113.99"
        self._inner = app.wsgi_app
        app.wsgi_app = self  # type: ignore[method-assign]  # the way to put something before an app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self._inner(environ | {"REMOTE_ADDR": self.peer}, start_response)


class Door:
    """The catalogue behind a limit of one call a second for an address."""

    def __init__(self, api: Api) -> None:
        self.clock = api.clock
        self._network = Network(api.app)
        self._dean = appoint(api)

    def lets_in(self, peer: str, *forwarded: str) -> bool:
        """Call once, as ``peer``, with these lines of ``X-Forwarded-For``."""
        self._network.peer = peer
        # WSGI has repeated lines as one, with commas.
        headers = {FORWARDED: ",".join(forwarded)} if forwarded else {}
        reply = self._dean.call("GET", headers=headers)
        if reply.status == 429:
            failed(reply, 429, words.TOO_MANY)
        return reply.status == 200


@contextmanager
def door(directory: Path, proxies: str) -> Iterator[Door]:
    settings = Settings.read(
        {
            "BEHEARD_DATABASE": str(directory / "beheard.db"),
            "BEHEARD_SECRET_KEYS": SECRET_KEY,
            "BEHEARD_IP_LIMIT": "1/second",
            "BEHEARD_TRUSTED_PROXIES": proxies,
        }
    )
    with closing(Api(settings)) as api:
        yield Door(api)


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Door]:
    """The catalogue behind a few proxies."""
    with door(tmp_path, PROXIES) as found:
        yield found


def test_every_address_has_a_limit_of_its_own(behind: Door) -> None:
    assert behind.lets_in(CALLER)
    assert not behind.lets_in(CALLER)
    assert behind.lets_in("198.51.100.8")
    assert behind.lets_in("2001:db8::8")


def test_without_trusted_proxies_the_header_is_passed_over(tmp_path: Path) -> None:
    with door(tmp_path, "") as open_:
        assert open_.lets_in(PROXY)
        for spoofed in (CALLER, "10.0.0.1", PROXY, "", "nonsense", "127.0.0.1"):
            assert not open_.lets_in(PROXY, spoofed)


def test_the_header_of_an_untrusted_peer_counts_for_nothing(behind: Door) -> None:
    assert behind.lets_in(CALLER)
    for spoofed in ("198.51.100.8", PROXY, f"198.51.100.9, {PROXY}", "10.0.0.1", "", "unknown", f"{CALLER}, 10.0.0.1"):
        assert not behind.lets_in(CALLER, spoofed)
    # And whoever was named meanwhile has lost nothing.
    assert behind.lets_in("198.51.100.8")
    assert behind.lets_in(PROXY)


# Who calls, as the peer and the lines of the header have it, and who is counted.
CALLS = {
    "one proxy": ((PROXY, CALLER), CALLER),
    "white space": ((PROXY, f" \t{CALLER} "), CALLER),
    "two proxies": ((PROXY, f"{CALLER}, 10.1.2.3"), CALLER),
    "three proxies, in lines of their own": ((PROXY, CALLER, "10.1.2.3", "10.255.255.255"), CALLER),
    "what the caller sent stands before": ((PROXY, f"1.1.1.1, 2.2.2.2, {CALLER}"), CALLER),
    "a caller who names a proxy": ((PROXY, f"10.0.0.1, {CALLER}, 10.0.0.2"), CALLER),
    "a caller who pretends to be nobody": ((PROXY, f"unknown, , {CALLER}"), CALLER),
    "a proxy of a network": (("10.9.8.7", CALLER), CALLER),
    "a proxy just outside of it": (("11.0.0.0", CALLER), "11.0.0.0"),
    "a hop just outside of it": ((PROXY, f"{CALLER}, 11.0.0.0"), "11.0.0.0"),
    "IPv6 behind IPv4": ((PROXY, "2001:db8::7"), "2001:db8::7"),
    "IPv4 behind IPv6": (("2001:db8:ffff::1", CALLER), CALLER),
    "IPv6 behind IPv6 twice": (("2001:db8:ffff::1", "2001:db8::7, 2001:db8:ffff:0:1::"), "2001:db8::7"),
    "IPv6 in another spelling": ((PROXY, "2001:0DB8:0:0::0007"), "2001:db8::7"),
    "a proxy in another spelling": (("2001:DB8:FFFF:0::1", CALLER), CALLER),
    "a proxy that a server on [::] sees": ((f"::ffff:{PROXY}", CALLER), CALLER),
    "a hop that such a proxy sees": ((PROXY, f"::ffff:{CALLER}, ::ffff:10.0.0.1"), CALLER),
    "a caller that a server on [::] sees": ((f"::ffff:{CALLER}",), CALLER),
    "a proxy that calls for itself": ((PROXY,), PROXY),
    "a proxy that says nothing": ((PROXY, ""), PROXY),
    "proxies alone": ((PROXY, "10.0.0.1, 10.0.0.2"), PROXY),
    "a name that is no address": ((PROXY, "unknown"), "unknown"),
}


def test_behind_trusted_proxies_the_last_address_that_is_not_theirs_is_counted(behind: Door) -> None:
    for story, (called, counted) in CALLS.items():
        behind.clock.advance(seconds=1)
        # Whoever is counted so has nothing left afterwards, and nobody else has lost a call.
        own = (PROXY, counted) if counted == "unknown" else (counted,)
        assert (story, behind.lets_in(*called), behind.lets_in(*own)) == (story, True, False)
        assert behind.lets_in("198.51.100.250")


def test_over_several_processes_the_limit_holds_exactly_for_each_address(tmp_path: Path) -> None:
    database = tmp_path / "beheard.db"
    with serving(database, trusted_proxies="127.0.0.1", ip_limit=f"{FREE}/minute") as server:
        dean = appoint_by_command(server, database)
        for caller in (CALLER, "2001:db8::7"):
            ask = partial(dean.call, "GET", headers={FORWARDED: caller})
            replies = at_once(*[ask] * (FREE + 12))
            assert sorted(each.status for each in replies) == [200] * FREE + [429] * 12
        assert status_of(dean, server.port, "198.51.100.1", CALLER) == 429
        assert status_of(dean, server.port, CALLER, "198.51.100.1") == 200


def status_of(admin: Admin, port: int, *forwarded: str) -> int:
    """Give the status of a call with the header in several lines, as proxies send it that add one of their own."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.putrequest("GET", STAGES)
        connection.putheader("Authorization", f"Bearer {admin.token}")
        for line in forwarded:
            connection.putheader(FORWARDED, line)
        connection.endheaders()
        return connection.getresponse().status
