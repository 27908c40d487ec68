"""Consent: nothing of one person reaches the other but by it, and it can be taken back at any time.

A request waits in its owner's own vessel and has no effect on anybody. Decided, it becomes a fact of the session, and
every read that crosses from one person to the other asks that fact at that moment.

Source: the contract's *Consent* and *Consent model*.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, NotFound
from beheard_core.fields import check, ident, text
from beheard_core.mediation.events import ConsentGranted, ConsentRevoked, NeedsShared, SessionEvent
from beheard_core.mediation.model import (
    Consent,
    ConsentDecision,
    ContentType,
    Participant,
    Session,
    Stage,
)
from beheard_core.mediation.standing import (
    consent_of,
    require_live,
    require_still_in,
    sides,
    visible_strategies,
    with_participant,
)

SILENT = frozenset({ContentType.STRATEGY_PROPOSAL})
"""Content whose withdrawal is not announced, because the news would name its author."""

_OF_ONES_OWN = frozenset({ContentType.EVENT_SUMMARY, ContentType.EMOTIONAL_PATTERN, ContentType.BOUNDARY})

PROPOSABLE: Mapping[Stage, frozenset[ContentType]] = dict.fromkeys(
    (Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING), _OF_ONES_OWN
)
"""What the facilitator may ask in which stage to have shared."""


@frozen
class Request:
    """A question whether to share something; ``preview`` is the wording that the partner would read.

    ``original_summary`` reminds the owner of what it was made from.
    """

    id: str
    content_type: ContentType
    description: str
    preview: str
    original_id: str
    original_summary: str
    requested_at: datetime


class Choice(StrEnum):
    """The two answers that a request can be given."""

    GRANTED = ConsentDecision.GRANTED.value
    DENIED = ConsentDecision.DENIED.value


@frozen(kw_only=True)
class Answer:
    """What the owner says to a request; ``edited_content`` is shared exactly as written."""

    consent_request_id: str = field(**ident("The request that is answered"))
    decision: Choice
    edited_content: str | None = field(default=None, **text("Your own wording", most=1200))


@frozen(kw_only=True)
class Revocation:
    """Which consent is taken back."""

    consent_record_id: str = field(**ident("The record of the consent"))


def decide(
    session: Session, person: str, answer: Answer, *, request: Request | None, now: datetime
) -> Decision[Session]:
    """Answer one of this person's requests; ``request`` is the one that waits in their vessel, if it does.

    Raises:
        Invalid: the answer breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: it is granted, and the session is not live.
        NotFound: this person has no such request.
        Conflict: it was decided before; or a need is granted after stage 3.
    """
    check(answer)
    me, _ = sides(session, person)
    granted = answer.decision is Choice.GRANTED
    if granted:
        require_live(session)
    if consent_of(me, answer.consent_request_id) is not None:
        raise Conflict("This has been decided before.")
    if request is None:
        raise NotFound("consent request")
    about_need = request.content_type is ContentType.IDENTIFIED_NEED
    if granted and about_need:
        require_still_in(me, Stage.NEED_MAPPING)
    decided = with_participant(session, with_consent(me, answered(request, granted=granted, now=now)))
    if not granted:
        return Decision(decided)
    kind: type[SessionEvent] = NeedsShared if about_need else ConsentGranted
    event = kind(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(decided, updated_at=now), (event,))


def revoke(
    session: Session, person: str, consent_id: str, *, pending: bool = False, now: datetime
) -> Decision[Session]:
    """Take a consent back, in any status of the session; taking it back again changes nothing.

    ``pending`` tells that ``consent_id`` is a request of this person's that waits for an answer.

    Raises:
        Forbidden: ``person`` is not a participant.
        NotFound: this person has no such record.
        Conflict: it was never granted.
    """
    me, _ = sides(session, person)
    consent = consent_of(me, consent_id)
    if consent is None and not pending:
        raise NotFound("consent record")
    if consent is None or not consent.granted:
        raise Conflict("This was never shared.")
    if not consent.is_live:
        return Decision(session)
    revoked = without_share(session, person, consent, now=now)
    if consent.content_type in SILENT:
        return Decision(revoked)
    event = ConsentRevoked(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(revoked, updated_at=now), (event,))


def decided_between(before: Session, after: Session) -> Iterator[tuple[str, str, str]]:
    """Give what either person has decided or taken back from one state to the next, as (person, act, consent id)."""
    for old, new in ((before.inviter, after.inviter), (before.invitee, after.invitee)):
        for consent in new.consents:
            known = consent_of(old, consent.id)
            if known is None:
                yield new.id, "granted" if consent.granted else "denied", consent.id
            elif known.is_live and not consent.is_live:
                yield new.id, "revoked", consent.id


def undecided(me: Participant, requests: Iterable[Request]) -> tuple[Request, ...]:
    """Give the requests that this person has not answered, in their order."""
    return tuple(each for each in requests if consent_of(me, each.id) is None)


def answered(request: Request, *, granted: bool, now: datetime) -> Consent:
    """Give the record that a request becomes."""
    return Consent(request.id, request.content_type, request.original_id, now, granted, by_system=True)


def with_consent(me: Participant, consent: Consent) -> Participant:
    """Give the participant with one decided consent more."""
    return evolve(me, consents=(*me.consents, consent))


def without_share(session: Session, person: str, consent: Consent, *, now: datetime) -> Session:
    """Give the session with one of this person's consents revoked, and everything that rested on it gone with it."""
    me, _ = sides(session, person)
    consents = tuple(evolve(each, revoked_at=now) if each.id == consent.id else each for each in me.consents)
    withdraw = _WITHDRAW.get(consent.content_type)
    me = evolve(me, consents=consents)
    session = with_participant(session, me if withdraw is None else withdraw(me, consent, now))
    return _with_an_empty_pool_reopened(session)


def without_any_share(session: Session, person: str, *, now: datetime) -> Session:
    """Give the session with every live consent of this person's revoked."""
    me, _ = sides(session, person)
    for consent in me.consents:
        if consent.is_live:
            session = without_share(session, person, consent, now=now)
    return session


def _withdraw_attempt(me: Participant, consent: Consent, now: datetime) -> Participant:
    attempts = (evolve(each, withdrawn_at=now) if each.id == consent.content_id else each for each in me.attempts)
    return evolve(me, attempts=tuple(attempts))


def _withdraw_feedback(me: Participant, consent: Consent, now: datetime) -> Participant:  # noqa: ARG001  one shape for all
    verdicts = (
        evolve(each, feedback_shared=False) if each.attempt_id == consent.content_id else each for each in me.verdicts
    )
    return evolve(me, verdicts=tuple(verdicts))


_WITHDRAW: Mapping[ContentType, Callable[[Participant, Consent, datetime], Participant]] = {
    ContentType.EMPATHY_ATTEMPT: _withdraw_attempt,
    ContentType.EVENT_SUMMARY: _withdraw_feedback,
}


def _with_an_empty_pool_reopened(session: Session) -> Session:
    """Let both begin to collect again where nothing is left to be ranked, and nothing has been compared."""
    if session.overlap is not None or visible_strategies(session):
        return session
    inviter, invitee = (evolve(each, ready_at=None, ranking=None) for each in (session.inviter, session.invitee))
    return evolve(session, inviter=inviter, invitee=invitee)
