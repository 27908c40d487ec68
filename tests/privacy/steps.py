"""How a step of the machine is made, and when it can be taken."""

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.privacy.asides import UNSEEN
from tests.privacy.story import ADA, BEN, Standing, Story, Unseen

Moments = tuple[int, int]
Words = tuple[str, str]

EITHER = st.sampled_from((ADA, BEN))
MOSTLY = st.sampled_from([True, True, True, False])

STEPS: list[str] = []
"""The names of all steps."""
Step = Callable[..., None]


def step(**drawn: st.SearchStrategy[Any]) -> Callable[[Step], Step]:
    """Make a step of a method, which is told what Ada does unseen before it."""

    def listed(method: Step) -> Step:
        STEPS.append(method.__name__)
        unseen = st.runner().flatmap(lambda machine: machine.unseen)
        made: Step = rule(unseen=unseen, **drawn)(method)  # type: ignore[call-overload]  # no bundle is drawn
        return made

    return listed


def when(holds: Callable[[Standing], bool]) -> Callable[[Step], Step]:
    """Let a rule be chosen only where what it does can come to something."""
    return precondition(lambda machine: holds(machine.standing))


somebody_signs = when(lambda at: at.is_live and 0 in {at.ada, at.ben})
ada_feels = when(lambda at: at.is_live and at.ada == 1)
ben_feels = when(lambda at: at.is_live and at.ben == 1)
ada_stretches = when(lambda at: at.is_live and at.ada in {2, 3})
ben_stretches = when(lambda at: at.is_live and at.ben >= 2)
somebody_shares = when(lambda at: max(at.ada, at.ben) >= 2)
live = when(lambda at: at.is_live)
paused = when(lambda at: at.status == "PAUSED")
joined = when(lambda at: at.status not in {"INVITED", "ABANDONED"})
ada_maps = when(lambda at: at.is_live and at.ada == 3)
ben_maps = when(lambda at: at.is_live and at.ben == 3)
somebody_maps = when(lambda at: at.is_live and 3 in {at.ada, at.ben})
both_map = when(lambda at: at.is_live and {at.ada, at.ben} == {3})
both_repair = when(lambda at: at.is_live and {at.ada, at.ben} == {4})
collecting = when(lambda at: at.is_live and at.phase in {"COLLECTING", "NEGOTIATING"})
ranking = when(lambda at: at.is_live and at.phase == "RANKING")
closing = when(lambda at: at.is_live and at.phase in {"REVEALING", "NEGOTIATING", "AGREED"})
unanswered = when(lambda at: at.status == "INVITED")


class Stepping:
    """Has a story and knows where the two are in it; ``unseen`` is what Ada can do unseen."""

    unseen: ClassVar[st.SearchStrategy[Unseen]] = UNSEEN
    story: Story
    standing: Standing
