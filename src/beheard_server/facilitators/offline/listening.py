"""Answering: what was said is given back first, then there is a question, or room.

Nothing is said twice in a thread while there is anything else to say, and in stage 1 nothing is advised.
"""

from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

from attrs import field, frozen

from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.model import Stage
from beheard_core.mediation.retrieval import Intent
from beheard_server.facilitators import Bundle
from beheard_server.facilitators.offline.ear import Feeling, Heard, Need
from beheard_server.facilitators.offline.mirror import Echo, Mirror
from beheard_server.facilitators.offline.moves import Move, Moves

_QUESTIONS = {
    Stage.ONBOARDING: "onboarding",
    Stage.WITNESS: "witness",
    Stage.PERSPECTIVE_STRETCH: "perspective",
    Stage.NEED_MAPPING: "mapping",
    Stage.STRATEGIC_REPAIR: "repair",
}
_TENDER_FROM = 6
_LOOKED_BACK, _READ_OF_EACH, _READ = 4, 400, 1500
_ROOM_EVERY = 5
_DEEPER_EVERY = 3
_CLOSELY = 3

Slots = Mapping[str, str]


@frozen
class Said:
    """What a message says, ready to be given back."""

    heard: Heard
    feelings: tuple[Feeling, ...]
    denied: tuple[Feeling, ...]
    others: tuple[Feeling, ...]
    need: Need | None
    echo: Echo | None
    topic: str | None
    slots: Slots


