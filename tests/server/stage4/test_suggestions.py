"""Suggestions: from what both have confirmed and nothing else, and never more than the contract lets in."""

from typing import Any

import pytest

from tests.server.client import ABSENT, Api
from tests.server.people import NEED, Couple, granted, refused
from tests.server.stage2.acts import channel
from tests.server.stage4.acts import (
    STRATEGY_KEYS,
    both,
    collecting,
    get,
    negotiating,
    phase,
    pool,
    post,
    propose,
    record_of,
    suggest,
)
from tests.server.stage4.facilitating import Suggesting, idea


def test_suggestions_are_labelled_and_join_the_pool_without_a_label(api: Api, couple: Couple) -> None:
    told = post(couple.ada, couple, "/strategies/suggest", {"count": 2, "focusNeeds": ["Connection"]})
    assert told.keys() == {"suggestions", "source"}
    assert told["source"] == "AI_GENERATED"
    assert [each.keys() for each in told["suggestions"]] == [STRATEGY_KEYS] * 2
    for who in both(couple):
        shown = get(who, couple, "/strategies")["strategies"]
        assert sorted(shown, key=lambda each: each["id"]) == sorted(told["suggestions"], key=lambda each: each["id"])
    assert channel(api, couple) == []
    for who in both(couple):
        records = get(who, couple, "/consent/history")["records"]
        assert not any(each["contentType"] == "STRATEGY_PROPOSAL" for each in records)


@pytest.mark.parametrize("body", [ABSENT, {}, {"focusNeeds": []}])
def test_three_are_asked_for_unless_another_number_is_named(couple: Couple, facilitator: Suggesting, body: Any) -> None:
    facilitator.ideas = [idea(f"Idea {each}") for each in range(9)]
    told = granted(couple.ada.post(f"{couple.session}/strategies/suggest", body))
    assert len(told["suggestions"]) == 3
    assert [each[2] for each in facilitator.asked] == [3]


def test_the_facilitator_is_given_what_both_confirmed_and_what_it_said_before_and_nothing_of_either(
    couple: Couple, facilitator: Suggesting
) -> None:
    propose(couple.ada, couple, "Ada's secret garden")
    first = suggest(couple.ben, couple, count=1, focusNeeds=[" Rest "])
    suggest(couple.ada, couple, count=1)
    (ground, focus, count, known), (_, _, _, later) = facilitator.asked
    assert [each.category for each in ground] == [NEED["category"]]
    assert (focus, count, known) == (("Rest",), 1, ())
    assert later == (first[0]["description"],)
    assert "Ada's secret garden" not in str(facilitator.asked)
    assert NEED["description"] not in str(facilitator.asked)


@pytest.mark.parametrize("count", [1, 5])
def test_no_more_than_asked_for_is_let_in(couple: Couple, facilitator: Suggesting, count: int) -> None:
    facilitator.ideas = [idea(f"Idea {each}") for each in range(50)]
    assert [each["description"] for each in suggest(couple.ada, couple, count=count)] == [
        f"Idea {each}" for each in range(count)
    ]
    assert len(pool(couple.ben, couple)) == count


def test_what_nobody_could_propose_is_not_suggested_either(couple: Couple, facilitator: Suggesting) -> None:
    facilitator.ideas = [
        idea("d" * 801),
        idea(" "),
        idea(needs_addressed=("a", "b", "c", "d")),
        idea(duration="d" * 101),
        idea(measure_of_success="m" * 501),
        idea(7),  # type: ignore[arg-type]
        idea("d" * 800, duration="d" * 100),
    ]
    (kept,) = suggest(couple.ada, couple, count=5)
    assert kept["description"] == "d" * 800
    assert pool(couple.ben, couple) == [kept["id"]]


@pytest.mark.parametrize("lie", [7, [7], ["words"], [None], {"description": "x"}])
def test_where_the_facilitator_answers_nonsense_the_offline_one_does_instead(
    couple: Couple, facilitator: Suggesting, lie: Any
) -> None:
    facilitator.ideas = lie
    assert len(suggest(couple.ada, couple, count=2)) == 2
    assert len(pool(couple.ben, couple)) == 2


