"""The facilitator without a network: what it says, what it never says, and what is lost if another one fails."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.consent import PROPOSABLE
from beheard_core.mediation.messages import FALLBACK_REPLY
from beheard_core.mediation.model import ContentType, Stage
from beheard_core.mediation.retrieval import Intent, Query
from beheard_server.facilitators import Assessment, Bundle, Line, Proposal
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.client import fresh_api
from tests.server.people import granted, meet, reach, register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TWELVE = (
    "I was tired when my sister called.",
    "Nobody asked me about the move.",
    "The kitchen is always left to me.",
    "I felt alone at the party.",
    "My work is not seen.",
    "I miss our walks.",
    "It was quiet for three days.",
    "I am angry about the money.",
    "We only talk about the children.",
    "I am afraid of the next weekend.",
    "The letter came as a surprise.",
    "I hoped for one word.",
)
# How many questions each stage has to ask; after that many turns one must come again.
STOCK = {Stage.ONBOARDING: 3, Stage.WITNESS: 5, Stage.PERSPECTIVE_STRETCH: 3, Stage.NEED_MAPPING: 3,
         Stage.STRATEGIC_REPAIR: 3}  # fmt: skip
ADVICE = re.compile(r"\b(?:should|try|could you|why don'?t you|have you considered|you need to|ought)\b", re.IGNORECASE)
FALLBACK_TRANSFORM = "I would like to talk about how this was for me."
ACCUSATIONS = (
    "You always forget me.",
    "You never listen!",
    "It is your fault.",
    "All of this is because of you.",
    "You are so selfish.",
    "You don't care.",
    "You don\u2019t care.",
    "You make me cry.",
    "You\u2019re a liar.",
)
OWN_WORDS = (
    "I felt alone.",
    "I was afraid to say it!",
    "Can we talk on Sunday?",
    "The evening was long.",
    "I need rest after work.",
)


def bundle(message: str, *, stage: Stage = Stage.WITNESS, turn: int = 0, thread: Sequence[Line] = ()) -> Bundle:
    return Bundle(stage, Intent.EMOTIONAL_VALIDATION, message, None, Direction.STABLE, turn, tuple(thread))


def storm(message: str, turn: int) -> Bundle:
    return Bundle(Stage.WITNESS, Intent.AVOID_RECALL, message, 9, Direction.INCREASING, turn)


def conversation(messages: Sequence[str], stage: Stage = Stage.WITNESS) -> list[str]:
    """One thread, message by message, and the answers."""
    thread: list[Line] = []
    answers = []
    for turn, message in enumerate(messages):
        answer = OfflineFacilitator().reply(bundle(message, stage=stage, turn=turn, thread=thread))
        thread += [Line(True, message), Line(False, answer)]
        answers.append(answer)
    return answers


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


@pytest.mark.parametrize("stage", Stage)
def test_the_same_conversation_has_the_same_answers(stage: Stage) -> None:
    assert conversation(TWELVE, stage) == conversation(TWELVE, stage)


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("I was tired.", "you were tired"),
        ("I am angry with my sister.", "you are angry with your sister"),
        ("I'm alone with it, and nobody asks me.", "you're alone with it, and nobody asks you"),
        ("I\u2019ve waited for mine.", "you've waited for yours"),
        ("My work is not seen.", "your work is not seen"),
        ("Nobody asked me about the move!", "nobody asked you about the move"),
        ("I blamed myself.", "you blamed yourself"),
        ("I wasn't asked.", "you weren't asked"),
    ],
)
def test_what_was_said_is_given_back_from_i_to_you(said: str, turned: str) -> None:
    assert all(turned in OfflineFacilitator().reply(bundle(said, turn=turn)) for turn in range(12))


def test_twelve_turns_repeat_no_answer() -> None:
    answers = conversation(TWELVE)
    assert len(set(answers)) == 12


@pytest.mark.parametrize("stage", Stage)
def test_twelve_turns_repeat_no_sentence_before_the_stock_of_questions_is_used_up(stage: Stage) -> None:
    answers = conversation(TWELVE, stage)
    stock = STOCK[stage]
    for start in range(12 - stock + 1):
        said = [each for answer in answers[start : start + stock] for each in sentences(answer)]
        assert len(set(said)) == len(said), said
    questions = {sentences(answer)[-1] for answer in answers}
    assert len(questions) == stock


def test_only_the_questions_ever_come_again_in_twelve_turns() -> None:
    said = [each for answer in conversation(TWELVE) for each in sentences(answer)]
    assert all(each.endswith("?") for each in said if said.count(each) > 1)


def test_there_is_no_advice_in_stage_one() -> None:
    answers = conversation(TWELVE) + [OfflineFacilitator().reply(storm(each, turn)) for turn, each in enumerate(TWELVE)]
    assert not [answer for answer in answers if ADVICE.search(answer)]


@pytest.mark.parametrize("said", ["...", "!", "?!", "\n", "I", "42", "😀", "я устал", "A" * 5000])
def test_whatever_is_said_has_an_answer(said: str) -> None:
    assert OfflineFacilitator().reply(bundle(said)).strip()


def test_a_storm_is_answered_with_nothing_that_was_said() -> None:
    answers = [OfflineFacilitator().reply(storm("The lantern broke.", turn)) for turn in range(12)]
    assert not any("lantern" in answer or "?" in answer for answer in answers)


@given(st.lists(st.sampled_from((*ACCUSATIONS, *OWN_WORDS)), min_size=1, max_size=6))
def test_what_is_put_for_the_partner_accuses_nobody_and_adds_nothing(said: list[str]) -> None:
    own = [each for each in said if each in OWN_WORDS]
    assert OfflineFacilitator().transform(ContentType.EVENT_SUMMARY, " ".join(said)) == (
        " ".join(own) if own else FALLBACK_TRANSFORM
    )


@pytest.mark.parametrize("accusation", ["You're always late.", "You\u2019re never there.", "you are always against me"])
def test_always_and_never_accuse_after_a_verb_too(accusation: str) -> None:
    assert OfflineFacilitator().transform(ContentType.EVENT_SUMMARY, f"{accusation}\nI felt alone.") == "I felt alone."


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
    assert OfflineFacilitator().has_distress(context)


@pytest.mark.parametrize("context", ["", "the dishes", "a quiet evening", "annoyed about the trip", "companion"])
def test_no_distress_is_seen_where_there_is_none(context: str) -> None:
    assert not OfflineFacilitator().has_distress(context)


@pytest.mark.parametrize("draft", ["You may have felt alone.", "I wonder if you were afraid.", "Perhaps you hoped."])
def test_a_curious_draft_is_found_ready(draft: str) -> None:
    assert OfflineFacilitator().assess_empathy(draft) == Assessment(ready=True)


@pytest.mark.parametrize(
    "draft", ["Maybe you never listen.", "You don\u2019t care, I guess.", "The dishes stood there."]
)
def test_a_draft_that_accuses_or_does_not_wonder_is_not_found_ready_and_told_why(draft: str) -> None:
    told = OfflineFacilitator().assess_empathy(draft)
    assert not told.ready
    assert told.note


WORTH_SHARING = "I won't talk after ten. Whenever the door slams, I freeze. You never listen, and I can't stand it."


@pytest.mark.parametrize("stage", Stage)
def test_sharing_is_proposed_in_stages_two_and_three_alone(stage: Stage) -> None:
    proposals = OfflineFacilitator().propose_shares(WORTH_SHARING, stage)
    kinds = [each.content_type for each in proposals]
    wanted = [ContentType.BOUNDARY, ContentType.EMOTIONAL_PATTERN]
    assert kinds == (wanted if stage in (Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING) else [])
    assert all(each.says_something and each.preview in WORTH_SHARING for each in proposals)
    assert set(kinds) <= PROPOSABLE.get(stage, frozenset())


class Failing(OfflineFacilitator):
    """Fails in the methods it is told to, and repeats in its error what it was told."""

    def __init__(self, *failing: str) -> None:
        self.failed: set[str] = set()
        self._failing = failing

    def _maybe(self, method: str, words: str) -> None:
        if method in self._failing:
            self.failed.add(method)
            raise RuntimeError(words)

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        self._maybe("plan_retrieval", message)
        return super().plan_retrieval(stage, intent, message)

    def reply(self, bundle: Bundle) -> str:
        self._maybe("reply", bundle.message)
        return super().reply(bundle)

    def assess_empathy(self, draft: str) -> Assessment:
        self._maybe("assess_empathy", draft)
        return super().assess_empathy(draft)

    def transform(self, content_type: ContentType, original: str) -> str:
        self._maybe("transform", original)
        return super().transform(content_type, original)

    def has_distress(self, context: str) -> bool:
        self._maybe("has_distress", context)
        return super().has_distress(context)

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        self._maybe("propose_shares", message)
        return super().propose_shares(message, stage)


METHODS = ("plan_retrieval", "reply", "assess_empathy", "transform", "has_distress", "propose_shares")


@pytest.mark.parametrize("failing", [*((each,) for each in METHODS), METHODS], ids="+".join)
def test_nothing_is_lost_where_a_facilitator_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], failing: tuple[str, ...]
) -> None:
    facilitator = Failing(*failing)
    with closing(fresh_api(tmp_path, facilitator=facilitator)) as api:
        couple = reach(meet(register(api, "Ada"), register(api, "Ben")), ada=2, ben=2)
        ada, ben, path = couple.ada, couple.ben, couple.session

        said = "I won't talk about the lantern after ten."
        told = granted(ada.post(f"{path}/messages", {"content": said, "emotionalIntensity": 6}), 201)
        assert (told["userMessage"]["content"], told["userMessage"]["emotionalReading"]["intensity"]) == (said, 6)
        answer = told["aiResponse"]["content"]
        assert answer == FALLBACK_REPLY if "reply" in failing else "lantern" in answer
        assert [each["content"] for each in granted(ada.get(f"{path}/messages"))["messages"]] == [said, answer]
        pending = granted(ada.get(f"{path}/consent/pending"))["pendingRequests"]
        assert [each["transformedPreview"] for each in pending] == ([] if "propose_shares" in failing else [said])

        told = granted(ada.post(f"{path}/emotions", {"intensity": 7, "context": "lantern panic"}), 201)
        assert told.get("supportType") == (None if "has_distress" in failing else "BODY_SCAN")
        kept = [each["intensity"] for each in granted(ada.get(f"{path}/emotions"))["readings"]]
        assert kept == [7, 6]

        for person in (ada, ben):
            words = {"content": "Perhaps you felt alone with the lantern."}
            told = granted(person.post(f"{path}/empathy/draft", words))
            assert told["readyToShare"] == ("assess_empathy" not in failing)
            assert granted(person.get(f"{path}/empathy/draft"))["draft"]["content"] == words["content"]
            granted(person.post(f"{path}/empathy/consent", {"draftId": told["draft"]["id"]}))

        feedback = {"feedback": "You never ask. I missed the lantern.", "consentToShareFeedback": True}
        assert granted(ben.post(f"{path}/empathy/validate", {"validated": False} | feedback))["feedbackShared"]
        shown = granted(ada.get(f"{path}/empathy/draft"))
        assert (shown["revisionRequested"], shown["partnerFeedback"]["content"]) == (True, "I missed the lantern.")
    assert facilitator.failed == set(failing)
    logged = "".join(capfd.readouterr())
    assert "lantern" not in logged
