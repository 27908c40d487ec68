"""Letting the partner know of needs, by ``needs/consent`` and ``consent/decide``, against the contract's *Stage 3*."""

from typing import Any

from tests.server.channel import id_of, published
from tests.server.client import Api
from tests.server.people import NEED, Couple, Person, granted, reach, refused, share_need
from tests.server.stage2.acts import (
    LATER,
    NOW,
    audit,
    decide,
    history,
    pending,
    record_of,
    revoke,
    seen_by,
    vessel,
)
from tests.server.stage2.facilitating import Recording
from tests.server.stage3.acts import (
    ALONE,
    consent_to,
    finds,
    found,
    ground,
    name_need,
    names,
    needs,
    read_in_stage_3,
    review,
    to_repair,
)

WORDED = "I would say: An hour in which nobody wants anything."


def confirmed(who: Person, couple: Couple, *wanted: str) -> list[str]:
    """Name needs, confirm them, and give their ids."""
    ids = [name_need(who, couple, need=each)["id"] for each in wanted or ("Rest",)]
    granted(review(who, couple))
    return ids


def request_for(who: Person, couple: Couple, need: str) -> str:
    """Give the id of the pending request about a need."""
    found_: str = next(each["id"] for each in pending(who, couple) if each["originalContentId"] == need)
    return found_


def shared_needs(who: Person, couple: Couple) -> list[str]:
    """Give the texts of the needs that the partner shares with somebody."""
    partners = vessel(who, couple)["partners"]
    return [each["transformedContent"] for each in partners if each["contentType"] == "IDENTIFIED_NEED"]


# needs/consent


def test_what_is_shared_is_the_preview_and_nothing_else_of_the_need(
    api: Api, couple: Couple, facilitator: Recording
) -> None:
    finds(facilitator, found("Company", ALONE))
    need = needs(couple.ada, couple)["needs"][0]["id"]
    granted(review(couple.ada, couple))
    request = request_for(couple.ada, couple, need)
    api.clock.advance(minutes=5)
    told = granted(consent_to(couple.ada, couple, need))
    assert told == {"consented": True, "sharedAt": LATER, "waitingForPartner": True, "commonGroundReady": False}
    (shared,) = vessel(couple.ben, couple)["partners"]
    assert shared == {
        "id": shared["id"],
        "sourceUserId": couple.ada.id,
        "transformedContent": "I would say: Somebody there.",
        "consentedAt": LATER,
        "consentActive": True,
        "contentType": "IDENTIFIED_NEED",
    }
    assert pending(couple.ada, couple) == []
    record = history(couple.ada, couple)[0]
    assert record == {
        "id": request,
        "contentType": "IDENTIFIED_NEED",
        "decision": "GRANTED",
        "decidedAt": LATER,
        "revokedAt": None,
        "contentDescription": "Company",
    }
    assert (couple.ada.id, "granted", request) in audit(api, couple)
    assert ALONE not in str(read_in_stage_3(couple.ben, couple))


def test_the_event_names_nobody_but_who_acted_and_no_need(api: Api, couple: Couple) -> None:
    (need,) = confirmed(couple.ada, couple)
    api.clock.advance(minutes=5)
    granted(consent_to(couple.ada, couple, need))
    event = {"sessionId": id_of(couple.session), "actorId": couple.ada.id, "timestamp": LATER}
    assert published(api, couple.session)[-1] == ("partner.needs_shared", event)


def test_several_needs_are_shared_at_once_and_told_once(api: Api, couple: Couple) -> None:
    ids = confirmed(couple.ada, couple, "Rest", "Quiet", "Sleep")
    granted(consent_to(couple.ada, couple, *ids[:2]))
    assert len(shared_needs(couple.ben, couple)) == 2
    assert names(api, couple) == ["partner.needs_shared"]
    granted(consent_to(couple.ada, couple, ids[2]))
    assert len(shared_needs(couple.ben, couple)) == 3
    assert names(api, couple) == ["partner.needs_shared"] * 2


def test_a_repeat_is_harmless_and_publishes_nothing(api: Api, couple: Couple) -> None:
    (need,) = confirmed(couple.ada, couple)
    first = granted(consent_to(couple.ada, couple, need))
    before = read_in_stage_3(couple.ben, couple), history(couple.ada, couple), published(api, couple.session)
    api.clock.advance(minutes=5)
    assert granted(consent_to(couple.ada, couple, need)) == first
    assert (
        read_in_stage_3(couple.ben, couple),
        history(couple.ada, couple),
        published(api, couple.session),
    ) == before
    assert first["sharedAt"] == NOW


