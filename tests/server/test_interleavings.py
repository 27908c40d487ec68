"""Whatever two people, a stranger and nobody do in whatever order, the server answers as the contract predicts."""

from __future__ import annotations

import itertools
from contextlib import closing
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from attrs import Factory, define, evolve, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.server.client import ABSENT, Api, fresh_api
from tests.server.oracle import Oracle, words
from tests.server.shapes import Answer, AnyOrder, Error, Id, Known, Text, When, differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

API = "/api/v1"
# One server answers every story, so each story needs addresses of its own.
STORIES = itertools.count()

PEOPLE = st.sampled_from([*"AAAABBBBSSN", "nobody", "forger"])
SEATS = st.booleans()
THERE = st.sampled_from([True] * 7 + [False])
NAMES = st.sampled_from([ABSENT, "Adalind", "  Zoë Ünsal ", "   ", "q" * 100, " " + "r" * 100 + " "])
STAGES = ["0", "1", "2", "3", "4"]
STAGE_VALUES: st.SearchStrategy[object] = st.sampled_from(
    [0, 1, 2, 3, 4, 0, 1, 2, ABSENT, "1", True, False, 1.5, 5, -1, None, [], 2**62]
)
NO_OBJECT = st.sampled_from([ABSENT, None, [], [0, 1], "0", 3, True])


def written(**pairs: object) -> dict[str, Any]:
    """The pairs that are there."""
    return {key: value for key, value in pairs.items() if value is not ABSENT}


STEPS = st.integers(0, 3).map(lambda stage: {"fromStage": stage, "toStage": stage + 1})
ADVANCES = st.one_of(
    STEPS,
    STEPS.map(lambda body: body | {"sessionId": "sess_other", "force": True}),
    st.builds(written, fromStage=st.integers(0, 4), toStage=st.integers(0, 4)),
    st.builds(written, fromStage=STAGE_VALUES, toStage=STAGE_VALUES),
    NO_OBJECT,
)
HEARD = st.one_of(
    st.booleans().map(lambda yes: {"confirmed": yes}),
    st.builds(written, confirmed=st.sampled_from([True, False, ABSENT, None, 0, 1, "true", [], {}])),
    NO_OBJECT,
)


@define
class Story:
    """One server and one oracle, asked the same questions."""

    api: Api
    pace: int = 0
    oracle: Oracle = field(factory=Oracle)
    tokens: dict[str, str] = Factory(lambda: {"forger": "not.a.token"})
    spares_the_session: bool = False
    holds: bool = True

    def ask(self, who: str, method: str, path: str, predicted: Answer, body: object = ABSENT) -> Any:
        """Make the call, and fail unless the answer is the predicted one to the last key."""
        if self.spares_the_session and method == "POST" and predicted.status < 300:
            return None
        reply = self.api.call(method, API + path, token=self.tokens.get(who), **written(json=body))
        wanted = {"status": predicted.status, "body": predicted.body}
        got = {"status": reply.status, "body": reply.body}
        wrong = list(differences(wanted, got, self.oracle.known))
        if wrong:
            self.holds = False
            pytest.fail("\n".join([f"{who}: {method} {path} {body!r}", *wrong, f"reply: {got}"]))
        if method == "POST":
            self.wait(self.pace)
        return reply.body.get("data")

    def wait(self, seconds: int) -> None:
        self.api.clock.advance(seconds=seconds)
        self.oracle.now += seconds

    def path(self, of: str, prefix: str, *, there: bool = True) -> str:
        """The path of the session or the invitation, or of one that is not there."""
        known = self.oracle.known.ids.get(of)
        return f"/{of}s/{known if there and known else prefix + '0' * 32}"

    def register(self, who: str, name: object = ABSENT, *, invited: bool | None = None) -> None:
        email = f"{who.lower()}{next(STORIES)}@example.org"
        invitation = ABSENT if invited is None else self.path("invitation", "inv_", there=invited).rpartition("/")[2]
        predicted = self.oracle.register(who, email, None if name is ABSENT else str(name), invited=invited)
        body = written(email=email, password="correct horse battery", name=name, invitationId=invitation)
        data = self.ask("nobody", "POST", "/auth/register", predicted, body)
        if data is not None:
            self.tokens[who] = data["accessToken"]
            self.oracle.known.private += [email, *filter(None, [self.oracle.people[who].name])]

    def create(self, who: str, **body: object) -> None:
        invitee = "S" if who == "B" else "B"
        body = {"inviteEmail": self.oracle.people[invitee].email, **written(**body)}
        self.oracle.known.private += [text for text in map(words, body.values()) if text]
        self.ask(who, "POST", "/sessions", self.oracle.create(who, body), body)

    def accept(self, who: str, *, there: bool = True) -> None:
        path = self.path("invitation", "inv_", there=there) + "/accept"
        self.ask(who, "POST", path, self.oracle.accept(who, there=there))

    def view(self, who: str, *, there: bool = True) -> None:
        path = self.path("invitation", "inv_", there=there)
        self.ask(who, "GET", path, self.oracle.invitation(there=there))

    def me(self, who: str) -> None:
        self.ask(who, "GET", "/auth/me", self.oracle.me(who))

    def detail(self, who: str, *, there: bool = True) -> None:
        self.ask(who, "GET", self.session(there=there), self.oracle.detail(who, there=there))

    def progress(self, who: str, *, there: bool = True) -> None:
        self.ask(who, "GET", self.session("/progress", there=there), self.oracle.progress(who, there=there))

    def gates(self, who: str, stage: str, *, there: bool = True) -> None:
        path = self.session(f"/stages/{stage}/gates", there=there)
        self.ask(who, "GET", path, self.oracle.gates(who, stage, there=there))

    def compact(self, who: str, *, there: bool = True) -> None:
        self.ask(who, "GET", self.session("/compact/status", there=there), self.oracle.compact(who, there=there))

    def sign(self, who: str, *, there: bool = True) -> None:
        self.ask(who, "POST", self.session("/compact/sign", there=there), self.oracle.sign(who, there=there))

    def feel_heard(self, who: str, body: object, *, there: bool = True) -> None:
        predicted = self.oracle.feel_heard(who, body, there=there)
        self.ask(who, "POST", self.session("/feel-heard", there=there), predicted, body)

    def advance(self, who: str, body: object, *, there: bool = True) -> None:
        predicted = self.oracle.advance(who, body, there=there)
        self.ask(who, "POST", self.session("/stages/advance", there=there), predicted, body)

    def session(self, below: str = "", *, there: bool = True) -> str:
        return self.path("session", "sess_", there=there) + below

    def forward(self, *, inviter: bool) -> None:
        """Take the step that a person would take next who wants to get on."""
        session = self.oracle.session
        if session is None:
            return self.create("A", inviteName="Bertrand")
        if not session.accepted:
            return self.accept("B")
        who = next(name for name in session.seats if (name == session.inviter) is inviter)
        seat = session.seats[who]
        if seat.signed is None:
            return self.sign(who)
        if seat.stage == 1 and seat.heard is None:
            return self.feel_heard(who, {"confirmed": True})
        return self.advance(who, {"fromStage": seat.stage, "toStage": seat.stage + 1})

    def probe(self, act: Callable[[Story], None]) -> None:
        """Try what changes nothing: a reading, or an act that must be refused; skip an act that would succeed."""
        trial = evolve(self, oracle=deepcopy(self.oracle), pace=0, spares_the_session=True)
        act(trial)

    def read_everything(self) -> None:
        """Everyone who has a seat reads all there is to read."""
        for who in self.oracle.session.seats if self.oracle.session else ():
            for read in (self.view, self.me, self.detail, self.progress, self.compact):
                read(who)
            for stage in STAGES:
                self.gates(who, stage)


