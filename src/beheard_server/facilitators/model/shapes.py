"""What the model is asked to fill in, one form for each seam."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from beheard_core import Violation
from beheard_core.fields import several, text, texts
from beheard_core.mediation.model import NeedCategory

_SHORT = 200
_QUOTE = 1000


class Proposable(StrEnum):
    """What may be proposed to be shared, by the names of :class:`beheard_core.mediation.model.ContentType`."""

    EVENT_SUMMARY = "EVENT_SUMMARY"
    EMOTIONAL_PATTERN = "EMOTIONAL_PATTERN"
    BOUNDARY = "BOUNDARY"


@frozen
class Said:
    """An answer to a message."""

    text: str = field(**text("What you say to the person", most=2000))


@frozen
class Assessed:
    """What you think of a draft."""

    ready: bool
    note: str | None = field(default=None, **text("What is still missing, as a kind question", most=300))


@frozen
class Worded:
    """Somebody's words, put for the other."""

    text: str = field(**text("The words that the other person reads", most=1200))


@frozen
class Shareable:
    """Something that its author might want the other to know."""

    kind: Proposable
    quote: str = field(**text("The words of the message that this rests on, exactly", most=_QUOTE))
    description: str = field(**text("What it is, in a few words", most=_SHORT))
    preview: str = field(**text("What the other person would read", most=500))


@frozen
class Shareables:
    """What might be shared; mostly nothing."""

    proposals: tuple[Shareable, ...] = field(**several("What might be shared, mostly nothing", least=0, most=3))


@frozen
class NeedFound:
    """A need, and the words that it was found in."""

    need: str = field(**text("The need, in a few words", most=_SHORT))
    category: NeedCategory
    description: str = field(**text("One sentence in the first person", most=_SHORT))
    evidence: tuple[str, ...] = field(**texts("Quotes, exactly as they stand in the data", most=5, longest=_QUOTE))
    confidence: float

    def broken_rules(self) -> Iterator[Violation]:
        """Say when the confidence is none."""
        if not 0 <= self.confidence <= 1:
            yield Violation("confidence", "must be from 0 to 1")


@frozen
class NeedsFound:
    """All that was found."""

    needs: tuple[NeedFound, ...] = field(**several("The needs", least=0, most=8))
    clarifications: tuple[str, ...] = field(**texts("Questions whose answers would help", least=0, most=3, longest=300))


@frozen
class Met:
    """A need of each that meet."""

    one: str = field(**text("The ref of a need of the one", most=10))
    other: str = field(**text("The ref of a need of the other", most=10))
    need: str = field(**text("What they have in common, in a few words", most=_SHORT))
    category: NeedCategory
    description: str = field(**text("One sentence that both could say", most=_SHORT))


@frozen
class Common:
    """What both need."""

    pairs: tuple[Met, ...] = field(**several("The pairs", least=0, most=5))


@frozen
class Suggested:
    """Something to try."""

    description: str = field(**text("What the two would do", most=800))
    needs_addressed: tuple[str, ...] = field(**texts("Names of the ground, exactly", most=10, longest=_SHORT))
    duration: str = field(**text("For how long", most=100))
    measure_of_success: str = field(**text("How they would notice that it helps", most=500))


@frozen
class Suggestions:
    """What could be tried."""

    ideas: tuple[Suggested, ...] = field(**several("The ideas", least=0, most=5))


@frozen
class Refined:
    """Whether a proposal is fine, and another wording if it is not."""

    fine: bool
    refined: str | None = field(default=None, **text("The proposal, written again", most=800))
    reason: str | None = field(default=None, **text("Why, in one sentence", most=300))

    def broken_rules(self) -> Iterator[Violation]:
        """Say when there is no other wording although one is needed."""
        if not self.fine and (self.refined is None or self.reason is None):
            yield Violation("refined", "is required")


VERBATIM = frozenset({"quote", "evidence", "one", "other", "needs_addressed"})
"""Fields that only repeat what is in the data; every other text is the model's own."""
