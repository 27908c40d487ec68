"""Two people who go all the way with a model as the facilitator; every word of theirs is marked with what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import Factory, define, frozen

from tests.server.model.brains import FILLED_IN
from tests.server.model.messages_api import Answer, Asked, Service, message
from tests.server.people import Couple, granted, step

if TYPE_CHECKING:
    from tests.server.client import Api

MARKED = re.compile(r"\b(ada|ben|both)x([a-z]+[0-9]?)")
NAMES = ("ada", "ben")


def marks(text: str) -> set[tuple[str, str]]:
    """Give who wrote something of a text, and what it was."""
    return set(MARKED.findall(text))


def answering(asked: Asked) -> Answer:
    """Answer so that the marks of what somebody wrote stay in what is made from it."""
    data = asked.data
    match asked.seam:
        case "transform":
            return message(asked, {"text": f"I would say: {data['original']}"})
        case "synthesize_needs":
            found = FILLED_IN["synthesize_needs"](data)
            who = data["lines"][0].split("x", 1)[0][-3:]
            found["needs"][0] |= {"need": f"{who}xneed name", "description": f"I need {who}xneed quiet."}
            return message(asked, found)
        case "find_common_ground":
            found = FILLED_IN["find_common_ground"](data)
            found["pairs"][0] |= {"need": "bothxground", "description": "We both need bothxground rest."}
            return message(asked, found)
        case _:
            return message(asked, FILLED_IN[asked.seam](data))


@frozen
class Request:
    """What was asked, for whom, and at which moment of the walk."""

    who: str
    stage: int
    hint: bool
    storm: bool
    asked: Asked

    @property
    def seam(self) -> str:
        return self.asked.seam


@define
class Walk:
    """The way, and all that the model was asked on it."""

    api: Api
    service: Service
    couple: Couple
    requests: list[Request] = Factory(list)
    revoked_after: int = 0

    def do(self, who: str, below: str, body: Any = None, status: int = 200, **moment: Any) -> Any:
        """Act, and keep what the model was asked by it."""
        person = {"ada": self.couple.ada, "ben": self.couple.ben}[who]
        path = self.couple.session + below
        stage = granted(person.get(f"{self.couple.session}/progress"))["myProgress"]["stage"]
        self.api.clock.advance(seconds=1)
        before = len(self.service.asked)
        if body == "GET":
            told = granted(person.get(path))
        else:
            told = granted(person.post(path) if body is None else person.post(path, body), status)
        at = {"hint": False, "storm": False} | moment
        self.requests += [Request(who, stage, asked=each, **at) for each in self.service.asked[before:]]
        return told

    def see(self, who: str, below: str) -> Any:
        return self.do(who, below, "GET")

    def say(self, who: str, text: str, *, hint: bool = False, storm: bool = False) -> None:
        body: dict[str, Any] = {"content": text, "requestHint": hint, "emotionalIntensity": 9 if storm else 4}
        self.do(who, "/messages", body | {"emotionalContext": f"{who}xreading"}, 201, hint=hint, storm=storm)

    def talk(self, who: str, stage: int) -> None:
        for hint in (False, True):
            self.say(who, f"The {who}xsay{stage} matter stays with me.", hint=hint)
        self.say(who, f"Now {who}xsay{stage} is too much.", hint=True, storm=True)

    def go(self) -> None:
        """Go from the first word to the end."""
        for stage, act in enumerate((self.begin, self.witness, self.stretch, self.map_needs, self.repair)):
            for who in NAMES:
                self.talk(who, stage)
            act()
            for who in NAMES:
                self.talk(who, stage)
            for who in NAMES:
                if stage < 4:
                    self.do(who, "/stages/advance", step(stage))
        self.do("ada", "/resolve")

    def begin(self) -> None:
        for who in NAMES:
            self.do(who, "/compact/sign")

    def witness(self) -> None:
        self.do("ada", "/messages", {"content": "I want to kill myself, adaxcrisis."}, 201)
        for who in NAMES:
            self.do(who, "/feel-heard", {"confirmed": True})

    def stretch(self) -> None:
        for who in NAMES:
            self.say(who, f"I won't go into {who}xboundary again.")
            request = self.see(who, "/consent/pending")["pendingRequests"][0]
            answer = {"decision": "GRANTED", "editedContent": f"The {who}xsharedboundary hour is mine."}
            self.do(who, "/consent/decide", {"consentRequestId": request["id"]} | answer)
            draft = self.do(who, "/empathy/draft", {"content": f"You may feel {who}xattempt often."})["draft"]
            self.do(who, "/empathy/consent", {"draftId": draft["id"]})
        self.do("ada", "/empathy/validate", {"validated": True, "feedback": "Only for me: adaxfeedback."})
        shared = {"feedback": "It was benxsharedfeedback for me.", "consentToShareFeedback": True}
        self.do("ben", "/empathy/validate", {"validated": True} | shared)

    def map_needs(self) -> None:
        for who in NAMES:
            secret = {"need": f"{who}xsecretneed", "category": "MEANING", "description": f"My {who}xsecretneed stays."}
            self.see(who, "/needs")
            self.do(who, "/needs", secret, 201)
            needs = self.see(who, "/needs")["needs"]
            assert len(needs) == 2
            self.do(
                who, "/needs/confirm", {"confirmations": [{"needId": each["id"], "confirmed": True} for each in needs]}
            )
            found = [each["id"] for each in needs if f"{who}xneed" in each["need"]]
            self.do(who, "/needs/consent", {"needIds": found})
        for who in NAMES:
            (ground,) = self.see(who, "/common-ground")["commonGround"]
            answer = {"commonGroundId": ground["id"], "confirmed": True}
            self.do(who, "/common-ground/confirm", {"confirmations": [answer]})

    def repair(self) -> None:
        for who in NAMES:
            self.do(who, "/strategies", {"description": f"The {who}xstrategy walk, on Sundays"}, 201)
        self.do("ada", "/strategies/suggest", {"count": 2, "focusNeeds": ["bothxground"]})
        for who in NAMES:
            self.do(who, "/strategies/ready")
        pool = [each["id"] for each in self.see("ada", "/strategies")["strategies"]]
        self.talk("ada", 4)
        for who in NAMES:
            self.do(who, "/strategies/rank", {"rankedIds": pool})
        offer = {"description": "We keep the bothxagreement hour", "type": "COMMITMENT"}
        made = self.do("ada", "/agreements", offer, 201)["agreement"]
        self.do("ben", f"/agreements/{made['id']}/confirm", {"confirmed": True})
        records = self.see("ben", "/consent/history")["records"]
        (record,) = (each["id"] for each in records if each["contentType"] == "BOUNDARY")
        self.do("ben", "/consent/revoke", {"consentRecordId": record})
        self.revoked_after = len(self.requests)
