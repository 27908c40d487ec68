"""Two workers over one file: what happens at the same moment happens once, and nobody sees a fault."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import orjson
import pytest

from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import ABSENT, Reply
from tests.server.people import PASSWORD, Couple, Person, call, granted, invite, meet, reach, refused, register, step
from tests.server.processes import Running, at_once, serving

ROUNDS = int(os.environ.get("BEHEARD_ROUNDS", "15"))
CALLS = 16
CONFLICT = (409, "CONFLICT")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "kept.db"


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[Running]:
    with serving(database, rate_limits="off") as running:
        yield running


@pytest.fixture(scope="module")
def ada(server: Running) -> Person:
    return register(server, "Ada")


@pytest.fixture(scope="module")
def ben(server: Running) -> Person:
    return register(server, "Ben")


@pytest.fixture(scope="module")
def cleo(server: Running) -> Person:
    return register(server, "Cleo")


@contextmanager
def meeting(ada: Person, ben: Person) -> Iterator[Couple]:
    """Bring two people together, and let them part, so that they can meet again."""
    couple = meet(ada, ben)
    yield couple
    granted(ada.post(f"{couple.session}/leave"))


def outcome(reply: Reply) -> tuple[int, str | None]:
    """Give a reply's status, and the code or the reason of a refusal."""
    if reply.status < 400:
        return reply.status, None
    if reply.body["success"]:
        return reply.status, reply.body["data"]["blockedReason"]
    return reply.status, reply.body["error"]["code"]


def tally(replies: Sequence[Reply]) -> dict[tuple[int, str | None], int]:
    return dict(Counter(map(outcome, replies)))


def once_each(couple: Couple, below: str, refusal: tuple[int, str], body: object = ABSENT) -> None:
    """Let both do the same several times at the same moment, and expect that it works once for either."""
    half = CALLS // 2
    acts = [partial(person.post, couple.session + below, body) for person in (couple.ada, couple.ben)]
    replies = at_once(*acts * half)
    for own in (replies[::2], replies[1::2]):
        assert tally(own) == {(200, None): 1, refusal: half - 1}


def told(database: Path, session: str) -> dict[tuple[str, str], int]:
    """Count the events of a session, by what was done and by whom."""
    with closing(SQLiteStore(database)) as store, store.snapshot() as unit:
        rows = unit.outbox.of_session(session.removeprefix("/sessions/"))
    return dict(Counter((each.name, orjson.loads(each.body)["actorId"]) for each in rows))


def each_once(couple: Couple, *names: str) -> dict[tuple[str, str], int]:
    joined = {("session.joined", couple.ben.id): 1}
    return joined | {(name, person.id): 1 for name in names for person in (couple.ada, couple.ben)}


def test_an_invitation_is_accepted_once(database: Path, ada: Person, ben: Person) -> None:
    for _ in range(ROUNDS):
        session, invitation = invite(ada, inviteEmail=ben.email)
        replies = at_once(*[partial(ben.post, f"{invitation}/accept")] * CALLS)
        assert tally(replies) == {(200, None): 1, CONFLICT: CALLS - 1}
        assert told(database, session) == {("session.joined", ben.id): 1}
        granted(ada.post(f"{session}/leave"))


def test_either_signs_once(database: Path, ada: Person, ben: Person) -> None:
    for _ in range(ROUNDS):
        with meeting(ada, ben) as couple:
            once_each(couple, "/compact/sign", CONFLICT)
            assert told(database, couple.session) == each_once(couple, "partner.signed_compact")
            for person in (ada, ben):
                status = granted(person.get(f"{couple.session}/compact/status"))
                assert (status["mySigned"], status["partnerSigned"], status["canAdvance"]) == (True, True, True)


def test_either_takes_a_step_once(database: Path, ada: Person, ben: Person) -> None:
    steps = ("partner.signed_compact", "partner.stage_completed", "partner.advanced")
    for _ in range(ROUNDS):
        with meeting(ada, ben) as couple:
            for person in (ada, ben):
                granted(person.post(f"{couple.session}/compact/sign"))
            once_each(couple, "/stages/advance", (400, "INVALID_STAGE_TRANSITION"), step(0))
            assert told(database, couple.session) == each_once(couple, *steps)
            for person in (ada, ben):
                progress = granted(person.get(f"{couple.session}/progress"))
                assert (progress["myProgress"]["stage"], progress["partnerProgress"]["stage"]) == (1, 1)


