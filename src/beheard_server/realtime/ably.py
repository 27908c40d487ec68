"""Ably: what is published there, who is present there, and the request by which a client gets a token of its own.

Sources: Ably's REST API (publishing, presence, basic authentication) and its token request specification.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

import orjson
from attrs import field, frozen

from beheard_server.outward import Answer, Method, Unreachable, ask, basic
from beheard_server.realtime.relay import Refused
from beheard_server.store import Recorded

TOKEN_MILLISECONDS = 3_600_000
_REFUSALS = range(400, 500)
# These do not speak of the message: the key is wrong, or it is too early, or too much.
_TRY_AGAIN = frozenset({401, 403, 408, 425, 429})


@frozen
class AblyKey:
    """An Ably API key: a public name, such as ``app.key``, and a secret."""

    name: str
    secret: str = field(repr=False)

    @classmethod
    def read(cls, text: str) -> "AblyKey":
        """Read a key as Ably's dashboard shows it, ``app.key:secret``, which the settings have made sure of."""
        name, _, secret = text.partition(":")
        return cls(name, secret)


@frozen
class TokenRequest:
    """What a client gives Ably to get a token; the capability is a JSON string, both times are milliseconds."""

    key_name: str
    ttl: int
    timestamp: int
    capability: str
    client_id: str
    nonce: str
    mac: str


def channel_name(session_id: str) -> str:
    """Give the name of the channel that a session's events are on."""
    return f"beheard:session:{session_id}"


def presence_name(session_id: str) -> str:
    """Give the name of the channel on which the two show that they are there."""
    return f"{channel_name(session_id)}:presence"


def capability_over(session_ids: Iterable[str]) -> str:
    """Write what a client may do: listen to these sessions, and show itself; publish nothing, nowhere."""
    allowed: dict[str, list[str]] = {}
    for each in session_ids:
        allowed[channel_name(each)] = ["subscribe"]
        allowed[presence_name(each)] = ["presence", "subscribe"]
    return orjson.dumps(allowed, option=orjson.OPT_SORT_KEYS).decode()


def token_request(key: AblyKey, *, client_id: str, capability: str, nonce: str, now: datetime) -> TokenRequest:
    """Sign a request for a token of an hour that is good for one person and what ``capability`` names."""
    timestamp = int(now.timestamp() * 1000)
    parts = (key.name, TOKEN_MILLISECONDS, capability, client_id, timestamp, nonce)
    text = "".join(f"{part}\n" for part in parts)
    mac = b64encode(hmac.new(key.secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
    return TokenRequest(key.name, TOKEN_MILLISECONDS, timestamp, capability, client_id, nonce, mac)


@frozen
class AblyChannels:
    """The channels of all sessions, over Ably's REST API."""

    key: AblyKey
    url: str
    seconds: float

    def publish(self, recorded: Recorded) -> None:
        """Publish an event; its id is the message's, by which Ably knows a repetition.

        Raises:
            Unreachable: Ably did not answer, or is not able to just now.
            Refused: it does not want this message.
        """
        message = {"id": recorded.id, "name": recorded.name, "data": orjson.loads(recorded.body)}
        path = f"/channels/{quote(channel_name(recorded.session_id), safe='')}/messages"
        answer = self._ask("POST", path, orjson.dumps(message))
        if not answer.is_success:
            raise Refused(answer.status)

    def present(self, session_id: str) -> frozenset[str]:
        """Give the ids of those who are on a session's presence channel.

        Raises:
            Unreachable: Ably did not answer, or with something that is no list of who is there.
        """
        answer = self._ask("GET", f"/channels/{quote(presence_name(session_id), safe='')}/presence", None)
        try:
            members = orjson.loads(answer.body)
            if not answer.is_success:
                raise Unreachable(f"status {answer.status}")
            return frozenset(each["clientId"] for each in members)
        except (ValueError, TypeError, KeyError):
            raise Unreachable("not a list of members") from None

    def _ask(self, method: Method, path: str, body: bytes | None) -> Answer:
        headers = {
            "Authorization": basic(f"{self.key.name}:{self.key.secret}"),
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        answer = ask(method, self.url.rstrip("/") + path, seconds=self.seconds, headers=headers, body=body)
        is_refusal = answer.status in _REFUSALS and answer.status not in _TRY_AGAIN
        if not (answer.is_success or is_refusal):
            raise Unreachable(f"status {answer.status}")
        return answer
