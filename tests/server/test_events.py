"""What happens in a session, as pages and as a stream, against the contract's *Realtime*."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from beheard_server.app import state_of
from beheard_server.realtime import sse
from tests.server.channel import published
from tests.server.client import Api, fresh_api
from tests.server.people import API, Couple, Person, call, granted, invite, meet, refused, register, sign_in


def page(person: Person, session: str, query: str = "limit=100") -> Any:
    return granted(person.get(f"{session}/events?{query}"))


def rest_and_go_on(couple: Couple, times: int = 1) -> None:
    for _ in range(times):
        for act in ("pause", "resume"):
            granted(couple.ada.post(f"{couple.session}/{act}"))


# Pages


def test_both_read_every_event_as_the_channel_carries_it(api: Api, couple: Couple) -> None:
    granted(couple.ben.post(f"{couple.session}/pause", {"reason": "a headache", "shareReason": True}))
    for person in (couple.ada, couple.ben):
        read = page(person, couple.session)
        assert [(each["name"], each["data"]) for each in read["events"]] == published(api, couple.session)
        assert read["hasMore"] is False
    joined, paused = page(couple.ada, couple.session)["events"]
    assert joined.keys() == {"id", "name", "data"}
    assert paused["name"] == "session.paused"
    assert paused["data"] == {
        "sessionId": couple.session.rpartition("/")[2],
        "actorId": couple.ben.id,
        "timestamp": "2025-03-02T08:00:00Z",
        "by": couple.ben.id,
        "reason": "a headache",
    }


def test_pages_follow_on_one_another_by_the_last_id(couple: Couple) -> None:
    rest_and_go_on(couple, 3)
    whole = page(couple.ada, couple.session)["events"]
    assert len(whole) == 7
    found: list[Any] = []
    query = "limit=2"
    while True:
        read = page(couple.ben, couple.session, query)
        found += read["events"]
        if not read["hasMore"]:
            break
        assert len(read["events"]) == 2
        query = f"limit=2&after={found[-1]['id']}"
    assert found == whole
    assert page(couple.ada, couple.session, f"after={whole[-1]['id']}") == {"events": [], "hasMore": False}
    assert page(couple.ada, couple.session, f"after={whole[4]['id']}")["events"] == whole[5:]


def test_a_page_has_fifty_events_unless_another_number_is_asked_for(api: Api, couple: Couple) -> None:
    first = page(couple.ada, couple.session)["events"][0]["id"]
    rest_and_go_on(couple, 26)
    read = page(couple.ada, couple.session, f"after={first}")
    assert (len(read["events"]), read["hasMore"]) == (50, True)
    plain = api.call(
        "GET", f"{API}{couple.session}/events", token=couple.ada.token, headers={"Accept": "application/json"}
    )
    assert len(granted(plain)["events"]) == 50


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("after=evt_x", "after"),
        ("after=1", "after"),
    ],
)
def test_a_malformed_question_is_refused(couple: Couple, query: str, field: str) -> None:
    refused(couple.ada.get(f"{couple.session}/events?{query}"), 400, "VALIDATION_ERROR", {field})


def test_an_event_of_another_session_is_no_place_in_this_one(api: Api, couple: Couple) -> None:
    other = meet(couple.ada, register(api, "Cleo"))
    foreign = page(other.ada, other.session)["events"][0]["id"]
    refused(couple.ada.get(f"{couple.session}/events?after={foreign}"), 400, "VALIDATION_ERROR", {"after"})


@pytest.mark.parametrize("query", ["", "?limit=5"])
def test_nobody_else_hears_anything(api: Api, couple: Couple, cleo: Person, query: str) -> None:
    refused(cleo.get(f"{couple.session}/events{query}"), 403, "FORBIDDEN")
    refused(couple.ada.get(f"/sessions/sess_x/events{query}"), 404, "NOT_FOUND")
    refused(call(api, "GET", f"{couple.session}/events{query}"), 401, "UNAUTHORIZED")
    pending, _ = invite(couple.ada, inviteEmail=cleo.email)
    refused(cleo.get(f"{pending}/events{query}"), 403, "FORBIDDEN")


def test_events_are_read_whatever_has_become_of_the_session(couple: Couple) -> None:
    invited, _ = invite(couple.ada, inviteEmail="somebody@example.org")
    assert page(couple.ada, invited)["events"] == []
    granted(couple.ada.post(f"{couple.session}/pause"))
    assert len(page(couple.ben, couple.session)["events"]) == 2
    granted(couple.ada.post(f"{couple.session}/leave"))
    assert [each["name"] for each in page(couple.ben, couple.session)["events"]][-1] == "session.abandoned"


# Streams


class Listener:
    """Somebody in front of a stream, who reads it part by part."""

    def __init__(self, api: Api, person: Person, session: str, **headers: str) -> None:
        sent = {"Authorization": f"Bearer {person.token}", **headers}
        self.answer = api.app.test_client().get(f"{API}{session}/events", headers=sent)
        self.parts: Iterator[Any] = iter(self.answer.response)

    def read(self) -> bytes:
        """Wait for the next part."""
        part = next(self.parts, b"")
        return part if isinstance(part, bytes) else part.encode()

    def close(self) -> None:
        self.answer.close()


def told(part: bytes) -> list[dict[str, str]]:
    """Read the events of a part as the standard says."""
    blocks = part.decode().split("\n\n")
    assert blocks[-1] == ""
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks[:-1]]


def test_a_stream_begins_with_the_first_event_and_goes_on_with_what_happens(api: Api, couple: Couple) -> None:
    with closing(Listener(api, couple.ben, couple.session)) as listener:
        answer = listener.answer
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        assert answer.headers["Cache-Control"] == "no-store"
        assert told(listener.read()) == [{"retry": "1000"}]
        (joined,) = told(listener.read())
        rest_and_go_on(couple)
        rest = told(listener.read())
    whole = page(couple.ada, couple.session)["events"]
    heard = [(each["id"], each["event"], json.loads(each["data"])) for each in (joined, *rest)]
    assert heard == [(each["id"], each["name"], each["data"]) for each in whole]


@pytest.mark.parametrize(("last", "left"), [(0, 2), (1, 1), (None, 3)])
def test_whoever_comes_back_hears_what_they_have_missed(api: Api, couple: Couple, last: int | None, left: int) -> None:
    rest_and_go_on(couple)
    whole = page(couple.ada, couple.session)["events"]
    # What is not known here begins from the start: better twice than never.
    seen = "evt_lost" if last is None else whole[last]["id"]
    with closing(Listener(api, couple.ada, couple.session, **{"Last-Event-ID": seen})) as listener:
        listener.read()
        assert [each["id"] for each in told(listener.read())] == [each["id"] for each in whole[-left:]]


def test_a_silent_stream_says_that_it_is_there(api: Api, couple: Couple, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.5)
    with closing(Listener(api, couple.ada, couple.session)) as listener:
        listener.read()
        listener.read()
        assert [listener.read(), listener.read()] == [b": still here\n\n"] * 2


def test_a_stream_ends_when_its_time_is_over(tmp_path: Any) -> None:
    with closing(fresh_api(tmp_path, stream_seconds=1)) as api:
        couple = meet(register(api, "Ada"), register(api, "Ben"))
        listener = Listener(api, couple.ada, couple.session)
        assert [bool(listener.read()) for _ in range(3)] == [True, True, False]
        assert state_of(api.app).seats._taken == {}


def test_a_stream_ends_before_it_fills_the_buffers_of_a_connection(
    api: Api, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "MOST_BYTES", 1000)
    rest_and_go_on(couple, 40)
    whole = [each["id"] for each in page(couple.ada, couple.session)["events"]]
    heard: list[str] = []
    while len(heard) < len(whole):
        headers = {"Last-Event-ID": heard[-1]} if heard else {}
        with closing(Listener(api, couple.ada, couple.session, **headers)) as listener:
            listener.read()
            heard += [each["id"] for each in told(listener.read())]
            assert listener.read() == b""
    assert heard == whole


@pytest.mark.parametrize("how", ["signs out", "token runs out"])
def test_whoever_is_signed_out_hears_nothing_more(api: Api, couple: Couple, how: str) -> None:
    listener = Listener(api, couple.ben, couple.session)
    assert told(listener.read())
    assert told(listener.read())
    if how == "signs out":
        granted(couple.ben.post("/auth/logout", {"refreshToken": couple.ben.refresh_token}))
    else:
        api.clock.advance(minutes=15)
    granted(sign_in(couple.ada).post(f"{couple.session}/pause"))
    assert listener.read() == b""


def test_a_third_stream_of_one_person_ends_the_first(api: Api, couple: Couple) -> None:
    first, second, third = (Listener(api, couple.ada, couple.session) for _ in range(3))
    for listener in (second, third):
        assert told(listener.read())
        assert told(listener.read())
    first.read()
    assert first.read() == b""
    rest_and_go_on(couple)
    assert len(told(second.read())) == 2
    for each in (second, third):
        each.close()
    assert state_of(api.app).seats._taken == {}


def test_there_are_only_so_many_streams_and_a_closed_one_makes_room(tmp_path: Any) -> None:
    with closing(fresh_api(tmp_path, streams=2)) as api:
        couple = meet(register(api, "Ada"), register(api, "Ben"))
        listeners = [Listener(api, each, couple.session) for each in (couple.ada, couple.ben)]
        refused(couple.ada.get(f"{couple.session}/events"), 503, "SERVICE_UNAVAILABLE")
        assert page(couple.ada, couple.session)["events"]
        # One was read, the other never was.
        listeners[0].read()
        for each in listeners:
            each.close()
        assert state_of(api.app).seats._taken == {}
        with closing(Listener(api, couple.ada, couple.session)) as again:
            assert again.read()


def test_seats_hold_whoever_comes_at_the_same_moment() -> None:
    seats, taken = sse.Seats(5), []
    start = threading.Barrier(20)

    def come(number: int) -> None:
        start.wait()
        seat = seats.take(f"user_{number}")
        if seat is not None:
            taken.append(seat)

    threads = [threading.Thread(target=come, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 5


def test_without_ably_there_is_no_token_for_it(couple: Couple) -> None:
    refused(couple.ada.get("/auth/ably-token"), 503, "SERVICE_UNAVAILABLE")
