"""What people are shown, against the contract's shapes and its rules on what stays private."""

from typing import Any

import pytest
from attrs import asdict

from beheard_core import Forbidden
from beheard_core.mediation import (
    PENDING,
    AdvanceBlocked,
    BlockedReason,
    GateKey,
    InvitationExpired,
    InvitationStatus,
    Relationship,
    SessionStatus,
    Stage,
    StageStatus,
    advance,
    views,
)
from beheard_core.mediation.model import (
    Session,
    Stage0Gates,
    Stage1Gates,
    Stage2Gates,
    Stage3Gates,
    Stage4Gates,
)
from beheard_core.mediation.views import (
    AdvanceResult,
    CompactReceipt,
    CompactStatus,
    CurrentGate,
    FeelHeardResult,
    InvitationView,
    PartnerStage,
    Person,
    Progress,
    RelationshipView,
    SessionDetail,
    SessionSummary,
    ShownStatus,
    StageProgress,
    StageProgressDetail,
)
from tests.core.mediation.people import (
    ANNA,
    BEN,
    CLEO,
    LEFT,
    START,
    WEEK,
    anna,
    at,
    ben,
    invited,
    session,
    sharing,
)
from tests.core.shapes import notation, wire

S0, S1, S2, S3, S4 = Stage
NAMES = {ANNA: "Anna", BEN: None}
RELATIONSHIP = Relationship("rel_1", ANNA, at(-60), BEN)
SUMMARY = (
    "id relationshipId status createdAt updatedAt partner myProgress partnerProgress selfActionNeeded"
    " partnerActionNeeded"
)

STAGE_2 = "empathyAttemptCreated empathyAttemptConsentedToShare receivedPartnerAttempt validatedPartnerAttempt"


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (Stage0Gates, "stage compactSigned compactSignedAt partnerCompactSigned"),
        (Stage1Gates, "stage feelHeardConfirmed feelHeardConfirmedAt finalEmotionalReading"),
        (Stage2Gates, f"stage {STAGE_2} validatedAt"),
        (Stage3Gates, "stage needsConfirmed partnerNeedsConfirmed commonGroundConfirmed"),
        (Stage4Gates, "stage strategiesSubmitted rankingsSubmitted overlapIdentified agreementCreated"),
        (StageProgress, "stage status startedAt completedAt"),
        (StageProgressDetail, "stage status startedAt completedAt gates"),
        (PartnerStage, "stage status"),
        (Person, "id name"),
        (CurrentGate, "id description satisfied requiredForAdvance"),
        (RelationshipView, "id createdAt sessionCount"),
        (SessionSummary, SUMMARY),
        (SessionDetail, f"{SUMMARY} relationship currentGates resolvedAt"),
        (Progress, "sessionId myProgress partnerProgress canAdvance advanceBlockedReason?"),
        (AdvanceResult, "success newProgress blockedReason? unsatisfiedGates?"),
        (InvitationView, "id sessionId invitedBy status createdAt expiresAt"),
        (CompactReceipt, "signed signedAt partnerSigned canAdvance"),
        (CompactStatus, "mySigned mySignedAt partnerSigned partnerSignedAt canAdvance"),
        (FeelHeardResult, "confirmed confirmedAt canAdvance partnerCompleted"),
        (views.SessionOpened, "session invitationId invitationUrl"),
        (views.SessionJoined, "session"),
        (views.SessionPage, "sessions hasMore cursor?"),
        (views.Paused, "session pausedAt"),
        (views.Resumed, "session resumedAt"),
        (views.Left, "left leftAt"),
        (views.Declined, "declined declinedAt"),
        (views.Resent, "sent sentAt expiresAt"),
    ],
)
def test_an_answer_has_the_keys_of_the_contract_and_may_lack_only_those_marked_so(kind: type, keys: str) -> None:
    assert notation(kind) == keys


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (SessionStatus.INVITED, ShownStatus.INVITED),
        (SessionStatus.PAUSED, ShownStatus.PAUSED),
        (SessionStatus.RESOLVED, ShownStatus.RESOLVED),
        (SessionStatus.ABANDONED, ShownStatus.ABANDONED),
    ],
)
def test_only_a_live_session_is_shown_as_waiting(status: SessionStatus, shown: ShownStatus) -> None:
    met = session(anna(compact_signed_at=at(1)))
    assert views.shown_status(met) is ShownStatus.WAITING
    assert views.shown_status(session()) is ShownStatus.ACTIVE
    assert views.shown_status(session(anna(compact_signed_at=at(1)), status=status)) is shown


