"""What holds however the two people's acts follow each other."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from attrs import evolve, fields, has
from hypothesis import given

from beheard_core.mediation import (
    AdvanceBlocked,
    BlockedReason,
    Participant,
    Relationship,
    Session,
    SessionStatus,
    Stage,
    StageStatus,
    can_advance,
    views,
)
from beheard_core.mediation.stages import partner_action_needed, self_action_needed
from beheard_core.mediation.standing import sides
from tests.core.mediation.people import ANNA, BEN, START, session
from tests.core.mediation.walks import STRAIGHT, Move, Step, steps, walks
from tests.core.shapes import wire

MAY_BE_MINE = {
    "compactSigned",
    "feelHeardConfirmed",
    "empathyAttemptCreated",
    "empathyAttemptConsentedToShare",
    "validatedPartnerAttempt",
    "needsConfirmed",
    "commonGroundConfirmed",
}
MAY_BE_THEIRS = {
    "partnerCompactSigned",
    "receivedPartnerAttempt",
    "validatedPartnerAttempt",
    "partnerNeedsConfirmed",
    "commonGroundConfirmed",
}


def stage_of(who: Participant) -> Stage:
    return who.rows[-1].stage


def open_gates(met: Session, who: str, stage: Stage) -> list[str]:
    return [key for key, value in wire(views.stage_gates(met, who, stage)).items() if value is False]


def times(thing: Any) -> Iterator[datetime]:
    """Find every time in what somebody is shown, but for ``updated_at``, which the last event gives away as well."""
    if isinstance(thing, datetime):
        yield thing
    elif isinstance(thing, tuple):
        for item in thing:
            yield from times(item)
    elif has(type(thing)):
        for each in fields(type(thing)):
            if each.name != "updated_at":
                yield from times(getattr(thing, each.name))


def shown(met: Session, viewer: str) -> tuple[object, ...]:
    relationship = Relationship("rel_1", ANNA, START, BEN)
    return (
        views.session_summary(met, viewer, names={}),
        views.session_detail(met, viewer, names={}, relationship=relationship, session_count=1),
        views.progress(met, viewer),
        views.compact_status(met, viewer),
        views.feel_heard(met, viewer),
        *(views.stage_gates(met, viewer, stage) for stage in Stage),
    )


def test_the_straight_way_leads_both_to_stage_3() -> None:
    *_, last = steps(STRAIGHT)
    assert (stage_of(last.after.inviter), stage_of(last.after.invitee)) == (Stage.NEED_MAPPING, Stage.NEED_MAPPING)
    assert [step.refusal for step in steps(STRAIGHT)] == [None] * len(STRAIGHT)


@given(walks)
def test_nobody_skips_a_stage_or_goes_back_or_is_moved_by_the_other(walk: list[Move]) -> None:
    for step in steps(walk):
        for before, after in zip(_both(step.before), _both(step.after), strict=True):
            moved = stage_of(after) - stage_of(before)
            assert moved in ((0, 1) if after.id == step.move.who else (0,))
            assert [row.stage for row in after.rows] == list(Stage)[: stage_of(after) + 1]
            assert after.rows[: stage_of(before)] == before.rows[: stage_of(before)]


@given(walks)
def test_the_gates_of_a_stage_that_was_left_never_change_again(walk: list[Move]) -> None:
    for step in steps(walk):
        for who, me in zip((ANNA, BEN), _both(step.before), strict=True):
            for stage in list(Stage)[: stage_of(me)]:
                gates = views.stage_gates(step.before, who, stage)
                assert all(value is not False for value in wire(gates).values())
                assert views.stage_gates(step.after, who, stage) == gates


@given(walks)
def test_an_advance_is_refused_for_the_first_reason_that_the_contract_names(walk: list[Move]) -> None:
    for step in steps(walk):
        if step.move.what == "advance":
            reason, unsatisfied = _expected(step)
            refusal = step.refusal
            if reason is None:
                assert refusal is None
            else:
                assert isinstance(refusal, AdvanceBlocked)
                assert (refusal.reason, refusal.unsatisfied) == (reason, unsatisfied)


PUBLISHED = {
    "sign": ["partner.signed_compact"],
    "advance": ["partner.stage_completed", "partner.advanced"],
    "onward": ["partner.stage_completed", "partner.advanced"],
    "pause": ["session.paused"],
    "resume": ["session.resumed"],
    "leave": ["session.abandoned"],
    "share": ["partner.empathy_shared"],
}


def published(step: Step) -> list[str]:
    """Say what the contract lets a step publish."""
    match step.move:
        case _ if step.refusal is not None:
            return []
        case Move(what="judge", said=(_, True)):
            return ["partner.empathy_feedback"]
        case Move(what="judge" | "revoke", who=who):
            live = [sum(each.is_live for each in sides(met, who)[0].consents) for met in (step.before, step.after)]
            return ["partner.consent_revoked"] if live[0] > live[1] else []
        case Move(what="decide", said=(choice,)):
            return ["partner.consent_granted"] if choice == "GRANTED" else []
    return PUBLISHED.get(step.move.what, [])


@given(walks)
def test_only_what_the_contract_names_is_published_and_only_that_moves_updated_at(walk: list[Move]) -> None:
    for step in steps(walk):
        names = [event.name for event in step.events]
        assert names == published(step)
        assert step.after.updated_at == (step.now if names else step.before.updated_at)


@given(walks)
def test_the_lists_name_false_gates_of_the_present_stage_and_each_only_where_it_may_stand(walk: list[Move]) -> None:
    for step in steps(walk):
        for who in (ANNA, BEN):
            here = stage_of(sides(step.after, who)[0])
            missing = open_gates(step.after, who, here)
            mine, theirs = self_action_needed(step.after, who), partner_action_needed(step.after, who)
            assert set(mine) <= MAY_BE_MINE
            assert set(theirs) <= MAY_BE_THEIRS
            once_more = ["empathyAttemptConsentedToShare"] if here is Stage.NEED_MAPPING else []
            assert [key for key in [*missing, *once_more] if key in mine] == list(mine)
            assert [key for key in missing if key in theirs] == list(theirs)
            status = views.progress(step.after, who).my_progress.status
            if step.after.status is SessionStatus.ABANDONED:
                assert (mine, theirs) == ((), ())
            else:
                assert status is (StageStatus.IN_PROGRESS if mine else StageStatus.GATE_PENDING)
            if here < Stage.NEED_MAPPING:
                live = step.after.status is SessionStatus.ACTIVE
                assert can_advance(step.after, who) == (live and not missing)


@given(walks)
def test_a_live_session_is_waiting_exactly_when_one_person_has_nothing_to_do_and_the_other_has(
    walk: list[Move],
) -> None:
    for step in steps(walk):
        seen = [views.session_summary(step.after, who, names={}) for who in (ANNA, BEN)]
        waiting = any(each.partner_action_needed and not each.self_action_needed for each in seen)
        live = step.after.status is SessionStatus.ACTIVE
        assert [each.status for each in seen] == ["WAITING" if live and waiting else step.after.status] * 2


@given(walks)
def test_nothing_but_what_was_shared_changes_once_a_session_has_ended(walk: list[Move]) -> None:
    for step in steps(walk):
        if SessionStatus.ABANDONED in (step.before.status, step.after.status):
            before, after = ([views.progress(each, who) for who in (ANNA, BEN)] for each in (step.before, step.after))
            assert [each.my_progress.status for each in after] == [each.my_progress.status for each in before]
            assert [each.partner_progress for each in after] == [each.partner_progress for each in before]
            assert step.after.status is SessionStatus.ABANDONED
        if step.before.status is SessionStatus.ABANDONED and step.move.what != "revoke":
            assert step.events == ()


@given(walks)
def test_nobody_is_shown_a_private_time_of_the_other(walk: list[Move]) -> None:
    for step in steps(walk):
        for viewer in (ANNA, BEN):
            me, partner = sides(step.after, viewer)
            private = {partner.feel_heard_at, partner.drafted_at, *(each.given_at for each in partner.verdicts)}
            private |= {time for each in partner.attempts for time in (each.shared_at, each.withdrawn_at)}
            if me.compact_signed_at is None:
                private.add(partner.compact_signed_at)
            assert not private & set(times(shown(step.after, viewer)))


@given(walks)
def test_a_refused_act_changes_nothing_and_an_act_never_touches_the_others_facts(walk: list[Move]) -> None:
    before = session()
    for step in steps(walk):
        assert step.before == before
        before = step.after
        assert step.refusal is None or step.after == step.before
        others = [sides(each, step.move.who)[1] for each in (step.before, step.after)]
        if step.move.what == "leave":
            others = [evolve(each, rows=tuple(evolve(row, ended_as=None) for row in each.rows)) for each in others]
        assert others[0] == others[1]


@given(walks)
def test_what_the_other_sees_does_not_change_by_a_private_act_but_for_status_and_waiting(walk: list[Move]) -> None:
    for step in steps(walk):
        if step.move.what == "heard":
            other = BEN if step.move.who == ANNA else ANNA
            seen = [views.session_summary(each, other, names={}) for each in (step.before, step.after)]
            unmoved = [
                (each.updated_at, each.partner_progress.started_at, each.my_progress, each.self_action_needed)
                for each in seen
            ]
            assert unmoved[0] == unmoved[1]


def _both(met: Session) -> tuple[Participant, Participant]:
    return met.inviter, met.invitee


def _expected(step: Step) -> tuple[BlockedReason | None, tuple[str, ...] | None]:
    from_stage, to_stage = step.move.said
    here = stage_of(sides(step.before, step.move.who)[0])
    if step.before.status is not SessionStatus.ACTIVE:
        return BlockedReason.SESSION_NOT_ACTIVE, None
    if to_stage != from_stage + 1 or from_stage != here or here is Stage.STRATEGIC_REPAIR:
        return BlockedReason.INVALID_STAGE_TRANSITION, None
    missing = tuple(open_gates(step.before, step.move.who, here))
    return (BlockedReason.GATES_NOT_SATISFIED, missing) if missing else (None, None)
