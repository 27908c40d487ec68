"""Stage 4, strategies: a pool without authors, two private rankings, and what both rank high.

Nobody is told who proposed what. A strategy of one's own can be taken out again; one that the facilitator suggested
belongs to nobody.

Source: the contract's *Stage 4*, *Strategy phase* and *Overlap*.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict
from beheard_core.fields import check, require_known, text, texts, whole
from beheard_core.mediation.consent import with_consent
from beheard_core.mediation.events import RankingSubmitted, ReadyToRank
from beheard_core.mediation.model import (
    Consent,
    ContentType,
    GateKey,
    Ranking,
    Round,
    Session,
    Stage,
    Strategy,
)
from beheard_core.mediation.ranking import overlap
from beheard_core.mediation.refusals import GateNotSatisfied, PartnerNotReady
from beheard_core.mediation.standing import (
    StrategyPhase,
    confirmed_ground,
    require_at,
    require_stage,
    sides,
    strategy_phase,
    visible_strategies,
    with_participant,
)

OPEN = frozenset({StrategyPhase.COLLECTING, StrategyPhase.NEGOTIATING})
"""The phases in which the pool takes something in."""
MOST_SUGGESTED = 5
_NEEDS = 3
_WORDS = 200


@frozen
class StrategyText:
    """What a strategy says; ``duration`` and ``measure_of_success`` are told where they are known."""

    id: str
    description: str
    needs_addressed: tuple[str, ...] = ()
    duration: str | None = None
    measure_of_success: str | None = None


@frozen(kw_only=True)
class NewStrategy:
    """Something that could be tried."""

    description: str = field(**text("What could be tried", most=800))
    needs_addressed: tuple[str, ...] = field(
        default=(), **texts("The needs that it is for", least=0, most=_NEEDS, longest=_WORDS)
    )
    duration: str | None = field(default=None, **text("For how long", most=100))
    measure_of_success: str | None = field(default=None, **text("How you would notice that it helps", most=500))


@frozen(kw_only=True)
class SuggestionWish:
    """How many strategies the facilitator is asked for, and for which needs."""

    count: int = field(default=3, **whole("How many", low=1, high=MOST_SUGGESTED))
    focus_needs: tuple[str, ...] = field(
        default=(), **texts("The needs that matter most", least=0, most=_NEEDS, longest=_WORDS)
    )


@frozen(kw_only=True)
class NewRanking:
    """Strategies in one person's order, best first; whatever is left out comes behind them all."""

    ranked_ids: tuple[str, ...] = field(**texts("Strategies, best first", most=1000, longest=_WORDS, unique=True))


def propose_strategy(
    session: Session, person: str, new: NewStrategy, *, strategy_id: str, consent_id: str, now: datetime
) -> Decision[Session]:
    """Put something into the pool; nobody is told, and its author can take it out by the consent.

    After rankings that led nowhere this opens a new round.

    Raises:
        Invalid: it breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4.
        Conflict: the pool is closed.
    """
    check(new)
    me, _ = require_at(session, person, Stage.STRATEGIC_REPAIR)
    _require_open(session)
    session = _with_a_new_round(session)
    me, _ = sides(session, person)
    me = with_consent(me, Consent(consent_id, ContentType.STRATEGY_PROPOSAL, strategy_id, now))
    pool = (*session.strategies, Strategy(strategy_id, consent_id))
    return Decision(evolve(with_participant(session, me), strategies=pool))


def may_suggest(session: Session, person: str) -> None:
    """Let somebody pass who can ask the facilitator for strategies.

    Raises:
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4, or the two have no confirmed common ground in sight.
        Conflict: the pool is closed.
    """
    require_at(session, person, Stage.STRATEGIC_REPAIR)
    if not confirmed_ground(session):
        raise GateNotSatisfied(Stage.NEED_MAPPING, (GateKey.COMMON_GROUND_CONFIRMED,))
    _require_open(session)


def suggest_strategies(session: Session, person: str, *, strategy_ids: Iterable[str]) -> Decision[Session]:
    """Put what the facilitator suggests into the pool; after rankings that led nowhere this opens a new round.

    Raises:
        Refusal: as :func:`may_suggest`.
    """
    may_suggest(session, person)
    suggested = tuple(map(Strategy, strategy_ids))
    if not suggested:
        return Decision(session)
    session = _with_a_new_round(session)
    return Decision(evolve(session, strategies=(*session.strategies, *suggested)))


