"""Load, decide, save: a decision reaches the store whole, once, and with its events."""

import threading
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from attrs import Factory, define

from beheard_core import Conflict, Decision, NotFound
from beheard_core.mediation import Session
from beheard_server.shell import Shell, random_id
from beheard_server.store import Recorded, Store, Stored, Unit
from tests.server.client import Api
from tests.server.facts import event, invited, keep, moved
from tests.server.people import Couple, granted, invite, register, step

SECONDS = 0.5


@define
class Rival:
    """Somebody who saves the same session each time that somebody else is about to."""

    store: Store
    done: list[bool] = Factory(list)
    threads: list[threading.Thread] = Factory(list)

    def save(self) -> None:
        with self.store.transaction() as unit:
            stored = unit.sessions.get("sess_1")
            assert stored is not None
            unit.sessions.replace(moved(stored.value, 100), stored.version)

    def hurry(self) -> None:
        """Try to be faster, and note whether that worked."""
        thread = threading.Thread(target=self.save)
        thread.start()
        thread.join(SECONDS)
        self.done.append(not thread.is_alive())
        self.threads.append(thread)


@pytest.fixture
def announced() -> list[Recorded]:
    return []


@pytest.fixture
def shell(store: Store, announced: list[Recorded]) -> Shell:
    with store.transaction() as unit:
        keep(unit, invited())
    return Shell(store, announce=announced.append)


def stored(shell: Shell) -> Stored[Session]:
    found = shell.read(lambda unit: unit.sessions.get("sess_1"))
    assert found is not None
    return found


def events(shell: Shell) -> list[str]:
    return [each.name for each in shell.read(lambda unit: unit.outbox.of_session("sess_1"))]


def go_on(session: Session) -> Decision[Session]:
    return Decision(moved(session), (event(session), event(session)))


def after(act: Callable[[], object]) -> Callable[[Session], Decision[Session]]:
    """Decide as ``go_on`` does, behind something else."""

    def decide(session: Session) -> Decision[Session]:
        act()
        return go_on(session)

    return decide


def test_a_decision_is_saved_with_its_events_and_announced(shell: Shell, announced: list[Recorded]) -> None:
    assert shell.change("sess_1", go_on) == moved(invited())
    assert stored(shell) == Stored(moved(invited()), 2)
    assert shell.session("sess_1") == moved(invited())
    assert events(shell) == ["partner.advanced"] * 2
    assert announced == list(shell.read(lambda unit: unit.outbox.of_session("sess_1")))
    assert len({each.id for each in announced}) == 2


def test_whoever_was_slower_decides_again_on_what_is_there_now(shell: Shell, announced: list[Recorded]) -> None:
    rival = Rival(shell.store)

    def decide(session: Session) -> Decision[Session]:
        if not rival.done:
            rival.hurry()
        return go_on(session)

    assert shell.change("sess_1", decide) == moved(invited(), 101)
    assert rival.done == [True]
    assert stored(shell) == Stored(moved(invited(), 101), 3)
    assert (len(events(shell)), len(announced)) == (2, 2)


def test_the_last_try_is_made_where_nobody_can_be_faster(shell: Shell) -> None:
    rival = Rival(shell.store)
    decided = shell.change("sess_1", after(rival.hurry))
    assert rival.done[-1] is False
    assert all(rival.done[:-1])
    assert 2 <= len(rival.done) <= 10
    assert decided == moved(invited(), 100 * (len(rival.done) - 1) + 1)
    rival.threads[-1].join()
    assert stored(shell).value == moved(decided, 100)
    assert len(events(shell)) == 2


def test_a_decision_that_changes_nothing_writes_nothing(shell: Shell, announced: list[Recorded]) -> None:
    assert shell.change("sess_1", Decision) == invited()
    assert stored(shell) == Stored(invited(), 1)
    assert (events(shell), announced) == ([], [])


def test_a_refusal_saves_nothing(shell: Shell, announced: list[Recorded]) -> None:
    def refuse(session: Session) -> Decision[Session]:
        raise Conflict("No.")

    with pytest.raises(Conflict):
        shell.change("sess_1", refuse)
    assert stored(shell) == Stored(invited(), 1)
    assert (events(shell), announced) == ([], [])


