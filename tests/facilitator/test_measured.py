"""What the documentation says of precision and recall is what is measured, on both parts of the labelled texts."""

import re
from pathlib import Path

import pytest

from beheard_core.mediation.crisis import is_crisis
from beheard_core.mediation.crisis.learned import BIAS
from tests.facilitator import measures, training
from tests.facilitator.measures import PARTS
from tests.facilitator.talking import scripts

PAGE = Path(__file__).parents[2] / "docs" / "facilitator.md"
HELD = "held back"
NONE = "\N{EN DASH}"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<built>[^|]+) \| (?P<held>[^|]+) \|$", re.MULTILINE)


def measured(part: str) -> dict[str, str]:
    """What the table of the page says of one part."""
    feelings, needs = measures.feelings(part), measures.needs(part)
    recall, alarms = measures.crisis(part)
    hints = measures.crisis(part, "crisis_hinted") if part == HELD else (None, None)
    numbers = {
        "feelings, precision": feelings.precision,
        "feelings, recall": feelings.recall,
        "needs, precision": needs.precision,
        "needs, recall": needs.recall,
        "drafts judged as labelled": measures.drafts(part),
        "crisis statements seen": recall,
        "harmless ones taken for a crisis": alarms,
        "hints at a crisis seen": hints[0],
        "harmless ones taken for a hint": hints[1],
        "raw statements taken for a crisis": measures.alarming(
            [each["text"] for each in measures.read("raw_statements", part)]
        ),
        "ordinary messages taken for a crisis": measures.alarming(measures.read("ordinary", part)),
        "wordings that keep something": measures.worded_at_all(part),
    }
    counts = {"accusations kept": measures.accusations_kept(part), "claims added": measures.claims_added(part)}
    told = {name: NONE if number is None else f"{number:.2f}" for name, number in numbers.items()}
    return told | {name: str(count) for name, count in counts.items()}


def test_the_page_says_what_is_measured() -> None:
    table = {row["what"].strip(): row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    for part, column in zip(PARTS, ("built", "held"), strict=True):
        told = {name: table[name][column].strip() for name in measured(part)}
        assert told == measured(part)


def test_there_are_enough_texts_and_the_page_counts_those_that_nobody_looked_at() -> None:
    hints = measures.read("crisis_hinted", HELD)
    sizes: dict[str, list[int | str]] = {
        "texts with feelings and needs": [len(measures.read("feelings_needs", part)) for part in PARTS],
        "raw statements": [len(measures.read("raw_statements", part)) for part in PARTS],
        "drafts": [len(measures.read("empathy_drafts", part)) for part in PARTS],
        "crisis statements": [len(measures.read("crisis", part)["crisis"]) for part in PARTS],
        "harmless look-alikes": [len(measures.read("crisis", part)["harmless"]) for part in PARTS],
        "hints at a crisis": [NONE, len(hints["crisis"])],
        "harmless messages like them": [NONE, len(hints["harmless"])],
        "ordinary messages": [len(measures.read("ordinary", part)) for part in PARTS],
    }
    assert all(isinstance(size, str) or size >= 25 for each in sizes.values() for size in each)
    table = {row["what"].strip(): row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    told = {name: [table[name]["built"].strip(), table[name]["held"].strip()] for name in sizes}
    assert told == {name: [str(size) for size in each] for name, each in sizes.items()}


def test_the_page_says_in_words_how_many_crisis_statements_were_seen() -> None:
    seen, harmless = (measures.read("crisis", HELD)[kind] for kind in ("crisis", "harmless"))
    hints = measures.read("crisis_hinted", HELD)["crisis"]
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"Of {len(seen)} crisis statements that it was not built with, it saw {sum(map(is_crisis, seen))}," in page
    assert f"It took {sum(map(is_crisis, harmless))} of {len(harmless)} harmless look-alikes" in page
    assert f"Of {len(hints)} messages that only hint at it, it saw {sum(map(is_crisis, hints))}." in page


def test_nothing_that_was_held_back_is_among_what_was_built_with() -> None:
    for name in ("feelings_needs", "raw_statements", "empathy_drafts"):
        built, held = ({each["text"] for each in measures.read(name, part)} for part in PARTS)
        assert not built & held
    built, held = ({text for kind in measures.read("crisis", part).values() for text in kind} for part in PARTS)
    hints = {text for kind in measures.read("crisis_hinted", HELD).values() for text in kind}
    assert not built & (held | hints)
    assert not {*measures.read("ordinary", "building")} & {*measures.read("ordinary", HELD)}


def test_the_weights_are_those_that_the_labelled_texts_give() -> None:
    lines = (line.split("\t") for line in training.WEIGHTS.read_text(encoding="utf-8").splitlines())
    kept = {mark: float(weight) for weight, mark in lines}
    found = training.learned(training.texts())
    same = found.keys() & kept.keys() - {BIAS}
    assert len(same) > 0.98 * len(kept)
    assert sum(abs(found[mark] - kept[mark]) < 0.2 for mark in same) > 0.98 * len(same)


def test_crises_are_seen_and_little_else_is_taken_for_one() -> None:
    seen, alarms = measures.crisis(HELD)
    assert seen >= 0.95
    assert alarms <= 0.1


def test_no_accusation_is_kept() -> None:
    assert [measures.accusations_kept(part) for part in PARTS] == [0, 0]


def test_what_is_put_for_the_partner_adds_nothing() -> None:
    assert [measures.claims_added(part) for part in PARTS] == [0, 0]


def test_a_surer_need_is_more_often_right() -> None:
    """Where the confidence is higher, so is the precision."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for part in PARTS:
        for text in measures.read("feelings_needs", part):
            for need in measures.OFFLINE.synthesize_needs([text["text"]], (), ()).needs:
                right[need.confidence >= measures.SURE].append(need.category in text["needs"])
    sure, unsure = (sum(each) / len(each) for each in (right[True], right[False]))
    assert sure - unsure > 0.3


@pytest.mark.parametrize("name", ["feelings_needs", "empathy_drafts"])
@pytest.mark.parametrize("part", PARTS)
def test_an_everyday_conflict_is_no_crisis(name: str, part: str) -> None:
    assert measures.alarming([each["text"] for each in measures.read(name, part)]) <= 0.02


def test_none_of_the_twenty_conversations_is_a_crisis() -> None:
    assert not [text for script in scripts().values() for text, _ in script.lines if is_crisis(text)]
