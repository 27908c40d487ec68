"""Naming needs and saying which are one's own, against the contract's *Stage 3*."""

from typing import Any

import pytest

from beheard_core.mediation.model import ContentType, NeedCategory
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.client import Api
from tests.server.people import NEED, Couple, granted, reach, refused
from tests.server.stage2.acts import LATER, decide, history, pending, revoke, vessel
from tests.server.stage2.facilitating import Recording
from tests.server.stage3.acts import (
    consent_to,
    finds,
    found,
    name_need,
    named,
    names,
    needs,
    read_in_stage_3,
    review,
)


def stage_3_gates(who: Any, couple: Couple) -> Any:
    return granted(who.get(f"{couple.session}/stages/3/gates"))


def requests(who: Any, couple: Couple) -> dict[str, Any]:
    """Give one's pending requests by the need that each is about."""
    return {each["originalContentId"]: each for each in pending(who, couple)}


# Naming


def test_a_need_that_is_named_is_told_in_full_and_waits_to_be_confirmed(couple: Couple) -> None:
    told = granted(couple.ada.post(f"{couple.session}/needs", NEED), 201)
    need = told["need"]
    assert told == {"need": need}
    assert need == NEED | {"id": need["id"], "evidence": [], "confirmed": False, "aiConfidence": 1}
    assert need["id"].startswith("need_")
    assert needs(couple.ada, couple)["needs"] == [need]
    assert pending(couple.ada, couple) == []


@pytest.mark.parametrize("category", NeedCategory)
def test_each_of_the_six_categories_can_be_named(couple: Couple, category: NeedCategory) -> None:
    assert name_need(couple.ada, couple, category=category)["category"] == category


def test_words_are_trimmed_and_may_be_as_long_as_the_limit(couple: Couple) -> None:
    need = name_need(couple.ada, couple, need=f" {'n' * 200}\n", description=f"\t{'d' * 200} ")
    assert (need["need"], need["description"]) == ("n" * 200, "d" * 200)


def test_the_ninth_is_refused_and_the_eight_stay(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("One"), found("Two"))
    before = needs(couple.ada, couple)["needs"]
    mine = [name_need(couple.ada, couple, need=f"Need {number}") for number in range(6)]
    refused(couple.ada.post(f"{couple.session}/needs", NEED), 400, "VALIDATION_ERROR", {"need"})
    assert needs(couple.ada, couple)["needs"] == [*before, *mine]
    assert name_need(couple.ben, couple)["need"] == "Rest"


def test_naming_the_same_again_gives_another_need(couple: Couple) -> None:
    assert name_need(couple.ada, couple)["id"] != name_need(couple.ada, couple)["id"]
    assert named(couple.ada, couple) == ["Rest", "Rest"]


def test_naming_tells_nobody(api: Api, couple: Couple) -> None:
    before = read_in_stage_3(couple.ben, couple)
    name_need(couple.ada, couple)
    assert (read_in_stage_3(couple.ben, couple), names(api, couple)) == (before, [])


# Confirming


def test_a_review_shows_every_need_as_it_reads_now(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("One"), found("Two"), found("Three"))
    one, two, three = needs(couple.ada, couple)["needs"]
    told = granted(review(couple.ada, couple, **{two["id"]: "Worded anew.", three["id"]: False}))
    assert told == {
        "updated": [
            one | {"confirmed": True},
            two | {"confirmed": True, "description": "Worded anew."},
            three,
        ],
        "allConfirmed": False,
        "canProceedToCommonGround": True,
    }
    assert needs(couple.ada, couple)["needs"] == told["updated"]


@pytest.mark.parametrize(
    ("answers", "all_of_them", "any_of_them"),
    [((True, True), True, True), ((True, False), False, True), ((False, False), False, False)],
)
def test_one_confirmed_need_is_enough_to_go_on(
    couple: Couple, facilitator: Recording, answers: tuple[bool, bool], all_of_them: bool, any_of_them: bool
) -> None:
    finds(facilitator, found("One"), found("Two"))
    ids = [each["id"] for each in needs(couple.ada, couple)["needs"]]
    told = granted(review(couple.ada, couple, **dict(zip(ids, answers, strict=True))))
    assert (told["allConfirmed"], told["canProceedToCommonGround"]) == (all_of_them, any_of_them)
    assert stage_3_gates(couple.ada, couple)["needsConfirmed"] is any_of_them
    assert stage_3_gates(couple.ben, couple)["partnerNeedsConfirmed"] is any_of_them
    assert stage_3_gates(couple.ben, couple)["needsConfirmed"] is False


