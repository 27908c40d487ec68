"""The catalogue of academic stages: the years or levels by which a school orders its students and materials."""

from beheard_core.academic.catalogue import (
    Filters,
    StageChange,
    StageInUse,
    StageNotFound,
    StageRefused,
    duplicate,
    in_row,
    read_activation,
    read_bulk,
    read_change,
    read_filters,
    read_id,
    read_new,
    read_row,
    require_unused,
    with_change,
)
from beheard_core.academic.model import AcademicStage, NewStage, Usage
from beheard_core.academic.views import StageView, stage_view

__all__ = [
    "AcademicStage",
    "Filters",
    "NewStage",
    "StageChange",
    "StageInUse",
    "StageNotFound",
    "StageRefused",
    "StageView",
    "Usage",
    "duplicate",
    "in_row",
    "read_activation",
    "read_bulk",
    "read_change",
    "read_filters",
    "read_id",
    "read_new",
    "read_row",
    "require_unused",
    "stage_view",
    "with_change",
]
