"""A room with a clock to turn, and Ana in it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.focus.timers import Person, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with closing(Room(tmp_path)) as room:
        yield room


@pytest.fixture
def ana(room: Room) -> Person:
    return room.person()


@pytest.fixture
def ben(room: Room) -> Person:
    return room.person("ben")
