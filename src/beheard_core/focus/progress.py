"""What the completed sessions of each day add up to."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve

from beheard_core.focus.model import DayProgress, FocusSession


def with_session(progress: DayProgress, elapsed_seconds: int) -> DayProgress:
    """Give the progress of a day with one completed session more."""
    return evolve(
        progress,
        sessions_completed=progress.sessions_completed + 1,
        total_focus_seconds=progress.total_focus_seconds + elapsed_seconds,
    )


def daily_progress(sessions: Iterable[FocusSession]) -> Mapping[date, DayProgress]:
    """Give the progress of every day on which a session was completed, in whatever order the sessions come."""
    found: dict[date, DayProgress] = {}
    for each in sessions:
        if each.day is not None:
            found[each.day] = with_session(found.get(each.day, DayProgress(each.day)), each.elapsed_seconds)
    return found
