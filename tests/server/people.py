"""People in front of a server: what each of them does on the way from the first visit to a stage."""

from collections.abc import Mapping
from typing import Any, Protocol, TypedDict, Unpack

from attrs import evolve, frozen

from beheard_core import Decision
from beheard_core.mediation import Session, SessionStatus
from beheard_server.testing import ABSENT, Reply
from tests.server.client import Api

API = "/api/v1"
FOCUS = "/focus/api/v1"
PASSWORD = "correct horse battery"
NEED = {"need": "Rest", "category": "AUTONOMY", "description": "An hour in which nobody wants anything."}


class Sent(TypedDict, total=False):
    """What a request may carry."""

    token: str | None
    json: object
    data: bytes | None
    headers: Mapping[str, str] | None


class Server(Protocol):
    """What can be called, in this process or in another."""

    def call(self, method: str, path: str, **sent: Unpack[Sent]) -> Reply: ...


@frozen
class Person:
    """Somebody who is signed in; paths are below the prefix."""

    server: Server
    id: str
    email: str
    token: str
    refresh_token: str

    def get(self, path: str) -> Reply:
        return self.server.call("GET", API + path, token=self.token)

    def post(self, path: str, json: object = ABSENT) -> Reply:
        return self.server.call("POST", API + path, token=self.token, json=json)


@frozen
class Couple:
    """Two people, and the paths of the session between them and of the invitation that led to it."""

    ada: Person
    ben: Person
    session: str
    invitation: str


def granted(reply: Reply, status: int = 200) -> Any:
    """Give the data of a reply that must be in the envelope of success."""
    assert (reply.status, reply.body.keys()) == (status, {"success", "data"}), reply
    assert reply.body["success"] is True
    return reply.body["data"]


def refused(reply: Reply, status: int, code: str, fields: set[str] | None = None) -> Any:
    """Give the details of a reply that must be in the envelope of failure; ``fields`` are their keys."""
    assert (reply.status, reply.body.keys()) == (status, {"success", "error"}), reply
    error = reply.body["error"]
    assert (reply.body["success"], error["code"], error.keys() - {"details"}) == (False, code, {"code", "message"})
    assert error["message"].strip()
    details = error.get("details", {})
    assert fields is None or details.keys() == fields, details
    return details


def call(server: Server, method: str, path: str, **sent: Unpack[Sent]) -> Reply:
    """Call as nobody in particular."""
    return server.call(method, API + path, **sent)


def register(server: Server, who: str = "Ada", **more: object) -> Person:
    """Make an account."""
    body = {"email": f"{who.lower()}@example.org", "password": PASSWORD, "name": who} | more
    return _person(server, call(server, "POST", "/auth/register", json=body), 201)


def sign_in(person: Person, password: str = PASSWORD) -> Person:
    """Get fresh tokens, for when the old ones have expired."""
    body = {"email": person.email, "password": password}
    return _person(person.server, call(person.server, "POST", "/auth/login", json=body), 200)


def _person(server: Server, reply: Reply, status: int) -> Person:
    told = granted(reply, status)
    return Person(server, told["user"]["id"], told["user"]["email"], told["accessToken"], told["refreshToken"])


def invite(inviter: Person, **how: object) -> tuple[str, str]:
    """Open a session and give its path and its invitation's."""
    told = granted(inviter.post("/sessions", how), 201)
    return f"/sessions/{told['session']['id']}", f"/invitations/{told['invitationId']}"


def meet(ada: Person, ben: Person) -> Couple:
    """Bring two people into a new session, by his address."""
    session, invitation = invite(ada, inviteEmail=ben.email)
    granted(ben.post(f"{invitation}/accept"))
    return Couple(ada, ben, session, invitation)


def again(couple: Couple) -> Couple:
    """Give both fresh tokens."""
    return evolve(couple, ada=sign_in(couple.ada), ben=sign_in(couple.ben))


def step(stage: int) -> dict[str, int]:
    """Give the body of an advance from ``stage``."""
    return {"fromStage": stage, "toStage": stage + 1}


