"""The same server as elsewhere, with a facilitator that does as it is told, and two people in stage 2."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.client import Api, fresh_api
from tests.server.people import Couple, Person, meet, reach, register
from tests.server.stage2.facilitating import Recording


@pytest.fixture
def facilitator() -> Recording:
    return Recording()


@pytest.fixture
def api(tmp_path: Path, facilitator: Recording) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, facilitator=facilitator)) as api:
        yield api


@pytest.fixture
def couple(api: Api) -> Couple:
    return reach(meet(register(api, "Ada"), register(api, "Ben")), ada=2, ben=2)


@pytest.fixture
def limited(tmp_path: Path, facilitator: Recording) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, rate_limits=True, facilitator=facilitator)) as api:
        yield api


@pytest.fixture
def newcomers(api: Api) -> Couple:
    """Give two people who have only just met."""
    return meet(register(api, "Dora"), register(api, "Emil"))


@pytest.fixture
def cleo(api: Api) -> Person:
    return register(api, "Cleo")