class Interleaving(RuleBasedStateMachine):
    """Random people do random things, from every depth of the process."""

    api: ClassVar[Api]

    def __init__(self) -> None:
        super().__init__()
        self.story = Story(self.api)

    @initialize(
        names=st.tuples(NAMES, NAMES, NAMES),
        pace=st.sampled_from([0, 1, 7]),
        start=st.sampled_from([0, 1, 1, 1, 2, 4, 6, 9, 14]).flatmap(lambda n: st.lists(SEATS, min_size=n, max_size=n)),
    )
    def arrive(self, names: tuple[object, object, object], pace: int, start: list[bool]) -> None:
        self.story.pace = pace
        for who, name in zip("ABS", names, strict=True):
            self.story.register(who, name)
        for inviter in start:
            self.story.forward(inviter=inviter)

    @rule(inviter=SEATS)
    def go_on(self, inviter: bool) -> None:
        self.story.forward(inviter=inviter)

    @rule(seconds=st.integers(1, 5))
    def wait(self, seconds: int) -> None:
        self.story.wait(seconds)

    @rule(invite_name=NAMES, context=st.sampled_from([ABSENT, "how we split evenings", " " + "c" * 500 + " "]))
    def create(self, invite_name: object, context: object) -> None:
        self.story.create("A", inviteName=invite_name, context=context)

    @rule(who=PEOPLE, wrong=st.sampled_from(["oneself", "inviteEmail", "inviteName", "context"]))
    def create_badly(self, who: str, wrong: str) -> None:
        people = self.story.oracle.people
        own = people[who].email if who in people else "nowhere"
        too_much = {"oneself": own, "inviteEmail": "nowhere", "inviteName": "n" * 101, "context": "c" * 501}
        self.story.create(who, **{"inviteEmail" if wrong == "oneself" else wrong: too_much[wrong]})

    @precondition(lambda self: "N" not in self.story.oracle.people)
    @rule(name=NAMES, invited=st.booleans())
    def newcomer_registers_with_an_invitation(self, name: object, invited: bool) -> None:
        self.story.register("N", name, invited=invited)

    @rule(who=PEOPLE, there=THERE)
    def accept(self, who: str, there: bool) -> None:
        self.story.accept(who, there=there)

    @rule(who=PEOPLE, there=THERE, what=st.sampled_from(["detail", "progress", "compact", "view", "me"]))
    def read(self, who: str, there: bool, what: str) -> None:
        if what == "me":
            self.story.me(who)
        # The contract does not say whether a bad token matters where none is asked for.
        elif what != "view" or who != "forger":
            getattr(self.story, what)(who, there=there)

    @rule(who=PEOPLE, there=THERE, stage=st.sampled_from([*STAGES, *STAGES, "x", "5", "-1", "1.5", "%C2%B2", "true"]))
    def read_the_gates(self, who: str, there: bool, stage: str) -> None:
        self.story.gates(who, stage, there=there)

    @rule(who=PEOPLE, there=THERE)
    def sign(self, who: str, there: bool) -> None:
        self.story.sign(who, there=there)

    @rule(who=PEOPLE, there=THERE, body=HEARD)
    def feel_heard(self, who: str, there: bool, body: object) -> None:
        self.story.feel_heard(who, body, there=there)

    @rule(who=PEOPLE, there=THERE, body=ADVANCES)
    def advance(self, who: str, there: bool, body: object) -> None:
        self.story.advance(who, body, there=there)

    @rule()
    def both_read_everything(self) -> None:
        self.story.read_everything()

    def teardown(self) -> None:
        # After a failure the two have parted, and what follows would only hide it.
        if self.story.holds:
            self.story.read_everything()


