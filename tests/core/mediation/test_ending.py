"""What holds wherever two people are when one of them leaves, and whatever they try afterwards."""

from typing import Any

from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.mediation import (
    AdvanceBlocked,
    BlockedReason,
    Leave,
    Participant,
    Session,
    SessionNotActive,
    SessionStatus,
    leave,
    views,
)
from beheard_core.mediation.standing import is_terminal, live_attempt, sides
from tests.core.mediation.people import ANNA, BEN, at, session
from tests.core.mediation.walks import Move, leaving, moves, people, steps, take, walks

LATE = 100_000
SHARED = {"rows", "attempts", "verdicts", "consents"}
# Denying and revoking work in any status; everything else asks for a session in which people can act.
OVER = {"sign", "heard", "advance", "onward", "pause", "resume", "leave"}


def where_it_leads(walk: list[Move]) -> Session:
    """Give the session at the end of a walk, which has not ended for good."""
    met = session()
    for step in steps(walk):
        if is_terminal(step.after):
            break
        met = step.after
    return met


def statuses(met: Session) -> list[Any]:
    return [
        (shown.my_progress.stage, shown.my_progress.status, shown.partner_progress)
        for shown in (views.progress(met, who) for who in (ANNA, BEN))
    ]


def left_gates(met: Session) -> list[Any]:
    return [row.gates for who in (ANNA, BEN) for row in sides(met, who)[0].rows]


def own(me: Participant) -> dict[str, Any]:
    """Give what somebody did that has nothing to do with sharing."""
    return {each.name: getattr(me, each.name) for each in fields(Participant) if each.name not in SHARED}


@given(walks, people, st.booleans())
def test_leaving_keeps_every_status_every_gate_that_was_left_and_all_that_the_other_did(
    walk: list[Move], who: str, keep: bool
) -> None:
    met = where_it_leads(walk)
    gone = leave(met, who, Leave(keep_shared=keep), now=at(LATE)).state
    assert gone.status is SessionStatus.ABANDONED
    assert statuses(gone) == statuses(met)
    assert left_gates(gone) == left_gates(met)
    assert evolve(sides(gone, who)[1], rows=()) == evolve(sides(met, who)[1], rows=())


@given(walks, people, st.booleans())
def test_leaving_takes_back_all_that_one_shared_or_nothing_and_touches_nothing_else_of_ones_own(
    walk: list[Move], who: str, keep: bool
) -> None:
    met = where_it_leads(walk)
    before, _ = sides(met, who)
    after, _ = sides(leave(met, who, Leave(keep_shared=keep), now=at(LATE)).state, who)
    if keep:
        assert (after.attempts, after.verdicts) == (before.attempts, before.verdicts)
    else:
        assert live_attempt(after) is None
        assert not [each for each in after.verdicts if each.feedback_shared]
        said = [[(each.attempt_id, each.validated, each.given_at) for each in me.verdicts] for me in (before, after)]
        assert said[0] == said[1]
    assert own(after) == own(before)
    assert [row.started_at for row in after.rows] == [row.started_at for row in before.rows]


@given(walks, people, st.lists(moves | leaving))
def test_after_an_end_every_step_of_either_is_refused_and_nobody_has_anything_to_do(
    walk: list[Move], who: str, later: list[Move]
) -> None:
    gone = leave(where_it_leads(walk), who, Leave(), now=at(LATE)).state
    for move in (each for each in later if each.what in OVER):
        step = take(gone, move, at(LATE + 1))
        assert step.after == gone
        refusal = step.refusal
        if isinstance(refusal, AdvanceBlocked):
            assert refusal.reason is BlockedReason.SESSION_NOT_ACTIVE
        else:
            assert isinstance(refusal, SessionNotActive)
            assert refusal.status is SessionStatus.ABANDONED
    for viewer in (ANNA, BEN):
        shown = views.session_summary(gone, viewer, names={})
        assert (shown.self_action_needed, shown.partner_action_needed) == ((), ())
        assert shown.status is views.ShownStatus.ABANDONED


@given(walks)
def test_a_rest_that_is_over_has_changed_nothing_but_the_time(walk: list[Move]) -> None:
    met = where_it_leads(walk)
    resting = take(met, Move(ANNA, "pause"), at(LATE)).after
    if met.status is SessionStatus.ACTIVE:
        assert statuses(resting) == statuses(met)
        again = take(resting, Move(BEN, "resume"), at(LATE + 1)).after
        assert again == evolve(met, updated_at=at(LATE + 1))
