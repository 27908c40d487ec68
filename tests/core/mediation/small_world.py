"""The two-person machine made small enough to be searched through: real rules, few things, one moment in time.

A world is a session with what the two keep in their vessels.
"""

import os
from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

from attrs import evolve, frozen

from beheard_core import Refusal
from beheard_core.mediation import (
    AgreementAnswer,
    AgreementType,
    NewAgreement,
    Session,
    advance,
    answer_agreement,
    confirm_feeling_heard,
    pause,
    propose_agreement,
    resolve,
    resume,
    sign,
)
from beheard_core.mediation.common_ground import (
    GroundAnswer,
    GroundAnswers,
    NewGround,
    Pair,
    analysed,
    analysis_is_due,
    answer_ground,
    propose_ground,
)
from beheard_core.mediation.consent import Answer, Choice, Request, decide, revoke
from beheard_core.mediation.empathy import DraftChange, Judgement, Sharing, judge_attempt, save_draft, share
from beheard_core.mediation.model import (
    Agreement,
    AgreementStatus,
    CommonGround,
    ContentType,
    NeedCategory,
    Participant,
)
from beheard_core.mediation.needs import (
    Need,
    NeedAnswer,
    NeedAnswers,
    NeedSharing,
    NewNeed,
    add_need,
    review,
    share_needs,
    waiting_for,
)
from beheard_core.mediation.sessions import Pause
from beheard_core.mediation.standing import (
    agreed,
    current_stage,
    live_needs,
    sides,
    visible_ground,
    visible_strategies,
)
from beheard_core.mediation.strategies import (
    NewRanking,
    NewStrategy,
    propose_strategy,
    rank,
    ready_to_rank,
    suggest_strategies,
)
from tests.core.mediation.people import ANNA, BEN, START

NEEDS = int(os.environ.get("BEHEARD_NEEDS", "1"))
"""How many needs a person names at most."""
STRATEGIES = min(3, int(os.environ.get("BEHEARD_STRATEGIES", "2")))
"""How many strategies are in sight at most; of three at most, every one counts in a ranking."""
SAFETY, WORDS = NeedCategory.SAFETY, "words"


@frozen
class World:
    """A session, the needs of the inviter and of the invitee, and what each is asked to share.

    ``made`` counts what was made, to give the next thing a new name.
    """

    session: Session
    needs: tuple[tuple[Need, ...], tuple[Need, ...]] = ((), ())
    asked: tuple[tuple[Request, ...], tuple[Request, ...]] = ((), ())
    made: int = 0


Change = Callable[..., World]


@frozen
class Move:
    """One person's act, by name and arguments.

    A place counts in the order that :func:`pool`, :func:`ground` or :func:`open_agreements` gives. ``lucky`` is an act
    of which the facilitator makes what nobody can count on: that it finds something.
    """

    who: str
    what: str
    said: tuple[Any, ...] = ()

    @property
    def lucky(self) -> bool:
        """Tell whether the facilitator has to find something."""
        return self.what == "suggest" or (self.what in ("share a need", "decide") and self.said[-1])


def side(who: str) -> int:
    """Give somebody's place in a pair."""
    return 0 if who == ANNA else 1


def put(pair: tuple[Any, Any], who: str, value: Any) -> tuple[Any, Any]:
    """Give a pair with one person's part replaced."""
    return (value, pair[1]) if who == ANNA else (pair[0], value)


def pool(met: Session) -> list[str]:
    """Give the strategies in sight: Anna's, Ben's, and the suggested ones."""
    by = {each.id: number for number, who in enumerate((met.inviter, met.invitee)) for each in who.consents}
    return [each.id for each in sorted(visible_strategies(met), key=lambda each: by.get(each.consent_id or "", 2))]


def ground(met: Session) -> list[CommonGround]:
    """Give the common ground in sight, what rests on needs first."""
    about = {each.id: each.content_id for who in (met.inviter, met.invitee) for each in who.consents}
    return sorted(visible_ground(met), key=lambda each: (not each.sources, [about[one] for one in each.sources]))


def open_agreements(met: Session) -> list[Agreement]:
    """Give what is agreed or, if nothing is, what is proposed."""
    return list(agreed(met))[:1] or [each for each in met.agreements if each.status is AgreementStatus.PROPOSED]


# -- what can be done -------------------------------------------------------------------------------------------------


def _onward(world: World, who: str) -> World:
    met = world.session
    here = current_stage(sides(met, who)[0])
    return evolve(world, session=advance(met, who, from_stage=here, to_stage=here + 1, now=START).state)


def _share(world: World, who: str) -> World:
    met, name = world.session, f"new_{world.made}"
    draft = "draft" if sides(met, who)[0].drafted_at else None
    said = Sharing(draft_id="draft")
    decision = share(met, who, said, draft_id=draft, attempt_id=name, consent_id=f"{name}_consent", now=START)
    return evolve(world, session=decision.state)


