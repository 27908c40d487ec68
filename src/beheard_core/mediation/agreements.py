"""Stage 4, agreements: one proposes, the other agrees, declines, or words it anew; with one agreement the two can end.

Source: the contract's *Stage 4*.
"""

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, Invalid, NotFound, Violation
from beheard_core.fields import check, flag, ident, moment, text
from beheard_core.mediation.events import AgreementConfirmed, AgreementProposed, SessionResolved, StageCompleted
from beheard_core.mediation.gates import derived_gates
from beheard_core.mediation.lifecycle import Act, after
from beheard_core.mediation.model import (
    Agreement,
    AgreementStatus,
    AgreementType,
    GateKey,
    Participant,
    Session,
    Stage,
)
from beheard_core.mediation.refusals import GateNotSatisfied, PartnerNotReady
from beheard_core.mediation.standing import (
    StrategyPhase,
    agreed,
    is_live,
    require_at,
    require_stage,
    sides,
    strategy_phase,
    visible_strategies,
    waits_for,
    waits_of,
)

CLOSING = frozenset({StrategyPhase.REVEALING, StrategyPhase.NEGOTIATING, StrategyPhase.AGREED})
"""The phases in which something can be proposed to be agreed on."""
STALE_REASON = "Rests on content that is no longer shared"
_WORDS = 800


@frozen
class AgreementText:
    """What an agreement says; it belongs to both."""

    id: str
    description: str
    duration: str | None = None
    measure_of_success: str | None = None


@frozen(kw_only=True)
class NewAgreement:
    """Something that one person would agree on."""

    description: str = field(**text("What the two of you would do", most=_WORDS))
    type: AgreementType
    strategy_id: str | None = field(default=None, **ident("The strategy that it comes from"))
    duration: str | None = field(default=None, **text("For how long", most=100))
    measure_of_success: str | None = field(default=None, **text("How you would notice that it helps", most=500))
    follow_up_date: datetime | None = field(default=None, **moment("When to look back on it; in the future"))


@frozen(kw_only=True)
class AgreementAnswer:
    """What the other says to a proposal."""

    confirmed: bool = field(**flag("Whether you agree"))
    modification: str | None = field(default=None, **text("What you would agree to instead", most=_WORDS))

    def broken_rules(self) -> Iterable[Violation]:
        """Whoever agrees does not word it anew."""
        if self.confirmed and self.modification is not None:
            yield Violation("modification", "must not be there where the proposal is confirmed")


def check_agreement(new: NewAgreement, *, now: datetime) -> None:
    """Let a proposal pass that keeps its rules, the one about the future included.

    Raises:
        Invalid: with every rule that it breaks.
    """
    check(new)
    if new.follow_up_date is not None and new.follow_up_date <= now:
        raise Invalid((Violation("follow_up_date", "must be in the future"),))


def propose_agreement(
    session: Session, person: str, new: NewAgreement, *, agreement_id: str, now: datetime
) -> Decision[Session]:
    """Propose something to agree on; its proposer agrees to it.

    Raises:
        Invalid: it breaks a rule, or names a strategy that is not in the pool.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4.
        Conflict: the rankings have not been compared yet.
    """
    check_agreement(new, now=now)
    require_at(session, person, Stage.STRATEGIC_REPAIR)
    if new.strategy_id is not None and new.strategy_id not in {each.id for each in visible_strategies(session)}:
        raise Invalid((Violation("strategy_id", "must be in the pool"),))
    if strategy_phase(session) not in CLOSING:
        raise Conflict("Please rank the strategies first.")
    proposed = Agreement(
        agreement_id,
        new.type,
        proposed_at=now,
        agreed_by=(person,),
        strategy_id=new.strategy_id,
        follow_up_date=new.follow_up_date,
    )
    session = evolve(session, agreements=(*session.agreements, proposed), updated_at=now)
    return Decision(session, (_proposed(session, person, agreement_id, now),))


