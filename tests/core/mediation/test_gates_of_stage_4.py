"""The gates of stage 4 against the contract's two tables, *State machine* (gate objects) and *Action lists*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core.mediation import Session, SessionStatus, StageStatus, stage_status
from beheard_core.mediation.gates import gates_of
from beheard_core.mediation.model import AgreementStatus, Participant
from beheard_core.mediation.stages import is_waiting, partner_action_needed, self_action_needed
from beheard_core.mediation.standing import sides
from tests.core.mediation.people import ANNA, BEN
from tests.core.mediation.repair import PHASES, READY, S4, proposal, propose, repairing, withdraw
from tests.core.shapes import wire

KEYS = ["strategiesSubmitted", "rankingsSubmitted", "overlapIdentified", "agreementCreated"]
POOL = "a1 b1 s1"
MINE, THEIRS, BOTH = proposal("agr_1", ANNA), proposal("agr_2", BEN), proposal("agr_3", ANNA, BEN)
CLOSED = proposal("agr_4", ANNA, status=AgreementStatus.ABANDONED)


def collecting(ready: str = "", *agreements: Any) -> Session:
    return repairing(POOL, ready=ready, agreements=agreements)


def ranking(*, anna: str | None = None, ben: str | None = None, agreements: tuple[Any, ...] = ()) -> Session:
    return repairing(POOL, ready=READY, anna=anna, ben=ben, agreements=agreements)


def compared(overlap: str, *agreements: Any) -> Session:
    return repairing(POOL, ready=READY, anna="a1", ben="b1", overlap=overlap, agreements=agreements)


# One word a gate as Anna has it, in the order above: it holds, or it is on her own list (mine), on the partner's
# (theirs), on both (either), or on none (open); and whether the session is shown as waiting.
TABLE: list[tuple[str, Session, str, bool]] = [
    ("nothing is there", repairing(), "mine theirs open open", False),
    ("something is there", collecting(), "mine theirs open open", False),
    ("I am ready", collecting(ANNA), "holds theirs open open", True),
    ("my partner is ready", collecting(BEN), "mine open open open", True),
    ("both are ready", ranking(), "holds mine open open", False),
    ("I have ranked", ranking(anna="a1"), "holds holds theirs open", True),
    ("my partner has ranked", ranking(ben="a1"), "holds mine open open", True),
    ("both rank one the same", compared("a1"), "holds holds holds mine", False),
    ("both rank nothing the same", compared(""), "holds holds holds mine", False),
    ("mine waits", compared("a1", MINE), "holds holds holds theirs", True),
    ("theirs waits", compared("a1", THEIRS), "holds holds holds mine", True),
    ("both wait", compared("a1", MINE, THEIRS), "holds holds holds mine", False),
    ("mine is closed", compared("a1", CLOSED), "holds holds holds mine", False),
    ("mine is closed, theirs waits", compared("a1", CLOSED, THEIRS), "holds holds holds mine", True),
    ("mine waits without an overlap", compared("", MINE), "holds holds holds theirs", True),
    ("we agree", compared("a1", BOTH), "holds holds holds holds", False),
    ("we agree, and more waits", compared("a1", BOTH, MINE, THEIRS), "holds holds holds holds", False),
    ("a new round, mine waits", collecting("", MINE), "mine theirs open theirs", False),
    ("a new round, theirs waits", collecting("", THEIRS), "mine theirs open mine", False),
    ("a new round, both wait", collecting("", MINE, THEIRS), "mine theirs open mine", False),
    ("a new round, I am ready, mine waits", collecting(ANNA, MINE), "holds theirs open theirs", True),
    ("a new round, I am ready, theirs waits", collecting(ANNA, THEIRS), "holds theirs open mine", False),
    ("ranking in a new round, mine waits", ranking(agreements=(MINE,)), "holds mine open theirs", False),
    ("I have ranked anew, mine waits", ranking(anna="a1", agreements=(MINE,)), "holds holds theirs theirs", True),
    ("I have ranked anew, theirs waits", ranking(anna="a1", agreements=(THEIRS,)), "holds holds theirs mine", False),
    ("we agree in a new round", collecting("", BOTH), "open open open holds", False),
    ("we agree in a new round, I am ready", collecting(ANNA, BOTH), "holds open open holds", False),
    ("we agree while we rank", ranking(agreements=(BOTH,)), "holds open open holds", False),
    ("we agree when I have ranked", ranking(anna="a1", agreements=(BOTH,)), "holds holds open holds", False),
]


def turned(met: Session) -> Session:
    """Give the same with Ben in Anna's place, and Anna in Ben's."""
    swap = {ANNA: BEN, BEN: ANNA}

    def other(who: Participant) -> Participant:
        return evolve(who, id=swap[who.id])

    agreements = (evolve(each, agreed_by=tuple(swap[who] for who in each.agreed_by)) for each in met.agreements)
    return evolve(met, inviter=other(met.invitee), invitee=other(met.inviter), agreements=tuple(agreements))


@pytest.mark.parametrize("inviting", [True, False], ids=["as inviter", "as invitee"])
@pytest.mark.parametrize(
    ("met", "words", "waiting"), [each[1:] for each in TABLE], ids=[situation for situation, *_ in TABLE]
)
def test_every_gate_holds_or_is_on_the_lists_that_the_contract_says(
    met: Session, words: str, waiting: bool, *, inviting: bool
) -> None:
    met, who = (met, ANNA) if inviting else (turned(met), BEN)
    said = dict(zip(KEYS, words.split(), strict=True))
    me, partner = sides(met, who)

    assert wire(gates_of(met, me, partner, S4)) == {"stage": 4} | {key: word == "holds" for key, word in said.items()}
    assert self_action_needed(met, who) == tuple(key for key, word in said.items() if word in ("mine", "either"))
    assert partner_action_needed(met, who) == tuple(key for key, word in said.items() if word in ("theirs", "either"))
    todo = {"mine", "either"} & set(said.values())
    assert stage_status(met, me, partner, S4) is (StageStatus.IN_PROGRESS if todo else StageStatus.GATE_PENDING)
    assert is_waiting(met) is waiting


def test_the_table_above_has_every_gate_holding_and_open_and_on_every_list_that_it_may_stand_on() -> None:
    words = {(key, word) for *_, line, _ in TABLE for key, word in zip(KEYS, line.split(), strict=True)}
    assert {key: {word for each, word in words if each == key} for key in KEYS} == {
        "strategiesSubmitted": {"holds", "mine", "open"},
        "rankingsSubmitted": {"holds", "mine", "theirs", "open"},
        "overlapIdentified": {"holds", "theirs", "open"},
        "agreementCreated": {"holds", "mine", "theirs", "open"},
    }


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("status", [SessionStatus.PAUSED, SessionStatus.RESOLVED, SessionStatus.ABANDONED])
def test_the_lists_stay_while_the_session_rests_and_are_empty_once_it_has_ended(
    phase: str, status: SessionStatus
) -> None:
    met = evolve(PHASES[phase], status=status)
    for who in (ANNA, BEN):
        lists = [ask(met, who) for ask in (self_action_needed, partner_action_needed)]
        live = [ask(PHASES[phase], who) for ask in (self_action_needed, partner_action_needed)]
        assert lists == (live if status is SessionStatus.PAUSED else [(), ()])
    assert not is_waiting(met)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (collecting(ANNA), propose(collecting(ANNA), BEN, "b9").state),
        (collecting(ANNA), withdraw(collecting(ANNA), "b1").state),
        (ranking(anna="a1", ben="b1 a1"), ranking(anna="a1", ben="a1")),
        (compared("a1 b1 s1"), compared("s1")),
    ],
    ids=["a strategy more", "a strategy less", "another ranking", "another overlap"],
)
def test_what_the_partner_does_in_private_changes_none_of_my_gates(before: Session, after: Session) -> None:
    seen = [
        (gates_of(met, *sides(met, ANNA), S4), self_action_needed(met, ANNA), partner_action_needed(met, ANNA))
        for met in (before, after)
    ]
    assert before != after
    assert seen[0] == seen[1]
