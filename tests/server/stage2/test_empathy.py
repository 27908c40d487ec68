"""Writing a draft, sharing it, and reading the partner's, against the contract's *Stage 2*."""

from typing import Any

import pytest

from beheard_core.mediation import SessionStatus
from beheard_server.facilitators import Assessment
from tests.server.channel import id_of
from tests.server.client import ABSENT, Api
from tests.server.people import Couple, Person, granted, meet, reach, refused, register, step
from tests.server.stage2.acts import (
    LATER,
    NOT_LIVE,
    NOW,
    WORDS,
    audit,
    channel,
    draft,
    drafted,
    gates,
    history,
    judge,
    partners,
    put,
    record_of,
    revoke,
    seen_by,
    share,
    share_both,
    vessel,
)
from tests.server.stage2.facilitating import Recording

NOTHING_YET = {"attempt": None, "waitingForPartner": True, "validated": False, "validatedAt": None}
NO_DRAFT = {"draft": None, "canConsent": False, "alreadyConsented": False, "revisionRequested": False}


def consent(who: Person, couple: Couple, **body: object) -> Any:
    return who.post(f"{couple.session}/empathy/consent", body)


# The draft


def test_a_draft_is_saved_and_told_in_full(api: Api, couple: Couple) -> None:
    api.clock.advance(minutes=5)
    told = draft(couple.ada, couple, f"  {WORDS} ")
    saved = told["draft"]
    assert told == {"draft": saved, "readyToShare": True}
    assert saved == {"id": saved["id"], "content": WORDS, "version": 1, "readyToShare": False, "updatedAt": LATER}
    assert saved["id"].startswith("draft_")
    assert drafted(couple.ada, couple) == NO_DRAFT | {"draft": saved, "canConsent": True, "partnerFeedback": None}


def test_before_anything_is_written_there_is_no_draft(newcomers: Couple) -> None:
    for stage in (0, 1, 2):
        if stage:
            reach_one_further(newcomers, stage)
        assert drafted(newcomers.ada, newcomers) == NO_DRAFT | {"partnerFeedback": None}


def reach_one_further(couple: Couple, stage: int) -> None:
    if stage == 1:
        reach(couple, ada=1)
    else:
        granted(couple.ada.post(f"{couple.session}/feel-heard", {"confirmed": True}))
        granted(couple.ada.post(f"{couple.session}/stages/advance", step(1)))


def test_there_is_one_draft_and_every_save_raises_its_version(api: Api, couple: Couple) -> None:
    first = draft(couple.ada, couple, "One.", readyToShare=True)["draft"]
    api.clock.advance(minutes=5)
    second = draft(couple.ada, couple, "Two.")["draft"]
    assert second == first | {"content": "Two.", "version": 2, "updatedAt": LATER}
    assert draft(couple.ada, couple, "Two.")["draft"]["version"] == 3


def test_whether_one_feels_ready_is_ones_own_and_stays_until_it_is_said_otherwise(couple: Couple) -> None:
    said: list[tuple[Any, bool]] = [(ABSENT, False), (True, True), (ABSENT, True), (False, False), (None, False)]
    for flag, kept in said:
        more = {} if flag is ABSENT else {"readyToShare": flag}
        assert draft(couple.ada, couple, **more)["draft"]["readyToShare"] is kept


@pytest.mark.parametrize("ready", [True, False])
def test_the_facilitators_advice_is_beside_it_and_blocks_nothing(
    couple: Couple, facilitator: Recording, ready: bool
) -> None:
    facilitator.answers["assess_empathy"] = Assessment(ready=ready)
    told = draft(couple.ada, couple, readyToShare=not ready)
    assert (told["readyToShare"], told["draft"]["readyToShare"]) == (ready, not ready)
    assert facilitator.given == [("assess_empathy", WORDS)]
    assert granted(consent(couple.ada, couple, draftId=told["draft"]["id"]))["consented"] is True


def test_a_facilitator_that_fails_advises_against_it_and_the_draft_is_kept(
    couple: Couple, facilitator: Recording
) -> None:
    facilitator.unwell = {"assess_empathy"}
    told = draft(couple.ada, couple)
    assert told["readyToShare"] is False
    assert drafted(couple.ada, couple)["draft"] == told["draft"]


def test_a_draft_opens_a_gate_and_the_partner_learns_nothing(api: Api, couple: Couple) -> None:
    before = seen_by(couple.ben, couple)
    api.clock.advance(minutes=5)
    draft(couple.ada, couple)
    assert gates(couple.ada, couple)["empathyAttemptCreated"] is True
    assert (seen_by(couple.ben, couple), channel(api, couple)) == (before, [])
    assert drafted(couple.ben, couple)["draft"] is None


