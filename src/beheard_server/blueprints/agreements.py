"""Stage 4, agreements: proposing one, answering it, and ending the session with what both agree on."""

from attrs import evolve

from beheard_core import Conflict, Forbidden, Invalid, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import GateNotSatisfied, PartnerNotReady, SessionNotActive, resolve
from beheard_core.mediation.agreements import (
    AgreementAnswer,
    AgreementText,
    NewAgreement,
    agreement_of,
    answer_agreement,
    check_agreement,
    follow_ups,
    propose_agreement,
)
from beheard_core.mediation.views import (
    AgreementAnswered,
    AgreementList,
    AgreementOffered,
    Resolved,
    agreement_answered,
    agreement_list,
    agreement_view,
    resolved,
)
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.repair import agreement_texts
from beheard_server.shell import load
from beheard_server.store import Unit

routes = Routes("agreements", tag="Stage 4: Strategic Repair", envelope=MEDIATION)


@routes.at("POST", "/sessions/<session_id>/agreements")
@routes.signed_in
@routes.arguments(NewAgreement)
@routes.replies(
    AgreementOffered, status=201, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Invalid, Conflict]
)
def propose_an_agreement(body: NewAgreement, caller: Principal, session_id: str) -> AgreementOffered:
    """Propose something to agree on; the caller agrees to it."""
    shell = beheard().shell
    check_agreement(body, now=shell.clock())

    def work(unit: Unit) -> AgreementOffered:
        stored, agreement_id = load(unit, session_id), shell.new_id("agr")
        decision = propose_agreement(stored.value, caller.id, body, agreement_id=agreement_id, now=shell.clock())
        shell.save(unit, stored, decision)
        text = AgreementText(agreement_id, body.description, body.duration, body.measure_of_success)
        unit.common.put_agreement(session_id, text, owner=caller.id)
        proposed = agreement_of(decision.state, agreement_id)
        view = agreement_view(decision.state, caller.id, proposed, {agreement_id: text})
        return AgreementOffered(view, awaiting_partner_confirmation=True)

    return shell.commit(work)


@routes.at("GET", "/sessions/<session_id>/agreements")
@routes.signed_in
@routes.replies(AgreementList, refusals=[Forbidden, NotFound, GateNotSatisfied])
def list_agreements(caller: Principal, session_id: str) -> AgreementList:
    """Show all proposals and what became of them, newest first."""

    def look(unit: Unit) -> AgreementList:
        session = load(unit, session_id).value
        return agreement_list(session, caller.id, agreement_texts(unit, session))

    return beheard().shell.read(look)


@routes.at("POST", "/sessions/<session_id>/agreements/<agreement_id>/confirm")
@routes.signed_in
@routes.arguments(AgreementAnswer)
@routes.replies(AgreementAnswered, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def answer_an_agreement(
    body: AgreementAnswer, caller: Principal, session_id: str, agreement_id: str
) -> AgreementAnswered:
    """Agree to what the partner proposes, turn it down, or propose other words for it."""
    shell = beheard().shell

    def work(unit: Unit) -> AgreementAnswered:
        stored = load(unit, session_id)
        decision = answer_agreement(stored.value, caller.id, agreement_id, body, now=shell.clock())
        shell.save(unit, stored, decision)
        texts = agreement_texts(unit, decision.state)
        if body.modification is not None:
            texts[agreement_id] = evolve(texts[agreement_id], description=body.modification)
            unit.common.put_agreement(session_id, texts[agreement_id], owner=caller.id)
        return agreement_answered(decision.state, caller.id, agreement_id, texts)

    return shell.commit(work)


@routes.at("POST", "/sessions/<session_id>/resolve")
@routes.signed_in
@routes.replies(Resolved, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, PartnerNotReady])
def resolve_session(caller: Principal, session_id: str) -> Resolved:
    """End the session with what both agree on."""
    shell = beheard().shell

    def work(unit: Unit) -> Resolved:
        stored = load(unit, session_id)
        decision = resolve(stored.value, caller.id, now=shell.clock())
        shell.save(unit, stored, decision)
        for agreement_id, due_at in follow_ups(decision.state):
            unit.follow_ups.queue(session_id, agreement_id, due_at=due_at)
        return resolved(decision.state, caller.id, agreement_texts(unit, decision.state))

    return shell.commit(work)
