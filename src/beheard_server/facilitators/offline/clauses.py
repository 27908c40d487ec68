"""Where a sentence may be cut."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from beheard_server.facilitators.offline.language import Language
from beheard_server.facilitators.offline.phrases import plain

LOOSE = " ,;:-\u2013\u2014"
"""What may be left at the edge of a part that is cut out."""


@frozen
class Clause:
    """A part of a sentence: what joins it to the one before, where that begins, and where the part stands."""

    joint: str
    begin: int
    start: int
    end: int

    @property
    def joining(self) -> str:
        """The word that joins it to the one before, without the mark before it."""
        return bare(self.joint)


def bare(joint: str) -> str:
    """Give the word that joins two clauses, without the mark before it."""
    return joint.lstrip(LOOSE)


@frozen(eq=False)
class Cutter:
    """Cuts at the joints that a language names, but for where two words belong together: "so ashamed"."""

    language: Language
    _joints: re.Pattern[str] = field(init=False)
    _together: re.Pattern[str] = field(init=False)

    @_joints.default
    def _make_joints(self) -> re.Pattern[str]:
        joints = sorted(self._table()["joints"], key=len, reverse=True)
        words = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in joints)
        return re.compile(rf"\s*[,;:\u2013\u2014]\s*(?:(?:{words})\b)?|\s+-\s+|(?:^|\s+)(?:{words})\b", re.IGNORECASE)

    @_together.default
    def _make_together(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(self._table()['together'])})", re.IGNORECASE)

    def _table(self) -> Mapping[str, Any]:
        return self.language.table("wording", "clauses")

    def cut(self, sentence: str) -> Iterator[Clause]:
        """Give the clauses of a sentence, from left to right; some may be empty."""
        joint, begin, start = "", 0, 0
        together = [match.span() for match in self._together.finditer(plain(sentence))]
        for match in self._joints.finditer(sentence):
            if any(first < match.end() <= last for first, last in together):
                continue
            yield Clause(joint, begin, start, match.start())
            joint, begin, start = " ".join(match[0].lower().split()), match.start(), match.end()
        yield Clause(joint, begin, start, len(sentence))
