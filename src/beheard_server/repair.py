"""Stage 4 between the store and the facilitator: what the pool says, and what is suggested for it."""

from collections.abc import Iterable

from beheard_core.fields import validate
from beheard_core.mediation import NewStrategy, Session, SuggestionWish
from beheard_core.mediation.agreements import AgreementText
from beheard_core.mediation.model import ContentType
from beheard_core.mediation.standing import confirmed_ground, sides, visible_strategies
from beheard_core.mediation.strategies import StrategyText, may_suggest, suggest_strategies
from beheard_core.mediation.views import RefinementView
from beheard_server.facilitators import Facilitator, Ground, Idea, Refinement
from beheard_server.facilitators.guarded import guarded
from beheard_server.facilitators.stand_in import answered
from beheard_server.shell import Shell, load
from beheard_server.store import Unit


def strategy_texts(unit: Unit, session: Session) -> dict[str, StrategyText]:
    """Give what the strategies in the pool say, by id."""
    return unit.common.strategies(session.id, [each.id for each in visible_strategies(session)])


def agreement_texts(unit: Unit, session: Session) -> dict[str, AgreementText]:
    """Give what all that was proposed to agree on says, by id."""
    return unit.common.agreements(session.id, [each.id for each in session.agreements])


def own_strategies(unit: Unit, session: Session, person: str) -> dict[str, str]:
    """Give what somebody's own strategies say, by the consent to them, also of those taken out again."""
    me, _ = sides(session, person)
    mine = {each.id: each.content_id for each in me.consents if each.content_type is ContentType.STRATEGY_PROPOSAL}
    texts = unit.common.strategies(session.id, list(mine.values()))
    return {consent_id: texts[strategy_id].description for consent_id, strategy_id in mine.items()}


def suggested(
    shell: Shell, facilitator: Facilitator, session_id: str, person: str, wish: SuggestionWish
) -> tuple[StrategyText, ...]:
    """Have strategies suggested for what both need, put them into the pool, and give them.

    The facilitator is told what both have confirmed and what it has suggested before, and nothing of either person's.

    Raises:
        Refusal: as :func:`beheard_core.mediation.strategies.may_suggest`; NotFound when there is no such session.
    """

    def gather(unit: Unit) -> tuple[tuple[Ground, ...], list[str]]:
        session = load(unit, session_id).value
        may_suggest(session, person)
        before = [each.id for each in session.strategies if each.consent_id is None]
        known = unit.common.strategies(session_id, before).values()
        return grounds(unit, session), [each.description for each in known]

    ground, known = shell.read(gather)
    asked = ground, wish.focus_needs, wish.count
    found = answered(facilitator, lambda each: _texts(shell, each.suggest_strategies(*asked, known=known)))
    texts = found[: wish.count]

    def keep(unit: Unit) -> None:
        stored = load(unit, session_id)
        decision = suggest_strategies(stored.value, person, strategy_ids=[each.id for each in texts])
        if decision.state != stored.value:
            shell.save(unit, stored, decision)
        for each in texts:
            unit.common.add_strategy(session_id, each, owner=None)

    shell.commit(keep)
    return texts


def refinement(shell: Shell, facilitator: Facilitator, session_id: str, text: str) -> RefinementView | None:
    """Give another wording of a proposal, for its proposer alone, if the facilitator has one."""

    def gather(unit: Unit) -> tuple[Ground, ...]:
        return grounds(unit, load(unit, session_id).value)

    ground = shell.read(gather)
    return guarded(lambda: _refined(text, facilitator.refine_strategy(text, ground)), None)


def grounds(unit: Unit, session: Session) -> tuple[Ground, ...]:
    """Give the common ground that both have confirmed, as the facilitator may know it."""
    ids = [each.id for each in confirmed_ground(session)]
    texts = unit.common.ground(session.id, ids)
    return tuple(Ground(texts[each].need, texts[each].category, texts[each].description) for each in ids)


def _texts(shell: Shell, ideas: Iterable[Idea]) -> tuple[StrategyText, ...]:
    texts = []
    for idea in ideas:
        new = NewStrategy(
            description=idea.description,
            needs_addressed=tuple(idea.needs_addressed),
            duration=idea.duration,
            measure_of_success=idea.measure_of_success,
        )
        if not validate(new):
            texts.append(text_of(new, shell.new_id("strat")))
    return tuple(texts)


def _refined(text: str, found: Refinement | None) -> RefinementView | None:
    # What the proposer could not propose is no better wording of a proposal.
    if found is None or validate(NewStrategy(description=found.refined)) or not found.reason.strip():
        return None
    return RefinementView(text, found.refined, found.reason)


def text_of(new: NewStrategy, strategy_id: str) -> StrategyText:
    """Give the words of a strategy as they are kept."""
    return StrategyText(strategy_id, new.description, new.needs_addressed, new.duration, new.measure_of_success)
