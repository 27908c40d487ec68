"""Sessions: opening one, looking at them, resting, leaving."""

from datetime import datetime

from attrs import field, frozen

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.fields import ident, whole
from beheard_core.mediation import (
    Invite,
    Leave,
    Pause,
    Session,
    SessionNotActive,
    leave,
    pause,
    resume,
)
from beheard_core.mediation.views import (
    Left,
    Paused,
    Resumed,
    SessionDetail,
    SessionOpened,
    SessionPage,
    SessionSummary,
    ShownStatus,
    session_detail,
    session_summary,
)
from beheard_server.acts import find_sessions, names_for, noting, open_session
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.realtime.post import invitation_url
from beheard_server.shell import load
from beheard_server.store import Note, Unit

routes = Routes("sessions", tag="Sessions", envelope=MEDIATION)


@frozen(kw_only=True)
class SessionsQuery:
    """Which of the caller's sessions to list."""

    status: ShownStatus | None = None
    cursor: str | None = field(default=None, **ident("Where the list goes on, from the reply before", most=1000))
    limit: int = field(default=20, **whole("How many at most", low=1, high=50))


@routes.at("POST", "/sessions")
@routes.signed_in
@routes.arguments(Invite)
@routes.replies(SessionOpened, status=201, refusals=[NotFound, Conflict])
def create_session(body: Invite, caller: Principal) -> SessionOpened:
    """Open a session and invite the other person, by id or by address."""
    shell = beheard().shell

    def work(unit: Unit) -> SessionOpened:
        session, sent = open_session(shell, unit, caller, body)
        return SessionOpened(_summary(unit, session, caller), sent.id, invitation_url(sent.id))

    return shell.commit(work)


@routes.at("GET", "/sessions")
@routes.signed_in
@routes.arguments(SessionsQuery, "query")
@routes.replies(SessionPage)
def list_sessions(query: SessionsQuery, caller: Principal) -> SessionPage:
    """List the caller's sessions, newest first; those shown as WAITING count as ACTIVE too."""
    state = beheard()
    of = ("sessions", caller.id, query.status or "")
    place = state.cursors.place(query.cursor, of=of, now=state.shell.clock())
    before = None if place.behind is None else (datetime.fromisoformat(place.behind[0]), place.behind[1])

    def look(unit: Unit) -> SessionPage:
        found = find_sessions(unit, caller.id, query.status, before=before, limit=query.limit + 1)
        page = place.page(found, query.limit, lambda each: (each.created_at.isoformat(), each.id))
        return SessionPage(tuple(_summary(unit, each, caller) for each in page.items), page.has_more, page.cursor)

    return state.shell.read(look)


@routes.at("GET", "/sessions/<session_id>")
@routes.signed_in
@routes.replies(SessionDetail, refusals=[Forbidden, NotFound])
def get_session(caller: Principal, session_id: str) -> SessionDetail:
    """Show one session to one of its two people."""

    def look(unit: Unit) -> SessionDetail:
        session = load(unit, session_id).value
        return session_detail(
            session,
            caller.id,
            names=names_for(unit, session, caller.id),
            relationship=unit.relationships.get(session.relationship_id),
            session_count=unit.relationships.count_sessions(session.relationship_id),
        )

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/pause")
@routes.signed_in
@routes.arguments(Pause)
@routes.replies(Paused, refusals=[Forbidden, NotFound, SessionNotActive, Conflict])
def pause_session(body: Pause, caller: Principal, session_id: str) -> Paused:
    """Let the session rest, for both; either may end the rest."""
    shell = beheard().shell

    session = shell.change(
        session_id,
        lambda session: pause(session, caller.id, body, now=shell.clock()),
        noting(shell, caller.id, Note.PAUSE, body.reason),
    )
    return Paused(shell.read(lambda unit: _summary(unit, session, caller)), session.updated_at)


@routes.at("POST", "/sessions/<session_id>/resume")
@routes.signed_in
@routes.replies(Resumed, refusals=[Forbidden, NotFound, SessionNotActive, Conflict])
def resume_session(caller: Principal, session_id: str) -> Resumed:
    """End the rest."""
    shell = beheard().shell
    session = shell.change(session_id, lambda session: resume(session, caller.id, now=shell.clock()))
    return Resumed(shell.read(lambda unit: _summary(unit, session, caller)), session.updated_at)


@routes.at("POST", "/sessions/<session_id>/leave")
@routes.signed_in
@routes.arguments(Leave)
@routes.replies(Left, refusals=[Forbidden, NotFound, SessionNotActive])
def leave_session(body: Leave, caller: Principal, session_id: str) -> Left:
    """End the session for both, for good; nobody is told why."""
    shell = beheard().shell

    session = shell.change(
        session_id,
        lambda session: leave(session, caller.id, body, now=shell.clock()),
        noting(shell, caller.id, Note.LEAVE, body.reason),
    )
    return Left(left=True, left_at=session.updated_at)


def _summary(unit: Unit, session: Session, caller: Principal) -> SessionSummary:
    return session_summary(session, caller.id, names=names_for(unit, session, caller.id))
