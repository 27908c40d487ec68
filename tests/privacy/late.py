"""The steps of stages 3 and 4: needs, common ground, strategies, rankings and agreements."""

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from tests.privacy.asides import EACH_MOMENT, EACH_SECRET
from tests.privacy.ranking import Seeds, drawn, meeting
from tests.privacy.seats import HERS, Seat
from tests.privacy.steps import (
    EITHER,
    Moments,
    Stepping,
    Words,
    ada_maps,
    both_map,
    both_repair,
    closing,
    collecting,
    ranking,
    somebody_maps,
    step,
)
from tests.privacy.story import ADA, BEN, Act, Unseen
from tests.privacy.way import BENS, IDEAS, ben_ranks, owning, proposing
from tests.privacy.worlds import Answer

EACH_SEED = st.tuples(st.integers(0, 99), st.integers(0, 99))
SOME_IDEAS = st.lists(st.sampled_from(IDEAS), min_size=1, max_size=2, unique=True)
DISGUISED = "We write each other one line a day."
BRIEFLY = "Briefly"
KINDS_OF_NEED = ("SAFETY", "AUTONOMY")
"""Ben shares a need of the first kind, and none of the second."""
ANSWERS = st.sampled_from(
    [{"confirmed": True}, {"confirmed": False}, {"confirmed": False, "modification": "We try it for two weeks."}]
)


def in_her_own_time(stepping: Stepping, unseen: Unseen, moments: Moments, act: Act) -> None:
    """Let Ada do something that shows, but not when."""
    stepping.story.turn(unseen, moments=moments, last=act)


