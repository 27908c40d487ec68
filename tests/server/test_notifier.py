"""A notifier that fails: nothing is lost, nobody waits for it, and nobody learns of it."""

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from beheard_server.realtime.post import LEASE, LONGEST_DELAY, SHORTEST_DELAY, delay_after
from beheard_server.store import Notice
from tests.server.client import Api, fresh_api
from tests.server.people import call, granted, register, sign_in


class Broken:
    """A notifier whose errors quote the address, until it is mended."""

    def __init__(self) -> None:
        self.is_mended = False
        self.told: list[Notice] = []

    def tell(self, notice: Notice) -> None:
        if not self.is_mended:
            raise OSError(f"no mail server for {notice.email}")
        self.told.append(notice)


@pytest.fixture
def broken() -> Broken:
    return Broken()


@pytest.fixture
def api(tmp_path: Path, broken: Broken) -> Iterator[Api]:
    with closing(fresh_api(tmp_path, notifier=broken)) as api:
        yield api


def test_a_notifier_that_fails_takes_no_invitation_back(api: Api) -> None:
    ada = register(api)
    with capture_logs() as logs:
        opened = granted(ada.post("/sessions", {"inviteEmail": "ben@example.com"}), 201)
        api.work_off()
    assert granted(call(api, "GET", f"/invitations/{opened['invitationId']}"))["status"] == "PENDING"
    assert [(each["event"], each["kind"]) for each in logs] == [("the notifier failed", "OSError")]
    assert "ben@example.com" not in str(logs)


def test_a_notifier_that_fails_does_not_tell_whether_there_is_an_account(api: Api) -> None:
    ada = register(api)
    with capture_logs() as logs:
        for email in (ada.email, "nobody@example.org"):
            assert granted(call(api, "POST", "/auth/forgot-password", json={"email": email})) == {"sent": True}
            api.work_off()
    assert [(each["event"], each["kind"]) for each in logs] == [("the notifier failed", "OSError")]
    assert ada.email not in str(logs)


def test_what_could_not_be_told_is_told_later_and_once(api: Api, broken: Broken) -> None:
    granted(register(api).post("/sessions", {"inviteEmail": "ben@example.com"}), 201)
    with capture_logs() as logs:
        for waited in (0.0, 5.0, 10.0, 20.0):
            api.clock.advance(seconds=waited - 0.5)
            api.work_off()
            api.clock.advance(seconds=0.5)
            api.work_off()
    assert len(logs) == 4
    broken.is_mended = True
    api.work_off()
    assert broken.told == []
    api.clock.advance(seconds=40)
    api.work_off()
    api.clock.advance(hours=2)
    api.work_off()
    assert [(each.email, each.attempts) for each in broken.told] == [("ben@example.com", 5)]


def test_the_delays_double_up_to_an_hour() -> None:
    delays = [delay_after(attempts) for attempts in range(1, 200)]
    assert delays[0] == SHORTEST_DELAY
    assert all(later == min(2 * sooner, LONGEST_DELAY) for sooner, later in pairwise(delays))


def test_a_link_that_nobody_can_use_any_more_is_not_told(api: Api, broken: Broken) -> None:
    ada = register(api, "Ada")
    with capture_logs():
        granted(ada.post("/sessions", {"inviteEmail": "ben@example.com"}), 201)
        granted(call(api, "POST", "/auth/forgot-password", json={"email": ada.email}))
        api.work_off()
        api.clock.advance(hours=1)
    broken.is_mended = True
    api.work_off()
    assert [each.email for each in broken.told] == ["ben@example.com"]
    left = granted(sign_in(ada).post("/sessions", {"inviteEmail": "cleo@example.com"}), 201)["session"]["id"]
    granted(sign_in(ada).post(f"/sessions/{left}/leave"))
    granted(sign_in(ada).post("/sessions", {"inviteEmail": "dora@example.com"}), 201)
    api.clock.advance(days=7)
    api.work_off()
    assert len(broken.told) == 1


def test_what_somebody_died_over_is_told_by_somebody_else(api: Api, broken: Broken) -> None:
    granted(register(api).post("/sessions", {"inviteEmail": "ben@example.com"}), 201)
    now = api.clock()
    taken = api.shell.commit(lambda unit: unit.notices.take(now, until=now + LEASE, limit=5))
    assert len(taken) == 1
    broken.is_mended = True
    api.work_off()
    assert broken.told == []
    api.clock.advance(seconds=LEASE.total_seconds())
    api.work_off()
    assert [each.id for each in broken.told] == [taken[0].id]
