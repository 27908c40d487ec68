"""Notices by mail."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from beheard_server.notifiers.letters import letter
from beheard_server.store import Notice

_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@frozen
class SMTPNotifier:
    """Sends mail through a server, such as ``smtps://name:password@mail.example.org``.

    ``smtps`` speaks TLS from the start. ``smtp`` turns it on with STARTTLS, and sends nothing where the server cannot.
    ``smtp+plain`` speaks in the clear, for a server on the same machine.
    """

    url: str = field(repr=False)
    sender: str
    seconds: float

    def tell(self, notice: Notice) -> None:
        """Send one mail; a notice without an address for mail is none of this notifier's business.

        Raises:
            OSError: the server did not take it (as ``smtplib`` says it).
        """
        if notice.email is None:
            return
        written = letter(notice)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, notice.email, written.subject
        # The same for every attempt, so that whoever gets it twice sees it once.
        mail["Message-ID"] = f"<{notice.id}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(written.text)
        with self._server() as server:
            server.send_message(mail)

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=self.seconds, context=context)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=self.seconds)
        ) as server:
            if parts.scheme == "smtp":
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            yield server
