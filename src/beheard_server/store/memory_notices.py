"""What people are to be told, in this process's memory."""

from datetime import datetime

from attrs import evolve

from beheard_server.store.notices import Notice, NoticeKind


class MemoryNotices:
    """Implements :class:`beheard_server.store.notices.Notices`."""

    def __init__(self, notices: dict[str, Notice]) -> None:
        self._notices = notices
        self.added = False

    def add(self, notice: Notice) -> None:
        """Keep a notice."""
        self._notices[notice.id] = evolve(notice, email=None, phone=None, device=None, url=None)
        self.added = True

    def is_due(self, now: datetime) -> bool:
        """Tell whether there is something to tell."""
        return any(each.due_at <= now for each in self._notices.values())

    def take(self, now: datetime, *, until: datetime, limit: int) -> tuple[Notice, ...]:
        """Give what is due."""
        due = sorted(
            (each for each in self._notices.values() if each.due_at <= now), key=lambda each: (each.due_at, each.id)
        )
        taken = tuple(evolve(each, due_at=until, attempts=each.attempts + 1) for each in due[:limit])
        self._notices.update({each.id: each for each in taken})
        return taken

    def delay(self, notice_id: str, *, until: datetime) -> None:
        """Let a notice go out later."""
        if notice_id in self._notices:
            self._notices[notice_id] = evolve(self._notices[notice_id], due_at=until)

    def done(self, notice_id: str) -> None:
        """Forget a notice."""
        self._notices.pop(notice_id, None)

    def waits(self, kind: NoticeKind, *, session_id: str, person_id: str) -> bool:
        """Tell whether there is such a notice that nobody has taken yet."""
        wanted = (kind, session_id, person_id, 0)
        return any((n.kind, n.session_id, n.person_id, n.attempts) == wanted for n in self._notices.values())

    def forget(self, person_id: str) -> None:
        """Forget everything that somebody was to be told."""
        for key in [key for key, each in self._notices.items() if each.person_id == person_id]:
            del self._notices[key]


class MemoryLeases:
    """Implements :class:`beheard_server.store.notices.Leases`."""

    def __init__(self, leases: dict[str, tuple[str, datetime]]) -> None:
        self._leases = leases

    def take(self, job: str, *, holder: str, now: datetime, until: datetime) -> bool:
        """Give a job to ``holder``."""
        has, ends = self._leases.get(job, (holder, now))
        if has != holder and ends > now:
            return False
        self._leases[job] = (holder, until)
        return True

    def release(self, job: str, *, holder: str) -> None:
        """Let somebody else have the job."""
        if self._leases.get(job, (None,))[0] == holder:
            del self._leases[job]
