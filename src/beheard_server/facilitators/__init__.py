"""The facilitator: what a human or a model would say, behind one protocol, with an offline default.

A facilitator is given a bundle and nothing else: it has no store, no session, and no way to ask for more.
"""

from collections.abc import Sequence
from typing import Protocol

from attrs import frozen

from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.model import ContentType, Stage
from beheard_core.mediation.retrieval import Intent, Item, Query


@frozen
class Line:
    """One line of the person's own thread; ``by_person`` is False for what the facilitator said."""

    by_person: bool
    text: str


@frozen
class Bundle:
    """All that a reply may rest on: the message, how intense it is, and what the stage lets be retrieved."""

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


class Facilitator(Protocol):
    """The seams that can be replaced, by a model or by something of the host's."""

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        """Say what a reply to this message would need; what the stage does not allow is dropped."""

    def reply(self, bundle: Bundle) -> str:
        """Answer a message."""

    def assess_empathy(self, draft: str) -> Assessment:
        """Say whether a draft speaks of the other with curiosity."""

    def transform(self, original: str) -> str:
        """Put somebody's words so that the other can hear them, adding nothing."""

    def has_distress(self, context: str) -> bool:
        """Tell whether what somebody said of a reading speaks of distress."""

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        """Say what in a message might be worth sharing; the person is asked, and nothing is shared by this."""


__all__ = ["Assessment", "Bundle", "Facilitator", "Line", "Proposal"]
