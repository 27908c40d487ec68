"""BeHeard's rules, as plain functions over frozen values.

Nothing in here reads a clock, draws a random number, or does I/O: the time and every new id are
arguments. The contexts (``mediation``, ``accounts``) do not know each other.
"""

from beheard_core.decision import Decision, Event
from beheard_core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany, Violation
from beheard_core.fields import check, validate

__all__ = [
    "Conflict",
    "Decision",
    "Event",
    "Forbidden",
    "Invalid",
    "NotFound",
    "Refusal",
    "TooMany",
    "Violation",
    "check",
    "validate",
]
