"""Feedback is found again by its words, the best first, and only by those who may read it."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beheard_core.practice import Evaluation, TherapistSession
from beheard_server.store import Store, Unit
from beheard_server.store.memory import MemoryStore
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import START
from tests.server.facts import look, write
from tests.server.practice.clinic import Clinic, Member, invalid, refused

ROWS = int(os.environ.get("BEHEARD_EVALUATIONS", "5000"))


def evaluate(member: Member, session_id: str, feedback: str, comments: str | None = None) -> str:
    body = {"sessionId": session_id, "feedback": feedback, "comments": comments}
    stored: str = member.post("/evaluation", body, 201)["evaluationId"]
    return stored


def found(member: Member, query: str) -> list[str]:
    return [each["feedback"] for each in member.get(f"/evaluation?{query}")["evaluations"]]


@pytest.fixture
def filled(clinic: Clinic) -> Clinic:
    clinic.therapist.begin("a")
    clinic.therapist.begin("b")
    clinic.other.begin("c")
    evaluate(clinic.supervisor, "a", "Long silences, and silences again: silences!")
    evaluate(clinic.supervisor, "a", "A warm opening", "One of the silences was too long for the client to bear.")
    evaluate(clinic.supervisor, "b", "Silences were fine")
    evaluate(clinic.supervisor, "b", "Nothing special")
    evaluate(clinic.supervisor, "c", "Silences of another therapist")
    return clinic


def test_a_word_is_found_in_feedback_and_comments_the_best_first(filled: Clinic) -> None:
    hits = found(filled.therapist, "q=silences")
    assert set(hits) == {"Long silences, and silences again: silences!", "A warm opening", "Silences were fine"}
    assert hits[-1] == "A warm opening"


def test_a_search_is_within_what_the_caller_may_read(filled: Clinic) -> None:
    assert "Silences of another therapist" not in found(filled.therapist, "q=silences")
    assert found(filled.other, "q=silences") == ["Silences of another therapist"]
    for member in (filled.supervisor, filled.admin):
        assert len(found(member, "q=silences")) == 4
    refused(filled.user.call("GET", "/evaluation?q=silences"), 403, "FORBIDDEN")
    refused(filled.therapist.call("GET", "/evaluation?q=silences&sessionId=c"), 403, "FORBIDDEN")
    refused(filled.therapist.call("GET", "/evaluation?q=silences&sessionId=unknown"), 404, "NOT_FOUND")


def test_a_search_may_be_of_one_session_and_says_where_it_has_found_what(filled: Clinic) -> None:
    reply = filled.therapist.get("/evaluation?q=silences&sessionId=b")
    assert reply["sessionId"] == "b"
    assert [(each["feedback"], each["sessionId"]) for each in reply["evaluations"]] == [("Silences were fine", "b")]
    assert filled.therapist.get("/evaluation?q=special")["sessionId"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SILENCES", 3),
        ("silence", 0),
        ("silences%20long", 2),
        ("silences%20nowhere", 0),
        ("opening%20bear", 1),
        ("again:", 1),
        ("%22silences", 3),
        ("silences*", 3),
        ("silences%20OR%20special", 0),
        ("NOT%20silences", 0),
        ("feedback:silences", 0),
        ("(silences", 3),
        ("silences%20!!!", 3),
        ("!!!", 0),
        ("-", 0),
        ("%C3%A9", 0),
        ("'%3B%20DROP%20TABLE%20x", 0),
    ],
)
def test_words_are_only_words_whatever_they_look_like(filled: Clinic, query: str, count: int) -> None:
    assert len(found(filled.therapist, f"q={query}")) == count


def test_accents_and_capitals_make_no_difference(filled: Clinic) -> None:
    evaluate(filled.supervisor, "a", "Très ému, ÜBERTRAGUNG")
    for query in ("tres", "%C3%A9mu", "ubertragung", "%C3%BCbertragung"):
        assert found(filled.therapist, f"q={query}") == ["Très ému, ÜBERTRAGUNG"]


def test_without_words_a_session_is_needed(filled: Clinic) -> None:
    invalid(filled.therapist.call("GET", "/evaluation"), "sessionId")
    invalid(filled.therapist.call("GET", f"/evaluation?q={'x' * 1001}"), "q")
    assert len(found(filled.therapist, "sessionId=a&q=")) == 2


def keep(store: Store, texts: list[tuple[str, str | None]], session_id: str = "s") -> None:
    def work(unit: Unit) -> None:
        unit.practice.add(TherapistSession(session_id, "c", f"of-{session_id}", START))
        for number, (feedback, comments) in enumerate(texts):
            made = START + timedelta(seconds=number)
            evaluation = Evaluation(f"{session_id}{number}", session_id, feedback, "e", None, comments, made)
            unit.practice.add_evaluation(evaluation)

    write(store, work)


def search(store: Store, wanted: str, **narrow: Any) -> list[str]:
    return [each.id for each in look(store, lambda unit: unit.practice.search(wanted, limit=10, **narrow))]


def test_every_store_ranks_alike(store: Store) -> None:
    filler: list[tuple[str, str | None]] = [(f"filler number {number}", None) for number in range(20)]
    keep(store, [("calm", None), ("calm calm calm", None), ("so very calm and so very long a text", "indeed"), *filler])
    assert search(store, "calm") == ["s1", "s0", "s2"]
    assert search(store, "very calm") == ["s2"]
    assert search(store, "filler 7") == ["s10"]
    assert search(store, "?") == search(store, "calm 7") == []
    keep(store, [("calm", None)], "t")
    assert search(store, "calm", therapist_id="of-t") == search(store, "calm", session_id="t") == ["t0"]
    assert search(store, "calm", therapist_id="of-t", session_id="s") == []


def test_no_more_is_given_than_asked_for(store: Store) -> None:
    keep(store, [("calm", None)] * 30)
    assert len(search(store, "calm")) == 10


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place: Path = tmp_path_factory.mktemp("full") / "full.db"
    with closing(SQLiteStore(place)) as store:
        texts: list[tuple[str, str | None]] = [
            (f"The session was calm, the pace number {number} steady", "nothing to add") for number in range(ROWS)
        ]
        texts[ROWS // 2] = ("A rupture was repaired", None)
        texts[ROWS // 3] = ("calm", "After the rupture the session was long, and very much was said in it")
        keep(store, texts)
        keep(store, [("Another rupture", None)], "other")
        yield store


def test_a_word_is_found_among_very_many_rows_ranked_and_within_bounds(full: Store) -> None:
    begun = time.perf_counter()
    found = search(full, "rupture", therapist_id="of-s")
    took = time.perf_counter() - begun
    assert found == [f"s{ROWS // 2}", f"s{ROWS // 3}"]
    assert took < 0.5
    assert search(full, "rupture", therapist_id="of-other") == ["other0"]
    assert search(full, f"number {ROWS - 1}") == [f"s{ROWS - 1}"]


WORDS = st.sampled_from(["calm", "Calm,", "silence", "s\u00eclence", "a_b", "a", "b-a", "\U0001f642", "x2", "!"])
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS), max_size=6), st.lists(WORDS, min_size=1, max_size=2).map(" ".join))
def test_both_stores_find_the_same(texts: list[tuple[str, str | None]], wanted: str) -> None:
    with TemporaryDirectory() as place, closing(SQLiteStore(Path(place) / "kept.db")) as kept:
        stores: list[Store] = [kept, MemoryStore()]
        for store in stores:
            keep(store, texts)
        on_disk, in_memory = (search(store, wanted) for store in stores)
    assert set(on_disk) == set(in_memory)
