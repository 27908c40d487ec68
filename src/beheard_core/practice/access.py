"""Who may do what with which session.

Source: the contract's *Roles*. A therapist reads and writes what is theirs, a supervisor reads all and writes
evaluations, an admin does all.
"""

from collections.abc import Iterable

from attrs import frozen

from beheard_core.errors import Forbidden

_THERAPIST, _SUPERVISOR, _ADMIN = "therapist", "supervisor", "admin"
_STAFF = frozenset({_THERAPIST, _SUPERVISOR, _ADMIN})
_NO_STAFF = "This is for therapists, supervisors and admins."
_NOT_YOURS = "This belongs to another therapist."
_NO_WRITER = "Your role does not write here."
_OTHER_NAME = "Only an admin may name another person here."


@frozen
class Clinician:
    """Whoever asks, with the names of their roles."""

    id: str
    roles: frozenset[str]

    @property
    def reads_all(self) -> bool:
        """Tell whether every session is open to them."""
        return bool(self.roles & {_SUPERVISOR, _ADMIN})


def require_staff(who: Clinician) -> None:
    """Let somebody pass who has a part in the clinic.

    Raises:
        Forbidden: they have none of the three roles.
    """
    if not who.roles & _STAFF:
        raise Forbidden(_NO_STAFF)


def require_reader(who: Clinician, therapist_id: str) -> None:
    """Let somebody pass who may read what is this therapist's.

    Raises:
        Forbidden: it is another's, and they are neither supervisor nor admin.
    """
    if not (who.reads_all or _owns(who, therapist_id)):
        raise Forbidden(_NOT_YOURS)


def require_writing_role(who: Clinician) -> None:
    """Let somebody pass who may write some session at all.

    Raises:
        Forbidden: they are neither therapist nor admin.
    """
    if not who.roles & {_THERAPIST, _ADMIN}:
        raise Forbidden(_NO_WRITER)


def require_writer(who: Clinician, therapist_id: str) -> None:
    """Let somebody pass who may write what is this therapist's.

    Raises:
        Forbidden: it is another's, and they are no admin.
    """
    require_writing_role(who)
    if _ADMIN not in who.roles and not _owns(who, therapist_id):
        raise Forbidden(_NOT_YOURS)


def require_evaluator(who: Clinician, therapist_id: str) -> None:
    """Let somebody pass who may evaluate what is this therapist's.

    Raises:
        Forbidden: it is another's, and they are neither supervisor nor admin.
    """
    require_reader(who, therapist_id)


def require_own_name(who: Clinician, named: Iterable[str | None]) -> None:
    """Let a request pass that names, as the one it is about or from, only whoever makes it.

    Raises:
        Forbidden: it names another person, and they are no admin.
    """
    if _ADMIN not in who.roles and not {each for each in named if each is not None} <= {who.id}:
        raise Forbidden(_OTHER_NAME)


def _owns(who: Clinician, therapist_id: str) -> bool:
    return _THERAPIST in who.roles and who.id == therapist_id
