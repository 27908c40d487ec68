"""The tables as pictures: what the stages ask for, and what a session can become."""

from collections.abc import Iterator

from beheard_core.mediation.gates import GATES
from beheard_core.mediation.lifecycle import LIFECYCLE
from beheard_core.mediation.model import SessionStatus, Stage


def as_mermaid() -> str:
    """Draw the stages, with their gates on the arrows, and the life of a session, as two Mermaid state diagrams."""
    return "\n".join((*_stages_mermaid(), "", *_lifecycle_mermaid())) + "\n"


def as_text() -> str:
    """Write the same two tables for a terminal."""
    return "\n".join((*_stages_text(), "", *_lifecycle_text())) + "\n"


def title(stage: Stage) -> str:
    """Give a stage's name as people read it."""
    return stage.name.replace("_", " ").title()


def _stages_mermaid() -> Iterator[str]:
    yield "stateDiagram-v2"
    for stage in Stage:
        yield f'    state "{stage.value} {title(stage)}" as stage{stage.value}'
    yield "    [*] --> stage0"
    for stage in Stage:
        target = f"stage{stage + 1}" if stage + 1 in GATES else "[*]"
        yield f"    stage{stage.value} --> {target}: {', '.join(gate.key for gate in GATES[stage].gates)}"


def _lifecycle_mermaid() -> Iterator[str]:
    yield "stateDiagram-v2"
    yield f"    [*] --> {SessionStatus.INVITED}: create"
    for (status, act), following in LIFECYCLE.items():
        yield f"    {status} --> {following}: {act}"


def _stages_text() -> Iterator[str]:
    for stage in Stage:
        yield f"{stage.value} {title(stage)}"
        for gate in GATES[stage].gates:
            yield f"    {gate.key}"


def _lifecycle_text() -> Iterator[str]:
    yield f"(nothing) --create--> {SessionStatus.INVITED}"
    for (status, act), following in LIFECYCLE.items():
        yield f"{status} --{act}--> {following}"
