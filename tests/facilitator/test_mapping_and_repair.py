"""Needs with evidence, common ground that belongs to both, and experiments that fit it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import NeedCategory, Stage
from beheard_server.facilitators import Ground, SharedNeed
from beheard_server.facilitators.offline import OfflineFacilitator, curated, english
from tests.facilitator.talking import OFFLINE, scripts

NEEDS = english().table("needs")
THREAD = (
    "I need to be listened to. It rained.",
    "He never listens to me, and everything falls on me!",
    "I\u2019d like some rest in the evening.",
    "I think she needs rest.",
)
categories = st.sampled_from(NeedCategory)


def found(*thread: str, events: tuple[str, ...] = ()) -> dict[str, float]:
    return {each.need: each.confidence for each in OFFLINE.synthesize_needs(thread, (), events).needs}


# Needs


def test_a_need_is_found_with_every_sentence_that_speaks_of_it_word_for_word() -> None:
    needs = {each.need: each for each in OFFLINE.synthesize_needs(THREAD, (), ()).needs}
    listened = needs["Being listened to"]
    assert listened.category is NeedCategory.RECOGNITION
    assert listened.evidence == ("I need to be listened to.", "He never listens to me, and everything falls on me!")
    assert needs["Rest"].evidence == ("I\u2019d like some rest in the evening.",)
    assert needs["Sharing the work"].evidence == ("He never listens to me, and everything falls on me!",)


def test_what_is_wanted_is_surer_than_what_is_missing_and_that_surer_than_a_hint() -> None:
    wanted, missing, hinted = (
        found(each)["Sharing the work"]
        for each in ("I need us to share the chores.", "Everything falls on me.", "The dishes are there again.")
    )
    assert 0.95 > wanted > missing >= 0.5 > hinted


def test_what_is_said_again_is_surer_and_nothing_is_certain() -> None:
    once, twice = found("He never listens to me."), found("He never listens to me.", "I talk to a wall.")
    assert twice["Being listened to"] > once["Being listened to"]
    often = found(*(f"I need to be listened to, {number}." for number in range(50)))
    assert often["Being listened to"] <= 0.95


def test_a_reading_and_an_event_make_it_surer_and_are_not_quoted() -> None:
    reading = Reading("emo_1", 6, "nobody listens to me", Stage.WITNESS, datetime(2026, 3, 1, tzinfo=UTC))
    alone = OFFLINE.synthesize_needs(["He never listens to me."], (), ()).needs[0]
    more = OFFLINE.synthesize_needs(["He never listens to me."], (reading,), ("I talk to a wall.",)).needs[0]
    assert more.confidence > alone.confidence
    assert more.evidence == alone.evidence
    assert OFFLINE.synthesize_needs((), (reading,), ("I talk to a wall.",)).needs == ()


def test_where_little_is_known_it_asks() -> None:
    told = OFFLINE.synthesize_needs(["I am so angry.", "The dishes are there again."], (), ())
    assert not [each for each in told.needs if each.confidence >= 0.5]
    assert 1 <= len(told.clarifications) <= 3
    assert all(each.endswith("?") for each in told.clarifications)
    assert any("anger" in each for each in told.clarifications)


@given(st.lists(st.one_of(st.text(max_size=120), st.sampled_from(THREAD)), max_size=8))
def test_every_need_has_verbatim_quotes_and_an_honest_confidence(thread: list[str]) -> None:
    told = OFFLINE.synthesize_needs(thread, (), ())
    assert len(told.needs) <= 8
    for need in told.needs:
        assert 1 <= len(need.evidence) <= 5
        assert all(any(quote in line for line in thread) for quote in need.evidence)
        assert 0 < need.confidence <= 0.95
        assert max(len(need.need), len(need.description)) <= 200


def test_most_conversations_give_a_need_that_counts_and_the_others_a_question() -> None:
    told = [
        OFFLINE.synthesize_needs([text for text, _ in script.lines], (), ())
        for script in scripts().values()
        if script.stage is Stage.WITNESS
    ]
    counting = [any(need.confidence >= 0.5 for need in each.needs) for each in told]
    assert sum(counting) >= len(told) * 0.75
    assert all(counts or each.clarifications for counts, each in zip(counting, told, strict=True))


# Common ground


def shared(ref: str, key: str, category: NeedCategory | None = None) -> SharedNeed:
    entry = NEEDS[key]
    return SharedNeed(ref, entry["name"], category or NeedCategory(entry["category"]), entry["mine"])


def test_the_same_need_is_paired_first_and_described_for_both() -> None:
    mine = (shared("a1", "rest"), shared("a2", "calm"))
    theirs = (shared("b1", "calm"), shared("b2", "closeness"))
    (pair,) = OFFLINE.find_common_ground(mine, theirs)
    assert (pair.mine, pair.theirs, pair.need, pair.description) == (
        "a2",
        "b1",
        "Calm between us",
        NEEDS["calm"]["both"],
    )


def test_two_needs_of_one_category_have_the_category_in_common() -> None:
    (pair,) = OFFLINE.find_common_ground((shared("a", "rest"),), (shared("b", "honesty"),))
    assert (pair.need, pair.category) == ("Safety and calm", NeedCategory.SAFETY)
    assert pair.description.startswith("You both ")


def test_a_need_in_own_words_is_recognised() -> None:
    mine = SharedNeed("a", "An hour with the door closed", NeedCategory.AUTONOMY, "I need an hour to myself.")
    (pair,) = OFFLINE.find_common_ground((mine,), (shared("b", "space"),))
    assert pair.need == "Space for myself"


@given(
    st.lists(st.tuples(st.sampled_from(sorted(NEEDS)), categories), max_size=8),
    st.lists(st.tuples(st.sampled_from(sorted(NEEDS)), categories), max_size=8),
)
def test_pairs_are_of_one_category_few_and_quote_nobody(
    mine: list[tuple[str, NeedCategory]], theirs: list[tuple[str, NeedCategory]]
) -> None:
    mine_, theirs_ = (
        [shared(f"{side}{n}", key, kind) for n, (key, kind) in enumerate(each)]
        for side, each in (("a", mine), ("b", theirs))
    )
    pairs = OFFLINE.find_common_ground(mine_, theirs_)
    kinds = {each.ref: each.category for each in (*mine_, *theirs_)}
    assert len(pairs) <= 5
    assert len({each.mine for each in pairs}) == len({each.theirs for each in pairs}) == len(pairs)
    for pair in pairs:
        assert kinds[pair.mine] is kinds[pair.theirs] is pair.category
        assert pair.description.startswith("You both ")
        assert not any(each.text in pair.description for each in (*mine_, *theirs_))


# Experiments

REST = Ground("Rest", NeedCategory.SAFETY, "You both need time to rest.")
FAIR = Ground("Sharing the work", NeedCategory.FAIRNESS, "")
OWN = Ground("Something of ours", NeedCategory.MEANING, "")


def test_what_is_suggested_serves_what_both_need_and_all_of_it_first() -> None:
    ideas = OFFLINE.suggest_strategies((REST, FAIR), (), 4)
    library = {each.text: each for each in curated(english())}
    assert len(ideas) == 4
    assert {need for each in ideas for need in each.needs_addressed} == {"Rest", "Sharing the work"}
    assert all({"rest", "shared_work"} & set(library[each.description].needs) for each in ideas)
    assert all(each.duration and each.measure_of_success for each in ideas)


def test_what_is_known_is_not_suggested_again_until_nothing_is_left() -> None:
    known: list[str] = []
    while ideas := OFFLINE.suggest_strategies((REST,), (), 5, known=known):
        assert not {each.description for each in ideas} & set(known)
        known += [each.description for each in ideas]
    assert len(known) == sum(NeedCategory.SAFETY in each.categories for each in curated(english()))


def test_a_wish_decides_among_what_fits() -> None:
    (idea,) = OFFLINE.suggest_strategies((REST, FAIR), ("share the chores",), 1)
    assert "Sharing the work" in idea.needs_addressed


def test_a_need_in_words_of_ones_own_is_served_by_its_category_and_nothing_in_common_by_nothing() -> None:
    ideas = OFFLINE.suggest_strategies((OWN,), (), 9)
    assert len(ideas) == 5
    assert {each.needs_addressed for each in ideas} == {("Something of ours",)}
    assert list(OFFLINE.suggest_strategies((), ("rest",), 3)) == []


def test_another_seed_suggests_in_another_order() -> None:
    orders = {
        tuple(each.description for each in OfflineFacilitator(seed).suggest_strategies((OWN,), (), 5))
        for seed in range(5)
    }
    assert len(orders) > 1


@pytest.mark.parametrize(
    ("text", "refined"),
    [
        ("We put the phones away from eight to nine, five evenings.", None),
        ("We put the phones away", "We put the phones away. We do this for one week"),
        ("We will never argue at the table.", "We will never argue at the table. Let us begin with one week"),
    ],
)
def test_a_proposal_without_an_end_gets_one(text: str, refined: str | None) -> None:
    told = OFFLINE.refine_strategy(text, (REST,))
    assert (
        (told is None) if refined is None else (told is not None and told.refined.startswith(refined) and told.reason)
    )


def test_instead_of_a_demand_something_for_both_is_offered_if_there_is_something_in_common() -> None:
    told = OFFLINE.refine_strategy("You stop being so lazy.", (REST,))
    assert told is not None
    assert told.refined in {each.text for each in curated(english())}
    assert OFFLINE.refine_strategy("You stop being so lazy.", ()) is None


def test_a_proposal_of_the_greatest_length_is_left_as_it_is() -> None:
    assert OFFLINE.refine_strategy("a" * 800, (REST,)) is None
