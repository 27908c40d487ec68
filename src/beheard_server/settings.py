"""The settings: one frozen value, read once, from the environment or from an app's configuration."""

import warnings
from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from attrs import field, frozen
from limits import parse_many

from beheard_core.focus.model import LATEST_START_OF_DAY, MOST_FREEZES
from beheard_core.mediation.messages import CRISIS_REPLY

PREFIX = "BEHEARD_"
EMBEDDED, APART, OFF = "embedded", "apart", "off"
CONTEXTS = ("mediation", "focus", "academic", "practice")
KEY_BYTES = 32
_LONGEST_WAIT = 120
_MOST_RETRIES = 5


class SettingsError(ValueError):
    """A setting is missing or cannot be used; the text says which, never its value."""


@frozen(kw_only=True)
class Settings:
    """What an operator may choose.

    ``secret_keys`` are newest first: the first signs, all of them verify. ``contexts`` are those that are mounted
    beside the accounts. ``crisis_reply`` is what somebody reads who writes of harm. ``trusted_proxies`` are addresses
    and networks whose ``X-Forwarded-For`` is believed. ``user_limit`` holds for all that one person asks, ``ip_limit``
    for all that is asked from one address of what needs no sign-in, and of the catalogue of academic stages.
    ``day_starts_at`` is the hour until which a night of focus belongs to the day before, ``streak_freezes`` how many
    missed days in any 7 a streak forgives. ``practice_limits`` hold, all of them, for what one person asks of practice.
    A ``model_key`` and a ``model_name`` make a language model the facilitator; the others of ``model_*`` say where it
    is, for how many seconds somebody waits, and how often it is asked again.
    missed days in any 7 a streak forgives.
    ``worker`` is where notices go out and events are published: embedded, apart, or off. ``outward_seconds`` is how
    long an answer from outside may take; ``streams`` how many of them a process serves at a time, each for
    ``stream_seconds``.
    """

    database: Path = Path("beheard.db")
    secret_keys: tuple[str, ...] = field(default=(), repr=False)
    rate_limits: bool = True
    contexts: tuple[str, ...] = CONTEXTS
    max_body_bytes: int = 1_048_576
    crisis_reply: str = CRISIS_REPLY
    trusted_proxies: tuple[str, ...] = ()
    user_limit: str = "600/minute"
    ip_limit: str = "600/minute"
    day_starts_at: int = 0
    streak_freezes: int = 0
    practice_limits: tuple[str, ...] = ("100/minute", "1000/hour")
    model_key: str | None = field(default=None, repr=False)
    model_name: str | None = None
    model_base_url: str = "https://api.anthropic.com"
    model_timeout: int = 20
    model_retries: int = 2
    worker: str = EMBEDDED
    smtp_url: str | None = field(default=None, repr=False)
    smtp_from: str | None = None
    webhook_url: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    ably_key: str | None = field(default=None, repr=False)
    ably_url: str = "https://rest.ably.io"
    outward_seconds: int = 10
    streams: int = 4
    stream_seconds: int = 300

    @classmethod
    def read(cls, mapping: Mapping[str, object]) -> "Settings":
        """Read every ``BEHEARD_*`` key of a mapping, such as ``os.environ`` or ``app.config``; warn about unknown ones.

        Raises:
            SettingsError: a value cannot be used.
        """
        given = {key: value for key, value in mapping.items() if key.startswith(PREFIX)}
        values: dict[str, object] = {}
        for key, value in given.items():
            reader = _READERS.get(key.removeprefix(PREFIX).lower())
            if reader is None:
                warnings.warn(f"{key} is not a setting of BeHeard.", stacklevel=2)
                continue
            name, read = reader
            values[name] = read(key, value)
        settings = cls(**values)  # type: ignore[arg-type]  # each reader gives the type of its own field
        for one, other in _PAIRS:
            if (getattr(settings, one) is None) != (getattr(settings, other) is None):
                raise SettingsError(f"{PREFIX}{one.upper()} and {PREFIX}{other.upper()} belong together.")
        return settings


def _path(key: str, value: object) -> Path:
    if not str(value):
        raise SettingsError(f"{key} must name a file.")
    return Path(str(value))


def _names(key: str, value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)):
        raise SettingsError(f"{key} must be a list, or have commas between its parts.")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _keys(key: str, value: object) -> tuple[str, ...]:
    keys = _names(key, value)
    if any(len(each.encode()) < KEY_BYTES for each in keys):
        raise SettingsError(f"Every key in {key} needs at least {KEY_BYTES} bytes.")
    return keys


def known_contexts(key: str, value: object) -> tuple[str, ...]:
    """Read the names of contexts.

    Raises:
        SettingsError: there is no context of such a name.
    """
    names = _names(key, value)
    if unknown := sorted(set(names) - set(CONTEXTS)):
        raise SettingsError(f"{key} names no context of BeHeard: {', '.join(unknown)}.")
    return names


