"""Where the list of what is visible shows in stages 3 and 4."""

from collections.abc import Callable

from tests.privacy.seats import HERS, Seat
from tests.privacy.shown import (
    ACTS,
    COMPACT,
    GATES,
    HER_STATUS,
    LIVE_OR_NOT,
    PROGRESS,
    SESSION,
    SHARED,
    UPDATED,
    Fields,
    Shown,
    by_ada,
    fields,
)
from tests.privacy.story import ADA, BEN, Story
from tests.privacy.way import (
    BEN_MAPS,
    BOTH_MAP,
    IDEAS,
    MAPPING,
    POOL,
    RANKING,
    ben_ranks,
    owning,
)
from tests.privacy.worlds import Answer

GROUND, STRATEGIES, OVERLAP, AGREEMENTS = "…/common-ground", "…/strategies", "…/strategies/overlap", "…/agreements"

MY_STATUS: Fields = {SESSION: ("myProgress.status",), PROGRESS: ("myProgress.status",)}
KNOWING: Fields = {
    SESSION: ("currentGates", "partnerActionNeeded"),
    PROGRESS: ("myProgress.gates.partnerNeedsConfirmed",),
    GATES: ("partnerNeedsConfirmed",),
}
CONFIRMING: Fields = {
    SESSION: ("partnerProgress.status", "status"),
    PROGRESS: ("partnerProgress.status",),
    GROUND: ("commonGround.confirmedByPartner",),
}
ROUND = ("overlapIdentified", "rankingsSubmitted", "strategiesSubmitted")
REVEALING = ("error", "overlap", "phase")


def review(seat: Seat) -> Answer:
    return seat.review(owning())


def share(seat: Seat) -> Answer:
    return seat.share_needs(HERS[:1])


def rank_all(seat: Seat) -> Answer:
    return seat.rank(sorted(seat.pool()))


def confirm(seat: Seat) -> Answer:
    return seat.answer_ground(confirmed=True)


def decline(seat: Seat) -> Answer:
    return seat.answer_ground(confirmed=False)


def agree(seat: Seat) -> Answer:
    return seat.answer_offer({"confirmed": True})


def by_ben(*acts: Callable[[Seat], Answer]) -> Callable[[Story], object]:
    return lambda story: [story.do(BEN, act) for act in acts]


def nothing_in_common(story: Story) -> None:
    """Let both rank something else."""
    pool = sorted(story.seats[BEN][0].pool())
    ben_ranks(story, pool[:1])
    story.do(ADA, lambda seat: seat.rank(pool[1:2]))


def both_rank_hers(story: Story) -> None:
    """Let both rank one strategy of Ada's alone."""
    pool = story.seats[BEN][0].look("/strategies")["strategies"]
    hers = [each["id"] for each in pool if each["description"] == IDEAS[0]]
    ben_ranks(story, hers)
    story.do(ADA, lambda seat: seat.rank(hers))


def agreeing_on_hers(story: Story) -> None:
    """Let both rank one strategy of Ada's alone, and Ben offer to agree on it."""
    both_rank_hers(story)
    story.do(BEN, lambda seat: seat.offer(strategy_id=story.bens_ranking[0]))


def agreed_on_hers(story: Story) -> None:
    """Let both agree on it."""
    agreeing_on_hers(story)
    story.do(ADA, agree)


