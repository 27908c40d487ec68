"""Whether words are plainly about the person who says them, with no hint at what somebody else is or does."""

from collections.abc import Mapping

from attrs import field, frozen

from beheard_server.facilitators.offline.ear import Ear
from beheard_server.facilitators.offline.phrases import Phrases, Words, look_for

_LISTS = {
    "begins": ("lead", "own", "helping", "does", "state", "body", "it", "asks"),
    "claims": ("am", "starts", "as", "passive", "done", "wish", "wished", "felt", "between"),
    "hints": ("loud", "kin", "more", "verbs"),
}
_SUBJECTS = ("body", "it", "asks")


@frozen(eq=False)
class Plainness:
    """Reads ``plain.toml``, which says what each of its lists is for."""

    ear: Ear
    _lists: Mapping[str, Phrases[bool]] = field(init=False)
    _ending: str = field(init=False)

    @_lists.default
    def _make_lists(self) -> Mapping[str, Phrases[bool]]:
        return {
            name: look_for(self.ear.tokens, self.ear.language.phrases("plain", part, name))
            for part, names in _LISTS.items()
            for name in names
        }

    @_ending.default
    def _read_ending(self) -> str:
        return str(self.ear.language.table("plain", "claims")["ending"])

    def is_mine(self, words: Words) -> bool:
        """Tell whether a clause has the person who says it as its subject, or what happens in them."""
        for place in range(len(words)):
            if any(self._lists[name].at(words, place) for name in _SUBJECTS):
                return True
            if own := self._lists["own"].at(words, place):
                return self._does_plainly(words, own.last + 1)
            if self._lists["lead"].at(words, place) is None:
                return False
        return False

    def _does_plainly(self, words: Words, place: int) -> bool:
        """Tell whether what somebody says of themselves is something that is plainly felt, wanted, or done."""
        lists = self._lists
        before = place
        while place < len(words):
            if lists["does"].at(words, place) or self.ear.is_feeling(words, place):
                return True
            if before < place and any(lists[name].at(words, place) for name in ("state", "wished")):
                return True
            hit = lists["helping"].at(words, place)
            if hit is None:
                return False
            place = hit.last + 1
        # "How I am": what it is about stands before it.
        return before < place

    def is_more(self, words: Words) -> bool:
        """Tell whether a part of a sentence only adds to the one before, with no subject of its own."""
        return self._lists["more"].at(words, 0) is not None and not self.has_verb(words)

    def has_verb(self, words: Words) -> bool:
        """Tell whether something is said to be or to happen, as far as the commonest verbs tell."""
        return self._lists["verbs"].within(words)

    def is_plain(self, words: Words) -> bool:
        """Tell whether words hint at nothing: no irony, no image of oneself, nothing done by nobody in particular."""
        lists = self._lists
        if lists["loud"].within(words) or any(lists["kin"].at(words, place) for place in self._heads(words)):
            return False
        return not self._is_image(words) and not self._is_passive(words)

    def _heads(self, words: Words) -> list[int]:
        """Give where a subject may stand: behind what leads to it."""
        place = 0
        while place < len(words) and self._lists["lead"].at(words, place, place + 1):
            place += 1
        return list(range(place + 1))

    def _is_image(self, words: Words) -> bool:
        """Tell whether somebody says what they are like, which is most often how they are treated."""
        lists = self._lists
        return any(
            lists["starts"].at(words, hit.last + 1) is not None and lists["as"].at(words, hit.last + 1) is None
            for hit in lists["am"].find(words)
        )

    def _is_passive(self, words: Words) -> bool:
        """Tell whether something is done to somebody, and by whom is left to be guessed."""
        return any(self._is_done(words, hit.first, hit.last + 1) for hit in self._lists["passive"].find(words))

    def _is_done(self, words: Words, verb: int, place: int) -> bool:
        lists = self._lists
        while place < len(words) and (hit := lists["between"].at(words, place)):
            place = hit.last + 1
        if place == len(words) or lists["felt"].at(words, place) or self.ear.is_feeling(words, place):
            return False
        if lists["wish"].at(words, verb) and lists["wished"].at(words, place):
            return False
        word = words.words[place]
        return word.endswith(self._ending) or lists["done"].at(words, place) is not None
