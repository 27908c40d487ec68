"""The Curiosity Compact: what both sign before anything else.

Source: the contract's *Stage 0*.
"""

from datetime import datetime

from attrs import evolve

from beheard_core.decision import Decision
from beheard_core.errors import Conflict
from beheard_core.mediation.events import CompactSigned
from beheard_core.mediation.model import Session
from beheard_core.mediation.standing import require_live, sides, with_participant


def sign(session: Session, person: str, *, now: datetime) -> Decision[Session]:
    """Put this person's name under the compact, once.

    Raises:
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        Conflict: this person has signed before.
    """
    me, partner = sides(session, person)
    require_live(session)
    if me.compact_signed_at is not None:
        raise Conflict("You have already signed the compact.")
    # Before the partner has signed, the moment is not for them to see; the event goes to a channel that both read.
    shown = now if partner.compact_signed_at is not None else None
    event = CompactSigned(session_id=session.id, actor_id=person, timestamp=shown, signed_at=shown)
    signed = with_participant(session, evolve(me, compact_signed_at=now))
    return Decision(evolve(signed, updated_at=now), (event,))
