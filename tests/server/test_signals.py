"""What a host may listen to: one signal for every event, after its change stands, with ids and no words."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from beheard_core.mediation import Pause, pause
from beheard_server.app import state_of
from beheard_server.signals import event_recorded
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import TwoPeople, memory_app, two_people
from tests.server.channel import id_of, published
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, invite, reach, refused, register, step

WHY = "because of Zephyrine"


@contextmanager
def listening(app: Flask, receiver: Callable[..., object] | None = None) -> Iterator[list[dict[str, Any]]]:
    """Collect what is signalled for an app, or hand it to a receiver."""
    heard: list[dict[str, Any]] = []

    def hear(sender: Flask, **values: Any) -> None:
        # Not by an assertion: what a receiver raises stays with the app.
        heard.append(values if sender is app else {"name": "of another app"})
        if receiver is not None:
            receiver(**values)

    with event_recorded.connected_to(hear, app):
        yield heard


def names(heard: list[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in heard]


def test_every_event_is_signalled_once_and_in_order(api: Api, couple: Couple) -> None:
    with listening(api.app) as heard:
        reach(couple, ada=1)
        granted(couple.ada.post(f"{couple.session}/pause"))
        granted(couple.ben.post(f"{couple.session}/resume"))
        granted(couple.ben.post(f"{couple.session}/leave"))
    onward = ["partner.stage_completed", "partner.advanced"]
    signed = ["partner.signed_compact"] * 2
    assert names(heard) == [*signed, *onward, "session.paused", "session.resumed", "session.abandoned"]
    assert names(heard) == [name for name, _ in published(api, couple.session)][1:]


def test_answers_to_an_invitation_are_signalled(api: Api) -> None:
    ada, ben = register(api), register(api, "Ben")
    for answer, name in (("decline", "invitation.declined"), ("accept", "session.joined")):
        session, invitation = invite(ada, inviteEmail=ben.email)
        with listening(api.app) as heard:
            granted(ben.post(f"{invitation}/{answer}"))
        assert [(each["name"], each["session_id"]) for each in heard] == [(name, id_of(session))]


def test_a_signal_carries_ids_and_the_name_and_nothing_else(api: Api, couple: Couple) -> None:
    with listening(api.app) as heard:
        granted(couple.ada.post(f"{couple.session}/pause", {"reason": WHY, "shareReason": True}))
    (values,) = heard
    ((event_id, session_id, name),) = api.shell.read(
        lambda unit: [
            (each.id, each.session_id, each.name) for each in unit.outbox.of_session(id_of(couple.session))[1:]
        ]
    )
    assert values == {"event_id": event_id, "session_id": session_id, "name": name}
    assert WHY not in str(values)


def test_when_a_signal_comes_the_change_can_be_read_by_others(tmp_path: Path, api: Api, couple: Couple) -> None:
    seen = []
    with closing(SQLiteStore(tmp_path / "beheard.db")) as elsewhere:

        def look(session_id: str, event_id: str, name: str) -> None:
            with elsewhere.snapshot() as unit:
                stored = unit.sessions.get(session_id)
                events = [each.id for each in unit.outbox.of_session(session_id)]
            assert stored is not None
            seen.append((str(stored.value.status), event_id in events))

        with listening(api.app, look):
            for act in ("pause", "resume", "leave"):
                granted(couple.ada.post(f"{couple.session}/{act}"))
    assert seen == [("PAUSED", True), ("ACTIVE", True), ("ABANDONED", True)]


def test_a_receiver_may_act_itself(api: Api, couple: Couple) -> None:
    def resume(name: str, **_: str) -> None:
        if name == "session.paused":
            granted(couple.ben.post(f"{couple.session}/resume"))

    with listening(api.app, resume) as heard:
        granted(couple.ada.post(f"{couple.session}/pause"))
    assert names(heard) == ["session.paused", "session.resumed"]
    assert granted(couple.ada.get(couple.session))["status"] == "ACTIVE"


def test_what_is_refused_or_tells_nobody_anything_is_not_signalled(api: Api, couple: Couple, cleo: Person) -> None:
    with listening(api.app) as heard:
        refused(cleo.post(f"{couple.session}/pause"), 403, "FORBIDDEN")
        refused(couple.ada.post(f"{couple.session}/resume"), 409, "CONFLICT")
        assert couple.ada.post(f"{couple.session}/stages/advance", step(0)).status == 400
        invite(couple.ada, inviteEmail="dora@example.org")
        granted(couple.ada.get(f"{couple.session}/progress"))
    assert heard == []


def test_feeling_heard_is_nobody_elses_business(api: Api, couple: Couple) -> None:
    reach(couple, ada=1)
    with listening(api.app) as heard:
        granted(couple.ada.post(f"{couple.session}/feel-heard", {"confirmed": True}))
    assert heard == []


def test_a_receiver_that_fails_is_in_nobodys_way(api: Api, couple: Couple, caplog: pytest.LogCaptureFixture) -> None:
    def fail(sender: Flask, **_: str) -> None:
        raise ZeroDivisionError(WHY)

    with event_recorded.connected_to(fail, api.app), listening(api.app) as heard:
        granted(couple.ada.post(f"{couple.session}/pause", {"reason": WHY}))
    assert names(heard) == ["session.paused"]
    assert granted(couple.ben.get(couple.session))["status"] == "PAUSED"
    assert "ZeroDivisionError" in caplog.text
    assert WHY not in caplog.text


def test_one_app_does_not_hear_what_happens_in_another() -> None:
    one, other = memory_app(), memory_app()
    with listening(one) as heard, listening(other) as heard_elsewhere:
        two_people(one)
    assert (names(heard), heard_elsewhere) == (["session.joined"], [])


def test_who_listens_to_every_app_is_told_which_it_was() -> None:
    apps = [memory_app(), memory_app()]
    told = []

    def hear(sender: Flask, **values: str) -> None:
        told.append((sender, values["name"]))

    with event_recorded.connected_to(hear):
        couples: list[TwoPeople] = [two_people(app) for app in apps]
    assert told == [(app, "session.joined") for app in apps]
    assert len({each.session for each in couples}) == 2


def test_who_has_stopped_listening_hears_nothing() -> None:
    app = memory_app()
    with listening(app) as heard:
        couple = two_people(app)
    couple.inviter.act(f"{couple.session}/pause")
    assert names(heard) == ["session.joined"]


def test_a_change_of_the_hosts_own_is_announced_in_the_same_way() -> None:
    app = memory_app()
    couple = two_people(app)
    shell = state_of(app).shell
    with listening(app) as heard:
        # What an operator's job would do: the same act, by way of the shell and without a request.
        person = shell.session(id_of(couple.session)).inviter.id
        shell.change(id_of(couple.session), lambda met: pause(met, person, Pause(), now=shell.clock()))
    assert names(heard) == ["session.paused"]
