"""Two people on the whole way to an agreement, and after every act what each of them is told of where they stand.

The table is written by hand from the contract's *State machine* and *Action lists*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from attrs import Factory, define

from tests.server.people import Couple, Person, granted, meet, refused, register, step
from tests.server.stage4.acts import get, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.client import Api

GATES = {
    0: {"S": "compactSigned", "P": "partnerCompactSigned"},
    1: {"H": "feelHeardConfirmed"},
    2: {
        "C": "empathyAttemptCreated",
        "S": "empathyAttemptConsentedToShare",
        "R": "receivedPartnerAttempt",
        "V": "validatedPartnerAttempt",
    },
    3: {"N": "needsConfirmed", "P": "partnerNeedsConfirmed", "G": "commonGroundConfirmed"},
    4: {"S": "strategiesSubmitted", "R": "rankingsSubmitted", "O": "overlapIdentified", "A": "agreementCreated"},
}
NEED = {"need": "Being close", "category": "CONNECTION", "description": "I want an evening with you."}
FEEDBACK = {"validated": False, "feedback": "I was rather tired.", "consentToShareFeedback": True}
# Who acts, what they do, and what then holds for her and for him: the stage, the gates that hold, what is left for
# oneself, what is left for the partner, and "!" where one can go on. The last column is the status that is shown.
WALK = """
  ada sign                | 0 S    -  P     | 0 P    S  -     | WAITING
  ben sign                | 0 SP   -  -  !  | 0 SP   -  -  !  | ACTIVE
  ada advance             | 1 -    H  -     | 0 SP   -  -  !  | ACTIVE
  ada feel_heard          | 1 H    -  -  !  | 0 SP   -  -  !  | ACTIVE
  ada feel_unheard        | 1 -    H  -     | 0 SP   -  -  !  | ACTIVE
  ada feel_heard          | 1 H    -  -  !  | 0 SP   -  -  !  | ACTIVE
  ben advance             | 1 H    -  -  !  | 1 -    H  -     | ACTIVE
  ada advance             | 2 -    CS -     | 1 -    H  -     | ACTIVE
  ada draft               | 2 C    S  -     | 1 -    H  -     | ACTIVE
  ada share_attempt       | 2 CS   -  R     | 1 -    H  -     | WAITING
  ben feel_heard          | 2 CS   -  R     | 1 H    -  -  !  | WAITING
  ben advance             | 2 CS   -  R     | 2 -    CS -     | WAITING
  ben draft               | 2 CS   -  R     | 2 C    S  -     | WAITING
  ben share_attempt       | 2 CSR  V  -     | 2 CSR  V  -     | ACTIVE
  ada ask_for_a_revision  | 2 CSR  V  V     | 2 CSR  V  -     | ACTIVE
  ben validate            | 2 CSR  V  V     | 2 CSRV -  -  !  | ACTIVE
  ben draft               | 2 CSR  V  V     | 2 CSRV -  -  !  | ACTIVE
  ben share_attempt       | 2 CSR  V  -     | 2 CSRV -  -  !  | ACTIVE
  ada validate            | 2 CSRV -  -  !  | 2 CSRV -  -  !  | ACTIVE
  ada advance             | 3 -    NG P     | 2 CSRV -  -  !  | ACTIVE
  ada name_a_need         | 3 -    NG P     | 2 CSRV -  -  !  | ACTIVE
  ada confirm_needs       | 3 N    G  P     | 2 CSRV -  -  !  | ACTIVE
  ada share_needs         | 3 N    -  PG    | 2 CSRV -  -  !  | WAITING
  ben advance             | 3 N    -  PG    | 3 P    NG -     | WAITING
  ben name_a_need         | 3 N    -  PG    | 3 P    NG -     | WAITING
  ben confirm_needs       | 3 NP   -  G     | 3 NP   G  -     | WAITING
  ben share_needs         | 3 NP   G  -     | 3 NP   G  -     | ACTIVE
  ben revoke_the_need     | 3 NP   G  -     | 3 NP   G  -     | ACTIVE
  ben confirm_needs       | 3 NP   G  -     | 3 NP   G  -     | ACTIVE
  ben share_needs         | 3 NP   G  -     | 3 NP   G  -     | ACTIVE
  ada confirm_ground      | 3 NP   -  G     | 3 NP   G  -     | WAITING
  ben confirm_ground      | 3 NPG  -  -  !  | 3 NPG  -  -  !  | ACTIVE
  ada decline_ground      | 3 NP   G  -     | 3 NP   -  G     | WAITING
  ada confirm_ground      | 3 NPG  -  -  !  | 3 NPG  -  -  !  | ACTIVE
  ada advance             | 4 -    S  R     | 3 NPG  -  -  !  | ACTIVE
  ada propose             | 4 -    S  R     | 3 NPG  -  -  !  | ACTIVE
  ada be_ready            | 4 S    -  R     | 3 NPG  -  -  !  | WAITING
  ben advance             | 4 S    -  R     | 4 -    S  -     | WAITING
  ben propose             | 4 S    -  R     | 4 -    S  -     | WAITING
  ben be_ready            | 4 S    R  -     | 4 S    R  -     | ACTIVE
  ada rank_own            | 4 SR   -  O     | 4 S    R  -     | WAITING
  ben rank_own            | 4 SRO  A  -     | 4 SRO  A  -     | ACTIVE
  ada offer               | 4 SRO  -  A     | 4 SRO  A  -     | WAITING
  ben turn_down           | 4 SRO  A  -     | 4 SRO  A  -     | ACTIVE
  ben suggest             | 4 -    S  R     | 4 -    S  R     | ACTIVE
  ben be_ready            | 4 -    S  -     | 4 S    -  R     | WAITING
  ada be_ready            | 4 S    R  -     | 4 S    R  -     | ACTIVE
  ben rank_all            | 4 S    R  -     | 4 SR   -  O     | WAITING
  ada rank_all            | 4 SRO  A  -     | 4 SRO  A  -     | ACTIVE
  ada offer               | 4 SRO  -  A     | 4 SRO  A  -     | WAITING
  ben offer               | 4 SRO  A  -     | 4 SRO  A  -     | ACTIVE
  ada turn_down           | 4 SRO  -  A     | 4 SRO  A  -     | WAITING
  ben put_otherwise       | 4 SRO  A  -     | 4 SRO  -  A     | WAITING
  ada agree               | 4 SROA -  -     | 4 SROA -  -     | ACTIVE
