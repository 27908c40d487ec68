"""What people wrote, in this process's memory."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from attrs import Factory, define, evolve, fields

from beheard_core.mediation import Need, Stage, Synthesis
from beheard_core.mediation.agreements import AgreementText
from beheard_core.mediation.barometer import ExerciseDone, Reading
from beheard_core.mediation.common_ground import GroundText
from beheard_core.mediation.consent import Request
from beheard_core.mediation.messages import Message
from beheard_core.mediation.strategies import StrategyText
from beheard_core.mediation.views import Draft
from beheard_server.store import Note, SharedText

Owned = tuple[str, str]
"""A session and the owner of a vessel in it."""
T = TypeVar("T", Message, Reading)
Text = TypeVar("Text")


@define
class Vessels:
    """Everybody's words; ``copy.copy`` gives vessels that change apart, because every value in them is frozen."""

    notes: dict[Owned, tuple[tuple[Note, str], ...]] = Factory(dict)
    messages: dict[Owned, tuple[Message, ...]] = Factory(dict)
    readings: dict[Owned, tuple[Reading, ...]] = Factory(dict)
    exercises: dict[Owned, tuple[tuple[ExerciseDone, datetime], ...]] = Factory(dict)
    drafts: dict[Owned, Draft] = Factory(dict)
    feedback: dict[tuple[str, str, str], str] = Factory(dict)
    requests: dict[Owned, tuple[Request, ...]] = Factory(dict)
    needs: dict[Owned, tuple[Need, ...]] = Factory(dict)
    syntheses: dict[Owned, Synthesis] = Factory(dict)
    shared: dict[Owned, SharedText] = Factory(dict)
    sharers: dict[Owned, str] = Factory(dict)
    writers: dict[tuple[str, str], str | None] = Factory(dict)
    ground: dict[tuple[str, str], GroundText] = Factory(dict)
    strategies: dict[tuple[str, str], StrategyText] = Factory(dict)
    agreements: dict[tuple[str, str], AgreementText] = Factory(dict)
    follow_ups: dict[tuple[str, str], datetime] = Factory(dict)
    audit: dict[str, tuple[tuple[str, str, str], ...]] = Factory(dict)

    def __copy__(self) -> "Vessels":
        return Vessels(*(dict(getattr(self, each.name)) for each in fields(Vessels)))


