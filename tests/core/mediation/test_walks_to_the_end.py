"""What holds however the two people's acts follow each other in stages 3 and 4."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import cycle
from typing import Any

from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Refusal
from beheard_core.mediation import Participant, Session, SessionStatus, Stage, views
from beheard_core.mediation.common_ground import GroundAnswer, GroundAnswers, answer_ground
from beheard_core.mediation.model import NeedCategory
from beheard_core.mediation.needs import waiting_for
from beheard_core.mediation.stages import partner_action_needed, self_action_needed
from beheard_core.mediation.standing import live_needs, sides, strategy_phase, visible_ground, visible_strategies
from beheard_core.mediation.strategies import NewRanking, rank
from tests.core.mediation import pace
from tests.core.mediation.pace import (
    DRAFT,
    HEARD,
    JOIN,
    ONWARD,
    READY,
    RESOLVE,
    SIGN,
    Act,
    World,
    attempt,
    begin,
    by,
    confirm,
    judge,
    let_know,
    looked_at,
    offer,
    propose_in_common,
    reply,
    take_back,
    try_out,
)
from tests.core.mediation.people import ANNA, BEN, at
from tests.core.mediation.stage3 import need
from tests.core.shapes import wire

S3, S4 = Stage.NEED_MAPPING, Stage.STRATEGIC_REPAIR
NEEDS = {ANNA: ("calm", "room"), BEN: ("peace", "air")}
FOUND = {who: (need(first), need(second, category=NeedCategory.AUTONOMY)) for who, (first, second) in NEEDS.items()}
TO_STAGE_3 = [SIGN, ONWARD, HEARD, ONWARD, DRAFT, attempt(0), judge(0, right=True), ONWARD]
BEGIN = pace.walk(begin(FOUND), {ANNA: TO_STAGE_3, BEN: [JOIN, *TO_STAGE_3]}, cycle([ANNA, BEN]))


def _answer_all(met: Session, who: str, now: datetime, confirmed: bool) -> Any:
    said = tuple(GroundAnswer(common_ground_id=each.id, confirmed=confirmed) for each in visible_ground(met))
    return answer_ground(met, who, GroundAnswers(confirmations=said), now=now)


def _answer_last(met: Session, who: str, now: datetime, confirmed: bool) -> Any:
    said = tuple(GroundAnswer(common_ground_id=each.id, confirmed=confirmed) for each in visible_ground(met)[-1:])
    return answer_ground(met, who, GroundAnswers(confirmations=said), now=now)


def _rank(met: Session, who: str, now: datetime, which: slice) -> Any:
    ids = tuple(each.id for each in visible_strategies(met))[which]
    return rank(met, who, NewRanking(ranked_ids=ids), now=now)


def _ranking(which: slice) -> Act:
    return by(lambda met, who, now: _rank(met, who, now, which))


def _withdraw(world: World, who: str, now: datetime) -> World:
    me, _ = sides(world.session, who)
    own = [each.content_id for each in me.consents if each.is_live and each.content_type == "STRATEGY_PROPOSAL"]
    return take_back(own[-1])(world, who, now) if own else world


def _reply(agree: bool, instead: str | None = None) -> Act:
    def act(world: World, who: str, now: datetime) -> World:
        last = world.session.agreements[-1:]
        return reply(last[0].id, agree=agree, instead=instead)(world, who, now) if last else world

    return act


# By what an act is, what it may tell the channel, as the contract's tables of calls say.
Making = Callable[[str, int], Act]
ACTS: dict[str, tuple[Making, set[str]]] = {
    "know one": (lambda who, _: confirm({NEEDS[who][0]: True, NEEDS[who][1]: False}), {"partner.consent_revoked"}),
    "know all": (lambda who, _: confirm(dict.fromkeys(NEEDS[who], True)), {"partner.consent_revoked"}),
    "know none": (lambda who, _: confirm(dict.fromkeys(NEEDS[who], False)), {"partner.consent_revoked"}),
    "reword": (lambda who, n: confirm({NEEDS[who][0]: f"Or {n}", NEEDS[who][1]: True}), {"partner.consent_revoked"}),
    "let know": (lambda who, _: let_know(NEEDS[who][0]), {"partner.needs_shared"}),
    "let know all": (lambda who, _: let_know(*NEEDS[who]), {"partner.needs_shared"}),
    "hold back": (lambda who, _: _if_there(take_back(NEEDS[who][0])), {"partner.consent_revoked"}),
    "yes to all": (
        lambda *_: by(lambda met, who, now: _answer_all(met, who, now, True)),
        {"partner.common_ground_confirmed"},
    ),
    "no to all": (lambda *_: by(lambda met, who, now: _answer_all(met, who, now, False)), set()),
    "yes to one": (
        lambda *_: by(lambda met, who, now: _answer_last(met, who, now, True)),
        {"partner.common_ground_confirmed"},
    ),
    "in common": (lambda who, n: propose_in_common(f"cg_{who}_{n}"), {"partner.common_ground_confirmed"}),
    "onward": (lambda *_: ONWARD, {"partner.stage_completed", "partner.advanced"}),
    "try": (lambda who, n: try_out(f"strat_{n}"), set()),
    "withdraw": (lambda *_: _withdraw, set()),
    "ready": (lambda *_: READY, {"partner.ready_to_rank"}),
    "rank all": (lambda *_: _ranking(slice(None)), {"partner.ranking_submitted"}),
    "rank first": (lambda *_: _ranking(slice(1)), {"partner.ranking_submitted"}),
    "rank last": (lambda *_: _ranking(slice(-1, None)), {"partner.ranking_submitted"}),
    "offer": (lambda who, n: offer(f"agr_{n}"), {"agreement.proposed"}),
    "agree": (lambda *_: _reply(True), {"agreement.confirmed"}),
    "decline": (lambda *_: _reply(False), set()),
    "counter": (lambda *_: _reply(False, "Half of it"), {"agreement.proposed"}),
    "resolve": (lambda *_: RESOLVE, {"partner.stage_completed", "session.resolved"}),
}


def _if_there(act: Act) -> Act:
    def maybe(world: World, who: str, now: datetime) -> World:
        try:
            return act(world, who, now)
        except StopIteration:
            return world

    return maybe


@frozen
class Step:
    """What somebody did, and the world before and after it."""

    what: str
    who: str
    now: datetime
    before: World
    after: World

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Give what the channel was told."""
        return self.after.told[len(self.before.told) :]


