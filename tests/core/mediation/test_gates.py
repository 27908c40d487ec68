"""The gates against the contract's two tables, *State machine* (gate objects) and *Action lists*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core.mediation import GateKey, SessionStatus, Stage, StageStatus, stage_status
from beheard_core.mediation.gates import gates_of, in_force
from beheard_core.mediation.model import Analysis, CommonGround
from beheard_core.mediation.stages import is_waiting, partner_action_needed, self_action_needed
from tests.core.mediation.people import (
    ANNA,
    BEN,
    LEFT,
    anna,
    at,
    attempt,
    ben,
    invited,
    person,
    session,
    sharing,
    verdict,
)
from tests.core.mediation.stage3 import SOURCES, item, knowing, letting_know, share_of
from tests.core.shapes import wire

S0, S1, S2, S3, S4 = Stage

GATES = {
    S0: "compactSigned partnerCompactSigned",
    S1: "feelHeardConfirmed",
    S2: "empathyAttemptCreated empathyAttemptConsentedToShare receivedPartnerAttempt validatedPartnerAttempt",
    S3: "needsConfirmed partnerNeedsConfirmed commonGroundConfirmed",
    S4: "strategiesSubmitted rankingsSubmitted overlapIdentified agreementCreated",
}
SHOWN_AS_WELL = {S0: "compactSignedAt", S1: "feelHeardConfirmedAt finalEmotionalReading", S2: "validatedAt"}

SIGNED: dict[str, Any] = {"compact_signed_at": at(1)}
MINE, THEIRS = sharing("att_mine"), sharing("att_theirs")
WITHDRAWN = {"drafted_at": at(9), "attempts": (attempt("att_old"), attempt("att_mine", withdrawn=True))}
THEIRS_WITHDRAWN = {"drafted_at": at(9), "attempts": (attempt("att_theirs", withdrawn=True),)}
THEIRS_REVISED = {"drafted_at": at(9), "attempts": (attempt("att_theirs"), attempt("att_revised"))}
RIGHT = verdict("att_theirs", validated=True)
WRONG = verdict("att_theirs", validated=False)
ASKED = verdict("att_theirs", validated=False, feedback_shared=True)

# One word a gate, in the order above: it holds, or it is on the caller's list (mine), on the partner's (theirs), on
# both (either), or on none (open).
TABLE: list[tuple[Stage, str, dict[str, Any], dict[str, Any], str]] = [
    (S0, "nobody has signed", {}, {}, "mine theirs"),
    (S0, "I have signed", SIGNED, {}, "holds theirs"),
    (S0, "my partner has signed", {}, SIGNED, "mine holds"),
    (S0, "both have signed", SIGNED, SIGNED, "holds holds"),
    (S1, "nobody feels heard", {}, {}, "mine"),
    (S1, "I feel heard", {"feel_heard_at": at(2)}, {}, "holds"),
    (S1, "my partner feels heard", {}, {"feel_heard_at": at(2)}, "mine"),
    (S2, "nothing is written", {}, {}, "mine mine open open"),
    (S2, "I have a draft", {"drafted_at": at(9)}, {}, "holds mine open open"),
    (S2, "my partner has a draft", {}, {"drafted_at": at(9)}, "mine mine open open"),
    (S2, "only I share", MINE, {}, "holds holds theirs open"),
    (S2, "only my partner shares", {}, THEIRS, "mine mine open open"),
    (S2, "my partner shares and I have a draft", {"drafted_at": at(9)}, THEIRS, "holds mine open open"),
    (S2, "both share", MINE, THEIRS, "holds holds holds mine"),
    (S2, "I find it right", MINE | {"verdicts": (RIGHT,)}, THEIRS, "holds holds holds holds"),
    (S2, "I find it wrong", MINE | {"verdicts": (WRONG,)}, THEIRS, "holds holds holds mine"),
    (S2, "I ask for a revision", MINE | {"verdicts": (ASKED,)}, THEIRS, "holds holds holds either"),
    (S2, "the revision is there", MINE | {"verdicts": (ASKED,)}, THEIRS_REVISED, "holds holds holds mine"),
    (S2, "it is withdrawn after I asked", MINE | {"verdicts": (ASKED,)}, THEIRS_WITHDRAWN, "holds holds theirs open"),
    (S2, "it is revised after I said yes", MINE | {"verdicts": (RIGHT,)}, THEIRS_REVISED, "holds holds holds holds"),
    (
        S2,
        "it is withdrawn after I said yes",
        MINE | {"verdicts": (RIGHT,)},
        THEIRS_WITHDRAWN,
        "holds holds holds holds",
    ),
    (
        S2,
        "I said yes, then no to the revision",
        MINE | {"verdicts": (RIGHT, verdict("att_revised", validated=False))},
        THEIRS_REVISED,
        "holds holds holds mine",
    ),
    (
        S2,
        "I said no, then yes to the revision",
        MINE | {"verdicts": (ASKED, verdict("att_revised", validated=True))},
        THEIRS_REVISED,
        "holds holds holds holds",
    ),
    (S2, "I have withdrawn mine", WITHDRAWN, THEIRS, "holds mine open open"),
    (S2, "I said yes and withdraw mine", WITHDRAWN | {"verdicts": (RIGHT,)}, THEIRS, "holds mine holds holds"),
    (S2, "I asked and withdraw mine", WITHDRAWN | {"verdicts": (ASKED,)}, THEIRS, "holds mine open theirs"),
    (S2, "both have withdrawn", WITHDRAWN, THEIRS_WITHDRAWN, "holds mine open open"),
    (S4, "no strategy is there", {}, {}, "mine theirs open open"),
]

ME, PARTNER = "me", "partner"
"""Whoever the case is told of, and the other."""
I_SHARE, THEY_SHARE = letting_know("calm"), letting_know("peace")
I_TOOK_BACK = knowing("calm", consents=(share_of("calm", revoked_at=at(55)),))
THEY_TOOK_BACK = knowing("peace", consents=(share_of("peace", revoked_at=at(55)),))
NOT_LOOKED = None
NOTHING: tuple[CommonGround, ...] = ()
ONE, ANOTHER = item("cg_1", sources=SOURCES), item("cg_2", sources=SOURCES)


def by(ground: CommonGround, *people: str, declined: tuple[str, ...] = ()) -> CommonGround:
    return item(ground.id, *people, sources=ground.sources, declined=declined)


# What was found in common, or None before anybody has looked; the words as above.
STAGE_3: list[tuple[str, dict[str, Any], dict[str, Any], tuple[CommonGround, ...] | None, str]] = [
    ("no need is confirmed", {}, {}, NOT_LOOKED, "mine theirs mine"),
    ("I know my needs", knowing("calm"), {}, NOT_LOOKED, "holds theirs mine"),
    ("my partner knows theirs", {}, knowing("peace"), NOT_LOOKED, "mine holds mine"),
    ("both know", knowing("calm"), knowing("peace"), NOT_LOOKED, "holds holds mine"),
    ("I denied", knowing("calm", consents=(share_of("calm", granted=False),)), {}, NOT_LOOKED, "holds theirs mine"),
    ("only I share", I_SHARE, {}, NOT_LOOKED, "holds theirs theirs"),
    ("only I share and my partner knows", I_SHARE, knowing("peace"), NOT_LOOKED, "holds holds theirs"),
    ("only my partner shares", knowing("calm"), THEY_SHARE, NOT_LOOKED, "holds holds mine"),
    ("I took back", I_TOOK_BACK, THEY_SHARE, NOT_LOOKED, "holds holds mine"),
    ("my partner took back", I_SHARE, THEY_TOOK_BACK, NOT_LOOKED, "holds holds theirs"),
    ("both share", I_SHARE, THEY_SHARE, NOT_LOOKED, "holds holds theirs"),
    ("nothing is found", I_SHARE, THEY_SHARE, NOTHING, "holds holds mine"),
    ("something is found", I_SHARE, THEY_SHARE, (ONE,), "holds holds mine"),
    ("I confirm it", I_SHARE, THEY_SHARE, (by(ONE, ME),), "holds holds theirs"),
    ("my partner confirms it", I_SHARE, THEY_SHARE, (by(ONE, PARTNER),), "holds holds mine"),
    ("both confirm it", I_SHARE, THEY_SHARE, (by(ONE, ME, PARTNER),), "holds holds holds"),
    ("I decline it", I_SHARE, THEY_SHARE, (by(ONE, declined=(ME,)),), "holds holds mine"),
    ("my partner declines it", I_SHARE, THEY_SHARE, (by(ONE, declined=(PARTNER,)),), "holds holds mine"),
    ("I confirm, they decline", I_SHARE, THEY_SHARE, (by(ONE, ME, declined=(PARTNER,)),), "holds holds theirs"),
    ("they confirm, I decline", I_SHARE, THEY_SHARE, (by(ONE, PARTNER, declined=(ME,)),), "holds holds mine"),
    ("each confirms one", I_SHARE, THEY_SHARE, (by(ONE, ME), by(ANOTHER, PARTNER)), "holds holds mine"),
    ("I confirm one of two", I_SHARE, THEY_SHARE, (by(ONE, ME), ANOTHER), "holds holds theirs"),
    ("both confirm one of two", I_SHARE, THEY_SHARE, (by(ONE, PARTNER, ME), by(ANOTHER, PARTNER)), "holds holds holds"),
    ("I propose", I_SHARE, THEY_SHARE, (item("own", ME),), "holds holds theirs"),
    ("my partner proposes", I_SHARE, THEY_SHARE, (item("own", PARTNER),), "holds holds mine"),
    ("both confirm what I propose", I_SHARE, THEY_SHARE, (item("own", ME, PARTNER),), "holds holds holds"),
    ("I took back what was confirmed", I_TOOK_BACK, THEY_SHARE, (by(ONE, ME, PARTNER),), "holds holds mine"),
    ("they took back what was confirmed", I_SHARE, THEY_TOOK_BACK, (by(ONE, ME, PARTNER),), "holds holds mine"),
    (
        "they took back, I propose",
        I_SHARE,
        THEY_TOOK_BACK,
        (by(ONE, PARTNER), item("own", ME)),
        "holds holds theirs",
    ),
    ("I took back, and propose", I_TOOK_BACK, THEY_SHARE, (by(ONE, ME), item("own", ME)), "holds holds mine"),
    ("both took back and agree", I_TOOK_BACK, THEY_TOOK_BACK, (item("own", ME, PARTNER),), "holds holds holds"),
    ("I no longer know my needs", {}, THEY_SHARE, (item("own", ME, PARTNER),), "mine holds holds"),
    ("they no longer know theirs", I_SHARE, {}, (item("own", ME, PARTNER),), "holds theirs holds"),
]


def told_of(me: str, partner: str, ground: tuple[CommonGround, ...] | None) -> dict[str, Any]:
    """Give what two people have in common, in their own names."""
    if ground is None:
        return {}
    names = {ME: me, PARTNER: partner}
    named = (
        evolve(
            each,
            confirmed_by=tuple(map(names.__getitem__, each.confirmed_by)),
            declined_by=tuple(map(names.__getitem__, each.declined_by)),
        )
        for each in ground
    )
    return {"common_ground": tuple(named), "analysis": Analysis(at(45), SOURCES)}


Ground = tuple[CommonGround, ...] | None
ROWS: list[tuple[Stage, str, dict[str, Any], dict[str, Any], Ground, str]] = [
    *((stage, case, mine, theirs, NOT_LOOKED, words) for stage, case, mine, theirs, words in TABLE),
    *((S3, *row) for row in STAGE_3),
]


@pytest.mark.parametrize("inviting", [True, False], ids=["as inviter", "as invitee"])
@pytest.mark.parametrize(
    ("stage", "mine", "theirs", "ground", "words"),
    [(stage, *rest) for stage, _, *rest in ROWS],
    ids=[f"{stage.value}, {situation}" for stage, situation, *_ in ROWS],
)
def test_every_gate_holds_or_is_on_the_lists_that_the_contract_says(
    stage: Stage,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    ground: tuple[CommonGround, ...] | None,
    words: str,
    *,
    inviting: bool,
) -> None:
    me, partner = person(ANNA if inviting else BEN, stage, **mine), person(BEN if inviting else ANNA, stage, **theirs)
    met = session(*((me, partner) if inviting else (partner, me)), **told_of(me.id, partner.id, ground))
    said = dict(zip(GATES[stage].split(), words.split(), strict=True))

    seen = wire(gates_of(met, me, partner, stage))

    assert {key: seen[key] for key in said} == {key: word == "holds" for key, word in said.items()}
    assert self_action_needed(met, me.id) == tuple(key for key, word in said.items() if word in ("mine", "either"))
    assert partner_action_needed(met, me.id) == tuple(key for key, word in said.items() if word in ("theirs", "either"))
    assert stage_status(met, me, partner, stage) == (
        StageStatus.IN_PROGRESS if {"mine", "either"} & set(said.values()) else StageStatus.GATE_PENDING
    )


def test_the_table_above_has_every_gate_open_and_where_facts_allow_it_holding() -> None:
    lines = [(GATES[stage].split(), line.split()) for stage, *_, line in ROWS]
    words = {(key, word == "holds") for keys, line in lines for key, word in zip(keys, line, strict=True)}
    keys = set(GateKey)
    yet_without_facts = set(GATES[S4].split())
    assert words == {(key, False) for key in keys} | {(key, True) for key in keys - yet_without_facts}


@pytest.mark.parametrize("stage", Stage)
def test_a_gate_object_has_the_stage_its_gates_and_what_else_is_shown(stage: Stage) -> None:
    keys = wire(gates_of(session(), anna(stage), ben(stage), stage))
    assert sorted(keys) == sorted(f"stage {GATES[stage]} {SHOWN_AS_WELL.get(stage, '')}".split())
    assert keys["stage"] == stage


def test_the_gate_object_of_stage_0_tells_when_i_signed_and_not_when_my_partner_did() -> None:
    me, partner = anna(compact_signed_at=at(1)), ben(compact_signed_at=at(7))
    assert wire(gates_of(session(me, partner), me, partner, S0)) == {
        "stage": 0,
        "compactSigned": True,
        "compactSignedAt": at(1),
        "partnerCompactSigned": True,
    }


def test_the_gate_object_of_stage_1_tells_when_and_with_what_reading_i_felt_heard() -> None:
    me = anna(S1, feel_heard_at=at(2), final_reading=6)
    assert wire(gates_of(session(me), me, ben(), S1)) == {
        "stage": 1,
        "feelHeardConfirmed": True,
        "feelHeardConfirmedAt": at(2),
        "finalEmotionalReading": 6,
    }


@pytest.mark.parametrize(
    ("said", "expected"), [((), None), ((WRONG,), None), ((RIGHT,), at(20)), ((RIGHT, WRONG), None)]
)
def test_the_gate_object_of_stage_2_tells_when_i_validated_while_my_latest_verdict_is_true(
    said: tuple[Any, ...], expected: object
) -> None:
    me, partner = anna(S2, **MINE, verdicts=said), ben(S2, **THEIRS)
    assert wire(gates_of(session(me, partner), me, partner, S2))["validatedAt"] == expected


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("reached", [None, *Stage])
def test_a_stage_not_reached_shows_nothing_not_even_what_the_partner_did(stage: Stage, reached: Stage | None) -> None:
    everything: dict[str, Any] = {**SIGNED, "feel_heard_at": at(2), "final_reading": 4, **MINE, "verdicts": (RIGHT,)}
    everything |= {"confirmed_needs": ("calm",), "ready_at": at(60)}
    me = anna(reached, **everything) if reached is not None else evolve(anna(**everything), rows=())
    shows = any(
        value for key, value in wire(gates_of(session(me), me, ben(S4, **everything), stage)).items() if key != "stage"
    )
    assert shows == (reached is not None and stage <= reached)


@pytest.mark.parametrize("stage", [S0, S1, S2, S3])
def test_a_stage_left_shows_the_gates_it_was_left_with_whatever_happens_later(stage: Stage) -> None:
    me, partner = anna(S4, attempts=(attempt("att_mine", withdrawn=True),)), ben()
    assert gates_of(session(me, partner), me, partner, stage) == LEFT[stage]


@pytest.mark.parametrize(
    ("status", "joined", "expected"),
    [
        (SessionStatus.INVITED, False, False),
        (SessionStatus.ACTIVE, True, True),
        (SessionStatus.PAUSED, True, True),
        (SessionStatus.RESOLVED, True, False),
        (SessionStatus.ABANDONED, True, False),
        (SessionStatus.ABANDONED, False, False),
    ],
)
def test_the_lists_are_empty_before_acceptance_and_once_terminal(
    status: SessionStatus, joined: bool, expected: bool
) -> None:
    met = session(status=status) if joined else invited(status=status)
    viewers = (ANNA, BEN) if joined else (ANNA,)
    lists = [ask(met, viewer) for viewer in viewers for ask in (self_action_needed, partner_action_needed)]
    assert in_force(met) is expected
    assert [bool(each) for each in lists] == [expected] * len(lists)


def test_in_stage_3_a_withdrawn_attempt_is_mine_to_share_again_while_the_partner_is_in_stage_2() -> None:
    met = session(anna(S3, **WITHDRAWN), ben(S2, **THEIRS))
    assert self_action_needed(met, ANNA) == (
        GateKey.NEEDS_CONFIRMED,
        GateKey.COMMON_GROUND_CONFIRMED,
        GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE,
    )
    assert partner_action_needed(met, ANNA) == (GateKey.PARTNER_NEEDS_CONFIRMED,)


@pytest.mark.parametrize("partner", [S1, S3, S4])
def test_in_stage_3_a_withdrawn_attempt_is_left_alone_unless_the_partner_is_in_stage_2(partner: Stage) -> None:
    met = session(anna(S3, **WITHDRAWN), ben(partner, **THEIRS))
    assert GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE not in self_action_needed(met, ANNA)


@pytest.mark.parametrize("mine", [{}, MINE], ids=["never shared", "still live"])
def test_in_stage_3_only_a_withdrawn_attempt_asks_to_be_shared_again(mine: dict[str, Any]) -> None:
    met = session(anna(S3, **mine), ben(S2, **THEIRS))
    assert GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE not in self_action_needed(met, ANNA)


@pytest.mark.parametrize("ground", [None, NOTHING, (by(ONE, ME),), (by(ONE, ME, PARTNER),)])
@pytest.mark.parametrize(("mine", "theirs"), [(S3, S4), (S4, S3), (S4, S4)])
def test_once_either_is_in_stage_4_the_gate_of_common_ground_stands_for_both_whatever_is_taken_back(
    mine: Stage, theirs: Stage, ground: tuple[CommonGround, ...] | None
) -> None:
    for facts in (I_SHARE, I_TOOK_BACK, {}):
        met = session(anna(mine, **facts), ben(theirs, **THEY_TOOK_BACK), **told_of(ANNA, BEN, ground))
        for me, partner in ((met.inviter, met.invitee), (met.invitee, met.inviter)):
            assert wire(gates_of(met, me, partner, S3))["commonGroundConfirmed"] is True
            for needed in (self_action_needed(met, me.id), partner_action_needed(met, me.id)):
                assert GateKey.COMMON_GROUND_CONFIRMED not in needed


@pytest.mark.parametrize("stage", [S0, S1, S2])
def test_a_partner_who_is_behind_settles_nothing(stage: Stage) -> None:
    met = session(anna(S3, **I_SHARE), ben(stage))
    assert wire(gates_of(met, met.inviter, met.invitee, S3))["commonGroundConfirmed"] is False


@pytest.mark.parametrize(
    ("inviter", "invitee", "waiting"),
    [
        (anna(), ben(), False),
        (anna(**SIGNED), ben(), True),
        (anna(**SIGNED), ben(**SIGNED), False),
        (anna(S1, feel_heard_at=at(2)), ben(S1), False),
        (anna(S1, feel_heard_at=at(2)), ben(S2, **THEIRS), True),
        (anna(S2, **MINE), ben(S2), True),
        (anna(S2, **MINE), ben(S2, **THEIRS), False),
        (anna(S2, **MINE, verdicts=(ASKED,)), ben(S2, **THEIRS), False),
        (anna(S2, **MINE, verdicts=(RIGHT,)), ben(S2, **THEIRS), False),
        (anna(S3), ben(S3), False),
        (anna(S3, **I_SHARE), ben(S3), True),
        (anna(S3, **knowing("calm")), ben(S3, **THEY_SHARE), True),
        (anna(S3, **I_SHARE), ben(S3, **THEY_SHARE), True),
        (anna(S3, **I_SHARE), ben(S2, **THEIRS), True),
        (anna(S4), ben(S4), False),
    ],
)
def test_a_session_is_waiting_when_somebody_can_only_wait_for_the_other(
    inviter: Any, invitee: Any, waiting: bool
) -> None:
    assert is_waiting(session(inviter, invitee)) is waiting
    assert not is_waiting(session(inviter, invitee, status=SessionStatus.PAUSED))
