"""The worker: in the serving process, in one of its own, or nowhere; and what it does when."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from beheard_server.app import state_of
from beheard_server.realtime.worker import Worker
from beheard_server.store import NoticeKind
from tests.server.client import Api, fresh_api
from tests.server.people import Couple, granted, meet, reach, register, repair, sign_in
from tests.server.processes import beheard, run_beheard, serving, wait_until
from tests.server.realtime.letterboxes import Hook, webhook

SECRET = "between the two of us"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as hook:
        yield hook


# Threads


def test_nothing_begins_before_it_is_told_to_and_a_wake_is_heard_at_once() -> None:
    done: list[float] = []

    def do() -> bool:
        done.append(time.monotonic())
        return False

    worker = Worker(pause=60)
    worker.give([do])
    worker.wake()
    assert done == []
    worker.begin()
    worker.begin()
    wait_until(lambda: len(done) == 1)
    worker.wake()
    wait_until(lambda: len(done) == 2)
    worker.stop()
    heard = len(done)
    worker.wake()
    time.sleep(0.05)
    assert len(done) == heard <= 3


def test_a_job_that_fails_is_done_again_and_holds_up_no_other() -> None:
    failed: list[int] = []
    done: list[int] = []

    def fail() -> bool:
        failed.append(1)
        raise ValueError("what somebody wrote")

    def do() -> bool:
        done.append(1)
        return False

    worker = Worker(pause=0.01)
    worker.give([fail, do])
    with capture_logs() as logs:
        worker.begin()
        wait_until(lambda: len(failed) > 2 and len(done) > 2)
        worker.stop()
    assert logs[0] == {"event": "work was broken off", "kind": "ValueError", "log_level": "error"}
    assert "wrote" not in str(logs)


def test_there_is_no_thread_before_the_first_request_and_none_at_all_unless_embedded(tmp_path: Path) -> None:
    others = {each.ident for each in threading.enumerate()}

    def threads() -> list[str]:
        return [each.name for each in threading.enumerate() if each.ident not in others]

    for place, wanted in (("off", 0), ("apart", 0), ("embedded", 3)):
        (tmp_path / place).mkdir()
        with closing(fresh_api(tmp_path / place, worker=place)) as api:
            assert threads() == []
            register(api)
            assert len(threads()) == wanted
            state_of(api.app).worker.stop()


def test_a_notifier_that_takes_its_time_holds_up_no_request(tmp_path: Path) -> None:
    entered, let_go = threading.Event(), threading.Event()

    class Slow:
        def tell(self, notice: object) -> None:
            entered.set()
            let_go.wait(30)

    with closing(fresh_api(tmp_path, notifier=Slow(), worker="embedded")) as api:
        ada = register(api)
        granted(ada.post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
        assert entered.wait(30)
        granted(ada.post("/sessions", {"inviteEmail": "cleo@example.org"}), 201)
        granted(ada.get("/auth/me"))
        let_go.set()
        state_of(api.app).worker.stop()


# Looking back


def test_both_are_asked_to_look_back_when_it_is_time(api: Api) -> None:
    couple = repair(reach(meet(register(api, "Ada"), register(api, "Ben")), ada=4, ben=4), "REVEALING")
    for who, other in ((couple.ada, couple.ben), (couple.ben, couple.ada)):
        body = {"description": "A walk.", "type": "CHECK_IN", "followUpDate": "2025-04-01T08:00:00Z"}
        made = granted(who.post(f"{couple.session}/agreements", body), 201)["agreement"]["id"]
        granted(other.post(f"{couple.session}/agreements/{made}/confirm", {"confirmed": True}))
    assert granted(couple.ada.post(f"{couple.session}/resolve"))["followUpScheduled"] is True
    assert api.outgoing.of(NoticeKind.FOLLOW_UP) == []
    api.clock.advance(days=29)
    assert api.outgoing.of(NoticeKind.FOLLOW_UP) == []
    api.clock.advance(days=1)
    asked = api.outgoing.of(NoticeKind.FOLLOW_UP)
    assert sorted((each.email, each.person_id) for each in asked) == sorted(
        (each.email, each.id) for each in (couple.ada, couple.ben)
    )
    api.clock.advance(days=1)
    assert len(api.outgoing.of(NoticeKind.FOLLOW_UP)) == 2


def test_who_has_gone_is_not_asked(api: Api) -> None:
    couple = repair(reach(meet(register(api, "Ada"), register(api, "Ben")), ada=4, ben=4), "REVEALING")
    body = {"description": "A walk.", "type": "CHECK_IN", "followUpDate": "2025-04-01T08:00:00Z"}
    made = granted(couple.ada.post(f"{couple.session}/agreements", body), 201)["agreement"]["id"]
    granted(couple.ben.post(f"{couple.session}/agreements/{made}/confirm", {"confirmed": True}))
    granted(couple.ada.post(f"{couple.session}/resolve"))
    gone = {"password": "correct horse battery"}
    granted(api.call("DELETE", "/api/v1/auth/me", token=couple.ben.token, json=gone))
    api.clock.advance(days=30)
    assert [each.person_id for each in api.outgoing.of(NoticeKind.FOLLOW_UP)] == [couple.ada.id]


def test_an_invitation_by_name_is_told_to_the_person_it_is_for(api: Api, couple: Couple) -> None:
    granted(couple.ada.post(f"{couple.session}/leave"))
    granted(couple.ben.post("/auth/push-token", {"pushToken": "x", "platform": "android"}))
    before = len(api.outgoing.invitations)
    granted(sign_in(couple.ada).post("/sessions", {"personId": couple.ben.id}), 201)
    (told,) = api.outgoing.invitations[before:]
    assert (told.email, told.person_id, told.device and told.device.token) == (couple.ben.email, couple.ben.id, "x")


# Processes


def test_a_process_of_its_own_tells_what_the_server_left_to_it(tmp_path: Path, hook: Hook) -> None:
    database = tmp_path / "kept.db"
    with serving(database, workers=1, rate_limits="off", worker="apart") as server:
        granted(register(server).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
        settings = {"webhook_url": hook.url, "webhook_secret": SECRET, "worker": "apart"}
        with beheard("work", "--database", database, **settings) as process:
            wait_until(lambda: len(hook.sent) == 1)
            granted(register(server, "Cleo").post("/sessions", {"inviteEmail": "dora@example.org"}), 201)
            wait_until(lambda: len(hook.sent) == 2)
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert [json.loads(body)["email"] for _, body in hook.sent] == ["ben@example.org", "dora@example.org"]


def test_the_server_tells_by_itself_unless_told_otherwise(tmp_path: Path, hook: Hook) -> None:
    with serving(tmp_path / "kept.db", rate_limits="off", webhook_url=hook.url, webhook_secret=SECRET) as server:
        granted(register(server).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
        wait_until(lambda: len(hook.sent) == 1)


def test_nobody_works_where_the_worker_is_off(tmp_path: Path) -> None:
    ran = run_beheard("work", "--database", tmp_path / "kept.db", worker="off")
    assert ran.status == 1
    assert "BEHEARD_WORKER is off" in ran.err
