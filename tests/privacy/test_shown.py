"""What is shown of one person to the other is what the contract shows, in the fields where it says so."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.privacy.late_shown import AGREEMENTS, ALL_ACTS, GROUND, STRATEGIES
from tests.privacy.machine import STORIES
from tests.privacy.probes import Looks, ids
from tests.privacy.shown import CHANNEL, GATES, PARTNER, SESSION, SHARED, Shown
from tests.privacy.story import ADA, BEN, Story
from tests.privacy.visible import VISIBLE
from tests.privacy.way import Opening, begin
from tests.privacy.worlds import Answer, Worlds

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
IN_DETAIL_ONLY = ("currentGates", "relationship", "resolvedAt")
TAKEN_ALONG = {SHARED: "shared", GROUND: "commonGround", STRATEGIES: "strategies", AGREEMENTS: "agreements"}
"""What can be read elsewhere, and as what one takes it along with everything else that is one's own."""


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    with closing(Worlds.in_directory(tmp_path_factory.mktemp("worlds"))) as opened:
        yield opened


def parted(first: Any, second: Any, path: str = "") -> Iterator[str]:
    """Name the fields in which two answers differ; of a list, the fields of what is in it."""
    match first, second:
        case dict(), dict():
            for key in first.keys() | second.keys():
                yield from parted(first.get(key), second.get(key), f"{path}.{key}")
        case list(), list() if len(first) == len(second) and all(isinstance(each, dict) for each in first):
            for one, other in zip(first, second, strict=True):
                yield from parted(one, other, path)
        case _ if first != second:
            yield path.removeprefix(".data.").removesuffix(".satisfied")


def told(story: Story, looks: Looks) -> dict[str, set[str]]:
    """Name everything that is not the same to Ben, by where he sees it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    first, second = story.seats[BEN]
    for get in looks.gets:
        for path in get.filled(ids(story)):
            one, other = (seat.world.do(BEN, "GET", path, address=seat.address) for seat in (first, second))
            found[short(get.path)].update(parted(content(one), content(other)))
    more, fewer = (seat.world.channel(seat.session_id) for seat in (first, second))
    found[CHANNEL].update(each.name for each in more[len(fewer) :])
    return {path: names for path, names in found.items() if names}


def content(answer: Answer) -> Any:
    """Give what an answer tells, a refusal as an error beside nothing; a picture is taken as it is."""
    if answer.body.startswith(b"<svg"):
        return answer.body
    body = orjson.loads(answer.body)
    data = body.get("data", {})
    return {"data": {**data, "error": body.get("error")} if isinstance(data, dict) else data}


def short(path: str) -> str:
    """Write a path as the list does."""
    return path.replace("/api/v1", "").replace("/sessions/{session_id}", SESSION).replace("{invitation_id}", "{id}")


@pytest.mark.parametrize("row", ALL_ACTS, ids=lambda row: row.act)
def test_an_act_shows_what_the_list_says_and_nothing_else(row: Shown, worlds: Worlds) -> None:
    looks = Looks.of(worlds)
    story = begin(worlds, next(STORIES), Opening(row.inviter, row.depth))
    story.turn()
    row.before(story)
    story.turn()
    done = row.do(story.seats[ADA][0])
    assert done.status < 300, done
    found = told(story, looks)
    # The list of sessions shows of each what the session itself shows first.
    in_detail = {name for name in found.get(SESSION, ()) if name.partition(".")[0] not in IN_DETAIL_ONLY}
    assert found.pop("/sessions", set()) == {f"sessions.{name}" for name in in_detail}
    assert found.pop("/auth/me/export", set()) == {f"sessions.{name}" for name in taken_along(found, in_detail)}
    # What the channel has carried can be read again.
    assert found.pop(f"{SESSION}/events", set()) == ({"events"} if CHANNEL in found else set())
    assert found == {path: set(names) for path, names in row.shows.items()}


def taken_along(found: Mapping[str, set[str]], in_detail: set[str]) -> Iterator[str]:
    """Name what is not the same where Ben takes everything along, by what is not the same where he reads it."""
    yield from (f"session.{name}" for name in in_detail)
    for path, place in TAKEN_ALONG.items():
        yield from (f"{place}.{name}" for name in found.get(path, ()))
    if "attempt" in found.get(PARTNER, ()):
        yield "partnerAttempt"
    if "rankingsSubmitted" in found.get(GATES, ()):
        # A new round begins without his own ranking of the last.
        yield "ranking"


def test_everything_on_the_list_shows_somewhere_and_nothing_else_does() -> None:
    assert {what for row in ALL_ACTS for what in row.of} == VISIBLE.keys()


def test_the_documentation_says_where() -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text())
    assert rows[0] == ("Act", "Tells", "By")
    assert rows[1:] == [(row.act, ", ".join(row.of), written(row)) for row in ALL_ACTS]


def written(row: Shown) -> str:
    """Write where something shows as the documentation does."""
    return "; ".join(f"`{path}`: {', '.join(f'`{name}`' for name in names)}" for path, names in row.shows.items())