STRAIGHT = [
    (who, what)
    for what in [
        "know all",
        "let know",
        "yes to all",
        "onward",
        "try",
        "ready",
        "rank all",
        "offer",
        "agree",
        "resolve",
    ]
    for who in (ANNA, BEN)
]
Walk = list[tuple[str, str]]


def woven(asides: list[Walk], rankings: tuple[str, str], rest: Walk) -> Walk:
    """Weave other acts into the straight way, on which the two rank this way or that."""
    ranked = iter(rankings)
    straight = [(who, next(ranked) if what == "rank all" else what) for who, what in STRAIGHT]
    return [each for aside, step in zip(asides, straight, strict=False) for each in (*aside, step)] + rest


move = st.tuples(st.sampled_from([ANNA, BEN]), st.sampled_from(sorted(ACTS)))
ranking = st.sampled_from(["rank first", "rank last", "rank all"])
walks = st.builds(
    woven,
    st.lists(st.just([]) | st.lists(move, max_size=2), min_size=6, max_size=len(STRAIGHT)),
    st.tuples(ranking, ranking),
    st.lists(move, max_size=15),
)


def steps(walk: Walk) -> Iterator[Step]:
    world = BEGIN
    for minute, (who, what) in enumerate(walk, 100):
        making, _ = ACTS[what]
        try:
            after = looked_at(making(who, minute)(world, who, at(minute)), at(minute))
        except Refusal:
            continue
        yield Step(what, who, at(minute), world, after)
        world = after


def both(met: Session) -> tuple[Participant, Participant]:
    return met.inviter, met.invitee


def test_the_straight_way_leads_both_to_the_end() -> None:
    *_, last = steps(STRAIGHT)
    assert last.after.session.status is SessionStatus.RESOLVED


@given(walks)
def test_only_what_the_contract_names_is_told_and_only_that_moves_updated_at(walk: Walk) -> None:
    for step in steps(walk):
        assert {name for name, _ in step.told} <= ACTS[step.what][1]
        assert {who for _, who in step.told} <= {step.who}
        assert len(step.told) == len({*step.told})
        assert step.after.session.updated_at == (step.now if step.told else step.before.session.updated_at)


@given(walks)
def test_an_act_never_touches_what_the_other_has_done(walk: Walk) -> None:
    for step in steps(walk):
        before, after = (sides(each.session, step.who)[1] for each in (step.before, step.after))
        if step.what == "resolve":
            before, after = (evolve(each, rows=each.rows[:4]) for each in (before, after))
        if step.what in ("try", "withdraw"):
            # A new round, or an empty pool, lets both begin to collect again.
            cleared = evolve(before, ready_at=None, ranking=None)
            assert after in (before, cleared)
        else:
            assert after == before
        other = BEN if step.who == ANNA else ANNA
        assert step.after.needs[other] == step.before.needs[other]
        assert step.after.requests[other] == step.before.requests[other]


