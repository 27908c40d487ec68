"""Advancing, against the stage document's validation rules and the contract's *Advance, in order*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Forbidden, validate
from beheard_core.mediation import (
    AdvanceBlocked,
    BlockedReason,
    GateKey,
    SessionStatus,
    Stage,
    StageStatus,
    advance,
    can_advance,
    stage_status,
)
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.events import Advanced, StageCompleted
from beheard_core.mediation.model import Analysis, CommonGround, Participant, Session
from beheard_core.mediation.stages import Obstacle, Step, next_obstacle, self_action_needed, with_statuses_kept
from tests.core.mediation.people import (
    ANNA,
    BEN,
    CLEO,
    LEFT,
    anna,
    at,
    attempt,
    ben,
    invited,
    session,
    sharing,
    verdict,
)
from tests.core.mediation.stage3 import SOURCES, item, knowing, letting_know

S0, S1, S2, S3, S4 = Stage
INVALID = BlockedReason.INVALID_STAGE_TRANSITION
GATES, PARTNER = BlockedReason.GATES_NOT_SATISFIED, BlockedReason.PARTNER_NOT_READY

ALL_DONE: dict[str, Any] = {"compact_signed_at": at(1), "feel_heard_at": at(2), "final_reading": 4}
ANNAS = {**ALL_DONE, **sharing("att_anna"), "verdicts": (verdict("att_ben", validated=True),)}
BENS = {**ALL_DONE, **sharing("att_ben"), "verdicts": (verdict("att_anna", validated=True),)}

NEEDS, PARTNER_NEEDS = GateKey.NEEDS_CONFIRMED, GateKey.PARTNER_NEEDS_CONFIRMED
GROUND = GateKey.COMMON_GROUND_CONFIRMED


def both(stage: Stage, partner: Stage | None = None, **facts: Any) -> Session:
    return session(anna(stage, **ANNAS), ben(stage if partner is None else partner, **BENS), **facts)


def blocked(met: Session, from_stage: int, to_stage: int) -> AdvanceBlocked:
    with pytest.raises(AdvanceBlocked) as caught:
        advance(met, ANNA, from_stage=from_stage, to_stage=to_stage, now=at(60))
    return caught.value


@pytest.mark.parametrize("here", Stage)
@pytest.mark.parametrize("from_stage", range(-1, 6))
@pytest.mark.parametrize("to_stage", range(-1, 6))
def test_only_the_step_from_the_present_stage_to_the_next_is_a_transition(
    here: Stage, from_stage: int, to_stage: int
) -> None:
    met = both(here)
    if from_stage == here and to_stage == from_stage + 1 and here < S3:
        assert advance(met, ANNA, from_stage=from_stage, to_stage=to_stage, now=at(60)).state.inviter.rows
    else:
        refusal = blocked(met, from_stage, to_stage)
        step = from_stage == here and to_stage == from_stage + 1 and here < S4
        assert refusal.reason is (GATES if step else INVALID)
        assert (refusal.unsatisfied is not None) == step


@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
@pytest.mark.parametrize(("from_stage", "to_stage"), [(0, 1), (0, 3), (4, 5)])
def test_a_session_that_is_not_live_is_the_first_reason(status: SessionStatus, from_stage: int, to_stage: int) -> None:
    refusal = blocked(session(status=status), from_stage, to_stage)
    assert (refusal.reason, refusal.unsatisfied) == (BlockedReason.SESSION_NOT_ACTIVE, None)


def test_an_invalid_transition_comes_before_the_gates() -> None:
    assert blocked(session(), 0, 2).reason is INVALID
    assert blocked(session(), 1, 2).unsatisfied is None


@pytest.mark.parametrize(
    ("stage", "facts", "unsatisfied"),
    [
        (S0, {}, "compactSigned partnerCompactSigned"),
        (S0, {"compact_signed_at": at(1)}, "partnerCompactSigned"),
        (S1, {}, "feelHeardConfirmed"),
        (
            S2,
            {},
            "empathyAttemptCreated empathyAttemptConsentedToShare receivedPartnerAttempt validatedPartnerAttempt",
        ),
        (S2, sharing("att_anna"), "receivedPartnerAttempt validatedPartnerAttempt"),
        (
            S2,
            {"drafted_at": at(9), "attempts": (attempt("att_anna", withdrawn=True),)},
            "empathyAttemptConsentedToShare receivedPartnerAttempt validatedPartnerAttempt",
        ),
        (S3, ANNAS, "needsConfirmed partnerNeedsConfirmed commonGroundConfirmed"),
    ],
)
def test_false_gates_block_and_all_of_them_are_named_in_order(
    stage: Stage, facts: dict[str, Any], unsatisfied: str
) -> None:
    met = session(anna(stage, **facts), ben(stage))
    refusal = blocked(met, stage, stage + 1)
    assert (refusal.reason, refusal.unsatisfied) == (GATES, tuple(unsatisfied.split()))
    assert (refusal.session, refusal.person) == (met, ANNA)
    assert str(refusal) == "Cannot advance: GATES_NOT_SATISFIED."


@pytest.mark.parametrize("stage", [S0, S1, S2])
@pytest.mark.parametrize("partner", [S0, S1, S2, S3])
def test_up_to_stage_3_the_partner_may_be_anywhere(stage: Stage, partner: Stage) -> None:
    assert can_advance(both(stage, partner), ANNA)


def test_out_of_stage_2_only_the_callers_gates_count() -> None:
    silent = {**BENS, "verdicts": ()}
    assert can_advance(session(anna(S2, **ANNAS), ben(S2, **silent)), ANNA)


@pytest.mark.parametrize(
    "revision",
    [(attempt("att_ben"), attempt("att_revised")), (attempt("att_ben", withdrawn=True),)],
    ids=["superseded", "withdrawn"],
)
def test_a_validated_attempt_that_is_gone_does_not_hold_up_who_validated_it(revision: tuple[Any, ...]) -> None:
    assert can_advance(session(anna(S2, **ANNAS), ben(S2, **{**BENS, "attempts": revision})), ANNA)


def test_an_author_who_is_asked_to_revise_may_still_move_on() -> None:
    asked = {**BENS, "verdicts": (verdict("att_anna", validated=False, feedback_shared=True),)}
    assert can_advance(session(anna(S2, **ANNAS), ben(S2, **asked)), ANNA)


@pytest.mark.parametrize("stage", [S0, S1, S2, S3])
def test_an_advance_completes_one_row_with_its_gates_and_opens_the_next(stage: Stage) -> None:
    met = both(stage) if stage < S3 else ALL_MET

    decision = advance(met, ANNA, from_stage=stage, to_stage=stage + 1, now=at(60))

    me = decision.state.inviter
    *before, left, entered = me.rows
    assert tuple(before) == met.inviter.rows[:-1]
    assert left == evolve(met.inviter.rows[-1], completed_at=at(60), gates=LEFT[stage])
    assert (entered.stage, entered.started_at) == (stage + 1, at(60))
    assert (entered.completed_at, entered.gates) == (None, None)
    expected = evolve(met, inviter=evolve(met.inviter, rows=me.rows), updated_at=at(60))
    assert decision.state == expected


def test_an_advance_tells_the_channel_what_was_completed_and_what_was_entered() -> None:
    decision = advance(both(S1), BEN, from_stage=1, to_stage=2, now=at(60))
    common: dict[str, Any] = {"session_id": "sess_1", "actor_id": BEN, "timestamp": at(60)}
    assert decision.events == (
        StageCompleted(**common, stage=S1, completed_at=at(60)),
        Advanced(**common, to_stage=S2),
    )


def test_nobody_else_can_advance_or_ask() -> None:
    with pytest.raises(Forbidden):
        advance(both(S1), CLEO, from_stage=1, to_stage=2, now=at(60))
    with pytest.raises(Forbidden):
        can_advance(both(S1), CLEO)


def test_in_the_last_stage_the_answer_is_an_invalid_transition_because_resolving_ends_it() -> None:
    found = next_obstacle(both(S4), ANNA)
    assert found is not None
    assert (found.reason, found.unsatisfied) == (INVALID, None)


# What leads out of stage 3


def with_facts(known: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return {**known, **facts, "consents": (*known["consents"], *facts.get("consents", ()))}


def mapping(
    mine: dict[str, Any], theirs: dict[str, Any], *ground: CommonGround, partner: Stage = S3, looked: bool = True
) -> Session:
    """Give a session in which Anna is in stage 3, after a look for what both have in common if there was one."""
    return session(
        anna(S3, **with_facts(ANNAS, mine)),
        ben(partner, **with_facts(BENS, theirs)),
        common_ground=ground,
        analysis=Analysis(at(45), SOURCES) if looked else None,
    )


I_SHARE, THEY_SHARE = letting_know("calm"), letting_know("peace")
OURS = item("cg_1", ANNA, BEN, sources=SOURCES)
ONLY_I, ONLY_THEY = item("cg_1", ANNA, sources=SOURCES), item("cg_1", BEN, sources=SOURCES)
AGREED = item("own", ANNA, BEN)
ALL_MET = mapping(I_SHARE, THEY_SHARE, OURS)


@pytest.mark.parametrize(
    ("met", "reason", "unsatisfied"),
    [
        (ALL_MET, None, None),
        (mapping(knowing("calm"), knowing("peace"), AGREED), None, None),
        (mapping(knowing("calm"), {}, partner=S4), PARTNER, (PARTNER_NEEDS,)),
        (mapping(knowing("calm"), knowing("peace"), partner=S4), None, None),
        (mapping(I_SHARE, THEY_SHARE, OURS, partner=S2), PARTNER, ()),
        (mapping(I_SHARE, {}, looked=False), PARTNER, (PARTNER_NEEDS, GROUND)),
        (mapping(I_SHARE, {}, looked=False, partner=S2), PARTNER, (PARTNER_NEEDS, GROUND)),
        (mapping(I_SHARE, knowing("peace"), looked=False), PARTNER, (GROUND,)),
        (mapping(I_SHARE, THEY_SHARE, looked=False), PARTNER, (GROUND,)),
        (mapping(I_SHARE, THEY_SHARE, ONLY_I), PARTNER, (GROUND,)),
        (mapping(I_SHARE, {}, AGREED), PARTNER, (PARTNER_NEEDS,)),
        (mapping(I_SHARE, {}, AGREED, partner=S0), PARTNER, (PARTNER_NEEDS,)),
        (mapping({}, THEY_SHARE, AGREED), GATES, (NEEDS,)),
        (mapping({}, THEY_SHARE, partner=S4), GATES, (NEEDS,)),
        (mapping({}, {}, looked=False), GATES, (NEEDS, PARTNER_NEEDS, GROUND)),
        (mapping({}, {}, looked=False, partner=S2), GATES, (NEEDS, PARTNER_NEEDS, GROUND)),
        (mapping(knowing("calm"), {}, looked=False), GATES, (PARTNER_NEEDS, GROUND)),
        (mapping(knowing("calm"), THEY_SHARE, looked=False), GATES, (GROUND,)),
        (mapping(I_SHARE, THEY_SHARE), GATES, (GROUND,)),
        (mapping(I_SHARE, THEY_SHARE, ONLY_THEY), GATES, (GROUND,)),
        (mapping(knowing("calm"), THEY_SHARE, OURS), GATES, (GROUND,)),
    ],
)
def test_stage_4_opens_when_all_gates_hold_and_the_partner_is_in_stage_3(
    met: Session, reason: BlockedReason | None, unsatisfied: tuple[GateKey, ...] | None
) -> None:
    assert can_advance(met, ANNA) is (reason is None)
    if reason is None:
        assert advance(met, ANNA, from_stage=3, to_stage=4, now=at(60)).state.inviter.rows[-1].stage is S4
    else:
        refusal = blocked(met, 3, 4)
        assert (refusal.reason, refusal.unsatisfied) == (reason, unsatisfied)


def test_a_gate_that_is_open_for_both_blocks_each_by_whose_turn_it_is() -> None:
    met = mapping(I_SHARE, THEY_SHARE, ONLY_I)
    reasons = [next_obstacle(met, who) for who in (ANNA, BEN)]
    assert [(each.reason, each.unsatisfied) for each in reasons if each] == [(PARTNER, (GROUND,)), (GATES, (GROUND,))]


def test_the_reasons_come_in_the_order_of_the_contract() -> None:
    met = mapping({}, {}, looked=False, partner=S2)
    assert blocked(evolve(met, status=SessionStatus.PAUSED), 3, 5).reason is BlockedReason.SESSION_NOT_ACTIVE
    assert blocked(met, 3, 5).reason is INVALID
    assert blocked(met, 3, 4).reason is GATES
    assert blocked(evolve(met, inviter=mapping(I_SHARE, {}).inviter), 3, 4).reason is PARTNER


def test_the_key_of_an_earlier_stage_keeps_nobody_in_stage_3() -> None:
    withdrawn = {**ANNAS, "attempts": (attempt("att_anna", withdrawn=True),)}
    met = session(anna(S3, **with_facts(withdrawn, I_SHARE)), ben(S2, **BENS))
    assert self_action_needed(met, ANNA) == (GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE,)
    refusal = blocked(met, 3, 4)
    assert (refusal.reason, refusal.unsatisfied) == (PARTNER, (PARTNER_NEEDS, GROUND))


def test_who_goes_on_first_lets_the_other_follow_whatever_is_taken_back_then() -> None:
    ahead = advance(ALL_MET, ANNA, from_stage=3, to_stage=4, now=at(60)).state
    bare = revoke(revoke(ahead, ANNA, "consent_calm", now=at(61)).state, BEN, "consent_peace", now=at(62)).state
    after = advance(bare, BEN, from_stage=3, to_stage=4, now=at(63)).state
    assert [each.rows[3].gates for each in (after.inviter, after.invitee)] == [LEFT[S3]] * 2


def test_one_who_takes_back_before_either_goes_on_holds_both_up() -> None:
    bare = revoke(ALL_MET, BEN, "consent_peace", now=at(60)).state
    assert [next_obstacle(bare, who) for who in (ANNA, BEN)] == [Obstacle(GATES, (GROUND,))] * 2


@pytest.mark.parametrize(
    ("me", "stage", "status"),
    [
        (Participant(ANNA), S0, StageStatus.NOT_STARTED),
        (anna(), S0, StageStatus.IN_PROGRESS),
        (anna(compact_signed_at=at(1)), S0, StageStatus.GATE_PENDING),
        (anna(S1), S0, StageStatus.COMPLETED),
        (anna(S1), S1, StageStatus.IN_PROGRESS),
        (anna(S1), S2, StageStatus.NOT_STARTED),
        (anna(S1, feel_heard_at=at(2)), S1, StageStatus.GATE_PENDING),
    ],
)
def test_a_stage_is_not_started_in_progress_pending_or_completed(
    me: Participant, stage: Stage, status: StageStatus
) -> None:
    assert stage_status(session(me), me, ben(), stage) is status


def test_a_pending_stage_is_in_progress_again_when_something_opens() -> None:
    me = anna(S2, **sharing("att_anna"))
    assert stage_status(session(me), me, ben(S2), S2) is StageStatus.GATE_PENDING
    assert stage_status(session(me), me, ben(S2, **sharing("att_ben")), S2) is StageStatus.IN_PROGRESS


def test_a_session_that_ends_keeps_the_status_that_each_row_showed() -> None:
    met = with_statuses_kept(session(anna(S2, **sharing("att_anna")), ben(S2, **sharing("att_ben"))))
    nothing_shared = evolve(met, inviter=evolve(met.inviter, attempts=()), status=SessionStatus.ABANDONED)
    assert stage_status(nothing_shared, nothing_shared.inviter, nothing_shared.invitee, S2) is StageStatus.IN_PROGRESS
    assert stage_status(nothing_shared, nothing_shared.invitee, nothing_shared.inviter, S2) is StageStatus.IN_PROGRESS
    assert stage_status(nothing_shared, nothing_shared.invitee, nothing_shared.inviter, S1) is StageStatus.COMPLETED


def test_the_status_that_is_kept_is_each_persons_own() -> None:
    met = with_statuses_kept(session(anna(S2, **sharing("att_anna")), ben(S2)))
    assert met.inviter.rows[-1].ended_as is StageStatus.GATE_PENDING
    assert met.invitee.rows[-1].ended_as is StageStatus.IN_PROGRESS


def test_there_is_no_status_to_keep_before_anybody_has_joined() -> None:
    assert with_statuses_kept(invited()) == invited()


@pytest.mark.parametrize("end", [SessionStatus.ABANDONED, SessionStatus.PAUSED])
@pytest.mark.parametrize("facts", [{}, {"compact_signed_at": at(1)}])
def test_a_row_keeps_its_status_when_the_session_stops(end: SessionStatus, facts: dict[str, Any]) -> None:
    met = session(anna(**facts))
    stopped = evolve(met, status=end)
    assert stage_status(stopped, stopped.inviter, stopped.invitee, S0) is stage_status(
        met, met.inviter, met.invitee, S0
    )


@pytest.mark.parametrize(
    ("from_stage", "to_stage", "paths"),
    [
        (0, 4, []),
        (4, 0, []),
        (-1, 0, ["from_stage"]),
        (0, -1, ["to_stage"]),
        (5, 4, ["from_stage"]),
        (4, 5, ["to_stage"]),
        (True, 1, ["from_stage"]),
        ("0", 1.0, ["from_stage", "to_stage"]),
        (None, None, ["from_stage", "to_stage"]),
    ],
)
def test_a_step_is_two_whole_numbers_from_0_to_4_whatever_they_are(
    from_stage: Any, to_stage: Any, paths: list[str]
) -> None:
    assert [each.path for each in validate(Step(from_stage=from_stage, to_stage=to_stage))] == paths
