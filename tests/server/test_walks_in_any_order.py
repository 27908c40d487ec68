"""The way to an agreement is the same whoever acts first at each step."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from attrs import Factory, define
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.channel import published
from tests.server.client import Api, Reply, fresh_api
from tests.server.people import Couple, Person, meet, register, step
from tests.server.stage4.acts import get

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# One server sees every walk, so each walk needs people of its own.
WALKS = itertools.count()
NAMES = ("Ada", "Ben")
ID = re.compile(r"\b(user|rel|sess|inv|msg|emo|draft|att|need|cg|strat|agr|consent|shared)_\w+")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FEEDBACK = {"validated": False, "feedback": "I was rather tired.", "consentToShareFeedback": True}
WAITS = {"GATES_NOT_SATISFIED", "PARTNER_NOT_READY", "GATE_NOT_SATISFIED", "CONFLICT", "CONSENT_REQUIRED"}
"""The reasons for which somebody can be asked to wait for the other."""
IDEAS = {"Ada": ["A walk together", "A letter"], "Ben": ["An hour of quiet"]}
RANKED = {
    "Ada": ["A walk together", "An hour of quiet", "A letter"],
    "Ben": ["A letter", "A walk together", "An hour of quiet"],
}
# Ranks (1, 2), (3, 1) and (2, 3): the worse rank first, then the sum.
COMMON = ["A walk together", "A letter", "An hour of quiet"]
Act = Callable[[], Reply | None]


@define
class Walker:
    """One of the two, and what is left of their way; every act says what it was answered, or None to wait."""

    name: str
    me: Person
    couple: Couple
    left: list[Act] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self.left = list(self.way())

    def way(self) -> Iterator[Act]:
        yield self.does("/compact/sign")
        yield self.advance(0)
        yield self.does("/feel-heard", {"confirmed": True})
        yield self.advance(1)
        for version in (1, 2) if self.name == "Ben" else (1,):
            yield self.does("/empathy/draft", {"content": f"{self.name} wonders, version {version}."})
            yield lambda: self.post("/empathy/consent", {"draftId": self.get("/empathy/draft")["draft"]["id"]})
        if self.name == "Ada":
            yield self.does("/empathy/validate", FEEDBACK)
        yield self.validate
        yield self.advance(2)
        need = {"need": f"What {self.name} needs", "category": "CONNECTION", "description": f"{self.name} wants rest."}
        yield self.does("/needs", need)
        yield self.confirm_need
        yield lambda: self.post("/needs/consent", {"needIds": [self.get("/needs")["needs"][0]["id"]]})
        yield self.confirm_ground
        yield self.advance(3)
        for idea in IDEAS[self.name]:
            yield self.does("/strategies", {"description": idea})
        yield self.be_ready
        yield self.rank
        yield self.offer if self.name == "Ada" else self.agree
        yield self.resolve

    def get(self, below: str) -> Any:
        return get(self.me, self.couple, below)

    def post(self, below: str, body: Any = None) -> Reply:
        return self.me.post(self.couple.session + below, {} if body is None else body)

    def does(self, below: str, body: Any = None) -> Act:
        return lambda: self.post(below, body)

    def advance(self, stage: int) -> Act:
        return self.does("/stages/advance", step(stage))

    def validate(self) -> Reply | None:
        """Find the partner's last attempt right: his second, her only one."""
        last = f"version {2 if self.name == 'Ada' else 1}."
        reply = self.me.get(f"{self.couple.session}/empathy/partner")
        if reply.status != 200 or reply.body["data"]["attempt"] is None:
            return None
        seen = reply.body["data"]["attempt"]["content"]
        return self.post("/empathy/validate", {"validated": True}) if seen.endswith(last) else None

    def confirm_need(self) -> Reply:
        (need,) = self.get("/needs")["needs"]
        return self.post("/needs/confirm", {"confirmations": [{"needId": need["id"], "confirmed": True}]})

    def confirm_ground(self) -> Reply | None:
        ground = self.get("/common-ground")["commonGround"]
        if not ground:
            return None
        answer = {"commonGroundId": ground[0]["id"], "confirmed": True}
        return self.post("/common-ground/confirm", {"confirmations": [answer]})

    def pool(self) -> dict[str, str]:
        return {each["description"]: each["id"] for each in self.get("/strategies")["strategies"]}

    def be_ready(self) -> Reply | None:
        """Find the pool complete, which ends the collecting, once the partner has said all that they want to."""
        return self.post("/strategies/ready") if len(self.pool()) == len(COMMON) else None

    def rank(self) -> Reply:
        pool = self.pool()
        return self.post("/strategies/rank", {"rankedIds": [pool[each] for each in RANKED[self.name]]})

    def offer(self) -> Reply:
        body = {"description": COMMON[0], "type": "MICRO_EXPERIMENT", "strategyId": self.pool()[COMMON[0]]}
        return self.post("/agreements", body)

    def agree(self) -> Reply | None:
        waiting = self.get("/agreements")["agreements"]
        return self.post(f"/agreements/{waiting[0]['id']}/confirm", {"confirmed": True}) if waiting else None

    def resolve(self) -> Reply | None:
        """End the session, unless the partner was faster."""
        if self.get("")["status"] == "RESOLVED":
            self.left.clear()
            return None
        return self.post("/resolve")

    def act(self) -> bool:
        """Take the next step of the way, and tell whether it was possible now."""
        if not self.left:
            return False
        reply = self.left[0]()
        if reply is None:
            return False
        if reply.status >= 400:
            assert waits(reply) in WAITS, (self.name, len(self.left), reply)
            return False
        self.left.pop(0)
        return True