@pytest.mark.parametrize("status", NOT_LIVE)
def test_a_draft_cannot_be_shared_while_nobody_can_act(api: Api, couple: Couple, status: SessionStatus) -> None:
    draft(couple.ada, couple)
    put(api, couple, status)
    assert drafted(couple.ada, couple)["canConsent"] is False


# Sharing it


def test_sharing_is_told_in_full_and_recorded(api: Api, couple: Couple) -> None:
    draft(couple.ada, couple)
    api.clock.advance(minutes=5)
    told = share(couple.ada, couple)
    assert told == {"consented": True, "consentedAt": LATER, "waitingForPartner": True}
    (record,) = history(couple.ada, couple)
    assert record.pop("contentDescription").strip()
    assert record == {
        "id": record["id"],
        "contentType": "EMPATHY_ATTEMPT",
        "decision": "GRANTED",
        "decidedAt": LATER,
        "revokedAt": None,
    }
    assert record["id"].startswith("consent_")
    assert audit(api, couple) == [(couple.ada.id, "granted", record["id"])]


def test_an_attempt_is_in_the_authors_exact_words(couple: Couple, facilitator: Recording) -> None:
    words = "You always say I'm cold!\nPerhaps I seem so \u2013 you're right?"
    share(couple.ada, couple, words)
    share(couple.ben, couple)
    attempt = partners(couple.ben, couple)["attempt"]
    assert attempt == {
        "id": attempt["id"],
        "sourceUserId": couple.ada.id,
        "content": words,
        "sharedAt": NOW,
        "consentRecordId": record_of(couple.ada, couple, "EMPATHY_ATTEMPT"),
    }
    assert attempt["id"].startswith("att_")
    assert facilitator.to("transform") == []


def test_who_shares_second_is_shown_the_partners_attempt_at_once(couple: Couple) -> None:
    share(couple.ada, couple, "Ada's words.")
    told = share(couple.ben, couple)
    assert told.keys() == {"consented", "consentedAt", "waitingForPartner", "partnerAttempt"}
    assert told["waitingForPartner"] is False
    assert told["partnerAttempt"] == partners(couple.ben, couple)["attempt"]
    assert told["partnerAttempt"]["content"] == "Ada's words."


def test_a_final_wording_is_a_new_version_of_the_draft_and_what_is_shared(couple: Couple) -> None:
    saved = draft(couple.ada, couple, "A first try.", readyToShare=True)["draft"]
    granted(consent(couple.ada, couple, draftId=saved["id"], finalContent="  The last word. "))
    after = drafted(couple.ada, couple)["draft"]
    assert (after["content"], after["version"], after["readyToShare"]) == ("The last word.", 2, True)
    share(couple.ben, couple)
    assert partners(couple.ben, couple)["attempt"]["content"] == "The last word."


def test_sharing_locks_the_draft_and_opens_a_gate(couple: Couple) -> None:
    share(couple.ada, couple)
    shown = drafted(couple.ada, couple)
    assert (shown["canConsent"], shown["alreadyConsented"], shown["revisionRequested"]) == (False, True, False)
    assert gates(couple.ada, couple) == {
        "stage": 2,
        "empathyAttemptCreated": True,
        "empathyAttemptConsentedToShare": True,
        "receivedPartnerAttempt": False,
        "validatedPartnerAttempt": False,
        "validatedAt": None,
    }
    before = seen_by(couple.ada, couple)
    path = f"{couple.session}/empathy"
    refused(couple.ada.post(f"{path}/draft", {"content": "More."}), 409, "CONFLICT")
    refused(consent(couple.ada, couple, draftId=shown["draft"]["id"], finalContent="More."), 409, "CONFLICT")
    assert seen_by(couple.ada, couple) == before


def test_the_channel_is_told_that_something_was_shared_and_not_what(api: Api, couple: Couple) -> None:
    api.clock.advance(minutes=5)
    share(couple.ada, couple)
    body = {"sessionId": id_of(couple.session), "actorId": couple.ada.id, "timestamp": LATER}
    assert channel(api, couple) == [("partner.empathy_shared", body)]
    assert granted(couple.ben.get(couple.session))["updatedAt"] == LATER


def test_a_draft_of_somebody_else_is_no_draft(api: Api, couple: Couple) -> None:
    others = reach(meet(couple.ada, register(api, "Emil")), ada=2, ben=2)
    bens = draft(couple.ben, couple)["draft"]["id"]
    elsewhere = draft(couple.ada, others)["draft"]["id"]
    for who, named in ((couple.ada, bens), (couple.ada, elsewhere), (couple.ada, "draft_none")):
        before = seen_by(who, couple)
        refused(consent(who, couple, draftId=named, finalContent="Mine now."), 404, "NOT_FOUND")
        assert seen_by(who, couple) == before
    assert drafted(couple.ben, couple)["draft"]["content"] == WORDS
    share(couple.ada, couple)
    refused(consent(couple.ada, couple, draftId=bens), 404, "NOT_FOUND")


