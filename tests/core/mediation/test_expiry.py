"""Sessions that were left alone: how one ends by itself, wherever its two people are."""

import pytest
from attrs import evolve
from hypothesis import given

from beheard_core.mediation import Session, SessionNotActive, SessionStatus
from beheard_core.mediation.events import SessionAbandoned
from beheard_core.mediation.sessions import expire
from tests.core.mediation.people import ANNA, BEN, at, session
from tests.core.mediation.test_ending import LATE, left_gates, statuses, where_it_leads
from tests.core.mediation.walks import Move, walks

ENDED = (SessionStatus.RESOLVED, SessionStatus.ABANDONED)


@given(walks)
def test_it_ends_as_it_stands_and_nobody_has_done_it(walk: list[Move]) -> None:
    met = where_it_leads(walk)
    decision = expire(met, now=at(LATE))
    gone = decision.state
    assert (gone.status, gone.updated_at) == (SessionStatus.ABANDONED, at(LATE))
    assert decision.events == (SessionAbandoned(session_id=met.id, actor_id=None, timestamp=at(LATE)),)
    assert (statuses(gone), left_gates(gone)) == (statuses(met), left_gates(met))
    # Nobody has taken anything back.
    assert [each.consents for each in (gone.inviter, gone.invitee)] == [
        each.consents for each in (met.inviter, met.invitee)
    ]
    assert {gone.inviter.id, gone.invitee.id} == {ANNA, BEN}


@pytest.mark.parametrize("status", SessionStatus)
def test_whatever_has_not_ended_can_be_left_alone(status: SessionStatus) -> None:
    met: Session = evolve(session(), status=status)
    if status in ENDED:
        with pytest.raises(SessionNotActive):
            expire(met, now=at(LATE))
    else:
        assert expire(met, now=at(LATE)).state.status is SessionStatus.ABANDONED
