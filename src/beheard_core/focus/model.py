"""Focus sessions as facts, and what is kept about the days on which they were completed."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from beheard_core.errors import Violation
from beheard_core.fields import day, moment, whole, zone

SHORTEST, LONGEST = 60, 86_400
MOST_FREEZES = 6
LATEST_START_OF_DAY = 6
UNKNOWN_ZONE = "UTC"


class FocusStatus(StrEnum):
    """Where a session is: running in two ways, or over in two ways."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class Ending(StrEnum):
    """How somebody may end a session."""

    COMPLETED = "completed"
    ABANDONED = "abandoned"


class Pausing(StrEnum):
    """The only status that a pause may name."""

    PAUSED = "paused"


@frozen(kw_only=True)
class NewFocus:
    """What it takes to start a session."""

    duration_seconds: int = field(**whole("How long the session is planned to be", low=SHORTEST, high=LONGEST))
    time_zone: str | None = field(
        default=None, **zone("The time zone whose calendar decides the day; the one you used last, unless given")
    )
    started_at: datetime | None = field(
        default=None, **moment("When it began, if it began offline: at most 30 days ago; now, unless given")
    )


@frozen(kw_only=True)
class FocusPause:
    """A report of the timer at a pause."""

    elapsed_seconds: int = field(**whole("What the timer shows", low=0, high=LONGEST))
    status: Pausing | None = None


@frozen(kw_only=True)
class FocusEnd:
    """A report of the timer at the end."""

    elapsed_seconds: int = field(**whole("What the timer shows", low=0, high=LONGEST))
    status: Ending
    ended_at: datetime | None = field(
        default=None, **moment("When it ended, if it ended offline: at most 30 days ago; now, unless given")
    )


@frozen(kw_only=True)
class Dates:
    """A range of days, both included; None leaves an end open."""

    from_: date | None = field(default=None, **day("The first day"))
    to: date | None = field(default=None, **day("The last day"))

    def broken_rules(self) -> Iterator[Violation]:
        """Say so if the range runs backwards."""
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            yield Violation("to", "must not be before from")


@frozen
class FocusSession:
    """One session on somebody's timer; ``elapsed_seconds`` is what that timer has reported last.

    ``started_on`` is the day on which it began, ``day`` the one that it counts for, which only a completed session has.
    Both belong to ``time_zone`` and are decided once, so that no later change of a setting moves them.
    """

    id: int
    user_id: str
    duration_seconds: int
    elapsed_seconds: int
    status: FocusStatus
    started_at: datetime
    ended_at: datetime | None
    time_zone: str
    started_on: date
    day: date | None = None


@frozen
class DayProgress:
    """What somebody has completed on one day."""

    date: date
    sessions_completed: int = 0
    total_focus_seconds: int = 0


@frozen
class Streak:
    """How many days in a row; ``alive`` while the next completed day can still go on from ``current``."""

    current: int = 0
    longest: int = 0
    last_day: date | None = None
    alive: bool = False


@frozen
class KeptStreak:
    """A streak as it stood after the last completed session, which is when ``updated_at`` was."""

    current: int = 0
    longest: int = 0
    last_day: date | None = None
    updated_at: datetime | None = None
