"""A therapist's training sessions: what is recorded of them, and what it amounts to.

Everything here is a plain function over frozen values. ``trends`` can be used on its own for any series of values.
"""

from beheard_core.practice.access import Clinician
from beheard_core.practice.analytics import Analytics, TimeRange
from beheard_core.practice.comparison import compared, course
from beheard_core.practice.computed import completed, computed
from beheard_core.practice.model import (
    AuditEntry,
    Comparison,
    Course,
    Direction,
    Evaluation,
    Feedback,
    Improvements,
    Metrics,
    Milestone,
    Practised,
    Snapshot,
    Status,
    TherapistSession,
)
from beheard_core.practice.refusals import SessionEnded, SessionExists, SessionNotFound, TherapistNotFound
from beheard_core.practice.sessions import changed, opened
from beheard_core.practice.skills import Category, Skill, category_of, developed
from beheard_core.practice.trends import Kendall, ReliableChange, Trend, kendall, reliable_change, theil_sen, trend

__all__ = [
    "Analytics",
    "AuditEntry",
    "Category",
    "Clinician",
    "Comparison",
    "Course",
    "Direction",
    "Evaluation",
    "Feedback",
    "Improvements",
    "Kendall",
    "Metrics",
    "Milestone",
    "Practised",
    "ReliableChange",
    "SessionEnded",
    "SessionExists",
    "SessionNotFound",
    "Skill",
    "Snapshot",
    "Status",
    "TherapistNotFound",
    "TherapistSession",
    "TimeRange",
    "Trend",
    "category_of",
    "changed",
    "compared",
    "completed",
    "computed",
    "course",
    "developed",
    "kendall",
    "opened",
    "reliable_change",
    "theil_sen",
    "trend",
]
