"""Two private rankings held against each other: what both rank high, and how far they agree.

Run it with ``python -m benchmarks.overlap``. It ends with 1 if an overlap takes a millisecond, or more than five times
what it costs to find what both rankings hold.
"""

import random
from collections.abc import Callable, Mapping
from functools import partial

import click

from beheard_core.mediation.ranking import TOP, overlap, rank_biased_overlap
from benchmarks.method import middle_times, table

MOST_MICROSECONDS = 1000
MOST_TIMES = 5
COMMON = "what both hold, as two sets"


def acts(items: int) -> Mapping[str, Callable[[], object]]:
    """Give what is measured, of two rankings of so many items, each in an order of its own.

    What both hold is the least that anybody has to find out who compares them, and what the others are held against.
    """
    dice = random.Random(items)  # noqa: S311  the same orders every time, and no secret
    pool = [f"strat_{number:032x}" for number in range(items)]
    one, other = dice.sample(pool, items), dice.sample(pool, items)
    last = one[-TOP:]
    far_down = [*(each for each in other if each not in last), *last]
    return {
        COMMON: lambda: set(one) & set(other),
        "overlap, nothing hidden": partial(overlap, one, other, visible=pool),
        "overlap, all hidden but the last": partial(overlap, one, far_down, visible=last),
        "overlap, all hidden": partial(overlap, one, other, visible=("another",)),
        "rank-biased overlap": partial(rank_biased_overlap, one, other),
        "rank-biased overlap, one is short": partial(rank_biased_overlap, one[: items // 10], other),
    }


@click.command()
@click.option("--items", default=1000, show_default=True, type=click.IntRange(10), help="How much each ranking holds.")
@click.option("--rounds", default=300, show_default=True, type=click.IntRange(1), help="How often each is measured.")
@click.pass_context
def main(context: click.Context, items: int, rounds: int) -> None:
    """Measure comparisons of two rankings, and hold the overlap against the goal."""
    p50 = middle_times(acts(items), rounds=rounds)
    head = (f"two rankings of {items:,}", "p50", "ratio")
    click.echo(table(head, [(name, f"{time:.1f} us", f"{time / p50[COMMON]:.2f}") for name, time in p50.items()]))
    most = min(MOST_MICROSECONDS, MOST_TIMES * p50[COMMON])
    slow = [name for name, time in p50.items() if name.startswith("overlap") and time >= most]
    goal = f"{MOST_MICROSECONDS:,} us, nor {MOST_TIMES} times as much as to find what both hold"
    click.echo(f"\nNo overlap may take {goal}: {', '.join(slow) or 'none does'}.")
    context.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
