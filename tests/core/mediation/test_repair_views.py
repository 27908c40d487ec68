"""Stage 4 as people see it, against the contract's *Shared objects* and *Stage 4*."""

from typing import Any

import pytest
from attrs import asdict, evolve

from beheard_core.mediation import GateNotSatisfied, SessionStatus
from beheard_core.mediation.agreements import AgreementText
from beheard_core.mediation.model import AgreementType, CommonGround, Session
from beheard_core.mediation.refusals import PartnerNotReady
from beheard_core.mediation.strategies import StrategyText, in_pool_order
from beheard_core.mediation.views.strategies import (
    AgreementAnswered,
    AgreementList,
    AgreementOffered,
    AgreementView,
    OverlapView,
    RankingReceipt,
    Readiness,
    RefinementView,
    Resolved,
    StrategiesSuggested,
    StrategyPool,
    StrategyProposed,
    StrategyView,
    agreement_answered,
    agreement_list,
    agreement_view,
    overlap_view,
    ranking_receipt,
    readiness,
    resolved,
    strategy_pool,
    strategy_proposed,
    strategy_views,
)
from tests.core.mediation.people import ANNA, BEN, at
from tests.core.mediation.repair import (
    AGREED,
    EARLIER,
    NOW,
    PHASES,
    RANKING,
    READY,
    REVEALING,
    proposal,
    repairing,
    withdraw,
)
from tests.core.shapes import notation

PHASE = ["COLLECTING", "RANKING", "REVEALING", "NEGOTIATING", "AGREED"]
SAYS = {
    "a1": StrategyText("a1", "Phones in the drawer", ("Connection",), "5 days", "We talk"),
    "b1": StrategyText("b1", "A walk after supper"),
    "s1": StrategyText("s1", "Ten quiet minutes each", ("Rest", "Room")),
}
ANSWERS = "status agreedByMe agreedByPartner agreedAt"
AGREES = {f"agr_{number}": AgreementText(f"agr_{number}", f"Words {number}") for number in range(5)}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (StrategyView, "id description needsAddressed duration measureOfSuccess"),
        (StrategyPool, "strategies aiSuggestionsAvailable phase"),
        (StrategyProposed, "strategy totalStrategies refinement?"),
        (RefinementView, "original refined reason"),
        (StrategiesSuggested, "suggestions source"),
        (Readiness, "ready partnerReady canStartRanking"),
        (RankingReceipt, "submitted submittedAt partnerSubmitted awaitingReveal"),
        (OverlapView, "overlap phase"),
        (
            AgreementView,
            f"id description type duration measureOfSuccess {ANSWERS} followUpDate hasStaleInputs staleReason?",
        ),
        (AgreementOffered, "agreement awaitingPartnerConfirmation"),
        (AgreementList, "agreements"),
        (AgreementAnswered, "agreement sessionCanResolve"),
        (Resolved, "resolved resolvedAt agreements followUpScheduled"),
    ],
)
def test_what_is_shown_has_the_keys_of_the_contract(kind: type, keys: str) -> None:
    assert notation(kind) == keys


def test_a_strategy_shows_what_it_says_and_nothing_of_where_it_comes_from() -> None:
    assert [asdict(each) for each in strategy_views(["a1", "b1"], SAYS)] == [
        {
            "id": "a1",
            "description": "Phones in the drawer",
            "needs_addressed": ("Connection",),
            "duration": "5 days",
            "measure_of_success": "We talk",
        },
        {
            "id": "b1",
            "description": "A walk after supper",
            "needs_addressed": (),
            "duration": None,
            "measure_of_success": None,
        },
    ]


@pytest.mark.parametrize("phase", PHASE)
def test_both_see_the_same_pool_with_its_phase(phase: str) -> None:
    met = PHASES[phase]
    seen = strategy_pool(met, ANNA, SAYS)
    assert seen == strategy_pool(met, BEN, SAYS)
    assert tuple(each.id for each in seen.strategies) == in_pool_order(met, ("a1", "b1", "s1"))
    assert seen.phase == phase


def test_what_was_taken_out_is_not_in_the_pool() -> None:
    seen = strategy_pool(withdraw(REVEALING, "a1").state, BEN, SAYS)
    assert sorted(each.id for each in seen.strategies) == ["b1", "s1"]


UNCONFIRMED = (CommonGround("cg_1", confirmed_by=(ANNA,)),)
HIDDEN = (CommonGround("cg_1", ("consent_x", "consent_y"), (ANNA, BEN), (), at(30)),)


@pytest.mark.parametrize("phase", PHASE)
def test_suggestions_are_there_to_be_had_while_the_pool_is_open_and_common_ground_in_sight(phase: str) -> None:
    met = PHASES[phase]
    available = phase in ("COLLECTING", "NEGOTIATING")
    assert strategy_pool(met, ANNA, SAYS).ai_suggestions_available is available
    for ground in ((), UNCONFIRMED, HIDDEN):
        assert not strategy_pool(evolve(met, common_ground=ground), ANNA, SAYS).ai_suggestions_available


def test_the_pool_the_overlap_and_the_agreements_belong_to_stage_4() -> None:
    for show in (strategy_pool, overlap_view, agreement_list):
        with pytest.raises(GateNotSatisfied):
            show(EARLIER["stage 3"], ANNA, {})


def test_a_proposed_strategy_is_shown_with_how_many_there_are_in_sight() -> None:
    met = withdraw(RANKING, "b1").state
    assert strategy_proposed(met, "a1", SAYS) == StrategyProposed(strategy_views(["a1"], SAYS)[0], 2)