def ready_to_rank(session: Session, person: str, *, now: datetime) -> Decision[Session]:
    """Find the pool complete; once both do, it is closed and can be ranked. Repeating it changes nothing.

    Raises:
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4.
        Conflict: nothing is being collected, or the pool is empty.
    """
    me, _ = require_at(session, person, Stage.STRATEGIC_REPAIR)
    if me.ready_at is not None:
        return Decision(session)
    if strategy_phase(session) is not StrategyPhase.COLLECTING:
        raise Conflict("Nothing is being collected now.")
    if not visible_strategies(session):
        raise Conflict("There is nothing to rank yet.")
    session = with_participant(session, evolve(me, ready_at=now))
    event = ReadyToRank(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(session, updated_at=now), (event,))


def rank(session: Session, person: str, new: NewRanking, *, now: datetime) -> Decision[Session]:
    """Rank the strategies in private; until the partner has, a new ranking replaces the one before.

    The second of the two rankings has both compared. Only the first ranking of a person's in a round is announced.

    Raises:
        Invalid: the ranking breaks a rule, or names what is not in the pool.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4, or not ready.
        PartnerNotReady: the partner is not ready.
        Conflict: both have ranked, or the two have agreed already.
    """
    check(new)
    me, partner = require_at(session, person, Stage.STRATEGIC_REPAIR)
    if me.ready_at is None:
        raise GateNotSatisfied(Stage.STRATEGIC_REPAIR, (GateKey.STRATEGIES_SUBMITTED,))
    if partner.ready_at is None:
        raise PartnerNotReady
    visible = {each.id for each in visible_strategies(session)}
    require_known(new.ranked_ids, visible, path="ranked_ids[{}]", problem="must be in the pool")
    if strategy_phase(session) is not StrategyPhase.RANKING:
        raise Conflict("Nothing is being ranked now.")
    first = me.ranking is None
    session = with_participant(session, evolve(me, ranking=Ranking(new.ranked_ids, now)))
    if partner.ranking is not None:
        both = overlap(new.ranked_ids, partner.ranking.strategy_ids, visible=visible)
        session = evolve(session, overlap=both)
    if not first:
        return Decision(session)
    event = RankingSubmitted(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(session, updated_at=now), (event,))


def readable_pool(session: Session, person: str) -> tuple[str, ...]:
    """Give the ids of the strategies in the pool, in an order that shows neither author nor time, the same for both.

    Raises:
        Forbidden: ``person`` is not a participant.
        GateNotSatisfied: this person is not in stage 4.
    """
    me, _ = sides(session, person)
    require_stage(me, Stage.STRATEGIC_REPAIR)
    return in_pool_order(session, (each.id for each in visible_strategies(session)))


def in_pool_order(session: Session, strategy_ids: Iterable[str]) -> tuple[str, ...]:
    """Give strategies in the order of the pool: by a hash of their id, keyed by the session's."""
    key = blake2b(session.id.encode(), digest_size=32).digest()
    return tuple(sorted(strategy_ids, key=lambda each: blake2b(each.encode(), key=key).digest()))


def require_revealed(session: Session, person: str) -> None:
    """Let somebody pass who may see what both rank high.

    Raises:
        Forbidden: ``person`` is not a participant.
        GateNotSatisfied: this person is not in stage 4, or has not ranked.
        PartnerNotReady: the partner has not ranked.
    """
    me, partner = sides(session, person)
    require_stage(me, Stage.STRATEGIC_REPAIR)
    if me.ranking is None:
        raise GateNotSatisfied(Stage.STRATEGIC_REPAIR, (GateKey.RANKINGS_SUBMITTED,))
    if partner.ranking is None:
        raise PartnerNotReady


def _require_open(session: Session) -> None:
    if strategy_phase(session) not in OPEN:
        raise Conflict("The pool is closed.")


def _with_a_new_round(session: Session) -> Session:
    """Put away rankings that led nowhere, and let both collect again."""
    inviter, invitee = session.inviter, session.invitee
    if inviter.ranking is None or invitee.ranking is None:
        return session
    return evolve(
        session,
        inviter=evolve(inviter, ready_at=None, ranking=None),
        invitee=evolve(invitee, ready_at=None, ranking=None),
        overlap=None,
        past_rounds=(*session.past_rounds, Round(inviter.ranking, invitee.ranking)),
    )