LATE_ACTS = (
    Shown(
        act="says which needs are theirs",
        of=("that I know my needs",),
        shows=KNOWING,
        do=review,
        depth=MAPPING,
    ),
    Shown(
        act="shares a need before the other does",
        of=("my shared needs", "that I shared or took back something"),
        shows=fields(
            HER_STATUS, UPDATED, {SESSION: ("status",), SHARED: ("partners",)}, carried=("partner.needs_shared",)
        ),
        do=share,
        depth=MAPPING,
        before=by_ada(review),
    ),
    Shown(
        act="shares a need, so that both do",
        of=("my shared needs", "what we have in common", "that I shared or took back something"),
        shows=fields(
            MY_STATUS,
            UPDATED,
            {
                SESSION: ("partnerActionNeeded", "selfActionNeeded", "status"),
                PROGRESS: ("advanceBlockedReason",),
                GROUND: ("analysisComplete", "commonGround"),
                SHARED: ("partners",),
            },
            carried=("partner.needs_shared",),
        ),
        do=share,
        depth=BEN_MAPS,
        before=by_ada(review),
    ),
    Shown(
        act="takes a need back",
        of=("my shared needs", "what we have in common", "that I shared or took back something"),
        shows=fields(UPDATED, {GROUND: ("commonGround",), SHARED: ("partners",)}, carried=("partner.consent_revoked",)),
        do=lambda seat: seat.revoke("IDENTIFIED_NEED"),
        depth=BOTH_MAP,
    ),
    Shown(
        act="confirms something in common",
        of=("what of it I confirm",),
        shows=fields(CONFIRMING, UPDATED, carried=("partner.common_ground_confirmed",)),
        do=confirm,
        depth=BOTH_MAP,
    ),
    Shown(
        act="confirms it as the second",
        of=("what of it I confirm",),
        shows=fields(
            CONFIRMING,
            UPDATED,
            {
                SESSION: ("currentGates", "partnerActionNeeded"),
                PROGRESS: ("advanceBlockedReason", "canAdvance", "myProgress.gates.commonGroundConfirmed"),
                GATES: ("commonGroundConfirmed",),
                COMPACT: ("canAdvance",),
                GROUND: ("bothConfirmed", "commonGround.confirmedAt"),
            },
            carried=("partner.common_ground_confirmed",),
        ),
        do=confirm,
        depth=BOTH_MAP,
        before=by_ben(confirm),
    ),
    Shown(
        act="confirms it no longer",
        of=("what of it I confirm",),
        shows=CONFIRMING,
        do=decline,
        depth=BOTH_MAP,
        before=by_ada(confirm),
    ),
    Shown(
        act="proposes something in common",
        of=("what we have in common", "what of it I confirm"),
        shows=fields(
            HER_STATUS,
            UPDATED,
            {SESSION: ("status",), GROUND: ("commonGround",)},
            carried=("partner.common_ground_confirmed",),
        ),
        do=Seat.propose_ground,
        depth=BOTH_MAP,
        before=by_ada(decline),
    ),
    Shown(
        act="proposes a strategy, or has one suggested",
        of=("the pool",),
        shows={STRATEGIES: ("strategies",)},
        do=lambda seat: seat.propose(IDEAS[2]),
        depth=POOL,
    ),
    Shown(
        act="takes a strategy out again",
        of=("the pool",),
        shows={STRATEGIES: ("strategies",)},
        do=lambda seat: seat.withdraw(IDEAS),
        depth=POOL,
    ),
    Shown(
        act="finds the pool complete",
        of=("that I find the pool complete",),
        shows=fields(
            HER_STATUS,
            UPDATED,
            {SESSION: ("partnerActionNeeded", "status")},
            carried=("partner.ready_to_rank",),
        ),
        do=Seat.ready,
        depth=POOL,
    ),
    Shown(
        act="finds it complete as the second",
        of=("that I find the pool complete",),
        shows=fields(
            MY_STATUS,
            UPDATED,
            {
                SESSION: ("partnerActionNeeded", "selfActionNeeded", "status"),
                STRATEGIES: ("aiSuggestionsAvailable", "phase"),
            },
            carried=("partner.ready_to_rank",),
        ),
        do=Seat.ready,
        depth=POOL,
        before=by_ben(Seat.ready),
    ),
    Shown(
        act="ranks first",
        of=("that I have ranked",),
        shows=fields(HER_STATUS, UPDATED, {SESSION: ("status",)}, carried=("partner.ranking_submitted",)),
        do=rank_all,
        depth=RANKING,
    ),
    Shown(
        act="ranks second",
        of=("that I have ranked", "what both of us rank high"),
        shows=fields(
            MY_STATUS,
            UPDATED,
            {
                SESSION: ("currentGates", "partnerActionNeeded", "selfActionNeeded", "status"),
                PROGRESS: ("myProgress.gates.overlapIdentified",),
                GATES: ("overlapIdentified",),
                STRATEGIES: ("phase",),
                OVERLAP: REVEALING,
            },
            carried=("partner.ranking_submitted",),
        ),
        do=rank_all,
        depth=RANKING,
        before=by_ben(rank_all),
    ),
    Shown(
        act="takes out a strategy that both rank high",
        of=("the pool", "what both of us rank high"),
        shows={STRATEGIES: ("aiSuggestionsAvailable", "phase", "strategies"), OVERLAP: ("overlap", "phase")},
        do=lambda seat: seat.withdraw(IDEAS),
        depth=RANKING,
        before=both_rank_hers,
    ),
    Shown(
        act="proposes another strategy after rankings that led nowhere",
        of=("the pool", "that I find the pool complete"),
        shows={
            SESSION: ("currentGates", "partnerActionNeeded", "selfActionNeeded"),
            PROGRESS: tuple(f"myProgress.gates.{each}" for each in ROUND),
            GATES: ROUND,
            STRATEGIES: ("phase", "strategies"),
            OVERLAP: REVEALING,
        },
        do=lambda seat: seat.propose(IDEAS[2]),
        depth=RANKING,
        before=nothing_in_common,
    ),
    Shown(
        act="proposes an agreement",
        of=("our agreements",),
        shows=fields(
            HER_STATUS,
            UPDATED,
            {SESSION: ("status",), AGREEMENTS: ("agreements",)},
            carried=("agreement.proposed",),
        ),
        do=Seat.offer,
        depth=RANKING,
        before=both_rank_hers,
    ),
    Shown(
        act="agrees",
        of=("our agreements",),
        shows=fields(
            HER_STATUS,
            UPDATED,
            {
                SESSION: ("currentGates", "partnerActionNeeded", "status"),
                PROGRESS: ("myProgress.gates.agreementCreated",),
                GATES: ("agreementCreated",),
                STRATEGIES: ("phase",),
                OVERLAP: ("phase",),
                AGREEMENTS: ("agreements.agreedAt", "agreements.agreedByPartner", "agreements.status"),
            },
            carried=("agreement.confirmed",),
        ),
        do=agree,
        depth=RANKING,
        before=agreeing_on_hers,
    ),
    Shown(
        act="does not agree",
        of=("our agreements",),
        shows=fields(
            MY_STATUS,
            {
                SESSION: ("partnerActionNeeded", "selfActionNeeded", "status"),
                AGREEMENTS: ("agreements.status",),
            },
        ),
        do=lambda seat: seat.answer_offer({"confirmed": False}),
        depth=RANKING,
        before=agreeing_on_hers,
    ),
    Shown(
        act="words an agreement anew",
        of=("our agreements",),
        shows=fields(
            HER_STATUS,
            MY_STATUS,
            UPDATED,
            {
                SESSION: ("partnerActionNeeded", "selfActionNeeded"),
                AGREEMENTS: ("agreements.agreedByMe", "agreements.agreedByPartner", "agreements.description"),
            },
            carried=("agreement.proposed",),
        ),
        do=lambda seat: seat.answer_offer({"confirmed": False, "modification": "For two weeks."}),
        depth=RANKING,
        before=agreeing_on_hers,
    ),
    Shown(
        act="takes out the strategy that an agreement comes from",
        of=("the pool", "our agreements"),
        shows={
            STRATEGIES: ("aiSuggestionsAvailable", "phase", "strategies"),
            OVERLAP: ("overlap", "phase"),
            AGREEMENTS: ("agreements.hasStaleInputs", "agreements.staleReason"),
        },
        do=lambda seat: seat.withdraw(IDEAS),
        depth=RANKING,
        before=agreeing_on_hers,
    ),
    Shown(
        act="ends the session with what is agreed",
        of=("the session", "our agreements", "leaving a stage"),
        shows=fields(
            LIVE_OR_NOT,
            HER_STATUS,
            MY_STATUS,
            UPDATED,
            {
                SESSION: ("myProgress.completedAt", "partnerProgress.completedAt", "resolvedAt"),
                PROGRESS: ("myProgress.completedAt",),
            },
            carried=("partner.stage_completed", "session.resolved"),
        ),
        do=lambda seat: seat.act("/resolve"),
        depth=RANKING,
        before=agreed_on_hers,
    ),
)
ALL_ACTS = (*ACTS, *LATE_ACTS)
"""Those of all stages."""
