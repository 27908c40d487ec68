"""What every store promises of stages 3 and 4: needs, when they were found, what belongs to both, and follow-ups."""

from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from attrs import evolve

from beheard_core.mediation import Session
from beheard_core.mediation.agreements import AgreementText
from beheard_core.mediation.common_ground import GroundText
from beheard_core.mediation.consent import Request
from beheard_core.mediation.model import ContentType, NeedCategory
from beheard_core.mediation.needs import Need, Synthesis
from beheard_core.mediation.strategies import StrategyText
from beheard_server.store import Store, Unit
from beheard_server.testing import START
from tests.server.facts import Mishap, invited, keep, look, write

ADA, BEN = "user_1", "user_2"
ODD = "Ünïcödé 🕊\nand \"more\" 'of' \\ it"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.fixture
def sessions(store: Store) -> tuple[Session, Session]:
    """Give two sessions that are kept already."""
    return write(store, lambda unit: (keep(unit, invited(1)), keep(unit, invited(2))))


def need(number: int, **more: Any) -> Need:
    return evolve(Need(f"need_{number}", f"Need {number}", NeedCategory.SAFETY, f"About {number}."), **more)


def needs(store: Store, session: str = "sess_1", owner: str = ADA) -> tuple[Need, ...]:
    return look(store, lambda unit: unit.words.needs(session, owner=owner))


def put(store: Store, *several: Need, session: str = "sess_1", owner: str = ADA) -> None:
    write(store, lambda unit: unit.words.put_needs(session, several, owner=owner))


# Needs


def test_a_need_is_kept_whole(store: Store, sessions: object) -> None:
    plain = need(1)
    full = need(2, need=ODD, description=ODD, evidence=(ODD, "Two.", ""), confidence=0.5, by_person=True)
    kinds = [need(number, category=kind) for number, kind in enumerate(NeedCategory, 3)]
    put(store, plain, full, *kinds)
    assert needs(store) == (plain, full, *kinds)


def test_needs_take_the_place_of_those_that_were_there_in_their_order(store: Store, sessions: object) -> None:
    put(store, need(1), need(2), need(3))
    put(store, need(3), need(4), need(1, description="Worded anew."))
    assert needs(store) == (need(3), need(4), need(1, description="Worded anew."))
    put(store)
    assert needs(store) == ()


def test_needs_belong_to_one_person_in_one_session(store: Store, sessions: object) -> None:
    put(store, need(1))
    put(store, need(2), owner=BEN)
    put(store, need(3), session="sess_2")
    put(store, need(4))
    assert (needs(store), needs(store, owner=BEN), needs(store, "sess_2")) == ((need(4),), (need(2),), (need(3),))
    assert needs(store, "sess_2", BEN) == needs(store, "sess_9") == needs(store, owner="user_9") == ()


def test_when_needs_were_found_is_kept_for_one_person_in_one_session(store: Store, sessions: object) -> None:
    def found(session: str, owner: str) -> Synthesis | None:
        return look(store, lambda unit: unit.words.synthesis(session, owner=owner))

    def keep_it(synthesis: Synthesis, session: str, owner: str) -> None:
        write(store, lambda unit: unit.words.put_synthesis(session, synthesis, owner=owner))

    assert found("sess_1", ADA) is None
    keep_it(Synthesis(at(1), 0), "sess_1", ADA)
    keep_it(Synthesis(at(2), 7), "sess_1", BEN)
    keep_it(Synthesis(at(3.5), 2**40), "sess_1", ADA)
    assert found("sess_1", ADA) == Synthesis(at(3.5), 2**40)
    assert found("sess_1", BEN) == Synthesis(at(2), 7)
    assert found("sess_2", ADA) is None


