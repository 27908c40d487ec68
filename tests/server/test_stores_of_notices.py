"""What every store promises of notices, of leases, of events to publish, and of sessions that were left alone."""

from datetime import timedelta

import pytest
from attrs import evolve

from beheard_core.accounts import Platform
from beheard_core.mediation import Message, Session, SessionStatus, Stage, Synthesis
from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.messages import Role
from beheard_core.mediation.views import Draft
from beheard_server.store import Device, Notice, NoticeKind, Store, Unit
from beheard_server.testing import START
from tests.server.facts import event, invited, joined, keep, look, moved, write

LATER = START + timedelta(minutes=5)
MUCH_LATER = START + timedelta(days=5)


def notice(
    number: int = 1, *, minutes: float = 0, kind: NoticeKind = NoticeKind.PUSH, person: str = "user_2"
) -> Notice:
    return Notice(
        id=f"notice_{number}",
        kind=kind,
        due_at=START + timedelta(minutes=minutes),
        session_id="sess_1",
        person_id=person,
        expires_at=MUCH_LATER,
    )


@pytest.fixture
def session(store: Store) -> Session:
    return write(store, lambda unit: keep(unit, joined(invited())))


def add(store: Store, *notices: Notice) -> None:
    def work(unit: Unit) -> None:
        assert not unit.notices.added
        for each in notices:
            unit.notices.add(each)
        assert unit.notices.added

    write(store, work)


def test_what_is_due_is_taken_once_the_longest_due_first(store: Store, session: Session) -> None:
    add(store, notice(1, minutes=2), notice(2, minutes=1), notice(3, minutes=9), notice(4))
    taken = write(store, lambda unit: unit.notices.take(LATER, until=MUCH_LATER, limit=2))
    assert taken == tuple(evolve(notice(each), due_at=MUCH_LATER, attempts=1) for each in (4, 2))
    rest = write(store, lambda unit: unit.notices.take(LATER, until=MUCH_LATER, limit=5))
    assert [each.id for each in rest] == ["notice_1"]
    assert write(store, lambda unit: unit.notices.take(LATER, until=MUCH_LATER, limit=5)) == ()
    again = write(store, lambda unit: unit.notices.take(MUCH_LATER, until=MUCH_LATER, limit=9))
    assert sorted((each.id, each.attempts) for each in again) == [
        ("notice_1", 2),
        ("notice_2", 2),
        ("notice_3", 1),
        ("notice_4", 2),
    ]


def test_whether_something_is_due_can_be_asked(store: Store, session: Session) -> None:
    add(store, notice(minutes=5))
    assert not look(store, lambda unit: unit.notices.is_due(LATER - timedelta(microseconds=1)))
    assert look(store, lambda unit: unit.notices.is_due(LATER))


def test_what_is_done_is_gone_and_what_is_delayed_comes_later(store: Store, session: Session) -> None:
    add(store, notice(1), notice(2))

    def work(unit: Unit) -> None:
        unit.notices.done("notice_1")
        unit.notices.delay("notice_2", until=LATER)
        for gone in ("notice_1", "notice_9"):
            unit.notices.done(gone)
            unit.notices.delay(gone, until=START)

    write(store, work)
    assert not look(store, lambda unit: unit.notices.is_due(START))
    taken = write(store, lambda unit: unit.notices.take(LATER, until=MUCH_LATER, limit=5))
    assert [each.id for each in taken] == ["notice_2"]


def test_no_address_and_no_link_is_kept(store: Store, session: Session) -> None:
    full = evolve(notice(), email="a@b", phone="+1", device=Device("x", Platform.IOS), url="beheard://x")
    add(store, full)
    assert write(store, lambda unit: unit.notices.take(LATER, until=LATER, limit=1)) == (
        evolve(notice(), due_at=LATER, attempts=1),
    )


def test_it_is_known_what_waits_for_whom_until_it_is_taken(store: Store, session: Session) -> None:
    add(store, notice())

    def waits(kind: NoticeKind = NoticeKind.PUSH, session_id: str = "sess_1", person_id: str = "user_2") -> bool:
        return look(store, lambda unit: unit.notices.waits(kind, session_id=session_id, person_id=person_id))

    assert waits()
    assert not waits(kind=NoticeKind.FOLLOW_UP)
    assert not waits(session_id="sess_2")
    assert not waits(person_id="user_1")
    write(store, lambda unit: unit.notices.take(LATER, until=LATER, limit=1))
    assert not waits()


def test_what_somebody_was_to_be_told_can_be_forgotten(store: Store, session: Session) -> None:
    add(store, notice(1), notice(2, person="user_1"), evolve(notice(3), session_id=None))
    write(store, lambda unit: unit.notices.forget("user_2"))
    taken = write(store, lambda unit: unit.notices.take(LATER, until=LATER, limit=9))
    assert [each.id for each in taken] == ["notice_2"]


# Leases


