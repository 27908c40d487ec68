"""How needs are found in what somebody wrote, against the contract's *Stage 3* and *AI seams*."""

import math
from typing import Any

import pytest

from beheard_core.mediation import SessionStatus
from beheard_server.facilitators import Synthesis
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, reach, refused, share_need
from tests.server.stage2.acts import LATER, NOT_LIVE, NOW, feel, put, say, seen_by
from tests.server.stage2.facilitating import Recording
from tests.server.stage3.acts import (
    ALONE,
    CLOSED_DOOR,
    QUIET,
    finds,
    found,
    name_need,
    named,
    needs,
    review,
    to_need_mapping,
    to_repair,
)


def asked(facilitator: Recording) -> int:
    return len(facilitator.to("synthesize_needs"))


def test_the_first_read_finds_needs_and_shows_each_in_full(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("Company", ALONE, CLOSED_DOOR, confidence=0.75))
    told = needs(couple.ada, couple)
    (need,) = told["needs"]
    assert told == {"needs": [need], "synthesizedAt": NOW, "isDirty": False}
    assert need == {
        "id": need["id"],
        "need": "Company",
        "category": "CONNECTION",
        "description": "Somebody there.",
        "evidence": [ALONE, CLOSED_DOOR],
        "confirmed": False,
        "aiConfidence": 0.75,
    }
    assert need["id"].startswith("need_")
    assert len(need["id"]) >= len("need_") + 22


def test_nothing_is_found_anew_while_nothing_is_written(api: Api, couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found())
    before = needs(couple.ada, couple)
    finds(facilitator, found("Another"))
    api.clock.advance(minutes=5)
    assert [needs(couple.ada, couple) for _ in range(3)] == [before] * 3
    assert asked(facilitator) == 1


def test_that_nothing_was_found_is_known_too(couple: Couple, facilitator: Recording) -> None:
    assert needs(couple.ada, couple) == {"needs": [], "synthesizedAt": NOW, "isDirty": False}
    assert needs(couple.ada, couple)["needs"] == []
    assert asked(facilitator) == 1


def test_what_is_written_since_has_needs_found_anew(api: Api, couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found())
    needs(couple.ada, couple)
    say(couple.ada, couple, "And then I wait.")
    finds(facilitator, found("Another"))
    api.clock.advance(minutes=5)
    told = needs(couple.ada, couple)
    assert [each["need"] for each in told["needs"]] == ["Another"]
    assert (told["synthesizedAt"], told["isDirty"]) == (LATER, False)


def test_what_the_partner_writes_changes_nothing(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found())
    before = needs(couple.ada, couple)
    say(couple.ben, couple, "And then I go for a walk.")
    assert needs(couple.ada, couple) == before
    assert asked(facilitator) == 1


def test_a_refresh_finds_them_anew_and_its_absence_does_not(couple: Couple, facilitator: Recording) -> None:
    needs(couple.ada, couple)
    finds(facilitator, found("Another"))
    assert named(couple.ada, couple, "?refresh=false") == []
    assert named(couple.ada, couple, "?refresh=true") == ["Another"]
    assert asked(facilitator) == 2


@pytest.mark.parametrize("query", ["maybe", "1", "", "True"])
def test_a_refresh_is_true_or_false(couple: Couple, query: str) -> None:
    refused(couple.ada.get(f"{couple.session}/needs?refresh={query}"), 400, "VALIDATION_ERROR", {"refresh"})


def test_the_facilitator_is_given_what_the_person_wrote_before_stage_3_and_no_more(
    newcomers: Couple, facilitator: Recording
) -> None:
    dora, emil = newcomers.ada, newcomers.ben
    say(dora, newcomers, "This is before all stages.")
    reach(newcomers, ada=1, ben=1)
    say(dora, newcomers, "This is stage 1.")
    feel(dora, newcomers, 6, "on the way home")
    say(emil, newcomers, "This is Emil's.")
    for person in (dora, emil):
        granted(person.post(f"{newcomers.session}/feel-heard", {"confirmed": True}))
        granted(person.post(f"{newcomers.session}/stages/advance", {"fromStage": 1, "toStage": 2}))
    say(dora, newcomers, "This is stage 2.")
    to_need_mapping(newcomers)
    say(dora, newcomers, "This is stage 3.")
    needs(dora, newcomers)
    ((thread, readings, events),) = facilitator.to("synthesize_needs")
    assert list(thread) == ["This is stage 1.", "This is stage 2."]
    assert [(each.intensity, each.context) for each in readings] == [(6, "on the way home")]
    assert list(events) == []


