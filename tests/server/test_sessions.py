"""Opening a session, and looking at it."""

import re
from typing import Any

import pytest

from tests.server.client import Api
from tests.server.people import Couple, Person, again, call, end, granted, invite, meet, refused, register, sign_in

START = "2025-03-02T08:00:00Z"
LATER = "2025-03-02T08:05:00Z"
NOT_STARTED = {"stage": 0, "status": "NOT_STARTED", "startedAt": None, "completedAt": None}
BEN = "ben@example.org"
PHONE = "+4915550001"


@pytest.fixture
def ada(api: Api) -> Person:
    return register(api)


def is_id(text: str, prefix: str) -> bool:
    return re.fullmatch(rf"{prefix}_[\w-]{{22,}}", text) is not None


# Opening


def test_a_new_session_waits_for_the_partner(ada: Person) -> None:
    told = granted(ada.post("/sessions", {"inviteEmail": BEN, "inviteName": " Benny "}), 201)
    assert told.keys() == {"session", "invitationId", "invitationUrl"}
    assert is_id(told["invitationId"], "inv")
    assert told["invitationUrl"] == f"beheard://invite/{told['invitationId']}"
    session = told["session"]
    assert is_id(session["id"], "sess")
    assert is_id(session["relationshipId"], "rel")
    assert session == {
        "id": session["id"],
        "relationshipId": session["relationshipId"],
        "status": "INVITED",
        "createdAt": START,
        "updatedAt": START,
        "partner": {"id": "user_pending", "name": "Benny"},
        "myProgress": NOT_STARTED,
        "partnerProgress": NOT_STARTED,
        "selfActionNeeded": [],
        "partnerActionNeeded": [],
    }


@pytest.mark.parametrize(
    "body",
    [
        {"inviteEmail": BEN},
        {"invitePhone": PHONE},
        {"invitePhone": PHONE, "inviteEmail": BEN},
        {"invitePhone": PHONE, "inviteName": "Noor", "context": "how we split evenings"},
        {"invitePhone": f"  {PHONE} "},
        {"inviteEmail": BEN, "personId": None, "invitePhone": None, "inviteName": None, "context": None},
        {"inviteEmail": BEN, "personId": "  ", "invitePhone": ""},
        {"inviteEmail": BEN, "inviteName": " " + "n" * 100 + " ", "context": "\n" + "c" * 500},
        {"inviteEmail": BEN, "sessionId": "sess_1", "status": "ACTIVE"},
    ],
)
def test_an_address_is_enough(ada: Person, body: dict[str, object]) -> None:
    assert granted(ada.post("/sessions", body), 201)["session"]["status"] == "INVITED"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"inviteEmail": "ben"}, "inviteEmail"),
        ({"inviteEmail": ["ben@example.org"]}, "inviteEmail"),
        ({"inviteEmail": "b" * 60 + "@" + ".".join(["b" * 63] * 3) + ".org"}, "inviteEmail"),
        ({"invitePhone": "015550001"}, "invitePhone"),
        ({"invitePhone": "+49 155 50001"}, "invitePhone"),
        ({"invitePhone": "+" + "4" * 16}, "invitePhone"),
        ({"invitePhone": "+999155500010"}, "invitePhone"),
        ({"invitePhone": "+1202555"}, "invitePhone"),
        ({"invitePhone": 4915550001}, "invitePhone"),
        ({"inviteEmail": BEN, "inviteName": "n" * 101}, "inviteName"),
        ({"inviteEmail": BEN, "context": "c" * 501}, "context"),
        ({"inviteEmail": BEN, "context": "c\0"}, "context"),
        ({"inviteEmail": BEN, "context": {}}, "context"),
        ({"personId": 1}, "personId"),
    ],
)
def test_what_breaks_the_limits_is_refused_by_field(ada: Person, body: dict[str, object], field: str) -> None:
    refused(ada.post("/sessions", body), 400, "VALIDATION_ERROR", {field})


