"""Confirming needs, against the contract's *Stage 3*: what is rewritten, asked about, and taken back."""

import pytest
from attrs import evolve

from beheard_core import NotFound
from beheard_core.mediation import Stage
from beheard_core.mediation.consent import Request
from beheard_core.mediation.events import ConsentRevoked
from beheard_core.mediation.gates import gates_of
from beheard_core.mediation.model import Consent, Session
from beheard_core.mediation.refusals import NeedsMissing
from tests.core.mediation.people import ANNA, anna, at, ben, consent, session
from tests.core.mediation.stage3 import (
    BOUNDARY,
    CALM,
    REST,
    answer,
    knowing,
    letting_know,
    need,
    problems,
    request,
    say,
    share_of,
)
from tests.core.shapes import wire

S3 = Stage.NEED_MAPPING


DENIED = share_of("calm", granted=False)
REVOKED = share_of("calm", revoked_at=at(50))
# What there was about the need for calm: the request, if one was made, and the record, if it was decided.
ASKED_FOR: dict[str, tuple[tuple[Request, ...], tuple[Consent, ...]]] = {
    "never asked": ((), ()),
    "asked": ((request("calm"),), ()),
    "shared": ((request("calm"),), (share_of("calm"),)),
    "denied": ((request("calm"),), (DENIED,)),
    "taken back": ((), (REVOKED,)),
    "taken back, asked again": ((request("calm", id="consent_2"),), (REVOKED,)),
    "taken back, shared again": ((), (REVOKED, share_of("calm", id="consent_2"))),
}
ANSWERS = {
    "yes": say("calm"),
    "yes, in the same words": say("calm", adjustment="  About calm "),
    "yes, in other words": say("calm", adjustment="Quiet evenings"),
    "no": say("calm", confirmed=False),
    "no, in other words": say("calm", confirmed=False, adjustment="Quiet evenings"),
}
KEEP, OPEN, DROP, DROP_OPEN, BACK, BACK_OPEN = "keep", "open", "drop", "drop open", "back", "back open"
OUTCOMES: dict[str, tuple[str, str, str]] = {
    # what a plain yes, a yes in other words, and a no make of it
    "never asked": (OPEN, OPEN, KEEP),
    "asked": (KEEP, DROP_OPEN, DROP),
    "shared": (KEEP, BACK_OPEN, BACK),
    "denied": (OPEN, OPEN, KEEP),
    "taken back": (OPEN, OPEN, KEEP),
    "taken back, asked again": (KEEP, DROP_OPEN, DROP),
    "taken back, shared again": (KEEP, BACK_OPEN, BACK),
}


@pytest.mark.parametrize("before", ASKED_FOR)
@pytest.mark.parametrize(("said", "column"), [*zip(ANSWERS, (0, 0, 1, 2, 2), strict=True)], ids=list(ANSWERS))
def test_an_answer_makes_of_a_need_what_the_contract_says(before: str, said: str, column: int) -> None:
    requests, consents = ASKED_FOR[before]
    outcome = OUTCOMES[before][column].split()
    met = session(anna(S3, **knowing("calm", consents=(*consents, consent("att_anna")))), ben(S3))

    decision = answer(met, ANSWERS[said], requests=(*requests, BOUNDARY))

    confirmed, rewritten = said.startswith("yes"), said.endswith("other words")
    worded = evolve(CALM, description="Quiet evenings") if rewritten else CALM
    assert decision.state.needs == (worded,)
    assert decision.state.session.inviter.confirmed_needs == (("calm",) if confirmed else ())
    assert decision.state.opened == ((worded,) if "open" in outcome else ())
    assert decision.state.dropped == ((requests[-1].id,) if "drop" in outcome else ())
    ended = tuple(evolve(each, revoked_at=at(60)) if "back" in outcome and each.is_live else each for each in consents)
    assert decision.state.session.inviter.consents == (*ended, consent("att_anna"))
    event = ConsentRevoked(session_id="sess_1", actor_id=ANNA, timestamp=at(60))
    assert decision.events == ((event,) if "back" in outcome else ())
    assert decision.state.session.updated_at == (at(60) if "back" in outcome else met.updated_at)
    assert decision.state.session.invitee == met.invitee


