"""Refusals: what a rule raises instead of deciding, with every reason as data."""

from attrs import frozen


class Refusal(Exception):
    """The base of everything a rule refuses with; what to do about it is the caller's business."""


@frozen
class Violation:
    """One broken rule of one field.

    ``path`` names the field as Python code would (``invite_email``, ``rows[2].stage``); ``problem`` completes the
    sentence "this value ..." and never repeats the value.
    """

    path: str
    problem: str


@frozen
class Invalid(Refusal):
    """A value breaks rules that can be read off the value itself; all of them are listed."""

    violations: tuple[Violation, ...]

    def __str__(self) -> str:
        return "; ".join(f"{each.path} {each.problem}" for each in self.violations)


@frozen
class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""

    what: str

    def __str__(self) -> str:
        return f"No such {self.what}."


@frozen
class Forbidden(Refusal):
    """The thing is there, and this person has no part in it."""

    why: str

    def __str__(self) -> str:
        return self.why


@frozen
class TooMany(Refusal):
    """A limit is reached; ``retry_after`` says in how many seconds it is worth trying again, None that it never is."""

    retry_after: int | None

    def __str__(self) -> str:
        return "Too many requests. Please wait a little." if self.retry_after else "The limit is reached."


@frozen
class Conflict(Refusal):
    """The act was done before, or what stands now rules it out."""

    why: str

    def __str__(self) -> str:
        return self.why
