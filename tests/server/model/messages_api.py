"""A local server that speaks the Messages API over real sockets: what it is sent is checked and kept.

It answers as the API documents it, or as badly as a test asks for. A brain is a function from a request to an answer.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from attrs import Factory, define, frozen
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

KEY = "sk-of-the-tests-0123456789"
MODEL = "some-model-1"
FRAMED = re.compile(r"\[begin ([0-9a-f]{16})\]\n(.*)\n\[end \1\]\n", re.DOTALL)
MARK = re.compile(r"[Tt]hey carry the mark ([0-9a-f]{16})")


@frozen
class Asked:
    """One request, as it came over the line."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def seam(self) -> str:
        return str(self.body["tool_choice"]["name"])

    @property
    def system(self) -> str:
        return str(self.body["system"])

    @property
    def canary(self) -> str:
        found = MARK.search(self.system)
        assert found is not None
        return found[1]

    @property
    def text(self) -> str:
        (message,) = self.body["messages"]
        assert message["role"] == "user"
        return str(message["content"])

    @property
    def data(self) -> dict[str, Any]:
        found = FRAMED.search(self.text)
        assert found is not None
        data = json.loads(found[2])
        assert isinstance(data, dict)
        return data


@frozen
class Answer:
    """What goes back: a status, headers and a body, which may go out in pieces with pauses between them."""

    body: bytes | Iterator[bytes]
    status: int = 200
    headers: dict[str, str] = Factory(dict)
    announced: int | None = None


Brain = Callable[[Asked], Answer]


def message(asked: Asked, filled_in: object, **more: Any) -> Answer:
    """The documented answer to a request that asks for a form."""
    block = {"type": "tool_use", "id": "toolu_1", "name": asked.seam, "input": filled_in}
    whole = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": asked.body["model"],
        "content": [block],
        "stop_reason": "tool_use",
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 10},
    }
    return Answer(json.dumps(whole | more).encode())


def error(status: int, kind: str, said: str = "no", **headers: str) -> Answer:
    """The documented shape of an error; ``retry_after="1"`` is a header."""
    body = {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_1"}
    return Answer(json.dumps(body).encode(), status, {name.replace("_", "-"): value for name, value in headers.items()})


def problem_of(asked: Asked) -> str | None:
    """Say what of a request is not as the API documents it, as far as this server is concerned."""
    body, headers = asked.body, asked.headers
    (tool,) = body["tools"]
    Draft202012Validator.check_schema(tool["input_schema"])
    holds = {
        "path": asked.path == "/v1/messages",
        "key": KEY in (headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer ")),
        "version": re.fullmatch(r"\d{4}-\d\d-\d\d", headers.get("anthropic-version", "")) is not None,
        "type": headers.get("content-type") == "application/json",
        "fields": set(body) == {"model", "max_tokens", "system", "messages", "tools", "tool_choice"},
        "choice": body["tool_choice"] == {"type": "tool", "name": tool["name"], "disable_parallel_tool_use": True},
        "name": re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", tool["name"]) is not None,
        "schema": tool["input_schema"]["type"] == "object",
    }
    return next((name for name, sound in holds.items() if not sound), None)


@define
class Service:
    """The server from outside: where it is, how it answers, and what it was asked."""

    url: str
    brain: Brain
    asked: list[Asked] = Factory(list)
    problems: list[str] = Factory(list)
    gone: threading.Event = Factory(threading.Event)
    now: Service | None = None
    """The one whose turn it is to answer, where a server is used for one test after the other."""

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        problem = problem_of(asked)
        if problem is not None:
            self.problems.append(problem)
            return error(400, "invalid_request_error", problem)
        return self.brain(asked)


def _handler(current: Callable[[], Service]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one packet: in two, each answer waits for the acknowledgement of the first.
        wbufsize = 65_536

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service = current()
            answer = service.answer(Asked(self.path, headers, body))
            whole = isinstance(answer.body, bytes)
            self.send_response(answer.status)
            self.send_header("content-type", "application/json")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if isinstance(answer.body, bytes):
                self.send_header("content-length", str(answer.announced or len(answer.body)))
            else:
                self.send_header("connection", "close")
            self.end_headers()
            try:
                for piece in [answer.body] if isinstance(answer.body, bytes) else answer.body:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                service.gone.set()
            self.close_connection = not whole or answer.announced is not None

        def log_message(self, *_: object) -> None:
            """Nothing: the tests look at what was asked."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some of the tests are about."""


@contextmanager
def speaking(brain: Brain) -> Iterator[Service]:
    """Run a server that answers as ``brain`` says."""
    service: Service
    server = _Server(("127.0.0.1", 0), _handler(lambda: service.now or service))
    service = Service(f"http://127.0.0.1:{server.server_port}", brain)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
