"""Therapist sessions: beginning, finding and changing them."""

from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core import Conflict, NotFound
from beheard_core.fields import ident, moment, whole
from beheard_core.practice import Clinician, SessionExists, SessionNotFound, Status, TherapistSession, changed, opened
from beheard_core.practice.access import require_own_name, require_reader, require_writing_role
from beheard_core.practice.requests import NewSession, SessionChange
from beheard_core.practice.rules import ref
from beheard_core.practice.views import TherapistSessionList, TherapistSessionView, session_view
from beheard_server.blueprints.practice.loading import find_session, session_to_write
from beheard_server.http.clinic import ClinicRoutes, keep
from beheard_server.http.pagination import Page
from beheard_server.http.state import beheard
from beheard_server.store import Unit
from beheard_server.store.practice import SessionFilter

routes = ClinicRoutes("therapist_sessions")
SessionOrList = TherapistSessionView | TherapistSessionList


@frozen(kw_only=True)
class TherapistSessionsQuery:
    """One session by its id, or those that all filters let pass."""

    id: str | None = field(default=None, **ref("One session, whatever else is asked for"))
    therapist_id: str | None = field(default=None, **ref("Only this therapist's"))
    client_id: str | None = field(default=None, **ref("Only with this client"))
    status: Status | None = None
    from_: datetime | None = field(default=None, **moment("Only those that started then or later"))
    to: datetime | None = field(default=None, **moment("Only those that started then or earlier"))
    limit: int = field(default=20, **whole("How many at most", low=1, high=100))
    cursor: str | None = field(default=None, **ident("Where the list goes on, from the reply before", most=1000))


@frozen
class WhichSession:
    """The session that a path names."""

    id: str = field(**ref("The session"))


@routes.at("POST", "/session")
@routes.staff
@routes.arguments(NewSession)
@routes.replies(TherapistSessionView, status=201, refusals=[Conflict])
def create_therapist_session(new: NewSession, who: Clinician) -> TherapistSessionView:
    """Begin a session."""
    require_writing_role(who)
    require_own_name(who, [new.therapist_id])
    shell = beheard().shell
    session = opened(new, by=who.id, new_id=shell.new_id("ther"), now=shell.clock())

    def work(unit: Unit) -> TherapistSession:
        if not unit.practice.add(session):
            raise SessionExists
        return session

    return session_view(keep(work, status=201))


@routes.at("GET", "/session")
@routes.staff
@routes.arguments(TherapistSessionsQuery, "query")
@routes.replies_one_of(TherapistSessionView, TherapistSessionList, refusals=[NotFound])
def get_therapist_sessions(asked: TherapistSessionsQuery, who: Clinician) -> SessionOrList:
    """Show one session with what was recorded of it, or list sessions, newest first."""
    if asked.id is not None:
        session_id = asked.id
        return beheard().shell.read(lambda unit: _whole(unit, find_session(unit, who, session_id)))
    page = _page(asked, who)
    return TherapistSessionList(
        sessions=tuple(map(session_view, page.items)), has_more=page.has_more, cursor=page.cursor
    )


@routes.at("PATCH", "/session/<id>")
@routes.staff
@routes.arguments(WhichSession, "path")
@routes.arguments(SessionChange)
@routes.replies(TherapistSessionView, refusals=[SessionNotFound, Conflict])
def change_therapist_session(change: SessionChange, which: WhichSession, who: Clinician) -> TherapistSessionView:
    """Change the status, the progress or the end of a session."""
    require_writing_role(who)

    def work(unit: Unit) -> TherapistSession:
        session = changed(session_to_write(unit, who, which.id), change, now=beheard().shell.clock())
        unit.practice.save(session)
        return session

    return session_view(keep(work))


def _whole(unit: Unit, session: TherapistSession) -> TherapistSessionView:
    snapshots = unit.practice.snapshots(session.id)
    return evolve(
        session_view(session),
        progress_snapshots=snapshots or None,
        progress_metrics=unit.practice.metrics(session.id),
    )


def _page(asked: TherapistSessionsQuery, who: Clinician) -> Page[TherapistSession]:
    state = beheard()
    therapist_id = asked.therapist_id if who.reads_all else asked.therapist_id or who.id
    if therapist_id is not None:
        require_reader(who, therapist_id)
    wanted = SessionFilter(
        therapist_id=therapist_id,
        client_id=asked.client_id,
        status=asked.status,
        since=asked.from_,
        until=asked.to,
    )
    of = ("therapist sessions", who.id, repr(wanted))
    place = state.cursors.place(asked.cursor, of=of, now=state.shell.clock())
    before = None if place.behind is None else (datetime.fromisoformat(place.behind[0]), place.behind[1])
    found = state.shell.read(lambda unit: unit.practice.find(wanted, before=before, limit=asked.limit + 1))
    return place.page(found, asked.limit, lambda each: (each.start_time.isoformat(), each.id))
