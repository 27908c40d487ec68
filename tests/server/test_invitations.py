"""Invitations: what their link shows, and what accepting one does."""

from tests.server.client import Api
from tests.server.people import Couple, Person, call, end, granted, invite, meet, refused, register, sign_in

START = "2025-03-02T08:00:00Z"
LATER = "2025-03-02T08:05:00Z"
LAPSES = "2025-03-09T08:00:00Z"


# The link


def test_anybody_with_the_link_sees_who_invites_and_until_when(api: Api) -> None:
    ada = register(api)
    session, invitation = invite(ada, inviteEmail="ben@example.org", inviteName="Benny", context="the evenings")
    reply = call(api, "GET", invitation)
    assert granted(reply) == {
        "id": invitation.removeprefix("/invitations/"),
        "sessionId": session.removeprefix("/sessions/"),
        "invitedBy": {"id": ada.id, "name": "Ada"},
        "status": "PENDING",
        "createdAt": START,
        "expiresAt": LAPSES,
    }
    assert not any(words in str(reply) for words in ("ben@example.org", "Benny", "evenings", "ada@example.org"))


def test_somebody_who_is_signed_in_sees_the_same(api: Api, cleo: Person) -> None:
    _, invitation = invite(register(api), inviteEmail="ben@example.org")
    assert cleo.get(invitation).body == call(api, "GET", invitation).body


def test_an_inviter_without_a_name_has_none(api: Api) -> None:
    ada = register(api, name=None)
    _, invitation = invite(ada, inviteEmail="ben@example.org")
    assert granted(call(api, "GET", invitation))["invitedBy"] == {"id": ada.id, "name": None}


def test_an_answered_invitation_says_so_for_good(api: Api, couple: Couple) -> None:
    assert granted(call(api, "GET", couple.invitation))["status"] == "ACCEPTED"
    api.clock.advance(days=8)
    assert granted(call(api, "GET", couple.invitation))["status"] == "ACCEPTED"


def test_an_invitation_lasts_seven_days_to_the_second(api: Api) -> None:
    _, invitation = invite(register(api), inviteEmail="ben@example.org")
    api.clock.advance(days=7, seconds=-1)
    assert granted(call(api, "GET", invitation))["status"] == "PENDING"
    api.clock.advance(seconds=1)
    refused(call(api, "GET", invitation), 410, "INVITATION_EXPIRED")


def test_there_is_nothing_behind_an_unknown_link(api: Api, couple: Couple) -> None:
    for unknown in ("inv_" + "0" * 32, "x", "%00", "\U0001f54a", couple.session.removeprefix("/sessions/")):
        refused(call(api, "GET", f"/invitations/{unknown}"), 404, "NOT_FOUND")
        refused(couple.ben.post(f"/invitations/{unknown}/accept"), 404, "NOT_FOUND")


# The answer


