"""Focus sessions: a timer that runs elsewhere, what each day adds up to, streaks and badges."""

from beheard_core.focus.badges import BADGES, Badge, Criteria, NewBadge, Standing, due, is_met
from beheard_core.focus.days import Mark, day_of, days_around_gaps, skipped_dates
from beheard_core.focus.heatmap import heatmap, shade
from beheard_core.focus.model import (
    Dates,
    DayProgress,
    Ending,
    FocusEnd,
    FocusPause,
    FocusSession,
    FocusStatus,
    KeptStreak,
    NewFocus,
    Streak,
)
from beheard_core.focus.progress import daily_progress, with_session
from beheard_core.focus.streaks import streak, streak_of
from beheard_core.focus.timer import (
    LIFECYCLE,
    RUNNING,
    Act,
    AlreadyRunning,
    ElapsedWentBackwards,
    FocusNotFound,
    InvalidTransition,
    end,
    pause,
    resume,
    start,
)

__all__ = [
    "BADGES",
    "LIFECYCLE",
    "RUNNING",
    "Act",
    "AlreadyRunning",
    "Badge",
    "Criteria",
    "Dates",
    "DayProgress",
    "ElapsedWentBackwards",
    "Ending",
    "FocusEnd",
    "FocusNotFound",
    "FocusPause",
    "FocusSession",
    "FocusStatus",
    "InvalidTransition",
    "KeptStreak",
    "Mark",
    "NewBadge",
    "NewFocus",
    "Standing",
    "Streak",
    "daily_progress",
    "day_of",
    "days_around_gaps",
    "due",
    "end",
    "heatmap",
    "is_met",
    "pause",
    "resume",
    "shade",
    "skipped_dates",
    "start",
    "streak",
    "streak_of",
    "with_session",
]
