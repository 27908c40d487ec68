"""How many days in a row, as a pure function of the days.

Source: the table of the Focus Session Flow document; forgiven days are the contract's.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from beheard_core.focus.days import Mark, dates_between, skipped_dates
from beheard_core.focus.model import MOST_FREEZES, Streak

_WINDOW = timedelta(days=7)


def streak(days: Iterable[date], *, today: date, freezes: int = 0, skipped: Collection[date] = frozenset()) -> Streak:
    """Give the streak that the completed days make, in whatever order and however often they are named.

    ``current`` is the stretch of days up to the last one, ``longest`` the longest there ever was. A stretch holds while
    no 7 days in a row have more than ``freezes`` (0 to 6) missed ones in it; missed days are not counted.
    ``skipped`` are dates that could not be missed, see :func:`~beheard_core.focus.days.skipped_dates`. A streak is
    ``alive`` while a session today would go on from it: the day that is not over has not been missed.
    """
    done = sorted(set(days))
    if not done:
        return Streak()
    last = done[-1]
    *starts, hence = _starts([*done, max(today, last)], freezes, skipped)
    longest = max(place - start + 1 for place, start in enumerate(starts))
    return Streak(len(done) - starts[-1], longest, last, alive=hence == starts[-1])


def streak_of(
    days: Collection[date], marks: Sequence[Mark], *, now: Mark, freezes: int = 0, day_starts_at: int = 0
) -> Streak:
    """Give the streak that completed days make, for somebody whose day and zone are those of ``now``.

    ``marks`` are those of :func:`~beheard_core.focus.days.days_around_gaps` at least. Nothing but ``alive`` depends on
    ``now``.
    """
    ahead = [now] if days and now.day > max(days) else []
    skipped = skipped_dates([*marks, *ahead], starts_at=day_starts_at)
    return streak(days, today=now.day, freezes=freezes, skipped=skipped)


def _starts(days: Sequence[date], freezes: int, skipped: Collection[date]) -> list[int]:
    """Give, for each of some sorted days, the place of the first day from which an unbroken stretch leads to it."""
    starts = [0]
    start = 0
    forgiven: deque[date] = deque()
    for place in range(1, len(days)):
        before, day = days[place - 1], days[place]
        if (day - before).days - 1 - len(skipped) > MOST_FREEZES:
            start = place
            forgiven.clear()
        else:
            for missed in dates_between(before, day):
                if missed not in skipped:
                    start = max(start, _forgive(missed, forgiven, freezes, days))
        starts.append(start)
    return starts


def _forgive(missed: date, forgiven: "deque[date]", freezes: int, days: Sequence[date]) -> int:
    """Forgive one more day, and give the place of the first day that is left if that is one too many."""
    while forgiven and forgiven[0] <= missed - _WINDOW:
        forgiven.popleft()
    forgiven.append(missed)
    return bisect_right(days, forgiven.popleft()) if len(forgiven) > freezes else 0
