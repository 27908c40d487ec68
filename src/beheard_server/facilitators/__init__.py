"""The facilitator: what a human or a model would say, behind one protocol, with an offline default.

A facilitator is given a bundle and nothing else: it has no store, no session, and no way to ask for more.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from attrs import frozen

from beheard_core.mediation.barometer import Direction, Reading
from beheard_core.mediation.model import ContentType, NeedCategory, Stage
from beheard_core.mediation.retrieval import Intent, Item, Query


@frozen
class Line:
    """One line of the person's own thread; ``by_person`` is False for what the facilitator said."""

    by_person: bool
    text: str


@frozen
class Bundle:
    """All that a reply may rest on: the message, how intense it is, and what the stage lets be retrieved.

    ``pool`` is what could be tried, without authors; ``ranking`` is the person's own order of it, ``overlap`` what both
    rank high.
    """

    stage: Stage
    intent: Intent
    message: str
    intensity: int | None
    trend: Direction
    turn: int
    thread: tuple[Line, ...] = ()
    draft: str | None = None
    hint_available: bool = False
    items: tuple[Item, ...] = ()
    pool: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()
    overlap: tuple[str, ...] = ()


@frozen
class Assessment:
    """Whether a draft seems ready to be shared; advice, and a note on why."""

    ready: bool
    note: str | None = None


@frozen
class Proposal:
    """Something in a message that the person might want to share, in a wording for the partner."""

    content_type: ContentType
    description: str
    preview: str
    summary: str

    @property
    def says_something(self) -> bool:
        """Tell whether the person can read what would be shared, and what it was made from."""
        return all(each.strip() for each in (self.description, self.preview, self.summary))


@frozen
class FoundNeed:
    """A need found in what somebody wrote; ``evidence`` are one to five quotes of it, word for word.

    ``need`` and ``description`` have at most 200 characters each; a ``confidence`` below 0.5 counts as not found.
    """

    need: str
    category: NeedCategory
    description: str
    evidence: tuple[str, ...]
    confidence: float


@frozen
class Synthesis:
    """The needs found, and questions whose answers would help to find more."""

    needs: tuple[FoundNeed, ...]
    clarifications: tuple[str, ...] = ()


@frozen
class SharedNeed:
    """A need that somebody shares right now; ``text`` is the wording that they share, ``ref`` stands for it."""

    ref: str
    need: str
    category: NeedCategory
    text: str


@frozen
class Pairing:
    """Two shared needs that meet, by their refs, and what they have in common, in words that belong to both.

    ``need`` and ``description`` have at most 200 characters each.
    """

    mine: str
    theirs: str
    need: str
    category: NeedCategory
    description: str


@frozen
class Ground:
    """Something in common that both have confirmed."""

    need: str
    category: NeedCategory
    description: str


@frozen
class Idea:
    """Something that could be tried: small, for a time, and so that one can see whether it helps."""

    description: str
    needs_addressed: tuple[str, ...]
    duration: str | None = None
    measure_of_success: str | None = None


@frozen
class Refinement:
    """Another wording of a proposal, and why."""

    refined: str
    reason: str


class Facilitator(Protocol):
    """The seams that can be replaced, by a model or by something of the host's."""

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        """Say what a reply to this message would need; what the stage does not allow is dropped."""

    def reply(self, bundle: Bundle) -> str:
        """Answer a message."""

    def assess_empathy(self, draft: str) -> Assessment:
        """Say whether a draft speaks of the other with curiosity."""

    def transform(self, content_type: ContentType, original: str) -> str:
        """Put somebody's words so that the other can hear them, adding nothing."""

    def has_distress(self, context: str) -> bool:
        """Tell whether what somebody said of a reading speaks of distress."""

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        """Say what in a message might be worth sharing; the person is asked, and nothing is shared by this."""

    def synthesize_needs(self, thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> Synthesis:
        """Find the needs behind what somebody wrote in stages 1 and 2; all that is given is that person's own."""

    def find_common_ground(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> Sequence[Pairing]:
        """Find up to five things that both need, in what both share."""

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        """Suggest up to ``count`` things to try for what both need; ``known`` is what they have thought of already."""

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        """Say how a proposal could be worded so that both can try it, for its proposer alone; None if it is fine."""


__all__ = [
    "Assessment",
    "Bundle",
    "Facilitator",
    "FoundNeed",
    "Ground",
    "Idea",
    "Line",
    "Pairing",
    "Proposal",
    "Refinement",
    "SharedNeed",
    "Synthesis",
]
