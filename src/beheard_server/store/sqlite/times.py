"""Times as the database keeps them, so that their texts sort as they do."""

from datetime import datetime


def sortable(moment: datetime) -> str:
    """Write a UTC time down to the microsecond, whether it has any or not."""
    return moment.isoformat(timespec="microseconds")
