"""What Hypothesis does with two worlds: all that both share at the same moments, all that Ada keeps private at any."""

import operator
from collections.abc import Callable, Sequence
from itertools import count
from typing import ClassVar

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from tests.privacy.asides import EACH_MOMENT, EACH_SECRET, UNSEEN
from tests.privacy.late import LateSteps
from tests.privacy.probes import Looks
from tests.privacy.seats import Seat
from tests.privacy.steps import (
    EITHER,
    MOSTLY,
    Moments,
    Words,
    ada_feels,
    ada_stretches,
    ben_feels,
    ben_stretches,
    joined,
    live,
    paused,
    somebody_shares,
    somebody_signs,
    step,
    unanswered,
)
from tests.privacy.story import ADA, BEN, CLEO, Unseen
from tests.privacy.way import BEN_SHARES, BOTH_SHARE, EARLY, INVITED, LATE, Opening, begin
from tests.privacy.worlds import Answer, Worlds

STORIES = count()
WORDS = st.sampled_from(["You may have felt left alone.", "Perhaps you were afraid."])
HOW = st.fixed_dictionaries(
    {"inviteEmail": st.sampled_from(["benny@example.org", "benjamin@mail.example.net"])},
    optional={"inviteName": st.sampled_from(["Benny", "That man"]), "context": st.just("It is about money.")},
)
# The facilitator takes the reproach out, and what is left for the partner to read is the same.
FEEDBACK = st.sampled_from(["I felt alone.", "I felt alone. You never listen!", "It is your fault. I felt alone."])
PLAIN = st.sampled_from(["Hm.", "I wonder. I feel sad about it.", "Whenever it rains I cannot sleep. Every day."])
BOUNDARY = "I will not be woken at night."
KINDS = st.sampled_from(["EMPATHY_ATTEMPT", "EVENT_SUMMARY", "BOUNDARY", "IDENTIFIED_NEED"])


@frozen
class Brief:
    """Something that is shared and taken back again: by revoking the consent, or in another way."""

    kind: str
    prepare: Callable[[Seat, str], Answer]
    share: Callable[[Seat, str], Answer]
    otherwise: Callable[[Seat], Answer]


BRIEFLY_SHARED = (
    Brief("EMPATHY_ATTEMPT", Seat.draft, lambda seat, words: seat.share(), Seat.leave),
    Brief(
        "BOUNDARY",
        lambda seat, words: seat.say(BOUNDARY),
        lambda seat, words: seat.decide("GRANTED", edited=words),
        Seat.leave,
    ),
    Brief(
        "EVENT_SUMMARY",
        Seat.say,
        lambda seat, words: seat.judge(right=False, feedback=words, shared=True),
        lambda seat: seat.judge(right=False),
    ),
)
# Most of what can be kept private, or taken back, comes late.
ANYWHERE = (*reversed(LATE), *reversed(EARLY), BEN_SHARES, BOTH_SHARE, INVITED, INVITED)


def openings(
    inviters: Sequence[str] = (ADA, BEN),
    depths: Sequence[int] = ANYWHERE,
    unseen: st.SearchStrategy[Unseen] = UNSEEN,
) -> st.SearchStrategy[Opening]:
    """Draw how a story begins."""
    return st.builds(
        Opening,
        inviter=st.sampled_from(inviters),
        depth=st.sampled_from(depths),
        told=st.tuples(HOW, HOW),
        moments=EACH_MOMENT,
        unseen=unseen,
    )


