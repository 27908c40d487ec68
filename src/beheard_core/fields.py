"""A field's rule and its documentation, said once.

``name: str = field(**text("Your name", most=100))`` gives an attrs field that trims what it is given, is checked by
:func:`validate`, and describes itself as JSON Schema to whoever reads :func:`rule_of`.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from attrs import Attribute, field, fields, frozen, has

from beheard_core.errors import Invalid, Violation

REQUIRED = "is required"
_RULE = "beheard.rule"
_LONGEST_KEY = 200
# What is trimmed: Unicode's White_Space, for which the patterns below say \s (readers differ a little in that).
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@frozen
class Rule:
    """What a value of one field must be; ``doc`` says what the field is for."""

    doc: str

    def clean(self, value: Any) -> Any:
        """Give the value in the form in which it is judged and kept; a blank text counts as missing (None)."""
        return value

    def problem(self, value: object) -> str | None:
        """Say what is wrong with the cleaned value, or None."""
        return None

    def parts(self, value: Any) -> Iterable[Violation]:
        """Say what is wrong with the parts of a value that is right as a whole, by their paths within it."""
        return ()

    def schema(self) -> dict[str, Any]:
        """Give the JSON Schema keywords of this rule, without the type of the field."""
        return {"description": self.doc}


@frozen
class Text(Rule):
    """A string of ``least`` to ``most`` characters, counted after trimming where it is trimmed."""

    least: int = 1
    most: int = 200
    trimmed: bool = True

    def clean(self, value: Any) -> Any:
        if not (self.trimmed and isinstance(value, str)):
            return value
        return value.strip(_SPACE) or None

    def problem(self, value: object) -> str | None:
        if not isinstance(value, str):
            return "must be text"
        if "\0" in value or not _is_well_formed(value):
            return "must not contain NUL characters or halves of characters"
        if not self.least <= len(value) <= self.most:
            return f"must have {self.least} to {self.most} characters"
        return None

    def schema(self) -> dict[str, Any]:
        if not self.trimmed:
            return {"description": self.doc, "minLength": self.least, "maxLength": self.most}
        words = rf"\S(?:[\s\S]{{{max(0, self.least - 2)},{max(0, self.most - 2)}}}\S){'' if self.least > 1 else '?'}"
        return {
            "description": f"{self.doc} (at most {self.most} characters; surrounding white space does not count)",
            "pattern": rf"^\s*(?:{words})?\s*$" if self.least == 1 else rf"^\s*{words}\s*$",
        }


def _is_well_formed(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


@frozen
class Pattern(Text):
    """A text of a given form, which ``form`` names for people."""

    pattern: str = ""
    form: str = ""

    def problem(self, value: object) -> str | None:
        problem = Text.problem(self, value)
        if problem is None and not re.fullmatch(self.pattern, str(value)):
            return f"must be {self.form}"
        return problem

    def schema(self) -> dict[str, Any]:
        return {"description": f"{self.doc} ({self.form}, at most {self.most} characters)"}


@frozen
class Email(Pattern):
    """An e-mail address; how strictly its parts are judged is the caller's business."""


@frozen
class Phone(Pattern):
    """A telephone number in E.164 form; whether a country has such numbers is the caller's business."""


@frozen
class Zone(Pattern):
    """The IANA name of a time zone; which names there are is the caller's business."""


