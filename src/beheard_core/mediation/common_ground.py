"""Stage 3, common ground: what both may need, found in what both share, or proposed by one of them.

It rests on the consents of both. Whoever takes one back takes the common ground that rests on it out of sight for both.

Source: the contract's *Stage 3*.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, Violation
from beheard_core.fields import check, flag, ident, repeated, require_known, several, text
from beheard_core.mediation.events import CommonGroundConfirmed
from beheard_core.mediation.model import Analysis, CommonGround, GateKey, NeedCategory, Participant, Session, Stage
from beheard_core.mediation.refusals import GateNotSatisfied
from beheard_core.mediation.standing import (
    ground_is_settled,
    live_needs,
    require_at,
    require_still_in,
    visible_ground,
)

MOST = 5
"""How many things in common the analysis gives, at most."""
_WORDS = 200


@frozen
class GroundText:
    """What a piece of common ground says; it belongs to both."""

    id: str
    need: str
    category: NeedCategory
    description: str


@frozen(kw_only=True)
class NewGround:
    """Something that one person believes both need."""

    need: str = field(**text("What both of you need, in a few words", most=_WORDS))
    category: NeedCategory
    description: str = field(**text("What it is about", most=_WORDS))


@frozen(kw_only=True)
class GroundAnswer:
    """What somebody says of one piece of common ground."""

    common_ground_id: str = field(**ident("The piece of common ground"))
    confirmed: bool = field(**flag("True to confirm it; false to decline it, or to take the confirmation back"))


@frozen(kw_only=True)
class GroundAnswers:
    """What somebody says of some of the common ground."""

    confirmations: tuple[GroundAnswer, ...] = field(**several("What you say of which piece", most=1000))

    def broken_rules(self) -> Iterable[Violation]:
        """Every piece is answered for once."""
        return repeated("confirmations", "common_ground_id", [each.common_ground_id for each in self.confirmations])


@frozen
class Pair:
    """Two needs that meet, by the consents to them: the inviter's and the invitee's."""

    id: str
    inviters: str
    invitees: str


def analysis_is_due(session: Session) -> bool:
    """Tell whether both share needs, one of which no analysis has seen."""
    both = live_needs(session.inviter), live_needs(session.invitee)
    seen = () if session.analysis is None else session.analysis.seen
    return all(both) and any(each.id not in seen for side in both for each in side)


def analysed(session: Session, pairs: Iterable[Pair], *, seen: Iterable[str], now: datetime) -> Decision[Session]:
    """Add what an analysis has found; ``seen`` are the consents to the needs that it was given.

    What is there stays as it is. A pair is left out if one of its consents is not live, if it was found before, or if
    five things that the analysis has found can be seen already.
    """
    live = [{each.id for each in live_needs(side)} for side in (session.inviter, session.invitee)]
    ground = list(session.common_ground)
    used = {each.sources for each in ground}
    room = MOST - sum(bool(each.sources) for each in visible_ground(session))
    for pair in pairs:
        sources = (pair.inviters, pair.invitees)
        fits = sources[0] in live[0] and sources[1] in live[1]
        if room > 0 and fits and sources not in used:
            used.add(sources)
            ground.append(CommonGround(pair.id, sources))
            room -= 1
    before = () if session.analysis is None else session.analysis.seen
    analysis = Analysis(now, tuple(dict.fromkeys((*before, *seen))))
    return Decision(evolve(session, common_ground=tuple(ground), analysis=analysis))


def propose_ground(
    session: Session, person: str, new: NewGround, *, ground_id: str, now: datetime
) -> Decision[Session]:
    """Propose something in common, which counts as confirmed by its proposer.

    Raises:
        Invalid: it breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 3, or no analysis has run yet.
        Conflict: this person has left stage 3, or the partner has; or they have not declined all that is in sight.
    """
    check(new)
    me, _ = require_at(session, person, Stage.NEED_MAPPING)
    if session.analysis is None:
        raise GateNotSatisfied(Stage.NEED_MAPPING, (GateKey.COMMON_GROUND_CONFIRMED,))
    _require_unsettled(session, me)
    if any(person not in each.declined_by for each in visible_ground(session)):
        raise Conflict("Please answer what is there first.")
    proposed = CommonGround(ground_id, confirmed_by=(person,))
    return _confirmed(evolve(session, common_ground=(*session.common_ground, proposed)), person, now)


def answer_ground(session: Session, person: str, answers: GroundAnswers, *, now: datetime) -> Decision[Session]:
    """Confirm or decline some of the common ground in sight.

    It is announced when this person has confirmed nothing in sight before, and now does.

    Raises:
        Invalid: an answer breaks a rule, or names what is not in sight.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 3.
        Conflict: this person has left stage 3, or the partner has.
    """
    check(answers)
    me, _ = require_at(session, person, Stage.NEED_MAPPING)
    said = {each.common_ground_id: each.confirmed for each in answers.confirmations}
    visible = {each.id for each in visible_ground(session)}
    require_known(said, visible, path="confirmations[{}].common_ground_id", problem="must be in sight")
    _require_unsettled(session, me)
    before = confirms_something(session, me)
    ground = tuple(
        _with_answer(each, person, confirmed=said[each.id], now=now) if each.id in said else each
        for each in session.common_ground
    )
    session = evolve(session, common_ground=ground)
    if before or not confirms_something(session, me):
        return Decision(session)
    return _confirmed(session, person, now)


def confirms_something(session: Session, me: Participant) -> bool:
    """Tell whether this person confirms something in sight."""
    return any(me.id in each.confirmed_by for each in visible_ground(session))


def _confirmed(session: Session, person: str, now: datetime) -> Decision[Session]:
    event = CommonGroundConfirmed(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(session, updated_at=now), (event,))


def _require_unsettled(session: Session, me: Participant) -> None:
    require_still_in(me, Stage.NEED_MAPPING)
    if ground_is_settled(session):
        raise Conflict("Your partner has gone on with what you have in common.")


def _with_answer(item: CommonGround, person: str, *, confirmed: bool, now: datetime) -> CommonGround:
    by, declined = (_without(each, person) for each in (item.confirmed_by, item.declined_by))
    if not confirmed:
        return evolve(item, confirmed_by=by, declined_by=(*declined, person), confirmed_at=None)
    both = (*by, person)
    return evolve(
        item, confirmed_by=both, declined_by=declined, confirmed_at=(item.confirmed_at or now) if by else None
    )


def _without(people: Sequence[str], person: str) -> tuple[str, ...]:
    return tuple(each for each in people if each != person)
