"""The Messages API: one question, one filled-in form, within a time that holds whatever the service does.

The calls run on a loop in a thread of its own, because only what can be cancelled keeps to a time: a service that sends
one byte a second never runs into the time-outs of a socket. This is the one module that knows the library.
"""

import asyncio
import logging
import os
import random
import threading
import weakref
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TooLate
from math import isfinite
from typing import Any

import anthropic
import orjson
from attrs import Factory, define, field, frozen

from beheard_server.facilitators.model.questions import Question
from beheard_server.facilitators.model.refusals import Refused, Unavailable, Unusable

_CONNECT = 5.0
_LONGEST = 120.0
_GRACE = 2.0
_MOST_BYTES = 262_144
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 4.0
_TOO_LONG = 2 * _LONGEST_PAUSE
# A question changes nothing at the service, so any of them may be asked again: but only where that can help.
_TRANSIENT = frozenset({408, 409, 429})
_OWN_FAULT = frozenset({400, 413, 422})
_OK, _SERVER_FAULT = 200, 500


@frozen
class Address:
    """Where the service is and how it is asked; ``retries`` is how often a question is asked again."""

    base_url: str
    key: str = field(repr=False)
    model: str
    retries: int


@define
class _NoAnswer(Exception):
    """A response that is none to a question; its body is never read, because it may repeat the question."""

    status: int
    retry_after: str | None


@define(eq=False)
class MessagesService:
    """Asks questions of a service that speaks the Messages API; may be used by many threads at once.

    Nothing is opened before the first question, and each process opens its own.
    """

    address: Address
    _lock: threading.Lock = Factory(threading.Lock)
    _line: "_Line | None" = None

    def ask(self, question: Question, *, within: float) -> object:
        """Give what was filled in for a question, after ``within`` seconds at most.

        Raises:
            Unavailable: the service has not answered.
            Unusable: it does not take this question.
            Refused: it has answered with something else than the form.
        """
        line = self._open()
        future = asyncio.run_coroutine_threadsafe(line.ask(question, within), line.loop)
        try:
            return future.result(within + _GRACE)
        except (CancelledError, TooLate):
            # The loop keeps to the time by itself, unless it was closed in that moment.
            raise Unavailable("closed") from None

    def close(self) -> None:
        """Let go of the connections; the next question opens them again."""
        with self._lock:
            if self._line is not None:
                self._line.end()
            self._line = None

    def _open(self) -> "_Line":
        with self._lock:
            if self._line is None or self._line.process != os.getpid():
                self._line = _Line(self.address)
            return self._line


class _Line:
    """The connections of one process, and the thread that they live in."""

    def __init__(self, address: Address) -> None:
        self.process = os.getpid()
        self.loop = asyncio.new_event_loop()
        self._address = address
        self._client = _client(address)
        thread = threading.Thread(target=_run, args=(self.loop,), name="beheard-model", daemon=True)
        thread.start()
        self.end = weakref.finalize(self, _end, self.loop, self._client, thread, self.process)

    async def ask(self, question: Question, within: float) -> object:
        try:
            async with asyncio.timeout(within):
                return _filled_in(await self._persist(question), question.form)
        except TimeoutError:
            raise Unavailable("time-out") from None

    async def _persist(self, question: Question) -> bytes:
        tried = 0
        while True:
            try:
                return await self._send(question)
            except Unavailable as trouble:
                tried += 1
                pause = max(trouble.wait, _pause(tried))
                if tried > self._address.retries or trouble.wait > _LONGEST_PAUSE:
                    raise
            await asyncio.sleep(pause)

    async def _send(self, question: Question) -> bytes:
        try:
            async with self._client.messages.with_streaming_response.create(
                model=self._address.model,
                max_tokens=question.most_tokens,
                system=question.system,
                messages=[{"role": "user", "content": question.data}],
                tools=[{"name": question.form, "description": question.purpose, "input_schema": question.schema}],
                tool_choice={"type": "tool", "name": question.form, "disable_parallel_tool_use": True},
            ) as response:
                return await _body(response.iter_bytes())
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001  each part of the library has classes of its own for a lost line
            # What it says is dropped, and with it what it may repeat of the question.
            raise _trouble(error.__cause__) from None


async def _body(chunks: AsyncIterator[bytes]) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > _MOST_BYTES:
            raise Refused("size")
    return bytes(body)


def _client(address: Address) -> anthropic.AsyncAnthropic:
    # On its lowest level the library logs whole requests; what people wrote belongs into no log, and into no trace.
    logging.getLogger("anthropic").setLevel(logging.WARNING)
    return anthropic.AsyncAnthropic(
        api_key=address.key,
        base_url=address.base_url,
        max_retries=0,
        timeout=anthropic.Timeout(_LONGEST, connect=_CONNECT),
        open_telemetry=False,
        # What is packed may be far larger than what came over the line.
        default_headers={"Accept-Encoding": "identity"},
        # A redirection would send somebody's words, and the key, to wherever it says.
        http_client=anthropic.DefaultAsyncHttpxClient(follow_redirects=False, event_hooks={"response": [_judge]}),
    )


async def _judge(response: Any) -> None:
    if response.status_code != _OK:
        raise _NoAnswer(response.status_code, response.headers.get("retry-after"))
    if response.headers.get("content-encoding", "identity") != "identity":
        raise Refused("packed")


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def _end(
    loop: asyncio.AbstractEventLoop, client: anthropic.AsyncAnthropic, thread: threading.Thread, process: int
) -> None:
    # A process that was forked off has a picture of these, and neither the thread nor the right to close them.
    if process != os.getpid():
        return

    async def finish() -> None:
        asked = asyncio.all_tasks() - {asyncio.current_task()}
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await client.close()
        loop.stop()

    asyncio.run_coroutine_threadsafe(finish(), loop)
    # Whoever collects garbage may be the very thread that is to end.
    if thread is not threading.current_thread():
        thread.join(_GRACE)


def _pause(tried: int) -> float:
    longest = min(_FIRST_PAUSE * 2.0**tried, _LONGEST_PAUSE)
    return random.uniform(longest / 2, longest)  # noqa: S311  so that not all ask again at the same moment


def _trouble(cause: BaseException | None) -> Refused | Unavailable | Unusable:
    if isinstance(cause, Refused):
        return cause
    if not isinstance(cause, _NoAnswer):
        return Unavailable("connection")
    why = f"status {cause.status}"
    if cause.status in _OWN_FAULT:
        return Unusable(why)
    if cause.status in _TRANSIENT or cause.status >= _SERVER_FAULT:
        return Unavailable(why, _seconds(cause.retry_after))
    # A wrong key or a wrong name of the model does not get better by being tried again at once.
    return Unavailable(why, _TOO_LONG)


def _seconds(retry_after: str | None) -> float:
    try:
        seconds = float(retry_after or 0)
    except ValueError:
        # A date is allowed too. Nobody has to be right about the time to wait a little.
        return _TOO_LONG
    return max(0.0, seconds) if isfinite(seconds) else 0.0


def _filled_in(body: bytes, form: str) -> object:
    """Take what was filled in out of a message.

    Raises:
        Refused: it is no message, it was not finished, or it holds another form, or none.
    """
    try:
        message = orjson.loads(body)
        finished = message["type"] == "message" and message["stop_reason"] == "tool_use"
        forms = [each for each in message["content"] if each["type"] == "tool_use"]
    except (ValueError, KeyError, TypeError):
        raise Refused("wire") from None
    if not finished:
        raise Refused("unfinished")
    if len(forms) != 1 or forms[0].get("name") != form:
        raise Refused("form")
    return forms[0].get("input")
