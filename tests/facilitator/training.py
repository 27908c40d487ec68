"""Learns the weights of the crisis check from the labelled texts: ``python -m tests.facilitator.training``.

A logistic regression over what :func:`beheard_core.mediation.crisis.learned.marks` gives. Everyday texts count more
than look-alikes, because people write far more of them. How sure it has to be is decided on texts that it has not
learned from, a sixth of them at a time: as sure as leaves so many false alarms among the look-alikes, those of the
listed phrasings included.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from beheard_core.mediation import crisis
from beheard_core.mediation.crisis.learned import BIAS, length, marks, weight
from beheard_core.mediation.crisis.listed import is_listed
from beheard_core.mediation.crisis.manners import sentences, without_manners
from beheard_core.mediation.crisis.spelling import spelled_out
from tests.facilitator.measures import read
from tests.facilitator.talking import scripts

WEIGHTS = Path(crisis.__file__).with_name("weights.tsv")
FALSE_ALARMS = 0.085
MOST_MARKS = 8000
EVERYDAY = 8.0
STRENGTH = 100.0
PARTS = 6

Numbers = NDArray[np.float64]


@frozen
class Text:
    """A labelled text, what of it is weighed, and how much the text counts."""

    marks: frozenset[str]
    is_crisis: bool
    listed: bool
    counts: float

    @property
    def is_lookalike(self) -> bool:
        return not self.is_crisis and self.counts < EVERYDAY


def texts() -> list[Text]:
    """Give all that is learned from, in an order that is always the same."""
    told = read("crisis", "building")
    everyday = [
        text["text"]
        for name in ("feelings_needs", "raw_statements", "empathy_drafts")
        for text in read(name, "building")
    ]
    conversations = [text for script in scripts().values() for text, _ in script.lines]
    labelled = [
        *((text, True, 1.0) for text in told["crisis"]),
        *((text, False, 1.0) for text in told["harmless"]),
        *((text, False, EVERYDAY) for text in (*everyday, *read("ordinary", "building"), *conversations)),
    ]
    Random(0).shuffle(labelled)
    said = ((without_manners(spelled_out(text)), is_crisis, counts) for text, is_crisis, counts in labelled)
    told = ((words, sentences(words), is_crisis, counts) for words, is_crisis, counts in said)
    return [
        Text(marks(" ".join(each)), is_crisis, is_listed(words, each), counts)
        for words, each, is_crisis, counts in told
    ]


def learned(known: Sequence[Text]) -> dict[str, float]:
    """Give the weights of the marks that tell the most."""
    often = Counter(mark for text in known for mark in text.marks)
    every = sorted(mark for mark, times in often.items() if times > 1)
    first = dict(zip(every, _fitted(known, every), strict=False))
    told = {mark: abs(first[mark]) * often[mark] ** 0.5 for mark in every}
    most = sorted(sorted(every, key=lambda mark: -told[mark])[:MOST_MARKS])
    return dict(zip([*most, BIAS], _fitted(known, most).tolist(), strict=True))


def surest(known: Sequence[Text]) -> float:
    """Give what a text has to weigh so that the false alarms are as many as they may be."""
    heavy: list[float] = []
    for part in range(PARTS):
        weights = learned([text for place, text in enumerate(known) if place % PARTS != part])
        heavy += [weight(text.marks, weights) for text in known[part::PARTS] if text.is_lookalike and not text.listed]
    alike = [text for text in known if text.is_lookalike]
    allowed = round(FALSE_ALARMS * len(alike)) - sum(text.listed for text in alike)
    return sorted(heavy, reverse=True)[allowed]


def _matrix(known: Sequence[Text], vocabulary: Sequence[str]) -> csr_matrix:
    places = {mark: place for place, mark in enumerate(vocabulary)}
    rows, columns, values = [], [], []
    for row, text in enumerate(known):
        found = sorted(places[mark] for mark in text.marks if mark in places)
        rows += [row] * len(found)
        columns += found
        values += [1 / length(len(found))] * len(found)
    return csr_matrix((values, (rows, columns)), shape=(len(known), len(vocabulary)))


def _fitted(known: Sequence[Text], vocabulary: Sequence[str]) -> Numbers:
    """Give the weights that fit best, and the bias behind them."""
    matrix = _matrix(known, vocabulary)
    sign = np.array([1.0 if text.is_crisis else -1.0 for text in known])
    counts = np.array([text.counts for text in known]) * STRENGTH

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = sign * (matrix @ weights[:-1] + weights[-1])
        pull = -counts * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        slope = np.append(matrix.T @ pull + weights[:-1], pull.sum())
        return float(counts @ np.logaddexp(0, -margin) + weights[:-1] @ weights[:-1] / 2), slope

    start = np.zeros(len(vocabulary) + 1)
    best: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000, "maxfun": 4000}).x
    return best


def main() -> None:
    """Learn, and write the weights."""
    known = texts()
    weights = learned(known)
    weights[BIAS] -= surest(known)
    lines = (f"{weight:.2f}\t{mark}" for mark, weight in weights.items())
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
