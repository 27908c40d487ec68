"""A facilitator without a network: it listens, gives back the person's own words, and asks.

It is deterministic, knows no partner, and gives no advice in stage 1. All that it says and listens for is data, and
each of its parts can be replaced.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache

from attrs import frozen

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import ContentType, Stage
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
from beheard_server.facilitators.offline.ear import Ear
from beheard_server.facilitators.offline.empathy import Reader
from beheard_server.facilitators.offline.experiments import Experiment, Library, curated
from beheard_server.facilitators.offline.language import Language, english, read_language, shipped
from beheard_server.facilitators.offline.listening import Listener
from beheard_server.facilitators.offline.mirror import Mirror
from beheard_server.facilitators.offline.moves import Moves
from beheard_server.facilitators.offline.needs import NeedFinder, Pairer
from beheard_server.facilitators.offline.parts import Answers, Finds, Pairs, PutsIntoWords, Reads, Suggests
from beheard_server.facilitators.offline.wording import Wording


class OfflineFacilitator:
    """Implements :class:`beheard_server.facilitators.Facilitator` with a lexicon, frames, and curated experiments.

    ``seed`` decides the order in which equally good answers are given. Each part is an attribute that can be replaced
    on an instance, by anything with the same methods.
    """

    def __init__(self, seed: int = 0, *, language: Language | None = None) -> None:
        made = _made(language or english(), seed)
        self.ear = made.ear
        self.wording: PutsIntoWords = made.wording
        self.reader: Reads = made.reader
        self.needs: Finds = made.needs
        self.pairer: Pairs = made.pairer
        self.library: Suggests = made.library
        self.listener: Answers = made.listener

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:  # noqa: ARG002  the protocol
        """Ask for nothing: a reply is made of the message and the thread."""
        return ()

    def reply(self, bundle: Bundle) -> str:
        """Give back what was said, and ask one thing more, or leave room."""
        return self.listener.reply(bundle)

    def assess_empathy(self, draft: str) -> Assessment:
        """Find ready what guesses at the other's inside and does not accuse."""
        return self.reader.assess(draft)

    def synthesize_needs(self, thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> Synthesis:
        """Find needs with the lexicon, each with the sentences that speak of it."""
        return self.needs.synthesize(thread, readings, events)

    def find_common_ground(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> Sequence[Pairing]:
        """Pair needs of the same category, those that name the same need first."""
        return self.pairer.pair(mine, theirs)

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        """Choose from the library."""
        return self.library.suggest(ground, focus, count, known=known)

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        """Limit in time what has no limit, and offer something for both instead of a demand on one."""
        return self.library.refine(text, ground)

    def transform(self, content_type: ContentType, original: str) -> str:
        """Keep the clauses that accuse nobody, as they are; where none is left, ask to talk instead."""
        return self.wording.transform(content_type, original)

    def has_distress(self, context: str) -> bool:
        """Look for words of panic, overwhelm and despair."""
        return self.wording.has_distress(context)

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        """Propose a boundary, a pattern or an event that stands in a sentence of its own and accuses nobody."""
        return tuple(self.wording.propose(message, stage))


@frozen(eq=False)
class _Made:
    """The parts of a language, none of which ever changes, so several facilitators can have the same."""

    ear: Ear
    wording: Wording
    reader: Reader
    needs: NeedFinder
    pairer: Pairer
    library: Library
    listener: Listener


@lru_cache(maxsize=8)
def _made(language: Language, seed: int) -> _Made:
    """Make the parts, which takes as long as a lexicon takes to be read."""
    ear = Ear(language)
    wording, needs = Wording(ear), NeedFinder(ear)
    moves = Moves(language, ear.tokens, seed)
    library, listener = Library(needs, wording, seed), Listener(Mirror(wording), moves, seed)
    return _Made(ear, wording, Reader(wording), needs, Pairer(needs), library, listener)


__all__ = [
    "Ear",
    "Experiment",
    "Language",
    "Library",
    "Listener",
    "Mirror",
    "Moves",
    "NeedFinder",
    "OfflineFacilitator",
    "Pairer",
    "Reader",
    "Wording",
    "curated",
    "english",
    "read_language",
    "shipped",
]
