"""Stage 3, the needs: finding them, naming them, saying which are one's own, and sharing them."""

from attrs import field, frozen

from beheard_core import Conflict, Forbidden, Invalid, NotFound
from beheard_core.accounts import Principal
from beheard_core.fields import flag
from beheard_core.mediation import GateNotSatisfied, SessionNotActive
from beheard_core.mediation.needs import (
    NeedAnswers,
    NeedSharing,
    NewNeed,
    add_need,
    share_needs,
    shared_by,
    waiting_for,
)
from beheard_core.mediation.refusals import NeedsMissing
from beheard_core.mediation.standing import sides
from beheard_core.mediation.views import (
    NeedAdded,
    NeedList,
    NeedsConsented,
    NeedsReviewed,
    need_list,
    need_view,
    needs_consented,
    needs_reviewed,
)
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.mapping import find_common_ground, find_needs, newest_place, review_needs
from beheard_server.shell import load
from beheard_server.store import Unit

routes = Routes("needs", tag="Stage 3: Need Mapping", envelope=MEDIATION)


@frozen(kw_only=True)
class NeedsQuery:
    """Whether needs are to be looked for again."""

    refresh: bool = field(default=False, **flag("True looks for needs again, even if nothing was written since"))


@routes.at("GET", "/sessions/<session_id>/needs")
@routes.signed_in
@routes.arguments(NeedsQuery, location="query")
@routes.replies(NeedList, refusals=[Forbidden, NotFound, GateNotSatisfied])
def list_needs(query: NeedsQuery, caller: Principal, session_id: str) -> NeedList:
    """Show the caller's needs, found anew where something was written since."""
    state = beheard()
    find_needs(state.shell, state.facilitator, session_id, caller.id, refresh=query.refresh)

    def look(unit: Unit) -> NeedList:
        return need_list(
            load(unit, session_id).value,
            caller.id,
            unit.words.needs(session_id, owner=caller.id),
            last=unit.words.synthesis(session_id, owner=caller.id),
            newest=newest_place(unit, session_id, caller.id),
        )

    return state.shell.read(look)


@routes.at("POST", "/sessions/<session_id>/needs")
@routes.signed_in
@routes.arguments(NewNeed)
@routes.replies(NeedAdded, status=201, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Conflict])
def name_need(body: NewNeed, caller: Principal, session_id: str) -> NeedAdded:
    """Name a need that was not found; like the others it waits to be confirmed."""
    shell = beheard().shell

    def work(unit: Unit) -> NeedAdded:
        session = load(unit, session_id).value
        current = unit.words.needs(session_id, owner=caller.id)
        need = add_need(session, caller.id, body, current=current, need_id=shell.new_id("need"))
        unit.words.put_needs(session_id, (*current, need), owner=caller.id)
        return NeedAdded(need_view(session, caller.id, need))

    return shell.commit(work)


@routes.at("POST", "/sessions/<session_id>/needs/confirm")
@routes.signed_in
@routes.arguments(NeedAnswers)
@routes.replies(
    NeedsReviewed, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, NeedsMissing, Conflict]
)
def confirm_needs(body: NeedAnswers, caller: Principal, session_id: str) -> NeedsReviewed:
    """Say of every need whether it is one's own; for those that are, the caller is asked whether to share them."""
    state = beheard()
    reviewed = review_needs(state.shell, state.facilitator, session_id, caller.id, body)
    return needs_reviewed(reviewed.session, caller.id, reviewed.needs)


@routes.at("POST", "/sessions/<session_id>/needs/consent")
@routes.signed_in
@routes.arguments(NeedSharing)
@routes.replies(NeedsConsented, refusals=[Forbidden, NotFound, SessionNotActive, GateNotSatisfied, Invalid, Conflict])
def consent_to_needs(body: NeedSharing, caller: Principal, session_id: str) -> NeedsConsented:
    """Share needs in the previewed words; once both share some, what they have in common is looked for."""
    state = beheard()
    shell = state.shell

    def work(unit: Unit) -> None:
        stored = load(unit, session_id)
        me, _ = sides(stored.value, caller.id)
        requests = unit.words.requests(session_id, owner=caller.id)
        current = unit.words.needs(session_id, owner=caller.id)
        waiting = waiting_for(me, requests)
        decision = share_needs(stored.value, caller.id, body, current=current, requests=requests, now=shell.clock())
        if decision.state == stored.value:
            return
        shell.save(unit, stored, decision)
        me, _ = sides(decision.state, caller.id)
        for consent in shared_by(me, body.need_ids):
            if consent.content_id in waiting:
                shell.share(unit, session_id, caller.id, consent, waiting[consent.content_id].preview)

    shell.commit(work)
    find_common_ground(shell, state.facilitator, session_id)
    return needs_consented(shell.session(session_id), caller.id, body.need_ids)
