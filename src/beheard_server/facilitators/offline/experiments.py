"""A library of small experiments: which of them fit what two people have in common, and how a proposal gets smaller."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from zlib import crc32

from attrs import field, frozen

from beheard_core.mediation.model import NeedCategory
from beheard_server.facilitators import Ground, Idea, Refinement
from beheard_server.facilitators.offline.language import Language, split_phrases
from beheard_server.facilitators.offline.needs import NeedFinder
from beheard_server.facilitators.offline.phrases import Phrases, look_for
from beheard_server.facilitators.offline.wording import Wording

_SAME_NEED, _SAME_CATEGORY, _IN_FOCUS = 4, 1, 3
_MOST, _MOST_NEEDS, _LONGEST = 5, 3, 800


@frozen
class Experiment:
    """One experiment of the library; see ``experiments.toml``."""

    text: str
    needs: tuple[str, ...]
    categories: frozenset[NeedCategory]
    duration: str
    seen: str


@cache
def curated(language: Language) -> tuple[Experiment, ...]:
    """Give the experiments of a language, in the order of its file."""
    categories = {key: NeedCategory(each["category"]) for key, each in language.table("needs").items()}
    entries = ((each, split_phrases(each["needs"])) for each in language.table("experiments")["experiment"])
    return tuple(
        Experiment(each["do"], needs, frozenset(categories[need] for need in needs), each["duration"], each["seen"])
        for each, needs in entries
    )


@frozen(eq=False)
class Library:
    """The experiments of a language."""

    needs: NeedFinder
    wording: Wording
    seed: int = 0
    experiments: Sequence[Experiment] = field(init=False)
    _refining: Mapping[str, str] = field(init=False)
    _limited: Phrases[bool] = field(init=False)
    _absolute: Phrases[bool] = field(init=False)

    @experiments.default
    def _read(self) -> Sequence[Experiment]:
        return curated(self.needs.ear.language)

    @_refining.default
    def _read_refining(self) -> Mapping[str, str]:
        return self.needs.ear.language.table("ground", "refining")

    @_limited.default
    def _read_limited(self) -> Phrases[bool]:
        return look_for(self.needs.ear.tokens, split_phrases(self._refining["limited"]))

    @_absolute.default
    def _read_absolute(self) -> Phrases[bool]:
        return look_for(self.needs.ear.tokens, split_phrases(self._refining["absolute"]))

    def suggest(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> list[Idea]:
        """Give the experiments that fit best, none of them known, and no need twice before each has had one."""
        there = {each.strip().casefold() for each in known}
        keys = [self.needs.key_of(each.need, each.category) for each in ground]
        wished = {each.key for text in focus for each in self.needs.ear.hear(text).needs}
        wished |= {each.key for each in self.needs.ear.needs.values() if each.name in focus}
        fitting = [
            (score, each)
            for each in self.experiments
            if each.text.casefold() not in there and (score := self._fit(each, ground, keys, wished))
        ]
        fitting.sort(key=lambda each: (-each[0], crc32(f"{self.seed}:{each[1].text}".encode())))
        chosen: list[Experiment] = []
        for fresh in (True, False):
            for _, each in fitting:
                served = {need for one in chosen for need in one.needs[:1]}
                if (
                    each not in chosen
                    and (not fresh or each.needs[0] not in served)
                    and len(chosen) < min(count, _MOST)
                ):
                    chosen.append(each)
        return [Idea(each.text, self._addressed(each, ground, keys), each.duration, each.seen) for each in chosen]

    def refine(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        """Say how a proposal becomes something that both can say yes to, or nothing."""
        text = text.strip()
        words = self.needs.ear.tokens.words(text)
        said = self._refining
        if self.wording.accuses(text):
            ideas = self.suggest(ground, [text], 1)
            return Refinement(ideas[0].description, said["demand_reason"]) if ideas else None
        ended = text if text.endswith((".", "!", "?")) else f"{text}."
        if self._absolute.within(words):
            return _fitting(said["loosen"].format(text=ended), said["loosen_reason"])
        if self._limited.within(words):
            return None
        return _fitting(said["limit"].format(text=ended), said["limit_reason"])

    def _fit(
        self, experiment: Experiment, ground: Sequence[Ground], keys: Sequence[str | None], wished: Collection[str]
    ) -> int:
        fits = sum(
            _SAME_NEED * (key in experiment.needs) or _SAME_CATEGORY * (each.category in experiment.categories)
            for each, key in zip(ground, keys, strict=True)
        )
        return fits and fits + _IN_FOCUS * len(set(experiment.needs) & set(wished))

    def _addressed(
        self, experiment: Experiment, ground: Sequence[Ground], keys: Sequence[str | None]
    ) -> tuple[str, ...]:
        served = [
            each.need
            for each, key in zip(ground, keys, strict=True)
            if key in experiment.needs or each.category in experiment.categories
        ]
        return tuple(dict.fromkeys(served))[:_MOST_NEEDS]


def _fitting(text: str, reason: str) -> Refinement | None:
    return Refinement(text, reason) if len(text) <= _LONGEST else None
