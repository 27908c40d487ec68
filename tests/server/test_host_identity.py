"""A host that knows its people itself: they are whoever the host says, and what it says of them is remembered."""

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve
from flask import Flask, request

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, Client, Clock, Visitor, memory_app, two_people
from tests.server.people import refused

ADA = Principal("41", name="Ada", email="ada@host.example.org", phone="+4915550001")
BEN = Principal("user/42 \U0001f54a", name="Ben", email="ben@host.example.org")
NOBODY: Mapping[str, str] = {}


class People(dict[str, Principal]):
    """The host's own people, known by a header that only the host would believe."""

    def __call__(self) -> Principal | None:
        return self.get(request.headers.get("X-Person", ""))


@pytest.fixture
def people() -> People:
    return People(ada=ADA, ben=BEN, cleo=Principal("43"))


@pytest.fixture
def app(people: People) -> Flask:
    return memory_app(identity=people)


def known_as(name: str) -> Mapping[str, str]:
    return {"X-Person": name}


BOTH = (known_as("ada"), known_as("ben"))


def visitor(app: Flask, name: str) -> Visitor:
    return Visitor(Client(app), known_as(name))


def session_of(person: Visitor) -> Any:
    (session,) = person.look("/sessions")["sessions"]
    return session


@pytest.mark.parametrize("stage", [0, 1, 2])
def test_the_hosts_own_people_walk_from_the_invitation_through_stage_1(app: Flask, stage: int) -> None:
    couple = two_people(app, stage=stage, headers=BOTH)
    for person in (couple.inviter, couple.invitee):
        seen = person.look(f"{couple.session}/progress")
        assert (seen["myProgress"]["stage"], seen["partnerProgress"]["stage"]) == (stage, stage)


def test_each_is_shown_to_the_other_under_the_hosts_id_and_name(app: Flask) -> None:
    couple = two_people(app, headers=BOTH)
    assert couple.inviter.look(couple.session)["partner"] == {"id": BEN.id, "name": "Ben"}
    assert couple.invitee.look(couple.session)["partner"] == {"id": "41", "name": "Ada"}
    assert couple.invitee.look(couple.invitation)["invitedBy"] == {"id": "41", "name": "Ada"}


def test_addresses_that_the_host_knows_are_shown_to_nobody(app: Flask) -> None:
    couple = two_people(app, headers=BOTH)
    told = [person.look(path) for person in (couple.inviter, couple.invitee) for path in ("/sessions", couple.session)]
    for address in (ADA.email, ADA.phone, BEN.email):
        assert str(address) not in str(told)


@pytest.mark.parametrize("name", ["Adele", None])
def test_a_new_name_is_seen_as_soon_as_its_owner_has_been_there(app: Flask, people: People, name: str | None) -> None:
    couple = two_people(app, headers=BOTH)
    people["ada"] = evolve(ADA, name=name)
    assert session_of(couple.invitee)["partner"]["name"] == "Ada"
    session_of(couple.inviter)
    assert session_of(couple.invitee)["partner"]["name"] == name


def test_a_name_that_was_changed_elsewhere_and_back_here_is_the_last_one(people: People) -> None:
    mounted = BeHeard(Settings(secret_keys=(SECRET_KEY,), rate_limits=False), identity=people, store=MemoryStore())
    here, elsewhere = Flask("here"), Flask("elsewhere")
    for app in (here, elsewhere):
        mounted.init_app(app)
    couple = two_people(here, headers=BOTH)
    for app, name in ((elsewhere, "Adele"), (here, "Ada")):
        people["ada"] = evolve(ADA, name=name)
        session_of(visitor(app, "ada"))
        assert session_of(couple.invitee)["partner"]["name"] == name


def test_whom_the_host_does_not_know_is_not_signed_in(app: Flask) -> None:
    for headers in (NOBODY, known_as("stranger"), {"Authorization": "Bearer x"}):
        refused(Visitor(Client(app), headers).call("GET", "/sessions"), 401, "UNAUTHORIZED", set())


def test_an_invitation_can_be_looked_at_by_anybody(app: Flask) -> None:
    couple = two_people(app, headers=BOTH)
    assert Visitor(Client(app), NOBODY).look(couple.invitation)["status"] == "ACCEPTED"


def test_a_third_person_has_no_part_in_it(app: Flask) -> None:
    couple = two_people(app, headers=BOTH)
    cleo = visitor(app, "cleo")
    refused(cleo.call("GET", couple.session), 403, "FORBIDDEN", set())
    assert cleo.look("/sessions")["sessions"] == []


@pytest.mark.parametrize(
    "who", [{"inviteEmail": "ADA@host.example.org"}, {"invitePhone": ADA.phone}, {"personId": "41"}]
)
def test_nobody_invites_themselves_by_what_the_host_knows_of_them(app: Flask, who: dict[str, str]) -> None:
    refused(visitor(app, "ada").call("POST", "/sessions", who), 400, "VALIDATION_ERROR", set(who))


def test_people_who_have_met_invite_each_other_by_the_hosts_ids(app: Flask) -> None:
    couple = two_people(app, headers=BOTH)
    couple.inviter.act(f"{couple.session}/leave")
    opened = couple.invitee.act("/sessions", {"personId": "41"})
    answer = f"/invitations/{opened['invitationId']}/accept"
    refused(visitor(app, "cleo").call("POST", answer), 403, "FORBIDDEN")
    assert couple.inviter.act(answer)["session"]["partner"]["id"] == BEN.id


def test_the_host_is_asked_at_every_request(app: Flask, people: People) -> None:
    couple = two_people(app, headers=BOTH)
    del people["ben"]
    refused(couple.invitee.call("GET", couple.session), 401, "UNAUTHORIZED", set())
    assert couple.inviter.look(couple.session)["partner"]["name"] == "Ben"


def test_the_client_says_what_went_wrong_when_somebody_is_refused(app: Flask) -> None:
    two_people(app, headers=BOTH)
    with pytest.raises(AssertionError, match=r"409.*CONFLICT"):
        two_people(app, headers=BOTH)
    with pytest.raises(AssertionError, match=r"401.*UNAUTHORIZED"):
        Visitor(Client(app), NOBODY).look("/sessions")


def test_an_app_in_memory_stands_still_in_time_and_forgets(app: Flask) -> None:
    clock = Clock()
    moving = memory_app(clock=clock)
    couple = two_people(moving)
    clock.advance(minutes=15)
    refused(couple.inviter.call("GET", couple.session), 401, "UNAUTHORIZED")
    other = two_people(memory_app())
    refused(Visitor(other.inviter.client, couple.inviter.headers).call("GET", couple.session), 401, "UNAUTHORIZED")
