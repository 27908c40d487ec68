"""Two people go from stage 2 to stage 3, one of them revises an attempt, and the order of their acts is their own."""

from __future__ import annotations

import itertools
from contextlib import closing
from typing import TYPE_CHECKING, Any

from attrs import Factory, define
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.client import fresh_api
from tests.server.people import Person, granted, meet, reach, refused, register, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# One server sees every walk, so each walk needs people of its own.
WALKS = itertools.count()
# Nothing in it accuses, so nothing in it is put differently for the other.
FEEDBACK = "I was tired, and I was afraid to say it."
EXTRAS = ("message", "reading", "thread", "readings", "history", "shared", "pause")
# Whose turn it is, what for (to go on, more often than not), and which of the acts that are possible.
TURNS = st.lists(st.tuples(st.booleans(), st.sampled_from((*["go"] * 14, *EXTRAS)), st.integers(0, 2)), max_size=40)


@define
class Seat:
    """One of the two, and what they have done; ``asks`` is for a revision before the attempt is found right."""

    name: str
    person: Person
    session: str
    asks: bool
    stage: int = 2
    draft: str | None = None
    shared: list[str] = Factory(list)
    verdict: tuple[str, bool] | None = None

    def get(self, below: str) -> Any:
        return granted(self.person.get(self.session + below))

    def found_right(self) -> bool:
        return self.verdict is not None and self.verdict[1]

    def awaits_revision_by(self, other: Seat) -> bool:
        return bool(other.shared) and self.verdict == (other.shared[-1], False)


