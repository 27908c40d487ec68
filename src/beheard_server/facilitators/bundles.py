"""What a facilitator is given for one turn: the stage's bundle, gathered in one place."""

from collections.abc import Callable, Collection, Iterable, Mapping

from beheard_core.mediation.barometer import Direction, trend_of
from beheard_core.mediation.messages import Message, Role
from beheard_core.mediation.model import ContentType, Session, Stage
from beheard_core.mediation.retrieval import CONSENTED, Intent, Item, Kind, Query
from beheard_core.mediation.standing import sides
from beheard_core.mediation.views.words import readable_consents
from beheard_server.facilitators import Bundle, Line
from beheard_server.store import Unit

_THREAD = 200
_THEMES = 3
_OWN_WORDS = (Stage.WITNESS, Stage.PERSPECTIVE_STRETCH)


def bundle_for(
    unit: Unit, session: Session, person: str, message: Message, *, intent: Intent, queries: Iterable[Query]
) -> Bundle:
    """Gather what the stage allows for an answer to ``message``; ``queries`` are those of the plan that stand.

    A turn that is to avoid recall gets the message, its intensity and the trend, and nothing else.
    """
    stage, narrow = message.stage, intent is Intent.AVOID_RECALL
    own_words = stage in _OWN_WORDS
    in_stage_two = stage is Stage.PERSPECTIVE_STRETCH and not narrow
    draft = unit.words.draft(session.id, owner=person) if in_stage_two else None
    return Bundle(
        stage,
        intent,
        message.content,
        None if message.emotional_reading is None else message.emotional_reading.intensity,
        _trend(unit, session, person) if own_words or narrow else Direction.STABLE,
        turn=_turn(unit, session, person),
        thread=_thread(unit, session, person, message) if own_words and not narrow else (),
        draft=None if draft is None else draft.content,
        hint_available=in_stage_two and bool(readable_consents(session, person)),
        items=tuple(item for query in queries for item in _items(unit, session, person, stage, query)),
    )


def _turn(unit: Unit, session: Session, person: str) -> int:
    """Count the turns before this one: the message of this one has the newest place in the thread."""
    ((place, _),) = unit.words.messages(session.id, owner=person, limit=1)
    return place // 2


def _trend(unit: Unit, session: Session, person: str) -> Direction:
    newest_first = unit.words.readings(session.id, owner=person)
    return trend_of([each.intensity for _, each in reversed(newest_first)]).direction


def _thread(unit: Unit, session: Session, person: str, message: Message) -> tuple[Line, ...]:
    newest_first = unit.words.messages(session.id, owner=person, limit=_THREAD)
    return tuple(
        Line(each.role is Role.USER, each.content) for _, each in reversed(newest_first) if each.id != message.id
    )


def _items(unit: Unit, session: Session, person: str, stage: Stage, query: Query) -> tuple[Item, ...]:
    if query.kind is Kind.CONSENTED_CONTENT:
        return _consented(unit, session, person, CONSENTED[stage])
    found = _SOURCES.get(query.kind)
    return () if found is None else found(unit, session, person)


def _readings(unit: Unit, session: Session, person: str) -> tuple[Item, ...]:
    return tuple(
        Item(Kind.EMOTIONAL_READING, f"{each.intensity}: {each.context or ''}", person, "reading", "own", each.stage)
        for _, each in unit.words.readings(session.id, owner=person, limit=_THEMES)
    )


def _consented(unit: Unit, session: Session, person: str, allowed: Collection[ContentType]) -> tuple[Item, ...]:
    _, partner = sides(session, person)
    kinds = {each.id: each.content_type for each in readable_consents(session, person) if each.content_type in allowed}
    made_in = Stage.PERSPECTIVE_STRETCH
    return tuple(
        Item(Kind.CONSENTED_CONTENT, each.text, partner.id, kinds[each.consent_id], "live", made_in)
        for each in unit.words.shared(session.id, tuple(kinds))
    )


def _boundaries(unit: Unit, session: Session, person: str) -> tuple[Item, ...]:
    return tuple(
        Item(Kind.BOUNDARY, each.preview, person, "request", "own", Stage.PERSPECTIVE_STRETCH)
        for each in unit.words.requests(session.id, owner=person)
        if each.content_type is ContentType.BOUNDARY
    )


def _metadata(unit: Unit, session: Session, person: str) -> tuple[Item, ...]:  # noqa: ARG001  one shape for all
    me, _ = sides(session, person)
    stage = me.rows[-1].stage
    return (Item(Kind.SESSION_METADATA, f"stage {stage.value}", "session", "facts", "none", stage),)


_SOURCES: Mapping[Kind, Callable[[Unit, Session, str], tuple[Item, ...]]] = {
    Kind.SESSION_METADATA: _metadata,
    Kind.EMOTIONAL_READING: _readings,
    Kind.BOUNDARY: _boundaries,
}
"""Where the kinds that exist so far come from; the others have no content before their stage has."""
