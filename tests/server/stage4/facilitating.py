"""A facilitator for tests of stage 4: the offline one, but for what it is told to say, or to fail at."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from beheard_server.facilitators import Ground, Idea, Refinement
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.stage2.facilitating import Unwell


class Suggesting(OfflineFacilitator):
    """Gives the ideas and the refinement that are set, raises where it is unwell, and keeps what it was given.

    While it thinks, other things happen ``meanwhile``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ideas: Any = None
        self.refinement: Any = None
        self.unwell = False
        self.meanwhile: Callable[[], object] = bool
        self.asked: list[tuple[tuple[Ground, ...], tuple[str, ...], int, tuple[str, ...]]] = []
        self.refined: list[tuple[str, tuple[Ground, ...]]] = []

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        self.asked.append((tuple(ground), tuple(focus), count, tuple(known)))
        self.meanwhile()
        if self.unwell:
            raise Unwell(str(ground))
        if self.ideas is None:
            return super().suggest_strategies(ground, focus, count, known=known)
        told: Sequence[Idea] = self.ideas
        return told

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        self.refined.append((text, tuple(ground)))
        self.meanwhile()
        if self.unwell:
            raise Unwell(text)
        if self.refinement is None:
            return super().refine_strategy(text, ground)
        told: Refinement = self.refinement
        return told


def idea(description: str = "Count to ten first.", **more: Any) -> Idea:
    """Give something that could be tried."""
    return Idea(description, **({"needs_addressed": ("Connection",)} | more))
