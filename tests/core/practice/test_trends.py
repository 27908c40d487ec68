"""Trends are computed as the published methods compute them, and few values are not called a trend."""

import math
import os
from collections.abc import Sequence
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from beheard_core.practice import Direction, kendall, reliable_change, theil_sen, trend

SERIES = int(os.environ.get("BEHEARD_SERIES", "1000"))
EXACT, FEW = 50, 10
scores = st.floats(0, 100).map(lambda each: round(each, 2))


def random_series() -> list[list[float]]:
    """Series of 2 to 80 values: some without equal values, some with many, some that lead somewhere."""
    random = Random(20250302)
    found = []
    for number in range(SERIES):
        size = random.randint(2, 80 if number % 4 == 0 else 20)
        step = (number % 3 - 1) * random.uniform(0, 5)
        values = [random.uniform(0, 100) + place * step for place in range(size)]
        found.append([float(round(each)) for each in values] if number % 2 else values)
    return found


def test_slope_tau_and_p_agree_with_scipy_on_random_series() -> None:
    for values in random_series():
        assert theil_sen(values) == pytest.approx(theilslopes(values).slope, abs=1e-9)
        test = kendall(values)
        if len(set(values)) == 1:
            continue
        tied = len(set(values)) < len(values)
        if tied and len(values) <= EXACT:
            # With equal values scipy's p is the normal approximation, which ours, being exact, is only near.
            near = kendalltau(range(len(values)), values)
            assert test.tau == pytest.approx(near.statistic)
            assert len(values) < FEW or test.p == pytest.approx(near.pvalue, abs=0.1)
            continue
        method = "exact" if len(values) <= EXACT else "asymptotic"
        expected = kendalltau(range(len(values)), values, method=method)
        assert test.tau == pytest.approx(expected.statistic)
        assert test.p == pytest.approx(expected.pvalue, abs=1e-12)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=7))
def test_with_equal_values_p_is_what_all_orders_of_the_values_give(values: list[int]) -> None:
    def lead(order: Sequence[int]) -> int:
        return sum((later > earlier) - (later < earlier) for earlier, later in combinations(order, 2))

    orders = list(permutations(values))
    expected = sum(abs(lead(each)) >= abs(lead(values)) for each in orders) / len(orders)
    assert kendall(values).p == pytest.approx(expected)


def test_kendall_agrees_with_hollander_and_wolfe() -> None:
    # Nonparametric Statistical Methods (1973), page 185: the lightness of tuna, measured and as a panel saw it.
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    test = kendall([score for _, score in sorted(zip(lightness, panel, strict=True))])
    assert (round(test.tau, 4), round(test.p, 4)) == (0.4444, 0.1194)


def test_the_slope_of_helsel_and_hirsch_is_not_moved_by_an_outlier() -> None:
    # Statistical Methods in Water Resources (1992), section 10.1: the pairwise slopes of these have the median 1.
    assert theil_sen([1, 2, 3, 4, 5, 16, 7]) == 1


def test_the_reliable_change_of_jacobson_and_truax() -> None:
    # Clinical significance (1991): from 32.5 to 47.5, where the deviation is 10 and the reliability .80.
    change = reliable_change(32.5, 47.5, deviation=10, reliability=0.8)
    assert (round(change.index, 2), change.reliable) == (2.37, True)
    assert reliable_change(40, 47.5, deviation=10, reliability=0.8).reliable is False
    assert reliable_change(47.5, 32.5, deviation=10, reliability=0.8).index == -change.index


@pytest.mark.parametrize(
    ("deviation", "reliability"), [(0, 0.8), (-1, 0.8), (10, 1), (10, 1.1), (10, -0.1), (math.nan, 0.5)]
)
def test_a_change_is_not_called_reliable_on_an_impossible_scale(deviation: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="standard deviation"):
        reliable_change(1, 2, deviation=deviation, reliability=reliability)


@pytest.mark.parametrize("values", [[], [70], [70, 80]])
def test_below_three_values_only_the_values_are_shown(values: list[float]) -> None:
    found = trend(values)
    assert (found.direction, found.basis) == (Direction.STABLE, "not enough data")
    seen = found.evidence
    assert (seen.points, seen.values, seen.median, seen.lowest, seen.highest) == (
        len(values),
        tuple(values),
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("values", "median"), [([70, 90, 75], 75), ([10, 20, 30, 100], 25)])
def test_below_five_values_the_range_and_the_median_are_shown(values: list[float], median: float) -> None:
    found = trend(values)
    assert (found.direction, found.basis) == (Direction.STABLE, "not enough data")
    seen = found.evidence
    assert (seen.median, seen.lowest, seen.highest, seen.p) == (median, min(values), max(values), None)


@pytest.mark.parametrize(
    ("values", "direction", "slope", "tau", "p"),
    [
        ([50, 52, 54, 56, 58], Direction.UP, 2, 1, 2 / 120),
        ([58, 56, 54, 52, 50], Direction.DOWN, -2, -1, 2 / 120),
        ([50, 60, 52, 62, 54], Direction.STABLE, 1, 0.4, 58 / 120),
        ([70, 70, 70, 70, 70], Direction.STABLE, 0, 0, 1),
    ],
)
def test_from_five_values_on_slope_tau_and_p_decide(
    values: list[float], direction: Direction, slope: float, tau: float, p: float
) -> None:
    found = trend(values)
    seen = found.evidence
    assert (found.direction, seen.slope) == (direction, slope)
    assert seen.tau == pytest.approx(tau)
    assert seen.p == pytest.approx(p)
    assert all(word in found.basis for word in ("Theil-Sen slope", "Kendall's tau", "p "))


def test_p_of_at_most_a_tenth_is_enough_and_more_is_not() -> None:
    # Of the 120 orders of five values, 10 have at most one inversion or at least nine: p is 1/12; with two, 28/120.
    assert trend([1, 2, 3, 5, 4]).direction == Direction.UP
    assert trend([1, 2, 5, 3, 4]).direction == Direction.STABLE


def test_many_equal_values_lead_nowhere_though_p_is_small() -> None:
    values = [1.0] * 40 + [2.0] * 5
    assert kendall(values).p < 0.1
    assert (trend(values).direction, theil_sen(values)) == (Direction.STABLE, 0)


@given(st.lists(scores, min_size=5, max_size=30))
def test_the_same_values_backwards_lead_the_other_way(values: list[float]) -> None:
    there, back = trend(values), trend(values[::-1])
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.STABLE: Direction.STABLE}
    assert back.direction == opposite[there.direction]
    assert back.evidence.p == pytest.approx(there.evidence.p)


@given(st.lists(scores, min_size=5, max_size=30), st.floats(0.5, 10))
def test_a_larger_scale_makes_a_larger_slope_and_the_same_p(values: list[float], by: float) -> None:
    wide = [each * 4 for each in values]
    assert kendall(wide) == kendall(values)
    assert theil_sen(wide) == pytest.approx(theil_sen(values) * 4)
