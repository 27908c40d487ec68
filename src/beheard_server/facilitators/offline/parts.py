"""What each part of the offline facilitator has to be able to do, so that it can be replaced alone."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import ContentType, Stage
from beheard_server.facilitators import (
    Assessment,
    Bundle,
    Ground,
    Idea,
    Pairing,
    Proposal,
    Refinement,
    SharedNeed,
    Synthesis,
)


class Answers(Protocol):
    """Answers messages."""

    def reply(self, bundle: Bundle) -> str:
        """Answer a message."""


class Reads(Protocol):
    """Reads drafts."""

    def assess(self, draft: str) -> Assessment:
        """Say whether a draft seems ready."""


class Finds(Protocol):
    """Finds needs."""

    def synthesize(self, thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> Synthesis:
        """Find needs in what somebody wrote."""


class Pairs(Protocol):
    """Finds what two people have in common."""

    def pair(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> Sequence[Pairing]:
        """Put needs together."""


class Suggests(Protocol):
    """Knows experiments."""

    def suggest(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        """Suggest experiments."""

    def refine(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        """Word a proposal anew."""


class PutsIntoWords(Protocol):
    """Knows what accuses, and puts words for the partner."""

    def transform(self, content_type: ContentType, original: str) -> str:
        """Put words for the partner."""

    def has_distress(self, context: str) -> bool:
        """Tell whether words speak of distress."""

    def propose(self, message: str, stage: Stage) -> Iterable[Proposal]:
        """Say what in a message might be worth sharing."""