class MemoryWords:
    """Implements :class:`beheard_server.store.Words`."""

    def __init__(self, vessels: Vessels) -> None:
        self._vessels = vessels

    def put_note(self, session_id: str, *, owner: str, note: Note, text: str, at: datetime) -> None:  # noqa: ARG002
        """Keep something that a person said beside an act."""
        _append(self._vessels.notes, (session_id, owner), (note, text))

    def notes(self, session_id: str, *, owner: str) -> tuple[tuple[Note, str], ...]:
        """Give what this person said so."""
        return self._vessels.notes.get((session_id, owner), ())

    def add_message(self, message: Message, *, owner: str) -> None:
        """Add a message to the owner's thread."""
        _append(self._vessels.messages, (message.session_id, owner), message)

    def messages(
        self, session_id: str, *, owner: str, stage: Stage | None = None, before: int | None = None, limit: int = 100
    ) -> tuple[tuple[int, Message], ...]:
        """Give the newest messages of the owner's thread, newest first."""
        return _newest(self._vessels.messages.get((session_id, owner), ()), stage, before, limit)

    def add_reading(self, session_id: str, reading: Reading, *, owner: str) -> None:
        """Add a reading of the owner's."""
        _append(self._vessels.readings, (session_id, owner), reading)

    def readings(
        self,
        session_id: str,
        *,
        owner: str,
        stage: Stage | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> tuple[tuple[int, Reading], ...]:
        """Give the owner's newest readings, newest first."""
        return _newest(self._vessels.readings.get((session_id, owner), ()), stage, before, limit)

    def add_exercise(self, session_id: str, exercise: ExerciseDone, *, owner: str, at: datetime) -> None:
        """Note an exercise of the owner's."""
        _append(self._vessels.exercises, (session_id, owner), (exercise, at))

    def draft(self, session_id: str, *, owner: str) -> Draft | None:
        """Give the owner's draft of an empathy attempt."""
        return self._vessels.drafts.get((session_id, owner))

    def put_draft(self, session_id: str, draft: Draft, *, owner: str) -> None:
        """Save the owner's draft."""
        self._vessels.drafts[session_id, owner] = draft

    def put_feedback(self, session_id: str, *, owner: str, attempt_id: str, text: str | None) -> None:
        """Keep what the owner thinks of an attempt."""
        key = (session_id, owner, attempt_id)
        self._vessels.feedback.pop(key, None)
        if text is not None:
            self._vessels.feedback[key] = text

    def add_request(self, session_id: str, request: Request, *, owner: str) -> None:
        """Add a question to the owner whether to share something."""
        _append(self._vessels.requests, (session_id, owner), request)

    def requests(self, session_id: str, *, owner: str) -> tuple[Request, ...]:
        """Give every question that the owner was asked, oldest first."""
        return self._vessels.requests.get((session_id, owner), ())

    def drop_requests(self, session_id: str, request_ids: Collection[str], *, owner: str) -> None:
        """Ask the owner these questions no longer."""
        kept = (each for each in self.requests(session_id, owner=owner) if each.id not in request_ids)
        self._vessels.requests[session_id, owner] = tuple(kept)

    def needs(self, session_id: str, *, owner: str) -> tuple[Need, ...]:
        """Give the owner's needs."""
        return self._vessels.needs.get((session_id, owner), ())

    def put_needs(self, session_id: str, needs: Collection[Need], *, owner: str) -> None:
        """Keep these needs of the owner's."""
        self._vessels.needs[session_id, owner] = tuple(needs)

    def synthesis(self, session_id: str, *, owner: str) -> Synthesis | None:
        """Tell when needs were last found."""
        return self._vessels.syntheses.get((session_id, owner))

    def put_synthesis(self, session_id: str, synthesis: Synthesis, *, owner: str) -> None:
        """Keep that needs were found."""
        self._vessels.syntheses[session_id, owner] = synthesis

    def share(self, session_id: str, shared: SharedText, *, owner: str) -> None:
        """Keep the text that the owner shares by a consent."""
        self._vessels.shared[session_id, shared.consent_id] = shared
        self._vessels.sharers[session_id, shared.consent_id] = owner

    def shared(self, session_id: str, consent_ids: Collection[str]) -> tuple[SharedText, ...]:
        """Give the texts of these consents."""
        found = (self._vessels.shared.get((session_id, each)) for each in consent_ids)
        return tuple(sorted(filter(None, found), key=lambda each: (each.consented_at, each.id)))

    def audit(self, session_id: str, *, actor: str, act: str, about: str, at: datetime) -> None:  # noqa: ARG002
        """Note that something was decided, revoked, or refused."""
        _append(self._vessels.audit, session_id, (actor, act, about))

    def audited(self, session_id: str) -> tuple[tuple[str, str, str], ...]:
        """Give the audit, oldest first."""
        return self._vessels.audit.get(session_id, ())

    def exercises(self, session_id: str, *, owner: str) -> tuple[tuple[ExerciseDone, datetime], ...]:
        """Give the owner's exercises, oldest first."""
        return self._vessels.exercises.get((session_id, owner), ())

    def feedback(self, session_id: str, *, owner: str) -> dict[str, str]:
        """Give what the owner thinks of attempts."""
        mine = self._vessels.feedback.items()
        return {key[2]: text for key, text in mine if key[:2] == (session_id, owner)}

    def erase(self, session_id: str, *, owner: str) -> None:
        """Empty the owner's vessel."""
        vessels = self._vessels
        for vessel in (
            *(vessels.notes, vessels.messages, vessels.readings, vessels.exercises, vessels.drafts),
            *(vessels.requests, vessels.needs, vessels.syntheses),
        ):
            vessel.pop((session_id, owner), None)
        for attempt_id in self.feedback(session_id, owner=owner):
            del vessels.feedback[session_id, owner, attempt_id]
        for key in [key for key, whose in vessels.sharers.items() if (key[0], whose) == (session_id, owner)]:
            del vessels.shared[key], vessels.sharers[key]


class MemoryCommonWords:
    """Implements :class:`beheard_server.store.CommonWords`."""

    def __init__(self, vessels: Vessels) -> None:
        self._vessels = vessels

    def add_ground(self, session_id: str, text: GroundText, *, owner: str | None) -> None:
        """Keep what a piece of common ground says."""
        self._vessels.ground[session_id, text.id] = text
        self._vessels.writers[session_id, text.id] = owner

    def ground(self, session_id: str, ids: Collection[str]) -> dict[str, GroundText]:
        """Give what these pieces of common ground say."""
        return _named(self._vessels.ground, session_id, ids)

    def add_strategy(self, session_id: str, text: StrategyText, *, owner: str | None) -> None:
        """Keep what a strategy says."""
        self._vessels.strategies[session_id, text.id] = text
        self._vessels.writers[session_id, text.id] = owner

    def strategies(self, session_id: str, ids: Collection[str]) -> dict[str, StrategyText]:
        """Give what these strategies say."""
        return _named(self._vessels.strategies, session_id, ids)

    def put_agreement(self, session_id: str, text: AgreementText, *, owner: str) -> None:
        """Keep what an agreement says."""
        self._vessels.agreements[session_id, text.id] = text
        self._vessels.writers[session_id, text.id] = owner

    def agreements(self, session_id: str, ids: Collection[str]) -> dict[str, AgreementText]:
        """Give what these agreements say."""
        return _named(self._vessels.agreements, session_id, ids)

    def erase(self, session_id: str, *, owner: str, instead: str) -> None:
        """Put ``instead`` in place of all words of the owner's."""
        vessels = self._vessels
        for key in [key for key, who in vessels.writers.items() if (key[0], who) == (session_id, owner)]:
            if key in vessels.ground:
                vessels.ground[key] = evolve(vessels.ground[key], need=instead, description=instead)
            elif key in vessels.strategies:
                vessels.strategies[key] = StrategyText(key[1], instead)
            else:
                vessels.agreements[key] = AgreementText(key[1], instead)


class MemoryFollowUps:
    """Implements :class:`beheard_server.store.FollowUps`."""

    def __init__(self, vessels: Vessels) -> None:
        self._queued = vessels.follow_ups

    def queue(self, session_id: str, agreement_id: str, *, due_at: datetime) -> None:
        """Remember to ask about an agreement."""
        self._queued[session_id, agreement_id] = due_at

    def due(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """Give what is due by now."""
        due = sorted((due_at, *key) for key, due_at in self._queued.items() if due_at <= now)
        return tuple((session_id, agreement_id) for _, session_id, agreement_id in due)

    def done(self, session_id: str, agreement_id: str) -> None:
        """Forget that an agreement was to be looked back on."""
        self._queued.pop((session_id, agreement_id), None)


def last_words(vessels: Vessels, session_id: str) -> Iterator[datetime]:
    """Give when something was last written in each vessel of a session."""
    for (of, _), messages in vessels.messages.items():
        if of == session_id:
            yield messages[-1].timestamp
    for (of, _), readings in vessels.readings.items():
        if of == session_id:
            yield readings[-1].timestamp
    yield from (draft.updated_at for (of, _), draft in vessels.drafts.items() if of == session_id)
    yield from (synthesis.made_at for (of, _), synthesis in vessels.syntheses.items() if of == session_id)


def _named(kept: dict[tuple[str, str], Text], session_id: str, ids: Collection[str]) -> dict[str, Text]:
    return {each: kept[session_id, each] for each in ids if (session_id, each) in kept}


def _append(vessel: dict[Any, tuple[Any, ...]], key: object, value: object) -> None:
    vessel[key] = (*vessel.get(key, ()), value)


def _newest(
    things: tuple[T, ...], stage: Stage | None, before: int | None, limit: int | None
) -> tuple[tuple[int, T], ...]:
    numbered = reversed(tuple(enumerate(things, 1)))
    found = (
        (place, each) for place, each in numbered if stage in (None, each.stage) and (before is None or place < before)
    )
    return tuple(islice(found, limit))
