"""Putting words so that somebody else can hear them: what accuses is left out, and nothing is added.

What is left is made of whole clauses of the original. A clause stays if it is about the person who says it, or about
nobody; what somebody else did stays only where it is told without a judgement.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from beheard_core.mediation.model import ContentType, Stage
from beheard_server.facilitators import Proposal
from beheard_server.facilitators.offline.clauses import LOOSE, Clause, Cutter, bare
from beheard_server.facilitators.offline.ear import Ear
from beheard_server.facilitators.offline.language import split_phrases
from beheard_server.facilitators.offline.phrases import Hit, Phrases, Words, look_for, sentences
from beheard_server.facilitators.offline.plain import Plainness

_PROPOSING = (Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING)
_QUOTED = re.compile(r"[\"\u201c\u201d\u201e\u00ab\u00bb]")
_ENDS = (".", "!", "?")
_FEWEST = 2
_ELSEWHERE = "any"


@frozen(eq=False)
class Wording:
    """Tells what accuses, and leaves it out."""

    ear: Ear
    _plainness: Plainness = field(init=False)
    _lists: Mapping[str, Phrases[bool]] = field(init=False)
    _table: Mapping[str, Any] = field(init=False)
    _cutter: Cutter = field(init=False)
    _reach: int = field(init=False)
    _dangling: frozenset[str] = field(init=False)

    @_plainness.default
    def _make_plainness(self) -> Plainness:
        return Plainness(self.ear)

    @_lists.default
    def _make_lists(self) -> Mapping[str, Phrases[bool]]:
        language = self.ear.language
        accusing = language.table("accusations")
        found = {
            "accuses": [each for part in accusing.values() for text in part.values() for each in split_phrases(text)],
            "made_now": language.phrases("wording", "feeling_made", "now"),
            "made_then": language.phrases("wording", "feeling_made", "then"),
            "negators": language.phrases("grammar", "hearing", "negators"),
            "distress": language.phrases("wording", "distress", "signs"),
            "no_distress": language.phrases("wording", "distress", "never"),
        }
        for part in ("people", "proposals", "self"):
            table = language.table("wording", part)
            found |= {name: split_phrases(text) for name, text in table.items() if isinstance(text, str)}
        return {name: look_for(self.ear.tokens, phrases) for name, phrases in found.items()}

    @_table.default
    def _make_table(self) -> Mapping[str, Any]:
        return self.ear.language.table("wording")

    @_cutter.default
    def _make_cutter(self) -> Cutter:
        return Cutter(self.ear.language)

    @_reach.default
    def _read_reach(self) -> int:
        return int(self._table["self"]["reach"])

    @_dangling.default
    def _read_dangling(self) -> frozenset[str]:
        return frozenset(self.ear.language.phrases("wording", "clauses", "dangling"))

    def accuses(self, text: str) -> bool:
        """Tell whether words name, blame, mock or threaten somebody."""
        return bool(self.accusations(self.ear.tokens.words(text)))

    def accusations(self, words: Words) -> list[Hit[bool]]:
        """Give what names, blames, mocks or threatens somebody other than the person who says it."""
        return [hit for hit in self._lists["accuses"].find(words) if not self._is_of_self(words, hit)]

    def _is_of_self(self, words: Words, hit: Hit[bool]) -> bool:
        """Tell whether a hard word is said by somebody of themselves: "I get bossy"."""
        first = max(hit.first - self._reach, 0)
        said = [
            each for each in self._lists["am"].find(words, first, hit.first) if hit.first - each.first <= self._reach
        ]
        return bool(said) and not self._lists["between"].within(words, said[-1].last + 1, hit.first)

    def transform(self, content_type: ContentType, original: str) -> str:
        """Give what can be shared of a text, in its own words, or a sentence that asks to talk."""
        said = sentences(original)
        kept = list(dict.fromkeys(each for sentence in said for each in self._fair_parts(sentence)))
        kept = kept or list(dict.fromkeys(each for sentence in said for each in self._feelings_named(sentence)))
        if not kept:
            otherwise: Mapping[str, str] = self._table["otherwise"]
            return otherwise.get(content_type, otherwise[_ELSEWHERE])
        text = " ".join(kept)
        if content_type is ContentType.IDENTIFIED_NEED and len(kept) == 1 and self._only_names(text):
            return str(self._table["needing"]["say"]).format(text=f"{text[0].lower()}{text[1:]}")
        return text

    def has_distress(self, context: str) -> bool:
        """Tell whether words speak of panic, overwhelm or despair."""
        words = self.ear.tokens.words(context)
        return self._lists["distress"].within(words) and not self._lists["no_distress"].within(words)

    def propose(self, message: str, stage: Stage) -> Iterator[Proposal]:
        """Give the boundaries, patterns and events of a message that stand in a fair sentence of their own."""
        if stage not in _PROPOSING:
            return
        told = self._table["proposals"]
        for sentence in sentences(message):
            words = self.ear.tokens.words(sentence)
            preview = _ended(sentence)
            if list(self._fair_parts(sentence)) != [_capital(preview)]:
                continue
            if self._lists["boundary"].within(words):
                yield Proposal(ContentType.BOUNDARY, told["boundary_is"], preview, sentence)
            elif self._lists["pattern"].within(words) and self._lists["own"].within(words):
                yield Proposal(ContentType.EMOTIONAL_PATTERN, told["pattern_is"], preview, sentence)
            elif self._lists["event"].within(words) and self.ear.hear(sentence).own_feelings:
                yield Proposal(ContentType.EVENT_SUMMARY, told["event_is"], preview, sentence)

    def _fair_parts(self, sentence: str) -> Iterator[str]:
        """Give what is left of one sentence: itself, parts of it, or nothing."""
        words = self.ear.tokens.words(sentence)
        clauses = list(self._cutter.cut(sentence))
        if self._is_fair(words) and self._says_something(words) and self._is_plain(sentence, clauses):
            yield _capital(_ended(sentence))
            return
        yield from self._feelings_made(words)
        run: list[Clause] = []
        for clause in [*clauses, None]:
            if clause is not None and self._may_stay(sentence, clause, first=not run):
                run.append(clause)
                continue
            part = self._run(sentence, run, None if clause is None else clause.joint)
            if part:
                yield part
            run = []

    def _feelings_made(self, words: Words) -> Iterator[str]:
        """Give the feelings that somebody says another made them feel, as feelings."""
        said = self._table["feeling_made"]
        for name, frame in (("made_now", said["say_now"]), ("made_then", said["say_then"])):
            for hit in self._lists[name].find(words):
                heard = self.ear.hear(words.text).own_feelings
                behind = [
                    each
                    for each in heard
                    if hit.last + 1 < len(words) and 0 <= each.start - words.ends[hit.last] <= _near(each.said)
                ]
                literal = [each for each in behind if each.said.split()[-1] in words.words]
                if literal and not self.accuses(felt := frame.format(said=literal[0].said)):
                    yield felt

    def _feelings_named(self, sentence: str) -> Iterator[str]:
        """Give the feelings that somebody names as their own, each by itself."""
        said = self._table["feeling_made"]
        for each in self.ear.hear(sentence).own_feelings:
            felt = (said["say_then"] if each.past else said["say_now"]).format(said=each.said)
            words = self.ear.tokens.words(felt)
            if each.literal and not each.easy and not self.accusations(words) and self._plainness.is_plain(words):
                yield felt

    def _may_stay(self, sentence: str, clause: Clause, *, first: bool) -> bool:
        words = self.ear.tokens.words(sentence[clause.start : clause.end])
        if not len(words) or not self._is_fair(self.ear.tokens.words(sentence[clause.begin : clause.end])):
            return False
        joint = clause.joining
        clauses = self._table["clauses"]
        if not first or joint in clauses["dependent"]:
            return True
        # Behind what was cut off, a clause without a subject is still about the other: "... and moan about me".
        return self._plainness.is_mine(words) and joint in clauses["openers"]

    def _run(self, sentence: str, run: Sequence[Clause], cut: str | None) -> str | None:
        """Give fair clauses that stand together as a sentence, or None where that would not be one."""
        clauses, kept = self._table["clauses"], list(run)
        while kept and cut is not None and self._needs_what_follows(sentence, kept[-1], cut):
            cut = kept.pop().joint
        if not kept:
            return None
        dependent = kept[0].joining in clauses["dependent"]
        if dependent and not any(self._is_main(sentence, each) for each in kept):
            return None
        text = sentence[kept[0].begin if dependent else kept[0].start : kept[-1].end].strip(LOOSE)
        words = self.ear.tokens.words(text)
        whole = _QUOTED.search(text) is None and self._is_fair(words) and self._says_something(words)
        if whole and words.words[-1] in self._dangling:
            return None
        if not whole or not self._is_plain(sentence, kept):
            return None
        return _capital(_ended(text))

    def _is_plain(self, sentence: str, clauses: Sequence[Clause]) -> bool:
        """Tell whether every clause is plainly about the person who says it, or only adds to one that is."""
        words = [self.ear.tokens.words(sentence[each.start : each.end]) for each in clauses]
        said = [(clause, each) for clause, each in zip(clauses, words, strict=True) if len(each)]
        if len(said) == 1 and self._names_a_need(said[0][1]):
            return self._plainness.is_plain(said[0][1])
        dependent = self._table["clauses"]["dependent"]
        return all(
            self._plainness.is_plain(each)
            and (
                self._plainness.is_mine(each)
                or clause.joining in dependent
                or (place > 0 and self._plainness.is_more(each))
            )
            for place, (clause, each) in enumerate(said)
        ) and self._plainness.is_plain(self.ear.tokens.words(sentence[clauses[0].start : clauses[-1].end]))

    def _needs_what_follows(self, sentence: str, clause: Clause, cut: str) -> bool:
        """Tell whether a clause says something else, or nothing, without what is cut off behind it."""
        joint = bare(cut)
        if joint in self._table["clauses"]["conditions"]:
            return True
        if joint not in self._table["clauses"]["leading"] or cut.startswith(","):
            return False
        felt = self.ear.hear(sentence[clause.start : clause.end]).own_feelings
        return not felt or all(each.easy for each in felt)

    def _is_main(self, sentence: str, clause: Clause) -> bool:
        """Tell whether a clause, or the end of one that begins with "when", can stand alone."""
        if clause.joining not in self._table["clauses"]["dependent"]:
            return True
        words = self.ear.tokens.words(sentence[clause.start : clause.end])
        return self._lists["own_verbs"].within(words, 1)

    def _is_fair(self, words: Words) -> bool:
        """Tell whether words accuse nobody, and speak of what others do only as anyone could have seen it."""
        lists = self._lists
        if self.accusations(words) or lists["contrasts"].within(words):
            return False
        if lists["sweeping"].within(words) and not lists["speaker"].within(words):
            return False
        there = [hit.first for hit in lists["others"].find(words)]
        gentle, observed = (
            {
                place
                for hit in lists[name].find(words)
                if not self._is_claim(words, hit)
                for place in range(hit.first, hit.last + 1)
            }
            for name in ("gentle", "observed")
        )
        # "I miss you" is gentle, "I get no help from you" is not.
        kindly = observed if lists["negators"].within(words) else gentle | observed
        return all(place in kindly for place in there)

    def _is_claim(self, words: Words, hit: Hit[bool]) -> bool:
        """Tell whether words only lead to what somebody else is said to do, want or think: "I know you wanted it"."""
        if not self._lists["claims"].within(words, hit.first, hit.last + 1) or hit.last + 1 == len(words):
            return False
        return self._lists["claims_nothing_before"].at(words, hit.last + 1) is None

    def _says_something(self, words: Words) -> bool:
        """Tell whether words are about the person who says them, or name a feeling or a need and nobody at all."""
        if len(words) < _FEWEST:
            return False
        if self._lists["own"].within(words):
            return True
        heard = self.ear.hear(words.text)
        named = bool(heard.needs or heard.own_feelings) and not any(each.missing or each.hinted for each in heard.needs)
        return named and self._lists["neutral"].at(words, 0) is not None

    def _only_names(self, text: str) -> bool:
        return self._names_a_need(self.ear.tokens.words(text)) and not text.endswith("?")

    def _names_a_need(self, words: Words) -> bool:
        """Tell whether words are no more than the name of something: "Rest in the evening"."""
        few = len(words) <= int(self._table["needing"]["most"])
        return few and not self._lists["own"].within(words) and not self._plainness.has_verb(words)


def _near(said: str) -> int:
    return len(said) + 12


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(_ENDS) else f"{sentence}."


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}"
