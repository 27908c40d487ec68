"""Accounts, token families and people, in SQLite."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from beheard_core.accounts import Account, Platform, RefreshToken, email_key
from beheard_server.store import Device, Person
from beheard_server.store.codec import roles_from_text, roles_to_text

_ACCOUNT = "a.id, a.email, a.created_at, a.name, a.roles, a.number"


class SQLiteAccounts:
    """Implements :class:`beheard_server.store.Accounts`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def add(self, account: Account, password_hash: str) -> bool:
        """Add an account; False when its e-mail address is taken."""
        added = self._execute(
            "INSERT INTO beheard_accounts (id, email, email_key, name, roles, password_hash, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email_key) DO NOTHING",
            (
                account.id,
                account.email,
                email_key(account.email),
                account.name,
                roles_to_text(account.roles),
                password_hash,
                account.created_at.isoformat(),
            ),
        )
        return added.rowcount == 1

    def get(self, account_id: str) -> Account | None:
        """Give one account."""
        row = self._execute(
            f"SELECT {_ACCOUNT} FROM beheard_accounts a WHERE a.id = ?",  # noqa: S608
            (account_id,),
        ).fetchone()
        return None if row is None else _account(row)

    def sign_in(self, email: str) -> tuple[Account, str] | None:
        """Give the account with this address, and its password hash."""
        row = self._execute(
            f"SELECT {_ACCOUNT}, a.password_hash FROM beheard_accounts a WHERE a.email_key = ?",  # noqa: S608  constants
            (email_key(email),),
        ).fetchone()
        return None if row is None else (_account(row), row[6])

    def password_hash(self, account_id: str) -> str | None:
        """Give the password hash of one account."""
        query = "SELECT password_hash FROM beheard_accounts WHERE id = ?"
        row = self._execute(query, (account_id,)).fetchone()
        return None if row is None else str(row[0])

    def rehash(self, account_id: str, password_hash: str) -> None:
        """Replace a password hash."""
        self._execute("UPDATE beheard_accounts SET password_hash = ? WHERE id = ?", (password_hash, account_id))

    def update(self, account: Account) -> None:
        """Save an account's name and roles."""
        self._execute(
            "UPDATE beheard_accounts SET name = ?, roles = ? WHERE id = ?",
            (account.name, roles_to_text(account.roles), account.id),
        )

    def all(self) -> tuple[Account, ...]:
        """Give every account, oldest first."""
        query = f"SELECT {_ACCOUNT} FROM beheard_accounts a ORDER BY a.number"  # noqa: S608
        return tuple(map(_account, self._execute(query).fetchall()))

    def remove(self, account_id: str) -> None:
        """Remove an account; what belongs to it goes with it."""
        self._execute("DELETE FROM beheard_accounts WHERE id = ?", (account_id,))

    def put_device(self, account_id: str, device: Device) -> None:
        """Remember where somebody can be pushed to."""
        self._execute(
            "INSERT OR REPLACE INTO beheard_devices (account_id, token, platform) VALUES (?, ?, ?)",
            (account_id, device.token, device.platform),
        )

    def device(self, account_id: str) -> Device | None:
        """Tell where somebody can be pushed to."""
        row = self._execute(
            "SELECT token, platform FROM beheard_devices WHERE account_id = ?", (account_id,)
        ).fetchone()
        return None if row is None else Device(row[0], Platform(row[1]))

    def begin_family(self, family_id: str, account_id: str) -> None:
        """Begin a token family."""
        self._execute("INSERT INTO beheard_token_families (id, account_id) VALUES (?, ?)", (family_id, account_id))

    def end_family(self, family_id: str, *, at: datetime) -> None:
        """End a token family."""
        self._execute(
            "UPDATE beheard_token_families SET ended_at = ? WHERE id = ? AND ended_at IS NULL",
            (at.isoformat(), family_id),
        )

    def end_families(self, account_id: str, *, at: datetime) -> None:
        """End every token family of an account."""
        self._execute(
            "UPDATE beheard_token_families SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL",
            (at.isoformat(), account_id),
        )

    def add_token(self, token: RefreshToken) -> None:
        """Add a refresh token to its family."""
        self._execute(
            "INSERT INTO beheard_refresh_tokens (jti, family_id, expires_at) VALUES (?, ?, ?)",
            (token.jti, token.family_id, token.expires_at.isoformat()),
        )

    def token(self, jti: str) -> RefreshToken | None:
        """Give what is known of a refresh token."""
        row = self._execute(
            "SELECT t.jti, t.family_id, f.account_id, t.expires_at, t.spent_at IS NOT NULL, f.ended_at IS NOT NULL"
            " FROM beheard_refresh_tokens t JOIN beheard_token_families f ON f.id = t.family_id WHERE t.jti = ?",
            (jti,),
        ).fetchone()
        if row is None:
            return None
        return RefreshToken(row[0], row[1], row[2], datetime.fromisoformat(row[3]), bool(row[4]), bool(row[5]))

    def spend(self, jti: str, *, at: datetime) -> bool:
        """Spend a refresh token."""
        spent = self._execute(
            "UPDATE beheard_refresh_tokens SET spent_at = ? WHERE jti = ? AND spent_at IS NULL", (at.isoformat(), jti)
        )
        return spent.rowcount == 1

    def in_family(self, account_id: str, family_id: str) -> Account | None:
        """Give the account if this family of its tokens has not ended."""
        row = self._execute(
            f"SELECT {_ACCOUNT} FROM beheard_token_families f JOIN beheard_accounts a ON a.id = f.account_id"  # noqa: S608
            " WHERE f.id = ? AND f.account_id = ? AND f.ended_at IS NULL",
            (family_id, account_id),
        ).fetchone()
        return None if row is None else _account(row)


class SQLitePeople:
    """Implements :class:`beheard_server.store.People`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def remember(self, person: Person) -> None:
        """Keep what is known of somebody now."""
        self._execute(
            "INSERT INTO beheard_people (id, name, email, phone) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, phone = excluded.phone",
            (person.id, person.name, person.email, person.phone),
        )

    def get(self, ids: Iterable[str]) -> Mapping[str, Person]:
        """Give those of these people who are known."""
        query = "SELECT id, name, email, phone FROM beheard_people WHERE id = ?"
        rows = (self._execute(query, (each,)).fetchone() for each in ids)
        return {row[0]: Person(*row) for row in rows if row is not None}

    def forget(self, person_id: str) -> None:
        """Keep nothing of what is known of somebody."""
        self._execute("DELETE FROM beheard_people WHERE id = ?", (person_id,))


def _account(row: tuple[Any, ...]) -> Account:
    return Account(row[0], row[1], datetime.fromisoformat(row[2]), row[3], roles_from_text(row[4]), row[5])
