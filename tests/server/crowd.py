"""A server with a crowd: people, sessions, invitations and stages in every state that a request can meet."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from attrs import evolve, frozen

from beheard_core import Decision
from beheard_core.accounts import Role, with_role
from beheard_core.mediation import SessionStatus, Stage
from beheard_server.store import Unit
from tests.core.mediation.people import person
from tests.server.client import Api, fresh_api
from tests.server.people import PASSWORD, Couple, Person, granted, invite, meet, reach, register, sign_in

WALKED = ((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (2, 2), (2, 2))
# The acts that lead further have no endpoint yet, so what they will leave behind is written into the facts.
WRITTEN = ((Stage.NEED_MAPPING, Stage.NEED_MAPPING), (Stage.STRATEGIC_REPAIR, Stage.NEED_MAPPING))
ENDED_OR_AT_REST = (SessionStatus.PAUSED, SessionStatus.RESOLVED, SessionStatus.ABANDONED)
A_FEW = 4


@frozen
class Crowd:
    """Ada, who has opened every session; her partner in each; a stranger to them all, who keeps the catalogue.

    ``own`` is what only one person would say in one session, by the ids of both.
    """

    api: Api
    ada: Person
    stranger: Person
    partners: Mapping[str, Person]
    invitations: Sequence[str]
    stages: Sequence[str]
    refresh_tokens: Sequence[str]
    own: Mapping[tuple[str, str], Mapping[str, Any]]

    def caller(self, session_id: object, turn: int) -> Person:
        """Choose who calls: one of the two, and now and then the stranger."""
        partner = self.partners.get(str(session_id), self.stranger)
        return (self.ada, partner, self.stranger, self.ada, partner)[_dice("caller", turn) % 5]

    def place(self, name: str, turn: int) -> Any:
        """Choose what a path names, one after another; None where anything will do."""
        places = {"session_id": tuple(self.partners), "invitation_id": self.invitations, "stage_id": self.stages}
        return _chosen(places, name, turn)

    def words(self, session_id: object, caller: Person, name: str, turn: int) -> Any:
        """Choose what somebody who knows the way would say in a body; None where anything will do."""
        own = self.own.get((str(session_id), caller.id), {})
        if name in own:
            return own[name]
        newcomer = f"newcomer{turn}@example.org"
        sayings: Mapping[str, Sequence[Any]] = {
            "email": (newcomer, self.ada.email),
            "password": (PASSWORD,),
            "inviteEmail": (newcomer,),
            "invitePhone": ("+4915550001",),
            "invitationId": self.invitations,
            "personId": [each.id for each in self.partners.values()],
            "refreshToken": self.refresh_tokens,
        }
        return _chosen(sayings, name, _dice(name, turn))

    def moved(self, old: Path, new: Path) -> "Crowd":
        """Give the same crowd, as it was when its server closed, in front of a server of its own."""
        shutil.copytree(old, new)
        api = fresh_api(new)
        api.clock.now = self.api.clock.now
        return evolve(self, api=api)


def _chosen(choices: Mapping[str, Sequence[Any]], name: str, number: int) -> Any:
    return choices[name][number % len(choices[name])] if name in choices else None


def _dice(name: str, turn: int) -> int:
    # What is chosen for one name must not go along with what is chosen for another.
    return crc32(f"{name} {turn}".encode())


def gather(directory: Path) -> Crowd:
    """Bring a crowd together in front of a new server."""
    api = fresh_api(directory)
    ada = register(api, "Ada")
    lapsed = [invite(ada, inviteEmail=f"late{each}@example.org")[1] for each in range(A_FEW)]
    for _ in range(3):
        api.clock.advance(days=2)
        ada = sign_in(ada)
        granted(ada.post(f"{lapsed[0]}/resend"))
    api.clock.advance(days=8)
    ada = sign_in(ada)
    couples = [meet(ada, register(api, f"Ben{each}")) for each in range(12)]
    for couple, (mine, his) in zip(couples[:7], WALKED, strict=True):
        reach(couple, ada=mine, ben=his)
    for couple, sharing in ((couples[5], [ada]), (couples[6], [ada, couples[6].ben])):
        for each in (ada, couple.ben):
            _draft(couple, each, share=each in sharing)
    for couple, (mine, his) in zip(couples[7:9], WRITTEN, strict=True):
        _write(api, couple, inviter=person(ada.id, mine), invitee=person(couple.ben.id, his))
    for couple, status in zip(couples[9:], ENDED_OR_AT_REST, strict=True):
        _write(api, couple, status=status)
    own = {(_last(couple.session), each.id): _own(couple, each) for couple in couples for each in (ada, couple.ben)}
    pending = [invite(ada, inviteEmail=f"soon{each}@example.org")[1] for each in range(A_FEW)]
    keeper = register(api, "Keeper")
    api.shell.commit(lambda unit: _grant(unit, keeper.id, Role.ADMIN))
    return Crowd(
        api=api,
        ada=ada,
        stranger=keeper,
        partners={_last(each.session): each.ben for each in couples},
        invitations=[_last(each) for each in [*lapsed, *pending, *(each.invitation for each in couples)]],
        stages=[_stage(keeper, number) for number in range(A_FEW)],
        own=own,
        refresh_tokens=[sign_in(ada).refresh_token for _ in range(A_FEW)],
    )


def _draft(couple: Couple, who: Person, *, share: bool) -> None:
    draft = granted(who.post(f"{couple.session}/empathy/draft", {"content": "You are tired."}))["draft"]
    if share:
        granted(who.post(f"{couple.session}/empathy/consent", {"draftId": draft["id"]}))


def _own(couple: Couple, who: Person) -> Mapping[str, Any]:
    stage = granted(who.get(f"{couple.session}/progress"))["myProgress"]["stage"]
    draft = granted(who.get(f"{couple.session}/empathy/draft"))["draft"]
    records = granted(who.get(f"{couple.session}/consent/history"))["records"]
    return {
        "fromStage": stage,
        "toStage": stage + 1,
        **({"draftId": draft["id"]} if draft else {}),
        **({"consentRecordId": records[0]["id"]} if records else {}),
    }


def _write(api: Api, couple: Couple, **facts: Any) -> None:
    api.shell.change(_last(couple.session), lambda met: Decision(evolve(met, **facts)))


def _grant(unit: Unit, account_id: str, role: Role) -> None:
    account = unit.accounts.get(account_id)
    assert account is not None
    unit.accounts.update(with_role(account, role))


def _stage(keeper: Person, number: int) -> str:
    reply = keeper.server.call("POST", "/api/stages", token=keeper.token, json={"name": "Year", "level": number})
    assert reply.status == 201, reply
    return str(reply.body["data"]["stage"]["id"])


def _last(path: str) -> str:
    return path.rpartition("/")[2]
