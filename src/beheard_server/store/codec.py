"""How values are written down: sessions and events as JSON, with the shape's number beside them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from attrs import fields, has
from cattrs import Converter, override
from cattrs.gen import make_dict_unstructure_fn

from beheard_core.accounts import Role
from beheard_core.mediation import Session
from beheard_core.mediation.events import SessionEvent

SESSION_SCHEMA = 2


def write_attrs(converter: Converter, *, name: Callable[[str], str], leave_out: Callable[[object], bool]) -> Converter:
    """Let a converter write attrs classes: fields under the names that ``name`` gives them.

    A field whose default satisfies ``leave_out`` is not written while it has that default.
    """

    def writer(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
        settings: dict[str, Any] = {
            each.name: override(rename=name(each.name), omit_if_default=leave_out(each.default)) for each in fields(cls)
        }
        return make_dict_unstructure_fn(cls, converter, **settings)

    converter.register_unstructure_hook_factory(has, writer)
    return converter


_facts = write_attrs(
    Converter(detailed_validation=False), name=str, leave_out=lambda default: default is None or default == ()
)
_facts.register_unstructure_hook(datetime, datetime.isoformat)
_facts.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))


def session_to_json(session: Session) -> bytes:
    """Write a session's facts."""
    return orjson.dumps({"schema": SESSION_SCHEMA, **_facts.unstructure(session)})


def session_from_json(body: bytes) -> Session:
    """Read a session's facts, whichever schema they were written in."""
    raw = orjson.loads(body)
    # Schema 2 has added what stages 3 and 4 are made of, all of which may be absent.
    if raw.pop("schema") > SESSION_SCHEMA:
        raise ValueError("This session was written by a newer version of BeHeard.")
    return _facts.structure(raw, Session)


def roles_to_text(roles: frozenset[Role]) -> str:
    """Write roles as names with commas between them."""
    return ",".join(sorted(roles))


def roles_from_text(text: str) -> frozenset[Role]:
    """Read roles."""
    return frozenset(map(Role, filter(None, text.split(","))))


def event_to_json(event: SessionEvent) -> bytes:
    """Write an event as its channel carries it: camelCase keys, whole seconds, null where the moment is private."""
    return orjson.dumps(_channel.unstructure(event))


def without_words(body: bytes, *, actor: str) -> bytes:
    """Give an event as its channel carries it without what ``actor`` wrote, which is the reason of a pause."""
    event = orjson.loads(body)
    if event["actorId"] != actor or event.get("reason") is None:
        return body
    return orjson.dumps({**event, "reason": None})


def camel(name: str) -> str:
    """Turn ``feel_heard_at`` into ``feelHeardAt``."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def milliseconds(moment: datetime) -> str:
    """Print a UTC time as ISO 8601 to the millisecond, ending in Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def whole_seconds(moment: datetime) -> str:
    """Print a UTC time as ISO 8601 to the second, ending in Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def as_exact_as_it_is(moment: datetime) -> str:
    """Print a UTC time as ISO 8601, to the millisecond or the microsecond where the second is not whole."""
    exact = "auto" if moment.microsecond % 1000 else "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=exact).replace("+00:00", "Z")


_channel = write_attrs(Converter(), name=camel, leave_out=lambda _: False)
_channel.register_unstructure_hook(datetime, whole_seconds)
