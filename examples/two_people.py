"""Two people on their way from an invitation to an agreement, with the core alone: no server, no store, no clock.

Every function of the core takes the session and gives back a new one; what to keep, where, and when it happens, is for
the program around it. Run it with ``python examples/two_people.py``.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from beheard_core import Decision, Event
from beheard_core.mediation import (
    Address,
    AdvanceBlocked,
    AgreementAnswer,
    AgreementType,
    ContentType,
    DraftChange,
    GroundAnswer,
    GroundAnswers,
    Invite,
    Judgement,
    Need,
    NeedAnswer,
    NeedAnswers,
    NeedCategory,
    NeedSharing,
    NewAgreement,
    NewRanking,
    NewStrategy,
    Pair,
    Request,
    Session,
    Sharing,
    accept,
    advance,
    analysed,
    answer_agreement,
    answer_ground,
    confirm_feeling_heard,
    create,
    judge_attempt,
    propose_agreement,
    propose_strategy,
    rank,
    ready_to_rank,
    resolve,
    review,
    revoke,
    save_draft,
    share,
    share_needs,
    sign,
    strategy_phase,
    views,
)
from beheard_core.mediation.diagram import title
from beheard_core.mediation.standing import live_needs

ANNA, BEN = "user_anna", "user_ben"
NAMES = {ANNA: "Anna", BEN: "Ben"}
SUNDAY = datetime(2025, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def main() -> None:
    """Tell the story, step by step."""
    session = create(
        ANNA,
        Invite(invite_email="ben@example.org", context="how we split evenings"),
        own=Address("anna@example.org"),
        known=None,
        others=(),
        session_id="sess_1",
        relationship_id="rel_1",
        invitation_id="inv_1",
        now=SUNDAY,
    ).state.session
    say("Anna invites somebody by e-mail", session)

    joined = accept(session, BEN, pair=(), relationship_id=None, now=SUNDAY + 60 * MINUTE)
    session = told("Ben accepts", joined)

    session = told("Anna signs the compact", sign(session, ANNA, now=SUNDAY + 65 * MINUTE))
    session = try_to_advance(session, ANNA, now=SUNDAY + 66 * MINUTE)
    session = told("Ben signs the compact", sign(session, BEN, now=SUNDAY + 70 * MINUTE))
    session = try_to_advance(session, ANNA, now=SUNDAY + 71 * MINUTE)

    # From here on each goes at their own pace: Anna is heard and moves on while Ben is still in stage 0.
    session = told("Anna confirms that she feels heard", heard(session, ANNA, reading=4, now=SUNDAY + 90 * MINUTE))
    session = try_to_advance(session, ANNA, now=SUNDAY + 91 * MINUTE)

    session = try_to_advance(session, BEN, now=SUNDAY + 95 * MINUTE)
    session = told("Ben confirms that he feels heard", heard(session, BEN, reading=6, now=SUNDAY + 120 * MINUTE))
    session = try_to_advance(session, BEN, now=SUNDAY + 121 * MINUTE)

    session = perspective_stretch(session, now=SUNDAY + 130 * MINUTE)
    session = need_mapping(session, now=SUNDAY + 180 * MINUTE)
    session = strategic_repair(session, now=SUNDAY + 240 * MINUTE)


def perspective_stretch(session: Session, *, now: datetime) -> Session:
    """Stage 2: each shares how the other may see it, and Ben revises his attempt. The words lie elsewhere."""
    for who in (ANNA, BEN):
        session = share_attempt(session, who, "first", now=now)
    wrong = Judgement(validated=False, feedback="I would like to be asked how I am.", consent_to_share_feedback=True)
    asked = judge_attempt(session, ANNA, wrong, consent_id="consent_feedback", now=now + MINUTE)
    session = told("Anna asks Ben to revise his attempt", asked)
    session = share_attempt(session, BEN, "revised", now=now + 10 * MINUTE)
    for who in (ANNA, BEN):
        right = judge_attempt(session, who, Judgement(validated=True), consent_id="", now=now + 12 * MINUTE)
        session = told(f"{NAMES[who]} finds the other's attempt right", right)
        session = try_to_advance(session, who, now=now + 13 * MINUTE)
    return session


def share_attempt(session: Session, who: str, which: str, *, now: datetime) -> Session:
    """Let somebody write a draft and share it."""
    draft = f"draft_{who}"
    session = save_draft(session, who, DraftChange(content=f"How it may be for you ({which})"), now=now).state
    shared = share(
        session,
        who,
        Sharing(draft_id=draft),
        draft_id=draft,
        attempt_id=f"att_{who}_{which}",
        consent_id=f"consent_{who}_{which}",
        now=now,
    )
    return told(f"{NAMES[who]} shares an attempt ({which})", shared)


def need_mapping(session: Session, *, now: datetime) -> Session:
    """Stage 3: each shares a need; Ben takes his back, and what both have in common is gone with it for a while."""
    needs = {who: Need(f"need_{who}", "Being close", NeedCategory.CONNECTION, "Time together.") for who in NAMES}
    for who in (ANNA, BEN):
        session = share_need(session, who, needs[who], round_=1, now=now)
    session = find_common_ground(session, "cg_1", now=now)
    revoked = revoke(session, BEN, f"consent_need_{BEN}_1", now=now + 5 * MINUTE)
    session = told("Ben takes back his consent to share it", revoked)
    print(f"    {len(views.common_ground(session, ANNA, {}).common_ground)} things in common are in sight")
    session = share_need(session, BEN, needs[BEN], round_=2, now=now + 8 * MINUTE)
    session = find_common_ground(session, "cg_2", now=now + 8 * MINUTE)
    yes = GroundAnswers(confirmations=(GroundAnswer(common_ground_id="cg_2", confirmed=True),))
    for who in (ANNA, BEN):
        confirmed = answer_ground(session, who, yes, now=now + 10 * MINUTE)
        session = told(f"{NAMES[who]} confirms what both need", confirmed)
    for who in (ANNA, BEN):
        session = try_to_advance(session, who, now=now + 12 * MINUTE)
    return session


def share_need(session: Session, who: str, need: Need, *, round_: int, now: datetime) -> Session:
    """Let somebody confirm a need and share it; the wording is shown to them before."""
    yes = NeedAnswers(confirmations=(NeedAnswer(need_id=need.id, confirmed=True),))
    reviewed = review(session, who, yes, current=[need], requests=(), now=now).state
    request = Request(
        f"consent_need_{who}_{round_}",
        ContentType.IDENTIFIED_NEED,
        need.need,
        "I would like us to have time together.",
        need.id,
        need.description,
        now,
    )
    which = NeedSharing(need_ids=(need.id,))
    shared = share_needs(reviewed.session, who, which, current=[need], requests=[request], now=now)
    return told(f"{NAMES[who]} shares a need", shared)


def find_common_ground(session: Session, ground_id: str, *, now: datetime) -> Session:
    """Pair the needs that both share; to find out which belong together is the facilitator's work."""
    annas, bens = ([each.id for each in live_needs(side)] for side in (session.inviter, session.invitee))
    pairs = [Pair(ground_id, annas[-1], bens[-1])]
    return told("Both share a need of the same kind", analysed(session, pairs, seen=[*annas, *bens], now=now))


