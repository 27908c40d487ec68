"""Leaks of stages 3 and 4, each planted in one function of production as it might come about there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve

from beheard_core import Decision
from beheard_core.mediation import Session, needs, ranking
from beheard_core.mediation import consent as core_consent
from beheard_core.mediation import strategies as core_strategies
from beheard_core.mediation.events import RankingSubmitted
from beheard_core.mediation.model import Consent, ContentType
from beheard_core.mediation.needs import Need
from beheard_core.mediation.standing import sides
from beheard_core.mediation.strategies import StrategyText
from beheard_core.mediation.views import CommonGroundList, OverlapView, StrategyPool
from beheard_core.mediation.views import needs as need_views
from beheard_core.mediation.views import strategies as strategy_views
from beheard_server import mapping, repair, vessels
from beheard_server.blueprints import agreements, common_ground, strategies
from beheard_server.facilitators import bundles
from beheard_server.http.state import beheard
from beheard_server.store import Unit
from beheard_server.store.sqlite.words import SQLiteWords
from tests.privacy.asides import consider, name_a_need, pass_over, rank_again, say, try_out
from tests.privacy.leaks import LEAKS, Leak, Patch, around, asked_of, leak, without_owner
from tests.privacy.way import BOTH_MAP, JOINED, MAPPING, OFFERED, POOL, RANKING, REVEALED


def changed(patch: Patch, place: Any, name: str) -> None:
    """Let a decision move the time of the last change, also where nothing of it is announced."""

    def decided(original: Callable[..., Decision[Session]], *args: Any, **more: Any) -> Decision[Session]:
        decision = original(*args, **more)
        return evolve(decision, state=evolve(decision.state, updated_at=beheard().shell.clock()))

    around(patch, place, name, decided)


# Needs and common ground


@leak(
    MAPPING,
    "time_passes",
    asides=(
        consider,
        name_a_need,
    ),
)
def the_partners_needs(patch: Patch) -> None:
    without_owner(patch, "needs")


@leak(BOTH_MAP, "time_passes", asides=(consider,))
def updated_at_after_a_review(patch: Patch) -> None:
    def reviewed(original: Callable[..., Decision[needs.Reviewed]], *args: Any, **more: Any) -> Any:
        decision = original(*args, **more)
        return evolve(
            decision, state=evolve(decision.state, session=evolve(decision.state.session, updated_at=more["now"]))
        )

    around(patch, mapping, "review", reviewed)


@leak(BOTH_MAP, "ada_shares_needs", asides=())
def the_evidence_of_a_need(patch: Patch) -> None:
    def request(original: Callable[..., Any], shell: Any, need: Need, wordings: Any) -> Any:
        asked = original(shell, need, wordings)
        return evolve(asked, preview=" ".join((asked.preview, *need.evidence)))

    around(patch, mapping, "_request", request)


@leak(BOTH_MAP, "ada_shares_a_need_before_ben_looks", asides=())
def a_revoked_need_in_common_ground(patch: Patch) -> None:
    for place in (need_views, mapping):
        patch.setattr(place, "visible_ground", lambda session: session.common_ground)


def with_revoked_needs(original: Callable[..., tuple[Consent, ...]], session: Session, viewer: str) -> Any:
    """Give what the partner shares, and the needs that they share no longer."""
    _, partner = sides(session, viewer)
    gone = (each for each in partner.consents if each.granted and not each.is_live)
    needs_gone = (each for each in gone if each.content_type is ContentType.IDENTIFIED_NEED)
    return (*original(session, viewer), *needs_gone)


@leak(BOTH_MAP, "ada_shares_a_need_before_ben_looks", asides=())
def a_revoked_need_among_what_is_shared(patch: Patch) -> None:
    around(patch, vessels, "readable_consents", with_revoked_needs)


@leak(BOTH_MAP, "ada_shares_a_need_before_ben_looks", asides=())
def a_revoked_need_in_the_partners_bundle(patch: Patch) -> None:
    around(patch, bundles, "readable_consents", with_revoked_needs)


@leak(BOTH_MAP, "ada_shares_a_need_before_ben_looks", asides=())
def revoked_common_ground_in_the_partners_bundle(patch: Patch) -> None:
    patch.setattr(bundles, "visible_ground", lambda session: session.common_ground)


@leak(MAPPING, "time_passes", asides=(say,))
def hidden_common_ground(patch: Patch) -> None:
    query = "SELECT count(*) FROM beheard_requests WHERE session_id = ?"

    def shown(original: Callable[..., CommonGroundList], session: Session, *more: Any) -> CommonGroundList:
        return evolve(original(session, *more), analysis_complete=asked_of(query, session.id) > 0)

    around(patch, common_ground, "common_ground", shown)


@leak(BOTH_MAP, "time_passes", asides=(pass_over,))
def common_ground_that_was_declined(patch: Patch) -> None:
    def shown(original: Callable[..., CommonGroundList], session: Session, viewer: str, *more: Any) -> CommonGroundList:
        _, partner = sides(session, viewer)
        declined = any(partner.id in each.declined_by for each in session.common_ground)
        return evolve(original(session, viewer, *more), both_confirmed=declined)

    around(patch, common_ground, "common_ground", shown)


# The pool


@leak(POOL, "ada_proposes", asides=())
def the_pool_in_order_of_time(patch: Patch) -> None:
    patch.setattr(core_strategies, "in_pool_order", lambda session, strategy_ids: tuple(strategy_ids))


@leak(POOL, "ada_proposes_what_is_suggested_elsewhere", asides=())
def the_pool_in_order_of_authors(patch: Patch) -> None:
    def ordered(original: Callable[..., tuple[str, ...]], session: Session, strategy_ids: Any) -> tuple[str, ...]:
        suggested = {each.id for each in session.strategies if each.consent_id is None}
        return tuple(sorted(original(session, strategy_ids), key=lambda each: each in suggested))

    around(patch, core_strategies, "in_pool_order", ordered)


@leak(POOL, "ada_proposes_what_is_suggested_elsewhere", asides=())
def an_id_that_tells_the_author(patch: Patch) -> None:
    def worded(original: Callable[..., StrategyText], *args: Any) -> StrategyText:
        text = original(*args)
        return evolve(text, id=f"{text.id}a")

    around(patch, repair, "text_of", worded)


@leak(POOL, "ada_proposes", asides=())
def an_id_that_tells_the_time(patch: Patch) -> None:
    def worded(original: Callable[..., StrategyText], new: Any, strategy_id: str) -> StrategyText:
        return original(new, timed(strategy_id))

    def proposed(original: Callable[..., Decision[Session]], *args: Any, **more: Any) -> Decision[Session]:
        return original(*args, **{**more, "strategy_id": timed(more["strategy_id"])})

    def timed(strategy_id: str) -> str:
        return f"{strategy_id}{beheard().shell.clock():%H%M%S}"

    around(patch, strategies, "text_of", worded)
    around(patch, strategies, "propose_strategy", proposed)


def pool_with(patch: Patch, note: Callable[[Session, str, str], str | None]) -> None:
    """Say something beside every strategy in the pool."""

    def shown(original: Callable[..., StrategyPool], session: Session, viewer: str, *more: Any) -> StrategyPool:
        pool = original(session, viewer, *more)
        said = tuple(evolve(each, duration=note(session, viewer, each.id)) for each in pool.strategies)
        return evolve(pool, strategies=said)

    around(patch, strategies, "strategy_pool", shown)


def consent_to(session: Session, strategy_id: str) -> Consent | None:
    """Give the consent by which a strategy is in the pool."""
    both = (*session.inviter.consents, *session.invitee.consents)
    return next((each for each in both if each.content_id == strategy_id), None)


@leak(POOL, "ada_proposes_what_is_suggested_elsewhere", asides=())
def the_author(patch: Patch) -> None:
    def author(session: Session, viewer: str, strategy_id: str) -> str:
        return "somebody" if consent_to(session, strategy_id) else "the facilitator"

    pool_with(patch, author)


@leak(POOL, "ada_proposes", asides=())
def when_something_was_proposed(patch: Patch) -> None:
    def proposed_at(session: Session, viewer: str, strategy_id: str) -> str | None:
        consent = consent_to(session, strategy_id)
        return None if consent is None else str(consent.decided_at)

    pool_with(patch, proposed_at)


@leak(POOL, "ben_proposes", asides=(try_out,))
def how_much_was_ever_proposed(patch: Patch) -> None:
    patch.setattr(strategy_views, "visible_strategies", lambda session: session.strategies)


@leak(POOL, "time_passes", asides=(try_out,))
def a_withdrawn_strategy_in_the_pool(patch: Patch) -> None:
    for place in (core_strategies, repair):
        patch.setattr(place, "visible_strategies", lambda session: session.strategies)


@leak(POOL, "time_passes", asides=(try_out,))
def an_event_after_a_strategy_is_withdrawn(patch: Patch) -> None:
    patch.setattr(core_consent, "SILENT", frozenset())


@leak(POOL, "ada_proposes", asides=())
def updated_at_after_a_silent_proposal(patch: Patch) -> None:
    changed(patch, strategies, "propose_strategy")


@leak(POOL, "ada_proposes", asides=())
def a_refinement_for_the_partner(patch: Patch) -> None:
    def refined(original: Callable[..., Any], shell: Any, facilitator: Any, session_id: str, text: str) -> Any:
        better = original(shell, facilitator, session_id, text)
        if better is not None:
            with shell.store.transaction() as unit:
                unit.common._execute(
                    "UPDATE beheard_strategies SET measure = ? WHERE session_id = ? AND description = ?",
                    (better.refined, session_id, text),
                )
        return better

    around(patch, strategies, "refinement", refined)


# Rankings and what comes of them


@leak(RANKING, "ada_ranks", asides=(rank_again,))
def how_often_somebody_ranked(patch: Patch) -> None:
    def ranked(
        original: Callable[..., Decision[Session]], session: Session, person: str, *args: Any, **more: Any
    ) -> Any:
        decision = original(session, person, *args, **more)
        told = RankingSubmitted(session_id=session.id, actor_id=person, timestamp=session.created_at)
        return evolve(decision, events=(told,))

    around(patch, strategies, "rank", ranked)


@leak(RANKING, "ada_ranks", asides=(rank_again,))
def updated_at_after_another_ranking(patch: Patch) -> None:
    changed(patch, strategies, "rank")


def partners_ranking(session: Session, viewer: str) -> Sequence[str]:
    """Give how the partner has ranked, if so."""
    _, partner = sides(session, viewer)
    return () if partner.ranking is None else partner.ranking.strategy_ids


@leak(RANKING, "ada_ranks", asides=(rank_again,))
def the_pool_as_the_partner_ranks_it(patch: Patch) -> None:
    def ordered(original: Callable[..., StrategyPool], session: Session, viewer: str, *more: Any) -> StrategyPool:
        pool = original(session, viewer, *more)
        ranked = partners_ranking(session, viewer)
        first = sorted(pool.strategies, key=lambda each: ranked.index(each.id) if each.id in ranked else len(ranked))
        return evolve(pool, strategies=tuple(first))

    around(patch, strategies, "strategy_pool", ordered)


def overlap_with(patch: Patch, leaky: Callable[[OverlapView, Session, str], OverlapView]) -> None:
    """Let what both rank high tell more."""

    def shown(original: Callable[..., OverlapView], session: Session, viewer: str, *more: Any) -> OverlapView:
        return leaky(original(session, viewer, *more), session, viewer)

    around(patch, strategies, "overlap_view", shown)


@leak(REVEALED, "time_passes", asides=())
def the_overlap_as_the_partner_ranks_it(patch: Patch) -> None:
    def ordered(view: OverlapView, session: Session, viewer: str) -> OverlapView:
        ranked = partners_ranking(session, viewer)
        return evolve(view, overlap=tuple(sorted(view.overlap, key=lambda each: ranked.index(each.id))))

    overlap_with(patch, ordered)


@leak(REVEALED, "time_passes", asides=())
def how_many_the_partner_ranked(patch: Patch) -> None:
    def counted(view: OverlapView, session: Session, viewer: str) -> OverlapView:
        many = str(len(partners_ranking(session, viewer)))
        return evolve(view, overlap=tuple(evolve(each, duration=many) for each in view.overlap))

    overlap_with(patch, counted)


@leak(REVEALED, "time_passes", asides=())
def an_overlap_of_more_than_the_first_three(patch: Patch) -> None:
    patch.setattr(ranking, "TOP", 5)


@leak(REVEALED, "time_passes", asides=())
def the_first_choice_in_the_partners_bundle(patch: Patch) -> None:
    def strategies_of(original: Callable[..., Any], unit: Unit, session: Session, person: str) -> Any:
        _, partner = sides(session, person)
        return original(unit, session, partner.id)

    around(patch, bundles, "_strategies", strategies_of)


@leak(RANKING, "both_rank_what_the_other_does_not", "ben_proposes", asides=())
def rankings_that_led_nowhere(patch: Patch) -> None:
    def ranked(session: Session, viewer: str, strategy_id: str) -> str | None:
        mine = session.inviter.id == viewer
        theirs = [(each.invitee if mine else each.inviter).strategy_ids for each in session.past_rounds]
        return None if not theirs else str(theirs[-1].index(strategy_id) if strategy_id in theirs[-1] else None)

    pool_with(patch, ranked)


@leak(POOL, "ada_withdraws_what_both_ranked_before_ben_looks", asides=())
def a_withdrawn_strategy_in_the_overlap(patch: Patch) -> None:
    def texts(original: Callable[..., Any], unit: Unit, session: Session) -> Any:
        return unit.common.strategies(session.id, [each.id for each in session.strategies])

    around(patch, strategies, "strategy_texts", texts)
    patch.setattr(strategy_views, "visible_overlap", lambda session: session.overlap or ())


@leak(POOL, "ada_withdraws_what_both_ranked_before_ben_looks", asides=())
def a_withdrawn_strategy_in_the_partners_bundle(patch: Patch) -> None:
    patch.setattr(bundles, "readable_pool", lambda session, person: [each.id for each in session.strategies])


@leak(OFFERED, "one_answers_an_agreement", asides=())
def updated_at_after_an_agreement_was_declined(patch: Patch) -> None:
    changed(patch, agreements, "answer_agreement")


@leak(JOINED, "time_passes")
def a_message_is_pushed_for(patch: Patch) -> None:
    def add(original: Callable[..., None], self: Any, message: Any, *, owner: str) -> None:
        original(self, message, owner=owner)
        query = "SELECT person_id FROM beheard_members WHERE session_id = ? AND person_id <> ?"
        for (person_id,) in self._execute(query, (message.session_id, owner)).fetchall():
            self._execute(
                "INSERT INTO beheard_notices (id, kind, due_at, session_id, person_id, attempts)"
                " VALUES (?, 'push', '2025', ?, ?, 0)",
                (message.id, message.session_id, person_id),
            )

    around(patch, SQLiteWords, "add_message", add)


ALL: Mapping[str, Leak] = LEAKS
"""The leaks of all stages."""