def _judge(world: World, who: str, validated: bool, shared: bool) -> World:
    said = Judgement(validated=validated, feedback=WORDS, consent_to_share_feedback=shared)
    decision = judge_attempt(world.session, who, said, consent_id=f"new_{world.made}", now=START)
    return evolve(world, session=decision.state)


def _name_need(world: World, who: str) -> World:
    mine = world.needs[side(who)]
    new = NewNeed(need=WORDS, category=SAFETY, description=WORDS)
    need = add_need(world.session, who, new, current=mine, need_id=f"need_{who}_{len(mine)}")
    return evolve(world, needs=put(world.needs, who, (*mine, need)))


def _review(world: World, who: str, yes: tuple[int, ...], adjusted: bool) -> World:
    mine, asked = world.needs[side(who)], world.asked[side(who)]
    said = NeedAnswers(
        confirmations=tuple(
            NeedAnswer(need_id=each.id, confirmed=place in yes, adjustment="other words" if adjusted else None)
            for place, each in enumerate(mine)
        )
    )
    done = review(world.session, who, said, current=mine, requests=asked, now=START).state
    opened = (_request(each.id, f"new_{world.made}_{place}") for place, each in enumerate(done.opened))
    kept = tuple(each for each in asked if each.id not in done.dropped)
    reworded = tuple(evolve(each, description=WORDS) for each in done.needs)
    return evolve(
        world,
        session=done.session,
        needs=put(world.needs, who, reworded),
        asked=put(world.asked, who, (*kept, *opened)),
    )


def _request(need_id: str, name: str) -> Request:
    return Request(name, ContentType.IDENTIFIED_NEED, WORDS, WORDS, need_id, WORDS, START)


def _share_need(world: World, who: str, need_id: str, found: bool) -> World:
    mine, asked = world.needs[side(who)], world.asked[side(who)]
    said = NeedSharing(need_ids=(need_id,))
    met = share_needs(world.session, who, said, current=mine, requests=asked, now=START).state
    return _analysed(_decided(evolve(world, session=met), who), found)


def _decide(world: World, who: str, need_id: str, choice: Choice, found: bool) -> World:
    asked = world.asked[side(who)]
    request = waiting_for(sides(world.session, who)[0], asked)[need_id]
    answer = Answer(consent_request_id=request.id, decision=choice)
    met = decide(world.session, who, answer, request=request, now=START).state
    return _analysed(_decided(evolve(world, session=met), who), found)


def _decided(world: World, who: str) -> World:
    left = tuple(waiting_for(sides(world.session, who)[0], world.asked[side(who)]).values())
    return evolve(world, asked=put(world.asked, who, left))


def _analysed(world: World, found: bool) -> World:
    """Look for common ground where that is due; at most one piece of it is in sight at a time."""
    met = world.session
    if not analysis_is_due(met):
        return world
    both = live_needs(met.inviter), live_needs(met.invitee)
    pairs = [Pair(f"new_{world.made}_ground", one.id, other.id) for one, other in product(*both)]
    there = any(each.sources for each in visible_ground(met))
    seen = [each.id for each in (*both[0], *both[1])]
    done = analysed(met, pairs[:1] if found and not there else (), seen=seen, now=START)
    return evolve(world, session=done.state)


def _propose_ground(world: World, who: str) -> World:
    new = NewGround(need=WORDS, category=SAFETY, description=WORDS)
    decision = propose_ground(world.session, who, new, ground_id=f"new_{world.made}", now=START)
    return evolve(world, session=decision.state)


def _answer_ground(world: World, who: str, place: int, confirmed: bool) -> World:
    item = ground(world.session)[place]
    said = GroundAnswers(confirmations=(GroundAnswer(common_ground_id=item.id, confirmed=confirmed),))
    return evolve(world, session=answer_ground(world.session, who, said, now=START).state)


def _propose(world: World, who: str) -> World:
    name, new = f"new_{world.made}", NewStrategy(description=WORDS)
    met = propose_strategy(world.session, who, new, strategy_id=name, consent_id=f"{name}_consent", now=START).state
    return evolve(world, session=met)


def _rank(world: World, who: str, places: tuple[int, ...]) -> World:
    names = pool(world.session)
    new = NewRanking(ranked_ids=tuple(names[place] for place in places))
    return evolve(world, session=rank(world.session, who, new, now=START).state)


def _offer(world: World, who: str) -> World:
    new = NewAgreement(description=WORDS, type=AgreementType.CHECK_IN)
    met = propose_agreement(world.session, who, new, agreement_id=f"new_{world.made}", now=START).state
    return evolve(world, session=met)


