"""A service that does not answer is left alone for a while, so that it costs one time-out and not one each time."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from attrs import Factory, define

FIRST = 30.0
LONGEST = 600.0


@define
class Breaker:
    """Lets questions pass while the service answers; after a failure, one at a time and only after a pause.

    The pause is 30 seconds at first, and twice as long after each failure that follows, ten minutes at most.
    """

    clock: Callable[[], float] = monotonic
    _lock: Lock = Factory(Lock)
    _failures: int = 0
    _until: float = 0.0
    _trying: bool = False

    def admits(self) -> bool:
        """Tell whether a question may be asked now; whoever is told so reports what became of it."""
        with self._lock:
            if self._failures == 0:
                return True
            if self._trying or self.clock() < self._until:
                return False
            self._trying = True
            return True

    def answered(self) -> None:
        """Take note that the service answers."""
        with self._lock:
            self._failures, self._trying = 0, False

    def failed(self, wait: float = 0.0) -> float:
        """Take note that it does not, and has perhaps asked for some seconds; give those for which it is left alone."""
        with self._lock:
            now = self.clock()
            if self._trying or self.clock() >= self._until:
                # Questions that were under way together fail together, and count as one failure.
                self._failures += 1
                pause = min(FIRST * 2.0 ** min(self._failures - 1, 10), LONGEST)
                self._until, self._trying = now + pause, False
            self._until = max(self._until, now + min(wait, LONGEST))
            return self._until - now
