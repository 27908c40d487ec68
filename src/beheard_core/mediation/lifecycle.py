"""The life of a session as one table: what each act makes of each status.

Source: the contract's *State machine*. A pair that is not in the table is refused.
"""

from collections.abc import Mapping
from enum import StrEnum

from beheard_core.errors import Conflict, Refusal
from beheard_core.mediation.model import SessionStatus
from beheard_core.mediation.refusals import SessionNotActive

INVITED, ACTIVE, PAUSED, RESOLVED, ABANDONED = SessionStatus


class Act(StrEnum):
    """What can happen to a session as a whole."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REPLACE = "replace"
    PAUSE = "pause"
    RESUME = "resume"
    RESOLVE = "resolve"
    LEAVE = "leave"
    EXPIRE = "expire"


LIFECYCLE: Mapping[tuple[SessionStatus, Act], SessionStatus] = {
    (INVITED, Act.ACCEPT): ACTIVE,
    (INVITED, Act.DECLINE): ABANDONED,
    (INVITED, Act.REPLACE): ABANDONED,
    (ACTIVE, Act.PAUSE): PAUSED,
    (PAUSED, Act.RESUME): ACTIVE,
    (ACTIVE, Act.RESOLVE): RESOLVED,
    (INVITED, Act.LEAVE): ABANDONED,
    (ACTIVE, Act.LEAVE): ABANDONED,
    (PAUSED, Act.LEAVE): ABANDONED,
    (INVITED, Act.EXPIRE): ABANDONED,
    (ACTIVE, Act.EXPIRE): ABANDONED,
    (PAUSED, Act.EXPIRE): ABANDONED,
}

_ALREADY: Mapping[tuple[SessionStatus, Act], str] = {
    (PAUSED, Act.PAUSE): "This session is already paused.",
    (ACTIVE, Act.RESUME): "This session is not paused.",
}
_ANSWERED = "This invitation has already been answered."


def after(status: SessionStatus, act: Act) -> SessionStatus:
    """Give the status that follows.

    Raises:
        Conflict: an invitation that was answered, a pause in a pause, or a resume without one.
        SessionNotActive: every other act that the table does not have.
    """
    following = LIFECYCLE.get((status, act))
    if following is None:
        raise _refusal(status, act)
    return following


def _refusal(status: SessionStatus, act: Act) -> Refusal:
    if act in (Act.ACCEPT, Act.DECLINE):
        return Conflict(_ANSWERED)
    already = _ALREADY.get((status, act))
    return SessionNotActive(status) if already is None else Conflict(already)
