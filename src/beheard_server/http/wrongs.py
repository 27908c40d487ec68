"""What is wrong with a value while it is read, with the way to it."""

from attrs import define

from beheard_core import Violation


@define
class Wrong(Exception):
    """A value that is not what it should be; ``violations`` are relative to it, with names as on the wire."""

    violations: tuple[Violation, ...]

    @classmethod
    def because(cls, problem: str) -> "Wrong":
        """Say what is wrong with the value itself."""
        return cls((Violation("", problem),))

    def under(self, name: str) -> tuple[Violation, ...]:
        """Give the violations as seen from one step further out."""
        return tuple(Violation(_join(name, each.path), each.problem) for each in self.violations)


def _join(outer: str, inner: str) -> str:
    return outer + inner if not inner or inner.startswith("[") else f"{outer}.{inner}"
