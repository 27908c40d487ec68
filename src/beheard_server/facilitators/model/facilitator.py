"""A facilitator that asks a language model, checks what it says, and has the offline one answer in its place.

Two seams never ask it. What a reply may rest on is all that the stage allows: a model that plans would be one more
voice that a message could talk into something, and one more time to wait. And whether a reading speaks of distress
decides what is offered at that moment, which has to be quick and the same each time.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import structlog
from attrs import Factory, define

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.model import ContentType, Stage
from beheard_core.mediation.retrieval import Intent, Query, Turn, everything_allowed
from beheard_server.facilitators import (
    Assessment,
    Bundle,
    Facilitator,
    Ground,
    Idea,
    Pairing,
    Proposal,
    Refinement,
    SharedNeed,
    Synthesis,
)
from beheard_server.facilitators.model import checks, prompts, questions, shapes
from beheard_server.facilitators.model.breaker import Breaker
from beheard_server.facilitators.model.inspection import inspect
from beheard_server.facilitators.model.questions import Question
from beheard_server.facilitators.model.refusals import Refused, Unavailable, Unusable
from beheard_server.facilitators.model.schema import read_answer, schema_of
from beheard_server.facilitators.offline import OfflineFacilitator

T = TypeVar("T")
Form = TypeVar("Form")

_MOST_TOKENS: Mapping[type, int] = {shapes.NeedsFound: 4096, shapes.Suggestions: 3072, shapes.Common: 2048}
_TOKENS = 1024
_IDEAS = 5
# Advice for which nobody should wait as long as for an answer.
_ADVICE = frozenset({"assess_empathy", "propose_shares", "refine_strategy"})


class Service(Protocol):
    """Where a question is asked."""

    def ask(self, question: Question, *, within: float) -> object:
        """Give what was filled in, after ``within`` seconds at most."""


@define
class ModelFacilitator:
    """Implements :class:`beheard_server.facilitators.Facilitator` with a model; ``offline`` answers where it does not.

    ``timeout`` is for how many seconds somebody waits for one seam at most, however often the model is asked again.
    """

    service: Service
    timeout: float
    offline: Facilitator = Factory(OfflineFacilitator)
    breaker: Breaker = Factory(Breaker)

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:  # noqa: ARG002  the protocol
        """Ask for all that the stage allows; where there is no hint, what a hint would bring is dropped."""
        return everything_allowed(Turn(stage, intent, hint=True))

    def reply(self, bundle: Bundle) -> str:
        """Have the model answer."""
        return self._ask(
            "reply",
            questions.of_bundle(bundle),
            shapes.Said,
            lambda said: checks.reply_of(said, bundle),
            lambda: self.offline.reply(bundle),
            stage=bundle.stage,
        )

    def assess_empathy(self, draft: str) -> Assessment:
        """Have the model read a draft."""
        return self._ask(
            "assess_empathy",
            {"draft": draft},
            shapes.Assessed,
            lambda assessed: checks.assessment_of(assessed, draft),
            lambda: self.offline.assess_empathy(draft),
        )

    def transform(self, content_type: ContentType, original: str) -> str:
        """Have the model put somebody's words."""
        return self._ask(
            "transform",
            {"kind": content_type.value, "original": original},
            shapes.Worded,
            lambda worded: checks.wording_of(worded, original),
            lambda: self.offline.transform(content_type, original),
        )

    def has_distress(self, context: str) -> bool:
        """Have the offline facilitator tell."""
        return self.offline.has_distress(context)

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        """Have the model look for what might be shared."""
        return self._ask(
            "propose_shares",
            {"message": message},
            shapes.Shareables,
            lambda found: checks.proposals_of(found, message),
            lambda: tuple(self.offline.propose_shares(message, stage)),
        )

    def synthesize_needs(self, thread: Sequence[str], readings: Sequence[Reading], events: Sequence[str]) -> Synthesis:
        """Have the model look for needs, if anything was written."""

        def offline() -> Synthesis:
            return self.offline.synthesize_needs(thread, readings, events)

        if not (thread or events):
            return offline()
        told = questions.of_written(thread, readings, events)
        written = (*told["lines"], *told["events"])
        return self._ask(
            "synthesize_needs",
            told,
            shapes.NeedsFound,
            lambda found: checks.synthesis_of(found, written),
            offline,
        )

    def find_common_ground(self, mine: Sequence[SharedNeed], theirs: Sequence[SharedNeed]) -> Sequence[Pairing]:
        """Have the model look for what both need."""
        one, ones = questions.of_needs(mine, "a")
        other, others = questions.of_needs(theirs, "b")
        return self._ask(
            "find_common_ground",
            {"one": one, "other": other},
            shapes.Common,
            lambda common: checks.pairings_of(common, ones, others),
            lambda: tuple(self.offline.find_common_ground(mine, theirs)),
        )

    def suggest_strategies(
        self, ground: Sequence[Ground], focus: Sequence[str], count: int, *, known: Collection[str] = ()
    ) -> Sequence[Idea]:
        """Have the model suggest what could be tried, if there is something for which."""

        def offline() -> list[Idea]:
            return list(self.offline.suggest_strategies(ground, focus, count, known=known))

        if not ground:
            return offline()
        told = {
            "ground": questions.of_ground(ground),
            "focus": list(focus),
            "library": questions.of_ideas(self.offline.suggest_strategies(ground, focus, _IDEAS, known=known)),
            "known": list(known),
            "count": count,
        }
        return self._ask(
            "suggest_strategies",
            told,
            shapes.Suggestions,
            lambda found: checks.ideas_of(found, ground, known, count),
            offline,
        )

    def refine_strategy(self, text: str, ground: Sequence[Ground]) -> Refinement | None:
        """Have the model look at a proposal."""
        return self._ask(
            "refine_strategy",
            {"proposal": text, "ground": questions.of_ground(ground)},
            shapes.Refined,
            lambda refined: checks.refinement_of(refined, text),
            lambda: self.offline.refine_strategy(text, ground),
        )

    def _ask(
        self,
        seam: str,
        told: Mapping[str, Any],
        form: type[Form],
        accept: Callable[[Form], T],
        offline: Callable[[], T],
        *,
        stage: Stage | None = None,
    ) -> T:
        if not self.breaker.admits():
            return offline()
        marks = secrets.token_hex(8), secrets.token_hex(8)
        question = _question(seam, told, form, stage, marks)
        try:
            answer = read_answer(self._answer(question, seam), form)
            inspect(checks.spoken(answer), marks=marks)
            return accept(answer)
        except (Refused, Unavailable, Unusable) as trouble:
            # What was asked and answered is in no log: the seam and the reason are fixed words.
            structlog.get_logger("beheard").warning("the model was not used", seam=seam, why=trouble.why)
            return offline()

    def _answer(self, question: Question, seam: str) -> object:
        within = self.timeout / 2 if seam in _ADVICE else self.timeout
        try:
            filled_in = self.service.ask(question, within=within)
        except (Refused, Unusable):
            self.breaker.answered()
            raise
        except Unavailable as trouble:
            self.breaker.failed(trouble.wait)
            raise
        except Exception as error:  # noqa: BLE001  whatever another service raises, somebody is to be answered
            self.breaker.failed()
            raise Unavailable(type(error).__name__) from None
        self.breaker.answered()
        return filled_in


def _question(seam: str, told: Mapping[str, Any], form: type, stage: Stage | None, marks: tuple[str, str]) -> Question:
    canary, mark = marks
    return Question(
        system=prompts.instructions(seam, stage, canary=canary),
        data=prompts.framed(questions.as_data(told), mark=mark, form=seam),
        form=seam,
        purpose=(form.__doc__ or "").strip(),
        schema=schema_of(form),
        most_tokens=_MOST_TOKENS.get(form, _TOKENS),
    )