class LateSteps(Stepping):
    """What both people do in stages 3 and 4."""

    @ada_maps
    @step(hers=st.booleans(), moments=EACH_MOMENT)
    def ada_says_which_needs_are_hers(self, unseen: Unseen, hers: bool, moments: Moments) -> None:
        def review(seat: Seat) -> Answer:
            return seat.review(owning() if hers else lambda need: {"confirmed": False})

        if not hers and self.story.seats[ADA][0].shares("IDENTIFIED_NEED"):
            self.story.turn(unseen)
            self.story.do(ADA, review)
        else:
            in_her_own_time(self, unseen, moments, review)

    @ada_maps
    @step(how_many=st.integers(1, 2), moments=EACH_MOMENT)
    def ada_shares_needs(self, unseen: Unseen, how_many: int, moments: Moments) -> None:
        in_her_own_time(self, unseen, moments, lambda seat: seat.review(owning()))
        self.story.do(ADA, lambda seat: seat.share_needs(HERS[:how_many]))

    @somebody_maps
    @step(how_many=st.integers(1, 2))
    def ben_shares_needs(self, unseen: Unseen, how_many: int) -> None:
        self.story.turn(unseen)
        self.story.do(BEN, lambda seat: seat.review(owning()))
        self.story.do(BEN, lambda seat: seat.share_needs(BENS[:how_many]))

    @ada_maps
    @step(words=EACH_SECRET, revoking=st.booleans())
    def ada_shares_a_need_before_ben_looks(self, unseen: Unseen, words: Words, revoking: bool) -> None:
        def name(seat: Seat) -> None:
            if not any(each["need"] == BRIEFLY for each in seat.needs()):
                seat.name_need(BRIEFLY, seat.own(KINDS_OF_NEED), "Something.")

        def review(seat: Seat) -> Answer:
            worded = {"confirmed": True, "adjustment": seat.own(words)[:300]}
            return seat.review(lambda need: worded if need["need"] == BRIEFLY else owning()(need))

        def take_back(seat: Seat) -> Answer:
            if revoking:
                return seat.revoke("IDENTIFIED_NEED")
            return seat.review(lambda need: {"confirmed": need["need"] != BRIEFLY})

        def named(seat: Seat) -> Answer:
            name(seat)
            return review(seat)

        self.story.turn(unseen)
        self.story.do(ADA, named)
        self.story.do(ADA, lambda seat: seat.share_needs([BRIEFLY]))
        self.story.do(ADA, take_back)

    @both_map
    @step(who=EITHER, confirmed=st.booleans(), moments=EACH_MOMENT)
    def one_answers_the_common_ground(self, unseen: Unseen, who: str, confirmed: bool, moments: Moments) -> None:
        def answer(seat: Seat) -> Answer:
            return seat.answer_ground(confirmed=confirmed)

        if who == ADA and not confirmed:
            in_her_own_time(self, unseen, moments, answer)
        else:
            self.story.turn(unseen)
            self.story.do(who, answer)

    @both_map
    @step(who=EITHER, moments=EACH_MOMENT)
    def one_proposes_common_ground(self, unseen: Unseen, who: str, moments: Moments) -> None:
        def decline(seat: Seat) -> Answer:
            return seat.answer_ground(confirmed=False)

        if who == ADA:
            in_her_own_time(self, unseen, moments, decline)
        else:
            self.story.turn(unseen)
            self.story.do(BEN, decline)
        self.story.do(who, Seat.propose_ground)

    @collecting
    @step(ideas=SOME_IDEAS, moments=EACH_MOMENT)
    def ada_proposes(self, unseen: Unseen, ideas: Sequence[str], moments: Moments) -> None:
        turn = self.story.turns
        in_her_own_time(self, unseen, moments, lambda seat: proposing(seat, ideas, turn))

    @collecting
    @step(mine=st.integers(0, 1), moments=EACH_MOMENT)
    def ada_proposes_what_is_suggested_elsewhere(self, unseen: Unseen, mine: int, moments: Moments) -> None:
        # What she has suggested is the facilitator's, what she proposes is hers, and only she knows which it was.
        if not self.story.seats[ADA][0].look("/strategies")["aiSuggestionsAvailable"]:
            return
        turn = self.story.turns

        def put(seat: Seat) -> Answer:
            with seat.world.named(f"{seat.session} {turn} {DISGUISED}"):
                return seat.propose(DISGUISED) if seat.world.place == mine else seat.suggest(DISGUISED)

        self.story.disguised = True
        self.story.turn(unseen)
        for seat in self.story.seats[ADA]:
            seat.world.clock.advance(seconds=seat.own(moments))
            assert put(seat).status in {200, 201}
        # Both clocks meet again: what is taken along says when.
        self.story.turn()

    @collecting
    @step(words=st.sampled_from(["A jar for worries.", "Ten minutes of quiet first."]))
    def ben_proposes(self, unseen: Unseen, words: str) -> None:
        self.story.turn(unseen)
        self.story.do(BEN, lambda seat: seat.propose(words))

    @collecting
    @step(who=EITHER, moments=EACH_MOMENT)
    def one_asks_for_a_suggestion(self, unseen: Unseen, who: str, moments: Moments) -> None:
        if who == ADA:
            in_her_own_time(self, unseen, moments, Seat.suggest)
        else:
            self.story.turn(unseen)
            self.story.do(BEN, Seat.suggest)

    @both_repair
    @step(moments=EACH_MOMENT)
    def ada_withdraws_a_strategy(self, unseen: Unseen, moments: Moments) -> None:
        in_her_own_time(self, unseen, moments, lambda seat: seat.withdraw(IDEAS))

    @both_repair
    @step()
    def ben_withdraws_a_strategy(self, unseen: Unseen) -> None:
        self.story.turn(unseen)
        self.story.do(BEN, lambda seat: seat.revoke("STRATEGY_PROPOSAL"))

    @collecting
    @step(who=EITHER)
    def one_is_ready(self, unseen: Unseen, who: str) -> None:
        self.story.turn(unseen)
        self.story.do(who, Seat.ready)

    @ranking
    @step(seeds=EACH_SEED)
    def ada_ranks(self, unseen: Unseen, seeds: Seeds) -> None:
        bens = self.story.bens_ranking if self.story.seats[BEN][0].gate(4, "rankingsSubmitted") else ()

        def rank(seat: Seat) -> Answer:
            if bens:
                return seat.rank(meeting(seat.pool(), bens, seeds, seat.world.place))
            return seat.rank(drawn(seat.pool(), Random(seat.own(seeds))))

        self.story.turn(unseen)
        self.story.do(ADA, rank)

    @ranking
    @step(seed=st.integers(0, 99), seeds=EACH_SEED)
    def ben_ranks(self, unseen: Unseen, seed: int, seeds: Seeds) -> None:
        bens = drawn(self.story.seats[BEN][0].pool(), Random(seed))
        self.story.turn(unseen)
        if self.story.seats[ADA][0].gate(4, "rankingsSubmitted"):
            # Until he has ranked she can rank again, and nobody learns of it.
            self.story.do(ADA, lambda seat: seat.rank(meeting(seat.pool(), bens, seeds, seat.world.place)))
        ben_ranks(self.story, bens)

    @ranking
    @step(seeds=EACH_SEED)
    def both_rank_what_the_other_does_not(self, unseen: Unseen, seeds: Seeds) -> None:
        bens, *rest = self.story.seats[BEN][0].pool()

        def rank(seat: Seat) -> Answer:
            return seat.rank(drawn(rest, Random(seat.own(seeds))))

        self.story.turn(unseen)
        # Whoever has ranked ranks anew before the other's ranking closes it.
        if self.story.seats[ADA][0].gate(4, "rankingsSubmitted"):
            self.story.do(ADA, rank)
            ben_ranks(self.story, [bens])
        else:
            ben_ranks(self.story, [bens])
            self.story.do(ADA, rank)

    @collecting
    @step(words=EACH_SECRET)
    def ada_withdraws_what_both_ranked_before_ben_looks(self, unseen: Unseen, words: Words) -> None:
        ranked: list[str] = []

        def propose(seat: Seat) -> Answer:
            answer = seat.propose(seat.own(words))
            ranked.append(answer.data["strategy"]["id"])
            return answer

        self.story.turn(unseen)
        self.story.do(ADA, propose)
        for who in (ADA, BEN):
            self.story.do(who, Seat.ready)
        self.story.do(ADA, lambda seat: seat.rank(ranked[:1]))
        ben_ranks(self.story, ranked[:1])
        self.story.do(ADA, lambda seat: seat.revoke("STRATEGY_PROPOSAL"))

    @closing
    @step(who=EITHER, on_a_strategy=st.booleans())
    def one_offers_an_agreement(self, unseen: Unseen, who: str, on_a_strategy: bool) -> None:
        self.story.turn(unseen)
        pool = self.story.seats[BEN][0].pool()
        strategy_id = pool[0] if on_a_strategy and pool else None
        self.story.do(who, lambda seat: seat.offer(strategy_id=strategy_id))

    @both_repair
    @step(who=EITHER, answer=ANSWERS, moments=EACH_MOMENT)
    def one_answers_an_agreement(self, unseen: Unseen, who: str, answer: dict[str, object], moments: Moments) -> None:
        if who == ADA and answer == {"confirmed": False}:
            in_her_own_time(self, unseen, moments, lambda seat: seat.answer_offer(answer))
        else:
            self.story.turn(unseen)
            self.story.do(who, lambda seat: seat.answer_offer(answer))

    @both_repair
    @step(who=EITHER)
    def one_resolves(self, unseen: Unseen, who: str) -> None:
        self.story.turn(unseen)
        self.story.do(who, lambda seat: seat.act("/resolve"))
