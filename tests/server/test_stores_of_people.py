"""What every store promises about accounts, tokens and people."""

from datetime import timedelta

import pytest
from attrs import evolve

from beheard_core.accounts import RefreshToken, Role
from beheard_server.store import Person, Store
from beheard_server.testing import START
from tests.server.facts import account

LATER = START + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def ada(store: Store) -> None:
    with store.transaction() as unit:
        assert unit.accounts.add(account(), "hash of hers") is True


def token(number: int, owner: int = 1) -> RefreshToken:
    return RefreshToken(f"tok_{number}", f"fam_{owner}", f"user_{owner}", START + timedelta(days=30))


def begin_families(store: Store) -> None:
    with store.transaction() as unit:
        unit.accounts.add(account(2), "hash of his")
        for number in (1, 2):
            unit.accounts.begin_family(f"fam_{number}", f"user_{number}")


def test_an_account_is_found_by_id_and_by_address(store: Store) -> None:
    with store.snapshot() as unit:
        assert unit.accounts.get("user_1") == account()
        assert unit.accounts.get("user_2") is None
        assert unit.accounts.sign_in("PERSON1@example.ORG") == (account(), "hash of hers")
        assert unit.accounts.sign_in("person2@example.org") is None


def test_all_of_an_account_is_kept(store: Store) -> None:
    full = evolve(account(3), name=None, created_at=LATER, roles=frozenset({Role.ADMIN, Role.THERAPIST}))
    with store.transaction() as unit:
        assert unit.accounts.add(full, "hash") is True
    with store.snapshot() as unit:
        assert unit.accounts.get(full.id) == full


def test_an_address_is_taken_whatever_its_capitals(store: Store) -> None:
    with store.transaction() as unit:
        assert unit.accounts.add(account(2, "Person1@Example.org"), "another") is False
        assert unit.accounts.get("user_2") is None
        assert unit.accounts.sign_in("person1@example.org") == (account(), "hash of hers")
        assert unit.accounts.add(account(2), "another") is True


def test_every_account_has_a_number_of_its_own_wherever_it_is_found(store: Store) -> None:
    begin_families(store)
    with store.snapshot() as unit:
        assert [each.number for each in unit.accounts.all()] == [1, 2]
        found = [unit.accounts.get("user_2"), unit.accounts.in_family("user_2", "fam_2")]
        assert [each.number for each in found if each is not None] == [2, 2]
        signed_in = unit.accounts.sign_in("person2@example.org")
        assert signed_in is not None
        assert signed_in[0].number == 2


def test_accounts_are_listed_oldest_first(store: Store) -> None:
    with store.transaction() as unit:
        for number in (5, 3, 4):
            unit.accounts.add(account(number), "hash")
    with store.snapshot() as unit:
        assert unit.accounts.all() == tuple(map(account, (1, 5, 3, 4)))


def test_name_and_roles_of_an_account_can_change_and_nothing_else(store: Store) -> None:
    changed = evolve(account(), name=None, roles=frozenset({Role.ADMIN}))
    with store.transaction() as unit:
        unit.accounts.update(evolve(changed, email="other@example.org", created_at=LATER))
    with store.snapshot() as unit:
        assert unit.accounts.sign_in("person1@example.org") == (changed, "hash of hers")
        assert unit.accounts.sign_in("other@example.org") is None


def test_a_password_hash_can_be_replaced(store: Store) -> None:
    with store.transaction() as unit:
        unit.accounts.rehash("user_1", "stronger")
    with store.snapshot() as unit:
        assert unit.accounts.sign_in("person1@example.org") == (account(), "stronger")
        assert unit.accounts.password_hash(account().id) == "stronger"
        assert unit.accounts.password_hash("user_nobody") is None


def test_a_family_belongs_to_one_account(store: Store) -> None:
    begin_families(store)
    with store.snapshot() as unit:
        assert unit.accounts.in_family("user_1", "fam_1") == account()
        assert unit.accounts.in_family("user_2", "fam_2") == account(2)
        for person, family in (("user_1", "fam_2"), ("user_2", "fam_1"), ("user_1", "fam_3"), ("user_3", "fam_1")):
            assert unit.accounts.in_family(person, family) is None


def test_a_family_that_has_ended_lets_nobody_in(store: Store) -> None:
    begin_families(store)
    with store.transaction() as unit:
        unit.accounts.add_token(token(1))
        unit.accounts.end_family("fam_1", at=LATER)
        unit.accounts.end_family("fam_1", at=LATER + timedelta(days=1))
    with store.snapshot() as unit:
        assert unit.accounts.in_family("user_1", "fam_1") is None
        assert unit.accounts.in_family("user_2", "fam_2") == account(2)
        assert unit.accounts.token("tok_1") == evolve(token(1), ended=True)


def test_all_families_of_one_account_can_end(store: Store) -> None:
    begin_families(store)
    with store.transaction() as unit:
        unit.accounts.begin_family("fam_3", "user_1")
        unit.accounts.end_families("user_1", at=LATER)
        unit.accounts.begin_family("fam_4", "user_1")
    with store.snapshot() as unit:
        ended = [unit.accounts.in_family("user_1", family) is None for family in ("fam_1", "fam_3", "fam_4")]
        assert ended == [True, True, False]
        assert unit.accounts.in_family("user_2", "fam_2") == account(2)


def test_a_refresh_token_is_spent_once(store: Store) -> None:
    begin_families(store)
    with store.transaction() as unit:
        for each in (token(1), token(2), token(3, 2)):
            unit.accounts.add_token(each)
        assert unit.accounts.token("tok_1") == token(1)
    with store.transaction() as unit:
        assert unit.accounts.spend("tok_1", at=LATER) is True
    with store.transaction() as unit:
        assert unit.accounts.spend("tok_1", at=LATER) is False
    with store.snapshot() as unit:
        found = [unit.accounts.token(f"tok_{number}") for number in (1, 2, 3, 4)]
        assert found == [evolve(token(1), spent=True), token(2), token(3, 2), None]


def test_people_are_known_as_they_were_last(store: Store) -> None:
    people = [Person("user_1"), Person("user_2", "Ben", "ben@example.org", "+4915550001"), Person("user_1", "Ada")]
    with store.transaction() as unit:
        for each in people:
            unit.people.remember(each)
    with store.snapshot() as unit:
        assert unit.people.get(["user_2", "user_3", "user_1"]) == {"user_1": people[2], "user_2": people[1]}
        assert unit.people.get(iter(["user_1"])) == {"user_1": people[2]}
        assert unit.people.get(()) == {}