"""


class Standing(NamedTuple):
    """What somebody is told of where they stand."""

    stage: int
    holds: set[str]
    mine: list[str]
    theirs: list[str]
    free: bool


class Row(NamedTuple):
    """One act, and what each is told after it."""

    who: str
    act: str
    ada: Standing
    ben: Standing
    shown: str


def standing(cell: str) -> Standing:
    stage, *lists, free = [*cell.split(), ""][:5]
    names = GATES[int(stage)]
    holds, mine, theirs = ([names[key] for key in each if key != "-"] for each in lists)
    return Standing(int(stage), set(holds), mine, theirs, free == "!")


def rows() -> Iterator[Row]:
    for line in WALK.strip().splitlines():
        said, ada, ben, shown = line.split("|")
        who, act = said.split()
        yield Row(who, act, standing(ada), standing(ben), shown.strip())


@define
class Walker:
    """One of the two, with everything that they do on the way."""

    me: Person
    couple: Couple
    attempts: int = 0
    own: list[str] = Factory(list)

    def post(self, below: str, body: Any = None, status: int = 200) -> Any:
        return post(self.me, self.couple, below, body, status)

    def get(self, below: str = "") -> Any:
        return get(self.me, self.couple, below)

    def advance(self) -> None:
        self.post("/stages/advance", step(self.get("/progress")["myProgress"]["stage"]))

    def sign(self) -> None:
        self.post("/compact/sign")

    def feel_heard(self) -> None:
        self.post("/feel-heard", {"confirmed": True})

    def feel_unheard(self) -> None:
        self.post("/feel-heard", {"confirmed": False})

    def draft(self) -> None:
        self.attempts += 1
        self.post("/empathy/draft", {"content": f"Attempt {self.attempts}: you may have felt alone."})

    def share_attempt(self) -> None:
        self.post("/empathy/consent", {"draftId": self.get("/empathy/draft")["draft"]["id"]})

    def ask_for_a_revision(self) -> None:
        self.post("/empathy/validate", FEEDBACK)

    def validate(self) -> None:
        self.post("/empathy/validate", {"validated": True})

    def name_a_need(self) -> None:
        self.post("/needs", NEED, 201)

    def needs(self) -> list[str]:
        return [each["id"] for each in self.get("/needs")["needs"]]

    def confirm_needs(self) -> None:
        self.post("/needs/confirm", {"confirmations": [{"needId": each, "confirmed": True} for each in self.needs()]})

    def share_needs(self) -> None:
        self.post("/needs/consent", {"needIds": self.needs()})

    def revoke_the_need(self) -> None:
        records = self.get("/consent/history")["records"]
        (record,) = (each["id"] for each in records if each["contentType"] == "IDENTIFIED_NEED")
        self.post("/consent/revoke", {"consentRecordId": record})

    def confirm_ground(self, *, confirmed: bool = True) -> None:
        (ground,) = self.get("/common-ground")["commonGround"]
        answer = {"commonGroundId": ground["id"], "confirmed": confirmed}
        self.post("/common-ground/confirm", {"confirmations": [answer]})

    def decline_ground(self) -> None:
        self.confirm_ground(confirmed=False)

    def propose(self) -> None:
        body = {"description": f"What {self.me.email} would try"}
        self.own.append(self.post("/strategies", body, 201)["strategy"]["id"])

    def suggest(self) -> None:
        self.post("/strategies/suggest", {"count": 1})

    def be_ready(self) -> None:
        self.post("/strategies/ready")

    def rank_own(self) -> None:
        self.post("/strategies/rank", {"rankedIds": self.own})

    def rank_all(self) -> None:
        self.post("/strategies/rank", {"rankedIds": [each["id"] for each in self.get("/strategies")["strategies"]]})

    def offer(self) -> None:
        self.post("/agreements", {"description": "We walk on Sundays", "type": "COMMITMENT"}, 201)

    def reply(self, body: Any) -> None:
        (waiting,) = (
            each["id"]
            for each in self.get("/agreements")["agreements"]
            if each["status"] == "PROPOSED" and not each["agreedByMe"]
        )
        self.post(f"/agreements/{waiting}/confirm", body)

    def agree(self) -> None:
        self.reply({"confirmed": True})

    def turn_down(self) -> None:
        self.reply({"confirmed": False})

    def put_otherwise(self) -> None:
        self.reply({"confirmed": False, "modification": "We walk on Saturdays"})


def told(walker: Walker) -> tuple[Standing, str]:
    """Give what somebody is told of where they stand, by all the endpoints that tell it, which must say the same."""
    detail, progress = walker.get(), walker.get("/progress")
    (listed,) = granted(walker.me.get("/sessions"))["sessions"]
    assert listed == {key: detail[key] for key in listed}
    mine = progress["myProgress"]
    stage = mine["stage"]
    gates = walker.get(f"/stages/{stage}/gates")
    assert gates == mine["gates"]
    holds = {each["id"] for each in detail["currentGates"] if each["satisfied"]}
    assert holds == {key for key in GATES[stage].values() if gates[key]}
    assert [each["id"] for each in detail["currentGates"]] == list(GATES[stage].values())
    assert detail["myProgress"] == {key: mine[key] for key in detail["myProgress"]}
    # The contract's table of stage statuses has it from the list of what is left for oneself.
    assert mine["status"] == ("IN_PROGRESS" if detail["selfActionNeeded"] else "GATE_PENDING")
    assert ("advanceBlockedReason" in progress) is not progress["canAdvance"]
    found = Standing(stage, holds, detail["selfActionNeeded"], detail["partnerActionNeeded"], progress["canAdvance"])
    if not progress["canAdvance"]:
        assert progress["advanceBlockedReason"] == blocked_by(found)
    return found, detail["status"]


def blocked_by(found: Standing) -> str:
    if found.stage == 4:
        return "INVALID_STAGE_TRANSITION"
    if found.stage == 3 and not found.mine:
        return "PARTNER_NOT_READY"
    return "GATES_NOT_SATISFIED"


@pytest.fixture
def walkers(api: Api) -> dict[str, Walker]:
    couple = meet(register(api, "Ada"), register(api, "Ben"))
    return {"ada": Walker(couple.ada, couple), "ben": Walker(couple.ben, couple)}


def test_after_every_act_both_are_told_where_they_stand_as_the_table_has_it(
    api: Api, walkers: dict[str, Walker]
) -> None:
    ada, ben = walkers["ada"], walkers["ben"]
    start = standing("0 - S P")
    assert [told(each) for each in (ada, ben)] == [(start, "ACTIVE")] * 2
    for number, row in enumerate(rows()):
        api.clock.advance(seconds=1)
        getattr(walkers[row.who], row.act)()
        where = f"{number}: {row.who} {row.act}"
        assert (where, told(ada)) == (where, (row.ada, row.shown))
        assert (where, told(ben)) == (where, (row.ben, row.shown))
        for one, other in ((row.ada, ben), (row.ben, ada)):
            assert other.get("/progress")["partnerProgress"]["stage"] == one.stage
    post(ben.me, ben.couple, "/resolve")
    for each in (ada, ben):
        detail = each.get()
        assert (detail["status"], detail["selfActionNeeded"], detail["partnerActionNeeded"]) == ("RESOLVED", [], [])
        assert [detail[side]["status"] for side in ("myProgress", "partnerProgress")] == ["COMPLETED"] * 2
        assert all(gate["satisfied"] for gate in detail["currentGates"])
    refused(ada.me.post(f"{ada.couple.session}/resolve"), 400, "SESSION_NOT_ACTIVE")


def test_stages_left_behind_keep_their_gates(api: Api, walkers: dict[str, Walker]) -> None:
    for row in rows():
        getattr(walkers[row.who], row.act)()
    for each in walkers.values():
        before = [each.get(f"/stages/{stage}/gates") for stage in range(4)]
        assert all(gates[key] for stage, gates in enumerate(before) for key in GATES[stage].values())
        for record in each.get("/consent/history")["records"]:
            if record["revokedAt"] is None:
                each.post("/consent/revoke", {"consentRecordId": record["id"]})
        assert [each.get(f"/stages/{stage}/gates") for stage in range(4)] == before
        assert [gate["satisfied"] for gate in each.get()["currentGates"]] == [True] * 4
