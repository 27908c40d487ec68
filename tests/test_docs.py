"""The documentation says what the code does: its tables are held against the code, and its examples run."""

import importlib.util
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from attrs import fields

from beheard_core.mediation.events import SessionEvent
from beheard_core.mediation.gates import GATES
from beheard_server import cli
from beheard_server.app import create_app
from beheard_server.demo import running_server
from beheard_server.extension import BeHeard
from beheard_server.http import errors
from beheard_server.settings import _READERS, PREFIX, Settings
from beheard_server.store import Unit
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, Client

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
METHODS = {"get", "post", "put", "patch", "delete"}
RUNNABLE = "{code-block} python\n:class: runnable"
BLOCK = re.compile(rf"(?ms)^```(?P<kind>\w*|{re.escape(RUNNABLE)})\n(?P<text>.*?)^```$")
TABLE = re.compile(r"(?m)(?:^\|.*\|\n)+")
BASE = re.compile(r"All paths below begin with `([^`]+)`")
CODE = re.compile(r"`([^`]+)`")
IDENT = re.compile(r"([a-z]+)_(?:[0-9a-f]{32}|[0-9a-f]{4}…)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

Row = dict[str, str]


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def table(name: str, *first: str) -> list[Row]:
    """The rows of the one table of a page whose first columns have these names."""
    found = [part.strip().split("\n") for part in TABLE.findall(page(name))]
    (chosen,) = (lines for lines in found if cells(lines[0])[: len(first)] == list(first))
    head, _, *rows = chosen
    return [dict(zip(cells(head), cells(row), strict=True)) for row in rows]


def named(cell: str) -> list[str]:
    """What a cell names in backquotes."""
    return CODE.findall(cell)


def only(cell: str) -> str:
    (name,) = named(cell)
    return name


@cache
def document() -> dict[str, Any]:
    extension = BeHeard(Settings(secret_keys=(SECRET_KEY,)), store=MemoryStore())
    body = Client(create_app(extension=extension)).call("GET", "/openapi.json").body
    assert isinstance(body, dict)
    return body


def endpoints(name: str) -> Iterator[tuple[str, str, str]]:
    """The method, whole path and need of a token of every endpoint on a page."""
    base = BASE.search(page(name))
    for row in table(name, "Method", "Path"):
        yield only(row["Method"]).lower(), (base[1] if base else "") + only(row["Path"]), row["Signed in"]


def test_every_endpoint_is_documented_and_every_documented_one_exists() -> None:
    told = [
        each for path in DOCS.glob("*.md") if "\n| Method | Path |" in page(path.name) for each in endpoints(path.name)
    ]
    there = [
        (method, path, "yes" if operation["security"] else "no")
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]
    assert sorted(told) == sorted(there)


def test_every_code_is_documented_with_its_status() -> None:
    told = {only(row["Code"]): int(row["Status"]) for row in table("http.md", "Code")}
    refusals = {code: status for status, code in errors.CODES.values()}
    unrouted = {code: status for status, (code, _) in errors._HTTP_CODES.items()}
    assert told == {**refusals, **unrouted, "INTERNAL_ERROR": errors.INTERNAL_ERROR}


def test_every_setting_is_documented_with_its_default() -> None:
    defaults = {each.name: each.default for each in fields(Settings)}
    told = {only(row["Setting"]): row["Default"] for row in table("settings.md", "Setting")}
    assert told == {PREFIX + key.upper(): shown(defaults[name]) for key, (name, _) in _READERS.items()}


def shown(default: object) -> str:
    match default:
        case bool():
            return "`on`" if default else "`off`"
        case ():
            return "none"
        case tuple():
            return f"`{','.join(default)}`"
        case None:
            return "none"
        case _:
            return f"`{default}`"


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """The commands and groups in a group, by what is typed for them."""
    for name, command in group.commands.items():
        yield before + name, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def test_every_command_is_documented() -> None:
    there = [f"beheard {typed}" for typed, each in commands(cli.main) if not isinstance(each, click.Group)]
    assert sorted(only(row["Command"]) for row in table("server.md", "Command")) == sorted(there)


def test_every_option_is_documented() -> None:
    rows = table("server.md", "Option")
    there = {
        (option, typed)
        for typed, command in commands(cli.main)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {(only(row["Option"]), typed) for row in rows for typed in named(row["Of"])} == there


def test_the_gates_are_documented_in_the_order_of_their_table() -> None:
    told = [(int(row["Stage"]), only(row["Gate"])) for row in table("process.md", "Stage", "Gate")]
    assert told == [(int(stage), str(gate.key)) for stage, gates in GATES.items() for gate in gates.gates]


def test_what_can_be_replaced_is_what_the_extension_takes_by_name() -> None:
    parameters = inspect.signature(BeHeard).parameters.values()
    there = [each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY]
    assert [only(row["Argument"]) for row in table("embedding.md", "Argument")] == there


def test_every_event_is_documented() -> None:
    told = [name for row in table("embedding.md", "Event") for name in named(row["Event"])]
    assert sorted(told) == sorted(each.name for each in SessionEvent.__subclasses__())


def test_the_groups_of_a_store_are_documented() -> None:
    there = [name for name, value in vars(Unit).items() if isinstance(value, property)]
    assert [only(row["Group"]) for row in table("architecture.md", "Group")] == there


@pytest.mark.parametrize("package", ["beheard_core", "beheard_server"])
def test_the_layers_name_every_module_of_a_package(package: str) -> None:
    told: set[str] = set()
    for row in table("architecture.md", f"`{package}`"):
        names = named(row[f"`{package}`"])
        context = names[0].rpartition(".")[0]
        told |= {name if "." in name or not context else f"{context}.{name}" for name in names}
    assert [name for name in sorted(told) if importlib.util.find_spec(f"{package}.{name}") is None] == []
    there = {each.stem for each in (ROOT / "src" / package).iterdir() if each.suffix == ".py" or each.is_dir()}
    assert there - {name.partition(".")[0] for name in told} <= {"__init__", "__main__", "__pycache__", "py", "testing"}


def test_the_sessions_of_nox_are_documented() -> None:
    there = re.findall(r"(?m)^@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text())
    assert [only(row["Session"]) for row in table("architecture.md", "Session")] == there


@pytest.mark.parametrize("name", sorted(each.name for each in DOCS.glob("*.md") if RUNNABLE in each.read_text()))
def test_the_python_examples_of_a_page_run_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"__name__": "example"}
    for block in BLOCK.finditer(page(name)):
        if block["kind"] == RUNNABLE:
            exec(compile(block["text"], f"docs/{name}", "exec"), namespace)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="needs curl and bash")
def test_the_walk_with_curl_gets_the_replies_that_are_printed(tmp_path: Path) -> None:
    walk = page("http.md").partition("\n## A walk")[2]
    blocks = [(block["kind"], block["text"]) for block in BLOCK.finditer(walk)]
    script = "".join(f"{text}\nprintf '\\n@@@\\n'\n" for kind, text in blocks if kind == "sh")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    with running_server(tmp_path, 0) as url:
        done = subprocess.run(
            ["bash", "-euc", script.replace("http://127.0.0.1:8000", url)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PATH": path},
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    replies = [masked(json.loads(text)) for text in done.stdout.split("\n@@@\n") if text.strip()]
    assert replies == [masked(json.loads(text)) for kind, text in blocks if kind == "json"]


def masked(value: Any) -> Any:
    """The value without what differs from run to run."""
    match value:
        case dict():
            return {key: masked(each) for key, each in value.items()}
        case list():
            return [masked(each) for each in value]
        case str():
            return MOMENT.sub("a time", IDENT.sub(r"\1_", value))
        case _:
            return value
