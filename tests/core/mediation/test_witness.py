"""Feeling heard, against the contract's *Stage 1 and chat*."""

import pytest

from beheard_core import Conflict, Forbidden
from beheard_core.mediation import GateNotSatisfied, SessionNotActive, SessionStatus, Stage, confirm_feeling_heard
from beheard_core.mediation.model import Session
from tests.core.mediation.people import ANNA, CLEO, anna, at, ben, session


def answer(met: Session, who: str = ANNA, *, confirmed: bool = True, reading: int | None = 3) -> Session:
    decision = confirm_feeling_heard(met, who, confirmed=confirmed, newest_reading=reading, now=at(5))
    assert decision.events == ()
    assert decision.state.updated_at == met.updated_at
    return decision.state


@pytest.mark.parametrize("reading", [None, 1, 10])
def test_confirming_notes_when_and_the_newest_reading_and_tells_nobody(reading: int | None) -> None:
    me = answer(session(anna(Stage.WITNESS)), reading=reading).inviter
    assert (me.feel_heard_at, me.final_reading) == (at(5), reading)


def test_taking_it_back_clears_both() -> None:
    me = answer(session(anna(Stage.WITNESS, feel_heard_at=at(2), final_reading=4)), confirmed=False).inviter
    assert (me.feel_heard_at, me.final_reading) == (None, None)


def test_denying_what_was_never_confirmed_changes_nothing() -> None:
    met = session(anna(Stage.WITNESS))
    assert answer(met, confirmed=False) == met


def test_confirming_twice_leaves_it_confirmed() -> None:
    met = session(anna(Stage.WITNESS, feel_heard_at=at(2), final_reading=4))
    assert answer(met, reading=4) == met


def test_it_can_be_confirmed_again_after_it_was_taken_back() -> None:
    met = session(anna(Stage.WITNESS, feel_heard_at=at(2), final_reading=4))
    me = answer(answer(met, confirmed=False), reading=2).inviter
    assert (me.feel_heard_at, me.final_reading) == (at(5), 2)


def test_the_partners_answer_is_not_touched() -> None:
    partner = ben(Stage.WITNESS, feel_heard_at=at(2), final_reading=9)
    assert answer(session(anna(Stage.WITNESS), partner)).invitee == partner


@pytest.mark.parametrize("confirmed", [True, False])
def test_earlier_than_stage_1_the_stage_is_not_reached(confirmed: bool) -> None:
    with pytest.raises(GateNotSatisfied) as caught:
        answer(session(anna()), confirmed=confirmed)
    assert caught.value.required_stage is Stage.WITNESS
    assert str(caught.value) == "This belongs to stage 1."


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("stage", [Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING, Stage.STRATEGIC_REPAIR])
def test_later_than_stage_1_it_is_a_conflict(stage: Stage, confirmed: bool) -> None:
    with pytest.raises(Conflict):
        answer(session(anna(stage)), confirmed=confirmed)


@pytest.mark.parametrize("stage", [Stage.ONBOARDING, Stage.WITNESS, Stage.PERSPECTIVE_STRETCH])
def test_a_session_that_is_not_live_is_the_first_reason(stage: Stage) -> None:
    with pytest.raises(SessionNotActive):
        answer(session(anna(stage), status=SessionStatus.PAUSED))


def test_only_a_participant_can_say_it() -> None:
    with pytest.raises(Forbidden):
        answer(session(anna(Stage.WITNESS)), CLEO)