@pytest.mark.parametrize("body", [{}, {"inviteName": "Ben"}, {"inviteEmail": " "}, {"personId": None}])
def test_somebody_must_be_invited(ada: Person, body: dict[str, object]) -> None:
    assert refused(ada.post("/sessions", body), 400, "VALIDATION_ERROR")


@pytest.mark.parametrize("more", [{"inviteEmail": "cleo@example.org"}, {"invitePhone": PHONE}])
def test_a_person_is_invited_by_id_or_by_address_and_not_by_both(
    api: Api, couple: Couple, more: dict[str, object]
) -> None:
    end(api, couple)
    assert refused(couple.ada.post("/sessions", {"personId": couple.ben.id} | more), 400, "VALIDATION_ERROR")


@pytest.mark.parametrize("email", ["ada@example.org", " ADA@example.org"])
def test_nobody_invites_themselves_by_address(ada: Person, email: str) -> None:
    refused(ada.post("/sessions", {"inviteEmail": email}), 400, "VALIDATION_ERROR", {"inviteEmail"})


def test_nobody_invites_themselves_by_id(ada: Person) -> None:
    refused(ada.post("/sessions", {"personId": ada.id}), 400, "VALIDATION_ERROR", {"personId"})


def test_the_link_goes_out_once_to_the_address_and_never_for_a_refusal(api: Api, ada: Person) -> None:
    _, invitation = invite(ada, inviteEmail=BEN, invitePhone=PHONE, inviteName="Benny")
    refused(ada.post("/sessions", {"inviteEmail": BEN}), 409, "CONFLICT")
    refused(ada.post("/sessions", {}), 400, "VALIDATION_ERROR")
    [sent] = api.outgoing.invitations
    assert (sent.email, sent.phone) == (BEN, PHONE)
    assert sent.url == f"beheard://invite/{invitation.removeprefix('/invitations/')}"


def test_what_it_is_about_is_never_returned(api: Api, ada: Person) -> None:
    ben = register(api, "Ben")
    words = "how we split evenings"
    opened = ada.post("/sessions", {"inviteEmail": ben.email, "context": words, "inviteName": "Benny"})
    session, invitation = f"/sessions/{opened.body['data']['session']['id']}", opened.body["data"]["invitationId"]
    replies = [opened, ada.get(session), call(api, "GET", f"/invitations/{invitation}")]
    replies += [ben.post(f"/invitations/{invitation}/accept"), ben.get(session), ada.get(session)]
    assert [reply.status for reply in replies] == [201, *[200] * 5]
    assert not any(words in str(reply) for reply in replies)


def test_whether_an_address_belongs_to_an_account_does_not_show(api: Api, ada: Person) -> None:
    def opened(address: str) -> Any:
        told = granted(ada.post("/sessions", {"inviteEmail": address}), 201)
        session = told["session"]
        detail = granted(ada.get(f"/sessions/{session['id']}"))
        for own in (session, detail, detail["relationship"]):
            del own["id"]
        del session["relationshipId"], detail["relationshipId"]
        return session, detail

    register(api, "Ben")
    assert opened(BEN) == opened("nobody@example.org")


# The same person twice


@pytest.mark.parametrize("second", [{"inviteEmail": "BEN@Example.org"}, {"invitePhone": PHONE}])
def test_the_same_address_cannot_be_invited_twice(ada: Person, second: dict[str, object]) -> None:
    invite(ada, inviteEmail=BEN, invitePhone=PHONE)
    refused(ada.post("/sessions", second), 409, "CONFLICT")


def test_the_same_address_stays_taken_while_the_session_lives(api: Api, couple: Couple) -> None:
    api.clock.advance(days=30)
    refused(sign_in(couple.ada).post("/sessions", {"inviteEmail": BEN}), 409, "CONFLICT")
    end(api, couple)
    invite(sign_in(couple.ada), inviteEmail=BEN)


