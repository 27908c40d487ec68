"""How people are told of something outside the app."""

from collections.abc import Callable
from typing import Protocol

import structlog

from beheard_core.accounts import Account
from beheard_server.store import SentInvitation


class Notifier(Protocol):
    """Carries messages out; it is called after the commit, and never sees a person's words."""

    def invitation_sent(self, invitation: SentInvitation, *, url: str) -> None:
        """Deliver an invitation's link to the address it was sent to."""

    def password_forgotten(self, account: Account, *, url: str) -> None:
        """Deliver the link for a new password to the account's address; it is good for an hour."""


def deliver(notifier: Notifier, invitation: SentInvitation, *, url: str) -> None:
    """Hand an invitation over."""
    _guarded(lambda: notifier.invitation_sent(invitation, url=url))


def send_reset(notifier: Notifier, account: Account, *, url: str) -> None:
    """Hand over the link for a new password."""
    _guarded(lambda: notifier.password_forgotten(account, url=url))


def _guarded(hand_over: Callable[[], None]) -> None:
    """Hand something over; a notifier that fails changes nothing of what was committed, and is logged."""
    try:
        hand_over()
    except Exception as error:  # noqa: BLE001  whatever a replaced notifier raises
        # Not the message: it may hold an address.
        structlog.get_logger("beheard").error("the notifier failed", kind=type(error).__name__)


class LogNotifier:
    """Delivers nothing, and says so in the log; addresses and links stay out of it."""

    def invitation_sent(self, invitation: SentInvitation, *, url: str) -> None:  # noqa: ARG002  a link is a key
        """Log that an invitation waits to be delivered, and by which ways."""
        ways = {"mail": invitation.address.email, "sms": invitation.address.phone, "push": invitation.person_id}
        structlog.get_logger("beheard").info(
            "invitation to deliver", session=invitation.session_id, by=[way for way, known in ways.items() if known]
        )

    def password_forgotten(self, account: Account, *, url: str) -> None:  # noqa: ARG002  a link is a key
        """Log that a link for a new password waits to be delivered."""
        structlog.get_logger("beheard").info("password reset to deliver", account=account.id)
