"""A page of the catalogue of academic stages, among a hundred stages and among a hundred thousand.

Run it with ``python -m benchmarks.catalogue``. It ends with 1 if a page costs more than 1.5 times as much among many.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
import orjson
from attrs import evolve, frozen
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from beheard_core.academic import NewStage
from beheard_core.accounts import Principal, Role
from beheard_server.app import create_app
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.shell import utc_now
from beheard_server.store.sqlite import SQLiteStore
from benchmarks.method import middle_times, table

FEW = 100
MOST_TIMES = 1.5
LEVELS = 4
PAGE = 10
LARGEST_PAGE = 200
# The filters of a list, and which part of all stages they let pass: as many fit on a page among few as among many.
LISTS: Mapping[str, tuple[Mapping[str, object], int]] = {
    "no filter": ({}, 1),
    "level": ({"level": 2}, LEVELS),
    "active": ({"active": "false"}, 2),
    "level, active": ({"level": 2, "active": "false"}, LEVELS * 2),
}
# A name is on every level once, whatever the size of the catalogue.
ONE_PAGE: Mapping[str, Mapping[str, object]] = {
    "name": {"name": "Year 7"},
    "name, active": {"name": "Year 7", "active": "false"},
    "name, level": {"name": "Year 7", "level": 2},
    "name, level, active": {"name": "Year 7", "level": 2, "active": "false"},
}


@frozen
class Catalogue:
    """The real app over a SQLite file with a number of stages in it."""

    app: Flask
    count: int

    def request(self, **query: object) -> Callable[[], Any]:
        """Prepare a request for a list, which can be made any number of times."""
        environ = create_environ("/api/stages", query_string=urlencode({"limit": PAGE} | query))
        return partial(run_wsgi_app, self.app.wsgi_app, environ, buffered=True)

    def data(self, **query: object) -> Any:
        """Give what the app answers, which must be a success."""
        body, status, _ = self.request(**query)()
        if status != "200 OK":
            raise click.ClickException(f"The app answered {status}.")
        return orjson.loads(b"".join(body))["data"]

    def cursor_behind(self, stages: int, query: Mapping[str, object]) -> str:
        """Turn the pages of a list until so many stages lie behind, and give the cursor there."""
        place: dict[str, str] = {}
        step = min(stages, LARGEST_PAGE)
        for _ in range(0, stages, step):
            place = {"cursor": self.data(**query, **place, limit=step)["cursor"]}
        return place["cursor"]

    def pages(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Name every page that is measured: the first of each list, and one in the middle of the long ones."""
        for name, (query, part) in LISTS.items():
            yield name, query
            if part < LEVELS * 2:
                yield f"{name}, middle page", {**query, "cursor": self.cursor_behind(self.count // part // 2, query)}
        yield from ONE_PAGE.items()


def admin() -> Principal:
    """Let every request be an admin's."""
    return Principal("admin", roles=frozenset({Role.ADMIN}))


@contextmanager
def catalogue(directory: Path, count: int) -> Iterator[Catalogue]:
    """Make a catalogue: every name on every level, and every other name inactive."""
    settings = Settings(secret_keys=("the cursors of a benchmark, " * 2,), rate_limits=False, contexts=("academic",))
    with closing(SQLiteStore(directory / f"{count}.db")) as store:
        now = utc_now()
        with store.transaction() as unit:
            for number in range(count):
                stage = unit.catalogue.add(NewStage(f"Year {number // LEVELS}", number % LEVELS), now=now)
                if stage is not None and number // LEVELS % 2:
                    unit.catalogue.replace(evolve(stage, active=False))
        yield Catalogue(create_app(extension=BeHeard(settings, identity=admin, store=store)), count)


def compare(few: Catalogue, many: Catalogue, *, rounds: int) -> list[tuple[str, float, float]]:
    """Give the name of each page with its p50 among few and among many, in microseconds."""
    requests: dict[tuple[str, int], Callable[[], Any]] = {}
    shown: dict[str, set[int]] = {}
    for each in (few, many):
        for name, query in each.pages():
            requests[name, each.count] = each.request(**query)
            shown.setdefault(name, set()).add(len(each.data(**query)["stages"]))
    if unequal := [name for name, counts in shown.items() if len(counts) > 1]:
        raise click.ClickException(f"These pages show more among many: {', '.join(unequal)}.")
    p50 = middle_times(dict(sorted(requests.items())), rounds=rounds)
    return [(name, p50[name, few.count], p50[name, many.count]) for name in shown]


@click.command()
@click.option(
    "--many", default=100_000, show_default=True, type=click.IntRange(FEW + 1), help="How many stages are many."
)
@click.option(
    "--rounds", default=300, show_default=True, type=click.IntRange(1), help="How often each page is asked for."
)
@click.pass_context
def main(context: click.Context, many: int, rounds: int) -> None:
    """Measure pages of the catalogue among 100 stages and among many, and hold their ratio against the goal."""
    with (
        tempfile.TemporaryDirectory(prefix="beheard-benchmark-") as place,
        catalogue(Path(place), FEW) as few_stages,
        catalogue(Path(place), many) as many_stages,
    ):
        found = compare(few_stages, many_stages, rounds=rounds)
    head = (f"GET /api/stages?limit={PAGE}", f"of {FEW}", f"of {many:,}", "ratio")
    rows = [(name, f"{one:.0f} us", f"{other:.0f} us", f"{other / one:.2f}") for name, one, other in found]
    click.echo(table(head, rows))
    slow = [name for name, one, other in found if other > MOST_TIMES * one]
    click.echo(f"\nNo page may cost more than {MOST_TIMES} times as much among many: {', '.join(slow) or 'none does'}.")
    context.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
