"""Academic stages as facts."""

from datetime import datetime

from attrs import field, frozen

from beheard_core.fields import text, whole

LOWEST_LEVEL, HIGHEST_LEVEL = -(2**31), 2**31 - 1
LONGEST_NAME = 255


@frozen
class NewStage:
    """A stage to be; the pair of name and level is unique in the catalogue."""

    name: str = field(**text("What the stage is called", most=LONGEST_NAME))
    level: int = field(**whole("Where the stage stands among the others", low=LOWEST_LEVEL, high=HIGHEST_LEVEL))


@frozen
class AcademicStage:
    """One stage of the catalogue; ``id`` is an integer of 64 bits, never used twice."""

    id: int
    name: str
    level: int
    created_at: datetime
    updated_at: datetime
    active: bool = True


@frozen
class Usage:
    """How much of a host application belongs to a stage."""

    students: int = 0
    materials: int = 0
