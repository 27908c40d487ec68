"""The shared vessel as each may see it, against the contract's *GET /sessions/:id/shared*."""

from typing import Any

import pytest

from beheard_core.mediation import SessionStatus
from tests.server.client import Api
from tests.server.people import Couple, granted, invite
from tests.server.stage2.acts import (
    LATER,
    NOT_LIVE,
    NOW,
    ask_to_revise,
    asked,
    decide,
    put,
    record_of,
    revoke,
    share,
    share_both,
    vessel,
)
from tests.server.stage2.facilitating import Recording


def told(items: list[Any]) -> list[tuple[str, str]]:
    return [(each["contentType"], each["transformedContent"]) for each in items]


def test_before_anything_is_shared_there_is_nothing_in_it(api: Api, couple: Couple) -> None:
    nothing: dict[str, list[Any]] = {"mine": [], "partners": []}
    assert vessel(couple.ada, couple) == vessel(couple.ben, couple) == nothing
    session, _ = invite(couple.ada, inviteEmail="late@example.org")
    assert granted(couple.ada.get(f"{session}/shared")) == nothing


def test_each_sees_their_own_and_what_the_other_granted(api: Api, couple: Couple, facilitator: Recording) -> None:
    (request,) = asked(couple.ada, couple, facilitator, "I need to rest.")
    decide(couple.ada, couple, request)
    api.clock.advance(minutes=5)
    share_both(couple)
    ask_to_revise(couple.ben, couple, "Not quite.")
    ada, ben = vessel(couple.ada, couple), vessel(couple.ben, couple)
    assert told(ada["mine"]) == [("BOUNDARY", "I need to rest."), ("EMPATHY_ATTEMPT", "Ada's words.")]
    assert told(ada["partners"]) == [("EVENT_SUMMARY", "I would say: Not quite.")]
    assert sorted(told(ben["mine"])) == [
        ("EMPATHY_ATTEMPT", "Ben's words."),
        ("EVENT_SUMMARY", "I would say: Not quite."),
    ]
    assert told(ben["partners"]) == [("BOUNDARY", "I need to rest.")]
    boundary = ben["partners"][0]
    assert boundary == {
        "id": boundary["id"],
        "sourceUserId": couple.ada.id,
        "transformedContent": "I need to rest.",
        "consentedAt": NOW,
        "consentActive": True,
        "contentType": "BOUNDARY",
    }
    assert ada["mine"][0] == boundary
    assert {each["sourceUserId"] for each in (*ada["mine"], *ben["partners"])} == {couple.ada.id}
    assert {each["consentActive"] for each in (*ada["mine"], *ada["partners"], *ben["mine"])} == {True}
    assert ada["mine"][1]["consentedAt"] == LATER


def test_an_attempt_is_never_in_it_for_the_partner(couple: Couple) -> None:
    share(couple.ben, couple, "Ben's words.")
    assert vessel(couple.ada, couple)["partners"] == []
    share(couple.ada, couple)
    assert vessel(couple.ada, couple)["partners"] == []


def test_an_attempt_that_was_superseded_is_no_longer_in_it(couple: Couple) -> None:
    share_both(couple)
    ask_to_revise(couple.ada, couple)
    share(couple.ben, couple, "A revision.")
    assert told(vessel(couple.ben, couple)["mine"]) == [("EMPATHY_ATTEMPT", "A revision.")]


def test_what_is_revoked_leaves_both_sides_at_the_very_next_look(couple: Couple, facilitator: Recording) -> None:
    one, two = asked(couple.ada, couple, facilitator, "One.", "Two.")
    decide(couple.ada, couple, one)
    decide(couple.ada, couple, two, editedContent="Two, in my words.")
    revoke(couple.ada, couple, one)
    left = [("BOUNDARY", "Two, in my words.")]
    assert told(vessel(couple.ada, couple)["mine"]) == told(vessel(couple.ben, couple)["partners"]) == left
    share(couple.ada, couple)
    revoke(couple.ada, couple, record_of(couple.ada, couple, "EMPATHY_ATTEMPT"))
    assert told(vessel(couple.ada, couple)["mine"]) == left


def test_what_is_pending_or_denied_is_not_in_it(couple: Couple, facilitator: Recording) -> None:
    denied, _ = asked(couple.ada, couple, facilitator, "One.", "Two.")
    decide(couple.ada, couple, denied, "DENIED")
    assert vessel(couple.ada, couple) == vessel(couple.ben, couple) == {"mine": [], "partners": []}


@pytest.mark.parametrize("status", NOT_LIVE)
def test_it_can_be_read_when_nobody_can_act_any_more(
    api: Api, couple: Couple, facilitator: Recording, status: SessionStatus
) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    decide(couple.ada, couple, request)
    before = vessel(couple.ben, couple)
    put(api, couple, status)
    assert vessel(couple.ben, couple) == before != {"mine": [], "partners": []}


@pytest.mark.parametrize("keep", [True, False])
def test_who_leaves_takes_along_what_was_shared_or_leaves_it(
    couple: Couple, facilitator: Recording, keep: bool
) -> None:
    for who in (couple.ada, couple.ben):
        (request,) = asked(who, couple, facilitator)
        decide(who, couple, request)
    granted(couple.ada.post(f"{couple.session}/leave", {"keepShared": keep}))
    assert len(vessel(couple.ben, couple)["partners"]) == keep
    assert len(vessel(couple.ben, couple)["mine"]) == len(vessel(couple.ada, couple)["partners"]) == 1
