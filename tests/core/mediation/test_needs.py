"""Finding and naming needs, against the contract's *Stage 3*."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Forbidden, Invalid
from beheard_core.mediation import GateNotSatisfied, SessionStatus, Stage
from beheard_core.mediation.model import NeedCategory, Session
from beheard_core.mediation.needs import (
    Need,
    NewNeed,
    Synthesis,
    add_need,
    is_dirty,
    merged,
    synthesis_is_due,
)
from tests.core.mediation.people import ANNA, BEN, CLEO, anna, at, ben, session
from tests.core.mediation.stage3 import need, problems

S0, S1, S2, S3, S4 = Stage
SAFETY, CONNECTION = NeedCategory.SAFETY, NeedCategory.CONNECTION
LAST = Synthesis(at(20), read_to=7)


def due(met: Session, who: str = ANNA, **facts: Any) -> bool:
    return synthesis_is_due(met, who, **{"last": LAST, "newest": 7, **facts})


# When needs are found


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"last": None, "newest": 0}, True),
        ({"last": None}, True),
        ({}, False),
        ({"newest": 6}, False),
        ({"newest": 8}, True),
        ({"refresh": True}, True),
    ],
    ids=["first read", "first read of a thread", "nothing new", "less than before", "something new", "asked for"],
)
def test_needs_are_found_on_the_first_read_when_something_is_new_and_when_asked_for(
    facts: dict[str, Any], expected: bool
) -> None:
    assert due(session(anna(S3)), **facts) is expected
    assert due(session(invitee=ben(S3)), BEN, **facts) is expected


@pytest.mark.parametrize("facts", [{"last": None}, {"newest": 8}, {"refresh": True}])
@pytest.mark.parametrize(
    "met", [session(anna(S4)), *(session(anna(S3), status=each) for each in SessionStatus if each != "ACTIVE")]
)
def test_needs_are_found_in_stage_3_of_a_live_session_and_never_else(met: Session, facts: dict[str, Any]) -> None:
    assert due(met, **facts) is False


@pytest.mark.parametrize("stage", [S0, S1, S2])
@pytest.mark.parametrize("status", [SessionStatus.ACTIVE, SessionStatus.PAUSED])
def test_who_has_not_reached_stage_3_reads_no_needs_whatever_the_status(stage: Stage, status: SessionStatus) -> None:
    with pytest.raises(GateNotSatisfied) as caught:
        due(session(anna(stage), ben(S3), status=status))
    assert (caught.value.required_stage, caught.value.unsatisfied) == (S3, ())


def test_the_needs_of_a_session_are_no_strangers_business() -> None:
    with pytest.raises(Forbidden):
        due(session(anna(S3), ben(S3)), CLEO)


@pytest.mark.parametrize(
    ("last", "newest", "expected"),
    [(None, 0, True), (None, 9, True), (LAST, 6, False), (LAST, 7, False), (LAST, 8, True)],
)
def test_needs_are_out_of_date_until_all_that_was_written_was_read(
    last: Synthesis | None, newest: int, expected: bool
) -> None:
    assert is_dirty(last, newest) is expected


# What is found


SAID = ("I want calm back.", "We never sit down together, and I want peace back.")


def found(name: str = "calm", **facts: Any) -> Need:
    return need(name, **facts)


def names(needs: tuple[Need, ...]) -> list[str]:
    return [each.id for each in needs]


def put_in(*current: Need, of: tuple[Need, ...], confirmed: tuple[str, ...] = (), said: Any = SAID) -> tuple[Need, ...]:
    return merged(current, of, confirmed=confirmed, said=said)


def test_what_is_found_takes_the_place_of_what_was_found_before_and_not_confirmed() -> None:
    before = (need("rest"), need("order"), need("room", by_person=True))
    new = (found(), found("peace"))
    assert put_in(*before, of=new, confirmed=("order",)) == (before[1], before[2], *new)


def test_where_nothing_is_found_the_confirmed_and_the_persons_own_stay_alone() -> None:
    before = (need("rest"), need("order"), need("room", by_person=True))
    assert put_in(*before, of=(), confirmed=("order",)) == before[1:]


@pytest.mark.parametrize(
    "evidence",
    [
        ("I want calm back.",),
        ("calm",),
        ("We never sit down together", "I want peace back.", "calm", "calm", "together"),
    ],
    ids=["a line", "part of one", "five"],
)
def test_a_need_that_quotes_what_was_said_is_taken_as_it_is(evidence: tuple[str, ...]) -> None:
    new = found(evidence=evidence)
    assert put_in(of=(new,)) == (new,)


@pytest.mark.parametrize(
    "evidence",
    [
        (),
        ("i want calm back.",),
        ("I want  calm back.",),
        ("I want calm back. We never",),
        ("I want calm back.", "I hate this."),
        ("",),
        (" ",),
        ("calm",) * 6,
    ],
    ids=["none", "another case", "other spaces", "over two lines", "one invented", "empty", "blank", "six"],
)
def test_a_need_without_one_to_five_verbatim_quotes_is_left_out(evidence: tuple[str, ...]) -> None:
    assert put_in(of=(found(evidence=evidence),)) == ()


@pytest.mark.parametrize(
    ("confidence", "kept"),
    [(0.5, True), (1.0, True), (0, False), (0.499, False), (1.01, False), (-1, False), (float("nan"), False)],
)
def test_a_need_that_is_less_likely_than_not_is_left_out(confidence: float, kept: bool) -> None:
    assert bool(put_in(of=(found(confidence=confidence),))) is kept


@pytest.mark.parametrize("words", ["need", "description"])
@pytest.mark.parametrize(
    ("value", "kept"), [("n" * 200, True), (f" {'n' * 200} ", True), ("n" * 201, False), ("", False), (" \n", False)]
)
def test_a_need_has_one_to_200_characters_and_so_does_its_description(words: str, value: str, kept: bool) -> None:
    assert bool(put_in(of=(found(**{words: value}),))) is kept


def test_a_need_that_is_there_already_is_not_taken_twice() -> None:
    mine = need("own", need="Some CALM", by_person=True)
    assert put_in(mine, of=(found(), found("peace"))) == (mine, found("peace"))
    assert names(put_in(of=(found(), found(id="again"), found(id="once more", need="SOME calm")))) == ["calm"]


def test_the_same_words_in_another_category_are_another_need() -> None:
    other = found(id="other", category=CONNECTION)
    assert put_in(of=(found(), other)) == (found(), other)


def test_a_need_that_was_dropped_can_be_found_again() -> None:
    assert put_in(found(id="old"), of=(found(),)) == (found(),)


def test_there_are_at_most_eight_and_what_is_left_out_takes_no_place() -> None:
    own = [need(f"own {place}", by_person=True) for place in range(6)]
    lies = [found(f"lie {place}") for place in range(5)]
    new = [found(need=f"New {place}", id=f"new {place}") for place in range(4)]
    assert names(put_in(*own, of=(*lies, *new))) == [*(each.id for each in own), "new 0", "new 1"]
    full = (*own, need("7", by_person=True), need("8", by_person=True))
    assert put_in(*full, of=tuple(new)) == full


def test_what_was_said_may_come_once_only() -> None:
    assert names(put_in(of=(found(), found("peace")), said=iter(SAID))) == ["calm", "peace"]


any_need = st.builds(
    found,
    st.sampled_from(["calm", "peace", "rest"]),
    id=st.text("abc", min_size=1, max_size=3),
    need=st.sampled_from(["Calm", "calm", "Peace", "Rest", "", " "]),
    category=st.sampled_from([SAFETY, CONNECTION]),
    confidence=st.sampled_from([0.2, 0.5, 0.9]),
    by_person=st.booleans(),
)
many = st.lists(any_need, max_size=12).map(tuple)


@given(many.map(lambda each: each[:8]), many, st.sets(st.text("abc", min_size=1, max_size=3)))
def test_whatever_is_found_what_a_person_knows_stays_and_nothing_is_invented(
    current: tuple[Need, ...], new: tuple[Need, ...], confirmed: set[str]
) -> None:
    after = put_in(*current, of=new, confirmed=tuple(confirmed))
    kept = tuple(each for each in current if each.by_person or each.id in confirmed)
    assert after[: len(kept)] == kept
    assert len(after) <= 8
    for place, each in enumerate(after[len(kept) :], len(kept)):
        assert each in new
        assert each.confidence >= 0.5
        assert all(any(quote in line for line in SAID) for quote in each.evidence)
        assert (each.need.casefold(), each.category) not in {
            (old.need.casefold(), old.category) for old in after[:place]
        }


# Naming a need


NEW = NewNeed(need=" Some air ", category=CONNECTION, description=" An hour outside, alone ")


def test_a_need_that_is_named_is_the_persons_own_without_evidence_and_waits_to_be_confirmed() -> None:
    met = session(anna(S3))
    added = add_need(met, ANNA, NEW, current=(), need_id="need_1")
    assert added == Need(
        "need_1", "Some air", CONNECTION, "An hour outside, alone", evidence=(), confidence=1.0, by_person=True
    )
    assert added.id not in met.inviter.confirmed_needs


def test_a_ninth_need_is_one_too_many() -> None:
    met, eight = session(anna(S3)), [need(str(place)) for place in range(8)]
    assert add_need(met, ANNA, NEW, current=eight[:7], need_id="need_8").id == "need_8"
    for current in (eight, [*eight, need("8")]):
        with pytest.raises(Invalid) as caught:
            add_need(met, ANNA, NEW, current=current, need_id="need_9")
        assert [each.path for each in caught.value.violations] == ["need"]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"need": "n" * 200, "description": "d" * 200}, []),
        ({"need": " "}, ["need"]),
        ({"description": ""}, ["description"]),
        ({"need": "n" * 201, "description": "d" * 201}, ["need", "description"]),
        ({"need": None}, ["need"]),
    ],
)
def test_a_named_need_has_1_to_200_characters_and_so_has_its_description(
    changes: dict[str, Any], paths: list[str]
) -> None:
    new = NewNeed(**{"need": "n", "category": SAFETY, "description": "d", **changes})
    assert problems(lambda: add_need(session(anna(S3)), ANNA, new, current=(), need_id="need_1")) == paths
