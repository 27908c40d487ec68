"""Admins in front of the catalogue, and how its replies are taken apart."""

from pathlib import Path
from typing import Any

from attrs import frozen

from beheard_core.accounts import Role, with_role
from beheard_server.store import Unit
from beheard_server.testing import ABSENT, Reply
from tests.server.client import Api
from tests.server.people import Person, Server, register
from tests.server.processes import run_beheard

STAGES = "/api/stages"

Stage = dict[str, Any]


@frozen
class Admin:
    """Somebody who asks the catalogue; paths are below its own. Without a token it is nobody."""

    server: Server
    token: str | None = None
    prefix: str = STAGES

    def call(self, method: str, path: str = "", json: object = ABSENT, **sent: Any) -> Reply:
        return self.server.call(method, self.prefix + path, token=self.token, json=json, **sent)

    def create(self, name: str, level: int) -> Stage:
        """Create a stage, which must succeed."""
        return one(self.call("POST", json={"name": name, "level": level}), 201)

    def listed(self, query: str = "") -> list[Stage]:
        """List the stages."""
        return stages(self.call("GET", query))

    def names(self, query: str = "") -> list[str]:
        """List the names of the stages, each with its level."""
        return [f"{each['name']} {each['level']}" for each in self.listed(query)]


def appoint(api: Api, who: str = "Dean") -> Admin:
    """Make somebody who is an admin."""
    return promote(api, register(api, who))


def promote(api: Api, person: Person) -> Admin:
    """Make somebody who is signed in an admin."""

    def work(unit: Unit) -> None:
        account = unit.accounts.get(person.id)
        assert account is not None
        unit.accounts.update(with_role(account, Role.ADMIN))

    api.shell.commit(work)
    return Admin(api, person.token)


def appoint_by_command(server: Server, database: Path, who: str = "Dean") -> Admin:
    """Make somebody who is an admin of a server in other processes."""
    person = register(server, who)
    ran = run_beheard("users", "--database", database, "grant", person.email, Role.ADMIN)
    assert (ran.status, ran.out) == (0, f"{person.email} has admin.\n"), ran
    return Admin(server, person.token)


def succeeded(reply: Reply, status: int = 200) -> Any:
    """Give the data of a reply that must be a success."""
    assert (reply.status, reply.body.keys(), reply.body["status"]) == (status, {"status", "data"}, "success"), reply
    return reply.body["data"]


def one(reply: Reply, status: int = 200) -> Stage:
    """Give the stage of a reply that must be a success, and nothing beside it."""
    data = succeeded(reply, status)
    assert data.keys() == {"stage"}
    stage: Stage = data["stage"]
    return stage


def stages(reply: Reply, status: int = 200) -> list[Stage]:
    """Give the stages of a reply that must be a success."""
    found: list[Stage] = succeeded(reply, status)["stages"]
    return found


def failed(reply: Reply, status: int, message: str, kind: str = "fail") -> None:
    """Hold a reply against the one that the contract gives to the letter."""
    assert (reply.status, reply.body) == (status, {"status": kind, "message": message})
