"""Saying whether the partner's attempt is right, and the revision that may follow, against the contract's *Stage 2*."""

from typing import Any

import pytest

from beheard_core.mediation.model import ContentType
from tests.server.channel import id_of
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, refused, step
from tests.server.stage2.acts import (
    LATER,
    ask_to_revise,
    audit,
    channel,
    draft,
    drafted,
    gates,
    history,
    judge,
    partners,
    record_of,
    revoke,
    seen_by,
    share,
    share_both,
    vessel,
)
from tests.server.stage2.facilitating import Recording

PRIVATE: list[dict[str, Any]] = [{}, {"feedback": "Nearly."}, {"feedback": "Nearly.", "consentToShareFeedback": False}]


@pytest.fixture
def sharing(couple: Couple) -> Couple:
    return share_both(couple)


def validate(who: Person, couple: Couple, **body: object) -> Any:
    return who.post(f"{couple.session}/empathy/validate", {"validated": True} | body)


def advance(who: Person, couple: Couple) -> Any:
    return granted(who.post(f"{couple.session}/stages/advance", step(2)))


# Saying it


@pytest.mark.parametrize("more", PRIVATE)
def test_a_word_that_it_is_right_is_told_in_full_and_opens_the_gate(
    api: Api, sharing: Couple, more: dict[str, Any]
) -> None:
    api.clock.advance(minutes=5)
    assert judge(sharing.ada, sharing, validated=True, **more) == {
        "validated": True,
        "validatedAt": LATER,
        "feedbackShared": False,
        "awaitingRevision": False,
        "canAdvance": True,
        "partnerValidated": False,
    }
    shown = gates(sharing.ada, sharing)
    assert (shown["validatedPartnerAttempt"], shown["validatedAt"]) == (True, LATER)
    seen = partners(sharing.ada, sharing)
    assert (seen["validated"], seen["validatedAt"], seen["awaitingRevision"]) == (True, LATER, False)


@pytest.mark.parametrize("more", PRIVATE)
def test_a_word_that_it_is_not_is_told_in_full_and_asks_nothing_of_anybody(
    sharing: Couple, more: dict[str, Any]
) -> None:
    assert judge(sharing.ada, sharing, validated=False, **more) == {
        "validated": False,
        "validatedAt": None,
        "feedbackShared": False,
        "awaitingRevision": False,
        "canAdvance": False,
        "partnerValidated": False,
    }
    assert drafted(sharing.ben, sharing)["canConsent"] is False


@pytest.mark.parametrize("validated", [True, False])
def test_what_is_not_shared_stays_private(api: Api, sharing: Couple, facilitator: Recording, validated: bool) -> None:
    before, published = seen_by(sharing.ben, sharing), channel(api, sharing)
    records = history(sharing.ada, sharing)
    api.clock.advance(minutes=5)
    judge(sharing.ada, sharing, validated=validated, feedback="Only for me.")
    after = seen_by(sharing.ben, sharing)
    # What may change is whether the partner still has something to do here, which is not said of what.
    assert [hide_status(each) for each in after] == [hide_status(each) for each in before]
    assert channel(api, sharing) == published
    assert history(sharing.ada, sharing) == records
    assert facilitator.to("transform") == []


def hide_status(body: Any) -> Any:
    data = body.get("data") or {}
    partner = data.get("partnerProgress", {})
    return body | {"data": data | {"partnerProgress": partner | {"status": ""}, "status": ""}}


def test_each_is_told_whether_the_other_has_found_it_right(sharing: Couple) -> None:
    judge(sharing.ada, sharing, validated=True)
    assert judge(sharing.ben, sharing, validated=False)["partnerValidated"] is True


