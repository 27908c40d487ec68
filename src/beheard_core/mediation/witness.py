"""Feeling heard: how a person says that stage 1 has done its work for them.

Source: the contract's *Stage 1 and chat*.
"""

from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.fields import flag
from beheard_core.mediation.model import Session, Stage
from beheard_core.mediation.standing import require_at, require_still_in, with_participant


@frozen(kw_only=True)
class FeelHeard:
    """Whether somebody feels heard."""

    confirmed: bool = field(**flag("True to confirm, false to take it back"))


def confirm_feeling_heard(
    session: Session, person: str, *, confirmed: bool, newest_reading: int | None, now: datetime
) -> Decision[Session]:
    """Confirm, or take back, that this person feels heard; the partner is told nothing.

    ``newest_reading`` is the intensity (1 to 10) of this person's newest reading in stage 1, if there is one. It is
    kept with the confirmation; taking the confirmation back clears both. Confirming again takes
    the newest reading, and leaves the time as it was.

    Raises:
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 1.
        Conflict: this person has left stage 1.
    """
    me, _ = require_at(session, person, Stage.WITNESS)
    require_still_in(me, Stage.WITNESS)
    if not confirmed:
        me = evolve(me, feel_heard_at=None, final_reading=None)
    else:
        me = evolve(me, feel_heard_at=me.feel_heard_at or now, final_reading=newest_reading)
    return Decision(with_participant(session, me))
