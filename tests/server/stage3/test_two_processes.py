"""Two workers over one file: what both do in stage 3 at the same moment is done once and whole."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import count

import pytest

from beheard_server.store import Store
from beheard_server.store.sqlite import SQLiteStore
from tests.server.channel import events_of
from tests.server.people import NEED, Couple, Person, find_ground, granted, meet, reach, register, share_need
from tests.server.processes import Running, at_once, serving
from tests.server.stage3.acts import answer_ground, consent_to, ground, needs, review, talked

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "5"))
NUMBERS = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("needs") / "kept.db", rate_limits="off") as running:
        yield running


@pytest.fixture(scope="module")
def kept(server: Running) -> Iterator[Store]:
    """Give what the workers have kept, as seen from outside."""
    with closing(SQLiteStore(server.log.with_suffix(".db"))) as store:
        yield store


@pytest.fixture
def couple(server: Running) -> Couple:
    """Give two people in stage 3."""
    return in_stage_3(server)


def newly_met(server: Running) -> Couple:
    ada, ben = (register(server, f"{name}{next(NUMBERS)}") for name in ("Ada", "Ben"))
    return meet(ada, ben)


def in_stage_3(server: Running) -> Couple:
    return reach(newly_met(server), ada=3, ben=3)


def confirmed(who: Person, couple: Couple, category: str) -> str:
    """Name a need, confirm it, and give its id."""
    need = granted(who.post(f"{couple.session}/needs", NEED | {"category": category}), 201)["need"]
    granted(review(who, couple))
    return str(need["id"])


def names(store: Store, couple: Couple) -> Counter[str]:
    return Counter(name for name, _ in events_of(store, couple.session))


def test_two_grants_at_the_same_moment_give_one_piece_of_common_ground_for_each_pair(
    server: Running, kept: Store
) -> None:
    for _ in range(ROUNDS):
        couple = in_stage_3(server)
        adas, bens = (confirmed(each, couple, "SAFETY") for each in (couple.ada, couple.ben))
        grants = [partial(consent_to, couple.ada, couple, adas), partial(consent_to, couple.ben, couple, bens)]
        replies = [granted(reply) for reply in at_once(*grants * 3)]
        assert any(each["commonGroundReady"] for each in replies)
        for person in (couple.ada, couple.ben):
            told = ground(person, couple)
            assert told["analysisComplete"] is True
            assert [each["category"] for each in told["commonGround"]] == ["SAFETY"]
        assert names(kept, couple)["partner.needs_shared"] == 2


def test_needs_that_are_shared_later_at_the_same_moment_are_brought_together_once(server: Running) -> None:
    for _ in range(ROUNDS):
        couple = in_stage_3(server)
        for person in (couple.ada, couple.ben):
            share_need(couple, person)
        adas, bens = (confirmed(each, couple, "MEANING") for each in (couple.ada, couple.ben))
        at_once(partial(consent_to, couple.ada, couple, adas), partial(consent_to, couple.ben, couple, bens))
        kinds = Counter(each["category"] for each in ground(couple.ada, couple)["commonGround"])
        assert kinds == {"AUTONOMY": 1, "MEANING": 1}


def test_reads_at_the_same_moment_find_needs_once(server: Running) -> None:
    for _ in range(ROUNDS):
        couple = talked(newly_met(server))
        first, *others = at_once(*[partial(needs, couple.ada, couple)] * 8)
        assert first["needs"]
        assert others == [first] * 7


def test_of_needs_named_at_the_same_moment_eight_are_kept(couple: Couple) -> None:
    name = partial(couple.ada.post, f"{couple.session}/needs", NEED)
    assert Counter(reply.status for reply in at_once(*[name] * 16)) == {201: 8, 400: 8}
    assert len(needs(couple.ada, couple)["needs"]) == 8


def test_both_confirm_at_the_same_moment_and_neither_confirmation_is_lost(server: Running, kept: Store) -> None:
    for _ in range(ROUNDS):
        couple = in_stage_3(server)
        for person in (couple.ada, couple.ben):
            share_need(couple, person)
        (found,) = (each["id"] for each in ground(couple.ada, couple)["commonGround"])
        at_once(*[partial(answer_ground, each, couple, True, found) for each in (couple.ada, couple.ben)])
        assert ground(couple.ben, couple)["bothConfirmed"] is True
        assert names(kept, couple)["partner.common_ground_confirmed"] == 2


def test_a_need_is_taken_back_once_however_often_it_is_asked_for_at_the_same_moment(
    couple: Couple, kept: Store
) -> None:
    find_ground(couple)
    records = granted(couple.ada.get(f"{couple.session}/consent/history"))["records"]
    (record,) = (each["id"] for each in records if each["contentType"] == "IDENTIFIED_NEED")
    body = {"consentRecordId": record}
    revoked = at_once(*[partial(couple.ada.post, f"{couple.session}/consent/revoke", body)] * 8)
    assert len({granted(reply)["revokedAt"] for reply in revoked}) == 1
    assert names(kept, couple)["partner.consent_revoked"] == 1
    assert ground(couple.ben, couple)["commonGround"] == []