def strategic_repair(session: Session, *, now: datetime) -> Session:
    """Stage 4: the first rankings have nothing in common, so the two think of something else; then they agree."""
    names = (f"strat_{number}" for number in count(1))
    for who, idea in ((ANNA, "A walk before dinner"), (BEN, "An hour of quiet after work")):
        session = propose(session, who, idea, next(names), now=now)
    session = rank_both(session, {ANNA: ["strat_1"], BEN: ["strat_2"]}, now=now + 10 * MINUTE)
    session = propose(session, BEN, "An hour of quiet, then a walk", next(names), now=now + 15 * MINUTE)
    session = rank_both(session, {ANNA: ["strat_3", "strat_1"], BEN: ["strat_2", "strat_3"]}, now=now + 20 * MINUTE)

    offer = NewAgreement(
        description="An hour of quiet, then a walk, for a week",
        type=AgreementType.MICRO_EXPERIMENT,
        strategy_id="strat_3",
    )
    offered = propose_agreement(session, ANNA, offer, agreement_id="agr_1", now=now + 25 * MINUTE)
    session = told("Anna proposes an agreement", offered)
    answered = answer_agreement(session, BEN, "agr_1", AgreementAnswer(confirmed=True), now=now + 26 * MINUTE)
    session = told("Ben agrees", answered)
    return told("Ben resolves the session", resolve(session, BEN, now=now + 27 * MINUTE))


def propose(session: Session, who: str, idea: str, name: str, *, now: datetime) -> Session:
    """Let somebody put something into the pool; nobody is told."""
    new = NewStrategy(description=idea)
    proposed = propose_strategy(session, who, new, strategy_id=name, consent_id=f"consent_{name}", now=now)
    return told(f"Something is proposed: {idea}", proposed)


def rank_both(session: Session, rankings: dict[str, Sequence[str]], *, now: datetime) -> Session:
    """Let both find the pool complete and rank it in private."""
    for who in rankings:
        session = told(f"{NAMES[who]} finds the pool complete", ready_to_rank(session, who, now=now))
    for who, ranking in rankings.items():
        ranked = rank(session, who, NewRanking(ranked_ids=tuple(ranking)), now=now + MINUTE)
        session = told(f"{NAMES[who]} ranks in private", ranked)
    print(f"    {len(session.overlap or ())} are ranked high by both: {plain(strategy_phase(session))}")
    return session


def heard(session: Session, who: str, *, reading: int, now: datetime) -> Decision[Session]:
    """Let somebody confirm that they feel heard, with how strong their feelings are now."""
    return confirm_feeling_heard(session, who, confirmed=True, newest_reading=reading, now=now)


def try_to_advance(session: Session, who: str, *, now: datetime) -> Session:
    """Take one person a stage further, or say why that cannot be done and leave everything as it is."""
    here = views.progress(session, who).my_progress.stage
    try:
        return told(
            f"{NAMES[who]} advances from stage {here} to {here + 1}",
            advance(session, who, from_stage=here, to_stage=here + 1, now=now),
        )
    except AdvanceBlocked as blocked:
        say(f"{NAMES[who]} cannot advance from stage {here} yet ({blocked.reason})", session)
        for gate in blocked.unsatisfied or ():
            print(f"    still to come: {views.GATE_DESCRIPTIONS[gate]}")
        return session


def told(what: str, decision: Decision[Session]) -> Session:
    """Print what was done and what the other person may learn of it; give the new session."""
    say(what, decision.state, decision.events)
    return decision.state


def say(what: str, session: Session, events: Iterable[Event] = ()) -> None:
    """Print one step: what was done, what goes to the channel, and where the two now stand."""
    mine = views.session_summary(session, ANNA, names=NAMES)
    print(what)
    for event in events:
        print(f"    published: {event.name}")
    print(f"    the session is {plain(mine.status)}")
    for name, progress in (("Anna", mine.my_progress), (mine.partner.name or "somebody", mine.partner_progress)):
        print(f"    {name}: stage {progress.stage} {title(progress.stage)}, {plain(progress.status)}")


def plain(status: str) -> str:
    """Give a status as people say it."""
    return status.replace("_", " ").lower()


if __name__ == "__main__":
    main()
