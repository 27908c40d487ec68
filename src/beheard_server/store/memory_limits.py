"""Counters of rate limits in this process's memory, by the server's own clock."""

import threading
from collections.abc import Callable
from datetime import datetime

from limits.storage import Storage


class MemoryLimits(Storage):  # type: ignore[explicit-any, misc, unused-ignore]  # the base is typed with Any
    """The counters of fixed windows, each of which begins with its first hit."""

    STORAGE_SCHEME = None

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._counters: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        super().__init__()

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """No error is translated."""
        return ()

    def _window(self, key: str) -> tuple[int, float] | None:
        counter = self._counters.get(key)
        return counter if counter is not None and counter[1] > self._clock().timestamp() else None

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a hit, in a new window where the old one is over, and give the count."""
        with self._lock:
            window = self._window(key)
            if window is None:
                # A window begins now and then: time to forget the windows that are over.
                self._counters = {each: counter for each, counter in self._counters.items() if self._window(each)}
            count, ends = window or (0, self._clock().timestamp() + expiry)
            self._counters[key] = (count + amount, ends)
            return count + amount

    def get(self, key: str) -> int:
        """Give the count in the present window."""
        count, _ = self._window(key) or (0, 0)
        return count

    def get_expiry(self, key: str) -> float:
        """Give the end of the present window, in seconds since 1970."""
        _, ends = self._window(key) or (0, self._clock().timestamp())
        return ends

    def check(self) -> bool:
        """Tell that there is memory."""
        return True

    def reset(self) -> int:
        """Forget every counter and say how many there were."""
        with self._lock:
            forgotten, self._counters = len(self._counters), {}
            return forgotten

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with self._lock:
            self._counters.pop(key, None)
