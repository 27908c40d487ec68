"""What every store keeps of focus sessions; every call but those of the badges names the person."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from attrs import frozen

from beheard_core.focus import Badge, Dates, DayProgress, FocusSession, FocusStatus, KeptStreak, NewBadge


@frozen
class Ended:
    """The completed sessions of one day in one zone: when the first and the last of them ended."""

    day: date
    time_zone: str
    first: datetime
    last: datetime


class Focus(Protocol):
    """Timer sessions, and what the completed ones add up to."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what the block does here if it raises; the transaction around it goes on."""

    def add(self, session: FocusSession) -> FocusSession | None:
        """Add a session under the next number, whatever its own; None while one of the person's is running."""

    def get(self, session_id: int, *, user: str) -> FocusSession | None:
        """Give one session of a person's."""

    def running(self, user: str) -> FocusSession | None:
        """Give the session that is active or paused."""

    def save(self, session: FocusSession) -> None:
        """Save what a session has become."""

    def page_of(
        self,
        user: str,
        *,
        status: FocusStatus | None,
        dates: Dates,
        before: tuple[datetime, int] | None = None,
        limit: int,
    ) -> Sequence[FocusSession]:
        """Give sessions by their starts, newest first, behind the start and id of ``before``."""

    def zone_of(self, user: str) -> str | None:
        """Give the zone of the session that began last."""

    def completed(self, user: str) -> Sequence[FocusSession]:
        """Give every completed session."""

    def days(self, user: str) -> Sequence[date]:
        """Give the days of the completed sessions, each once, oldest first."""

    def ended(self, user: str, days: Collection[date]) -> Sequence[Ended]:
        """Give those of these days that have completed sessions, with their zones, oldest first."""

    def progress(self, user: str, dates: Dates) -> Sequence[DayProgress]:
        """Give the days that have any progress, oldest first."""

    def put_progress(self, user: str, progress: DayProgress) -> None:
        """Save the progress of a day in place of what it was; one without sessions leaves nothing."""

    def totals(self, user: str) -> tuple[int, int]:
        """Give how many sessions and seconds all days add up to."""

    def streak(self, user: str) -> KeptStreak:
        """Give the streak as it was kept last."""

    def put_streak(self, user: str, streak: KeptStreak) -> None:
        """Save the streak."""

    def badges(self) -> Sequence[Badge]:
        """Give every definition, by number."""

    def add_badge(self, new: NewBadge) -> Badge | None:
        """Add a definition; None when there is one of this name."""

    def earned(self, user: str, *, limit: int | None = None) -> Sequence[tuple[Badge, datetime]]:
        """Give the badges that a person has, newest first, with when each was earned."""

    def count_earned(self, user: str) -> int:
        """Count the badges that a person has."""

    def award(self, user: str, badge_id: int, *, at: datetime) -> None:
        """Give a badge to a person who does not have it."""

    def erase(self, user: str) -> None:
        """Erase all that is kept of somebody."""

    def users(self) -> Sequence[str]:
        """Give the ids of everybody of whom anything is kept."""
