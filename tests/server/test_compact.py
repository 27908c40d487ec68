"""Stage 0: signing the Curiosity Compact."""

from tests.server.client import Api
from tests.server.people import Couple, Person, end, granted, invite, reach, refused, register

FIRST = "2025-03-02T08:04:00Z"
SECOND = "2025-03-02T08:06:00Z"


def sign_both(api: Api, couple: Couple) -> None:
    for person, minutes in ((couple.ada, 4), (couple.ben, 2)):
        api.clock.advance(minutes=minutes)
        granted(person.post(f"{couple.session}/compact/sign"))


def test_signing_tells_whether_the_partner_has_and_whether_one_can_go_on(api: Api, couple: Couple) -> None:
    api.clock.advance(minutes=4)
    told = granted(couple.ada.post(f"{couple.session}/compact/sign"))
    assert told == {"signed": True, "signedAt": FIRST, "partnerSigned": False, "canAdvance": False}
    api.clock.advance(minutes=2)
    told = granted(couple.ben.post(f"{couple.session}/compact/sign"))
    assert told == {"signed": True, "signedAt": SECOND, "partnerSigned": True, "canAdvance": True}


def test_before_anybody_signs_nobody_has(couple: Couple) -> None:
    nothing = {"mySigned": False, "mySignedAt": None, "partnerSigned": False, "partnerSignedAt": None}
    for person in (couple.ada, couple.ben):
        assert granted(person.get(f"{couple.session}/compact/status")) == nothing | {"canAdvance": False}


def test_when_the_partner_signed_is_told_to_those_who_have_signed(api: Api, couple: Couple) -> None:
    path = f"{couple.session}/compact/status"
    api.clock.advance(minutes=4)
    granted(couple.ada.post(f"{couple.session}/compact/sign"))
    mine = {"mySigned": True, "mySignedAt": FIRST, "partnerSigned": False, "partnerSignedAt": None}
    assert granted(couple.ada.get(path)) == mine | {"canAdvance": False}
    theirs = {"mySigned": False, "mySignedAt": None, "partnerSigned": True, "partnerSignedAt": None}
    assert granted(couple.ben.get(path)) == theirs | {"canAdvance": False}
    api.clock.advance(minutes=2)
    granted(couple.ben.post(f"{couple.session}/compact/sign"))
    both = {"mySigned": True, "partnerSigned": True, "canAdvance": True}
    assert granted(couple.ada.get(path)) == both | {"mySignedAt": FIRST, "partnerSignedAt": SECOND}
    assert granted(couple.ben.get(path)) == both | {"mySignedAt": SECOND, "partnerSignedAt": FIRST}


def test_a_signature_opens_a_gate_on_either_side(api: Api, couple: Couple) -> None:
    api.clock.advance(minutes=4)
    granted(couple.ada.post(f"{couple.session}/compact/sign"))
    ada, ben = (granted(each.get(f"{couple.session}/stages/0/gates")) for each in (couple.ada, couple.ben))
    assert ada == {"stage": 0, "compactSigned": True, "compactSignedAt": FIRST, "partnerCompactSigned": False}
    assert ben == {"stage": 0, "compactSigned": False, "compactSignedAt": None, "partnerCompactSigned": True}


def test_a_signature_is_an_act_of_the_session(api: Api, couple: Couple) -> None:
    sign_both(api, couple)
    assert [granted(each.get(couple.session))["updatedAt"] for each in (couple.ada, couple.ben)] == [SECOND] * 2


def test_nobody_signs_twice(api: Api, couple: Couple) -> None:
    sign_both(api, couple)
    for person in (couple.ada, couple.ben):
        before = granted(person.get(f"{couple.session}/compact/status"))
        refused(person.post(f"{couple.session}/compact/sign"), 409, "CONFLICT")
        assert granted(person.get(f"{couple.session}/compact/status")) == before


def test_who_has_gone_on_cannot_sign_again_and_still_sees_when_they_did(couple: Couple) -> None:
    reach(couple, ada=2)
    refused(couple.ada.post(f"{couple.session}/compact/sign"), 409, "CONFLICT")
    told = granted(couple.ada.get(f"{couple.session}/compact/status"))
    assert (told["mySigned"], told["partnerSigned"], told["canAdvance"]) == (True, True, False)


def test_only_a_live_session_can_be_signed(api: Api, couple: Couple, cleo: Person) -> None:
    session, _ = invite(couple.ada, inviteEmail=cleo.email)
    refused(couple.ada.post(f"{session}/compact/sign"), 400, "SESSION_NOT_ACTIVE")
    refused(end(api, couple).ben.post(f"{couple.session}/compact/sign"), 400, "SESSION_NOT_ACTIVE")


def test_the_status_can_be_read_whatever_the_session_is(api: Api) -> None:
    ada = register(api)
    session, _ = invite(ada, inviteEmail="ben@example.org")
    assert granted(ada.get(f"{session}/compact/status"))["mySigned"] is False


def test_a_stranger_has_nothing_to_sign(api: Api, couple: Couple, cleo: Person) -> None:
    end(api, couple)
    refused(cleo.post(f"{couple.session}/compact/sign"), 403, "FORBIDDEN")
    refused(cleo.get(f"{couple.session}/compact/status"), 403, "FORBIDDEN")