class TwoWorlds(LateSteps, RuleBasedStateMachine):
    """Both worlds take the same steps, Ada does different things in between, and after each step Ben looks."""

    worlds: ClassVar[Worlds]
    looks: ClassVar[Looks]
    openings: ClassVar[st.SearchStrategy[Opening]] = openings()

    @initialize(opening=st.runner().flatmap(lambda machine: machine.openings))
    def begin(self, opening: Opening) -> None:
        self.story = begin(self.worlds, next(STORIES), opening)

    @invariant()
    def ben_cannot_tell_the_worlds_apart(self) -> None:
        self.looks.compare(self.story)
        self.standing = self.story.standing()

    @step(hours=st.sampled_from([0, 0, 0, 0, 1, 25, 200]))
    def time_passes(self, unseen: Unseen, hours: int) -> None:
        self.story.turn(unseen)
        self.story.turn(hours=hours)

    @somebody_signs
    @step(who=EITHER)
    def one_signs(self, unseen: Unseen, who: str) -> None:
        self.story.turn(unseen)
        self.story.do(who, Seat.sign)

    @live
    @step(who=EITHER)
    def one_advances(self, unseen: Unseen, who: str) -> None:
        self.story.turn(unseen)
        self.story.do(who, Seat.advance)

    @ada_feels
    @step(confirmed=st.booleans(), moments=EACH_MOMENT)
    def ada_says_whether_she_feels_heard(self, unseen: Unseen, confirmed: bool, moments: Moments) -> None:
        self.story.turn(unseen, moments=moments, last=lambda seat: seat.feel_heard(confirmed=confirmed))

    @ben_feels
    @step(confirmed=st.booleans())
    def ben_says_whether_he_feels_heard(self, unseen: Unseen, confirmed: bool) -> None:
        self.story.turn(unseen)
        self.story.do(BEN, lambda seat: seat.feel_heard(confirmed=confirmed))

    @ada_stretches
    @step(words=WORDS, drafts=EACH_SECRET)
    def ada_shares_an_attempt(self, unseen: Unseen, words: str, drafts: Words) -> None:
        self.story.turn(unseen, last=lambda seat: seat.draft(seat.own(drafts)))
        self.story.do(ADA, lambda seat: seat.share(words))

    @ben_stretches
    @step(words=WORDS)
    def ben_shares_an_attempt(self, unseen: Unseen, words: str) -> None:
        self.story.turn(unseen)
        self.story.do(BEN, lambda seat: seat.draft(words))
        self.story.do(BEN, Seat.share)

    @ada_stretches
    @step(right=st.booleans(), notes=EACH_SECRET, moments=EACH_MOMENT)
    def ada_judges_for_herself(self, unseen: Unseen, right: bool, notes: Words, moments: Moments) -> None:
        def judge(seat: Seat) -> Answer:
            return seat.judge(right=right, feedback=seat.own(notes))

        if self.story.seats[ADA][0].shares("EVENT_SUMMARY"):
            # It takes back what she has shared before, and when that happens Ben may learn.
            self.story.turn(unseen)
            self.story.do(ADA, judge)
        else:
            self.story.turn(unseen, moments=moments, last=judge)

    @ada_stretches
    @step(right=st.booleans(), feedback=st.tuples(FEEDBACK, FEEDBACK))
    def ada_shares_feedback(self, unseen: Unseen, right: bool, feedback: Words) -> None:
        self.story.turn(unseen)
        self.story.do(ADA, lambda seat: seat.judge(right=right, feedback=seat.own(feedback), shared=True))

    @ben_stretches
    @step(right=st.booleans(), shared=st.booleans())
    def ben_judges(self, unseen: Unseen, right: bool, shared: bool) -> None:
        self.story.turn(unseen)
        self.story.do(BEN, lambda seat: seat.judge(right=right, feedback="Not quite.", shared=shared))

    @ada_stretches
    @step(around=st.tuples(PLAIN, PLAIN), edited=st.none() | WORDS)
    def ada_shares_a_boundary(self, unseen: Unseen, around: Words, edited: str | None) -> None:
        self.story.turn(unseen, last=lambda seat: seat.say(f"{seat.own(around)}\n{BOUNDARY}"))
        self.story.do(ADA, lambda seat: seat.decide("GRANTED", edited=edited))

    @somebody_shares
    @step(who=EITHER, kind=KINDS)
    def one_takes_back(self, unseen: Unseen, who: str, kind: str) -> None:
        self.story.turn(unseen)
        self.story.do(who, lambda seat: seat.revoke(kind))

    @ada_stretches
    @step(words=EACH_SECRET, brief=st.sampled_from(BRIEFLY_SHARED), revoking=MOSTLY)
    def ada_takes_something_back_before_ben_looks(
        self, unseen: Unseen, words: Words, brief: Brief, revoking: bool
    ) -> None:
        self.story.turn(unseen)
        # What she shares already is in the way of the new.
        self.story.do(ADA, lambda seat: seat.revoke(brief.kind))
        self.story.do(ADA, lambda seat: brief.prepare(seat, seat.own(words)))
        self.story.do(ADA, lambda seat: brief.share(seat, seat.own(words)))
        self.story.do(ADA, lambda seat: seat.revoke(brief.kind) if revoking else brief.otherwise(seat))

    @live
    @step(who=EITHER, reasons=EACH_SECRET, told=MOSTLY.map(operator.not_))
    def one_pauses(self, unseen: Unseen, who: str, reasons: Words, told: bool) -> None:
        reason = ("I am tired.",) * 2 if told or who == BEN else reasons
        self.story.turn(unseen)
        self.story.do(who, lambda seat: seat.act("/pause", {"reason": seat.own(reason)[:200], "shareReason": told}))

    @paused
    @step(who=EITHER)
    def one_resumes(self, unseen: Unseen, who: str) -> None:
        self.story.turn(unseen)
        self.story.do(who, lambda seat: seat.act("/resume"))

    @joined
    @step(reasons=EACH_SECRET, keep=st.booleans(), unsure=MOSTLY)
    def ada_leaves(self, unseen: Unseen, reasons: Words, keep: bool, unsure: bool) -> None:
        self.story.turn(unseen)
        # What she takes along is hers, and what looks like hers and stays is the facilitator's: it cannot be hidden.
        keep = keep or self.story.disguised
        if not unsure:
            self.story.do(ADA, lambda seat: seat.leave(reason=seat.own(reasons)[:200], keep_shared=keep))

    @step(name=st.sampled_from(["Ada", "Ada Ünsal"]), moments=EACH_MOMENT)
    def ada_takes_a_name(self, unseen: Unseen, name: str, moments: Moments) -> None:
        self.story.turn(unseen, moments=moments, last=lambda seat: seat.rename(name))

    @unanswered
    @step()
    def the_invitation_is_accepted(self, unseen: Unseen) -> None:
        self.story.turn(unseen)
        self.story.do(self.story.invitee, lambda seat: seat.answer("accept"))

    @unanswered
    @step(reasons=EACH_SECRET)
    def the_invitation_is_declined(self, unseen: Unseen, reasons: Words) -> None:
        self.story.turn(unseen)
        if self.story.inviter == ADA:
            self.story.do(BEN, lambda seat: seat.answer("decline", {"reason": "Not now."}))
        else:
            # An invitation that went to an address is not to say who turned it down.
            self.story.do_as((ADA, CLEO), lambda seat: seat.answer("decline", {"reason": seat.own(reasons)}))

    @unanswered
    @step()
    def the_invitation_goes_out_again(self, unseen: Unseen) -> None:
        self.story.turn(unseen, hours=25)
        self.story.do(self.story.inviter, lambda seat: seat.answer("resend"))

    @joined
    @step(intensity=st.integers(1, 10), hint=st.booleans())
    def ben_writes(self, unseen: Unseen, intensity: int, hint: bool) -> None:
        self.story.turn(unseen)
        said = {"content": f"I am here. {BOUNDARY}", "requestHint": hint}
        done = {"exerciseType": "GROUNDING", "completed": True}
        self.story.do(BEN, lambda seat: seat.act("/messages", said))
        self.story.do(BEN, lambda seat: seat.act("/emotions", {"intensity": intensity}))
        self.story.do(BEN, lambda seat: seat.act("/exercises/complete", done))
        self.story.do(BEN, lambda seat: seat.decide("GRANTED"))
