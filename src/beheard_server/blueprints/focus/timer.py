"""The timer: starting, pausing, resuming and ending a session, and looking at what there was."""

from collections.abc import Callable
from datetime import datetime

from attrs import field, frozen

from beheard_core.accounts import Principal
from beheard_core.fields import ident, whole
from beheard_core.focus import (
    AlreadyRunning,
    Dates,
    ElapsedWentBackwards,
    Ending,
    FocusEnd,
    FocusNotFound,
    FocusPause,
    FocusSession,
    FocusStatus,
    InvalidTransition,
    NewFocus,
    end,
    pause,
    resume,
)
from beheard_core.focus.views import Effects, FocusView, focus_view, shown_id, streak_view
from beheard_server.focusing import Completion, Desk, counted_jobs, session_of
from beheard_server.http.envelope import FOCUS
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.http.zones import zone_named
from beheard_server.store import Unit

routes = Routes("focus_timer", tag="Focus", envelope=FOCUS)
# What an id can be is what SQLite can count to.
ONE = f"/sessions/<int(max={2**63 - 1}):focus_id>"
MOST_ON_A_PAGE = 100


@frozen
class FocusReply:
    """One session, and what has become of it."""

    message: str
    data: FocusView


@frozen
class ActiveReply:
    """The session that is active or paused, or null."""

    message: str
    data: FocusView | None


@frozen
class EndReply:
    """A session that is over; with ``effects`` if it was completed."""

    message: str
    data: FocusView
    effects: Effects | None = None


@frozen
class FocusMeta:
    """Where a list goes on: ``next_cursor`` is null at its end."""

    next_cursor: str | None


@frozen
class HistoryReply:
    """Sessions by their starts, newest first."""

    message: str
    data: tuple[FocusView, ...]
    meta: FocusMeta


@frozen(kw_only=True)
class HistoryQuery(Dates):
    """Which sessions to list: those that began on these days, each by the calendar of its own time zone."""

    status: FocusStatus | None = None
    limit: int = field(default=20, **whole("How many at most", low=1, high=MOST_ON_A_PAGE))
    cursor: str | None = field(default=None, **ident("Where the list goes on, from the reply before", most=1000))


@routes.at("POST", "/sessions")
@routes.signed_in
@routes.arguments(NewFocus)
@routes.replies(FocusReply, status=201, refusals=[AlreadyRunning])
def start_focus(body: NewFocus, caller: Principal) -> FocusReply:
    """Start a session; while one is active or paused, there is no other."""
    state = beheard()
    desk = Desk(state.shell, state.settings)
    session = state.shell.commit(lambda unit: desk.begin(unit, caller.id, body))
    return FocusReply("focus session started", _shown(session, caller))


@routes.at("GET", "/sessions/active")
@routes.signed_in
@routes.replies(ActiveReply)
def get_active_focus(caller: Principal) -> ActiveReply:
    """Show the session that is active or paused, to go on with it after the app was closed."""
    session = beheard().shell.read(lambda unit: unit.focus.running(caller.id))
    if session is None:
        return ActiveReply("no focus session is running", None)
    return ActiveReply(f"focus session is {session.status}", _shown(session, caller))


@routes.at("PATCH", f"{ONE}/pause")
@routes.signed_in
@routes.arguments(FocusPause)
@routes.replies(FocusReply, refusals=[FocusNotFound, InvalidTransition, ElapsedWentBackwards])
def pause_focus(body: FocusPause, caller: Principal, focus_id: int) -> FocusReply:
    """Pause an active session, and keep what its timer shows."""
    session = _changed(caller, focus_id, lambda session: pause(session, body))
    return FocusReply("focus session paused", _shown(session, caller))


@routes.at("PATCH", f"{ONE}/resume")
@routes.signed_in
@routes.replies(FocusReply, refusals=[FocusNotFound, InvalidTransition])
def resume_focus(caller: Principal, focus_id: int) -> FocusReply:
    """Let a paused session go on from where its timer stood."""
    return FocusReply("focus session resumed", _shown(_changed(caller, focus_id, resume), caller))


@routes.at("PATCH", f"{ONE}/end")
@routes.signed_in
@routes.arguments(FocusEnd)
@routes.replies(EndReply, refusals=[FocusNotFound, InvalidTransition, ElapsedWentBackwards])
def end_focus(body: FocusEnd, caller: Principal, focus_id: int) -> EndReply:
    """End a session; completed, it counts for the day, the streak and the badges, once."""
    state = beheard()
    desk = Desk(state.shell, state.settings)
    # The host is asked before the lock is taken, and only about what may count.
    jobs = counted_jobs(state.jobs, caller.id) if body.status is Ending.COMPLETED else 0

    def work(unit: Unit) -> tuple[FocusSession, Completion | None]:
        session = session_of(unit, caller.id, focus_id)
        ended = end(
            session,
            body,
            zone=zone_named(session.time_zone),
            now=state.shell.clock(),
            day_starts_at=state.settings.day_starts_at,
        )
        unit.focus.save(ended)
        return ended, desk.complete(unit, ended, jobs=jobs)

    ended, completion = state.shell.commit(work)
    return EndReply(f"focus session {ended.status}", _shown(ended, caller), _effects(completion, caller))


@routes.at("GET", "/sessions")
@routes.signed_in
@routes.arguments(HistoryQuery, "query")
@routes.replies(HistoryReply)
def list_focus(query: HistoryQuery, caller: Principal) -> HistoryReply:
    """List one's own sessions, newest first."""
    state = beheard()
    of = ("focus sessions", caller.id, *map(str, (query.status, query.from_, query.to)))
    place = state.cursors.place(query.cursor, of=of, now=state.shell.clock())
    before = None if place.behind is None else (datetime.fromisoformat(place.behind[0]), int(place.behind[1]))
    found = state.shell.read(
        lambda unit: unit.focus.page_of(
            caller.id, status=query.status, dates=query, before=before, limit=query.limit + 1
        )
    )
    page = place.page(found, query.limit, lambda each: (each.started_at.isoformat(), str(each.id)))
    shown = tuple(_shown(each, caller) for each in page.items)
    return HistoryReply("focus sessions", shown, FocusMeta(page.cursor))


def _changed(caller: Principal, focus_id: int, decide: Callable[[FocusSession], FocusSession]) -> FocusSession:
    def work(unit: Unit) -> FocusSession:
        session = decide(session_of(unit, caller.id, focus_id))
        unit.focus.save(session)
        return session

    return beheard().shell.commit(work)


def _shown(session: FocusSession, caller: Principal) -> FocusView:
    return focus_view(session, shown_id(caller.id, caller.number))


def _effects(completion: Completion | None, caller: Principal) -> Effects | None:
    if completion is None:
        return None
    streak = streak_view(completion.streak, completion.now, shown_id(caller.id, caller.number))
    return Effects(streak, completion.progress, completion.awarded)
