"""Stage 3 as people see it: their own needs, and what both may have in common."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from beheard_core.mediation.common_ground import GroundText
from beheard_core.mediation.model import CommonGround, NeedCategory, Session
from beheard_core.mediation.needs import Need, Synthesis, is_dirty, shared_by
from beheard_core.mediation.stages import can_advance
from beheard_core.mediation.standing import (
    confirmed_ground,
    ground_is_settled,
    live_needs,
    sides,
    visible_ground,
)


@frozen
class NeedView:
    """A need of the caller's; nobody else reads it."""

    id: str
    need: str
    category: NeedCategory
    description: str
    evidence: tuple[str, ...]
    confirmed: bool
    ai_confidence: float


@frozen
class NeedList:
    """The caller's needs, and whether something was written since they were found."""

    needs: tuple[NeedView, ...]
    synthesized_at: datetime | None
    is_dirty: bool


@frozen
class NeedAdded:
    """A need that the caller has named."""

    need: NeedView


@frozen
class NeedsReviewed:
    """The caller's needs after a review, and whether there is one to go on with."""

    updated: tuple[NeedView, ...]
    all_confirmed: bool
    can_proceed_to_common_ground: bool


@frozen
class NeedsConsented:
    """Needs that the partner may know, and whether there is common ground to look at."""

    consented: bool
    shared_at: datetime
    waiting_for_partner: bool
    common_ground_ready: bool


@frozen
class CommonGroundView:
    """Something that both may need."""

    id: str
    need: str
    category: NeedCategory
    description: str
    confirmed_by_me: bool
    confirmed_by_partner: bool
    confirmed_at: datetime | None


@frozen
class CommonGroundList:
    """What the two have in common; nothing until both have shared, without a word on who has not."""

    common_ground: tuple[CommonGroundView, ...]
    analysis_complete: bool
    both_confirmed: bool


@frozen
class CommonGroundAnswered:
    """The pieces that were answered, and where that leaves both."""

    updated: tuple[CommonGroundView, ...]
    all_confirmed_by_me: bool
    all_confirmed_by_both: bool
    can_advance: bool


GroundTexts = Mapping[str, GroundText]
"""What pieces of common ground say, by their id."""


def need_view(session: Session, viewer: str, need: Need) -> NeedView:
    """Show one of the caller's needs."""
    me, _ = sides(session, viewer)
    confirmed = need.id in me.confirmed_needs
    return NeedView(
        need.id, need.need, need.category, need.description, need.evidence, confirmed, ai_confidence=need.confidence
    )


def need_list(session: Session, viewer: str, needs: Iterable[Need], *, last: Synthesis | None, newest: int) -> NeedList:
    """Show the caller's needs; ``newest`` is the last place in the thread that could matter to them."""
    made_at = None if last is None else last.made_at
    return NeedList(tuple(need_view(session, viewer, each) for each in needs), made_at, is_dirty(last, newest))


def needs_reviewed(session: Session, viewer: str, needs: Sequence[Need]) -> NeedsReviewed:
    """Show needs that were just reviewed."""
    views = tuple(need_view(session, viewer, each) for each in needs)
    confirmed = [each.confirmed for each in views]
    return NeedsReviewed(views, all(confirmed), any(confirmed))


def needs_consented(session: Session, viewer: str, need_ids: Collection[str]) -> NeedsConsented:
    """Show that these needs are shared, and since when all of them are."""
    me, partner = sides(session, viewer)
    since = max(each.decided_at for each in shared_by(me, need_ids))
    return NeedsConsented(True, since, not live_needs(partner), session.analysis is not None)


def common_ground(session: Session, viewer: str, texts: GroundTexts) -> CommonGroundList:
    """Show the common ground in sight."""
    sides(session, viewer)
    return CommonGroundList(
        _views(session, viewer, visible_ground(session), texts),
        session.analysis is not None,
        ground_is_settled(session) or bool(confirmed_ground(session)),
    )


def ground_answered(session: Session, viewer: str, ids: Collection[str], texts: GroundTexts) -> CommonGroundAnswered:
    """Show the pieces with these ids after an answer to them."""
    ground = _views(session, viewer, visible_ground(session), texts)
    mine = [each.confirmed_by_me for each in ground]
    both = [each.confirmed_at is not None for each in ground]
    updated = tuple(each for each in ground if each.id in ids)
    return CommonGroundAnswered(updated, all(mine), all(both), can_advance(session, viewer))


def _views(
    session: Session, viewer: str, items: Iterable[CommonGround], texts: GroundTexts
) -> tuple[CommonGroundView, ...]:
    me, partner = sides(session, viewer)
    return tuple(
        CommonGroundView(
            each.id,
            texts[each.id].need,
            texts[each.id].category,
            texts[each.id].description,
            me.id in each.confirmed_by,
            partner.id in each.confirmed_by,
            each.confirmed_at,
        )
        for each in items
    )
