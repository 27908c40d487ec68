"""Writing to the facilitator, against the contract's *Stage 1 and chat*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Forbidden, Invalid
from beheard_core.mediation import SessionNotActive, SessionStatus, Stage
from beheard_core.mediation.messages import (
    CRISIS_PAUSE_REASON,
    CRISIS_REPLY,
    FALLBACK_REPLY,
    PAUSE_REASON,
    NewMessage,
    is_hint_turn,
    pause_reason,
    write,
)
from beheard_core.mediation.model import Session
from tests.core.mediation.people import ANNA, BEN, CLEO, anna, ben, invited, session

WORDS = NewMessage(content="It was a long day.")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("partner", [Stage.ONBOARDING, Stage.PERSPECTIVE_STRETCH])
def test_in_any_stage_a_message_belongs_to_the_stage_of_who_writes_it(stage: Stage, partner: Stage) -> None:
    met = session(anna(stage), ben(partner))
    assert (write(met, ANNA, WORDS), write(met, BEN, WORDS)) == (stage, partner)


@pytest.mark.parametrize(
    ("message", "paths"),
    [
        ({"content": "w"}, []),
        ({"content": "w" * 5000, "emotional_intensity": 10, "emotional_context": "c" * 200, "request_hint": True}, []),
        ({"content": f" {'w' * 5000} ", "emotional_intensity": 1}, []),
        ({"content": " "}, ["content"]),
        ({"content": "w" * 5001}, ["content"]),
        ({"content": "w", "emotional_intensity": 0}, ["emotional_intensity"]),
        ({"content": "w", "emotional_intensity": 11}, ["emotional_intensity"]),
        ({"content": "w", "emotional_intensity": True}, ["emotional_intensity"]),
        ({"content": "w", "emotional_intensity": 5, "emotional_context": "c" * 201}, ["emotional_context"]),
        ({"content": "w", "request_hint": "yes"}, ["request_hint"]),
        ({"content": "w", "emotional_context": "of what?"}, ["emotional_intensity"]),
        ({"content": "w", "emotional_context": " "}, []),
    ],
)
def test_a_message_has_5000_characters_and_a_context_has_an_intensity(message: Any, paths: list[str]) -> None:
    if not paths:
        assert write(session(), ANNA, NewMessage(**message)) is Stage.ONBOARDING
        return
    with pytest.raises(Invalid) as caught:
        write(session(), ANNA, NewMessage(**message))
    assert [each.path for each in caught.value.violations] == paths


@pytest.mark.parametrize(
    "met", [invited(), *(evolve(session(), status=each) for each in SessionStatus if each is not SessionStatus.ACTIVE)]
)
def test_nobody_writes_in_a_session_that_is_not_live(met: Session) -> None:
    with pytest.raises(SessionNotActive):
        write(met, ANNA, WORDS)


@pytest.mark.parametrize("met", [session(), session(status=SessionStatus.PAUSED), invited()])
def test_only_the_two_participants_write(met: Session) -> None:
    with pytest.raises(Forbidden):
        write(met, CLEO, WORDS)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("wished", [True, False])
def test_a_hint_is_for_those_who_ask_for_it_in_stage_2(stage: Stage, wished: bool) -> None:
    asked = NewMessage(content="How may it look to Ben?", request_hint=wished)
    assert is_hint_turn(stage, asked) is (wished and stage is Stage.PERSPECTIVE_STRETCH)


@pytest.mark.parametrize("intensity", [None, *range(1, 11)])
def test_a_pause_is_suggested_from_8_and_after_a_crisis_whatever_was_felt(intensity: int | None) -> None:
    message = NewMessage(content="w", emotional_intensity=intensity)
    assert (pause_reason(message, crisis=False) is not None) == (intensity is not None and intensity >= 8)
    assert pause_reason(message, crisis=True) == CRISIS_PAUSE_REASON


def test_the_fixed_texts_say_something_and_each_something_else() -> None:
    texts = [CRISIS_REPLY, CRISIS_PAUSE_REASON, PAUSE_REASON, FALLBACK_REPLY]
    assert len({each.strip() for each in texts} - {""}) == 4
    assert "emergency number" in CRISIS_REPLY
