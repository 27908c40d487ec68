"""Agreements to be looked back on: when one is due, both people are told."""

from datetime import timedelta

from attrs import frozen

from beheard_server.shell import Shell
from beheard_server.store import Notice, NoticeKind, Unit

# A look back that could not be delivered for so long is none any more.
LIFETIME = timedelta(days=30)


@frozen
class Reminders:
    """Turns what is due into notices."""

    shell: Shell

    def __call__(self) -> bool:
        """Tell both people of every session that is due; say whether there was one."""
        now = self.shell.clock()
        if not self.shell.read(lambda unit: unit.follow_ups.due(now)):
            return False
        self.shell.commit(self._tell)
        return True

    def _tell(self, unit: Unit) -> None:
        now = self.shell.clock()
        due = unit.follow_ups.due(now)
        for session_id in dict.fromkeys(session_id for session_id, _ in due):
            stored = unit.sessions.get(session_id)
            for side in () if stored is None else (stored.value.inviter, stored.value.invitee):
                unit.notices.add(
                    Notice(
                        id=self.shell.new_id("notice"),
                        kind=NoticeKind.FOLLOW_UP,
                        due_at=now,
                        expires_at=now + LIFETIME,
                        session_id=session_id,
                        person_id=side.id,
                    )
                )
        for session_id, agreement_id in due:
            unit.follow_ups.done(session_id, agreement_id)
