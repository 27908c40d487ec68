"""What the documentation says of precision and recall is what is measured, on both parts of the labelled texts."""

import re
from pathlib import Path

import pytest

from beheard_core.mediation.crisis import is_crisis
from tests.facilitator import measures
from tests.facilitator.measures import PARTS
from tests.facilitator.talking import scripts

PAGE = Path(__file__).parents[2] / "docs" / "facilitator.md"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<built>[^|]+) \| (?P<held>[^|]+) \|$", re.MULTILINE)


def measured(part: str) -> dict[str, str]:
    """What the table of the page says of one part."""
    feelings, needs = measures.feelings(part), measures.needs(part)
    recall, alarms = measures.crisis(part)
    numbers = {
        "feelings, precision": feelings.precision,
        "feelings, recall": feelings.recall,
        "needs, precision": needs.precision,
        "needs, recall": needs.recall,
        "drafts judged as labelled": measures.drafts(part),
        "crisis statements seen": recall,
        "harmless ones taken for a crisis": alarms,
        "wordings that keep something": measures.worded_at_all(part),
    }
    counts = {"accusations kept": measures.accusations_kept(part), "claims added": measures.claims_added(part)}
    return {name: f"{number:.2f}" for name, number in numbers.items()} | {
        name: str(count) for name, count in counts.items()
    }


def test_the_page_says_what_is_measured() -> None:
    table = {row["what"].strip(): row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    for part, column in zip(PARTS, ("built", "held"), strict=True):
        told = {name: table[name][column].strip() for name in measured(part)}
        assert told == measured(part)


def test_there_are_enough_texts_and_the_page_counts_those_that_nobody_looked_at() -> None:
    sizes = {
        "texts with feelings and needs": [len(measures.read("feelings_needs", part)) for part in PARTS],
        "raw statements": [len(measures.read("raw_statements", part)) for part in PARTS],
        "drafts": [len(measures.read("empathy_drafts", part)) for part in PARTS],
        "crisis statements": [len(measures.read("crisis", part)["crisis"]) for part in PARTS],
        "harmless look-alikes": [len(measures.read("crisis", part)["harmless"]) for part in PARTS],
    }
    assert sum(sizes["texts with feelings and needs"]) >= 150
    assert min(sum(sizes["crisis statements"]), sum(sizes["harmless look-alikes"])) >= 60
    table = {row["what"].strip(): row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    assert {name: [int(table[name]["built"]), int(table[name]["held"])] for name in sizes} == sizes


def test_the_page_says_in_words_how_many_crisis_statements_were_seen() -> None:
    seen, harmless = (measures.read("crisis", "held back")[kind] for kind in ("crisis", "harmless"))
    alarms = [sum(map(is_crisis, each)) for each in (harmless, measures.read("crisis", "building")["harmless"])]
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"Of {len(seen)} crisis statements that it was not built with, it saw {sum(map(is_crisis, seen))}," in page
    assert alarms[0] == 0
    assert f"It took none of {len(harmless)} harmless look-alikes" in page
    assert f"and {alarms[1]} of the {len(measures.read('crisis', 'building')['harmless'])} that it was" in page


def test_nothing_that_was_held_back_is_among_what_was_built_with() -> None:
    for name in ("feelings_needs", "raw_statements", "empathy_drafts"):
        built, held = ({each["text"] for each in measures.read(name, part)} for part in PARTS)
        assert not built & held
    built, held = ({text for kind in measures.read("crisis", part).values() for text in kind} for part in PARTS)
    assert not built & held


def test_over_all_phrasings_nearly_every_crisis_is_seen_and_few_harmless_ones_are_taken_for_one() -> None:
    texts = [measures.read("crisis", part) for part in PARTS]
    crisis, harmless = ([text for each in texts for text in each[kind]] for kind in ("crisis", "harmless"))
    assert sum(map(is_crisis, crisis)) >= 0.95 * len(crisis)
    assert sum(map(is_crisis, harmless)) <= 0.1 * len(harmless)


def test_no_accusation_that_it_was_built_with_is_kept() -> None:
    assert measures.accusations_kept("building") == 0


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


@pytest.mark.parametrize("name", ["feelings_needs", "raw_statements", "empathy_drafts"])
@pytest.mark.parametrize("part", PARTS)
def test_an_everyday_conflict_is_no_crisis(name: str, part: str) -> None:
    texts = measures.read(name, part)
    assert sum(is_crisis(each["text"]) for each in texts) <= len(texts) * 0.02


def test_none_of_the_twenty_conversations_is_a_crisis() -> None:
    assert not [text for script in scripts().values() for text, _ in script.lines if is_crisis(text)]
