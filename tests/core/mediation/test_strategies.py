"""Stage 4, the strategies: the pool, the two rankings and the phases, against the contract's *Stage 4*."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Conflict, Decision, Forbidden, Invalid
from beheard_core.fields import validate
from beheard_core.mediation import GateKey, GateNotSatisfied, SessionNotActive, SessionStatus, Stage
from beheard_core.mediation.events import RankingSubmitted, ReadyToRank
from beheard_core.mediation.gates import gates_of
from beheard_core.mediation.model import (
    CommonGround,
    Consent,
    ContentType,
    Ranking,
    Session,
    Stage4Gates,
    Strategy,
)
from beheard_core.mediation.refusals import PartnerNotReady
from beheard_core.mediation.standing import (
    StrategyPhase,
    sides,
    strategy_phase,
)
from beheard_core.mediation.strategies import (
    NewRanking,
    SuggestionWish,
    in_pool_order,
    may_suggest,
    rank,
    readable_pool,
    require_revealed,
)
from tests.core.mediation.people import ANNA, BEN, CLEO, at, invited, person, session
from tests.core.mediation.repair import (
    ACTS,
    AGREED,
    AGREED_EARLY,
    COLLECTING,
    EARLIER,
    NEGOTIATING,
    NOW,
    PHASES,
    RANKING,
    READY,
    REVEALING,
    S4,
    marks,
    pool,
    propose,
    ranks,
    ready,
    repairing,
    suggest,
    withdraw,
)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
def test_nobody_acts_in_a_session_that_is_not_live_whatever_else_is_missing(act: str, status: SessionStatus) -> None:
    for met in (evolve(COLLECTING, status=status), evolve(AGREED, status=status), session(status=status)):
        with pytest.raises(SessionNotActive):
            ACTS[act](met)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_but_the_two_in_whatever_status_the_session_is(act: str) -> None:
    for met, who in ((COLLECTING, CLEO), (evolve(AGREED, status=SessionStatus.RESOLVED), CLEO), (invited(), BEN)):
        with pytest.raises(Forbidden):
            ACTS[act](met, who)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", EARLIER)
def test_nobody_acts_before_stage_4_whatever_the_phase(act: str, stage: str) -> None:
    with pytest.raises(GateNotSatisfied) as caught:
        ACTS[act](EARLIER[stage])
    assert (caught.value.required_stage, caught.value.unsatisfied) == (S4, ())


MALFORMED: dict[str, tuple[Callable[[Session, str], object], str]] = {
    "no description": (lambda met, who: propose(met, who, description=" "), "description"),
    "a long description": (lambda met, who: propose(met, who, description="x" * 801), "description"),
    "four needs": (lambda met, who: propose(met, who, needs_addressed=("n",) * 4), "needs_addressed"),
    "a long duration": (lambda met, who: propose(met, who, duration="x" * 101), "duration"),
    "a long measure": (lambda met, who: propose(met, who, measure_of_success="x" * 501), "measure_of_success"),
    "an empty ranking": (lambda met, who: ranks(met, who, ""), "ranked_ids"),
    "one strategy twice": (lambda met, who: ranks(met, who, "a1 b1 a1"), "ranked_ids"),
}


@pytest.mark.parametrize(("act", "path"), MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("who", [ANNA, CLEO])
def test_a_malformed_body_is_refused_before_anything_else(
    act: Callable[[Session, str], object], path: str, who: str
) -> None:
    for met in (RANKING, evolve(AGREED, status=SessionStatus.PAUSED), session()):
        with pytest.raises(Invalid) as caught:
            act(met, who)
        assert [each.path.partition("[")[0] for each in caught.value.violations] == [path]


def test_the_longest_that_the_contract_allows_is_allowed() -> None:
    longest = {"description": "x" * 800, "duration": "x" * 100, "measure_of_success": "x" * 500}
    met = propose(COLLECTING, needs_addressed=("n",) * 3, **longest).state
    assert pool(met) == [*pool(COLLECTING), "a9"]


@pytest.mark.parametrize(("count", "right"), [(0, False), (1, True), (5, True), (6, False), (True, False)])
def test_one_to_five_suggestions_can_be_wished_for(count: Any, right: bool) -> None:
    assert (validate(SuggestionWish(count=count)) == ()) is right
    assert SuggestionWish().count == 3


# -- the pool ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_a_proposal_joins_the_pool_by_its_authors_consent_and_nobody_is_told(who: str) -> None:
    decision = propose(COLLECTING, who)
    me, partner = sides(decision.state, who)
    assert decision.state.strategies == (*COLLECTING.strategies, Strategy("a9", "consent_a9"))
    assert me.consents[-1] == Consent("consent_a9", ContentType.STRATEGY_PROPOSAL, "a9", NOW)
    assert me.consents[-1].is_live
    assert not me.consents[-1].by_system
    assert partner == sides(COLLECTING, who)[1]
    assert decision.events == ()
    assert decision.state.updated_at == COLLECTING.updated_at


def test_the_same_can_be_proposed_twice() -> None:
    met = propose(propose(COLLECTING).state, name="a10").state
    assert pool(met) == [*pool(COLLECTING), "a9", "a10"]


def test_suggestions_join_the_pool_without_an_author_and_nobody_is_told() -> None:
    decision = suggest(COLLECTING)
    assert decision.state == evolve(COLLECTING, strategies=(*COLLECTING.strategies, Strategy("s8"), Strategy("s9")))
    assert decision.events == ()


@pytest.mark.parametrize("met", [COLLECTING, NEGOTIATING], ids=["COLLECTING", "NEGOTIATING"])
def test_no_suggestion_changes_nothing(met: Session) -> None:
    assert suggest(met, names="") == Decision(met)


UNCONFIRMED = (CommonGround("cg_1", confirmed_by=(ANNA,)),)
HIDDEN = (CommonGround("cg_1", ("consent_x", "consent_y"), (ANNA, BEN), (), at(30)),)


@pytest.mark.parametrize("ground", [(), UNCONFIRMED, HIDDEN], ids=["nothing", "confirmed by one", "out of sight"])
@pytest.mark.parametrize("phase", PHASES)
def test_nothing_is_suggested_without_common_ground_in_sight_whatever_the_phase(
    ground: tuple[CommonGround, ...], phase: str
) -> None:
    met = evolve(PHASES[phase], common_ground=ground)
    for ask in (suggest, may_suggest):
        with pytest.raises(GateNotSatisfied) as caught:
            ask(met, ANNA)
        assert caught.value.unsatisfied == (GateKey.COMMON_GROUND_CONFIRMED,)


@pytest.mark.parametrize("act", ["propose", "suggest"])
@pytest.mark.parametrize("phase", PHASES)
def test_the_pool_takes_something_in_while_collecting_and_negotiating_and_is_closed_otherwise(
    act: str, phase: str
) -> None:
    met = PHASES[phase]
    if phase in ("COLLECTING", "NEGOTIATING"):
        assert len(pool(ACTS[act](met).state)) > len(pool(met))
        may_suggest(met, ANNA)
        return
    with pytest.raises(Conflict):
        ACTS[act](met)
    with pytest.raises(Conflict):
        may_suggest(met, BEN)


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_a_new_strategy_leaves_the_mark_of_whoever_is_ready_already(who: str) -> None:
    met = repairing("a1", ready=who)
    assert marks(propose(met, who).state) == marks(met)
    assert marks(suggest(met, who).state) == marks(met)


def test_both_read_the_same_pool_in_the_same_order() -> None:
    met = repairing("a1 a2 b1 b2 s1 s2", hidden="a3 b3")
    assert readable_pool(met, ANNA) == readable_pool(met, BEN)
    assert sorted(readable_pool(met, ANNA)) == ["a1", "a2", "b1", "b2", "s1", "s2"]


@given(st.permutations([f"strat_{number}" for number in range(8)]), st.permutations(range(8)))
def test_the_order_of_the_pool_tells_neither_when_nor_by_whom_something_came(names: list[str], by: list[int]) -> None:
    strategies = tuple(
        Strategy(name, None if number < 2 else f"consent_{number}") for name, number in zip(names, by, strict=True)
    )
    consents = [Consent(f"consent_{number}", ContentType.STRATEGY_PROPOSAL, "", at(1)) for number in range(8)]
    me, partner = person(ANNA, S4, consents=tuple(consents[:5])), person(BEN, S4, consents=tuple(consents[5:]))
    met = session(me, partner, strategies=strategies)
    assert readable_pool(met, ANNA) == in_pool_order(met, sorted(names))


def test_the_order_of_the_pool_is_another_one_in_another_session() -> None:
    names = [f"strat_{number}" for number in range(20)]
    orders = {in_pool_order(evolve(COLLECTING, id=f"sess_{number}"), names) for number in range(5)}
    assert len(orders) == 5
    assert all(sorted(order) == sorted(names) for order in orders)


@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.INVITED])
def test_the_pool_can_be_read_in_any_status_by_whoever_is_in_stage_4(status: SessionStatus) -> None:
    assert set(readable_pool(evolve(COLLECTING, status=status), ANNA)) == {"a1", "b1", "s1"}
    with pytest.raises(GateNotSatisfied, match="stage 4"):
        readable_pool(evolve(EARLIER["stage 3"], status=status), ANNA)
    with pytest.raises(Forbidden):
        readable_pool(evolve(COLLECTING, status=status), CLEO)


# -- ready ------------------------------------------------------------------------------------------------------------


def test_the_pool_is_closed_once_both_are_ready() -> None:
    first = ready(COLLECTING)
    assert first.events == (ReadyToRank(session_id="sess_1", actor_id=ANNA, timestamp=NOW),)
    assert (first.state.inviter.ready_at, first.state.invitee.ready_at, first.state.updated_at) == (NOW, None, NOW)
    assert strategy_phase(first.state) is StrategyPhase.COLLECTING
    second = ready(first.state, BEN)
    assert second.events == (ReadyToRank(session_id="sess_1", actor_id=BEN, timestamp=NOW),)
    assert strategy_phase(second.state) is StrategyPhase.RANKING


@pytest.mark.parametrize("met", [repairing(), repairing(hidden="a1 b1")], ids=["nothing yet", "all withdrawn"])
def test_nobody_is_ready_with_an_empty_pool(met: Session) -> None:
    with pytest.raises(Conflict):
        ready(met)


def test_nobody_becomes_ready_once_the_two_have_agreed() -> None:
    with pytest.raises(Conflict):
        ready(AGREED_EARLY)


@pytest.mark.parametrize("phase", PHASES)
def test_being_ready_again_is_harmless_in_every_phase_and_publishes_nothing(phase: str) -> None:
    met = ready(COLLECTING).state if phase == "COLLECTING" else PHASES[phase]
    assert ready(met) == Decision(met)


# -- rankings ---------------------------------------------------------------------------------------------------------


def test_whoever_is_not_ready_cannot_rank_whatever_they_rank() -> None:
    for met in (COLLECTING, repairing("a1", ready=BEN), AGREED_EARLY):
        with pytest.raises(GateNotSatisfied) as caught:
            ranks(met, order="nowhere")
        assert (caught.value.required_stage, caught.value.unsatisfied) == (S4, (GateKey.STRATEGIES_SUBMITTED,))


def test_nobody_ranks_before_the_partner_is_ready_whatever_they_rank() -> None:
    with pytest.raises(PartnerNotReady):
        ranks(repairing("a1", ready=ANNA), order="nowhere")


@pytest.mark.parametrize("met", [RANKING, REVEALING, AGREED], ids=["RANKING", "REVEALING", "AGREED"])
def test_what_is_not_in_the_pool_cannot_be_ranked_in_any_phase(met: Session) -> None:
    met = withdraw(met, "b1").state
    with pytest.raises(Invalid) as caught:
        ranks(met, order="b1 a1 strat_of_others")
    assert [each.path for each in caught.value.violations] == ["ranked_ids[0]", "ranked_ids[2]"]


@pytest.mark.parametrize("met", [REVEALING, NEGOTIATING, AGREED], ids=["REVEALING", "NEGOTIATING", "AGREED"])
@pytest.mark.parametrize("who", [ANNA, BEN])
def test_nobody_ranks_again_once_both_have(met: Session, who: str) -> None:
    with pytest.raises(Conflict):
        ranks(met, who)


def test_nobody_ranks_once_the_two_have_agreed() -> None:
    with pytest.raises(Conflict):
        ranks(evolve(RANKING, agreements=AGREED.agreements))


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_the_first_ranking_is_announced_and_the_last_one_counts(who: str) -> None:
    first = ranks(RANKING, who, "b1 a1")
    me, _ = sides(first.state, who)
    assert me.ranking == Ranking(("b1", "a1"), NOW)
    assert first.events == (RankingSubmitted(session_id="sess_1", actor_id=who, timestamp=NOW),)
    assert (first.state.updated_at, first.state.overlap) == (NOW, None)
    later = NOW + timedelta(minutes=1)
    again = rank(first.state, who, NewRanking(ranked_ids=("s1",)), now=later)
    me, _ = sides(again.state, who)
    assert me.ranking == Ranking(("s1",), later)
    assert again.events == ()
    assert (again.state.updated_at, strategy_phase(again.state)) == (NOW, StrategyPhase.RANKING)


def test_the_second_ranking_has_both_compared_and_is_announced() -> None:
    first = ranks(RANKING, ANNA, "s1 a1 b1").state
    decision = ranks(first, BEN, "b1 a1")
    assert decision.events == (RankingSubmitted(session_id="sess_1", actor_id=BEN, timestamp=NOW),)
    assert decision.state.overlap == ("a1", "b1")  # worse ranks 2 and 3
    assert strategy_phase(decision.state) is StrategyPhase.REVEALING


def test_two_rankings_with_nothing_in_common_lead_to_negotiating() -> None:
    met = ranks(ranks(RANKING, BEN, "b1").state, ANNA, "a1").state
    assert met.overlap == ()
    assert strategy_phase(met) is StrategyPhase.NEGOTIATING
    for who in (ANNA, BEN):
        assert gates_of(met, *sides(met, who), S4) == Stage4Gates(
            strategies_submitted=True, rankings_submitted=True, overlap_identified=True, agreement_created=False
        )


def test_what_was_withdrawn_between_the_rankings_is_not_compared() -> None:
    first = ranks(RANKING, ANNA, "b1 s1 a1").state
    second = ranks(withdraw(first, "b1").state, BEN, "a1 s1")
    assert second.state.overlap == ("a1", "s1")  # of two in sight the first two count: s1 a1 and a1 s1


def test_the_overlap_is_for_whoever_has_ranked_once_the_partner_has() -> None:
    first = ranks(RANKING).state
    with pytest.raises(PartnerNotReady):
        require_revealed(first, ANNA)
    for met in (first, RANKING, repairing("a1 b1", ready=READY, anna="a1")):
        with pytest.raises(GateNotSatisfied) as caught:
            require_revealed(met, BEN)
        assert (caught.value.required_stage, caught.value.unsatisfied) == (S4, (GateKey.RANKINGS_SUBMITTED,))
    with pytest.raises(GateNotSatisfied) as caught:
        require_revealed(EARLIER["stage 3"], ANNA)
    assert (caught.value.required_stage, caught.value.unsatisfied) == (S4, ())
    with pytest.raises(Forbidden):
        require_revealed(REVEALING, CLEO)
    for who in (ANNA, BEN):
        require_revealed(evolve(REVEALING, status=SessionStatus.PAUSED), who)


def test_somebody_alone_in_stage_4_can_collect_and_be_ready_and_then_waits_for_the_partner() -> None:
    alone = evolve(repairing("a1"), invitee=person(BEN, Stage.NEED_MAPPING))
    met = ready(propose(alone).state).state
    with pytest.raises(PartnerNotReady):
        ranks(met)