def answer_agreement(
    session: Session, person: str, agreement_id: str, answer: AgreementAnswer, *, now: datetime
) -> Decision[Session]:
    """Agree to what the other proposes, turn it down, or propose other words for it.

    Raises:
        Invalid: the answer breaks a rule.
        NotFound: the session has no such agreement.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4.
        Conflict: it is not for this person to answer, or was answered.
    """
    check(answer)
    found = agreement_of(session, agreement_id)
    require_at(session, person, Stage.STRATEGIC_REPAIR)
    if found.status is not AgreementStatus.PROPOSED or person in found.agreed_by:
        raise Conflict("There is nothing for you to answer here.")
    if answer.modification is not None:
        session = evolve(_with(session, evolve(found, agreed_by=(person,))), updated_at=now)
        return Decision(session, (_proposed(session, person, agreement_id, now),))
    if not answer.confirmed:
        return Decision(_with(session, evolve(found, status=AgreementStatus.ABANDONED)))
    by = (*found.agreed_by, person)
    settled = evolve(found, agreed_by=by, status=AgreementStatus.AGREED, agreed_at=now)
    event = AgreementConfirmed(session_id=session.id, actor_id=person, timestamp=now, agreement_id=agreement_id)
    return Decision(evolve(_with(session, settled), updated_at=now), (event,))


def resolve(session: Session, person: str, *, now: datetime) -> Decision[Session]:
    """End the session with what the two have agreed on; what is still proposed is abandoned.

    Raises:
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person is not in stage 4, or nothing is agreed and it is for them to do something.
        PartnerNotReady: nothing is agreed, and all that is proposed waits for the partner.
    """
    me, _ = require_at(session, person, Stage.STRATEGIC_REPAIR)
    if not agreed(session):
        if waits_of(session, me) and not waits_for(session, me):
            raise PartnerNotReady
        raise GateNotSatisfied(Stage.STRATEGIC_REPAIR, (GateKey.AGREEMENT_CREATED,))
    inviter, invitee = session.inviter, session.invitee
    ended = evolve(
        session,
        status=after(session.status, Act.RESOLVE),
        inviter=_at_the_end(session, inviter, invitee, now),
        invitee=_at_the_end(session, invitee, inviter, now),
        agreements=tuple(
            evolve(each, status=AgreementStatus.ABANDONED) if each.status is AgreementStatus.PROPOSED else each
            for each in session.agreements
        ),
        updated_at=now,
        resolved_at=now,
    )
    return Decision(
        ended,
        (
            StageCompleted(
                session_id=session.id, actor_id=person, timestamp=now, stage=Stage.STRATEGIC_REPAIR, completed_at=now
            ),
            SessionResolved(session_id=session.id, actor_id=person, timestamp=now),
        ),
    )


def agreement_of(session: Session, agreement_id: str) -> Agreement:
    """Give one agreement of a session's.

    Raises:
        NotFound: there is no such agreement.
    """
    found = next((each for each in session.agreements if each.id == agreement_id), None)
    if found is None:
        raise NotFound("agreement")
    return found


def readable_agreements(session: Session, person: str) -> tuple[Agreement, ...]:
    """Give all that was proposed, newest first.

    Raises:
        Forbidden: ``person`` is not a participant.
        GateNotSatisfied: this person is not in stage 4.
    """
    me, _ = sides(session, person)
    require_stage(me, Stage.STRATEGIC_REPAIR)
    return session.agreements[::-1]


def is_stale(session: Session, agreement: Agreement) -> bool:
    """Tell whether an agreement comes from a strategy that its author has taken out of the pool since."""
    visible = {each.id for each in visible_strategies(session)}
    return agreement.strategy_id is not None and agreement.strategy_id not in visible


def can_resolve(session: Session) -> bool:
    """Tell whether the two could end the session now."""
    return is_live(session) and bool(agreed(session))


def follow_ups(session: Session) -> tuple[tuple[str, datetime], ...]:
    """Give what is to be looked back on, and when, as (agreement id, time)."""
    return tuple((each.id, each.follow_up_date) for each in agreed(session) if each.follow_up_date is not None)


def _with(session: Session, agreement: Agreement) -> Session:
    agreements = (agreement if each.id == agreement.id else each for each in session.agreements)
    return evolve(session, agreements=tuple(agreements))


def _proposed(session: Session, person: str, agreement_id: str, now: datetime) -> AgreementProposed:
    return AgreementProposed(session_id=session.id, actor_id=person, timestamp=now, agreement_id=agreement_id)


def _at_the_end(session: Session, me: Participant, partner: Participant, now: datetime) -> Participant:
    *earlier, row = me.rows
    gates = derived_gates(session, me, partner, row.stage)
    return evolve(me, rows=(*earlier, evolve(row, completed_at=now, gates=gates)))
