"""Focus sessions, days, streaks and badges in memory."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime
from itertools import islice

from attrs import Factory, asdict, define, evolve, fields

from beheard_core.focus import (
    BADGES,
    RUNNING,
    Badge,
    Dates,
    DayProgress,
    FocusSession,
    FocusStatus,
    KeptStreak,
    NewBadge,
)
from beheard_server.store.focus import Ended


@define
class FocusTables:
    """What there is of focus; every value in it is frozen."""

    sessions: dict[int, FocusSession] = Factory(dict)
    last_session: int = 0
    days: dict[tuple[str, date], DayProgress] = Factory(dict)
    streaks: dict[str, KeptStreak] = Factory(dict)
    badges: dict[int, Badge] = Factory(lambda: {each.id: each for each in BADGES})
    earned: dict[tuple[str, int], datetime] = Factory(dict)

    def __copy__(self) -> "FocusTables":
        return FocusTables(*(copy(getattr(self, each.name)) for each in fields(FocusTables)))

    def restore(self, kept: "FocusTables") -> None:
        """Be what a copy is."""
        for each in fields(FocusTables):
            setattr(self, each.name, copy(getattr(kept, each.name)))


class MemoryFocus:
    """Implements :class:`beheard_server.store.focus.Focus`."""

    def __init__(self, tables: FocusTables) -> None:
        self._tables = tables

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the block does here if it raises, and nothing else."""
        kept = copy(self._tables)
        try:
            yield
        except BaseException:
            self._tables.restore(kept)
            raise

    def add(self, session: FocusSession) -> FocusSession | None:
        """Add a session under the next number; None while one is running."""
        if self.running(session.user_id) is not None:
            return None
        self._tables.last_session += 1
        added = evolve(session, id=self._tables.last_session)
        self._tables.sessions[added.id] = added
        return added

    def get(self, session_id: int, *, user: str) -> FocusSession | None:
        """Give one session of a person's."""
        found = self._tables.sessions.get(session_id)
        return found if found is not None and found.user_id == user else None

    def _of(self, user: str) -> list[FocusSession]:
        mine = (each for each in self._tables.sessions.values() if each.user_id == user)
        return sorted(mine, key=_by_start, reverse=True)

    def running(self, user: str) -> FocusSession | None:
        """Give the session that is active or paused."""
        return next((each for each in self._of(user) if each.status in RUNNING), None)

    def save(self, session: FocusSession) -> None:
        """Save what a session has become."""
        self._tables.sessions[session.id] = session

    def page_of(
        self,
        user: str,
        *,
        status: FocusStatus | None,
        dates: Dates,
        before: tuple[datetime, int] | None = None,
        limit: int,
    ) -> Sequence[FocusSession]:
        """Give sessions by their starts, newest first."""
        found = (
            each
            for each in self._of(user)
            if status in (None, each.status)
            and _is_within(each.started_on, dates)
            and (before is None or _by_start(each) < before)
        )
        return tuple(islice(found, limit))

    def zone_of(self, user: str) -> str | None:
        """Give the zone of the session that began last."""
        return next((each.time_zone for each in self._of(user)), None)

    def completed(self, user: str) -> Sequence[FocusSession]:
        """Give every completed session."""
        return tuple(each for each in self._of(user) if each.status is FocusStatus.COMPLETED)

    def days(self, user: str) -> Sequence[date]:
        """Give the days of the completed sessions, each once, oldest first."""
        return tuple(sorted({each.day for each in self._of(user) if each.day is not None}))

    def ended(self, user: str, days: Collection[date]) -> Sequence[Ended]:
        """Give those of these days that have completed sessions, with their zones, oldest first."""
        moments: defaultdict[tuple[date, str], list[datetime]] = defaultdict(list)
        for each in self._of(user):
            if each.day is not None and each.day in days and each.ended_at is not None:
                moments[each.day, each.time_zone].append(each.ended_at)
        return tuple(Ended(*key, min(moments[key]), max(moments[key])) for key in sorted(moments))

    def progress(self, user: str, dates: Dates) -> Sequence[DayProgress]:
        """Give the days that have any progress, oldest first."""
        mine = (each for (owner, _), each in self._tables.days.items() if owner == user)
        return tuple(sorted((each for each in mine if _is_within(each.date, dates)), key=lambda each: each.date))

    def put_progress(self, user: str, progress: DayProgress) -> None:
        """Save the progress of a day; one without sessions leaves nothing."""
        self._tables.days.pop((user, progress.date), None)
        if progress.sessions_completed:
            self._tables.days[user, progress.date] = progress

    def totals(self, user: str) -> tuple[int, int]:
        """Give how many sessions and seconds all days add up to."""
        days = self.progress(user, Dates())
        return sum(each.sessions_completed for each in days), sum(each.total_focus_seconds for each in days)

    def streak(self, user: str) -> KeptStreak:
        """Give the streak as it was kept last."""
        return self._tables.streaks.get(user, KeptStreak())

    def put_streak(self, user: str, streak: KeptStreak) -> None:
        """Save the streak."""
        self._tables.streaks[user] = streak

    def badges(self) -> Sequence[Badge]:
        """Give every definition, by number."""
        return tuple(self._tables.badges.values())

    def add_badge(self, new: NewBadge) -> Badge | None:
        """Add a definition; None when there is one of this name."""
        if any(each.name == new.name for each in self._tables.badges.values()):
            return None
        badge = Badge(max(self._tables.badges) + 1, **asdict(new))
        self._tables.badges[badge.id] = badge
        return badge

    def earned(self, user: str, *, limit: int | None = None) -> Sequence[tuple[Badge, datetime]]:
        """Give the badges that a person has, newest first."""
        mine = [(self._tables.badges[badge], at) for (owner, badge), at in self._tables.earned.items() if owner == user]
        newest_first = sorted(mine, key=lambda each: each[1])[::-1]
        return tuple(newest_first[:limit])

    def count_earned(self, user: str) -> int:
        """Count the badges that a person has."""
        return len(self.earned(user))

    def award(self, user: str, badge_id: int, *, at: datetime) -> None:
        """Give a badge to a person who does not have it."""
        self._tables.earned[user, badge_id] = at

    def erase(self, user: str) -> None:
        """Erase all that is kept of somebody."""
        tables = self._tables
        tables.sessions = {key: each for key, each in tables.sessions.items() if each.user_id != user}
        tables.days = {key: each for key, each in tables.days.items() if key[0] != user}
        tables.streaks.pop(user, None)
        tables.earned = {key: at for key, at in tables.earned.items() if key[0] != user}

    def users(self) -> Sequence[str]:
        """Give the ids of everybody of whom anything is kept."""
        tables = self._tables
        with_sessions = {each.user_id for each in tables.sessions.values()}
        return tuple(sorted(with_sessions | {user for user, _ in tables.days} | tables.streaks.keys()))


def _by_start(session: FocusSession) -> tuple[datetime, int]:
    return session.started_at, session.id


def _is_within(day: date, dates: Dates) -> bool:
    return (dates.from_ or date.min) <= day <= (dates.to or date.max)
