"""What the listed phrasings miss: words and pairs of words, weighed by how often they were said in a crisis.

The weights are learned from the labelled texts of ``tests/facilitator/labelled`` by ``tests/facilitator/training.py``:
a logistic regression over the stems of the words and their neighbours, each counted once, in proportion to the length.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt

BIAS = ""
"""The name of the weight that every message has."""
_WORD = re.compile(r"[a-z']+|\d+")
_EDGE = "<", ">"
_ENDINGS = (
    *(("'s", ""), ("ingly", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("edly", ""), ("ed", ""), ("ly", "")),
    *(("es", ""), ("s", ""), ("e", "")),
)
_SHORTEST = 3
_FEWEST = 16
# A message may be long, and one who is in danger may say so in one sentence of it.
_TOGETHER = 4


def marks(words: str) -> frozenset[str]:
    """Give what of words, spelled out, is weighed: their stems, and the stems of each two that are neighbours."""
    stems = [_stem(word) for word in _WORD.findall(words)]
    first, last = _EDGE
    pairs = zip([first, *stems], [*stems, last], strict=True)
    return frozenset((*stems, *(f"{one} {other}" for one, other in pairs)))


def is_learned(sentences: Sequence[str]) -> bool:
    """Tell whether sentences that stand together, a few at a time, weigh as much as those of a crisis."""
    parts = range(max(len(sentences) - _TOGETHER, 0) + 1)
    weights = _weights()
    return any(weight(marks(" ".join(sentences[first : first + _TOGETHER])), weights) > 0 for first in parts)


def weight(said: Iterable[str], weights: Mapping[str, float]) -> float:
    """Give how much marks weigh together; above 0 they are taken for a crisis."""
    known = [weights[mark] for mark in said if mark in weights]
    return sum(known) / length(len(known)) + weights[BIAS]


def length(known: int) -> float:
    """Give what the sum of so many weights is divided by: a few words alone are too few to be sure."""
    return sqrt(max(known, _FEWEST))


@cache
def _weights() -> Mapping[str, float]:
    lines = files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8").splitlines()
    return {mark: float(weight) for weight, mark in (line.split("\t") for line in lines)}


def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: len(word) - len(ending)] + instead
    return word
