"""The texts that the model is given; each lies in a file of its own beside this one, in ``prompts``."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from beheard_core.mediation.model import Stage

SEAMS = (
    "reply", "assess_empathy", "transform", "propose_shares", "synthesize_needs", "find_common_ground",
    "suggest_strategies", "refine_strategy",
)  # fmt: skip
"""The seams for which the model is asked."""

STAGED = ("reply",)
"""Those whose task depends on the stage."""

_FOLDER = files(__package__) / "prompts"


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")


COMMON, FRAME = _text("common"), _text("frame")
TASKS: Mapping[str, str] = {seam: _text(seam) for seam in SEAMS}
STAGES: Mapping[Stage, str] = {stage: _text(f"stage_{stage.value}") for stage in Stage}


def everything() -> tuple[str, ...]:
    """Give all that the model may be told and never repeats."""
    return (COMMON, *TASKS.values(), *STAGES.values())


def instructions(seam: str, stage: Stage | None, *, canary: str) -> str:
    """Give the instructions for a seam; nothing that anybody wrote is in them."""
    parts = [Template(COMMON).substitute(canary=canary), TASKS[seam]]
    if seam in STAGED and stage is not None:
        parts.append(STAGES[stage])
    return "\n".join(parts)


def framed(data: str, *, mark: str, form: str) -> str:
    """Put data between marks that nobody who wrote some of it could know."""
    return Template(FRAME).substitute(mark=mark, data=data, form=form)
