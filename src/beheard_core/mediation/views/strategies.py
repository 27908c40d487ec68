"""Stage 4 as people see it: a pool without authors, what both rank high, and what they agree on."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import frozen

from beheard_core.mediation.agreements import (
    STALE_REASON,
    AgreementText,
    agreement_of,
    can_resolve,
    follow_ups,
    is_stale,
    readable_agreements,
)
from beheard_core.mediation.model import Agreement, AgreementStatus, AgreementType, Session
from beheard_core.mediation.standing import (
    StrategyPhase,
    agreed,
    confirmed_ground,
    sides,
    strategy_phase,
    visible_overlap,
    visible_strategies,
)
from beheard_core.mediation.strategies import OPEN, StrategyText, readable_pool, require_revealed

AI_GENERATED = "AI_GENERATED"


@frozen
class StrategyView:
    """Something that could be tried; nobody is told whose idea it was."""

    id: str
    description: str
    needs_addressed: tuple[str, ...]
    duration: str | None
    measure_of_success: str | None


@frozen
class StrategyPool:
    """All strategies, the same list for both."""

    strategies: tuple[StrategyView, ...]
    ai_suggestions_available: bool
    phase: StrategyPhase


@frozen
class RefinementView:
    """Another wording of a strategy, for its proposer alone to consider."""

    original: str
    refined: str
    reason: str


@frozen
class StrategyProposed:
    """A strategy that the caller has put into the pool."""

    strategy: StrategyView
    total_strategies: int
    refinement: RefinementView | None = None


@frozen
class StrategiesSuggested:
    """Strategies that the facilitator has put into the pool."""

    suggestions: tuple[StrategyView, ...]
    source: str = AI_GENERATED


@frozen
class Readiness:
    """Whether the caller, the partner, and so both, find the pool complete."""

    ready: bool
    partner_ready: bool
    can_start_ranking: bool


@frozen
class RankingReceipt:
    """A ranking that was kept; the partner is told that there is one, and nothing of what it says."""

    submitted: bool
    submitted_at: datetime
    partner_submitted: bool
    awaiting_reveal: bool


@frozen
class OverlapView:
    """What both rank high, best first."""

    overlap: tuple[StrategyView, ...]
    phase: StrategyPhase


@frozen
class AgreementView:
    """A proposal, and what the two have said to it."""

    id: str
    description: str
    type: AgreementType
    duration: str | None
    measure_of_success: str | None
    status: AgreementStatus
    agreed_by_me: bool
    agreed_by_partner: bool
    agreed_at: datetime | None
    follow_up_date: datetime | None
    has_stale_inputs: bool
    stale_reason: str | None = None


@frozen
class AgreementOffered:
    """A proposal of the caller's."""

    agreement: AgreementView
    awaiting_partner_confirmation: bool


@frozen
class AgreementList:
    """All proposals, newest first."""

    agreements: tuple[AgreementView, ...]


@frozen
class AgreementAnswered:
    """A proposal after the caller's answer, and whether the session can be ended with what is agreed."""

    agreement: AgreementView
    session_can_resolve: bool


@frozen
class Resolved:
    """The end of the process, and what was agreed."""

    resolved: bool
    resolved_at: datetime
    agreements: tuple[AgreementView, ...]
    follow_up_scheduled: bool


StrategyTexts = Mapping[str, StrategyText]
"""What strategies say, by their id."""
AgreementTexts = Mapping[str, AgreementText]
"""What agreements say, by their id."""


def strategy_views(strategy_ids: Iterable[str], texts: StrategyTexts) -> tuple[StrategyView, ...]:
    """Show strategies in the order given."""
    found = (texts[each] for each in strategy_ids)
    return tuple(
        StrategyView(each.id, each.description, each.needs_addressed, each.duration, each.measure_of_success)
        for each in found
    )


def strategy_pool(session: Session, viewer: str, texts: StrategyTexts) -> StrategyPool:
    """Show the pool.

    Raises:
        GateNotSatisfied: the viewer is not in stage 4.
    """
    phase = strategy_phase(session)
    available = phase in OPEN and bool(confirmed_ground(session))
    return StrategyPool(strategy_views(readable_pool(session, viewer), texts), available, phase)


def strategy_proposed(session: Session, strategy_id: str, texts: StrategyTexts) -> StrategyProposed:
    """Show a strategy that was just put into the pool."""
    (view,) = strategy_views((strategy_id,), texts)
    return StrategyProposed(view, len(visible_strategies(session)))


def readiness(session: Session, viewer: str) -> Readiness:
    """Show who finds the pool complete."""
    me, partner = sides(session, viewer)
    return Readiness(
        me.ready_at is not None, partner.ready_at is not None, strategy_phase(session) is StrategyPhase.RANKING
    )


def ranking_receipt(session: Session, viewer: str) -> RankingReceipt:
    """Show that the caller has ranked, and whether the partner has."""
    me, partner = sides(session, viewer)
    assert me.ranking is not None  # noqa: S101  the decision behind this session has set it
    both = partner.ranking is not None
    return RankingReceipt(True, me.ranking.submitted_at, both, not both)


def overlap_view(session: Session, viewer: str, texts: StrategyTexts) -> OverlapView:
    """Show what both rank high.

    Raises:
        GateNotSatisfied: the viewer is not in stage 4, or has not ranked.
        PartnerNotReady: the partner has not ranked.
    """
    require_revealed(session, viewer)
    return OverlapView(strategy_views(visible_overlap(session), texts), strategy_phase(session))


def agreement_view(session: Session, viewer: str, agreement: Agreement, texts: AgreementTexts) -> AgreementView:
    """Show one agreement."""
    me, partner = sides(session, viewer)
    text, stale = texts[agreement.id], is_stale(session, agreement)
    return AgreementView(
        agreement.id,
        text.description,
        agreement.type,
        text.duration,
        text.measure_of_success,
        agreement.status,
        me.id in agreement.agreed_by,
        partner.id in agreement.agreed_by,
        agreement.agreed_at,
        agreement.follow_up_date,
        stale,
        STALE_REASON if stale else None,
    )


def agreement_list(session: Session, viewer: str, texts: AgreementTexts) -> AgreementList:
    """Show all proposals, newest first.

    Raises:
        GateNotSatisfied: the viewer is not in stage 4.
    """
    found = readable_agreements(session, viewer)
    return AgreementList(tuple(agreement_view(session, viewer, each, texts) for each in found))


def agreement_answered(session: Session, viewer: str, agreement_id: str, texts: AgreementTexts) -> AgreementAnswered:
    """Show an agreement that was just answered."""
    view = agreement_view(session, viewer, agreement_of(session, agreement_id), texts)
    return AgreementAnswered(view, can_resolve(session))


def resolved(session: Session, viewer: str, texts: AgreementTexts) -> Resolved:
    """Show the end of a session, and what the two have agreed on."""
    assert session.resolved_at is not None  # noqa: S101  the decision behind this session has set it
    agreements = tuple(agreement_view(session, viewer, each, texts) for each in reversed(agreed(session)))
    return Resolved(True, session.resolved_at, agreements, bool(follow_ups(session)))
