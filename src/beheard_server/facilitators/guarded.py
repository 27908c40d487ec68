"""Nothing that a replaced facilitator does may lose what a person has written."""

from collections.abc import Callable
from typing import TypeVar

import structlog

T = TypeVar("T")


def guarded(ask: Callable[[], T], otherwise: T) -> T:
    """Give what ``ask`` gives, or ``otherwise`` where it fails; the failure is logged without its message."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001  whatever a replaced facilitator raises
        # Not the traceback or the message: they may quote what somebody wrote.
        structlog.get_logger("beheard").error("the facilitator failed", kind=type(error).__name__)
        return otherwise
