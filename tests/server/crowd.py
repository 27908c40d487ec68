"""A server with a crowd: people, sessions, invitations and stages in every state that a request can meet."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

from attrs import evolve, frozen

from beheard_core.accounts import Role, with_role
from beheard_server.store import Unit
from tests.server.client import Api, fresh_api
from tests.server.people import (
    FOCUS,
    NEED,
    PASSWORD,
    Couple,
    Person,
    call,
    find_ground,
    granted,
    invite,
    meet,
    offer,
    reach,
    register,
    repair,
    sign_in,
)

WALKED = ((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (2, 2), (2, 2), (3, 2), (3, 3), (3, 3), (3, 3), (3, 3), (4, 3))
DRAFTED, SHARED, SHARED_BY_BOTH, CONFIRMED, DECLINED, FOUND = 4, 5, 6, 9, 10, 11
"""Those of them who have gone on since: how far is in the name."""
PHASES = ("COLLECTING", "RANKING", "REVEALING", "NEGOTIATING", "AGREED")
A_FEW = 4
# An Ably that nobody answers for: tokens need none.
REALTIME: Mapping[str, Any] = {"ably_key": "app.key:secret", "ably_url": "http://127.0.0.1:9"}


@frozen
class Crowd:
    """Ada, who has opened every session; her partner in each; a stranger to them all, who keeps the catalogue
    and the clinic.

    ``own`` is what only one person would say in one session, by the ids of both; ``agreements`` are the newest ones of
    the sessions that have any; ``timers`` are focus sessions that run, with whose they are.
    """

    api: Api
    ada: Person
    stranger: Person
    partners: Mapping[str, Person]
    invitations: Sequence[str]
    stages: Sequence[str]
    practised: Sequence[str]
    refresh_tokens: Sequence[str]
    reset_tokens: Sequence[str]
    agreements: Mapping[str, str]
    own: Mapping[tuple[str, str], Mapping[str, Any]]
    timers: Mapping[str, Person]

    def caller(self, thing_id: object, turn: int) -> Person:
        """Choose who calls: one of those whose it is, and now and then the stranger."""
        partner = {**self.timers, **self.partners}.get(str(thing_id), self.stranger)
        return (self.ada, partner, self.stranger, self.ada, partner)[_dice("caller", turn) % 5]

    def place(self, name: str, turn: int) -> Any:
        """Choose what a path names, one after another; None where anything will do."""
        places: Mapping[str, Sequence[Any]] = {
            "session_id": tuple(self.partners),
            "agreement_id": [self.agreements.get(each) for each in self.partners],
            "focus_id": tuple(self.timers),
            "invitation_id": self.invitations,
            "stage_id": self.stages,
            "id": self.practised,
        }
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
            "token": self.reset_tokens,
            "time_zone": ("Africa/Cairo",),
            "started_at": (f"{self.api.clock.now:%Y-%m-%dT%H:%M:%SZ}",),
            "ended_at": (f"{self.api.clock.now:%Y-%m-%dT%H:%M:%SZ}",),
            **self.of_practice,
        }
        return _chosen(sayings, name, _dice(name, turn))

    @property
    def of_practice(self) -> Mapping[str, Sequence[str]]:
        """What names a therapist session, and the therapist of them all, in a body or a query."""
        half = len(self.practised) // 2
        return {
            "sessionId": self.practised,
            "currentSessionId": self.practised[:half],
            "previousSessionId": self.practised[half:],
            "therapistId": (self.stranger.id,),
            "evaluatorId": (self.stranger.id,),
        }

    def moved(self, old: Path, new: Path) -> "Crowd":
        """Give the same crowd, as it was when its server closed, in front of a server of its own."""
        shutil.copytree(old, new)
        api = fresh_api(new, **REALTIME)
        api.clock.now = self.api.clock.now
        return evolve(self, api=api)


def _chosen(choices: Mapping[str, Sequence[Any]], name: str, number: int) -> Any:
    return choices[name][number % len(choices[name])] if name in choices else None


def _dice(name: str, turn: int) -> int:
    # What is chosen for one name must not go along with what is chosen for another.
    return crc32(f"{name} {turn}".encode())


def gather(directory: Path) -> Crowd:
    """Bring a crowd together in front of a new server."""
    api = fresh_api(directory, **REALTIME)
    ada = register(api, "Ada")
    lapsed = [invite(ada, inviteEmail=f"late{each}@example.org")[1] for each in range(A_FEW)]
    for _ in range(3):
        api.clock.advance(days=2)
        ada = sign_in(ada)
        granted(ada.post(f"{lapsed[0]}/resend"))
    api.clock.advance(days=8)
    ada = sign_in(ada)
    newcomers = (meet(ada, register(api, f"Ben{number}")) for number in count())
    couples = [reach(next(newcomers), ada=mine, ben=his) for mine, his in WALKED]
    for place, sharing in ((DRAFTED, False), (SHARED, True), (SHARED_BY_BOTH, True)):
        _draft(couples[place], ada, share=sharing)
        _draft(couples[place], couples[place].ben, share=place == SHARED_BY_BOTH)
    for each in (ada, couples[CONFIRMED].ben):
        _confirm_a_need(couples[CONFIRMED], each)
    find_ground(couples[FOUND])
    _decline_what_is_common(couples[DECLINED], ada)
    repairing = [repair(reach(next(newcomers), ada=4, ben=4), phase) for phase in (*PHASES, "REVEALING")]
    offer(repairing[-1], ada)
    couples += [*repairing, *_ended_or_at_rest(newcomers)]
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
        agreements={
            _last(couple.session): agreements[0]["id"] for couple in couples if (agreements := _agreements(couple))
        },
        practised=[_practised(keeper, number) for number in range(A_FEW)],
        own=own,
        timers={_timer(couples[0].ben): couples[0].ben, _timer(couples[1].ben, paused=True): couples[1].ben},
        refresh_tokens=[sign_in(ada).refresh_token for _ in range(A_FEW)],
        reset_tokens=[_forgotten(api, f"forgetful{each}@example.org") for each in range(A_FEW)],
    )


def _forgotten(api: Api, email: str) -> str:
    """Let somebody who does nothing else forget their password, and give the token of the link."""
    register(api, email.partition("@")[0])
    granted(call(api, "POST", "/auth/forgot-password", json={"email": email}))
    return (api.outgoing.resets[-1].url or "").rpartition("/")[2]


def _draft(couple: Couple, who: Person, *, share: bool) -> None:
    draft = granted(who.post(f"{couple.session}/empathy/draft", {"content": "You are tired."}))["draft"]
    if share:
        granted(who.post(f"{couple.session}/empathy/consent", {"draftId": draft["id"]}))


def _confirm_a_need(couple: Couple, who: Person) -> None:
    need = granted(who.post(f"{couple.session}/needs", NEED), 201)["need"]
    answers = [{"needId": need["id"], "confirmed": True}]
    granted(who.post(f"{couple.session}/needs/confirm", {"confirmations": answers}))


def _decline_what_is_common(couple: Couple, who: Person) -> None:
    find_ground(couple)
    ground = granted(who.get(f"{couple.session}/common-ground"))["commonGround"]
    no = [{"commonGroundId": each["id"], "confirmed": False} for each in ground]
    granted(who.post(f"{couple.session}/common-ground/confirm", {"confirmations": no}))


def _ended_or_at_rest(newcomers: Iterator[Couple]) -> Iterator[Couple]:
    for act in ("pause", "leave", "resolve"):
        couple = next(newcomers)
        if act == "resolve":
            repair(reach(couple, ada=4, ben=4), "AGREED")
        granted(couple.ada.post(f"{couple.session}/{act}"))
        yield couple


def _own(couple: Couple, who: Person) -> Mapping[str, Any]:
    def read(below: str) -> Any:
        return granted(who.get(couple.session + below))

    stage = read("/progress")["myProgress"]["stage"]
    draft = read("/empathy/draft")["draft"]
    records = read("/consent/history")["records"]
    requests = read("/consent/pending")["pendingRequests"]
    needs, ground = (read("/needs")["needs"], read("/common-ground")["commonGround"]) if stage >= 3 else ([], [])
    pool = [each["id"] for each in read("/strategies")["strategies"]] if stage == 4 else []
    return {
        "fromStage": stage,
        "toStage": stage + 1,
        **({"draftId": draft["id"]} if draft else {}),
        **({"consentRecordId": records[0]["id"]} if records else {}),
        **({"consentRequestId": requests[0]["id"]} if requests else {}),
        **({"needId": needs[0]["id"], "needIds": [each["id"] for each in needs]} if needs else {}),
        **({"commonGroundId": ground[0]["id"]} if ground else {}),
        **({"strategyId": pool[0], "rankedIds": pool} if pool else {}),
    }


def _agreements(couple: Couple) -> Any:
    reply = couple.ada.get(f"{couple.session}/agreements")
    return granted(reply)["agreements"] if reply.status == 200 else []


def _grant(unit: Unit, account_id: str, role: Role) -> None:
    account = unit.accounts.get(account_id)
    assert account is not None
    unit.accounts.update(with_role(account, role))


def _stage(keeper: Person, number: int) -> str:
    reply = keeper.server.call("POST", "/api/stages", token=keeper.token, json={"name": "Year", "level": number})
    assert reply.status == 201, reply
    return str(reply.body["data"]["stage"]["id"])


def _timer(who: Person, *, paused: bool = False) -> str:
    started = who.server.call("POST", f"{FOCUS}/sessions", token=who.token, json={"duration_seconds": 86_400})
    path = f"/sessions/{started.body['data']['id']}"
    if paused:
        reply = who.server.call("PATCH", f"{FOCUS}{path}/pause", token=who.token, json={"elapsed_seconds": 0})
        assert reply.status == 200, reply
    return _last(path)


def _practised(keeper: Person, number: int) -> str:
    body = {"id": f"ther_{number}", "clientId": "client"}
    reply = keeper.server.call("POST", "/api/session", token=keeper.token, json=body)
    assert reply.status == 201, reply
    return str(reply.body["id"])


def _last(path: str) -> str:
    return path.rpartition("/")[2]
