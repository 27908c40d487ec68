"""The facilitator without a network, against the contract's *AI seams*."""

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
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
S0, S1, S2, S3, S4 = Stage
INTENTS = {
    S0: Intent.STAGE_ENFORCEMENT,
    S1: Intent.EMOTIONAL_VALIDATION,
    S2: Intent.OFFER_CONTINUITY,
    S3: Intent.OFFER_CONTINUITY,
    S4: Intent.RECALL_COMMITMENT,
}
HEARD = [
    "I was late and she left without me.",
    "My mother called during dinner again.",
    "We have not spoken since Tuesday.",
    "I'm tired of being the one who asks.",
    "He sold our car before he told me.",
    "The children heard all of it.",
    "I cooked, and nobody came to eat.",
    "She laughed at me in front of our friends.",
    "My letters are still in the drawer.",
    "I slept on the sofa on Friday.",
    "They asked me twice, and I said nothing.",
    "It was my birthday, and he worked.",
]
ADVICE = re.compile(r"\b(?:you should|try to|have you tried|why don't you|you need to|you must)\b", re.IGNORECASE)
words = st.text(max_size=300)


def bundle(message: str, stage: Stage = S1, *, turn: int = 0, thread: tuple[Line, ...] = (), **more: Any) -> Bundle:
    facts = {"intent": INTENTS[stage], "intensity": None, "trend": Direction.STABLE} | more
    return Bundle(stage=stage, message=message, turn=turn, thread=thread, **facts)


def conversation(stage: Stage, *, recalls: bool = True) -> list[str]:
    """Say a dozen things one after another, and give the answers."""
    thread: tuple[Line, ...] = ()
    answers = []
    for turn, message in enumerate(HEARD):
        answer = OFFLINE.reply(bundle(message, stage, turn=turn, thread=thread if recalls else ()))
        answers.append(answer)
        thread = (*thread, Line(True, message), Line(False, answer))
    return answers


def questions(answers: list[str]) -> list[str]:
    return [re.split(r"(?<=[.!?])\s+", answer)[-1] for answer in answers]


# Answering


@pytest.mark.parametrize("stage", Stage)
def test_an_answer_is_the_same_every_time(stage: Stage) -> None:
    assert conversation(stage) == conversation(stage)


@pytest.mark.parametrize(
    ("message", "echo"),
    [
        ("I was late.", "you were late"),
        ("I wasn't there", "you weren't there"),
        ("I\u2019m tired, and my head hurts me", "you're tired, and your head hurts you"),
        ("We lost our home.", "you two lost your home"),
        ("I wasted it", "you wasted it"),
        ("Fine. He left me alone with all of the bills.", "he left you alone with all of the bills"),
        ("I cannot breathe. It was a long and rather uneventful evening at home.", "you cannot breathe"),
        ("I am myself, I've said, I'd go, I'll stay, it is mine", "you are yourself"),
        ("Iñaki took {0} at 3.5 o'clock {echo}", "iñaki took {0} at 3.5 o'clock {echo}"),
    ],
)
@pytest.mark.parametrize("stage", Stage)
def test_an_answer_gives_back_the_persons_own_words(message: str, echo: str, stage: Stage) -> None:
    for turn in range(6):
        assert echo in OFFLINE.reply(bundle(message, stage, turn=turn))


def test_an_answer_takes_no_side_it_gives_back_a_reproach_as_the_persons_own() -> None:
    for turn in range(6):
        answer = OFFLINE.reply(bundle("He is a liar.", turn=turn))
        first, *_ = re.split(r"(?<=[.!?])\s+", answer)
        assert first.lower() not in {"he is a liar.", "so he is a liar."}
        assert re.search(r"\byou\b|what i hear", first, re.IGNORECASE)


@pytest.mark.parametrize("message", ["...", "?!", "\n\n", " ! "])
@pytest.mark.parametrize("stage", Stage)
def test_a_message_without_words_is_answered_too(message: str, stage: Stage) -> None:
    assert OFFLINE.reply(bundle(message, stage)).strip()