def _answer(world: World, who: str, place: int, confirmed: bool, words: str | None) -> World:
    found, said = open_agreements(world.session)[place], AgreementAnswer(confirmed=confirmed, modification=words)
    return evolve(world, session=answer_agreement(world.session, who, found.id, said, now=START).state)


def _revoke(world: World, who: str, kind: ContentType, content: str | int) -> World:
    met = world.session
    content_id = pool(met)[content] if isinstance(content, int) else content
    live = [each for each in sides(met, who)[0].consents if each.is_live and each.content_type is kind]
    chosen = live[-1] if kind not in CHOSEN else next(each for each in live if each.content_id == content_id)
    return evolve(world, session=revoke(met, who, chosen.id, now=START).state)


CHOSEN = (ContentType.IDENTIFIED_NEED, ContentType.STRATEGY_PROPOSAL)
"""What somebody may share several of, so that a move has to say which."""


def _of_session(act: Callable[..., Any], *more: Any, **said: Any) -> Change:
    return lambda world, who: evolve(world, session=act(world.session, who, *more, **said, now=START).state)


ACTS: dict[str, Change] = {
    "sign": _of_session(sign),
    "pause": _of_session(pause, Pause()),
    "resume": _of_session(resume),
    "feel heard": _of_session(confirm_feeling_heard, confirmed=True, newest_reading=None),
    "feel unheard": _of_session(confirm_feeling_heard, confirmed=False, newest_reading=None),
    "go on": _onward,
    "draft": _of_session(save_draft, DraftChange(content=WORDS)),
    "share": _share,
    "judge": _judge,
    "name a need": _name_need,
    "review needs": _review,
    "share a need": _share_need,
    "decide": _decide,
    "propose ground": _propose_ground,
    "answer ground": _answer_ground,
    "propose": _propose,
    "suggest": lambda world, who: evolve(
        world, session=suggest_strategies(world.session, who, strategy_ids=[f"new_{world.made}"]).state
    ),
    "be ready": _of_session(ready_to_rank),
    "rank": _rank,
    "offer": _offer,
    "answer": _answer,
    "revoke": _revoke,
    "resolve": _of_session(resolve),
}


def moves(world: World) -> Iterator[Move]:
    """Name all that either person could try in a plain world; whether it may be, the rules say."""
    for who in (ANNA, BEN):
        me = sides(world.session, who)[0]
        for what, said in (*_alone(world, me), *_with_needs(world, me), *_together(world)):
            yield Move(who, what, said)


def _alone(world: World, me: Participant) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for what in ("sign", "pause", "resume", "feel heard", "feel unheard", "go on", "draft", "share", "resolve"):
        yield what, ()
    for validated, shared in ((True, False), (False, False), (False, True)):
        yield "judge", (validated, shared)
    for consent in me.consents:
        of_pool = consent.content_type is ContentType.STRATEGY_PROPOSAL
        which = pool(world.session).index(consent.content_id) if of_pool else consent.content_id
        yield "revoke", (consent.content_type, which)


def _with_needs(world: World, me: Participant) -> Iterator[tuple[str, tuple[Any, ...]]]:
    mine = world.needs[side(me.id)]
    if len(mine) < NEEDS:
        yield "name a need", ()
    if mine:
        for yes in range(len(mine) + 1):
            for some in combinations(range(len(mine)), yes):
                yield "review needs", (some, False)
        yield "review needs", (tuple(range(len(mine))), True)
    for need, found in product(mine, (True, False)):
        yield "share a need", (need.id, found)
    for request in world.asked[side(me.id)]:
        for choice, found in ((Choice.GRANTED, True), (Choice.GRANTED, False), (Choice.DENIED, False)):
            yield "decide", (request.original_id, choice, found)


def _together(world: World) -> Iterator[tuple[str, tuple[Any, ...]]]:
    met = world.session
    if not any(not each.sources for each in met.common_ground):
        yield "propose ground", ()
    for place in range(len(met.common_ground)):
        yield from (("answer ground", (place, confirmed)) for confirmed in (True, False))
    size = len(met.strategies)
    if size < STRATEGIES:
        yield from (("propose", ()), ("suggest", ()))
    yield "be ready", ()
    for many in range(1, size + 1):
        yield from (("rank", (some,)) for some in combinations(range(size), many))
    if not met.agreements:
        yield "offer", ()
    for place in range(len(met.agreements)):
        yield from (("answer", (place, *said)) for said in ((True, None), (False, None), (False, WORDS)))


def do(world: World, move: Move) -> World | None:
    """Give the world after a move, or None if the rules refuse it."""
    try:
        return evolve(ACTS[move.what](world, move.who, *move.said), made=world.made + 1)
    except Refusal:
        return None
