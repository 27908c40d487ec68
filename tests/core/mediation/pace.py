"""Two people on the whole way from an invitation to the end, each with a list of acts of their own."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from attrs import evolve, fields, frozen, has

from beheard_core import Decision, Refusal
from beheard_core.mediation import Session, advance, confirm_feeling_heard, sign
from beheard_core.mediation.agreements import (
    AgreementAnswer,
    NewAgreement,
    answer_agreement,
    propose_agreement,
    resolve,
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
from beheard_core.mediation.invitations import accept
from beheard_core.mediation.model import AgreementType, Consent, ContentType, NeedCategory
from beheard_core.mediation.needs import (
    Need,
    NeedAnswer,
    NeedAnswers,
    NeedSharing,
    NewNeed,
    add_need,
    review,
    share_needs,
)
from beheard_core.mediation.standing import current_stage, live_needs, sides, visible_ground
from beheard_core.mediation.strategies import (
    NewRanking,
    NewStrategy,
    propose_strategy,
    rank,
    ready_to_rank,
    suggest_strategies,
)
from tests.core.mediation.people import ANNA, BEN, at, invited


@frozen
class World:
    """A session, and beside it what lies in the vessels of the two: their needs, and the requests to share them."""

    session: Session
    needs: Mapping[str, tuple[Need, ...]]
    requests: Mapping[str, tuple[Request, ...]]
    told: tuple[tuple[str, str], ...] = ()
    """Whom the channel has named for what so far, as (event, actor)."""


Act = Callable[[World, str, datetime], World]


def by(decide_: Callable[[Session, str, datetime], Decision[Session]]) -> Act:
    """Make an act of a decider of which only the session is left."""

    def act(world: World, who: str, now: datetime) -> World:
        return _with(world, decide_(world.session, who, now))

    return act


def _with(world: World, decision: Decision[Session]) -> World:
    events = tuple((each.name, getattr(each, "actor_id")) for each in decision.events)  # noqa: B009  every event has one
    return evolve(world, session=decision.state, told=(*world.told, *events))


# Stages 0 to 2


def _join(met: Session, who: str, now: datetime) -> Decision[Session]:
    return accept(met, who, pair=(), relationship_id=None, now=now)


def _onward(met: Session, who: str, now: datetime) -> Decision[Session]:
    here = current_stage(sides(met, who)[0])
    return advance(met, who, from_stage=here, to_stage=here + 1, now=now)


JOIN, ONWARD = by(_join), by(_onward)
SIGN = by(lambda met, who, now: sign(met, who, now=now))
HEARD = by(lambda met, who, now: confirm_feeling_heard(met, who, confirmed=True, newest_reading=4, now=now))
DRAFT = by(lambda met, who, now: save_draft(met, who, DraftChange(content="A long day."), now=now))


def attempt(number: int) -> Act:
    """Share an attempt for the first time, or as a revision."""

    def act(met: Session, who: str, now: datetime) -> Decision[Session]:
        name = f"att_{who}_{number}"
        body = Sharing(draft_id="draft")
        return share(met, who, body, draft_id="draft", attempt_id=name, consent_id=f"consent_{name}", now=now)

    return by(act)


def judge(number: int, *, right: bool) -> Act:
    """Say whether one attempt of the other's is right, and if it is not, what would be."""

    def act(met: Session, who: str, now: datetime) -> Decision[Session]:
        name = f"att_{BEN if who == ANNA else ANNA}_{number}"
        feedback = None if right else "Not quite."
        body = Judgement(validated=right, feedback=feedback, consent_to_share_feedback=not right, attempt_id=name)
        return judge_attempt(met, who, body, consent_id=f"consent_on_{name}", now=now)

    return by(act)


# Stage 3


def name_need(name: str) -> Act:
    """Name a need of one's own."""

    def act(world: World, who: str, now: datetime) -> World:
        new = NewNeed(need=name, category=NeedCategory.FAIRNESS, description=f"About {name}")
        need = add_need(world.session, who, new, current=world.needs[who], need_id=name)
        return evolve(world, needs={**world.needs, who: (*world.needs[who], need)})

    return act


