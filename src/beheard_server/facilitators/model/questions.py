"""What the model is told at each seam: the data that the seam may see, without ids, in a size that can be answered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.retrieval import Item, Kind
from beheard_server.facilitators import Bundle, Ground, Idea, SharedNeed

_THREAD = 24_000
_WRITTEN = 60_000
_READINGS = 50

_FROM: Mapping[Kind, str] = {
    Kind.SESSION_METADATA: "process",
    Kind.RELATIONSHIP_METADATA: "process",
    Kind.SESSION_OUTCOMES: "both",
    Kind.USER_EVENT: "person",
    Kind.EMOTIONAL_READING: "person",
    Kind.BOUNDARY: "person",
    Kind.NEED: "person",
    Kind.CONSENTED_CONTENT: "partner",
    Kind.COMMON_GROUND: "both",
    Kind.AGREEMENT: "both",
    Kind.MICRO_EXPERIMENT: "both",
    Kind.EXPERIMENT_SUGGESTION: "library",
}
"""Whose something is, in words instead of ids."""


@frozen
class Question:
    """What the model is asked: instructions, data, and the form in which it answers."""

    system: str
    data: str
    form: str
    purpose: str
    schema: dict[str, Any]
    most_tokens: int


def as_data(told: Mapping[str, Any]) -> str:
    """Write data as JSON, without what is not there."""
    return json.dumps(
        {key: value for key, value in told.items() if value not in (None, "", [], {})}, ensure_ascii=False
    )


def newest(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """Give the last of the lines that have no more than so many characters together."""
    left, kept = most, []
    for line in reversed(lines):
        left -= len(line)
        if left < 0:
            break
        kept.append(line)
    return tuple(reversed(kept))


def of_bundle(bundle: Bundle) -> dict[str, Any]:
    """Give what a reply rests on."""
    kept = len(newest([each.text for each in bundle.thread], _THREAD))
    thread = bundle.thread[len(bundle.thread) - kept :]
    return {
        "intent": bundle.intent,
        "message": bundle.message,
        "intensity": bundle.intensity,
        "trend": bundle.trend,
        "earlier": [{"by": "person" if each.by_person else "you", "text": each.text} for each in thread],
        "draft": bundle.draft,
        "items": [_item(each) for each in bundle.items],
        "pool": list(bundle.pool),
        "ranking_of_the_person": list(bundle.ranking),
        "overlap": list(bundle.overlap),
    }


def _item(item: Item) -> dict[str, Any]:
    told = {"kind": item.kind, "from": _FROM[item.kind], "text": item.text, "provenance": item.provenance}
    return {**told, "stage": item.stage.value}


def partners(bundle: Bundle) -> tuple[str, ...]:
    """Give what in a bundle is the partner's."""
    return tuple(each.text for each in bundle.items if _FROM[each.kind] == "partner")


def open_words(bundle: Bundle) -> tuple[str, ...]:
    """Give what in a bundle may be said to the person: all but the partner's."""
    own = (each.text for each in bundle.items if _FROM[each.kind] != "partner")
    lines = (each.text for each in bundle.thread)
    return (bundle.message, bundle.draft or "", *lines, *own, *bundle.pool, *bundle.ranking, *bundle.overlap)


def of_written(thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> dict[str, Any]:
    """Give what somebody wrote, the newest of it where it is much."""
    felt = [{"intensity": each.intensity, "about": each.context or ""} for each in readings[-_READINGS:]]
    return {"lines": newest(thread, _WRITTEN), "readings": felt, "events": newest(events, _WRITTEN)}


def of_needs(needs: Iterable[SharedNeed], letter: str) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Give the needs under short names, and the refs that the names stand for."""
    named = {f"{letter}{place}": each for place, each in enumerate(needs, start=1)}
    told = [
        {"ref": name, "need": each.need, "category": each.category.value, "text": each.text}
        for name, each in named.items()
    ]
    return told, {name: each.ref for name, each in named.items()}


def of_ground(ground: Iterable[Ground]) -> list[dict[str, str]]:
    """Give what both need."""
    return [{"need": each.need, "category": each.category.value, "description": each.description} for each in ground]


def of_ideas(ideas: Iterable[Idea]) -> list[dict[str, str | None]]:
    """Give ideas that have helped others."""
    return [{"idea": each.description, "duration": each.duration, "measure": each.measure_of_success} for each in ideas]
