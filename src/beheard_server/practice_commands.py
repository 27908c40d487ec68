"""Commands on practice: ``beheard practice ...`` alone, ``flask beheard practice ...`` in a host's app."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from beheard_core.practice import Practised, TherapistSession
from beheard_server.http.state import beheard
from beheard_server.sheets import KINDS, NoSheet, Row, read_sheet, store_row, write_sheet
from beheard_server.store import Unit
from beheard_server.store.practice import SessionFilter

practice = AppGroup("practice", help="Therapist sessions, and the skills that were practised in them.")


@practice.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Store the good rows of a file that has bad ones.")
def import_sheet(file: Path, skip_bad: bool) -> None:
    """Store the rows of FILE, a CSV sheet of sessions or of skills; if one row is bad, store nothing."""
    rows = _read(file)
    bad: list[Row] = []

    def work(unit: Unit) -> int:
        stored = 0
        with click.progressbar(rows, label="Storing", file=sys.stderr) as bar:
            for row in bar:
                problem = row.problem if row.record is None else store_row(unit, row.record)
                if problem is None:
                    stored += 1
                else:
                    bad.append(Row(row.line, None, problem))
        if bad and not skip_bad:
            _report(bad)
            raise click.ClickException(f"Nothing was stored: {len(bad)} of {len(rows)} rows are bad.")
        return stored

    stored = beheard().shell.commit(work)
    _report(bad)
    click.echo(f"Stored {stored} rows" + (f", skipped {len(bad)}." if bad else "."))


@practice.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True, atomic=False), default="-")
@click.option("--kind", type=click.Choice(list(KINDS)), default="sessions", show_default=True, help="What to write.")
@click.option("--therapist", help="Only what is this therapist's, by their id.")
def export_sheet(file: TextIO, kind: str, therapist: str | None) -> None:
    """Write a CSV sheet to FILE, or to standard output, which import reads."""

    def look(unit: Unit) -> Sequence[TherapistSession | Practised]:
        sessions = unit.practice.find(SessionFilter(therapist_id=therapist))[::-1]
        if kind == "sessions":
            return sessions
        return [each for session in sessions for each in unit.practice.practice(session_id=session.id)]

    things = beheard().shell.read(look)
    with click.progressbar(things, label="Writing", file=sys.stderr) as bar:
        number = write_sheet(file, kind, bar)
    click.echo(f"Wrote {number} rows.", err=True)


def _read(file: Path) -> Sequence[Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(read_sheet(lines))
    except NoSheet as error:
        raise click.ClickException(str(error)) from None


def _report(bad: Sequence[Row]) -> None:
    for row in bad:
        click.echo(f"line {row.line}: {row.problem}", err=True)
