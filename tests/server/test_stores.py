"""What every store promises, whatever it keeps things in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from attrs import evolve

from beheard_core.accounts import RefreshToken
from beheard_core.mediation import Address, Relationship, Session, SessionStatus, Stage
from beheard_server.store import Note, Person, SentInvitation, Store, Stored, Unit
from beheard_server.testing import START
from tests.server.facts import Mishap, account, event, invited, joined, keep, look, moved, write

ADDRESS = Address("ben@example.org", "+4915550001")


def elsewhere(work: Callable[[], object]) -> None:
    """Do something in another thread, to the end."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.fixture
def session(store: Store) -> Session:
    return write(store, lambda unit: keep(unit, invited(), ADDRESS))


# Transactions and snapshots


def test_what_was_written_stays(store: Store, session: Session) -> None:
    assert look(store, lambda unit: unit.sessions.get(session.id)) == Stored(session, 1)


def test_a_transaction_sees_what_it_has_written(store: Store) -> None:
    def work(unit: Unit) -> Stored[Session] | None:
        return unit.sessions.get(keep(unit, invited()).id)

    assert write(store, work) == Stored(invited(), 1)


def test_a_transaction_that_raises_leaves_nothing_behind(store: Store, session: Session) -> None:
    def half(unit: Unit) -> None:
        unit.accounts.add(account(), "hash")
        unit.accounts.begin_family("fam_1", "user_1")
        unit.accounts.add_token(RefreshToken("tok_1", "fam_1", "user_1", START))
        unit.people.remember(Person("user_1", "Ada"))
        keep(unit, invited(2))
        unit.sessions.replace(moved(session), 1)
        unit.relationships.join("rel_1", "user_2")
        unit.words.put_note(session.id, owner="user_1", note=Note.CONTEXT, text="evenings", at=START)
        unit.outbox.append([("evt_1", event(session))])
        raise Mishap

    def state(unit: Unit) -> list[Any]:
        return [
            unit.accounts.sign_in("person1@example.org"),
            unit.accounts.in_family("user_1", "fam_1"),
            unit.accounts.token("tok_1"),
            unit.people.get(["user_1"]),
            unit.sessions.get("sess_1"),
            unit.sessions.get("sess_2"),
            unit.invitations.session_of("inv_2"),
            unit.relationships.get("rel_1"),
            unit.words.notes("sess_1", owner="user_1"),
            unit.outbox.of_session("sess_1"),
        ]

    before = look(store, state)
    with pytest.raises(Mishap):
        write(store, half)
    assert look(store, state) == before
    write(store, lambda unit: keep(unit, invited(2)))


def test_a_snapshot_shows_one_moment(store: Store, session: Session) -> None:
    def change() -> None:
        write(store, lambda unit: unit.sessions.replace(moved(session), 1))
        write(store, lambda unit: unit.outbox.append([("evt_1", event(session))]))

    with store.snapshot() as unit:
        assert unit.sessions.get(session.id) == Stored(session, 1)
        elsewhere(change)
        assert unit.sessions.get(session.id) == Stored(session, 1)
        assert unit.outbox.of_session(session.id) == ()
    assert look(store, lambda unit: unit.sessions.get(session.id)) == Stored(moved(session), 2)


def test_nobody_sees_half_of_a_transaction(store: Store, session: Session) -> None:
    seen: list[object] = []
    reader = threading.Thread(target=lambda: seen.append(look(store, lambda unit: unit.sessions.get(session.id))))
    with store.transaction() as unit:
        unit.sessions.replace(moved(session), 1)
        reader.start()
        reader.join(timeout=0.2)
        unit.sessions.replace(moved(session, 2), 2)
    reader.join()
    assert seen in ([Stored(session, 1)], [Stored(moved(session, 2), 3)])


