"""What somebody is shown of their own focus: nobody ever sees another person's."""

from datetime import date, datetime

from attrs import frozen

from beheard_core.focus.badges import Badge
from beheard_core.focus.model import DayProgress, FocusSession, FocusStatus, KeptStreak, Streak

UserId = int | str


@frozen
class FocusView:
    """One session; ``elapsed_seconds`` is what the timer has reported last."""

    id: int
    user_id: UserId
    duration_seconds: int
    elapsed_seconds: int
    status: FocusStatus
    started_at: datetime
    ended_at: datetime | None
    time_zone: str


@frozen
class StreakView:
    """Days in a row; all zero and null before the first completed session."""

    user_id: UserId
    current_streak: int
    longest_streak: int
    last_session_date: date | None
    updated_at: datetime | None
    streak_alive: bool


@frozen
class Earned:
    """A badge that somebody has."""

    badge_id: int
    name: str
    description: str
    icon_key: str
    earned_at: datetime


@frozen
class Effects:
    """What a completed session has changed."""

    streak: StreakView
    daily_progress: DayProgress
    badges_awarded: tuple[Earned, ...]


@frozen
class Home:
    """All that a first screen needs; ``today`` is zero before the first completed session of the day."""

    active_session: FocusView | None
    streak: StreakView
    today: DayProgress
    recent_badges: tuple[Earned, ...]
    badge_count: int


def shown_id(user_id: str, number: int | None) -> UserId:
    """Give the id that somebody goes by outside: the number, where the accounts have one."""
    return user_id if number is None else number


def focus_view(session: FocusSession, user_id: UserId) -> FocusView:
    """Show a session to the one whose it is, under the id that this person goes by outside."""
    return FocusView(
        session.id,
        user_id,
        session.duration_seconds,
        session.elapsed_seconds,
        session.status,
        session.started_at,
        session.ended_at,
        session.time_zone,
    )


def streak_view(kept: KeptStreak, now: Streak, user_id: UserId) -> StreakView:
    """Show a streak as it was kept, and whether it is alive now."""
    return StreakView(user_id, kept.current, kept.longest, kept.last_day, kept.updated_at, now.alive)


def earned(badge: Badge, at: datetime) -> Earned:
    """Show a badge to the one who has it."""
    return Earned(badge.id, badge.name, badge.description, badge.icon_key, at)
