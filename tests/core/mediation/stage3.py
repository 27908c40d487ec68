"""Anna and Ben in stage 3: needs, what of them is asked about and shared, and what both may need."""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from beheard_core import Decision, Invalid
from beheard_core.mediation.consent import Request
from beheard_core.mediation.model import (
    Analysis,
    CommonGround,
    Consent,
    ContentType,
    NeedCategory,
    Participant,
    Session,
    Stage,
)
from beheard_core.mediation.needs import Need, NeedAnswer, NeedAnswers, Reviewed, review
from tests.core.mediation.people import ANNA, anna, at, ben, session

S3 = Stage.NEED_MAPPING


def need(name: str, **facts: Any) -> Need:
    """Give a need that the facilitator found, in somebody's vessel."""
    said = f"I want {name} back."
    return evolve(Need(name, f"Some {name}", NeedCategory.SAFETY, f"About {name}", (said,), 0.8), **facts)


def request(name: str, **facts: Any) -> Request:
    """Give the question whether to share the need ``name``, which becomes the consent that :func:`share_of` gives."""
    asked = Request(
        f"consent_{name}", ContentType.IDENTIFIED_NEED, f"Some {name}", f"I need {name}.", name, f"About {name}", at(30)
    )
    return evolve(asked, **facts)


def share_of(name: str, **facts: Any) -> Consent:
    """Give the record by which the need ``name`` is shared."""
    granted = Consent(f"consent_{name}", ContentType.IDENTIFIED_NEED, name, at(40), by_system=True)
    return evolve(granted, **facts)


def knowing(*names: str, **facts: Any) -> dict[str, Any]:
    """Give the facts of somebody who has confirmed these needs."""
    return {"confirmed_needs": names, **facts}


def letting_know(*names: str) -> dict[str, Any]:
    """Give the facts of somebody who has confirmed these needs and shares all of them."""
    return knowing(*names, consents=tuple(map(share_of, names)))


def item(name: str, *by: str, sources: tuple[str, ...] = (), declined: tuple[str, ...] = ()) -> CommonGround:
    """Give something in common that these people confirm; with two of them, both have at minute 50."""
    return CommonGround(name, sources, by, declined, at(50) if len(by) == 2 else None)


SOURCES = ("consent_calm", "consent_peace")
"""What common ground rests on where Anna shares her need for calm, and Ben his for peace."""


def sharers(me: Participant | None = None, partner: Participant | None = None, **facts: Any) -> Session:
    """Give a session in stage 3 in which both share a need, and nobody has looked yet for what they have in common."""
    return session(me or anna(S3, **letting_know("calm")), partner or ben(S3, **letting_know("peace")), **facts)


def with_ground(*ground: CommonGround, **facts: Any) -> Session:
    """Give the session of :func:`sharers` after an analysis, with this in common."""
    return sharers(common_ground=ground, analysis=Analysis(at(45), SOURCES), **facts)


def problems(act: Callable[[], object]) -> list[str]:
    """Give the paths of the rules that an act breaks."""
    try:
        act()
    except Invalid as invalid:
        return [each.path for each in invalid.violations]
    return []


CALM, REST = need("calm"), need("rest")
BOUNDARY = request("calm", id="consent_b", content_type=ContentType.BOUNDARY)


def say(name: str, confirmed: bool = True, adjustment: str | None = None) -> NeedAnswer:
    """Give what somebody says of the need ``name``."""
    return NeedAnswer(need_id=name, confirmed=confirmed, adjustment=adjustment)


def answer(
    met: Session,
    *answers: NeedAnswer,
    current: tuple[Need, ...] = (CALM,),
    requests: tuple[Request, ...] = (),
    who: str = ANNA,
) -> Decision[Reviewed]:
    """Review needs at minute 60."""
    return review(met, who, NeedAnswers(confirmations=answers), current=current, requests=requests, now=at(60))
