"""What the thread, the barometer, the empathy exchange and the consent records show of themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import frozen

from beheard_core.mediation.barometer import Direction, Reading, Support
from beheard_core.mediation.consent import Request
from beheard_core.mediation.empathy import live_feedback
from beheard_core.mediation.messages import Message
from beheard_core.mediation.model import Consent, ConsentDecision, ContentType, Session
from beheard_core.mediation.stages import can_advance
from beheard_core.mediation.standing import (
    awaits_revision,
    is_live,
    latest_verdict,
    live_attempt,
    may_revise,
    sides,
)


@frozen
class Posted:
    """A message, and what answers it; a pause is advice."""

    user_message: Message
    ai_response: Message
    suggest_pause: bool | None = None
    pause_reason: str | None = None


@frozen
class MessagePage:
    """A page of the caller's own thread, oldest first; the first page holds the newest messages."""

    messages: tuple[Message, ...]
    has_more: bool
    cursor: str | None = None


@frozen
class ReadingTaken:
    """A reading, and what may help."""

    reading: Reading
    offer_support: bool | None = None
    support_type: Support | None = None


@frozen
class TrendView:
    """Where all the readings that match are heading."""

    direction: Direction
    change_from_start: int


@frozen
class ReadingPage:
    """Some of the caller's readings, newest first, with the trend and the mean of all that match."""

    readings: tuple[Reading, ...]
    trend: TrendView
    average_intensity: float
    has_more: bool
    cursor: str | None = None


@frozen
class ExerciseLogged:
    """An exercise that was noted; ``post_exercise_check_in`` asks how it is now."""

    logged: bool
    post_exercise_check_in: bool


@frozen
class Draft:
    """What somebody is writing for the partner; nobody else ever reads it."""

    id: str
    content: str
    version: int
    ready_to_share: bool
    updated_at: datetime


@frozen
class DraftSaved:
    """A saved draft, and whether the facilitator finds it ready."""

    draft: Draft
    ready_to_share: bool


@frozen
class PartnerFeedback:
    """What the partner shared about the caller's attempt."""

    content: str
    shared_at: datetime


@frozen
class DraftView:
    """The caller's draft, and what can be done with it."""

    draft: Draft | None
    can_consent: bool
    already_consented: bool
    revision_requested: bool
    partner_feedback: PartnerFeedback | None


@frozen
class AttemptView:
    """An attempt that its author shares, in the author's exact words."""

    id: str
    source_user_id: str
    content: str
    shared_at: datetime
    consent_record_id: str


@frozen
class Shared:
    """An attempt that the caller has just shared, and the partner's, if that is live."""

    consented: bool
    consented_at: datetime
    waiting_for_partner: bool
    partner_attempt: AttemptView | None = None


@frozen
class PartnerAttempt:
    """The partner's attempt; missing, superseded and withdrawn look alike."""

    attempt: AttemptView | None
    waiting_for_partner: bool
    validated: bool
    validated_at: datetime | None
    awaiting_revision: bool


@frozen
class Judged:
    """What the caller said of the partner's attempt, and where that leaves both."""

    validated: bool
    validated_at: datetime | None
    feedback_shared: bool
    awaiting_revision: bool
    can_advance: bool
    partner_validated: bool


@frozen
class PendingRequest:
    """A question to the caller whether to share something."""

    id: str
    content_type: ContentType
    content_description: str
    transformed_preview: str
    original_content_id: str
    original_content_summary: str


@frozen
class PendingRequests:
    """All questions that wait for the caller, oldest first."""

    pending_requests: tuple[PendingRequest, ...]


@frozen
class ConsentRecord:
    """A decision of the caller's."""

    id: str
    content_type: ContentType
    decision: ConsentDecision
    decided_at: datetime
    revoked_at: datetime | None
    content_description: str


@frozen
class ConsentHistory:
    """All decisions of the caller's, newest first."""

    records: tuple[ConsentRecord, ...]


@frozen
class SharedContent:
    """Something that was shared by consent, as the partner reads it."""

    id: str
    source_user_id: str
    transformed_content: str
    consented_at: datetime
    consent_active: bool


@frozen
class SharedItem(SharedContent):
    """Something in the shared vessel."""

    content_type: ContentType


@frozen
class Decided:
    """An answer to a request, and what is shared by it."""

    recorded: bool
    consent_record: ConsentRecord
    shared_content: SharedContent | None = None


@frozen
class Revoked:
    """A consent that was taken back."""

    revoked: bool
    revoked_at: datetime


@frozen
class SharedVessel:
    """What both have shared and still share, as the caller may see it."""

    mine: tuple[SharedItem, ...]
    partners: tuple[SharedItem, ...]


