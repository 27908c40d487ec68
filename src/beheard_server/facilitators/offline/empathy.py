"""Reading a draft for the partner: whether it wonders about the other, or judges, advises, or speaks of oneself."""

from collections.abc import Mapping

from attrs import field, frozen

from beheard_server.facilitators import Assessment
from beheard_server.facilitators.offline.phrases import Phrases, Words, look_for, sentences
from beheard_server.facilitators.offline.wording import Wording

_FEWEST = 3


@frozen(eq=False)
class Reader:
    """Finds a draft ready if it guesses at the other's inside, and accuses nobody."""

    wording: Wording
    _signs: Mapping[str, Phrases[bool]] = field(init=False)
    _notes: Mapping[str, str] = field(init=False)

    @_signs.default
    def _make_signs(self) -> Mapping[str, Phrases[bool]]:
        language = self.wording.ear.language
        names = [("signs", each) for each in ("tentative", "open", "inside", "other")] + [("against", "phrases")]
        return {
            name: look_for(self.wording.ear.tokens, language.phrases("empathy", part, name)) for part, name in names
        }

    @_notes.default
    def _make_notes(self) -> Mapping[str, str]:
        return self.wording.ear.language.table("empathy", "notes")

    def assess(self, draft: str) -> Assessment:
        """Say whether a draft seems ready, and what it lacks where it does not."""
        words = self.wording.ear.tokens.words(draft)
        missing = self._missing(draft, words)
        return Assessment(ready=missing is None, note=None if missing is None else self._notes[missing])

    def _missing(self, draft: str, words: Words) -> str | None:
        if len(words) < _FEWEST:
            return "empty"
        if self._signs["phrases"].within(words):
            return "advises"
        if self._judges(draft):
            return "accuses"
        if not any(self._guesses(each) for each in sentences(draft)):
            return self._what_else(words)
        return None

    def _judges(self, draft: str) -> bool:
        """Tell whether a draft accuses; a guess at what somebody felt about themselves does not."""
        ear = self.wording.ear
        for sentence in sentences(draft):
            heard = ear.hear(sentence)
            guessed = {
                place
                for name in ("tentative", "inside")
                for hit in self._signs[name].find(heard.words)
                for place in range(hit.first, hit.last + 1)
            }
            felt = [(each.start, each.end) for each in heard.feelings if not each.own]
            for hit in self.wording.accusations(heard.words):
                said = heard.words.starts[hit.first]
                if hit.first not in guessed and not any(start <= said < end for start, end in felt):
                    return True
        return False

    def _guesses(self, sentence: str) -> bool:
        heard = self.wording.ear.hear(sentence)
        if self._signs["open"].within(heard.words):
            return True
        inside = self._signs["inside"].within(heard.words) or bool(heard.feelings or heard.needs)
        wonders = self._signs["tentative"].within(heard.words) or sentence.endswith("?")
        return wonders and inside and self._signs["other"].within(heard.words)

    def _what_else(self, words: Words) -> str:
        if not self._signs["other"].within(words):
            return "own"
        return "sure" if self._signs["inside"].within(words) else "flat"
