"""What the facilitator without a network makes of anything that people say to it, in any words."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation import Stage
from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.retrieval import Intent, Item, Kind
from beheard_server.facilitators import Bundle, Facilitator, Line
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.client import Api, fresh_api
from tests.server.people import meet, reach, register
from tests.server.stage2.acts import draft, feel, pending, say

OFFLINE: Facilitator = OfflineFacilitator()
HINTED = Stage.PERSPECTIVE_STRETCH
words = st.text(max_size=300)
stages = st.sampled_from(Stage)
intents = st.sampled_from(Intent)


def bundle(message: str, stage: Stage = Stage.WITNESS, **more: Any) -> Bundle:
    facts = {"intent": Intent.OFFER_CONTINUITY, "intensity": None, "trend": Direction.STABLE, "turn": 0} | more
    return Bundle(stage=stage, message=message, **facts)


def sentences(answer: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", answer)


# Answering


@given(words, stages, intents, st.integers(0, 20))
def test_every_message_has_an_answer_that_asks_or_stays_and_always_the_same_one(
    message: str, stage: Stage, intent: Intent, turn: int
) -> None:
    given_ = bundle(message, stage, turn=turn, intent=intent)
    answer = OFFLINE.reply(given_)
    assert answer.endswith("?") is (intent is not Intent.AVOID_RECALL)
    assert OfflineFacilitator().reply(given_) == answer


@pytest.mark.parametrize(
    ("message", "echo"),
    [
        ("We lost our home.", "you two lost your home"),
        ("I wasted it", "you wasted it"),
        ("Fine. He left me alone with all of the bills.", "he left you alone with all of the bills"),
        ("I cannot breathe. It was a long and rather uneventful evening at home.", "you cannot breathe"),
        ("Iñaki took {0} at 3.5 o'clock {echo}", "iñaki took {0} at 3.5 o'clock {echo}"),
    ],
    ids=["we", "a word that only begins so", "the longest", "the most distressed", "no letter of a pattern"],
)
@pytest.mark.parametrize("stage", Stage)
def test_an_answer_gives_back_the_weightiest_of_what_was_said(message: str, echo: str, stage: Stage) -> None:
    for turn in range(6):
        assert echo in OFFLINE.reply(bundle(message, stage, turn=turn))


def test_an_answer_gives_a_reproach_back_as_the_persons_own_and_takes_no_side() -> None:
    for turn in range(6):
        first, *_ = sentences(OFFLINE.reply(bundle("He is a liar.", turn=turn)))
        assert re.search(r"\byou\b|what i hear", first, re.IGNORECASE), first


def test_what_was_asked_in_the_thread_is_not_asked_again_while_there_is_something_else() -> None:
    first = OFFLINE.reply(bundle("I was late."))
    thread = (Line(True, "I was late."), Line(False, first))
    # The turn is the same once more, as it is when a message in between has taken one.
    assert sentences(OFFLINE.reply(bundle("I was late.", thread=thread)))[-1] != sentences(first)[-1]


def test_what_the_person_wrote_is_not_taken_for_a_question_that_was_asked() -> None:
    answer = OFFLINE.reply(bundle("I was late."))
    thread = (Line(True, sentences(answer)[-1]),)
    assert OFFLINE.reply(bundle("I was late.", thread=thread)) == answer


def test_an_answer_never_quotes_what_the_partner_shares() -> None:
    shared = Item(Kind.CONSENTED_CONTENT, "I need to rest.", "user_ben", "BOUNDARY", "live", HINTED)
    asked = bundle("How may it look to Ben?", HINTED)
    assert OFFLINE.reply(bundle("How may it look to Ben?", HINTED, items=(shared,))) == OFFLINE.reply(asked)


@given(words, stages, intents)
def test_it_asks_for_nothing_beyond_the_message(message: str, stage: Stage, intent: Intent) -> None:
    assert list(OFFLINE.plan_retrieval(stage, intent, message)) == []


# Drafts, feedback, and what might be shared


@pytest.mark.parametrize(
    "draft_", ["You are such a liar, maybe.", "It may be your fault.", "You made me cry, I guess."]
)
def test_a_reproach_that_wonders_is_a_reproach(draft_: str) -> None:
    assert not OFFLINE.assess_empathy(draft_).ready


@given(words)
def test_what_is_put_for_the_partner_says_something_and_putting_it_twice_is_like_putting_it_once(words: str) -> None:
    put = OFFLINE.transform(ContentType.EVENT_SUMMARY, words)
    assert put.strip()
    assert OFFLINE.transform(ContentType.EVENT_SUMMARY, put) == put


@pytest.mark.parametrize(
    ("original", "put"),
    [
        ("I'd like 2.5 hours for myself", "I'd like 2.5 hours for myself."),
        ("It hurt\nCould we talk?", "It hurt. Could we talk?"),
        ("\U0001f54a", "\U0001f54a."),
    ],
)
def test_what_is_put_for_the_partner_keeps_its_words_and_its_marks(original: str, put: str) -> None:
    assert OFFLINE.transform(ContentType.EVENT_SUMMARY, original) == put


@given(words, stages)
def test_what_is_proposed_stands_in_the_message(message: str, stage: Stage) -> None:
    said = f"I cannot stay. {message}"
    for each in OFFLINE.propose_shares(said, stage):
        assert each.says_something
        assert each.summary in said
        assert each.preview.rstrip(".!?") == each.summary.rstrip(".!?")


@pytest.mark.parametrize(
    "message", ["It rained.", "I can wait.", "Whenever it rains.", "You always shout, I can't stay."]
)
def test_small_talk_and_a_reproach_are_not_proposed(message: str) -> None:
    assert list(OFFLINE.propose_shares(message, HINTED)) == []


@pytest.mark.parametrize(("context", "found"), [("I cannot think", True), ("shaken, not stirred", False)])
def test_distress_is_found_in_whole_words(context: str, found: bool) -> None:
    assert OFFLINE.has_distress(context) is found


# As the one that is there unless another is given


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path)) as api:
        yield api


def test_it_is_the_facilitator_unless_another_is_given(offline: Api) -> None:
    couple = reach(meet(register(offline, "Ada"), register(offline, "Ben")), ada=2, ben=2)
    asked = [say(couple.ada, couple, "I was late.")["aiResponse"]["content"] for _ in range(3)]
    assert len({sentences(each)[-1] for each in asked}) == 3
    assert draft(couple.ada, couple, "You never listen.")["readyToShare"] is False
    assert feel(couple.ada, couple, 7, "I cannot breathe, I am panicking")["supportType"] == "BODY_SCAN"
    say(couple.ada, couple, "I won't discuss this after ten.")
    assert [each["contentType"] for each in pending(couple.ada, couple)] == ["BOUNDARY"]
