"""A service that is slow, broken, far away or hostile: what somebody waits, and how often it is asked."""

from __future__ import annotations

import gzip
import multiprocessing
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from beheard_server.facilitators.model import Address, MessagesService, ModelFacilitator
from tests.server.model.brains import SAID, willing
from tests.server.model.conftest import asking
from tests.server.model.given import ALONE, bundle
from tests.server.model.messages_api import Answer, Asked, error, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beheard_server.facilitators.model.questions import Question
    from tests.server.model.messages_api import Brain, Service

OFFLINE = ALONE.reply(bundle())
SOON = 0.6
ROOM = 0.7


def after(*answers: Brain) -> Brain:
    """A brain that gives these answers in turn, and then good ones."""
    left = list(answers)

    def brain(asked: Asked) -> Answer:
        one = left.pop(0) if left else willing
        return one(asked)

    return brain


def timed(model: ModelFacilitator) -> tuple[str, float, list[str]]:
    """Ask for a reply; give it, the seconds that it took, and the reasons that were logged."""
    with capture_logs() as logs:
        start = time.monotonic()
        said = model.reply(bundle())
        return said, time.monotonic() - start, [each["why"] for each in logs]


def dawdling(asked: Asked) -> Answer:
    """One byte at a time, which no time-out of a socket ever notices."""
    whole = willing(asked).body
    assert isinstance(whole, bytes)

    def pieces() -> Iterator[bytes]:
        for place in range(len(whole)):
            yield whole[place : place + 1]
            time.sleep(0.05)

    return Answer(pieces())


def sleeping(asked: Asked) -> Answer:
    time.sleep(SOON * 2)
    return willing(asked)


@pytest.mark.parametrize("brain", [dawdling, sleeping])
def test_what_comes_too_late_is_not_waited_for(service: Service, brain: Brain) -> None:
    service.brain = brain
    with asking(service.url, timeout=SOON, retries=2) as model:
        timed(model)  # connects
        model.breaker.answered()
        said, seconds, why = timed(model)
        assert (said, why) == (OFFLINE, ["time-out"])
        assert SOON <= seconds < SOON + ROOM


@pytest.mark.parametrize("seam", ["draft", "shares", "strategy"])
def test_advice_is_waited_for_half_as_long(service: Service, seam: str) -> None:
    service.brain = sleeping
    with asking(service.url, timeout=SOON * 2) as model:
        asks: dict[str, Callable[[], object]] = {
            "draft": lambda: model.assess_empathy("You may feel tired."),
            "shares": lambda: model.propose_shares("I can't.", bundle().stage),
            "strategy": lambda: model.refine_strategy("We walk.", ()),
        }
        start = time.monotonic()
        asks[seam]()
        assert SOON <= time.monotonic() - start < SOON + ROOM


def test_a_service_that_takes_the_call_and_says_nothing_costs_one_time_out() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with asking(url, timeout=SOON, retries=3) as model:
            start = time.monotonic()
            answers = [model.reply(bundle()) for _ in range(50)]
            assert answers == [OFFLINE] * 50
            assert time.monotonic() - start < SOON + ROOM + 0.5


def test_where_nobody_listens_the_offline_facilitator_answers_at_once() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as place:
        url = f"http://127.0.0.1:{place.getsockname()[1]}"
    with asking(url) as model:
        said, seconds, why = timed(model)
        assert (said, why) == (OFFLINE, ["connection"])
        assert seconds < 2


@pytest.mark.parametrize(
    "trouble",
    [
        error(429, "rate_limit_error"),
        error(429, "rate_limit_error", retry_after="1"),
        error(429, "rate_limit_error", retry_after="0"),
        error(408, "timeout_error"),
        error(500, "api_error"),
        error(502, "api_error"),
        error(529, "overloaded_error"),
        error(529, "overloaded_error", retry_after="nan"),
        Answer(b"<html>Bad gateway</html>", 503),
        Answer(b'{"type": "mess', announced=4000),
    ],
)
def test_what_passes_is_asked_again(service: Service, trouble: Answer) -> None:
    service.brain = after(lambda _: trouble)
    with asking(service.url, retries=1) as model:
        said, _, why = timed(model)
        assert (said, why, len(service.asked)) == (SAID, [], 2)
        # It is the same question, and does nothing twice.
        assert service.asked[0].body == service.asked[1].body


def test_it_is_asked_again_no_more_often_than_was_said(service: Service) -> None:
    service.brain = lambda _: error(500, "api_error")
    with asking(service.url, retries=2) as model:
        said, seconds, why = timed(model)
        assert (said, why, len(service.asked)) == (OFFLINE, ["status 500"], 3)
        # A pause of half a second to one, then one of one to two.
        assert 1.4 < seconds < 4
        timed(model)
        assert len(service.asked) == 3


def test_asking_again_ends_with_the_time(service: Service) -> None:
    service.brain = lambda _: error(529, "overloaded_error", retry_after="2")
    with asking(service.url, timeout=SOON, retries=5) as model:
        said, seconds, why = timed(model)
        assert (said, why, len(service.asked)) == (OFFLINE, ["time-out"], 1)
        assert seconds < SOON + ROOM


