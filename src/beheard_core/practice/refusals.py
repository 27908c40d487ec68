"""What the rules of practice refuse with, in the words of their document."""

from attrs import frozen

from beheard_core.errors import Conflict, NotFound


@frozen
class SessionNotFound(NotFound):
    """There is no therapist session with this id."""

    what: str = "session"

    def __str__(self) -> str:
        return "Session not found"


@frozen
class TherapistNotFound(NotFound):
    """Nobody knows a therapist with this id."""

    what: str = "therapist"

    def __str__(self) -> str:
        return "Therapist not found"


@frozen
class SessionExists(Conflict):
    """The id that was asked for is taken."""

    why: str = "There is a session with this id."


@frozen
class SessionEnded(Conflict):
    """A session that is completed or cancelled stays so."""

    why: str = "The session has ended and stays as it ended."
