"""Stage 2: drafts, attempts, and what each says of the other's."""

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import GateNotSatisfied, SessionNotActive
from beheard_core.mediation.empathy import (
    DraftChange,
    Judgement,
    Sharing,
    judge_attempt,
    live_feedback,
    readable_attempt,
    save_draft,
    share,
)
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.refusals import ConsentRequired, PartnerNotReady
from beheard_core.mediation.standing import sides
from beheard_core.mediation.views import (
    Draft,
    DraftSaved,
    DraftView,
    Judged,
    PartnerAttempt,
    Shared,
    draft_view,
    judged,
    partner_attempt_reply,
    shared,
)
from beheard_server.facilitators.guarded import guarded
from beheard_server.facilitators.stand_in import wording
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.shell import load
from beheard_server.store import Unit
from beheard_server.vessels import partners_attempt, texts_of

routes = Routes("empathy", tag="Stage 2: Perspective Stretch", envelope=MEDIATION)


@routes.at("POST", "/sessions/<session_id>/empathy/draft")
@routes.signed_in
@routes.arguments(DraftChange)
@routes.replies(DraftSaved, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def save_empathy_draft(body: DraftChange, caller: Principal, session_id: str) -> DraftSaved:
    """Save what the caller is writing for the partner; nobody else reads it."""
    state = beheard()
    shell = state.shell

    def work(unit: Unit) -> Draft:
        stored = load(unit, session_id)
        decision = save_draft(stored.value, caller.id, body, now=shell.clock())
        if decision.state != stored.value:
            shell.save(unit, stored, decision)
        return _put_draft(unit, session_id, caller, body.content, ready=body.ready_to_share)

    draft = shell.commit(work)
    ready = guarded(lambda: bool(state.facilitator.assess_empathy(body.content).ready), False)
    return DraftSaved(draft, ready)


@routes.at("GET", "/sessions/<session_id>/empathy/draft")
@routes.signed_in
@routes.replies(DraftView, refusals=[Forbidden, NotFound])
def get_empathy_draft(caller: Principal, session_id: str) -> DraftView:
    """Show the caller's draft, and what the partner has shared about the attempt made of it."""

    def look(unit: Unit) -> DraftView:
        session = load(unit, session_id).value
        consent = live_feedback(*sides(session, caller.id))
        return draft_view(
            session,
            caller.id,
            draft=unit.words.draft(session_id, owner=caller.id),
            feedback={} if consent is None else texts_of(unit, session_id, (consent.id,)),
        )

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/empathy/consent")
@routes.signed_in
@routes.arguments(Sharing)
@routes.replies(Shared, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def share_empathy_attempt(body: Sharing, caller: Principal, session_id: str) -> Shared:
    """Share a draft, word for word; the partner's attempt comes in sight, if it is live."""
    shell = beheard().shell

    def work(unit: Unit) -> Shared:
        stored = load(unit, session_id)
        draft = unit.words.draft(session_id, owner=caller.id)
        now, consent_id = shell.clock(), shell.new_id("consent")
        decision = share(
            stored.value,
            caller.id,
            body,
            draft_id=None if draft is None else draft.id,
            attempt_id=shell.new_id("att"),
            consent_id=consent_id,
            now=now,
        )
        shell.save(unit, stored, decision)
        if body.final_content is not None:
            draft = _put_draft(unit, session_id, caller, body.final_content, ready=None)
        text = "" if draft is None else draft.content
        me, _ = sides(decision.state, caller.id)
        shell.share(unit, session_id, caller.id, me.consents[-1], text)
        return shared(decision.state, caller.id, partners_attempt(unit, decision.state, caller.id))

    return shell.commit(work)


@routes.at("GET", "/sessions/<session_id>/empathy/partner")
@routes.signed_in
@routes.replies(PartnerAttempt, refusals=[Forbidden, NotFound, GateNotSatisfied, ConsentRequired])
def get_partner_attempt(caller: Principal, session_id: str) -> PartnerAttempt:
    """Show the partner's attempt to somebody who shares one; what is missing and what was withdrawn look alike."""

    def look(unit: Unit) -> PartnerAttempt:
        session = load(unit, session_id).value
        readable_attempt(session, caller.id)
        return partner_attempt_reply(session, caller.id, partners_attempt(unit, session, caller.id))

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/empathy/validate")
@routes.signed_in
@routes.arguments(Judgement)
@routes.replies(
    Judged,
    refusals=[
        Forbidden, NotFound, SessionNotActive, GateNotSatisfied, ConsentRequired, PartnerNotReady, Conflict,
    ],
)  # fmt: skip
def validate_attempt(body: Judgement, caller: Principal, session_id: str) -> Judged:
    """Say whether the partner's attempt is right; feedback is private unless it is shared."""
    shell = beheard().shell
    consent_id = shell.new_id("consent")
    # Nobody's words are handed to the facilitator for an act that is refused.
    judge_attempt(shell.session(session_id), caller.id, body, consent_id=consent_id, now=shell.clock())
    facilitator, words = beheard().facilitator, body.feedback or ""
    text = wording(facilitator, ContentType.EVENT_SUMMARY, words) if body.consent_to_share_feedback else None

    def work(unit: Unit) -> Judged:
        stored, now = load(unit, session_id), shell.clock()
        decision = judge_attempt(stored.value, caller.id, body, consent_id=consent_id, now=now)
        shell.save(unit, stored, decision)
        mine, _ = sides(decision.state, caller.id)
        attempt_id = mine.verdicts[-1].attempt_id
        unit.words.put_feedback(session_id, owner=caller.id, attempt_id=attempt_id, text=body.feedback)
        if text is not None:
            shell.share(unit, session_id, caller.id, mine.consents[-1], text)
        return judged(decision.state, caller.id)

    return shell.commit(work)


def _put_draft(unit: Unit, session_id: str, caller: Principal, content: str, *, ready: bool | None) -> Draft:
    before = unit.words.draft(session_id, owner=caller.id)
    shell = beheard().shell
    draft = Draft(
        shell.new_id("draft") if before is None else before.id,
        content,
        1 if before is None else before.version + 1,
        (before is not None and before.ready_to_share) if ready is None else ready,
        shell.clock(),
    )
    unit.words.put_draft(session_id, draft, owner=caller.id)
    return draft
