"""Two private rankings: what both rank high, how far they agree, and where they could meet.

Pure functions of two orders of ids, best first. What the process uses is :func:`overlap`; the other two are for whoever
wants to know more about two rankings than the process tells.
"""

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

TOP = 3
"""How many strategies of a ranking count, at most."""

T = TypeVar("T", bound=Hashable)


def overlap(one: Sequence[str], other: Sequence[str], *, visible: Collection[str]) -> tuple[str, ...]:
    """Give what is among the first of both rankings, best first.

    A ranking names nothing twice. Of each the first k count, k being 3 or the number of ``visible`` ids if that is
    smaller; ids that are not visible are left out before counting. The result is ordered by the worse of the two ranks,
    then by their sum, then by id. So there is nothing that both rank above its first, which makes that one
    Pareto-optimal.

    Source: the contract's *Overlap*.
    """
    seen = frozenset(visible)
    top = min(TOP, len(seen))
    ranks_one, ranks_other = _ranks(one, seen, top), _ranks(other, seen, top)

    def order(each: str) -> tuple[int, int, str]:
        first, second = ranks_one[each], ranks_other[each]
        return max(first, second), first + second, each

    return tuple(sorted(ranks_one.keys() & ranks_other.keys(), key=order))


def _ranks(ranking: Sequence[str], seen: Collection[str], top: int) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for each in ranking:
        if len(ranks) == top:
            break
        if each in seen:
            ranks[each] = len(ranks) + 1
    return ranks


def rank_biased_overlap(one: Sequence[T], other: Sequence[T], *, p: float = 0.9) -> float:
    """Say how far two rankings agree, from 0 (nothing in common) to 1 (the same), the first ranks weighing most.

    The rankings may have different lengths and hold different things, each thing once. ``p``, above 0 and below 1, says
    how far down a reader would look: with 0.9 the first ten ranks have about 86 % of the weight. What lies beyond the
    ranks that are there is extrapolated from those. Two empty rankings are the same; an empty one has nothing in common
    with one that is not.

    Raises:
        ValueError: ``p`` is out of range, or a ranking holds something twice.

    Source: W. Webber, A. Moffat and J. Zobel, "A similarity measure for indefinite rankings", ACM Transactions on
    Information Systems 28(4), 2010, equation 32.
    """
    if not 0 < p < 1:
        raise ValueError("p must be above 0 and below 1")
    short, long = sorted((one, other), key=len)
    if len(set(one)) < len(one) or len(set(other)) < len(other):
        raise ValueError("a ranking must not hold anything twice")
    if not short:
        return 0.0 if long else 1.0
    shared = _shared_down_to(short, long)
    s, last = len(short), len(long)
    common_short, common = shared[s - 1], shared[-1]
    seen = sum(shared[depth - 1] / depth * p**depth for depth in range(1, last + 1))
    guessed = sum(common_short * (depth - s) / (s * depth) * p**depth for depth in range(s + 1, last + 1))
    beyond = ((common - common_short) / last + common_short / s) * p**last
    return min(1.0, (1 - p) / p * (seen + guessed) + beyond)


def _shared_down_to(short: Sequence[T], long: Sequence[T]) -> list[int]:
    """Count, for every depth of the longer ranking, what both hold down to it."""
    seen_short: set[T] = set()
    seen_long: set[T] = set()
    counts: list[int] = []
    shared = 0
    for depth, deep in enumerate(long):
        seen_long.add(deep)
        shared += deep in seen_short
        if depth < len(short):
            seen_short.add(short[depth])
            shared += short[depth] in seen_long
        counts.append(shared)
    return counts


def fallback_bargaining(one: Sequence[T], other: Sequence[T]) -> tuple[int, frozenset[T]]:
    """Give the depth at which two people who fall back step by step first meet, and all that they meet on there.

    Both begin with their first choice alone, and add their next choices together, one rank at a time, until something
    is acceptable to both. There is nothing that both rank above what they meet on, and the depth is the best rank that
    both can be sure of. Two rankings with nothing in common meet nowhere: depth 0, and nothing.

    Source: S. J. Brams and D. M. Kilgour, "Fallback Bargaining", Group Decision and Negotiation 10(4), 2001.
    """
    places = {each: place for place, each in enumerate(one, 1)}
    depths = {each: max(place, places[each]) for place, each in enumerate(other, 1) if each in places}
    if not depths:
        return 0, frozenset()
    depth = min(depths.values())
    return depth, frozenset(each for each, needed in depths.items() if needed == depth)
