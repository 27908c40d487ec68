"""Rankings of Ada's that may differ from one world to the other: those that meet Ben's in the same."""

from collections.abc import Collection, Sequence
from random import Random

TRIES = 200
Seeds = tuple[int, int]
TOP = 3


def both(one: Sequence[str], other: Sequence[str], pool: Collection[str]) -> list[str]:
    """Give what is among the first three of both, or fewer where there are fewer, in the order of the contract."""
    places = [[each for each in ranking if each in pool][: min(TOP, len(pool))] for ranking in (one, other)]

    def order(each: str) -> tuple[int, int, str]:
        first, second = (place.index(each) for place in places)
        return max(first, second), first + second, each

    return sorted(set(places[0]).intersection(places[1]), key=order)


def drawn(pool: Sequence[str], random: Random) -> tuple[str, ...]:
    """Rank some of the pool, however it falls."""
    return tuple(random.sample(pool, random.randint(1, len(pool)))) if pool else ()


def meeting(pool: Sequence[str], bens: Sequence[str], seeds: Seeds, place: int) -> tuple[str, ...]:
    """Rank some of the pool, in each world otherwise, so that what both people rank high is the same in both.

    Where it can be, even what both rank high is in another order in Ada's ranking.
    """
    first = drawn(pool, Random(seeds[0]))
    wanted = both(first, bens, pool)
    random = Random(seeds[1])
    others = (drawn(pool, random) for _ in range(TRIES * place))
    fitting = [each for each in others if each != first and both(each, bens, pool) == wanted]

    def order(ranking: Sequence[str]) -> list[str]:
        return [each for each in ranking if each in wanted]

    return max(fitting, key=lambda each: order(each) != order(first), default=first)
