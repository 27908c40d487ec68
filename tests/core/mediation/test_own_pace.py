"""Two people who go the whole way each at their own pace, with detours, end in the same place."""

from collections.abc import Iterator
from itertools import chain, cycle

import pytest
from attrs import evolve, frozen
from hypothesis import event, given
from hypothesis import strategies as st

from beheard_core import Refusal
from beheard_core.mediation import SessionStatus, Stage
from beheard_core.mediation.consent import Choice
from beheard_core.mediation.model import NeedCategory
from beheard_core.mediation.needs import Need
from beheard_core.mediation.stages import stage_status
from beheard_core.mediation.strategies import readable_pool
from tests.core.mediation import pace
from tests.core.mediation.pace import (
    DRAFT,
    HEARD,
    JOIN,
    ONWARD,
    READY,
    RESOLVE,
    SIGN,
    Act,
    World,
    ask_for,
    attempt,
    begin,
    between,
    confirm,
    decide_on,
    judge,
    let_know,
    name_need,
    offer,
    prefer,
    propose_in_common,
    reply,
    say_of,
    standing,
    take_back,
    try_out,
)
from tests.core.mediation.people import ANNA, BEN, at
from tests.core.mediation.stage3 import need

FOUND: dict[str, tuple[Need, ...]] = {
    ANNA: (need("calm"), need("room", category=NeedCategory.AUTONOMY)),
    BEN: (need("peace"), need("air", category=NeedCategory.AUTONOMY)),
}


NEEDS = {ANNA: ("calm", "room"), BEN: ("peace", "air")}
BOTH = frozenset({ANNA, BEN})


@frozen
class Story:
    """Which detours the two make."""

    revises: frozenset[str] = frozenset()
    """Who is asked to revise their attempt."""
    hesitates: frozenset[str] = frozenset()
    """Who takes the consent to a need back, and gives it once more."""
    rewords: frozenset[str] = frozenset()
    """Who words a need anew that they share already."""
    names_one: frozenset[str] = frozenset()
    """Who names a need of their own, and answers the request to share it by itself."""
    finds_nothing: bool = False
    """Whether both decline what the analysis finds, and one proposes something."""
    drops_one: frozenset[str] = frozenset()
    """Who takes a strategy of theirs out of the pool."""
    rounds: int = 1
    """How often they rank until they find something in common."""
    counters: bool = False
    """Whether the other words a proposal anew before both agree."""


def acts_of(who: str, story: Story) -> list[Act]:
    """Give what one of the two does, from the beginning until there is an agreement."""
    other = BEN if who == ANNA else ANNA
    return [
        *([JOIN] if who == BEN else []),
        *(SIGN, ONWARD, HEARD, ONWARD),
        *(DRAFT, attempt(0), judge(0, right=other not in story.revises)),
        *([attempt(1)] if who in story.revises else []),
        *([judge(1, right=True)] if other in story.revises else []),
        ONWARD,
        *in_stage_3(who, story),
        ONWARD,
        *in_stage_4(who, story),
    ]


def in_stage_3(who: str, story: Story) -> Iterator[Act]:
    mine, aside = NEEDS[who]
    said: dict[str, bool | str] = {mine: True, aside: False}
    yield confirm(said)
    if who in story.names_one:
        yield name_need(f"own of {who}")
        said = {**said, f"own of {who}": True}
        yield confirm(said)
        yield decide_on(f"own of {who}", Choice.GRANTED)
    yield let_know(mine)
    if who in story.hesitates:
        yield take_back(mine)
        yield confirm(said)
        yield let_know(mine)
    if who in story.rewords:
        yield confirm({**said, mine: f"Much {mine}", aside: True})
        yield let_know(mine, aside)
    yield from in_common(who, story)


def in_common(who: str, story: Story) -> Iterator[Act]:
    """Answer all that will be found in the end, at once: what both confirm is final for both soon after."""

    def last(name: str, owner: str) -> str:
        return f"{name} {1 + (owner in story.hesitates) + (owner in story.rewords)}"

    found = [between(last("calm", ANNA), last("peace", BEN))]
    if story.rewords == BOTH:
        found.append(between("room 1", "air 1"))
    if story.names_one == BOTH:
        found.append(between(f"own of {ANNA} 1", f"own of {BEN} 1"))
    yield say_of(**{name: not story.finds_nothing and (who == BEN or name == found[0]) for name in found})
    if story.finds_nothing:
        yield propose_in_common("cg_own") if who == ANNA else say_of(cg_own=True)


