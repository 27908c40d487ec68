"""Two workers and a crowd: what many do at the same moment is done once, and no limit lets one too many through."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from attrs import evolve

from beheard_server.store import Store
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import Reply
from tests.server.channel import events_of, id_of
from tests.server.people import PASSWORD, Couple, Person, call, granted, invite, meet, refused, register, sign_in
from tests.server.processes import Running, at_once, serving

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "10"))
CROWD = 16
NUMBERS = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("crowded") / "kept.db", rate_limits="off") as running:
        yield running


@pytest.fixture(scope="module")
def kept(server: Running) -> Iterator[Store]:
    """Give what the workers have kept, as seen from outside."""
    with closing(SQLiteStore(server.log.with_suffix(".db"))) as store:
        yield store


@pytest.fixture(scope="module")
def friends(server: Running) -> tuple[Person, Person]:
    """Give two people who meet again and again."""
    return register(server, "Ada"), register(server, "Ben")


@pytest.fixture
def cleo(server: Running) -> Person:
    """Give somebody whose sign-ins may end."""
    return register(server, f"Cleo{next(NUMBERS)}")


def statuses(replies: list[Reply]) -> dict[int, int]:
    return dict(Counter(reply.status for reply in replies))


def crowd(*acts: Callable[[], Reply]) -> list[Reply]:
    """Let a crowd do these things at the same moment, each as often as the others."""
    return at_once(*acts * (CROWD // len(acts)))


def names(store: Store, session: str) -> list[str]:
    return [name for name, _ in events_of(store, session)]


# Refreshing


def spend(person: Person) -> Reply:
    return call(person.server, "POST", "/auth/refresh", json={"refreshToken": person.refresh_token})


def refreshed(person: Person, reply: Reply) -> Person:
    told = granted(reply)
    return evolve(person, token=told["accessToken"], refresh_token=told["refreshToken"])


def access(*people: Person) -> set[int]:
    """Use access tokens often enough to meet both workers."""
    return {reply.status for reply in at_once(*[partial(each.get, "/auth/me") for each in people] * 4)}


def test_of_many_who_show_one_refresh_token_at_most_one_gets_a_pair_and_nobody_keeps_one(cleo: Person) -> None:
    for _ in range(ROUNDS):
        one, elsewhere = sign_in(cleo), sign_in(cleo)
        replies = crowd(partial(spend, one))
        assert statuses(replies) in ({200: 1, 401: CROWD - 1}, {401: CROWD})
        winners = [refreshed(one, each) for each in replies if each.status == 200]
        assert access(one, elsewhere, *winners) == {401}
        assert {spend(each).status for each in (*winners, elsewhere)} == {401}


def test_sign_ins_of_one_person_are_refreshed_side_by_side(cleo: Person) -> None:
    people = [sign_in(cleo) for _ in range(CROWD // 2)]
    replies = at_once(*(partial(spend, each) for each in people))
    assert statuses(replies) == {200: len(people)}
    assert access(*(refreshed(each, reply) for each, reply in zip(people, replies, strict=True))) == {200}


def test_what_one_worker_has_signed_out_no_worker_lets_in(cleo: Person) -> None:
    for everywhere in (False, True):
        one, other = sign_in(cleo), sign_in(cleo)
        assert access(one, other) == {200}
        body = {"refreshToken": one.refresh_token, "allDevices": everywhere}
        assert statuses(crowd(partial(one.post, "/auth/logout", body))).keys() <= {200, 401}
        assert access(one) == {401}
        assert access(other) == ({401} if everywhere else {200})


# Resting and ending


@pytest.fixture
def couple(server: Running) -> Couple:
    number = next(NUMBERS)
    return meet(register(server, f"Adele{number}"), register(server, f"Bert{number}"))


def by_both(couple: Couple, act: str, body: object = None) -> list[Reply]:
    return crowd(*(partial(each.post, f"{couple.session}/{act}", body or {}) for each in (couple.ada, couple.ben)))


def test_a_session_is_paused_once_and_resumed_once(kept: Store, couple: Couple) -> None:
    for _ in range(ROUNDS):
        for act, shown in (("pause", "PAUSED"), ("resume", "ACTIVE")):
            replies = by_both(couple, act)
            assert statuses(replies) == {200: 1, 409: CROWD - 1}
            assert granted(couple.ada.get(couple.session))["status"] == shown
    assert names(kept, couple.session) == ["session.joined", *["session.paused", "session.resumed"] * ROUNDS]


def test_only_the_reason_of_the_one_who_paused_is_kept(kept: Store, couple: Couple) -> None:
    for number in range(ROUNDS):
        reasons = {each: f"reason {number} of {each.id}" for each in (couple.ada, couple.ben)}
        path = f"{couple.session}/pause"
        replies = crowd(*(partial(each.post, path, {"reason": why}) for each, why in reasons.items()))
        assert statuses(replies) == {200: 1, 409: CROWD - 1}
        granted(couple.ada.post(f"{couple.session}/resume"))
    with kept.snapshot() as unit:
        notes = [unit.words.notes(id_of(couple.session), owner=each.id) for each in (couple.ada, couple.ben)]
    paused = [body["actorId"] for name, body in events_of(kept, couple.session) if name == "session.paused"]
    assert [len(each) for each in notes] == [paused.count(each.id) for each in (couple.ada, couple.ben)]


def test_pausing_and_resuming_at_once_take_turns(kept: Store, couple: Couple) -> None:
    for _ in range(ROUNDS):
        acts = [
            partial(who.post, f"{couple.session}/{act}") for who, act in ((couple.ada, "pause"), (couple.ben, "resume"))
        ]
        assert statuses(crowd(*acts)).keys() <= {200, 409}
    told = names(kept, couple.session)[1:]
    assert told == [("session.paused", "session.resumed")[turn % 2] for turn in range(len(told))]
    resting = bool(told) and told[-1] == "session.paused"
    assert granted(couple.ada.get(couple.session))["status"] == ("PAUSED" if resting else "ACTIVE")


def test_a_session_is_left_once(kept: Store, friends: tuple[Person, Person]) -> None:
    ada, ben = friends
    for _ in range(ROUNDS):
        couple = meet(ada, ben)
        replies = by_both(couple, "leave", {"reason": "enough"})
        assert statuses(replies) == {200: 1, 400: CROWD - 1}
        for each in replies:
            if each.status == 400:
                refused(each, 400, "SESSION_NOT_ACTIVE")
        assert names(kept, couple.session) == ["session.joined", "session.abandoned"]


def test_who_leaves_while_the_other_acts_ends_it_all_the_same(kept: Store, friends: tuple[Person, Person]) -> None:
    ada, ben = friends
    for _ in range(ROUNDS):
        couple = meet(ada, ben)
        acts = [partial(ada.post, f"{couple.session}/leave"), partial(ben.post, f"{couple.session}/compact/sign")]
        leaving, signing = at_once(*acts)
        assert (leaving.status, signing.status in {200, 400}) == (200, True)
        signed = ["partner.signed_compact"] if signing.status == 200 else []
        assert names(kept, couple.session) == ["session.joined", *signed, "session.abandoned"]
        assert granted(ben.get(f"{couple.session}/compact/status"))["mySigned"] is bool(signed)


# Answering


def test_an_invitation_is_either_accepted_or_declined(kept: Store, friends: tuple[Person, Person]) -> None:
    ada, ben = friends
    for _ in range(ROUNDS):
        session, invitation = invite(ada, inviteEmail=ben.email)
        replies = crowd(*(partial(ben.post, f"{invitation}/{answer}") for answer in ("accept", "decline")))
        assert statuses(replies) == {200: 1, 409: CROWD - 1}
        (told,) = names(kept, session)
        status = granted(ada.get(session))["status"]
        assert (told, status) in {("session.joined", "ACTIVE"), ("invitation.declined", "ABANDONED")}
        assert granted(ada.get(invitation))["status"] == ("ACCEPTED" if status == "ACTIVE" else "DECLINED")
        if status == "ACTIVE":
            granted(ada.post(f"{session}/leave"))


def test_an_invitation_is_sent_again_once(kept: Store, friends: tuple[Person, Person]) -> None:
    ada, _ = friends
    for _ in range(ROUNDS):
        session, invitation = invite(ada, inviteEmail=f"dora{next(NUMBERS)}@example.org")
        with kept.transaction() as unit:
            stored = unit.sessions.get(id_of(session))
            assert stored is not None
            offer = stored.value.invitation
            older = evolve(offer, created_at=offer.created_at - timedelta(days=2))
            unit.sessions.replace(evolve(stored.value, invitation=older), stored.version)
        assert statuses(crowd(partial(ada.post, f"{invitation}/resend"))) == {200: 1, 429: CROWD - 1}


# Limits


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    # Whoever comes from this machine is a proxy here, so that every round can come from an address of its own.
    place = tmp_path_factory.mktemp("limited") / "kept.db"
    with serving(place, user_limit="10/hour", ip_limit="10/hour", trusted_proxies="127.0.0.1") as running:
        yield running


def newcomer() -> dict[str, str]:
    return {"email": f"somebody{next(NUMBERS)}@example.org", "password": PASSWORD}


def elsewhere() -> dict[str, str]:
    """Come from an address that nobody has come from."""
    number = next(NUMBERS)
    return {"X-Forwarded-For": f"192.0.{number // 250}.{number % 250 + 1}"}


@pytest.mark.parametrize(
    ("path", "body", "admitted", "status"),
    [
        ("/auth/refresh", lambda: {"refreshToken": "x"}, 10, 401),
        ("/auth/login", dict, 10, 400),
        ("/auth/login", newcomer, 5, 401),
        ("/auth/register", newcomer, 3, 201),
    ],
    ids=["any", "malformed", "login", "register"],
)
def test_an_address_is_admitted_exactly_as_often_as_its_limit_says(
    limited: Running, path: str, body: Callable[[], object], admitted: int, status: int
) -> None:
    # Hashing passwords takes its time.
    for _ in range(ROUNDS // 3 + 1 if body is newcomer else ROUNDS):
        headers = elsewhere()
        acts = [partial(call, limited, "POST", path, headers=headers, json=body()) for _ in range(CROWD)]
        replies = at_once(*acts)
        assert statuses(replies) == {status: admitted, 429: CROWD - admitted}
        for each in replies:
            if each.status == 429:
                wait = refused(each, 429, "RATE_LIMITED")["retryAfterSeconds"]
                assert str(wait) in {told for name, told in each.headers.items() if name.lower() == "retry-after"}


def test_a_person_is_admitted_exactly_as_often_as_the_limit_says_wherever_they_come_from(limited: Running) -> None:
    for _ in range(ROUNDS // 3 + 1):
        told = granted(call(limited, "POST", "/auth/register", json=newcomer(), headers=elsewhere()), 201)
        token = told["accessToken"]
        acts = [partial(call, limited, "GET", "/auth/me", token=token, headers=elsewhere()) for _ in range(CROWD)]
        assert statuses(at_once(*acts)) == {200: 10, 429: CROWD - 10}
