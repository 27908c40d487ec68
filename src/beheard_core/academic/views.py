"""Stages as the catalogue shows them."""

from datetime import datetime

from attrs import frozen

from beheard_core.academic.model import AcademicStage, Usage


@frozen
class StageView:
    """One stage; the id is a string, because not every reader has integers of 64 bits."""

    id: str
    name: str
    level: int
    created_at: datetime
    updated_at: datetime
    active: bool
    usage: Usage | None = None


def stage_view(stage: AcademicStage, usage: Usage | None = None) -> StageView:
    """Show a stage, with what belongs to it where that is known."""
    return StageView(str(stage.id), stage.name, stage.level, stage.created_at, stage.updated_at, stage.active, usage)