def test_what_is_left_out_of_a_later_consent_stays_shared(couple: Couple) -> None:
    rest, quiet = confirmed(couple.ada, couple, "Rest", "Quiet")
    granted(consent_to(couple.ada, couple, rest))
    granted(consent_to(couple.ada, couple, quiet))
    assert len(shared_needs(couple.ben, couple)) == 2


def test_the_reply_says_whether_the_partner_shares_and_whether_there_is_ground(couple: Couple) -> None:
    (adas,), (bens,) = confirmed(couple.ada, couple), confirmed(couple.ben, couple)
    granted(consent_to(couple.ada, couple, adas))
    told = granted(consent_to(couple.ben, couple, bens))
    assert (told["waitingForPartner"], told["commonGroundReady"]) == (False, True)
    again = granted(consent_to(couple.ada, couple, adas))
    assert (again["waitingForPartner"], again["commonGroundReady"]) == (False, True)


def test_a_need_that_is_not_confirmed_is_invalid_and_nothing_of_the_call_is_done(couple: Couple) -> None:
    (rest,) = confirmed(couple.ada, couple)
    other = name_need(couple.ada, couple, need="Other")["id"]
    assert refused(consent_to(couple.ada, couple, rest, other), 400, "VALIDATION_ERROR").keys() == {"needIds[1]"}
    assert shared_needs(couple.ben, couple) == []


def test_a_need_of_the_partners_or_nobodys_is_not_found_and_nothing_of_the_call_is_done(couple: Couple) -> None:
    (rest,), (bens,) = confirmed(couple.ada, couple), confirmed(couple.ben, couple)
    for alien in (bens, "need_" + "0" * 32, id_of(couple.session)):
        refused(consent_to(couple.ada, couple, rest, alien), 404, "NOT_FOUND", set())
    assert shared_needs(couple.ben, couple) == shared_needs(couple.ada, couple) == []


def test_a_need_that_was_denied_or_taken_back_is_a_conflict_until_it_is_confirmed_again(couple: Couple) -> None:
    (need,) = confirmed(couple.ada, couple)
    decide(couple.ada, couple, request_for(couple.ada, couple, need), "DENIED")
    refused(consent_to(couple.ada, couple, need), 409, "CONFLICT", set())
    granted(review(couple.ada, couple))
    granted(consent_to(couple.ada, couple, need))
    revoke(couple.ada, couple, record_of(couple.ada, couple, "IDENTIFIED_NEED"))
    refused(consent_to(couple.ada, couple, need), 409, "CONFLICT", set())
    assert shared_needs(couple.ben, couple) == []
    granted(review(couple.ada, couple))
    granted(consent_to(couple.ada, couple, need))
    assert shared_needs(couple.ben, couple) == [WORDED]


def test_one_conflict_among_several_shares_none_of_them(couple: Couple) -> None:
    rest, quiet = confirmed(couple.ada, couple, "Rest", "Quiet")
    decide(couple.ada, couple, request_for(couple.ada, couple, quiet), "DENIED")
    refused(consent_to(couple.ada, couple, rest, quiet), 409, "CONFLICT", set())
    assert shared_needs(couple.ben, couple) == []


# consent/decide


def test_a_request_can_be_granted_by_itself(api: Api, couple: Couple) -> None:
    (need,) = confirmed(couple.ada, couple)
    request = request_for(couple.ada, couple, need)
    told = decide(couple.ada, couple, request)
    record, shared = told["consentRecord"], told["sharedContent"]
    assert told == {"recorded": True, "consentRecord": record, "sharedContent": shared}
    assert (record["id"], record["contentType"], record["decision"]) == (request, "IDENTIFIED_NEED", "GRANTED")
    assert shared == {
        "id": shared["id"],
        "sourceUserId": couple.ada.id,
        "transformedContent": WORDED,
        "consentedAt": NOW,
        "consentActive": True,
    }
    assert shared_needs(couple.ben, couple) == [WORDED]
    assert names(api, couple) == ["partner.needs_shared"]
    granted(consent_to(couple.ada, couple, need))
    assert names(api, couple) == ["partner.needs_shared"]


def test_an_edited_text_is_shared_exactly_as_written(couple: Couple, facilitator: Recording) -> None:
    (need,) = confirmed(couple.ada, couple)
    decide(couple.ada, couple, request_for(couple.ada, couple, need), editedContent="  YOU never  let me rest! ")
    assert shared_needs(couple.ben, couple) == ["YOU never  let me rest!"]
    share_need(couple, couple.ben)
    ((mine, _),) = facilitator.to("find_common_ground")
    assert [(each.need, each.category, each.text) for each in mine] == [("Rest", "AUTONOMY", "YOU never  let me rest!")]


