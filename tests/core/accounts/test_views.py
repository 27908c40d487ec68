"""What people are shown of their own account, against the contract's *Auth*."""

from datetime import UTC, datetime

import pytest

from beheard_core.accounts import Account, Role
from beheard_core.accounts.views import LoggedOut, Me, OwnUser, SignedIn, TokenPair, User, signed_in, token_pair, user
from tests.core.shapes import notation

THEN = datetime(2025, 3, 2, 8, 0, tzinfo=UTC)
ANNA = Account("user_anna", "anna@example.org", THEN, "Anna", frozenset({Role.ADMIN}))


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (User, "id email name createdAt"),
        (SignedIn, "user accessToken refreshToken expiresIn"),
        (TokenPair, "accessToken refreshToken expiresIn"),
        (LoggedOut, "loggedOut"),
        (OwnUser, "user"),
        (Me, "user activeSessions pushNotificationsEnabled"),
    ],
)
def test_an_answer_has_the_keys_of_the_contract(kind: type, keys: str) -> None:
    assert notation(kind) == keys


@pytest.mark.parametrize("name", ["Anna", None])
def test_an_account_is_shown_without_its_roles(name: str | None) -> None:
    account = Account("user_anna", "anna@example.org", THEN, name, ANNA.roles)
    assert user(account) == User("user_anna", "anna@example.org", name, THEN)


def test_a_pair_of_tokens_tells_how_long_the_first_one_lasts() -> None:
    assert token_pair("one", "two") == TokenPair(access_token="one", refresh_token="two", expires_in=900)


def test_a_sign_in_shows_the_account_and_both_tokens() -> None:
    shown = signed_in(ANNA, token_pair("one", "two"))
    assert shown == SignedIn(User("user_anna", "anna@example.org", "Anna", THEN), "one", "two", 900)
