"""The same server as elsewhere, with a facilitator whose suggestions can be set, and two people in stage 4."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.client import Api, fresh_api
from tests.server.people import Couple, meet, reach, register
from tests.server.stage4.facilitating import Suggesting


@pytest.fixture
def facilitator() -> Suggesting:
    return Suggesting()


@pytest.fixture
def api(tmp_path: Path, facilitator: Suggesting) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, facilitator=facilitator)) as api:
        yield api


@pytest.fixture
def couple(api: Api) -> Couple:
    return reach(meet(register(api, "Ada"), register(api, "Ben")), ada=4, ben=4)


@pytest.fixture
def strangers(api: Api) -> Couple:
    """Give two others in a stage 4 of their own."""
    return reach(meet(register(api, "Dora"), register(api, "Emil")), ada=4, ben=4)


@pytest.fixture
def newcomers(api: Api) -> Couple:
    """Give two people who have only just met."""
    return meet(register(api, "Fay"), register(api, "Gus"))
