"""Sessions: opening one, and looking at it."""

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import Invite
from beheard_core.mediation.views import SessionDetail, SessionOpened, session_detail, session_summary
from beheard_server.acts import names_for, open_session, remember
from beheard_server.http.errors import ENVELOPE
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.shell import load
from beheard_server.store import SentInvitation, Unit

routes = Routes("sessions", tag="Sessions", envelope=ENVELOPE)


@routes.at("POST", "/sessions")
@routes.signed_in
@routes.arguments(Invite)
@routes.replies(SessionOpened, status=201, refusals=[NotFound, Conflict])
def create_session(body: Invite, caller: Principal) -> SessionOpened:
    """Open a session and invite the other person, by id or by address."""
    state = beheard()

    def work(unit: Unit) -> tuple[SessionOpened, SentInvitation]:
        remember(unit, caller)
        opening, sent = open_session(state.shell, unit, caller, body)
        session = opening.session
        summary = session_summary(session, caller.id, names=names_for(unit, session, caller.id))
        return SessionOpened(summary, sent.id, f"beheard://invite/{sent.id}"), sent

    opened, sent = state.shell.commit(work)
    state.notifier.invitation_sent(sent, url=opened.invitation_url)
    return opened


@routes.at("GET", "/sessions/<session_id>")
@routes.signed_in
@routes.replies(SessionDetail, refusals=[Forbidden, NotFound])
def get_session(caller: Principal, session_id: str) -> SessionDetail:
    """Show one session to one of its two people."""

    def look(unit: Unit) -> SessionDetail:
        session = load(unit, session_id).value
        return session_detail(
            session,
            caller.id,
            names=names_for(unit, session, caller.id),
            relationship=unit.relationships.get(session.relationship_id),
            session_count=unit.relationships.count_sessions(session.relationship_id),
        )

    return beheard().shell.read(look)
