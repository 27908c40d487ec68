"""Spending refresh tokens, against the contract's *Auth*."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from beheard_core.accounts import RefreshToken, Verdict, judge

NOW = datetime(2025, 3, 2, 8, 0, tzinfo=UTC)
GOOD = RefreshToken("jti_1", "fam_1", "user_anna", NOW + timedelta(days=30))
LAPSED: dict[str, Any] = {"expires_at": NOW}


def test_a_good_token_is_exchanged_for_new_ones() -> None:
    assert judge(GOOD, now=NOW) is Verdict.ROTATE
    assert judge(evolve(GOOD, expires_at=NOW + timedelta(seconds=1)), now=NOW) is Verdict.ROTATE


@pytest.mark.parametrize(
    "token", [None, evolve(GOOD, **LAPSED), evolve(GOOD, ended=True)], ids=["unknown", "lapsed", "logged out"]
)
def test_a_token_that_never_was_or_is_over_is_refused_and_ends_nothing(token: RefreshToken | None) -> None:
    assert judge(token, now=NOW) is Verdict.REFUSE


@pytest.mark.parametrize("more", [{}, LAPSED, {"ended": True}, {**LAPSED, "ended": True}])
def test_a_token_that_is_shown_again_after_it_was_spent_ends_every_sign_in(more: dict[str, Any]) -> None:
    assert judge(evolve(GOOD, spent=True, **more), now=NOW) is Verdict.END_ALL
