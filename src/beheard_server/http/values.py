"""Strict reading of what has parts or a form: numbers, things by name."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args, get_origin

from cattrs import Converter

from beheard_core import Violation
from beheard_core.fields import key_path
from beheard_server.http.wrongs import Wrong

_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)


def teach_values(converter: Converter) -> None:
    """Let a converter read mappings strictly."""
    converter.register_structure_hook_factory(_is_mapping, lambda cls: _mapping(get_args(cls)[1], converter))


def number(value: object, _: object) -> float:
    """Read a number of JSON.

    Raises:
        Wrong: it is none, or not finite.
    """
    if type(value) not in (int, float) or not math.isfinite(float(value)):  # type: ignore[arg-type]
        raise Wrong.because("must be a finite number")
    return float(value)  # type: ignore[arg-type]  # it is one of the two


def number_in_text(value: object, _: object) -> float:
    """Read a number that is written out in decimal digits.

    Raises:
        Wrong: it is none.
    """
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise Wrong.because("must be a number")
    return float(value)


def _is_mapping(cls: object) -> bool:
    return get_origin(cls) is Mapping


def _mapping(item: Any, converter: Converter) -> Callable[[object, object], Mapping[str, object]]:
    def structure(value: object, _: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise Wrong.because("must be a JSON object")
        if item is Any:
            return value
        found = {}
        violations: list[Violation] = []
        for key, each in value.items():
            try:
                found[key] = converter.structure(each, item)
            except Wrong as wrong:
                violations.extend(wrong.under(key_path(key)))
        if violations:
            raise Wrong(tuple(violations))
        return found

    return structure