def confirm(answers: Mapping[str, bool | str]) -> Act:
    """Review all needs; a text is another wording."""

    def act(world: World, who: str, now: datetime) -> World:
        said = tuple(
            NeedAnswer(need_id=name, confirmed=bool(word), adjustment=word if isinstance(word, str) else None)
            for name, word in answers.items()
        )
        needs, requests = world.needs[who], world.requests[who]
        body = NeedAnswers(confirmations=said)
        decision = review(world.session, who, body, current=needs, requests=requests, now=now)
        reviewed = decision.state
        kept = [each for each in requests if each.id not in reviewed.dropped]
        number = count(len(sides(world.session, who)[0].consents))
        asked = (
            Request(
                f"consent_{each.id}_{next(number)}",
                ContentType.IDENTIFIED_NEED,
                each.need,
                each.description,
                each.id,
                each.description,
                now,
            )
            for each in reviewed.opened
        )
        world = _with(world, Decision(reviewed.session, decision.events))
        return evolve(
            world,
            needs={**world.needs, who: reviewed.needs},
            requests={**world.requests, who: (*kept, *asked)},
        )

    return act


def let_know(*names: str) -> Act:
    """Share needs."""

    def act(world: World, who: str, now: datetime) -> World:
        body = NeedSharing(need_ids=names)
        asked = world.requests[who]
        return _with(world, share_needs(world.session, who, body, current=world.needs[who], requests=asked, now=now))

    return act


def decide_on(name: str, choice: Choice) -> Act:
    """Answer the newest request about a need by itself."""

    def act(world: World, who: str, now: datetime) -> World:
        asked = next(each for each in reversed(world.requests[who]) if each.original_id == name)
        body = Answer(consent_request_id=asked.id, decision=choice)
        return _with(world, decide(world.session, who, body, request=asked, now=now))

    return act


def take_back(content_id: str) -> Act:
    """Take back the live consent to something."""

    def act(met: Session, who: str, now: datetime) -> Decision[Session]:
        consents = sides(met, who)[0].consents
        found = next(each.id for each in consents if each.content_id == content_id and each.is_live)
        return revoke(met, who, found, now=now)

    return by(act)


def say_of(**answers: bool) -> Act:
    """Answer common ground, each named by :func:`between`, or as it was proposed."""

    def act(met: Session, who: str, now: datetime) -> Decision[Session]:
        names = {**_names_of(met.inviter.consents), **_names_of(met.invitee.consents)}
        named = {
            between(*(names[source] for source in each.sources)) or each.id: each.id for each in visible_ground(met)
        }
        said = tuple(
            GroundAnswer(common_ground_id=named.get(name, "nothing"), confirmed=yes) for name, yes in answers.items()
        )
        return answer_ground(met, who, GroundAnswers(confirmations=said), now=now)

    return by(act)


def between(*shares: str) -> str:
    """Name common ground after what it rests on: for each need, which time it was shared."""
    return " and ".join(shares)


def _names_of(consents: tuple[Consent, ...]) -> dict[str, str]:
    times: Counter[str] = Counter()
    names = {}
    for each in consents:
        times[each.content_id] += 1
        names[each.id] = f"{each.content_id} {times[each.content_id]}"
    return names


def propose_in_common(name: str) -> Act:
    """Propose common ground."""
    new = NewGround(need=name, category=NeedCategory.MEANING, description=f"About {name}")
    return by(lambda met, who, now: propose_ground(met, who, new, ground_id=name, now=now))


def looked_at(world: World, now: datetime) -> World:
    """Look for common ground as soon as there may be some: needs of one category."""
    met = world.session
    if not analysis_is_due(met):
        return world
    category = {each.id: each.category for needs in world.needs.values() for each in needs}
    pairs = [
        Pair(f"cg_{mine.id}_{theirs.id}", mine.id, theirs.id)
        for mine in live_needs(met.inviter)
        for theirs in live_needs(met.invitee)
        if category[mine.content_id] is category[theirs.content_id]
    ]
    seen = [each.id for side in (met.inviter, met.invitee) for each in live_needs(side)]
    return _with(world, analysed(met, pairs, seen=seen, now=now))


