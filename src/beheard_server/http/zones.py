"""Time zones by their IANA names; their rules come from the system or from the package ``tzdata``."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from beheard_core.fields import Rule, Zone


def zone_named(name: str) -> ZoneInfo:
    """Give the zone of a name that has passed :func:`zone_problem`."""
    return ZoneInfo(name)


def zone_problem(rule: Rule, value: object) -> str | None:
    """Say what is wrong with a name that has the right form, or None."""
    if isinstance(rule, Zone) and isinstance(value, str) and value not in _names():
        return f"must be {rule.form}"
    return None


@cache
def _names() -> frozenset[str]:
    # Not those of the system: it may call a file "localtime", which is another zone on every machine.
    return frozenset(files("tzdata").joinpath("zones").read_text().split())
