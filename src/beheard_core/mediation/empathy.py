"""Stage 2: each puts into words how the other may see it, shares those words, and says whether the other's are right.

Source: the contract's *Stage 2*.
"""

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, NotFound, Violation
from beheard_core.fields import check, flag, ident, text
from beheard_core.mediation.consent import with_consent, without_share
from beheard_core.mediation.events import ConsentRevoked, EmpathyFeedback, EmpathyShared, SessionEvent
from beheard_core.mediation.model import (
    Attempt,
    Consent,
    ContentType,
    Participant,
    Session,
    Stage,
    Verdict,
)
from beheard_core.mediation.refusals import ConsentRequired, PartnerNotReady
from beheard_core.mediation.standing import (
    live_attempt,
    may_revise,
    require_at,
    require_stage,
    sides,
    with_participant,
)

MOST = 1200
_SHARED = "You have shared this, and nobody has asked you to revise it."


@frozen(kw_only=True)
class DraftChange:
    """What a draft is to say; ``ready_to_share`` stays as it was when it is left out."""

    content: str = field(**text("How your partner may see it, in your words", most=MOST))
    ready_to_share: bool | None = field(default=None, **flag("Whether you feel ready to share it"))


@frozen(kw_only=True)
class Sharing:
    """Which draft is shared, and in which wording if not its own."""

    draft_id: str = field(**ident("Your draft"))
    final_content: str | None = field(default=None, **text("The final wording", most=MOST))


@frozen(kw_only=True)
class Judgement:
    """What somebody says of the partner's attempt; feedback is private unless it is shared."""

    validated: bool = field(**flag("Whether the attempt is right"))
    feedback: str | None = field(default=None, **text("What you would tell your partner", most=1000))
    consent_to_share_feedback: bool = field(default=False, **flag("True lets your partner read the feedback"))
    attempt_id: str | None = field(default=None, **ident("The attempt that is judged; the live one if left out"))

    def broken_rules(self) -> Iterable[Violation]:
        """Only feedback that is there can be shared."""
        if self.consent_to_share_feedback and self.feedback is None:
            yield Violation("feedback", "is required to be shared")


def save_draft(session: Session, person: str, change: DraftChange, *, now: datetime) -> Decision[Session]:
    """Let somebody write; the words themselves go to their own vessel.

    Raises:
        Invalid: the change breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 2.
        Conflict: an attempt of theirs is live, and no revision was asked for.
    """
    check(change)
    me, partner = require_at(session, person, Stage.PERSPECTIVE_STRETCH)
    if not may_revise(me, partner):
        raise Conflict(_SHARED)
    return Decision(session if me.drafted_at else with_participant(session, evolve(me, drafted_at=now)))


def share(
    session: Session,
    person: str,
    sharing: Sharing,
    *,
    draft_id: str | None,
    attempt_id: str,
    consent_id: str,
    now: datetime,
) -> Decision[Session]:
    """Share a draft as an attempt, which supersedes an earlier one; ``draft_id`` is the id of this person's draft.

    Raises:
        Invalid: what is asked breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 2.
        NotFound: the draft is not theirs.
        Conflict: an attempt of theirs is live, and no revision was asked for.
    """
    check(sharing)
    me, partner = require_at(session, person, Stage.PERSPECTIVE_STRETCH)
    if draft_id is None or sharing.draft_id != draft_id:
        raise NotFound("draft")
    if not may_revise(me, partner):
        raise Conflict(_SHARED)
    consent = Consent(consent_id, ContentType.EMPATHY_ATTEMPT, attempt_id, now)
    attempt = Attempt(attempt_id, now, consent_id=consent_id)
    me = with_consent(evolve(me, attempts=(*me.attempts, attempt)), consent)
    event = EmpathyShared(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(with_participant(session, me), updated_at=now), (event,))


def judge_attempt(
    session: Session, person: str, judgement: Judgement, *, consent_id: str, now: datetime
) -> Decision[Session]:
    """Say whether the partner's live attempt is right; a new word on the same attempt replaces the one before.

    Feedback that was shared with the earlier word is withdrawn, which is announced where no new feedback is;
    ``consent_id`` is for the new one, if it is shared.

    Raises:
        Invalid: the judgement breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 2.
        ConsentRequired: nothing of this person's is shared.
        PartnerNotReady: nothing of the partner's is shared.
        Conflict: ``judgement.attempt_id`` names another attempt than the live one.
    """
    check(judgement)
    me, partner = require_at(session, person, Stage.PERSPECTIVE_STRETCH)
    attempt = _partners_attempt(me, partner)
    if judgement.attempt_id not in (None, attempt.id):
        raise Conflict("Your partner has replaced this attempt.")
    shared, earlier = judgement.consent_to_share_feedback, _feedback_on(attempt, me)
    if earlier is not None:
        session = without_share(session, person, earlier, now=now)
        me, _ = sides(session, person)
    others = (each for each in me.verdicts if each.attempt_id != attempt.id)
    me = evolve(me, verdicts=(*others, Verdict(attempt.id, judgement.validated, now, shared)))
    if shared:
        me = with_consent(me, Consent(consent_id, ContentType.EVENT_SUMMARY, attempt.id, now))
    elif earlier is None:
        return Decision(with_participant(session, me))
    kind: type[SessionEvent] = EmpathyFeedback if shared else ConsentRevoked
    event = kind(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(with_participant(session, me), updated_at=now), (event,))


def readable_attempt(session: Session, person: str) -> Attempt | None:
    """Give the partner's attempt as far as this person may read it: missing, superseded and withdrawn look alike.

    Raises:
        Forbidden: ``person`` is not a participant.
        GateNotSatisfied: this person has not reached stage 2.
        ConsentRequired: nothing of this person's is shared.
    """
    me, partner = sides(session, person)
    require_stage(me, Stage.PERSPECTIVE_STRETCH)
    if live_attempt(me) is None:
        raise ConsentRequired
    return live_attempt(partner)


def live_feedback(me: Participant, partner: Participant) -> Consent | None:
    """Give the consent to the feedback on this person's live attempt, while the partner shares it."""
    mine = live_attempt(me)
    return None if mine is None else _feedback_on(mine, partner)


def _partners_attempt(me: Participant, partner: Participant) -> Attempt:
    if live_attempt(me) is None:
        raise ConsentRequired
    theirs = live_attempt(partner)
    if theirs is None:
        raise PartnerNotReady
    return theirs


def _feedback_on(attempt: Attempt, giver: Participant) -> Consent | None:
    about = (ContentType.EVENT_SUMMARY, attempt.id)
    found = (each for each in giver.consents if each.is_live and (each.content_type, each.content_id) == about)
    return next(found, None)
