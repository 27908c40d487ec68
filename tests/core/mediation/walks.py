"""What two people may do one after another, in any order, and how each step turned out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from beheard_core import Decision, Event, Refusal
from beheard_core.mediation import (
    Leave,
    Participant,
    Pause,
    Session,
    Stage,
    advance,
    confirm_feeling_heard,
    leave,
    pause,
    resume,
    sign,
)
from beheard_core.mediation.model import Attempt, Verdict
from beheard_core.mediation.standing import current_stage, live_attempt, sides, with_participant
from tests.core.mediation.people import ANNA, BEN, at, session

Act = Callable[[Session, str, datetime], Decision[Session]]


@frozen
class Move:
    """One person's next act, by name and arguments."""

    who: str
    what: str
    said: tuple[Any, ...] = ()


@frozen
class Step:
    """A move, the session before and after it, and what came of it."""

    move: Move
    now: datetime
    before: Session
    after: Session
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None


def _advance(met: Session, who: str, now: datetime, from_stage: int, to_stage: int) -> Decision[Session]:
    return advance(met, who, from_stage=from_stage, to_stage=to_stage, now=now)


def _onward(met: Session, who: str, now: datetime) -> Decision[Session]:
    here = current_stage(sides(met, who)[0])
    return _advance(met, who, now, here, here + 1)


def _heard(met: Session, who: str, now: datetime, confirmed: bool, reading: int | None) -> Decision[Session]:
    return confirm_feeling_heard(met, who, confirmed=confirmed, newest_reading=reading, now=now)


# The acts of stage 2 are not there yet; what they will leave behind is written straight into the facts.
def _fact(write: Callable[..., Participant], met: Session, who: str, now: datetime, *said: Any) -> Decision[Session]:
    me, other = sides(met, who)
    reached = current_stage(me) >= Stage.PERSPECTIVE_STRETCH
    return Decision(with_participant(met, write(me, other, now, *said)) if reached else met)


def _draft(me: Participant, other: Participant, now: datetime) -> Participant:
    return evolve(me, drafted_at=me.drafted_at or now)


def _share(me: Participant, other: Participant, now: datetime) -> Participant:
    shared = Attempt(f"att_{me.id}_{len(me.attempts)}", now)
    return evolve(_draft(me, other, now), attempts=(*me.attempts, shared))


def _withdraw(me: Participant, other: Participant, now: datetime) -> Participant:
    *superseded, newest = me.attempts or (None,)
    gone = () if newest is None else (evolve(newest, withdrawn_at=newest.withdrawn_at or now),)
    return evolve(me, attempts=(*superseded, *gone))


def _judge(me: Participant, other: Participant, now: datetime, validated: bool, shared: bool) -> Participant:
    attempt = live_attempt(other)
    if attempt is None or live_attempt(me) is None:
        return me
    return evolve(me, verdicts=(*me.verdicts, Verdict(attempt.id, validated, now, shared)))


ACTS: dict[str, Callable[..., Decision[Session]]] = {
    "sign": lambda met, who, now: sign(met, who, now=now),
    "pause": lambda met, who, now: pause(met, who, Pause(), now=now),
    "resume": lambda met, who, now: resume(met, who, now=now),
    "leave": lambda met, who, now, keep: leave(met, who, Leave(keep_shared=keep), now=now),
    "heard": _heard,
    "advance": _advance,
    "onward": _onward,
    "draft": partial(_fact, _draft),
    "share": partial(_fact, _share),
    "withdraw": partial(_fact, _withdraw),
    "judge": partial(_fact, _judge),
}

ALONG = [("sign", ()), ("onward", ()), ("heard", (True, 4)), ("onward", ()), ("share", ()), ("judge", (True, False))]
STRAIGHT = [Move(who, what, said) for what, said in [*ALONG, ("onward", ())] for who in (ANNA, BEN)]
"""The shortest way of both people from joining to stage 3."""

people = st.sampled_from([ANNA, BEN])
numbers = st.integers(-1, 5)
moves = st.one_of(
    st.builds(Move, people, st.sampled_from(["sign", "onward", "onward", "draft", "share", "withdraw"])),
    st.builds(Move, people, st.sampled_from(["sign", "onward", "pause", "resume", "resume"])),
    st.builds(Move, people, st.just("heard"), st.tuples(st.booleans(), st.none() | st.integers(1, 10))),
    st.builds(Move, people, st.just("advance"), st.tuples(numbers, numbers)),
    st.builds(Move, people, st.just("judge"), st.tuples(st.booleans(), st.booleans())),
)
leaving = st.builds(Move, people, st.just("leave"), st.tuples(st.booleans()))
# Beginning somewhere along the straight way, so that the later stages are walked as often as the first.
walks = st.builds(
    lambda length, *rest: STRAIGHT[:length] + [move for some in rest for move in some],
    st.integers(0, len(STRAIGHT)),
    st.lists(moves, max_size=20),
    st.just([]) | st.lists(leaving, min_size=1, max_size=1),
    st.lists(moves, max_size=3),
)


def take(met: Session, move: Move, now: datetime) -> Step:
    """Make one move; a refused one leaves the session as it was."""
    try:
        decision = ACTS[move.what](met, move.who, now, *move.said)
    except Refusal as refusal:
        return Step(move, now, met, met, refusal=refusal)
    return Step(move, now, met, decision.state, decision.events)


def steps(walk: list[Move]) -> Iterator[Step]:
    """Walk from the moment Ben has joined; every step has a minute of its own."""
    met = session()
    for minute, move in enumerate(walk, 1):
        step = take(met, move, at(minute))
        met = step.after
        yield step
