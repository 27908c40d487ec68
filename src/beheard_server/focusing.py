"""What completing a focus session touches, done inside the transaction of the session's own change."""

from datetime import date

import structlog
from attrs import frozen

from beheard_core.focus import (
    AlreadyRunning,
    Dates,
    DayProgress,
    FocusNotFound,
    FocusSession,
    KeptStreak,
    Mark,
    NewFocus,
    Standing,
    Streak,
    daily_progress,
    day_of,
    days_around_gaps,
    due,
    start,
    streak_of,
    with_session,
)
from beheard_core.focus.model import UNKNOWN_ZONE
from beheard_core.focus.views import Earned, earned
from beheard_server.http.state import JobsCount
from beheard_server.http.zones import zone_named
from beheard_server.settings import Settings
from beheard_server.shell import Shell
from beheard_server.store import Unit


@frozen
class Completion:
    """What one completed session has changed."""

    streak: KeptStreak
    now: Streak
    progress: DayProgress
    awarded: tuple[Earned, ...]


@frozen
class Repair:
    """What was not as the sessions say, and now is."""

    days: int = 0
    streak: bool = False
    badges: int = 0


@frozen
class Desk:
    """Does the work of the focus context by one operator's rules; ``shell`` gives the time."""

    shell: Shell
    settings: Settings

    def begin(self, unit: Unit, user: str, new: NewFocus) -> FocusSession:
        """Start a session, in the zone that is named, or else in the one that was used last.

        Raises:
            Refusal: as :func:`beheard_core.focus.start`; AlreadyRunning while there is one.
        """
        name = new.time_zone or self._zone_name(unit, user)
        session = start(
            new,
            session_id=0,
            user_id=user,
            time_zone=name,
            zone=zone_named(name),
            now=self.shell.clock(),
            day_starts_at=self.settings.day_starts_at,
        )
        added = unit.focus.add(session)
        if added is None:
            running = unit.focus.running(user)
            raise AlreadyRunning(None if running is None else running.id)
        return added

    def complete(self, unit: Unit, session: FocusSession, *, jobs: int) -> Completion | None:
        """Count a session that has just been completed; one that has been abandoned counts for nothing."""
        if session.day is None:
            return None
        user, now = session.user_id, self.shell.clock()
        progress = with_session(progress_of(unit, user, session.day), session.elapsed_seconds)
        unit.focus.put_progress(user, progress)
        streak = self.streak(unit, user)
        longest = max(streak.longest, unit.focus.streak(user).longest)
        kept = KeptStreak(streak.current, longest, streak.last_day, now)
        unit.focus.put_streak(user, kept)
        return Completion(kept, streak, progress, self._award_or_log(unit, user, longest, jobs))

    def today(self, unit: Unit, user: str) -> Mark:
        """Give this moment as somebody's day."""
        zone, now = zone_named(self._zone_name(unit, user)), self.shell.clock()
        return Mark(day_of(now, zone, starts_at=self.settings.day_starts_at), zone, now, now)

    def streak(self, unit: Unit, user: str) -> Streak:
        """Give the streak that the completed sessions make, as of now."""
        now, days = self.today(unit, user), unit.focus.days(user)
        around = unit.focus.ended(user, days_around_gaps(days, today=now.day))
        return streak_of(
            days,
            [Mark(each.day, zone_named(each.time_zone), each.first, each.last) for each in around],
            now=now,
            freezes=self.settings.streak_freezes,
            day_starts_at=self.settings.day_starts_at,
        )

    def rebuild(self, unit: Unit, user: str) -> Repair:
        """Make days and streak what the completed sessions say, and award what is due; no badge is taken away.

        The count of jobs is not asked for: it says nothing about the sessions.
        """
        due_days, days = daily_progress(unit.focus.completed(user)), unit.focus.progress(user, Dates())
        before = {each.date: each for each in days}
        wrong = [day for day in due_days.keys() | before.keys() if due_days.get(day) != before.get(day)]
        for day in wrong:
            unit.focus.put_progress(user, due_days.get(day, DayProgress(day)))
        streak, kept = self.streak(unit, user), unit.focus.streak(user)
        broken = (streak.current, streak.longest, streak.last_day) != (kept.current, kept.longest, kept.last_day)
        if broken:
            now = self.shell.clock()
            unit.focus.put_streak(user, KeptStreak(streak.current, streak.longest, streak.last_day, now))
        return Repair(len(wrong), broken, len(self._award(unit, user, streak.longest, 0)))

    def _zone_name(self, unit: Unit, user: str) -> str:
        return unit.focus.zone_of(user) or UNKNOWN_ZONE

    def _award(self, unit: Unit, user: str, longest: int, jobs: int) -> tuple[Earned, ...]:
        now = self.shell.clock()
        standing = Standing(*unit.focus.totals(user), longest, jobs)
        badges = due(unit.focus.badges(), standing, earned={badge.id for badge, _ in unit.focus.earned(user)})
        for badge in badges:
            unit.focus.award(user, badge.id, at=now)
        return tuple(earned(badge, now) for badge in badges)

    def _award_or_log(self, unit: Unit, user: str, longest: int, jobs: int) -> tuple[Earned, ...]:
        try:
            with unit.focus.savepoint():
                return self._award(unit, user, longest, jobs)
        except Exception as error:  # noqa: BLE001  a completed session counts, whatever goes wrong with its badges
            structlog.get_logger("beheard").error("the badge check failed", kind=type(error).__name__)
            return ()


def session_of(unit: Unit, user: str, session_id: int) -> FocusSession:
    """Give one of somebody's sessions.

    Raises:
        FocusNotFound: it is not theirs, or there is none.
    """
    session = unit.focus.get(session_id, user=user)
    if session is None:
        raise FocusNotFound
    return session


def progress_of(unit: Unit, user: str, day: date) -> DayProgress:
    """Give what somebody has completed on a day."""
    found = unit.focus.progress(user, Dates(from_=day, to=day))
    return found[0] if found else DayProgress(day)


def counted_jobs(count: JobsCount | None, user: str) -> int:
    """Ask the host for somebody's count of jobs; a hook that fails is logged, and counts as none."""
    if count is None:
        return 0
    try:
        return int(count(user))
    except Exception as error:  # noqa: BLE001  whatever a host's hook does
        structlog.get_logger("beheard").error("the count of jobs failed", kind=type(error).__name__)
        return 0
