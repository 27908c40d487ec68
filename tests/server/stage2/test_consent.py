"""Questions, answers and taking them back, against the contract's *Consent* and *Consent model*."""

from typing import Any

import pytest

from beheard_core.mediation import SessionStatus
from beheard_core.mediation.model import ContentType
from tests.server.channel import id_of
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, meet, reach, refused, register
from tests.server.stage2.acts import (
    ENDED,
    LATER,
    NOT_LIVE,
    NOW,
    ask_to_revise,
    asked,
    audit,
    channel,
    decide,
    history,
    pending,
    put,
    record_of,
    revoke,
    say,
    seen_by,
    share,
    share_both,
    vessel,
)
from tests.server.stage2.facilitating import Recording, proposal


def answer(who: Person, couple: Couple, request: str, decision: str = "GRANTED") -> Any:
    body = {"consentRequestId": request, "decision": decision}
    return who.post(f"{couple.session}/consent/decide", body)


def take_back(who: Person, couple: Couple, record: str) -> Any:
    return who.post(f"{couple.session}/consent/revoke", {"consentRecordId": record})


# What waits


def test_a_question_is_told_in_full_and_shown_to_nobody_else(api: Api, couple: Couple, facilitator: Recording) -> None:
    before = seen_by(couple.ben, couple)
    facilitator.answers["propose_shares"] = [proposal()]
    said = say(couple.ada, couple)["userMessage"]["id"]
    (request,) = pending(couple.ada, couple)
    assert request == {
        "id": request["id"],
        "contentType": "BOUNDARY",
        "contentDescription": "A boundary of yours",
        "transformedPreview": "I need to rest.",
        "originalContentId": said,
        "originalContentSummary": "needing rest",
    }
    assert request["id"].startswith("consent_")
    assert (history(couple.ada, couple), vessel(couple.ada, couple)["mine"]) == ([], [])
    assert (seen_by(couple.ben, couple), channel(api, couple), audit(api, couple)) == (before, [], [])


def test_questions_wait_oldest_first_until_they_are_answered(couple: Couple, facilitator: Recording) -> None:
    asked(couple.ada, couple, facilitator, "One.", "Two.")
    first, second, third = asked(couple.ada, couple, facilitator, "Three.")
    decide(couple.ada, couple, second)
    previews = [(each["id"], each["transformedPreview"]) for each in pending(couple.ada, couple)]
    assert previews == [(first, "One."), (third, "Three.")]
    decide(couple.ada, couple, first, "DENIED")
    assert [each["id"] for each in pending(couple.ada, couple)] == [third]


@pytest.mark.parametrize("stage", [0, 1])
def test_before_stage_2_nothing_is_asked_and_the_facilitator_neither(
    newcomers: Couple, facilitator: Recording, stage: int
) -> None:
    reach(newcomers, ada=stage)
    facilitator.answers["propose_shares"] = [proposal()]
    say(newcomers.ada, newcomers)
    assert pending(newcomers.ada, newcomers) == []
    assert facilitator.to("propose_shares") == []


def test_only_summaries_patterns_and_boundaries_may_be_asked_for(couple: Couple, facilitator: Recording) -> None:
    facilitator.answers["propose_shares"] = [proposal("Something.", kind) for kind in ContentType]
    say(couple.ada, couple)
    kinds = [each["contentType"] for each in pending(couple.ada, couple)]
    assert kinds == ["EVENT_SUMMARY", "EMOTIONAL_PATTERN", "BOUNDARY"]


@pytest.mark.parametrize("preview", ["", " \n"])
def test_a_question_that_shows_nothing_is_not_asked(couple: Couple, facilitator: Recording, preview: str) -> None:
    facilitator.answers["propose_shares"] = [proposal(preview)]
    say(couple.ada, couple)
    assert pending(couple.ada, couple) == []


# Granting


def test_what_is_granted_is_shared_in_the_previewed_words(api: Api, couple: Couple, facilitator: Recording) -> None:
    (request,) = asked(couple.ada, couple, facilitator, "I need to rest.")
    api.clock.advance(minutes=5)
    told = decide(couple.ada, couple, request)
    record, shared = told["consentRecord"], told["sharedContent"]
    assert told == {"recorded": True, "consentRecord": record, "sharedContent": shared}
    assert record == {
        "id": request,
        "contentType": "BOUNDARY",
        "decision": "GRANTED",
        "decidedAt": LATER,
        "revokedAt": None,
        "contentDescription": "A boundary of yours",
    }
    assert shared == {
        "id": shared["id"],
        "sourceUserId": couple.ada.id,
        "transformedContent": "I need to rest.",
        "consentedAt": LATER,
        "consentActive": True,
    }
    assert shared["id"].startswith("shared_")
    assert history(couple.ada, couple) == [record]
    assert vessel(couple.ben, couple)["partners"] == [shared | {"contentType": "BOUNDARY"}]
    assert audit(api, couple) == [(couple.ada.id, "granted", request)]
    event = {"sessionId": id_of(couple.session), "actorId": couple.ada.id, "timestamp": LATER}
    assert channel(api, couple) == [("partner.consent_granted", event)]


