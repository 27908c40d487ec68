"""Invitations: what their link shows, and the answer."""

from beheard_core import Conflict, Forbidden, NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import InvitationExpired, Session
from beheard_core.mediation.views import InvitationView, SessionJoined, invitation, session_summary
from beheard_server.acts import invited_session, join_session, names_for, remember
from beheard_server.http.errors import ENVELOPE
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = Routes("invitations", tag="Invitations", envelope=ENVELOPE)


@routes.at("GET", "/invitations/<invitation_id>")
@routes.replies(InvitationView, refusals=[NotFound, InvitationExpired])
def get_invitation(invitation_id: str) -> InvitationView:
    """Show an invitation to whoever has its link: who invites, and until when."""
    shell = beheard().shell

    def look(unit: Unit) -> InvitationView:
        session = invited_session(unit, invitation_id).value
        names = {each: person.name for each, person in unit.people.get([session.inviter.id]).items()}
        return invitation(session, names=names, now=shell.clock())

    return shell.read(look)


@routes.at("POST", "/invitations/<invitation_id>/accept")
@routes.signed_in
@routes.replies(SessionJoined, refusals=[NotFound, Forbidden, Conflict, InvitationExpired])
def accept_invitation(caller: Principal, invitation_id: str) -> SessionJoined:
    """Join the session as its second person; both enter stage 0."""
    shell = beheard().shell

    def work(unit: Unit) -> SessionJoined:
        remember(unit, caller)
        session: Session = join_session(shell, unit, caller, invitation_id)
        return SessionJoined(session_summary(session, caller.id, names=names_for(unit, session, caller.id)))

    return shell.commit(work)
