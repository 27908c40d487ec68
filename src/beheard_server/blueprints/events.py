"""What happens in a session, as it happens, or page by page."""

from attrs import field, frozen
from flask import copy_current_request_context, request

from beheard_core import Forbidden, NotFound, Refusal
from beheard_core.accounts import Principal
from beheard_core.fields import ident, whole
from beheard_server.http.auth import authenticated
from beheard_server.http.document import EVENT_STREAM
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.errors import Unavailable
from beheard_server.http.routes import Routes
from beheard_server.http.state import State, beheard
from beheard_server.realtime.outbox import ChannelEvents, events_behind, place_behind, require_listener
from beheard_server.realtime.sse import Stream
from beheard_server.store import Unit

routes = Routes("events", tag="Realtime", envelope=MEDIATION)
_PAGE = 50


@frozen(kw_only=True)
class EventsQuery:
    """Which events to read as JSON; with neither of the two, the reply is a stream."""

    after: str | None = field(default=None, **ident("The id of the last event that is known"))
    limit: int | None = field(default=None, **whole("How many at most, 50 unless given", low=1, high=100))


@routes.at("GET", "/sessions/<session_id>/events")
@routes.signed_in
@routes.arguments(EventsQuery, "query")
@routes.replies_or_streams(ChannelEvents, refusals=[Forbidden, NotFound, Unavailable])
def get_events(query: EventsQuery, caller: Principal, session_id: str) -> ChannelEvents | Stream:
    """Read what has happened in a session, oldest first: as a stream, or as JSON with `after` or `limit`."""
    state = beheard()
    if query.after is None and query.limit is None and _takes_streams():
        return _stream(state, caller, session_id)

    def look(unit: Unit) -> ChannelEvents:
        require_listener(unit, session_id, caller.id)
        after = place_behind(unit, session_id, query.after)
        return events_behind(unit, session_id, after=after, limit=query.limit or _PAGE)

    return state.shell.read(look)


def _takes_streams() -> bool:
    return "Accept" not in request.headers or request.accept_mimetypes.quality(EVENT_STREAM) > 0


def _stream(state: State, caller: Principal, session_id: str) -> Stream:
    last_seen = request.headers.get("Last-Event-ID", "")

    def place(unit: Unit) -> int:
        require_listener(unit, session_id, caller.id)
        # What is not known here any more, as after a return to an old copy, begins from the start: nothing is lost.
        return unit.outbox.place_of(session_id, last_seen) or 0

    # Not held open for as long as the stream flows: entered anew whenever it is asked.
    @copy_current_request_context
    def may_listen() -> bool:
        try:
            now = authenticated(state.identity)
            state.shell.read(lambda unit: require_listener(unit, session_id, now.id))
        except Refusal:
            return False
        return now.id == caller.id

    after = state.shell.read(place)
    seat = state.seats.take(caller.id)
    if seat is None:
        raise Unavailable("Too many are listening just now; please ask with limit= instead, or later.")
    seconds = float(state.settings.stream_seconds)
    return Stream(state.shell, state.seats, seat, session_id, after, seconds, may_listen)