def reach(couple: Couple, *, ada: int = 0, ben: int = 0) -> Couple:
    """Bring two people, who have done nothing yet, to their stages, with nothing done there.

    Nobody gets to stage 3 or 4 without what the other does in the stage before; whoever stays there has done it all,
    and only not advanced.
    """
    both = ((couple.ada, ada), (couple.ben, ben))
    for person, _ in both:
        if max(ada, ben) > 0:
            granted(person.post(f"{couple.session}/compact/sign"))
    for person, goal in both:
        for stage in range(min(goal, 2)):
            if stage == 1:
                granted(person.post(f"{couple.session}/feel-heard", {"confirmed": True}))
            granted(person.post(f"{couple.session}/stages/advance", step(stage)))
    for stage, prepare in ((2, understand), (3, find_ground)):
        goers = [person for person, goal in both if goal > stage]
        if goers:
            prepare(couple)
        for person in goers:
            granted(person.post(f"{couple.session}/stages/advance", step(stage)))
    return couple


def understand(couple: Couple) -> None:
    """Let both share an attempt and find the other's right."""
    for person in (couple.ada, couple.ben):
        draft = granted(person.post(f"{couple.session}/empathy/draft", {"content": "You may be tired."}))["draft"]
        granted(person.post(f"{couple.session}/empathy/consent", {"draftId": draft["id"]}))
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/empathy/validate", {"validated": True}))


def share_need(couple: Couple, who: Person, **more: object) -> str:
    """Name a need, confirm all that are there, share this one, and give its id."""
    need: str = granted(who.post(f"{couple.session}/needs", NEED | more), 201)["need"]["id"]
    needs = granted(who.get(f"{couple.session}/needs"))["needs"]
    answers = [{"needId": each["id"], "confirmed": True} for each in needs]
    granted(who.post(f"{couple.session}/needs/confirm", {"confirmations": answers}))
    granted(who.post(f"{couple.session}/needs/consent", {"needIds": [need]}))
    return need


def find_ground(couple: Couple) -> None:
    """Let both share a need and confirm something in common."""
    for person in (couple.ada, couple.ben):
        share_need(couple, person)
    if not granted(couple.ada.get(f"{couple.session}/common-ground"))["commonGround"]:
        granted(couple.ada.post(f"{couple.session}/common-ground", NEED))
    ground = granted(couple.ada.get(f"{couple.session}/common-ground"))["commonGround"]
    yes = [{"commonGroundId": each["id"], "confirmed": True} for each in ground]
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/common-ground/confirm", {"confirmations": yes}))


def repair(couple: Couple, phase: str) -> Couple:
    """Lead two people, who have done nothing in stage 4 yet, to a phase of it; the pool has one strategy of each."""
    pool = [_propose(couple, couple.ada, "A walk before dinner."), _propose(couple, couple.ben, "An hour of quiet.")]
    if phase == "COLLECTING":
        return couple
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/strategies/ready"))
    if phase == "RANKING":
        return couple
    for place, person in enumerate((couple.ada, couple.ben)):
        ranking = pool[place : place + 1] if phase == "NEGOTIATING" else pool
        granted(person.post(f"{couple.session}/strategies/rank", {"rankedIds": ranking}))
    if phase == "AGREED":
        agreement = offer(couple, couple.ada, strategyId=pool[0])["id"]
        granted(couple.ben.post(f"{couple.session}/agreements/{agreement}/confirm", {"confirmed": True}))
    assert granted(couple.ada.get(f"{couple.session}/strategies"))["phase"] == phase
    return couple


def offer(couple: Couple, who: Person, **more: object) -> Any:
    """Propose something to agree on, and give it."""
    body = {"description": "A walk before dinner, three evenings.", "type": "MICRO_EXPERIMENT"} | more
    return granted(who.post(f"{couple.session}/agreements", body), 201)["agreement"]


def _propose(couple: Couple, who: Person, description: str) -> str:
    told = granted(who.post(f"{couple.session}/strategies", {"description": description}), 201)
    return str(told["strategy"]["id"])


def end(api: Api, couple: Couple) -> Couple:
    """Let the session between two people be over."""

    def abandon(session: Session) -> Decision[Session]:
        return Decision(evolve(session, status=SessionStatus.ABANDONED))

    api.shell.change(couple.session.removeprefix("/sessions/"), abandon)
    return couple