LISTED = {
    ShownStatus.INVITED: {"invited"},
    ShownStatus.ACTIVE: {"active", "waiting"},
    ShownStatus.WAITING: {"waiting"},
    ShownStatus.PAUSED: {"paused"},
    ShownStatus.RESOLVED: {"resolved"},
    ShownStatus.ABANDONED: {"abandoned"},
    None: {"invited", "active", "waiting", "paused", "resolved", "abandoned"},
}


@pytest.mark.parametrize("status", [None, *ShownStatus])
def test_a_list_of_active_sessions_has_the_waiting_ones_and_a_list_of_waiting_ones_only_those(
    status: ShownStatus | None,
) -> None:
    signed = anna(compact_signed_at=at(1))
    sessions = {
        "invited": invited(),
        "active": session(),
        "waiting": session(signed),
        "paused": session(signed, status=SessionStatus.PAUSED),
        "resolved": session(signed, status=SessionStatus.RESOLVED),
        "abandoned": session(signed, status=SessionStatus.ABANDONED),
    }
    assert {name for name, met in sessions.items() if views.is_shown_as(met, status)} == LISTED[status]
    stored = views.stored_statuses(status)
    assert all(sessions[name].status in stored for name in LISTED[status])
    assert len(set(stored)) == len(stored) == (5 if status is None else 1)


def test_a_summary_shows_both_sides_with_stage_times() -> None:
    met = session(anna(S1), ben(S2, **sharing("att_ben")), updated_at=at(9))
    assert views.session_summary(met, ANNA, names=NAMES) == SessionSummary(
        id="sess_1",
        relationship_id="rel_1",
        status=ShownStatus.WAITING,
        created_at=START,
        updated_at=at(9),
        partner=Person(BEN, None),
        my_progress=StageProgress(S1, StageStatus.IN_PROGRESS, at(1), None),
        partner_progress=StageProgress(S2, StageStatus.GATE_PENDING, at(2), None),
        self_action_needed=(GateKey.FEEL_HEARD_CONFIRMED,),
        partner_action_needed=(),
    )


def test_a_summary_is_each_persons_own_side() -> None:
    met = session(anna(S1), ben(S2))
    mine, theirs = (views.session_summary(met, who, names=NAMES) for who in (ANNA, BEN))
    assert (mine.my_progress, mine.partner_progress) == (theirs.partner_progress, theirs.my_progress)
    assert theirs.partner == Person(ANNA, "Anna")


def test_before_anybody_has_joined_the_partner_is_pending_and_nothing_has_started() -> None:
    summary = views.session_summary(invited(), ANNA, names=NAMES)
    nothing = StageProgress(S0, StageStatus.NOT_STARTED, None, None)
    assert summary.partner == Person(PENDING, None)
    assert (summary.my_progress, summary.partner_progress) == (nothing, nothing)
    assert (summary.self_action_needed, summary.partner_action_needed) == ((), ())
    assert summary.status is ShownStatus.INVITED


def test_a_detail_adds_the_relationship_and_the_gates_of_my_stage() -> None:
    met = session(anna(compact_signed_at=at(1)), status=SessionStatus.RESOLVED, resolved_at=at(90))
    detail = views.session_detail(met, ANNA, names=NAMES, relationship=RELATIONSHIP, session_count=2)
    summary = asdict(views.session_summary(met, ANNA, names=NAMES))
    shown = asdict(detail)
    assert {key: shown[key] for key in summary} == summary
    assert detail.relationship == RelationshipView("rel_1", at(-60), 2)
    assert [(gate.id, gate.satisfied, gate.required_for_advance) for gate in detail.current_gates] == [
        (GateKey.COMPACT_SIGNED, True, True),
        (GateKey.PARTNER_COMPACT_SIGNED, False, True),
    ]
    assert detail.resolved_at == at(90)


