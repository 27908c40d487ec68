"""People and what it takes to become one, against the contract's *Auth*."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Forbidden, validate
from beheard_core.accounts import (
    Account,
    Credentials,
    Logout,
    Principal,
    ProfileChange,
    Refresh,
    Registration,
    Role,
    email_key,
    require_role,
    with_role,
    without_role,
)

GOOD: dict[str, Any] = {"email": "anna@example.org", "password": "correct horse"}


def broken(form: object) -> list[str]:
    return [each.path for each in validate(form)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"password": "8" * 8},
        {"password": "p" * 128},
        {"email": "a" * 242 + "@example.org"},
        {"name": "A"},
        {"name": "n" * 100},
        {"name": " "},
        {"invitation_id": "inv_1"},
    ],
)
def test_a_registration_within_the_limits_passes(changes: dict[str, Any]) -> None:
    assert broken(Registration(**GOOD | changes)) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"email": None}, "email"),
        ({"email": " "}, "email"),
        ({"email": "anna"}, "email"),
        ({"email": "a" * 243 + "@example.org"}, "email"),
        ({"password": None}, "password"),
        ({"password": ""}, "password"),
        ({"password": "7" * 7}, "password"),
        ({"password": "p" * 129}, "password"),
        ({"password": 12345678}, "password"),
        ({"name": "n" * 101}, "name"),
        ({"invitation_id": 7}, "invitation_id"),
    ],
)
def test_a_registration_outside_the_limits_is_refused(changes: dict[str, Any], path: str) -> None:
    assert broken(Registration(**GOOD | changes)) == [path]


def test_everything_that_is_wrong_with_a_registration_is_said_at_once() -> None:
    assert broken(Registration(email="anna", password="short", name="n" * 101)) == ["email", "password", "name"]


@given(st.text())
def test_a_password_is_kept_exactly_as_typed(password: str) -> None:
    assert Registration(email="anna@example.org", password=password).password == password
    assert Credentials(email="anna@example.org", password=password).password == password


def test_an_address_and_a_name_are_trimmed() -> None:
    form = Registration(email=" anna@example.org\n", password="correct horse", name="\tAnna ")
    assert (form.email, form.name) == ("anna@example.org", "Anna")


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({}, []),
        ({"email": "not an address"}, []),
        ({"password": "x"}, []),
        ({"email": ""}, ["email"]),
        ({"password": ""}, ["password"]),
        ({"email": None, "password": None}, ["email", "password"]),
    ],
)
def test_what_cannot_be_an_account_is_a_failed_sign_in_and_not_a_malformed_one(
    changes: dict[str, Any], paths: list[str]
) -> None:
    assert broken(Credentials(**GOOD | changes)) == paths


@pytest.mark.parametrize("other", ["ANNA@example.org", "anna@EXAMPLE.ORG", "anna@example.org"])
def test_two_addresses_that_differ_in_capitals_are_one(other: str) -> None:
    assert email_key(other) == email_key("anna@example.org")


@given(st.text())
def test_the_key_of_an_address_is_its_own_key(address: str) -> None:
    assert email_key(email_key(address)) == email_key(address)


def test_somebody_is_a_person_without_any_role() -> None:
    assert Principal("user_1") == Principal("user_1", frozenset(), None, None, None)
    assert set(Role) == {"admin", "therapist", "supervisor"}


@given(st.text(min_size=1, alphabet="tok. \t"))
def test_a_token_is_kept_exactly_as_it_came(token: str) -> None:
    assert (Refresh(refresh_token=token).refresh_token, Logout(refresh_token=token).refresh_token) == (token, token)
    assert broken(Refresh(refresh_token=token)) == broken(Logout(refresh_token=token)) == []


@pytest.mark.parametrize(
    ("form", "paths"),
    [
        (Refresh(refresh_token=""), ["refresh_token"]),
        (Logout(refresh_token="", all_devices=True), ["refresh_token"]),
        (Logout(refresh_token="token"), []),
        (ProfileChange(), []),
        (ProfileChange(name="n" * 100), []),
        (ProfileChange(name="n" * 101), ["name"]),
    ],
)
def test_what_is_sent_about_a_sign_in_or_an_account_has_its_limits(form: object, paths: list[str]) -> None:
    assert broken(form) == paths


def test_without_a_word_only_one_device_is_logged_out_and_nothing_is_renamed() -> None:
    assert Logout(refresh_token="token").all_devices is False
    assert ProfileChange().name is None


@pytest.mark.parametrize("role", Role)
def test_a_role_is_needed_to_the_letter(role: Role) -> None:
    require_role(Principal("user_1", frozenset({role})), role)
    with pytest.raises(Forbidden):
        require_role(Principal("user_1", frozenset(set(Role) - {role})), role)


def test_roles_are_given_and_taken_one_by_one_and_twice_is_once() -> None:
    anna = Account("user_anna", "anna@example.org", datetime(2025, 3, 2, tzinfo=UTC))
    both = with_role(with_role(with_role(anna, Role.ADMIN), Role.THERAPIST), Role.ADMIN)
    assert both.roles == {Role.ADMIN, Role.THERAPIST}
    assert without_role(without_role(both, Role.ADMIN), Role.ADMIN).roles == {Role.THERAPIST}
    assert without_role(without_role(both, Role.ADMIN), Role.THERAPIST) == anna
