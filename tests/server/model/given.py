"""What the seams are given in these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from beheard_core.mediation.barometer import Direction, Reading
from beheard_core.mediation.model import ContentType, NeedCategory, Stage
from beheard_core.mediation.retrieval import Intent, Item, Kind
from beheard_server.facilitators import Bundle, Ground, Line, SharedNeed
from beheard_server.facilitators.offline import OfflineFacilitator

if TYPE_CHECKING:
    from collections.abc import Callable

    from beheard_server.facilitators import Facilitator

ALONE = OfflineFacilitator()
"""What answers where the model does not."""

MESSAGE = "I won't sit in the kitchen alone again."
DRAFT = "You may feel tired and hope for some quiet."
ORIGINAL = "You never listen. I would like one evening a week with you."
PARTNERS = "I need you to stop shouting at the children."
THREAD = (Line(by_person=True, text="We had a fight on Sunday."), Line(by_person=False, text="What was it about?"))
HINT = Item(Kind.CONSENTED_CONTENT, PARTNERS, "user_ben", "BOUNDARY", "live", Stage.PERSPECTIVE_STRETCH)
OWN = Item(Kind.NEED, "Rest: an hour of quiet", "user_ada", "named by the person", "own", Stage.NEED_MAPPING)
READING = Reading("emo_1", 4, "the kitchen", Stage.WITNESS, datetime(2025, 3, 2, tzinfo=UTC))
MINE = SharedNeed("need_secret_1", "Quiet", NeedCategory.AUTONOMY, "I need some quiet.")
THEIRS = SharedNeed("need_secret_2", "Rest", NeedCategory.AUTONOMY, "I need to rest in the evening.")
GROUND = (Ground("Rest", NeedCategory.AUTONOMY, "Both of you need rest."),)


def bundle(**more: Any) -> Bundle:
    given: dict[str, Any] = {"thread": THREAD, "items": (HINT, OWN)} | more
    stage = given.pop("stage", Stage.PERSPECTIVE_STRETCH)
    message = given.pop("message", MESSAGE)
    return Bundle(stage, Intent.OFFER_CONTINUITY, message, 4, Direction.STABLE, 1, **given)


ASKING: dict[str, Callable[[Facilitator], Any]] = {
    "reply": lambda one: one.reply(bundle()),
    "assess_empathy": lambda one: one.assess_empathy(DRAFT),
    "transform": lambda one: one.transform(ContentType.EMPATHY_ATTEMPT, ORIGINAL),
    "propose_shares": lambda one: tuple(one.propose_shares(MESSAGE, Stage.PERSPECTIVE_STRETCH)),
    "synthesize_needs": lambda one: one.synthesize_needs([MESSAGE, "I want quiet."], [READING], ["I was alone."]),
    "find_common_ground": lambda one: tuple(one.find_common_ground([MINE], [THEIRS])),
    "suggest_strategies": lambda one: tuple(one.suggest_strategies(GROUND, ["Rest"], 2, known=["Sleep more."])),
    "refine_strategy": lambda one: one.refine_strategy("You always shout. We walk on Sundays.", GROUND),
}
"""How each of the seams is asked at which a model is."""


def ask(facilitator: Facilitator, seam: str) -> Any:
    """Ask a facilitator at one of the seams."""
    return ASKING[seam](facilitator)
