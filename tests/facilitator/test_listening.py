"""What the facilitator without a network makes of anything that people say to it."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.model import Stage
from beheard_core.mediation.retrieval import Intent, Item, Kind
from beheard_server.facilitators import Line
from beheard_server.facilitators.offline import OfflineFacilitator, english
from tests.facilitator.talking import OFFLINE, Script, bundle, sentences, talk
from tests.facilitator.test_conversations import ADVICE

words = st.text(max_size=300)
stages = st.sampled_from(Stage)
FEELINGS = (
    "I am so angry with him.",
    "I feel alone.",
    "I was tired and sad.",
    "It hurt.",
    "I'm not angry, just tired.",
)
MISSING = {*english().table("moves", "not_yet")["then"]}


def first(message: str, **more: Any) -> str:
    return sentences(OFFLINE.reply(bundle(message, **more)))[0]


@given(words, stages, st.sampled_from(Intent), st.integers(0, 150), st.integers(1, 10))
def test_every_message_has_an_answer_and_always_the_same_one(
    message: str, stage: Stage, intent: Intent, turn: int, intensity: int
) -> None:
    asked = bundle(message, stage=stage, intensity=intensity, turn=turn)
    answer = OFFLINE.reply(asked)
    assert re.fullmatch(r"\S.*[.?]", answer, re.DOTALL)
    assert OfflineFacilitator().reply(asked) == answer


@pytest.mark.parametrize(
    "said", ["...", "!", "?!", "\n", "I", "42", "\U0001f600", "я устал", "A" * 5000, "{echo} {0}", "a " * 2500]
)
@pytest.mark.parametrize("stage", Stage)
def test_whatever_is_said_has_an_answer(said: str, stage: Stage) -> None:
    assert OFFLINE.reply(bundle(said, stage=stage)).strip()


@pytest.mark.parametrize(
    ("said", "given_back"),
    [
        ("I was late again.", "you were late again"),
        ("I am angry with my sister.", "ang"),
        ("I\u2019ve waited for mine.", "you've waited for yours"),
        ("My brother sold the car.", "your brother sold the car"),
        ("I blamed myself.", "you blamed yourself"),
        ("I wasn't at home.", "you weren't at home"),
        ("We lost our home.", "the two of you lost your home"),
        ("And then I went home.", "you went home"),
    ],
)
def test_what_was_said_is_given_back_from_i_to_you(said: str, given_back: str) -> None:
    assert all(given_back in first(said, turn=turn).lower() for turn in range(12))


@pytest.mark.parametrize(
    "accusation", ["He is a liar.", "She is so selfish!", "You never listen.", "He always forgets me."]
)
@pytest.mark.parametrize("stage", Stage)
def test_a_reproach_is_never_given_back_word_for_word(accusation: str, stage: Stage) -> None:
    for turn in range(30):
        assert not re.search(
            r"liar|selfish|never listen|always forget", OFFLINE.reply(bundle(accusation, stage=stage, turn=turn))
        )


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("He never listens to me.", "listened to"),
        ("Everything at home falls on me.", "share"),
        ("She reads my messages.", "yourself"),
        ("He lied to me.", "truth|honesty"),
        ("It is so unfair.", "fair"),
    ],
)
def test_behind_a_complaint_the_need_is_named(said: str, need: str) -> None:
    named = [re.search(need, first(said, turn=turn)) for turn in range(12)]
    assert sum(each is not None for each in named) >= 6


@pytest.mark.parametrize(
    ("said", "there", "absent"),
    [
        ("I'm not angry, just tired.", "tired|exhaust", r"(?<!not that )you are angry|there is anger"),
        ("I don't feel sad.", r"not|n't|other than", r"you feel sad|there is sadness"),
        ("I don't feel loved.", r"not|n't", r"you feel loved|there is warmth"),
        (
            "I am no longer afraid.",
            r"not|n't|other than|no longer",
            r"(?<!not that )you are afraid|you feel afraid|there is fear",
        ),
    ],
)
def test_what_is_denied_is_not_said_to_be_there(said: str, there: str, absent: str) -> None:
    for turn in range(12):
        answer = first(said, turn=turn).lower()
        assert re.search(there, answer), answer
        assert not re.search(absent, answer), answer


@pytest.mark.parametrize(
    "said", ["Not yet.", "I don't feel heard.", "Something is missing.", "You don't understand me."]
)
def test_after_not_yet_it_asks_what_is_missing(said: str) -> None:
    thread = (Line(True, "My work is not seen."), Line(False, "Your work is not seen. What was that like for you?"))
    for turn in range(6):
        assert sentences(OFFLINE.reply(bundle(said, turn=turn, thread=thread)))[-1] in MISSING


def test_advice_is_asked_for_in_vain_in_stage_one() -> None:
    for turn, said in enumerate(("What should I do?", "Tell me what to do!", "Should I leave him?", "Any advice?")):
        assert not ADVICE.search(OFFLINE.reply(bundle(said, turn=turn)))


@pytest.mark.parametrize("said", ["Am I wrong?", "Who is right here?", "Whose side are you on?"])
def test_no_side_is_taken(said: str) -> None:
    for turn in range(10):
        assert not re.search(
            r"\byou are (?:right|wrong)\b|\bhe is\b|\bshe is\b|^(?:yes|no)\b",
            OFFLINE.reply(bundle(said, turn=turn)),
            re.IGNORECASE,
        )


def test_nothing_that_stage_one_has_to_say_advises() -> None:
    language = english()
    said = [
        text
        for file, parts in (
            ("listening", language.table("listening")),
            ("questions", {"witness": language.table("questions", "witness")}),
        )
        for part in parts.values()
        for pool in part.values()
        if isinstance(pool, list)
        for text in pool
    ]
    said += [text for move in language.table("moves").values() for text in (*move["first"], *move["then"])]
    assert len(said) > 400
    assert [each for each in said if ADVICE.search(each)] == []
    assert len(set(said)) == len(said)


# Repeating nothing


@pytest.mark.parametrize(
    "messages", [("I was late.",), FEELINGS, ("Yes.", "No.", "I don't know."), ("...",), ("You never listen.",)]
)
@pytest.mark.parametrize("stage", [Stage.WITNESS, Stage.PERSPECTIVE_STRETCH])
def test_a_hundred_turns_repeat_no_sentence_whatever_comes_again(messages: tuple[str, ...], stage: Stage) -> None:
    script = Script(stage, tuple((messages[turn % len(messages)], None) for turn in range(100)))
    said = [each for answer in talk(script) for each in sentences(answer) if not each.endswith(":")]
    repeated = {each for each in said if said.count(each) > 1}
    assert repeated == set()


@pytest.mark.parametrize("stage", [Stage.ONBOARDING, Stage.NEED_MAPPING, Stage.STRATEGIC_REPAIR])
def test_where_there_is_no_thread_no_question_comes_again_for_twenty_turns(stage: Stage) -> None:
    questions = [
        sentences(OFFLINE.reply(bundle(f"I was late on day {turn}.", stage=stage, turn=turn)))[-1] for turn in range(20)
    ]
    assert len(set(questions)) == 20


def test_a_storm_repeats_nothing_for_twenty_four_turns_although_it_knows_no_thread() -> None:
    for said in ("I am furious.", "The lantern broke."):
        answers = [OFFLINE.reply(bundle(said, intensity=9, turn=turn)) for turn in range(24)]
        parts = [each for answer in answers for each in sentences(answer)]
        assert len(set(parts)) == len(parts)


# Gentleness


def test_in_a_storm_the_feeling_is_named_nothing_else_is_recalled_and_nothing_asked() -> None:
    for turn in range(24):
        answer = OFFLINE.reply(bundle("The lantern broke and I am furious.", intensity=8, turn=turn))
        assert re.search("furious|anger", answer, re.IGNORECASE)
        assert not re.search(r"lantern|\?", answer)


def test_when_it_is_intense_or_rising_the_questions_are_gentle() -> None:
    gentle = {*english().texts("listening", "tender", "then"), *english().texts("listening", "stay", "then")}
    for turn in range(12):
        gently: tuple[dict[str, Any], ...] = ({"intensity": 6}, {"intensity": 7}, {"trend": Direction.INCREASING})
        for more in gently:
            assert sentences(OFFLINE.reply(bundle("I was late.", turn=turn, **more)))[-1] in gentle
        assert sentences(OFFLINE.reply(bundle("I was late.", turn=0, intensity=5)))[-1] not in gentle


# The partner


def test_an_answer_never_quotes_what_the_partner_shares() -> None:
    shared = Item(Kind.CONSENTED_CONTENT, "I need to rest.", "user_ben", "BOUNDARY", "live", Stage.PERSPECTIVE_STRETCH)
    asked = bundle("How may it look to Ben?", stage=Stage.PERSPECTIVE_STRETCH)
    more = bundle("How may it look to Ben?", stage=Stage.PERSPECTIVE_STRETCH, items=(shared,))
    assert OFFLINE.reply(more) == OFFLINE.reply(asked)


@given(words, stages, st.sampled_from(Intent))
def test_it_asks_for_nothing_beyond_the_message(message: str, stage: Stage, intent: Intent) -> None:
    assert list(OFFLINE.plan_retrieval(stage, intent, message)) == []


@pytest.mark.parametrize(
    "context",
    [
        "I can't breathe",
        "I can\u2019t cope",
        "pure panic",
        "PANICKING",
        "so overwhelmed",
        "shaking all over",
        "hopeless",
        "I was sobbing",
    ],
)
def test_distress_is_seen(context: str) -> None:
    assert OFFLINE.has_distress(context)


@pytest.mark.parametrize(
    "context", ["", "the dishes", "a quiet evening", "annoyed about the trip", "companion", "shaken, not stirred"]
)
def test_no_distress_is_seen_where_there_is_none(context: str) -> None:
    assert not OFFLINE.has_distress(context)
