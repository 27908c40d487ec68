"""What one mounted BeHeard consists of; every app has its own."""

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen
from flask import current_app

from beheard_server.facilitators import Facilitator
from beheard_server.http.auth import Identity
from beheard_server.http.limits import Limiter
from beheard_server.http.links import ResetLinks
from beheard_server.http.pagination import Cursors
from beheard_server.http.passwords import Passwords
from beheard_server.http.tokens import Tokens
from beheard_server.realtime.ably import AblyKey
from beheard_server.realtime.sse import Seats
from beheard_server.realtime.worker import Worker
from beheard_server.settings import EMBEDDED, Settings
from beheard_server.shell import Shell

EXTENSION = "beheard"
StageUsage = Callable[[Sequence[int]], Mapping[int, Mapping[str, int]]]
"""What a host knows of academic stages, by their ids: how many ``students`` and ``materials`` belong to each."""
JobsCount = Callable[[str], int]
"""How many jobs a host counts for somebody, by that person's id."""


@frozen
class State:
    """The parts that the blueprints work with."""

    settings: Settings
    shell: Shell
    identity: Identity
    tokens: Tokens
    cursors: Cursors
    reset_links: ResetLinks
    limiter: Limiter
    passwords: Passwords
    facilitator: Facilitator
    stage_usage: StageUsage | None
    jobs: JobsCount | None
    ably_key: AblyKey | None
    seats: Seats
    worker: Worker

    def begin(self) -> None:
        """Begin to work beside the requests, in the process that serves them, if that is where it is to be done."""
        if self.settings.worker == EMBEDDED:
            self.worker.begin()


def beheard() -> State:
    """Give the parts that belong to the app of the current request."""
    state: State = current_app.extensions[EXTENSION]
    return state
