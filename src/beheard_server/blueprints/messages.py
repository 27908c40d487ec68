"""The private thread: what the caller and the facilitator say to each other."""

from attrs import evolve, field, frozen

from beheard_core import Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.fields import ident, whole
from beheard_core.mediation import SessionNotActive, Stage
from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.crisis import is_crisis
from beheard_core.mediation.messages import (
    Message,
    NewMessage,
    Role,
    is_hint_turn,
    pause_reason,
    write,
)
from beheard_core.mediation.standing import sides
from beheard_core.mediation.views import MessagePage, Posted
from beheard_server.conversation import converse
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import State, beheard
from beheard_server.shell import load
from beheard_server.store import Unit

routes = Routes("messages", tag="Stage 1: Witness", envelope=MEDIATION)


@frozen(kw_only=True)
class MessagesQuery:
    """Which messages of the caller's thread to show."""

    stage: Stage | None = None
    cursor: str | None = field(default=None, **ident("Where the list goes on, from the reply before", most=1000))
    limit: int = field(default=50, **whole("How many at most", low=1, high=100))


@routes.at("POST", "/sessions/<session_id>/messages")
@routes.signed_in
@routes.arguments(NewMessage)
@routes.replies(Posted, status=201, refusals=[Forbidden, NotFound, SessionNotActive])
def post_message(body: NewMessage, caller: Principal, session_id: str) -> Posted:
    """Say something to the facilitator; the partner learns nothing of it."""
    state = beheard()
    said = _keep(state, body, caller, session_id)
    crisis = is_crisis(body.content) or is_crisis(body.emotional_context or "")
    if crisis:
        reply = Message(
            state.shell.new_id("msg"),
            session_id,
            None,
            Role.SYSTEM,
            state.settings.crisis_reply,
            said.stage,
            said.timestamp,
        )
        state.shell.commit(lambda unit: unit.words.add_message(reply, owner=caller.id))
    else:
        reply = converse(
            state.shell, state.facilitator, session_id, caller.id, said, hint=is_hint_turn(said.stage, body)
        )
    reason = pause_reason(body, crisis=crisis)
    return Posted(said, reply, True if reason else None, reason)


@routes.at("GET", "/sessions/<session_id>/messages")
@routes.signed_in
@routes.arguments(MessagesQuery, "query")
@routes.replies(MessagePage, refusals=[Forbidden, NotFound])
def list_messages(query: MessagesQuery, caller: Principal, session_id: str) -> MessagePage:
    """Show the caller's own thread: the newest page first, each page in the order of the conversation."""
    state = beheard()
    of = ("messages", caller.id, session_id, str(query.stage))
    place = state.cursors.place(query.cursor, of=of, now=state.shell.clock())
    before = None if place.behind is None else int(place.behind[0])

    def look(unit: Unit) -> MessagePage:
        sides(load(unit, session_id).value, caller.id)
        found = unit.words.messages(
            session_id, owner=caller.id, stage=query.stage, before=before, limit=query.limit + 1
        )
        page = place.page(found, query.limit, lambda each: (str(each[0]),))
        return MessagePage(tuple(message for _, message in reversed(page.items)), page.has_more, page.cursor)

    return state.shell.read(look)


def _keep(state: State, body: NewMessage, caller: Principal, session_id: str) -> Message:
    """Keep a message together with its reading, before anything answers."""
    shell = state.shell

    def work(unit: Unit) -> Message:
        stage = write(load(unit, session_id).value, caller.id, body)
        now = shell.clock()
        message = Message(shell.new_id("msg"), session_id, caller.id, Role.USER, body.content, stage, now)
        if body.emotional_intensity is not None:
            reading = Reading(shell.new_id("emo"), body.emotional_intensity, body.emotional_context, stage, now)
            unit.words.add_reading(session_id, reading, owner=caller.id)
            message = evolve(message, emotional_reading=reading)
        unit.words.add_message(message, owner=caller.id)
        return message

    return shell.commit(work)