# What is kept


def test_what_is_confirmed_or_named_by_the_person_stays_and_the_rest_gives_way(
    couple: Couple, facilitator: Recording
) -> None:
    finds(facilitator, found("Kept"), found("Not mine"))
    kept, other = needs(couple.ada, couple)["needs"]
    granted(review(couple.ada, couple, **{other["id"]: False}))
    own = name_need(couple.ada, couple)
    finds(facilitator, found("New"))
    told = needs(couple.ada, couple, "?refresh=true")["needs"]
    assert [each["need"] for each in told] == ["Kept", "Rest", "New"]
    assert told[:2] == [kept | {"confirmed": True}, own]


def test_what_was_confirmed_once_and_is_not_any_more_gives_way(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("Once"))
    (need,) = needs(couple.ada, couple)["needs"]
    granted(review(couple.ada, couple))
    granted(review(couple.ada, couple, **{need["id"]: False}))
    finds(facilitator)
    assert named(couple.ada, couple, "?refresh=true") == []


def test_there_are_eight_at_most(couple: Couple, facilitator: Recording) -> None:
    name_need(couple.ada, couple)
    finds(facilitator, *[found(f"Need {number}") for number in range(20)])
    assert named(couple.ada, couple, "?refresh=true") == ["Rest", *(f"Need {number}" for number in range(7))]


# A facilitator that lies, or fails

ABOUT_EVIDENCE = [
    ("I never said this.",),
    (ALONE, "I never said this."),
    (QUIET,),
    (ALONE.upper(),),
    (f"{CLOSED_DOOR} {ALONE}",),
    ("",),
    (" ",),
    (ALONE,) * 6,
]


@pytest.mark.parametrize("evidence", ABOUT_EVIDENCE)
def test_a_need_that_does_not_quote_this_person_word_for_word_is_left_out(
    couple: Couple, facilitator: Recording, evidence: tuple[str, ...]
) -> None:
    finds(facilitator, found("Invented", *evidence), found("Company"))
    assert named(couple.ada, couple) == ["Company"]


def test_a_need_without_evidence_is_left_out(couple: Couple, facilitator: Recording) -> None:
    bare = found("Invented")
    object.__setattr__(bare, "evidence", ())
    finds(facilitator, bare, found("Company"))
    assert named(couple.ada, couple) == ["Company"]


def test_a_quote_may_be_part_of_a_line(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("Company", "alone", "a closed door"))
    (need,) = needs(couple.ada, couple)["needs"]
    assert need["evidence"] == ["alone", "a closed door"]


@pytest.mark.parametrize("confidence", [0.49, 0, -1, math.nan, math.inf, 1.01])
def test_a_confidence_that_is_too_low_or_none_at_all_is_left_out(
    couple: Couple, facilitator: Recording, confidence: float
) -> None:
    finds(
        facilitator,
        found("Doubtful", confidence=confidence),
        found("Company", confidence=0.5),
        found("Sure", confidence=1),
    )
    told = needs(couple.ada, couple)["needs"]
    assert [(each["need"], each["aiConfidence"]) for each in told] == [("Company", 0.5), ("Sure", 1)]


@pytest.mark.parametrize("words", ["", " ", "w" * 201])
@pytest.mark.parametrize("place", ["need", "description"])
def test_words_that_a_person_could_not_have_used_are_left_out(
    couple: Couple, facilitator: Recording, place: str, words: str
) -> None:
    wrong = found()
    object.__setattr__(wrong, place, words)
    finds(facilitator, wrong, found("Sound"))
    assert named(couple.ada, couple) == ["Sound"]


def test_words_of_the_greatest_length_are_kept_and_trimmed(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found(" " + "n" * 200, description="d" * 200 + "\n"))
    (need,) = needs(couple.ada, couple)["needs"]
    assert (need["need"], need["description"]) == ("n" * 200, "d" * 200)


