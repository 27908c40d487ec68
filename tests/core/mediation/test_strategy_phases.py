"""Stage 4, the phases: how they follow from the facts, what is taken out, and a new round, against the contract."""

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, Refusal
from beheard_core.mediation import GateNotSatisfied, SessionStatus
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.gates import gates_of
from beheard_core.mediation.model import (
    AgreementStatus,
    Ranking,
    Round,
    Session,
    Stage4Gates,
)
from beheard_core.mediation.standing import (
    StrategyPhase,
    sides,
    strategy_phase,
    visible_overlap,
)
from tests.core.mediation.people import ANNA, BEN, at
from tests.core.mediation.repair import (
    ACTS,
    AGREED,
    AGREED_EARLY,
    COLLECTING,
    NEGOTIATING,
    NOW,
    PHASES,
    RANKED,
    RANKING,
    READY,
    REVEALING,
    S4,
    marks,
    pool,
    proposal,
    propose,
    ranks,
    ready,
    repairing,
    suggest,
    withdraw,
)

OPEN, REFUSED = proposal("agr_1", ANNA), proposal("agr_2", BEN, status=AgreementStatus.ABANDONED)
DERIVED: dict[str, tuple[Session, StrategyPhase]] = {
    "nothing is there": (repairing(), StrategyPhase.COLLECTING),
    "something is there": (COLLECTING, StrategyPhase.COLLECTING),
    "one is ready": (repairing("a1", ready=ANNA), StrategyPhase.COLLECTING),
    "the other is ready": (repairing("a1", ready=BEN), StrategyPhase.COLLECTING),
    "both are ready for nothing": (repairing(hidden="a1 b1", ready=READY), StrategyPhase.COLLECTING),
    "both are ready": (RANKING, StrategyPhase.RANKING),
    "both are ready, one of two is out": (repairing("b1", hidden="a1", ready=READY), StrategyPhase.RANKING),
    "one has ranked": (repairing("a1", ready=READY, anna="a1"), StrategyPhase.RANKING),
    "both rank the same high": (REVEALING, StrategyPhase.REVEALING),
    "one of the overlap is out": (repairing("a1", hidden="b1", **RANKED, overlap="b1 a1"), StrategyPhase.REVEALING),
    "both rank nothing the same": (NEGOTIATING, StrategyPhase.NEGOTIATING),
    "all of the overlap is out": (repairing("s1", hidden="a1 b1", **RANKED, overlap="a1"), StrategyPhase.NEGOTIATING),
    "all of the pool is out": (repairing(hidden="a1 b1", **RANKED, overlap="a1"), StrategyPhase.NEGOTIATING),
    "agreed after the reveal": (AGREED, StrategyPhase.AGREED),
    "agreed without an overlap": (evolve(NEGOTIATING, agreements=AGREED.agreements), StrategyPhase.AGREED),
    "agreed in a new round": (AGREED_EARLY, StrategyPhase.AGREED),
    "agreed while ranking": (evolve(RANKING, agreements=AGREED.agreements), StrategyPhase.AGREED),
    "only proposed": (evolve(REVEALING, agreements=(OPEN, REFUSED)), StrategyPhase.REVEALING),
    "proposed in a new round": (evolve(COLLECTING, agreements=(OPEN, REFUSED)), StrategyPhase.COLLECTING),
}


@pytest.mark.parametrize(("met", "phase"), DERIVED.values(), ids=DERIVED)
def test_the_phase_is_the_first_whose_rule_holds(met: Session, phase: StrategyPhase) -> None:
    assert strategy_phase(met) is phase


@pytest.mark.parametrize("phase", PHASES)
def test_the_sessions_of_these_tests_are_in_the_phases_that_they_are_named_for(phase: str) -> None:
    assert strategy_phase(PHASES[phase]) == phase


# -- taking a strategy out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", ["a1", "b1"])
def test_a_strategy_can_be_taken_out_in_every_phase_and_nobody_is_told(phase: str, name: str) -> None:
    met = PHASES[phase]
    decision = withdraw(met, name)
    after = decision.state
    assert (decision.events, after.updated_at) == ((), met.updated_at)
    assert pool(after) == [each for each in pool(met) if each != name]
    assert visible_overlap(after) == tuple(each for each in visible_overlap(met) if each != name)
    assert strategy_phase(after) is strategy_phase(met)
    assert marks(after) == marks(met)
    assert withdraw(after, name) == Decision(after)


def test_only_its_author_takes_a_strategy_out() -> None:
    with pytest.raises(Refusal):
        revoke(COLLECTING, BEN, "consent_a1", now=NOW)


@pytest.mark.parametrize("status", [SessionStatus.PAUSED, SessionStatus.RESOLVED, SessionStatus.ABANDONED])
def test_a_strategy_can_be_taken_out_when_nothing_else_can_be_done(status: SessionStatus) -> None:
    assert pool(withdraw(evolve(AGREED, status=status), "a1").state) == ["b1", "s1"]


