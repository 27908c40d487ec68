"""People, by command: ``beheard users`` beside a server of its own, ``flask beheard users`` in somebody's app."""

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from beheard_server.app import state_of
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, START, Client, Clock, cheap_hasher
from tests.server.client import fresh_api
from tests.server.people import PASSWORD, Person, call, granted, invite, register, sign_in
from tests.server.processes import Ran

ADA, BEN = "ada@example.org", "ben@example.org"


@pytest.fixture
def app() -> Flask:
    app = Flask("host")
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False)
    BeHeard(settings, store=MemoryStore(), hasher=cheap_hasher(), clock=Clock()).init_app(app)
    return app


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def users(runner: FlaskCliRunner, *arguments: str, typed: str = "") -> Result:
    return runner.invoke(args=["beheard", "users", *arguments], input=typed)


def done(result: Result) -> str:
    assert (result.exit_code, result.exception) == (0, None), result.output
    return result.output


def turned_down(result: Result, status: int = 1) -> str:
    """Give what is said of a command that failed as a command should."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status
    assert "Traceback" not in result.output
    return result.output


def add(runner: FlaskCliRunner, email: str, *more: str, password: str = PASSWORD) -> str:
    return done(users(runner, "add", email, "--password-stdin", *more, typed=f"{password}\n"))


def listed(runner: FlaskCliRunner) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(done(users(runner, "list", "--json")))
    return rows


def signed_in(app: Flask, email: str = ADA, password: str = PASSWORD) -> int:
    return call(Client(app), "POST", "/auth/login", json={"email": email, "password": password}).status


# Adding


def test_somebody_who_was_added_can_sign_in(app: Flask, runner: FlaskCliRunner) -> None:
    told = add(runner, ADA, "--name", "Ada")
    (row,) = listed(runner)
    assert row == {
        "id": row["id"],
        "email": ADA,
        "name": "Ada",
        "roles": [],
        "createdAt": f"{START:%Y-%m-%dT%H:%M:%SZ}",
    }
    assert re.fullmatch(r"user_[\w-]{22,}", row["id"])
    assert (ADA in told, row["id"] in told, PASSWORD in told) == (True, True, False)
    assert signed_in(app) == 200
    assert signed_in(app, password="another password") == 401


def test_the_password_is_asked_for_twice_and_never_shown(app: Flask, runner: FlaskCliRunner) -> None:
    typed = f"{PASSWORD}\nsomething else\n{PASSWORD}\n{PASSWORD}\n"
    told = done(users(runner, "add", ADA, typed=typed))
    assert "Password" in told
    assert PASSWORD not in told
    assert "something else" not in told
    assert signed_in(app) == 200


@pytest.mark.parametrize(
    ("typed", "password"),
    [
        ("  two  spaces  \n", "  two  spaces  "),
        ("without an end", "without an end"),
        ("from windows\r\n", "from windows"),
        ("the first line\nand not this\n", "the first line"),
        ("p" * 128 + "\n", "p" * 128),
        ("\U0001f54a" * 8, "\U0001f54a" * 8),
    ],
)
def test_a_password_from_standard_input_is_its_first_line_exactly(
    app: Flask, runner: FlaskCliRunner, typed: str, password: str
) -> None:
    done(users(runner, "add", ADA, "--password-stdin", typed=typed))
    assert signed_in(app, password=password) == 200


@pytest.mark.parametrize("password", ["", "short", "p" * 129, "pass\0word"])
def test_a_password_that_breaks_the_rules_adds_nobody_and_is_not_repeated(
    runner: FlaskCliRunner, password: str
) -> None:
    told = turned_down(users(runner, "add", ADA, "--password-stdin", typed=f"{password}\n"))
    assert "password" in told
    assert not password or password not in told
    assert listed(runner) == []


@pytest.mark.parametrize(
    "email", ["ada", "ada@", "@example.org", "ada@exa mple.org", "a" * 250 + "@b.org", "", "\udcff@b.org"]
)
def test_what_is_no_address_adds_nobody(runner: FlaskCliRunner, email: str) -> None:
    told = turned_down(users(runner, "add", email, "--password-stdin", typed=f"{PASSWORD}\n"))
    assert "email" in told
    assert listed(runner) == []


@pytest.mark.parametrize("name", ["n" * 101, "A\0da", "A\udcff"])
def test_what_is_no_name_adds_nobody(runner: FlaskCliRunner, name: str) -> None:
    told = turned_down(users(runner, "add", ADA, "--name", name, "--password-stdin", typed=f"{PASSWORD}\n"))
    assert "name" in told
    assert listed(runner) == []


@pytest.mark.parametrize("email", [ADA, "ADA@Example.org"])
def test_an_address_is_added_once_whatever_its_capitals(app: Flask, runner: FlaskCliRunner, email: str) -> None:
    add(runner, ADA)
    turned_down(users(runner, "add", email, "--password-stdin", "--role", "admin", typed="another password\n"))
    assert [row["roles"] for row in listed(runner)] == [[]]
    assert signed_in(app) == 200


def test_who_was_added_is_known_to_others_by_name(app: Flask, runner: FlaskCliRunner) -> None:
    for email, name in ((ADA, "Ada"), (BEN, "Ben")):
        add(runner, email, "--name", name)
    ada, ben = (sign_in(Person(Client(app), "", email, "", "")) for email in (ADA, BEN))
    session, invitation = invite(ada, inviteEmail=BEN)
    assert granted(ben.post(f"{invitation}/accept"))["session"]["partner"]["name"] == "Ada"
    assert granted(ada.get(session))["partner"] == {"id": ben.id, "name": "Ben"}


# Roles


def roles(app: Flask, email: str = ADA) -> set[str]:
    """Give the roles with which somebody's request is made."""
    told = granted(call(Client(app), "POST", "/auth/login", json={"email": email, "password": PASSWORD}))
    with app.test_request_context(headers={"Authorization": f"Bearer {told['accessToken']}"}):
        caller = state_of(app).identity()
    assert caller is not None
    return set(caller.roles)


