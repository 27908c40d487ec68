"""What people are to be told outside the app, until they have been told; and who of several processes does a job.

A notice in the store holds ids and times: addresses, links and devices are looked up when it goes out.
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from beheard_core.accounts import Platform


class NoticeKind(StrEnum):
    """What somebody is to be told."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105  what it is about, not one
    PUSH = "push"
    FOLLOW_UP = "follow_up"


@frozen
class Device:
    """Where somebody can be pushed to."""

    token: str
    platform: Platform


@frozen(kw_only=True)
class Notice:
    """One thing to tell one person; what it is told by, ``email`` to ``url``, is there only while it goes out.

    It goes out from ``due_at`` on, and no longer once ``expires_at`` has come. ``attempts`` counts how often it was
    taken to be told.
    """

    id: str
    kind: NoticeKind
    due_at: datetime
    session_id: str | None = None
    person_id: str | None = None
    expires_at: datetime | None = None
    attempts: int = 0
    email: str | None = None
    phone: str | None = None
    device: Device | None = None
    url: str | None = None


class Notices(Protocol):
    """What people are to be told."""

    @property
    def added(self) -> bool:
        """Whether this unit has added any."""

    def add(self, notice: Notice) -> None:
        """Keep a notice, but nothing of the ways by which it will be told."""

    def is_due(self, now: datetime) -> bool:
        """Tell whether there is something to tell."""

    def take(self, now: datetime, *, until: datetime, limit: int) -> tuple[Notice, ...]:
        """Give what is due, the longest due first; nobody else is given it before ``until``."""

    def delay(self, notice_id: str, *, until: datetime) -> None:
        """Let a notice go out later."""

    def done(self, notice_id: str) -> None:
        """Forget a notice that was told, or that nobody needs any more."""

    def waits(self, kind: NoticeKind, *, session_id: str, person_id: str) -> bool:
        """Tell whether there is such a notice that nobody has taken yet."""

    def forget(self, person_id: str) -> None:
        """Forget everything that somebody was to be told."""


class Leases(Protocol):
    """Jobs that one process does at a time."""

    def take(self, job: str, *, holder: str, now: datetime, until: datetime) -> bool:
        """Give a job to ``holder`` until then, again if need be; False while somebody else has it."""

    def release(self, job: str, *, holder: str) -> None:
        """Let somebody else have the job."""