@pytest.mark.parametrize("stage", Stage)
def test_every_gate_of_every_stage_is_described_in_words_of_its_own(stage: Stage) -> None:
    met = session(anna(stage), ben(stage))
    detail = views.session_detail(met, ANNA, names=NAMES, relationship=RELATIONSHIP, session_count=1)
    keys = {key for key, value in wire(views.stage_gates(met, ANNA, stage)).items() if isinstance(value, bool)}
    assert {gate.id for gate in detail.current_gates} == keys
    assert len({gate.description for gate in detail.current_gates}) == len(keys)
    assert set(views.GATE_DESCRIPTIONS) == set(GateKey)


def test_progress_is_the_contracts_example() -> None:
    met = session(anna(compact_signed_at=at(4)), ben(), id="sess_k2")
    assert views.progress(met, ANNA) == Progress(
        session_id="sess_k2",
        my_progress=StageProgressDetail(
            stage=S0,
            status=StageStatus.GATE_PENDING,
            started_at=START,
            completed_at=None,
            gates=Stage0Gates(compact_signed=True, compact_signed_at=at(4), partner_compact_signed=False),
        ),
        partner_progress=PartnerStage(S0, StageStatus.IN_PROGRESS),
        can_advance=False,
        advance_blocked_reason=BlockedReason.GATES_NOT_SATISFIED,
    )


@pytest.mark.parametrize(
    ("met", "reason"),
    [
        (session(anna(compact_signed_at=at(1)), ben(compact_signed_at=at(1))), None),
        (session(anna(S1, feel_heard_at=at(2))), None),
        (session(anna(S1)), BlockedReason.GATES_NOT_SATISFIED),
        (session(anna(S3)), BlockedReason.GATES_NOT_SATISFIED),
        (session(anna(S4)), BlockedReason.INVALID_STAGE_TRANSITION),
        (session(anna(S4), status=SessionStatus.PAUSED), BlockedReason.SESSION_NOT_ACTIVE),
        (invited(), BlockedReason.SESSION_NOT_ACTIVE),
    ],
)
def test_progress_gives_a_reason_exactly_when_the_next_stage_is_closed(
    met: Session, reason: BlockedReason | None
) -> None:
    shown = views.progress(met, ANNA)
    assert (shown.can_advance, shown.advance_blocked_reason) == (reason is None, reason)


def test_my_own_progress_has_started_with_the_session_even_before_anybody_joined() -> None:
    mine = views.progress(invited(created_at=at(-3)), ANNA).my_progress
    assert (mine.status, mine.started_at, mine.completed_at) == (StageStatus.NOT_STARTED, at(-3), None)


@pytest.mark.parametrize("stage", Stage)
def test_the_gates_of_any_stage_can_be_asked_for(stage: Stage) -> None:
    gates = views.stage_gates(session(anna(S2)), ANNA, stage)
    assert gates.stage == stage
    assert (gates == LEFT.get(stage)) == (stage < S2)


def test_an_advance_shows_the_stage_that_was_entered() -> None:
    met = session(anna(S1, feel_heard_at=at(2)))
    moved = advance(met, ANNA, from_stage=1, to_stage=2, now=at(60)).state
    empty = Stage2Gates(
        empathy_attempt_created=False,
        empathy_attempt_consented_to_share=False,
        received_partner_attempt=False,
        validated_partner_attempt=False,
        validated_at=None,
    )
    entered = StageProgressDetail(S2, StageStatus.IN_PROGRESS, at(60), None, empty)
    assert views.advanced(moved, ANNA) == AdvanceResult(success=True, new_progress=entered)


