"""Events over several processes: heard within a second, and none lost whoever is killed."""

import http.client
import os
import random
import signal
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from beheard_server.store.sqlite import SQLiteStore
from tests.server.channel import id_of
from tests.server.people import API, Couple, Person, granted, meet, register
from tests.server.processes import PATIENCE, Running, beheard, serving, wait_until
from tests.server.realtime.ably import KEY, Ably, running

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "3"))


class Listener:
    """Somebody who keeps a stream open, comes back whenever it ends, and notes what is heard, and when."""

    def __init__(self, server: Running, person: Person, session: str) -> None:
        self.server, self.person, self.session = server, person, session
        self.heard: list[tuple[str, str, float]] = []
        self.last = ""
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while not self.over.is_set():
            try:
                self._once()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    def _once(self) -> None:
        headers = {"Authorization": f"Bearer {self.person.token}", "Accept": "text/event-stream"}
        if self.last:
            headers["Last-Event-ID"] = self.last
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)) as connection:
            connection.request("GET", f"{API}{self.session}/events", headers=headers)
            answer = connection.getresponse()
            if answer.status != 200:
                time.sleep(0.2)
                return
            event: dict[str, str] = {}
            while not self.over.is_set() and (line := answer.readline()):
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    event[name] = value
                elif "id" in event:
                    self.last = event["id"]
                    self.heard.append((event["id"], event["event"], time.monotonic()))
                    event = {}
                else:
                    event = {}

    def ids(self) -> list[str]:
        return [each for each, _, _ in self.heard]

    def names(self) -> list[str]:
        return [each for _, each, _ in self.heard]


def stored(database: Path, session: str) -> list[tuple[str, str]]:
    """Give the ids and names of a session's events, as the database has them."""
    with closing(SQLiteStore(database)) as store, store.snapshot() as unit:
        return [(each.id, each.name) for each in unit.outbox.of_session(id_of(session), limit=10_000)]


def in_order(heard: list[str], whole: list[str]) -> bool:
    """Tell whether everything was heard, the first time in order."""
    return list(dict.fromkeys(heard)) == whole


def test_two_people_see_each_others_steps_within_a_second_over_two_workers(tmp_path: Path) -> None:
    with serving(tmp_path / "kept.db", rate_limits="off", worker="off") as server:
        couple = meet(register(server, "Ada"), register(server, "Ben"))
        ada, ben = (Listener(server, each, couple.session) for each in (couple.ada, couple.ben))
        wait_until(lambda: len(ada.heard) == len(ben.heard) == 1)
        late: list[float] = []
        for number in range(10):
            act, seen = ("pause", "resume")[number % 2], len(ben.heard)
            who = (couple.ada, couple.ben)[number // 2 % 2]
            granted(who.post(f"{couple.session}/{act}"))
            done = time.monotonic()
            wait_until(lambda seen=seen: min(len(ben.heard), len(ada.heard)) > seen)  # type: ignore[misc]
            late.append(max(ada.heard[-1][2], ben.heard[-1][2]) - done)
        for each in (ada, ben):
            each.over.set()
        granted(couple.ada.post(f"{couple.session}/pause"))
    assert max(late) < 1
    whole = [each for each, _ in stored(tmp_path / "kept.db", couple.session)]
    assert in_order(ada.ids(), whole[: len(ada.ids())])
    assert ada.ids() == ben.ids()


def test_clients_that_never_read_are_dropped_and_others_are_served_meanwhile(tmp_path: Path) -> None:
    with serving(tmp_path / "kept.db", workers=1, rate_limits="off", worker="off", stream_seconds="2") as server:
        couple = meet(register(server, "Ada"), register(server, "Ben"))
        idle = [unread(server, who, couple.session) for who in (couple.ada, couple.ben) for _ in range(2)]
        try:
            for _ in range(20):
                granted(couple.ada.get("/auth/me"))
            full = couple.ada.server.call("GET", f"{API}{couple.session}/events?limit=1", token=couple.ada.token)
            granted(full)
            # Their time is over although they have read nothing, and somebody else finds a place.
            time.sleep(2.5)
            ben = Listener(server, couple.ben, couple.session)
            wait_until(lambda: len(ben.heard) == 1)
            ben.over.set()
            granted(couple.ada.post(f"{couple.session}/pause"))
        finally:
            for each in idle:
                each.close()


def unread(server: Running, person: Person, session: str) -> socket.socket:
    """Ask for a stream, and read nothing of it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    client.connect(("127.0.0.1", server.port))
    request = f"GET {API}{session}/events HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {person.token}\r\n\r\n"
    client.sendall(request.encode())
    return client


@contextmanager
def working(database: Path, ably: Ably) -> Iterator[Any]:
    """Run ``beheard work`` for the length of the block, unless it is killed before."""
    settings = {"ably_key": KEY, "ably_url": ably.url, "outward_seconds": "1", "worker": "apart"}
    with beheard("work", "--database", str(database), **settings) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=PATIENCE)


def test_every_event_reaches_both_people_and_ably_while_relay_and_server_are_killed(tmp_path: Path) -> None:
    database, dice = tmp_path / "kept.db", random.Random(10)
    couples: list[Couple] = []
    listeners: dict[tuple[str, str], list[Listener]] = defaultdict(list)
    with running() as ably:
        for _ in range(ROUNDS):
            ably.behaves = dice.choice(["well", "well", "503", "down"])
            with (
                serving(database, rate_limits="off", worker="apart", streams="4") as server,
                working(database, ably) as work,
            ):
                couple = meet(*(register(server, f"{name}{len(couples)}") for name in ("Ada", "Ben")))
                couples.append(couple)
                mine = [Listener(server, each, couple.session) for each in (couple.ada, couple.ben)]
                for number in range(dice.randrange(2, 6)):
                    granted(couple.ada.post(f"{couple.session}/{('pause', 'resume')[number % 2]}"))
                    time.sleep(dice.random() / 5)
                    if number == 1:
                        ably.behaves = "well"
                work.kill()
                kill_the_server(server, dice)
                for each in mine:
                    each.over.set()
                    listeners[couple.session, each.person.id].append(each)
        ably.behaves = "well"
        with working(database, ably):
            wait_until(
                lambda: all(
                    len(ably.messages(id_of(each.session))) == len(stored(database, each.session)) for each in couples
                )
            )
        with serving(database, rate_limits="off", worker="off", streams="7") as server:
            for couple in couples:
                whole = stored(database, couple.session)
                assert [(each["id"], each["name"]) for each in ably.messages(id_of(couple.session))] == whole
                for person in (couple.ada, couple.ben):
                    (before,) = listeners[couple.session, person.id]
                    heard = before.ids()
                    after = f"&after={heard[-1]}" if heard else ""
                    path = f"{API}{couple.session}/events?limit=100{after}"
                    rest = granted(server.call("GET", path, token=person.token))["events"]
                    assert in_order([*heard, *(each["id"] for each in rest)], [each for each, _ in whole])
        assert ably.wrong == []
        # Nobody was left to find everything later.
        assert any(each.heard for pair in listeners.values() for each in pair)


def kill_the_server(server: Running, dice: random.Random) -> None:
    """Kill the process that watches over the workers, and every worker with it."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    server.process.kill()
    for each in map(int, children):
        os.kill(each, signal.SIGKILL)
    server.process.wait(PATIENCE)