@given(words, st.sampled_from(Stage), st.sampled_from(Intent), st.integers(0, 20))
def test_whatever_is_said_gets_an_answer_that_asks_or_stays(
    message: str, stage: Stage, intent: Intent, turn: int
) -> None:
    answer = OFFLINE.reply(bundle(message, stage, turn=turn, intent=intent))
    assert answer.strip()
    assert answer.endswith("?") is (intent is not Intent.AVOID_RECALL)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("recalls", [True, False])
def test_no_sentence_comes_twice_before_the_stock_is_used_up(stage: Stage, recalls: bool) -> None:
    answers = conversation(stage, recalls=recalls)
    assert len(set(answers)) == len(HEARD)
    asked = questions(answers)
    stock = len(set(asked))
    assert stock >= 3
    assert len(set(asked[:stock])) == stock
    assert all(one != other for one, other in pairwise(asked))


def test_what_was_asked_in_the_thread_is_not_asked_again_while_there_is_something_else() -> None:
    first = OFFLINE.reply(bundle("I was late."))
    thread = (Line(True, "I was late."), Line(False, first))
    # The turn is the same once more, as it is when a message in between has taken one.
    assert questions([OFFLINE.reply(bundle("I was late.", thread=thread))]) != questions([first])


def test_what_the_person_said_themselves_is_not_taken_for_a_question_that_was_asked() -> None:
    asked = questions([OFFLINE.reply(bundle("I was late."))])
    thread = (Line(True, asked[0]),)
    assert questions([OFFLINE.reply(bundle("I was late.", thread=thread))]) == asked


@pytest.mark.parametrize("stage", [S0, S1])
def test_no_advice_is_given_before_stage_2(stage: Stage) -> None:
    for answer in conversation(stage):
        assert not ADVICE.search(answer)
        assert answer.endswith("?")


@pytest.mark.parametrize("stage", Stage)
def test_in_a_storm_nothing_is_asked_and_nothing_is_given_back(stage: Stage) -> None:
    answers = [
        OFFLINE.reply(bundle(message, stage, turn=turn, intent=Intent.AVOID_RECALL))
        for turn, message in enumerate(HEARD)
    ]
    assert not any("?" in answer for answer in answers)
    assert not any(message.rstrip(".") in answer for message, answer in zip(HEARD, answers, strict=True))
    assert len(set(answers[:3])) == 3


def test_an_answer_never_quotes_what_the_partner_shares() -> None:
    shared = Item(Kind.CONSENTED_CONTENT, "I need to rest.", "user_ben", "BOUNDARY", "live", S2)
    plain = bundle("How may it look to Ben?", S2)
    assert OFFLINE.reply(bundle("How may it look to Ben?", S2, items=(shared,))) == OFFLINE.reply(plain)


@given(words, st.sampled_from(Stage), st.sampled_from(Intent))
def test_it_asks_for_nothing_beyond_the_message(message: str, stage: Stage, intent: Intent) -> None:
    assert list(OFFLINE.plan_retrieval(stage, intent, message)) == []


# Drafts


@pytest.mark.parametrize(
    ("draft_", "ready"),
    [
        ("I imagine you felt alone when I came home late.", True),
        ("Perhaps you were afraid that I would leave.", True),
        ("I wonder whether it was hard for you.", True),
        ("You always make it about you. Perhaps.", False),
        ("You don\u2019t care, I guess.", False),
        ("You are so selfish, it seems.", False),
        ("You are such a liar, maybe.", False),
        ("It may be your fault.", False),
        ("You came home at nine.", False),
    ],
)
def test_a_draft_is_ready_when_it_wonders_and_accuses_nobody(draft_: str, ready: bool) -> None:
    found = OFFLINE.assess_empathy(draft_)
    assert found.ready is ready
    assert (found.note is None) is ready


# Putting things for the partner


