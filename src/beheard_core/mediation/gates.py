"""The gates: one table says what each stage asks for, when it holds, and whose turn it is while it does not.

Source: the stage documents (gate objects of stages 0 to 2) and the contract's tables *State machine* and *Action
lists*. The gates of stages 3 and 4 name what will be asked; until those stages have acts of their own, their
gates do not hold.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from beheard_core.mediation.model import (
    GateKey,
    Gates,
    Participant,
    Session,
    Stage,
    Stage0Gates,
    Stage1Gates,
    Stage2Gates,
    Stage3Gates,
    Stage4Gates,
)
from beheard_core.mediation.standing import (
    awaits_revision,
    current_stage,
    has_joined,
    is_terminal,
    latest_verdict,
    live_attempt,
    row_of,
)

Test = Callable[[Participant, Participant], bool]
Note = Callable[[Participant, Participant], datetime | int | None]


def always(me: Participant, partner: Participant) -> bool:
    """Hold in any case."""
    return True


def never(me: Participant, partner: Participant) -> bool:
    """Hold in no case."""
    return False


def i_signed(me: Participant, partner: Participant) -> bool:
    """I have signed the compact."""
    return me.compact_signed_at is not None


def partner_signed(me: Participant, partner: Participant) -> bool:
    """My partner has signed the compact."""
    return partner.compact_signed_at is not None


def i_feel_heard(me: Participant, partner: Participant) -> bool:
    """I have confirmed that I feel heard."""
    return me.feel_heard_at is not None


def i_drafted(me: Participant, partner: Participant) -> bool:
    """I have written a draft of an empathy attempt."""
    return me.drafted_at is not None


def i_share(me: Participant, partner: Participant) -> bool:
    """An attempt of mine is live."""
    return live_attempt(me) is not None


def both_share(me: Participant, partner: Participant) -> bool:
    """Attempts of both are live."""
    return i_share(me, partner) and live_attempt(partner) is not None


def i_validated(me: Participant, partner: Participant) -> bool:
    """What I last said of an attempt of my partner's is that it is right."""
    verdict = latest_verdict(me)
    return verdict is not None and verdict.validated


def partner_lost_mine(me: Participant, partner: Participant) -> bool:
    """I have withdrawn an attempt that my partner, still in stage 2, can use."""
    return bool(me.attempts) and current_stage(partner) is Stage.PERSPECTIVE_STRETCH


def i_received(me: Participant, partner: Participant) -> bool:
    """I can read, or have already found right, an attempt of my partner's."""
    return both_share(me, partner) or i_validated(me, partner)


def _validated_at(me: Participant, partner: Participant) -> datetime | None:
    verdict = latest_verdict(me)
    return verdict.given_at if verdict is not None and verdict.validated else None


@frozen
class Gate:
    """One gate of a stage.

    While it does not ``hold``, it is on the person's own list where ``mine`` says so, and on the list of what the
    partner has to do where ``theirs`` does.
    """

    key: GateKey
    holds: Test
    mine: Test = always
    theirs: Test = never


@frozen
class StageGates:
    """What one stage asks for: its gates in order, what else its gate object tells, and the class of that object.

    ``earlier`` are gates of stages left behind that can become somebody's to do again; they keep nobody in the stage.
    """

    shape: type[Gates]
    gates: tuple[Gate, ...]
    notes: Mapping[str, Note] = {}
    earlier: tuple[Gate, ...] = ()


