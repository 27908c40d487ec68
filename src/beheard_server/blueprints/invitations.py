"""Invitations: what their link shows, the answer, and asking again."""

from functools import partial

from beheard_core import Conflict, Forbidden, NotFound, TooMany
from beheard_core.accounts import Principal
from beheard_core.mediation import Decline, InvitationExpired, decline, resend
from beheard_core.mediation.views import (
    Declined,
    InvitationView,
    Resent,
    SessionJoined,
    invitation,
    session_summary,
)
from beheard_server.acts import invited_session, join_session, names_for, noting, send_invitation
from beheard_server.http.envelope import MEDIATION
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.store import Note, Unit

routes = Routes("invitations", tag="Invitations", envelope=MEDIATION)


@routes.at("GET", "/invitations/<invitation_id>")
@routes.public
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
        session = join_session(shell, unit, caller, invitation_id)
        return SessionJoined(session_summary(session, caller.id, names=names_for(unit, session, caller.id)))

    return shell.commit(work)


@routes.at("POST", "/invitations/<invitation_id>/decline")
@routes.signed_in
@routes.arguments(Decline)
@routes.replies(Declined, refusals=[NotFound, Forbidden, Conflict, InvitationExpired])
def decline_invitation(body: Decline, caller: Principal, invitation_id: str) -> Declined:
    """Turn the invitation down, which ends the session; nobody is told why."""
    shell = beheard().shell
    session = shell.change(
        shell.read(lambda unit: invited_session(unit, invitation_id)).value.id,
        lambda session: decline(session, caller.id, body, now=shell.clock()),
        noting(shell, caller.id, Note.DECLINE, body.reason),
    )
    return Declined(declined=True, declined_at=session.updated_at)


@routes.at("POST", "/invitations/<invitation_id>/resend")
@routes.signed_in
@routes.replies(Resent, refusals=[NotFound, Forbidden, TooMany, Conflict])
def resend_invitation(caller: Principal, invitation_id: str) -> Resent:
    """Send the invitation again, good for seven days from now."""
    shell = beheard().shell
    session = shell.change(
        shell.read(lambda unit: invited_session(unit, invitation_id)).value.id,
        lambda session: resend(session, caller.id, now=shell.clock()),
        partial(send_invitation, shell),
    )
    offer = session.invitation
    return Resent(sent=True, sent_at=offer.resent_at[-1], expires_at=offer.expires_at)