@frozen
class Whole(Rule):
    """An integer from ``low`` to ``high``; a boolean is none."""

    low: int = 0
    high: int = 2**53

    def problem(self, value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be a whole number"
        if not self.low <= value <= self.high:
            return f"must be from {self.low} to {self.high}"
        return None

    def schema(self) -> dict[str, Any]:
        return {"description": self.doc, "minimum": self.low, "maximum": self.high}


@frozen
class Several(Rule):
    """A tuple of ``least`` to ``most`` things; texts among them are judged by ``each``, and may have to differ."""

    least: int = 1
    most: int = 1000
    each: Text | None = None
    unique: bool = False

    def clean(self, value: Any) -> Any:
        if self.each is None or not isinstance(value, tuple):
            return value
        return tuple(self.each.clean(entry) for entry in value)

    def problem(self, value: object) -> str | None:
        if not isinstance(value, tuple):
            return "must be a list"
        if not self.least <= len(value) <= self.most:
            return f"must have {self.least} to {self.most} entries"
        problems = (self._problem_of(self.each, entry) for entry in value if self.each is not None)
        problem = next((f"has an entry that {problem}" for problem in problems if problem is not None), None)
        # Only what was judged can be told apart: anything else may not even have a hash.
        if problem is None and self.unique and len(set(value)) < len(value):
            return "must not hold an entry twice"
        return problem

    @staticmethod
    def _problem_of(rule: Text, entry: object) -> str | None:
        return "is blank" if entry is None else rule.problem(entry)

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"description": self.doc, "minItems": self.least, "maxItems": self.most}
        return {**schema, "uniqueItems": True} if self.unique else schema


@frozen
class Moment(Rule):
    """A point in time that says how far its clock is from UTC."""

    def problem(self, value: object) -> str | None:
        is_moment = isinstance(value, datetime) and value.utcoffset() is not None
        return None if is_moment else "must be a time with an offset from UTC"


@frozen
class Flag(Rule):
    """True or false, and nothing that merely looks like it."""

    def problem(self, value: object) -> str | None:
        return None if isinstance(value, bool) else "must be true or false"


@frozen
class Day(Rule):
    """A date of the calendar, without a time."""

    def problem(self, value: object) -> str | None:
        return None if isinstance(value, date) and not isinstance(value, datetime) else "must be a date"


def text(doc: str, *, most: int, least: int = 1, trimmed: bool = True) -> dict[str, Any]:
    """Describe a text field of ``least`` to ``most`` characters."""
    return described(Text(doc, least, most, trimmed))


def email(doc: str) -> dict[str, Any]:
    """Describe an e-mail address: one ``@``, something on either side, no white space, at most 254 characters."""
    return described(Email(doc, most=254, pattern=r"[^@\s]+@[^@\s]+", form="an e-mail address"))


def phone(doc: str) -> dict[str, Any]:
    """Describe a telephone number as ITU-T E.164 writes it: ``+`` and up to 15 digits."""
    return described(Phone(doc, most=16, pattern=r"\+[1-9][0-9]{6,14}", form="a telephone number in E.164 form"))


def zone(doc: str) -> dict[str, Any]:
    """Describe a time zone by its IANA name, such as ``Africa/Cairo``."""
    part = r"[A-Za-z0-9_+-]+"
    return described(Zone(doc, most=64, pattern=rf"{part}(?:/{part})*", form="an IANA time zone"))


def ident(doc: str, *, most: int = 200) -> dict[str, Any]:
    """Describe an opaque id, or another text that only its maker understands."""
    return described(Text(doc, most=most))


def whole(doc: str, *, low: int, high: int) -> dict[str, Any]:
    """Describe an integer field from ``low`` to ``high``."""
    return described(Whole(doc, low, high))


def several(doc: str, *, least: int = 1, most: int) -> dict[str, Any]:
    """Describe a field with ``least`` to ``most`` things in a tuple."""
    return described(Several(doc, least, most))


def texts(doc: str, *, least: int = 1, most: int, longest: int, unique: bool = False) -> dict[str, Any]:
    """Describe a field with ``least`` to ``most`` texts in a tuple, each of at most ``longest`` characters."""
    return described(Several(doc, least, most, Text("", most=longest), unique))


def moment(doc: str) -> dict[str, Any]:
    """Describe a point in time."""
    return described(Moment(doc))


def flag(doc: str) -> dict[str, Any]:
    """Describe a boolean field."""
    return described(Flag(doc))


def day(doc: str) -> dict[str, Any]:
    """Describe a date, as RFC 3339 writes it."""
    return described(Day(doc))


def described(rule: Rule) -> dict[str, Any]:
    """Describe a field by a rule of one's own."""
    return {"converter": rule.clean, "metadata": {_RULE: rule}}


def rule_of(attribute: "Attribute[Any]") -> Rule | None:
    """Give the rule that a field was described with, if it was."""
    rule: Rule | None = attribute.metadata.get(_RULE)
    return rule


