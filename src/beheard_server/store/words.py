"""What is written, and by what calls it can be read: everybody's own vessel, and what belongs to both."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from beheard_core.mediation import Need, Stage, Synthesis
from beheard_core.mediation.agreements import AgreementText
from beheard_core.mediation.barometer import ExerciseDone, Reading
from beheard_core.mediation.common_ground import GroundText
from beheard_core.mediation.consent import Request
from beheard_core.mediation.messages import Message
from beheard_core.mediation.strategies import StrategyText
from beheard_core.mediation.views import Draft


class Note(StrEnum):
    """Beside which act something was said."""

    CONTEXT = "context"
    PAUSE = "pause"
    LEAVE = "leave"
    DECLINE = "decline"


@frozen
class SharedText:
    """The wording that was shared by one consent."""

    id: str
    consent_id: str
    text: str
    consented_at: datetime


class Words(Protocol):
    """What people wrote, each in their own vessel; every call names the owner."""

    def put_note(self, session_id: str, *, owner: str, note: Note, text: str, at: datetime) -> None:
        """Keep something that a person said beside an act; nobody else ever reads it."""

    def notes(self, session_id: str, *, owner: str) -> tuple[tuple[Note, str], ...]:
        """Give what this person said so, oldest first."""

    def add_message(self, message: Message, *, owner: str) -> None:
        """Add a message to the owner's thread."""

    def messages(
        self, session_id: str, *, owner: str, stage: Stage | None = None, before: int | None = None, limit: int = 100
    ) -> tuple[tuple[int, Message], ...]:
        """Give the newest messages of the owner's thread with their places in it, newest first, before a place."""

    def add_reading(self, session_id: str, reading: Reading, *, owner: str) -> None:
        """Add a reading of the owner's."""

    def readings(
        self,
        session_id: str,
        *,
        owner: str,
        stage: Stage | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> tuple[tuple[int, Reading], ...]:
        """Give the owner's newest readings with their places, newest first, before a place."""

    def add_exercise(self, session_id: str, exercise: ExerciseDone, *, owner: str, at: datetime) -> None:
        """Note an exercise of the owner's."""

    def draft(self, session_id: str, *, owner: str) -> Draft | None:
        """Give the owner's draft of an empathy attempt."""

    def put_draft(self, session_id: str, draft: Draft, *, owner: str) -> None:
        """Save the owner's draft in place of what it said before."""

    def put_feedback(self, session_id: str, *, owner: str, attempt_id: str, text: str | None) -> None:
        """Keep what the owner thinks of an attempt, in place of what they thought before; None keeps nothing."""

    def add_request(self, session_id: str, request: Request, *, owner: str) -> None:
        """Add a question to the owner whether to share something."""

    def requests(self, session_id: str, *, owner: str) -> tuple[Request, ...]:
        """Give every question that the owner was asked, oldest first, the decided ones too."""

    def drop_requests(self, session_id: str, request_ids: Collection[str], *, owner: str) -> None:
        """Ask the owner these questions no longer."""

    def needs(self, session_id: str, *, owner: str) -> tuple[Need, ...]:
        """Give the owner's needs, in the order in which they were kept."""

    def put_needs(self, session_id: str, needs: Collection[Need], *, owner: str) -> None:
        """Keep these needs of the owner's in place of those that were there."""

    def synthesis(self, session_id: str, *, owner: str) -> Synthesis | None:
        """Tell when needs were last found in what the owner wrote, and down to where it was read."""

    def put_synthesis(self, session_id: str, synthesis: Synthesis, *, owner: str) -> None:
        """Keep that needs were found, in place of the time before."""

    def share(self, session_id: str, shared: SharedText, *, owner: str) -> None:
        """Keep the text that the owner shares by a consent."""

    def shared(self, session_id: str, consent_ids: Collection[str]) -> tuple[SharedText, ...]:
        """Give the texts of these consents; which of them may be read is for the facts to say."""

    def audit(self, session_id: str, *, actor: str, act: str, about: str, at: datetime) -> None:
        """Note that something was decided, revoked, or refused to the facilitator; never what it said."""

    def audited(self, session_id: str) -> tuple[tuple[str, str, str], ...]:
        """Give the audit as (actor, act, about), oldest first."""

    def exercises(self, session_id: str, *, owner: str) -> tuple[tuple[ExerciseDone, datetime], ...]:
        """Give the owner's exercises, oldest first."""

    def feedback(self, session_id: str, *, owner: str) -> dict[str, str]:
        """Give what the owner thinks of attempts, by the attempt's id."""

    def erase(self, session_id: str, *, owner: str) -> None:
        """Empty the owner's vessel in a session, for good."""


class CommonWords(Protocol):
    """What belongs to both: what they have in common, what could be tried, what they agree on.

    Which of it can be read is for the facts to say, so every call that reads names what it reads. ``owner`` is whose
    words they are, None where they are the facilitator's; it is never given out again.
    """

    def add_ground(self, session_id: str, text: GroundText, *, owner: str | None) -> None:
        """Keep what a piece of common ground says."""

    def ground(self, session_id: str, ids: Collection[str]) -> dict[str, GroundText]:
        """Give what these pieces of common ground say, by id."""

    def add_strategy(self, session_id: str, text: StrategyText, *, owner: str | None) -> None:
        """Keep what a strategy says."""

    def strategies(self, session_id: str, ids: Collection[str]) -> dict[str, StrategyText]:
        """Give what these strategies say, by id."""

    def put_agreement(self, session_id: str, text: AgreementText, *, owner: str) -> None:
        """Keep what an agreement says, in place of what it said before."""

    def agreements(self, session_id: str, ids: Collection[str]) -> dict[str, AgreementText]:
        """Give what these agreements say, by id."""

    def erase(self, session_id: str, *, owner: str, instead: str) -> None:
        """Put ``instead`` in place of all words of the owner's, for good."""


class FollowUps(Protocol):
    """When agreements are to be looked back on."""

    def queue(self, session_id: str, agreement_id: str, *, due_at: datetime) -> None:
        """Remember to ask about an agreement at a time."""

    def due(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """Give what is due by now as (session id, agreement id), the longest due first."""

    def done(self, session_id: str, agreement_id: str) -> None:
        """Forget that an agreement was to be looked back on."""