def test_requests_that_are_dropped_are_gone_and_the_others_stay_in_their_order(store: Store, sessions: object) -> None:
    def request(number: int) -> Request:
        kind = ContentType.IDENTIFIED_NEED
        return Request(f"consent_{number}", kind, "Rest", "I need rest.", f"need_{number}", "rest", at(number))

    def fill(unit: Unit) -> None:
        for number in (3, 1, 2):
            unit.words.add_request("sess_1", request(number), owner=ADA)
        unit.words.add_request("sess_1", request(4), owner=BEN)
        unit.words.add_request("sess_2", request(5), owner=ADA)

    def drop(*numbers: int) -> None:
        ids = [f"consent_{number}" for number in numbers]
        write(store, lambda unit: unit.words.drop_requests("sess_1", ids, owner=ADA))

    def left(session: str = "sess_1", owner: str = ADA) -> tuple[Request, ...]:
        return look(store, lambda unit: unit.words.requests(session, owner=owner))

    write(store, fill)
    drop()
    assert left() == (request(3), request(1), request(2))
    drop(1, 4, 5, 9)
    assert left() == (request(3), request(2))
    assert (left(owner=BEN), left("sess_2")) == ((request(4),), (request(5),))
    write(store, lambda unit: unit.words.add_request("sess_1", request(1), owner=ADA))
    assert left() == (request(3), request(2), request(1))


# What belongs to both


def ground(number: int) -> GroundText:
    return GroundText(f"cg_{number}", ODD, NeedCategory.FAIRNESS, f"About {number}.")


def strategy(number: int) -> StrategyText:
    return StrategyText(f"strat_{number}", ODD, ("Rest", ODD), "5 days", "We laugh.")


def agreement(number: int) -> AgreementText:
    return AgreementText(f"agr_{number}", ODD, "5 days", "We laugh.")


def add_ground(unit: Unit, session: str, text: Any, owner: str | None) -> None:
    unit.common.add_ground(session, text, owner=owner)


def add_strategy(unit: Unit, session: str, text: Any, owner: str | None) -> None:
    unit.common.add_strategy(session, text, owner=owner)


def put_agreement(unit: Unit, session: str, text: Any, owner: str | None) -> None:
    unit.common.put_agreement(session, text, owner=owner or ADA)


SHELVES: list[Any] = [
    pytest.param(ground, add_ground, lambda unit, *named: unit.common.ground(*named), id="ground"),
    pytest.param(strategy, add_strategy, lambda unit, *named: unit.common.strategies(*named), id="strategies"),
    pytest.param(agreement, put_agreement, lambda unit, *named: unit.common.agreements(*named), id="agreements"),
]


@pytest.mark.parametrize(("make", "add", "find"), SHELVES)
def test_what_belongs_to_both_is_found_by_its_id_in_its_session_and_nowhere_else(
    store: Store, sessions: object, make: Any, add: Any, find: Any
) -> None:
    def fill(unit: Unit) -> None:
        for number, owner in ((1, ADA), (2, BEN), (3, None)):
            add(unit, "sess_1", make(number), owner)
        add(unit, "sess_2", make(4), ADA)

    def found(session: str, *numbers: int) -> dict[str, Any]:
        ids = [make(number).id for number in numbers]
        told: dict[str, Any] = look(store, lambda unit: find(unit, session, ids))
        return told

    write(store, fill)
    assert found("sess_1", 3, 1) == {each.id: each for each in (make(1), make(3))}
    assert found("sess_1", 1, 2, 3, 4, 9).keys() == {make(number).id for number in (1, 2, 3)}
    assert found("sess_2", 1, 2, 3, 4) == {make(4).id: make(4)}
    assert found("sess_1") == found("sess_9", 1) == {}


def test_what_was_left_out_is_kept_as_left_out(store: Store, sessions: object) -> None:
    bare, plain = StrategyText("strat_1", "A walk."), AgreementText("agr_1", "A walk.")

    def fill(unit: Unit) -> None:
        unit.common.add_strategy("sess_1", bare, owner=ADA)
        unit.common.put_agreement("sess_1", plain, owner=ADA)

    write(store, fill)
    with store.snapshot() as unit:
        assert unit.common.strategies("sess_1", ["strat_1"]) == {"strat_1": bare}
        assert unit.common.agreements("sess_1", ["agr_1"]) == {"agr_1": plain}


