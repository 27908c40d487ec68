"""A local service of good will, and a facilitator that asks it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from beheard_server.facilitators.model import Address, MessagesService, ModelFacilitator
from tests.server.model.brains import willing
from tests.server.model.given import ALONE
from tests.server.model.messages_api import KEY, MODEL, Service, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def asking(url: str, *, timeout: float = 5.0, retries: int = 0) -> Iterator[ModelFacilitator]:
    service = MessagesService(Address(url, KEY, MODEL, retries))
    try:
        yield ModelFacilitator(service, timeout, ALONE)
    finally:
        service.close()


@pytest.fixture(scope="session")
def house() -> Iterator[tuple[Service, MessagesService]]:
    """One server and one set of connections for all tests, because setting up TLS takes its time."""
    with speaking(willing) as service:
        line = MessagesService(Address(service.url, KEY, MODEL, 0))
        yield service, line
        line.close()


@pytest.fixture
def service(house: tuple[Service, MessagesService]) -> Service:
    service, _ = house
    fresh = Service(service.url, willing)
    service.now = fresh
    return fresh


@pytest.fixture
def model(service: Service, house: tuple[Service, MessagesService]) -> Iterator[ModelFacilitator]:
    yield ModelFacilitator(house[1], 5.0, ALONE)
    assert service.problems == []
