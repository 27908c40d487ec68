"""Consent to needs and to strategies, against the contract's *Consent*, *Consent model* and its table of effects."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, NotFound
from beheard_core.mediation import Leave, SessionNotActive, SessionStatus, Stage, leave
from beheard_core.mediation.common_ground import analysis_is_due
from beheard_core.mediation.consent import (
    Answer,
    Choice,
    Request,
    decide,
    decided_between,
    revoke,
    without_any_share,
)
from beheard_core.mediation.events import ConsentGranted, ConsentRevoked, NeedsShared
from beheard_core.mediation.model import Consent, ContentType, Participant, Ranking, Session, Strategy
from beheard_core.mediation.needs import NeedSharing, share_needs
from beheard_core.mediation.standing import (
    StrategyPhase,
    confirmed_ground,
    live_needs,
    strategy_phase,
    visible_ground,
    visible_overlap,
    visible_strategies,
)
from beheard_core.mediation.strategies import NewRanking, rank
from tests.core.mediation.people import ANNA, BEN, anna, at, ben, consent, feedback_on, session, sharing
from tests.core.mediation.stage3 import CALM, SOURCES, item, knowing, letting_know, request, share_of, with_ground

S2, S3, S4 = Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING, Stage.STRATEGIC_REPAIR
ASKED = request("calm")
KNOWS = session(anna(S3, **knowing("calm")), ben(S3))


def decided(
    met: Session, choice: Choice, asked: Request | None = ASKED, who: str = ANNA, **said: Any
) -> Decision[Session]:
    answer = Answer(consent_request_id="consent_calm", decision=choice, **said)
    return decide(met, who, answer, request=asked, now=at(60))


# A need


@pytest.mark.parametrize("said", [{}, {"edited_content": "I need some quiet."}])
def test_a_need_that_is_granted_is_shared_like_any_other_and_told_as_such(said: dict[str, Any]) -> None:
    decision = decided(KNOWS, Choice.GRANTED, **said)
    assert decision.events == (NeedsShared(session_id="sess_1", actor_id=ANNA, timestamp=at(60)),)
    assert decision.state.updated_at == at(60)
    sharing_it = NeedSharing(need_ids=("calm",))
    same = share_needs(KNOWS, ANNA, sharing_it, current=(CALM,), requests=(request("calm"),), now=at(60))
    assert decision == same


def test_a_need_that_is_denied_is_told_nobody() -> None:
    decision = decided(KNOWS, Choice.DENIED)
    assert decision.events == ()
    assert decision.state.updated_at == KNOWS.updated_at
    assert decision.state.inviter.consents == (share_of("calm", granted=False, decided_at=at(60)),)
    assert live_needs(decision.state.inviter) == ()


def test_anything_but_a_need_is_told_as_a_grant() -> None:
    asked = request("calm", content_type=ContentType.EMOTIONAL_PATTERN)
    for stage in (S2, S3, S4):
        decision = decided(session(anna(stage), ben(S3)), Choice.GRANTED, asked)
        assert decision.events == (ConsentGranted(session_id="sess_1", actor_id=ANNA, timestamp=at(60)),)


def test_a_need_is_granted_in_stage_3_only_and_denied_ever_after() -> None:
    later = evolve(KNOWS, inviter=anna(S4, **knowing("calm")))
    with pytest.raises(Conflict):
        decided(later, Choice.GRANTED)
    assert not decided(later, Choice.DENIED).state.inviter.consents[0].granted


@pytest.mark.parametrize("status", [SessionStatus.PAUSED, SessionStatus.RESOLVED, SessionStatus.ABANDONED])
@pytest.mark.parametrize("stage", [S3, S4])
def test_a_need_is_granted_only_while_the_session_is_live_and_denied_in_any_status(
    status: SessionStatus, stage: Stage
) -> None:
    met = session(anna(stage, **knowing("calm")), status=status)
    with pytest.raises(SessionNotActive):
        decided(met, Choice.GRANTED)
    assert decided(met, Choice.DENIED).state.inviter.consents


def test_a_request_that_is_not_there_comes_before_a_stage_that_was_left() -> None:
    with pytest.raises(NotFound):
        decided(evolve(KNOWS, inviter=anna(S4)), Choice.GRANTED, None)


def test_whichever_way_the_second_of_the_two_shares_the_common_ground_is_to_be_looked_for() -> None:
    for theirs, due in (({}, False), (letting_know("peace"), True)):
        met = evolve(KNOWS, invitee=ben(S3, **theirs))
        assert analysis_is_due(decided(met, Choice.GRANTED).state) is due
        assert not analysis_is_due(decided(met, Choice.DENIED).state)


@pytest.mark.parametrize("status", SessionStatus)
@pytest.mark.parametrize("stage", [S3, S4])
def test_a_need_is_taken_back_in_any_status_and_stage_and_hides_what_rests_on_it(
    status: SessionStatus, stage: Stage
) -> None:
    ground = item("cg_1", ANNA, BEN, sources=SOURCES)
    met = evolve(with_ground(ground), inviter=anna(stage, **letting_know("calm")), status=status)
    decision = revoke(met, ANNA, "consent_calm", now=at(60))
    assert decision.events == (ConsentRevoked(session_id="sess_1", actor_id=ANNA, timestamp=at(60)),)
    assert (visible_ground(decision.state), confirmed_ground(decision.state)) == ((), ())
    assert decision.state.inviter == evolve(met.inviter, consents=(evolve(share_of("calm"), revoked_at=at(60)),))
    assert decision.state.inviter.confirmed_needs == ("calm",)
    assert revoke(decision.state, ANNA, "consent_calm", now=at(70)) == Decision(decision.state)


# A strategy


def mine(name: str, **facts: Any) -> Consent:
    """Give the record by which somebody put the strategy ``name`` into the pool."""
    return evolve(Consent(f"consent_{name}", ContentType.STRATEGY_PROPOSAL, name, at(70)), **facts)


def put(name: str) -> Strategy:
    return Strategy(name, f"consent_{name}")


READY: dict[str, Any] = {"ready_at": at(75)}


def ranked(*names: str) -> dict[str, Any]:
    return {**READY, "ranking": Ranking(names, at(80))}


def repair(
    pool: tuple[Strategy, ...], me: dict[str, Any] | None = None, partner: dict[str, Any] | None = None, **facts: Any
) -> Session:
    """Give a session in stage 4 in which Anna has put "a" and "b" forward, and Ben "c"."""
    return session(
        anna(S4, consents=(mine("a"), mine("b")), **(me or {})),
        ben(S4, consents=(mine("c"),), **(partner or {})),
        strategies=pool,
        **facts,
    )


def drop(met: Session, name: str = "a", who: str = ANNA) -> Decision[Session]:
    return revoke(met, who, f"consent_{name}", now=at(90))


def ids(met: Session) -> list[str]:
    return [each.id for each in visible_strategies(met)]


A, B, C, FREE = put("a"), put("b"), put("c"), Strategy("free")


@pytest.mark.parametrize("status", SessionStatus)
def test_a_strategy_leaves_the_pool_without_a_sound(status: SessionStatus) -> None:
    met = repair((A, B, C, FREE), READY, status=status)
    decision = drop(met)
    assert ids(decision.state) == ["b", "c", "free"]
    assert decision.events == ()
    me = evolve(met.inviter, consents=(mine("a", revoked_at=at(90)), mine("b")))
    assert decision.state == evolve(met, inviter=me)


def test_what_the_facilitator_suggested_stays_whoever_takes_back_what() -> None:
    met = repair((A, FREE))
    assert ids(without_any_share(without_any_share(met, ANNA, now=at(90)), BEN, now=at(90))) == ["free"]


CLEARED = [
    ({}, {}),
    (READY, {}),
    ({}, READY),
    (READY, READY),
    (ranked("a"), READY),
    (READY, ranked("a")),
]


@pytest.mark.parametrize(("me", "partner"), CLEARED)
def test_an_empty_pool_is_collected_anew_by_both_unless_both_have_ranked(
    me: dict[str, Any], partner: dict[str, Any]
) -> None:
    met = repair((A,), me, partner)
    decision = drop(met)
    assert decision.events == ()
    assert decision.state.updated_at == met.updated_at
    assert strategy_phase(decision.state) is StrategyPhase.COLLECTING
    for each in (decision.state.inviter, decision.state.invitee):
        assert (each.ready_at, each.ranking) == (None, None)


@pytest.mark.parametrize(("me", "partner"), CLEARED)
def test_a_pool_that_still_holds_something_keeps_marks_and_rankings(
    me: dict[str, Any], partner: dict[str, Any]
) -> None:
    for pool in ((A, B), (A, FREE)):
        met = repair(pool, me, partner)
        after = drop(met).state
        assert (after.inviter.ready_at, after.inviter.ranking) == (met.inviter.ready_at, met.inviter.ranking)
        assert after.invitee == met.invitee
        assert strategy_phase(after) is strategy_phase(met)


@pytest.mark.parametrize("overlap", [("a",), ()])
def test_once_both_have_ranked_an_empty_pool_clears_nothing(overlap: tuple[str, ...]) -> None:
    met = repair((A,), ranked("a"), ranked("a"), overlap=overlap)
    after = drop(met).state
    assert (after.overlap, visible_overlap(after)) == (overlap, ())
    assert strategy_phase(after) is StrategyPhase.NEGOTIATING
    assert (after.inviter.ready_at, after.inviter.ranking, after.invitee) == (
        met.inviter.ready_at,
        met.inviter.ranking,
        met.invitee,
    )


@pytest.mark.parametrize(("name", "who", "left"), [("a", ANNA, ("c",)), ("c", BEN, ("a",)), ("b", ANNA, ("a", "c"))])
def test_a_strategy_that_leaves_is_taken_out_of_the_overlap_and_nothing_moves_up(
    name: str, who: str, left: tuple[str, ...]
) -> None:
    met = repair((A, B, C, FREE), ranked("a", "c"), ranked("c", "a", "b"), overlap=("a", "c"))
    after = drop(met, name, who).state
    assert visible_overlap(after) == left
    assert strategy_phase(after) is StrategyPhase.REVEALING


def test_a_strategy_that_leaves_between_the_rankings_does_not_count_in_the_first() -> None:
    pool = (A, B, C, FREE)
    met = drop(repair(pool, ranked("a", "b", "c", "free"), READY)).state
    after = rank(met, BEN, NewRanking(ranked_ids=("free", "c")), now=at(95)).state
    # Anna's order is now b, c, free, all of which are among her first three.
    assert after.overlap == ("c", "free")
    whole = repair(pool, ranked("a", "b", "c", "free"), READY)
    untouched = rank(whole, BEN, NewRanking(ranked_ids=("free", "c")), now=at(95))
    assert untouched.state.overlap == ("c",)


def test_a_need_that_is_taken_back_in_stage_4_leaves_pool_and_rankings_alone() -> None:
    met = repair((FREE,), ranked("free"), READY)
    met = evolve(met, inviter=evolve(met.inviter, consents=(share_of("calm"),)))
    after = revoke(met, ANNA, "consent_calm", now=at(90)).state
    assert after == evolve(
        met, inviter=evolve(met.inviter, consents=(share_of("calm", revoked_at=at(90)),)), updated_at=at(90)
    )


# Everything at once


def everything() -> Session:
    attempt_and_more = sharing("att_anna")
    records = (*attempt_and_more["consents"], feedback_on("att_ben"), share_of("calm"), mine("a"), mine("b"))
    me = anna(S4, **{**attempt_and_more, "consents": records}, **knowing("calm"), **READY)
    partner = ben(S4, **letting_know("peace"), **ranked("a"))
    ground = item("cg_1", ANNA, BEN, sources=SOURCES)
    return session(me, partner, strategies=(A, B), common_ground=(ground,))


def test_who_takes_everything_back_leaves_neither_words_nor_pool_nor_common_ground() -> None:
    met = everything()
    after = without_any_share(met, ANNA, now=at(90))
    assert [each.revoked_at for each in after.inviter.consents] == [at(90)] * 5
    assert [each.withdrawn_at for each in after.inviter.attempts] == [at(90)]
    assert (ids(after), visible_ground(after)) == ([], ())
    assert (after.inviter.ready_at, after.invitee.ready_at, after.invitee.ranking) == (None, None, None)
    assert after.invitee.consents == met.invitee.consents
    assert without_any_share(after, ANNA, now=at(99)) == after


def test_what_the_other_shares_is_not_taken_back_and_keeps_the_pool() -> None:
    met = evolve(everything(), strategies=(A, B))
    after = without_any_share(met, BEN, now=at(90))
    assert after.inviter == met.inviter
    assert ids(after) == ["a", "b"]
    assert after.invitee.ranking == met.invitee.ranking
    assert visible_ground(after) == ()


def test_who_has_nothing_live_to_take_back_changes_nothing() -> None:
    for me in (anna(S4), anna(S4, consents=(mine("a", revoked_at=at(80)), share_of("calm", granted=False)))):
        met = repair((FREE,), partner=READY)
        met = evolve(met, inviter=me)
        assert without_any_share(met, ANNA, now=at(90)) == met


@pytest.mark.parametrize("keep", [True, False])
def test_leaving_takes_needs_and_strategies_back_unless_it_keeps_them(keep: bool) -> None:
    met = everything()
    after = leave(met, ANNA, Leave(keep_shared=keep), now=at(90)).state
    assert ids(after) == (["a", "b"] if keep else [])
    assert bool(visible_ground(after)) is keep
    told = list(decided_between(met, after))
    assert told == ([] if keep else [(ANNA, "revoked", each.id) for each in met.inviter.consents])


def test_a_superseded_attempt_or_feedback_never_touches_the_pool() -> None:
    met = everything()
    for record in (consent("att_anna").id, feedback_on("att_ben").id):
        after = revoke(met, ANNA, record, now=at(90)).state
        assert (ids(after), after.inviter.ready_at, after.invitee.ranking) == (
            ["a", "b"],
            met.inviter.ready_at,
            met.invitee.ranking,
        )


def test_both_are_told_of_in_the_audit() -> None:
    met = everything()
    after = revoke(revoke(met, ANNA, "consent_a", now=at(90)).state, BEN, "consent_peace", now=at(91)).state
    assert list(decided_between(met, after)) == [(ANNA, "revoked", "consent_a"), (BEN, "revoked", "consent_peace")]


def facts_of(me: Participant) -> tuple[object, ...]:
    return me.rows, me.confirmed_needs, me.verdicts


def test_no_revocation_moves_anybody() -> None:
    met = everything()
    for each in met.inviter.consents:
        after = revoke(met, ANNA, each.id, now=at(90)).state
        assert facts_of(after.invitee) == facts_of(met.invitee)
        assert after.inviter.rows == met.inviter.rows
