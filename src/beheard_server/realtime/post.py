"""Notices on their way out: each is looked up anew, told, and forgotten, or told later."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from attrs import evolve, frozen

from beheard_core.mediation.invitations import InvitationStatus, invitation_status
from beheard_server.notifiers import Notifier
from beheard_server.shell import Shell
from beheard_server.store import Notice, NoticeKind, Unit

LEASE = timedelta(minutes=2)
SHORTEST_DELAY, LONGEST_DELAY = timedelta(seconds=5), timedelta(hours=1)


def invitation_url(invitation_id: str) -> str:
    """Give the link by which somebody joins."""
    return f"beheard://invite/{invitation_id}"


def delay_after(attempts: int) -> timedelta:
    """Say how long to wait after so many attempts: twice as long each time, an hour at most."""
    return min(SHORTEST_DELAY * (1 << min(attempts - 1, 20)), LONGEST_DELAY)


@frozen
class Post:
    """Carries out what is due, one notice after the other.

    ``reset_url`` makes the link for a new password, from an account's id and the hash of its password.
    """

    shell: Shell
    notifier: Notifier
    reset_url: Callable[[str, str], str]

    def __call__(self) -> bool:
        """Tell the one notice that is due the longest, and say whether there was one."""
        now = self.shell.clock()
        if not self.shell.read(lambda unit: unit.notices.is_due(now)):
            return False
        taken = self.shell.commit(self._take)
        for notice in taken:
            self._tell(notice)
        return True

    def _take(self, unit: Unit) -> tuple[Notice, ...]:
        now = self.shell.clock()
        taken = unit.notices.take(now, until=now + LEASE, limit=1)
        addressed = tuple(filter(None, (self._addressed(unit, each) for each in taken)))
        for notice in taken:
            if notice.id not in {each.id for each in addressed}:
                unit.notices.done(notice.id)
        return addressed

    def _tell(self, notice: Notice) -> None:
        try:
            self.notifier.tell(notice)
        except Exception as error:  # noqa: BLE001  whatever a replaced notifier raises
            # Not the message: it may hold an address.
            structlog.get_logger("beheard").error("the notifier failed", kind=type(error).__name__)
            until = self.shell.clock() + delay_after(notice.attempts)
            self.shell.commit(lambda unit: unit.notices.delay(notice.id, until=until))
        else:
            self.shell.commit(lambda unit: unit.notices.done(notice.id))

    def _addressed(self, unit: Unit, notice: Notice) -> Notice | None:
        """Give a notice with the ways by which it can be told now; None when nobody needs it any more."""
        if notice.expires_at is not None and notice.expires_at <= self.shell.clock():
            return None
        match notice.kind:
            case NoticeKind.INVITATION:
                return self._invitation(unit, notice)
            case NoticeKind.PASSWORD_RESET:
                return self._reset(unit, notice)
            case NoticeKind.PUSH:
                device = unit.accounts.device(notice.person_id or "")
                return None if device is None else evolve(notice, device=device)
            case NoticeKind.FOLLOW_UP:
                return _to_person(unit, notice)

    def _invitation(self, unit: Unit, notice: Notice) -> Notice | None:
        stored = unit.sessions.get(notice.session_id or "")
        if stored is None or invitation_status(stored.value, self.shell.clock()) is not InvitationStatus.PENDING:
            return None
        sent = unit.invitations.get(stored.value.id, viewer=stored.value.inviter.id)
        if sent is None:
            return None
        notice = evolve(notice, url=invitation_url(sent.id))
        if sent.person_id is not None:
            return _to_person(unit, evolve(notice, person_id=sent.person_id))
        return evolve(notice, email=sent.address.email, phone=sent.address.phone)

    def _reset(self, unit: Unit, notice: Notice) -> Notice | None:
        account = unit.accounts.get(notice.person_id or "")
        password_hash = unit.accounts.password_hash(notice.person_id or "")
        if account is None or password_hash is None:
            return None
        return evolve(notice, email=account.email, url=self.reset_url(account.id, password_hash))


def _to_person(unit: Unit, notice: Notice) -> Notice | None:
    person_id = notice.person_id or ""
    person = unit.people.get((person_id,)).get(person_id)
    if person is None:
        return None
    return evolve(notice, email=person.email, phone=person.phone, device=unit.accounts.device(person_id))
