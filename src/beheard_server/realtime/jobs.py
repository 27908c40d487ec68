"""What there is to do outside of requests, by the settings."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from beheard_server.notifiers import ByWay, LogNotifier, Notifier
from beheard_server.notifiers.smtp import SMTPNotifier
from beheard_server.notifiers.webhook import WebhookNotifier
from beheard_server.realtime.ably import AblyChannels, AblyKey
from beheard_server.realtime.post import Post
from beheard_server.realtime.relay import Channels, NoChannels, Relay
from beheard_server.realtime.reminders import Reminders
from beheard_server.realtime.worker import Job
from beheard_server.settings import Settings
from beheard_server.shell import Shell


def all_jobs(
    settings: Settings, shell: Shell, notifier: Notifier | None, reset_url: Callable[[str, str], str]
) -> tuple[Job, ...]:
    """Give every job: publishing, reminding, and telling, by ``notifier`` or by those of the settings."""
    channels: Channels = NoChannels()
    if settings.ably_key is not None:
        channels = AblyChannels(AblyKey.read(settings.ably_key), settings.ably_url, settings.outward_seconds)
    # A lease must outlast what is done under it between two renewals: one publication, and one look at who is there.
    lease = timedelta(seconds=3 * settings.outward_seconds)
    return (
        Relay(shell, channels, secrets.token_hex(8), lease),
        Reminders(shell),
        Post(shell, notifier or notifier_of(settings, shell.clock), reset_url),
    )


def notifier_of(settings: Settings, clock: Callable[[], datetime]) -> Notifier:
    """Give the notifier that the settings ask for: mail, a webhook, both, or a line in the log."""
    seconds = settings.outward_seconds
    notifier: Notifier = LogNotifier()
    if settings.webhook_url is not None and settings.webhook_secret is not None:
        notifier = WebhookNotifier(settings.webhook_url, settings.webhook_secret, seconds, clock)
    if settings.smtp_url is not None and settings.smtp_from is not None:
        notifier = ByWay(mail=SMTPNotifier(settings.smtp_url, settings.smtp_from, seconds), otherwise=notifier)
    return notifier