def _switch(key: str, value: object) -> bool:
    found = {"on": True, "true": True, "off": False, "false": False}.get(str(value).lower())
    if found is None:
        raise SettingsError(f"{key} must be on or off.")
    return found


def _text(key: str, value: object) -> str:
    if not str(value).strip():
        raise SettingsError(f"{key} must say something.")
    return str(value)


def _url(*schemes: str) -> Callable[[str, object], str]:
    def read(key: str, value: object) -> str:
        try:
            parts = urlsplit(str(value))
            fits = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            fits = False
        if not fits:
            raise SettingsError(
                f"{key} must be an address that begins with {' or '.join(f'{each}://' for each in schemes)}."
            )
        return str(value)

    return read


def _place(key: str, value: object) -> str:
    if value not in (EMBEDDED, APART, OFF):
        raise SettingsError(f"{key} must be {EMBEDDED}, {APART} or {OFF}.")
    return str(value)


def _ably_key(key: str, value: object) -> str:
    name, _, secret = str(value).partition(":")
    app, _, key_id = name.partition(".")
    if not (app and key_id and secret) or not str(value).isascii() or any(each.isspace() for each in str(value)):
        raise SettingsError(f"{key} must look like app.key:secret.")
    return str(value)


def _networks(key: str, value: object) -> tuple[str, ...]:
    networks = _names(key, value)
    try:
        return tuple(str(ip_network(each, strict=False)) for each in networks)
    except ValueError:
        raise SettingsError(f"{key} must name addresses or networks of proxies.") from None


def _limit(key: str, value: object) -> str:
    try:
        (limit,) = parse_many(str(value))
    except ValueError:
        raise SettingsError(f"{key} must be one limit, such as 600/minute.") from None
    return str(limit)


def _limits(key: str, value: object) -> tuple[str, ...]:
    limits = tuple(_limit(key, each) for each in _names(key, value))
    if not limits:
        raise SettingsError(f"{key} must name at least one limit, such as 100/minute.")
    return limits


def _count(key: str, value: object) -> int:
    if not str(value).isdecimal() or int(str(value)) < 1:
        raise SettingsError(f"{key} must be a positive whole number.")
    return int(str(value))


def _up_to(most: int) -> Callable[[str, object], int]:
    def read(key: str, value: object) -> int:
        if isinstance(value, bool) or str(value) not in map(str, range(most + 1)):
            raise SettingsError(f"{key} must be a whole number from 0 to {most}.")
        return int(str(value))

    return read


def _secret(key: str, value: object) -> str:
    text = str(value)
    if not (text and text.isascii() and text.isprintable() and " " not in text):
        raise SettingsError(f"{key} must be one word of printable ASCII characters.")
    return text


def _address(key: str, value: object) -> str:
    try:
        parts = urlsplit(str(value))
        plain = parts.scheme == "http" and (
            parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
        )
        sound = (plain or parts.scheme == "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    # What people write goes there, so nobody on the way may read it.
    if not sound or parts.username is not None or parts.query or parts.fragment:
        raise SettingsError(f"{key} must be an https address, or an http address of this machine.")
    return str(value)


def _seconds(key: str, value: object) -> int:
    seconds = _count(key, value)
    if seconds > _LONGEST_WAIT:
        raise SettingsError(f"{key} must be at most {_LONGEST_WAIT}.")
    return seconds


_READERS: Mapping[str, tuple[str, Callable[[str, object], object]]] = {
    "database": ("database", _path),
    "secret_keys": ("secret_keys", _keys),
    "rate_limits": ("rate_limits", _switch),
    "only": ("contexts", known_contexts),
    "max_body_bytes": ("max_body_bytes", _count),
    "crisis_reply": ("crisis_reply", _text),
    "trusted_proxies": ("trusted_proxies", _networks),
    "user_limit": ("user_limit", _limit),
    "ip_limit": ("ip_limit", _limit),
    "day_starts_at": ("day_starts_at", _up_to(LATEST_START_OF_DAY)),
    "streak_freezes": ("streak_freezes", _up_to(MOST_FREEZES)),
    "practice_limits": ("practice_limits", _limits),
    "model_key": ("model_key", _secret),
    "model_name": ("model_name", _text),
    "model_base_url": ("model_base_url", _address),
    "model_timeout": ("model_timeout", _seconds),
    "model_retries": ("model_retries", _up_to(_MOST_RETRIES)),
    "worker": ("worker", _place),
    "smtp_url": ("smtp_url", _url("smtps", "smtp", "smtp+plain")),
    "smtp_from": ("smtp_from", _text),
    "webhook_url": ("webhook_url", _url("https", "http")),
    "webhook_secret": ("webhook_secret", _text),
    "ably_key": ("ably_key", _ably_key),
    "ably_url": ("ably_url", _url("https", "http")),
    "outward_seconds": ("outward_seconds", _count),
    "streams": ("streams", _count),
    "stream_seconds": ("stream_seconds", _count),
}
_PAIRS = (("smtp_url", "smtp_from"), ("webhook_url", "webhook_secret"))
