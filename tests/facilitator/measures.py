"""How well the offline facilitator hears, words and reads, measured on labelled texts.

Those in the files that end in ``_held`` were written apart from everything else, and not looked at while it was built.
The others were; earlier held parts are among them. The weights of the crisis check are learned from them.
"""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from beheard_core.mediation.crisis import is_crisis
from beheard_core.mediation.model import ContentType
from beheard_server.facilitators.offline import OfflineFacilitator, english

LABELLED = Path(__file__).parent / "labelled"
PARTS = {"building": "", "held back": "_held"}
OFFLINE = OfflineFacilitator()
SURE = 0.5
_LONG_RUN = 4
_WORD = re.compile(r"[\w']+")
# Words that putting a feeling as one's own brings along: "you made me feel small" becomes "I felt small".
_TURNED = {"i", "feel", "felt", "what", "need"}


@frozen
class Found:
    """How much was found rightly, how much wrongly, and how much was missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def read(name: str, part: str) -> Any:
    """Give labelled texts."""
    return json.loads((LABELLED / f"{name}{PARTS[part]}.json").read_text(encoding="utf-8"))


def feelings(part: str) -> Found:
    """Measure the feelings of the person that are heard in a text, by their families."""
    return _found(
        ({each.family for each in OFFLINE.ear.hear(text["text"]).own_feelings}, set(text["feelings"]))
        for text in read("feelings_needs", part)
    )


def needs(part: str) -> Found:
    """Measure the categories of needs that are found in a text with a confidence that counts."""
    return _found(
        (
            {
                each.category
                for each in OFFLINE.synthesize_needs([text["text"]], (), ()).needs
                if each.confidence >= SURE
            },
            set(text["needs"]),
        )
        for text in read("feelings_needs", part)
    )


def drafts(part: str) -> float:
    """Give how many drafts are judged as their label says."""
    texts: list[Any] = read("empathy_drafts", part)
    return sum(OFFLINE.assess_empathy(each["text"]).ready is bool(each["ready"]) for each in texts) / len(texts)


def crisis(part: str, name: str = "crisis") -> tuple[float, float]:
    """Give how many crisis statements are seen, and how many harmless ones are taken for one."""
    texts = read(name, part)
    return alarming(texts["crisis"]), alarming(texts["harmless"])


def alarming(texts: Sequence[str]) -> float:
    """Give how many texts are taken for a crisis."""
    return sum(map(is_crisis, texts)) / len(texts)


def accusations_kept(part: str) -> int:
    """Count the labelled accusations of which something is left in the wording for the partner."""
    return sum(
        _is_in(accusation, OFFLINE.transform(ContentType(each["type"]), each["text"]))
        for each in read("raw_statements", part)
        for accusation in each["accusations"]
    )


def claims_added(part: str) -> int:
    """Count the wordings that hold a word which the original does not, but for the sentences that ask to talk."""
    texts = (
        (each["text"], OFFLINE.transform(ContentType(each["type"]), each["text"]))
        for each in read("raw_statements", part)
    )
    return sum(adds(original, worded) for original, worded in texts)


def adds(original: str, worded: str) -> bool:
    """Tell whether a wording says something that the original does not."""
    asks_to_talk = set(english().table("wording", "otherwise").values())
    return worded not in asks_to_talk and not set(_words(worded)) <= {*_words(original), *_TURNED}


def worded_at_all(part: str) -> float:
    """Give how many statements keep something of their own."""
    asks_to_talk = set(english().table("wording", "otherwise").values())
    texts = read("raw_statements", part)
    return sum(OFFLINE.transform(ContentType(each["type"]), each["text"]) not in asks_to_talk for each in texts) / len(
        texts
    )


def _found(pairs: Iterable[tuple[set[Any], set[str]]]) -> Found:
    right = wrong = missed = 0
    for got, wanted in pairs:
        right, wrong, missed = right + len(got & wanted), wrong + len(got - wanted), missed + len(wanted - got)
    return Found(right, wrong, missed)


def _is_in(accusation: str, worded: str) -> bool:
    """Tell whether an accusation, or four words of it in a row, stand in a wording."""
    own, kept = _words(accusation), f" {' '.join(_words(worded))} "
    size = min(len(own), _LONG_RUN)
    return any(f" {' '.join(own[first : first + size])} " in kept for first in range(len(own) - size + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("\u2019", "'").lower())
