"""The gates: one table says what each stage asks for, when it holds, and whose turn it is while it does not.

Source: the stage documents (gate objects of stages 0 to 2) and the contract's tables *State machine* and *Action
lists*.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from beheard_core.mediation.conditions import (
    agreement_waits_for_me,
    agreement_waits_for_partner,
    always,
    both_ranked,
    both_share,
    ground_waits_for_me,
    ground_waits_for_partner,
    i_am_ready,
    i_await_a_revision,
    i_await_the_overlap,
    i_drafted,
    i_feel_heard,
    i_know_my_needs,
    i_ranked,
    i_received,
    i_share,
    i_signed,
    i_validated,
    never,
    not_agreed,
    partner_knows_theirs,
    partner_lost_mine,
    partner_not_ready,
    partner_signed,
    ranking_is_open,
    we_agreed,
    we_share_ground,
)
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
from beheard_core.mediation.standing import has_joined, is_terminal, latest_verdict, row_of

Test = Callable[[Session, Participant, Participant], bool]
Note = Callable[[Participant], datetime | int | None]


def _validated_at(me: Participant) -> datetime | None:
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
        {"compact_signed_at": lambda me: me.compact_signed_at},
    ),
    Stage.WITNESS: StageGates(
        Stage1Gates,
        (Gate(GateKey.FEEL_HEARD_CONFIRMED, i_feel_heard),),
        {
            "feel_heard_confirmed_at": lambda me: me.feel_heard_at,
            "final_emotional_reading": lambda me: me.final_reading,
        },
    ),
    Stage.PERSPECTIVE_STRETCH: StageGates(
        Stage2Gates,
        (
            Gate(GateKey.EMPATHY_ATTEMPT_CREATED, i_drafted),
            Gate(GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE, i_share),
            Gate(GateKey.RECEIVED_PARTNER_ATTEMPT, i_received, mine=never, theirs=i_share),
            Gate(GateKey.VALIDATED_PARTNER_ATTEMPT, i_validated, mine=both_share, theirs=i_await_a_revision),
        ),
        {"validated_at": _validated_at},
    ),
    Stage.NEED_MAPPING: StageGates(
        Stage3Gates,
        (
            Gate(GateKey.NEEDS_CONFIRMED, i_know_my_needs),
            Gate(GateKey.PARTNER_NEEDS_CONFIRMED, partner_knows_theirs, mine=never, theirs=always),
            Gate(
                GateKey.COMMON_GROUND_CONFIRMED,
                we_share_ground,
                mine=ground_waits_for_me,
                theirs=ground_waits_for_partner,
            ),
        ),
        earlier=(Gate(GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE, i_share, mine=partner_lost_mine),),
    ),
    Stage.STRATEGIC_REPAIR: StageGates(
        Stage4Gates,
        (
            Gate(GateKey.STRATEGIES_SUBMITTED, i_am_ready, mine=not_agreed),
            Gate(GateKey.RANKINGS_SUBMITTED, i_ranked, mine=ranking_is_open, theirs=partner_not_ready),
            Gate(GateKey.OVERLAP_IDENTIFIED, both_ranked, mine=never, theirs=i_await_the_overlap),
            Gate(
                GateKey.AGREEMENT_CREATED,
                we_agreed,
                mine=agreement_waits_for_me,
                theirs=agreement_waits_for_partner,
            ),
        ),
    ),
}


def false_gates(session: Session, me: Participant, partner: Participant, stage: Stage) -> tuple[GateKey, ...]:
    """List the gates of a stage that do not hold, in table order."""
    return tuple(gate.key for gate in GATES[stage].gates if not gate.holds(session, me, partner))


def mine_to_do(session: Session, me: Participant, partner: Participant, stage: Stage) -> tuple[GateKey, ...]:
    """List the false gates that this person can do something about now, those of earlier stages last."""
    table = GATES[stage]
    return tuple(
        gate.key
        for gate in (*table.gates, *table.earlier)
        if not gate.holds(session, me, partner) and gate.mine(session, me, partner)
    )


def theirs_to_do(session: Session, me: Participant, partner: Participant, stage: Stage) -> tuple[GateKey, ...]:
    """List the false gates of this person's stage that wait for the partner."""
    return tuple(
        gate.key
        for gate in GATES[stage].gates
        if not gate.holds(session, me, partner) and gate.theirs(session, me, partner)
    )


def derived_gates(session: Session, me: Participant, partner: Participant, stage: Stage) -> Gates:
    """Give a stage's gate object as the facts make it now."""
    table = GATES[stage]
    values: dict[str, Any] = {gate.key.name.lower(): gate.holds(session, me, partner) for gate in table.gates}
    values |= {name: note(me) for name, note in table.notes.items()}
    return table.shape(**values)


def blank_gates(stage: Stage) -> Gates:
    """Give a stage's gate object as it is before the stage is reached: nothing holds, nothing is told."""
    table = GATES[stage]
    values: dict[str, Any] = {gate.key.name.lower(): False for gate in table.gates}
    values |= dict.fromkeys(table.notes)
    return table.shape(**values)


def gates_of(session: Session, me: Participant, partner: Participant, stage: Stage) -> Gates:
    """Give a stage's gate object as this person may see it.

    A stage not reached shows nothing, not even what the partner did; a stage left shows what it was left with.
    """
    row = row_of(me, stage)
    if row is None:
        return blank_gates(stage)
    return row.gates if row.gates is not None else derived_gates(session, me, partner, stage)


def in_force(session: Session) -> bool:
    """Tell whether anybody has anything to do: after acceptance, and before the end."""
    return has_joined(session) and not is_terminal(session)
