"""Compare a reply with a prediction that leaves open what nobody can know beforehand."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import Factory, define, frozen

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
# 22 characters are what 128 random bits take at their densest in a URL, which is base 64.
RANDOM = re.compile(r"[\w-]{22,}", re.ASCII)


@define
class Known:
    """What the replies so far have told: when the story began, and what each thing is called."""

    began: datetime | None = None
    ids: dict[str, str] = Factory(dict)
    private: list[str] = Factory(list)


class Shape(ABC):
    """A prediction that many values meet."""

    @abstractmethod
    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        """Yield what is wrong with the value."""


def differences(wanted: Any, got: Any, known: Known, at: str = "$") -> Iterator[str]:
    """Yield every place where a reply is not what was predicted."""
    if isinstance(wanted, Shape):
        yield from wanted.misfits(got, known, at)
    elif type(wanted) is not type(got):
        # True == 1 == 1.0 in Python, yet each prints differently.
        yield f"{at}: wanted {wanted!r}, got {got!r}"
    elif isinstance(wanted, dict):
        if missing := sorted(wanted.keys() - got.keys()):
            yield f"{at}: misses {missing}"
        if surplus := sorted(got.keys() - wanted.keys()):
            yield f"{at}: must not have {surplus}"
        for key in (key for key in wanted if key in got):
            yield from differences(wanted[key], got[key], known, f"{at}.{key}")
    elif isinstance(wanted, list) and len(wanted) == len(got):
        for place, pair in enumerate(zip(wanted, got, strict=True)):
            yield from differences(*pair, known, f"{at}[{place}]")
    elif wanted != got:
        yield f"{at}: wanted {wanted!r}, got {got!r}"


@frozen
class When(Shape):
    """The moment a number of seconds after the story began."""

    tick: int

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        if not isinstance(got, str) or not TIME.fullmatch(got):
            yield f"{at}: wanted a time in whole seconds and Z, got {got!r}"
            return
        moment = datetime.strptime(got, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if known.began is None:
            known.began = moment - timedelta(seconds=self.tick)
        due = known.began + timedelta(seconds=self.tick)
        if moment != due:
            yield f"{at}: wanted {due.isoformat()}, got {got}"


@frozen
class Id(Shape):
    """The id of one named thing, the same wherever it shows and nothing else's."""

    prefix: str
    of: str
    before: str = ""

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        start = self.before + self.prefix
        if not isinstance(got, str) or not got.startswith(start) or not RANDOM.fullmatch(got, len(start)):
            yield f"{at}: wanted an id {start}…, got {got!r}"
            return
        id_ = got.removeprefix(self.before)
        if id_ != known.ids.setdefault(self.of, id_):
            yield f"{at}: wanted the id of {self.of}, {known.ids[self.of]}, got {id_}"
        if twins := [name for name, other in known.ids.items() if other == id_ and name != self.of]:
            yield f"{at}: {self.of} has the id of {twins}"


@frozen
class Text(Shape):
    """Any wording that is not blank."""

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        if not isinstance(got, str) or not got.strip():
            yield f"{at}: wanted some words, got {got!r}"


@frozen
class AnyOrder(Shape):
    """A list of objects in an order that nobody can know; the values of one key tell them apart."""

    items: list[dict[str, Any]]
    by: str

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        if not isinstance(got, list) or not all(isinstance(each, dict) and self.by in each for each in got):
            yield f"{at}: wanted objects with {self.by}, got {got!r}"
            return

        def order(each: dict[str, Any]) -> str:
            return str(each[self.by])

        yield from differences(sorted(self.items, key=order), sorted(got, key=order), known, at)


@frozen
class Jwt(Shape):
    """Three dotted parts, whatever is in them."""

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        if not isinstance(got, str) or not JWT.fullmatch(got):
            yield f"{at}: wanted a token, got {got!r}"


@frozen
class Error(Shape):
    """An error of this code; `fields` are the paths it must name, None where it may name any."""

    code: str
    fields: frozenset[str] | None = None
    required_stage: int | None = None

    def misfits(self, got: Any, known: Known, at: str) -> Iterator[str]:
        if not isinstance(got, dict):
            yield f"{at}: wanted an error, got {got!r}"
            return
        details = got.get("details", {})
        told = {key: value for key, value in got.items() if key != "details"}
        yield from differences({"code": self.code, "message": Text()}, told, known, at)
        if not isinstance(details, dict):
            yield f"{at}.details: wanted an object, got {details!r}"
            return
        if self.fields is not None and details.keys() != self.fields:
            yield f"{at}.details: wanted the fields {sorted(self.fields)}, got {details!r}"
        if self.required_stage is not None:
            yield from differences(self.required_stage, details.get("requiredStage"), known, f"{at}.requiredStage")
        printed = json.dumps(details, ensure_ascii=False)
        yield from (f"{at}.details: repeats a person's words: {printed}" for words in known.private if words in printed)


@frozen
class Answer:
    """What one call must be answered with."""

    status: int
    body: Any


def when(tick: int | None) -> When | None:
    """A moment, or null."""
    return None if tick is None else When(tick)


def fine(data: Any, status: int = 200) -> Answer:
    """An answer in the envelope of success."""
    return Answer(status, {"success": True, "data": data})


def refused(status: int, code: str, fields: frozenset[str] | None = None, stage: int | None = None) -> Answer:
    """An answer in the envelope of failure."""
    return Answer(status, {"success": False, "error": Error(code, fields, stage)})
