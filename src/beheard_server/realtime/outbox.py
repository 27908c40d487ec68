"""A session's events, as one of its two people may read them."""

from collections.abc import Mapping
from typing import Any

import orjson
from attrs import frozen

from beheard_core import Invalid, Violation
from beheard_core.mediation.standing import sides
from beheard_server.shell import load
from beheard_server.store import Recorded, Unit

_UNKNOWN = Invalid((Violation("after", "is not an event of this session"),))


@frozen
class ChannelEvent:
    """An event: its id, its name, and what the session's channel carries of it."""

    id: str
    name: str
    data: Mapping[str, Any]


@frozen
class ChannelEvents:
    """Some of a session's events, oldest first; ``hasMore`` when there are more behind the last."""

    events: tuple[ChannelEvent, ...]
    has_more: bool


def require_listener(unit: Unit, session_id: str, person: str) -> None:
    """Let only the two people of a session listen to it.

    Raises:
        NotFound: there is no such session.
        Forbidden: ``person`` is not a participant.
    """
    sides(load(unit, session_id).value, person)


def place_behind(unit: Unit, session_id: str, event_id: str | None) -> int:
    """Give the place behind an event, or before the first.

    Raises:
        Invalid: it is not an event of this session.
    """
    if event_id is None:
        return 0
    place = unit.outbox.place_of(session_id, event_id)
    if place is None:
        raise _UNKNOWN
    return place


def events_behind(unit: Unit, session_id: str, *, after: int, limit: int) -> ChannelEvents:
    """Give the events behind a place."""
    found = unit.outbox.of_session(session_id, after=after, limit=limit + 1)
    return ChannelEvents(tuple(_shown(each) for each in found[:limit]), len(found) > limit)


def _shown(recorded: Recorded) -> ChannelEvent:
    return ChannelEvent(recorded.id, recorded.name, orjson.loads(recorded.body))