def test_both_must_share_before_anything_is_said(couple: Couple) -> None:
    for _ in range(2):
        refused(validate(couple.ada, couple), 403, "CONSENT_REQUIRED")
        draft(couple.ada, couple)
    share(couple.ben, couple)
    refused(validate(couple.ada, couple), 403, "CONSENT_REQUIRED")
    refused(validate(couple.ben, couple), 400, "PARTNER_NOT_READY")
    refused(validate(couple.ben, couple, attemptId="att_none"), 400, "PARTNER_NOT_READY")
    share(couple.ada, couple)
    assert granted(validate(couple.ben, couple))["validated"] is True


@pytest.mark.parametrize("mine", [True, False])
def test_nothing_is_said_of_what_was_withdrawn(sharing: Couple, facilitator: Recording, mine: bool) -> None:
    who = sharing.ada if mine else sharing.ben
    revoke(who, sharing, record_of(who, sharing, "EMPATHY_ATTEMPT"))
    reply = validate(sharing.ada, sharing, feedback="Nearly.", consentToShareFeedback=True)
    if mine:
        refused(reply, 403, "CONSENT_REQUIRED")
    else:
        refused(reply, 400, "PARTNER_NOT_READY")
    assert facilitator.to("transform") == []


def test_the_attempt_can_be_named_and_one_that_was_superseded_is_a_conflict(sharing: Couple) -> None:
    first = partners(sharing.ada, sharing)["attempt"]["id"]
    ask_to_revise(sharing.ada, sharing)
    share(sharing.ben, sharing, "A revision.")
    before = seen_by(sharing.ada, sharing), seen_by(sharing.ben, sharing)
    for named in (first, "att_none", partners(sharing.ben, sharing)["attempt"]["id"]):
        refused(validate(sharing.ada, sharing, attemptId=named), 409, "CONFLICT")
    assert (seen_by(sharing.ada, sharing), seen_by(sharing.ben, sharing)) == before
    second = partners(sharing.ada, sharing)["attempt"]["id"]
    assert granted(validate(sharing.ada, sharing, attemptId=second))["validated"] is True


# Feedback


@pytest.mark.parametrize("validated", [True, False])
def test_shared_feedback_is_put_by_the_facilitator_and_read_by_the_author(
    api: Api, sharing: Couple, facilitator: Recording, validated: bool
) -> None:
    facilitator.answers["transform"] = "  I would add one thing. "
    api.clock.advance(minutes=5)
    body = {"feedback": "You forgot it!", "consentToShareFeedback": True}
    told = judge(sharing.ada, sharing, validated=validated, **body)
    assert (told["feedbackShared"], told["awaitingRevision"]) == (True, not validated)
    assert facilitator.to("transform") == [(ContentType.EVENT_SUMMARY, "You forgot it!")]
    shown = drafted(sharing.ben, sharing)
    assert shown["partnerFeedback"] == {"content": "I would add one thing.", "sharedAt": LATER}
    assert (shown["revisionRequested"], shown["canConsent"]) == (not validated, not validated)
    assert "You forgot it!" not in str(seen_by(sharing.ben, sharing))
    record = history(sharing.ada, sharing)[0]
    assert (record["contentType"], record["decision"], record["decidedAt"]) == ("EVENT_SUMMARY", "GRANTED", LATER)
    assert audit(api, sharing)[-1] == (sharing.ada.id, "granted", record["id"])
    event = {"sessionId": id_of(sharing.session), "actorId": sharing.ada.id, "timestamp": LATER}
    assert channel(api, sharing)[-1] == ("partner.empathy_feedback", event)


@pytest.mark.parametrize("failing", [True, False], ids=["fails", "says nothing"])
def test_where_the_facilitator_cannot_put_it_no_reproach_is_handed_on(
    sharing: Couple, facilitator: Recording, failing: bool
) -> None:
    if failing:
        facilitator.unwell = {"transform"}
    else:
        facilitator.answers["transform"] = " "
    told = ask_to_revise(sharing.ada, sharing, "You never listen. I felt alone that night.")
    assert told["feedbackShared"] is True
    assert drafted(sharing.ben, sharing)["partnerFeedback"]["content"] == "I felt alone that night."