def as_deep_as_the_profile_asks() -> settings:
    long = settings.get_current_profile_name() == "long"
    return settings(
        max_examples=settings().max_examples if long else 120,
        stateful_step_count=60 if long else 40,
    )


def test_any_order_of_acts_is_answered_as_the_contract_predicts(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path)) as opened:

        class OverOneServer(Interleaving):
            api = opened

        run_state_machine_as_test(OverOneServer, settings=as_deep_as_the_profile_asks())


@pytest.mark.parametrize("turns", ["ABABABABAB", "ABABAAABBB", "ABBABBBAAA"])
def test_at_every_step_everyone_is_told_what_they_may_read_and_refused_the_rest(tmp_path: Path, turns: str) -> None:
    pairs: list[tuple[object, object]] = [(leaving, to) for leaving in range(5) for to in range(5)]
    bads: tuple[object, ...] = ("1", True, 1.5, 5, -1, None, ABSENT)
    for bad in bads:
        pairs += [(bad, 1), (0, bad), (bad, bad)]
    advances = [written(fromStage=leaving, toStage=to) for leaving, to in pairs]
    with closing(fresh_api(tmp_path)) as api:
        story = Story(api, pace=1)
        for who in "ABS":
            story.register(who)
        for turn in (*turns, None):
            for who in ("A", "B", "S", "nobody", "forger"):
                for act in (Story.detail, Story.progress, Story.compact, Story.sign, Story.accept):
                    story.probe(partial(act, who=who))
                    story.probe(partial(act, who=who, there=False))
                for body in ({"confirmed": True}, {"confirmed": False}, {"confirmed": 1}, {}, ABSENT):
                    story.probe(partial(Story.feel_heard, who=who, body=body))
                for body in advances if who in {"A", "B"} else advances[:2]:
                    story.probe(partial(Story.advance, who=who, body=body))
                for stage in (*STAGES, "5", "x"):
                    story.probe(partial(Story.gates, who=who, stage=stage))
            if turn is not None:
                story.forward(inviter=turn == "A")
        assert story.oracle.session is not None
        assert [seat.stage for seat in story.oracle.session.seats.values()] == [2, 2]


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        (True, 1),
        (1, True),
        (1, 1.0),
        (None, False),
        ({"a": None}, {}),
        ({}, {"a": None}),
        ([], [1]),
        (["a", "b"], ["b", "a"]),
        (AnyOrder([{"a": "1"}, {"a": "2"}], "a"), [{"a": "2"}]),
        (AnyOrder([{"a": "1"}, {"a": "2"}], "a"), [{"a": "2"}, {"a": "1", "b": None}]),
        (AnyOrder([], "a"), [{}]),
        (Text(), " "),
        (When(0), "2025-03-02T08:00:00.000Z"),
        (When(0), "2025-03-02T08:00:00+00:00"),
        ([When(0), When(1)], ["2025-03-02T08:00:00Z"] * 2),
        (Id("sess_", "session"), "sess_1"),
        ([Id("sess_", "session")] * 2, ["sess_" + "a" * 22, "sess_" + "b" * 22]),
        ([Id("user_", "A"), Id("user_", "B")], ["user_" + "a" * 22] * 2),
        (Error("CONFLICT"), {"code": "CONFLICT"}),
        (Error("CONFLICT"), {"code": "NOT_FOUND", "message": "No."}),
        (
            Error("VALIDATION_ERROR", frozenset({"a"})),
            {"code": "VALIDATION_ERROR", "message": "No.", "details": {"b": ""}},
        ),
        (Error("CONFLICT"), {"code": "CONFLICT", "message": "No.", "details": {"why": "Adalind"}}),
    ],
)
def test_the_comparison_notices(wanted: object, got: object) -> None:
    assert list(differences(wanted, got, Known(private=["Adalind"])))
