"""Notices for a service of the operator's own, over HTTP."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

import orjson
from attrs import field, frozen

from beheard_server.notifiers.letters import letter
from beheard_server.outward import Unreachable, ask
from beheard_server.store import Notice


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Give what ``X-BeHeard-Signature`` says: HMAC-SHA256 over the timestamp, a full stop and the body, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@frozen
class WebhookNotifier:
    """Posts every notice as JSON, signed, to one address, which answers with a status from 200 to 299."""

    url: str
    secret: str = field(repr=False)
    seconds: float
    clock: Callable[[], datetime]

    def tell(self, notice: Notice) -> None:
        """Post one notice.

        Raises:
            Unreachable: there was no answer, or another one.
        """
        body = orjson.dumps(_shown(notice))
        timestamp = str(int(self.clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-BeHeard-Timestamp": timestamp,
            "X-BeHeard-Signature": signature(self.secret, timestamp, body),
        }
        answer = ask("POST", self.url, seconds=self.seconds, headers=headers, body=body)
        if not answer.is_success:
            raise Unreachable(f"status {answer.status}")


def _shown(notice: Notice) -> dict[str, object]:
    written, device = letter(notice), notice.device
    return {
        "id": notice.id,
        "kind": notice.kind,
        "sessionId": notice.session_id,
        "personId": notice.person_id,
        "email": notice.email,
        "phone": notice.phone,
        "device": None if device is None else {"token": device.token, "platform": device.platform},
        "url": notice.url,
        "subject": written.subject,
        "text": written.text,
    }
