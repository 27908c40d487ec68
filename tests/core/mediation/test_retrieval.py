"""Every row of the contract's *Retrieval contract*, stage by stage, with a hint and without."""

import inspect
from itertools import product
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation import Stage
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.retrieval import (
    CONSENTED,
    Intent,
    Item,
    Kind,
    Plan,
    Query,
    Turn,
    Vessel,
    everything_allowed,
    intent_of,
    is_allowed,
    plan,
)

OWN, SHARED, GLOBAL = Vessel
S0, S1, S2, S3, S4 = Stage

# One column a stage: whether the query may be asked there always, on a hint turn, or never.
TABLE = {
    "session_metadata": (SHARED, "yes yes yes yes yes"),
    "relationship_metadata": (SHARED, "yes yes yes yes yes"),
    "session_outcomes": (OWN, "yes no no no no"),
    "user_event": (OWN, "no yes yes no no"),
    "emotional_reading": (OWN, "no yes yes no no"),
    "boundary": (OWN, "no yes yes no no"),
    "need": (OWN, "no yes yes yes no"),
    "consented_content": (SHARED, "no no hint yes yes"),
    "common_ground": (SHARED, "no no no yes yes"),
    "agreement": (SHARED, "no no no no yes"),
    "micro_experiment": (SHARED, "no no no no yes"),
    "experiment_suggestion": (GLOBAL, "no no no no yes"),
}
CELLS = [
    (kind, stage, word) for kind, (_, row) in TABLE.items() for stage, word in zip(Stage, row.split(), strict=True)
]
RECALLING = [each for each in Intent if each is not Intent.AVOID_RECALL]
EVERY_QUERY = [Query(*each) for each in product(Kind, Vessel, (True, False))]
turns = st.builds(Turn, st.sampled_from(Stage), st.sampled_from(Intent), st.booleans())


def well_formed(kind: str) -> Query:
    vessel, _ = TABLE[kind]
    return Query(Kind(kind), vessel, consent_active=kind == "consented_content")


def test_the_table_has_a_row_for_every_kind() -> None:
    assert list(TABLE) == [each.value for each in Kind]


@pytest.mark.parametrize("intent", RECALLING)
@pytest.mark.parametrize("hint", [True, False])
@pytest.mark.parametrize(("kind", "stage", "word"), CELLS)
def test_a_kind_may_be_asked_for_where_the_contract_says(
    kind: str, stage: Stage, word: str, hint: bool, intent: Intent
) -> None:
    allowed = {"yes": True, "hint": hint, "no": False}[word]
    assert is_allowed(well_formed(kind), Turn(stage, intent, hint)) is allowed


@pytest.mark.parametrize("hint", [True, False])
@pytest.mark.parametrize(("kind", "stage"), [(kind, stage) for kind, stage, _ in CELLS])
def test_a_turn_that_avoids_recall_asks_for_nothing_at_any_stage(kind: str, stage: Stage, hint: bool) -> None:
    assert not is_allowed(well_formed(kind), Turn(stage, Intent.AVOID_RECALL, hint))


@given(turns)
def test_a_query_for_the_wrong_place_or_with_the_wrong_consent_is_ill_formed_everywhere(turn: Turn) -> None:
    for query in EVERY_QUERY:
        if query != well_formed(query.kind.value):
            assert not is_allowed(query, turn)


@given(turns, st.lists(st.sampled_from(EVERY_QUERY)))
def test_a_plan_keeps_what_is_allowed_drops_the_rest_and_asks_nothing_twice(turn: Turn, asked: list[Query]) -> None:
    made = plan(iter(asked), turn)
    assert set(made.allowed) == {each for each in asked if is_allowed(each, turn)}
    assert set(made.dropped) == set(asked) - set(made.allowed)
    both = (*made.allowed, *made.dropped)
    assert len(both) == len(set(both))
    for part in (made.allowed, made.dropped):
        assert list(part) == sorted(part, key=asked.index)


