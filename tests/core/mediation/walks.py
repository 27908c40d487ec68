"""What two people may do one after another, in any order, and how each step turned out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from beheard_core import Decision, Event, Refusal
from beheard_core.mediation import (
    Leave,
    Participant,
    Pause,
    Session,
    advance,
    confirm_feeling_heard,
    leave,
    pause,
    resume,
    sign,
)
from beheard_core.mediation.consent import Answer, Choice, Request, decide, revoke
from beheard_core.mediation.empathy import DraftChange, Judgement, Sharing, judge_attempt, save_draft, share
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.standing import current_stage, sides
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


def _draft(met: Session, who: str, now: datetime) -> Decision[Session]:
    return save_draft(met, who, DraftChange(content="It must have been a long day."), now=now)


def _share(met: Session, who: str, now: datetime) -> Decision[Session]:
    me, _ = sides(met, who)
    draft = f"draft_{who}"
    return share(
        met,
        who,
        Sharing(draft_id=draft),
        draft_id=draft if me.drafted_at else None,
        attempt_id=f"att_{who}_{len(me.attempts)}",
        consent_id=_new_consent(me),
        now=now,
    )


def _judge(met: Session, who: str, now: datetime, validated: bool, shared: bool) -> Decision[Session]:
    word = Judgement(validated=validated, feedback="Not quite.", consent_to_share_feedback=shared)
    return judge_attempt(met, who, word, consent_id=_new_consent(sides(met, who)[0]), now=now)


def _decide(met: Session, who: str, now: datetime, choice: Choice) -> Decision[Session]:
    asked = _new_consent(sides(met, who)[0])
    request = Request(asked, ContentType.BOUNDARY, "A boundary", "I need a pause.", "msg_1", "a pause", now)
    return decide(met, who, Answer(consent_request_id=asked, decision=choice), request=request, now=now)


def _revoke(met: Session, who: str, now: datetime, back: int) -> Decision[Session]:
    """Take back the newest record but ``back``; where there are not as many, one that nobody has."""
    consents = sides(met, who)[0].consents[::-1]
    return revoke(met, who, consents[back].id if back < len(consents) else "consent_none", now=now)


def _new_consent(me: Participant) -> str:
    return f"consent_{me.id}_{len(me.consents)}"


ACTS: dict[str, Callable[..., Decision[Session]]] = {
    "sign": lambda met, who, now: sign(met, who, now=now),
    "pause": lambda met, who, now: pause(met, who, Pause(), now=now),
    "resume": lambda met, who, now: resume(met, who, now=now),
    "leave": lambda met, who, now, keep: leave(met, who, Leave(keep_shared=keep), now=now),
    "heard": _heard,
    "advance": _advance,
    "onward": _onward,
    "draft": _draft,
    "share": _share,
    "judge": _judge,
    "decide": _decide,
    "revoke": _revoke,
}

TO_STAGE_2: list[tuple[str, tuple[Any, ...]]] = [("sign", ()), ("onward", ()), ("heard", (True, 4)), ("onward", ())]
TO_STAGE_3: list[tuple[str, tuple[Any, ...]]] = [("draft", ()), ("share", ()), ("judge", (True, False)), ("onward", ())]
STRAIGHT = [Move(who, what, said) for what, said in [*TO_STAGE_2, *TO_STAGE_3] for who in (ANNA, BEN)]
"""The shortest way of both people from joining to stage 3."""

people = st.sampled_from([ANNA, BEN])
numbers = st.integers(-1, 5)
moves = st.one_of(
    st.builds(Move, people, st.sampled_from(["sign", "onward", "onward", "draft", "share", "share"])),
    st.builds(Move, people, st.sampled_from(["sign", "onward", "pause", "resume", "resume"])),
    st.builds(Move, people, st.just("heard"), st.tuples(st.booleans(), st.none() | st.integers(1, 10))),
    st.builds(Move, people, st.just("advance"), st.tuples(numbers, numbers)),
    st.builds(Move, people, st.just("judge"), st.tuples(st.booleans(), st.booleans())),
    st.builds(Move, people, st.just("decide"), st.tuples(st.sampled_from(Choice))),
    st.builds(Move, people, st.just("revoke"), st.tuples(st.integers(0, 2))),
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
