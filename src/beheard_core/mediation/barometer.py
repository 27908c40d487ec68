"""The emotional barometer: how intense it is right now, where it is heading, and what may help.

A reading is a person's own and reaches nobody else. What is offered is never a condition of anything.

Source: the contract's *Emotional barometer* and *Support offers*.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import field, frozen

from beheard_core.fields import flag, text, whole
from beheard_core.mediation.model import Stage

PAUSE_ADVISED_FROM = 8
_STILL_THE_SAME_STORM = timedelta(minutes=30)
_STEEP_RISE = timedelta(minutes=10)
_EXTREME, _HIGH, _RAISED, _RISE, _DRIFT = 9, 8, 7, 3, 2


class Support(StrEnum):
    """What is offered to somebody whose reading is high."""

    PAUSE_SESSION = "PAUSE_SESSION"
    GROUNDING = "GROUNDING"
    BODY_SCAN = "BODY_SCAN"
    BREATHING_EXERCISE = "BREATHING_EXERCISE"


class Direction(StrEnum):
    """Where readings are heading."""

    INCREASING = "INCREASING"
    DECREASING = "DECREASING"
    STABLE = "STABLE"


@frozen
class Reading:
    """How intense it was for one person at one moment, from 1 to 10, and what that person said about it."""

    id: str
    intensity: int
    context: str | None
    stage: Stage
    timestamp: datetime


@frozen(kw_only=True)
class Feeling:
    """A reading to be."""

    intensity: int = field(**whole("How intense it is, from 1 to 10", low=1, high=10))
    context: str | None = field(default=None, **text("What it is about, for you alone", most=200))


@frozen(kw_only=True)
class ExerciseDone:
    """What became of an exercise; it creates no reading."""

    exercise_type: Support
    completed: bool = field(**flag("Whether you went through with it"))
    intensity_before: int | None = field(default=None, **whole("How intense it was before", low=1, high=10))
    intensity_after: int | None = field(default=None, **whole("How intense it is now", low=1, high=10))


@frozen
class Trend:
    """The change from the oldest to the newest of some readings, and their mean; all zero for none."""

    direction: Direction
    change_from_start: int
    average_intensity: float


def support_for(reading: Reading, earlier: Sequence[Reading], *, distressed: bool) -> Support | None:
    """Say what to offer after a reading, the most specific first, or None.

    ``earlier`` are this person's earlier readings in this session, oldest first; ``distressed`` tells whether what was
    said about the reading speaks of distress.
    """
    intensity = reading.intensity
    if earlier and _is_storm(earlier[-1], reading):
        return Support.PAUSE_SESSION
    recent = [each.intensity for each in earlier if reading.timestamp - each.timestamp <= _STEEP_RISE]
    if recent and intensity - min(recent) >= _RISE:
        return Support.GROUNDING
    if intensity >= _RAISED and distressed:
        return Support.BODY_SCAN
    return Support.BREATHING_EXERCISE if intensity >= _HIGH else None


def trend_of(intensities: Sequence[int]) -> Trend:
    """Give the trend of intensities, oldest first: two up is increasing, two down decreasing."""
    if not intensities:
        return Trend(Direction.STABLE, 0, 0)
    change = intensities[-1] - intensities[0]
    direction = Direction.STABLE
    if abs(change) >= _DRIFT:
        direction = Direction.INCREASING if change > 0 else Direction.DECREASING
    return Trend(direction, change, sum(intensities) / len(intensities))


def asks_back(exercise: ExerciseDone) -> bool:
    """Tell whether to ask how it is after an exercise: it was completed, and that was not said."""
    return exercise.completed and exercise.intensity_after is None


def _is_storm(previous: Reading, reading: Reading) -> bool:
    lower = min(previous.intensity, reading.intensity)
    return lower >= _EXTREME and reading.timestamp - previous.timestamp <= _STILL_THE_SAME_STORM