def test_a_refusal_of_a_later_try_saves_nothing_either(shell: Shell) -> None:
    rival = Rival(shell.store)

    def decide(session: Session) -> Decision[Session]:
        if rival.done:
            raise Conflict("No.")
        rival.hurry()
        return go_on(session)

    with pytest.raises(Conflict):
        shell.change("sess_1", decide)
    assert stored(shell) == Stored(moved(invited(), 100), 2)
    assert events(shell) == []


def test_there_is_nothing_to_change_in_an_unknown_session(shell: Shell) -> None:
    with pytest.raises(NotFound):
        shell.change("sess_9", go_on)
    with pytest.raises(NotFound):
        shell.session("sess_9")


def test_work_on_several_things_is_kept_or_forgotten_as_a_whole(shell: Shell, announced: list[Recorded]) -> None:
    def half(unit: Unit) -> None:
        shell.save(unit, Stored(invited(), 1), go_on(invited()))
        raise Conflict("No.")

    with pytest.raises(Conflict):
        shell.commit(half)
    assert stored(shell) == Stored(invited(), 1)
    assert (events(shell), announced) == ([], [])


def test_ids_are_random_and_say_what_they_are_of() -> None:
    ids = {random_id("sess") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(each.startswith("sess_") and len(each) >= len("sess_") + 22 for each in ids)


# What the session's channel carries


def bodies(api: Api, couple: Couple) -> list[tuple[str, Any]]:
    rows = api.shell.read(lambda unit: unit.outbox.of_session(couple.session.removeprefix("/sessions/")))
    assert len({each.id for each in rows}) == len(rows)
    return [(each.name, orjson.loads(each.body)) for each in rows]


def told(couple: Couple, actor: str, at: str | None, **own: object) -> dict[str, object]:
    return {"sessionId": couple.session.removeprefix("/sessions/"), "actorId": actor, "timestamp": at, **own}


def test_the_outbox_tells_the_story_in_order_and_no_more(api: Api, couple: Couple) -> None:
    ada, ben = couple.ada.id, couple.ben.id
    api.clock.advance(seconds=60.9)
    granted(couple.ada.post(f"{couple.session}/compact/sign"))
    api.clock.advance(minutes=1)
    granted(couple.ben.post(f"{couple.session}/compact/sign"))
    api.clock.advance(minutes=1)
    granted(couple.ben.post(f"{couple.session}/stages/advance", step(0)))
    granted(couple.ben.post(f"{couple.session}/feel-heard", {"confirmed": True}))
    api.clock.advance(minutes=1)
    granted(couple.ben.post(f"{couple.session}/stages/advance", step(1)))
    at = [f"2025-03-02T08:0{minute}:00Z" for minute in range(5)]
    assert bodies(api, couple) == [
        ("session.joined", told(couple, ben, at[0])),
        ("partner.signed_compact", told(couple, ada, None, signedAt=None)),
        ("partner.signed_compact", told(couple, ben, at[2], signedAt=at[2])),
        ("partner.stage_completed", told(couple, ben, at[3], stage=0, completedAt=at[3])),
        ("partner.advanced", told(couple, ben, at[3], toStage=1)),
        ("partner.stage_completed", told(couple, ben, at[4], stage=1, completedAt=at[4])),
        ("partner.advanced", told(couple, ben, at[4], toStage=2)),
    ]


def test_what_was_refused_is_not_told(api: Api, couple: Couple) -> None:
    before = bodies(api, couple)
    couple.ada.post(f"{couple.session}/stages/advance", step(0))
    couple.ada.post(f"{couple.session}/feel-heard", {"confirmed": True})
    couple.ada.post(f"{couple.invitation}/accept")
    assert bodies(api, couple) == before


def test_an_invitation_is_no_event(api: Api) -> None:
    ada = register(api)
    session, invitation = invite(ada, inviteEmail="ben@example.org")
    assert bodies(api, Couple(ada, ada, session, invitation)) == []