@pytest.mark.parametrize("words", ["You never asked!", "e" * 1200, "I need\n\nmy evening."])
def test_an_edited_text_is_shared_exactly_as_written(couple: Couple, facilitator: Recording, words: str) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    told = decide(couple.ada, couple, request, editedContent=f" {words} ")
    assert told["sharedContent"]["transformedContent"] == words
    assert [each["transformedContent"] for each in vessel(couple.ben, couple)["partners"]] == [words]
    assert facilitator.to("transform") == []


@pytest.mark.parametrize("edited", [None, "", " \n "])
def test_a_blank_edit_is_none(couple: Couple, facilitator: Recording, edited: str | None) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    told = decide(couple.ada, couple, request, editedContent=edited)
    assert told["sharedContent"]["transformedContent"] == "I need to rest."


@pytest.mark.parametrize("status", NOT_LIVE)
def test_nothing_is_granted_while_nobody_can_act(
    api: Api, couple: Couple, facilitator: Recording, status: SessionStatus
) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    put(api, couple, status)
    before = seen_by(couple.ada, couple)
    refused(answer(couple.ada, couple, request), 400, "SESSION_NOT_ACTIVE")
    refused(answer(couple.ada, couple, "consent_none"), 400, "SESSION_NOT_ACTIVE")
    assert seen_by(couple.ada, couple) == before


# Denying


@pytest.mark.parametrize("status", [SessionStatus.ACTIVE, *NOT_LIVE])
def test_what_is_denied_is_recorded_in_any_session_and_reaches_nobody(
    api: Api, couple: Couple, facilitator: Recording, status: SessionStatus
) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    put(api, couple, status)
    told = decide(couple.ada, couple, request, "DENIED", editedContent="Not this either.")
    assert told.keys() == {"recorded", "consentRecord"}
    assert (told["recorded"], told["consentRecord"]["decision"]) == (True, "DENIED")
    assert told["consentRecord"]["revokedAt"] is None
    assert history(couple.ada, couple) == [told["consentRecord"]]
    assert (pending(couple.ada, couple), vessel(couple.ada, couple)["mine"]) == ([], [])
    assert (vessel(couple.ben, couple)["partners"], channel(api, couple)) == ([], [])
    assert audit(api, couple) == [(couple.ada.id, "denied", request)]


# Once and for all


@pytest.mark.parametrize("first", ["GRANTED", "DENIED"])
@pytest.mark.parametrize("second", ["GRANTED", "DENIED"])
def test_an_answer_is_given_once(couple: Couple, facilitator: Recording, first: str, second: str) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    decide(couple.ada, couple, request, first)
    before = seen_by(couple.ada, couple), seen_by(couple.ben, couple)
    refused(answer(couple.ada, couple, request, second), 409, "CONFLICT")
    assert (seen_by(couple.ada, couple), seen_by(couple.ben, couple)) == before


@pytest.mark.parametrize("decision", ["GRANTED", "DENIED"])
def test_a_question_to_somebody_else_or_in_another_session_is_no_question(
    api: Api, couple: Couple, facilitator: Recording, decision: str
) -> None:
    others = reach(meet(couple.ada, register(api, "Emil")), ada=2, ben=2)
    (bens,) = asked(couple.ben, couple, facilitator)
    (elsewhere,) = asked(couple.ada, others, facilitator)
    for foreign in (bens, elsewhere, "consent_none"):
        before = seen_by(couple.ada, couple), seen_by(couple.ben, couple)
        refused(answer(couple.ada, couple, foreign, decision), 404, "NOT_FOUND")
        assert (seen_by(couple.ada, couple), seen_by(couple.ben, couple)) == before
    assert [each["id"] for each in pending(couple.ben, couple)] == [bens]


def test_what_was_shared_by_an_act_of_ones_own_was_never_asked(couple: Couple) -> None:
    share(couple.ada, couple)
    record = record_of(couple.ada, couple, "EMPATHY_ATTEMPT")
    refused(answer(couple.ada, couple, record), 409, "CONFLICT")
    refused(answer(couple.ben, couple, record), 404, "NOT_FOUND")


# Taking it back


