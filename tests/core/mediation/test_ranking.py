"""Two private rankings, against the contract's *Overlap* and against the two papers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation.ranking import fallback_bargaining, overlap, rank_biased_overlap

NAMES = "abcdefghij"
POOL = list(NAMES)


def words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


# One ranking, the other, what is in the pool, and what the contract's rule makes of them.
TABLE = {
    "the same three": ("a b c", "a b c", "a b c", "a b c"),
    "only the first of three is in both": ("a b c", "a d e", "a b c d e", "a"),
    "nothing in common among the first three": ("a b c d e f", "d e f a b c", "a b c d e f", ""),
    "what one ranks fourth does not count": ("a b c d", "d c b a", "a b c d", "b c"),
    "the worse rank decides before the sum": ("a b c", "c b a", "a b c", "b a c"),
    "the sum decides where the worse rank is the same": ("c a b", "a b c", "a b c", "a c b"),
    "the id decides where worse rank and sum are the same": ("b a", "a b", "a b c", "a b"),
    "k is 2 where two are in the pool": ("a b", "b a", "a b", "a b"),
    "k is 1 where one is": ("a", "a", "a", "a"),
    "what is hidden is left out before counting": ("x a b c", "d e x c", "a b c d e", "c"),
    "hidden ids do not raise k": ("a x", "b a", "a b", "a"),
    "hidden ids may leave nothing": ("x y", "x a", "a b", ""),
    "fewer ranked than k": ("a", "c b a", "a b c", "a"),
    "fewer ranked than k, another one": ("a", "b", "a b c", ""),
    "an empty pool": ("a b", "a b", "", ""),
}


@pytest.mark.parametrize(("one", "other", "pool", "expected"), TABLE.values(), ids=TABLE)
def test_the_overlap_is_what_both_have_among_their_first(one: str, other: str, pool: str, expected: str) -> None:
    assert overlap(words(one), words(other), visible=words(pool)) == words(expected)


def rankings(names: Sequence[str] = POOL) -> Any:
    return st.permutations(names).flatmap(lambda order: st.integers(0, len(order)).map(lambda most: order[:most]))


pools = st.lists(st.sampled_from(POOL), unique=True)


def first_of(ranking: Sequence[str], pool: Sequence[str]) -> list[str]:
    """Give the part of a ranking that counts, as the contract says it: n visible, k = min(3, n)."""
    return [each for each in ranking if each in pool][: min(3, len(pool))]


@given(rankings(), rankings(), pools)
def test_the_overlap_is_the_one_order_that_the_rule_leaves(one: list[str], other: list[str], pool: list[str]) -> None:
    mine, theirs = first_of(one, pool), first_of(other, pool)
    found = overlap(one, other, visible=pool)
    assert set(found) == set(mine) & set(theirs)
    places = [(mine.index(each), theirs.index(each), each) for each in found]
    for (a, b, before), (c, d, behind) in pairwise(places):
        better = max(a, b) < max(c, d)
        as_bad = max(a, b) == max(c, d)
        assert better or (as_bad and a + b < c + d) or (as_bad and a + b == c + d and before < behind)


@given(rankings(), rankings(), pools)
def test_the_overlap_is_the_same_from_both_sides(one: list[str], other: list[str], pool: list[str]) -> None:
    assert overlap(one, other, visible=pool) == overlap(other, one, visible=pool)


@given(rankings(), rankings(), pools, st.randoms())
def test_the_overlap_does_not_depend_on_the_order_of_the_pool(
    one: list[str], other: list[str], pool: list[str], dice: Any
) -> None:
    shuffled = dice.sample(pool, len(pool))
    assert overlap(one, other, visible=pool) == overlap(one, other, visible=shuffled)
    assert overlap(one, other, visible=pool) == overlap(one, other, visible=frozenset(pool))


@given(rankings(), rankings(), pools, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4))
def test_the_overlap_does_not_depend_on_hidden_ids(
    one: list[str], other: list[str], pool: list[str], places: list[tuple[int, int]]
) -> None:
    with_hidden = [list(one), list(other)]
    for number, at in enumerate(places):
        for ranking, place in zip(with_hidden, at, strict=True):
            ranking.insert(place, f"hidden {number}")
    assert overlap(*with_hidden, visible=pool) == overlap(one, other, visible=pool)


@given(rankings(), rankings(), pools)
def test_the_overlap_lies_inside_both_rankings_and_the_pool_and_has_at_most_three(
    one: list[str], other: list[str], pool: list[str]
) -> None:
    found = overlap(one, other, visible=pool)
    assert set(found) <= set(one) & set(other) & set(pool)
    assert len(found) == len(set(found)) <= min(3, len(pool))


@given(rankings(), rankings(), pools)
def test_there_is_nothing_in_the_pool_that_both_rank_above_the_first_of_the_overlap(
    one: list[str], other: list[str], pool: list[str]
) -> None:
    found = overlap(one, other, visible=pool)
    if found:
        above = [set(ranking[: ranking.index(found[0])]) & set(pool) for ranking in (one, other)]
        assert not above[0] & above[1]


@given(st.permutations(POOL), st.permutations(POOL))
def test_the_first_of_the_overlap_is_where_two_who_fall_back_would_meet(one: list[str], other: list[str]) -> None:
    found = overlap(one, other, visible=POOL)
    depth, met = fallback_bargaining(one, other)
    assert bool(found) is (depth <= 3)
    if found:
        assert found[0] in met


# Webber, Moffat and Zobel leave these to be computed; the values are those that implementations publish for p = 0.9.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("12345", "23415", 0.828), ("abcde", "bcdae", 0.828), ("abcdefg", "bacdefg", 0.9), ("abc", "abc", 1.0)],
)
def test_the_agreement_has_the_published_values(one: str, other: str, expected: float) -> None:
    assert rank_biased_overlap(one, other, p=0.9) == pytest.approx(expected, abs=1e-12)
    assert rank_biased_overlap(one, other) == rank_biased_overlap(one, other, p=0.9)


def test_the_agreement_of_unequal_lengths_is_what_equation_32_gives_by_hand() -> None:
    # s = 2, l = 4, p = 1/2; X = 0, 1, 2, 2. First sum 1/8 + 1/12 + 1/32, second 1/48 + 1/64, factor 1; beyond: 3/64.
    assert rank_biased_overlap("ab", "bcad", p=0.5) == pytest.approx(31 / 96)
    # s = 1, l = 2, p = 1/2; X = 1, 1. The one thing that the shorter has agrees, so all of what it lacks would: 1.
    assert rank_biased_overlap("a", "ab", p=0.5) == pytest.approx(1 / 2 + 1 / 8 + 1 / 8 + 1 / 4)
    # s = 1, l = 2, p = 1/2; X = 0, 1. First sum 1/8, second 0; beyond: 1/2 * 1/4.
    assert rank_biased_overlap("b", "ab", p=0.5) == pytest.approx(1 / 8 + 1 / 8)


def agreement_summed(one: Sequence[str], other: Sequence[str], p: float, *, depth: int = 900) -> float:
    """Sum the agreement at every depth, far down, where the shorter goes on to agree as it did to its end."""
    short, long = sorted((one, other), key=len)
    if not short:
        return 1.0 if not long else 0.0
    rate = len(set(short) & set(long[: len(short)])) / len(short)
    total = agrees = 0.0
    for place in range(1, depth + 1):
        if place <= len(long):
            found = len(set(short[:place]) & set(long[:place])) + rate * max(0, place - len(short))
            agrees = found / place
        total += (1 - p) * p ** (place - 1) * agrees
    return total


some = st.floats(0.05, 0.95)


@given(rankings(), rankings(), some)
def test_the_agreement_is_the_sum_of_what_agrees_at_every_depth(one: list[str], other: list[str], p: float) -> None:
    assert rank_biased_overlap(one, other, p=p) == pytest.approx(agreement_summed(one, other, p), abs=1e-9)


@given(rankings(), rankings(), some)
def test_the_agreement_is_the_same_from_both_sides_and_lies_between_0_and_1(
    one: list[str], other: list[str], p: float
) -> None:
    found = rank_biased_overlap(one, other, p=p)
    assert found == rank_biased_overlap(other, one, p=p)
    assert 0 <= found <= 1


@given(rankings(), some)
def test_a_ranking_agrees_with_itself_wholly_and_with_another_of_other_things_not_at_all(
    one: list[str], p: float
) -> None:
    others = [each.upper() for each in one] or ["A"]
    assert rank_biased_overlap(one, one, p=p) == pytest.approx(1)
    assert rank_biased_overlap(one, others, p=p) == 0
    assert rank_biased_overlap(one, [], p=p) == (0 if one else 1)


@given(st.permutations(POOL), st.permutations(POOL), st.integers(0, len(POOL) - 1), some)
def test_the_agreement_never_rises_when_something_common_gives_way_to_something_strange(
    one: list[str], other: list[str], place: int, p: float
) -> None:
    changed = [*one[:place], "strange", *one[place + 1 :]]
    assert rank_biased_overlap(changed, other, p=p) < rank_biased_overlap(one, other, p=p)


@given(st.permutations(POOL), some)
def test_two_neighbours_that_changed_places_weigh_more_the_higher_they_stand(one: list[str], p: float) -> None:
    swapped = [[*one[:place], one[place + 1], one[place], *one[place + 2 :]] for place in range(len(one) - 1)]
    found = [rank_biased_overlap(one, each, p=p) for each in swapped]
    assert found == sorted(found)
    assert found[0] == pytest.approx(p)  # only the first depth disagrees, and it has the weight 1 - p


def test_at_0_9_the_first_ten_ranks_have_about_86_percent_of_the_weight() -> None:
    # As the paper says of its equation 21: the same ten at the top, and nothing in common for long after them.
    one, other = ([*NAMES, *(f"{side} {place}" for place in range(500))] for side in ("one", "other"))
    assert rank_biased_overlap(one, other, p=0.9) == pytest.approx(0.8556, abs=1e-4)


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.5, float("nan")])
def test_the_agreement_refuses_a_weight_out_of_range(p: float) -> None:
    with pytest.raises(ValueError, match="p must be"):
        rank_biased_overlap("ab", "ba", p=p)


@pytest.mark.parametrize(("one", "other"), [("aa", "ab"), ("ab", "aba"), ("", "aa"), ("bb", "")])
def test_the_agreement_refuses_a_ranking_that_holds_something_twice(one: str, other: str) -> None:
    with pytest.raises(ValueError, match="twice"):
        rank_biased_overlap(one, other)


@pytest.mark.parametrize(
    ("one", "other", "depth", "met"),
    [
        ("abc", "abc", 1, "a"),
        ("abc", "bac", 2, "ab"),
        ("abcd", "dcba", 3, "bc"),
        ("abc", "cba", 2, "b"),
        ("abcd", "cdab", 3, "ac"),
        ("ab", "ba", 2, "ab"),
        ("a", "bca", 3, "a"),
        ("ab", "cd", 0, ""),
        ("", "ab", 0, ""),
        ("", "", 0, ""),
    ],
)
def test_two_who_fall_back_meet_at_the_first_depth_at_which_something_suits_both(
    one: str, other: str, depth: int, met: str
) -> None:
    assert fallback_bargaining(one, other) == (depth, frozenset(met))


def descent(one: Sequence[str], other: Sequence[str]) -> tuple[int, frozenset[str]]:
    """Fall back step by step, as Brams and Kilgour tell it."""
    for depth in range(1, max(len(one), len(other)) + 1):
        if met := frozenset(one[:depth]) & frozenset(other[:depth]):
            return depth, met
    return 0, frozenset()


@given(rankings(), rankings())
def test_two_who_fall_back_meet_where_a_descent_step_by_step_ends(one: list[str], other: list[str]) -> None:
    assert fallback_bargaining(one, other) == descent(one, other) == fallback_bargaining(other, one)


@given(st.permutations(POOL), st.permutations(POOL))
def test_a_compromise_is_pareto_optimal_middling_at_worst_and_the_best_that_both_can_be_sure_of(
    one: list[str], other: list[str]
) -> None:
    # The three claims of Brams and Kilgour's abstract, for two people who rank everything.
    depth, met = fallback_bargaining(one, other)
    assert depth <= len(POOL) // 2 + 1
    worse = {each: max(one.index(each), other.index(each)) + 1 for each in POOL}
    assert depth == min(worse.values())
    assert met == {each for each in POOL if worse[each] == depth}
    both_above = [(it, each) for each in met for it in POOL if all(r.index(it) < r.index(each) for r in (one, other))]
    assert both_above == []
