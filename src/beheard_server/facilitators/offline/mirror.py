"""Giving somebody's own words back to them: a clause that can be said, from "I" to "you"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from beheard_server.facilitators.offline.ear import Heard
from beheard_server.facilitators.offline.phrases import Phrases, Words, look_for, plain, spans
from beheard_server.facilitators.offline.wording import Wording

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_UNSAYABLE = re.compile(r"[\"\u201c\u201d()\[\]{}<>@#*_/\\|?!]|\d{4,}")
_END = ".!?\u2026 "


@frozen
class Echo:
    """A clause that can be given back; ``told`` where others act in it, ``first`` where it has to begin.

    ``feels`` tells whether a feeling stands in it, ``weight`` how much of the person's own, ``size`` how many words.
    """

    text: str
    told: bool
    first: bool
    feels: bool
    weight: int
    size: int


@frozen(eq=False)
class Mirror:
    """Finds the clause that can be given back, and turns it."""

    wording: Wording
    _pairs: Mapping[str, str] = field(init=False)
    _turning: re.Pattern[str] = field(init=False)
    _cuts: re.Pattern[str] = field(init=False)
    _lists: Mapping[str, Phrases[bool]] = field(init=False)
    strange: tuple[str, ...] = field(init=False)
    _sets: Mapping[str, frozenset[str]] = field(init=False)
    _sizes: tuple[int, int] = field(init=False)
    _garbled: re.Pattern[str] = field(init=False)

    @_pairs.default
    def _read_pairs(self) -> Mapping[str, str]:
        return dict(self.wording.ear.language.table("grammar", "turning")["pairs"])

    @_turning.default
    def _make_turning(self) -> re.Pattern[str]:
        said = "|".join(map(re.escape, self._pairs))
        return re.compile(rf"(?<![\w'])(?:{said})(?![\w'])", re.IGNORECASE)

    @_cuts.default
    def _make_cuts(self) -> re.Pattern[str]:
        words = "|".join(self.wording.ear.language.table("grammar", "turning")["cuts"])
        return re.compile(
            rf"\s*[,;:\u2013\u2014]\s*(?:(?:{words})\s+)?|\s+-\s+|\s*\.\.+\s*|\s+(?:{words})\s+", re.IGNORECASE
        )

    @_lists.default
    def _make_lists(self) -> Mapping[str, Phrases[bool]]:
        ear = self.wording.ear
        found = {
            name: look_for(ear.tokens, ear.language.phrases("grammar", "turning", name))
            for name in ("never", "others", "fillers")
        }
        return found | {
            name: look_for(ear.tokens, ear.language.phrases("grammar", "hearing", name)) for name in ("speaker", "past")
        }

    @strange.default
    def _read_strange(self) -> tuple[str, ...]:
        return self.wording.ear.language.texts("grammar", "turning", "strange")

    @_sets.default
    def _read_sets(self) -> Mapping[str, frozenset[str]]:
        language = self.wording.ear.language
        turning = ("subjects", "openings", "followed", "broken")
        found = {name: frozenset(language.phrases("grammar", "turning", name)) for name in turning}
        return found | {name: frozenset(language.phrases("grammar", "topics", name)) for name in ("dull", "before")}

    @_sizes.default
    def _read_sizes(self) -> tuple[int, int]:
        turning = self.wording.ear.language.table("grammar", "turning")
        return int(turning["shortest"]), int(turning["longest"])

    @_garbled.default
    def _read_garbled(self) -> re.Pattern[str]:
        return re.compile(self.wording.ear.language.table("grammar", "turning")["garbled"])

    def turn(self, text: str) -> str:
        """Give a text from "I" to "you"."""
        return self._turning.sub(lambda match: self._pairs[match[0].lower()], plain(text))

    def echoes(self, heard: Heard) -> list[Echo]:
        """Give for each sentence of a text the clause that says the most and can be given back, if there is one."""
        words = heard.words
        accused = [(words.starts[hit.first], words.ends[hit.last]) for hit in self.wording.accusations(words)]
        found = []
        for start, end in spans(words.text):
            pieces = dict.fromkeys(self._pieces(words.text, start, end))
            free = [each for each in pieces if not any(first < each[1] and each[0] < last for first, last in accused)]
            sayable = [echo for first, last in free if (echo := self._sayable(heard, first, last))]
            if sayable:
                found.append(max(sayable, key=_worth))
        return found

    def topic(self, heard: Heard) -> str | None:
        """Give what a text is about: a thing with a word like "the" before it, from "my" to "your"."""
        words = heard.words
        felt = {each.end for each in heard.feelings}
        for place in range(len(words) - 2, -1, -1):
            said = words.between(place, place + 1)
            ends = place + 2 == len(words) or words.after_mark[place + 2]
            named = words.words[place] in self._sets["before"] and self._is_thing(words.words[place + 1])
            if (
                named
                and ends
                and not words.after_mark[place + 1]
                and words.ends[place + 1] not in felt
                and "'" not in said
            ):
                return self.turn(said).lower()
        return None

    def _is_thing(self, word: str) -> bool:
        return word not in self._sets["dull"] and len(word) > self._sizes[0]

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the places of a sentence, of its clauses, and of two clauses in a row."""
        asked = text[start:end].endswith("?")
        while end > start and text[end - 1] in f"{_END}?":
            end -= 1
        bounds = [match.span() for match in self._cuts.finditer(text, start, end)]
        starts = [start, *(last for _, last in bounds)]
        ends = [*(first for first, _ in bounds), end]
        sayable = len(ends) - asked
        if not asked:
            yield start, end
        for first in range(sayable):
            for last in range(first, min(first + 2, sayable)):
                yield starts[first], ends[last]

    def _sayable(self, heard: Heard, start: int, end: int) -> Echo | None:
        words = heard.words
        first, last = bisect_left(words.starts, start), bisect_right(words.ends, end)
        while first < last and (hit := self._lists["fillers"].at(words, first, last)) and hit.last + 1 < last:
            first = hit.last + 1
        if first >= last:
            return None
        start = words.starts[first]
        piece = words.text[start:end].strip(f"{_END},;:-")
        spoken = [each.lower() for each in _WORD.findall(piece)]
        shortest, longest = self._sizes
        if not shortest <= len(spoken) <= longest or _UNSAYABLE.search(piece) or piece.isupper():
            return None
        if self._lists["never"].within(words, first, last):
            return None
        begins, *rest = spoken
        opened = begins in self._sets["openings"] and not self._sets["followed"].isdisjoint(rest)
        stands_first = begins not in self._sets["subjects"] and not opened
        unsaid = begins in self._sets["broken"] | self._sets["openings"]
        if stands_first and (unsaid or self._lists["past"].at(words, first + 1, first + 2) is None):
            return None
        turned = self.turn(piece)
        if self._garbled.search(turned):
            return None
        if not stands_first:
            turned = f"{turned[0].lower()}{turned[1:]}"
        feels, needs = (any(start <= each.start < end for each in found) for found in (heard.feelings, heard.needs))
        own = [each for each in heard.own_feelings if start <= each.start < end]
        weight = 2 * len(own) + needs
        return Echo(turned, self._is_of_others(words, first, last), stands_first, feels, weight, len(spoken))

    def _is_of_others(self, words: Words, first: int, last: int) -> bool:
        """Tell whether somebody else comes before the person who says it."""
        for place in range(first, last):
            if self._lists["others"].at(words, place, last) or self._lists["others"].at(words, place + 1, last):
                return True
            if self._lists["speaker"].at(words, place, place + 1):
                return False
        return False


def _worth(echo: Echo) -> tuple[bool, bool, int, int]:
    return echo.feels, not echo.told, echo.weight, echo.size
