"""An answer of the offline facilitator in a thread of two hundred messages, and in one that has just begun.

Run it with ``python -m benchmarks.facilitator``. It ends with 1 if an answer in the long thread takes more than 2 ms.
"""

from functools import partial

import click

from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.model import Stage
from beheard_core.mediation.retrieval import Intent
from beheard_server.facilitators import Bundle, Line
from beheard_server.facilitators.offline import OfflineFacilitator
from benchmarks.method import middle_times, table

LONG = 200
MOST = 2000
MESSAGES = {
    "a few words": "I was late.",
    "two sentences": "I was so tired when nobody asked me about the move. I felt alone with it the whole week.",
    "a complaint": "He never listens to me, and everything at home falls on me; I want him to see what I do.",
    "a long story": "We were supposed to leave at nine, and I had packed everything the night before, but he was "
    "still in bed, and when I said that we should go he said relax. I felt this wave of rage, because I had been "
    "looking forward to that one day for a month.",
}


def thread(lines: int) -> tuple[Line, ...]:
    """Give a thread of so many lines, as the facilitator itself would have it."""
    facilitator, said = OfflineFacilitator(), list[Line]()
    for turn in range(lines // 2):
        message = f"On day {turn} I was {('tired', 'angry', 'sad', 'glad')[turn % 4]}, and nobody asked me about it."
        said += [Line(True, message), Line(False, facilitator.reply(asked(message, tuple(said))))]
    return tuple(said)


def asked(message: str, before: tuple[Line, ...]) -> Bundle:
    """Give the bundle for a message after some lines."""
    stage, intent = Stage.WITNESS, Intent.EMOTIONAL_VALIDATION
    return Bundle(stage, intent, message, None, Direction.STABLE, len(before) // 2, before)


@click.command()
@click.option(
    "--rounds", default=300, show_default=True, type=click.IntRange(1), help="How often each message is answered."
)
@click.pass_context
def main(context: click.Context, rounds: int) -> None:
    """Measure answers in a long thread and in none, and hold those in the long one against the goal."""
    facilitator, long = OfflineFacilitator(), thread(LONG)
    acts = {
        (name, len(before)): partial(facilitator.reply, asked(message, before))
        for name, message in MESSAGES.items()
        for before in ((), long)
    }
    p50 = middle_times(acts, rounds=rounds)
    found = [(name, p50[name, 0], p50[name, len(long)]) for name in MESSAGES]
    rows = [(name, f"{none:.0f} us", f"{many:.0f} us", f"{many / none:.2f}") for name, none, many in found]
    click.echo(table(("an answer to", "no thread", f"{len(long)} messages", "ratio"), rows))
    slow = [name for name, _, many in found if many > MOST]
    click.echo(
        f"\nNo answer may take more than {MOST / 1000:.0f} ms in a long thread: {', '.join(slow) or 'none does'}."
    )
    context.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
