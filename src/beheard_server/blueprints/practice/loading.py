"""What the views of practice find before they do anything."""

from collections.abc import Callable

from beheard_core import Invalid, Violation
from beheard_core.fields import REQUIRED
from beheard_core.practice import Clinician, SessionNotFound, TherapistNotFound, TherapistSession
from beheard_core.practice.access import require_reader, require_writer
from beheard_server.store import Unit

Guard = Callable[[Clinician, str], None]


def find_session(unit: Unit, who: Clinician, session_id: str, guard: Guard = require_reader) -> TherapistSession:
    """Give a session to somebody whom ``guard`` lets pass.

    Raises:
        SessionNotFound: there is none with this id.
        Forbidden: it is there, and not for them.
    """
    session = unit.practice.get(session_id)
    if session is None:
        raise SessionNotFound
    guard(who, session.therapist_id)
    return session


def session_to_write(unit: Unit, who: Clinician, session_id: str) -> TherapistSession:
    """Give a session to somebody who may write it.

    Raises:
        SessionNotFound: there is none with this id.
        Forbidden: it is there, and not for them to write.
    """
    return find_session(unit, who, session_id, require_writer)


def require_any(**given: str | None) -> None:
    """Let a request pass that names at least one of several things.

    Raises:
        Invalid: it names none of them.
    """
    if all(each is None for each in given.values()):
        raise Invalid(tuple(Violation(name, REQUIRED) for name in given))


def require_same_therapist(session: TherapistSession, named: str | None) -> None:
    """Let a request pass that names the therapist of the session, or nobody.

    Raises:
        Invalid: it names somebody else.
    """
    if named not in (None, session.therapist_id):
        raise Invalid((Violation("therapist_id", "must be the therapist of the session"),))


def require_therapist(unit: Unit, who: Clinician, therapist_id: str) -> None:
    """Let somebody pass who may read what is this therapist's, if anybody knows them.

    Raises:
        TherapistNotFound: nobody does.
        Forbidden: it is another therapist.
    """
    require_reader(who, therapist_id)
    if not (unit.practice.knows_therapist(therapist_id) or unit.people.get((therapist_id,))):
        raise TherapistNotFound