@pytest.mark.parametrize(
    "met",
    [
        repairing("a1", ready=ANNA),
        repairing("a1", ready=BEN),
        repairing("a1", hidden="b1", ready=READY),
        repairing("a1", ready=READY, anna="a1"),
        repairing("a1", ready=READY, ben="a1"),
    ],
    ids=["I am ready", "my partner is", "both are", "I have ranked", "my partner has"],
)
def test_taking_out_the_last_before_both_have_ranked_lets_both_collect_again(met: Session) -> None:
    after = withdraw(met, "a1").state
    assert strategy_phase(after) is StrategyPhase.COLLECTING
    assert marks(after) == [(False, False), (False, False)]
    assert pool(propose(after).state) == ["a9"]


def test_taking_out_the_last_once_both_have_ranked_leads_to_negotiating() -> None:
    met = repairing("a1", ready=READY, anna="a1", ben="a1", overlap="a1")
    after = withdraw(met, "a1").state
    assert strategy_phase(after) is StrategyPhase.NEGOTIATING
    assert marks(after) == marks(met)
    assert after.overlap is not None


def test_nothing_moves_up_in_the_overlap_for_what_was_taken_out() -> None:
    met = repairing("a1 b1 b2 s1", ready=READY)
    met = ranks(ranks(met, ANNA, "a1 b1 b2 s1").state, BEN, "a1 b1 b2 s1").state
    assert visible_overlap(met) == ("a1", "b1", "b2")
    assert visible_overlap(withdraw(met, "b1").state) == ("a1", "b2")


def test_whoever_ranked_only_what_was_taken_out_has_ranked_and_can_rank_again() -> None:
    met = withdraw(ranks(RANKING, BEN, "a1").state, "a1").state
    assert marks(met) == [(True, False), (True, True)]
    assert ranks(met, BEN, "s1").state.invitee.ranking == Ranking(("s1",), NOW)
    assert ranks(met, ANNA, "s1").state.overlap == ()


# -- a new round ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["propose", "suggest"])
@pytest.mark.parametrize("who", [ANNA, BEN])
def test_something_new_after_an_empty_overlap_opens_a_new_round(act: str, who: str) -> None:
    before = evolve(NEGOTIATING, agreements=(OPEN, REFUSED))
    decision = ACTS[act](before, who)
    after = decision.state
    assert strategy_phase(after) is StrategyPhase.COLLECTING
    assert (marks(after), after.overlap) == ([(False, False), (False, False)], None)
    assert after.past_rounds == (Round(Ranking(("a1",), at(44)), Ranking(("b1",), at(44))),)
    assert after.agreements == before.agreements
    assert set(pool(before)) < set(pool(after))
    assert (decision.events, after.updated_at) == ((), before.updated_at)
    for each in (ANNA, BEN):
        assert gates_of(after, *sides(after, each), S4) == Stage4Gates(
            strategies_submitted=False, rankings_submitted=False, overlap_identified=False, agreement_created=False
        )


def test_every_round_that_led_nowhere_is_kept_in_order() -> None:
    met = propose(NEGOTIATING).state
    for who in (ANNA, BEN):
        met = ready(met, who).state
    met = ranks(ranks(met, BEN, "b1").state, ANNA, "a9").state
    met = suggest(met, BEN).state
    assert [(each.inviter.strategy_ids, each.invitee.strategy_ids) for each in met.past_rounds] == [
        (("a1",), ("b1",)),
        (("a9",), ("b1",)),
    ]
    assert strategy_phase(met) is StrategyPhase.COLLECTING


def test_in_a_new_round_both_rank_and_are_announced_again() -> None:
    met = propose(NEGOTIATING).state
    with pytest.raises(GateNotSatisfied):
        ranks(met)
    for who in (ANNA, BEN):
        decision = ready(met, who)
        assert [each.name for each in decision.events] == ["partner.ready_to_rank"]
        met = decision.state
    for who in (ANNA, BEN):
        decision = ranks(met, who, "a9 a1")
        assert [each.name for each in decision.events] == ["partner.ranking_submitted"]
        met = decision.state
    assert met.overlap == ("a9", "a1")


def test_a_pair_with_an_overlap_does_not_open_the_pool_again_but_can_once_it_is_taken_out() -> None:
    met = repairing("a1 b1", **RANKED, overlap="a1")
    with pytest.raises(Conflict):
        propose(met, BEN)
    after = propose(withdraw(met, "a1").state, BEN).state
    assert strategy_phase(after) is StrategyPhase.COLLECTING
    assert after.past_rounds == (Round(Ranking(("a1", "b1"), at(44)), Ranking(("a1", "b1"), at(44))),)
