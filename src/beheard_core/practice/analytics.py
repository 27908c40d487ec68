"""The sections of a session's analytics: as they are sent and stored, and how they are cut to a time.

Source: the *Analytics Data* of the Session Progress API.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import evolve, field, frozen

from beheard_core.fields import day, text
from beheard_core.practice.model import Course, Direction, Snapshot
from beheard_core.practice.rules import LONGEST_NAME, count, number, ref, rows, score
from beheard_core.practice.skills import Category
from beheard_core.practice.trends import Evidence


class TimeRange(StrEnum):
    """How far back to look."""

    WEEK = "7d"
    MONTH = "30d"
    QUARTER = "90d"
    YEAR = "1y"


_REACH = {TimeRange.WEEK: 7, TimeRange.MONTH: 30, TimeRange.QUARTER: 90, TimeRange.YEAR: 365}


def since(reach: TimeRange | None, *, now: datetime) -> datetime | None:
    """Give the moment at which a time range begins; None where there is none."""
    return None if reach is None else now - timedelta(days=_REACH[reach])


@frozen(kw_only=True)
class SessionRow:
    """What one or several sessions of one day amount to."""

    date: dt.date = field(**day("The day"))
    sessions: int | None = field(default=None, **count("How many sessions"))
    therapist_sessions: int | None = field(default=None, **count("How many of them were the therapist's"))
    average_session_progress: float | None = field(default=None, **score("Their mean progress"))
    session_id: str | None = field(default=None, **ref("The session, where it is one"))
    therapist_id: str | None = field(default=None, **ref("The therapist"))
    milestones_achieved: int | None = field(default=None, **count("How many milestones were reached"))
    average_response_time: float | None = field(default=None, **number("Mean time to answer, in seconds", low=0))


@frozen(kw_only=True)
class SkillRow:
    """How a skill develops; ``basis`` says what the trend rests on."""

    skill: str = field(**text("The skill", most=LONGEST_NAME))
    skill_id: str | None = field(default=None, **ref("An id of the skill"))
    score: float = field(**score("Its score"))
    trend: Direction | None = None
    category: Category | None = None
    sessions_practiced: int | None = field(default=None, **count("In how many sessions it was practised"))
    average_improvement: float | None = field(default=None, **number("Mean change from session to session, in points"))
    basis: str | None = field(default=None, **text("What the trend rests on", most=LONGEST_NAME))
    evidence: Evidence | None = None


@frozen(kw_only=True)
class SummaryTrend:
    """Where a number leads."""

    value: float = field(**number("By how much it changes"))
    direction: Direction
    period: str | None = field(default=None, **text("In what time", most=LONGEST_NAME))
    basis: str | None = field(default=None, **text("What the direction rests on", most=LONGEST_NAME))
    evidence: Evidence | None = None


@frozen(kw_only=True)
class SummaryRow:
    """One number about a therapist."""

    value: float = field(**number("The number"))
    label: str = field(**text("What it counts", most=LONGEST_NAME))
    therapist_id: str | None = field(default=None, **ref("The therapist"))
    trend: SummaryTrend | None = None
    color: str | None = field(default=None, **text("A colour to show it in", most=LONGEST_NAME))


@frozen(kw_only=True)
class ComparativeData:
    """A session beside the one before it."""

    current_session: SessionRow
    previous_session: SessionRow | None = None
    trend: Course


@frozen(kw_only=True)
class Analytics:
    """The five sections; None for one that is not there."""

    session_metrics: tuple[SessionRow, ...] | None = field(default=None, **rows("Sessions by day"))
    skill_progress: tuple[SkillRow, ...] | None = field(default=None, **rows("Skills"))
    summary_stats: tuple[SummaryRow, ...] | None = field(default=None, **rows("Single numbers"))
    progress_snapshots: tuple[Snapshot, ...] | None = field(default=None, **rows("How far the session was, and when"))
    comparative_data: ComparativeData | None = None


def named_therapists(analytics: Analytics) -> Iterator[str | None]:
    """Go through every therapist that the sections name."""
    yield from (each.therapist_id for each in _session_rows(analytics))
    yield from (each.therapist_id for each in analytics.summary_stats or ())


def cut(analytics: Analytics, since: datetime | None) -> Analytics:
    """Leave out what is older: rows by their day, snapshots by their moment; what has neither stays."""
    if since is None:
        return analytics
    metrics, snapshots = analytics.session_metrics, analytics.progress_snapshots
    return evolve(
        analytics,
        session_metrics=metrics and tuple(each for each in metrics if each.date >= since.date()),
        progress_snapshots=snapshots and tuple(each for each in snapshots if each.timestamp >= since),
    )


def _session_rows(analytics: Analytics) -> Iterable[SessionRow]:
    compared = analytics.comparative_data
    beside = (compared.current_session, compared.previous_session) if compared else ()
    return (*(analytics.session_metrics or ()), *(each for each in beside if each is not None))