def test_transactions_come_one_after_the_other(store: Store, session: Session) -> None:
    def once_more(unit: Unit) -> None:
        stored = unit.sessions.get(session.id)
        assert stored is not None
        assert unit.sessions.replace(moved(stored.value), stored.version)

    def often() -> None:
        for _ in range(10):
            write(store, once_more)

    threads = [threading.Thread(target=often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert look(store, lambda unit: unit.sessions.get(session.id)) == Stored(moved(session, 40), 41)


def test_migrating_again_changes_nothing(store: Store, session: Session) -> None:
    store.migrate()
    store.migrate()
    assert look(store, lambda unit: unit.sessions.get(session.id)) == Stored(session, 1)


# Sessions


def test_a_session_is_saved_over_the_version_that_was_read_and_over_no_other(store: Store, session: Session) -> None:
    with store.transaction() as unit:
        assert unit.sessions.replace(moved(session), 1) is True
        assert [unit.sessions.replace(moved(session, 9), stale) for stale in (0, 1, 3)] == [False] * 3
    assert look(store, lambda unit: unit.sessions.get(session.id)) == Stored(moved(session), 2)


def test_an_unknown_session_is_none(store: Store, session: Session) -> None:
    assert look(store, lambda unit: unit.sessions.get("sess_9")) is None


def test_open_sessions_are_found_around_everybody_they_concern(store: Store) -> None:
    by_address = write(store, lambda unit: keep(unit, invited(1, "user_1"), ADDRESS))
    by_id = write(store, lambda unit: keep(unit, invited(2, "user_3", person_id="user_1")))
    other = write(store, lambda unit: keep(unit, invited(3, "user_3"), ADDRESS))

    def around(person: str) -> dict[str, tuple[Session, Address]]:
        found = look(store, lambda unit: unit.sessions.open_around(person))
        assert len({each.session.id for each in found}) == len(found)
        return {each.session.id: (each.session, each.address) for each in found}

    assert around("user_1") == {"sess_1": (by_address, ADDRESS), "sess_2": (by_id, Address())}
    assert around("user_2") == {}
    write(store, lambda unit: unit.sessions.replace(joined(by_address), 1))
    write(store, lambda unit: unit.sessions.replace(joined(by_id, "user_1"), 1))
    assert around("user_1").keys() == {"sess_1", "sess_2"}
    assert around("user_2") == {"sess_1": (joined(by_address), ADDRESS)}
    for status in SessionStatus:
        with store.transaction() as unit:
            stored = unit.sessions.get("sess_3")
            assert stored is not None
            unit.sessions.replace(evolve(joined(other), status=status), stored.version)
        ended = status in {SessionStatus.RESOLVED, SessionStatus.ABANDONED}
        assert ("sess_3" in around("user_2")) is not ended


def test_active_sessions_are_counted_for_those_who_have_joined(store: Store) -> None:
    def count(person: str) -> int:
        return look(store, lambda unit: unit.sessions.count_live(person))

    session = write(store, lambda unit: keep(unit, invited(1, person_id="user_2")))
    assert (count("user_1"), count("user_2")) == (0, 0)
    write(store, lambda unit: unit.sessions.replace(joined(session), 1))
    write(store, lambda unit: keep(unit, invited(2, "user_3", person_id="user_2")))
    assert (count("user_1"), count("user_2"), count("user_3")) == (1, 1, 0)
    write(store, lambda unit: unit.sessions.replace(evolve(joined(session), status=SessionStatus.PAUSED), 2))
    assert (count("user_1"), count("user_2")) == (0, 0)


def test_sessions_come_in_pages_newest_first(store: Store) -> None:
    def add(unit: Unit) -> list[Session]:
        times = [START + timedelta(minutes=minutes) for minutes in (0, 2, 2, 1)]
        mine = [evolve(invited(number), created_at=at) for number, at in enumerate(times)]
        for each in mine:
            keep(unit, each)
        keep(unit, joined(invited(7, "user_3"), "user_1"))
        keep(unit, invited(8, "user_3", person_id="user_1"))
        keep(unit, joined(invited(9, "user_3"), "user_2"))
        return mine

    [first, second, third, fourth] = write(store, add)
    other = joined(invited(7, "user_3"), "user_1")
    everything = (third, second, fourth, other, first)
    with store.snapshot() as unit:
        every = tuple(SessionStatus)
        page_of = partial(unit.sessions.page_of, "user_1")
        assert page_of(statuses=every, before=None, limit=9) == everything
        for place, last in enumerate(everything):
            before = (last.created_at, last.id)
            assert page_of(statuses=every, before=before, limit=2) == everything[place + 1 : place + 3]
        assert page_of(statuses=[SessionStatus.ACTIVE], before=None, limit=9) == (other,)
        assert page_of(statuses=[SessionStatus.PAUSED], before=None, limit=9) == ()
        assert unit.sessions.page_of("user_9", statuses=every, before=None, limit=9) == ()


# Invitations, relationships, words


def test_an_invitation_leads_to_its_session_and_its_words_to_the_inviter(store: Store, session: Session) -> None:
    sent = SentInvitation("inv_1", session.id, "user_1", None, ADDRESS, "Benny")
    with store.snapshot() as unit:
        assert unit.invitations.session_of("inv_1") == session.id
        assert unit.invitations.session_of("inv_9") is None
        assert unit.invitations.get(session.id, viewer="user_1") == sent
        assert unit.invitations.get(session.id, viewer="user_2") is None
        assert unit.invitations.get("sess_9", viewer="user_1") is None


def test_a_pair_is_found_from_either_side_once_both_are_there(store: Store, session: Session) -> None:
    def of_pair(one: str, other: str) -> Relationship | None:
        return look(store, lambda unit: unit.relationships.of_pair(one, other))

    waiting = Relationship("rel_1", "user_1", START)
    assert look(store, lambda unit: unit.relationships.get("rel_1")) == waiting
    assert of_pair("user_1", "user_2") is None
    write(store, lambda unit: unit.relationships.join("rel_1", "user_2"))
    met = evolve(waiting, invitee_id="user_2")
    assert look(store, lambda unit: unit.relationships.get("rel_1")) == met
    assert (of_pair("user_1", "user_2"), of_pair("user_2", "user_1")) == (met, met)
    assert (of_pair("user_1", "user_3"), of_pair("user_1", "user_1")) == (None, None)


def test_a_session_moves_to_another_relationship_and_the_empty_one_goes(store: Store, session: Session) -> None:
    def count(relationship: str) -> int:
        return look(store, lambda unit: unit.relationships.count_sessions(relationship))

    second = write(store, lambda unit: keep(unit, invited(2)))
    assert (count("rel_1"), count("rel_2"), count("rel_9")) == (1, 1, 0)

    def move(unit: Unit) -> None:
        unit.sessions.replace(evolve(second, relationship_id="rel_1"), 1)
        unit.relationships.drop("rel_2")

    write(store, move)
    assert (count("rel_1"), count("rel_2")) == (2, 0)


def test_what_was_said_beside_an_act_is_for_its_owner_in_order(store: Store, session: Session) -> None:
    said = [(Note.CONTEXT, "evenings"), (Note.PAUSE, "tired"), (Note.PAUSE, "tired again"), (Note.LEAVE, "enough")]
    with store.transaction() as unit:
        for minute, (note, text) in enumerate(said):
            at = START + timedelta(minutes=minute)
            unit.words.put_note(session.id, owner="user_1", note=note, text=text, at=at)
        unit.words.put_note(session.id, owner="user_2", note=Note.DECLINE, text="no", at=START)
    with store.snapshot() as unit:
        assert unit.words.notes(session.id, owner="user_1") == tuple(said)
        assert unit.words.notes(session.id, owner="user_2") == ((Note.DECLINE, "no"),)
        assert unit.words.notes(session.id, owner="user_3") == ()
        assert unit.words.notes("sess_9", owner="user_1") == ()


# The outbox


@contextmanager
def published(store: Store, session: Session) -> Iterator[list[tuple[str, bytes]]]:
    """Give a list that holds, after the block, what the block has added to the outbox of a session."""
    last = max((each.sequence for each in look(store, lambda unit: unit.outbox.of_session(session.id))), default=0)
    found: list[tuple[str, bytes]] = []
    yield found
    rows = look(store, lambda unit: unit.outbox.of_session(session.id, after=last))
    found += [(each.id, each.body) for each in rows]


def test_events_stay_in_order_each_with_its_own_id(store: Store, session: Session) -> None:
    other = write(store, lambda unit: keep(unit, invited(2)))
    stages = list(Stage)

    def append(unit: Unit) -> None:
        for stage in stages:
            unit.outbox.append([(f"evt_{stage}", event(session, stage)), (f"evt_x{stage}", event(other, stage))])

    with published(store, session) as found, store.transaction() as unit:
        append(unit)
        added = [each.id for each in unit.outbox.appended]
    assert added == [name for stage in stages for name in (f"evt_{stage}", f"evt_x{stage}")]
    assert [name for name, _ in found] == [f"evt_{stage}" for stage in stages]
    rows = look(store, lambda unit: unit.outbox.of_session(session.id))
    assert [each.sequence for each in rows] == sorted({each.sequence for each in rows})
    assert {(each.session_id, each.name) for each in rows} == {(session.id, "partner.advanced")}
    page = look(store, lambda unit: unit.outbox.of_session(session.id, after=rows[1].sequence, limit=2))
    assert page == rows[2:4]
    assert look(store, lambda unit: unit.outbox.of_session(session.id, after=rows[-1].sequence)) == ()
    assert look(store, lambda unit: unit.outbox.of_session("sess_9")) == ()


def test_an_event_is_kept_as_its_channel_carries_it(store: Store, session: Session) -> None:
    fraction = evolve(event(session), timestamp=START + timedelta(seconds=1.75))
    with published(store, session) as found:
        write(store, lambda unit: unit.outbox.append([("evt_1", fraction)]))
    body = b'{"sessionId":"sess_1","actorId":"user_1","timestamp":"2025-03-02T08:00:01Z","toStage":1}'
    assert found == [("evt_1", body)]