@define
class Walk:
    """Both, and whether their session rests."""

    ada: Seat
    ben: Seat
    paused: bool = False

    def other(self, me: Seat) -> Seat:
        return self.ben if me is self.ada else self.ada

    def possible(self, me: Seat) -> list[Callable[[Seat], None]]:
        them = self.other(me)
        acts: list[Callable[[Seat], None]] = []
        may_write = not me.shared or them.awaits_revision_by(me)
        if may_write and (me.draft is None or me.draft in me.shared):
            acts.append(self.write)
        if may_write and me.draft is not None and me.draft not in me.shared:
            acts.append(self.share)
        if me.shared and them.shared and not me.found_right() and not me.awaits_revision_by(them):
            acts.append(self.judge)
        if me.stage == 2 and me.shared and them.shared and me.found_right():
            acts.append(self.advance)
        return acts

    def write(self, me: Seat) -> None:
        me.draft = f"{me.name} wonders, version {len(me.shared) + 1}: you may have felt left alone."
        told = granted(me.person.post(f"{me.session}/empathy/draft", {"content": me.draft}))
        assert (told["draft"]["content"], told["draft"]["version"]) == (me.draft, len(me.shared) + 1)

    def share(self, me: Seat) -> None:
        assert me.draft is not None
        theirs = self.other(me).shared
        mine = me.get("/empathy/draft")["draft"]
        told = granted(me.person.post(f"{me.session}/empathy/consent", {"draftId": mine["id"]}))
        assert (told["consented"], told["waitingForPartner"]) == (True, not theirs)
        assert not theirs or told["partnerAttempt"]["content"] == theirs[-1]
        me.shared.append(me.draft)
        again = me.person.post(f"{me.session}/empathy/consent", {"draftId": mine["id"]})
        refused(again, 409, "CONFLICT")
        refused(me.person.post(f"{me.session}/empathy/draft", {"content": "Another."}), 409, "CONFLICT")

    def judge(self, me: Seat) -> None:
        them = self.other(me)
        right = not me.asks or len(them.shared) == 2
        body: dict[str, object] = {"validated": right}
        if not right:
            body |= {"feedback": FEEDBACK, "consentToShareFeedback": True}
        told = granted(me.person.post(f"{me.session}/empathy/validate", body))
        me.verdict = (them.shared[-1], right)
        assert told == {
            "validated": right,
            "validatedAt": told["validatedAt"],
            "feedbackShared": not right,
            "awaitingRevision": not right,
            "canAdvance": right and me.stage == 2,
            "partnerValidated": them.found_right(),
        }
        assert (told["validatedAt"] is not None) == right

    def advance(self, me: Seat) -> None:
        told = granted(me.person.post(f"{me.session}/stages/advance", step(2)))
        assert (told["success"], told["newProgress"]["stage"]) == (True, 3)
        me.stage = 3

    def wait(self, me: Seat) -> None:
        """Nothing can be done now, and the server says so."""
        them = self.other(me)
        judged = me.person.post(f"{me.session}/empathy/validate", {"validated": True})
        if me.shared and not them.shared:
            refused(judged, 400, "PARTNER_NOT_READY")

    def go(self, me: Seat, which: int) -> None:
        acts = self.possible(me)
        if self.paused:
            refused(me.person.post(f"{me.session}/empathy/draft", {"content": "Not now."}), 400, "SESSION_NOT_ACTIVE")
            judged = me.person.post(f"{me.session}/empathy/validate", {"validated": True})
            refused(judged, 400, "SESSION_NOT_ACTIVE")
            granted(me.person.post(f"{me.session}/resume"))
            self.paused = False
        if acts:
            acts[which % len(acts)](me)
        elif me.stage == 2:
            self.blocked(me)
            if not self.other(me).shared:
                self.wait(me)

    def blocked(self, me: Seat) -> None:
        """The gates are not satisfied, and the two keys that say so are those of the blocked example."""
        reply = me.person.post(f"{me.session}/stages/advance", step(2))
        told = granted(reply, 400)
        assert (told["success"], told["blockedReason"]) == (False, "GATES_NOT_SATISFIED")
        assert told["unsatisfiedGates"] == [key for key, holds in self.gates(me).items() if not holds]

    def gates(self, me: Seat) -> dict[str, bool]:
        return {
            "empathyAttemptCreated": me.draft is not None,
            "empathyAttemptConsentedToShare": bool(me.shared),
            "receivedPartnerAttempt": bool(me.shared and self.other(me).shared),
            "validatedPartnerAttempt": me.found_right(),
        }

    def extra(self, me: Seat, what: str) -> None:
        if what == "message":
            reply = me.person.post(f"{me.session}/messages", {"content": f"{me.name} thinks aloud."})
            if self.paused:
                refused(reply, 400, "SESSION_NOT_ACTIVE")
            else:
                assert granted(reply, 201)["userMessage"]["stage"] == me.stage
        elif what == "reading":
            granted(me.person.post(f"{me.session}/emotions", {"intensity": 4}), 201)
        elif what == "pause":
            reply = me.person.post(f"{me.session}/pause")
            if self.paused:
                refused(reply, 409, "CONFLICT")
            else:
                granted(reply)
                self.paused = True
        else:
            paths = {"thread": "/messages", "readings": "/emotions", "history": "/consent/history", "shared": "/shared"}
            told = me.get(paths[what])
            assert self.other(me).name not in str(told)

    def check(self, me: Seat) -> None:
        """What each may see now, as the contract has it."""
        them = self.other(me)
        reply = me.person.get(f"{me.session}/empathy/partner")
        if me.shared:
            told = granted(reply)
            seen = None if told["attempt"] is None else told["attempt"]["content"]
            assert seen == (them.shared[-1] if them.shared else None)
            assert told["waitingForPartner"] == (not them.shared)
            assert (told["validated"], told["awaitingRevision"]) == (me.found_right(), me.awaits_revision_by(them))
        else:
            refused(reply, 403, "CONSENT_REQUIRED")
        assert not any(earlier in str(reply.body) for earlier in them.shared[:-1])
        told = me.get("/empathy/draft")
        asked = them.awaits_revision_by(me)
        assert (None if told["draft"] is None else told["draft"]["content"]) == me.draft
        assert (told["alreadyConsented"], told["revisionRequested"]) == (bool(me.shared), asked)
        assert told["canConsent"] == (me.draft is not None and not self.paused and (asked or not me.shared))
        feedback = told["partnerFeedback"]
        assert (None if feedback is None else feedback["content"]) == (FEEDBACK if asked else None)
        told = me.get("/progress")
        assert (told["myProgress"]["stage"], told["partnerProgress"]["stage"]) == (me.stage, them.stage)
        if me.stage == 2:
            gates = self.gates(me)
            assert {key: told["myProgress"]["gates"][key] for key in gates} == gates
            assert told["canAdvance"] == (all(gates.values()) and not self.paused)


def test_in_whatever_order_they_act_both_arrive_at_stage_three(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path)) as api:

        @settings(max_examples=25)
        @given(ada_asks=st.booleans(), turns=TURNS)
        def walk(ada_asks: bool, turns: list[tuple[bool, str, int]]) -> None:
            number = next(WALKS)
            couple = meet(register(api, f"Ada{number}x"), register(api, f"Ben{number}x"))
            reach(couple, ada=2, ben=2)
            ada = Seat(f"Ada{number}x", couple.ada, couple.session, asks=ada_asks)
            ben = Seat(f"Ben{number}x", couple.ben, couple.session, asks=not ada_asks)
            both = Walk(ada, ben)
            # Drawn as long as they like, and then each in turn: nobody is ever stuck for more than the other's acts.
            rest = [(seat, "go", 0) for _ in range(10) for seat in (True, False)]
            for hers, what, which in [*turns, *rest]:
                me = ada if hers else ben
                if what == "go":
                    both.go(me, which)
                else:
                    both.extra(me, what)
                both.check(ada)
                both.check(ben)
                if what == "go" and not both.possible(ada) and not both.possible(ben):
                    break
            assert (ada.stage, ben.stage, both.paused) == (3, 3, False)
            assert sorted([len(ada.shared), len(ben.shared)]) == [1, 2]

        walk()