@given(walks)
def test_what_is_shared_of_needs_is_confirmed_and_what_is_asked_about_is_too(walk: Walk) -> None:
    for step in steps(walk):
        for me in both(step.after.session):
            shared = [each.content_id for each in live_needs(me)]
            waiting = waiting_for(me, step.after.requests[me.id])
            assert {*shared} | waiting.keys() <= {*me.confirmed_needs}
            assert len(shared) == len({*shared})
            assert not waiting.keys() & {*shared}


@given(walks)
def test_a_consent_is_given_once_and_taken_back_once(walk: Walk) -> None:
    for step in steps(walk):
        for old, new in zip(both(step.before.session), both(step.after.session), strict=True):
            assert len({each.id for each in new.consents}) == len(new.consents)
            for before, after in zip(old.consents, new.consents, strict=False):
                assert evolve(after, revoked_at=before.revoked_at) == before
                assert before.revoked_at in (None, after.revoked_at)


@given(walks)
def test_common_ground_in_sight_rests_on_what_both_share_and_stays_settled(walk: Walk) -> None:
    for step in steps(walk):
        before, met = step.before.session, step.after.session
        live = [{each.id for each in live_needs(me)} for me in both(met)]
        seen = visible_ground(met)
        assert all(not each.sources or (each.sources[0] in live[0] and each.sources[1] in live[1]) for each in seen)
        assert sum(bool(each.sources) for each in seen) <= 5
        assert all((each.confirmed_at is not None) == (len(each.confirmed_by) == 2) for each in met.common_ground)
        assert not any({*each.confirmed_by} & {*each.declined_by} for each in met.common_ground)
        if S4 in [me.rows[-1].stage for me in both(before)]:
            assert met.common_ground[: len(before.common_ground)] == before.common_ground
            gates = [wire(views.stage_gates(met, me.id, S3)) for me in both(met)]
            assert [each["commonGroundConfirmed"] for each in gates] == [True, True]


@given(walks)
def test_the_gates_of_a_stage_that_was_left_never_change_again(walk: Walk) -> None:
    for step in steps(walk):
        for me in both(step.before.session):
            for stage in list(Stage)[: me.rows[-1].stage]:
                gates = views.stage_gates(step.before.session, me.id, stage)
                assert all(value is not False for value in wire(gates).values())
                assert views.stage_gates(step.after.session, me.id, stage) == gates


@given(walks)
def test_the_lists_name_false_gates_of_the_present_stage_and_are_empty_once_it_is_over(
    walk: Walk,
) -> None:
    for step in steps(walk):
        met = step.after.session
        for me in both(met):
            here = wire(views.stage_gates(met, me.id, me.rows[-1].stage))
            mine, theirs = self_action_needed(met, me.id), partner_action_needed(met, me.id)
            assert all(here[key] is False for key in (*mine, *theirs))
            over = met.status is SessionStatus.RESOLVED
            if over or (me.rows[-1].stage is S4 and strategy_phase(met) == "AGREED"):
                assert (mine, theirs) == ((), ())
            elif False in here.values() and me.rows[-1].stage is S3:
                # In stage 3 every gate that does not hold is somebody's turn.
                assert {*mine, *theirs} == {key for key, value in here.items() if value is False}


@given(walks)
def test_rankings_are_compared_when_both_are_in_and_marks_need_a_pool(walk: Walk) -> None:
    for step in steps(walk):
        met = step.after.session
        ranked = [me.ranking is not None for me in both(met)]
        assert (met.overlap is not None) == all(ranked)
        assert all(me.ready_at is not None for me in both(met) if me.ranking is not None)
        if met.overlap is None and not visible_strategies(met):
            assert [me.ready_at for me in both(met)] == [None, None]


@given(walks)
def test_nothing_but_consents_changes_once_the_two_have_ended_it(walk: Walk) -> None:
    for step in steps(walk):
        if step.before.session.status is SessionStatus.RESOLVED:
            assert step.what in ("hold back", "withdraw")
            assert step.after.session.status is SessionStatus.RESOLVED
            assert [me.rows for me in both(step.after.session)] == [me.rows for me in both(step.before.session)]
            assert step.after.session.agreements == step.before.session.agreements
