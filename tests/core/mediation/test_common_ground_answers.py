"""Proposing and answering common ground, against the contract's *Stage 3*."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, Forbidden, Invalid, Refusal
from beheard_core.mediation import GateKey, GateNotSatisfied, SessionNotActive, SessionStatus, Stage
from beheard_core.mediation.common_ground import (
    GroundAnswer,
    GroundAnswers,
    NewGround,
    answer_ground,
    confirms_something,
    propose_ground,
)
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.events import CommonGroundConfirmed
from beheard_core.mediation.model import Analysis, CommonGround, NeedCategory, Participant, Session
from beheard_core.mediation.standing import confirmed_ground, visible_ground
from tests.core.mediation.people import ANNA, BEN, CLEO, anna, at, ben, session
from tests.core.mediation.stage3 import (
    SOURCES,
    item,
    letting_know,
    problems,
    sharers,
    with_ground,
)

S0, S1, S2, S3, S4 = Stage


NEW = NewGround(need=" Fair weekends ", category=NeedCategory.FAIRNESS, description=" Each of us a morning ")


def propose(met: Session, who: str = ANNA, new: NewGround = NEW) -> Decision[Session]:
    return propose_ground(met, who, new, ground_id="cg_new", now=at(60))


@pytest.mark.parametrize(
    "there",
    [
        (),
        (item("cg_1", sources=SOURCES, declined=(ANNA,)),),
        (item("cg_1", BEN, sources=SOURCES, declined=(ANNA,)), item("cg_2", BEN, declined=(ANNA,))),
        (item("cg_1", sources=SOURCES, declined=(BEN, ANNA)),),
        (item("hidden", ANNA, sources=("consent_old", "consent_peace")),),
    ],
    ids=["nothing found", "declined", "all declined", "both declined", "hidden"],
)
def test_who_has_declined_all_in_sight_may_propose_and_counts_as_confirming_it(there: tuple[CommonGround, ...]) -> None:
    met = with_ground(*there)
    decision = propose(met)
    assert decision.state == evolve(met, common_ground=(*there, item("cg_new", ANNA)), updated_at=at(60))
    assert decision.events == (CommonGroundConfirmed(session_id="sess_1", actor_id=ANNA, timestamp=at(60)),)


@pytest.mark.parametrize(
    "there",
    [
        (item("cg_1", sources=SOURCES),),
        (item("cg_1", sources=SOURCES, declined=(BEN,)),),
        (item("cg_1", sources=SOURCES, declined=(ANNA,)), item("cg_2", BEN)),
        (item("cg_1", ANNA, sources=SOURCES),),
        (item("mine", ANNA),),
        (item("cg_1", ANNA, BEN, sources=SOURCES),),
    ],
    ids=["unanswered", "declined by the other", "one unanswered", "confirmed", "proposed", "settled"],
)
def test_who_has_not_declined_all_in_sight_answers_first(there: tuple[CommonGround, ...]) -> None:
    with pytest.raises(Conflict):
        propose(with_ground(*there))


def test_before_an_analysis_has_run_nothing_can_be_proposed() -> None:
    for met in (sharers(), session(anna(S3), ben(S3))):
        with pytest.raises(GateNotSatisfied) as caught:
            propose(met)
        assert (caught.value.required_stage, caught.value.unsatisfied) == (S3, (GateKey.COMMON_GROUND_CONFIRMED,))
        assert str(caught.value) == "A step before this is missing."


def test_after_everything_was_taken_back_something_can_still_be_proposed() -> None:
    met = with_ground(item("cg_1", ANNA, BEN, sources=SOURCES))
    after = revoke(revoke(met, BEN, "consent_peace", now=at(55)).state, ANNA, "consent_calm", now=at(56)).state
    assert [each.id for each in visible_ground(propose(after).state)] == ["cg_new"]


def test_a_proposal_rests_on_no_need_and_opens_the_gate_once_the_partner_confirms_it_too() -> None:
    proposed = propose(with_ground()).state
    assert confirmed_ground(proposed) == ()
    confirmed = reply(proposed, BEN, cg_new=True).state
    assert confirmed_ground(confirmed) == (evolve(item("cg_new", ANNA, BEN), confirmed_at=at(60)),)
    bare = evolve(confirmed, inviter=anna(S3), invitee=ben(S3))
    assert confirmed_ground(bare) == confirmed_ground(confirmed)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"need": "n" * 200, "description": "d" * 200}, []),
        ({"need": "n" * 201, "description": "d" * 201}, ["need", "description"]),
        ({"need": " ", "description": None}, ["need", "description"]),
    ],
)
def test_a_proposal_has_the_limits_of_a_need(changes: dict[str, Any], paths: list[str]) -> None:
    new = NewGround(**{"need": "n", "category": NeedCategory.MEANING, "description": "d", **changes})
    assert problems(lambda: propose(with_ground(), new=new)) == paths


# Answering


def reply(met: Session, who: str = ANNA, **said: bool) -> Decision[Session]:
    answers = tuple(GroundAnswer(common_ground_id=name, confirmed=yes) for name, yes in said.items())
    return answer_ground(met, who, GroundAnswers(confirmations=answers), now=at(60))


MINE, THEIRS = item("cg", ANNA), item("cg", BEN)
NEITHER, BOTH = item("cg"), item("cg", ANNA, BEN)
NO, THEIR_NO = item("cg", declined=(ANNA,)), item("cg", declined=(BEN,))
ANSWERED: list[tuple[CommonGround, bool, CommonGround, bool]] = [
    # what was said before, what I say, what becomes of it, and whether I confirm something for the first time
    (NEITHER, True, MINE, True),
    (NEITHER, False, NO, False),
    (MINE, True, MINE, False),
    (MINE, False, NO, False),
    (NO, True, MINE, True),
    (NO, False, NO, False),
    (THEIR_NO, True, item("cg", ANNA, declined=(BEN,)), True),
    (THEIR_NO, False, item("cg", declined=(BEN, ANNA)), False),
    (THEIRS, True, evolve(BOTH, confirmed_at=at(60)), True),
    (THEIRS, False, item("cg", BEN, declined=(ANNA,)), False),
    (BOTH, True, BOTH, False),
    (BOTH, False, item("cg", BEN, declined=(ANNA,)), False),
]


def unordered(ground: CommonGround) -> tuple[object, ...]:
    return {*ground.confirmed_by}, {*ground.declined_by}, ground.confirmed_at, len(ground.confirmed_by)


@pytest.mark.parametrize(("before", "said", "becomes", "tells"), ANSWERED)
def test_an_answer_makes_of_common_ground_what_the_contract_says(
    before: CommonGround, said: bool, becomes: CommonGround, tells: bool
) -> None:
    other = item("other", BEN)
    met = with_ground(other, before)
    decision = reply(met, cg=said)
    kept, found = decision.state.common_ground
    assert (kept, unordered(found)) == (other, unordered(becomes))
    event = CommonGroundConfirmed(session_id="sess_1", actor_id=ANNA, timestamp=at(60))
    assert decision.events == ((event,) if tells else ())
    assert decision.state.updated_at == (at(60) if tells else met.updated_at)
    assert evolve(decision.state, common_ground=met.common_ground, updated_at=met.updated_at) == met


def test_the_news_is_that_somebody_confirms_and_not_what_or_how_much() -> None:
    met = with_ground(item("one"), item("two"), item("three"))
    first = reply(met, one=True, two=True)
    assert [each.name for each in first.events] == ["partner.common_ground_confirmed"]
    assert reply(first.state, three=True).events == ()
    assert reply(first.state, one=False, three=True).events == ()
    assert reply(first.state, BEN, one=True).events == (
        CommonGroundConfirmed(session_id="sess_1", actor_id=BEN, timestamp=at(60)),
    )
    assert reply(met, one=False).events == ()


def test_what_is_confirmed_out_of_sight_is_no_confirmation() -> None:
    hidden = item("hidden", ANNA, sources=("consent_old", "consent_peace"))
    met = with_ground(hidden, item("cg"))
    assert not confirms_something(met, met.inviter)
    assert len(reply(met, cg=True).events) == 1
    assert confirms_something(reply(met, cg=True).state, met.inviter)


def test_some_of_what_is_in_sight_may_be_answered_and_the_rest_stays() -> None:
    met = with_ground(item("one", BEN), item("two", BEN), item("three"))
    after = reply(met, three=False, one=True).state
    assert [each.id for each in confirmed_ground(after)] == ["one"]
    assert after.common_ground[1] == item("two", BEN)
    assert after.common_ground[2].declined_by == (ANNA,)


@pytest.mark.parametrize(
    ("names", "paths"),
    [
        ((), ["confirmations"]),
        (("cg", "cg"), ["confirmations[1].common_ground_id"]),
        (("",), ["confirmations[0].common_ground_id"]),
        (("cg", "nothing"), ["confirmations[1].common_ground_id"]),
        (("hidden", "cg", "nothing"), ["confirmations[0].common_ground_id", "confirmations[2].common_ground_id"]),
    ],
)
def test_only_what_is_in_sight_can_be_answered_and_each_once(names: tuple[str, ...], paths: list[str]) -> None:
    answers = tuple(GroundAnswer(common_ground_id=name, confirmed=True) for name in names)
    met = with_ground(item("cg"), item("hidden", sources=("consent_old", "consent_peace")))
    found = problems(lambda: answer_ground(met, ANNA, GroundAnswers(confirmations=answers), now=at(60)))
    assert found == paths


# The order in which these acts are refused, and where they end


ACTS: dict[str, Callable[[Session, str, bool], object]] = {
    "propose": lambda met, who, good: propose(met, who, NEW if good else evolve(NEW, need="")),
    "answer": lambda met, who, good: reply(met, who, cg=True) if good else reply(met, who),
}


def refusal(act: str, met: Session, who: str = ANNA, *, good: bool = True) -> type[Refusal]:
    with pytest.raises(Refusal) as caught:
        ACTS[act](met, who, good)
    return type(caught.value)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_for_the_first_reason_in_the_order_of_checks(act: str) -> None:
    early = evolve(sharers(anna(S2)), analysis=None)
    paused = evolve(early, status=SessionStatus.PAUSED)
    assert refusal(act, paused, CLEO, good=False) is Invalid
    assert refusal(act, paused, CLEO) is Forbidden
    assert refusal(act, paused) is SessionNotActive
    assert refusal(act, early) is GateNotSatisfied
    # What is not there is a matter of what is stored, and that comes before what is too late.
    stored = {"propose": GateNotSatisfied, "answer": Invalid}
    assert refusal(act, evolve(early, inviter=anna(S4))) is stored[act]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("me", "partner"),
    [(anna(S4), ben(S3)), (anna(S4), ben(S4)), (anna(S3), ben(S4))],
    ids=["I", "both", "my partner"],
)
def test_once_either_is_in_stage_4_common_ground_is_final_for_both(
    act: str, me: Participant, partner: Participant
) -> None:
    there = item("cg", ANNA, declined=(BEN,))
    for ground in ((there,), (evolve(there, confirmed_by=(), declined_by=(ANNA,)),)):
        for who in (ANNA, BEN):
            assert refusal(act, sharers(me, partner, common_ground=ground, analysis=Analysis(at(45))), who) is Conflict


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
def test_common_ground_changes_only_in_a_live_session(act: str, status: SessionStatus) -> None:
    assert refusal(act, evolve(with_ground(item("cg", declined=(ANNA,))), status=status)) is SessionNotActive


@pytest.mark.parametrize("stage", [S0, S1, S2])
@pytest.mark.parametrize("act", ACTS)
def test_common_ground_belongs_to_stage_3(act: str, stage: Stage) -> None:
    met = evolve(with_ground(item("cg", declined=(ANNA,))), inviter=anna(stage, **letting_know("calm")))
    assert refusal(act, met) is GateNotSatisfied
