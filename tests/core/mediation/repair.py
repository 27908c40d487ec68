"""Anna and Ben in stage 4, as plainly as a test can write it.

A strategy whose name begins with an ``a`` is Anna's, with a ``b`` Ben's; every other one was suggested.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from beheard_core import Decision
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.model import (
    Agreement,
    AgreementStatus,
    AgreementType,
    CommonGround,
    Consent,
    ContentType,
    Participant,
    Ranking,
    Session,
    Stage,
    Strategy,
)
from beheard_core.mediation.standing import visible_strategies
from beheard_core.mediation.strategies import (
    NewRanking,
    NewStrategy,
    propose_strategy,
    rank,
    ready_to_rank,
    suggest_strategies,
)
from tests.core.mediation.people import ANNA, BEN, at, person, session

S4 = Stage.STRATEGIC_REPAIR
GROUND = CommonGround("cg_1", confirmed_by=(ANNA, BEN), confirmed_at=at(30))
"""Something that both have confirmed, and that rests on no need."""
AUTHORS = {"a": ANNA, "b": BEN}


def repairing(pool: str = "", *, hidden: str = "", ready: str = "", **facts: Any) -> Session:
    """Give a session of two people in stage 4.

    ``pool`` and ``hidden`` name the strategies in sight and those that were taken out since; ``ready`` names the
    people who find the pool complete; ``anna`` and ``ben`` are their rankings, ``overlap`` what was found.
    """
    ranks = {ANNA: facts.pop("anna", None), BEN: facts.pop("ben", None)}
    names = [*pool.split(), *hidden.split()]
    found = facts.pop("overlap", None)
    return session(
        *(_somebody(who, names, hidden.split(), ready.split(), ranks) for who in (ANNA, BEN)),
        **{
            "strategies": tuple(Strategy(each, f"consent_{each}" if each[0] in AUTHORS else None) for each in names),
            "overlap": None if found is None else tuple(found.split()),
            "common_ground": (GROUND,),
            **facts,
        },
    )


def _somebody(
    who: str, names: list[str], hidden: list[str], ready: list[str], ranks: Mapping[str, str | None]
) -> Participant:
    mine = [each for each in names if AUTHORS.get(each[0]) == who]
    consents = (Consent(f"consent_{each}", ContentType.STRATEGY_PROPOSAL, each, at(40)) for each in mine)
    ranking = ranks[who]
    return person(
        who,
        S4,
        consents=tuple(evolve(each, revoked_at=at(45)) if each.content_id in hidden else each for each in consents),
        ready_at=at(42) if who in ready else None,
        ranking=None if ranking is None else Ranking(tuple(ranking.split()), at(44)),
    )


def proposal(name: str, *by: str, **facts: Any) -> Agreement:
    """Give something that somebody proposes to agree on; with two names, something agreed."""
    settled: dict[str, Any] = {"status": AgreementStatus.AGREED, "agreed_at": at(50)} if len(by) > 1 else {}
    return evolve(Agreement(name, AgreementType.COMMITMENT, at(48), by), **(settled | facts))


READY = f"{ANNA} {BEN}"
RANKED: dict[str, Any] = {"ready": READY, "anna": "a1 b1", "ben": "a1 b1"}
COLLECTING = repairing("a1 b1 s1")
RANKING = repairing("a1 b1 s1", ready=READY)
REVEALING = repairing("a1 b1 s1", **RANKED, overlap="a1 b1")
NEGOTIATING = repairing("a1 b1 s1", ready=READY, anna="a1", ben="b1", overlap="")
AGREED = evolve(REVEALING, agreements=(proposal("agr_0", ANNA, BEN),))
AGREED_EARLY = evolve(COLLECTING, agreements=(proposal("agr_0", ANNA, BEN),))
PHASES: Mapping[str, Session] = {
    "COLLECTING": COLLECTING,
    "RANKING": RANKING,
    "REVEALING": REVEALING,
    "NEGOTIATING": NEGOTIATING,
    "AGREED": AGREED,
}
"""One session for every phase."""
EARLIER: Mapping[str, Session] = {
    f"stage {stage.value}": evolve(REVEALING, inviter=person(ANNA, stage)) for stage in Stage if stage < S4
}
"""Ben in stage 4, and Anna in each of the stages before."""

NOW = at(60)
"""When the acts below happen."""


def propose(met: Session, who: str = ANNA, name: str = "a9", **said: Any) -> Decision[Session]:
    """Put a strategy into the pool."""
    new = NewStrategy(**{"description": "Phones in the drawer from eight", **said})
    return propose_strategy(met, who, new, strategy_id=name, consent_id=f"consent_{name}", now=NOW)


def suggest(met: Session, who: str = ANNA, names: str = "s8 s9") -> Decision[Session]:
    """Have strategies suggested."""
    return suggest_strategies(met, who, strategy_ids=names.split())


def ready(met: Session, who: str = ANNA) -> Decision[Session]:
    """Find the pool complete."""
    return ready_to_rank(met, who, now=NOW)


def ranks(met: Session, who: str = ANNA, order: str = "a1") -> Decision[Session]:
    """Rank strategies."""
    return rank(met, who, NewRanking(ranked_ids=tuple(order.split())), now=NOW)


def withdraw(met: Session, name: str) -> Decision[Session]:
    """Take a strategy out, as its author."""
    return revoke(met, ANNA if name.startswith("a") else BEN, f"consent_{name}", now=NOW)


def pool(met: Session) -> list[str]:
    """Give the names of all in the pool."""
    return [each.id for each in visible_strategies(met)]


def marks(met: Session) -> list[tuple[bool, bool]]:
    """Tell of Anna and of Ben whether they are ready, and whether they have ranked."""
    return [(each.ready_at is not None, each.ranking is not None) for each in (met.inviter, met.invitee)]


ACTS: dict[str, Callable[..., Decision[Session]]] = {
    "propose": propose,
    "suggest": suggest,
    "ready": ready,
    "rank": ranks,
}
"""The acts on the pool, by name."""