def test_roles_can_be_had_from_the_beginning(app: Flask, runner: FlaskCliRunner) -> None:
    add(runner, ADA, "--role", "therapist", "--role", "admin", "--role", "admin")
    assert listed(runner)[0]["roles"] == ["admin", "therapist"]
    assert roles(app) == {"admin", "therapist"}


def test_a_role_is_given_and_taken_and_twice_is_once(app: Flask, runner: FlaskCliRunner) -> None:
    add(runner, ADA)
    add(runner, BEN)
    for command, role, expected in (
        ("grant", "admin", {"admin"}),
        ("grant", "supervisor", {"admin", "supervisor"}),
        ("grant", "admin", {"admin", "supervisor"}),
        ("revoke", "therapist", {"admin", "supervisor"}),
        ("revoke", "admin", {"supervisor"}),
        ("revoke", "supervisor", set()),
    ):
        done(users(runner, command, ADA.upper(), role))
        assert roles(app) == expected
        assert listed(runner)[0]["roles"] == sorted(expected)
    assert roles(app, BEN) == set()


def test_a_role_holds_for_somebody_who_is_signed_in_already(app: Flask, runner: FlaskCliRunner) -> None:
    ada = register(Client(app))
    done(users(runner, "grant", ADA, "admin"))
    with app.test_request_context(headers={"Authorization": f"Bearer {ada.token}"}):
        caller = state_of(app).identity()
    assert caller is not None
    assert caller.roles == {"admin"}


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_there_must_be_somebody_and_such_a_role(runner: FlaskCliRunner, command: str) -> None:
    turned_down(users(runner, command, "nobody@example.org", "admin"))
    add(runner, ADA)
    told = turned_down(users(runner, command, ADA, "king"), status=2)
    assert all(role in told for role in ("admin", "therapist", "supervisor"))
    turned_down(users(runner, command, ADA), status=2)
    turned_down(users(runner, "add", BEN, "--role", "king", "--password-stdin", typed=PASSWORD), status=2)
    assert [row["roles"] for row in listed(runner)] == [[]]


# The list


def test_everybody_is_listed_in_the_order_in_which_they_came(app: Flask, runner: FlaskCliRunner) -> None:
    assert (listed(runner), done(users(runner, "list"))) == ([], "")
    register(Client(app), "Zoe")
    add(runner, BEN, "--role", "therapist", "--role", "admin")
    add(runner, ADA)
    rows = listed(runner)
    assert [row["email"] for row in rows] == ["zoe@example.org", BEN, ADA]
    lines = done(users(runner, "list")).splitlines()
    assert [line.split() for line in lines] == [
        [row["id"], row["email"], *([",".join(row["roles"])] if row["roles"] else [])] for row in rows
    ]


def test_no_command_shows_a_password_or_its_hash(app: Flask, runner: FlaskCliRunner) -> None:
    add(runner, ADA)
    assert "argon2" not in done(users(runner, "list")) + done(users(runner, "list", "--json"))


def test_two_apps_have_people_of_their_own(app: Flask, runner: FlaskCliRunner) -> None:
    other = Flask("other")
    BeHeard(Settings(secret_keys=(SECRET_KEY,)), store=MemoryStore(), hasher=cheap_hasher()).init_app(other)
    add(runner, ADA)
    assert [len(listed(each.test_cli_runner())) for each in (app, other)] == [1, 0]


def test_the_host_can_bring_its_database_up_to_date(runner: FlaskCliRunner) -> None:
    done(runner.invoke(args=["beheard", "migrate"]))


# The same, as a program


def run(database: Path, *arguments: str, typed: str = "") -> Ran:
    ran = subprocess.run(
        [sys.executable, "-m", "beheard_server", "users", *arguments],
        env=os.environ | {"BEHEARD_DATABASE": str(database), "BEHEARD_SECRET_KEYS": SECRET_KEY},
        input=typed,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_people_are_kept_by_the_program_beside_the_server(tmp_path: Path) -> None:
    database = tmp_path / "beheard.db"
    added = run(database, "add", ADA, "--name", "Ada", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (added.status, added.err, ADA in added.out, PASSWORD in added.out) == (0, "", True, False)
    assert run(database, "grant", ADA, "therapist").status == 0
    assert run(database, "revoke", ADA, "admin").status == 0
    shown = run(database, "list", "--json")
    assert (shown.status, shown.err) == (0, "")
    (row,) = json.loads(shown.out)
    assert (row["email"], row["name"], row["roles"]) == (ADA, "Ada", ["therapist"])
    with closing(fresh_api(tmp_path)) as api:
        told = granted(call(api, "POST", "/auth/login", json={"email": ADA, "password": PASSWORD}))
        assert (told["user"]["id"], told["user"]["name"]) == (row["id"], "Ada")


def test_what_the_program_cannot_do_it_says_in_a_line(tmp_path: Path) -> None:
    database = tmp_path / "beheard.db"
    for arguments, typed in ((("add", ADA, "--password-stdin"), "short\n"), (("grant", ADA, "admin"), "")):
        ran = run(database, *arguments, typed=typed)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
        assert "short" not in ran.err
