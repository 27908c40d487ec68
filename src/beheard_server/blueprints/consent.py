"""Consent: the questions that wait for the caller, the answers, taking them back, and what is shared by them."""

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import SessionNotActive
from beheard_core.mediation.consent import Answer, Request, Revocation, decide, revoke, undecided
from beheard_core.mediation.model import Consent
from beheard_core.mediation.standing import consent_of, sides
from beheard_core.mediation.views import (
    ConsentHistory,
    Decided,
    PendingRequests,
    Revoked,
    SharedContent,
    SharedVessel,
    consent_record,
    history,
    pending,
)
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.mapping import find_common_ground
from beheard_server.repair import own_strategies
from beheard_server.shell import load
from beheard_server.store import Unit
from beheard_server.vessels import shared_vessel

routes = Routes("consent", tag="Consent", envelope=MEDIATION)


@routes.at("GET", "/sessions/<session_id>/consent/pending")
@routes.signed_in
@routes.replies(PendingRequests, refusals=[Forbidden, NotFound])
def list_pending(caller: Principal, session_id: str) -> PendingRequests:
    """Show the questions that wait for the caller, oldest first."""

    def look(unit: Unit) -> PendingRequests:
        me, _ = sides(load(unit, session_id).value, caller.id)
        requests = unit.words.requests(session_id, owner=caller.id)
        return pending(undecided(me, requests))

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/consent/decide")
@routes.signed_in
@routes.arguments(Answer)
@routes.replies(Decided, refusals=[Forbidden, NotFound, SessionNotActive, Conflict])
def decide_request(body: Answer, caller: Principal, session_id: str) -> Decided:
    """Share something, in the previewed words or in one's own, or do not.

    Once both share needs, what they have in common is looked for.
    """
    state = beheard()
    shell = state.shell

    def work(unit: Unit) -> Decided:
        stored = load(unit, session_id)
        requests = unit.words.requests(session_id, owner=caller.id)
        request = next((each for each in requests if each.id == body.consent_request_id), None)
        decision = decide(stored.value, caller.id, body, request=request, now=shell.clock())
        shell.save(unit, stored, decision)
        me, _ = sides(decision.state, caller.id)
        consent = me.consents[-1]
        record = consent_record(consent, None if request is None else request.description)
        return Decided(True, record, _share(unit, session_id, caller, consent=consent, request=request, answer=body))

    decided = shell.commit(work)
    find_common_ground(shell, state.facilitator, session_id)
    return decided


@routes.at("POST", "/sessions/<session_id>/consent/revoke")
@routes.signed_in
@routes.arguments(Revocation)
@routes.replies(Revoked, refusals=[Forbidden, NotFound, Conflict])
def revoke_consent(body: Revocation, caller: Principal, session_id: str) -> Revoked:
    """Take a consent back, at any time; the partner's next look finds nothing."""
    shell = beheard().shell

    def work(unit: Unit) -> Revoked:
        stored = load(unit, session_id)
        record_id = body.consent_record_id
        pending = any(each.id == record_id for each in unit.words.requests(session_id, owner=caller.id))
        decision = revoke(stored.value, caller.id, record_id, pending=pending, now=shell.clock())
        if decision.state != stored.value:
            shell.save(unit, stored, decision)
        me, _ = sides(decision.state, caller.id)
        consent = consent_of(me, record_id)
        revoked_at = None if consent is None else consent.revoked_at
        return Revoked(revoked=True, revoked_at=revoked_at or shell.clock())

    return shell.commit(work)


@routes.at("GET", "/sessions/<session_id>/consent/history")
@routes.signed_in
@routes.replies(ConsentHistory, refusals=[Forbidden, NotFound])
def list_history(caller: Principal, session_id: str) -> ConsentHistory:
    """Show what the caller has decided, newest first."""

    def look(unit: Unit) -> ConsentHistory:
        session = load(unit, session_id).value
        requests = unit.words.requests(session_id, owner=caller.id)
        described = {each.id: each.description for each in requests}
        return history(session, caller.id, described | own_strategies(unit, session, caller.id))

    return beheard().shell.read(look)


@routes.at("GET", "/sessions/<session_id>/shared")
@routes.signed_in
@routes.replies(SharedVessel, refusals=[Forbidden, NotFound])
def get_shared(caller: Principal, session_id: str) -> SharedVessel:
    """Show what both still share, as the caller may see it."""

    def look(unit: Unit) -> SharedVessel:
        return shared_vessel(unit, load(unit, session_id).value, caller.id)

    return beheard().shell.read(look)


def _share(
    unit: Unit, session_id: str, caller: Principal, *, consent: Consent, request: Request | None, answer: Answer
) -> SharedContent | None:
    if not consent.granted or request is None:
        return None
    text = answer.edited_content or request.preview
    shared = beheard().shell.share(unit, session_id, caller.id, consent, text)
    return SharedContent(shared.id, caller.id, text, consent.decided_at, consent_active=True)
