"""Where notices arrive: a mail server and a webhook of this machine's."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class MailServer:
    """What a mail server was told; ``refuses`` are addresses that it does not know."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[tuple[str, EmailMessage]] = []
        self.said: list[str] = []
        self.refuses: set[str] = set()


class _Mail(socketserver.StreamRequestHandler):
    box: MailServer

    def handle(self) -> None:
        self._say("220 here")
        to = ""
        while line := self.rfile.readline().decode("latin-1").strip():
            self.box.said.append(line)
            match line.split(":")[0].upper().split()[0]:
                case "EHLO":
                    self._say("250-here\r\n250 8BITMIME")
                case "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self._say("550 nobody of this name" if to in self.box.refuses else "250 well")
                case "DATA":
                    self._say("354 go on")
                    text = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        text += part
                    self.box.mails.append((to, message_from_bytes(text, policy=default)))
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case "STARTTLS":
                    self._say("502 what is that")
                case _:
                    self._say("250 well")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server that cannot speak TLS."""
    box = MailServer()
    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Bound", (_Mail,), {"box": box}))) as port:
        box.port = port
        yield box


class Hook:
    """What a webhook was sent; ``answers`` with this status."""

    def __init__(self) -> None:
        self.url = ""
        self.answers = 204
        self.sent: list[tuple[dict[str, str], bytes]] = []


class _Hook(BaseHTTPRequestHandler):
    hook: Hook

    def do_POST(self) -> None:
        self.hook.sent.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.hook.answers)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the base class
        pass


@contextmanager
def webhook() -> Iterator[Hook]:
    """Run a webhook."""
    hook = Hook()
    with _serving(HTTPServer(("127.0.0.1", 0), type("Bound", (_Hook,), {"hook": hook}))) as port:
        hook.url = f"http://127.0.0.1:{port}/notices?of=beheard"
        yield hook


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
