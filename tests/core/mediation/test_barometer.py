"""The barometer against the contract's *Emotional barometer* and *Support offers*."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import validate
from beheard_core.mediation import SessionNotActive, SessionStatus, Stage
from beheard_core.mediation.barometer import (
    Direction,
    ExerciseDone,
    Feeling,
    Reading,
    Support,
    Trend,
    asks_back,
    support_for,
    trend_of,
)
from beheard_core.mediation.standing import require_open
from tests.core.mediation.people import START, at, session

PAUSE, GROUNDING, SCAN, BREATHING = Support
SECOND = 1 / 60
HALF_AN_HOUR, TEN_MINUTES = 30, 10
Said = tuple[int, float]
"""An intensity, and how many minutes before the reading in question."""


def taken(intensity: int, when: datetime = START) -> Reading:
    return Reading("emo_1", intensity, None, Stage.WITNESS, when)


def offered(intensity: int, *earlier: Said, distressed: bool = False) -> Support | None:
    """Say what is offered after a reading that others came before, oldest first."""
    before = [taken(each, at(-minutes)) for each, minutes in earlier]
    return support_for(taken(intensity), before, distressed=distressed)


# One line a rule of the contract's table, then what stands on either side of each of its limits.
TABLE: list[tuple[int, list[Said], bool, Support | None]] = [
    (9, [(9, 30)], False, PAUSE),
    (10, [(10, 1)], False, PAUSE),
    (9, [(10, HALF_AN_HOUR)], False, PAUSE),
    (9, [(9, HALF_AN_HOUR + SECOND)], False, BREATHING),
    (8, [(9, 1)], False, BREATHING),
    (9, [(8, 1)], False, BREATHING),
    (9, [(9, 2), (8, 1)], False, BREATHING),
    (9, [], False, BREATHING),
    (5, [(2, TEN_MINUTES)], False, GROUNDING),
    (5, [(2, TEN_MINUTES + SECOND)], False, None),
    (5, [(3, TEN_MINUTES)], False, None),
    (4, [(1, 0)], False, GROUNDING),
    (5, [(2, 9), (4, 1)], False, GROUNDING),
    (5, [(2, 11), (3, 1)], False, None),
    (10, [(1, 9), (7, 1)], False, GROUNDING),
    (7, [], True, SCAN),
    (6, [], True, None),
    (7, [], False, None),
    (7, [(5, 1)], True, SCAN),
    (8, [], False, BREATHING),
    (10, [], False, BREATHING),
    (1, [], False, None),
    (1, [(10, 1)], True, None),
]


@pytest.mark.parametrize(("intensity", "earlier", "distressed", "support"), TABLE)
def test_the_first_rule_that_fits_decides_what_is_offered(
    intensity: int, earlier: list[Said], distressed: bool, support: Support | None
) -> None:
    assert offered(intensity, *earlier, distressed=distressed) is support


# Whatever else fits as well, the rule that stands first in the contract's table is the one.
@pytest.mark.parametrize(
    ("fits", "support"),
    [
        ({PAUSE, GROUNDING, SCAN, BREATHING}, PAUSE),
        ({PAUSE, GROUNDING, BREATHING}, PAUSE),
        ({PAUSE, SCAN, BREATHING}, PAUSE),
        ({PAUSE, BREATHING}, PAUSE),
        ({GROUNDING, SCAN, BREATHING}, GROUNDING),
        ({GROUNDING, SCAN}, GROUNDING),
        ({GROUNDING, BREATHING}, GROUNDING),
        ({GROUNDING}, GROUNDING),
        ({SCAN, BREATHING}, SCAN),
        ({SCAN}, SCAN),
        ({BREATHING}, BREATHING),
        (set(), None),
    ],
)
def test_the_most_specific_offer_comes_first(fits: set[Support], support: Support | None) -> None:
    intensity = 9 if BREATHING in fits else 7
    lowest = [(intensity - 3, 9)] if GROUNDING in fits else []
    newest = [(9, 1)] if PAUSE in fits else []
    assert offered(intensity, *lowest, *newest, distressed=SCAN in fits) is support


@given(st.integers(1, 10), st.lists(st.tuples(st.integers(1, 10), st.integers(0, 60)), max_size=5), st.booleans())
def test_the_offer_is_what_the_table_says_of_any_readings(
    intensity: int, earlier: list[tuple[int, int]], distressed: bool
) -> None:
    said = sorted(earlier, key=lambda each: -each[1])
    recent = [each for each, minutes in said if minutes <= TEN_MINUTES]
    rules = [
        (bool(said) and said[-1][1] <= HALF_AN_HOUR and min(intensity, said[-1][0]) >= 9, PAUSE),
        (bool(recent) and intensity >= min(recent) + 3, GROUNDING),
        (intensity >= 7 and distressed, SCAN),
        (intensity >= 8, BREATHING),
    ]
    expected = next((support for fits, support in rules if fits), None)
    assert offered(intensity, *said, distressed=distressed) is expected


@pytest.mark.parametrize(
    ("intensities", "trend"),
    [
        ([], Trend(Direction.STABLE, 0, 0)),
        ([7], Trend(Direction.STABLE, 0, 7)),
        ([5, 7], Trend(Direction.INCREASING, 2, 6)),
        ([5, 6], Trend(Direction.STABLE, 1, 5.5)),
        ([7, 5], Trend(Direction.DECREASING, -2, 6)),
        ([7, 6], Trend(Direction.STABLE, -1, 6.5)),
        ([1, 10], Trend(Direction.INCREASING, 9, 5.5)),
        ([10, 1], Trend(Direction.DECREASING, -9, 5.5)),
        ([4, 10, 1, 4], Trend(Direction.STABLE, 0, 4.75)),
        ([4, 10, 7], Trend(Direction.INCREASING, 3, 7)),
    ],
)
def test_a_trend_goes_from_the_oldest_to_the_newest_and_a_mean_over_all(intensities: list[int], trend: Trend) -> None:
    assert trend_of(intensities) == trend


@given(st.lists(st.integers(1, 10), min_size=1))
def test_a_mean_lies_between_the_lowest_and_the_highest(intensities: list[int]) -> None:
    assert min(intensities) <= trend_of(intensities).average_intensity <= max(intensities)


@pytest.mark.parametrize(("completed", "after", "asked"), [(True, None, True), (True, 4, False), (False, None, False)])
def test_how_it_is_now_is_asked_after_an_exercise_that_was_completed_without_saying_it(
    completed: bool, after: int | None, asked: bool
) -> None:
    done = ExerciseDone(exercise_type=BREATHING, completed=completed, intensity_before=8, intensity_after=after)
    assert asks_back(done) is asked


@pytest.mark.parametrize(
    ("thing", "paths"),
    [
        (Feeling(intensity=1), []),
        (Feeling(intensity=10, context="c" * 200), []),
        (Feeling(intensity=0), ["intensity"]),
        (Feeling(intensity=11, context="c" * 201), ["intensity", "context"]),
        (Feeling(intensity=True), ["intensity"]),
        (ExerciseDone(exercise_type=PAUSE, completed=True, intensity_before=1, intensity_after=10), []),
        (
            ExerciseDone(exercise_type=PAUSE, completed=True, intensity_before=0, intensity_after=11),
            ["intensity_before", "intensity_after"],
        ),
    ],
)
def test_intensities_go_from_1_to_10_and_a_context_has_200_characters(thing: Any, paths: list[str]) -> None:
    assert [each.path for each in validate(thing)] == paths


def test_a_blank_context_is_none() -> None:
    assert Feeling(intensity=5, context=" \n").context is None


def test_a_storm_of_half_an_hour_is_one_however_it_is_counted() -> None:
    almost = timedelta(minutes=HALF_AN_HOUR) - timedelta(microseconds=1)
    for gap, support in ((almost, PAUSE), (almost + timedelta(microseconds=2), BREATHING)):
        assert support_for(taken(9, START + gap), [taken(9)], distressed=False) is support


@pytest.mark.parametrize("status", SessionStatus)
def test_the_barometer_is_there_while_people_act_and_while_the_session_rests(status: SessionStatus) -> None:
    met = session(status=status)
    if status in (SessionStatus.ACTIVE, SessionStatus.PAUSED):
        require_open(met)
    else:
        with pytest.raises(SessionNotActive):
            require_open(met)