def test_a_job_belongs_to_one_until_its_time_is_over_or_it_is_let_go(store: Store) -> None:
    def take(holder: str, minutes: float, job: str = "relay") -> bool:
        now = START + timedelta(minutes=minutes)
        until = now + timedelta(minutes=10)
        return write(store, lambda unit: unit.leases.take(job, holder=holder, now=now, until=until))

    assert take("one", 0)
    assert not take("other", 9)
    assert take("other", 9, job="another")
    assert take("one", 9)
    assert not take("other", 18)
    assert take("other", 19)
    assert not take("one", 19)
    write(store, lambda unit: unit.leases.release("relay", holder="one"))
    assert not take("one", 20)
    write(store, lambda unit: unit.leases.release("relay", holder="other"))
    write(store, lambda unit: unit.leases.release("relay", holder="other"))
    assert take("one", 20)


# Events to publish


def test_events_are_to_be_published_until_they_were(store: Store, session: Session) -> None:
    other = write(store, lambda unit: keep(unit, invited(2, "user_3")))
    write(
        store,
        lambda unit: unit.outbox.append(
            (f"evt_{number}", event(session if number % 2 else other)) for number in range(1, 6)
        ),
    )

    def waiting(limit: int = 9, besides: tuple[str, ...] = ()) -> list[str]:
        return [each.id for each in look(store, lambda unit: unit.outbox.to_relay(limit=limit, besides=besides))]

    assert waiting() == [f"evt_{number}" for number in range(1, 6)]
    assert waiting(2) == ["evt_1", "evt_2"]
    assert waiting(besides=(session.id,)) == ["evt_2", "evt_4"]
    assert waiting(besides=(session.id, other.id)) == []
    second = look(store, lambda unit: unit.outbox.to_relay(limit=2))[1]
    for _ in range(2):
        write(store, lambda unit: unit.outbox.relayed(second.sequence))
    assert waiting() == ["evt_1", "evt_3", "evt_4", "evt_5"]
    assert len(look(store, lambda unit: unit.outbox.of_session(other.id))) == 2


def test_the_place_of_an_event_is_known_in_its_own_session(store: Store, session: Session) -> None:
    other = write(store, lambda unit: keep(unit, invited(2, "user_3")))
    write(store, lambda unit: unit.outbox.append([("evt_1", event(session))]))
    (recorded,) = look(store, lambda unit: unit.outbox.of_session(session.id))
    assert look(store, lambda unit: unit.outbox.place_of(session.id, "evt_1")) == recorded.sequence
    assert look(store, lambda unit: unit.outbox.place_of(other.id, "evt_1")) is None
    assert look(store, lambda unit: unit.outbox.place_of(session.id, "evt_2")) is None


def test_a_follow_up_that_is_done_is_due_no_more(store: Store, session: Session) -> None:
    def work(unit: Unit) -> None:
        for number in (1, 2):
            unit.follow_ups.queue(session.id, f"agr_{number}", due_at=START)
        unit.follow_ups.done(session.id, "agr_1")
        unit.follow_ups.done(session.id, "agr_9")

    write(store, work)
    assert look(store, lambda unit: unit.follow_ups.due(START)) == ((session.id, "agr_2"),)


# Left alone


def quiet(store: Store, limit: int = 9) -> tuple[str, ...]:
    return look(store, lambda unit: unit.sessions.quiet_since(LATER, limit=limit))


def test_what_moved_before_and_has_not_ended_was_left_alone(store: Store) -> None:
    statuses = dict(enumerate(SessionStatus, 1))

    def work(unit: Unit) -> None:
        for number, status in statuses.items():
            keep(unit, evolve(moved(invited(number), 5 - number), status=status))
        keep(unit, moved(invited(8), 5))

    write(store, work)
    assert quiet(store) == ("sess_3", "sess_2", "sess_1")
    assert quiet(store, 1) == ("sess_3",)


@pytest.mark.parametrize("what", ["message", "reading", "draft", "synthesis"])
def test_whoever_writes_has_not_left_it_alone_although_nobody_can_tell(
    store: Store, session: Session, what: str
) -> None:
    def say(unit: Unit, minutes: int) -> None:
        at = START + timedelta(minutes=minutes)
        words = unit.words
        match what:
            case "message":
                said = Message(f"msg_{minutes}", session.id, "user_2", Role.USER, "x", Stage.WITNESS, at)
                words.add_message(said, owner="user_2")
            case "reading":
                reading = Reading(f"emo_{minutes}", 5, None, Stage.WITNESS, at)
                words.add_reading(session.id, reading, owner="user_1")
            case "draft":
                words.put_draft(session.id, Draft("draft_1", "x", 1, False, at), owner="user_2")
            case _:
                words.put_synthesis(session.id, Synthesis(at, 1), owner="user_1")

    write(store, lambda unit: keep(unit, invited(2, "user_3")))
    write(store, lambda unit: say(unit, 4))
    assert quiet(store) == ("sess_1", "sess_2")
    write(store, lambda unit: say(unit, 6))
    assert quiet(store) == ("sess_2",)
