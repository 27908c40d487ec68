"""From what somebody wrote to what they need, and from what two people need to what they have in common."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

from attrs import Factory, define, frozen

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import NeedCategory
from beheard_server.facilitators import FoundNeed, Pairing, SharedNeed, Synthesis
from beheard_server.facilitators.offline.ear import Ear, Feeling, Heard, Need
from beheard_server.facilitators.offline.phrases import sentences

_WANTED, _MISSING, _HINTED, _MENTIONED, _LEANING = 0.75, 0.55, 0.3, 0.2, 0.1
_ELSEWHERE = 0.5
_SURE = 0.95
_FAINT = 0.3
_MOST_NEEDS, _MOST_QUOTES, _MOST_QUESTIONS, _MOST_PAIRS = 8, 5, 3, 5
_LONGEST = 200


@define
class _Trace:
    """What speaks for one need: how much, sentence by sentence, and the sentences."""

    weights: list[float] = Factory(list)
    quotes: dict[str, float] = Factory(dict)

    @property
    def confidence(self) -> float:
        return min(1 - prod(1 - each for each in self.weights), _SURE)


@frozen(eq=False)
class NeedFinder:
    """Finds needs, each with the sentences that speak of it."""

    ear: Ear

    def synthesize(self, thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> Synthesis:
        """Give at most eight needs, the surest first, and questions where little is known.

        What was said with a reading or of an event counts half, and is not quoted.
        """
        traces: dict[str, _Trace] = {}
        feelings: list[Feeling] = []
        for sentence in (each for line in thread for each in sentences(line)):
            heard = self.ear.hear(sentence)
            feelings += heard.own_feelings
            for key, weight in _weights(heard):
                trace = traces.setdefault(key, _Trace())
                trace.weights.append(weight)
                if len(sentence) <= _LONGEST and weight > _LEANING:
                    trace.quotes[sentence] = max(weight, trace.quotes.get(sentence, 0))
        for words in (*(each.context or "" for each in readings), *events):
            for key, weight in _weights(self.ear.hear(words)):
                traces.setdefault(key, _Trace()).weights.append(weight * _ELSEWHERE)
        found = sorted((self._found(key, each) for key, each in traces.items() if each.quotes), key=_surest)
        needs = tuple(each for each in found if each.confidence >= _FAINT)[:_MOST_NEEDS]
        return Synthesis(needs, tuple(self._questions(needs, found, feelings))[:_MOST_QUESTIONS])

    def key_of(self, need: str, category: NeedCategory) -> str | None:
        """Give the need of the lexicon that a wording names, within its category."""
        by_name = {each.name.casefold(): each.key for each in self.ear.needs.values()}
        first, *_ = need.casefold().split(". ") or [""]
        if first in by_name:
            return by_name[first]
        heard = (each.key for each in self.ear.hear(need).needs)
        return next((key for key in heard if self.ear.needs[key].category is category), None)

    def _found(self, key: str, trace: _Trace) -> FoundNeed:
        entry = self.ear.needs[key]
        quotes = sorted(trace.quotes, key=lambda each: -trace.quotes[each])
        return FoundNeed(
            entry.name, entry.category, entry.mine, tuple(quotes[:_MOST_QUOTES]), round(trace.confidence, 2)
        )

    def _questions(
        self, needs: Sequence[FoundNeed], found: Sequence[FoundNeed], feelings: Sequence[Feeling]
    ) -> Iterator[str]:
        asking = self.ear.language.table("ground", "asking")
        wants = {each.name: each.want for each in self.ear.needs.values()}
        unsure = [each for each in found if each.confidence < _MISSING]
        yield from (asking["touched"].format(want=wants[each.need]) for each in unsure)
        if len(needs) - len(unsure) < 2:  # noqa: PLR2004  the least that the process hopes for
            hard = dict.fromkeys(each.noun for each in feelings if not each.easy)
            yield from (asking["feeling"].format(noun=each) for each in hard)
            yield asking["nothing"]


@frozen(eq=False)
class Pairer:
    """Puts needs of two people together."""

    needs: NeedFinder

    def pair(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> list[Pairing]:
        """Give at most five pairs of the same category, those that name the same need first; each is used once."""
        keys = {each.ref: self.needs.key_of(f"{each.need}. {each.text}", each.category) for each in (*mine, *theirs)}
        candidates = [(one, other) for one in mine for other in theirs if one.category is other.category]
        candidates.sort(key=lambda pair: _is_same(keys, *pair), reverse=True)
        pairs: list[Pairing] = []
        used: set[tuple[str, str]] = set()
        for one, other in candidates:
            if used.isdisjoint({("mine", one.ref), ("theirs", other.ref)}) and len(pairs) < _MOST_PAIRS:
                used |= {("mine", one.ref), ("theirs", other.ref)}
                same = keys[one.ref] if _is_same(keys, one, other) else None
                pairs.append(self._pairing(one, other, same))
        return pairs

    def _pairing(self, one: SharedNeed, other: SharedNeed, same: str | None) -> Pairing:
        if same is not None:
            entry = self.needs.ear.needs[same]
            return Pairing(one.ref, other.ref, entry.name, one.category, entry.both)
        shared = self.needs.ear.language.table("ground", "categories", one.category)
        return Pairing(one.ref, other.ref, shared["name"], one.category, shared["both"])


def _weights(heard: Heard) -> Iterable[tuple[str, float]]:
    """Give each need of a sentence once, with the most that speaks for it."""
    weights: dict[str, float] = {}
    for need in heard.needs:
        if need.own:
            weights[need.key] = max(weights.get(need.key, 0), _weight(need))
    for key in (key for each in heard.own_feelings for key in each.shows):
        weights[key] = max(weights.get(key, 0), _MISSING)
    for key in (key for each in heard.own_feelings if not each.easy for key in each.leans):
        weights.setdefault(key, _LEANING)
    return weights.items()


def _weight(need: Need) -> float:
    if need.wanted:
        return _WANTED
    if need.missing:
        return _MISSING
    return _HINTED if need.hinted else _MENTIONED


def _surest(need: FoundNeed) -> tuple[float, str]:
    return -need.confidence, need.need


def _is_same(keys: Mapping[str, str | None], one: SharedNeed, other: SharedNeed) -> bool:
    return keys[one.ref] is not None and keys[one.ref] == keys[other.ref]