# Reading the partner's


def test_who_shares_nothing_reads_nothing_and_shares_first(couple: Couple) -> None:
    path = f"{couple.session}/empathy/partner"
    refused(couple.ada.get(path), 403, "CONSENT_REQUIRED")
    share(couple.ben, couple)
    refused(couple.ada.get(path), 403, "CONSENT_REQUIRED")
    draft(couple.ada, couple)
    refused(couple.ada.get(path), 403, "CONSENT_REQUIRED")
    assert "Ben's words" not in str(seen_by(couple.ada, couple))


def test_what_is_missing_and_what_was_withdrawn_look_alike(couple: Couple) -> None:
    share(couple.ada, couple)
    missing = partners(couple.ada, couple)
    assert missing == NOTHING_YET | {"awaitingRevision": False}
    share(couple.ben, couple)
    assert partners(couple.ada, couple)["attempt"] is not None
    revoke(couple.ben, couple, record_of(couple.ben, couple, "EMPATHY_ATTEMPT"))
    assert partners(couple.ada, couple) == missing


def test_an_attempt_of_both_opens_the_third_gate_for_both(couple: Couple) -> None:
    share_both(couple)
    for who in (couple.ada, couple.ben):
        assert gates(who, couple)["receivedPartnerAttempt"] is True
        assert partners(who, couple)["waitingForPartner"] is False


@pytest.mark.parametrize("status", NOT_LIVE)
def test_an_attempt_can_be_read_when_nobody_can_act_any_more(api: Api, couple: Couple, status: SessionStatus) -> None:
    share_both(couple)
    before = partners(couple.ada, couple)
    put(api, couple, status)
    assert partners(couple.ada, couple) == before


# Withdrawing it


def test_a_withdrawn_attempt_is_out_of_everybodys_sight_at_the_very_next_look(couple: Couple) -> None:
    share_both(couple)
    judge(couple.ada, couple, validated=True)
    revoke(couple.ben, couple, record_of(couple.ben, couple, "EMPATHY_ATTEMPT"))
    refused(couple.ben.get(f"{couple.session}/empathy/partner"), 403, "CONSENT_REQUIRED")
    seen = partners(couple.ada, couple)
    assert (seen["attempt"], seen["waitingForPartner"]) == (None, True)
    assert seen["validated"] is True
    assert "Ben's words" not in str(seen_by(couple.ada, couple))
    assert vessel(couple.ben, couple)["mine"] == []
    own, theirs = gates(couple.ben, couple), gates(couple.ada, couple)
    assert (own["empathyAttemptConsentedToShare"], own["receivedPartnerAttempt"]) == (False, False)
    assert (theirs["receivedPartnerAttempt"], theirs["validatedPartnerAttempt"]) == (True, True)
    assert granted(couple.ada.post(f"{couple.session}/stages/advance", step(2)))["success"] is True


def test_after_withdrawing_one_writes_and_shares_again_under_a_new_record(couple: Couple) -> None:
    share_both(couple)
    first = record_of(couple.ben, couple, "EMPATHY_ATTEMPT")
    revoke(couple.ben, couple, first)
    shown = drafted(couple.ben, couple)
    assert (shown["canConsent"], shown["alreadyConsented"]) == (True, False)
    told = share(couple.ben, couple, "Once more.")
    assert told["partnerAttempt"]["content"] == "Ada's words."
    assert partners(couple.ada, couple)["attempt"]["content"] == "Once more."
    records = history(couple.ben, couple)
    assert [each["decision"] for each in records] == ["GRANTED", "REVOKED"]
    assert records[1]["id"] == first


def test_a_gate_that_was_left_behind_stays_as_it_was(couple: Couple) -> None:
    share_both(couple)
    judge(couple.ben, couple, validated=True)
    granted(couple.ben.post(f"{couple.session}/stages/advance", step(2)))
    before = gates(couple.ben, couple)
    revoke(couple.ben, couple, record_of(couple.ben, couple, "EMPATHY_ATTEMPT"))
    assert gates(couple.ben, couple) == before
    shown = granted(couple.ben.get(couple.session))
    assert "empathyAttemptConsentedToShare" in shown["selfActionNeeded"]
    assert share(couple.ben, couple, "Once more.")["consented"] is True