REPROACHES = ["You always interrupt me.", "You\u2019re selfish!", "You never listen", "It is your fault."]
KEPT = ["I felt alone.", "Could we talk on Sunday?", "I'd like 2.5 hours for myself.", "It hurt"]


@given(st.lists(st.sampled_from([*REPROACHES, *KEPT]), min_size=1, max_size=6), st.sampled_from([" ", "\n"]))
def test_every_reproach_is_dropped_and_all_else_stays_as_it_is(said: list[str], between: str) -> None:
    original = between.join(each if each.endswith((".", "?", "!")) else f"{each}." for each in said)
    put = OFFLINE.transform(original)
    assert not any(each.rstrip(".!") in put for each in REPROACHES)
    kept = [each if each.endswith((".", "?")) else f"{each}." for each in said if each in KEPT]
    if kept:
        assert put == " ".join(kept)
    else:
        assert put == OFFLINE.transform("You never listen.") != ""


def test_where_nothing_but_reproach_was_said_the_partner_reads_none() -> None:
    put = OFFLINE.transform("You never listen. You are cold!")
    assert put.startswith("I ")
    assert OFFLINE.transform(put) == put


@given(words)
def test_what_is_put_for_the_partner_says_something_and_putting_it_twice_is_like_putting_it_once(original: str) -> None:
    put = OFFLINE.transform(original)
    assert put.strip()
    assert OFFLINE.transform(put) == put


# Distress


@pytest.mark.parametrize(
    ("context", "found"),
    [
        ("I can\u2019t breathe", True),
        ("I cannot think", True),
        ("I am panicking", True),
        ("my hands are SHAKING", True),
        ("completely overwhelmed", True),
        ("I feel hopeless", True),
        ("I keep crying", True),
        ("the school run", False),
        ("shaken, not stirred", False),
        ("a bit annoyed", False),
    ],
)
def test_distress_is_found_in_its_words(context: str, found: bool) -> None:
    assert OFFLINE.has_distress(context) is found


# Proposing


SAID = "I won't discuss this after ten. Every time he is late I feel small. It rained."


@pytest.mark.parametrize("stage", Stage)
def test_proposals_belong_to_stages_2_and_3(stage: Stage) -> None:
    found = [(each.content_type, each.preview) for each in OFFLINE.propose_shares(SAID, stage)]
    proposed = [
        (ContentType.BOUNDARY, "I won't discuss this after ten."),
        (ContentType.EMOTIONAL_PATTERN, "Every time he is late I feel small."),
    ]
    assert found == (proposed if stage in (S2, S3) else [])


@pytest.mark.parametrize(
    "message", ["It rained.", "You always shout, I can't bear it.", "I can wait.", "Whenever it rains.", ""]
)
def test_a_reproach_and_small_talk_are_not_proposed(message: str) -> None:
    assert list(OFFLINE.propose_shares(message, S2)) == []


@given(words, st.sampled_from(Stage))
def test_what_is_proposed_is_in_the_persons_own_words(message: str, stage: Stage) -> None:
    for each in OFFLINE.propose_shares(f"I cannot stay. {message}", stage):
        assert each.says_something
        assert each.summary in f"I cannot stay. {message}"
        assert each.preview.rstrip(".!?") == each.summary.rstrip(".!?")


# As the one that is there unless another is given


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path)) as api:
        yield api


def test_it_is_the_facilitator_unless_another_is_given(offline: Api) -> None:
    couple = reach(meet(register(offline, "Ada"), register(offline, "Ben")), ada=2, ben=2)
    asked = [say(couple.ada, couple, message)["aiResponse"]["content"] for message in HEARD[:3]]
    assert len(set(questions(asked))) == 3
    assert draft(couple.ada, couple, "You never listen.")["readyToShare"] is False
    assert feel(couple.ada, couple, 7, "I cannot breathe, I am panicking")["supportType"] == "BODY_SCAN"
    say(couple.ada, couple, SAID)
    assert [each["contentType"] for each in pending(couple.ada, couple)] == ["BOUNDARY", "EMOTIONAL_PATTERN"]
