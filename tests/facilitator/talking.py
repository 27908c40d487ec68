"""Conversations with the offline facilitator, as the server would have them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.model import Stage
from beheard_core.mediation.retrieval import intent_of
from beheard_server.facilitators import Bundle, Facilitator, Line
from beheard_server.facilitators.offline import OfflineFacilitator

HERE = Path(__file__).parent
OFFLINE: Facilitator = OfflineFacilitator()
WITH_THREAD = (Stage.WITNESS, Stage.PERSPECTIVE_STRETCH)
STORM = 8


@frozen
class Script:
    """What somebody writes in one stage, each line with its intensity, if it has one."""

    stage: Stage
    lines: tuple[tuple[str, int | None], ...]


def scripts() -> Mapping[str, Script]:
    """Give the scripted conversations by name."""
    read = tomllib.loads((HERE / "scripts.toml").read_text(encoding="utf-8"))
    return {
        name: Script(
            Stage(each["stage"]),
            tuple((line, None) if isinstance(line, str) else tuple(line) for line in each["lines"]),
        )
        for name, each in read.items()
    }


def bundle(
    message: str,
    *,
    stage: Stage = Stage.WITNESS,
    intensity: int | None = None,
    turn: int = 0,
    thread: Sequence[Line] = (),
    **more: Any,
) -> Bundle:
    """Give the bundle of one message, narrowed as the server narrows it."""
    intent = intent_of(stage, message_intensity=intensity, latest_reading=None, recalls_agreement=False)
    has_thread = stage in WITH_THREAD and (intensity or 0) < STORM
    facts = {"trend": Direction.STABLE} | more
    return Bundle(
        stage=stage,
        intent=intent,
        message=message,
        intensity=intensity,
        turn=turn,
        thread=tuple(thread) if has_thread else (),
        **facts,
    )


def talk(script: Script, facilitator: Facilitator = OFFLINE) -> list[str]:
    """Give the answers to a script, turn by turn, in one thread."""
    thread: list[Line] = []
    for turn, (text, intensity) in enumerate(script.lines):
        asked = bundle(text, stage=script.stage, intensity=intensity, turn=turn, thread=thread[-199:])
        thread += [Line(True, text), Line(False, facilitator.reply(asked))]
    return [line.text for line in thread if not line.by_person]


def sentences(answer: str) -> list[str]:
    """Give the sentences of an answer."""
    return re.split(r"(?<=[.!?])\s+", answer)
