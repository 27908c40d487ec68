"""What a text of the model may not hold: the partner's words, made-up quotes, markup, links, and what it was told.

Words are compared without regard to case and to what stands between them. Where a script has no spaces, each character
counts as a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from beheard_server.facilitators.model import prompts
from beheard_server.facilitators.model.refusals import Refused

_RUN = 4
_LEAK = 8
_QUOTED = 3

_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_INSIDE_WORDS = re.compile("['\u2019\u200c\u200d]")
_MARKUP = re.compile(r"<\s*[a-z!/?]|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|```|!\[|\]\(", re.IGNORECASE)
_LINK = re.compile(r"\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:javascript|data|mailto|tel|file):\S", re.IGNORECASE)
_QUOTE = re.compile(
    '"([^"]+)"|\u201c([^\u201d\u201c]+)[\u201d\u201c]|\u201e([^\u201c\u201d]+)[\u201c\u201d]|'
    "\u00ab([^\u00bb]+)\u00bb|\u00bb([^\u00ab]+)\u00ab"
)
# Joiners are needed by emoji and by some scripts; line breaks and tabs are plain text.
_KEPT = frozenset("\n\r\t\u200c\u200d")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text, as they are compared."""
    plain = _INSIDE_WORDS.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_WORD.findall(plain.casefold()))


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """Give every run of so many words of a text; a shorter text is one run."""
    said = words(text)
    for start in range(max(1, len(said) - length + 1) if said else 0):
        yield said[start : start + length]


def inspect(texts: Iterable[str], *, marks: Iterable[str]) -> None:
    """Let plain texts pass.

    Raises:
        Refused: one holds markup, a link, characters that nobody sees, a mark, or a piece of the instructions.
    """
    secret = tuple(marks)
    for text in texts:
        if _MARKUP.search(text):
            raise Refused("markup")
        if _LINK.search(text):
            raise Refused("link")
        if any(unicodedata.category(each) in _UNSEEN and each not in _KEPT for each in text):
            raise Refused("unseen characters")
        if any(mark in text for mark in secret) or any(run in _instructions() for run in runs(text, _LEAK)):
            raise Refused("instructions")


@cache
def _instructions() -> frozenset[tuple[str, ...]]:
    return frozenset(run for text in prompts.everything() for run in runs(text, _LEAK) if len(run) == _LEAK)


def require_unquoted(text: str, secrets: Iterable[str], *, known: Iterable[str]) -> None:
    """Let a text pass that repeats nothing of ``secrets`` but what stands in ``known`` as well.

    Repeating is four words in a row, or all of what is shorter.

    Raises:
        Refused: it repeats something.
    """
    said, heard = words(text), [words(each) for each in known]
    for secret in secrets:
        for run in runs(secret, _RUN):
            if _holds(said, run) and not any(_holds(each, run) for each in heard):
                raise Refused("the partner's words")


def require_true_quotes(text: str, sources: Iterable[str]) -> None:
    """Let a text pass whose quotations of three words or more all stand in the sources.

    Raises:
        Refused: something is quoted that nobody has said.
    """
    heard = [words(each) for each in sources]
    for match in _QUOTE.finditer(text):
        quoted = words(next(group for group in match.groups() if group is not None))
        if len(quoted) >= _QUOTED and not any(_holds(each, quoted) for each in heard):
            raise Refused("a made-up quote")


def _holds(said: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(said[place : place + len(run)] == run for place in range(len(said) - len(run) + 1))
