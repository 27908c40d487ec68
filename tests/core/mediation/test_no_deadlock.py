"""No deadlock: from wherever two people can get, they can still get to the end, without leaving or declining.

The whole of a small world is searched through. ``BEHEARD_NEEDS=2`` lets each name two needs, and
``BEHEARD_STRATEGIES=3`` has up to three strategies in the pool, which makes it far larger. ``BEHEARD_EVERY=1`` makes
sure of every world that what is left out of it does not matter.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from beheard_core.mediation import Session, SessionStatus, Stage, can_advance
from beheard_core.mediation.agreements import can_resolve
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.stages import is_waiting, partner_action_needed, self_action_needed
from beheard_core.mediation.standing import StrategyPhase, current_stage, strategy_phase
from tests.core.mediation.people import ANNA, BEN, START
from tests.core.mediation.plain_world import BEGINNING, THE_END, plain
from tests.core.mediation.small_world import ACTS, Move, World, do, moves

S3 = Stage.NEED_MAPPING
EVERY = int(os.environ.get("BEHEARD_EVERY", "5"))
"""Which part of all worlds is gone on from three times, as it was found first and last, and as what is left of it."""


@frozen
class Search:
    """Every plain world that can be reached, and every way out of each, as (move, the place of the world it leads to).

    ``first`` and ``last`` are what was found to be each of them first and last, with all that has happened on the way.
    """

    worlds: list[World]
    ways: list[list[tuple[Move, int]]]
    first: list[World]
    last: list[World]


@pytest.fixture(scope="module")
def search() -> Search:
    """Search from the beginning, breadth first, and stop at the end only."""
    places = {BEGINNING: 0}
    found = Search([BEGINNING], [], [BEGINNING], [BEGINNING])
    for world, real in zip(found.worlds, found.first, strict=True):
        out = []
        for move in possible(world):
            after = do(real, move)
            if after is not None:
                seen = plain(after)
                place = places.setdefault(seen, len(places))
                if place == len(found.worlds):
                    found.worlds.append(seen)
                    found.first.append(after)
                    found.last.append(after)
                found.last[place] = after
                out.append((move, place))
        found.ways.append(out)
    return found


def possible(world: World) -> list[Move]:
    return [] if world == THE_END else list(moves(world))


def without_a_way(search: Search, *, unknown: Collection[str] = ()) -> set[int]:
    """Give the worlds that can be reached and from which the end cannot, where some acts are not known.

    To get somewhere the facilitator may find all that it can; to get to the end from there, nobody counts on it.
    """
    onward: defaultdict[int, list[int]] = defaultdict(list)
    back: defaultdict[int, list[int]] = defaultdict(list)
    for place, out in enumerate(search.ways):
        for move, to in out:
            if move.what not in unknown:
                onward[place].append(to)
                if not move.lucky:
                    back[to].append(place)
    ends = [place for place, world in enumerate(search.worlds) if world == THE_END]
    return reached([0], onward) - reached(ends, back)


def reached(starts: Iterable[int], ways: Mapping[int, list[int]]) -> set[int]:
    """Give all that can be reached from some places."""
    found = set(starts)
    todo = list(found)
    while todo:
        new = set(ways.get(todo.pop(), ())) - found
        found |= new
        todo.extend(new)
    return found


def test_from_every_world_that_two_people_can_reach_some_acts_lead_to_the_end(search: Search) -> None:
    stuck = without_a_way(search)
    assert not stuck, f"{len(stuck)} worlds have no way to the end, the first is {search.worlds[min(stuck)]}"
    assert THE_END in search.worlds


def test_the_search_comes_through_all_that_the_two_can_meet_on_their_way(search: Search) -> None:
    met = [world.session for world in search.worlds]
    assert {move.what for out in search.ways for move, _ in out} == set(ACTS)
    stages = {(current_stage(each.inviter), current_stage(each.invitee)) for each in met}
    assert {one for one, _ in stages} == {other for _, other in stages} == set(Stage)
    rests = {current_stage(each.inviter) for each in met if each.status is SessionStatus.PAUSED}
    assert rests == set(Stage)
    both = [each for each in met if current_stage(each.inviter) == current_stage(each.invitee)]
    in_stage_4 = [each for each in both if current_stage(each.inviter) is Stage.STRATEGIC_REPAIR]
    assert {strategy_phase(each) for each in in_stage_4} == set(StrategyPhase)
    in_stage_3 = [each for each in both if current_stage(each.inviter) is S3]
    met_on_the_way: dict[str, Any] = {
        "an analysis that finds nothing": (each.analysis and not each.common_ground for each in in_stage_3),
        "all that is in sight declined by both": (
            each.common_ground and all(len(one.declined_by) == 2 for one in each.common_ground) for each in in_stage_3
        ),
        "ground of their own beside what was found": (len(each.common_ground) == 2 for each in in_stage_3),
        "a withdrawn attempt of somebody in stage 3": (
            current_stage(each.inviter) is S3
            and any(attempt.withdrawn_at for attempt in each.inviter.attempts)
            and current_stage(each.invitee) is Stage.PERSPECTIVE_STRETCH
            for each in met
        ),
        "no common ground in sight in stage 4": (not each.common_ground for each in in_stage_4),
        "an empty pool": (not each.strategies for each in in_stage_4),
        "an empty overlap": (each.overlap == () for each in in_stage_4),
        "an empty overlap with nothing left in the pool": (
            each.overlap == () and not each.strategies for each in in_stage_4
        ),
        "a proposal that waits over a new round": (
            each.agreements and each.overlap is None and strategy_phase(each) is not StrategyPhase.AGREED
            for each in in_stage_4
        ),
        "a ranking of what is not there any longer": (
            each.overlap is None and each.inviter.ranking is not None and each.inviter.ranking.strategy_ids == ()
            for each in in_stage_4
        ),
    }
    assert {what: any(there) for what, there in met_on_the_way.items()} == dict.fromkeys(met_on_the_way, True)


NEEDED = {
    *("sign", "feel heard", "go on", "draft", "share", "judge"),
    *("name a need", "review needs", "propose ground", "answer ground"),
    *("propose", "be ready", "rank", "offer", "answer", "resolve", "resume"),
}
"""Acts that nothing replaces: without one of them somebody is stuck somewhere."""


@pytest.mark.parametrize("what", sorted(NEEDED))
def test_the_search_notices_where_an_act_is_missing_that_nothing_replaces(search: Search, what: str) -> None:
    assert without_a_way(search, unknown=[what])


@pytest.mark.parametrize("what", sorted(set(ACTS) - NEEDED))
def test_no_other_act_is_needed_to_reach_the_end(search: Search, what: str) -> None:
    assert not without_a_way(search, unknown=[what])


def test_the_search_notices_where_two_acts_are_missing_that_replace_each_other(search: Search) -> None:
    assert without_a_way(search, unknown=["share a need", "decide"])


# -- what the two are told to do --------------------------------------------------------------------------------------

PEOPLE = (ANNA, BEN)


def live(search: Search) -> Iterable[tuple[int, Session]]:
    for place, world in enumerate(search.worlds):
        if world.session.status is SessionStatus.ACTIVE:
            yield place, world.session


def told_to_act(met: Session, who: str) -> bool:
    return bool(self_action_needed(met, who)) or can_advance(met, who) or can_resolve(met)


def test_somebody_is_always_told_that_there_is_something_to_do_or_a_way_on(search: Search) -> None:
    assert [place for place, met in live(search) if not any(told_to_act(met, who) for who in PEOPLE)] == []


def test_whoever_has_nothing_to_do_is_told_what_they_wait_for(search: Search) -> None:
    idle = [(met, who) for _, met in live(search) for who in PEOPLE if not told_to_act(met, who)]
    assert idle
    assert [met for met, who in idle if not partner_action_needed(met, who)] == []
    assert all(is_waiting(met) for met, _ in idle)


def test_whoever_is_told_to_do_something_can_do_something_that_changes_where_they_stand(search: Search) -> None:
    told = [(place, who) for place, met in live(search) for who in PEOPLE if self_action_needed(met, who)]
    able = {
        (place, move.who)
        for place, out in enumerate(search.ways)
        for move, to in out
        if move.what not in ("pause", "revoke") and to != place
    }
    assert told
    assert set(told) <= able


# -- what is left out of a world does not matter ----------------------------------------------------------------------


def of_both(*acts: tuple[str, tuple[Any, ...]]) -> list[Move]:
    return [Move(who, what, said) for what, said in acts for who in PEOPLE]


STRAIGHT = [
    *of_both(("sign", ()), ("go on", ()), ("feel heard", ()), ("go on", ()), ("draft", ()), ("share", ())),
    *of_both(("judge", (True, False)), ("go on", ()), ("name a need", ()), ("review needs", ((0,), False))),
    *(Move(who, "share a need", (f"need_{who}_0", True)) for who in (ANNA, BEN)),
    *of_both(("answer ground", (0, True)), ("go on", ()), ("propose", ()), ("be ready", ())),
    *(Move(who, "rank", ((place,),)) for place, who in enumerate((ANNA, BEN))),
    *(Move(BEN, "offer"), Move(ANNA, "answer", (0, True, None)), Move(ANNA, "pause")),
]
"""One way of both people through all stages, with rankings that lead nowhere, to an agreement."""
choices = st.lists(st.integers(0, 10_000), max_size=15)
# Only now and then a pause, which most acts would only bump against.
RARE = {"pause"}


def walk(length: int, chosen: list[int]) -> Iterable[World]:
    """Go some of the straight way, then wherever the choices lead; nothing is left out of these worlds."""
    world = BEGINNING
    for move in STRAIGHT[:length]:
        world = do(world, move) or world
        yield world
    for number in chosen:
        possible = [move for move in moves(plain(world)) if do(world, move) is not None]
        often = [move for move in possible if move.what not in RARE or number % 7 == 0]
        if not often:
            return
        world = do(world, often[number % len(often)]) or world
        yield world


def test_the_straight_way_leads_over_an_empty_overlap_to_an_agreement() -> None:
    phases = [strategy_phase(world.session) for world in walk(len(STRAIGHT), [])]
    assert [phase for phase, before in zip(phases[1:], phases, strict=False) if phase is not before] == [
        StrategyPhase.RANKING,
        StrategyPhase.NEGOTIATING,
        StrategyPhase.AGREED,
    ]


@pytest.mark.parametrize("which", ["worlds", "last"])
def test_worlds_that_look_alike_go_on_alike_whatever_has_happened_before(search: Search, which: str) -> None:
    alike: list[World] = getattr(search, which)
    for world, other, out in list(zip(search.worlds, alike, search.ways, strict=True))[::EVERY]:
        tried = ((move, do(other, move)) for move in possible(world))
        after = [(move, plain(there)) for move, there in tried if there is not None]
        assert changes(after, world) == changes([(move, search.worlds[place]) for move, place in out], world)


def changes(after: list[tuple[Move, World]], world: World) -> list[tuple[Move, World]]:
    """Leave out what leads nowhere else, which is as good as refused."""
    return [(move, there) for move, there in after if there != world]


@settings(max_examples=60)
@given(st.integers(0, len(STRAIGHT)), choices, st.integers(0, 10_000))
def test_a_world_goes_on_as_the_plain_one_does(length: int, chosen: list[int], number: int) -> None:
    for world in walk(length, chosen):
        small = plain(world)
        assert plain(small) == small
        tried = list(moves(small))
        for move in tried[number % len(tried) :: 11]:
            after, expected = do(world, move), do(small, move)
            assert plain(after or world) == plain(expected or small), move


@settings(max_examples=60)
@given(st.integers(0, len(STRAIGHT)), choices)
def test_taking_back_what_is_left_out_of_a_world_changes_nothing_that_matters(length: int, chosen: list[int]) -> None:
    for world in walk(length, chosen):
        small = plain(world)
        if small == THE_END:
            continue
        known = {plain(after) for move in moves(small) if move.what == "revoke" and (after := do(small, move))}
        for who in (world.session.inviter, world.session.invitee):
            for consent in who.consents:
                if consent.granted:
                    met = revoke(world.session, who.id, consent.id, now=START).state
                    assert plain(evolve(world, session=met)) in known | {small}