GATES: Mapping[Stage, StageGates] = {
    Stage.ONBOARDING: StageGates(
        Stage0Gates,
        (
            Gate(GateKey.COMPACT_SIGNED, i_signed),
            Gate(GateKey.PARTNER_COMPACT_SIGNED, partner_signed, mine=never, theirs=always),
        ),
        {"compact_signed_at": lambda me, partner: me.compact_signed_at},
    ),
    Stage.WITNESS: StageGates(
        Stage1Gates,
        (Gate(GateKey.FEEL_HEARD_CONFIRMED, i_feel_heard),),
        {
            "feel_heard_confirmed_at": lambda me, partner: me.feel_heard_at,
            "final_emotional_reading": lambda me, partner: me.final_reading,
        },
    ),
    Stage.PERSPECTIVE_STRETCH: StageGates(
        Stage2Gates,
        (
            Gate(GateKey.EMPATHY_ATTEMPT_CREATED, i_drafted),
            Gate(GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE, i_share),
            Gate(GateKey.RECEIVED_PARTNER_ATTEMPT, i_received, mine=never, theirs=i_share),
            Gate(GateKey.VALIDATED_PARTNER_ATTEMPT, i_validated, mine=both_share, theirs=awaits_revision),
        ),
        {"validated_at": _validated_at},
    ),
    Stage.NEED_MAPPING: StageGates(
        Stage3Gates,
        (
            Gate(GateKey.NEEDS_CONFIRMED, never),
            Gate(GateKey.PARTNER_NEEDS_CONFIRMED, never, mine=never, theirs=always),
            Gate(GateKey.COMMON_GROUND_CONFIRMED, never),
        ),
        earlier=(Gate(GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE, i_share, mine=partner_lost_mine),),
    ),
    Stage.STRATEGIC_REPAIR: StageGates(
        Stage4Gates,
        (
            Gate(GateKey.STRATEGIES_SUBMITTED, never),
            Gate(GateKey.RANKINGS_SUBMITTED, never, mine=never, theirs=always),
            Gate(GateKey.OVERLAP_IDENTIFIED, never, mine=never),
            Gate(GateKey.AGREEMENT_CREATED, never, mine=never),
        ),
    ),
}


def false_gates(me: Participant, partner: Participant, stage: Stage) -> tuple[GateKey, ...]:
    """List the gates of a stage that do not hold, in table order."""
    return tuple(gate.key for gate in GATES[stage].gates if not gate.holds(me, partner))


def mine_to_do(me: Participant, partner: Participant, stage: Stage) -> tuple[GateKey, ...]:
    """List the false gates that this person can do something about now, those of earlier stages last."""
    table = GATES[stage]
    return tuple(
        gate.key for gate in (*table.gates, *table.earlier) if not gate.holds(me, partner) and gate.mine(me, partner)
    )


def theirs_to_do(me: Participant, partner: Participant, stage: Stage) -> tuple[GateKey, ...]:
    """List the false gates of this person's stage that wait for the partner."""
    return tuple(gate.key for gate in GATES[stage].gates if not gate.holds(me, partner) and gate.theirs(me, partner))


def derived_gates(me: Participant, partner: Participant, stage: Stage) -> Gates:
    """Give a stage's gate object as the facts make it now."""
    table = GATES[stage]
    values: dict[str, Any] = {gate.key.name.lower(): gate.holds(me, partner) for gate in table.gates}
    values |= {name: note(me, partner) for name, note in table.notes.items()}
    return table.shape(**values)


def blank_gates(stage: Stage) -> Gates:
    """Give a stage's gate object as it is before the stage is reached: nothing holds, nothing is told."""
    table = GATES[stage]
    values: dict[str, Any] = {gate.key.name.lower(): False for gate in table.gates}
    values |= dict.fromkeys(table.notes)
    return table.shape(**values)


def gates_of(me: Participant, partner: Participant, stage: Stage) -> Gates:
    """Give a stage's gate object as this person may see it.

    A stage not reached shows nothing, not even what the partner did; a stage left shows what it was left with.
    """
    row = row_of(me, stage)
    if row is None:
        return blank_gates(stage)
    return row.gates if row.gates is not None else derived_gates(me, partner, stage)


def in_force(session: Session) -> bool:
    """Tell whether anybody has anything to do: after acceptance, and before the end."""
    return has_joined(session) and not is_terminal(session)
