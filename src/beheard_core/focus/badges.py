"""Badges: what they ask for, as data, and which are due.

Source: the contract's *Badges*.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from attrs import field, frozen

from beheard_core.fields import ident, text, whole


class Criteria(StrEnum):
    """What a badge looks at; each is the name of a field of :class:`Standing`."""

    SESSIONS = "sessions"
    STREAK = "streak"
    FOCUS_TIME = "focus_time"
    JOBS = "jobs"


@frozen(kw_only=True)
class NewBadge:
    """A badge to be; its name is unique."""

    name: str = field(**text("What the badge is called", most=100))
    description: str = field(**text("What it is for", most=300))
    icon_key: str = field(**ident("What your app knows its picture by", most=100))
    criteria_type: Criteria
    criteria_value: int = field(**whole("How much of it earns the badge", low=1, high=2**53))


@frozen
class Badge:
    """One definition."""

    id: int
    name: str
    description: str
    icon_key: str
    criteria_type: Criteria
    criteria_value: int


@frozen
class Standing:
    """What counts for badges: completed sessions, their seconds, the longest streak, the host's count of jobs."""

    sessions: int = 0
    focus_time: int = 0
    streak: int = 0
    jobs: int = 0


BADGES = (
    Badge(1, "First Lock-in", "Complete your first focus session.", "first-lock-in", Criteria.SESSIONS, 1),
    Badge(2, "3-Day Streak", "Focus on 3 days in a row.", "streak-3", Criteria.STREAK, 3),
    Badge(3, "7-Day Streak", "Focus on 7 days in a row.", "streak-7", Criteria.STREAK, 7),
    Badge(4, "30-Day Streak", "Focus on 30 days in a row.", "streak-30", Criteria.STREAK, 30),
    Badge(5, "Focus Rookie", "Focus for 1 hour in all.", "focus-rookie", Criteria.FOCUS_TIME, 3600),
    Badge(6, "Focus Pro", "Focus for 10 hours in all.", "focus-pro", Criteria.FOCUS_TIME, 36_000),
    Badge(7, "Job Hunter", "Apply for 5 jobs.", "job-hunter", Criteria.JOBS, 5),
    Badge(8, "Consistency", "Complete 10 focus sessions.", "consistency", Criteria.SESSIONS, 10),
)
"""The badges that there are from the beginning."""


def due(badges: Iterable[Badge], standing: Standing, *, earned: Collection[int]) -> tuple[Badge, ...]:
    """Give the badges that a standing has earned and that are not among the ids in ``earned``."""
    return tuple(each for each in badges if each.id not in earned and is_met(each, standing))


def is_met(badge: Badge, standing: Standing) -> bool:
    """Tell whether a standing is what a badge asks for."""
    count: int = getattr(standing, badge.criteria_type)
    return count >= badge.criteria_value
