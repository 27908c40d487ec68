"""The one way in which things are timed here: side by side, in rounds, the middle of all rounds, as a ratio."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from statistics import median
from time import perf_counter_ns
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def middle_times(acts: Mapping[Name, Callable[[], object]], *, rounds: int) -> Mapping[Name, float]:
    """Give the p50 of each act in microseconds.

    Every act is done once in every round, so that a busy moment of the machine falls on all of them. Every other round
    goes backwards, so that none always has the same neighbour before it.
    """
    taken: dict[Name, list[int]] = {name: [] for name in acts}
    order = list(acts.items())
    for _ in range(rounds):
        for name, act in order:
            before = perf_counter_ns()
            act()
            taken[name].append(perf_counter_ns() - before)
        order.reverse()
    return {name: median(times) / 1000 for name, times in taken.items()}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows under their heads, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in enumerate(cells))
        for cells in (zip(row, widths, strict=True) for row in (head, *rows))
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
