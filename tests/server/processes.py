"""The command line and the real server, each in processes of their own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier
from typing import TypeVar, Unpack

import orjson
from attrs import frozen

from beheard_server.testing import ABSENT, Reply
from tests.server.people import Sent

T = TypeVar("T")
PATIENCE = 30


def beheard(*arguments: object, **settings: str) -> "subprocess.Popen[str]":
    """Begin a command with these settings and no others."""
    command = [sys.executable, "-m", "beheard_server", *map(str, arguments)]
    chosen = {f"BEHEARD_{key.upper()}": value for key, value in settings.items()}
    plain = {key: value for key, value in os.environ.items() if not key.startswith("BEHEARD_")}
    return subprocess.Popen(
        command, env=plain | chosen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


@frozen
class Ran:
    """A command that has ended."""

    status: int
    out: str
    err: str


def run_beheard(*arguments: object, **settings: str) -> Ran:
    """Run a command to its end."""
    with beheard(*arguments, **settings) as command:
        try:
            out, err = command.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            command.kill()
            raise
    return Ran(command.returncode, out, err)


@frozen
class Running:
    """A server that answers on a port of this machine."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def call(self, method: str, path: str, **sent: Unpack[Sent]) -> Reply:
        """Make one request over a connection of its own."""
        headers, body = {**(sent.get("headers") or {})}, sent.get("data")
        if token := sent.get("token"):
            headers["Authorization"] = f"Bearer {token}"
        if (value := sent.get("json", ABSENT)) is not ABSENT:
            headers["Content-Type"], body = "application/json", orjson.dumps(value)
        return self._request(method, path, body, headers)

    def in_chunks(self, method: str, path: str, chunks: Iterable[bytes]) -> Reply:
        """Make one request whose JSON has no length beforehand."""
        return self._request(method, path, iter(chunks), {"Content-Type": "application/json"})

    def _request(
        self, method: str, path: str, body: bytes | Iterator[bytes] | None, headers: Mapping[str, str]
    ) -> Reply:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        kind = answer.headers.get_content_type()
        return Reply(answer.status, orjson.loads(text) if kind == "application/json" else None, dict(answer.headers))

    def end(self) -> int:
        """Ask the server to end, and give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(database: Path, *, workers: int = 2, **settings: str) -> Iterator[Running]:
    """Run ``beheard serve`` for the length of the block."""
    port = free_port()
    command = [sys.executable, "-m", "beheard_server", "serve", "--port", str(port), "--workers", str(workers)]
    chosen = {f"BEHEARD_{key.upper()}": value for key, value in ({"database": str(database)} | settings).items()}
    plain = {key: value for key, value in os.environ.items() if not key.startswith("BEHEARD_")}
    log = database.with_suffix(".log")
    with (
        log.open("ab") as file,
        subprocess.Popen(command, env=plain | chosen, stdout=file, stderr=file) as process,
    ):
        server = Running(port, process, log)
        try:
            wait_until(lambda: is_ready(server))
            yield server
        finally:
            if process.poll() is None:
                server.end()


def is_ready(server: Running) -> bool:
    """Tell whether the server answers; fail if it has ended."""
    assert server.process.poll() is None, server.log.read_text()
    try:
        return server.call("GET", "/readyz").status == 200
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come true soon."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def at_once(*acts: Callable[[], T]) -> list[T]:
    """Do several things at the same moment, and give what came of each."""
    start = Barrier(len(acts))

    def one(act: Callable[[], T]) -> T:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
