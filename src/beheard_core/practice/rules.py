"""Rules that only the fields of practice have: numbers, ids, and things by name.

Source: the contract's *Validation*.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from beheard_core.errors import Violation
from beheard_core.fields import Rule, Text, described, key_path, several, text

MOST_ROWS = 1000
MOST_CHARACTERS = 10_000
HIGHEST = 100
LONGEST_NAME = 200
_ID = r"[A-Za-z0-9_-]{1,128}"
_EXACT = 2**53
_DEEPEST = 20
_NAME = Text("A name", 1, LONGEST_NAME, trimmed=False)


@frozen
class Number(Rule):
    """A finite number, from ``low`` to ``high`` where there are such bounds; a boolean is none."""

    low: float | None = None
    high: float | None = None

    def problem(self, value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_finite(value):
            return "must be a finite number"
        if self.low is not None and value < self.low and self.high is None:
            return f"must be at least {self.low}"
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            return f"must be from {self.low} to {self.high}"
        return None

    def schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.low, "maximum": self.high}
        return {"description": self.doc, **{name: bound for name, bound in bounds.items() if bound is not None}}


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float can be
        return False


@frozen
class Count(Rule):
    """A whole number from 0 to the largest that every program can read back exactly, 2 to the power of 53."""

    def problem(self, value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be a whole number"
        return None if 0 <= value <= _EXACT else f"must be from 0 to {_EXACT}"

    def schema(self) -> dict[str, Any]:
        return {"description": self.doc, "minimum": 0, "maximum": _EXACT}


@frozen
class Ref(Rule):
    """An id: 1 to 128 letters, digits, hyphens and underscores."""

    def problem(self, value: object) -> str | None:
        if isinstance(value, str) and re.fullmatch(_ID, value):
            return None
        return "must be 1 to 128 letters, digits, hyphens or underscores"

    def schema(self) -> dict[str, Any]:
        return {"description": self.doc, "pattern": f"^{_ID}$"}


@frozen
class ByName(Rule):
    """Up to ``most`` things by their names; each thing is as ``each`` has it, where its own class does not say."""

    each: Rule | None = None
    most: int = MOST_ROWS
    least: int = 0

    def problem(self, value: object) -> str | None:
        if not isinstance(value, Mapping):
            return "must be a JSON object"
        if not self.least <= len(value) <= self.most:
            return f"must have {self.least} to {self.most} entries"
        if any(_NAME.problem(each) or not each.strip() for each in value):
            return f"must have names of 1 to {LONGEST_NAME} characters that are not blank"
        return None

    def parts(self, value: Any) -> Iterable[Violation]:
        problems = {name: self.each.problem(each) for name, each in value.items()} if self.each else {}
        return tuple(Violation(key_path(name), problem) for name, problem in problems.items() if problem)

    def schema(self) -> dict[str, Any]:
        names = {"minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"}
        bounds = {"minProperties": self.least, "maxProperties": self.most}
        return {"description": self.doc, "propertyNames": names, **bounds}


@frozen
class Notes(Rule):
    """Any JSON object that is neither too large nor nested too deep."""

    def problem(self, value: object) -> str | None:
        if not isinstance(value, Mapping):
            return "must be a JSON object"
        if _is_deeper(value, _DEEPEST):
            return f"must not be nested deeper than {_DEEPEST}"
        return None if len(repr(value)) <= MOST_CHARACTERS else f"must have at most {MOST_CHARACTERS} characters"


def _is_deeper(value: object, than: int) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else None
    return inner is not None and (than == 0 or any(_is_deeper(each, than - 1) for each in inner))


def number(doc: str, *, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """Describe a field with a finite number."""
    return described(Number(doc, low, high))


def score(doc: str) -> dict[str, Any]:
    """Describe a field with a number from 0 to 100."""
    return number(doc, low=0, high=HIGHEST)


def count(doc: str) -> dict[str, Any]:
    """Describe a field with a whole number that is not negative."""
    return described(Count(doc))


def ref(doc: str) -> dict[str, Any]:
    """Describe a field with an id."""
    return described(Ref(doc))


def rows(doc: str) -> dict[str, Any]:
    """Describe a field with up to 1000 rows."""
    return several(doc, least=0, most=MOST_ROWS)


def words(doc: str) -> dict[str, Any]:
    """Describe a field with up to 10,000 characters of text, not blank."""
    return text(doc, most=MOST_CHARACTERS)
