"""What has been said in a session: on its channel, in what both can read, and beside an act."""

import json
from typing import Any

from beheard_core.mediation import Stage
from beheard_server.store import Store
from tests.server.client import Api
from tests.server.people import Couple, Person, granted


def id_of(path: str) -> str:
    """Give the id that a path ends with."""
    return path.rpartition("/")[2]


def events_of(store: Store, session: str) -> list[tuple[str, dict[str, Any]]]:
    """Give the names of a session's events and what its channel carries of each, oldest first."""
    with store.snapshot() as unit:
        recorded = unit.outbox.of_session(id_of(session), limit=100_000)
    return [(each.name, json.loads(each.body)) for each in recorded]


def published(api: Api, session: str) -> list[tuple[str, dict[str, Any]]]:
    """Give a session's events as a server has kept them."""
    return events_of(api.shell.store, session)


def notes(api: Api, session: str, owner: Person) -> list[tuple[str, str]]:
    """Give what somebody said beside acts, as only the store knows it."""
    kept = api.shell.read(lambda unit: unit.words.notes(id_of(session), owner=owner.id))
    return [(note.value, text) for note, text in kept]


def readable(couple: Couple) -> list[Any]:
    """Give everything that the two can read, each from their own side."""
    below = ["", "/progress", "/compact/status", *(f"/stages/{stage.value}/gates" for stage in Stage)]
    paths = ["/auth/me", "/sessions", *(couple.session + each for each in below)]
    return [granted(person.get(path)) for person in (couple.ada, couple.ben) for path in paths]
