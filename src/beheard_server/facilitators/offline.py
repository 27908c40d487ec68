"""A facilitator without a network: it listens, gives back the person's own words, and asks.

It is deterministic, knows no partner, and gives no advice.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import ContentType, NeedCategory, Stage
from beheard_core.mediation.retrieval import Intent, Query
from beheard_server.facilitators import (
    Assessment,
    Bundle,
    FoundNeed,
    Ground,
    Idea,
    Pairing,
    Proposal,
    Refinement,
    SharedNeed,
    Synthesis,
)
from beheard_server.facilitators.experiments import EXPERIMENTS, Experiment

_SWAPS = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "me": "you", "my": "your",
    "mine": "yours", "myself": "yourself", "am": "are", "we": "you two", "our": "your", "us": "the two of you",
}  # fmt: skip
_PAST = re.compile(r"\b(i) was(?=n't\b|\b)", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[.!?])\s+|\n+")
_ENDS = ".!?"
_WORD = re.compile(r"[\w']+|[^\w']+")
_ACCUSES = re.compile(
    r"\b(?:you(?:['\u2019]re| are| were|['\u2019]ve| have)? (?:always|never|only|just)|"
    r"you (?:don['\u2019]?t care|ma[kd]e me)|"
    r"your fault|because of you|"
    r"you(?:['\u2019]re| are) (?:so |such |a |an |too )*"
    r"(?:selfish|lazy|stupid|cruel|liar|impossible|crazy|childish|cold))\b",
    re.IGNORECASE,
)
_CURIOUS = re.compile(
    r"\b(?:may|might|maybe|perhaps|wonder|imagine|guess|seems?|feel|felt|feels|want|need|needs|hope|hopes|afraid|worried)\b",
    re.IGNORECASE,
)
_DISTRESS = re.compile(
    r"\b(?:panic\w*|can(?:'?t|not) (?:breathe|stop|cope|think)|shak(?:e|ing)|trembl\w+|overwhelm\w*|terrif\w+|"
    r"desperate|numb|hopeless|falling apart|breaking down|racing heart|crying|sobbing)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"\bI (?:won'?t|will not|can'?t|cannot|need (?:you|them|him|her) to stop)\b", re.IGNORECASE)
_PATTERN = re.compile(r"\b(?:every time|whenever|each time)\b.*\bI\b", re.IGNORECASE)

_LET_US_TALK = "I would like to talk about how this was for me."
_QUOTES = 5
_PAIRS = 5


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_NEEDS: Mapping[NeedCategory, tuple[str, re.Pattern[str], str]] = {
    NeedCategory.SAFETY: (
        "Safety",
        _words("safe", "afraid", "scared", "fear", "shout\\w*", "yell\\w*", "threat\\w*", "calm", "walk on eggshells"),
        "I need to feel safe when we talk.",
    ),
    NeedCategory.CONNECTION: (
        "Connection",
        _words(
            "alone", "lonely", "together", "close", "distant", "miss(?:ing)?", "talk", "door", "evenings?", "listen\\w*"
        ),
        "I need to feel close to you.",
    ),
    NeedCategory.AUTONOMY: (
        "Autonomy",
        _words(
            "space", "quiet", "control\\w*", "decide", "freedom", "myself", "hour", "pressure", "wants anything from me"
        ),
        "I need room that is my own.",
    ),
    NeedCategory.RECOGNITION: (
        "Recognition",
        _words(
            "notice\\w*", "thank\\w*", "appreciat\\w*", "seen", "ignored", "invisible", "respect\\w*", "asked how I am"
        ),
        "I need to be seen in what I do.",
    ),
    NeedCategory.MEANING: (
        "Meaning",
        _words("point", "purpose", "matters?", "future", "believe", "why we"),
        "I need to know what we do this for.",
    ),
    NeedCategory.FAIRNESS: (
        "Fairness",
        _words("fair", "unfair", "equal\\w*", "share", "chores", "my turn", "everything myself", "half"),
        "I need us to carry this together.",
    ),
}

_OPENINGS = (
    "So, as you see it, {echo}.",
    "What I hear is that {echo}.",
    "You are telling me that {echo}.",
    "If I understand you, {echo}.",
    "It matters to you to say that {echo}.",
)
_QUESTIONS = {
    Stage.ONBOARDING: (
        "What would make it easier to begin?",
        "What do you hope this conversation can change?",
        "What would you want to be asked first?",
    ),
    Stage.WITNESS: (
        "What was that like for you?",
        "Where do you notice it now?",
        "What in it weighs the most?",
        "What has nobody heard yet about this?",
        "What did it mean to you?",
    ),
    Stage.PERSPECTIVE_STRETCH: (
        "How might it have looked from the other side?",
        "What may your partner have been hoping for?",
        "What would you ask your partner, if you could only be curious?",
    ),
    Stage.NEED_MAPPING: (
        "What would you need so that this becomes lighter?",
        "What is it that this protects?",
        "Which part of it is about you, and which about the two of you?",
    ),
    Stage.STRATEGIC_REPAIR: (
        "What small step could be tried for a few days?",
        "How would you notice that it helps?",
        "What would make that step easy to keep?",
    ),
}
_GENTLE = (
    "That is a lot at once. Take the time you need; nothing has to be solved now.",
    "This is strong. You can slow down here, and go on when you want to.",
    "I am here with what you have said. There is no hurry.",
)


class OfflineFacilitator:
    """Implements :class:`beheard_server.facilitators.Facilitator` with the person's own words and a few questions."""

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:  # noqa: ARG002  the protocol
        """Ask for nothing: a reply is made of the message and the thread."""
        return ()

    def reply(self, bundle: Bundle) -> str:
        """Give back what was said, and ask one thing more."""
        if bundle.intent is Intent.AVOID_RECALL:
            return _unsaid(_GENTLE, bundle)
        opening = _OPENINGS[bundle.turn % len(_OPENINGS)].format(echo=_echo(bundle.message))
        return f"{opening} {_unsaid(_QUESTIONS[bundle.stage], bundle)}"

    def assess_empathy(self, draft: str) -> Assessment:
        """Find ready what wonders and does not accuse."""
        draft = _plain(draft)
        if _ACCUSES.search(draft):
            return Assessment(ready=False, note="Some of this may read as a reproach.")
        if not _CURIOUS.search(draft):
            return Assessment(ready=False, note="What might it have felt like on the other side?")
        return Assessment(ready=True)

    def transform(self, content_type: ContentType, original: str) -> str:  # noqa: ARG002  one wording for all
        """Keep the sentences that accuse nobody, as they are; where all do, ask to talk instead."""
        kept = [each for each in _sentences(original) if not _ACCUSES.search(_plain(each))]
        return " ".join(map(_ended, kept)) if kept else _LET_US_TALK

    def has_distress(self, context: str) -> bool:
        """Look for words of panic, overwhelm and despair."""
        return _DISTRESS.search(_plain(context)) is not None

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        """Propose a boundary or a pattern that stands in a sentence of its own and accuses nobody."""
        if stage not in (Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING):
            return []
        proposals = []
        for sentence in _sentences(message):
            plain = _plain(sentence)
            if _ACCUSES.search(plain):
                continue
            if _BOUNDARY.search(plain):
                proposals.append(_proposal(ContentType.BOUNDARY, "A boundary of yours", sentence))
            elif _PATTERN.search(plain):
                proposals.append(_proposal(ContentType.EMOTIONAL_PATTERN, "Something that happens to you", sentence))
        return proposals

    def synthesize_needs(
        self,
        thread: Sequence[str],
        readings: Sequence[Reading],  # noqa: ARG002  words alone decide
        events: Sequence[str],
    ) -> Synthesis:
        """Look in every sentence for words of the six needs, and quote those that have some."""
        sentences = [each for line in (*thread, *events) for each in _sentences(line)]
        needs = []
        for category, (name, words, sentence) in _NEEDS.items():
            evidence = tuple(dict.fromkeys(each for each in sentences if words.search(_plain(each))))
            if evidence:
                confidence = min(0.9, 0.5 + 0.1 * len(evidence))
                needs.append(FoundNeed(name, category, sentence, evidence[-_QUOTES:], confidence))
        return Synthesis(tuple(needs), () if needs else ("What would have to be different for this to be lighter?",))

    def find_common_ground(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> Sequence[Pairing]:
        """Pair what is of the same kind, each kind once."""
        pairings: dict[NeedCategory, Pairing] = {}
        for one in mine:
            for other in theirs:
                if one.category is other.category and one.category not in pairings:
                    name = _NEEDS[one.category][0]
                    words = f"You both need {name.lower()}."
                    pairings[one.category] = Pairing(one.ref, other.ref, name, one.category, words)
        return tuple(pairings.values())[:_PAIRS]

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        """Take from the library what is for the needs in common, those in focus first, each kind in turn."""
        wished = {each.casefold() for each in focus}
        ordered = sorted(ground, key=lambda each: each.need.casefold() not in wished)
        categories = tuple(dict.fromkeys(each.category for each in ordered))
        fresh = [
            [each for each in EXPERIMENTS if each.category is kind and each.text not in known] for kind in categories
        ]
        turns = (kind[place] for place in range(len(EXPERIMENTS)) for kind in fresh if place < len(kind))
        return tuple(map(_idea, turns))[:count]

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:  # noqa: ARG002  the words alone
        """Offer the same without what accuses."""
        kept = self.transform(ContentType.STRATEGY_PROPOSAL, text)
        if not _ACCUSES.search(_plain(text)) or kept == _LET_US_TALK:
            return None
        return Refinement(kept, "This leaves out what may read as a reproach.")


def _idea(experiment: Experiment) -> Idea:
    name = _NEEDS[experiment.category][0]
    return Idea(experiment.text, (name,), experiment.duration, experiment.measure)


def _proposal(content_type: ContentType, description: str, sentence: str) -> Proposal:
    return Proposal(content_type, description, _ended(sentence), sentence)


def _plain(text: str) -> str:
    """Give a text with the apostrophes that a typewriter has, which is what the patterns above look for."""
    return text.replace("\u2019", "'")


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in _BREAK.split(text) if "".join(each.split()).strip(_ENDS)]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(tuple(_ENDS)) else f"{sentence}."


def _echo(message: str) -> str:
    """Give the weightiest sentence of a message back, from "I" to "you"."""
    sentences = _sentences(_plain(message))
    if not sentences:
        return "there are no words for it yet"
    weightiest = max(sentences, key=lambda each: (_DISTRESS.search(each) is not None, len(each)))
    said = _PAST.sub(r"\1 were", weightiest.rstrip(f"{_ENDS} "))
    turned = "".join(_SWAPS.get(word.lower(), word) for word in _WORD.findall(said))
    return turned[0].lower() + turned[1:] if not turned.isupper() else turned


def _unsaid(choices: Sequence[str], bundle: Bundle) -> str:
    """Give the next of the choices that the thread does not hold yet, or the next one."""
    said = " ".join(line.text for line in bundle.thread if not line.by_person)
    ordered = [choices[(bundle.turn + step) % len(choices)] for step in range(len(choices))]
    return next((each for each in ordered if each not in said), ordered[0])
