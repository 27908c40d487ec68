"""JSON Schema, made straight from attrs classes: the one source of every shape in the OpenAPI document.

A field's rule gives its limits and its text, its type the rest. In a request, a field with a default may be left out or
be null; in a reply, a field whose default is None may be absent, and any other is always there.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum, IntEnum
from typing import Any, Literal, get_args, get_origin

from attrs import Attribute, Factory, define, fields, has, resolve_types

from beheard_core.fields import Pattern, Several, Text, rule_of
from beheard_server.http.reading import is_union, may_be_absent
from beheard_server.http.wire import Wire

Schema = dict[str, Any]

_PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Any: {},
}
_SEVERAL: dict[object, tuple[str, str, int]] = {
    tuple: ("array", "items", 0),
    Mapping: ("object", "additionalProperties", 1),
}
_BLANK: Schema = {"pattern": r"^\s*$"}


@define
class Schemas:
    """Schemas of one wire; every attrs class becomes a component, handed to ``publish`` the first time it is met."""

    wire: Wire
    publish: Callable[[str, Schema], None]
    _names: dict[tuple[type, bool], str] = Factory(dict)
    _known: set[str] = Factory(set)

    def of(self, cls: Any, *, request: bool) -> Schema:
        """Give the schema of a type; an attrs class becomes a reference."""
        if has(cls):
            return self._reference(cls, request=request)
        if isinstance(cls, type) and issubclass(cls, Enum):
            kind = "integer" if issubclass(cls, IntEnum) else "string"
            return {"type": kind, "enum": [each.value for each in cls]}
        if is_union(cls):
            return self._union(get_args(cls), request=request)
        if get_origin(cls) is Literal:
            return {"const": get_args(cls)[0]}
        if get_origin(cls) in _SEVERAL:
            kind, parts, which = _SEVERAL[get_origin(cls)]
            return {"type": kind, parts: self.of(get_args(cls)[which], request=request)}
        return dict(_PLAIN[cls])

    def _union(self, members: tuple[Any, ...], *, request: bool) -> Schema:
        schemas = [self.of(each, request=request) for each in members if each is not type(None)]
        if type(None) not in members:
            return {"oneOf": schemas}
        (schema,) = schemas
        if "$ref" in schema:
            return {"oneOf": [schema, {"type": "null"}]}
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
        if request and schema == _PLAIN[datetime]:
            return {"type": ["string", "null"], "anyOf": [{"format": "date-time"}, _BLANK]}
        return {**schema, "type": [schema["type"], "null"]}

    def _reference(self, cls: type[Any], *, request: bool) -> Schema:
        if (cls, request) not in self._names:
            self._names[cls, request] = self._published(cls, request=request)
        return {"$ref": f"#/components/schemas/{self._names[cls, request]}"}

    def _published(self, cls: type[Any], *, request: bool) -> str:
        """Give the name of a class's component; what is both sent and shown has two, for they may differ."""
        schema, name = self._component(cls, request=request), cls.__name__
        if name in self._known:
            name += "Sent" if request else "Shown"
        self._known.add(name)
        self.publish(name, schema)
        return name

    def _component(self, cls: type[Any], *, request: bool) -> Schema:
        schema = self._object(cls, request=request)
        short: str | None = getattr(cls, "shorthand", None)
        if short is None:
            return schema
        return {"description": _first_line(cls), "oneOf": [schema["properties"][short], schema]}

    def _object(self, cls: type[Any], *, request: bool) -> Schema:
        resolve_types(cls)
        properties: dict[str, Schema] = {}
        required: list[str] = []
        for attribute in fields(cls):
            name = self.wire.name(attribute.name)
            kind = attribute.type
            if not (may_be_absent(attribute) if request else attribute.default is None):
                required.append(name)
            elif not request:
                kind = _without_none(kind)
            properties[name] = _limited(self.of(kind, request=request), attribute)
        schema: Schema = {"type": "object", "description": _first_line(cls), "properties": properties}
        return {**schema, "required": required} if required else schema


def _limited(schema: Schema, attribute: "Attribute[Any]") -> Schema:
    rule = rule_of(attribute)
    if isinstance(rule, Several) and rule.each is not None:
        words = {key: value for key, value in rule.each.schema().items() if key != "description"}
        schema = {**schema, "items": {**schema["items"], **words, "not": _BLANK}}
    return {**schema, **limits(attribute)}


def limits(attribute: "Attribute[Any]") -> Schema:
    """Give what the rule of a field adds to its type; a text that may not be left out may not be blank either."""
    rule = rule_of(attribute)
    if rule is None:
        return {}
    schema = rule.schema()
    if isinstance(rule, Pattern):
        schema["pattern"] = rf"^\s*(?:{rule.pattern})?\s*$"
    if isinstance(rule, Text) and rule.trimmed and not may_be_absent(attribute):
        schema["not"] = _BLANK
    return schema


def _without_none(cls: Any) -> Any:
    (kind,) = (each for each in get_args(cls) if each is not type(None))
    return kind


def _first_line(cls: type[Any]) -> str:
    return (cls.__doc__ or "").strip().split("\n")[0]
