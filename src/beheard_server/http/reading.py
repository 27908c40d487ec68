"""Strict reading of bodies, queries and paths into attrs classes.

Nothing is coerced, and every text of an error is our own, because a library's texts repeat the input.
"""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import Enum, IntEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import orjson
from attrs import NOTHING, Attribute, fields, has, resolve_types
from cattrs import Converter

from beheard_core import Invalid, Violation, check
from beheard_core.fields import REQUIRED, Ruled, field_parts, field_problem, rule_of
from beheard_server.http.addresses import address_problem
from beheard_server.http.values import number, number_in_text, teach_values
from beheard_server.http.wrongs import Wrong
from beheard_server.http.zones import zone_problem

T = TypeVar("T")
_MOST_DIGITS = 18
# What RFC 3339 calls date-time, of which Python reads a little more, but for a leap second.
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_MOMENT = re.compile(rf"\d{{4}}-\d\d-\d\dT{_CLOCK}:[0-5]\d(?:\.\d+)?(?:Z|[+-]{_CLOCK})", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def parse_json(body: bytes) -> object:
    """Read JSON as the standard has it, and nothing that two readers could understand differently.

    Raises:
        Invalid: it is not JSON, repeats a key, or holds what no other program could read back (a lone surrogate, a
            number out of range, nesting without end).
    """
    try:
        value = orjson.loads(body)
        json.loads(body, object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError):
        raise Invalid((Violation("body", "must be JSON, each key once"),)) from None
    return value


def _no_repeats(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError


def _strict(kind: type, problem: str) -> Callable[[object, object], object]:
    def structure(value: object, _: object) -> object:
        if type(value) is not kind:
            raise Wrong.because(problem)
        return value

    return structure


def _enum(cls: type[Enum], *, strings: bool) -> Callable[[object, object], Enum]:
    kind = int if issubclass(cls, IntEnum) and not strings else str
    members = {kind(each.value): each for each in cls}
    choices = ", ".join(map(str, members))

    def structure(value: object, _: object) -> Enum:
        if type(value) is not kind or value not in members:
            raise Wrong.because(f"must be one of {choices}")
        return members[value]

    return structure


def _optional(cls: Any, converter: Converter) -> Callable[[object, object], object]:
    (inner,) = (each for each in get_args(cls) if each is not type(None))
    if inner is datetime:
        return lambda value, _: None if _is_blank(value) else converter.structure(value, inner)
    return lambda value, _: None if value is None else converter.structure(value, inner)


def _is_blank(value: object) -> bool:
    # What is blank counts as missing; texts see to that by their rule.
    return value is None or (isinstance(value, str) and not value.strip())


def _is_tuple(cls: object) -> bool:
    return get_origin(cls) is tuple


def _tuple(cls: Any, converter: Converter) -> Callable[[object, object], object]:
    inner = get_args(cls)[0]

    def structure(value: object, _: object) -> object:
        if not isinstance(value, list):
            raise Wrong.because("must be a list")
        found: list[object] = []
        violations: list[Violation] = []
        for place, entry in enumerate(value):
            try:
                found.append(converter.structure(entry, inner))
            except Wrong as wrong:
                violations.extend(wrong.under(f"[{place}]"))
        if violations:
            raise Wrong(tuple(violations))
        return tuple(found)

    return structure


def _moment(value: object, _: object) -> datetime:
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Wrong.because("must be a time such as 2025-03-09T20:00:00Z")


def _attrs_class(
    cls: type[Any], converter: Converter, name: Callable[[str], str], *, strings: bool
) -> Callable[[object, object], Any]:
    resolve_types(cls)
    attributes = [(each, name(each.name)) for each in fields(cls)]
    for attribute, _ in attributes:
        _teach_enums(attribute.type, converter, strings=strings)

    def structure(value: object, _: object) -> Any:
        if not isinstance(value, dict):
            raise Wrong.because("must be a JSON object")
        found: dict[str, object] = {}
        violations: list[Violation] = []
        for attribute, key in attributes:
            try:
                if key in value:
                    found[attribute.name] = _field_value(attribute, value[key], converter)
                elif not may_be_absent(attribute):
                    raise Wrong.because(REQUIRED)
            except Wrong as wrong:
                violations.extend(wrong.under(key))
        thing = None if violations else cls(**found)
        if isinstance(thing, Ruled):
            violations.extend(Violation(name(each.path), each.problem) for each in thing.broken_rules())
        if violations:
            raise Wrong(tuple(violations))
        return thing

    return structure if getattr(cls, "shorthand", None) is None else _or_short(structure, name(cls.shorthand))


def _or_short(structure: Callable[[object, object], Any], short: str) -> Callable[[object, object], Any]:
    """Read what is no object as the one field that a class has a shorthand for."""

    def structure_either(value: object, cls: object) -> Any:
        if isinstance(value, dict):
            return structure(value, cls)
        try:
            return structure({short: value}, cls)
        except Wrong as wrong:
            raise Wrong(tuple(Violation("", each.problem) for each in wrong.violations)) from None

    return structure_either


def _field_value(attribute: "Attribute[Any]", raw: object, converter: Converter) -> object:
    value = converter.structure(raw, attribute.type or object)
    rule = rule_of(attribute)
    if rule is not None:
        value = rule.clean(value)
        problem = field_problem(attribute, value) or address_problem(rule, value) or zone_problem(rule, value)
        if problem is not None:
            raise Wrong.because(problem)
        if parts := tuple(field_parts(attribute, value)):
            raise Wrong(parts)
    return value


def may_be_absent(attribute: "Attribute[Any]") -> bool:
    """Tell whether a request may leave this field out: it has a default."""
    return attribute.default is not NOTHING


def is_union(cls: object) -> bool:
    """Tell whether a type is ``X | Y``."""
    return get_origin(cls) in (Union, UnionType)


def _is_optional(cls: object) -> bool:
    return is_union(cls) and type(None) in get_args(cls)


def _from_query_int(value: object, _: object) -> int:
    text = str(value)
    if not (text.isascii() and text.removeprefix("-").isdecimal()) or len(text) > _MOST_DIGITS:
        raise Wrong.because("must be a whole number")
    return int(text)


def _from_query_bool(value: object, _: object) -> bool:
    found = {"true": True, "false": False}.get(str(value))
    if found is None:
        raise Wrong.because("must be true or false")
    return found


def _day(value: object, _: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise Wrong.because("must be a date as in 2026-02-18")


def _teach_enums(cls: Any, converter: Converter, *, strings: bool) -> None:
    # By its exact class, because cattrs would take an enum of integers for an integer.
    for leaf in (cls, *get_args(cls)):
        if isinstance(leaf, type) and issubclass(leaf, Enum):
            converter.register_structure_hook(leaf, _enum(leaf, strings=strings))


def strict_converter(name: Callable[[str], str], *, strings: bool) -> Converter:
    """Make a converter that reads attrs classes whose fields are called ``name(field)``.

    With ``strings`` it reads what a query or a path gives, where every value is a string; otherwise JSON.
    """
    converter = Converter(detailed_validation=False)
    for kind, hook in {**_TIMES, **(_STRING_HOOKS if strings else _JSON_HOOKS)}.items():
        converter.register_structure_hook(kind, hook)
    teach_values(converter)
    converter.register_structure_hook_factory(_is_optional, lambda cls: _optional(cls, converter))
    converter.register_structure_hook_factory(_is_tuple, lambda cls: _tuple(cls, converter))
    converter.register_structure_hook_factory(has, lambda cls: _attrs_class(cls, converter, name, strings=strings))
    return converter


_TEXT = _strict(str, "must be text")
_TIMES: Mapping[type, Callable[[object, object], object]] = {datetime: _moment, date: _day}
_JSON_HOOKS = {
    int: _strict(int, "must be a whole number"),
    bool: _strict(bool, "must be true or false"),
    str: _TEXT,
    float: number,
}
_STRING_HOOKS = {int: _from_query_int, bool: _from_query_bool, str: _TEXT, float: number_in_text}


def checked(thing: T) -> T:
    """Let an attrs value pass that was made by other means, by the rules that hold for a body.

    Raises:
        Invalid: with every violation, by the names of its fields.
    """
    check(thing)
    for attribute in fields(type(thing)):  # type: ignore[arg-type]  # every argument class is attrs
        rule = rule_of(attribute)
        value = getattr(thing, attribute.name)
        problem = None if rule is None else address_problem(rule, value) or zone_problem(rule, value)
        if problem is not None:
            raise Invalid((Violation(attribute.name, problem),))
    return thing


def read(converter: Converter, value: object, cls: type[T]) -> T:
    """Read a value with a strict converter.

    Raises:
        Invalid: with every violation, by its path on the wire.
    """
    try:
        return converter.structure(value, cls)
    except Wrong as wrong:
        raise Invalid(tuple(Violation(each.path or "body", each.problem) for each in wrong.violations)) from None
