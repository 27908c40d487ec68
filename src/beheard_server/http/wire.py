"""The attrs classes on the wire: how names and times are written, in both directions."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from attrs import define
from cattrs import Converter

from beheard_server.http.reading import read, strict_converter
from beheard_server.store.codec import camel, milliseconds, whole_seconds, write_attrs

T = TypeVar("T")


def _replies(moment: Callable[[datetime], str]) -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, moment)
    return converter


@define
class Wire:
    """One way of writing: how names and times look, in both directions."""

    name: Callable[[str], str]
    moment: Callable[[datetime], str]
    _bodies: Converter
    _queries: Converter
    _replies: Converter

    @classmethod
    def of(cls, name: Callable[[str], str], moment: Callable[[datetime], str]) -> "Wire":
        """Make the converters for a way of writing."""
        return cls(
            name,
            moment,
            strict_converter(name, strings=False),
            strict_converter(name, strings=True),
            write_attrs(_replies(moment), name=name, leave_out=lambda default: default is None),
        )

    def read_body(self, value: object, cls: type[T]) -> T:
        """Read a parsed JSON value.

        Raises:
            Invalid: with every violation, by its path on the wire.
        """
        return read(self._bodies, value, cls)

    def read_strings(self, values: Mapping[str, str], cls: type[T]) -> T:
        """Read what a query or a path gives, where everything is a string.

        Raises:
            Invalid: with every violation, by its path on the wire.
        """
        return read(self._queries, dict(values), cls)

    def write(self, reply: object) -> Any:
        """Give a reply as plain data; a field whose default is None is left out while it is None."""
        return self._replies.unstructure(reply)

    def path(self, path: str) -> str:
        """Give a path that names fields as Python does in the names of this wire."""
        return ".".join(self.name(step) for step in path.split("."))


@cache
def camel_wire() -> Wire:
    """Write camelCase and whole seconds: mediation, accounts."""
    return Wire.of(camel, whole_seconds)


@cache
def snake_wire() -> Wire:
    """Write snake_case and milliseconds: the catalogue of academic stages."""
    return Wire.of(str, milliseconds)


@cache
def plain_wire() -> Wire:
    """Write snake_case and whole seconds, and ``from_`` without its underscore: focus sessions."""
    return Wire.of(lambda name: name.removesuffix("_"), whole_seconds)