def test_addresses_are_compared_with_invitations_and_never_with_accounts(api: Api, ada: Person) -> None:
    meet(ada, register(api, "Ben", email="ben@work.example.org"))
    register(api, "Cleo")
    invite(ada, inviteEmail="cleo@example.org")
    invite(ada, inviteEmail="ben@home.example.org")


def test_other_people_may_invite_the_same_address(ada: Person, cleo: Person) -> None:
    assert invite(ada, inviteEmail=BEN) != invite(cleo, inviteEmail=BEN)


def test_a_lapsed_invitation_is_replaced_by_a_new_one(api: Api, ada: Person) -> None:
    old, lapsed = invite(ada, inviteEmail=BEN)
    other, _ = invite(ada, inviteEmail="cleo@example.org")
    api.clock.advance(days=7)
    ada = sign_in(ada)
    assert granted(ada.get(old))["status"] == "INVITED"
    new, _ = invite(ada, inviteEmail=BEN)
    assert [granted(ada.get(each))["status"] for each in (old, other, new)] == ["ABANDONED", "INVITED", "INVITED"]
    refused(call(api, "GET", lapsed), 410, "INVITATION_EXPIRED")
    refused(register(api, "Ben").post(f"{lapsed}/accept"), 410, "INVITATION_EXPIRED")


def test_an_invitation_is_not_replaced_a_second_before_it_lapses(api: Api, ada: Person) -> None:
    invite(ada, inviteEmail=BEN)
    api.clock.advance(days=7, seconds=-1)
    refused(sign_in(ada).post("/sessions", {"inviteEmail": BEN}), 409, "CONFLICT")


# Somebody one already knows


def test_a_known_person_is_invited_into_the_same_relationship(api: Api, couple: Couple) -> None:
    first = granted(couple.ada.get(couple.session))["relationship"]
    end(api, couple)
    api.clock.advance(minutes=5)
    told = granted(couple.ada.post("/sessions", {"personId": couple.ben.id}), 201)["session"]
    assert told["relationshipId"] == first["id"]
    assert (told["status"], told["createdAt"], told["partner"]["id"]) == ("INVITED", LATER, "user_pending")
    relationship = granted(couple.ada.get(f"/sessions/{told['id']}"))["relationship"]
    assert relationship == {"id": first["id"], "createdAt": START, "sessionCount": 2}


def test_either_of_the_two_may_invite_the_other(api: Api, couple: Couple) -> None:
    end(api, couple)
    _, invitation = invite(couple.ben, personId=couple.ada.id)
    partner = granted(couple.ada.post(f"{invitation}/accept"))["session"]["partner"]
    assert partner == {"id": couple.ben.id, "name": "Ben"}


@pytest.mark.parametrize("person", ["user_" + "0" * 32, "user_pending", "cleo", "\U0001f54a"])
def test_only_somebody_one_has_met_can_be_named(couple: Couple, cleo: Person, person: str) -> None:
    known = {"cleo": cleo.id}.get(person, person)
    refused(couple.ada.post("/sessions", {"personId": known}), 404, "NOT_FOUND")


def test_an_invitation_without_an_answer_makes_nobody_known(ada: Person, cleo: Person) -> None:
    invite(ada, inviteEmail=cleo.email)
    refused(ada.post("/sessions", {"personId": cleo.id}), 404, "NOT_FOUND")
    refused(cleo.post("/sessions", {"personId": ada.id}), 404, "NOT_FOUND")


def test_a_known_person_cannot_be_invited_twice(api: Api, couple: Couple) -> None:
    refused(couple.ada.post("/sessions", {"personId": couple.ben.id}), 409, "CONFLICT")
    refused(couple.ben.post("/sessions", {"personId": couple.ada.id}), 409, "CONFLICT")
    end(api, couple)
    invite(couple.ada, personId=couple.ben.id)
    refused(couple.ada.post("/sessions", {"personId": couple.ben.id}), 409, "CONFLICT")


