"""The attrs classes on the wire: how names and times are written, in both directions."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from attrs import define
from cattrs import Converter

from beheard_server.http.reading import read, strict_converter
from beheard_server.store.codec import as_exact_as_it_is, camel, milliseconds, whole_seconds, write_attrs

T = TypeVar("T")
_EXACT = 2**53


def _replies(moment: Callable[[datetime], str], number: Callable[[float], float]) -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, moment)
    converter.register_unstructure_hook(float, number)
    return converter


def as_plain(number: float) -> float:
    """Give a number without a fraction that is none, 25 for 25.0, as far as every whole number can be told apart."""
    return int(number) if abs(number) < _EXACT and float(number).is_integer() else number


@define
class Wire:
    """One way of writing: how names and times look, in both directions."""

    name: Callable[[str], str]
    moment: Callable[[datetime], str]
    _bodies: Converter
    _queries: Converter
    _replies: Converter

    @classmethod
    def of(
        cls, name: Callable[[str], str], moment: Callable[[datetime], str], number: Callable[[float], float] = float
    ) -> "Wire":
        """Make the converters for a way of writing."""
        return cls(
            name,
            moment,
            strict_converter(name, strings=False),
            strict_converter(name, strings=True),
            write_attrs(_replies(moment, number), name=name, leave_out=lambda default: default is None),
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
        plain, quote, rest = path.partition('["')  # from here on, somebody's own names
        return ".".join(self.name(step) for step in plain.split(".")) + quote + rest


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


@cache
def exact_wire() -> Wire:
    """Write camelCase and moments as exact as they are: practice."""
    return Wire.of(camel, as_exact_as_it_is, number=as_plain)