def test_the_author_sees_feedback_and_the_giver_sees_that_a_revision_is_awaited(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    assert partners(sharing.ada, sharing)["awaitingRevision"] is True
    assert "validatedPartnerAttempt" in granted(sharing.ada.get(sharing.session))["partnerActionNeeded"]
    assert drafted(sharing.ada, sharing)["partnerFeedback"] is None


def test_a_new_word_replaces_the_one_before(sharing: Couple) -> None:
    judge(sharing.ada, sharing, validated=True)
    judge(sharing.ada, sharing, validated=False)
    shown = gates(sharing.ada, sharing)
    assert (shown["validatedPartnerAttempt"], shown["validatedAt"]) == (False, None)
    assert partners(sharing.ada, sharing)["validated"] is False


@pytest.mark.parametrize("more", PRIVATE)
def test_feedback_that_is_not_shared_again_is_revoked_and_the_request_to_revise_with_it(
    api: Api, sharing: Couple, more: dict[str, Any]
) -> None:
    ask_to_revise(sharing.ada, sharing)
    record = record_of(sharing.ada, sharing, "EVENT_SUMMARY")
    api.clock.advance(minutes=5)
    told = judge(sharing.ada, sharing, validated=False, **more)
    assert (told["feedbackShared"], told["awaitingRevision"]) == (False, False)
    shown = drafted(sharing.ben, sharing)
    assert (shown["partnerFeedback"], shown["revisionRequested"], shown["canConsent"]) == (None, False, False)
    (revoked,) = (each for each in history(sharing.ada, sharing) if each["id"] == record)
    assert (revoked["decision"], revoked["revokedAt"]) == ("REVOKED", LATER)
    assert audit(api, sharing)[-1] == (sharing.ada.id, "revoked", record)
    assert [name for name, _ in channel(api, sharing)][-2:] == ["partner.empathy_feedback", "partner.consent_revoked"]
    assert granted(sharing.ben.get(sharing.session))["updatedAt"] == LATER


def test_feedback_that_is_shared_anew_replaces_what_the_author_reads(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing, "The first.")
    ask_to_revise(sharing.ada, sharing, "The second.")
    assert drafted(sharing.ben, sharing)["partnerFeedback"]["content"] == "I would say: The second."
    decisions = [each["decision"] for each in history(sharing.ada, sharing) if each["contentType"] == "EVENT_SUMMARY"]
    assert decisions == ["GRANTED", "REVOKED"]
    assert len(vessel(sharing.ben, sharing)["partners"]) == 1


def test_feedback_that_is_revoked_is_gone_at_the_next_look_and_the_word_itself_stays(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    revoke(sharing.ada, sharing, record_of(sharing.ada, sharing, "EVENT_SUMMARY"))
    shown = drafted(sharing.ben, sharing)
    assert (shown["partnerFeedback"], shown["revisionRequested"], shown["canConsent"]) == (None, False, False)
    refused(sharing.ben.post(f"{sharing.session}/empathy/draft", {"content": "More."}), 409, "CONFLICT")
    assert partners(sharing.ada, sharing)["awaitingRevision"] is False
    assert vessel(sharing.ben, sharing)["partners"] == []
    assert gates(sharing.ada, sharing)["validatedPartnerAttempt"] is False


# The revision


def test_a_revision_takes_the_place_of_the_attempt_before(api: Api, sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    first = partners(sharing.ada, sharing)["attempt"]
    saved = draft(sharing.ben, sharing, "A revision.")["draft"]
    assert (saved["version"], drafted(sharing.ben, sharing)["alreadyConsented"]) == (2, True)
    api.clock.advance(minutes=5)
    told = granted(sharing.ben.post(f"{sharing.session}/empathy/consent", {"draftId": saved["id"]}))
    assert told["consentedAt"] == LATER
    second = partners(sharing.ada, sharing)["attempt"]
    assert (second["content"], second["sharedAt"]) == ("A revision.", LATER)
    assert second["id"] != first["id"]
    assert partners(sharing.ada, sharing)["awaitingRevision"] is False
    shown = drafted(sharing.ben, sharing)
    assert (shown["canConsent"], shown["revisionRequested"], shown["partnerFeedback"]) == (False, False, None)
    records = history(sharing.ben, sharing)
    assert [(each["contentType"], each["decision"]) for each in records] == [("EMPATHY_ATTEMPT", "GRANTED")] * 2
    (mine,) = vessel(sharing.ben, sharing)["mine"]
    assert (mine["transformedContent"], mine["consentActive"]) == ("A revision.", True)
    assert [name for name, _ in channel(api, sharing)][-1] == "partner.empathy_shared"


def test_the_record_of_what_was_superseded_can_still_be_revoked_and_leaves_the_revision(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    share(sharing.ben, sharing, "A revision.")
    older = history(sharing.ben, sharing)[1]["id"]
    revoke(sharing.ben, sharing, older)
    assert partners(sharing.ada, sharing)["attempt"]["content"] == "A revision."


def test_withdrawing_a_revision_does_not_bring_the_one_before_back(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    share(sharing.ben, sharing, "A revision.")
    revoke(sharing.ben, sharing, record_of(sharing.ben, sharing, "EMPATHY_ATTEMPT"))
    assert partners(sharing.ada, sharing)["attempt"] is None


def test_a_word_on_an_attempt_that_was_superseded_keeps_the_gate(sharing: Couple) -> None:
    judge(sharing.ada, sharing, validated=True)
    before = gates(sharing.ada, sharing)
    judge(sharing.ada, sharing, validated=True, feedback="One thing.", consentToShareFeedback=True)
    revoke(sharing.ben, sharing, record_of(sharing.ben, sharing, "EMPATHY_ATTEMPT"))
    share(sharing.ben, sharing, "Another attempt.")
    assert gates(sharing.ada, sharing) == before
    assert partners(sharing.ada, sharing)["validated"] is True
    assert advance(sharing.ada, sharing)["success"] is True


def test_an_author_who_is_asked_to_revise_may_move_on_and_revise_from_there(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    judge(sharing.ben, sharing, validated=True)
    assert advance(sharing.ben, sharing)["newProgress"]["stage"] == 3
    share(sharing.ben, sharing, "A revision.")
    assert partners(sharing.ada, sharing)["attempt"]["content"] == "A revision."
    assert judge(sharing.ada, sharing, validated=True)["canAdvance"] is True


def test_whoever_waits_for_a_revision_may_find_the_attempt_right_as_it_is(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    assert judge(sharing.ada, sharing, validated=True)["canAdvance"] is True
    assert drafted(sharing.ben, sharing)["revisionRequested"] is False


def test_leaving_takes_back_every_attempt_and_every_feedback(api: Api, sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    granted(sharing.ada.post(f"{sharing.session}/leave"))
    assert partners(sharing.ben, sharing)["attempt"] is None
    assert drafted(sharing.ben, sharing)["partnerFeedback"] is None
    assert vessel(sharing.ben, sharing)["partners"] == []
    assert {each["decision"] for each in history(sharing.ada, sharing)} == {"REVOKED"}
    acts = [(actor, act) for actor, act, _ in audit(api, sharing)]
    assert acts[-2:] == [(sharing.ada.id, "revoked")] * 2
    assert [name for name, _ in channel(api, sharing)][-1] == "session.abandoned"


def test_leaving_may_leave_it_all_behind(sharing: Couple) -> None:
    ask_to_revise(sharing.ada, sharing)
    granted(sharing.ada.post(f"{sharing.session}/leave", {"keepShared": True}))
    assert partners(sharing.ben, sharing)["attempt"]["content"] == "Ada's words."
    assert drafted(sharing.ben, sharing)["partnerFeedback"] is not None
    assert {each["decision"] for each in history(sharing.ada, sharing)} == {"GRANTED"}
