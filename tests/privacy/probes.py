"""All that Ben can ask of a server without changing anything: every GET of its document, and what he is refused."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any
from urllib.parse import urlencode

import orjson
from attrs import evolve, frozen

from beheard_core.mediation.retrieval import Intent, Turn, everything_allowed
from beheard_core.mediation.standing import current_stage
from beheard_core.mediation.views import ShownStatus
from beheard_server.app import state_of
from beheard_server.facilitators import Bundle
from beheard_server.facilitators.bundles import bundle_for
from beheard_server.shell import load
from tests.privacy.outside import compare_outside
from tests.privacy.seats import NOBODYS, Seat
from tests.privacy.story import ADA, BEN, Story
from tests.privacy.worlds import Worlds

STAGES = tuple(map(str, range(5)))
QUERIES: Mapping[str, Sequence[str]] = {
    "status": tuple(ShownStatus),
    "stage": STAGES,
    "limit": ("1",),
    "cursor": (),
    "refresh": ("true",),
    "after": (),
    # Filters of the catalogue, in which nobody keeps anything.
    "name": (),
    "level": (),
    "active": (),
    # Those of focus sessions, which nobody shares with anybody.
    "from": (),
    "to": (),
    "year": ("2025",),
    # Practice, in which neither of them has a part.
    **dict.fromkeys(("id", "sessionId", "therapistId", "clientId", "q"), ()),
    **dict.fromkeys(("includeFeedback", "timeRange", "kind"), ()),
}
_IN_BRACES = re.compile(r"{(\w+)}")
PAGES = 4
"""How far a list is followed."""


@frozen
class Get:
    """One GET of the document: its path with its parameters in braces, and the queries it takes."""

    path: str
    queries: tuple[str, ...]

    def filled(self, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Give its addresses without a query."""
        names = _IN_BRACES.findall(self.path)
        # An endpoint with a parameter of another name fails here, until it is said what Ben would fill in.
        for values in product(*(known[name] for name in names)):
            yield self.path.format(**dict(zip(names, values, strict=True)))

    def asked(self, known: Mapping[str, Sequence[str]], turn: int) -> Iterator[str]:
        """Give the addresses that it is asked under: without a query, and with each; the values take turns."""
        for path in self.filled(known):
            yield path
            for name in self.queries:
                if values := QUERIES[name]:
                    yield f"{path}?{urlencode({name: values[turn % len(values)]})}"


def gets(document: Mapping[str, Any]) -> tuple[Get, ...]:
    """Give every GET of an OpenAPI document."""
    return tuple(
        Get(path, tuple(dict.fromkeys(each["name"] for each in _parameters(item) if each["in"] == "query")))
        for path, item in document["paths"].items()
        if "get" in item
    )


def _parameters(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*item.get("parameters", ()), *item["get"].get("parameters", ())]


@frozen
class Looks:
    """What Ben asks after every step."""

    gets: tuple[Get, ...]

    @classmethod
    def of(cls, worlds: Worlds) -> "Looks":
        """Read the document of the first world."""
        answer = worlds.first.do("nobody", "GET", "/openapi.json", address="192.0.2.1")
        return cls(gets(orjson.loads(answer.body)))

    def compare(self, story: Story) -> None:
        """Ask for everything in both worlds.

        Raises:
            Differs: the worlds can be told apart.
        """
        for path in self.addresses(story):
            self._read(story, path)
        for path, body in refusals(story):
            answer = story.do(BEN, partial(Seat.act, below=path, body=body))
            if answer.status < 400:
                raise story.worlds.alarm(f"Ben is let do what he may not: {path} {body}\n{answer}")
        # Both people read the channel of their session; where an event stands among those of all others is not on it.
        first, second = (
            [(each.id, each.name, each.body) for each in seat.world.channel(seat.session_id)]
            for seat in story.seats[BEN]
        )
        story.worlds.require_same("the channel carries", first, second)
        compare_outside(story)
        told = (tuple(bundles(seat, inviting=story.inviter == BEN)) for seat in story.seats[BEN])
        story.worlds.require_same("Ben's facilitator is told", *told)

    def addresses(self, story: Story) -> Iterator[str]:
        """Give the addresses of everything there is to read, from Ben's seat."""
        for get in self.gets:
            yield from get.asked(ids(story), story.turns)

    def _read(self, story: Story, path: str) -> None:
        first, second = story.seats[BEN]
        for _ in range(PAGES):
            at, asked = first.address, path
            answers = [seat.world.do(BEN, "GET", asked, address=at) for seat in (first, second)]
            story.worlds.require_same(f"GET {asked}", *answers)
            cursor = answers[0].data.get("cursor") if answers[0].data and "limit=1" in path else None
            if cursor is None:
                return
            path = f"{path.partition('&')[0]}&{urlencode({'cursor': cursor})}"


def ids(story: Story) -> Mapping[str, Sequence[str]]:
    """Give what Ben fills into a path."""
    seat = story.seats[BEN][0]
    invitation_id = seat.invitation.rpartition("/")[2]
    return {"session_id": (seat.session_id,), "invitation_id": (invitation_id,), "stage": STAGES, "stage_id": ("1",)}


def bundles(seat: Seat, *, inviting: bool) -> Iterator[Bundle]:
    """Give what Ben's facilitator would be told now with everything that it can ask for, without a hint and with one.

    Before he has joined, and written, there is nothing to be told.
    """
    with state_of(seat.world.app).shell.store.snapshot() as unit:
        session = load(unit, seat.session_id).value
        ben = session.inviter if inviting else session.invitee
        for _, said in unit.words.messages(session.id, owner=ben.id, limit=1):
            stage = current_stage(ben)
            for hint in (False, True):
                turn = Turn(stage, Intent.OFFER_CONTINUITY, hint)
                message = evolve(said, stage=stage)
                yield bundle_for(unit, session, ben.id, message, intent=turn.intent, queries=everything_allowed(turn))


def refusals(story: Story) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give what Ben may not do, whatever has happened, with the ids of things that only Ada has."""
    yield "/stages/advance", {"fromStage": 0, "toStage": 4}
    yield "/empathy/validate", {"validated": False, "attemptId": NOBODYS}
    for seat in story.seats[ADA]:
        yield "/empathy/consent", {"draftId": seat.draft_id()}
        for each in (*seat.requests()[:1], *seat.records()[:1]):
            yield "/consent/revoke", {"consentRecordId": each["id"]}
            yield "/consent/decide", {"consentRequestId": each["id"], "decision": "DENIED"}
