"""The command line, as an operator meets it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import click.testing
import orjson
import pytest

from beheard_server.cli import main
from beheard_server.testing import SECRET_KEY
from tests.server.processes import Ran, free_port, run_beheard

SECRET = "a-secret-that-is-too-short"
Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a way to run a command in this process, with the settings that are named and no others."""

    def here(*arguments: object, **settings: str) -> Ran:
        plain = {key: value for key, value in os.environ.items() if not key.startswith("BEHEARD_")}
        monkeypatch.setattr(os, "environ", plain | {f"BEHEARD_{key.upper()}": value for key, value in settings.items()})
        result = click.testing.CliRunner().invoke(main, [str(each) for each in arguments])
        trace = "" if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exception)
        return Ran(result.exit_code, result.stdout, result.stderr + trace)

    return here


def complaint(ran: Ran) -> str:
    """Give the one line in which a command says what is wrong."""
    assert ran.status > 0
    assert SECRET not in ran.err + ran.out
    [line] = [line for line in ran.err.splitlines() if not line.startswith("BEHEARD_SECRET_KEYS is not set")]
    assert line.startswith("Error: ")
    return line


def test_the_demo_walks_and_ends() -> None:
    ran = run_beheard("demo", "--exit")
    assert (ran.status, ran.err) == (0, "")
    statuses = re.findall(r"^ +(\d{3})  (GET|POST|PATCH|DELETE) ", ran.out, re.MULTILINE)
    assert len(statuses) >= 70
    assert {int(status) for status, _ in statuses} == {200, 201, 400}
    assert re.findall(r"phase is (\w+)", ran.out) == ["NEGOTIATING"]
    assert re.search(r"RESOLVED at \d{4}-", ran.out)
    assert "/docs/" in ran.out


def test_migrating_twice_is_like_migrating_once(tmp_path: Path, run: Run) -> None:
    database = tmp_path / "kept.db"
    for _ in range(2):
        ran = run("migrate", "--database", database, secret_keys=SECRET_KEY)
        assert (ran.status, ran.err) == (0, "")
        assert str(database) in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["kept.db"]


def test_the_database_may_be_named_by_a_setting(tmp_path: Path, run: Run) -> None:
    assert run("migrate", database=str(tmp_path / "kept.db"), secret_keys=SECRET_KEY).status == 0
    assert (tmp_path / "kept.db").exists()


def test_what_the_command_says_counts_more_than_the_setting(tmp_path: Path, run: Run) -> None:
    said, set_ = tmp_path / "said.db", tmp_path / "set.db"
    assert run("migrate", "--database", said, database=str(set_), secret_keys=SECRET_KEY).status == 0
    assert (said.exists(), set_.exists()) == (True, False)


def test_the_document_is_printed_as_json_without_any_setting(run: Run) -> None:
    ran = run("openapi")
    assert (ran.status, ran.err) == (0, "")
    document = orjson.loads(ran.out)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/auth/register" in document["paths"]


def test_the_stages_are_drawn_for_people_and_for_mermaid(run: Run) -> None:
    text, mermaid = run("stages"), run("stages", "--format", "mermaid")
    assert run("stages", "--format", "text") == text
    for ran in (text, mermaid):
        assert (ran.status, ran.err) == (0, "")
        gates = ("compactSigned", "feelHeardConfirmed", "validatedPartnerAttempt", "commonGroundConfirmed")
        assert all(each in ran.out for each in (*gates, "agreementCreated", "INVITED", "ABANDONED"))
    assert mermaid.out.startswith("stateDiagram-v2\n")


def test_the_version_is_told(run: Run) -> None:
    assert re.fullmatch(r"beheard, version \d+\.\d+\S*\n", run("--version").out)


# Mistakes


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("secret_keys", SECRET),
        ("secret_keys", f"{SECRET_KEY},{SECRET}"),
        ("rate_limits", "perhaps"),
        ("only", "gardening"),
        ("max_body_bytes", "a lot"),
        ("database", ""),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(tmp_path: Path, run: Run, setting: str, value: str) -> None:
    settings = {"database": str(tmp_path / "kept.db")} | {setting: value}
    assert f"BEHEARD_{setting.upper()}" in complaint(run("migrate", **settings))
    assert list(tmp_path.iterdir()) == []


def test_serving_begins_with_the_settings(tmp_path: Path) -> None:
    ran = run_beheard("serve", "--port", free_port(), "--database", tmp_path / "kept.db", secret_keys=SECRET)
    assert complaint(ran)
    assert list(tmp_path.iterdir()) == []


def test_a_database_in_a_directory_that_is_not_there_is_named_in_one_line(tmp_path: Path, run: Run) -> None:
    assert "nowhere" in complaint(run("migrate", "--database", tmp_path / "nowhere" / "kept.db"))


def test_a_database_that_cannot_be_one_is_named_in_one_line(tmp_path: Path, run: Run) -> None:
    words = tmp_path / "words.db"
    words.write_text("not a database, but words of somebody " * 100)
    for path in (words, tmp_path):
        assert path.name in complaint(run("migrate", database=str(path), secret_keys=SECRET_KEY))


def test_an_empty_key_file_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "kept.db.keys").touch()
    assert "kept.db.keys" in complaint(run_beheard("serve", "--port", free_port(), "--database", tmp_path / "kept.db"))


def test_an_unknown_setting_is_warned_about_and_does_no_harm(tmp_path: Path) -> None:
    ran = run_beheard("migrate", "--database", tmp_path / "kept.db", databse="typo.db", secret_keys=SECRET_KEY)
    assert ran.status == 0
    assert "BEHEARD_DATABSE" in ran.err


def test_streams_must_leave_a_thread_for_everybody_else(tmp_path: Path) -> None:
    where = ("--port", free_port(), "--database", tmp_path / "kept.db")
    ran = run_beheard("serve", *where, streams="8", secret_keys=SECRET_KEY)
    assert "BEHEARD_STREAMS" in complaint(ran)
