"""How people are told of something outside the app."""

from typing import Protocol

import structlog
from attrs import frozen

from beheard_server.store import Notice


class Notifier(Protocol):
    """Carries notices out; it is never called inside a request, and never sees a person's words."""

    def tell(self, notice: Notice) -> None:
        """Tell somebody, by one of the ways that the notice names; what it raises, lets the notice wait and come again.

        A notice may come twice, with the same id: whoever dies while telling it, has perhaps told it.
        """


class LogNotifier:
    """Delivers nothing, and says so in the log; addresses and links stay out of it."""

    def tell(self, notice: Notice) -> None:
        """Log that something waits to be delivered, and by which ways it could be."""
        ways = {"mail": notice.email, "sms": notice.phone, "push": notice.device}
        structlog.get_logger("beheard").info(
            "a notice that nobody delivers",
            kind=notice.kind.value,
            session=notice.session_id,
            by=[way for way, known in ways.items() if known],
        )


@frozen
class ByWay:
    """Sends what can go by mail through one notifier, and everything else through another."""

    mail: Notifier
    otherwise: Notifier

    def tell(self, notice: Notice) -> None:
        """Tell somebody by mail if there is an address."""
        (self.otherwise if notice.email is None else self.mail).tell(notice)
