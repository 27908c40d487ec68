"""From a filled-in form to what a seam gives, or a refusal: each answer is held against what its question held."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import fields, has

from beheard_core.mediation.model import ContentType
from beheard_server.facilitators import (
    Assessment,
    Bundle,
    FoundNeed,
    Ground,
    Idea,
    Pairing,
    Proposal,
    Refinement,
    Synthesis,
)
from beheard_server.facilitators.model import questions, shapes
from beheard_server.facilitators.model.inspection import require_true_quotes, require_unquoted
from beheard_server.facilitators.model.refusals import Refused

_NUMBER = re.compile(r"\d+")
_ROOM = 200


def spoken(answer: object) -> Iterator[str]:
    """Give every text of an answer that is the model's own."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, tuple):
        for each in answer:
            yield from spoken(each)
    elif has(type(answer)):
        described: Any = type(answer)
        for attribute in fields(described):
            if attribute.name not in shapes.VERBATIM:
                yield from spoken(getattr(answer, attribute.name))


def reply_of(said: shapes.Said, bundle: Bundle) -> str:
    """Take an answer that repeats nothing of the partner's, and quotes nothing that nobody has said."""
    known = questions.open_words(bundle)
    require_unquoted(said.text, questions.partners(bundle), known=known)
    require_true_quotes(said.text, known)
    return said.text


def assessment_of(assessed: shapes.Assessed, draft: str) -> Assessment:
    """Take an opinion of a draft that quotes at most the draft."""
    require_true_quotes(assessed.note or "", [draft])
    return Assessment(assessed.ready, assessed.note)


def wording_of(worded: shapes.Worded, original: str) -> str:
    """Take a wording that is not much longer than its original, and has no number and no quote that is not there."""
    require_true_quotes(worded.text, [original])
    if len(worded.text) > 2 * len(original) + _ROOM:
        raise Refused("more than was said")
    if set(_NUMBER.findall(worded.text)) - set(_NUMBER.findall(original)):
        raise Refused("more than was said")
    return worded.text


def proposals_of(found: shapes.Shareables, message: str) -> tuple[Proposal, ...]:
    """Take proposals that rest on words of the message."""
    for each in found.proposals:
        if each.quote not in message:
            raise Refused("a made-up quote")
        wording_of(shapes.Worded(each.preview), message)
    return tuple(
        Proposal(ContentType(each.kind), each.description, each.preview, each.quote) for each in found.proposals
    )


def synthesis_of(found: shapes.NeedsFound, written: Collection[str]) -> Synthesis:
    """Take the needs whose evidence stands word for word in what was written; one misquoted need costs itself alone."""
    sound = tuple(each for each in found.needs if all(_stands_in(quote, written) for quote in each.evidence))
    if found.needs and not sound:
        raise Refused("a made-up quote")
    for text in (*(each.description for each in sound), *found.clarifications):
        require_true_quotes(text, written)
    needs = (FoundNeed(each.need, each.category, each.description, each.evidence, each.confidence) for each in sound)
    return Synthesis(tuple(needs), found.clarifications)


def _stands_in(quote: str, written: Collection[str]) -> bool:
    return any(quote in line for line in written)


def pairings_of(common: shapes.Common, ones: Mapping[str, str], others: Mapping[str, str]) -> tuple[Pairing, ...]:
    """Take pairs of needs that were given, each pair once."""
    for each in common.pairs:
        if each.one not in ones or each.other not in others:
            raise Refused("what was not given")
        require_true_quotes(each.description, [])
    pairs = {(each.one, each.other): each for each in common.pairs}
    return tuple(
        Pairing(ones[one], others[other], each.need, each.category, each.description)
        for (one, other), each in pairs.items()
    )


def ideas_of(found: shapes.Suggestions, ground: Sequence[Ground], known: Collection[str], count: int) -> list[Idea]:
    """Take new ideas that are for what both need."""
    names = {each.need.casefold(): each.need for each in ground}
    before = {each.casefold() for each in known}
    ideas = []
    for each in found.ideas:
        if any(name.casefold() not in names for name in each.needs_addressed):
            raise Refused("what was not given")
        require_true_quotes(each.description, [])
        if each.description.casefold() not in before:
            needs = tuple(names[name.casefold()] for name in each.needs_addressed)
            ideas.append(Idea(each.description, needs, each.duration, each.measure_of_success))
    return ideas[:count]


def refinement_of(refined: shapes.Refined, text: str) -> Refinement | None:
    """Take another wording, if there is to be one."""
    if refined.fine or refined.refined is None or refined.reason is None:
        return None
    require_true_quotes(refined.refined, [text])
    return Refinement(refined.refined, refined.reason)
