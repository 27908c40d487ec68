"""Stage 4, agreements and the end, against the contract's *Stage 4*."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, Forbidden, Invalid, NotFound
from beheard_core.mediation import (
    AgreementAnswer,
    GateKey,
    GateNotSatisfied,
    NewAgreement,
    SessionNotActive,
    SessionStatus,
    StageStatus,
    answer_agreement,
    propose_agreement,
    resolve,
    stage_status,
)
from beheard_core.mediation.agreements import (
    STALE_REASON,
    can_resolve,
    check_agreement,
    follow_ups,
    is_stale,
    readable_agreements,
)
from beheard_core.mediation.events import AgreementConfirmed, AgreementProposed, SessionResolved, StageCompleted
from beheard_core.mediation.model import (
    Agreement,
    AgreementStatus,
    AgreementType,
    Session,
    Stage,
    Stage3Gates,
    Stage4Gates,
)
from beheard_core.mediation.refusals import PartnerNotReady
from beheard_core.mediation.stages import partner_action_needed, self_action_needed
from beheard_core.mediation.standing import StrategyPhase, sides, strategy_phase
from tests.core.mediation.people import ANNA, BEN, CLEO, at, invited, session
from tests.core.mediation.repair import (
    AGREED,
    COLLECTING,
    EARLIER,
    NEGOTIATING,
    NOW,
    PHASES,
    REVEALING,
    S4,
    proposal,
    propose,
    withdraw,
)

MINUTE = timedelta(minutes=1)
OFFERED = evolve(REVEALING, agreements=(proposal("agr_1", BEN),))
"""What Ben proposes, and Anna has not answered."""


def offer(met: Session, who: str = ANNA, name: str = "agr_9", **said: Any) -> Decision[Session]:
    new = NewAgreement(**{"description": "Phones away from eight", "type": AgreementType.COMMITMENT, **said})
    return propose_agreement(met, who, new, agreement_id=name, now=NOW)


def answer(
    met: Session, who: str = ANNA, name: str = "agr_1", *, confirmed: bool = True, **said: Any
) -> Decision[Session]:
    return answer_agreement(met, who, name, AgreementAnswer(confirmed=confirmed, **said), now=NOW)


def end(met: Session, who: str = ANNA) -> Decision[Session]:
    return resolve(met, who, now=NOW)


ACTS: dict[str, Callable[..., Decision[Session]]] = {"offer": offer, "answer": answer, "end": end}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
def test_nobody_acts_in_a_session_that_is_not_live_whatever_else_is_missing(act: str, status: SessionStatus) -> None:
    for met in (evolve(OFFERED, status=status), session(status=status, agreements=OFFERED.agreements)):
        with pytest.raises(SessionNotActive):
            ACTS[act](met)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_but_the_two_in_whatever_status_the_session_is(act: str) -> None:
    over = evolve(OFFERED, status=SessionStatus.ABANDONED)
    for met, who in ((OFFERED, CLEO), (over, CLEO), (invited(agreements=OFFERED.agreements), BEN)):
        with pytest.raises(Forbidden):
            ACTS[act](met, who)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", EARLIER)
def test_nobody_acts_before_stage_4_whatever_the_phase(act: str, stage: str) -> None:
    with pytest.raises(GateNotSatisfied) as caught:
        ACTS[act](evolve(EARLIER[stage], agreements=(*OFFERED.agreements, *AGREED.agreements)))
    assert (caught.value.required_stage, caught.value.unsatisfied) == (S4, ())


MALFORMED: dict[str, tuple[Callable[[Session, str], object], str]] = {
    "no description": (lambda met, who: offer(met, who, description=" "), "description"),
    "a long description": (lambda met, who: offer(met, who, description="x" * 801), "description"),
    "a long duration": (lambda met, who: offer(met, who, duration="x" * 101), "duration"),
    "a long measure": (lambda met, who: offer(met, who, measure_of_success="x" * 501), "measure_of_success"),
    "a follow-up that is over": (lambda met, who: offer(met, who, follow_up_date=NOW - MINUTE), "follow_up_date"),
    "a follow-up right now": (lambda met, who: offer(met, who, follow_up_date=NOW), "follow_up_date"),
    "a yes with other words": (lambda met, who: answer(met, who, modification="Half past eight"), "modification"),
    "long other words": (
        lambda met, who: answer(met, who, confirmed=False, modification="x" * 801),
        "modification",
    ),
}


@pytest.mark.parametrize(("act", "path"), MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("who", [ANNA, CLEO])
def test_a_malformed_body_is_refused_before_anything_else(
    act: Callable[[Session, str], object], path: str, who: str
) -> None:
    for met in (REVEALING, evolve(COLLECTING, status=SessionStatus.PAUSED), session()):
        with pytest.raises(Invalid) as caught:
            act(met, who)
        assert [each.path for each in caught.value.violations] == [path]


# -- proposing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [ANNA, BEN])
@pytest.mark.parametrize("phase", ["REVEALING", "NEGOTIATING", "AGREED"])
def test_a_proposal_is_agreed_to_by_its_proposer_and_announced(phase: str, who: str) -> None:
    met, later = PHASES[phase], NOW + MINUTE
    said: dict[str, Any] = {
        "description": "x" * 800,
        "type": AgreementType.CHECK_IN,
        "duration": "x" * 100,
        "measure_of_success": "x" * 500,
        "strategy_id": "s1",
        "follow_up_date": later,
    }
    decision = offer(met, who, **said)
    assert decision.state == evolve(
        met,
        agreements=(
            *met.agreements,
            Agreement(
                "agr_9",
                AgreementType.CHECK_IN,
                proposed_at=NOW,
                agreed_by=(who,),
                status=AgreementStatus.PROPOSED,
                strategy_id="s1",
                follow_up_date=later,
            ),
        ),
        updated_at=NOW,
    )
    event = AgreementProposed(session_id="sess_1", actor_id=who, timestamp=NOW, agreement_id="agr_9")
    assert decision.events == (event,)


@pytest.mark.parametrize("phase", ["COLLECTING", "RANKING"])
def test_nothing_is_proposed_to_agree_on_before_the_rankings_are_compared(phase: str) -> None:
    with pytest.raises(Conflict):
        offer(PHASES[phase])


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("strategy", ["a1", "strat_of_others"])
def test_a_proposal_names_only_what_is_in_the_pool_whatever_the_phase(phase: str, strategy: str) -> None:
    met = withdraw(PHASES[phase], "a1").state
    with pytest.raises(Invalid) as caught:
        offer(met, strategy_id=strategy)
    assert [each.path for each in caught.value.violations] == ["strategy_id"]


@pytest.mark.parametrize("when", [None, NOW + MINUTE])
def test_a_follow_up_lies_in_the_future_if_there_is_one(when: datetime | None) -> None:
    new = NewAgreement(description="Phones away", type=AgreementType.CHECK_IN, follow_up_date=when)
    check_agreement(new, now=NOW)
    with pytest.raises(Invalid):
        check_agreement(evolve(new, follow_up_date=NOW), now=NOW)


# -- answering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["agr_of_others", "agr_9"])
def test_an_agreement_that_is_not_there_is_not_found_by_anybody(name: str) -> None:
    for met, who in ((OFFERED, ANNA), (OFFERED, CLEO), (evolve(OFFERED, status=SessionStatus.PAUSED), ANNA)):
        with pytest.raises(NotFound):
            answer(met, who, name)


def test_a_yes_makes_it_an_agreement_and_is_announced() -> None:
    decision = answer(OFFERED)
    (settled,) = decision.state.agreements
    assert (settled.status, settled.agreed_at, set(settled.agreed_by)) == (AgreementStatus.AGREED, NOW, {ANNA, BEN})
    event = AgreementConfirmed(session_id="sess_1", actor_id=ANNA, timestamp=NOW, agreement_id="agr_1")
    assert decision.events == (event,)
    assert decision.state.updated_at == NOW
    assert strategy_phase(decision.state) is StrategyPhase.AGREED
    for who in (ANNA, BEN):
        assert self_action_needed(decision.state, who) == partner_action_needed(decision.state, who) == ()


def test_a_no_closes_it_and_nobody_is_told() -> None:
    decision = answer(OFFERED, confirmed=False)
    (closed,) = decision.state.agreements
    assert closed == evolve(OFFERED.agreements[0], status=AgreementStatus.ABANDONED)
    assert (decision.events, decision.state.updated_at) == ((), OFFERED.updated_at)


def test_other_words_are_a_proposal_to_the_one_who_proposed() -> None:
    decision = answer(OFFERED, confirmed=False, modification="x" * 800)
    (changed,) = decision.state.agreements
    assert changed == evolve(OFFERED.agreements[0], agreed_by=(ANNA,))
    assert decision.events == (
        AgreementProposed(session_id="sess_1", actor_id=ANNA, timestamp=NOW, agreement_id="agr_1"),
    )
    assert decision.state.updated_at == NOW
    with pytest.raises(Conflict):
        answer(decision.state, ANNA)
    (settled,) = answer(decision.state, BEN).state.agreements
    assert (settled.status, set(settled.agreed_by)) == (AgreementStatus.AGREED, {ANNA, BEN})


ANSWERS: list[dict[str, Any]] = [{"confirmed": True}, {"confirmed": False}, {"confirmed": False, "modification": "No."}]


@pytest.mark.parametrize("said", ANSWERS, ids=["yes", "no", "other words"])
@pytest.mark.parametrize(
    "status",
    [AgreementStatus.AGREED, AgreementStatus.ABANDONED, AgreementStatus.IN_PROGRESS, AgreementStatus.COMPLETED],
)
def test_nobody_answers_what_is_not_proposed_any_longer(said: dict[str, Any], status: AgreementStatus) -> None:
    met = evolve(REVEALING, agreements=(proposal("agr_1", BEN, status=status),))
    with pytest.raises(Conflict):
        answer(met, **said)


@pytest.mark.parametrize("said", ANSWERS, ids=["yes", "no", "other words"])
def test_nobody_answers_what_they_agree_to_already(said: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        answer(OFFERED, BEN, **said)


@pytest.mark.parametrize("phase", PHASES)
def test_a_proposal_that_is_open_can_be_answered_in_every_phase(phase: str) -> None:
    met = evolve(PHASES[phase], agreements=(*PHASES[phase].agreements, *OFFERED.agreements))
    assert strategy_phase(answer(met).state) is StrategyPhase.AGREED
    assert answer(met, confirmed=False).state.agreements[-1].status is AgreementStatus.ABANDONED
    assert answer(met, confirmed=False, modification="No.").state.agreements[-1].agreed_by == (ANNA,)


def test_a_proposal_stays_open_over_a_new_round() -> None:
    met = offer(NEGOTIATING, BEN, "agr_1").state
    met = propose(met).state
    assert strategy_phase(met) is StrategyPhase.COLLECTING
    met = end(answer(met).state).state
    assert met.status is SessionStatus.RESOLVED


# -- what can be read -------------------------------------------------------------------------------------------------


def test_whoever_is_in_stage_4_reads_all_agreements_the_newest_first() -> None:
    met = offer(offer(OFFERED).state, BEN, "agr_10").state
    over = evolve(met, status=SessionStatus.ABANDONED)
    for who in (ANNA, BEN):
        assert [each.id for each in readable_agreements(over, who)] == ["agr_10", "agr_9", "agr_1"]
    with pytest.raises(Forbidden):
        readable_agreements(met, CLEO)
    with pytest.raises(GateNotSatisfied):
        readable_agreements(EARLIER["stage 3"], ANNA)


@pytest.mark.parametrize("settled", [False, True], ids=["proposed", "agreed"])
def test_an_agreement_on_what_was_taken_out_is_kept_and_stale(settled: bool) -> None:
    met = offer(REVEALING, strategy_id="b1").state
    met = answer(met, BEN, "agr_9").state if settled else met
    assert not is_stale(met, met.agreements[0])
    after = withdraw(met, "b1").state
    assert after.agreements == met.agreements
    assert is_stale(after, after.agreements[0])
    assert can_resolve(after) is settled


def test_an_agreement_on_nothing_or_on_a_suggestion_is_never_stale() -> None:
    met = offer(offer(REVEALING).state, name="agr_10", strategy_id="s1").state
    after = withdraw(withdraw(met, "a1").state, "b1").state
    assert [is_stale(after, each) for each in after.agreements] == [False, False]


def test_why_an_agreement_is_stale_is_said_in_the_words_of_the_contract() -> None:
    assert STALE_REASON == "Rests on content that is no longer shared"


@pytest.mark.parametrize("status", SessionStatus)
def test_the_two_can_end_a_live_session_with_an_agreement(status: SessionStatus) -> None:
    assert can_resolve(evolve(AGREED, status=status)) is (status is SessionStatus.ACTIVE)
    assert not can_resolve(evolve(OFFERED, status=status))


# -- the end ----------------------------------------------------------------------------------------------------------

MINE, THEIRS = proposal("agr_mine", ANNA), proposal("agr_theirs", BEN)
CLOSED = proposal("agr_closed", ANNA, status=AgreementStatus.ABANDONED)


@pytest.mark.parametrize("phase", ["COLLECTING", "RANKING", "REVEALING", "NEGOTIATING"])
@pytest.mark.parametrize(
    ("there", "refusal"),
    [
        ((), GateNotSatisfied),
        ((CLOSED,), GateNotSatisfied),
        ((MINE,), PartnerNotReady),
        ((MINE, CLOSED), PartnerNotReady),
        ((THEIRS,), GateNotSatisfied),
        ((MINE, THEIRS), GateNotSatisfied),
    ],
    ids=["nothing", "only closed", "mine waits", "mine waits, one is closed", "theirs waits", "both wait"],
)
def test_a_session_without_an_agreement_is_not_ended(phase: str, there: tuple[Agreement, ...], refusal: Any) -> None:
    with pytest.raises(refusal) as caught:
        end(evolve(PHASES[phase], agreements=there))
    if refusal is GateNotSatisfied:
        assert caught.value.unsatisfied == (GateKey.AGREEMENT_CREATED,)


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_either_ends_it_for_both(who: str) -> None:
    met = evolve(AGREED, agreements=(MINE, *AGREED.agreements, THEIRS, CLOSED))
    decision = end(met, who)
    after = decision.state
    assert (after.status, after.resolved_at, after.updated_at) == (SessionStatus.RESOLVED, NOW, NOW)
    assert decision.events == (
        StageCompleted(session_id="sess_1", actor_id=who, timestamp=NOW, stage=S4, completed_at=NOW),
        SessionResolved(session_id="sess_1", actor_id=who, timestamp=NOW),
    )
    assert [each.status for each in after.agreements] == [
        AgreementStatus.ABANDONED,
        AgreementStatus.AGREED,
        AgreementStatus.ABANDONED,
        AgreementStatus.ABANDONED,
    ]
    for each in (ANNA, BEN):
        me, partner = sides(after, each)
        assert stage_status(after, me, partner, S4) is StageStatus.COMPLETED
        assert (me.rows[S4].completed_at, me.rows[: int(S4)]) == (NOW, sides(met, each)[0].rows[: int(S4)])
        assert me.rows[S4].gates == Stage4Gates(
            strategies_submitted=True, rankings_submitted=True, overlap_identified=True, agreement_created=True
        )
        assert self_action_needed(after, each) == partner_action_needed(after, each) == ()


@pytest.mark.parametrize("phase", PHASES)
def test_an_agreement_is_enough_whatever_else_of_the_stage_is_open(phase: str) -> None:
    met = evolve(PHASES[phase], agreements=(proposal("agr_0", BEN, ANNA),))
    assert end(met).state.status is SessionStatus.RESOLVED


def test_the_gates_of_stage_4_stay_as_they_were_at_the_end() -> None:
    met = end(evolve(COLLECTING, agreements=AGREED.agreements)).state
    kept = Stage4Gates(
        strategies_submitted=False, rankings_submitted=False, overlap_identified=False, agreement_created=True
    )
    after = withdraw(withdraw(met, "a1").state, "b1").state
    for each in (met, after):
        assert (each.inviter.rows[S4].gates, each.invitee.rows[S4].gates) == (kept, kept)
    assert isinstance(after.inviter.rows[Stage.NEED_MAPPING].gates, Stage3Gates)


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_nobody_ends_it_twice(who: str) -> None:
    with pytest.raises(SessionNotActive):
        end(end(AGREED).state, who)


def test_what_is_agreed_and_has_a_date_is_to_be_looked_back_on() -> None:
    agreements = (
        proposal("agr_1", ANNA, BEN, follow_up_date=at(600)),
        proposal("agr_2", ANNA, BEN),
        proposal("agr_3", ANNA, follow_up_date=at(500)),
        proposal("agr_4", BEN, ANNA, follow_up_date=at(400)),
    )
    assert follow_ups(end(evolve(AGREED, agreements=agreements)).state) == (("agr_1", at(600)), ("agr_4", at(400)))
    assert follow_ups(end(AGREED).state) == ()
