"""How long a service is left alone that does not answer."""

from __future__ import annotations

import pytest
from attrs import define

from beheard_server.facilitators.model import Breaker


@define
class Ticking:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def breaker(clock: Ticking) -> Breaker:
    return Breaker(clock)


def test_while_it_answers_everything_passes(breaker: Breaker) -> None:
    assert [breaker.admits() for _ in range(3)] == [True] * 3
    breaker.answered()
    assert breaker.admits()


def test_after_one_failure_nothing_passes_for_half_a_minute(breaker: Breaker, clock: Ticking) -> None:
    assert breaker.failed() == 30
    clock.now += 29.9
    assert not breaker.admits()
    clock.now += 0.1
    assert breaker.admits()


def test_after_the_pause_one_tries_and_the_others_wait_for_what_becomes_of_it(breaker: Breaker, clock: Ticking) -> None:
    breaker.failed()
    clock.now += 31
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.answered()
    assert [breaker.admits() for _ in range(3)] == [True] * 3


def test_each_failed_try_doubles_the_pause_up_to_ten_minutes(breaker: Breaker, clock: Ticking) -> None:
    pauses = []
    for _ in range(20):
        pauses.append(breaker.failed())
        clock.now += pauses[-1]
        assert breaker.admits()
    assert pauses == [30, 60, 120, 240, 480, *[600] * 15]


def test_what_fails_together_is_one_failure(breaker: Breaker, clock: Ticking) -> None:
    assert [breaker.failed() for _ in range(4)] == [30] * 4
    clock.now += 30
    assert breaker.admits()


def test_an_answer_forgets_the_failures_before_it(breaker: Breaker, clock: Ticking) -> None:
    breaker.failed()
    clock.now += 30
    breaker.admits()
    breaker.failed()
    clock.now += 60
    breaker.admits()
    breaker.answered()
    assert breaker.failed() == 30


@pytest.mark.parametrize(("wish", "pause"), [(5.0, 30.0), (200.0, 200.0), (86_400.0, 600.0)])
def test_a_service_that_asks_for_more_time_gets_it_within_reason(breaker: Breaker, wish: float, pause: float) -> None:
    assert breaker.failed(wish) == pause
