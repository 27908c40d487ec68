"""Ending sessions that were left alone, by command, as the contract's *Settled questions* have it."""

import pytest
from click.testing import Result

from beheard_server.store import NoticeKind
from tests.server.channel import published
from tests.server.client import Api
from tests.server.people import Couple, granted, invite, meet, reach, register, sign_in
from tests.server.processes import run_beheard


def expire(api: Api, age: str) -> Result:
    return api.app.test_cli_runner().invoke(args=["beheard", "sessions", "expire", "--older-than", age])


def ended(result: Result) -> str:
    assert (result.exit_code, result.exception) == (0, None), result.output
    return result.output.strip()


def status(couple: Couple) -> str:
    return str(granted(sign_in(couple.ada).get(couple.session))["status"])


def test_what_both_have_left_alone_ends_and_both_are_told(api: Api) -> None:
    old = reach(meet(register(api, "Ada"), register(api, "Ben")), ada=1, ben=1)
    before = granted(old.ada.get(f"{old.session}/progress"))
    api.clock.advance(days=60)
    young = meet(register(api, "Cleo"), register(api, "Dora"))
    api.clock.advance(days=30)
    assert ended(expire(api, "91d")) == "Ended 0 sessions."
    api.clock.advance(seconds=1)
    assert ended(expire(api, "90d")) == "Ended 1 session."
    assert (status(old), status(young)) == ("ABANDONED", "ACTIVE")
    name, data = published(api, old.session)[-1]
    assert (name, data["actorId"]) == ("session.abandoned", None)
    after = granted(sign_in(old.ben).get(f"{old.session}/progress"))
    assert after["advanceBlockedReason"] == "SESSION_NOT_ACTIVE"
    assert after["myProgress"]["status"] == before["myProgress"]["status"]
    assert ended(expire(api, "1d")) == "Ended 1 session."
    assert ended(expire(api, "1d")) == "Ended 0 sessions."


def test_whoever_writes_for_themselves_alone_has_not_left_it(api: Api, couple: Couple) -> None:
    api.clock.advance(days=50)
    granted(sign_in(couple.ben).post(f"{couple.session}/messages", {"content": "I am still here."}), 201)
    api.clock.advance(days=49)
    assert ended(expire(api, "7w")) == "Ended 0 sessions."
    assert status(couple) == "ACTIVE"
    api.clock.advance(seconds=1)
    assert ended(expire(api, "7w")) == "Ended 1 session."


def test_pauses_and_invitations_end_as_well_and_many_at_once(api: Api, couple: Couple) -> None:
    granted(couple.ada.post(f"{couple.session}/pause"))
    for number in range(110):
        invite(couple.ada, inviteEmail=f"nobody{number}@example.org")
    api.clock.advance(days=2)
    assert ended(expire(api, "1d")) == "Ended 111 sessions."


def test_who_has_a_device_is_pushed_to_both_of_them(api: Api, couple: Couple) -> None:
    for person in (couple.ada, couple.ben):
        granted(person.post("/auth/push-token", {"pushToken": person.id, "platform": "ios"}))
    api.work_off()
    before = len(api.outgoing.told)
    api.clock.advance(days=2)
    ended(expire(api, "1d"))
    pushed = api.outgoing.told[before:]
    assert {(each.kind, each.person_id) for each in pushed} == {
        (NoticeKind.PUSH, person.id) for person in (couple.ada, couple.ben)
    }


@pytest.mark.parametrize("age", ["", "90", "d", "0d", "-1d", "1.5d", "90m", "999999d", "٣d", "90d 1w"])
def test_an_age_that_is_none_ends_nothing(api: Api, couple: Couple, age: str) -> None:
    result = expire(api, age)
    assert result.exit_code == 2
    assert "--older-than" in result.output
    assert "Traceback" not in result.output
    assert status(couple) == "ACTIVE"


def test_the_command_stands_alone_as_well(tmp_path: object) -> None:
    ran = run_beheard("sessions", "--database", f"{tmp_path}/kept.db", "expire", "--older-than", "90d")
    assert (ran.status, ran.out) == (0, "Ended 0 sessions.\n")
