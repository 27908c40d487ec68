"""Rankings of Ada's that may differ from one world to the other: those that meet Ben's in the same."""

from collections.abc import Sequence
from random import Random

from beheard_core.mediation.ranking import overlap

TRIES = 200
Seeds = tuple[int, int]


def drawn(pool: Sequence[str], random: Random) -> tuple[str, ...]:
    """Rank some of the pool, however it falls."""
    return tuple(random.sample(pool, random.randint(1, len(pool)))) if pool else ()


def meeting(pool: Sequence[str], bens: Sequence[str], seeds: Seeds, place: int) -> tuple[str, ...]:
    """Rank some of the pool, in each world otherwise, so that what both people rank high is the same in both."""
    visible = frozenset(pool)

    def seen(ranking: Sequence[str]) -> tuple[str, ...]:
        return tuple(overlap(ranking, [each for each in bens if each in visible], visible=visible))

    first = drawn(pool, Random(seeds[0]))
    random = Random(seeds[1])
    others = (drawn(pool, random) for _ in range(TRIES * place))
    return next((each for each in others if each != first and seen(each) == seen(first)), first)