@pytest.mark.parametrize("status", [SessionStatus.ACTIVE, *NOT_LIVE])
def test_what_is_taken_back_is_gone_in_any_session_and_both_are_told(
    api: Api, couple: Couple, facilitator: Recording, status: SessionStatus
) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    decide(couple.ada, couple, request)
    put(api, couple, status)
    api.clock.advance(minutes=5)
    assert revoke(couple.ada, couple, request) == {"revoked": True, "revokedAt": LATER}
    assert vessel(couple.ben, couple)["partners"] == vessel(couple.ada, couple)["mine"] == []
    (record,) = history(couple.ada, couple)
    assert (record["decision"], record["decidedAt"], record["revokedAt"]) == ("REVOKED", NOW, LATER)
    assert audit(api, couple)[-1] == (couple.ada.id, "revoked", request)
    event = {"sessionId": id_of(couple.session), "actorId": couple.ada.id, "timestamp": LATER}
    assert channel(api, couple)[-1] == ("partner.consent_revoked", event)


def test_taking_it_back_again_tells_when_it_was_first_and_tells_nobody_else(
    api: Api, couple: Couple, facilitator: Recording
) -> None:
    (request,) = asked(couple.ada, couple, facilitator)
    decide(couple.ada, couple, request)
    first = revoke(couple.ada, couple, request)
    published, noted = channel(api, couple), audit(api, couple)
    api.clock.advance(minutes=5)
    assert revoke(couple.ada, couple, request) == first
    assert (channel(api, couple), audit(api, couple)) == (published, noted)
    assert granted(couple.ben.get(couple.session))["updatedAt"] == NOW


def test_what_was_never_granted_cannot_be_taken_back(couple: Couple, facilitator: Recording) -> None:
    denied, waiting = asked(couple.ada, couple, facilitator, "One.", "Two.")
    decide(couple.ada, couple, denied, "DENIED")
    before = seen_by(couple.ada, couple)
    refused(take_back(couple.ada, couple, denied), 409, "CONFLICT")
    refused(take_back(couple.ada, couple, waiting), 409, "CONFLICT")
    assert seen_by(couple.ada, couple) == before


def test_a_record_of_somebody_else_is_no_record(api: Api, couple: Couple, facilitator: Recording) -> None:
    others = reach(meet(couple.ada, register(api, "Emil")), ada=2, ben=2)
    (request,) = asked(couple.ben, couple, facilitator)
    (elsewhere,) = asked(couple.ada, others, facilitator)
    decide(couple.ben, couple, request)
    decide(couple.ada, others, elsewhere)
    (waiting,) = asked(couple.ben, couple, facilitator)
    before = seen_by(couple.ada, couple), seen_by(couple.ben, couple)
    for foreign in (request, waiting, elsewhere, "consent_none"):
        refused(take_back(couple.ada, couple, foreign), 404, "NOT_FOUND")
    assert (seen_by(couple.ada, couple), seen_by(couple.ben, couple)) == before


def test_what_was_taken_back_is_final_and_sharing_again_needs_another_question(
    couple: Couple, facilitator: Recording
) -> None:
    (first,) = asked(couple.ada, couple, facilitator, "I need to rest.")
    decide(couple.ada, couple, first)
    revoke(couple.ada, couple, first)
    refused(answer(couple.ada, couple, first), 409, "CONFLICT")
    (second,) = asked(couple.ada, couple, facilitator, "I need to rest.")
    decide(couple.ada, couple, second)
    assert second != first
    assert [each["transformedContent"] for each in vessel(couple.ben, couple)["partners"]] == ["I need to rest."]


@pytest.mark.parametrize("status", ENDED)
def test_after_the_end_one_can_still_take_back_an_attempt(api: Api, couple: Couple, status: SessionStatus) -> None:
    share_both(couple)
    put(api, couple, status)
    revoke(couple.ada, couple, record_of(couple.ada, couple, "EMPATHY_ATTEMPT"))
    assert granted(couple.ben.get(f"{couple.session}/empathy/partner"))["attempt"] is None


# The history


def test_the_history_is_ones_own_and_runs_from_the_newest(couple: Couple, facilitator: Recording) -> None:
    assert history(couple.ada, couple) == []
    share_both(couple)
    granted_one, denied_one = asked(couple.ada, couple, facilitator, "One.", "Two.")
    decide(couple.ada, couple, denied_one, "DENIED")
    decide(couple.ada, couple, granted_one)
    ask_to_revise(couple.ada, couple)
    revoke(couple.ada, couple, record_of(couple.ada, couple, "EMPATHY_ATTEMPT"))
    told = history(couple.ada, couple)
    assert [(each["contentType"], each["decision"]) for each in told] == [
        ("EVENT_SUMMARY", "GRANTED"),
        ("BOUNDARY", "GRANTED"),
        ("BOUNDARY", "DENIED"),
        ("EMPATHY_ATTEMPT", "REVOKED"),
    ]
    assert [each["id"] for each in told][1:3] == [granted_one, denied_one]
    assert all(each["contentDescription"].strip() for each in told)
    assert [each["contentType"] for each in history(couple.ben, couple)] == ["EMPATHY_ATTEMPT"]
