"""Words in a text, and phrases in its words: found in one walk, however many phrases there are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from beheard_server.facilitators.offline.language import Language

T = TypeVar("T")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MARK = re.compile(r"[.!?,;:()\n\u2013\u2014]")
_STOP = re.compile(r"[.!?\n]")
_SENTENCE = re.compile(r"[^.!?\n]*[^\s.!?][^.!?\n]*(?:\.(?=\S)[^.!?\n]*)*[.!?]*")
_NONE: Sequence[Any] = ()
_WIDEST_GAP = 2
_ANY, _GAP = "*", "_"


@frozen(eq=False)
class Words:
    """The words of a text in small letters and without contractions, and where in the text each stands.

    ``after_mark`` and ``after_stop`` tell of each word whether a mark, or the end of a sentence, stands before it.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    after_mark: tuple[bool, ...]
    after_stop: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.words)

    def between(self, first: int, last: int) -> str:
        """Give the text from a word to a later one."""
        return self.text[self.starts[first] : self.ends[last]]


class Tokens:
    """Takes a text apart into words, as the language contracts them."""

    def __init__(self, language: Language) -> None:
        contractions: Mapping[str, str] = language.table("grammar", "contractions")
        self._whole = {plain(short): tuple(long.split()) for short, long in contractions.items()}
        self._endings = tuple(language.table("grammar", "endings").items())

    def words(self, text: str) -> Words:
        """Give the words of a text; an apostrophe of print counts as one of a typewriter."""
        text = plain(text)
        found: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        marks: list[bool] = []
        stops: list[bool] = []
        before = 0
        for match in _WORD.finditer(text):
            start, end = match.span()
            gap = text[before:start]
            mark, stop = _MARK.search(gap) is not None, _STOP.search(gap) is not None
            for word in self._parts(match[0].lower()):
                found.append(word)
                starts.append(start)
                ends.append(end)
                marks.append(mark)
                stops.append(stop)
                mark = stop = False
            before = end
        return Words(text, tuple(found), tuple(starts), tuple(ends), tuple(marks), tuple(stops))

    def _parts(self, word: str) -> tuple[str, ...]:
        if word in self._whole:
            return self._whole[word]
        if "'" in word:
            for ending, said in self._endings:
                if word.endswith(ending) and word != ending:
                    return (word.removesuffix(ending), said)
        return (word,)


@frozen
class Hit(Generic[T]):
    """A phrase that was found: what it stands for, and its first and last word."""

    value: T
    first: int
    last: int


@frozen(eq=False)
class Phrases(Generic[T]):
    """Phrases to look for, each standing for a value; see ``grammar.toml`` for how they are written."""

    _tokens: Tokens
    _whole: dict[str, list[tuple[tuple[str, ...], T]]] = field(factory=dict, init=False)
    _stems: dict[str, list[tuple[tuple[str, ...], T]]] = field(factory=dict, init=False)
    _sizes: set[int] = field(factory=set, init=False)

    def add(self, phrases: Iterable[str], value: T) -> None:
        """Look for these phrases, too."""
        for phrase in phrases:
            pattern = self._pattern(phrase)
            if pattern:
                first = pattern[0]
                index, key = (self._stems, first[:-1]) if first.endswith(_ANY) else (self._whole, first)
                index.setdefault(key, []).append((pattern, value))
                if index is self._stems:
                    self._sizes.add(len(key))

    def _pattern(self, phrase: str) -> tuple[str, ...]:
        pattern: list[str] = []
        for part in phrase.split():
            if part == _GAP:
                pattern.append(part)
            elif part.endswith(_ANY):
                pattern += [*self._tokens.words(part[:-1]).words[:-1], f"{self._tokens.words(part[:-1]).words[-1]}*"]
            else:
                pattern += self._tokens.words(part).words
        return tuple(pattern)

    def at(self, words: Words, place: int, end: int | None = None) -> Hit[T] | None:
        """Give the longest phrase that begins at a word."""
        best: Hit[T] | None = None
        limit = len(words) if end is None else end
        if place >= limit:
            return None
        for pattern, value in self._beginning_with(words.words[place]):
            last = place if len(pattern) == 1 else _match(pattern[1:], words.words, place + 1, limit)
            if last is not None and (best is None or last > best.last):
                best = Hit(value, place, last)
        return best

    def _beginning_with(self, word: str) -> Sequence[tuple[tuple[str, ...], T]]:
        found = self._whole.get(word, _NONE)
        for size in self._sizes:
            stemmed = self._stems.get(word[:size], _NONE) if size <= len(word) else _NONE
            found = [*found, *stemmed] if stemmed else found
        return found

    def find(self, words: Words, first: int = 0, end: int | None = None) -> list[Hit[T]]:
        """Give the phrases in some words, from left to right, none of which overlap."""
        limit = len(words) if end is None else end
        found, place = [], max(first, 0)
        while place < limit:
            hit = self.at(words, place, limit) if self._may_begin(words.words[place]) else None
            if hit is not None:
                found.append(hit)
            place = place + 1 if hit is None else hit.last + 1
        return found

    def within(self, words: Words, first: int = 0, end: int | None = None) -> bool:
        """Tell whether any of the phrases stands in some words."""
        limit = len(words) if end is None else end
        for place in range(max(first, 0), limit):
            if self._may_begin(words.words[place]) and self.at(words, place, limit) is not None:
                return True
        return False

    def _may_begin(self, word: str) -> bool:
        return word in self._whole or any(word[:size] in self._stems for size in self._sizes)


def look_for(tokens: Tokens, phrases: Iterable[str]) -> Phrases[bool]:
    """Make phrases of which it only matters whether they are there."""
    found: Phrases[bool] = Phrases(tokens)
    found.add(phrases, True)
    return found


def plain(text: str) -> str:
    """Give a text with the apostrophes that a typewriter has; no letter changes its place."""
    return text.replace("\u2019", "'").replace("\u2018", "'")


def sentences(text: str) -> list[str]:
    """Give the sentences of a text, each as it stands in it."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Give where the sentences of a text begin and end."""
    found = []
    for match in _SENTENCE.finditer(text):
        said = match[0]
        if any(map(str.isalnum, said)):
            start = match.start() + len(said) - len(said.lstrip())
            found.append((start, start + len(said.strip())))
    return found


def _match(pattern: tuple[str, ...], words: tuple[str, ...], place: int, end: int) -> int | None:
    """Give the last word of a pattern that begins at a word, or None."""
    for step, part in enumerate(pattern):
        if part == _GAP:
            rest = pattern[step + 1 :]
            tries = (_match(rest, words, place + width, end) for width in range(_WIDEST_GAP + 1))
            return next((each for each in tries if each is not None), None)
        if place >= end or not _fits(part, words[place]):
            return None
        place += 1
    return place - 1


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith(_ANY) else word == part
