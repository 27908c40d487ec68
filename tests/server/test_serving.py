"""Serving for real: keys, ports, workers, and the end."""

import os
import re
import signal
import socket
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve

from beheard_server.testing import SECRET_KEY
from tests.server.people import PASSWORD, Person, call, granted, refused, register
from tests.server.processes import Running, at_once, run_beheard, serving, wait_until


def is_known(person: Person, server: Running) -> bool:
    """Tell whether a person's token is good; not while nobody answers."""
    try:
        return evolve(person, server=server).get("/auth/me").status == 200
    except OSError:
        return False


def ends(server: Running, how: signal.Signals) -> None:
    server.process.send_signal(how)
    assert server.process.wait(10) == 0
    with pytest.raises(ConnectionRefusedError):
        server.call("GET", "/healthz")


def test_a_server_makes_a_key_of_its_own_keeps_it_to_itself_and_uses_it_again(tmp_path: Path) -> None:
    database, keys = tmp_path / "kept.db", tmp_path / "kept.db.keys"
    with serving(database, rate_limits="off") as server:
        ada = register(server)
        assert stat.S_IMODE(keys.stat().st_mode) == 0o600
        key = keys.read_text().strip()
        assert len(key) >= 32
        assert key not in server.log.read_text()
        ends(server, signal.SIGTERM)
    with serving(database, workers=1, rate_limits="off") as server:
        assert keys.read_text().strip() == key
        assert is_known(ada, server)
        ends(server, signal.SIGINT)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with serving(tmp_path / "kept.db", workers=1, secret_keys=SECRET_KEY) as server:
        ada = register(server)
        [worker] = re.findall(r"Spawning worker-\d+ with PID: (\d+)", server.log.read_text())
        os.kill(int(worker), signal.SIGKILL)
        wait_until(lambda: is_known(ada, server))


def test_a_busy_port_is_an_error_and_not_shared(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ran = run_beheard("serve", "--port", port, "--database", tmp_path / "kept.db")
    assert ran.status > 0
    [line] = ran.err.splitlines()
    assert re.match(rf"Error: .*:{port}\b", line)


def test_limits_hold_exactly_over_all_workers(tmp_path: Path) -> None:
    with serving(tmp_path / "kept.db", secret_keys=SECRET_KEY) as server:
        login = {"email": "nobody@example.org", "password": PASSWORD}
        replies = at_once(*[partial(call, server, "POST", "/auth/login", json=login)] * 24)
        assert sorted(reply.status for reply in replies) == [401] * 5 + [429] * 19
        for reply in replies:
            if reply.status == 429:
                assert 1 <= refused(reply, 429, "RATE_LIMITED")["retryAfterSeconds"] <= 60
        people = [{"email": f"person{number}@example.org", "password": PASSWORD} for number in range(9)]
        replies = at_once(*[partial(call, server, "POST", "/auth/register", json=body) for body in people])
        assert sorted(reply.status for reply in replies) == [201] * 3 + [429] * 6
        granted(next(reply for reply in replies if reply.status == 201), 201)
        assert not list(tmp_path.glob("*.keys*"))
        assert SECRET_KEY not in server.log.read_text()
