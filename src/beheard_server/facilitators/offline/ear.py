"""Hearing feelings and needs in what somebody says: a lexicon, with denial, strength, and whose they are."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from beheard_core.mediation.model import NeedCategory
from beheard_server.facilitators.offline.language import Language, split_phrases
from beheard_server.facilitators.offline.phrases import Hit, Phrases, Tokens, Words, look_for

_UNSURE = "~"
_NEAR = 3
_FAR = 14
_WANTING = 7


@frozen
class Feeling:
    """A feeling that was heard: the words that can be given back, and how it was said.

    ``literal`` is True where these are the person's own words; ``strength`` is 1 for very, -1 for a little, else 0;
    ``own`` is False for a feeling of somebody else.
    """

    key: str
    said: str
    noun: str
    family: str
    easy: bool
    literal: bool
    denied: bool
    own: bool
    strength: int
    past: bool
    leans: tuple[str, ...]
    shows: tuple[str, ...]
    start: int
    end: int


@frozen
class Need:
    """A need that was heard, and how: ``wanted`` in so many words, ``missing``, ``hinted`` at, or only mentioned."""

    key: str
    wanted: bool
    missing: bool
    hinted: bool
    own: bool
    start: int
    end: int


@frozen
class NeedEntry:
    """A need of the lexicon; see ``needs.toml``."""

    key: str
    category: NeedCategory
    name: str
    want: str
    to: str
    mine: str
    both: str


@frozen
class Heard:
    """What was heard in a text."""

    words: Words
    feelings: tuple[Feeling, ...]
    needs: tuple[Need, ...]

    @property
    def own_feelings(self) -> tuple[Feeling, ...]:
        """The person's own feelings, those they deny left out."""
        return tuple(each for each in self.feelings if each.own and not each.denied)

    @property
    def own_needs(self) -> tuple[Need, ...]:
        """What the person wants or misses, what is only hinted at last; otherwise in the order in which it was said."""
        said = [each for each in self.needs if each.own and (each.wanted or each.missing or each.hinted)]
        return tuple(sorted(said, key=lambda each: not (each.wanted or each.missing)))


@frozen
class _Word:
    key: str
    said: str | None
    unsure: bool


@frozen
class _Sign:
    key: str
    lacks: bool
    unsure: bool


