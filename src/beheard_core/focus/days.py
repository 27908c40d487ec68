"""Which day a moment belongs to, and which dates somebody who travels never had.

Zones are arguments: which one a name stands for is the caller's business. Source: the contract's *Days*.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from attrs import frozen

ONE_DAY = timedelta(days=1)
# Nobody can jump over more dates than this, whichever way they travel.
_WIDEST_JUMP = 3


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

    A date passed if the whole of it lay between the two sessions around it, in the zone of the one before or of the one
    after. Samoa had no 30 December 2011; and who flies east over the date line lands on the day after tomorrow.
    """
    by_day: defaultdict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day].append(mark)
    days = sorted(by_day)
    return frozenset(
        missing
        for before, after in pairwise(days)
        if (after - before).days - 1 <= _WIDEST_JUMP
        for missing in dates_between(before, after)
        if not _has_passed(missing, by_day[before], by_day[after], starts_at)
    )


def _has_passed(day: date, before: Sequence[Mark], after: Sequence[Mark], starts_at: int) -> bool:
    # Of several journeys that would explain the sessions, the one that skips most counts.
    return all(
        any(_lies_between(day, zone, one.last, other.first, starts_at) for zone in (one.zone, other.zone))
        for one in before
        for other in after
    )


def _lies_between(day: date, zone: tzinfo, since: datetime, until: datetime, starts_at: int) -> bool:
    begin, end = (_beginning(each, zone, starts_at) for each in (day, day + ONE_DAY))
    return since <= begin < end <= until


def _beginning(day: date, zone: tzinfo, starts_at: int) -> datetime:
    return datetime.combine(day, time(starts_at), zone).astimezone(UTC)
