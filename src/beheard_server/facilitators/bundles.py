"""What a facilitator is given for one turn: the stage's bundle, gathered in one place."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice

from attrs import frozen

from beheard_core.mediation.barometer import Direction, trend_of
from beheard_core.mediation.messages import Message, Role
from beheard_core.mediation.model import AgreementType, ContentType, Session, Stage
from beheard_core.mediation.retrieval import CONSENTED, Intent, Item, Kind, Query
from beheard_core.mediation.standing import confirmed_ground, sides, visible_ground, visible_overlap
from beheard_core.mediation.strategies import readable_pool
from beheard_core.mediation.views.words import readable_consents
from beheard_server.facilitators import Bundle, Line
from beheard_server.facilitators.offline import curated, english
from beheard_server.store import Unit

_THREAD = 200
_THEMES = 3
_SUGGESTIONS = 5
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
    strategies = _Strategies()
    if stage is Stage.STRATEGIC_REPAIR and not narrow:
        strategies = _strategies(unit, session, person)
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
        pool=strategies.pool,
        ranking=strategies.ranking,
        overlap=strategies.overlap,
    )


@frozen
class _Strategies:
    pool: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()
    overlap: tuple[str, ...] = ()


def _strategies(unit: Unit, session: Session, person: str) -> _Strategies:
    """Give what the strategies in the pool say: in the pool's order, in this person's, and where both orders meet."""
    me, _ = sides(session, person)
    pool = readable_pool(session, person)
    texts = unit.common.strategies(session.id, pool)
    ranked = () if me.ranking is None else me.ranking.strategy_ids

    def said(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(texts[each].description for each in ids if each in texts)

    return _Strategies(said(pool), said(ranked), said(visible_overlap(session)))


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


def _needs(unit: Unit, session: Session, person: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            Kind.NEED,
            f"{each.need}: {each.description}",
            person,
            "named by the person" if each.by_person else "found by the facilitator",
            "own",
            Stage.NEED_MAPPING,
        )
        for each in unit.words.needs(session.id, owner=person)
    )


def _common_ground(unit: Unit, session: Session, person: str) -> tuple[Item, ...]:
    """Give what both can see; from stage 4 on, only what both have confirmed."""
    me, _ = sides(session, person)
    settled = me.rows[-1].stage is Stage.STRATEGIC_REPAIR
    ground = confirmed_ground(session) if settled else visible_ground(session)
    texts = unit.common.ground(session.id, [each.id for each in ground])
    return tuple(
        Item(
            Kind.COMMON_GROUND,
            f"{texts[each.id].need}: {texts[each.id].description}",
            "both",
            "confirmed by both" if each.confirmed_at is not None else "not confirmed by both",
            "live",
            Stage.NEED_MAPPING,
        )
        for each in ground
    )


def _agreements(unit: Unit, session: Session, *, experiments: bool) -> Iterator[Item]:
    texts = unit.common.agreements(session.id, [each.id for each in session.agreements])
    for each in session.agreements:
        if (each.type is AgreementType.MICRO_EXPERIMENT) == experiments:
            kind = Kind.MICRO_EXPERIMENT if experiments else Kind.AGREEMENT
            status = each.status.lower()
            yield Item(kind, texts[each.id].description, "both", status, "live", Stage.STRATEGIC_REPAIR)


def _experiments(unit: Unit, session: Session, person: str) -> tuple[Item, ...]:  # noqa: ARG001  one shape for all
    """Give a few of the library's experiments for what both need."""
    ground = confirmed_ground(session)
    texts = unit.common.ground(session.id, [each.id for each in ground])
    wanted = {each.category for each in texts.values()}
    found = (each for each in curated(english()) if not wanted.isdisjoint(each.categories))
    return tuple(
        Item(Kind.EXPERIMENT_SUGGESTION, each.text, "library", "suggestion", "none", Stage.STRATEGIC_REPAIR)
        for each in islice(found, _SUGGESTIONS)
    )


def _consented(unit: Unit, session: Session, person: str, allowed: Collection[ContentType]) -> tuple[Item, ...]:
    _, partner = sides(session, person)
    kinds = {each.id: each.content_type for each in readable_consents(session, person) if each.content_type in allowed}

    def made_in(kind: ContentType) -> Stage:
        return Stage.NEED_MAPPING if kind is ContentType.IDENTIFIED_NEED else Stage.PERSPECTIVE_STRETCH

    return tuple(
        Item(
            Kind.CONSENTED_CONTENT,
            each.text,
            partner.id,
            kinds[each.consent_id],
            "live",
            made_in(kinds[each.consent_id]),
        )
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
    Kind.NEED: _needs,
    Kind.COMMON_GROUND: _common_ground,
    Kind.AGREEMENT: lambda unit, session, _: tuple(_agreements(unit, session, experiments=False)),
    Kind.MICRO_EXPERIMENT: lambda unit, session, _: tuple(_agreements(unit, session, experiments=True)),
    Kind.EXPERIMENT_SUGGESTION: _experiments,
}
"""Where the kinds that exist so far come from; the others have no content before their stage has."""
