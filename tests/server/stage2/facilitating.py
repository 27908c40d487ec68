"""A facilitator for tests, which does as it is told and keeps all that it was given."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from attrs import Factory, define

from beheard_core.mediation import Stage
from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.retrieval import Intent, Query
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

T = TypeVar("T")
ANSWER = "I hear you."


class Unwell(Exception):
    """What a facilitator raises that is not well; its text quotes what it was given."""


@define
class Recording:
    """Gives the answers that are set for its seams, or makes them of what it is given; those in ``unwell`` raise."""

    answers: dict[str, Any] = Factory(dict)
    unwell: set[str] = Factory(set)
    given: list[tuple[str, Any]] = Factory(list)

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        return self._do("plan_retrieval", (stage, intent, message), ())

    def reply(self, bundle: Bundle) -> str:
        return self._do("reply", bundle, ANSWER)

    def assess_empathy(self, draft: str) -> Assessment:
        return self._do("assess_empathy", draft, Assessment(ready=True))

    def transform(self, content_type: ContentType, original: str) -> str:
        return self._do("transform", (content_type, original), f"I would say: {original}")

    def has_distress(self, context: str) -> bool:
        return self._do("has_distress", context, False)

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        return self._do("propose_shares", (message, stage), ())

    def synthesize_needs(self, thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> Synthesis:
        return self._do("synthesize_needs", (thread, readings, events), Synthesis(()))

    def find_common_ground(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> Sequence[Pairing]:
        return self._do("find_common_ground", (mine, theirs), ())

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        return self._do("suggest_strategies", (ground, focus, count, known), ())

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        return self._do("refine_strategy", (text, ground), None)

    def _do(self, seam: str, given: Any, otherwise: T) -> T:
        self.given.append((seam, given))
        if seam in self.unwell:
            raise Unwell(str(given))
        answer: Any = self.answers.get(seam, otherwise)
        if callable(answer):
            answer = answer(*given) if isinstance(given, tuple) else answer(given)
        found: T = answer
        return found

    def to(self, seam: str) -> list[Any]:
        """Give what one of the seams was given, oldest first."""
        return [given for name, given in self.given if name == seam]


def proposal(preview: str = "I need to rest.", kind: ContentType = ContentType.BOUNDARY) -> Proposal:
    """Give something that might be shared."""
    return Proposal(kind, "A boundary of yours", preview, "needing rest")
