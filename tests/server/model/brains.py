"""How a model of good will answers, seam by seam, from the data that it was given and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import validate  # type: ignore[import-untyped]

from tests.server.model.messages_api import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.model.messages_api import Answer, Asked

SAID = "It sounds as if that weighs on you. What was it like?"
NEED = "To be left in peace"
GROUND = "Rest"
IDEA = "Each takes one quiet hour on two evenings."


def needs(data: dict[str, Any]) -> dict[str, Any]:
    need = {"need": NEED, "category": "AUTONOMY", "description": "I need an hour of my own.", "confidence": 0.8}
    return {"needs": [need | {"evidence": [data["lines"][0]]}], "clarifications": ["What would that change?"]}


def pairs(data: dict[str, Any]) -> dict[str, Any]:
    met = {"one": data["one"][0]["ref"], "other": data["other"][0]["ref"], "need": GROUND}
    return {"pairs": [met | {"category": "AUTONOMY", "description": "We both need some rest."}]}


def ideas(data: dict[str, Any]) -> dict[str, Any]:
    idea = {"description": IDEA, "needs_addressed": [data["ground"][0]["need"]], "duration": "Two weeks"}
    return {"ideas": [idea | {"measure_of_success": "Both say that they have slept better."}]}


FILLED_IN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "reply": lambda _: {"text": SAID},
    "assess_empathy": lambda _: {"ready": True, "note": None},
    "transform": lambda _: {"text": "I would like us to be kind to each other."},
    "propose_shares": lambda data: {"proposals": proposals(data["message"])},
    "synthesize_needs": needs,
    "find_common_ground": pairs,
    "suggest_strategies": ideas,
    "refine_strategy": lambda _: {"fine": True, "refined": None, "reason": None},
}


def proposals(said: str) -> list[dict[str, str]]:
    if "won't" not in said:
        return []
    return [{"kind": "BOUNDARY", "quote": said, "description": "A boundary", "preview": "I would like to leave this."}]


def willing(asked: Asked) -> Answer:
    """Answer well, and in the form that was asked for."""
    answer = FILLED_IN[asked.seam](asked.data)
    validate(answer, asked.body["tools"][0]["input_schema"])
    return message(asked, answer)
