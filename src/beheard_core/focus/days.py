"""Which day a moment belongs to, and which dates somebody who travels never had.

Zones are arguments: which one a name stands for is the caller's business. Source: the contract's *Days*.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from attrs import frozen

ONE_DAY = timedelta(days=1)
# Nobody can jump further than this in less than a whole day, whichever way they travel.
_WIDEST_JUMP = 4


@frozen
class Mark:
    """Completed sessions of one day in one zone: when the first and the last of them ended."""

    day: date
    zone: tzinfo
    first: datetime
    last: datetime


def day_of(moment: datetime, zone: tzinfo, *, starts_at: int = 0) -> date:
    """Give the date of a moment on the calendars of a zone, where the day before lasts until the hour ``starts_at``."""
    return (moment.astimezone(zone).replace(tzinfo=None) - timedelta(hours=starts_at)).date()


def dates_between(first: date, last: date) -> Iterator[date]:
    """Go through the dates between two, without either."""
    day = first + ONE_DAY
    while day < last:
        yield day
        day += ONE_DAY


def skipped_dates(marks: Iterable[Mark], *, starts_at: int = 0) -> frozenset[date]:
    """Give the dates between completed days that nobody could have missed, because they did not pass as whole days.

    A date was skipped if there are two sessions, one of an earlier date and one of a later, between which the whole of
    it did not pass, neither in the zone of the one nor in that of the other. Samoa had no 30 December 2011; and who
    flies east over the date line lands on the day after tomorrow.
    """
    by_day: defaultdict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day].append(mark)
    return frozenset(
        missing
        for before, after in pairwise(sorted(by_day))
        if _may_be_skipped(before, after)
        for missing in dates_between(before, after)
        if not _has_passed(missing, _around(by_day, before, after), starts_at)
    )


def days_around_gaps(days: Iterable[date], *, today: date) -> frozenset[date]:
    """Give those of the completed days that lie around a gap, before today as well, which a journey may explain.

    No other day's marks can make a difference to :func:`skipped_dates`.
    """
    done = sorted(set(days))
    ahead = [today] if done and today > done[-1] else []
    gaps = [pair for pair in pairwise([*done, *ahead]) if _may_be_skipped(*pair)]
    return frozenset(done) & {day for before, after in gaps for day in _reach(before, after)}


def _may_be_skipped(before: date, after: date) -> bool:
    return 1 < (after - before).days <= _WIDEST_JUMP


def _reach(before: date, after: date) -> Iterator[date]:
    return dates_between(after - _WIDEST_JUMP * ONE_DAY - ONE_DAY, before + _WIDEST_JUMP * ONE_DAY + ONE_DAY)


def _around(by_day: Mapping[date, Sequence[Mark]], before: date, after: date) -> list[Mark]:
    return [mark for day in _reach(before, after) for mark in by_day.get(day, ())]


def _has_passed(day: date, marks: Sequence[Mark], starts_at: int) -> bool:
    return all(
        any(_lies_between(day, zone, one.last, other.first, starts_at) for zone in (one.zone, other.zone))
        for one in marks
        for other in marks
        if one.day < day < other.day
    )


def _lies_between(day: date, zone: tzinfo, since: datetime, until: datetime, starts_at: int) -> bool:
    begin, end = (_beginning(each, zone, starts_at) for each in (day, day + ONE_DAY))
    return since <= begin < end <= until


def _beginning(day: date, zone: tzinfo, starts_at: int) -> datetime:
    return datetime.combine(day, time(starts_at), zone).astimezone(UTC)
