"""The relay, in front of an Ably that is well, down, slow, or worse."""

import pytest
from structlog.testing import capture_logs

from beheard_server.realtime.relay import JOB, LONGEST_PAUSE, NEWS
from beheard_server.store import NoticeKind
from tests.server.channel import id_of, published
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, meet, register, sign_in
from tests.server.realtime.ably import Ably

WORSE = ["down", "slow", "trickling", "endless", "nonsense", "elsewhere", "500", "503", "401", "403", "429"]


def names(ably: Ably, couple: Couple) -> list[str]:
    return [each["name"] for each in ably.messages(id_of(couple.session))]


def kept(api: Api, couple: Couple) -> list[str]:
    return [name for name, _ in published(api, couple.session)]


def rest_and_go_on(couple: Couple) -> None:
    for act in ("pause", "resume"):
        granted(couple.ada.post(f"{couple.session}/{act}"))


def test_every_event_is_published_in_order_as_the_channel_carries_it(api: Api, couple: Couple, ably: Ably) -> None:
    rest_and_go_on(couple)
    api.work_off()
    sent = [(each["name"], each["data"]) for each in ably.messages(id_of(couple.session))]
    assert sent == published(api, couple.session)
    assert [name for name, _ in sent] == ["session.joined", "session.paused", "session.resumed"]
    asked = ably.asked
    api.work_off()
    assert (ably.asked, ably.wrong) == (asked, [])


@pytest.mark.parametrize("how", WORSE)
def test_while_ably_is_unwell_events_wait_and_go_out_in_order(api: Api, couple: Couple, ably: Ably, how: str) -> None:
    api.work_off()
    before = len(ably.taken)
    ably.behaves = how
    rest_and_go_on(couple)
    with capture_logs() as logs:
        api.work_off()
        rest_and_go_on(couple)
        api.work_off()
    assert [each["event"] for each in logs] == ["events wait"]
    assert len(ably.taken) == before
    ably.behaves = "well"
    api.work_off()
    assert len(ably.taken) == before
    api.clock.advance(seconds=LONGEST_PAUSE.total_seconds())
    api.work_off()
    assert names(ably, couple) == kept(api, couple)
    assert ably.wrong == []


def test_after_an_hour_of_500_everything_is_out_in_order_after_few_requests(
    api: Api, couple: Couple, ably: Ably
) -> None:
    ably.behaves = "500"
    with capture_logs():
        for _ in range(360):
            api.clock.advance(seconds=10)
            api.work_off()
    assert 30 < ably.asked < 100
    ably.behaves = "well"
    api.clock.advance(seconds=60)
    rest_and_go_on(Couple(sign_in(couple.ada), couple.ben, couple.session, couple.invitation))
    api.work_off()
    assert names(ably, couple) == kept(api, couple)


def test_an_event_that_ably_does_not_want_holds_up_its_own_session_and_no_other(
    api: Api, couple: Couple, ably: Ably
) -> None:
    other = meet(register(api, "Cleo"), register(api, "Dora"))
    ably.unwanted.add(id_of(couple.session))
    rest_and_go_on(couple)
    rest_and_go_on(other)
    with capture_logs() as logs:
        api.work_off()
    assert names(ably, other) == kept(api, other)
    assert names(ably, couple) == []
    assert [(each["event"], each["status"]) for each in logs] == [("an event is not wanted", 400)]
    ably.unwanted.clear()
    api.clock.advance(seconds=LONGEST_PAUSE.total_seconds())
    api.work_off()
    assert names(ably, couple) == kept(api, couple)


def test_one_relay_leads_at_a_time_until_its_lease_is_over(api: Api, couple: Couple, ably: Ably) -> None:
    now = api.clock()
    lead = api.shell.commit(lambda unit: unit.leases.take(JOB, holder="another", now=now, until=now + NEWS))
    assert lead
    api.work_off()
    assert ably.taken == []
    api.clock.advance(seconds=NEWS.total_seconds())
    api.work_off()
    assert names(ably, couple) == ["session.joined"]
    assert api.shell.commit(lambda unit: unit.leases.take(JOB, holder="another", now=now, until=now + NEWS))


# Pushing


def with_device(person: Person) -> None:
    granted(person.post("/auth/push-token", {"pushToken": f"device of {person.id}", "platform": "ios"}))


def pushed(api: Api) -> list[tuple[str | None, str | None]]:
    return [(each.person_id, each.device.token if each.device else None) for each in api.outgoing.of(NoticeKind.PUSH)]


def test_who_is_absent_and_has_a_device_is_pushed_to_and_nobody_else(api: Api, couple: Couple, ably: Ably) -> None:
    api.work_off()
    rest_and_go_on(couple)
    assert pushed(api) == []
    with_device(couple.ada)
    with_device(couple.ben)
    rest_and_go_on(couple)
    assert pushed(api) == [(couple.ben.id, f"device of {couple.ben.id}")]
    ably.present[f"beheard:session:{id_of(couple.session)}:presence"] = [{"clientId": couple.ben.id, "action": 1}]
    rest_and_go_on(couple)
    assert len(pushed(api)) == 1
    granted(couple.ben.post(f"{couple.session}/pause"))
    assert pushed(api)[1:] == [(couple.ada.id, f"device of {couple.ada.id}")]


@pytest.mark.parametrize("members", [{"x": 1}, ["x"], [{"action": 1}], 7])
def test_presence_that_cannot_be_read_is_taken_for_absence(
    api: Api, couple: Couple, ably: Ably, members: object
) -> None:
    with_device(couple.ben)
    ably.present[f"beheard:session:{id_of(couple.session)}:presence"] = members  # type: ignore[assignment]
    granted(couple.ada.post(f"{couple.session}/pause"))
    assert pushed(api) == [(couple.ben.id, f"device of {couple.ben.id}")]
    assert names(ably, couple) == kept(api, couple)


def test_nobody_is_pushed_to_for_old_news(api: Api, couple: Couple, ably: Ably) -> None:
    with_device(couple.ben)
    ably.behaves = "500"
    rest_and_go_on(couple)
    with capture_logs():
        api.work_off()
    api.clock.advance(days=1, seconds=1)
    ably.behaves = "well"
    assert pushed(api) == []
    assert names(ably, couple) == kept(api, couple)
