"""How often something may be done.

Source: the contract's *Rate limits*.
"""

import math
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from attrs import frozen
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from beheard_server.http.errors import TooMany


class Limit(Enum):
    """What is limited, and by how much."""

    LOGIN = RateLimitItemPerMinute(5, namespace="beheard-login")
    REGISTER = RateLimitItemPerMinute(3, namespace="beheard-register")


@frozen
class Limiter:
    """Counts hits in ``storage``; without one nothing is limited."""

    storage: Storage | None
    clock: Callable[[], datetime]

    def hit(self, limit: Limit, who: str) -> None:
        """Count one more by ``who``.

        Raises:
            TooMany: that is more than the limit allows; ``retry_after`` tells when the window ends.
        """
        if self.storage is None:
            return
        limiter = FixedWindowRateLimiter(self.storage)
        item: RateLimitItem = limit.value
        if not limiter.hit(item, who):
            ends = limiter.get_window_stats(item, who).reset_time
            raise TooMany(max(1, math.ceil(ends - self.clock().timestamp())))