@pytest.mark.parametrize("later", ["60", "86400", "Fri, 31 Dec 2027 23:59:59 GMT"])
def test_nobody_waits_for_a_service_that_asks_for_much_time(service: Service, later: str) -> None:
    service.brain = after(lambda _: error(429, "rate_limit_error", retry_after=later))
    with asking(service.url, retries=5) as model:
        said, seconds, why = timed(model)
        assert (said, why, len(service.asked)) == (OFFLINE, ["status 429"], 1)
        assert seconds < 1
        assert not model.breaker.admits()


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_wrong_key_or_name_is_not_tried_again(service: Service, status: int) -> None:
    service.brain = lambda _: error(status, "authentication_error")
    with asking(service.url, retries=5) as model:
        assert [timed(model)[0] for _ in range(5)] == [OFFLINE] * 5
        assert len(service.asked) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_question_that_is_not_taken_costs_the_others_nothing(service: Service, status: int) -> None:
    service.brain = after(lambda _: error(status, "invalid_request_error"))
    with asking(service.url, retries=5) as model:
        assert timed(model)[0::2] == (OFFLINE, [f"status {status}"])
        assert timed(model)[0::2] == (SAID, [])


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirection_is_followed_with_somebodys_words(service: Service, status: int) -> None:
    with speaking(willing) as elsewhere:
        service.brain = lambda _: Answer(b"", status, {"location": f"{elsewhere.url}/v1/messages"})
        with asking(service.url) as model:
            assert timed(model)[0::2] == (OFFLINE, [f"status {status}"])
        assert elsewhere.asked == []


@pytest.mark.parametrize("status", [201, 204])
def test_a_success_of_another_kind_is_no_answer(service: Service, status: int) -> None:
    service.brain = lambda asked: Answer(b"" if status == 204 else willing(asked).body, status)
    with asking(service.url) as model:
        assert timed(model)[0::2] == (OFFLINE, [f"status {status}"])


def test_what_is_packed_is_not_unpacked(service: Service) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    service.brain = lambda _: Answer(bomb, 200, {"content-encoding": "gzip"})
    with asking(service.url) as model:
        assert timed(model)[0::2] == (OFFLINE, ["packed"])
    assert service.asked[0].headers["accept-encoding"] == "identity"


def test_what_an_error_says_is_never_read(service: Service) -> None:
    def endless(_: Asked) -> Answer:
        return Answer((b" " * 65_536 for _ in range(10_000)), 500)

    service.brain = endless
    with asking(service.url) as model:
        assert timed(model)[0::2] == (OFFLINE, ["status 500"])
    assert service.gone.wait(5)


def test_after_the_pause_it_is_tried_again(service: Service) -> None:
    service.brain = after(lambda _: error(500, "api_error"))
    with asking(service.url) as model:
        now = 1000.0
        model.breaker.clock = lambda: now
        assert [timed(model)[0] for _ in range(3)] == [OFFLINE] * 3
        now += 31
        assert timed(model)[0] == SAID
        assert len(service.asked) == 2


def test_many_ask_at_once_and_each_gets_their_own_answer(service: Service, model: ModelFacilitator) -> None:
    def echo(asked: Asked) -> Answer:
        time.sleep(0.2)
        return willing(asked) if asked.data["message"] == "0" else error(400, "invalid_request_error")

    service.brain = echo
    with ThreadPoolExecutor(20) as pool, capture_logs():
        start = time.monotonic()
        said = list(pool.map(lambda place: model.reply(bundle(message=str(place % 2))), range(20)))
        assert time.monotonic() - start < 3
    assert [each == SAID for each in said] == [place % 2 == 0 for place in range(20)]


def test_connections_are_kept_and_opened_again_when_they_are_needed(service: Service, model: ModelFacilitator) -> None:
    assert model.reply(bundle()) == SAID
    model.service.close()  # type: ignore[attr-defined]
    assert model.reply(bundle()) == SAID


def test_whoever_waits_while_it_is_closed_is_answered_at_once(service: Service) -> None:
    service.brain = sleeping
    with asking(service.url) as model, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(timed, model)
        while not service.asked:
            time.sleep(0.01)
        model.service.close()  # type: ignore[attr-defined]
        said, seconds, why = waiting.result()
        assert (said, why) == (OFFLINE, ["closed"])
        assert seconds < SOON * 2


class Broken:
    """A service of somebody's own that raises what nobody expects."""

    def ask(self, question: Question, *, within: float) -> object:
        raise RuntimeError(question.data)


def test_whatever_a_service_raises_somebody_is_answered() -> None:
    model = ModelFacilitator(Broken(), 5.0, ALONE)
    assert timed(model)[0::2] == (OFFLINE, ["RuntimeError"])
    assert timed(model)[0::2] == (OFFLINE, [])


def test_a_service_that_nobody_asked_closes_too() -> None:
    MessagesService(Address("https://models.example.org", "key", "model", 0)).close()


def test_a_process_that_was_forked_off_asks_over_connections_of_its_own(
    service: Service, model: ModelFacilitator
) -> None:
    assert model.reply(bundle()) == SAID
    fork = multiprocessing.get_context("fork")
    mine, theirs = fork.Pipe()

    def child() -> None:
        theirs.send(model.reply(bundle()))

    process = fork.Process(target=child)
    process.start()
    assert mine.poll(20)
    assert mine.recv() == SAID
    process.join()
    assert model.reply(bundle()) == SAID
    assert len(service.asked) == 3