def test_a_plan_of_nothing_is_nothing() -> None:
    assert plan((), Turn(S1, Intent.EMOTIONAL_VALIDATION)) == Plan((), ())


@given(turns)
def test_everything_allowed_is_all_that_a_plan_lets_stand(turn: Turn) -> None:
    assert set(everything_allowed(turn)) == set(plan(EVERY_QUERY, turn).allowed)


@given(st.sampled_from(Stage), st.sampled_from(Intent))
def test_an_intent_narrows_and_never_widens(stage: Stage, intent: Intent) -> None:
    widest = set().union(*(everything_allowed(Turn(stage, each, hint=True)) for each in RECALLING))
    assert set(everything_allowed(Turn(stage, intent, hint=True))) <= widest
    without = set(everything_allowed(Turn(stage, intent)))
    assert without <= set(everything_allowed(Turn(stage, intent, hint=True)))


def test_what_consented_content_holds_is_for_needs_in_stage_3_and_never_names_an_author() -> None:
    assert CONSENTED.keys() == {S2, S3, S4}
    assert CONSENTED[S3] == {ContentType.IDENTIFIED_NEED}
    assert not [stage for stage, kinds in CONSENTED.items() if ContentType.STRATEGY_PROPOSAL in kinds]


# What cannot be said


def test_a_query_has_no_place_for_a_person() -> None:
    assert [each.name for each in fields(Query)] == ["kind", "vessel", "consent_active"]
    assert {each.value for each in Vessel} == {"own", "shared", "global"}
    with pytest.raises(TypeError):
        Query(Kind.NEED, OWN, user_id="user_ben")  # type: ignore[call-arg]


def test_a_query_cannot_be_given_a_person_afterwards() -> None:
    query: Any = Query(Kind.NEED, OWN)
    with pytest.raises(AttributeError):
        query.user_id = "user_ben"


@pytest.mark.parametrize("tag", ["source", "provenance", "consent", "stage"])
def test_an_item_without_a_tag_cannot_be_made(tag: str) -> None:
    tags: dict[str, Any] = {"source": "user_ben", "provenance": "BOUNDARY", "consent": "live", "stage": S2}
    assert Item(Kind.CONSENTED_CONTENT, "words", **tags)
    assert tag in inspect.signature(Item).parameters
    del tags[tag]
    with pytest.raises(TypeError):
        Item(Kind.CONSENTED_CONTENT, "words", **tags)


# What a turn is for


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("recalls", [True, False])
@pytest.mark.parametrize(("message", "latest"), [*product([None, 1, 7, 8, 10], repeat=2)])
def test_the_first_intent_that_fits_is_the_one(
    stage: Stage, recalls: bool, message: int | None, latest: int | None
) -> None:
    strong = (message or latest or 0) >= 8
    expected = {
        S0: Intent.STAGE_ENFORCEMENT,
        S1: Intent.EMOTIONAL_VALIDATION,
        S2: Intent.OFFER_CONTINUITY,
        S3: Intent.OFFER_CONTINUITY,
        S4: Intent.RECALL_COMMITMENT,
    }[stage]
    if recalls and stage is not S1:
        expected = Intent.RECALL_COMMITMENT
    found = intent_of(stage, message_intensity=message, latest_reading=latest, recalls_agreement=recalls)
    assert found is (Intent.AVOID_RECALL if strong else expected)


@pytest.mark.parametrize(
    ("message", "latest", "strong"),
    [(8, None, True), (7, 10, False), (8, 1, True), (None, 8, True), (None, 7, False), (None, None, False)],
)
def test_what_the_message_says_counts_before_the_latest_reading(
    message: int | None, latest: int | None, strong: bool
) -> None:
    intent = intent_of(S1, message_intensity=message, latest_reading=latest, recalls_agreement=True)
    assert intent is (Intent.AVOID_RECALL if strong else Intent.EMOTIONAL_VALIDATION)