def test_private_acts_of_both_are_never_lost(ada: Person, ben: Person) -> None:
    with meeting(ada, ben) as couple:
        reach(couple, ada=1, ben=1)
        for turn in range(2 * ROUNDS):
            body = {"confirmed": turn % 2 == 0}
            replies = at_once(*[partial(each.post, f"{couple.session}/feel-heard", body) for each in (ada, ben)])
            assert [granted(reply)["confirmed"] for reply in replies] == [body["confirmed"]] * 2
            gates = [granted(each.get(f"{couple.session}/stages/1/gates")) for each in (ada, ben)]
            assert [each["feelHeardConfirmed"] for each in gates] == [body["confirmed"]] * 2


def test_one_of_two_people_gets_the_second_seat(ada: Person, ben: Person, cleo: Person) -> None:
    for _ in range(ROUNDS):
        session, invitation = invite(ada, inviteEmail="anybody@example.org")
        replies = at_once(*[partial(each.post, f"{invitation}/accept") for each in (ben, cleo)])
        assert tally(replies) == {(200, None): 1, CONFLICT: 1}
        assert sorted(each.get(session).status for each in (ben, cleo)) == [200, 403]
        granted(ada.post(f"{session}/leave"))


def test_two_people_who_invite_each_other_get_one_session(ada: Person, ben: Person) -> None:
    for _ in range(ROUNDS):
        (first, to_ben), (second, to_ada) = invite(ada, inviteEmail=ben.email), invite(ben, inviteEmail=ada.email)
        acts = [partial(ben.post, f"{to_ben}/accept"), partial(ada.post, f"{to_ada}/accept")]
        assert tally(at_once(*acts)) == {(200, None): 1, CONFLICT: 1}
        assert granted(ada.get("/auth/me"))["activeSessions"] == 1
        for person, session in ((ada, first), (ben, second)):
            granted(person.post(f"{session}/leave"))


def test_an_address_is_invited_once(server: Running, ada: Person) -> None:
    body = {"inviteEmail": "once@example.org"}
    assert tally(at_once(*[partial(ada.post, "/sessions", body)] * CALLS)) == {(201, None): 1, CONFLICT: CALLS - 1}


def test_an_address_is_registered_once(server: Running) -> None:
    bodies = [{"email": f"{name}@example.org", "password": PASSWORD} for name in ("once-only", "Once-Only") * 3]
    replies = at_once(*[partial(call, server, "POST", "/auth/register", json=body) for body in bodies])
    assert tally(replies) == {(201, None): 1, CONFLICT: len(bodies) - 1}


def test_of_several_newcomers_with_one_link_one_joins_and_the_others_have_no_account(
    server: Running, ada: Person
) -> None:
    _, invitation = invite(ada, inviteEmail="newcomer@example.org")
    people = [{"email": f"newcomer{number}@example.org", "password": PASSWORD} for number in range(4)]
    link = {"invitationId": invitation.removeprefix("/invitations/")}
    replies = at_once(*[partial(call, server, "POST", "/auth/register", json=body | link) for body in people])
    assert tally(replies) == {(201, None): 1, (410, "INVITATION_EXPIRED"): len(people) - 1}
    for reply, body in zip(replies, people, strict=True):
        known = call(server, "POST", "/auth/login", json=body)
        assert known.status == (200 if reply.status == 201 else 401)


def test_sessions_do_not_disturb_each_other(ada: Person, ben: Person, cleo: Person) -> None:
    with meeting(ada, ben) as first, meeting(ben, cleo) as second, meeting(cleo, ada) as third:
        seats = [(person, each.session) for each in (first, second, third) for person in (each.ada, each.ben)]
        signing = [partial(person.post, f"{session}/compact/sign") for person, session in seats]
        looking = [partial(person.get, f"{session}/progress") for person, session in seats]
        assert tally(at_once(*signing, *looking)) == {(200, None): len(signing) + len(looking)}
        assert all(granted(look())["canAdvance"] for look in looking)


def test_a_body_without_a_length_is_read_and_limited_like_any_other(server: Running, ada: Person) -> None:
    path = "/api/v1/auth/login"
    login = orjson.dumps({"email": ada.email, "password": PASSWORD})
    assert server.in_chunks("POST", path, [login[:20], login[20:]]).status == 200
    refused(server.in_chunks("POST", path, [b"{", *[b" " * 100_000] * 11, b"}"]), 413, "PAYLOAD_TOO_LARGE")


def test_limits_can_be_switched_off(server: Running) -> None:
    wrong = {"email": "nobody@example.org", "password": PASSWORD}
    assert tally(at_once(*[partial(call, server, "POST", "/auth/login", json=wrong)] * 7)) == {(401, "UNAUTHORIZED"): 7}
