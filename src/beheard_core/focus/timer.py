"""The life of a focus session: a table, and what the timer's reports make of it.

The client's timer is the authority: nothing here compares what it reports with a clock, and nothing ever expires.
Source: the Focus Session Flow document and the contract's page on focus sessions.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from attrs import evolve, frozen

from beheard_core.errors import Conflict, Invalid, NotFound, Refusal, Violation
from beheard_core.fields import check
from beheard_core.focus.days import day_of
from beheard_core.focus.model import Ending, FocusEnd, FocusPause, FocusSession, FocusStatus, NewFocus

OLDEST = timedelta(days=30)
FAST_CLOCK = timedelta(minutes=5)
RUNNING = frozenset({FocusStatus.ACTIVE, FocusStatus.PAUSED})


class Act(StrEnum):
    """What can be done to a session, as it is told of afterwards."""

    PAUSE = "paused"
    RESUME = "resumed"
    COMPLETE = "completed"
    ABANDON = "abandoned"


LIFECYCLE: Mapping[Act, Mapping[FocusStatus, FocusStatus]] = {
    Act.PAUSE: {FocusStatus.ACTIVE: FocusStatus.PAUSED},
    Act.RESUME: {FocusStatus.PAUSED: FocusStatus.ACTIVE},
    Act.COMPLETE: dict.fromkeys(RUNNING, FocusStatus.COMPLETED),
    Act.ABANDON: dict.fromkeys(RUNNING, FocusStatus.ABANDONED),
}
_ENDINGS = {Ending.COMPLETED: Act.COMPLETE, Ending.ABANDONED: Act.ABANDON}


@frozen
class FocusNotFound(NotFound):
    """The person has no session with this id."""

    what: str = "focus session"


@frozen
class AlreadyRunning(Conflict):
    """The person has a session that is active or paused; ``session_id`` says which, unless it has just ended."""

    session_id: int | None
    why: str = "A focus session is already running."


@frozen
class InvalidTransition(Conflict):
    """What a session is now rules the act out."""

    status: FocusStatus
    why: str


@frozen
class ElapsedWentBackwards(Refusal):
    """The timer reports less than it did before; ``saved_elapsed_seconds`` is what it did."""

    saved_elapsed_seconds: int

    def __str__(self) -> str:
        return f"elapsed_seconds must not be below {self.saved_elapsed_seconds}, which was reported before."


def start(
    new: NewFocus, *, session_id: int, user_id: str, time_zone: str, zone: tzinfo, now: datetime, day_starts_at: int = 0
) -> FocusSession:
    """Start a session at ``new.started_at``, or now; ``zone`` is what ``time_zone`` names.

    Raises:
        Invalid: what is asked for breaks a rule, or ``started_at`` is over 30 days old or 5 minutes ahead.
    """
    check(new)
    started_at = _plausible("started_at", new.started_at, now=now) or now
    started_on = day_of(started_at, zone, starts_at=day_starts_at)
    return FocusSession(
        session_id, user_id, new.duration_seconds, 0, FocusStatus.ACTIVE, started_at, None, time_zone, started_on
    )


def pause(session: FocusSession, report: FocusPause) -> FocusSession:
    """Pause an active session, with what its timer shows.

    Raises:
        InvalidTransition: it is not active.
        Invalid, ElapsedWentBackwards: the timer cannot show this.
    """
    return _moved(session, Act.PAUSE, elapsed=report.elapsed_seconds)


def resume(session: FocusSession) -> FocusSession:
    """Let a paused session go on from where its timer stood.

    Raises:
        InvalidTransition: it is not paused.
    """
    return _moved(session, Act.RESUME, elapsed=session.elapsed_seconds)


def end(
    session: FocusSession, report: FocusEnd, *, zone: tzinfo, now: datetime, day_starts_at: int = 0
) -> FocusSession:
    """End a running session at ``report.ended_at``, or now; a completed one counts for the day of that moment.

    ``zone`` is what the session's ``time_zone`` names.

    Raises:
        InvalidTransition: it has ended before.
        ElapsedWentBackwards: the timer has shown more.
        Invalid: the timer cannot show this, or ``ended_at`` is before the start, over 30 days old or 5 minutes ahead.
    """
    ended = _moved(session, _ENDINGS[report.status], elapsed=report.elapsed_seconds)
    told = _plausible("ended_at", report.ended_at, now=now)
    # People are shown whole seconds, and may tell them again.
    if told is not None and told < session.started_at.replace(microsecond=0):
        raise Invalid((Violation("ended_at", "must not be before started_at"),))
    # Without a report, the clock that gave the start may be ahead of ours.
    ended_at = max(told or now, session.started_at)
    completed = ended.status is FocusStatus.COMPLETED
    day = day_of(ended_at, zone, starts_at=day_starts_at) if completed else None
    return evolve(ended, ended_at=ended_at, day=day)


def _moved(session: FocusSession, act: Act, *, elapsed: int) -> FocusSession:
    status = LIFECYCLE[act].get(session.status)
    if status is None:
        raise InvalidTransition(session.status, f"A focus session that is {session.status} cannot be {act}.")
    if elapsed < session.elapsed_seconds:
        raise ElapsedWentBackwards(session.elapsed_seconds)
    if elapsed > session.duration_seconds:
        raise Invalid((Violation("elapsed_seconds", f"must be from 0 to {session.duration_seconds}"),))
    return evolve(session, status=status, elapsed_seconds=elapsed)


def _plausible(name: str, moment: datetime | None, *, now: datetime) -> datetime | None:
    if moment is not None and moment < now - OLDEST:
        raise Invalid((Violation(name, f"must not be more than {OLDEST.days} days ago"),))
    if moment is not None and moment > now + FAST_CLOCK:
        raise Invalid((Violation(name, "must not be more than 5 minutes ahead"),))
    return None if moment is None else moment.astimezone(UTC)