def test_a_denial_shares_nothing_and_tells_nobody(api: Api, couple: Couple) -> None:
    (need,) = confirmed(couple.ada, couple)
    before = read_in_stage_3(couple.ben, couple)
    told = decide(couple.ada, couple, request_for(couple.ada, couple, need), "DENIED")
    assert told.keys() == {"recorded", "consentRecord"}
    assert told["consentRecord"]["decision"] == "DENIED"
    assert (read_in_stage_3(couple.ben, couple), names(api, couple)) == (before, [])


def test_a_request_of_the_partners_is_not_found(couple: Couple) -> None:
    (need,) = confirmed(couple.ada, couple)
    request = request_for(couple.ada, couple, need)
    for decision in ("GRANTED", "DENIED"):
        body = {"consentRequestId": request, "decision": decision}
        refused(couple.ben.post(f"{couple.session}/consent/decide", body), 404, "NOT_FOUND", set())
    assert len(pending(couple.ada, couple)) == 1


def test_a_need_cannot_be_granted_after_stage_3_but_denied(newcomers: Couple) -> None:
    dora = reach(newcomers, ada=3, ben=3).ada
    (late,) = confirmed(dora, newcomers, "Quiet")
    first = share_need(newcomers, dora)
    share_need(newcomers, newcomers.ben)
    body: Any = NEED
    granted(dora.post(f"{newcomers.session}/common-ground", body))
    yes = [{"commonGroundId": each["id"], "confirmed": True} for each in ground(dora, newcomers)["commonGround"]]
    granted(newcomers.ben.post(f"{newcomers.session}/common-ground/confirm", {"confirmations": yes}))
    to_repair(newcomers, dora)
    request = request_for(dora, newcomers, late)
    body = {"consentRequestId": request, "decision": "GRANTED"}
    refused(dora.post(f"{newcomers.session}/consent/decide", body), 409, "CONFLICT", set())
    refused(consent_to(dora, newcomers, first), 409, "CONFLICT", set())
    assert decide(dora, newcomers, request, "DENIED")["consentRecord"]["decision"] == "DENIED"
    assert shared_needs(newcomers.ben, newcomers) == [WORDED]


def test_while_the_session_rests_a_need_can_be_denied_and_taken_back_but_not_granted(couple: Couple) -> None:
    rest, quiet = confirmed(couple.ada, couple, "Rest", "Quiet")
    granted(consent_to(couple.ada, couple, rest))
    record, request = record_of(couple.ada, couple, "IDENTIFIED_NEED"), request_for(couple.ada, couple, quiet)
    granted(couple.ben.post(f"{couple.session}/pause"))
    body = {"consentRequestId": request, "decision": "GRANTED"}
    refused(couple.ada.post(f"{couple.session}/consent/decide", body), 400, "SESSION_NOT_ACTIVE")
    refused(consent_to(couple.ada, couple, quiet), 400, "SESSION_NOT_ACTIVE")
    decide(couple.ada, couple, request, "DENIED")
    revoke(couple.ada, couple, record)
    assert shared_needs(couple.ben, couple) == []


# Who sees what


def test_nothing_of_a_need_is_seen_by_the_partner_before_it_is_shared(couple: Couple) -> None:
    before = seen_by(couple.ben, couple)
    name_need(couple.ada, couple)
    assert seen_by(couple.ben, couple) == before
    granted(review(couple.ada, couple))
    assert shared_needs(couple.ben, couple) == []
    assert "Rest" not in str(read_in_stage_3(couple.ben, couple))


def test_history_has_the_newest_decision_first_and_own_ones_only(api: Api, couple: Couple) -> None:
    rest, quiet = confirmed(couple.ada, couple, "Rest", "Quiet")
    granted(consent_to(couple.ada, couple, quiet))
    api.clock.advance(minutes=1)
    granted(consent_to(couple.ada, couple, rest))
    told = [
        each["contentDescription"] for each in history(couple.ada, couple) if each["contentType"] == "IDENTIFIED_NEED"
    ]
    assert told == ["Rest", "Quiet"]
    assert "IDENTIFIED_NEED" not in {each["contentType"] for each in history(couple.ben, couple)}


def test_leaving_takes_all_needs_back_unless_they_are_to_stay(api: Api, couple: Couple, newcomers: Couple) -> None:
    share_need(couple, couple.ada)
    granted(couple.ada.post(f"{couple.session}/leave"))
    assert shared_needs(couple.ben, couple) == []
    reach(newcomers, ada=3, ben=3)
    share_need(newcomers, newcomers.ada)
    granted(newcomers.ada.post(f"{newcomers.session}/leave", {"keepShared": True}))
    assert shared_needs(newcomers.ben, newcomers) == [WORDED]
