"""What every store promises of words: threads, readings, drafts, requests, shared texts, and the audit."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from attrs import astuple, evolve

from beheard_core.mediation import Session, Stage
from beheard_core.mediation.barometer import ExerciseDone, Reading, Support
from beheard_core.mediation.consent import Request
from beheard_core.mediation.messages import Message, Role
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.views.words import Draft
from beheard_server.store import SharedText, Store, Unit
from beheard_server.store.memory import MemoryStore
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import START
from tests.server.facts import Mishap, invited, keep, look, write

ADA, BEN = "user_1", "user_2"
S1, S2 = Stage.WITNESS, Stage.PERSPECTIVE_STRETCH


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.fixture
def sessions(store: Store) -> tuple[Session, Session]:
    """Give two sessions that are kept already."""
    return write(store, lambda unit: (keep(unit, invited(1)), keep(unit, invited(2))))


def message(number: int, session: str = "sess_1", stage: Stage = S1, **more: Any) -> Message:
    plain = Message(f"msg_{number}", session, ADA, Role.USER, f"message {number}", stage, at(number))
    return evolve(plain, **more)


def reading(number: int, stage: Stage = S1, context: str | None = "the drive home") -> Reading:
    return Reading(f"emo_{number}", number % 10 + 1, context, stage, at(number))


def request(number: int) -> Request:
    return Request(
        f"consent_{number}", ContentType.BOUNDARY, "A boundary", "I need to rest.", "msg_1", "rest", at(number)
    )


def shared(number: int, minutes: float) -> SharedText:
    return SharedText(f"shared_{number}", f"consent_{number}", f"text {number}", at(minutes))


# Threads and readings, which are kept alike


def add_message(unit: Unit, number: int, *, owner: str, session: str, stage: Stage) -> None:
    unit.words.add_message(message(number, session, stage), owner=owner)


def add_reading(unit: Unit, number: int, *, owner: str, session: str, stage: Stage) -> None:
    unit.words.add_reading(session, reading(number, stage), owner=owner)


def messages_of(unit: Unit, session: str, **query: Any) -> Any:
    return unit.words.messages(session, **query)


def readings_of(unit: Unit, session: str, **query: Any) -> Any:
    return unit.words.readings(session, **query)


LISTS: list[Any] = [
    pytest.param(add_message, messages_of, "msg_", id="messages"),
    pytest.param(add_reading, readings_of, "emo_", id="readings"),
]


@pytest.mark.parametrize(("add", "found", "prefix"), LISTS)
def test_a_list_is_found_newest_first_by_owner_session_stage_and_place(
    store: Store, sessions: object, add: Any, found: Any, prefix: str
) -> None:
    def fill(unit: Unit) -> None:
        for number, stage in enumerate((S1, S1, S2, S1, S2)):
            add(unit, number, owner=ADA, session="sess_1", stage=stage)
        add(unit, 5, owner=BEN, session="sess_1", stage=S1)
        add(unit, 6, owner=ADA, session="sess_2", stage=S1)

    def numbers(session: str, **query: Any) -> list[int]:
        rows = look(store, lambda unit: found(unit, session, **query))
        assert [place for place, _ in rows] == sorted({place for place, _ in rows}, reverse=True)
        return [int(each.id.removeprefix(prefix)) for _, each in rows]

    write(store, fill)
    assert numbers("sess_1", owner=ADA) == [4, 3, 2, 1, 0]
    assert numbers("sess_1", owner=BEN) == [5]
    assert numbers("sess_2", owner=ADA) == [6]
    assert numbers("sess_2", owner=BEN) == numbers("sess_9", owner=ADA) == numbers("sess_1", owner="user_9") == []
    assert numbers("sess_1", owner=ADA, stage=S1) == [3, 1, 0]
    assert numbers("sess_1", owner=ADA, stage=Stage.ONBOARDING) == []
    assert numbers("sess_1", owner=ADA, limit=2) == [4, 3]
    places = [place for place, _ in look(store, lambda unit: found(unit, "sess_1", owner=ADA))]
    assert numbers("sess_1", owner=ADA, before=places[1]) == [2, 1, 0]
    assert numbers("sess_1", owner=ADA, before=places[1], stage=S1, limit=1) == [1]
    assert numbers("sess_1", owner=ADA, before=places[-1]) == []


def test_a_message_is_kept_with_its_reading_and_an_answer_with_none(store: Store, sessions: object) -> None:
    mine = message(1, emotional_reading=reading(1))
    bare = message(2, emotional_reading=reading(2, context=None))
    answer = message(3, sender_id=None, role=Role.AI, content="Ünïcödé 🕊\nand more")
    system = message(4, sender_id=None, role=Role.SYSTEM, stage=Stage.STRATEGIC_REPAIR)

    def fill(unit: Unit) -> None:
        for each in (mine, bare, answer, system):
            if each.emotional_reading is not None:
                unit.words.add_reading("sess_1", each.emotional_reading, owner=ADA)
            unit.words.add_message(each, owner=ADA)

    write(store, fill)
    found = look(store, lambda unit: unit.words.messages("sess_1", owner=ADA))
    assert [each for _, each in found] == [system, answer, bare, mine]
    taken = look(store, lambda unit: unit.words.readings("sess_1", owner=ADA))
    assert [each for _, each in taken] == [reading(2, context=None), reading(1)]


def test_readings_are_all_found_however_many_there_are(store: Store, sessions: object) -> None:
    def fill(unit: Unit) -> None:
        for number in range(120):
            unit.words.add_reading("sess_1", reading(number), owner=ADA)

    write(store, fill)
    assert len(look(store, lambda unit: unit.words.readings("sess_1", owner=ADA))) == 120


# One draft


def test_there_is_one_draft_for_each_person_and_session(store: Store, sessions: object) -> None:
    first = Draft("draft_1", "One.", 1, ready_to_share=False, updated_at=at(1))
    second = evolve(first, content="Two.", version=2, ready_to_share=True, updated_at=at(2))
    other = evolve(first, id="draft_2", content="His.")

    def draft(session: str, owner: str) -> Draft | None:
        return look(store, lambda unit: unit.words.draft(session, owner=owner))

    assert draft("sess_1", ADA) is None
    write(store, lambda unit: unit.words.put_draft("sess_1", first, owner=ADA))
    write(store, lambda unit: unit.words.put_draft("sess_1", other, owner=BEN))
    write(store, lambda unit: unit.words.put_draft("sess_1", second, owner=ADA))
    assert (draft("sess_1", ADA), draft("sess_1", BEN), draft("sess_2", ADA)) == (second, other, None)


# Requests and shared texts


def test_requests_stay_in_the_order_in_which_they_came(store: Store, sessions: object) -> None:
    asked = [request(3), request(1), request(2)]

    def fill(unit: Unit) -> None:
        for each in asked:
            unit.words.add_request("sess_1", each, owner=ADA)
        unit.words.add_request("sess_1", request(4), owner=BEN)

    write(store, fill)
    with store.snapshot() as unit:
        assert unit.words.requests("sess_1", owner=ADA) == tuple(asked)
        assert unit.words.requests("sess_1", owner=BEN) == (request(4),)
        assert unit.words.requests("sess_2", owner=ADA) == unit.words.requests("sess_1", owner="user_9") == ()


def test_shared_texts_are_found_by_their_consents_in_the_order_of_sharing(store: Store, sessions: object) -> None:
    def fill(unit: Unit) -> None:
        for number, minutes in ((3, 1), (1, 3), (2, 3), (4, 0)):
            unit.words.share("sess_1", shared(number, minutes), owner=BEN if number == 2 else ADA)
        unit.words.share("sess_2", shared(5, 1), owner=ADA)

    def found(session: str, *numbers: int) -> list[str]:
        ids = [f"consent_{number}" for number in numbers]
        return [each.id for each in look(store, lambda unit: unit.words.shared(session, ids))]

    write(store, fill)
    assert found("sess_1", 2, 1, 3) == ["shared_3", "shared_1", "shared_2"]
    assert found("sess_1", 4, 5, 9) == ["shared_4"]
    assert found("sess_1") == found("sess_2", 1, 2, 3, 4) == []
    assert look(store, lambda unit: unit.words.shared("sess_1", ["consent_1"])) == (shared(1, 3),)


# The audit


def test_the_audit_keeps_who_did_what_about_what_in_order(store: Store, sessions: object) -> None:
    noted = [(ADA, "granted", "consent_1"), (BEN, "denied", "consent_2"), (ADA, "revoked", "consent_1")]

    def fill(unit: Unit) -> None:
        for actor, act, about in noted:
            unit.words.audit("sess_1", actor=actor, act=act, about=about, at=at(1))

    write(store, fill)
    with store.snapshot() as unit:
        assert unit.words.audited("sess_1") == tuple(noted)
        assert unit.words.audited("sess_2") == ()


# What no endpoint reads, and an export will


def rows(store: Store, query: str) -> list[Any]:
    assert isinstance(store, SQLiteStore)
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute(query).fetchall()


def feedback(store: Store) -> list[tuple[str, str, str]]:
    """Give (owner, attempt, text) of all the feedback that is kept."""
    if isinstance(store, MemoryStore):
        kept = store._tables.words.feedback
        return sorted((owner, attempt, text) for (_, owner, attempt), text in kept.items())
    return rows(store, "SELECT owner_id, attempt_id, text FROM beheard_feedback ORDER BY owner_id, attempt_id")


def exercises(store: Store) -> list[tuple[object, ...]]:
    """Give (owner, exercise, completed, before, after, when) of all the exercises that are kept, oldest first."""
    if isinstance(store, MemoryStore):
        return [
            (owner, *astuple(done), when.isoformat())
            for (_, owner), logged in store._tables.words.exercises.items()
            for done, when in logged
        ]
    columns = "owner_id, exercise, completed, intensity_before, intensity_after, done_at"
    return rows(store, f"SELECT {columns} FROM beheard_exercises ORDER BY number")


def test_an_exercise_is_kept_whatever_was_said_of_it(store: Store, sessions: object) -> None:
    bare = ExerciseDone(exercise_type=Support.GROUNDING, completed=False)
    full = ExerciseDone(exercise_type=Support.BODY_SCAN, completed=True, intensity_before=9, intensity_after=4)

    def fill(unit: Unit) -> None:
        for each in (bare, full):
            unit.words.add_exercise("sess_1", each, owner=ADA, at=at(1))

    write(store, fill)
    when = at(1).isoformat()
    assert exercises(store) == [(ADA, "GROUNDING", False, None, None, when), (ADA, "BODY_SCAN", True, 9, 4, when)]


def test_feedback_is_put_in_the_place_of_what_was_there_or_taken_away(store: Store, sessions: object) -> None:
    def put(owner: str, attempt: str, text: str | None) -> None:
        write(store, lambda unit: unit.words.put_feedback("sess_1", owner=owner, attempt_id=attempt, text=text))

    put(ADA, "att_1", "One.")
    put(ADA, "att_1", "Two.")
    put(ADA, "att_2", "Three.")
    put(ADA, "att_2", None)
    put(ADA, "att_3", None)
    put(BEN, "att_1", "His.")
    assert feedback(store) == [(ADA, "att_1", "Two."), (BEN, "att_1", "His.")]


# All or nothing


def everything(unit: Unit, session: str = "sess_1") -> list[Any]:
    words = unit.words
    return [
        words.messages(session, owner=ADA),
        words.readings(session, owner=ADA),
        words.draft(session, owner=ADA),
        words.requests(session, owner=ADA),
        words.shared(session, ["consent_1"]),
        words.audited(session),
    ]


def fill_all(unit: Unit) -> None:
    words = unit.words
    words.add_reading("sess_1", reading(1), owner=ADA)
    words.add_message(message(1, emotional_reading=reading(1)), owner=ADA)
    words.add_exercise("sess_1", ExerciseDone(exercise_type=Support.GROUNDING, completed=True), owner=ADA, at=START)
    words.put_draft("sess_1", Draft("draft_1", "One.", 1, ready_to_share=False, updated_at=at(1)), owner=ADA)
    words.put_feedback("sess_1", owner=ADA, attempt_id="att_1", text="One.")
    words.add_request("sess_1", request(1), owner=ADA)
    words.share("sess_1", shared(1, 1), owner=ADA)
    words.audit("sess_1", actor=ADA, act="granted", about="consent_1", at=START)


def test_a_transaction_that_raises_leaves_no_words_behind(store: Store, sessions: object) -> None:
    def half(unit: Unit) -> None:
        fill_all(unit)
        assert all(everything(unit))
        raise Mishap

    before = look(store, everything)
    with pytest.raises(Mishap):
        write(store, half)
    assert look(store, everything) == before
    write(store, fill_all)
    assert all(look(store, everything))


def test_a_snapshot_shows_the_words_of_one_moment(store: Store, sessions: object) -> None:
    with store.snapshot() as unit:
        before = everything(unit)
        # In a thread of its own, as somebody else would.
        writer = Thread(target=write, args=(store, fill_all))
        writer.start()
        writer.join()
        assert everything(unit) == before
    assert all(look(store, everything))
