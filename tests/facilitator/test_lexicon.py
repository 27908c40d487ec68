"""The data of the offline facilitator: that it is whole, and that denial, strength and ownership are heard."""

import pytest

from beheard_core.mediation.model import NeedCategory
from beheard_server.facilitators.offline import Ear, curated, english
from beheard_server.facilitators.offline.language import split_phrases

EAR = Ear(english())
FEELINGS = english().table("feelings")
NEEDS = english().table("needs")


def test_the_lexicon_has_many_hundred_entries() -> None:
    feelings = {
        phrase
        for each in FEELINGS.values()
        for field in ("words", "signs")
        for phrase in split_phrases(each.get(field, ""))
    }
    needs = {phrase for each in NEEDS.values() for field in ("asks", "lacks") for phrase in split_phrases(each[field])}
    assert (len(feelings) > 1000, len(needs) > 1000) == (True, True)


def test_there_are_needs_of_every_category_and_every_feeling_leans_on_needs_that_exist() -> None:
    assert {each["category"] for each in NEEDS.values()} == set(NeedCategory)
    assert {lean for each in FEELINGS.values() for lean in split_phrases(each.get("leans", ""))} <= set(NEEDS)


@pytest.mark.parametrize("key", NEEDS)
def test_a_need_can_be_said_in_every_way_that_it_is_said(key: str) -> None:
    entry = EAR.needs[key]
    assert entry.mine.startswith("I need")
    assert entry.both.startswith("You both ")
    assert entry.to.startswith("to ")
    assert max(map(len, (entry.name, entry.mine, entry.both))) <= 200


@pytest.mark.parametrize("key", FEELINGS)
def test_every_word_of_a_feeling_is_heard_as_that_feeling(key: str) -> None:
    unheard = []
    for word in split_phrases(FEELINGS[key]["words"]):
        said = word.removeprefix("~")
        heard = EAR.hear(f"I feel {said}.").own_feelings
        if not any(FEELINGS[each.key]["family"] == FEELINGS[key]["family"] for each in heard):
            unheard.append(said)
    assert len(unheard) <= len(split_phrases(FEELINGS[key]["words"])) * 0.15, unheard


def heard(text: str) -> set[str]:
    return {each.key for each in EAR.hear(text).own_feelings}


@pytest.mark.parametrize(
    ("text", "feelings"),
    [
        ("I am angry.", {"angry"}),
        ("I'm not angry, just tired.", {"exhausted"}),
        ("I am neither angry nor sad.", set()),
        ("I'm not only angry, I'm sad.", {"angry", "sad"}),
        ("I have never been so angry.", {"angry"}),
        ("I can't help being jealous.", {"jealous"}),
        ("I don\u2019t feel ashamed any more.", set()),
        ("im so sad", {"sad"}),
        ("She is angry.", set()),
        ("My husband was sad.", set()),
        ("He makes me so angry.", {"angry"}),
        ("I am angry with him and sad.", {"angry", "sad"}),
        ("He lay down.", set()),
        ("I feel down.", {"sad"}),
        ("I want to feel safe.", set()),
        ("", set()),
    ],
)
def test_denial_and_whose_feeling_it_is_are_heard(text: str, feelings: set[str]) -> None:
    assert heard(text) == feelings


@pytest.mark.parametrize(
    ("text", "strength", "said"),
    [
        ("I am angry.", 0, "angry"),
        ("I am so angry.", 1, "so angry"),
        ("I am fucking angry.", 1, "very angry"),
        ("I am a bit angry.", -1, "a bit angry"),
    ],
)
def test_strength_is_heard_and_given_back_politely(text: str, strength: int, said: str) -> None:
    (feeling,) = EAR.hear(text).own_feelings
    assert (feeling.strength, feeling.said) == (strength, said)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("I need some rest.", {"rest"}),
        ("I don't need more space.", set()),
        ("He never listens to me.", {"listening"}),
        ("There is no trust between us.", {"honesty"}),
        ("I think she needs rest.", set()),
        ("He wants to be respected.", set()),
        ("I lied to her.", set()),
        ("It rained.", set()),
    ],
)
def test_what_is_wanted_and_what_is_missing_are_heard(text: str, needs: set[str]) -> None:
    assert {each.key for each in EAR.hear(text).own_needs} == needs


def test_there_are_more_than_forty_experiments_for_every_need_each_limited_and_to_be_seen() -> None:
    library = curated(english())
    assert len(library) >= 40
    assert {need for each in library for need in each.needs} == set(NEEDS)
    assert all(each.duration and each.seen and len(each.text) <= 800 for each in library)
    assert len({each.text for each in library}) == len(library)
    for category in NeedCategory:
        assert sum(category in each.categories for each in library) >= 8
