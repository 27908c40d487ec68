"""What one person can do in one world, before the session of a story; each act says what the last answer to it was."""

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import frozen

from beheard_server.testing import ABSENT
from tests.privacy.worlds import Answer, World

API = "/api/v1"
PASSWORD = "correct horse battery"
T = TypeVar("T")
NOBODYS = "of_nobody"


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
