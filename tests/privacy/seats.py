"""What one person can do in one world, before the session of a story; each act says what the last answer to it was."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import frozen

from beheard_core.accounts import Platform
from beheard_server.store import Device
from beheard_server.testing import ABSENT
from tests.privacy.worlds import Answer, World

API = "/api/v1"
PASSWORD = "correct horse battery"
T = TypeVar("T")
NOBODYS = "of_nobody"
HERS = ("Closeness", "A fair share")
"""The needs that Ada has in both worlds: one that is found, and one that she names."""
Item = Mapping[str, Any]


def device_of(who: str) -> Device:
    """Give where somebody can be pushed to."""
    return Device(f"device of {who}", Platform.IOS)


@frozen
class Seat:
    """Somebody in one of the worlds, with their own e-mail and network address."""

    world: World
    who: str
    email: str
    address: str
    session: str = ""
    invitation: str = ""

    @property
    def session_id(self) -> str:
        """The id of the session."""
        return self.session.rpartition("/")[2]

    def own(self, each: tuple[T, T]) -> T:
        """Give what belongs to this world."""
        return each[self.world.place]

    def call(self, method: str, path: str, body: object = ABSENT) -> Answer:
        """Make one request below the prefix."""
        return self.world.do(self.who, method, API + path, body, address=self.address)

    def look(self, below: str) -> Any:
        """Read something of the session; None where that is refused."""
        return self.call("GET", self.session + below).data

    def act(self, below: str, body: object = ABSENT) -> Answer:
        """Post something in the session."""
        return self.call("POST", self.session + below, body)

    def sign_in(self) -> Answer:
        """Begin a new sign-in, and go on with its token."""
        answer = self.call("POST", "/auth/login", {"email": self.email, "password": PASSWORD})
        if answer.data is not None:
            self.world.tokens[self.who] = answer.data["accessToken"]
        return answer

    def register(self, name: str) -> Answer:
        """Make an account, and go on with its token."""
        form = {"email": self.email, "password": PASSWORD, "name": name}
        answer = self.call("POST", "/auth/register", form)
        self.world.tokens[self.who] = answer.data["accessToken"]
        device = device_of(self.who)
        self.call("POST", "/auth/push-token", {"pushToken": device.token, "platform": device.platform})
        return answer

    def invite(self, how: Mapping[str, Any]) -> Answer:
        """Open a session."""
        return self.call("POST", "/sessions", how)

    def rename(self, name: str) -> Answer:
        """Take another name."""
        return self.call("PATCH", "/auth/me", {"name": name})

    def answer(self, how: str, body: object = ABSENT) -> Answer:
        """Accept or decline the invitation, or send it again."""
        return self.call("POST", f"{self.invitation}/{how}", body)

    def stage(self) -> int:
        """Give the stage that this person is in."""
        progress = self.look("/progress")
        return int(progress["myProgress"]["stage"]) if progress else 0

    def sign(self) -> Answer:
        """Sign the compact."""
        return self.act("/compact/sign")

    def advance(self) -> Answer:
        """Try the next step."""
        here = min(self.stage(), 3)
        return self.act("/stages/advance", {"fromStage": here, "toStage": here + 1})

    def feel_heard(self, *, confirmed: bool) -> Answer:
        """Say whether they feel heard."""
        return self.act("/feel-heard", {"confirmed": confirmed})

    def say(self, words: str) -> Answer:
        """Write to the facilitator."""
        return self.act("/messages", {"content": words})

    def draft(self, words: str) -> Answer:
        """Write at the draft."""
        return self.act("/empathy/draft", {"content": words})

    def share(self, words: str | None = None) -> Answer:
        """Share the draft as an attempt, in these words if there are any."""
        return self.act("/empathy/consent", {"draftId": self.draft_id(), "finalContent": words})

    def judge(self, *, right: bool, feedback: str | None = None, shared: bool = False) -> Answer:
        """Say what they think of the partner's attempt."""
        body = {"validated": right, "feedback": feedback, "consentToShareFeedback": shared}
        return self.act("/empathy/validate", body)

    def leave(self, *, reason: str | None = None, keep_shared: bool = False) -> Answer:
        """End the session for both."""
        return self.act("/leave", {"reason": reason, "keepShared": keep_shared})

    def records(self) -> list[Mapping[str, Any]]:
        """Give the consent records, newest first."""
        history = self.look("/consent/history")
        return history["records"] if history else []

    def requests(self) -> list[Mapping[str, Any]]:
        """Give the requests that wait, newest first."""
        pending = self.look("/consent/pending")
        return pending["pendingRequests"][::-1] if pending else []

    def draft_id(self) -> str:
        """Give the id of the draft."""
        written = self.look("/empathy/draft")
        return str(written["draft"]["id"]) if written and written["draft"] else NOBODYS

    def shares(self, content_type: str) -> str | None:
        """Give the record of the newest live consent to something of this kind, if there is one."""
        wanted = (content_type, "GRANTED")
        return next((each["id"] for each in self.records() if (each["contentType"], each["decision"]) == wanted), None)

    def revoke(self, content_type: str) -> Answer:
        """Take back the newest live consent to something of this kind."""
        return self.act("/consent/revoke", {"consentRecordId": self.shares(content_type) or NOBODYS})

    def decide(self, decision: str, *, edited: str | None = None) -> Answer:
        """Answer the newest request that waits."""
        request_id = next((each["id"] for each in self.requests()), NOBODYS)
        body = {"consentRequestId": request_id, "decision": decision, "editedContent": edited}
        return self.act("/consent/decide", body)

    def gate(self, stage: int, name: str) -> bool:
        """Tell whether a gate of this person's holds."""
        gates = self.look(f"/stages/{stage}/gates")
        return bool(gates and gates[name])

    def needs(self) -> list[Item]:
        """Give the needs as they are found and named."""
        found = self.look("/needs")
        return found["needs"] if found else []

    def name_need(self, name: str, category: str, description: str) -> Answer:
        """Name a need."""
        return self.act("/needs", {"need": name, "category": category, "description": description})

    def review(self, answer: Callable[[Item], Item]) -> Answer:
        """Say of each need what ``answer`` says of it."""
        said = [{"needId": each["id"], **answer(each)} for each in self.needs()]
        return self.act("/needs/confirm", {"confirmations": said})

    def share_needs(self, names: Iterable[str]) -> Answer:
        """Let the partner know the needs of these names."""
        ids = [each["id"] for each in self.needs() if each["need"] in names]
        return self.act("/needs/consent", {"needIds": ids})

    def ground(self) -> list[Item]:
        """Give the common ground in sight."""
        found = self.look("/common-ground")
        return found["commonGround"] if found else []

    def answer_ground(self, *, confirmed: bool, to: Callable[[Item], bool] = bool) -> Answer:
        """Confirm or decline what is in sight, or what of it ``to`` picks."""
        said = [{"commonGroundId": each["id"], "confirmed": confirmed} for each in self.ground() if to(each)]
        return self.act("/common-ground/confirm", {"confirmations": said})

    def propose_ground(self) -> Answer:
        """Propose something in common."""
        words = "Both of us want to be proud of our home."
        return self.act("/common-ground", {"need": "A home", "category": "MEANING", "description": words})

    def phase(self) -> str | None:
        """Give the phase of the strategies, from stage 4 on."""
        pool = self.look("/strategies")
        return str(pool["phase"]) if pool else None

    def pool(self) -> tuple[str, ...]:
        """Give the ids of the strategies in the pool."""
        pool = self.look("/strategies")
        return tuple(each["id"] for each in pool["strategies"]) if pool else ()

    def propose(self, description: str) -> Answer:
        """Put something into the pool."""
        return self.act("/strategies", {"description": description})

    def suggest(self, *wished: str, count: int = 1) -> Answer:
        """Have strategies suggested, those that are wished for first."""
        return self.act("/strategies/suggest", {"count": count, "focusNeeds": wished})

    def withdraw(self, among: Iterable[str]) -> Answer:
        """Take a strategy of one's own out of the pool: the first of these words that is there."""
        mine = {each["contentDescription"]: each["id"] for each in self.records() if each["decision"] == "GRANTED"}
        return self.act(
            "/consent/revoke", {"consentRecordId": next((mine[each] for each in among if each in mine), NOBODYS)}
        )

    def ready(self) -> Answer:
        """Find the pool complete."""
        return self.act("/strategies/ready")

    def rank(self, ranking: Sequence[str]) -> Answer:
        """Rank strategies."""
        return self.act("/strategies/rank", {"rankedIds": ranking})

    def offer(self, *, strategy_id: str | None = None) -> Answer:
        """Propose to agree on something."""
        words = "We try it for a week."
        return self.act("/agreements", {"description": words, "type": "CHECK_IN", "strategyId": strategy_id})

    def answer_offer(self, body: Item) -> Answer:
        """Answer the newest proposal of the partner's that waits."""
        listed = self.look("/agreements")
        waiting = (
            each["id"]
            for each in (listed["agreements"] if listed else ())
            if each["status"] == "PROPOSED" and not each["agreedByMe"]
        )
        return self.act(f"/agreements/{next(waiting, NOBODYS)}/confirm", body)
