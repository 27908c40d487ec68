"""How often something may be done.

Source: the contract's *Rate limits*; the two general limits are ours, and settings.
"""

import math
from collections.abc import Callable
from datetime import datetime

from attrs import frozen
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from beheard_core import TooMany
from beheard_server.settings import Settings

LOGIN = RateLimitItemPerMinute(5)
REGISTER = RateLimitItemPerMinute(3)
FORGOT = RateLimitItemPerHour(3)


@frozen
class Limiter:
    """Counts hits in ``storage``; without one nothing is limited."""

    storage: Storage | None
    clock: Callable[[], datetime]
    user: RateLimitItem
    ip: RateLimitItem
    practice: tuple[RateLimitItem, ...]

    @classmethod
    def of(cls, settings: Settings, storage: Storage | None, clock: Callable[[], datetime]) -> "Limiter":
        """Make a limiter with the general limits of the settings."""
        practice = tuple(map(parse, settings.practice_limits))
        return cls(storage, clock, parse(settings.user_limit), parse(settings.ip_limit), practice)

    def hit(self, limit: RateLimitItem, what: str, who: str) -> None:
        """Count one more ``what`` by ``who``.

        Raises:
            TooMany: that is more than the limit allows; ``retry_after`` tells when the window ends.
        """
        if self.storage is None:
            return
        limiter = FixedWindowRateLimiter(self.storage)
        if not limiter.hit(limit, what, who):
            ends = limiter.get_window_stats(limit, what, who).reset_time
            raise TooMany(max(1, math.ceil(ends - self.clock().timestamp())))

    def allowance(self, what: str, who: str) -> "Allowance | None":
        """Count one more ``what`` by ``who`` against each limit of practice, and tell what the tightest leaves.

        A request that one limit refuses does not count against those behind it. None where nothing is limited.
        """
        if self.storage is None:
            return None
        limiter, left = FixedWindowRateLimiter(self.storage), []
        for limit in self.practice:
            allowed = limiter.hit(limit, what, who)
            window = limiter.get_window_stats(limit, what, who)
            remaining = max(0, window.remaining)
            left.append(Allowance(limit.amount, remaining, window.reset_time, allowed))
            if not allowed:
                return left[-1]
        return min(left, key=lambda each: each.remaining)


@frozen
class Allowance:
    """What a limit leaves: so many requests until ``reset``, in seconds since 1970."""

    limit: int
    remaining: int
    reset: float
    allowed: bool

    def wait(self, now: datetime) -> int:
        """Give the seconds until then, at least one."""
        return max(1, math.ceil(self.reset - now.timestamp()))
