"""How long Hypothesis searches: a little by default, as chosen by ``HYPOTHESIS_PROFILE`` otherwise; and tidying up."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from beheard_server.realtime.worker import Worker

settings.register_profile("default", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

BEGUN: set[Worker] = set()
begin = Worker.begin


def begin_and_be_known(worker: Worker) -> None:
    """Begin to work, so that it can be ended."""
    BEGUN.add(worker)
    begin(worker)


Worker.begin = begin_and_be_known  # type: ignore[assignment, method-assign]  # a test need not know of it


def pytest_collection_finish() -> None:
    """Look through thousands of tests for garbage once, and not again and again while they run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def no_worker_outlives_its_test() -> Iterator[None]:
    """End the threads of every app that a test has made and forgotten."""
    yield
    while BEGUN:
        BEGUN.pop().stop()
