"""What a rule answers: the new state, and what has happened."""

from typing import ClassVar, Generic, TypeVar

from attrs import frozen

T_co = TypeVar("T_co", covariant=True)


class Event:
    """Something that has happened and that somebody else may learn; ``name`` is its name on the wire."""

    __slots__ = ()
    name: ClassVar[str]


@frozen
class Decision(Generic[T_co]):
    """A state to be saved together with the events that explain it, or not at all."""

    state: T_co
    events: tuple[Event, ...] = ()
