"""The worker: does what has to be done outside of requests, in threads of the serving process or in one of its own."""

import os
import threading
from collections.abc import Callable, Sequence

import structlog

Job = Callable[[], bool]
"""Does some of what there is to do; True when there is more of it at once."""
PAUSE_SECONDS = 1.0


class Worker:
    """One thread for each job; nothing begins before :meth:`begin`, and nothing is carried across a fork."""

    def __init__(self, *, pause: float = PAUSE_SECONDS) -> None:
        self._jobs: tuple[Job, ...] = ()
        self._pause = pause
        self._begun_by: int | None = None
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._wakers: tuple[threading.Event, ...] = ()
        self._threads: tuple[threading.Thread, ...] = ()

    def give(self, jobs: Sequence[Job]) -> None:
        """Say what there is to do, before it begins."""
        self._jobs = tuple(jobs)

    def begin(self) -> None:
        """Begin to work, unless this process does already."""
        if self._begun_by == os.getpid():
            return
        with self._starting:
            if self._begun_by == os.getpid():
                return
            self._stop = threading.Event()
            self._wakers = tuple(threading.Event() for _ in self._jobs)
            self._threads = tuple(
                threading.Thread(target=self._work, args=each, name="beheard-worker", daemon=True)
                for each in zip(self._jobs, self._wakers, strict=True)
            )
            self._begun_by = os.getpid()
            for thread in self._threads:
                thread.start()

    def wake(self) -> None:
        """Let every thread see at once that there may be something to do."""
        for waker in self._wakers:
            waker.set()

    def stop(self) -> None:
        """End every thread, after what it is doing."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            thread.join()
        self._threads, self._wakers, self._begun_by = (), (), None

    def work_off(self) -> None:
        """Do everything that can be done now, in this thread."""
        more = True
        while more:
            # Every job, also behind one that has done something.
            done = [job() for job in self._jobs]
            more = any(done)

    def _work(self, job: Job, waker: threading.Event) -> None:
        stop = self._stop
        while not stop.is_set():
            waker.clear()
            if not _done_without_fail(job):
                waker.wait(self._pause)


def _done_without_fail(job: Job) -> bool:
    try:
        return job()
    except Exception as error:  # noqa: BLE001  a database that is locked for long, a disk that is full: later
        # Not the message: it may quote what somebody wrote.
        structlog.get_logger("beheard").error("work was broken off", kind=type(error).__name__)
        return False
