"""Sheets of therapist sessions and of practised skills, as CSV files with a head."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from attrs import fields, frozen

from beheard_core import Invalid
from beheard_core.practice import Practised, TherapistSession
from beheard_core.practice.records import SessionRecord, SkillRecord, record_of_session, record_of_skill
from beheard_server.http.wire import exact_wire
from beheard_server.store import Unit

Record = SessionRecord | SkillRecord
KINDS: Mapping[str, type[Any]] = {"sessions": SessionRecord, "skills": SkillRecord}
"""What a sheet can hold, each with the class of its rows."""
# A cell that begins so is a formula to a spreadsheet; behind an apostrophe it is text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_TEXTS = {"skillName", "category"}


class NoSheet(Exception):
    """The file is no sheet that can be read; the text says why."""


@frozen
class Row:
    """One row: what it holds or what is wrong with it, and the line of the file on which it begins."""

    line: int
    record: Record | None
    problem: str | None = None


def head_of(cls: type[Any]) -> Sequence[str]:
    """Give the names of the columns."""
    return [exact_wire().name(each.name) for each in fields(cls)]


def read_sheet(lines: Iterable[str]) -> Iterator[Row]:
    """Read a sheet row by row; which kind it is, its head says, in whatever order.

    Raises:
        NoSheet: the head is none of ours, or the file cannot be read on.
    """
    reader = csv.reader(lines, strict=True)
    try:
        head = [each.strip() for each in next(reader, [])]
        cls = next((each for each in KINDS.values() if set(head_of(each)) == set(head)), None)
        if cls is None or len(set(head)) < len(head):
            wanted = "; or ".join(", ".join(head_of(each)) for each in KINDS.values())
            raise NoSheet(f"The first line must name these columns: {wanted}.")
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield _row(line, head, cells, cls)
            line = reader.line_num + 1
    except csv.Error as error:
        raise NoSheet(f"Line {reader.line_num} is no CSV: {error}.") from None
    except UnicodeDecodeError:
        raise NoSheet("The file is not in UTF-8.") from None


def _row(line: int, head: Sequence[str], cells: Sequence[str], cls: type[Any]) -> Row:
    if len(cells) != len(head):
        return Row(line, None, f"has {len(cells)} columns instead of {len(head)}")
    given = {name: _unguarded(name, cell) for name, cell in zip(head, cells, strict=True) if cell != ""}
    try:
        return Row(line, exact_wire().read_strings(given, cls))
    except Invalid as refusal:
        return Row(line, None, str(refusal))


def store_row(unit: Unit, record: Record) -> str | None:
    """Store what a row holds, or say why that cannot be."""
    if isinstance(record, SessionRecord):
        return None if unit.practice.add(record.session()) else "id is taken by another session"
    session = unit.practice.get(record.session_id)
    if session is None:
        return "sessionId is of no session"
    if session.therapist_id != record.therapist_id:
        return "therapistId is not the therapist of the session"
    unit.practice.add_practice([record.practised()])
    return None


def write_sheet(file: TextIO, kind: str, things: Iterable[TherapistSession | Practised]) -> int:
    """Write a sheet, and give the number of its rows."""
    writer = csv.writer(file, lineterminator="\n")
    head = head_of(KINDS[kind])
    writer.writerow(head)
    rows = 0
    for each in things:
        record = record_of_session(each) if isinstance(each, TherapistSession) else record_of_skill(each)
        written = exact_wire().write(record)
        writer.writerow([_guarded(name, str(written.get(name, ""))) for name in head])
        rows += 1
    return rows


def _guarded(name: str, cell: str) -> str:
    return f"'{cell}" if name in _TEXTS and cell.startswith(_FORMULA) else cell


def _unguarded(name: str, cell: str) -> str:
    return cell[1:] if name in _TEXTS and cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
