"""What touches several things at once, done inside one transaction: opening a session, joining one, listing them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from beheard_core import NotFound
from beheard_core.accounts import Principal
from beheard_core.mediation import PENDING, Address, Invite, Session, accept, accept_as_newcomer, create
from beheard_core.mediation.sessions import expire
from beheard_core.mediation.views import ShownStatus, is_shown_as, stored_statuses
from beheard_server.shell import Shell, Words, load
from beheard_server.store import Note, Notice, NoticeKind, SentInvitation, Stored, Unit

# Others may write between two of these.
_AT_A_TIME = 100


def open_session(shell: Shell, unit: Unit, caller: Principal, invite: Invite) -> tuple[Session, SentInvitation]:
    """Open a session, with its relationship, the inviter's vessel, and the invitation.

    Raises:
        Refusal: as :func:`beheard_core.mediation.create`.
    """
    known = unit.relationships.of_pair(caller.id, invite.person_id) if invite.person_id else None
    decision = create(
        caller.id,
        invite,
        own=Address(caller.email, caller.phone),
        known=known,
        others=unit.sessions.open_around(caller.id),
        session_id=shell.new_id("sess"),
        relationship_id=shell.new_id("rel"),
        invitation_id=shell.new_id("inv"),
        now=shell.clock(),
    )
    opening = decision.state
    session = opening.session
    for replaced in opening.replaced:
        unit.sessions.replace(replaced, load(unit, replaced.id).version)
    if known is None:
        unit.relationships.add(opening.relationship)
    unit.sessions.add(session)
    address = Address(invite.invite_email, invite.invite_phone)
    sent = SentInvitation(session.invitation.id, session.id, caller.id, invite.person_id, address, invite.invite_name)
    unit.invitations.add(sent)
    noting(shell, caller.id, Note.CONTEXT, invite.context)(unit, session)
    shell.record(unit, decision.events)
    send_invitation(shell, unit, session)
    return session, sent


def send_invitation(shell: Shell, unit: Unit, session: Session) -> None:
    """Let the invitation go out, in the transaction in which it was made, or made anew."""
    unit.notices.add(
        Notice(
            id=shell.new_id("notice"),
            kind=NoticeKind.INVITATION,
            due_at=shell.clock(),
            expires_at=session.invitation.expires_at,
            session_id=session.id,
        )
    )


def invited_session(unit: Unit, invitation_id: str) -> Stored[Session]:
    """Give the session that an invitation leads to.

    Raises:
        NotFound: there is no such invitation.
    """
    session_id = unit.invitations.session_of(invitation_id)
    if session_id is None:
        raise NotFound("invitation")
    return load(unit, session_id)


def join_session(shell: Shell, unit: Unit, caller: Principal, invitation_id: str) -> Session:
    """Accept an invitation; the session moves to the relationship that the two already have, if they have one.

    Raises:
        Refusal: as :func:`beheard_core.mediation.accept`; NotFound when there is no such invitation.
    """
    stored = invited_session(unit, invitation_id)
    inviter = stored.value.inviter.id
    known = unit.relationships.of_pair(inviter, caller.id)
    decision = accept(
        stored.value,
        caller.id,
        pair=[each.session for each in unit.sessions.open_around(inviter) if _involves(each.session, caller.id)],
        relationship_id=None if known is None else known.id,
        now=shell.clock(),
    )
    shell.save(unit, stored, decision)
    if known is None:
        unit.relationships.join(stored.value.relationship_id, caller.id)
    elif known.id != stored.value.relationship_id:
        unit.relationships.drop(stored.value.relationship_id)
    return decision.state


def join_as_newcomer(shell: Shell, unit: Unit, person_id: str, invitation_id: str) -> Session:
    """Accept an invitation in the transaction in which ``person_id`` comes into being.

    Raises:
        Refusal: as :func:`beheard_core.mediation.accept_as_newcomer`.
    """
    session_id = unit.invitations.session_of(invitation_id)
    stored = None if session_id is None else load(unit, session_id)
    decision = accept_as_newcomer(None if stored is None else stored.value, person_id, now=shell.clock())
    if stored is not None:
        shell.save(unit, stored, decision)
        unit.relationships.join(stored.value.relationship_id, person_id)
    return decision.state


def expire_sessions(shell: Shell, older_than: timedelta) -> int:
    """End every session in which neither has done or written anything for so long, and say how many that were."""
    before, ended = shell.clock() - older_than, 0

    def some(unit: Unit) -> int:
        quiet = unit.sessions.quiet_since(before, limit=_AT_A_TIME)
        for session_id in quiet:
            stored = load(unit, session_id)
            shell.save(unit, stored, expire(stored.value, now=shell.clock()))
        return len(quiet)

    while more := shell.commit(some):
        ended += more
    return ended


def noting(shell: Shell, owner: str, note: Note, text: str | None) -> Words:
    """Make what keeps the words that somebody said beside an act, if any, in that person's own vessel."""

    def keep(unit: Unit, session: Session) -> None:
        if text is not None:
            unit.words.put_note(session.id, owner=owner, note=note, text=text, at=shell.clock())

    return keep


def find_sessions(
    unit: Unit, person: str, status: ShownStatus | None, *, before: tuple[datetime, str] | None, limit: int
) -> tuple[Session, ...]:
    """Give somebody's sessions that are shown with a status, newest first, ``limit`` at most."""
    statuses = stored_statuses(status)
    found: list[Session] = []
    while len(found) < limit:
        batch = unit.sessions.page_of(person, statuses=statuses, before=before, limit=limit)
        found.extend(each for each in batch if is_shown_as(each, status))
        if len(batch) < limit:
            break
        before = (batch[-1].created_at, batch[-1].id)
    return tuple(found[:limit])


def names_for(unit: Unit, session: Session, viewer: str) -> Mapping[str, str | None]:
    """Give the names of both people, by id; a partner who has not joined has the name that the inviter gave."""
    people = unit.people.get((session.inviter.id, session.invitee.id))
    names = {each: person.name for each, person in people.items()}
    if session.invitee.id == PENDING:
        sent = unit.invitations.get(session.id, viewer=viewer)
        names[PENDING] = None if sent is None else sent.name
    return names


def _involves(session: Session, person: str) -> bool:
    return person in (session.inviter.id, session.invitee.id, session.invitation.person_id)