def test_all_needs_are_answered_for_at_once_and_each_by_itself() -> None:
    current = tuple(map(need, ["calm", "rest", "order", "room"]))
    met = session(anna(S3, **letting_know("calm", "rest")))
    decision = answer(
        met,
        say("room"),
        say("order", confirmed=False),
        say("rest", adjustment="Eight hours"),
        say("calm", confirmed=False),
        current=current,
        requests=(request("order"), request("room")),
    )
    after = decision.state
    assert after.session.inviter.confirmed_needs == ("rest", "room")
    assert [each.is_live for each in after.session.inviter.consents] == [False, False]
    assert after.needs == (current[0], evolve(current[1], description="Eight hours"), *current[2:])
    assert after.dropped == ("consent_order",)
    assert after.opened == (evolve(current[1], description="Eight hours"),)
    assert [each.name for each in decision.events] == ["partner.consent_revoked"]


def test_an_adjustment_may_be_longer_than_the_description_it_replaces_was_allowed_to_be() -> None:
    adjusted = answer(session(anna(S3)), say("calm", adjustment="a" * 300))
    assert adjusted.state.needs[0].description == "a" * 300
    assert problems(lambda: answer(session(anna(S3)), say("calm", adjustment="a" * 301))) == [
        "confirmations[0].adjustment"
    ]


def test_a_blank_adjustment_is_none() -> None:
    assert answer(session(anna(S3)), say("calm", adjustment=" \n ")).state.needs == (CALM,)


def test_confirming_a_need_opens_the_gate_of_the_one_and_of_the_other_and_taking_it_back_closes_both() -> None:
    def gates(met: Session) -> list[bool]:
        mine = wire(gates_of(met, met.inviter, met.invitee, S3))
        theirs = wire(gates_of(met, met.invitee, met.inviter, S3))
        return [mine["needsConfirmed"], theirs["partnerNeedsConfirmed"], theirs["needsConfirmed"]]

    met = session(anna(S3), ben(S3))
    confirmed = answer(met, say("calm"), say("rest", confirmed=False), current=(CALM, REST)).state.session
    assert gates(met) == [False, False, False]
    assert gates(confirmed) == [True, True, False]
    assert gates(answer(confirmed, say("calm", confirmed=False)).state.session) == [False, False, False]


@pytest.mark.parametrize(
    ("answers", "missing"),
    [(("rest",), ("calm", "room")), (("calm", "rest"), ("room",)), (("room", "rest"), ("calm",))],
)
def test_every_need_has_to_be_answered_for_and_those_that_are_not_are_named(
    answers: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    with pytest.raises(NeedsMissing) as caught:
        answer(session(anna(S3)), *map(say, answers), current=(CALM, REST, need("room")))
    assert caught.value.missing == missing
    assert str(caught.value) == "Please answer for every need."


@pytest.mark.parametrize("answers", [["calm", "theirs"], ["theirs"]])
def test_a_need_of_somebody_elses_is_not_there(answers: list[str]) -> None:
    with pytest.raises(NotFound):
        answer(session(anna(S3), ben(S3, **letting_know("theirs"))), *map(say, answers))


@pytest.mark.parametrize(
    ("answers", "paths"),
    [
        ((), ["confirmations"]),
        (("calm", "calm"), ["confirmations[1].need_id"]),
        (("calm", "rest", " calm ", "rest", "rest"), [f"confirmations[{place}].need_id" for place in (2, 3, 4)]),
        (("", "calm"), ["confirmations[0].need_id"]),
    ],
)
def test_every_need_is_answered_for_once(answers: tuple[str, ...], paths: list[str]) -> None:
    assert problems(lambda: answer(session(anna(S3)), *map(say, answers), current=(CALM, REST))) == paths