NONSENSE: list[Any] = [
    None,
    7,
    "Company",
    Synthesis(None),  # type: ignore[arg-type]
    Synthesis((found("Sound"), None)),  # type: ignore[arg-type]
    Synthesis((found("Sound"), found("Company", category="SLEEP"))),
    Synthesis((found("Sound"), found("Company", confidence="high"))),
    Synthesis((found("Sound"), found(7))),  # type: ignore[arg-type]
]


def assert_stood_in_for(told: Any) -> None:
    (need,) = told["needs"]
    assert need["category"] == "CONNECTION"
    assert ALONE in need["evidence"]
    assert {CLOSED_DOOR, ALONE}.issuperset(need["evidence"])
    assert (told["synthesizedAt"], told["isDirty"]) == (NOW, False)


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_a_facilitator_that_makes_no_sense_is_stood_in_for(
    couple: Couple, facilitator: Recording, nonsense: Any
) -> None:
    facilitator.answers["synthesize_needs"] = nonsense
    assert_stood_in_for(needs(couple.ada, couple))


def test_a_facilitator_that_fails_is_stood_in_for(couple: Couple, facilitator: Recording) -> None:
    facilitator.unwell.add("synthesize_needs")
    assert_stood_in_for(needs(couple.ada, couple))


# When


def test_before_stage_3_there_is_nothing_to_read(newcomers: Couple, facilitator: Recording) -> None:
    reach(newcomers, ada=2, ben=2)
    assert refused(newcomers.ada.get(f"{newcomers.session}/needs"), 400, "GATE_NOT_SATISFIED")["requiredStage"] == 3
    assert asked(facilitator) == 0


@pytest.mark.parametrize("status", NOT_LIVE)
@pytest.mark.parametrize("query", ["", "?refresh=true"])
def test_a_session_that_is_not_live_is_only_read(
    api: Api, couple: Couple, facilitator: Recording, status: SessionStatus, query: str
) -> None:
    finds(facilitator, found())
    put(api, couple, status)
    told = needs(couple.ada, couple, query)
    assert (told["needs"], told["synthesizedAt"]) == ([], None)
    assert asked(facilitator) == 0


def test_a_session_that_rests_shows_what_was_found_before(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found())
    before = needs(couple.ada, couple)
    granted(couple.ben.post(f"{couple.session}/pause"))
    finds(facilitator, found("Another"))
    assert needs(couple.ada, couple, "?refresh=true") == before
    granted(couple.ben.post(f"{couple.session}/resume"))
    assert named(couple.ada, couple, "?refresh=true") == ["Another"]


def test_after_stage_3_the_list_stays_as_it_is(newcomers: Couple, facilitator: Recording) -> None:
    reach(newcomers, ada=4, ben=3)
    dora, emil = newcomers.ada, newcomers.ben
    before = needs(dora, newcomers)
    count = asked(facilitator)
    finds(facilitator, found("Another", "A word in stage 4."))
    say(dora, newcomers, "A word in stage 4.")
    assert needs(dora, newcomers, "?refresh=true") == before
    assert before["isDirty"] is False
    assert asked(facilitator) == count
    to_repair(newcomers, emil)
    assert needs(emil, newcomers)["needs"][0]["need"] == "Rest"


# Whose


def test_nobody_sees_anything_of_what_is_found_for_the_other(
    api: Api, couple: Couple, facilitator: Recording, cleo: Person
) -> None:
    before = seen_by(couple.ben, couple)
    finds(facilitator, found())
    needs(couple.ada, couple)
    name_need(couple.ada, couple)
    assert seen_by(couple.ben, couple) == before
    assert named(couple.ben, couple) == []
    refused(cleo.get(f"{couple.session}/needs"), 403, "FORBIDDEN", set())


def test_finding_needs_is_no_event_and_moves_no_time(api: Api, couple: Couple, facilitator: Recording) -> None:
    before = granted(couple.ben.get(couple.session))
    api.clock.advance(minutes=5)
    finds(facilitator, found())
    needs(couple.ada, couple)
    assert granted(couple.ben.get(couple.session)) == before


def test_needs_that_are_shared_stay_shared_when_others_are_found(couple: Couple, facilitator: Recording) -> None:
    share_need(couple, couple.ada)
    finds(facilitator, found())
    assert named(couple.ada, couple, "?refresh=true") == ["Rest", "Company"]
    assert [each["transformedContent"] for each in granted(couple.ben.get(f"{couple.session}/shared"))["partners"]] == [
        "I would say: An hour in which nobody wants anything."
    ]
