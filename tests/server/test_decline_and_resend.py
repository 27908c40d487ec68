"""A no to an invitation, and asking again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from beheard_server.testing import START
from tests.server.channel import id_of, notes, published
from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, call, end, granted, invite, refused, register, sign_in

WHY = "because of Zephyrine"
ANSWERED = "/accept", "/decline"


def moment(**later: float) -> str:
    return f"{START + timedelta(**later):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def asked(api: Api) -> Couple:
    """Give two people of whom one has invited the other, by address."""
    ada, ben = register(api), register(api, "Ben")
    return Couple(ada, ben, *invite(ada, inviteEmail=ben.email, inviteName="Benny"))


@pytest.fixture
def asked_by_name(api: Api, couple: Couple) -> Couple:
    """Give two people of whom one has invited the other, by id."""
    end(api, couple)
    return Couple(couple.ada, couple.ben, *invite(couple.ada, personId=couple.ben.id))


def decline(asked: Couple, who: Person | None = None, body: object = ABSENT) -> Any:
    return granted((who or asked.ben).post(f"{asked.invitation}/decline", body))


def newcomer(api: Api, invitation: str) -> Any:
    body = {"email": "dora@example.org", "password": "long enough", "invitationId": id_of(invitation)}
    return call(api, "POST", "/auth/register", json=body)


# Declining


@pytest.mark.parametrize("body", [ABSENT, {}, {"reason": None}, {"reason": " "}, {"reason": "r" * 500}])
def test_declining_ends_the_session_for_good(api: Api, asked: Couple, body: object) -> None:
    api.clock.advance(minutes=5)
    assert decline(asked, body=body) == {"declined": True, "declinedAt": moment(minutes=5)}
    seen = granted(asked.ada.get(asked.session))
    assert (seen["status"], seen["updatedAt"]) == ("ABANDONED", moment(minutes=5))
    assert seen["partner"] == {"id": "user_pending", "name": "Benny"}
    assert (seen["selfActionNeeded"], seen["partnerActionNeeded"]) == ([], [])
    refused(asked.ada.post(f"{asked.session}/leave"), 400, "SESSION_NOT_ACTIVE")


def test_a_declined_invitation_says_so_for_good(api: Api, asked: Couple) -> None:
    decline(asked)
    for _ in range(2):
        assert granted(call(api, "GET", asked.invitation))["status"] == "DECLINED"
        api.clock.advance(days=8)


def test_who_declined_has_no_part_in_the_session(asked: Couple) -> None:
    decline(asked)
    refused(asked.ben.get(asked.session), 403, "FORBIDDEN")
    assert granted(asked.ben.get("/sessions"))["sessions"] == []


def test_nobody_is_told_why_nor_by_whom_when_it_went_to_an_address(
    api: Api, asked: Couple, cleo: Person, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    decline(asked, cleo, {"reason": WHY})
    common = {"sessionId": id_of(asked.session), "actorId": "user_pending", "timestamp": moment()}
    assert published(api, asked.session) == [("invitation.declined", common)]
    shown = [granted(asked.ada.get(path)) for path in (asked.session, asked.invitation, "/sessions")]
    for words in (WHY, cleo.id, "Cleo"):
        assert words not in str(shown)
    assert WHY not in caplog.text + "".join(capfd.readouterr())
    assert (notes(api, asked.session, cleo), notes(api, asked.session, asked.ada)) == ([("decline", WHY)], [])


def test_the_person_who_was_named_is_named_in_the_event(api: Api, asked_by_name: Couple) -> None:
    decline(asked_by_name, body={"reason": WHY})
    ((name, body),) = published(api, asked_by_name.session)
    assert (name, body["actorId"]) == ("invitation.declined", asked_by_name.ben.id)
    assert body.keys() == {"sessionId", "actorId", "timestamp"}


def test_an_invitation_is_answered_once(api: Api, asked: Couple, cleo: Person) -> None:
    decline(asked)
    for _ in range(2):
        for who in (asked.ben, cleo):
            for answer in ANSWERED:
                refused(sign_in(who).post(asked.invitation + answer), 409, "CONFLICT")
        api.clock.advance(days=8)
    refused(newcomer(api, asked.invitation), 410, "INVITATION_EXPIRED")
    assert len(published(api, asked.session)) == 1


def test_what_was_accepted_cannot_be_declined(api: Api, couple: Couple, cleo: Person) -> None:
    for who in (couple.ben, cleo):
        refused(who.post(f"{couple.invitation}/decline"), 409, "CONFLICT")
    assert granted(couple.ada.get(couple.session))["status"] == "ACTIVE"


def test_a_lapsed_invitation_cannot_be_declined(api: Api, asked: Couple) -> None:
    api.clock.advance(days=7, seconds=-1)
    ben = sign_in(asked.ben)
    api.clock.advance(seconds=1)
    refused(ben.post(f"{asked.invitation}/decline"), 410, "INVITATION_EXPIRED")
    assert granted(sign_in(asked.ada).get(asked.session))["status"] == "INVITED"


def test_nobody_declines_their_own_invitation(asked: Couple) -> None:
    refused(asked.ada.post(f"{asked.invitation}/decline"), 403, "FORBIDDEN")
    decline(asked)
    refused(asked.ada.post(f"{asked.invitation}/decline"), 403, "FORBIDDEN")


def test_an_invitation_by_id_is_declined_by_that_person_alone(asked_by_name: Couple, cleo: Person) -> None:
    refused(cleo.post(f"{asked_by_name.invitation}/decline"), 403, "FORBIDDEN")
    decline(asked_by_name)


@pytest.mark.parametrize("body", [{"reason": "r" * 501}, {"reason": 5}, {"reason": [WHY]}])
def test_a_malformed_answer_is_none_and_named_before_anything_is_looked_up(asked: Couple, body: object) -> None:
    for who, path in ((asked.ben, asked.invitation), (asked.ada, asked.invitation), (asked.ben, "/invitations/x")):
        refused(who.post(f"{path}/decline", body), 400, "VALIDATION_ERROR", {"reason"})
    assert granted(call(asked.ada.server, "GET", asked.invitation))["status"] == "PENDING"


@pytest.mark.parametrize("act", ["decline", "resend"])
def test_there_is_nothing_behind_an_unknown_link(asked: Couple, act: str) -> None:
    for unknown in ("inv_" + "0" * 32, "x", "%00", "\U0001f54a", id_of(asked.session)):
        refused(asked.ben.post(f"/invitations/{unknown}/{act}"), 404, "NOT_FOUND")
    refused(call(asked.ada.server, "POST", f"{asked.invitation}/{act}"), 401, "UNAUTHORIZED")


def test_after_a_no_the_same_person_can_be_asked_again(api: Api, asked_by_name: Couple) -> None:
    decline(asked_by_name)
    session, invitation = invite(asked_by_name.ada, personId=asked_by_name.ben.id)
    granted(asked_by_name.ben.post(f"{invitation}/accept"))
    assert granted(asked_by_name.ada.get(session))["status"] == "ACTIVE"


# Sending again


def resend(api: Api, asked: Couple, **later: float) -> Any:
    """Let time go by, and send the invitation again."""
    api.work_off()
    api.clock.advance(**later)
    reply = sign_in(asked.ada).post(f"{asked.invitation}/resend")
    api.work_off()
    return reply


def wait_named(reply: Any) -> int | None:
    """Give the seconds that a refusal says to wait; both places say the same."""
    details = refused(reply, 429, "RATE_LIMITED")
    seconds: int | None = details.get("retryAfterSeconds")
    assert reply.headers.get("Retry-After") == (None if seconds is None else str(seconds))
    return seconds


@pytest.mark.parametrize("days", [1, 3, 7, 30], ids=["a day", "pending", "lapsed", "long lapsed"])
def test_an_invitation_that_is_sent_again_is_good_for_seven_days_more(api: Api, asked: Couple, days: int) -> None:
    told = granted(resend(api, asked, days=days))
    assert told == {"sent": True, "sentAt": moment(days=days), "expiresAt": moment(days=days + 7)}
    seen = granted(call(api, "GET", asked.invitation))
    assert (seen["status"], seen["createdAt"], seen["expiresAt"]) == ("PENDING", moment(), told["expiresAt"])
    api.clock.advance(days=7, seconds=-1)
    granted(sign_in(asked.ben).post(f"{asked.invitation}/accept"))


def test_it_lapses_at_its_new_end(api: Api, asked: Couple) -> None:
    granted(resend(api, asked, days=5))
    api.clock.advance(days=7)
    refused(call(api, "GET", asked.invitation), 410, "INVITATION_EXPIRED")


def test_it_goes_to_the_same_address_with_the_same_link(api: Api, asked: Couple) -> None:
    granted(resend(api, asked, days=1))
    first, again = api.outgoing.invitations
    assert (again.email, again.url) == (first.email, first.url)
    assert (first.email, id_of(first.url or "")) == (asked.ben.email, id_of(asked.invitation))


def test_it_tells_nobody_and_moves_nothing_else(api: Api, asked: Couple) -> None:
    before = granted(asked.ada.get(asked.session))
    granted(resend(api, asked, days=1))
    assert granted(sign_in(asked.ada).get(asked.session)) == before
    assert published(api, asked.session) == []


def test_a_day_must_pass_between_two_deliveries(api: Api, asked: Couple) -> None:
    for _ in range(3):
        assert wait_named(resend(api, asked, hours=1)) == 23 * 3600
        assert wait_named(resend(api, asked, hours=22, minutes=59)) == 60
        assert wait_named(resend(api, asked, seconds=59)) == 1
        granted(resend(api, asked, seconds=1))
    assert len(api.outgoing.invitations) == 4


def test_three_repetitions_are_all_there_are(api: Api, asked: Couple) -> None:
    for _ in range(3):
        granted(resend(api, asked, days=2))
    end_of_it = granted(call(api, "GET", asked.invitation))
    for days in (0, 2, 6):
        wait_named(resend(api, asked, days=days))
    assert len(api.outgoing.invitations) == 4
    assert end_of_it["expiresAt"] == moment(days=13)


def test_the_limit_of_one_invitation_is_not_that_of_another(api: Api, asked: Couple) -> None:
    other = Couple(asked.ada, asked.ben, *invite(asked.ada, inviteEmail="dora@example.org"))
    for days in (1, 2, 3):
        granted(resend(api, asked, days=days))
    granted(resend(api, other))


def accepted(api: Api, asked: Couple) -> None:
    granted(sign_in(asked.ben).post(f"{asked.invitation}/accept"))


def declined(api: Api, asked: Couple) -> None:
    decline(asked, sign_in(asked.ben))


def left(api: Api, asked: Couple) -> None:
    granted(sign_in(asked.ada).post(f"{asked.session}/leave"))


def replaced(api: Api, asked: Couple) -> None:
    api.clock.advance(days=7)
    invite(sign_in(asked.ada), inviteEmail=asked.ben.email)


OVER: list[Callable[[Api, Couple], None]] = [accepted, declined, left, replaced]


@pytest.mark.parametrize("over", OVER, ids=lambda each: each.__name__)
def test_what_nobody_waits_for_is_not_sent_again(api: Api, asked: Couple, over: Callable[[Api, Couple], None]) -> None:
    over(api, asked)
    sent = len(api.outgoing.invitations)
    refused(resend(api, asked, days=2), 409, "CONFLICT")
    assert len(api.outgoing.invitations) == sent


def test_the_limit_is_named_before_the_conflict(api: Api, asked: Couple) -> None:
    accepted(api, asked)
    assert wait_named(resend(api, asked, hours=1)) == 23 * 3600


def test_only_who_sent_an_invitation_sends_it_again(api: Api, asked: Couple, cleo: Person) -> None:
    for who in (asked.ben, cleo):
        refused(who.post(f"{asked.invitation}/resend"), 403, "FORBIDDEN")
    api.clock.advance(days=1)
    refused(sign_in(asked.ben).post(f"{asked.invitation}/resend"), 403, "FORBIDDEN")
    assert len(api.outgoing.invitations) == 1


def test_an_address_stays_taken_while_its_invitation_is_renewed(api: Api, asked: Couple) -> None:
    granted(resend(api, asked, days=6))
    api.clock.advance(days=6)
    refused(sign_in(asked.ada).post("/sessions", {"inviteEmail": asked.ben.email}), 409, "CONFLICT")
    api.clock.advance(days=1)
    assert invite(sign_in(asked.ada), inviteEmail=asked.ben.email)
