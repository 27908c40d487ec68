"""Requests that this server makes: one at a time, never longer than it is told, whatever the other side does."""

import http.client
import socket
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import Literal
from urllib.parse import urlsplit

from attrs import frozen

Method = Literal["GET", "POST"]
_MOST_BYTES = 1_048_576
_SUCCESS = range(200, 300)


class Unreachable(OSError):
    """There was no answer, or none that could be used; it may be tried again."""


@frozen
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        """The other side has done what it was asked to."""
        return self.status in _SUCCESS


def basic(credentials: str) -> str:
    """Give the ``Authorization`` header of a name and a secret with a colon between them."""
    return f"Basic {b64encode(credentials.encode()).decode()}"


def ask(method: Method, url: str, *, seconds: float, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
    """Make one request, follow nothing, and give the answer within so many seconds.

    Raises:
        Unreachable: there was no answer in time, a broken one, or one of more than a megabyte.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    # A timeout of the socket begins anew with every byte that trickles in; this one does not.
    end = Timer(seconds, _cut, [connection])
    end.daemon = True
    end.start()
    try:
        path = parts.path or "/"
        connection.request(method, f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
        answer = connection.getresponse()
        text = answer.read(_MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(type(error).__name__) from None
    finally:
        end.cancel()
        connection.close()
    if len(text) > _MOST_BYTES or (answer.length or 0) > 0:
        raise Unreachable("an answer that is too long, or cut off")
    return Answer(answer.status, text)


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        # Closing it would not wake whoever reads.
        connection.sock.shutdown(socket.SHUT_RDWR)
