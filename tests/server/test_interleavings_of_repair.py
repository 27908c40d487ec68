"""Two people, a stranger and nobody do anything in any order in stage 4, and the contract predicts every answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import Factory, define, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from beheard_server.facilitators import Ground, Idea, Refinement
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.channel import published
from tests.server.client import ABSENT, Api, fresh_api
from tests.server.oracle_of_repair import SOFTENED, RepairOracle
from tests.server.people import Couple, Person, reach
from tests.server.test_interleavings import (
    ADVANCES,
    API,
    SEATS,
    THERE,
    Story,
    as_deep_as_the_profile_asks,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)
TYPES = st.sampled_from(["MICRO_EXPERIMENT", "COMMITMENT", "CHECK_IN"] * 3 + ["HYBRID"])
PEOPLE = st.sampled_from([*"ABABABABABAB", "S", "nobody", "forger"])
PLACES = st.integers(0, 30)
# Six places of a pool, in somebody's order, and how many of them are ranked.
RANKINGS = st.tuples(st.permutations(range(6)), st.sampled_from([6, 6, 3, 2, 1]))
AUTHORS = st.sampled_from([0, 1, 2, 4, 5, 6]).flatmap(lambda n: st.lists(SEATS, min_size=n, max_size=n))
Places = tuple[Sequence[int], int]
WORDS = st.sampled_from(["We walk", "  You never ask ", "We walk", "Quiet after work", " "])
READS = ["strategies", "overlap", "agreements", "detail", "progress"]


class Numbering(OfflineFacilitator):
    """Numbers what it suggests within a session, and takes exception to one word."""

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        assert len(ground) == 1
        return [Idea(f"Suggestion {len(known) + each}", ("Rest",)) for each in range(count + 2)]

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        return Refinement("Softer.", "It is softer.") if SOFTENED in text else None


@define
class RepairStory(Story):
    """One server and one oracle of stage 4, asked the same questions."""

    oracle: RepairOracle = field(factory=RepairOracle)
    records: dict[str, str] = Factory(dict)
    texts: int = 0
    began: int = 0

    def begin(self, *, his: int) -> None:
        """Bring A to stage 4 and B to his, by the way that other tests watch."""
        for who in "ABS":
            self.register(who)
        self.create("A")
        self.accept("B")
        ids = self.oracle.known.ids
        ada, ben = (Person(self.api, ids[who], "", self.tokens[who], "") for who in "AB")
        couple = Couple(ada, ben, self.session(), "")
        reach(couple, ada=4, ben=his)
        self.oracle.arrive({"A": 4, "B": his})
        self.began = len(published(self.api, couple.session))

    def read(self, who: str, what: str, *, there: bool = True) -> None:
        if what in {"detail", "progress"}:
            getattr(self, what)(who, there=there)
            return
        below = "/agreements" if what == "agreements" else f"/strategies{'/overlap' if what == 'overlap' else ''}"
        self.ask(who, "GET", self.session(below, there=there), getattr(self.oracle, what)(who, there=there))

    def propose(self, who: str, words: str, duration: str | None = None, *, there: bool = True) -> None:
        self.texts += 1
        # What stands in the pool is told apart by its text.
        text = f"{words} {self.texts}" if words.strip() else words
        body = written(description=text, duration=ABSENT if duration is None else duration)
        predicted = self.oracle.propose(who, text, duration, there=there)
        told = self.ask(who, "POST", self.session("/strategies", there=there), predicted, body)
        if predicted.status == 201:
            path = API + self.session("/consent/history")
            records = self.api.call("GET", path, token=self.tokens[who]).body["data"]["records"]
            name = self.named(told["strategy"]["id"])
            (self.records[name],) = {
                each["id"] for each in records if each["contentType"] == "STRATEGY_PROPOSAL"
            } - set(self.records.values())

    def named(self, strategy_id: str) -> str:
        return next(name for name, known in self.oracle.known.ids.items() if known == strategy_id)

    def suggest(self, who: str, count: int, *, there: bool = True) -> None:
        predicted = self.oracle.suggest(who, count, there=there)
        body = written(count=ABSENT if count == 3 else count)
        self.ask(who, "POST", self.session("/strategies/suggest", there=there), predicted, body)

    def be_ready(self, who: str, *, there: bool = True) -> None:
        predicted = self.oracle.be_ready(who, there=there)
        self.ask(who, "POST", self.session("/strategies/ready", there=there), predicted)

    def withdraw(self, who: str, place: int, *, own: bool = True, there: bool = True) -> None:
        """Take back a proposal, of one's own or of whomever."""
        pool = self.oracle.repair.pool
        names = [name for name in self.records if not own or pool[name].author == who]
        if names:
            name = names[place % len(names)]
            predicted = self.oracle.withdraw(who, name, there=there)
            body = {"consentRecordId": self.records[name]}
            self.ask(who, "POST", self.session("/consent/revoke", there=there), predicted, body)

    def rank(self, who: str, places: Places, *, of_all: bool = False, there: bool = True) -> None:
        """Rank what is in the pool, or what ever was; a place beyond it is of nothing at all."""
        pool = list(self.oracle.repair.pool) if of_all else self.oracle.visible()
        order, count = places
        names = [pool[place] for place in order if place < len(pool)]
        names += [f"nothing {place}" for place in order if place >= len(pool) and of_all]
        names = names[:count]
        ids = [self.oracle.known.ids.get(name, "strat_" + name[-1] * 32) for name in names]
        predicted = self.oracle.rank(who, names, there=there)
        self.ask(who, "POST", self.session("/strategies/rank", there=there), predicted, {"rankedIds": ids})

    def offer(
        self, who: str, words: str, kind: str, place: int | None, days: int | None, *, there: bool = True
    ) -> None:
        pool = list(self.oracle.repair.pool)
        name = None if place is None else pool[place] if place < len(pool) else "nothing"
        body = written(
            description=words,
            type=kind,
            strategyId=ABSENT if name is None else self.oracle.known.ids.get(name, "strat_" + "0" * 32),
            followUpDate=ABSENT if days is None else self.day(days),
        )
        predicted = self.oracle.offer(who, body, name, days=days, there=there)
        self.ask(who, "POST", self.session("/agreements", there=there), predicted, body)

    def day(self, days: int) -> str:
        return (self.api.clock.now + days * DAY).isoformat()

    def answer(self, who: str, place: int, body: dict[str, Any], *, there: bool = True) -> None:
        names = list(self.oracle.repair.agreements)
        name = names[-1 - place] if place < len(names) else None
        agreement = "agr_" + "0" * 32 if name is None else self.oracle.known.ids[name]
        predicted = self.oracle.answer(who, name, body, there=there)
        self.ask(who, "POST", self.session(f"/agreements/{agreement}/confirm", there=there), predicted, body)

    def resolve(self, who: str, *, there: bool = True) -> None:
        self.ask(who, "POST", self.session("/resolve", there=there), self.oracle.resolve(who, there=there))

    def rest(self, who: str, *, resume: bool, there: bool = True) -> None:
        path = self.session("/resume" if resume else "/pause", there=there)
        self.ask(who, "POST", path, self.oracle.rest(who, resume=resume, there=there))

    def forward(self, *, inviter: bool) -> None:
        """Take the step that a person would take next who wants to get on."""
        who = "A" if inviter else "B"
        oracle, repair = self.oracle, self.oracle.repair
        phase, pool = oracle.phase(), list(repair.pool)
        own = [place for place, name in enumerate(pool) if name in oracle.visible()]
        if oracle.status == "PAUSED":
            self.rest(who, resume=True)
        elif oracle._open().seats[who].stage == 3:
            self.advance(who, {"fromStage": 3, "toStage": 4})
        elif phase == "COLLECTING" and len(own) < 2:
            self.propose(who, "We walk")
        elif phase == "COLLECTING":
            self.be_ready(who)
        elif phase == "RANKING":
            # At first there is nothing in what they rank highest that both do.
            order = range(6) if inviter else range(5, -1, -1)
            self.rank(who, (order, 1 + 2 * len(repair.agreements)))
        elif phase == "AGREED":
            self.read(who, "agreements")
        elif oracle._waits(who, mine=False):
            names = list(repair.agreements)
            waiting = next(
                n for n in names if repair.agreements[n].status == "PROPOSED" and who not in repair.agreements[n].by
            )
            self.answer(who, len(names) - 1 - names.index(waiting), {"confirmed": len(names) > 2})
        else:
            self.offer(who, "We walk", "COMMITMENT", own[0] if own else None, None)

    def read_everything(self) -> None:
        for who in "AB":
            for what in READS:
                self.read(who, what)
            for stage in "01234":
                self.gates(who, stage)
        pools = [self.api.call("GET", API + self.session("/strategies"), token=self.tokens[who]).body for who in "AB"]
        if pools[1]["success"]:
            assert pools[0] == pools[1]

    def announced(self) -> list[tuple[str, str, str | None]]:
        """Give what was announced since they came to stage 4, and fail if it has more to say than the contract."""
        names = {known: name for name, known in self.oracle.known.ids.items()}
        said = []
        for name, told in published(self.api, self.session())[self.began :]:
            agreement = told.get("agreementId")
            said.append((name, names[told["actorId"]], None if agreement is None else names[agreement]))
            assert told.keys() - {"sessionId", "actorId", "timestamp"} == OWN_FIELDS.get(name, set())
        return said


