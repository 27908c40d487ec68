"""A server that is killed while people end their sessions: they ask again, and each session counts once."""

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest
from attrs import evolve

from beheard_server.testing import SECRET_KEY, Reply
from tests.server.focus.doomed import AFTER, BEFORE, order_beside
from tests.server.focus.timers import told
from tests.server.people import FOCUS, Person, register, sign_in
from tests.server.processes import PATIENCE, Running, at_once, free_port, serving, wait_until

# Every round takes some starts of a server.
ROUNDS = min(200, int(os.environ.get("BEHEARD_ROUNDS", "2")))
CALLS = 16
COMPLETED = {"elapsed_seconds": 60, "status": "completed"}
ROOT = Path(__file__).parents[3]


def ask(port: int, method: str, path: str, json: object = None) -> Reply | None:
    """Ask once, as Ana; None when the server is gone before it has answered."""
    body, headers = (None if json is None else orjson.dumps(json)), {"X-User": "ana"}
    if json is not None:
        headers["Content-Type"] = "application/json"
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            connection.request(method, f"/api/v1{path}", body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, orjson.loads(answer.read()), dict(answer.headers))
    except (OSError, http.client.HTTPException):
        return None


@contextmanager
def doomed(database: Path) -> Iterator[int]:
    """Run a server that dies when it is told to, and give its port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.server.focus.doomed", str(database), str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: ask(port, "GET", "/sessions/active") is not None)
            yield port
        finally:
            process.kill()


def read(port: int, path: str) -> list[dict[str, Any]]:
    reply = ask(port, "GET", path)
    assert reply is not None
    found: list[dict[str, Any]] = told(reply)["data"]
    return found


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_a_session_counts_once_whether_the_server_dies_before_or_after_the_commit(tmp_path: Path, moment: str) -> None:
    database = tmp_path / "doomed.db"
    order = order_beside(database)
    end = ""
    for number in range(ROUNDS + 1):
        with doomed(database) as port:
            if end:
                again = at_once(*[partial(ask, port, "PATCH", end, COMPLETED)] * CALLS)
                statuses = sorted(0 if each is None else each.status for each in again)
                assert statuses == ([200] + [409] * (CALLS - 1) if moment == BEFORE else [409] * CALLS)
                assert [each["name"] for each in read(port, "/badges/me")].count("First Lock-in") == 1
            assert sum(each["sessions_completed"] for each in read(port, "/progress")) == number
            started = ask(port, "POST", "/sessions", {"duration_seconds": 60})
            assert started is not None
            end = f"/sessions/{told(started, 201)['data']['id']}/end"
            order.write_text(moment)
            first = at_once(*[partial(ask, port, "PATCH", end, COMPLETED)] * CALLS)
            order.unlink()
            # Nobody has been told that it counted; of what is committed, a call beside it may have heard.
            told_of = {each.status for each in first if each is not None}
            assert told_of <= (set() if moment == BEFORE else {409})
            assert None in first


def once(person: Person, path: str) -> Reply | None:
    """Complete a session; None when the server is gone before it has answered."""
    try:
        return person.server.call("PATCH", FOCUS + path, token=person.token, json=COMPLETED)
    except (OSError, http.client.HTTPException):
        return None


def kill_all(server: Running, after: float) -> None:
    """Kill the server and its two workers, so many seconds from now."""
    workers = re.findall(r"Spawning worker-\d+ with PID: (\d+)", server.log.read_text())[-2:]
    time.sleep(after)
    for process in (server.process.pid, *map(int, workers)):
        os.kill(process, signal.SIGKILL)


def test_sessions_count_once_while_the_real_server_is_killed_under_sixteen_ends(tmp_path: Path) -> None:
    dice = random.Random(0)
    database = tmp_path / "beheard.db"
    answered: list[int] = []
    path = ""
    with serving(database, workers=1, rate_limits="off", secret_keys=SECRET_KEY) as server:
        ada = register(server, "Ada")
    for number in range(ROUNDS + 1):
        with serving(database, workers=2, rate_limits="off", secret_keys=SECRET_KEY) as server:
            ada = sign_in(evolve(ada, server=server))
            if path:
                again = at_once(*[partial(once, ada, path)] * CALLS)
                statuses = [each.status for each in again if each is not None]
                assert (len(statuses), set(statuses) <= {200, 409}) == (CALLS, True)
                # The call that counted may have lost its answer; no other may have got one like it.
                assert [*answered, *statuses].count(200) <= 1
            days = told(server.call("GET", f"{FOCUS}/progress", token=ada.token))["data"]
            assert sum(each["sessions_completed"] for each in days) == number
            assert sum(each["total_focus_seconds"] for each in days) == 60 * number
            started = server.call("POST", f"{FOCUS}/sessions", token=ada.token, json={"duration_seconds": 60})
            path = f"/sessions/{told(started, 201)['data']['id']}/end"
            ends = [partial(once, ada, path)] * CALLS
            replies = at_once(*ends, partial(kill_all, server, dice.random() * 0.04))
            answered = [each.status for each in replies if each is not None]
            assert set(answered) <= {200, 409}