# Stage 4


def try_out(name: str) -> Act:
    """Put a strategy into the pool."""
    new = NewStrategy(description=f"To try {name}")
    return by(
        lambda met, who, now: propose_strategy(met, who, new, strategy_id=name, consent_id=f"consent_{name}", now=now)
    )


def ask_for(*names: str) -> Act:
    """Have the facilitator suggest strategies."""
    return by(lambda met, who, now: suggest_strategies(met, who, strategy_ids=names))


READY = by(lambda met, who, now: ready_to_rank(met, who, now=now))


def prefer(*names: str) -> Act:
    """Rank strategies."""
    return by(lambda met, who, now: rank(met, who, NewRanking(ranked_ids=names), now=now))


def offer(name: str, strategy: str | None = None) -> Act:
    """Propose an agreement."""
    new = NewAgreement(description=f"To do {name}", type=AgreementType.COMMITMENT, strategy_id=strategy)
    return by(lambda met, who, now: propose_agreement(met, who, new, agreement_id=name, now=now))


def reply(name: str, *, agree: bool, instead: str | None = None) -> Act:
    """Answer a proposed agreement."""
    said = AgreementAnswer(confirmed=agree, modification=instead)
    return by(lambda met, who, now: answer_agreement(met, who, name, said, now=now))


RESOLVE = by(lambda met, who, now: resolve(met, who, now=now))


# The way


def begin(needs: Mapping[str, tuple[Need, ...]]) -> World:
    """Give the two before Ben has joined, with the needs that will be found in what they write."""
    return World(invited(), needs, {ANNA: (), BEN: ()})


def walk(world: World, lists: Mapping[str, list[Act]], turns: Iterator[str]) -> World:
    """Let the two act until both lists are done.

    Whoever has the turn takes the next act of their own; where that is refused or changes nothing yet, they wait and it
    is the other's turn.
    """
    places = dict.fromkeys(lists, 0)
    for minute in count(1):
        left = [who for who in lists if places[who] < len(lists[who])]
        if not left:
            return world
        first = next(turns)
        for who in sorted(left, key=lambda each: each != first):
            after = _attempted(lists[who][places[who]], world, who, at(minute))
            if after != world:
                world, places[who] = looked_at(after, at(minute)), places[who] + 1
                break
        else:
            raise AssertionError(f"nobody can go on: {places}")
    raise AssertionError


def _attempted(act: Act, world: World, who: str, now: datetime) -> World:
    try:
        return act(world, who, now)
    except Refusal:
        return world


# Where the two stand


_WITHOUT_ORDER = {
    "consents",
    "common_ground",
    "seen",
    "strategies",
    "agreements",
    "verdicts",
    "confirmed_by",
    "declined_by",
    "agreed_by",
}


def standing(world: World) -> tuple[object, Counter[tuple[str, str]]]:
    """Give all facts of a session without their times, the order of what has none, and what nobody can see any more.

    Beside it, how often who was named on the channel for what.
    """
    met = world.session
    live = {each.id for side in (met.inviter, met.invitee) for each in live_needs(side)}
    analysis = met.analysis and evolve(met.analysis, seen=tuple(each for each in met.analysis.seen if each in live))
    met = evolve(met, common_ground=visible_ground(met), analysis=analysis)
    return _timeless(met, ordered=True), Counter(world.told)


def _timeless(thing: Any, *, ordered: bool) -> object:
    if isinstance(thing, datetime):
        return "a time"
    if isinstance(thing, tuple):
        entries = [_timeless(each, ordered=True) for each in thing]
        return entries if ordered else sorted(entries, key=repr)
    if has(type(thing)):
        return {
            each.name: _timeless(getattr(thing, each.name), ordered=each.name not in _WITHOUT_ORDER)
            for each in fields(type(thing))
        }
    return thing
