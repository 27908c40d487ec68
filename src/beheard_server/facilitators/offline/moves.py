"""What people say that is no story: "not yet", "what should I do?", "I don't know"."""

from collections.abc import Sequence
from zlib import crc32

from attrs import field, frozen

from beheard_server.facilitators.offline.language import Language, split_phrases
from beheard_server.facilitators.offline.phrases import Phrases, Tokens, Words, look_for


@frozen(eq=False)
class Move:
    """One thing that people say; see ``moves.toml``."""

    name: str
    phrases: Phrases[bool]
    most: int
    over: bool
    first: tuple[str, ...]
    then: tuple[str, ...]


@frozen(eq=False)
class Moves:
    """The moves of a language, in the order in which they are tried."""

    language: Language
    tokens: Tokens
    seed: int = 0
    _moves: Sequence[Move] = field(init=False)

    @_moves.default
    def _read(self) -> Sequence[Move]:
        return tuple(
            Move(
                name,
                look_for(self.tokens, split_phrases(each["phrases"])),
                int(each["most"]),
                bool(each.get("over", False)),
                self._ordered(each["first"]),
                self._ordered(each["then"]),
            )
            for name, each in self.language.table("moves").items()
        )

    def _ordered(self, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(texts, key=lambda each: crc32(f"{self.seed}:{each}".encode())))

    def of(self, message: str, words: Words) -> Move | None:
        """Give the move that a message makes, or None where it tells something."""
        for move in self._moves:
            if not move.most:
                if not any(map(str.isalnum, message)):
                    return move
            elif len(words) <= move.most and move.phrases.within(words):
                return move
        return None