@frozen(eq=False)
class Ear:
    """Listens with the lexicon of a language."""

    language: Language
    tokens: Tokens = field(init=False)
    needs: Mapping[str, NeedEntry] = field(init=False)
    _feelings: Mapping[str, Mapping[str, Any]] = field(init=False)
    _feeling_words: Phrases[_Word] = field(init=False)
    _need_words: Phrases[_Sign] = field(init=False)
    _hearing: Mapping[str, Phrases[bool]] = field(init=False)
    _kept: frozenset[str] = field(init=False)
    _strongest: str = field(init=False)
    _reach: int = field(init=False)

    @tokens.default
    def _make_tokens(self) -> Tokens:
        return Tokens(self.language)

    @needs.default
    def _make_needs(self) -> Mapping[str, NeedEntry]:
        return {
            key: NeedEntry(
                key, NeedCategory(each["category"]), each["name"], each["want"], each["to"], each["mine"], each["both"]
            )
            for key, each in self.language.table("needs").items()
        }

    @_feelings.default
    def _make_feelings(self) -> Mapping[str, Mapping[str, Any]]:
        return self.language.table("feelings")

    @_feeling_words.default
    def _make_feeling_words(self) -> Phrases[_Word]:
        found: Phrases[_Word] = Phrases(self.tokens)
        for key, each in self._feelings.items():
            words = split_phrases(each["words"])
            for word in words:
                said = word.removeprefix(_UNSURE)
                found.add([said], _Word(key, said, word.startswith(_UNSURE)))
            for sign in split_phrases(each.get("signs", "")):
                found.add([sign.removeprefix(_UNSURE)], _Word(key, None, sign.startswith(_UNSURE)))
        found.add(self.language.phrases("grammar", "hearing", "harmless"), _Word("", None, unsure=False))
        return found

    @_need_words.default
    def _make_need_words(self) -> Phrases[_Sign]:
        found: Phrases[_Sign] = Phrases(self.tokens)
        for key, each in self.language.table("needs").items():
            for lack in split_phrases(each["lacks"]):
                found.add([lack.removeprefix(_UNSURE)], _Sign(key, lacks=True, unsure=lack.startswith(_UNSURE)))
            found.add(split_phrases(each["asks"]), _Sign(key, lacks=False, unsure=False))
        return found

    @_hearing.default
    def _make_hearing(self) -> Mapping[str, Phrases[bool]]:
        names = (
            "negators",
            "undone",
            "breaks",
            "mine",
            "speaker",
            "theirs",
            "strong",
            "mild",
            "feels",
            "wants",
            "unwanted",
            "deeds",
            "past",
        )
        return {name: look_for(self.tokens, self.language.phrases("grammar", "hearing", name)) for name in names}

    @_kept.default
    def _make_kept(self) -> frozenset[str]:
        return frozenset(self.language.phrases("grammar", "hearing", "kept"))

    @_strongest.default
    def _make_strongest(self) -> str:
        return self.language.phrases("grammar", "hearing", "kept")[0]

    @_reach.default
    def _make_reach(self) -> int:
        return int(self.language.table("grammar", "hearing")["reach"])

    def hear(self, text: str) -> Heard:
        """Give the feelings and needs in a text, in the order in which they stand there."""
        words = self.tokens.words(text)
        feelings = (self._feeling(words, hit) for hit in self._feeling_words.find(words))
        needs = (self._need(words, hit) for hit in self._need_words.find(words))
        return Heard(
            words,
            tuple(each for each in feelings if each is not None),
            tuple(each for each in needs if each is not None),
        )

    def is_feeling(self, words: Words, place: int) -> bool:
        """Tell whether a word can be said of what one feels."""
        hit = self._feeling_words.at(words, place)
        return hit is not None and hit.value.key != ""

    def _feeling(self, words: Words, hit: Hit[_Word]) -> Feeling | None:
        near = self._clause(words, hit.first, _NEAR)
        if not hit.value.key:
            return None
        if hit.value.unsure and not self._hearing["feels"].within(words, near, hit.first):
            return None
        entry = self._feelings[hit.value.key]
        easy = bool(entry.get("easy", False))
        strength, modifier = self._strength(words, hit.first)
        said = hit.value.said or split_phrases(entry["words"])[0].removeprefix(_UNSURE)
        return Feeling(
            hit.value.key,
            f"{modifier} {said}" if modifier else said,
            entry["noun"],
            entry["family"],
            easy,
            literal=hit.value.said is not None,
            denied=self._denied(words, hit) or (easy and self._is_wished(words, hit.first)),
            own=self._is_own(words, hit),
            strength=strength,
            past=self._hearing["past"].within(words, near, hit.last + 1),
            leans=split_phrases(entry.get("leans", "")),
            shows=split_phrases(entry.get("shows", "")),
            start=words.starts[hit.first],
            end=words.ends[hit.last],
        )

    def _need(self, words: Words, hit: Hit[_Sign]) -> Need | None:
        before = self._clause(words, hit.first, _WANTING)
        if self._hearing["unwanted"].within(words, before, hit.last + 1) or (
            hit.value.lacks and self._is_deed(words, hit)
        ):
            return None
        wanted = self._hearing["wants"].find(words, before, hit.first)
        denied = self._denied(words, hit)
        if hit.value.lacks and denied:
            return None
        return Need(
            hit.value.key,
            wanted=bool(wanted) and not hit.value.lacks,
            missing=denied or (hit.value.lacks and not hit.value.unsure),
            hinted=hit.value.unsure,
            own=not any(
                self._is_theirs(words, each.first)
                for each in (*wanted, *self._hearing["feels"].find(words, before, hit.first))
            ),
            start=words.starts[hit.first],
            end=words.ends[hit.last],
        )

    def _is_wished(self, words: Words, first: int) -> bool:
        """Tell whether something good is wanted rather than there."""
        return self._hearing["wants"].within(words, self._clause(words, first, _WANTING), first - 1)

    def _is_deed(self, words: Words, hit: Hit[_Sign]) -> bool:
        """Tell whether somebody says it of what they did themselves: "I lied"."""
        did = self._hearing["deeds"].at(words, hit.first) is not None
        return did and hit.first > 0 and self._hearing["mine"].at(words, hit.first - 1, hit.first) is not None

    def _clause(self, words: Words, place: int, most: int) -> int:
        """Give where the words before a place begin that still belong to it, as many as that at most."""
        first = place
        while first > 0 and place - first < most and not words.after_mark[first]:
            first -= 1
        return first

    def _denied(self, words: Words, hit: Hit[Any]) -> bool:
        first = self._clause(words, hit.first, self._reach)
        while first < hit.first and (broken := self._hearing["breaks"].find(words, first, hit.first)):
            if self._hearing["undone"].within(words, max(first - 1, 0), hit.last + 1):
                return False
            first = broken[-1].last + 1
        denials = self._hearing["negators"].find(words, first, hit.first)
        return bool(denials) and not self._hearing["undone"].within(words, max(first - 1, 0), hit.last + 1)

    def _is_own(self, words: Words, hit: Hit[_Word]) -> bool:
        """Tell whose a feeling is: of whoever stands last before it, and does the feeling."""
        for place in range(hit.first - 1, max(hit.first - _FAR, -1), -1):
            if words.after_stop[place + 1]:
                return True
            if self._hearing["speaker"].at(words, place, place + 1):
                return True
            beside = place == hit.first - 1 or hit.value.said is not None
            if beside and self._hearing["mine"].at(words, place, place + 1):
                return True
            if self._does(words, place, hit):
                return False
        return True

    def _does(self, words: Words, place: int, hit: Hit[_Word]) -> bool:
        """Tell whether one of the others stands at a place, and feels or does something from there to the hit."""
        if self._hearing["theirs"].at(words, place, place + 1) is None:
            return False
        end = min(place + 4, hit.first)
        acts = hit.value.said is None and place + 1 == hit.first
        return acts or any(self._hearing[name].within(words, place + 1, end) for name in ("feels", "past"))

    def _is_theirs(self, words: Words, verb: int) -> bool:
        """Tell whether a wish is somebody else's: "he needs", "you want"."""
        first = self._clause(words, verb, 2)
        others = self._hearing["theirs"].within(words, first, verb)
        return others and not self._hearing["mine"].within(words, verb - 1, verb)

    def _strength(self, words: Words, first: int) -> tuple[int, str]:
        """Give how strong a feeling is, and the word for it that is kept."""
        begin = self._clause(words, first, _NEAR)
        if mild := self._hearing["mild"].find(words, begin, first):
            hit = mild[-1]
            return (-1, words.between(hit.first, hit.last).lower()) if hit.last == first - 1 else (0, "")
        strong = self._hearing["strong"].find(words, begin, first)
        if not strong or strong[-1].last != first - 1:
            return 0, ""
        said = words.between(strong[-1].first, strong[-1].last).lower()
        return 1, said if said in self._kept else self._strongest
