"""The tokens, against the contract's *Auth*."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from beheard_core.accounts import Account, access_claims, is_fresh, refresh_claims

NOW = datetime(2025, 3, 2, 8, 0, 0, 700_000, tzinfo=UTC)
ISSUED = 1_740_902_400
ANNA = Account("user_anna", "anna@example.org", NOW)


def test_an_access_token_lives_fifteen_minutes_and_names_its_family() -> None:
    assert access_claims(ANNA, family="fam_1", now=NOW) == {
        "sub": "user_anna",
        "email": "anna@example.org",
        "iat": ISSUED,
        "exp": ISSUED + 15 * 60,
        "type": "access",
        "fam": "fam_1",
    }


def test_a_refresh_token_lives_thirty_days() -> None:
    assert refresh_claims(ANNA, jti="jti_1", now=NOW) == {
        "sub": "user_anna",
        "jti": "jti_1",
        "iat": ISSUED,
        "exp": ISSUED + 30 * 24 * 3600,
        "type": "refresh",
    }


def test_claims_do_not_depend_on_where_the_clock_hangs() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    assert access_claims(ANNA, family="fam_1", now=elsewhere) == access_claims(ANNA, family="fam_1", now=NOW)


@pytest.mark.parametrize(("seconds", "fresh"), [(-1, True), (-0.001, True), (0, False), (1, False)])
def test_a_token_is_good_until_the_second_at_which_it_expires(seconds: float, fresh: bool) -> None:
    expires = ISSUED + 900
    assert is_fresh(expires, datetime.fromtimestamp(expires, UTC) + timedelta(seconds=seconds)) is fresh
