"""The life of a session against the contract's *State machine* and the refusals of its endpoints."""

from itertools import product

import pytest

from beheard_core import Conflict, Refusal
from beheard_core.mediation import LIFECYCLE, Act, SessionNotActive, SessionStatus
from beheard_core.mediation.lifecycle import after

INVITED, ACTIVE, PAUSED, RESOLVED, ABANDONED = SessionStatus

WHOLE: dict[tuple[SessionStatus, Act], SessionStatus | type[Refusal]] = {
    (INVITED, Act.ACCEPT): ACTIVE,
    (INVITED, Act.DECLINE): ABANDONED,
    (INVITED, Act.REPLACE): ABANDONED,
    (INVITED, Act.PAUSE): SessionNotActive,
    (INVITED, Act.RESUME): SessionNotActive,
    (INVITED, Act.RESOLVE): SessionNotActive,
    (INVITED, Act.LEAVE): ABANDONED,
    (INVITED, Act.EXPIRE): ABANDONED,
    (ACTIVE, Act.ACCEPT): Conflict,
    (ACTIVE, Act.DECLINE): Conflict,
    (ACTIVE, Act.REPLACE): SessionNotActive,
    (ACTIVE, Act.PAUSE): PAUSED,
    (ACTIVE, Act.RESUME): Conflict,
    (ACTIVE, Act.RESOLVE): RESOLVED,
    (ACTIVE, Act.LEAVE): ABANDONED,
    (ACTIVE, Act.EXPIRE): ABANDONED,
    (PAUSED, Act.ACCEPT): Conflict,
    (PAUSED, Act.DECLINE): Conflict,
    (PAUSED, Act.REPLACE): SessionNotActive,
    (PAUSED, Act.PAUSE): Conflict,
    (PAUSED, Act.RESUME): ACTIVE,
    (PAUSED, Act.RESOLVE): SessionNotActive,
    (PAUSED, Act.LEAVE): ABANDONED,
    (PAUSED, Act.EXPIRE): ABANDONED,
    (RESOLVED, Act.ACCEPT): Conflict,
    (RESOLVED, Act.DECLINE): Conflict,
    (RESOLVED, Act.REPLACE): SessionNotActive,
    (RESOLVED, Act.PAUSE): SessionNotActive,
    (RESOLVED, Act.RESUME): SessionNotActive,
    (RESOLVED, Act.RESOLVE): SessionNotActive,
    (RESOLVED, Act.LEAVE): SessionNotActive,
    (RESOLVED, Act.EXPIRE): SessionNotActive,
    (ABANDONED, Act.ACCEPT): Conflict,
    (ABANDONED, Act.DECLINE): Conflict,
    (ABANDONED, Act.REPLACE): SessionNotActive,
    (ABANDONED, Act.PAUSE): SessionNotActive,
    (ABANDONED, Act.RESUME): SessionNotActive,
    (ABANDONED, Act.RESOLVE): SessionNotActive,
    (ABANDONED, Act.LEAVE): SessionNotActive,
    (ABANDONED, Act.EXPIRE): SessionNotActive,
}


@pytest.mark.parametrize(("status", "act"), list(product(SessionStatus, Act)))
def test_every_act_on_every_status_leads_where_the_contract_says_or_is_refused(status: SessionStatus, act: Act) -> None:
    expected = WHOLE[status, act]
    if isinstance(expected, SessionStatus):
        assert after(status, act) is expected
    else:
        with pytest.raises(expected):
            after(status, act)


def test_the_table_above_has_every_pair_and_nothing_else() -> None:
    assert set(WHOLE) == set(product(SessionStatus, Act))
    assert {pair for pair, following in WHOLE.items() if isinstance(following, SessionStatus)} == set(LIFECYCLE)


def test_a_refusal_of_the_status_names_it() -> None:
    with pytest.raises(SessionNotActive) as caught:
        after(PAUSED, Act.RESOLVE)
    assert caught.value.status is PAUSED
    assert str(caught.value) == "This session is paused."


@pytest.mark.parametrize("ended", [RESOLVED, ABANDONED])
def test_nothing_leads_out_of_an_end(ended: SessionStatus) -> None:
    assert not [act for status, act in LIFECYCLE if status is ended]


@pytest.mark.parametrize(
    ("status", "act", "why"),
    [
        (PAUSED, Act.PAUSE, "This session is already paused."),
        (ACTIVE, Act.RESUME, "This session is not paused."),
        (ACTIVE, Act.ACCEPT, "This invitation has already been answered."),
    ],
)
def test_a_conflict_says_what_stands_in_the_way(status: SessionStatus, act: Act, why: str) -> None:
    with pytest.raises(Conflict) as caught:
        after(status, act)
    assert (caught.value.why, str(caught.value)) == (why, why)
