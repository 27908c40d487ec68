"""Streams of Server-Sent Events: each reads the outbox on its own, for a while, and ends; a client comes back for more.

A stream ends after its time, after so many bytes, when its listener may listen no longer, when the same person opens
another one too many, and when the client is gone. As little is sent as fits into the buffers of a connection, so that a
client that never reads cannot hold the thread that writes.

Source: the HTML standard, *Server-sent events*.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator

from attrs import define, field, frozen

from beheard_server.shell import Shell
from beheard_server.store import Recorded

LOOK_SECONDS = 0.25
HEARTBEAT_SECONDS = 10.0
MOST_BYTES = 65_536
# How many streams of one person one process serves; a third ends the first.
OF_ONE_PERSON = 2
_BATCH = 50
_HEARTBEAT = b": still here\n\n"
# A client whose stream has ended comes back after this many milliseconds.
_OPENING = b"retry: 1000\n\n"


@define(eq=False)
class Seat:
    """A place for one stream; ``given_up`` once it is to end."""

    person: str
    given_up: threading.Event = field(factory=threading.Event)


class Seats:
    """How many streams this process serves at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._taken: dict[str, list[Seat]] = defaultdict(list)

    def take(self, person: str) -> Seat | None:
        """Give a seat, or None when there is none; who has too many gives up the one taken first."""
        with self._lock:
            own = self._taken[person]
            if len(own) >= OF_ONE_PERSON:
                own.pop(0).given_up.set()
            if sum(map(len, self._taken.values())) >= self._most:
                return None
            seat = Seat(person)
            own.append(seat)
            return seat

    def leave(self, seat: Seat) -> None:
        """Free a seat; twice is harmless."""
        seat.given_up.set()
        with self._lock:
            own = self._taken[seat.person]
            if seat in own:
                own.remove(seat)
            if not own:
                del self._taken[seat.person]


@frozen
class Stream:
    """One stream of a session's events behind a place, for so many seconds."""

    shell: Shell
    seats: Seats
    seat: Seat
    session_id: str
    after: int
    seconds: float
    may_listen: Callable[[], bool]

    def __iter__(self) -> Iterator[bytes]:
        """Give the stream's parts as they come about."""
        try:
            yield from self._parts()
        finally:
            self.close()

    def close(self) -> None:
        """Free the seat, also where nothing was ever read."""
        self.seats.leave(self.seat)

    def _parts(self) -> Iterator[bytes]:
        begun = quiet_since = time.monotonic()
        after, sent = self.after, 0
        yield _OPENING
        while sent < MOST_BYTES and time.monotonic() - begun < self.seconds and not self.seat.given_up.is_set():
            found = self._behind(after)
            beats = time.monotonic() - quiet_since >= HEARTBEAT_SECONDS
            if (found or beats) and not self.may_listen():
                return
            part = b"".join(map(_written, found)) or (_HEARTBEAT if beats else b"")
            if part:
                yield part
                sent += len(part)
                quiet_since = time.monotonic()
            if found:
                after = found[-1].sequence
            else:
                self.seat.given_up.wait(LOOK_SECONDS)

    def _behind(self, after: int) -> tuple[Recorded, ...]:
        return self.shell.read(lambda unit: unit.outbox.of_session(self.session_id, after=after, limit=_BATCH))


def _written(recorded: Recorded) -> bytes:
    # What the channel carries is JSON on one line.
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (recorded.id.encode(), recorded.name.encode(), recorded.body)
