"""A language is a folder of data: what is listened for, and what is said."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from attrs import frozen

Folder = Traversable


@frozen(eq=False)
class Language:
    """All data of one language: for each file of the folder, by its name, what stands in it.

    The files and what they hold are described in ``docs/facilitator.md``.
    """

    data: Mapping[str, Any]

    def table(self, *path: str) -> Mapping[str, Any]:
        """Give a table of a file; the file itself where nothing more is named."""
        found: Any = self.data
        for name in path:
            found = found[name]
        return dict(found)

    def texts(self, *path: str) -> tuple[str, ...]:
        """Give a list of sentences."""
        *before, last = path
        return tuple(self.table(*before)[last])

    def phrases(self, *path: str) -> tuple[str, ...]:
        """Give phrases that are separated by commas."""
        *before, last = path
        return split_phrases(self.table(*before)[last])


def split_phrases(text: str) -> tuple[str, ...]:
    """Give the phrases of a text that are separated by commas."""
    return tuple(" ".join(each.split()) for each in text.split(",") if each.strip())


def read_language(*folders: Traversable) -> Language:
    """Read a language from one folder, or from several, each of which extends those before it.

    Tables are joined, lists and phrases are added to, and everything else is replaced.

    Raises:
        FileNotFoundError: a folder is missing.
        tomllib.TOMLDecodeError: a file is not TOML.
    """
    data: dict[str, Any] = {}
    for folder in folders:
        for name, table in sorted(_files(folder)):
            data[name] = _joined(data.get(name, {}), table)
    return Language(data)


@cache
def english() -> Language:
    """Give the language that comes with BeHeard."""
    return read_language(shipped("en"))


def shipped(name: str) -> Traversable:
    """Give the folder of a language that comes with BeHeard."""
    return resources.files("beheard_server.facilitators") / "data" / name


def _files(folder: Traversable) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8"))


def _joined(before: Any, after: Any) -> Any:
    match before, after:
        case dict(), dict():
            return before | {
                name: _joined(before[name], each) if name in before else each for name, each in after.items()
            }
        case list(), list():
            return [*before, *after]
        case str(), str() if "," in before or "," in after:
            return f"{before}, {after}"
        case _:
            return after
