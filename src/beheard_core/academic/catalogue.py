"""The rules of the catalogue, with the messages that its document gives them.

What comes from outside is read as it is (parsed JSON, query strings), because the order of the checks and the words of
each message are part of the contract. Source: the Stage API document and the contract's page on the catalogue.
"""

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.academic.model import (
    HIGHEST_LEVEL,
    LONGEST_NAME,
    LOWEST_LEVEL,
    AcademicStage,
    NewStage,
    Usage,
)
from beheard_core.errors import Conflict, NotFound, Refusal
from beheard_core.fields import text, whole

MOST_IN_BULK = 1000
MOST_ON_A_PAGE = 200
_HIGHEST_ID = 2**63 - 1
_NAME_REQUIRED = "Stage name is required"
_LEVEL_REQUIRED = "Stage level is required and must be a number"
_LEVEL_NUMBER = "Stage level must be a number"
_DUPLICATE = "Stage with this name and level already exists"

Body = Mapping[str, object]


@frozen
class StageRefused(Refusal):
    """What was sent cannot be a stage, or a question about stages; ``message`` says why, to the letter."""

    message: str

    def __str__(self) -> str:
        return self.message


@frozen
class StageNotFound(NotFound):
    """There is no stage with this id, or this can be no id."""

    what: str = "stage"

    def __str__(self) -> str:
        return "Stage not found"


@frozen
class StageInUse(Conflict):
    """Students or materials of the host belong to this stage."""

    why: str = "Stage is in use and cannot be deleted"


@frozen
class StageChange:
    """A new name, and a new level unless it stays."""

    name: str = field(**text("What the stage is called from now on", most=LONGEST_NAME))
    level: int | None = field(default=None, **whole("The level from now on", low=LOWEST_LEVEL, high=HIGHEST_LEVEL))


@frozen
class Filters:
    """Which stages to list; None filters nothing, and without ``limit`` the list is whole."""

    name: str | None = None
    level: int | None = None
    active: bool | None = None
    limit: int | None = None


def read_id(written: str) -> int:
    """Read an id as it stands in a path: a decimal integer from 1 to 2**63 - 1, without leading zeros.

    Raises:
        StageNotFound: it is none.
    """
    if not _is_decimal(written) or written != str(int(written)) or not 0 < int(written) <= _HIGHEST_ID:
        raise StageNotFound
    return int(written)


def read_new(body: Body) -> NewStage:
    """Read a stage to be: a name that is not blank, then a level of 32 bits.

    Raises:
        StageRefused: with the message for the first of the two that is wrong.
    """
    name = _read_name(body)
    level = _as_level(body.get("level"))
    if level is None:
        raise StageRefused(_LEVEL_REQUIRED)
    return NewStage(name, level)


def read_change(body: Body) -> StageChange:
    """Read a change: a name, and a level if one is given.

    Raises:
        StageRefused: with the message for the first of the two that is wrong.
    """
    name = _read_name(body)
    if "level" not in body:
        return StageChange(name)
    level = _as_level(body["level"])
    if level is None:
        raise StageRefused(_LEVEL_NUMBER)
    return StageChange(name, level)


def read_activation(body: Body) -> bool:
    """Read whether a stage is to be active.

    Raises:
        StageRefused: it is neither true nor false.
    """
    active = body.get("active")
    if not isinstance(active, bool):
        raise StageRefused("active must be true or false")
    return active


def read_bulk(body: Body) -> tuple[Body, ...]:
    """Read the rows of a bulk creation, each still to be read by :func:`read_new`; a row that is no object is empty.

    Raises:
        StageRefused: it is not a list of 1 to 1000.
    """
    rows = body.get("stages")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_IN_BULK:
        raise StageRefused(f"stages must be a list of 1 to {MOST_IN_BULK} stages")
    return tuple(row if isinstance(row, Mapping) else {} for row in rows)


def read_row(index: int, row: Body) -> NewStage:
    """Read one row of a bulk creation, counted from 0.

    Raises:
        StageRefused: with the row's number before the message of a single creation.
    """
    try:
        return read_new(row)
    except StageRefused as refusal:
        raise in_row(index, refusal) from None


def in_row(index: int, refusal: StageRefused) -> StageRefused:
    """Say which row of a bulk creation, counted from 0, was refused."""
    return StageRefused(f"Stage {index}: {refusal}")


def read_filters(query: Mapping[str, str]) -> Filters:
    """Read what a list is to be cut down to.

    Raises:
        StageRefused: a limit, a level or an activity is none.
    """
    limit, level, active = query.get("limit"), query.get("level"), query.get("active")
    if limit is not None and not (_is_decimal(limit) and 1 <= int(limit) <= MOST_ON_A_PAGE):
        raise StageRefused(f"limit must be 1 to {MOST_ON_A_PAGE}")
    if level is not None and not (_is_decimal(level.removeprefix("-")) and _is_level(int(level))):
        raise StageRefused("level must be a number")
    if active not in (None, "true", "false"):
        raise StageRefused("active must be true or false")
    return Filters(
        name=query.get("name", "").strip() or None,
        level=None if level is None else int(level),
        active=None if active is None else active == "true",
        limit=None if limit is None else int(limit),
    )


def with_change(stage: AcademicStage, change: StageChange, *, now: datetime) -> AcademicStage:
    """Give the stage as a change leaves it."""
    level = stage.level if change.level is None else change.level
    return evolve(stage, name=change.name, level=level, updated_at=now)


def duplicate() -> StageRefused:
    """Give the refusal for a pair of name and level that the catalogue has."""
    return StageRefused(_DUPLICATE)


def require_unused(usage: Usage) -> None:
    """Let a stage pass that nothing belongs to.

    Raises:
        StageInUse: something does.
    """
    if usage.students or usage.materials:
        raise StageInUse


def _read_name(body: Body) -> str:
    name = body.get("name")
    name = name.strip() if isinstance(name, str) and "\0" not in name else ""
    if not name:
        raise StageRefused(_NAME_REQUIRED)
    if len(name) > LONGEST_NAME:
        raise StageRefused(f"Stage name must have at most {LONGEST_NAME} characters")
    return name


def _as_level(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_level(value):
        return None
    return int(value)


def _is_level(value: float) -> bool:
    return LOWEST_LEVEL <= value <= HIGHEST_LEVEL and value == int(value)


def _is_decimal(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= len(str(_HIGHEST_ID))