def test_where_the_facilitator_fails_the_offline_one_answers(couple: Couple, facilitator: Suggesting) -> None:
    facilitator.unwell = True
    assert len(suggest(couple.ada, couple, count=2)) == 2
    assert len(pool(couple.ben, couple)) == 2


def test_no_suggestion_at_all_changes_nothing_and_opens_no_round(
    api: Api, couple: Couple, facilitator: Suggesting
) -> None:
    negotiating(couple)
    before = pool(couple.ada, couple), channel(api, couple)
    facilitator.ideas = []
    assert suggest(couple.ada, couple) == []
    assert phase(couple) == "NEGOTIATING"
    assert (pool(couple.ada, couple), channel(api, couple)) == before


def test_without_confirmed_common_ground_in_sight_nothing_is_suggested(couple: Couple, facilitator: Suggesting) -> None:
    post(
        couple.ben,
        couple,
        "/consent/revoke",
        {"consentRecordId": record_of(couple.ben, couple, kind="IDENTIFIED_NEED")},
    )
    for who in both(couple):
        assert get(who, couple, "/strategies")["aiSuggestionsAvailable"] is False
        details = refused(who.post(f"{couple.session}/strategies/suggest", {}), 400, "GATE_NOT_SATISFIED")
        assert details["unsatisfiedGates"] == ["commonGroundConfirmed"]
    assert facilitator.asked == []
    assert pool(couple.ada, couple) == []
    propose(couple.ada, couple)


def test_a_pool_that_closed_while_the_facilitator_was_thinking_takes_nothing_in(
    api: Api, couple: Couple, facilitator: Suggesting
) -> None:
    ids = collecting(couple)
    post(couple.ada, couple, "/strategies/ready")
    facilitator.meanwhile = lambda: post(couple.ben, couple, "/strategies/ready")
    refused(couple.ada.post(f"{couple.session}/strategies/suggest", {}), 409, "CONFLICT", set())
    assert (phase(couple), sorted(pool(couple.ada, couple))) == ("RANKING", sorted(ids))
    assert [name for name, _ in channel(api, couple)] == ["partner.ready_to_rank"] * 2


def test_common_ground_that_was_withdrawn_while_the_facilitator_was_thinking_is_suggested_nothing_for(
    couple: Couple, facilitator: Suggesting
) -> None:
    body = {"consentRecordId": record_of(couple.ben, couple, kind="IDENTIFIED_NEED")}
    facilitator.meanwhile = lambda: post(couple.ben, couple, "/consent/revoke", body)
    refused(couple.ada.post(f"{couple.session}/strategies/suggest", {}), 400, "GATE_NOT_SATISFIED")
    assert pool(couple.ada, couple) == []


def test_a_session_that_ended_while_the_facilitator_was_thinking_of_a_refinement_has_kept_the_proposal(
    couple: Couple, facilitator: Suggesting
) -> None:
    facilitator.meanwhile = lambda: post(couple.ben, couple, "/leave")
    told = post(couple.ada, couple, "/strategies", {"description": "A walk"}, 201)
    assert pool(couple.ada, couple) == [told["strategy"]["id"]]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"count": 0}, {"count"}),
        ({"count": 6}, {"count"}),
        ({"count": "3"}, {"count"}),
        ({"count": True}, {"count"}),
        ({"count": 2.0}, {"count"}),
        ({"focusNeeds": ["a", "b", "c", "d"]}, {"focusNeeds"}),
        ({"focusNeeds": "Rest", "count": -1}, {"focusNeeds", "count"}),
        ([], {"body"}),
    ],
)
def test_a_malformed_wish_is_refused_before_the_facilitator_is_asked(
    couple: Couple, facilitator: Suggesting, body: Any, fields: set[str]
) -> None:
    refused(couple.ada.post(f"{couple.session}/strategies/suggest", body), 400, "VALIDATION_ERROR", fields)
    assert facilitator.asked == []
