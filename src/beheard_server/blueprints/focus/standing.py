"""What somebody's completed sessions add up to: days, streak, badges, a first screen, and a year as a picture."""

from datetime import date

from attrs import field, frozen

from beheard_core.accounts import Principal
from beheard_core.fields import whole
from beheard_core.focus import Badge, Dates, DayProgress, heatmap
from beheard_core.focus.views import Earned, Home, StreakView, earned, focus_view, shown_id, streak_view
from beheard_server.focusing import Desk, progress_of
from beheard_server.http.envelope import FOCUS
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = Routes("focus_standing", tag="Focus", envelope=FOCUS)
NEWEST = 6


@frozen
class StreakReply:
    """Days in a row."""

    message: str
    data: StreakView


@frozen
class ProgressReply:
    """The days on which a session was completed, oldest first."""

    message: str
    data: tuple[DayProgress, ...]


@frozen
class BadgesReply:
    """Every badge that there is."""

    message: str
    data: tuple[Badge, ...]


@frozen
class EarnedReply:
    """The caller's badges, newest first."""

    message: str
    data: tuple[Earned, ...]


@frozen
class HomeReply:
    """All that a first screen needs."""

    message: str
    data: Home


@frozen(kw_only=True)
class ProgressQuery(Dates):
    """Which days to list."""


@frozen(kw_only=True)
class HeatmapQuery:
    """Which year to draw; the one that it is for the caller, unless given."""

    year: int | None = field(default=None, **whole("A year", low=1970, high=2999))


@routes.at("GET", "/streaks")
@routes.signed_in
@routes.replies(StreakReply)
def get_focus_streak(caller: Principal) -> StreakReply:
    """Show how many days in a row the caller has completed a session."""
    return StreakReply("focus streak", beheard().shell.read(lambda unit: _streak(unit, caller)))


@routes.at("GET", "/progress")
@routes.signed_in
@routes.arguments(ProgressQuery, "query")
@routes.replies(ProgressReply)
def get_focus_progress(query: ProgressQuery, caller: Principal) -> ProgressReply:
    """List the days on which the caller has completed a session, oldest first."""
    days = beheard().shell.read(lambda unit: unit.focus.progress(caller.id, query))
    return ProgressReply("daily progress", tuple(days))


@routes.at("GET", "/badges")
@routes.signed_in
@routes.replies(BadgesReply)
def list_badges(caller: Principal) -> BadgesReply:  # noqa: ARG001  the same for everybody who is signed in
    """List every badge that there is, and what it asks for."""
    return BadgesReply("badges", tuple(beheard().shell.read(lambda unit: unit.focus.badges())))


@routes.at("GET", "/badges/me")
@routes.signed_in
@routes.replies(EarnedReply)
def list_own_badges(caller: Principal) -> EarnedReply:
    """List the caller's badges, newest first."""
    return EarnedReply("earned badges", beheard().shell.read(lambda unit: _earned(unit, caller.id)))


@routes.at("GET", "/home")
@routes.signed_in
@routes.replies(HomeReply)
def get_focus_home(caller: Principal) -> HomeReply:
    """Show all that a first screen needs, as of one moment."""

    def look(unit: Unit) -> Home:
        running = unit.focus.running(caller.id)
        return Home(
            active_session=None if running is None else focus_view(running, shown_id(caller.id, caller.number)),
            streak=_streak(unit, caller),
            today=progress_of(unit, caller.id, _desk().today(unit, caller.id).day),
            recent_badges=_earned(unit, caller.id, limit=NEWEST),
            badge_count=unit.focus.count_earned(caller.id),
        )

    return HomeReply("home", beheard().shell.read(look))


@routes.at("GET", "/heatmap.svg")
@routes.signed_in
@routes.arguments(HeatmapQuery, "query")
@routes.draws("image/svg+xml")
def get_focus_heatmap(query: HeatmapQuery, caller: Principal) -> str:
    """Draw the caller's year of focus, one cell a day."""

    def look(unit: Unit) -> str:
        year = query.year or _desk().today(unit, caller.id).day.year
        days = unit.focus.progress(caller.id, Dates(from_=date(year, 1, 1), to=date(year, 12, 31)))
        return heatmap(days, year=year)

    return beheard().shell.read(look)


def _desk() -> Desk:
    state = beheard()
    return Desk(state.shell, state.settings)


def _streak(unit: Unit, caller: Principal) -> StreakView:
    kept, now = unit.focus.streak(caller.id), _desk().streak(unit, caller.id)
    return streak_view(kept, now, shown_id(caller.id, caller.number))


def _earned(unit: Unit, user: str, *, limit: int | None = None) -> tuple[Earned, ...]:
    return tuple(earned(badge, at) for badge, at in unit.focus.earned(user, limit=limit))