def test_accepting_begins_the_first_stage_for_both(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    session, invitation = invite(ada, inviteEmail=ben.email, inviteName="Benny")
    api.clock.advance(minutes=5)
    told = granted(ben.post(f"{invitation}/accept"))
    assert told == {
        "session": {
            "id": session.removeprefix("/sessions/"),
            "relationshipId": granted(ada.get(session))["relationshipId"],
            "status": "ACTIVE",
            "createdAt": START,
            "updatedAt": LATER,
            "partner": {"id": ada.id, "name": "Ada"},
            "myProgress": {"stage": 0, "status": "IN_PROGRESS", "startedAt": LATER, "completedAt": None},
            "partnerProgress": {"stage": 0, "status": "IN_PROGRESS", "startedAt": START, "completedAt": None},
            "selfActionNeeded": ["compactSigned"],
            "partnerActionNeeded": ["partnerCompactSigned"],
        }
    }


def test_whoever_holds_the_link_may_accept(api: Api, cleo: Person) -> None:
    ada = register(api)
    session, invitation = invite(ada, inviteEmail="ben@example.org", inviteName="Benny")
    granted(cleo.post(f"{invitation}/accept"))
    assert granted(ada.get(session))["partner"] == {"id": cleo.id, "name": "Cleo"}


def test_nobody_answers_their_own_invitation(api: Api) -> None:
    ada = register(api)
    _, invitation = invite(ada, inviteEmail="ben@example.org")
    refused(ada.post(f"{invitation}/accept"), 403, "FORBIDDEN")
    granted(register(api, "Ben").post(f"{invitation}/accept"))
    refused(ada.post(f"{invitation}/accept"), 403, "FORBIDDEN")
    api.clock.advance(days=8)
    refused(sign_in(ada).post(f"{invitation}/accept"), 403, "FORBIDDEN")


def test_an_invitation_is_answered_once(api: Api, couple: Couple, cleo: Person) -> None:
    for person in (couple.ben, cleo):
        refused(person.post(f"{couple.invitation}/accept"), 409, "CONFLICT")
    api.clock.advance(days=8)
    for person in (couple.ben, cleo):
        refused(sign_in(person).post(f"{couple.invitation}/accept"), 409, "CONFLICT")
    assert granted(sign_in(couple.ada).get(couple.session))["partner"]["id"] == couple.ben.id


def test_a_lapsed_invitation_cannot_be_accepted(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    session, invitation = invite(ada, inviteEmail=ben.email)
    api.clock.advance(days=7)
    refused(sign_in(ben).post(f"{invitation}/accept"), 410, "INVITATION_EXPIRED")
    assert granted(sign_in(ada).get(session))["status"] == "INVITED"


def test_an_invitation_by_id_is_for_that_person_alone(api: Api, couple: Couple, cleo: Person) -> None:
    end(api, couple)
    session, invitation = invite(couple.ada, personId=couple.ben.id)
    refused(cleo.post(f"{invitation}/accept"), 403, "FORBIDDEN")
    body = {"email": "dora@example.org", "password": "long enough", "invitationId": invitation[13:]}
    refused(call(api, "POST", "/auth/register", json=body), 403, "FORBIDDEN")
    register(api, "Dora")
    assert granted(couple.ada.get(session))["status"] == "INVITED"
    granted(couple.ben.post(f"{invitation}/accept"))
    refused(cleo.post(f"{invitation}/accept"), 403, "FORBIDDEN")


def test_two_people_have_one_session_at_a_time(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    _, first = invite(ada, inviteEmail="ben@work.example.org")
    second_session, second = invite(ada, inviteEmail="ben@home.example.org")
    _, crossing = invite(ben, inviteEmail=ada.email)
    granted(ben.post(f"{first}/accept"))
    refused(ben.post(f"{second}/accept"), 409, "CONFLICT")
    refused(ada.post(f"{crossing}/accept"), 409, "CONFLICT")
    assert granted(call(api, "GET", second))["status"] == "PENDING"
    assert granted(ada.get(second_session))["status"] == "INVITED"


def test_sessions_with_others_are_in_nobodys_way(api: Api, couple: Couple, cleo: Person) -> None:
    meet(couple.ada, cleo)
    meet(cleo, couple.ben)


def test_a_pair_that_has_met_keeps_its_relationship(api: Api, couple: Couple) -> None:
    first = granted(couple.ada.get(couple.session))["relationship"]
    end(api, couple)
    api.clock.advance(minutes=5)
    session, invitation = invite(couple.ben, inviteEmail="ada@work.example.org")
    assert granted(couple.ben.get(session))["relationship"]["sessionCount"] == 1
    told = granted(couple.ada.post(f"{invitation}/accept"))["session"]
    assert told["relationshipId"] == first["id"]
    for person in (couple.ada, couple.ben):
        relationship = granted(person.get(session))["relationship"]
        assert relationship == {"id": first["id"], "createdAt": START, "sessionCount": 2}


def test_another_pair_has_a_relationship_of_its_own(api: Api, couple: Couple, cleo: Person) -> None:
    other = meet(couple.ada, cleo)
    first, second = (granted(couple.ada.get(each.session))["relationship"] for each in (couple, other))
    assert first["id"] != second["id"]
    assert (first["sessionCount"], second["sessionCount"]) == (1, 1)


def test_a_body_that_nobody_asked_for_does_no_harm(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    _, invitation = invite(ada, inviteEmail=ben.email)
    assert granted(ben.post(f"{invitation}/accept", {"sessionId": "sess_1", "as": ada.id}))["session"]
