"""The walk to an agreement is the same whoever acts first at each step."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation import SessionStatus
from beheard_core.mediation.stages import partner_action_needed, self_action_needed
from beheard_core.mediation.standing import StrategyPhase, strategy_phase
from tests.core.mediation.people import ANNA, BEN
from tests.core.mediation.plain_world import BEGINNING, THE_END, plain
from tests.core.mediation.small_world import Move, World, do

ALL_ALIKE = (
    "sign",
    "go on",
    "feel heard",
    "go on",
    "draft",
    "share",
    "judge",
    "go on",
    "name a need",
    "review needs",
    "share a need",
    "answer ground",
    "go on",
    "propose",
    "be ready",
)
SAID: dict[str, tuple[Any, ...]] = {"judge": (True, False), "review needs": ((0,), False), "answer ground": (0, True)}
# In the pool, what is Anna's comes before what is Ben's: the first time each ranks their own, the
# second time both rank Anna's first.
RANKED: tuple[Mapping[str, tuple[int, ...]], ...] = ({ANNA: (0,), BEN: (1,)}, {ANNA: (0, 2), BEN: (0, 1)})
PEOPLE = (ANNA, BEN)


@frozen
class Step:
    """What both do, in one order or the other."""

    of_anna: Move
    of_ben: Move

    def taken(self, world: World, *, anna_first: bool) -> World:
        for move in (self.of_anna, self.of_ben) if anna_first else (self.of_ben, self.of_anna):
            after = do(world, move)
            assert after is not None, move
            world = after
        return world


def alike(what: str) -> Step:
    if what == "share a need":
        return Step(*(Move(who, what, (f"need_{who}_0", True)) for who in PEOPLE))
    return Step(*(Move(who, what, SAID.get(what, ())) for who in PEOPLE))


def ranking(places: Mapping[str, tuple[int, ...]]) -> Step:
    return Step(*(Move(who, "rank", (places[who],)) for who in PEOPLE))


STEPS = [*map(alike, ALL_ALIKE), ranking(RANKED[0])]
AGAIN = [alike("propose"), alike("be ready"), ranking(RANKED[1])]
"""A new round: the first of the two proposals opens it, whosever it is."""
orders = st.lists(st.booleans(), min_size=len(STEPS) + len(AGAIN), max_size=len(STEPS) + len(AGAIN))


def lists(world: World) -> list[tuple[str, ...]]:
    met = world.session
    return [(*self_action_needed(met, who), "and", *partner_action_needed(met, who)) for who in PEOPLE]


@given(orders, st.booleans(), st.booleans())
def test_whoever_acts_first_at_each_step_both_come_to_the_same_place(
    anna_first: list[bool], anna_offers: bool, anna_ends: bool
) -> None:
    world = usual = BEGINNING
    for step, hers in zip([*STEPS, *AGAIN], anna_first, strict=True):
        world, usual = step.taken(world, anna_first=hers), step.taken(usual, anna_first=True)
        assert plain(world) == plain(usual), step
        assert lists(world) == lists(usual), step
    assert strategy_phase(world.session) is StrategyPhase.REVEALING
    assert len(world.session.past_rounds) == 1
    one, other = PEOPLE if anna_offers else PEOPLE[::-1]
    offered = do(world, Move(one, "offer"))
    assert offered is not None
    agreed = do(offered, Move(other, "answer", (0, True, None)))
    assert agreed is not None
    assert strategy_phase(agreed.session) is StrategyPhase.AGREED
    end = do(agreed, Move(ANNA if anna_ends else BEN, "resolve"))
    assert end is not None
    assert end.session.status is SessionStatus.RESOLVED
    assert plain(end) == THE_END


def test_the_first_round_of_this_walk_leads_nowhere() -> None:
    world = BEGINNING
    for step in STEPS:
        world = step.taken(world, anna_first=True)
    assert strategy_phase(world.session) is StrategyPhase.NEGOTIATING
