"""Raw words put for the partner: nothing that accuses is kept, and nothing is added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation.consent import PROPOSABLE
from beheard_core.mediation.model import ContentType, Stage
from beheard_server.facilitators import Assessment
from beheard_server.facilitators.offline import OfflineFacilitator, english
from tests.facilitator.measures import adds
from tests.facilitator.talking import OFFLINE

EVENT = ContentType.EVENT_SUMMARY
TO_TALK = english().table("wording", "otherwise")
ACCUSATIONS = (
    "You always forget me.",
    "You never listen!",
    "It is your fault.",
    "All of this is because of you.",
    "You are so selfish.",
    "You don't care.",
    "You don\u2019t care.",
    "You\u2019re a liar.",
    "You're always late.",
    "you are always against me",
    "He never helps.",
    "Freeloader.",
    "Oh great, dinner at ten again.",
    "One more lie and I will tell your boss.",
    "My ex at least remembered my birthday.",
    "My husband sits on the sofa all day.",
    "Nobody in this house lifts a finger.",
    "This kitchen is always a pigsty.",
    "I get no help from you.",
    "Any normal person would have called.",
)
OWN_WORDS = (
    "I felt alone.",
    "I was afraid to say it!",
    "Can we talk on Sunday?",
    "I need rest after work.",
    "I\u2019d like 2.5 hours for myself.",
)
kinds = st.sampled_from(ContentType)


@given(st.lists(st.sampled_from((*ACCUSATIONS, *OWN_WORDS)), min_size=1, max_size=6), kinds)
def test_what_is_put_for_the_partner_accuses_nobody_and_keeps_the_rest(said: list[str], kind: ContentType) -> None:
    own = list(dict.fromkeys(each for each in said if each in OWN_WORDS))
    put = OFFLINE.transform(kind, " ".join(each if each[-1] in ".!?" else f"{each}." for each in said))
    assert put == (" ".join(own) if own else TO_TALK.get(kind, TO_TALK["any"]))


@pytest.mark.parametrize(
    ("original", "put"),
    [
        ("You always leave me with the kids and I'm exhausted.", "I'm exhausted."),
        ("I need to be heard, and he never listens.", "I need to be heard."),
        ("You make me feel worthless.", "I feel worthless."),
        ("He made me feel so small.", "I felt so small."),
        ("I was hurt that you left without telling me.", "I was hurt."),
        ("Every time you raise your voice I get scared.", "Every time you raise your voice I get scared."),
        ("I get bossy when I am tense.", "I get bossy when I am tense."),
        ("I would be happy if you changed.", None),
        ("I am happy when you are gone.", None),
        ("It hurt\nCould we talk?", "It hurt. Could we talk?"),
        ("I am sorry. I am sorry.", "I am sorry."),
    ],
)
def test_clauses_are_kept_where_they_say_the_same_without_the_rest(original: str, put: str | None) -> None:
    assert OFFLINE.transform(EVENT, original) == (put or TO_TALK["EVENT_SUMMARY"])


def test_a_need_that_is_only_named_becomes_a_sentence_of_ones_own() -> None:
    assert OFFLINE.transform(ContentType.IDENTIFIED_NEED, "Rest in the evening") == "What I need: rest in the evening."
    assert OFFLINE.transform(ContentType.IDENTIFIED_NEED, "I need rest.") == "I need rest."


@given(st.text(max_size=300), kinds)
def test_putting_twice_is_like_putting_once_and_nothing_is_added(words: str, kind: ContentType) -> None:
    put = OFFLINE.transform(kind, words)
    assert put.strip()
    assert OFFLINE.transform(EVENT, put) in {put, *TO_TALK.values()}
    assert not adds(words, put)


# Proposals

WORTH_SHARING = (
    "I won't talk after ten. Whenever the door slams, I freeze. Last night I was so scared. "
    "You never listen, and I can't stand it."
)


@pytest.mark.parametrize("stage", Stage)
def test_sharing_is_proposed_in_stages_two_and_three_alone(stage: Stage) -> None:
    proposals = OFFLINE.propose_shares(WORTH_SHARING, stage)
    wanted = [ContentType.BOUNDARY, ContentType.EMOTIONAL_PATTERN, EVENT]
    proposing = stage in (Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING)
    assert [each.content_type for each in proposals] == (wanted if proposing else [])
    assert all(each.says_something and each.preview in WORTH_SHARING for each in proposals)
    assert {each.content_type for each in proposals} <= PROPOSABLE.get(stage, frozenset())


@given(st.text(max_size=200), st.sampled_from(Stage))
def test_what_is_proposed_stands_in_the_message(message: str, stage: Stage) -> None:
    said = f"I cannot stay. {message}"
    for each in OFFLINE.propose_shares(said, stage):
        assert each.says_something
        assert each.summary in said
        assert each.preview.rstrip(".!?") == each.summary.rstrip(".!?")


@pytest.mark.parametrize(
    "message",
    ["It rained.", "I can wait.", "Whenever it rains.", "You always shout, I can't stay.", "I can't bear your lies."],
)
def test_small_talk_and_a_reproach_are_not_proposed(message: str) -> None:
    assert list(OFFLINE.propose_shares(message, Stage.PERSPECTIVE_STRETCH)) == []


# Drafts


@pytest.mark.parametrize(
    "draft", ["You may have felt alone.", "I wonder if you were afraid.", "Perhaps you hoped for a word."]
)
def test_a_curious_draft_is_found_ready(draft: str) -> None:
    assert OFFLINE.assess_empathy(draft) == Assessment(ready=True)


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ("Maybe you never listen.", "accuses"),
        ("You don\u2019t care, I guess.", "advises"),
        ("You are such a liar, maybe.", "accuses"),
        ("You should sleep more.", "advises"),
        ("I felt alone all year.", "own"),
        ("The dishes stood there.", "own"),
        ("You were there.", "flat"),
        ("You felt alone.", "sure"),
        ("Hm.", "empty"),
        ("", "empty"),
    ],
)
def test_a_draft_that_is_not_ready_is_told_why(draft: str, why: str) -> None:
    notes = english().table("empathy", "notes")
    assert OFFLINE.assess_empathy(draft) == Assessment(ready=False, note=notes[why])


@given(st.text(max_size=300))
def test_every_draft_gets_a_judgement_and_a_note_unless_it_is_ready(draft: str) -> None:
    told = OfflineFacilitator().assess_empathy(draft) if not draft else OFFLINE.assess_empathy(draft)
    assert told.ready is (told.note is None)
