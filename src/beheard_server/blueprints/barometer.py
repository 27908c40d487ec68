"""The emotional barometer: readings, their trend, and exercises; all of it the caller's own."""

from attrs import field, frozen
from limits import RateLimitItemPerHour, RateLimitItemPerSecond

from beheard_core import Forbidden, NotFound, TooMany
from beheard_core.accounts import Principal
from beheard_core.fields import ident, whole
from beheard_core.mediation import Session, SessionNotActive, Stage
from beheard_core.mediation.barometer import ExerciseDone, Feeling, Reading, asks_back, support_for, trend_of
from beheard_core.mediation.standing import current_stage, require_open, sides
from beheard_core.mediation.views import ExerciseLogged, ReadingPage, ReadingTaken, TrendView
from beheard_server.conversation import support_in
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.shell import load
from beheard_server.store import Unit

routes = Routes("barometer", tag="Emotional barometer", envelope=MEDIATION)

READINGS = RateLimitItemPerSecond(1, 30)
EXERCISES = RateLimitItemPerHour(5)


@frozen(kw_only=True)
class ReadingsQuery:
    """Which of the caller's readings to show."""

    stage: Stage | None = None
    cursor: str | None = field(default=None, **ident("Where the list goes on, from the reply before", most=1000))
    limit: int = field(default=20, **whole("How many at most", low=1, high=100))


@routes.at("POST", "/sessions/<session_id>/emotions")
@routes.signed_in
@routes.arguments(Feeling)
@routes.replies(ReadingTaken, status=201, refusals=[Forbidden, NotFound, TooMany, SessionNotActive])
def take_reading(body: Feeling, caller: Principal, session_id: str) -> ReadingTaken:
    """Note how intense it is right now; something may be offered, nothing is asked for."""
    state = beheard()
    shell = state.shell
    session = _own_session(session_id, caller)
    state.limiter.hit(READINGS, "reading", caller.id)
    require_open(session)
    stage = current_stage(sides(session, caller.id)[0])
    reading = Reading(shell.new_id("emo"), body.intensity, body.context, stage, shell.clock())
    distressed = support_in(state.facilitator, reading)

    def work(unit: Unit) -> ReadingTaken:
        require_open(load(unit, session_id).value)
        earlier = [each for _, each in reversed(unit.words.readings(session_id, owner=caller.id))]
        unit.words.add_reading(session_id, reading, owner=caller.id)
        support = support_for(reading, earlier, distressed=distressed)
        return ReadingTaken(reading, True if support else None, support)

    return shell.commit(work)


@routes.at("GET", "/sessions/<session_id>/emotions")
@routes.signed_in
@routes.arguments(ReadingsQuery, "query")
@routes.replies(ReadingPage, refusals=[Forbidden, NotFound])
def list_readings(query: ReadingsQuery, caller: Principal, session_id: str) -> ReadingPage:
    """Show the caller's readings, newest first, with the trend of all that match."""
    state = beheard()
    of = ("readings", caller.id, session_id, str(query.stage))
    place = state.cursors.place(query.cursor, of=of, now=state.shell.clock())
    before = None if place.behind is None else int(place.behind[0])

    def look(unit: Unit) -> ReadingPage:
        sides(load(unit, session_id).value, caller.id)
        matching = unit.words.readings(session_id, owner=caller.id, stage=query.stage)
        rest = [each for each in matching if before is None or each[0] < before]
        page = place.page(rest, query.limit, lambda each: (str(each[0]),))
        trend = trend_of([reading.intensity for _, reading in reversed(matching)])
        return ReadingPage(
            tuple(reading for _, reading in page.items),
            TrendView(trend.direction, trend.change_from_start),
            trend.average_intensity,
            page.has_more,
            page.cursor,
        )

    return state.shell.read(look)


@routes.at("POST", "/sessions/<session_id>/exercises/complete")
@routes.signed_in
@routes.arguments(ExerciseDone)
@routes.replies(ExerciseLogged, refusals=[Forbidden, NotFound, TooMany, SessionNotActive])
def complete_exercise(body: ExerciseDone, caller: Principal, session_id: str) -> ExerciseLogged:
    """Note what became of an exercise."""
    state = beheard()
    session = _own_session(session_id, caller)
    state.limiter.hit(EXERCISES, "exercise", caller.id)
    require_open(session)
    state.shell.commit(lambda unit: unit.words.add_exercise(session_id, body, owner=caller.id, at=state.shell.clock()))
    return ExerciseLogged(logged=True, post_exercise_check_in=asks_back(body))


def _own_session(session_id: str, caller: Principal) -> Session:
    session = beheard().shell.session(session_id)
    sides(session, caller.id)
    return session
