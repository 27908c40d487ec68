"""Whether values that follow each other lead anywhere, and how much a change of one value means.

Nothing is guessed: a trend is called one when Kendall's test, over the places of the values in their order, says that
chance would hardly make it. Few values are shown as they are.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, combinations
from statistics import median

from attrs import field, frozen

from beheard_core.fields import described
from beheard_core.practice.model import Direction
from beheard_core.practice.rules import Count, Number, rows

NOT_ENOUGH = "not enough data"
FEWEST = 5
FEWEST_FOR_MEDIAN = 3
MOST_EXACT = 50
HIGHEST_P = 0.1
_RELIABLE = 1.96


@frozen(kw_only=True)
class Evidence:
    """What a trend rests on: the values themselves while they are few, what was computed from them otherwise."""

    points: int = field(**described(Count("How many values there are")))
    values: tuple[float, ...] | None = field(default=None, **rows("The values, where they are too few"))
    lowest: float | None = field(default=None, **described(Number("The lowest of at least three")))
    highest: float | None = field(default=None, **described(Number("The highest of at least three")))
    median: float | None = field(default=None, **described(Number("The median of at least three")))
    slope: float | None = field(default=None, **described(Number("Theil-Sen slope, a step")))
    tau: float | None = field(default=None, **described(Number("Kendall's tau-b", -1, 1)))
    p: float | None = field(default=None, **described(Number("Two-sided p", 0, 1)))


@frozen
class Trend:
    """Where values lead, and why that is said."""

    direction: Direction
    basis: str
    evidence: Evidence


@frozen
class Kendall:
    """Kendall's test of values against their places: tau-b and the two-sided p."""

    tau: float
    p: float


@frozen
class ReliableChange:
    """A change in units of its own error; ``reliable`` is what 95 of 100 errors alone would not do."""

    index: float
    reliable: bool


def trend(values: Sequence[float]) -> Trend:
    """Tell where values lead, in the order in which they are given.

    Below five values it is stable, and they are shown, from three on with their range and median. From five on it is up
    or down when Kendall's p is at most 0.1 and the Theil-Sen slope is not flat. Source: the contract's *Trends*.
    """
    points = len(values)
    if points < FEWEST:
        shown = Evidence(points=points, values=tuple(values))
        if points >= FEWEST_FOR_MEDIAN:
            low, high = min(values), max(values)
            shown = Evidence(points=points, values=tuple(values), lowest=low, highest=high, median=median(values))
        return Trend(Direction.STABLE, NOT_ENOUGH, shown)
    slope, test = theil_sen(values), kendall(values)
    basis = f"Theil-Sen slope {slope:.3g} a session, Kendall's tau {test.tau:.2f}, p {test.p:.2g}"
    evidence = Evidence(points=points, slope=slope, tau=test.tau, p=test.p)
    return Trend(_direction(slope, test), basis, evidence)


def _direction(slope: float, test: Kendall) -> Direction:
    if test.p > HIGHEST_P or slope == 0:
        return Direction.STABLE
    return Direction.UP if slope > 0 else Direction.DOWN


def theil_sen(values: Sequence[float]) -> float:
    """Give the median slope over all pairs of at least two values, by the steps between them.

    Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, Journal of the American
    Statistical Association 63 (1968), after H. Theil (1950).
    """
    return median((later - earlier) / (j - i) for (i, earlier), (j, later) in combinations(enumerate(values), 2))


def kendall(values: Sequence[float]) -> Kendall:
    """Test at least two values against their places.

    Up to 50 values, p is exact, equal values included: it counts the orders of the same values that lead at least as
    far in one direction. Beyond, it is the normal approximation with the variance that equal values leave. Values that
    are all equal have tau 0 and p 1. Source: H. B. Mann, Nonparametric tests against trend, Econometrica 13 (1945);
    M. G. Kendall, Rank Correlation Methods, 4th edition (1970).
    """
    ties = list(Counter(values).values())
    pairs = math.comb(len(values), 2)
    unequal = pairs - sum(math.comb(each, 2) for each in ties)
    if unequal == 0:
        return Kendall(0.0, 1.0)
    score = sum((later > earlier) - (later < earlier) for earlier, later in combinations(values, 2))
    p = _exact_p(score, unequal, ties) if len(values) <= MOST_EXACT else _normal_p(score, ties)
    return Kendall(score / math.sqrt(pairs * unequal), p)


def _exact_p(score: int, unequal: int, ties: Sequence[int]) -> float:
    # With d inversions among the unequal pairs, the score is unequal - 2 d.
    counts = _inversions(ties)
    far = sum(count for inversions, count in enumerate(counts) if abs(unequal - 2 * inversions) >= abs(score))
    return far / sum(counts)


def _inversions(ties: Sequence[int]) -> list[int]:
    """Count the orders of values by their inversions, given how often each value is there.

    The generating function is the Gaussian multinomial coefficient: the product of 1 + q + ... + q^(k-1) for k up to
    the number of values, divided by the same product for each group of equal values (P. A. MacMahon, 1913).
    """
    counts = [1]
    for size in range(2, sum(ties) + 1):
        sums = [0, *accumulate(counts)]
        length = len(counts) + size - 1
        counts = [sums[min(i + 1, len(counts))] - sums[max(0, i + 1 - size)] for i in range(length)]
    for size in (size for group in ties for size in range(2, group + 1)):
        quotient: list[int] = []
        for i in range(len(counts) - size + 1):
            before = counts[i - 1] if i else 0
            quotient.append(counts[i] - before + (quotient[i - size] if i >= size else 0))
        counts = quotient
    return counts


def _normal_p(score: int, ties: Sequence[int]) -> float:
    variance = _variance(sum(ties)) - sum(map(_variance, ties))
    return math.erfc(abs(score) / math.sqrt(variance) / math.sqrt(2))


def _variance(size: int) -> float:
    return size * (size - 1) * (2 * size + 5) / 18


def reliable_change(before: float, after: float, *, deviation: float, reliability: float) -> ReliableChange:
    """Give the reliable change index of two scores of one person.

    ``deviation`` is the standard deviation of the scale, ``reliability`` its reliability below 1; neither can be taken
    from one person's scores, so both are asked for. Source: N. S. Jacobson and P. Truax, Clinical significance,
    Journal of Consulting and Clinical Psychology 59 (1991).

    Raises:
        ValueError: the deviation is not positive, or the reliability is not from 0 to below 1.
    """
    if not (deviation > 0 and 0 <= reliability < 1):
        raise ValueError("A scale has a positive standard deviation and a reliability from 0 to below 1.")
    error = deviation * math.sqrt(1 - reliability)
    index = (after - before) / (math.sqrt(2) * error)
    return ReliableChange(index, abs(index) > _RELIABLE)