def waits(reply: Reply) -> Any:
    if reply.body["success"]:
        return reply.body["data"]["blockedReason"]
    return reply.body["error"]["code"]


def anonymous(told: Any) -> Any:
    """Give what was told without what no two walks have in common: ids and times."""
    if isinstance(told, dict):
        return {key: anonymous(value) for key, value in told.items() if key != "email"}
    if isinstance(told, list):
        return [anonymous(each) for each in told]
    if isinstance(told, str):
        return TIME.sub("a time", ID.sub(r"\1", told))
    return told


def end_of(walker: Walker) -> dict[str, Any]:
    """Give all that somebody can read at the end."""
    below = ["", "/progress", *(f"/stages/{stage}/gates" for stage in range(5)), "/compact/status", "/messages"]
    below += ["/empathy/draft", "/empathy/partner", "/needs", "/common-ground", "/strategies", "/strategies/overlap"]
    below += ["/agreements", "/consent/pending", "/consent/history", "/shared"]
    told = {each: anonymous(walker.get(each)) for each in below}
    # The order of the pool is that of a hash of the ids.
    told["/strategies"]["strategies"].sort(key=lambda each: each["description"])
    return told


def news(api: Api, couple: Couple) -> Counter[tuple[str, str]]:
    """Count what was announced of whom; who ends the session is whoever comes first."""
    names = {couple.ada.id: "Ada", couple.ben.id: "Ben"}
    ending = "session.resolved"
    counted: Counter[tuple[str, str]] = Counter()
    for name, told in published(api, couple.session):
        last = name == ending or told.get("stage") == 4
        counted[name, "one of them" if last else names[told["actorId"]]] += 1
    return counted


def walk(api: Api, turns: list[bool]) -> tuple[dict[str, Any], dict[str, Any], Counter[tuple[str, str]]]:
    """Let the two go on, hers where a turn says so, and then each in turn, until both have arrived."""
    number = next(WALKS)
    people = [register(api, f"{name}{number}", name=name) for name in NAMES]
    couple = meet(*people)
    ada, ben = Walker("Ada", couple.ada, couple), Walker("Ben", couple.ben, couple)
    for hers in turns:
        api.clock.advance(seconds=1)
        (ada if hers else ben).act()
    while ada.left or ben.left:
        api.clock.advance(seconds=1)
        moved = [each.act() for each in (ada, ben)]
        assert any(moved) or not (ada.left or ben.left), "both wait for each other"
    return end_of(ada), end_of(ben), news(api, couple)


BY_BOTH = {
    "partner.signed_compact": (1, 1),
    "partner.stage_completed": (4, 4),
    "partner.advanced": (4, 4),
    "partner.empathy_shared": (1, 2),
    "partner.empathy_feedback": (1, 0),
    "partner.needs_shared": (1, 1),
    "partner.common_ground_confirmed": (1, 1),
    "partner.ready_to_rank": (1, 1),
    "partner.ranking_submitted": (1, 1),
    "agreement.proposed": (1, 0),
    "agreement.confirmed": (0, 1),
    "session.joined": (0, 1),
}
"""How often something is announced of her and of him, by the contract's *Realtime* and what each of them does."""


def test_whoever_acts_first_at_each_step_the_end_is_the_same(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path)) as api:
        first = walk(api, [])
        hers, his, said = first
        for told in (hers, his):
            assert told[""]["status"] == "RESOLVED"
            assert [each["description"] for each in told["/strategies/overlap"]["overlap"]] == COMMON
            (agreement,) = told["/agreements"]["agreements"]
            assert (agreement["description"], agreement["status"]) == (COMMON[0], "AGREED")
            for stage in range(5):
                gates = told[f"/stages/{stage}/gates"]
                assert all(value for value in gates.values() if isinstance(value, bool))
        counted = {(name, who): times for name, pair in BY_BOTH.items() for who, times in zip(NAMES, pair, strict=True)}
        ending = {("partner.stage_completed", "one of them"): 1, ("session.resolved", "one of them"): 1}
        assert said == Counter(counted) + Counter(ending)

        @settings(max_examples=25)
        @given(st.lists(st.booleans(), max_size=110))
        def any_order(turns: list[bool]) -> None:
            assert walk(api, turns) == first

        any_order()


def test_when_one_always_goes_as_far_as_possible_first_the_end_is_the_same(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path)) as api:
        first = walk(api, [])
        for hers in (True, False):
            assert walk(api, [hers] * 60) == first
