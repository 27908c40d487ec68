"""What two people do in stage 4, by the endpoints."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.server.people import Couple, Person, granted

WALK = "A walk before dinner, three evenings"
STRATEGY_KEYS = {"id", "description", "needsAddressed", "duration", "measureOfSuccess"}
AGREEMENT_KEYS = {
    *("id", "description", "type", "duration", "measureOfSuccess", "status", "agreedByMe", "agreedByPartner"),
    *("agreedAt", "followUpDate", "hasStaleInputs"),
}
"""All keys of an agreement that is not stale."""


def post(who: Person, couple: Couple, below: str, body: Any = None, status: int = 200) -> Any:
    """Act, where it must succeed."""
    reply = who.post(couple.session + below) if body is None else who.post(couple.session + below, body)
    return granted(reply, status)


def get(who: Person, couple: Couple, below: str = "") -> Any:
    """Read, where it must succeed."""
    return granted(who.get(couple.session + below))


def both(couple: Couple) -> tuple[Person, Person]:
    return couple.ada, couple.ben


def propose(who: Person, couple: Couple, description: str = WALK, **more: Any) -> str:
    """Put something into the pool, and give its id."""
    told = post(who, couple, "/strategies", {"description": description, **more}, 201)
    strategy: str = told["strategy"]["id"]
    return strategy


def suggest(who: Person, couple: Couple, **wish: Any) -> list[Any]:
    """Have strategies suggested."""
    suggestions: list[Any] = post(who, couple, "/strategies/suggest", wish)["suggestions"]
    return suggestions


def pool(who: Person, couple: Couple) -> list[str]:
    """Give the ids in the pool, in its order."""
    return [each["id"] for each in get(who, couple, "/strategies")["strategies"]]


def phase(couple: Couple) -> str:
    """Give the phase, which is the same for both."""
    hers, his = (get(who, couple, "/strategies")["phase"] for who in both(couple))
    assert hers == his
    return str(hers)


def be_ready(couple: Couple) -> None:
    """Let both find the pool complete."""
    for who in both(couple):
        post(who, couple, "/strategies/ready")


def rank(who: Person, couple: Couple, *ids: str) -> Any:
    """Rank in private."""
    return post(who, couple, "/strategies/rank", {"rankedIds": ids})


def overlap(who: Person, couple: Couple) -> list[str]:
    """Give the ids of what both rank high."""
    return [each["id"] for each in get(who, couple, "/strategies/overlap")["overlap"]]


def collecting(couple: Couple) -> list[str]:
    """Let each of the two propose something, and give the ids, hers first."""
    return [propose(couple.ada, couple), propose(couple.ben, couple, "An hour of quiet after work")]


def ranking(couple: Couple) -> list[str]:
    """Go on until both can rank, and give the ids."""
    ids = collecting(couple)
    be_ready(couple)
    return ids


def revealing(couple: Couple) -> list[str]:
    """Go on until both see that they rank hers, then his, highest, and give the ids."""
    ids = ranking(couple)
    for who in both(couple):
        rank(who, couple, *ids)
    return ids


def negotiating(couple: Couple) -> list[str]:
    """Go on until both have ranked nothing in common, and give the ids."""
    ids = ranking(couple)
    rank(couple.ada, couple, ids[0])
    rank(couple.ben, couple, ids[1])
    return ids


def offer(who: Person, couple: Couple, description: str = WALK, **more: Any) -> Any:
    """Propose something to agree on, and give the agreement."""
    body = {"description": description, "type": "MICRO_EXPERIMENT", **more}
    return post(who, couple, "/agreements", body, 201)["agreement"]


def answer(who: Person, couple: Couple, agreement: str, *, confirmed: bool = True, **more: Any) -> Any:
    """Answer a proposal."""
    return post(who, couple, f"/agreements/{agreement}/confirm", {"confirmed": confirmed, **more})


def agreeing(couple: Couple, **more: Any) -> str:
    """Go on until both agree on one of the strategies, and give the id of the agreement."""
    strategy, _ = revealing(couple)
    agreement: str = offer(couple.ada, couple, strategyId=strategy, **more)["id"]
    answer(couple.ben, couple, agreement)
    return agreement


PHASES: Mapping[str, Callable[[Couple], object]] = {
    "COLLECTING": collecting,
    "RANKING": ranking,
    "REVEALING": revealing,
    "NEGOTIATING": negotiating,
    "AGREED": agreeing,
}
"""By phase, what two people in an empty stage 4 do until they are in it."""


def record_of(who: Person, couple: Couple, *, older: int = 0, kind: str = "STRATEGY_PROPOSAL") -> str:
    """Give the id of one's newest record of a kind, or of one before it."""
    records = get(who, couple, "/consent/history")["records"]
    found = [each["id"] for each in records if each["contentType"] == kind]
    return str(found[older])


def withdraw(who: Person, couple: Couple, *, older: int = 0) -> Any:
    """Take one's newest strategy, or one before it, out of the pool."""
    return post(who, couple, "/consent/revoke", {"consentRecordId": record_of(who, couple, older=older)})


def gates(who: Person, couple: Couple) -> dict[str, bool]:
    """Give one's own gates of stage 4."""
    told = get(who, couple, "/stages/4/gates")
    assert told.pop("stage") == 4
    return dict(told)


def to_do(who: Person, couple: Couple) -> tuple[list[str], list[str]]:
    """Give what is left for oneself, and what for the partner."""
    told = get(who, couple)
    return told["selfActionNeeded"], told["partnerActionNeeded"]


def seen_by(who: Person, couple: Couple) -> list[Any]:
    """Give everything about the session that somebody can read, refusals included."""
    below = ["", "/progress", *(f"/stages/{stage}/gates" for stage in range(5)), "/common-ground", "/strategies"]
    below += ["/strategies/overlap", "/agreements", "/consent/pending", "/consent/history", "/shared"]
    return [who.get(couple.session + each).body for each in below]
