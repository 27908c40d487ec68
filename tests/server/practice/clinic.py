"""People of a clinic in front of a server, and how its replies are taken apart."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from beheard_core.accounts import Role
from beheard_server.store import Unit
from beheard_server.testing import ABSENT, Reply
from tests.server.client import Api
from tests.server.people import Person, Server, register

SESSION = "/api/session"
METRICS: Mapping[str, Any] = {
    "totalMessages": 42,
    "therapistMessages": 21,
    "clientMessages": 21,
    "sessionDuration": 3600,
    "activeTime": 3000,
    "skillScores": {"Active Listening": 85, "Empathy": 78},
    "responseTime": 2.5,
    "conversationFlow": 88,
    "milestonesReached": ["introduction", "exploration"],
}


@frozen
class Member:
    """Somebody who asks; paths are below ``/api``. Without a token it is nobody."""

    server: Server
    id: str = ""
    token: str | None = None

    def call(self, method: str, path: str, json: object = ABSENT, **sent: Any) -> Reply:
        return self.server.call(method, f"/api{path}", token=self.token, json=json, **sent)

    def get(self, path: str, **sent: Any) -> Any:
        """Give what must be there."""
        return done(self.call("GET", path, **sent))

    def post(self, path: str, json: object, status: int = 200) -> Any:
        """Send what must be accepted."""
        return done(self.call("POST", path, json), status)

    def begin(self, session_id: str, **more: object) -> str:
        """Begin a session."""
        body = {"id": session_id, "clientId": "client"} | more
        begun: str = self.post("/session", body, 201)["id"]
        return begun


@frozen
class Clinic:
    """One of each role, another therapist, and somebody without a part in it."""

    api: Api
    therapist: Member
    other: Member
    supervisor: Member
    admin: Member
    user: Member

    @property
    def nobody(self) -> Member:
        return Member(self.api)


def hire(api: Api, name: str, *roles: Role) -> Member:
    """Make somebody with these roles."""
    return employ(api, register(api, name), roles)


def employ(api: Api, person: Person, roles: Iterable[Role]) -> Member:
    """Give somebody who is signed in these roles."""

    def work(unit: Unit) -> None:
        account = unit.accounts.get(person.id)
        assert account is not None
        unit.accounts.update(evolve(account, roles=frozenset(roles)))

    api.shell.commit(work)
    return Member(api, person.id, person.token)


def open_clinic(api: Api) -> Clinic:
    """Make a clinic."""
    return Clinic(
        api,
        hire(api, "Thea", Role.THERAPIST),
        hire(api, "Otto", Role.THERAPIST),
        hire(api, "Susan", Role.SUPERVISOR),
        hire(api, "Adam", Role.ADMIN),
        hire(api, "Ulla"),
    )


def done(reply: Reply, status: int = 200) -> Any:
    """Give the body of a reply that must be a success."""
    assert reply.status == status, reply
    return reply.body


def refused(reply: Reply, status: int, code: str, error: str | None = None, fields: set[str] | None = None) -> Any:
    """Give the details of a refusal, which must be in the seed's form."""
    assert (reply.status, reply.body.keys()) == (status, {"error", "code", "details"}), reply
    assert reply.body["code"] == code, reply
    assert reply.body["error"].strip()
    assert error is None or reply.body["error"] == error
    details = reply.body["details"]
    assert all(isinstance(each, str) for each in details.values())
    assert fields is None or details.keys() == fields, details
    return details


def invalid(reply: Reply, *fields: str) -> None:
    """Hold a reply against the refusal of these fields and no others."""
    refused(reply, 400, "VALIDATION_ERROR", fields=set(fields))