Texts = Mapping[str, str]
"""Shared texts by the id of their consent."""

_NOT_LISTED = frozenset({ContentType.EMPATHY_ATTEMPT, ContentType.STRATEGY_PROPOSAL})

DESCRIPTIONS: Mapping[ContentType, str] = {
    ContentType.EMPATHY_ATTEMPT: "Your attempt to see it as your partner does",
    ContentType.EVENT_SUMMARY: "Your feedback on your partner's attempt",
    ContentType.STRATEGY_PROPOSAL: "A strategy of yours",
}
"""What a record is called that came about by an act of its owner's, not by a request."""


def readable_consents(session: Session, viewer: str) -> tuple[Consent, ...]:
    """Give the partner's live consents to content that is listed in the shared vessel."""
    _, partner = sides(session, viewer)
    return tuple(each for each in partner.consents if each.is_live and each.content_type not in _NOT_LISTED)


def own_live_consents(session: Session, viewer: str) -> tuple[Consent, ...]:
    """Give the caller's own live consents, a superseded attempt's aside."""
    me, _ = sides(session, viewer)
    live = live_attempt(me)
    current = None if live is None else live.consent_id
    return tuple(
        each
        for each in me.consents
        if each.is_live and (each.content_type is not ContentType.EMPATHY_ATTEMPT or each.id == current)
    )


def draft_view(session: Session, viewer: str, *, draft: Draft | None, feedback: Texts) -> DraftView:
    """Show the caller's draft; ``feedback`` holds the text of the partner's live feedback, if there is any."""
    me, partner = sides(session, viewer)
    consent = live_feedback(me, partner)
    asked = awaits_revision(partner, me)
    return DraftView(
        draft,
        can_consent=draft is not None and is_live(session) and may_revise(me, partner),
        already_consented=live_attempt(me) is not None,
        revision_requested=asked,
        partner_feedback=None if consent is None else PartnerFeedback(feedback[consent.id], consent.decided_at),
    )


def partner_attempt(session: Session, viewer: str, texts: Texts) -> AttemptView | None:
    """Show the partner's live attempt, or None."""
    _, partner = sides(session, viewer)
    attempt = live_attempt(partner)
    if attempt is None:
        return None
    return AttemptView(attempt.id, partner.id, texts[attempt.consent_id], attempt.shared_at, attempt.consent_id)


def partner_attempt_reply(session: Session, viewer: str, texts: Texts) -> PartnerAttempt:
    """Show the partner's attempt with what the caller said of it."""
    me, partner = sides(session, viewer)
    attempt = partner_attempt(session, viewer, texts)
    verdict = latest_verdict(me)
    validated_at = verdict.given_at if verdict is not None and verdict.validated else None
    return PartnerAttempt(
        attempt, attempt is None, validated_at is not None, validated_at, awaits_revision(me, partner)
    )


def shared(session: Session, viewer: str, texts: Texts) -> Shared:
    """Show an attempt that was just shared."""
    me, _ = sides(session, viewer)
    theirs = partner_attempt(session, viewer, texts)
    return Shared(True, me.attempts[-1].shared_at, theirs is None, theirs)


def judged(session: Session, viewer: str) -> Judged:
    """Show a judgement that was just given."""
    me, partner = sides(session, viewer)
    mine, theirs = me.verdicts[-1], latest_verdict(partner)
    return Judged(
        mine.validated,
        mine.given_at if mine.validated else None,
        mine.feedback_shared,
        awaits_revision(me, partner),
        can_advance(session, viewer),
        theirs is not None and theirs.validated,
    )


def pending(requests: Sequence[Request]) -> PendingRequests:
    """Show the requests that wait."""
    return PendingRequests(
        tuple(
            PendingRequest(
                each.id,
                each.content_type,
                each.description,
                each.preview,
                each.original_id,
                each.original_summary,
            )
            for each in requests
        )
    )


def consent_record(consent: Consent, description: str | None) -> ConsentRecord:
    """Show a decision; ``description`` is that of the request it answered, if there was one."""
    decision = ConsentDecision.GRANTED if consent.granted else ConsentDecision.DENIED
    if consent.revoked_at is not None:
        decision = ConsentDecision.REVOKED
    return ConsentRecord(
        consent.id,
        consent.content_type,
        decision,
        consent.decided_at,
        consent.revoked_at,
        description or DESCRIPTIONS[consent.content_type],
    )


def history(session: Session, viewer: str, descriptions: Texts) -> ConsentHistory:
    """Show every decision of the caller's, newest first."""
    me, _ = sides(session, viewer)
    newest_first = reversed(me.consents)
    return ConsentHistory(tuple(consent_record(each, descriptions.get(each.id)) for each in newest_first))
