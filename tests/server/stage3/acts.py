"""What two people do in stage 3, by the endpoints, and what a facilitator may find there."""

from collections.abc import Iterable
from typing import Any

from beheard_core.mediation.model import NeedCategory
from beheard_server.facilitators import FoundNeed, Pairing, Synthesis
from tests.server.channel import published
from tests.server.client import Api, Reply
from tests.server.people import NEED, Couple, Person, granted, reach, step, understand
from tests.server.stage2.acts import say, seen_by
from tests.server.stage2.facilitating import Recording

CLOSED_DOOR = "I come home to a closed door."
ALONE = "I feel alone in the evenings."
QUIET = "I need an hour of quiet."


def to_need_mapping(couple: Couple) -> Couple:
    """Bring two people, who have shared nothing yet, from stage 2 to stage 3."""
    understand(couple)
    for person in (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/stages/advance", step(2)))
    return couple


def talked(couple: Couple) -> Couple:
    """Let both say something in stage 2, and bring them, who have only just met, to stage 3."""
    reach(couple, ada=2, ben=2)
    say(couple.ada, couple, CLOSED_DOOR)
    say(couple.ada, couple, ALONE)
    say(couple.ben, couple, QUIET)
    return to_need_mapping(couple)


def to_repair(couple: Couple, *people: Person) -> Couple:
    """Bring these two, or one of them, from stage 3 to stage 4; what is missing for it they do."""
    for person in people or (couple.ada, couple.ben):
        granted(person.post(f"{couple.session}/stages/advance", step(3)))
    return couple


def found(
    need: str = "Company",
    *evidence: str,
    category: Any = NeedCategory.CONNECTION,
    description: str = "Somebody there.",
    confidence: Any = 0.8,
) -> FoundNeed:
    """Give a need as a facilitator finds it, in what Ada has said unless something else is given."""
    return FoundNeed(need, category, description, evidence or (ALONE,), confidence)


def finds(facilitator: Recording, *needs: FoundNeed) -> None:
    """Let the facilitator find these needs from now on, whoever it looks at."""
    facilitator.answers["synthesize_needs"] = Synthesis(needs)


def needs(who: Person, couple: Couple, query: str = "") -> Any:
    """Read one's own needs with what is said of them."""
    return granted(who.get(f"{couple.session}/needs{query}"))


def named(who: Person, couple: Couple, query: str = "") -> list[str]:
    """Give the names of one's own needs."""
    return [each["need"] for each in needs(who, couple, query)["needs"]]


def name_need(who: Person, couple: Couple, **more: object) -> Any:
    """Name a need and give it."""
    return granted(who.post(f"{couple.session}/needs", NEED | more), 201)["need"]


def review(who: Person, couple: Couple, **answers: object) -> Reply:
    """Answer for every need: that it is one's own, or what ``answers`` have for its id, a flag or another wording."""
    confirmations = []
    for each in needs(who, couple)["needs"]:
        answer = answers.get(each["id"], True)
        worded = {"adjustment": answer} if isinstance(answer, str) else {}
        confirmations.append({"needId": each["id"], "confirmed": answer is not False, **worded})
    return who.post(f"{couple.session}/needs/confirm", {"confirmations": confirmations})


def consent_to(who: Person, couple: Couple, *ids: str) -> Reply:
    """Ask for these needs to be shared."""
    return who.post(f"{couple.session}/needs/consent", {"needIds": list(ids)})


def ground(who: Person, couple: Couple) -> Any:
    """Read what both have in common, with what is said of it."""
    return granted(who.get(f"{couple.session}/common-ground"))


def answer_ground(who: Person, couple: Couple, confirmed: bool, *ids: str) -> Reply:
    """Say the same of some of what both have in common, or of all that can be seen."""
    about: Iterable[str] = ids or [each["id"] for each in ground(who, couple)["commonGround"]]
    answers = [{"commonGroundId": each, "confirmed": confirmed} for each in about]
    return who.post(f"{couple.session}/common-ground/confirm", {"confirmations": answers})


def pairs_last_of_each(facilitator: Recording, need: str = "Time together") -> None:
    """Let the facilitator bring together what either shares last."""

    def pairing(mine: Any, theirs: Any) -> list[Pairing]:
        return [Pairing(mine[-1].ref, theirs[-1].ref, need, NeedCategory.CONNECTION, "An evening a week.")]

    facilitator.answers["find_common_ground"] = pairing


def read_in_stage_3(who: Person, couple: Couple) -> list[Any]:
    """Give everything about the session that somebody can read in stage 3."""
    return [*seen_by(who, couple), needs(who, couple), ground(who, couple)]


def names(api: Api, couple: Couple) -> list[str]:
    """Give the names of the events since somebody last entered a stage, oldest first."""
    told = [name for name, _ in published(api, couple.session)]
    return told[len(told) - told[::-1].index("partner.advanced") :]
