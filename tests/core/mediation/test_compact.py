"""Signing, against the contract's *Stage 0*."""

import pytest

from beheard_core import Conflict, Forbidden
from beheard_core.mediation import PENDING, GateKey, SessionNotActive, SessionStatus, sign
from beheard_core.mediation.events import CompactSigned
from beheard_core.mediation.gates import false_gates
from beheard_core.mediation.model import Stage
from tests.core.mediation.people import ANNA, BEN, CLEO, anna, at, invited, session


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_a_signature_opens_my_gate_and_my_partners_gate_about_me(who: str) -> None:
    signed = sign(session(), who, now=at(5)).state
    me, partner = (signed.inviter, signed.invitee) if who == ANNA else (signed.invitee, signed.inviter)
    assert (me.compact_signed_at, partner.compact_signed_at) == (at(5), None)
    assert false_gates(signed, me, partner, Stage.ONBOARDING) == (GateKey.PARTNER_COMPACT_SIGNED,)
    assert false_gates(signed, partner, me, Stage.ONBOARDING) == (GateKey.COMPACT_SIGNED,)


def test_the_first_signature_is_announced_without_its_time() -> None:
    decision = sign(session(), ANNA, now=at(5))
    assert decision.events == (CompactSigned(session_id="sess_1", actor_id=ANNA, timestamp=None, signed_at=None),)
    assert decision.state.updated_at == at(5)


def test_the_second_signature_is_announced_with_its_time() -> None:
    decision = sign(session(anna(compact_signed_at=at(1))), BEN, now=at(5))
    assert decision.events == (CompactSigned(session_id="sess_1", actor_id=BEN, timestamp=at(5), signed_at=at(5)),)
    assert decision.state.updated_at == at(5)


def test_a_second_signature_of_the_same_person_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        sign(session(anna(compact_signed_at=at(1))), ANNA, now=at(5))


@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
def test_signing_wants_a_live_session_even_before_it_looks_for_an_earlier_signature(status: SessionStatus) -> None:
    with pytest.raises(SessionNotActive) as caught:
        sign(session(anna(compact_signed_at=at(1)), status=status), ANNA, now=at(5))
    assert caught.value.status is status


@pytest.mark.parametrize("who", [CLEO, PENDING, BEN])
def test_only_the_two_participants_sign(who: str) -> None:
    with pytest.raises(Forbidden):
        sign(invited(status=SessionStatus.ACTIVE), who, now=at(5))