def test_an_agreement_reads_as_it_was_worded_last(store: Store, sessions: object) -> None:
    def word(unit: Unit) -> None:
        for owner, words in ((ADA, "A walk."), (BEN, "Two walks."), (ADA, "A walk and a talk.")):
            unit.common.put_agreement("sess_1", AgreementText("agr_1", words), owner=owner)

    write(store, word)
    told = look(store, lambda unit: unit.common.agreements("sess_1", ["agr_1"]))
    assert told == {"agr_1": AgreementText("agr_1", "A walk and a talk.")}


# Follow-ups


def test_what_is_due_is_told_the_longest_due_first_and_nothing_before_its_time(store: Store, sessions: object) -> None:
    def fill(unit: Unit) -> None:
        for session, number, minutes in (("sess_1", 1, 10), ("sess_2", 2, 5), ("sess_1", 3, 20), ("sess_1", 4, 5)):
            unit.follow_ups.queue(session, f"agr_{number}", due_at=at(minutes))

    def due(minutes: float) -> list[tuple[str, str]]:
        return list(look(store, lambda unit: unit.follow_ups.due(at(minutes))))

    write(store, fill)
    assert due(4.99) == []
    assert due(5) == [("sess_1", "agr_4"), ("sess_2", "agr_2")]
    assert due(10.5) == [("sess_1", "agr_4"), ("sess_2", "agr_2"), ("sess_1", "agr_1")]
    assert due(100)[-1] == ("sess_1", "agr_3")


def test_an_agreement_is_looked_back_on_once_at_the_time_that_was_said_last(store: Store, sessions: object) -> None:
    def queue(unit: Unit) -> None:
        for minutes in (10, 20):
            unit.follow_ups.queue("sess_1", "agr_1", due_at=at(minutes))

    write(store, queue)
    assert look(store, lambda unit: unit.follow_ups.due(at(15))) == ()
    assert look(store, lambda unit: unit.follow_ups.due(at(25))) == (("sess_1", "agr_1"),)


# All or nothing


def everything(unit: Unit) -> list[Any]:
    return [
        unit.words.needs("sess_1", owner=ADA),
        unit.words.synthesis("sess_1", owner=ADA),
        unit.common.ground("sess_1", ["cg_1"]),
        unit.common.strategies("sess_1", ["strat_1"]),
        unit.common.agreements("sess_1", ["agr_1"]),
        unit.follow_ups.due(at(60)),
    ]


def fill_all(unit: Unit) -> None:
    unit.words.put_needs("sess_1", [need(1)], owner=ADA)
    unit.words.put_synthesis("sess_1", Synthesis(at(1), 1), owner=ADA)
    unit.common.add_ground("sess_1", ground(1), owner=None)
    unit.common.add_strategy("sess_1", strategy(1), owner=ADA)
    unit.common.put_agreement("sess_1", agreement(1), owner=ADA)
    unit.follow_ups.queue("sess_1", "agr_1", due_at=at(1))


def test_a_transaction_that_raises_leaves_nothing_behind(store: Store, sessions: object) -> None:
    def half(unit: Unit) -> None:
        fill_all(unit)
        assert all(everything(unit))
        raise Mishap

    with pytest.raises(Mishap):
        write(store, half)
    assert not any(look(store, everything))
    write(store, fill_all)
    assert all(look(store, everything))


def test_a_snapshot_shows_one_moment(store: Store, sessions: object) -> None:
    with store.snapshot() as unit:
        before = everything(unit)
        # In a thread of its own, as somebody else would.
        writer = Thread(target=write, args=(store, fill_all))
        writer.start()
        writer.join()
        assert everything(unit) == before
    assert all(look(store, everything))