def test_suggestions_are_said_to_be_generated() -> None:
    assert StrategiesSuggested(()).source == "AI_GENERATED"


@pytest.mark.parametrize(
    ("ready", "mine", "theirs", "both"),
    [("", False, False, False), (ANNA, True, False, False), (BEN, False, True, False), (READY, True, True, True)],
)
def test_everybody_sees_who_is_ready_and_whether_ranking_can_begin(
    ready: str, mine: bool, theirs: bool, both: bool
) -> None:
    met = repairing("a1", ready=ready)
    assert readiness(met, ANNA) == Readiness(mine, theirs, both)
    assert readiness(met, BEN) == Readiness(theirs, mine, both)


def test_ranking_cannot_begin_any_longer_once_both_have_ranked() -> None:
    assert readiness(REVEALING, ANNA) == Readiness(True, True, False)


def test_a_ranking_is_acknowledged_and_nothing_of_the_partners_is_told_but_that_it_is_there() -> None:
    alone = repairing("a1 b1", ready=READY, anna="b1")
    assert ranking_receipt(alone, ANNA) == RankingReceipt(True, at(44), False, True)
    assert ranking_receipt(REVEALING, BEN) == RankingReceipt(True, at(44), True, False)


def test_the_overlap_is_shown_best_first_and_the_same_to_both() -> None:
    met = repairing("a1 b1 s1", ready=READY, anna="s1", ben="s1", overlap="s1 a1")
    assert overlap_view(met, ANNA, SAYS) == overlap_view(met, BEN, SAYS)
    assert overlap_view(met, ANNA, SAYS).overlap == strategy_views(["s1", "a1"], SAYS)
    after = withdraw(met, "a1").state
    assert overlap_view(after, BEN, SAYS).overlap == strategy_views(["s1"], SAYS)


@pytest.mark.parametrize("phase", ["REVEALING", "NEGOTIATING", "AGREED"])
def test_the_overlap_is_shown_with_its_phase(phase: str) -> None:
    assert overlap_view(PHASES[phase], ANNA, SAYS).phase == phase


def test_the_overlap_is_shown_to_nobody_before_both_have_ranked() -> None:
    alone = repairing("a1 b1", ready=READY, anna="b1")
    with pytest.raises(PartnerNotReady):
        overlap_view(alone, ANNA, SAYS)
    with pytest.raises(GateNotSatisfied):
        overlap_view(alone, BEN, SAYS)


def offered(**facts: Any) -> Session:
    return evolve(REVEALING, agreements=(proposal("agr_1", ANNA, **facts),))


def test_an_agreement_shows_each_their_own_side() -> None:
    texts = {"agr_1": AgreementText("agr_1", "Phones away", "5 days", "We talk")}
    met = offered(type=AgreementType.CHECK_IN, follow_up_date=at(900))
    shown = asdict(agreement_view(met, ANNA, met.agreements[0], texts))
    assert shown == {
        "id": "agr_1",
        "description": "Phones away",
        "type": "CHECK_IN",
        "duration": "5 days",
        "measure_of_success": "We talk",
        "status": "PROPOSED",
        "agreed_by_me": True,
        "agreed_by_partner": False,
        "agreed_at": None,
        "follow_up_date": at(900),
        "has_stale_inputs": False,
        "stale_reason": None,
    }
    theirs = asdict(agreement_view(met, BEN, met.agreements[0], texts))
    assert theirs == shown | {"agreed_by_me": False, "agreed_by_partner": True}


def test_an_agreement_on_what_was_taken_out_says_so_in_fixed_words() -> None:
    met = offered(strategy_id="b1")
    (fresh,) = agreement_list(met, ANNA, AGREES).agreements
    (stale,) = agreement_list(withdraw(met, "b1").state, ANNA, AGREES).agreements
    reason = "Rests on content that is no longer shared"
    assert (fresh.has_stale_inputs, fresh.stale_reason) == (False, None)
    assert stale == evolve(fresh, has_stale_inputs=True, stale_reason=reason)


def test_all_agreements_are_shown_the_newest_first() -> None:
    met = evolve(REVEALING, agreements=tuple(proposal(f"agr_{number}", ANNA) for number in (1, 2, 3)))
    assert [each.id for each in agreement_list(met, BEN, AGREES).agreements] == ["agr_3", "agr_2", "agr_1"]


@pytest.mark.parametrize("met", [offered(), AGREED, evolve(AGREED, status=SessionStatus.PAUSED)])
def test_an_answered_agreement_is_shown_with_whether_the_two_can_end_it_now(met: Session) -> None:
    name = met.agreements[0].id
    shown = agreement_answered(met, BEN, name, AGREES)
    assert shown.agreement == agreement_view(met, BEN, met.agreements[0], AGREES)
    assert shown.session_can_resolve is (met == AGREED)


@pytest.mark.parametrize("dated", [True, False])
def test_the_end_shows_what_was_agreed_and_whether_it_is_to_be_looked_back_on(dated: bool) -> None:
    agreements = (
        proposal("agr_1", ANNA, BEN, follow_up_date=at(900) if dated else None),
        proposal("agr_2", ANNA, follow_up_date=at(900)),
        proposal("agr_3", BEN, ANNA),
    )
    met = evolve(AGREED, agreements=agreements, status=SessionStatus.RESOLVED, resolved_at=NOW)
    shown = resolved(met, BEN, AGREES)
    assert (shown.resolved, shown.resolved_at, shown.follow_up_scheduled) == (True, NOW, dated)
    assert [each.id for each in shown.agreements] == ["agr_3", "agr_1"]