@frozen(eq=False)
class Listener:
    """Answers with the frames and questions of a language; ``seed`` decides their order."""

    mirror: Mirror
    moves: Moves
    seed: int = 0
    _pools: Mapping[tuple[str, ...], tuple[str, ...]] = field(init=False)
    _tenses: Mapping[bool, Slots] = field(init=False)
    _and: str = field(init=False)
    _very_long: int = field(init=False)

    @_pools.default
    def _make_pools(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        language = self.mirror.wording.ear.language
        return {
            (file, part, name): tuple(sorted(pool, key=lambda each: crc32(f"{self.seed}:{each}".encode())))
            for file in ("listening", "questions")
            for part, pools in language.table(file).items()
            for name, pool in pools.items()
            if isinstance(pool, list)
        }

    @_tenses.default
    def _make_tenses(self) -> Mapping[bool, Slots]:
        parts = self.mirror.wording.ear.language.table("listening", "parts")
        return {True: parts["past"], False: parts["present"]}

    @_and.default
    def _read_and(self) -> str:
        return str(self.mirror.wording.ear.language.table("listening", "parts")["and"])

    @_very_long.default
    def _read_very_long(self) -> int:
        return int(self.mirror.wording.ear.language.table("listening", "parts")["very_long"])

    def reply(self, bundle: Bundle) -> str:
        """Answer a message."""
        said = self._take_in(bundle.message[:_READ], bundle.stage)
        if bundle.intent is Intent.AVOID_RECALL:
            return self._calm(said, bundle.turn)
        choice = Choice(self._pools, bundle, self.seed, self.mirror.strange)
        move = self.moves.of(bundle.message, said.heard.words)
        first = self._first(said, choice, move)
        last = choice.of_texts(move.then) if move is not None else None
        deeper = None if move is not None else self._deeper(said, bundle, choice)
        return " ".join(each for each in (first, deeper, last or self._last(said, bundle, choice)) if each)

    def _take_in(self, message: str, stage: Stage) -> Said:
        ear = self.mirror.wording.ear
        heard = ear.hear(message)
        echo = max(self.mirror.echoes(heard), key=lambda each: (each.weight, each.size), default=None)
        feelings = _distinct([each for each in heard.feelings if each.own and not each.denied])
        denied = _distinct([each for each in heard.feelings if each.own and each.denied])
        across = [each for each in heard.feelings if not each.own and not each.denied and each.literal]
        others = _distinct(across) if stage is Stage.PERSPECTIVE_STRETCH else ()
        need = next(iter(heard.own_needs), None)
        topic = self.mirror.topic(heard)
        slots: dict[str, str] = {}
        if echo is not None:
            slots["echo"] = echo.text
        if topic is not None:
            slots["topic"] = topic
        shown = feelings or (() if denied else others)
        if shown:
            slots |= self._named(shown)
        if denied:
            slots |= {"denied": self.mirror.turn(denied[0].said), "denied_noun": denied[0].noun}
            slots |= self._tenses[denied[0].past]
        if need is not None:
            slots |= {"want": ear.needs[need.key].want, "to": ear.needs[need.key].to}
        return Said(heard, feelings, denied, others, need, echo, topic, slots)

    def _named(self, feelings: Sequence[Feeling]) -> Slots:
        said = self._and.join(self.mirror.turn(each.said) for each in feelings)
        literal = {"literal": said} if all(each.literal for each in feelings) else {}
        weighty = next((each for each in feelings if not each.easy), feelings[0])
        return literal | {
            "feelings": said,
            "nouns": self._and.join(dict.fromkeys(each.noun for each in feelings)),
            "noun": weighty.noun,
            **self._tenses[feelings[0].past],
        }

    def _first(self, said: Said, choice: "Choice", move: Move | None) -> str:
        """Give back what was said: as closely as what was heard allows."""
        wished = bool(said.feelings) or (said.need is not None and said.need.wanted)
        named = move is None or (move.over and wished)
        pools = [("listening", "reflect", each) for each in self._reflections(said, choice.turn)] if named else []
        found = choice.of(pools, said.slots) or (choice.of_texts(move.first) if move is not None else None)
        found = found or choice.of([("listening", "reflect", "plain")], {})
        return found or self._again(said, choice)

    def _again(self, said: Said, choice: "Choice") -> str:
        """Say again what was said before, and that it comes again."""
        kinds = [*self._reflections(said, choice.turn), "plain"]
        before = [each for name in kinds for each in choice.filled(("listening", "reflect", name), said.slots)]
        frames = self._pools["listening", "reflect", "again"]
        count = len(frames)
        texts = (frames[(choice.turn + step) % count].format(text=text) for text in before for step in range(count))
        return next((each for each in texts if choice.is_new(each)), before[0])

    def _reflections(self, said: Said, turn: int) -> list[str]:
        """Name the kinds of frames that fit, the best first; among equals the turn decides."""
        felt = ["mixed"] if len({each.easy for each in said.feelings}) > 1 else ["feeling"]
        if said.feelings and all(each.easy for each in said.feelings):
            felt = ["easy"]
        elif said.feelings and said.need is not None and not said.need.hinted and felt == ["feeling"]:
            felt = _turned(["feeling_need", "feeling"], turn)
        elif not said.feelings:
            felt = []
        echo = [] if said.echo is None else ["first" if said.echo.first else "told" if said.echo.told else "echo"]
        wanted = said.need is not None and said.need.wanted
        if said.denied and not said.feelings and not (wanted and said.denied[0].easy):
            felt = ["without"] if said.denied[0].easy else ["denying"]
        if said.denied and said.feelings and not said.denied[0].easy and not said.feelings[0].easy:
            return ["rather", *felt, *echo]
        if felt and echo and said.echo is not None and said.echo.feels:
            closely = turn % _CLOSELY or not all(each.literal for each in said.feelings)
            closest = [*echo, felt[0]] if closely else [felt[0], *echo]
            return [*closest, *felt[1:], "topic"]
        need = (
            []
            if said.need is None
            else ["wanted" if said.need.wanted else "missing" if said.need.missing else "hinted"]
        )
        if felt:
            return [*felt, *need, *echo]
        others = ["others"] if said.others and not said.denied else []
        ranked = _turned([*need, *echo], turn) if need != ["hinted"] else [*echo, *need]
        return [*others, *ranked, "topic"]

    def _deeper(self, said: Said, bundle: Bundle, choice: "Choice") -> str | None:
        """Add a guess, or a look back, once in a while."""
        if not bundle.thread or bundle.turn % _DEEPER_EVERY == 0 or not (said.feelings or said.need):
            return None
        if bundle.turn % _DEEPER_EVERY == 1:
            return self._guess(said, choice)
        lately = [each.text[:_READ_OF_EACH] for each in bundle.thread if each.by_person][-_LOOKED_BACK:]
        before = [self.mirror.wording.ear.hear(each) for each in lately]
        slots = dict(said.slots)
        if said.need is not None and any(said.need.key == each.key for heard in before for each in heard.own_needs):
            return choice.of([("listening", "deepen", "back")], slots)
        now = {each.family for each in said.feelings}
        earlier = [each for heard in before for each in heard.own_feelings if not each.easy and each.family not in now]
        if said.feelings and earlier and not said.feelings[0].easy:
            return choice.of([("listening", "deepen", "shift")], {"before": earlier[-1].noun})
        return None

    def _guess(self, said: Said, choice: "Choice") -> str | None:
        hard = [each for each in said.feelings if not each.easy]
        if said.need is not None or not hard or not hard[0].leans:
            return None
        entry = self.mirror.wording.ear.needs[hard[0].leans[0]]
        return choice.of([("listening", "deepen", "guess")], {"want": entry.want, "to": entry.to})

    def _last(self, said: Said, bundle: Bundle, choice: "Choice") -> str | None:
        """Ask, or leave room."""
        room, tender = ("listening", "stay", "then"), ("listening", "tender", "then")
        stage = _QUESTIONS[bundle.stage]
        if bundle.stage in (Stage.WITNESS, Stage.PERSPECTIVE_STRETCH):
            if (bundle.intensity or 0) >= _TENDER_FROM or bundle.trend is Direction.INCREASING:
                return choice.of([tender, room], said.slots)
            if bundle.turn % _ROOM_EVERY == _ROOM_EVERY - 1 or len(said.heard.words) >= self._very_long:
                return choice.of([room, tender], said.slots)
        pools = [("questions", stage, each) for each in self._asking(said, bundle)]
        return choice.of([*pools, ("questions", stage, "open"), room], said.slots)

    def _asking(self, said: Said, bundle: Bundle) -> list[str]:
        """Name the kinds of questions that fit, the turn deciding among them."""
        felt = bool(said.feelings)
        if bundle.stage is Stage.PERSPECTIVE_STRETCH:
            return ["deeper"] if felt else ["others"] if said.others else []
        if bundle.stage is not Stage.WITNESS:
            return []
        if felt and all(each.easy for each in said.feelings):
            return ["easy"]
        topic = ["topic"] if said.topic is not None else []
        missed = said.need is not None and not said.need.hinted
        kinds = ["deeper", "feeling"] if felt else ["need", "open"] if missed else ["open", "open", *topic]
        return _turned(kinds, bundle.turn)

    def _calm(self, said: Said, turn: int) -> str:
        """Name how strong it is, recall nothing, ask nothing."""
        tone = {each.easy for each in said.feelings}
        first = self._pools["listening", "calm", "first" if len(tone) != 1 else "easy" if True in tone else "feeling"]
        then = self._pools["listening", "calm", "then"]
        return f"{_capital(first[turn % len(first)].format_map(said.slots))} {then[turn % len(then)]}"


@frozen(eq=False)
class Choice:
    """Chooses what has not been said in a thread yet."""

    pools: Mapping[tuple[str, ...], tuple[str, ...]]
    bundle: Bundle
    seed: int
    strange: Sequence[str]
    turn: int = field(init=False)
    _said: str = field(init=False)
    _start: int = field(init=False)

    @turn.default
    def _read_turn(self) -> int:
        return self.bundle.turn

    @_said.default
    def _read_said(self) -> str:
        return "\n".join(line.text for line in self.bundle.thread if not line.by_person)

    @_start.default
    def _read_start(self) -> int:
        """Give where a conversation begins in each pool: every thread has an order of its own."""
        if self.bundle.stage not in (Stage.WITNESS, Stage.PERSPECTIVE_STRETCH):
            return self.turn
        first = next((line.text for line in self.bundle.thread if line.by_person), self.bundle.message)
        return self.turn + crc32(f"{self.seed}:{first}".encode())

    def filled(self, pool: tuple[str, ...], slots: Slots) -> Iterator[str]:
        """Give the sentences of a pool whose slots are all known, each conversation from another place on."""
        frames = self.pools.get(pool, ())
        for step in range(len(frames)):
            frame = frames[(self._start + step) % len(frames)]
            try:
                sentence = frame.format_map(slots)
            except KeyError:
                continue
            if not any(each in sentence for each in self.strange):
                yield _capital(sentence)

    def is_new(self, text: str) -> bool:
        """Tell whether something has not been said in this thread."""
        return text not in self._said

    def of(self, pools: Sequence[tuple[str, ...]], slots: Slots) -> str | None:
        """Give the first sentence of the pools that has not been said."""
        return next((each for pool in pools for each in self.filled(pool, slots) if self.is_new(each)), None)

    def of_texts(self, texts: Sequence[str]) -> str | None:
        """Give the first of some texts, from the place of this conversation on, that has not been said."""
        turned = (texts[(self._start + step) % len(texts)] for step in range(len(texts)))
        return next((each for each in turned if self.is_new(each)), None)


def _distinct(feelings: Sequence[Feeling]) -> tuple[Feeling, ...]:
    """Give at most two feelings of different kinds, the strongest first."""
    kinds = {each.key: each for each in reversed(feelings)}
    ordered = sorted(kinds.values(), key=lambda each: (-each.strength, not each.literal, each.start))
    return tuple(sorted(ordered[:2], key=lambda each: each.start))


def _turned(kinds: Sequence[str], turn: int) -> list[str]:
    place = turn % len(kinds) if kinds else 0
    return [*kinds[place:], *kinds[:place]]


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"
