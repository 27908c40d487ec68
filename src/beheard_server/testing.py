"""For the tests of those who build on this: a clock to turn, passwords that cost nothing, a client that speaks JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from argon2 import PasswordHasher
from attrs import define, frozen
from flask import Flask

START = datetime(2025, 3, 2, 8, tzinfo=UTC)
SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 2


class Absent(Enum):
    """Stands for no body at all, where None stands for ``null``."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@define
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Read the clock."""
        return self.now

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock on."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def cheap_hasher() -> PasswordHasher:
    """Give a hasher that is quick, and of no use outside of tests."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@frozen
class Reply:
    """An answer: ``body`` is the parsed JSON, or None when there is none."""

    status: int
    body: Any
    headers: Mapping[str, str]


class Client:
    """Speaks JSON with an app, over its WSGI interface."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client(use_cookies=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        json: object = ABSENT,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Make one request: ``json`` is sent as JSON, ``data`` as it is."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        body: dict[str, Any] = {} if json is ABSENT else {"json": json}
        answer = self._client.open(path, method=method, headers=sent, data=data, **body)
        return Reply(answer.status_code, answer.get_json(silent=True), dict(answer.headers))
