"""Twenty conversations, read for what may not happen in any; three of them stand in the documentation."""

import re
from pathlib import Path

import pytest

from beheard_core.mediation.model import Stage
from beheard_server.facilitators.offline import Ear, OfflineFacilitator, english
from tests.facilitator.talking import Script, scripts, sentences, talk

SCRIPTS = scripts()
PAGE = Path(__file__).parents[2] / "docs" / "facilitator.md"
ADVICE = re.compile(
    r"\b(?:should|ought|try (?:to|and)|could you|why don'?t you|have you (?:tried|considered)|you need to|you must|"
    r"you might want|my advice|i suggest|i recommend|it would be best|consider \w+ing|how about)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[a-z]{3,}")
# What is said where nothing of a message can be given back word for word: that it was read, or how strong it is.
ACKNOWLEDGED = {
    *english().texts("listening", "reflect", "plain"),
    *english().texts("listening", "calm", "first"),
    *(text for move in english().table("moves").values() for text in move["first"]),
}
each_script = pytest.mark.parametrize("name", SCRIPTS)


def test_there_are_twenty_of_at_least_twelve_turns() -> None:
    assert len(SCRIPTS) == 20
    assert min(len(each.lines) for each in SCRIPTS.values()) >= 12


@each_script
def test_no_sentence_is_said_twice_in_a_thread(name: str) -> None:
    said = [each for answer in talk(SCRIPTS[name]) for each in sentences(answer)]
    assert [each for each in set(said) if said.count(each) > 1] == []


@each_script
def test_nothing_is_advised_in_stage_one(name: str) -> None:
    if SCRIPTS[name].stage is not Stage.WITNESS:
        return
    # What somebody was told by another may come back as their own words.
    quoted = re.sub(r"\bi\b", "you", " ".join(text.lower() for text, _ in SCRIPTS[name].lines))
    found = [
        hit[0] for answer in talk(SCRIPTS[name]) for hit in ADVICE.finditer(answer) if hit[0].lower() not in quoted
    ]
    assert found == []


@each_script
def test_what_was_said_is_given_back_in_the_first_sentence(name: str) -> None:
    """A feeling, a need, or words of the message stand in it, mostly; else it is acknowledged. Nothing is asked yet."""
    script = SCRIPTS[name]
    closely = 0
    for (text, _), answer in zip(script.lines, talk(script), strict=True):
        first = sentences(answer)[0]
        assert not first.endswith("?"), first
        assert gives_back(text, first) or ACKNOWLEDGED.issuperset(sentences(first)), (text, first)
        closely += gives_back(text, first)
    stormy = all((intensity or 0) >= 8 for _, intensity in script.lines)
    assert closely >= len(script.lines) * (0.25 if stormy else 0.55), f"{closely} of {len(script.lines)}"


def gives_back(text: str, sentence: str) -> bool:
    """Tell whether a sentence has words of a text, or names a feeling or a need that is in it."""
    own = set(WORD.findall(text.lower())) & set(WORD.findall(sentence.lower()))
    heard = EAR.hear(text)
    nouns = {each.noun for each in heard.feelings} | {each.said for each in heard.feelings}
    wants = {part for each in heard.needs for part in (EAR.needs[each.key].want, EAR.needs[each.key].to)}
    return bool(own) or any(each in sentence.lower() for each in nouns | wants)


EAR = Ear(english())


@each_script
def test_the_same_seed_says_the_same_and_another_one_something_else(name: str) -> None:
    once, again, other = (talk(SCRIPTS[name], OfflineFacilitator(seed)) for seed in (7, 7, 8))
    assert once == again
    assert once != other


@each_script
def test_every_answer_is_short_and_a_sentence(name: str) -> None:
    for answer in talk(SCRIPTS[name]):
        assert 1 <= len(sentences(answer)) <= 4, answer
        assert re.fullmatch(r"[A-Z0-9\"].*[.?]", answer), answer
        assert not re.search(r"[{}]|\s{2}|\bI (?:am|feel) (?:sad|angry|hurt)\b", answer), answer


def documented() -> dict[str, Script]:
    names = re.findall(r"<!-- conversation: (\w+) -->", PAGE.read_text(encoding="utf-8"))
    return {name: SCRIPTS[name] for name in names}


def test_three_of_them_are_printed_as_they_go() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(documented()) == 3
    for name, script in documented().items():
        assert printed(script) in text, f"{name} goes like this:\n{printed(script)}"


def printed(script: Script) -> str:
    turns = zip(script.lines, talk(script), strict=True)
    return "\n>\n".join(
        f"> **{text}**{f' *({intensity} of 10)*' if intensity else ''}\\\n> {answer}"
        for (text, intensity), answer in turns
    )
