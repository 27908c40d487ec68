"""What is shown of words, against the contract's *Shared objects* and *Stage 2*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Forbidden
from beheard_core.mediation import SessionStatus, Stage
from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.consent import Request
from beheard_core.mediation.messages import Message
from beheard_core.mediation.model import Consent, ConsentDecision, ContentType, Session
from beheard_core.mediation.views import words
from beheard_core.mediation.views.words import (
    AttemptView,
    Draft,
    DraftView,
    Judged,
    PartnerAttempt,
    PartnerFeedback,
    Shared,
    consent_record,
    draft_view,
    history,
    judged,
    own_live_consents,
    partner_attempt,
    partner_attempt_reply,
    pending,
    readable_consents,
    shared,
)
from tests.core.mediation.people import (
    ANNA,
    BEN,
    CLEO,
    anna,
    at,
    attempt,
    ben,
    consent,
    feedback_on,
    session,
    sharing,
    verdict,
)
from tests.core.shapes import notation

S2 = Stage.PERSPECTIVE_STRETCH
MINE, THEIRS = sharing("att_anna"), sharing("att_ben")
TEXTS = {"consent_att_ben": "You may be tired.", "consent_on_att_anna": "Nearly."}
BENS = AttemptView("att_ben", BEN, "You may be tired.", at(10), "consent_att_ben")
DRAFT = Draft("draft_1", "You may be tired.", 2, ready_to_share=True, updated_at=at(9))
ASKS: dict[str, Any] = {
    **THEIRS,
    "verdicts": (verdict("att_anna", validated=False, feedback_shared=True),),
    "consents": (consent("att_ben"), feedback_on("att_anna")),
}


# The contract's notation: x? may be absent, everything else is always there.
@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (Message, "id sessionId senderId role content stage timestamp emotionalReading?"),
        (Reading, "id intensity context stage timestamp"),
        (Draft, "id content version readyToShare updatedAt"),
        (AttemptView, "id sourceUserId content sharedAt consentRecordId"),
        (words.ConsentRecord, "id contentType decision decidedAt revokedAt contentDescription"),
        (words.SharedContent, "id sourceUserId transformedContent consentedAt consentActive"),
        (words.SharedItem, "id sourceUserId transformedContent consentedAt consentActive contentType"),
        (words.Posted, "userMessage aiResponse suggestPause? pauseReason?"),
        (words.MessagePage, "messages hasMore cursor?"),
        (words.ReadingTaken, "reading offerSupport? supportType?"),
        (words.ReadingPage, "readings trend averageIntensity hasMore cursor?"),
        (words.TrendView, "direction changeFromStart"),
        (words.ExerciseLogged, "logged postExerciseCheckIn"),
        (words.DraftSaved, "draft readyToShare"),
        (DraftView, "draft canConsent alreadyConsented revisionRequested partnerFeedback"),
        (PartnerFeedback, "content sharedAt"),
        (Shared, "consented consentedAt waitingForPartner partnerAttempt?"),
        (PartnerAttempt, "attempt waitingForPartner validated validatedAt awaitingRevision"),
        (Judged, "validated validatedAt feedbackShared awaitingRevision canAdvance partnerValidated"),
        (
            words.PendingRequest,
            "id contentType contentDescription transformedPreview originalContentId originalContentSummary",
        ),
        (words.PendingRequests, "pendingRequests"),
        (words.Decided, "recorded consentRecord sharedContent?"),
        (words.Revoked, "revoked revokedAt"),
        (words.ConsentHistory, "records"),
        (words.SharedVessel, "mine partners"),
    ],
)
def test_every_answer_has_the_keys_of_the_contract(kind: type, keys: str) -> None:
    assert notation(kind) == keys


# The draft


# Whether it can be shared, is shared already, and is to be revised.
@pytest.mark.parametrize(
    ("mine", "theirs", "status", "told"),
    [
        ({}, {}, SessionStatus.ACTIVE, (True, False, False)),
        ({}, {}, SessionStatus.PAUSED, (False, False, False)),
        (MINE, {}, SessionStatus.ACTIVE, (False, True, False)),
        (MINE, THEIRS, SessionStatus.ACTIVE, (False, True, False)),
        (MINE, ASKS, SessionStatus.ACTIVE, (True, True, True)),
        (MINE, ASKS, SessionStatus.RESOLVED, (False, True, True)),
        ({"attempts": (attempt("att_anna", withdrawn=True),)}, ASKS, SessionStatus.ACTIVE, (True, False, False)),
    ],
    ids=["open", "at rest", "shared", "both shared", "to be revised", "resolved", "withdrawn"],
)
def test_a_draft_is_shown_with_what_can_be_done_with_it(
    mine: dict[str, Any], theirs: dict[str, Any], status: SessionStatus, told: tuple[bool, bool, bool]
) -> None:
    met = session(anna(S2, **mine), ben(S2, **theirs), status=status)
    shown = draft_view(met, ANNA, draft=DRAFT, feedback=TEXTS)
    assert shown.draft == DRAFT
    assert (shown.can_consent, shown.already_consented, shown.revision_requested) == told
    assert shown.partner_feedback == (PartnerFeedback("Nearly.", at(20)) if told[2] else None)


def test_without_a_draft_there_is_nothing_to_share() -> None:
    shown = draft_view(session(anna(S2), ben(S2)), ANNA, draft=None, feedback={})
    assert shown == DraftView(None, False, False, False, None)


def test_feedback_that_finds_it_right_is_shown_and_asks_for_nothing() -> None:
    kind = {**ASKS, "verdicts": (verdict("att_anna", validated=True, feedback_shared=True),)}
    shown = draft_view(session(anna(S2, **MINE), ben(S2, **kind)), ANNA, draft=DRAFT, feedback=TEXTS)
    assert (shown.revision_requested, shown.can_consent) == (False, False)
    assert shown.partner_feedback == PartnerFeedback("Nearly.", at(20))


# The partner's attempt


@pytest.mark.parametrize(
    ("theirs", "attempt_"),
    [
        (THEIRS, BENS),
        ({}, None),
        ({"attempts": (attempt("att_ben", withdrawn=True),)}, None),
        ({"attempts": (attempt("att_old"), attempt("att_ben"))}, BENS),
    ],
    ids=["live", "missing", "withdrawn", "revised"],
)
def test_only_a_live_attempt_is_shown_and_what_is_not_there_looks_alike(
    theirs: dict[str, Any], attempt_: AttemptView | None
) -> None:
    met = session(anna(S2, **MINE), ben(S2, **theirs))
    assert partner_attempt(met, ANNA, TEXTS) == attempt_
    assert partner_attempt_reply(met, ANNA, TEXTS) == PartnerAttempt(attempt_, attempt_ is None, False, None, False)
    assert shared(met, ANNA, TEXTS) == Shared(True, at(10), attempt_ is None, attempt_)


@pytest.mark.parametrize(
    ("verdicts", "validated", "awaiting"),
    [
        ((), None, False),
        ((verdict("att_ben", validated=True),), at(20), False),
        ((verdict("att_ben", validated=False),), None, False),
        ((verdict("att_ben", validated=False, feedback_shared=True),), None, True),
        ((verdict("att_old", validated=True),), at(20), False),
        ((verdict("att_old", validated=True), verdict("att_ben", validated=False)), None, False),
        ((verdict("att_old", validated=False, feedback_shared=True),), None, False),
    ],
)
def test_it_is_shown_with_the_viewers_latest_word_on_whichever_attempt(
    verdicts: Any, validated: Any, awaiting: bool
) -> None:
    met = session(anna(S2, **MINE, verdicts=verdicts), ben(S2, **THEIRS))
    shown = partner_attempt_reply(met, ANNA, TEXTS)
    assert shown == PartnerAttempt(BENS, False, validated is not None, validated, awaiting)


@pytest.mark.parametrize("theirs", [(), (verdict("att_anna", validated=False),), (verdict("att_old", validated=True),)])
@pytest.mark.parametrize("validated", [True, False])
@pytest.mark.parametrize("told", [True, False])
def test_a_word_is_shown_with_where_it_leaves_both(theirs: Any, validated: bool, told: bool) -> None:
    mine = verdict("att_ben", validated=validated, feedback_shared=told)
    met = session(anna(S2, **MINE, verdicts=(mine,)), ben(S2, **THEIRS, verdicts=theirs))
    partner_validated = bool(theirs) and theirs[0].validated
    given = at(20) if validated else None
    expected = Judged(validated, given, told, told and not validated, validated, partner_validated)
    assert judged(met, ANNA) == expected


# Consent


EVERY_KIND = tuple(
    Consent(f"consent_{kind}_{state}", kind, "x", at(20), state != "denied", at(30) if state == "revoked" else None)
    for kind in ContentType
    for state in ("live", "denied", "revoked")
)
NOT_FOR_THE_PARTNER = {ContentType.EMPATHY_ATTEMPT, ContentType.STRATEGY_PROPOSAL}


def test_the_partner_reads_what_is_live_save_attempts_and_proposals() -> None:
    found = readable_consents(session(anna(S2), ben(S2, consents=EVERY_KIND)), ANNA)
    assert [each.id for each in found] == [
        f"consent_{kind}_live" for kind in ContentType if kind not in NOT_FOR_THE_PARTNER
    ]


def test_the_owner_sees_all_of_their_own_that_is_live() -> None:
    consents = (*EVERY_KIND, consent("att_old"), consent("att_anna"))
    me = anna(S2, attempts=(attempt("att_old"), attempt("att_anna")), consents=consents)
    found = [each.id for each in own_live_consents(session(me, ben(S2)), ANNA)]
    live = [f"consent_{kind}_live" for kind in ContentType if kind is not ContentType.EMPATHY_ATTEMPT]
    assert found == [*live, "consent_att_anna"]


def test_an_owner_without_a_live_attempt_has_none_in_the_shared_vessel() -> None:
    assert own_live_consents(session(anna(S2, consents=(consent("att_old"),)), ben(S2)), ANNA) == ()


@pytest.mark.parametrize("look", [readable_consents, own_live_consents])
def test_nobody_else_looks_into_it(look: Any) -> None:
    with pytest.raises(Forbidden):
        look(session(), CLEO)


def test_requests_are_shown_in_the_order_in_which_they_came() -> None:
    asked = Request("consent_1", ContentType.BOUNDARY, "A boundary", "I need to rest.", "msg_1", "needing rest", at(5))
    shown = pending([asked, evolve(asked, id="consent_0")]).pending_requests
    assert [each.id for each in shown] == ["consent_1", "consent_0"]
    assert shown[0] == words.PendingRequest(
        "consent_1", ContentType.BOUNDARY, "A boundary", "I need to rest.", "msg_1", "needing rest"
    )


@pytest.mark.parametrize(
    ("record", "decision"),
    [
        (feedback_on("att_ben"), ConsentDecision.GRANTED),
        (feedback_on("att_ben", granted=False), ConsentDecision.DENIED),
        (feedback_on("att_ben", revoked_at=at(30)), ConsentDecision.REVOKED),
    ],
)
def test_a_record_says_what_was_decided_and_when_and_keeps_that_time_when_it_is_revoked(
    record: Consent, decision: ConsentDecision
) -> None:
    shown = consent_record(record, "What was asked")
    assert (shown.id, shown.decision, shown.decided_at) == (record.id, decision, at(20))
    assert shown.revoked_at == record.revoked_at
    assert shown.content_description == "What was asked"


def test_a_record_of_an_act_of_ones_own_is_described_by_what_it_was() -> None:
    described = {consent_record(each, None).content_description for each in (feedback_on("a"), consent("a"))}
    assert len(described) == 2
    assert all(each.strip() for each in described)


def test_the_history_is_ones_own_and_runs_from_the_newest() -> None:
    met: Session = session(
        anna(S2, consents=(consent("att_old"), feedback_on("att_ben"), consent("att_anna", granted=False))),
        ben(S2, consents=(consent("att_ben"),)),
    )
    shown = history(met, ANNA, {"consent_on_att_ben": "What was asked"}).records
    assert [each.id for each in shown] == ["consent_att_anna", "consent_on_att_ben", "consent_att_old"]
    assert shown[1].content_description == "What was asked"
