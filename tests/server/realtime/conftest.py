"""A server that publishes to an Ably of this machine's."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.client import Api, fresh_api
from tests.server.realtime.ably import KEY, Ably, running


@pytest.fixture
def ably() -> Iterator[Ably]:
    with running() as ably:
        yield ably


@pytest.fixture
def api(tmp_path: Path, ably: Ably) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, ably_key=KEY, ably_url=ably.url, outward_seconds=1)) as api:
        yield api
