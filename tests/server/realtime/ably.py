"""A server of this machine's in the shape of Ably's REST API: it checks what it is sent, and keeps what it takes."""

import json
import re
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

KEY = "app1.key1:a+secret/of=ours"
CHANNEL = re.compile(r"beheard:session:sess_[0-9a-f]{32}")


class Ably:
    """What the server has taken, whom it shows as present, and how it behaves: well, unless told otherwise."""

    def __init__(self) -> None:
        self.url = ""
        self.behaves = "well"
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.wrong: list[str] = []
        self.asked = 0
        self.present: dict[str, list[Any]] = {}
        self.unwanted: set[str] = set()
        self.lock = threading.Lock()

    def messages(self, session_id: str) -> list[dict[str, Any]]:
        """Give what was published on a session's channel; what came again is dropped, as Ably does by the id."""
        found = {each["id"]: each for channel, each in self.taken if channel == f"beheard:session:{session_id}"}
        return list(found.values())

    def publish(self, channel: str, message: Any) -> int:
        with self.lock:
            if CHANNEL.fullmatch(channel) is None:
                self.wrong.append(f"channel {channel}")
            if set(message) != {"id", "name", "data"} or not isinstance(message["data"], dict):
                self.wrong.append(f"message {message}")
            if channel.rpartition(":")[2] in self.unwanted:
                return 400
            self.taken.append((channel, message))
        return 201


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ably: Ably

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._note_what_is_wrong()
        found = re.fullmatch(r"/channels/([^/?]+)/messages", self.path)
        if found is None or self.headers["Content-Type"] != "application/json":
            self.ably.wrong.append(f"POST {self.path} {self.headers['Content-Type']}")
            self._answer(404, {})
        elif not self._misbehaves():
            channel = unquote(found[1])
            status = self.ably.publish(channel, json.loads(body))
            self._answer(status, {"channel": channel} if status == 201 else {"error": {"code": 40000}})

    def do_GET(self) -> None:
        self._note_what_is_wrong()
        found = re.fullmatch(r"/channels/([^/?]+)/presence", self.path)
        if found is None:
            self.ably.wrong.append(f"GET {self.path}")
            self._answer(404, {})
        elif not self._misbehaves():
            self._answer(200, self.ably.present.get(unquote(found[1]), []))

    def _note_what_is_wrong(self) -> None:
        self.ably.asked += 1
        kind, _, credentials = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic" or b64decode(credentials).decode() != KEY:
            self.ably.wrong.append(f"authorization {kind}")

    def _misbehaves(self) -> bool:
        match self.ably.behaves:
            case "down":
                self.close_connection = True
            case "slow":
                time.sleep(3)
                self.close_connection = True
            case "trickling":
                self._trickle()
            case "endless":
                self._answer(201, {"x": "x" * 2_000_000})
            case "nonsense":
                self.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")
                self.close_connection = True
            case "elsewhere":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.send_header("Content-Length", "0")
                self.end_headers()
            case "well":
                return False
            case status:
                self._answer(int(status), {"error": {"message": "no"}})
        return True

    def _trickle(self) -> None:
        self.send_response(201)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(30):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def _answer(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the base class
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up."""


@contextmanager
def running() -> Iterator[Ably]:
    """Run such a server for the length of the block."""
    ably = Ably()
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"ably": ably}))
    ably.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield ably
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
