"""Stage 4, strategies: the pool, what is suggested for it, two private rankings, and what both rank high."""

from attrs import evolve

from beheard_core import Conflict, Forbidden, Invalid, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import GateNotSatisfied, PartnerNotReady, SessionNotActive, SuggestionWish
from beheard_core.mediation.standing import sides
from beheard_core.mediation.strategies import (
    NewRanking,
    NewStrategy,
    propose_strategy,
    rank,
    ready_to_rank,
)
from beheard_core.mediation.views import (
    OverlapView,
    RankingReceipt,
    Readiness,
    StrategiesSuggested,
    StrategyPool,
    StrategyProposed,
    overlap_view,
    ranking_receipt,
    readiness,
    strategy_pool,
    strategy_proposed,
    strategy_views,
)
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.repair import refinement, strategy_texts, suggested, text_of
from beheard_server.shell import load
from beheard_server.store import Unit

routes = Routes("strategies", tag="Stage 4: Strategic Repair", envelope=MEDIATION)


@routes.at("GET", "/sessions/<session_id>/strategies")
@routes.signed_in
@routes.replies(StrategyPool, refusals=[Forbidden, NotFound, GateNotSatisfied])
def list_strategies(caller: Principal, session_id: str) -> StrategyPool:
    """Show the pool, the same list for both, without authors."""

    def look(unit: Unit) -> StrategyPool:
        session = load(unit, session_id).value
        return strategy_pool(session, caller.id, strategy_texts(unit, session))

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/strategies")
@routes.signed_in
@routes.arguments(NewStrategy)
@routes.replies(
    StrategyProposed, status=201, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict]
)
def propose(body: NewStrategy, caller: Principal, session_id: str) -> StrategyProposed:
    """Put something into the pool; nobody is told, and the caller can take it out by its consent."""
    state = beheard()
    shell, strategy_id = state.shell, state.shell.new_id("strat")

    def work(unit: Unit) -> StrategyProposed:
        stored = load(unit, session_id)
        decision = propose_strategy(
            stored.value,
            caller.id,
            body,
            strategy_id=strategy_id,
            consent_id=shell.new_id("consent"),
            now=shell.clock(),
        )
        shell.save(unit, stored, decision)
        text = text_of(body, strategy_id)
        unit.common.add_strategy(session_id, text, owner=caller.id)
        me, _ = sides(decision.state, caller.id)
        shell.share(unit, session_id, caller.id, me.consents[-1], body.description)
        return strategy_proposed(decision.state, strategy_id, {strategy_id: text})

    proposed = shell.commit(work)
    better = refinement(shell, state.facilitator, session_id, body.description)
    return evolve(proposed, refinement=better)


@routes.at("POST", "/sessions/<session_id>/strategies/suggest")
@routes.signed_in
@routes.arguments(SuggestionWish)
@routes.replies(StrategiesSuggested, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def suggest(body: SuggestionWish, caller: Principal, session_id: str) -> StrategiesSuggested:
    """Have strategies suggested for what both need; they join the pool."""
    state = beheard()
    texts = suggested(state.shell, state.facilitator, session_id, caller.id, body)
    return StrategiesSuggested(strategy_views([each.id for each in texts], {each.id: each for each in texts}))


@routes.at("POST", "/sessions/<session_id>/strategies/ready")
@routes.signed_in
@routes.replies(Readiness, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def be_ready(caller: Principal, session_id: str) -> Readiness:
    """Find the pool complete; once both do, it is closed and can be ranked."""
    shell = beheard().shell
    session = shell.change(session_id, lambda session: ready_to_rank(session, caller.id, now=shell.clock()))
    return readiness(session, caller.id)


@routes.at("POST", "/sessions/<session_id>/strategies/rank")
@routes.signed_in
@routes.arguments(NewRanking)
@routes.replies(
    RankingReceipt,
    refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, PartnerNotReady, Invalid, Conflict],
)
def rank_strategies(body: NewRanking, caller: Principal, session_id: str) -> RankingReceipt:
    """Rank the strategies in private; the second ranking has both compared."""
    shell = beheard().shell
    session = shell.change(session_id, lambda session: rank(session, caller.id, body, now=shell.clock()))
    return ranking_receipt(session, caller.id)


@routes.at("GET", "/sessions/<session_id>/strategies/overlap")
@routes.signed_in
@routes.replies(OverlapView, refusals=[Forbidden, NotFound, GateNotSatisfied, PartnerNotReady])
def get_overlap(caller: Principal, session_id: str) -> OverlapView:
    """Show what both rank high, and nothing else of anybody's ranking."""

    def look(unit: Unit) -> OverlapView:
        session = load(unit, session_id).value
        return overlap_view(session, caller.id, strategy_texts(unit, session))

    return beheard().shell.read(look)
