"""Giving somebody's own words back to them: a clause that can be said, from "I" to "you"."""

import re
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from beheard_server.facilitators.offline.ear import Heard
from beheard_server.facilitators.offline.phrases import Phrases, Words, look_for, plain
from beheard_server.facilitators.offline.wording import Wording

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_UNSAYABLE = re.compile(r"[\"\u201c\u201d()\[\]{}<>@#*_/\\|?!]|\d{4,}")
_END = ".!?\u2026 "


@frozen
class Echo:
    """A clause that can be given back; ``told`` where others act in it, ``first`` where it has to begin.

    ``source`` is how the person said it.
    """

    text: str
    source: str
    told: bool
    first: bool


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

    def echo(self, sentence: str) -> Echo | None:
        """Give the clause of a sentence that says the most and can be given back, or None."""
        found = [echo for piece in dict.fromkeys(self._pieces(sentence)) if (echo := self._sayable(piece))]
        return max(found, key=self._worth, default=None)

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

    def _pieces(self, sentence: str) -> Iterator[str]:
        asked = sentence.rstrip().endswith("?")
        sentence = plain(sentence).strip(f"{_END}?")
        bounds = [(match.start(), match.end()) for match in self._cuts.finditer(sentence)]
        starts = [0, *(end for _, end in bounds)]
        ends = [*(start for start, _ in bounds), len(sentence)]
        sayable = len(ends) - asked
        if not asked:
            yield sentence
        for first in range(sayable):
            for last in range(first, min(first + 2, sayable)):
                yield sentence[starts[first] : ends[last]]

    def _sayable(self, piece: str) -> Echo | None:
        piece = self._without_fillers(piece.strip(f"{_END},;:-"))
        shortest, longest = self._sizes
        spoken = _WORD.findall(piece)
        if not shortest <= len(spoken) <= longest or _UNSAYABLE.search(piece) or piece.isupper():
            return None
        words = self.wording.ear.tokens.words(piece)
        if self._lists["never"].within(words) or self.wording.accusations(words):
            return None
        first, *rest = (each.lower() for each in spoken)
        opened = first in self._sets["openings"] and not self._sets["followed"].isdisjoint(rest)
        stands_first = first not in self._sets["subjects"] and not opened
        if stands_first and (first in self._sets["broken"] | self._sets["openings"] or not self._is_told(words)):
            return None
        turned = self.turn(piece)
        if self._garbled.search(turned):
            return None
        if not stands_first:
            turned = f"{turned[0].lower()}{turned[1:]}"
        return Echo(turned, piece, told=self._is_of_others(words), first=stands_first)

    def _is_of_others(self, words: Words) -> bool:
        """Tell whether somebody else comes before the person who says it."""
        for place in range(len(words)):
            if self._lists["others"].at(words, place) or self._lists["others"].at(words, place + 1):
                return True
            if self._lists["speaker"].at(words, place, place + 1):
                return False
        return False

    def _is_told(self, words: Words) -> bool:
        """Tell whether the second word of a clause says what its first word does, or is."""
        return len(words) > 1 and self._lists["past"].at(words, 1, 2) is not None

    def _without_fillers(self, piece: str) -> str:
        while True:
            words = self.wording.ear.tokens.words(piece)
            hit = self._lists["fillers"].at(words, 0) if len(words) else None
            if hit is None or hit.last + 1 >= len(words):
                return piece
            piece = piece[words.starts[hit.last + 1] :]

    def _worth(self, echo: Echo) -> tuple[bool, bool, bool, int]:
        heard = self.wording.ear.hear(echo.source)
        size = len(heard.words)
        return bool(heard.feelings), not echo.told, bool(heard.needs), size
