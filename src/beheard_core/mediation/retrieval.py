"""What the facilitator may be given, stage by stage: the retrieval contract as one table.

A query names a kind of thing in the caller's own vessel, the shared one, or the global library. Nothing in its shape
can name another person, so a query for the partner's vessel cannot be written down.

Source: the contract's *Retrieval contract*, tables *Query* and *Memory intent*.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from beheard_core.mediation.barometer import PAUSE_ADVISED_FROM
from beheard_core.mediation.model import ContentType, Stage


class Vessel(StrEnum):
    """Where something lies."""

    OWN = "own"
    SHARED = "shared"
    GLOBAL = "global"


class Kind(StrEnum):
    """What can be asked for."""

    SESSION_METADATA = "session_metadata"
    RELATIONSHIP_METADATA = "relationship_metadata"
    SESSION_OUTCOMES = "session_outcomes"
    USER_EVENT = "user_event"
    EMOTIONAL_READING = "emotional_reading"
    BOUNDARY = "boundary"
    NEED = "need"
    CONSENTED_CONTENT = "consented_content"
    COMMON_GROUND = "common_ground"
    AGREEMENT = "agreement"
    MICRO_EXPERIMENT = "micro_experiment"
    EXPERIMENT_SUGGESTION = "experiment_suggestion"


class Intent(StrEnum):
    """What a turn of the conversation is for; it narrows what is retrieved, and never widens it."""

    AVOID_RECALL = "avoid_recall"
    EMOTIONAL_VALIDATION = "emotional_validation"
    RECALL_COMMITMENT = "recall_commitment"
    STAGE_ENFORCEMENT = "stage_enforcement"
    OFFER_CONTINUITY = "offer_continuity"


@frozen
class Query:
    """One closed question; ``consent_active`` asks for shared content whose consent is live."""

    kind: Kind
    vessel: Vessel
    consent_active: bool = False


@frozen
class Turn:
    """The turn that queries are for; ``hint`` is a turn of stage 2 for which the person asked for a hint."""

    stage: Stage
    intent: Intent
    hint: bool = False


@frozen
class Item:
    """Something that was retrieved: what it says, and the tags without which it is rejected."""

    kind: Kind
    text: str
    source: str
    provenance: str
    consent: str
    stage: Stage


@frozen
class Plan:
    """The queries that stand, and those that were dropped and belong into the audit."""

    allowed: tuple[Query, ...]
    dropped: tuple[Query, ...]


Test = Callable[[Turn], bool]


def _always(_: Turn) -> bool:
    return True


def _on_a_hint(turn: Turn) -> bool:
    return turn.hint


_OWN_WORDS = (Stage.WITNESS, Stage.PERSPECTIVE_STRETCH)

VESSELS: Mapping[Kind, Vessel] = {
    Kind.SESSION_METADATA: Vessel.SHARED,
    Kind.RELATIONSHIP_METADATA: Vessel.SHARED,
    Kind.SESSION_OUTCOMES: Vessel.OWN,
    Kind.USER_EVENT: Vessel.OWN,
    Kind.EMOTIONAL_READING: Vessel.OWN,
    Kind.BOUNDARY: Vessel.OWN,
    Kind.NEED: Vessel.OWN,
    Kind.CONSENTED_CONTENT: Vessel.SHARED,
    Kind.COMMON_GROUND: Vessel.SHARED,
    Kind.AGREEMENT: Vessel.SHARED,
    Kind.MICRO_EXPERIMENT: Vessel.SHARED,
    Kind.EXPERIMENT_SUGGESTION: Vessel.GLOBAL,
}
"""Where each kind lies; a query that looks for it elsewhere is ill-formed."""

RETRIEVAL: Mapping[Kind, Mapping[Stage, Test]] = {
    Kind.SESSION_METADATA: dict.fromkeys(Stage, _always),
    Kind.RELATIONSHIP_METADATA: dict.fromkeys(Stage, _always),
    Kind.SESSION_OUTCOMES: {Stage.ONBOARDING: _always},
    Kind.USER_EVENT: dict.fromkeys(_OWN_WORDS, _always),
    Kind.EMOTIONAL_READING: dict.fromkeys(_OWN_WORDS, _always),
    Kind.BOUNDARY: dict.fromkeys(_OWN_WORDS, _always),
    Kind.NEED: dict.fromkeys((*_OWN_WORDS, Stage.NEED_MAPPING), _always),
    Kind.CONSENTED_CONTENT: {
        Stage.PERSPECTIVE_STRETCH: _on_a_hint,
        Stage.NEED_MAPPING: _always,
        Stage.STRATEGIC_REPAIR: _always,
    },
    Kind.COMMON_GROUND: dict.fromkeys((Stage.NEED_MAPPING, Stage.STRATEGIC_REPAIR), _always),
    Kind.AGREEMENT: {Stage.STRATEGIC_REPAIR: _always},
    Kind.MICRO_EXPERIMENT: {Stage.STRATEGIC_REPAIR: _always},
    Kind.EXPERIMENT_SUGGESTION: {Stage.STRATEGIC_REPAIR: _always},
}
"""Which kinds may be asked for in which stage."""

_UNNAMED = frozenset(ContentType) - {ContentType.STRATEGY_PROPOSAL}

CONSENTED: Mapping[Stage, frozenset[ContentType]] = {
    Stage.PERSPECTIVE_STRETCH: _UNNAMED,
    Stage.NEED_MAPPING: frozenset({ContentType.IDENTIFIED_NEED}),
    Stage.STRATEGIC_REPAIR: _UNNAMED,
}
"""What a query for consented content finds in which stage; a strategy never, because it would name its author."""

_NARROWED: Mapping[Intent, frozenset[Kind]] = {
    # The message, its intensity and the trend are all that such a turn gets; none of them is a query.
    Intent.AVOID_RECALL: frozenset(),
}


def is_allowed(query: Query, turn: Turn) -> bool:
    """Tell whether a query may be asked in a turn."""
    test = RETRIEVAL[query.kind].get(turn.stage)
    well_formed = query.vessel is VESSELS[query.kind] and query.consent_active == _needs_consent(query.kind)
    return well_formed and test is not None and test(turn) and query.kind in _NARROWED.get(turn.intent, frozenset(Kind))


def plan(queries: Iterable[Query], turn: Turn) -> Plan:
    """Sort queries into those that stand and those that are dropped; what stands is asked once a turn."""
    asked = tuple(dict.fromkeys(queries))
    return Plan(
        tuple(query for query in asked if is_allowed(query, turn)),
        tuple(query for query in asked if not is_allowed(query, turn)),
    )


def everything_allowed(turn: Turn) -> tuple[Query, ...]:
    """Give every query that a turn allows: what a facilitator that plans nothing may be given."""
    queries = (Query(kind, VESSELS[kind], _needs_consent(kind)) for kind in Kind)
    return tuple(query for query in queries if is_allowed(query, turn))


def intent_of(
    stage: Stage, *, message_intensity: int | None, latest_reading: int | None, recalls_agreement: bool
) -> Intent:
    """Say what a turn is for; the first rule that fits decides."""
    intensity = latest_reading if message_intensity is None else message_intensity
    if intensity is not None and intensity >= PAUSE_ADVISED_FROM:
        return Intent.AVOID_RECALL
    if stage is Stage.WITNESS:
        return Intent.EMOTIONAL_VALIDATION
    if recalls_agreement or stage is Stage.STRATEGIC_REPAIR:
        return Intent.RECALL_COMMITMENT
    return Intent.STAGE_ENFORCEMENT if stage is Stage.ONBOARDING else Intent.OFFER_CONTINUITY


def _needs_consent(kind: Kind) -> bool:
    return kind is Kind.CONSENTED_CONTENT