OWN_FIELDS = {
    "partner.stage_completed": {"stage", "completedAt"},
    "partner.advanced": {"toStage"},
    "agreement.proposed": {"agreementId"},
    "agreement.confirmed": {"agreementId"},
    "session.paused": {"by", "reason"},
}
ANSWERS = st.one_of(
    st.just({"confirmed": True}),
    st.booleans().map(lambda yes: {"confirmed": yes}),
    st.just({"confirmed": False, "modification": " We walk on Sundays "}),
    st.just({"confirmed": True, "modification": "But not like that"}),
)


class Repairing(RuleBasedStateMachine):
    """Random people do random things in stage 4."""

    api: ClassVar[Api]

    def __init__(self) -> None:
        super().__init__()
        self.story = RepairStory(self.api)

    @initialize(
        # No story may last longer than a token.
        pace=st.sampled_from([0, 1, 2]),
        his=st.sampled_from([4, 4, 4, 3]),
        authors=AUTHORS,
        far=st.sampled_from([0, 1, 2, 3, 3]),
        rankings=st.tuples(RANKINGS, RANKINGS),
    )
    def arrive(self, *, pace: int, his: int, authors: list[bool], far: int, rankings: tuple[Places, Places]) -> None:
        self.story.begin(his=his)
        self.story.pace = pace
        for hers in authors:
            self.story.propose("A" if hers else "B", "We walk")
        for who in "AB" if far else "":
            self.story.be_ready(who)
        # One of them has ranked, or both have.
        for who, ranking in list(zip("BA", rankings, strict=True))[: max(0, far - 1)]:
            self.story.rank(who, ranking)

    @rule(inviter=SEATS)
    def go_on(self, inviter: bool) -> None:
        self.story.forward(inviter=inviter)

    @rule(who=PEOPLE, there=THERE, what=st.sampled_from(READS))
    def read(self, who: str, there: bool, what: str) -> None:
        self.story.read(who, what, there=there)

    @rule(who=PEOPLE, there=THERE, words=WORDS, duration=st.sampled_from([None, "a week"]))
    def propose(self, who: str, there: bool, words: str, duration: str | None) -> None:
        self.story.propose(who, words, duration, there=there)

    @rule(who=PEOPLE, there=THERE, count=st.sampled_from([1, 2, 3, 5, 0, 6]))
    def suggest(self, who: str, there: bool, count: int) -> None:
        self.story.suggest(who, count, there=there)

    @rule(who=PEOPLE, there=THERE)
    def be_ready(self, who: str, there: bool) -> None:
        self.story.be_ready(who, there=there)

    @rule(who=PEOPLE, there=THERE, place=PLACES, own=st.sampled_from([True] * 5 + [False]))
    def withdraw(self, who: str, there: bool, place: int, own: bool) -> None:
        self.story.withdraw(who, place, own=own, there=there)

    @rule(first=SEATS)
    def both_withdraw_everything(self, first: bool) -> None:
        oracle = self.story.oracle
        for who in "AB" if first else "BA":
            own = [name for name in self.story.records if oracle.repair.pool[name].author == who]
            for place, name in enumerate(own):
                if name in oracle.visible():
                    self.story.withdraw(who, place)

    @rule(who=PEOPLE, there=THERE, places=RANKINGS, of_all=st.sampled_from([False] * 4 + [True]))
    def rank(self, who: str, there: bool, places: Places, of_all: bool) -> None:
        self.story.rank(who, places, of_all=of_all, there=there)

    @rule(who=PEOPLE, place=PLACES)
    def rank_something_twice(self, who: str, place: int) -> None:
        self.story.rank(who, ([place % 3, place % 3], 2))

    @rule(rankings=st.tuples(RANKINGS, RANKINGS), first=SEATS)
    def both_rank(self, rankings: tuple[Places, Places], first: bool) -> None:
        for who in "AB":
            self.story.be_ready(who)
        for who, ranking in zip("AB" if first else "BA", rankings, strict=True):
            self.story.rank(who, ranking)
            self.story.read(who, "overlap")

    @rule(
        who=PEOPLE,
        there=THERE,
        words=WORDS,
        kind=TYPES,
        more=st.tuples(st.none() | st.integers(0, 8), st.sampled_from([None, None, 30, 1, 0, -1])),
    )
    def offer(self, who: str, there: bool, words: str, kind: str, more: tuple[int | None, int | None]) -> None:
        place, days = more
        self.story.offer(who, words, kind, place, days, there=there)

    @rule(who=PEOPLE, there=THERE, place=st.integers(0, 4), body=ANSWERS)
    def answer(self, who: str, there: bool, place: int, body: dict[str, Any]) -> None:
        self.story.answer(who, place, body, there=there)

    @rule(who=PEOPLE, there=THERE)
    def resolve(self, who: str, there: bool) -> None:
        self.story.resolve(who, there=there)

    @rule(who=PEOPLE, there=THERE, resume=st.booleans())
    def rest(self, who: str, there: bool, resume: bool) -> None:
        self.story.rest(who, resume=resume, there=there)

    @rule(who=PEOPLE, there=THERE, body=ADVANCES | st.just({"fromStage": 3, "toStage": 4}))
    def advance(self, who: str, there: bool, body: object) -> None:
        self.story.advance(who, body, there=there)

    @rule()
    def both_read_everything(self) -> None:
        self.story.read_everything()

    def teardown(self) -> None:
        if self.story.holds and self.story.oracle.session is not None:
            self.story.read_everything()
            assert self.story.announced() == self.story.oracle.repair.told


def test_any_order_of_acts_in_stage_four_is_answered_as_the_contract_predicts(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path, facilitator=Numbering())) as opened:

        class OverOneServer(Repairing):
            api = opened

        run_state_machine_as_test(OverOneServer, settings=settings(as_deep_as_the_profile_asks(), max_examples=40))
