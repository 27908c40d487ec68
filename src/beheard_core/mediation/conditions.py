"""What can be said of one of the two people, or of both, from that person's side: what the gates are made of.

Every condition takes the session, the person, and the partner.

Source: the contract's tables *State machine* and *Action lists*.
"""

from beheard_core.mediation.model import Participant, Session, Stage
from beheard_core.mediation.standing import (
    StrategyPhase,
    agreed,
    awaits_revision,
    confirmed_ground,
    current_stage,
    ground_is_settled,
    latest_verdict,
    live_attempt,
    live_needs,
    strategy_phase,
    visible_ground,
    waits_for,
    waits_of,
)


def always(session: Session, me: Participant, partner: Participant) -> bool:
    """Hold in any case."""
    return True


def never(session: Session, me: Participant, partner: Participant) -> bool:
    """Hold in no case."""
    return False


def i_signed(session: Session, me: Participant, partner: Participant) -> bool:
    """I have signed the compact."""
    return me.compact_signed_at is not None


def partner_signed(session: Session, me: Participant, partner: Participant) -> bool:
    """My partner has signed the compact."""
    return partner.compact_signed_at is not None


def i_feel_heard(session: Session, me: Participant, partner: Participant) -> bool:
    """I have confirmed that I feel heard."""
    return me.feel_heard_at is not None


def i_drafted(session: Session, me: Participant, partner: Participant) -> bool:
    """I have written a draft of an empathy attempt."""
    return me.drafted_at is not None


def i_share(session: Session, me: Participant, partner: Participant) -> bool:
    """An attempt of mine is live."""
    return live_attempt(me) is not None


def both_share(session: Session, me: Participant, partner: Participant) -> bool:
    """Attempts of both are live."""
    return i_share(session, me, partner) and live_attempt(partner) is not None


def i_validated(session: Session, me: Participant, partner: Participant) -> bool:
    """What I last said of an attempt of my partner's is that it is right."""
    verdict = latest_verdict(me)
    return verdict is not None and verdict.validated


def partner_lost_mine(session: Session, me: Participant, partner: Participant) -> bool:
    """I have withdrawn an attempt that my partner, still in stage 2, can use."""
    return bool(me.attempts) and current_stage(partner) is Stage.PERSPECTIVE_STRETCH


def i_know_my_needs(session: Session, me: Participant, partner: Participant) -> bool:
    """I have confirmed at least one need of mine."""
    return bool(me.confirmed_needs)


def partner_knows_theirs(session: Session, me: Participant, partner: Participant) -> bool:
    """My partner has confirmed at least one need of theirs."""
    return bool(partner.confirmed_needs)


def we_share_ground(session: Session, me: Participant, partner: Participant) -> bool:
    """Both of us have confirmed one thing that we can see; once one of us is in stage 4, that stands."""
    return ground_is_settled(session) or bool(confirmed_ground(session))


def ground_waits_for_me(session: Session, me: Participant, partner: Participant) -> bool:
    """I share no need, or know of nothing in common that I confirm, or have not answered what my partner confirms."""
    ground = visible_ground(session)
    confirms_nothing = session.analysis is not None and not any(me.id in each.confirmed_by for each in ground)
    unanswered = any(partner.id in each.confirmed_by and me.id not in each.confirmed_by for each in ground)
    return not live_needs(me) or confirms_nothing or unanswered


def ground_waits_for_partner(session: Session, me: Participant, partner: Participant) -> bool:
    """It is not for me to do something about our common ground."""
    return not ground_waits_for_me(session, me, partner)


def i_am_ready(session: Session, me: Participant, partner: Participant) -> bool:
    """I find the pool of strategies complete."""
    return me.ready_at is not None


def i_ranked(session: Session, me: Participant, partner: Participant) -> bool:
    """I have ranked the strategies."""
    return me.ranking is not None


def both_ranked(session: Session, me: Participant, partner: Participant) -> bool:
    """Both rankings are in and have been compared."""
    return session.overlap is not None


def we_agreed(session: Session, me: Participant, partner: Participant) -> bool:
    """We have made an agreement."""
    return bool(agreed(session))


def not_agreed(session: Session, me: Participant, partner: Participant) -> bool:
    """We have not made an agreement yet."""
    return not agreed(session)


def ranking_is_open(session: Session, me: Participant, partner: Participant) -> bool:
    """Both of us are ready, and it is time to rank."""
    return strategy_phase(session) is StrategyPhase.RANKING


def partner_not_ready(session: Session, me: Participant, partner: Participant) -> bool:
    """My partner does not find the pool complete yet."""
    return partner.ready_at is None and not agreed(session)


def i_await_the_overlap(session: Session, me: Participant, partner: Participant) -> bool:
    """I have ranked, and wait for my partner's ranking."""
    return me.ranking is not None and not agreed(session)


def agreement_waits_for_me(session: Session, me: Participant, partner: Participant) -> bool:
    """My partner's proposal waits for me, or we have seen the overlap and no proposal of mine waits."""
    revealed = session.overlap is not None
    return waits_for(session, me) or (revealed and not waits_of(session, me))


def agreement_waits_for_partner(session: Session, me: Participant, partner: Participant) -> bool:
    """My proposal waits for my partner, and none of theirs for me."""
    return waits_of(session, me) and not waits_for(session, me)


def i_await_a_revision(session: Session, me: Participant, partner: Participant) -> bool:
    """I have asked my partner, in feedback that I share, to revise the attempt that is live."""
    return awaits_revision(me, partner)


def i_received(session: Session, me: Participant, partner: Participant) -> bool:
    """I can read, or have already found right, an attempt of my partner's."""
    return both_share(session, me, partner) or i_validated(session, me, partner)