@pytest.mark.parametrize(
    ("met", "reason", "unsatisfied"),
    [
        (session(anna(S1)), BlockedReason.GATES_NOT_SATISFIED, (GateKey.FEEL_HEARD_CONFIRMED,)),
        (session(anna(S1), status=SessionStatus.PAUSED), BlockedReason.SESSION_NOT_ACTIVE, None),
    ],
)
def test_a_blocked_advance_shows_that_nothing_has_changed_and_why(
    met: Session, reason: BlockedReason, unsatisfied: tuple[GateKey, ...] | None
) -> None:
    with pytest.raises(AdvanceBlocked) as caught:
        advance(met, ANNA, from_stage=1, to_stage=2, now=at(60))
    unchanged = views.progress(met, ANNA).my_progress
    assert views.blocked(caught.value) == AdvanceResult(False, unchanged, reason, unsatisfied)


@pytest.mark.parametrize(
    ("met", "status"),
    [
        (invited(person_id=BEN), InvitationStatus.PENDING),
        (session(), InvitationStatus.ACCEPTED),
        (invited(status=SessionStatus.ABANDONED, declined_at=at(1)), InvitationStatus.DECLINED),
    ],
)
def test_an_invitation_shows_who_invites_and_until_when_and_nothing_of_whom(
    met: Session, status: InvitationStatus
) -> None:
    shown = views.invitation(met, names=NAMES, now=at(5))
    assert shown == InvitationView("inv_1", "sess_1", Person(ANNA, "Anna"), status, START, START + WEEK)


def test_a_lapsed_invitation_is_not_shown() -> None:
    with pytest.raises(InvitationExpired):
        views.invitation(invited(), names=NAMES, now=START + WEEK)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (None, None, CompactStatus(False, None, False, None, False)),
        (1, None, CompactStatus(True, at(1), False, None, False)),
        (None, 2, CompactStatus(False, None, True, None, False)),
        (1, 2, CompactStatus(True, at(1), True, at(2), True)),
    ],
)
def test_when_the_partner_signed_is_told_to_those_who_have_signed(
    mine: int | None, theirs: int | None, expected: CompactStatus
) -> None:
    moments = [None if minutes is None else at(minutes) for minutes in (mine, theirs)]
    met = session(anna(compact_signed_at=moments[0]), ben(compact_signed_at=moments[1]))
    assert views.compact_status(met, ANNA) == expected


@pytest.mark.parametrize(("theirs", "both"), [(None, False), (at(1), True)])
def test_a_signature_is_receipted(theirs: Any, both: bool) -> None:
    met = session(anna(compact_signed_at=at(4)), ben(compact_signed_at=theirs))
    assert views.compact_receipt(met, ANNA) == CompactReceipt(True, at(4), both, both)


@pytest.mark.parametrize(
    ("partner", "completed"),
    [
        (ben(), False),
        (ben(compact_signed_at=at(1)), False),
        (ben(S1), False),
        (ben(S1, feel_heard_at=at(2)), True),
        (ben(S2), True),
        (ben(S4), True),
    ],
)
def test_feeling_heard_tells_of_the_partner_only_whether_they_are_done_with_stage_1(
    partner: Any, completed: bool
) -> None:
    assert views.feel_heard(session(anna(S1), partner), ANNA) == FeelHeardResult(False, None, False, completed)
    met = session(anna(S1, feel_heard_at=at(3)), partner)
    assert views.feel_heard(met, ANNA) == FeelHeardResult(True, at(3), True, completed)


@pytest.mark.parametrize("who", [CLEO, PENDING])
@pytest.mark.parametrize(
    "view",
    [
        lambda met, who: views.session_summary(met, who, names=NAMES),
        views.progress,
        views.compact_status,
        views.feel_heard,
        lambda met, who: views.stage_gates(met, who, S0),
    ],
    ids=["summary", "progress", "compact", "feel heard", "gates"],
)
def test_nobody_but_the_two_is_shown_anything(view: Any, who: str) -> None:
    for met in (session(), invited()):
        with pytest.raises(Forbidden):
            view(met, who)
