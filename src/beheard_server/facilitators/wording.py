"""Somebody's words put for the partner, which happens in any case: also where a replaced facilitator fails to."""

from beheard_core.mediation.model import ContentType
from beheard_server.facilitators import Facilitator
from beheard_server.facilitators.guarded import guarded
from beheard_server.facilitators.offline import OfflineFacilitator

OFFLINE = OfflineFacilitator()


def wording(facilitator: Facilitator, content_type: ContentType, words: str) -> str:
    """Put words for the partner; ``OFFLINE`` does it where the facilitator fails, or says nothing."""
    worded = guarded(lambda: facilitator.transform(content_type, words).strip(), "")
    return worded or OFFLINE.transform(content_type, words)
