"""Stages as they are kept, changed, guarded and shown, against the contract's page on the catalogue."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from beheard_core import Conflict, NotFound, Refusal, validate
from beheard_core.academic import (
    AcademicStage,
    NewStage,
    StageChange,
    StageInUse,
    StageNotFound,
    StageRefused,
    StageView,
    Usage,
    require_unused,
    stage_view,
    with_change,
)

THEN = datetime(2026, 1, 20, 10, 0, tzinfo=UTC)
LATER = THEN + timedelta(minutes=5)
FIRST = AcademicStage(1, "First Year", 1, THEN, THEN)


def test_a_change_moves_the_name_the_level_and_the_time_of_the_update_and_nothing_else() -> None:
    inactive = evolve(FIRST, active=False)
    changed = with_change(inactive, StageChange("Updated Name", 2), now=LATER)
    assert changed == AcademicStage(1, "Updated Name", 2, THEN, LATER, active=False)


@pytest.mark.parametrize("level", [1, 0, -7])
def test_a_level_that_is_not_named_stays(level: int) -> None:
    stage = evolve(FIRST, level=level)
    assert with_change(stage, StageChange("New Name Only"), now=LATER).level == level


def test_a_change_to_level_zero_is_a_change() -> None:
    assert with_change(FIRST, StageChange("First Year", 0), now=LATER).level == 0


@pytest.mark.parametrize("usage", [Usage(1, 0), Usage(0, 1), Usage(30, 12), Usage(students=2**40)])
def test_a_stage_with_students_or_materials_is_in_use(usage: Usage) -> None:
    with pytest.raises(StageInUse) as refused:
        require_unused(usage)
    assert str(refused.value) == "Stage is in use and cannot be deleted"


def test_a_stage_with_neither_is_not_in_use() -> None:
    require_unused(Usage())
    require_unused(Usage(students=0, materials=0))


def test_a_stage_is_shown_with_its_id_as_a_string() -> None:
    last = evolve(FIRST, id=2**63 - 1)
    assert stage_view(last) == StageView("9223372036854775807", "First Year", 1, THEN, THEN, active=True, usage=None)


def test_a_stage_is_shown_with_its_usage_where_that_is_known() -> None:
    assert stage_view(FIRST, Usage(3, 4)).usage == Usage(students=3, materials=4)
    assert stage_view(FIRST, Usage()).usage == Usage(0, 0)


def test_a_stage_made_by_hand_is_held_to_the_same_rules() -> None:
    assert validate(NewStage(" First Year ", 1)) == ()
    assert NewStage(" First Year ", 1).name == "First Year"
    for broken in (NewStage(" ", True), NewStage("x" * 256, 2**31), StageChange("a\0b", 2**31)):
        assert [each.path for each in validate(broken)] == ["name", "level"]
    assert validate(StageChange("x", None)) == ()


def test_the_refusals_are_of_the_kinds_that_every_context_has() -> None:
    assert isinstance(StageNotFound(), NotFound)
    assert isinstance(StageInUse(), Conflict)
    assert isinstance(StageRefused("why"), Refusal)