def test_a_gate_falls_when_the_last_need_is_not_confirmed_any_more(couple: Couple) -> None:
    need = name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    granted(review(couple.ada, couple, **{need["id"]: False}))
    assert stage_3_gates(couple.ada, couple)["needsConfirmed"] is False
    assert stage_3_gates(couple.ben, couple)["partnerNeedsConfirmed"] is False


def test_every_need_is_to_be_answered_for_and_the_refusal_says_which_are_missing(
    couple: Couple, facilitator: Recording
) -> None:
    finds(facilitator, found("One"), found("Two"), found("Three"))
    one, two, three = (each["id"] for each in needs(couple.ada, couple)["needs"])
    body = {"confirmations": [{"needId": two, "confirmed": True}]}
    details = refused(couple.ada.post(f"{couple.session}/needs/confirm", body), 400, "VALIDATION_ERROR", {"missingIds"})
    assert details["missingIds"] == [one, three]
    assert [each["confirmed"] for each in needs(couple.ada, couple)["needs"]] == [False] * 3
    assert pending(couple.ada, couple) == []


def test_a_need_is_answered_for_once(couple: Couple) -> None:
    need = name_need(couple.ada, couple)["id"]
    twice = [{"needId": need, "confirmed": each} for each in (True, False)]
    reply = couple.ada.post(f"{couple.session}/needs/confirm", {"confirmations": twice})
    assert refused(reply, 400, "VALIDATION_ERROR").keys() == {"confirmations[1].needId"}
    assert pending(couple.ada, couple) == []


def test_a_need_of_the_partners_or_nobodys_is_not_found(couple: Couple) -> None:
    mine, bens = name_need(couple.ada, couple)["id"], name_need(couple.ben, couple)["id"]
    for alien in (bens, "need_" + "0" * 32, couple.session):
        for ids in ([mine, alien], [alien]):
            body = {"confirmations": [{"needId": each, "confirmed": True} for each in ids]}
            refused(couple.ada.post(f"{couple.session}/needs/confirm", body), 404, "NOT_FOUND", set())
    assert [each["confirmed"] for each in needs(couple.ben, couple)["needs"]] == [False]


def test_a_need_that_gave_way_to_others_is_not_found(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("One"))
    (gone,) = needs(couple.ada, couple)["needs"]
    finds(facilitator, found("Two"))
    named(couple.ada, couple, "?refresh=true")
    body = {"confirmations": [{"needId": gone["id"], "confirmed": True}]}
    refused(couple.ada.post(f"{couple.session}/needs/confirm", body), 404, "NOT_FOUND", set())


@pytest.mark.parametrize("length", [1, 300])
def test_another_wording_is_kept_trimmed(couple: Couple, length: int) -> None:
    need = name_need(couple.ada, couple)
    granted(review(couple.ada, couple, **{need["id"]: f"  {'a' * length}\n"}))
    assert needs(couple.ada, couple)["needs"][0]["description"] == "a" * length


def test_a_blank_wording_counts_as_none(couple: Couple) -> None:
    need = name_need(couple.ada, couple)
    body = {"confirmations": [{"needId": need["id"], "confirmed": True, "adjustment": " "}]}
    granted(couple.ada.post(f"{couple.session}/needs/confirm", body))
    assert needs(couple.ada, couple)["needs"] == [need | {"confirmed": True}]


# What a review asks


def test_every_confirmed_need_is_asked_about_with_a_preview(couple: Couple, facilitator: Recording) -> None:
    finds(facilitator, found("One", description="First of all."), found("Two"), found("Three"))
    one, two, three = needs(couple.ada, couple)["needs"]
    granted(review(couple.ada, couple, **{two["id"]: "Worded anew.", three["id"]: False}))
    told = requests(couple.ada, couple)
    assert told.keys() == {one["id"], two["id"]}
    first = told[one["id"]]
    assert first == {
        "id": first["id"],
        "contentType": "IDENTIFIED_NEED",
        "contentDescription": "One",
        "transformedPreview": "I would say: First of all.",
        "originalContentId": one["id"],
        "originalContentSummary": "First of all.",
    }
    assert first["id"].startswith("consent_")
    assert told[two["id"]]["transformedPreview"] == "I would say: Worded anew."


