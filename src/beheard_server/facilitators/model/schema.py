"""The form of an answer: the JSON Schema that the model is given, and the strict reading of what it fills in.

Both are made from the attrs class and the rules of its fields. Nothing is coerced, and nothing is let pass that the
schema does not name, because what comes back was made by something that had read what strangers wrote.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from attrs import NOTHING, fields, has, resolve_types
from cattrs import Converter

from beheard_core.fields import Several, Text, rule_of, validate
from beheard_server.facilitators.model.refusals import Refused

T = TypeVar("T")
Schema = dict[str, Any]

_PLAIN: dict[object, Schema] = {bool: {"type": "boolean"}, float: {"type": "number"}, str: {"type": "string"}}


def schema_of(cls: Any) -> Schema:
    """Give the JSON Schema of an attrs class, or of the type of one of its fields."""
    if has(cls):
        return _object(cls)
    if isinstance(cls, type) and issubclass(cls, StrEnum):
        return {"type": "string", "enum": [each.value for each in cls]}
    if get_origin(cls) in (Union, UnionType):
        (inner,) = (each for each in get_args(cls) if each is not type(None))
        return {"anyOf": [schema_of(inner), {"type": "null"}]}
    if get_origin(cls) is tuple:
        return {"type": "array", "items": schema_of(get_args(cls)[0])}
    return dict(_PLAIN[cls])


def _object(cls: type[Any]) -> Schema:
    resolve_types(cls)
    properties = {each.name: _limited(schema_of(each.type), rule_of(each)) for each in fields(cls)}
    required = [each.name for each in fields(cls) if each.default is NOTHING]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _limited(schema: Schema, rule: object) -> Schema:
    match rule:
        case Text():
            place = schema["anyOf"][0] if "anyOf" in schema else schema
            place |= {"minLength": rule.least, "maxLength": rule.most}
            schema["description"] = rule.doc
        case Several():
            schema |= {"description": rule.doc, "minItems": rule.least, "maxItems": rule.most}
            schema["items"] = _limited(schema["items"], rule.each)
    return schema


def read_answer(value: object, cls: type[T]) -> T:
    """Read what the model has filled in.

    Raises:
        Refused: it is not of the form, in whatever way.
    """
    _learn(cls)  # type: ignore[arg-type]  # a class can be hashed, whatever it is a class of
    try:
        answer = _CONVERTER.structure(value, cls)
    except Exception:  # noqa: BLE001  cattrs raises as many classes as there are ways to be wrong
        answer = None
    # The reason is not kept: texts of errors repeat what they are about.
    if answer is None or validate(answer):
        raise Refused("form")
    return answer


def _exactly(*kinds: type) -> Callable[[object, object], Any]:
    def structure(value: object, _: object) -> Any:
        if type(value) not in kinds:
            raise TypeError
        return value

    return structure


def _tuple(cls: Any) -> Callable[[object, object], tuple[Any, ...]]:
    inner = get_args(cls)[0]

    def structure(value: object, _: object) -> tuple[Any, ...]:
        if type(value) is not list:
            raise TypeError
        return tuple(_CONVERTER.structure(each, inner) for each in value)

    return structure


def _is_tuple(cls: object) -> bool:
    return get_origin(cls) is tuple


@cache
def _learn(cls: type[Any]) -> None:
    """Teach the converter the enums within a class: each by itself, because it would take one of texts for a text."""
    resolve_types(cls)
    for attribute in fields(cls):
        for leaf in (attribute.type, *get_args(attribute.type)):
            if isinstance(leaf, type) and issubclass(leaf, StrEnum):
                _CONVERTER.register_structure_hook(leaf, _choice)
            elif isinstance(leaf, type) and has(leaf):
                _learn(leaf)


def _choice(value: object, cls: type[StrEnum]) -> StrEnum:
    return cls(_exactly(str)(value, None))


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_structure_hook(str, _exactly(str))
    converter.register_structure_hook(bool, _exactly(bool))
    converter.register_structure_hook(float, _exactly(float, int))
    converter.register_structure_hook_factory(_is_tuple, _tuple)
    return converter


_CONVERTER = _converter()
