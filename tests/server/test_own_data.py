"""What is one's own: a device, all of it to take along, and all of it to erase; against the contract's *Auth*."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from beheard_server.testing import Reply
from tests.server.channel import id_of, published
from tests.server.client import Api, fresh_api
from tests.server.people import (
    PASSWORD,
    Couple,
    Person,
    call,
    granted,
    meet,
    offer,
    reach,
    refused,
    register,
    repair,
    sign_in,
)

SECRETS = (
    *("Zanzibar context", "Zanzibar message", "Zanzibar feeling", "Zanzibar draft", "Zanzibar feedback"),
    *("Zanzibar strategy", "Zanzibar agreement", "Zanzibar reason"),
)


def erase(person: Person, password: str = PASSWORD) -> Reply:
    return person.server.call("DELETE", "/api/v1/auth/me", token=person.token, json={"password": password})


def export(person: Person) -> Any:
    return granted(person.get("/auth/me/export"))


@pytest.fixture
def couple(api: Api) -> Couple:
    """Two people at the end of the process; Ada has written something of every kind."""
    ada, ben = register(api, "Ada"), register(api, "Ben")
    opened = {"inviteEmail": ben.email, "inviteName": "Benjamin Zanzibar", "context": "Zanzibar context"}
    told = granted(ada.post("/sessions", opened), 201)
    session, invitation = f"/sessions/{told['session']['id']}", f"/invitations/{told['invitationId']}"
    granted(ben.post(f"{invitation}/accept"))
    couple = Couple(ada, ben, session, invitation)
    talk = {"content": "Zanzibar message", "emotionalIntensity": 6, "emotionalContext": "Zanzibar feeling"}
    granted(ada.post(f"{session}/messages", talk), 201)
    granted(ben.post(f"{session}/messages", {"content": "What Ben wrote stays his."}), 201)
    reach(couple, ada=4, ben=4)
    done = {"exerciseType": "GROUNDING", "completed": True, "intensityBefore": 7}
    granted(ada.post(f"{session}/exercises/complete", done))
    word = {"validated": False, "feedback": "Zanzibar feedback", "consentToShareFeedback": True}
    granted(ada.post(f"{session}/empathy/validate", word))
    more = {"validated": False, "feedback": "I would like to hear more.", "consentToShareFeedback": True}
    granted(ben.post(f"{session}/empathy/validate", more))
    granted(ada.post(f"{session}/empathy/draft", {"content": "Zanzibar draft"}))
    granted(ada.post(f"{session}/strategies", {"description": "Zanzibar strategy"}), 201)
    repair(couple, "AGREED")
    offer(couple, ada, description="Zanzibar agreement")
    granted(ada.post(f"{session}/pause", {"reason": "Zanzibar reason", "shareReason": True}))
    granted(ben.post(f"{session}/resume"))
    return couple


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path)) as api:
        yield api


# A device


def test_a_device_is_remembered_in_place_of_the_one_before(api: Api) -> None:
    ada = register(api, "Ada")
    assert granted(ada.get("/auth/me"))["pushNotificationsEnabled"] is False
    for token, platform in (("first", "ios"), ("second", "android")):
        assert granted(ada.post("/auth/push-token", {"pushToken": token, "platform": platform})) == {"registered": True}
        device = api.shell.read(lambda unit: unit.accounts.device(ada.id))
        assert device is not None
        assert (device.token, device.platform) == (token, platform)
    assert granted(ada.get("/auth/me"))["pushNotificationsEnabled"] is True


@pytest.mark.parametrize("body", [{}, {"pushToken": "x"}, {"pushToken": "x", "platform": "web"}, {"pushToken": ""}])
def test_a_malformed_device_is_refused(api: Api, body: object) -> None:
    refused(register(api).post("/auth/push-token", body), 400, "VALIDATION_ERROR")


@pytest.mark.parametrize(("method", "path"), [("POST", "push-token"), ("GET", "me/export"), ("DELETE", "me")])
def test_without_a_token_there_is_nothing(api: Api, method: str, path: str) -> None:
    refused(call(api, method, f"/auth/{path}", json={}), 401, "UNAUTHORIZED")


# Taking it along


def test_everything_of_ones_own_is_in_the_export(couple: Couple) -> None:
    taken = export(couple.ada)
    assert list(taken) == ["exportedAt", "user", "focus", "sessions"]
    assert taken["user"] == granted(couple.ada.get("/auth/me"))["user"]
    (own,) = taken["sessions"]
    for each in SECRETS:
        assert each in str(own), each
    assert own["invitation"] == {"email": couple.ben.email, "phone": None, "name": "Benjamin Zanzibar"}
    assert {each["beside"] for each in own["notes"]} == {"context", "pause"}
    assert own["ranking"] == [each["id"] for each in _ranked(own)]
    for key, path in (
        ("commonGround", "common-ground"),
        ("strategies", "strategies"),
        ("agreements", "agreements"),
        ("shared", "shared"),
        ("consents", "consent/history"),
        ("pending", "consent/pending"),
    ):
        assert own[key] == granted(couple.ada.get(f"{couple.session}/{path}")), key
    needs = granted(couple.ada.get(f"{couple.session}/needs"))["needs"]
    assert own["needs"] == needs
    attempt = granted(couple.ada.get(f"{couple.session}/empathy/partner"))["attempt"]
    assert own["partnerAttempt"] == attempt


def _ranked(own: Any) -> Any:
    named = {each["id"]: each for each in own["strategies"]["strategies"]}
    return [named[each] for each in own["ranking"]]


def test_nothing_of_the_partners_is_in_it_that_cannot_be_read(couple: Couple) -> None:
    assert "What Ben wrote stays his." not in str(export(couple.ada))
    assert "I would like to hear more." in str(export(couple.ada)["sessions"][0]["shared"]["partners"])
    for record in granted(couple.ben.get(f"{couple.session}/consent/history"))["records"]:
        if record["decision"] == "GRANTED":
            granted(couple.ben.post(f"{couple.session}/consent/revoke", {"consentRecordId": record["id"]}))
    (own,) = export(couple.ada)["sessions"]
    assert (own["shared"]["partners"], own["partnerAttempt"]) == ([], None)
    assert "An hour of quiet." not in str(own)


def test_an_export_begins_small(api: Api) -> None:
    ada = register(api)
    assert export(ada)["sessions"] == []
    path = granted(ada.post("/sessions", {"inviteEmail": "ben@example.org"}), 201)["session"]["id"]
    (own,) = export(ada)["sessions"]
    assert own["session"] == granted(ada.get("/sessions"))["sessions"][0]
    assert own["session"]["id"] == path
    for key in ("draft", "partnerAttempt", "commonGround", "strategies", "ranking", "agreements"):
        assert own[key] is None


def test_sessions_stand_in_an_export_one_after_another(api: Api) -> None:
    ada, ben = register(api, "Ada"), register(api, "Ben")
    for _ in range(3):
        granted(ada.post(f"{meet(ada, ben).session}/leave"))
        api.clock.advance(minutes=1)
    listed = [each["id"] for each in granted(ada.get("/sessions"))["sessions"]]
    assert [each["session"]["id"] for each in export(ada)["sessions"]] == listed[::-1]


# Erasing it


def files(api: Api, directory: Path) -> bytes:
    """Give all that lies on the disk."""
    return b"".join(each.read_bytes() for each in directory.iterdir())


def backed_up(directory: Path) -> bytes:
    """Give a new backup of the database, as the library of the database makes one."""
    (database,) = directory.glob("*.db")
    copy = directory / "backup"
    with closing(sqlite3.connect(database)) as kept, closing(sqlite3.connect(copy)) as made:
        kept.backup(made)
    return copy.read_bytes()


def test_after_that_no_word_of_theirs_is_on_the_disk(api: Api, couple: Couple, tmp_path: Path) -> None:
    before = files(api, tmp_path)
    for each in (*SECRETS, "Benjamin Zanzibar", couple.ada.email):
        assert each.encode() in before, each
    with capture_logs() as logs:
        assert granted(erase(couple.ada)) == {"deleted": True}
    after = files(api, tmp_path) + backed_up(tmp_path)
    assert couple.ben.email.encode() in backed_up(tmp_path)
    assert b"Zanzibar" not in after
    assert couple.ada.email.encode() not in after
    assert "Zanzibar" not in str(logs)
    assert "Zanzibar" not in str(export(couple.ben))


def test_the_account_is_gone_with_every_sign_in_and_its_address_is_free(api: Api, couple: Couple) -> None:
    other = sign_in(couple.ada)
    granted(erase(couple.ada))
    for gone in (couple.ada, other):
        refused(gone.get("/auth/me"), 401, "UNAUTHORIZED")
        refused(call(api, "POST", "/auth/refresh", json={"refreshToken": gone.refresh_token}), 401, "UNAUTHORIZED")
    body = {"email": couple.ada.email, "password": PASSWORD}
    refused(call(api, "POST", "/auth/login", json=body), 401, "UNAUTHORIZED")
    assert register(api, "Ada").id != couple.ada.id


def test_what_the_partner_wrote_stays_and_what_both_have_says_that_it_was_erased(couple: Couple) -> None:
    agreed = granted(couple.ben.get(f"{couple.session}/agreements"))["agreements"]
    thread = granted(couple.ben.get(f"{couple.session}/messages"))
    granted(erase(couple.ada))
    detail = granted(couple.ben.get(couple.session))
    assert (detail["status"], detail["partner"]) == ("ABANDONED", {"id": couple.ada.id, "name": None})
    assert granted(couple.ben.get(f"{couple.session}/messages")) == thread
    now = granted(couple.ben.get(f"{couple.session}/agreements"))["agreements"]
    assert [each["id"] for each in now] == [each["id"] for each in agreed]
    assert {each["description"] for each in now} == {"Erased by its author"}
    pool = granted(couple.ben.get(f"{couple.session}/strategies"))["strategies"]
    assert [each["description"] for each in pool] == ["An hour of quiet."]
    assert granted(couple.ben.get(f"{couple.session}/shared"))["partners"] == []
    granted(couple.ben.get(f"{couple.session}/common-ground"))
    granted(couple.ben.get(f"{couple.session}/empathy/draft"))


def test_a_resolved_session_stays_resolved_and_the_partner_is_told_to_drop_copies(api: Api, couple: Couple) -> None:
    granted(couple.ben.post(f"{couple.session}/resolve"))
    granted(erase(couple.ada))
    detail = granted(couple.ben.get(couple.session))
    assert (detail["status"], detail["myProgress"]["status"]) == ("RESOLVED", "COMPLETED")
    names = [name for name, _ in published(api, couple.session)]
    assert names[-2:] == ["session.resolved", "partner.consent_revoked"]


def test_an_ended_session_in_which_nothing_was_shared_hears_nothing(api: Api) -> None:
    pair = meet(register(api, "Ada"), register(api, "Ben"))
    granted(pair.ben.post(f"{pair.session}/leave"))
    before = published(api, pair.session)
    granted(erase(pair.ada))
    assert published(api, pair.session) == before


def test_an_invitation_that_waits_can_no_longer_be_answered(api: Api) -> None:
    ada, ben = register(api, "Ada"), register(api, "Ben")
    opened = granted(ada.post("/sessions", {"inviteEmail": ben.email}), 201)
    granted(erase(ada))
    refused(ben.post(f"/invitations/{opened['invitationId']}/accept"), 410, "INVITATION_EXPIRED")
    assert id_of(f"/sessions/{opened['session']['id']}") == opened["session"]["id"]


def test_a_wrong_password_erases_nothing(api: Api, couple: Couple) -> None:
    for wrong in ("something else", PASSWORD.upper()):
        refused(erase(couple.ada, wrong), 401, "UNAUTHORIZED")
    for body in ({}, {"password": ""}, {"password": 7}):
        reply = api.call("DELETE", "/api/v1/auth/me", token=couple.ada.token, json=body)
        refused(reply, 400, "VALIDATION_ERROR", {"password"})
    assert len(export(couple.ada)["sessions"]) == 1


def test_passwords_cannot_be_tried_out_by_erasing(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path, rate_limits=True)) as api:
        ada = register(api, "Ada")
        for _ in range(5):
            refused(erase(ada, "a guess"), 401, "UNAUTHORIZED")
        refused(erase(ada), 429, "RATE_LIMITED")