def in_stage_4(who: str, story: Story) -> Iterator[Act]:
    mine, theirs = ("a", "b") if who == ANNA else ("b", "a")
    yield from (try_out(f"{mine}{number}") for number in range(4))
    if who == ANNA:
        yield ask_for("free_1", "free_2")
    if who in story.drops_one:
        yield take_back(f"{mine}0")
    for number in range(2, story.rounds + 1):
        yield READY
        yield prefer(f"{mine}1", f"{mine}2", f"{mine}3")
        # A pool that has led nowhere is opened again by a strategy of Anna's in even rounds, and of Ben's in odd ones.
        if (who == ANNA) == (number % 2 == 0):
            yield try_out(f"more_{number}")
    yield READY
    yield prefer("free_1", f"{mine}1", f"{theirs}1") if who == ANNA else prefer(f"{theirs}1", "free_1", "free_2")
    yield from agreeing(who, story)


def agreeing(who: str, story: Story) -> Iterator[Act]:
    yield offer(f"agr_{who}", "free_1")
    other = BEN if who == ANNA else ANNA
    if story.counters:
        yield reply(f"agr_{other}", agree=False, instead="Half of that")
        yield reply(f"agr_{who}", agree=True)
    else:
        yield reply(f"agr_{other}", agree=who == BEN)


people = st.frozensets(st.sampled_from([ANNA, BEN]))
stories = st.builds(
    Story,
    revises=people,
    hesitates=people,
    rewords=people,
    names_one=people,
    finds_nothing=st.booleans(),
    drops_one=people,
    rounds=st.integers(1, 3),
    counters=st.booleans(),
)
first_turns = st.lists(st.sampled_from([ANNA, BEN]), max_size=90)
OTHERWISE = [[ANNA, BEN], [ANNA], [BEN]]
"""How turns go on: by turns, or with one of the two always first."""


def to_the_end(story: Story, turns: Iterator[str], resolver: str = ANNA) -> World:
    lists = {who: acts_of(who, story) for who in (ANNA, BEN)}
    agreed = pace.walk(begin(FOUND), lists, turns)
    return RESOLVE(agreed, resolver, at(1000))


@given(stories, first_turns, st.sampled_from(OTHERWISE))
def test_at_whatever_pace_each_goes_the_two_end_in_the_same_place(
    story: Story, first: list[str], then: list[str]
) -> None:
    expected = to_the_end(story, cycle([ANNA, BEN]))
    found = to_the_end(story, chain(first, cycle(then)))
    assert found.session.status is SessionStatus.RESOLVED
    assert standing(found) == standing(expected)
    assert [readable_pool(found.session, who) for who in (ANNA, BEN)] == [readable_pool(expected.session, ANNA)] * 2
    event(f"{story.rounds} rounds")


@given(stories)
def test_whoever_ends_it_both_have_come_to_the_end(story: Story) -> None:
    by_anna, by_ben = (to_the_end(story, cycle([BEN, ANNA]), who) for who in (ANNA, BEN))
    assert standing(by_anna)[0] == standing(by_ben)[0]
    for me, partner in (
        (by_ben.session.inviter, by_ben.session.invitee),
        (by_ben.session.invitee, by_ben.session.inviter),
    ):
        statuses = [stage_status(by_ben.session, me, partner, stage) for stage in Stage]
        assert statuses == ["COMPLETED"] * 5


def test_a_straight_way_and_one_with_every_detour_end_as_the_contract_says() -> None:
    straight = to_the_end(Story(), cycle([ANNA])).session
    assert [each.id for each in straight.agreements if each.status == "AGREED"] == [f"agr_{ANNA}"]
    assert straight.overlap == ("a1", "free_1")
    winding = Story(BOTH, BOTH, BOTH, BOTH, finds_nothing=True, drops_one=BOTH, rounds=3, counters=True)
    met = to_the_end(winding, cycle([BEN])).session
    assert [each.status for each in met.agreements] == ["AGREED", "AGREED"]
    assert len(met.past_rounds) == 2
    assert [each.confirmed_by for each in met.common_ground if each.confirmed_at] == [(ANNA, BEN)]
    assert met.overlap == ("a1", "free_1")


def test_two_who_both_wait_for_the_other_are_found() -> None:
    with pytest.raises(AssertionError, match="nobody can go on"):
        pace.walk(begin(FOUND), {ANNA: [SIGN, ONWARD], BEN: [JOIN, ONWARD, SIGN]}, cycle([ANNA]))


def test_the_standing_tells_two_ways_apart_that_end_in_different_places() -> None:
    one, other = (to_the_end(story, cycle([ANNA, BEN])) for story in (Story(), Story(rounds=2)))
    assert standing(one) != standing(other)
    reordered = evolve(one.session, overlap=("free_1", "a1"))
    assert standing(evolve(one, session=reordered)) != standing(one)
    with pytest.raises(Refusal):
        RESOLVE(one, BEN, at(1001))
