"""Resting, going on, and leaving for good."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Decision
from beheard_core.mediation import Session, SessionStatus, Stage
from beheard_core.mediation.standing import live_attempt
from tests.core.mediation.people import person, sharing
from tests.server.channel import id_of, notes, published, readable
from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, call, granted, invite, reach, refused, register, step

LATER = "2025-03-02T08:05:00Z"
WHY = "because of Zephyrine"
NO_BODIES: list[Any] = [ABSENT, {}, {"reason": None}, {"reason": " "}, {"mood": "low"}]


def write(api: Api, couple: Couple, **facts: Any) -> Couple:
    """Write facts into the session that no act leads to, or none yet."""
    api.shell.change(id_of(couple.session), lambda met: Decision(evolve(met, **facts)))
    return couple


def facts(api: Api, couple: Couple) -> Session:
    return api.shell.session(id_of(couple.session))


def pause(couple: Couple, who: Person | None = None, body: object = ABSENT) -> Any:
    return granted((who or couple.ada).post(f"{couple.session}/pause", body))


def leave(couple: Couple, who: Person | None = None, body: object = ABSENT) -> Any:
    return granted((who or couple.ada).post(f"{couple.session}/leave", body))


def summary(person: Person, couple: Couple) -> Any:
    (listed,) = granted(person.get("/sessions"))["sessions"]
    return listed


# Pausing


@pytest.mark.parametrize("body", NO_BODIES)
def test_pausing_needs_no_reason_and_shows_the_session_at_rest(api: Api, couple: Couple, body: object) -> None:
    before = granted(couple.ada.get(couple.session))
    api.clock.advance(minutes=5)
    told = pause(couple, body=body)
    assert told.keys() == {"session", "pausedAt"}
    assert told["pausedAt"] == LATER
    assert told["session"] == summary(couple.ada, couple)
    assert granted(couple.ada.get(couple.session)) == before | {"status": "PAUSED", "updatedAt": LATER}
    assert granted(couple.ben.get(couple.session))["status"] == "PAUSED"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (ABSENT, None),
        ({"reason": WHY}, None),
        ({"reason": WHY, "shareReason": False}, None),
        ({"reason": f" {WHY} ", "shareReason": True}, WHY),
        ({"reason": "r" * 200, "shareReason": True}, "r" * 200),
        ({"shareReason": True}, None),
    ],
)
def test_the_partner_is_told_the_reason_only_if_it_was_shared(
    api: Api, couple: Couple, body: Any, reason: str | None
) -> None:
    api.clock.advance(minutes=5)
    pause(couple, couple.ben, body)
    ben = couple.ben.id
    common = {"sessionId": id_of(couple.session), "actorId": ben, "timestamp": LATER}
    assert published(api, couple.session)[1:] == [("session.paused", common | {"by": ben, "reason": reason})]
    assert WHY not in str(readable(couple))


def test_the_reason_is_kept_for_whoever_gave_it(api: Api, couple: Couple) -> None:
    pause(couple, body={"reason": WHY})
    assert (notes(api, couple.session, couple.ada), notes(api, couple.session, couple.ben)) == ([("pause", WHY)], [])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"reason": "r" * 201}, {"reason"}),
        ({"reason": 5}, {"reason"}),
        ({"shareReason": "yes"}, {"shareReason"}),
        ({"reason": ["x"], "shareReason": 1}, {"reason", "shareReason"}),
        ([], {"body"}),
    ],
)
def test_a_malformed_wish_to_pause_is_refused_before_anything_is_looked_up(
    couple: Couple, cleo: Person, body: object, fields: set[str]
) -> None:
    for who, session in ((couple.ada, couple.session), (cleo, couple.session), (cleo, "/sessions/unknown")):
        refused(who.post(f"{session}/pause", body), 400, "VALIDATION_ERROR", fields)
    assert granted(couple.ada.get(couple.session))["status"] == "ACTIVE"


def test_while_the_session_rests_both_can_read_everything(couple: Couple) -> None:
    reach(couple, ada=2, ben=1)
    before = readable(couple)
    pause(couple)
    assert len(readable(couple)) == len(before)


def test_while_the_session_rests_nobody_can_act(api: Api, couple: Couple) -> None:
    reach(couple, ada=1)
    pause(couple)
    for who in (couple.ada, couple.ben):
        before = granted(who.get(f"{couple.session}/progress"))
        assert (before["canAdvance"], before["advanceBlockedReason"]) == (False, "SESSION_NOT_ACTIVE")
        for below, body in (("/compact/sign", ABSENT), ("/feel-heard", {"confirmed": True})):
            refused(who.post(couple.session + below, body), 400, "SESSION_NOT_ACTIVE")
        stage = before["myProgress"]["stage"]
        blocked = who.post(f"{couple.session}/stages/advance", step(stage))
        assert (blocked.status, blocked.body["data"]["blockedReason"]) == (400, "SESSION_NOT_ACTIVE")
        assert granted(who.get(f"{couple.session}/progress")) == before


def test_a_session_that_rests_is_not_active_and_does_not_wait(couple: Couple) -> None:
    granted(couple.ada.post(f"{couple.session}/compact/sign"))
    seen = summary(couple.ada, couple)
    assert seen["status"] == "WAITING"
    pause(couple)
    resting = summary(couple.ada, couple)
    assert resting == seen | {"status": "PAUSED", "updatedAt": resting["updatedAt"]}
    assert granted(couple.ada.get("/auth/me"))["activeSessions"] == 0
    for status, count in (("PAUSED", 1), ("ACTIVE", 0), ("WAITING", 0)):
        assert len(granted(couple.ada.get(f"/sessions?status={status}"))["sessions"]) == count
    granted(couple.ben.post(f"{couple.session}/resume"))
    assert summary(couple.ada, couple) == seen | {"updatedAt": resting["updatedAt"]}


def test_a_session_that_rests_still_rules_out_another(couple: Couple) -> None:
    pause(couple)
    for body in ({"personId": couple.ben.id}, {"inviteEmail": couple.ben.email}):
        refused(couple.ada.post("/sessions", body), 409, "CONFLICT")


# Resuming


def test_either_of_the_two_ends_the_rest(api: Api, couple: Couple) -> None:
    before = granted(couple.ada.get(couple.session))
    pause(couple)
    api.clock.advance(minutes=5)
    told = granted(couple.ben.post(f"{couple.session}/resume"))
    assert told == {"session": summary(couple.ben, couple), "resumedAt": LATER}
    assert granted(couple.ada.get(couple.session)) == before | {"updatedAt": LATER}
    common = {"sessionId": id_of(couple.session), "actorId": couple.ben.id, "timestamp": LATER}
    assert published(api, couple.session)[-1] == ("session.resumed", common)
    pause(couple, couple.ben)
    granted(couple.ben.post(f"{couple.session}/resume", {"sessionId": "sess_1"}))


@pytest.mark.parametrize(("resting", "act"), [(True, "pause"), (False, "resume")])
def test_a_second_time_is_a_conflict_for_both(api: Api, couple: Couple, resting: bool, act: str) -> None:
    if resting:
        pause(couple)
    heard = published(api, couple.session)
    for who in (couple.ada, couple.ben):
        refused(who.post(f"{couple.session}/{act}"), 409, "CONFLICT")
    assert published(api, couple.session) == heard


@pytest.mark.parametrize("act", ["pause", "resume"])
def test_what_has_not_begun_or_is_over_neither_rests_nor_goes_on(api: Api, couple: Couple, act: str) -> None:
    session, _ = invite(couple.ada, inviteEmail="dora@example.org")
    refused(couple.ada.post(f"{session}/{act}"), 400, "SESSION_NOT_ACTIVE")
    refused(couple.ben.post(f"{session}/{act}"), 403, "FORBIDDEN")
    for over in (SessionStatus.RESOLVED, SessionStatus.ABANDONED):
        write(api, couple, status=over)
        for who in (couple.ada, couple.ben):
            refused(who.post(f"{couple.session}/{act}"), 400, "SESSION_NOT_ACTIVE")


# Leaving


@pytest.mark.parametrize("body", NO_BODIES)
def test_leaving_ends_the_session_for_both_and_for_good(api: Api, couple: Couple, body: object) -> None:
    api.clock.advance(minutes=5)
    assert leave(couple, couple.ben, body) == {"left": True, "leftAt": LATER}
    for who in (couple.ada, couple.ben):
        seen = granted(who.get(couple.session))
        assert (seen["status"], seen["updatedAt"], seen["resolvedAt"]) == ("ABANDONED", LATER, None)
        assert (seen["selfActionNeeded"], seen["partnerActionNeeded"]) == ([], [])
        assert granted(who.get("/auth/me"))["activeSessions"] == 0
        for below in ("/leave", "/pause", "/resume", "/compact/sign"):
            refused(who.post(couple.session + below), 400, "SESSION_NOT_ACTIVE")
        blocked = who.post(f"{couple.session}/stages/advance", step(0)).body["data"]
        assert blocked["blockedReason"] == "SESSION_NOT_ACTIVE"


def test_nobody_is_ever_told_why_somebody_left(
    api: Api, couple: Couple, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    api.clock.advance(minutes=5)
    leave(couple, couple.ben, {"reason": WHY})
    common = {"sessionId": id_of(couple.session), "actorId": couple.ben.id, "timestamp": LATER}
    assert published(api, couple.session)[1:] == [("session.abandoned", common)]
    assert WHY not in str(readable(couple))
    assert WHY not in caplog.text + "".join(capfd.readouterr())
    assert (notes(api, couple.session, couple.ben), notes(api, couple.session, couple.ada)) == ([("leave", WHY)], [])


def test_a_session_that_rests_can_be_left(couple: Couple) -> None:
    pause(couple)
    leave(couple, couple.ben)
    assert granted(couple.ada.get(couple.session))["status"] == "ABANDONED"


@pytest.mark.parametrize("over", [SessionStatus.RESOLVED, SessionStatus.ABANDONED])
def test_what_is_over_cannot_be_left(api: Api, couple: Couple, over: SessionStatus) -> None:
    write(api, couple, status=over)
    refused(couple.ada.post(f"{couple.session}/leave"), 400, "SESSION_NOT_ACTIVE")
    assert facts(api, couple).status is over


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"reason": "r" * 201}, {"reason"}),
        ({"keepShared": "true"}, {"keepShared"}),
        ({"reason": 1, "keepShared": 0}, {"reason", "keepShared"}),
        ("bye", {"body"}),
    ],
)
def test_a_malformed_farewell_leaves_nothing(couple: Couple, body: object, fields: set[str]) -> None:
    refused(couple.ada.post(f"{couple.session}/leave", body), 400, "VALIDATION_ERROR", fields)
    assert granted(couple.ben.get(couple.session))["status"] == "ACTIVE"


def test_who_leaves_before_anybody_has_joined_takes_the_invitation_back(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    session, invitation = invite(ada, inviteEmail=ben.email)
    refused(ben.post(f"{session}/leave"), 403, "FORBIDDEN")
    granted(ada.post(f"{session}/leave"))
    refused(call(api, "GET", invitation), 410, "INVITATION_EXPIRED")
    for answer in ("accept", "decline"):
        refused(ben.post(f"{invitation}/{answer}"), 410, "INVITATION_EXPIRED")
    body = {"email": "dora@example.org", "password": "long enough", "invitationId": id_of(invitation)}
    refused(call(api, "POST", "/auth/register", json=body), 410, "INVITATION_EXPIRED")
    register(api, "Dora")


def test_after_leaving_the_two_may_begin_again_in_the_same_relationship(couple: Couple) -> None:
    before = granted(couple.ada.get(couple.session))["relationshipId"]
    leave(couple)
    session, invitation = invite(couple.ben, personId=couple.ada.id)
    granted(couple.ada.post(f"{invitation}/accept"))
    seen = granted(couple.ada.get(session))
    assert (seen["relationshipId"], seen["relationship"]["sessionCount"]) == (before, 2)
    assert seen["myProgress"]["stage"] == 0


def test_the_address_is_free_again_after_leaving(couple: Couple) -> None:
    leave(couple)
    assert invite(couple.ada, inviteEmail=couple.ben.email)


# What leaving does to what was shared


@pytest.fixture
def open_hearted(api: Api, couple: Couple) -> Couple:
    """Give a couple in stage 2 who share their attempts."""
    # The acts that lead here have no endpoint yet, so what they will leave behind is written down.
    reached = Stage.PERSPECTIVE_STRETCH
    ada = person(couple.ada.id, reached, **sharing("att_ada"))
    ben = person(couple.ben.id, reached, **sharing("att_ben"))
    return write(api, couple, inviter=ada, invitee=ben)


@pytest.mark.parametrize(("body", "kept"), [({}, False), ({"keepShared": False}, False), ({"keepShared": True}, True)])
def test_who_leaves_takes_back_what_they_shared_unless_they_leave_it_behind(
    api: Api, open_hearted: Couple, body: object, kept: bool
) -> None:
    leave(open_hearted, open_hearted.ben, body)
    left = facts(api, open_hearted)
    assert [live_attempt(each) is not None for each in (left.invitee, left.inviter)] == [kept, True]


def test_the_other_loses_sight_of_it_at_once(open_hearted: Couple) -> None:
    path = f"{open_hearted.session}/stages/2/gates"
    assert granted(open_hearted.ada.get(path))["receivedPartnerAttempt"] is True
    leave(open_hearted, open_hearted.ben)
    seen = granted(open_hearted.ada.get(path))
    assert (seen["receivedPartnerAttempt"], seen["empathyAttemptConsentedToShare"]) == (False, True)
    assert granted(open_hearted.ben.get(path))["empathyAttemptConsentedToShare"] is False


@pytest.mark.parametrize("body", [{}, {"keepShared": True}])
@pytest.mark.parametrize(("ada", "ben"), [(0, 0), (1, 0), (2, 1)])
def test_every_stage_keeps_the_status_that_it_showed(couple: Couple, ada: int, ben: int, body: object) -> None:
    reach(couple, ada=ada, ben=ben)
    before = [granted(who.get(f"{couple.session}/progress")) for who in (couple.ada, couple.ben)]
    leave(couple, body=body)
    after = [granted(who.get(f"{couple.session}/progress")) for who in (couple.ada, couple.ben)]
    for then, now in zip(before, after, strict=True):
        assert (now["myProgress"], now["partnerProgress"]) == (then["myProgress"], then["partnerProgress"])
        assert (now["canAdvance"], now["advanceBlockedReason"]) == (False, "SESSION_NOT_ACTIVE")


def test_taking_back_what_was_shared_changes_no_status_either(open_hearted: Couple) -> None:
    before = [summary(who, open_hearted) for who in (open_hearted.ada, open_hearted.ben)]
    leave(open_hearted, open_hearted.ben)
    for then, who in zip(before, (open_hearted.ada, open_hearted.ben), strict=True):
        now = summary(who, open_hearted)
        assert (now["myProgress"], now["partnerProgress"]) == (then["myProgress"], then["partnerProgress"])
