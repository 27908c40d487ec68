"""The list of one's sessions: what is in it, in which order, and how it goes on from page to page."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from attrs import evolve, frozen
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from beheard_core.mediation import Session, SessionStatus
from beheard_server.settings import Settings
from beheard_server.store import Store
from beheard_server.store.memory import MemoryStore
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import SECRET_KEY, START, Reply
from tests.server.client import Api, fresh_api
from tests.server.facts import invited, joined, keep
from tests.server.people import Couple, Person, call, end, granted, invite, meet, refused, register, sign_in

OTHER_KEY = "another-key-" + "0123456789abcdef" * 2
MANY = 1000


def ask(person: Person, **query: object) -> Reply:
    return person.get(f"/sessions?{urlencode(query)}")


def page(person: Person, **query: object) -> Any:
    told = granted(ask(person, **query))
    assert told.keys() - {"cursor"} == {"sessions", "hasMore"}
    assert ("cursor" in told) is told["hasMore"]
    return told


def ids(told: Any) -> list[str]:
    return [each["id"] for each in told["sessions"]]


def pages(person: Person, **query: object) -> Iterator[Any]:
    """Go through a list to its end, which must come."""
    told, used = page(person, **query), set[str]()
    yield told
    while told["hasMore"]:
        assert told["cursor"] not in used
        used.add(told["cursor"])
        told = page(person, **query, cursor=told["cursor"])
        yield told


def whole_list(person: Person, **query: object) -> list[str]:
    return [each for told in pages(person, **query) for each in ids(told)]


@pytest.fixture
def ada(api: Api) -> Person:
    return register(api)


def write(store: Store, *sessions: Session) -> list[str]:
    with store.transaction() as unit:
        return [keep(unit, each).id for each in sessions]


def aged(session: Session, *, seconds: float) -> Session:
    return evolve(session, created_at=START + timedelta(seconds=seconds))


def some(api: Api, person: Person, count: int) -> list[str]:
    """Write sessions that somebody opened one second after the other, and give their ids, newest first."""
    sessions = [aged(invited(each, person.id), seconds=each) for each in range(count)]
    return write(api.shell.store, *sessions)[::-1]


# What is in it


def test_a_newcomer_has_no_sessions(ada: Person) -> None:
    assert page(ada) == {"sessions": [], "hasMore": False}


def test_a_session_is_listed_as_it_is_shown_elsewhere(api: Api, couple: Couple) -> None:
    for person in (couple.ada, couple.ben):
        (listed,) = page(person)["sessions"]
        detail = granted(person.get(couple.session))
        assert listed == {key: detail[key] for key in listed}
        assert detail.keys() - listed.keys() == {"relationship", "currentGates", "resolvedAt"}


def test_everybody_sees_their_own_sessions_and_no_others(api: Api, couple: Couple, cleo: Person) -> None:
    theirs = couple.session.removeprefix("/sessions/")
    other = meet(cleo, couple.ben).session.removeprefix("/sessions/")
    assert (whole_list(couple.ada), whole_list(cleo)) == ([theirs], [other])
    assert set(whole_list(couple.ben)) == {theirs, other}


def test_who_is_invited_sees_the_session_once_they_have_joined(api: Api, couple: Couple) -> None:
    end(api, couple)
    api.clock.advance(minutes=1)
    session, invitation = invite(couple.ada, personId=couple.ben.id)
    old, new = (each.removeprefix("/sessions/") for each in (couple.session, session))
    assert (whole_list(couple.ada), whole_list(couple.ben)) == ([new, old], [old])
    granted(couple.ben.post(f"{invitation}/accept"))
    assert whole_list(couple.ben) == [new, old]


def test_the_newest_comes_first_and_equal_times_have_one_order(api: Api, ada: Person) -> None:
    moments = [5, 1, 3, 3, 3, 0.000001, 0, 3.5]
    sessions = [aged(invited(number, ada.id), seconds=at) for number, at in enumerate(moments)]
    write(api.shell.store, *sessions)
    listed = whole_list(ada)
    by_age = [
        [moments[int(each.removeprefix("sess_"))] for each in some] for some in (listed, whole_list(ada, limit=1))
    ]
    assert by_age[0] == by_age[1] == sorted(moments, reverse=True)
    assert whole_list(ada, limit=1) == whole_list(ada, limit=3) == listed


# Filters


def in_every_state(api: Api, ada: Person) -> dict[str, list[str]]:
    """Write two sessions in each state, and give the ids of each, newest first."""
    kept: dict[str, list[str]] = {}
    for number in range(2 * 6):
        status = ["INVITED", "ACTIVE", "WAITING", "PAUSED", "RESOLVED", "ABANDONED"][number % 6]
        session = aged(invited(number, ada.id), seconds=number)
        if status != "INVITED":
            stored = SessionStatus("ACTIVE" if status == "WAITING" else status)
            session = evolve(joined(session), status=stored)
        if status == "WAITING":
            session = evolve(session, inviter=evolve(session.inviter, compact_signed_at=START))
        kept[status] = write(api.shell.store, session) + kept.get(status, [])
    return kept


def test_a_status_picks_the_sessions_that_are_shown_with_it_and_active_takes_in_waiting(api: Api, ada: Person) -> None:
    kept = in_every_state(api, ada)
    for status, expected in kept.items():
        told = page(ada, status=status)
        if status == "ACTIVE":
            assert set(ids(told)) == {*expected, *kept["WAITING"]}
            assert [each["status"] for each in told["sessions"]] == ["WAITING", "ACTIVE"] * 2
        else:
            assert ids(told) == expected
            assert {each["status"] for each in told["sessions"]} == {status}
    assert sorted(whole_list(ada)) == sorted(each for some in kept.values() for each in some)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_filter_leaves_no_holes_in_the_pages(api: Api, ada: Person, limit: int) -> None:
    sessions = [aged(joined(invited(each, ada.id)), seconds=each) for each in range(30)]
    waiting = [evolve(each, inviter=evolve(each.inviter, compact_signed_at=START)) for each in sessions[::7]]
    write(api.shell.store, *(each for each in sessions if each.id not in {some.id for some in waiting}), *waiting)
    for told in pages(ada, status="WAITING", limit=limit):
        assert len(told["sessions"]) == limit or not told["hasMore"]
    assert whole_list(ada, status="WAITING", limit=limit) == [each.id for each in waiting[::-1]]
    assert whole_list(ada, status="ACTIVE", limit=limit) == [each.id for each in sessions[::-1]]


@pytest.mark.parametrize("status", ["CREATED", "active", "ACTIVE,PAUSED", "0", "\0"])
def test_an_unknown_status_is_refused(ada: Person, status: str) -> None:
    refused(ask(ada, status=status), 400, "VALIDATION_ERROR", {"status"})


# Pages


def test_a_page_has_twenty_sessions_unless_told_otherwise_and_fifty_at_most(api: Api, ada: Person) -> None:
    expected = some(api, ada, 51)
    assert ids(page(ada)) == expected[:20]
    for limit in (1, 50):
        told = page(ada, limit=limit)
        assert (ids(told), told["hasMore"]) == (expected[:limit], True)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_the_last_page_says_that_it_is_the_last(api: Api, ada: Person, count: int) -> None:
    some(api, ada, count)
    told = page(ada, limit=2)
    assert (len(told["sessions"]), told["hasMore"]) == (min(count, 2), count > 2)


@pytest.mark.parametrize("limit", ["0", "51", "-1", "x", "1.5", "1e1", "true", "٣", "9" * 5000, "null"])
def test_a_limit_is_a_whole_number_from_1_to_50(ada: Person, limit: str) -> None:
    refused(ask(ada, limit=limit), 400, "VALIDATION_ERROR", {"limit"})


def test_everything_that_is_wrong_is_named_at_once(ada: Person) -> None:
    reply = ask(ada, limit="x", status="x", cursor="x" * 1001)
    refused(reply, 400, "VALIDATION_ERROR", {"limit", "status", "cursor"})


def test_the_list_is_for_people_who_are_signed_in(api: Api) -> None:
    refused(call(api, "GET", "/sessions?limit=0"), 401, "UNAUTHORIZED", set())


# Cursors


@frozen
class Begun:
    """A list that somebody has seen the first page of."""

    person: Person
    cursor: str
    rest: list[str]


@pytest.fixture
def begun(api: Api, ada: Person) -> Begun:
    expected = some(api, ada, 6)
    return Begun(ada, page(ada, limit=2)["cursor"], expected[2:])


def rejected(person: Person, cursor: str, **query: object) -> None:
    reply = ask(person, cursor=cursor, **query)
    refused(reply, 400, "VALIDATION_ERROR", {"cursor"})
    assert cursor[:20] not in str(reply.body)


def test_a_cursor_may_be_used_again_and_with_another_limit(begun: Begun) -> None:
    for limit in (4, 4, 3, 1):
        assert ids(page(begun.person, cursor=begun.cursor, limit=limit)) == begun.rest[:limit]


def test_a_blank_cursor_is_none(begun: Begun) -> None:
    assert page(begun.person, cursor=" ") == page(begun.person)


def test_a_cursor_that_was_tampered_with_is_refused(begun: Begun) -> None:
    cursor = begun.cursor
    for place, letter in enumerate(cursor):
        # Far enough apart in base 64 to mean other bits, also in a last letter that has bits to spare.
        rejected(begun.person, cursor[:place] + ("Q" if letter in "ABCD" else "A") + cursor[place + 1 :])
    payload, _, signature = cursor.rpartition(".")
    for forged in (payload, f".{signature}", f"{payload}.", cursor[:-1], cursor + "A", cursor * 2, f".{cursor}"):
        rejected(begun.person, forged)


@pytest.mark.parametrize("cursor", ["x", "0", "null", "é", "\U0001f54a", "\0", "\ufffd", "../..", "a.b.c", "A" * 1000])
def test_what_we_have_not_signed_is_no_cursor(begun: Begun, cursor: str) -> None:
    rejected(begun.person, cursor)


def test_what_we_have_signed_for_another_purpose_is_no_cursor(begun: Begun) -> None:
    for token in (begun.person.token, begun.person.refresh_token):
        rejected(begun.person, token)


def test_a_cursor_is_for_the_person_who_got_it(api: Api, begun: Begun, cleo: Person) -> None:
    rejected(cleo, begun.cursor)
    assert ids(page(sign_in(begun.person), cursor=begun.cursor)) == begun.rest


def test_a_cursor_is_for_the_status_that_it_was_made_with(api: Api, ada: Person) -> None:
    sessions = [aged(joined(invited(each, ada.id)), seconds=each) for each in range(4)]
    signed = [evolve(each, inviter=evolve(each.inviter, compact_signed_at=START)) for each in sessions]
    write(api.shell.store, *signed)
    choices: list[dict[str, object]] = [{}, {"status": "ACTIVE"}, {"status": "WAITING"}]
    for made in choices:
        cursor = page(ada, limit=2, **made)["cursor"]
        for used in choices:
            if used == made:
                assert len(ids(page(ada, cursor=cursor, **used))) == 2
            else:
                rejected(ada, cursor, **used)


def test_a_cursor_is_good_for_a_day(api: Api, begun: Begun) -> None:
    api.clock.advance(days=1, seconds=-1)
    again = sign_in(begun.person)
    assert ids(page(again, cursor=begun.cursor)) == begun.rest
    api.clock.advance(seconds=2)
    rejected(again, begun.cursor)


def test_a_cursor_of_another_key_is_refused_and_one_of_an_older_key_is_not(tmp_path: Path) -> None:
    def served(*keys: str) -> Api:
        return Api(Settings(database=tmp_path / "kept.db", secret_keys=keys, rate_limits=False))

    with closing(served(SECRET_KEY)) as before:
        ada = register(before)
        expected = some(before, ada, 4)
        cursor = page(ada, limit=1)["cursor"]
    with closing(served(OTHER_KEY, SECRET_KEY)) as between:
        assert whole_list(evolve(ada, server=between)) == expected
        assert ids(page(evolve(ada, server=between), cursor=cursor)) == expected[1:]
    with closing(served(OTHER_KEY)) as after:
        rejected(sign_in(evolve(ada, server=after)), cursor)


# Adding and removing while somebody pages


@frozen
class Meanwhile:
    """What others do between two pages: sessions that appear, by age, and sessions that leave the list."""

    limit: int
    appear: list[float]
    leave: list[int]


meanwhiles = st.lists(
    st.builds(
        Meanwhile,
        st.integers(20, 50),
        # Before, among and behind those that are there; whole seconds fall on the same moment as others.
        st.lists(st.integers(-5, MANY // 3 + 5) | st.floats(0, MANY / 3), max_size=4),
        st.lists(st.integers(0, MANY - 1), max_size=4),
    ),
    min_size=1,
)


def page_while_others_act(api: Api, status: str | None, acts: list[Meanwhile]) -> None:
    ada, store = register(api), api.shell.store
    there = write(store, *(aged(invited(each, ada.id), seconds=each // 3) for each in range(MANY)))
    numbers, throughout, seen = count(MANY), set(there), list[str]()
    query: dict[str, object] = {} if status is None else {"status": status}
    for act in cycle(acts):
        told = page(ada, **query, limit=act.limit)
        seen.extend(ids(told))
        if not told["hasMore"]:
            break
        query["cursor"] = told["cursor"]
        write(store, *(aged(invited(next(numbers), ada.id), seconds=at) for at in act.appear))
        for number in act.leave if status is not None else ():
            abandon(store, there[number])
            throughout.discard(there[number])
        assert len(seen) <= 2 * MANY
    assert len(set(seen)) == len(seen)
    assert throughout <= set(seen)


@pytest.mark.parametrize("status", ["INVITED", None])
@pytest.mark.parametrize("kind", ["sqlite", "memory"])
def test_what_was_there_throughout_is_listed_once_whatever_comes_and_goes(
    tmp_path: Path, kind: str, status: str | None
) -> None:
    databases = (tmp_path / f"{number}.db" for number in count())

    # One run writes a thousand sessions, so a failure is shown as it was found and not made smaller.
    @settings(max_examples=settings().max_examples // 20, phases=[Phase.generate])
    @given(meanwhiles)
    def pages_stay_whole(acts: list[Meanwhile]) -> None:
        kept: Store = MemoryStore() if kind == "memory" else SQLiteStore(next(databases))
        with closing(fresh_api(tmp_path, store=kept)) as api:
            page_while_others_act(api, status, acts)

    pages_stay_whole()


def abandon(store: Store, session_id: str) -> None:
    with store.transaction() as unit:
        stored = unit.sessions.get(session_id)
        assert stored is not None
        unit.sessions.replace(evolve(stored.value, status=SessionStatus.ABANDONED), stored.version)


def test_the_list_goes_on_although_the_last_session_of_the_page_is_gone(api: Api, ada: Person) -> None:
    expected = some(api, ada, 6)
    told = page(ada, status="INVITED", limit=3)
    abandon(api.shell.store, ids(told)[-1])
    assert ids(page(ada, status="INVITED", cursor=told["cursor"])) == expected[3:]


def test_a_cursor_reads_the_same_in_an_address(begun: Begun) -> None:
    assert quote(begun.cursor, safe="") == begun.cursor
