"""What of a small world still matters: worlds that can go on alike become equal."""

from collections.abc import Iterable

from attrs import evolve

from beheard_core.mediation import Session, SessionStatus, Stage
from beheard_core.mediation.consent import Request
from beheard_core.mediation.model import (
    Analysis,
    Attempt,
    CommonGround,
    Consent,
    ContentType,
    Participant,
    Ranking,
    Strategy,
    Verdict,
)
from beheard_core.mediation.standing import (
    agreed,
    awaits_revision,
    current_stage,
    ground_is_settled,
    latest_verdict,
    live_attempt,
    live_needs,
    visible_overlap,
    visible_strategies,
)
from tests.core.mediation.people import START, session
from tests.core.mediation.small_world import World, ground, open_agreements, pool

BEGINNING = World(session())
"""Both have joined, and nobody has done anything yet."""
THE_END = World(session(status=SessionStatus.RESOLVED))
"""All that is resolved is one."""


def plain(world: World) -> World:
    """Give a world without what no rule asks any longer, and with the rest named and ordered in one way.

    Gone are: attempts and verdicts once both are beyond stage 2; what was revoked, denied, superseded, abandoned or is
    out of sight; everything about needs that is unconfirmed once the common ground is settled; the order of rankings
    (of at most three strategies all count), and what they say once they have been compared; rounds that are over; and,
    once the two have agreed, strategies and rankings.
    """
    met = world.session
    if met.status is SessionStatus.RESOLVED:
        return THE_END
    if agreed(met):
        met = evolve(met, strategies=(), overlap=None, inviter=_done(met.inviter), invitee=_done(met.invitee))
    both = met.inviter, met.invitee
    settled, beyond = ground_is_settled(met), min(map(current_stage, both)) > Stage.PERSPECTIVE_STRETCH
    kept = _kept_ground(met, settled)
    needed = {source for each in kept for source in each.sources}
    strategies = {each: f"strat_{place}" for place, each in enumerate(pool(met))}
    inviter, invitee = (
        _person(met, me, partner, beyond=beyond, settled=settled, needed=needed, strategies=strategies)
        for me, partner in (both, both[::-1])
    )
    names = {each.id: _need_name(each) for who in both for each in live_needs(who)}
    by = {each.id: each.consent_id is not None for each in visible_strategies(met)}
    overlap = None if met.overlap is None else tuple(sorted(strategies[each] for each in visible_overlap(met)))
    return World(
        evolve(
            met,
            updated_at=START,
            inviter=inviter,
            invitee=invitee,
            common_ground=tuple(_item(each, place, names) for place, each in enumerate(kept)),
            analysis=_analysis(met, names, settled=settled),
            strategies=tuple(Strategy(new, f"consent_{new}" if by[old] else None) for old, new in strategies.items()),
            overlap=overlap,
            past_rounds=(),
            agreements=tuple(
                evolve(each, id=f"agr_{place}", agreed_by=tuple(sorted(each.agreed_by)))
                for place, each in enumerate(open_agreements(met))
            ),
        ),
        needs=world.needs,
        asked=((), ()) if settled else (_asked(world.asked[0]), _asked(world.asked[1])),
    )


def _asked(requests: Iterable[Request]) -> tuple[Request, ...]:
    by_need = sorted(requests, key=lambda each: each.original_id)
    return tuple(evolve(each, id=f"ask_{each.original_id}") for each in by_need)


def _done(me: Participant) -> Participant:
    return evolve(me, ready_at=None, ranking=None)


def _kept_ground(met: Session, settled: bool) -> list[CommonGround]:
    """Leave out, once nothing can be confirmed any longer, what is not, and all but one of what nobody can hide."""
    there = ground(met)
    if not settled:
        return there
    confirmed = [each for each in there if each.confirmed_at is not None]
    return [each for each in confirmed if not each.sources][:1] or confirmed


def _need_name(consent: Consent) -> str:
    return f"consent_{consent.content_id}"


def _item(item: CommonGround, place: int, names: dict[str, str]) -> CommonGround:
    return CommonGround(
        f"cg_{place}",
        tuple(names[each] for each in item.sources),
        tuple(sorted(item.confirmed_by)),
        tuple(sorted(item.declined_by)),
        item.confirmed_at,
    )


def _analysis(met: Session, names: dict[str, str], *, settled: bool) -> Analysis | None:
    if met.analysis is None or settled:
        return met.analysis and Analysis(START)
    return Analysis(START, tuple(sorted(names[each] for each in met.analysis.seen if each in names)))


def _person(
    met: Session,
    me: Participant,
    partner: Participant,
    *,
    beyond: bool,
    settled: bool,
    needed: set[str],
    strategies: dict[str, str],
) -> Participant:
    ranking = None
    if me.ranking is not None:
        there = () if met.overlap is not None else me.ranking.strategy_ids
        ranking = Ranking(tuple(sorted(strategies[each] for each in there if each in strategies)), START)
    me = evolve(
        me,
        ranking=ranking,
        confirmed_needs=tuple(sorted(me.confirmed_needs)),
        consents=(
            *(() if beyond else _about_attempts(me, partner)),
            *_about_needs(me, needed if settled else {each.id for each in live_needs(me)}),
            *_about_strategies(me, strategies),
        ),
    )
    if beyond:
        return evolve(me, drafted_at=None, attempts=(), verdicts=())
    return evolve(me, attempts=_attempts(me), verdicts=_verdicts(me, partner))


def _attempts(me: Participant) -> tuple[Attempt, ...]:
    return tuple(evolve(each, id=f"att_{me.id}", consent_id=f"consent_att_{me.id}") for each in me.attempts[-1:])


def _verdicts(me: Participant, partner: Participant) -> tuple[Verdict, ...]:
    """Keep that something was found right while that is a gate, and that a revision is asked for."""
    said = latest_verdict(me)
    if said is not None and said.validated and current_stage(me) <= Stage.PERSPECTIVE_STRETCH:
        return (evolve(said, attempt_id="att_gone", feedback_shared=False),)
    return (Verdict(f"att_{partner.id}", False, START, True),) if awaits_revision(me, partner) else ()


def _about_attempts(me: Participant, partner: Participant) -> Iterable[Consent]:
    if live_attempt(me) is not None:
        yield Consent(f"consent_att_{me.id}", ContentType.EMPATHY_ATTEMPT, f"att_{me.id}", START)
    if awaits_revision(me, partner):
        yield Consent(f"consent_on_att_{partner.id}", ContentType.EVENT_SUMMARY, f"att_{partner.id}", START)


def _about_needs(me: Participant, kept: set[str]) -> Iterable[Consent]:
    for each in sorted(live_needs(me), key=_need_name):
        if each.id in kept:
            yield evolve(each, id=_need_name(each))


def _about_strategies(me: Participant, strategies: dict[str, str]) -> Iterable[Consent]:
    mine = [each for each in me.consents if each.content_id in strategies]
    for name in sorted(strategies[each.content_id] for each in mine):
        yield Consent(f"consent_{name}", ContentType.STRATEGY_PROPOSAL, name, START)
