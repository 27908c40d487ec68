"""The offline facilitator in the place of one that fails: whoever asks is answered in any case."""

from collections.abc import Callable
from typing import TypeVar

from beheard_core.mediation.model import ContentType
from beheard_server.facilitators import Facilitator
from beheard_server.facilitators.guarded import guarded
from beheard_server.facilitators.offline import OfflineFacilitator

T = TypeVar("T")
OFFLINE = OfflineFacilitator()


def answered(facilitator: Facilitator, ask: Callable[[Facilitator], T]) -> T:
    """Give what ``ask`` has from the facilitator, or from ``OFFLINE`` where that fails."""
    answer = guarded(lambda: ask(facilitator), None)
    return ask(OFFLINE) if answer is None else answer


def wording(facilitator: Facilitator, content_type: ContentType, words: str) -> str:
    """Put words for the partner; ``OFFLINE`` does it where the facilitator fails, or says nothing."""
    worded = guarded(lambda: facilitator.transform(content_type, words).strip(), "")
    return worded or OFFLINE.transform(content_type, words)