def test_what_is_asked_already_is_not_asked_again(couple: Couple, facilitator: Recording) -> None:
    name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    before = pending(couple.ada, couple)
    count = len(facilitator.to("transform"))
    granted(review(couple.ada, couple))
    assert (pending(couple.ada, couple), len(facilitator.to("transform"))) == (before, count)


def test_what_is_shared_already_is_not_asked_again(couple: Couple) -> None:
    need = name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    granted(consent_to(couple.ada, couple, need["id"]))
    granted(review(couple.ada, couple))
    assert pending(couple.ada, couple) == []
    assert len(vessel(couple.ben, couple)["partners"]) == 1


def test_what_was_denied_or_taken_back_is_asked_anew_once_it_is_confirmed_again(couple: Couple) -> None:
    name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    (first,) = (each["id"] for each in pending(couple.ada, couple))
    decide(couple.ada, couple, first, "DENIED")
    granted(review(couple.ada, couple))
    (second,) = (each["id"] for each in pending(couple.ada, couple))
    decide(couple.ada, couple, second)
    revoke(couple.ada, couple, second)
    granted(review(couple.ada, couple))
    (third,) = (each["id"] for each in pending(couple.ada, couple))
    assert len({first, second, third}) == 3


@pytest.mark.parametrize("answer", [False, "Worded anew."])
def test_a_need_that_is_not_confirmed_or_reads_otherwise_is_not_asked_about_as_before(
    couple: Couple, answer: bool | str
) -> None:
    need = name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    (before,) = (each["id"] for each in pending(couple.ada, couple))
    granted(review(couple.ada, couple, **{need["id"]: answer}))
    previews = [each["transformedPreview"] for each in pending(couple.ada, couple)]
    assert previews == ([] if answer is False else [f"I would say: {answer}"])
    body = {"consentRequestId": before, "decision": "GRANTED"}
    refused(couple.ada.post(f"{couple.session}/consent/decide", body), 404, "NOT_FOUND", set())


def test_the_wording_that_is_there_already_changes_nothing(couple: Couple) -> None:
    need = name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    granted(consent_to(couple.ada, couple, need["id"]))
    granted(review(couple.ada, couple, **{need["id"]: NEED["description"]}))
    assert len(vessel(couple.ben, couple)["partners"]) == 1
    assert [each["revokedAt"] for each in history(couple.ada, couple)[:1]] == [None]


@pytest.mark.parametrize("answer", [False, "Worded anew."])
def test_a_shared_need_that_is_not_confirmed_or_reads_otherwise_is_taken_back(
    api: Api, couple: Couple, answer: bool | str
) -> None:
    need = name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    granted(consent_to(couple.ada, couple, need["id"]))
    api.clock.advance(minutes=5)
    granted(review(couple.ada, couple, **{need["id"]: answer}))
    assert vessel(couple.ben, couple)["partners"] == vessel(couple.ada, couple)["mine"][1:] == []
    (record,) = (each for each in history(couple.ada, couple) if each["contentType"] == "IDENTIFIED_NEED")
    assert (record["decision"], record["revokedAt"]) == ("REVOKED", LATER)
    assert names(api, couple) == ["partner.needs_shared", "partner.consent_revoked"]


def test_a_review_is_no_event_and_shows_in_the_gate_alone(api: Api, couple: Couple) -> None:
    name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    assert names(api, couple) == []
    detail = granted(couple.ben.get(couple.session))
    assert "needsConfirmed" in detail["selfActionNeeded"]
    assert "partnerNeedsConfirmed" not in detail["partnerActionNeeded"]


def test_a_facilitator_that_cannot_word_a_need_is_stood_in_for(couple: Couple, facilitator: Recording) -> None:
    facilitator.unwell.add("transform")
    name_need(couple.ada, couple)
    granted(review(couple.ada, couple))
    (request,) = pending(couple.ada, couple)
    offline = OfflineFacilitator().transform(ContentType.IDENTIFIED_NEED, NEED["description"])
    assert request["transformedPreview"] == offline


def test_who_has_not_reached_stage_3_cannot_name_or_confirm(newcomers: Couple) -> None:
    reach(newcomers, ada=3, ben=2)
    emil = newcomers.ben
    for below, body in (("", NEED), ("/confirm", {"confirmations": [{"needId": "need_x", "confirmed": True}]})):
        details = refused(emil.post(f"{newcomers.session}/needs{below}", body), 400, "GATE_NOT_SATISFIED")
        assert details["requiredStage"] == 3
