"""A server with nobody in it, the same with two people in a session, and every store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from beheard_server.store import Store
from beheard_server.store.memory import MemoryStore
from beheard_server.store.sqlite import SQLiteStore
from tests.server.client import Api, fresh_api
from tests.server.people import Couple, Person, meet, register


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path)) as api:
        yield api


@pytest.fixture
def couple(api: Api) -> Couple:
    return meet(register(api, "Ada"), register(api, "Ben"))


@pytest.fixture
def cleo(api: Api) -> Person:
    return register(api, "Cleo")


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    place: Store = SQLiteStore(tmp_path / "kept.db") if request.param == "sqlite" else MemoryStore()
    with closing(place):
        yield place
