"""Therapist sessions: how they begin, change and end.

Source: the contract's *The therapist session*.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from attrs import evolve

from beheard_core.errors import Invalid, Violation
from beheard_core.practice.model import Snapshot, Status, TherapistSession
from beheard_core.practice.refusals import SessionEnded
from beheard_core.practice.requests import NewSession, SessionChange

LEADS_TO: Mapping[Status, frozenset[Status]] = {
    Status.ACTIVE: frozenset(Status),
    Status.PAUSED: frozenset(Status),
    Status.COMPLETED: frozenset({Status.COMPLETED}),
    Status.CANCELLED: frozenset({Status.CANCELLED}),
}
"""What each status can become; staying as it is changes nothing and is always allowed."""
ENDED = frozenset({Status.COMPLETED, Status.CANCELLED})


def opened(new: NewSession, *, by: str, new_id: str, now: datetime) -> TherapistSession:
    """Begin a session, active and with nothing done."""
    return TherapistSession(
        new.id or new_id, new.client_id, new.therapist_id or by, (new.start_time or now).astimezone(UTC)
    )


def changed(session: TherapistSession, change: SessionChange, *, now: datetime) -> TherapistSession:
    """Change a session; one that ends without saying when ends now.

    Raises:
        SessionEnded: it has ended, and was to become something else.
        Invalid: it would end before it started.
    """
    status = change.status or session.status
    if status not in LEADS_TO[session.status]:
        raise SessionEnded
    end_time = change.end_time or session.end_time
    if end_time is None and status in ENDED:
        end_time = max(now, session.start_time)
    if end_time is not None and end_time < session.start_time:
        raise Invalid((Violation("end_time", "must not be before the start of the session"),))
    progress = session.progress if change.progress is None else change.progress
    return evolve(session, status=status, progress=progress, end_time=end_time)


def moved_on(session: TherapistSession, before: Sequence[Snapshot], after: Sequence[Snapshot]) -> TherapistSession:
    """Let a session be as far as its newest snapshot says, where that is news; both are ascending by time."""
    newest = after[-1] if after else None
    if newest is None or (before and before[-1] == newest):
        return session
    return evolve(session, progress=newest.value)


def merged(known: Iterable[Snapshot], more: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Merge snapshots by their timestamps; of two for the same moment, the later word holds."""
    by_time = {each.timestamp: each for each in (*known, *more)}
    return tuple(by_time[moment] for moment in sorted(by_time))