@runtime_checkable
class Ruled(Protocol):
    """A class with a rule over several of its fields."""

    def broken_rules(self) -> Iterable[Violation]:
        """Say what is wrong with the fields together, each being right by itself."""


def validate(thing: object) -> tuple[Violation, ...]:
    """List every rule that an attrs value and what lies inside it breaks; nothing broken gives ``()``.

    Values in tuples are looked into as well, and named like ``rows[2].stage``. A field whose default is None may be
    None. Rules over several fields (:class:`Ruled`) are asked once every field is right by itself.
    """
    return tuple(_violations(thing, ""))


def check(thing: object) -> None:
    """Let a valid value pass.

    Raises:
        Invalid: with every violation that :func:`validate` finds.
    """
    if violations := validate(thing):
        raise Invalid(violations)


def _violations(thing: object, path: str) -> Iterator[Violation]:
    if isinstance(thing, tuple):
        for index, item in enumerate(thing):
            yield from _violations(item, f"{path}[{index}]")
    elif isinstance(thing, Mapping):
        for key, item in thing.items():
            yield from _violations(item, path + key_path(key))
    elif has(type(thing)):
        own = tuple(_violations_of_fields(thing, path))
        if not own and isinstance(thing, Ruled):
            own = tuple(Violation(_within(path, each.path), each.problem) for each in thing.broken_rules())
        yield from own


def _violations_of_fields(thing: Any, path: str) -> Iterator[Violation]:
    for attribute in fields(type(thing)):
        name, value = _within(path, attribute.name), getattr(thing, attribute.name)
        problem = field_problem(attribute, value)
        if problem is not None:
            yield Violation(name, problem)
        else:
            yield from (Violation(f"{name}{each.path}", each.problem) for each in field_parts(attribute, value))
            yield from _violations(value, name)


def _within(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def repeated(path: str, key: str, ids: Sequence[str]) -> Iterator[Violation]:
    """Say which entries of a list of things name, by ``key``, what an entry before them has named."""
    for place, each in enumerate(ids):
        if each in ids[:place]:
            yield Violation(f"{path}[{place}].{key}", "must not be named twice")


def require_known(ids: Iterable[str], known: Collection[str], *, path: str, problem: str) -> None:
    """Let a list of ids pass that are all known; ``path`` says where each stands, with ``{}`` for its place.

    Raises:
        Invalid: with every id that is not.
    """
    unknown = (Violation(path.format(place), problem) for place, each in enumerate(ids) if each not in known)
    if violations := tuple(unknown):
        raise Invalid(violations)


def field_problem(attribute: "Attribute[Any]", value: object) -> str | None:
    """Say what is wrong with a field's cleaned value, or None."""
    rule = rule_of(attribute)
    if rule is None:
        return None
    if value is None:
        return None if attribute.default is None else REQUIRED
    return rule.problem(value)


def field_parts(attribute: "Attribute[Any]", value: object) -> Iterable[Violation]:
    """Say what is wrong with the parts of a field's cleaned value, which is right as a whole."""
    rule = rule_of(attribute)
    return () if rule is None or value is None else rule.parts(value)


def key_path(key: object) -> str:
    """Give the step of a path that leads to what has this name in a mapping: ``["Empathy"]``; a long one is cut."""
    name = str(key)
    shown = name if len(name) <= _LONGEST_KEY else f"{name[:_LONGEST_KEY]}\u2026"
    return f"[{json.dumps(shown, ensure_ascii=False)}]"


__all__ = [
    "REQUIRED",
    "Day",
    "Email",
    "Flag",
    "Moment",
    "Pattern",
    "Phone",
    "Rule",
    "Ruled",
    "Several",
    "Text",
    "Whole",
    "Zone",
    "check",
    "day",
    "described",
    "email",
    "field",
    "field_parts",
    "field_problem",
    "flag",
    "ident",
    "key_path",
    "moment",
    "phone",
    "repeated",
    "require_known",
    "rule_of",
    "several",
    "text",
    "texts",
    "validate",
    "whole",
    "zone",
]
