"""The same server as elsewhere, with a facilitator that does as it is told, and two people in stage 3."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.client import Api, fresh_api
from tests.server.people import Couple, Person, meet, register
from tests.server.stage2.facilitating import Recording
from tests.server.stage3.acts import talked


@pytest.fixture
def facilitator() -> Recording:
    return Recording()


@pytest.fixture
def api(tmp_path: Path, facilitator: Recording) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, facilitator=facilitator)) as api:
        yield api


@pytest.fixture
def couple(api: Api) -> Couple:
    """Give two people who have talked in stage 2 and are in stage 3."""
    return talked(meet(register(api, "Ada"), register(api, "Ben")))


@pytest.fixture
def newcomers(api: Api) -> Couple:
    """Give two people who have only just met."""
    return meet(register(api, "Dora"), register(api, "Emil"))


@pytest.fixture
def cleo(api: Api) -> Person:
    return register(api, "Cleo")
