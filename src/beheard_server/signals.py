"""What a host may listen to: one blinker signal, sent after the commit, that carries ids and no words."""

from blinker import Namespace
from flask import Flask

from beheard_server.store import Recorded

event_recorded = Namespace().signal("beheard.event-recorded")
"""Sent with the app, and ``event_id``, ``session_id`` and ``name`` (as on the session's channel)."""


def announce_to(app: Flask, recorded: Recorded) -> None:
    """Tell whoever listens; the change stands, so a receiver that fails is logged and the others go on."""
    values = {"event_id": recorded.id, "session_id": recorded.session_id, "name": recorded.name}
    for receiver in event_recorded.receivers_for(app):
        try:
            receiver(app, **values)
        except Exception as error:  # noqa: BLE001  whatever a host's receiver does
            # Not the traceback: a message may quote what somebody wrote.
            app.logger.error("A receiver of %s failed: %s", recorded.name, type(error).__name__)  # noqa: TRY400