def test_a_lapsed_invitation_by_id_is_replaced_as_well(api: Api, couple: Couple) -> None:
    end(api, couple)
    old, _ = invite(couple.ada, personId=couple.ben.id)
    api.clock.advance(days=7)
    couple = again(couple)
    new, _ = invite(couple.ada, personId=couple.ben.id)
    assert [granted(couple.ada.get(each))["status"] for each in (old, new)] == ["ABANDONED", "INVITED"]


# Looking


def test_both_see_the_whole_session_from_their_own_side(api: Api, ada: Person) -> None:
    ben = register(api, "Ben")
    session, invitation = invite(ada, inviteEmail=ben.email, inviteName="Benny")
    api.clock.advance(minutes=5)
    granted(ben.post(f"{invitation}/accept"))
    for me, partner, since in ((ada, ben, (START, LATER)), (ben, ada, (LATER, START))):
        told = granted(me.get(session))
        mine, partners = (
            {"stage": 0, "status": "IN_PROGRESS", "startedAt": each, "completedAt": None} for each in since
        )
        gates = [
            {"id": gate["id"], "description": gate["description"], "satisfied": False, "requiredForAdvance": True}
            for gate in told["currentGates"]
        ]
        assert told == {
            "id": session.removeprefix("/sessions/"),
            "relationshipId": told["relationship"]["id"],
            "status": "ACTIVE",
            "createdAt": START,
            "updatedAt": LATER,
            "partner": {"id": partner.id, "name": partner.email[:3].title()},
            "myProgress": mine,
            "partnerProgress": partners,
            "selfActionNeeded": ["compactSigned"],
            "partnerActionNeeded": ["partnerCompactSigned"],
            "relationship": {"id": told["relationship"]["id"], "createdAt": START, "sessionCount": 1},
            "currentGates": gates,
            "resolvedAt": None,
        }
        assert [gate["id"] for gate in gates] == ["compactSigned", "partnerCompactSigned"]
        assert all(gate["description"].strip() for gate in gates)


def test_somebody_who_only_waits_makes_the_session_wait(couple: Couple) -> None:
    granted(couple.ada.post(f"{couple.session}/compact/sign"))
    ada, ben = (granted(each.get(couple.session)) for each in (couple.ada, couple.ben))
    assert (ada["status"], ben["status"]) == ("WAITING", "WAITING")
    assert (ada["selfActionNeeded"], ada["partnerActionNeeded"]) == ([], ["partnerCompactSigned"])
    assert (ben["selfActionNeeded"], ben["partnerActionNeeded"]) == (["compactSigned"], [])
    assert (ada["myProgress"]["status"], ada["partnerProgress"]["status"]) == ("GATE_PENDING", "IN_PROGRESS")
    assert [gate["satisfied"] for gate in ada["currentGates"]] == [True, False]
    assert granted(couple.ada.get("/auth/me"))["activeSessions"] == 1


def test_before_the_answer_nobody_but_the_inviter_sees_a_session(api: Api, couple: Couple) -> None:
    end(api, couple)
    session, _ = invite(couple.ada, personId=couple.ben.id)
    assert granted(couple.ada.get(session))["partner"]["id"] == "user_pending"
    refused(couple.ben.get(session), 403, "FORBIDDEN")


def test_a_partner_without_a_name_has_none(api: Api, ada: Person) -> None:
    ben = register(api, "Ben", name=None)
    couple = meet(ada, ben)
    assert granted(ada.get(couple.session))["partner"] == {"id": ben.id, "name": None}


def test_a_session_that_is_over_asks_nothing_of_anybody(api: Api, couple: Couple) -> None:
    end(api, couple)
    for person in (couple.ada, couple.ben):
        told = granted(person.get(couple.session))
        assert (told["status"], told["selfActionNeeded"], told["partnerActionNeeded"]) == ("ABANDONED", [], [])
        assert told["myProgress"]["status"] == "IN_PROGRESS"
        assert granted(person.get("/auth/me"))["activeSessions"] == 0
