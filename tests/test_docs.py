"""The documentation says what the code does: its tables are held against the code, and its examples run."""

import importlib.util
import inspect
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from attrs import evolve, fields, fields_dict

from beheard_core.mediation import Participant, Session, SessionStatus, Stage
from beheard_core.mediation.barometer import Reading, Support, support_for
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.events import SessionEvent
from beheard_core.mediation.gates import GATES
from beheard_core.mediation.model import (
    Attempt,
    CommonGround,
    Consent,
    ConsentDecision,
    ContentType,
    Invitation,
    Strategy,
    Verdict,
)
from beheard_core.mediation.retrieval import CONSENTED, Intent, Kind, Query, Turn, Vessel, is_allowed
from beheard_core.mediation.standing import visible_ground, visible_strategies
from beheard_core.mediation.views.words import readable_consents
from beheard_server import cli
from beheard_server.app import create_app
from beheard_server.blueprints.barometer import ReadingsQuery
from beheard_server.blueprints.messages import MessagesQuery
from beheard_server.blueprints.sessions import SessionsQuery
from beheard_server.demo import running_server
from beheard_server.extension import BeHeard
from beheard_server.facilitators import Bundle, Facilitator
from beheard_server.facilitators.offline import OfflineFacilitator
from beheard_server.http import errors
from beheard_server.settings import _READERS, PREFIX, Settings
from beheard_server.store import Unit
from beheard_server.store.memory import MemoryStore
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import SECRET_KEY, START, Client

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
NOTHING = "\N{EN DASH}"
OFFERED = re.compile(r'(\d+)(?:, and (\d+) before it, (\d+) minutes apart)?(?:, "([^"]+)")?')
LISTS = {
    "/sessions": SessionsQuery,
    "/sessions/{session_id}/messages": MessagesQuery,
    "/sessions/{session_id}/emotions": ReadingsQuery,
}

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


def test_every_table_of_the_database_is_documented(tmp_path: Path) -> None:
    with closing(SQLiteStore(tmp_path / "here.db")) as store:
        store.migrate()
    with closing(sqlite3.connect(tmp_path / "here.db")) as file:
        # What a full-text index keeps for itself is a shadow table.
        query = "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND name LIKE 'beheard%'"
        there = file.execute(query).fetchall()
    assert sorted(only(row["Table"]) for row in table("architecture.md", "Table")) == sorted(name for (name,) in there)


def test_the_lists_are_documented_with_their_pages() -> None:
    rows = {only(row["List"]).removeprefix("GET "): row for row in table("http.md", "List")}
    assert list(rows) == list(LISTS)
    for path, query in LISTS.items():
        operation = document()["paths"][f"/api/v1{path}"]["get"]
        parameters = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
        limit = parameters.pop("limit")
        assert rows[path]["`limit`"] == f"{limit['minimum']} to {limit['maximum']}"
        assert rows[path]["Without it"] == str(fields_dict(query)["limit"].default)
        assert {"cursor", *named(rows[path]["Narrowed by"])} == set(parameters)


def test_what_a_facilitator_may_ask_for_is_the_table_that_the_code_runs_on() -> None:
    rows = table("facilitator.md", "Kind")
    assert [only(row["Kind"]) for row in rows] == list(Kind)
    for row in rows:
        kind, vessel = Kind(only(row["Kind"])), Vessel(only(row["Lies in"]))
        query = Query(kind, vessel, consent_active=kind is Kind.CONSENTED_CONTENT)
        assert [row[str(stage.value)] for stage in Stage] == [when_allowed(query, stage) for stage in Stage]


def when_allowed(query: Query, stage: Stage) -> str:
    plain, hinted = (is_allowed(query, Turn(stage, Intent.OFFER_CONTINUITY, hint)) for hint in (False, True))
    if plain and query.kind is Kind.CONSENTED_CONTENT and CONSENTED[stage] == {ContentType.IDENTIFIED_NEED}:
        return "needs"
    return {(False, False): NOTHING, (False, True): "on a hint", (True, True): "yes"}[plain, hinted]


def test_a_facilitators_methods_its_bundle_and_the_intents_are_documented() -> None:
    methods = [name for name, value in vars(Facilitator).items() if inspect.isfunction(value) and name[0] != "_"]
    assert [only(row["Method"]) for row in table("facilitator.md", "Method")] == methods
    assert [only(row["Field"]) for row in table("facilitator.md", "Field")] == [each.name for each in fields(Bundle)]
    assert sorted(only(row["Intent"]) for row in table("facilitator.md", "Intent")) == sorted(Intent)


def test_the_offers_are_documented_in_their_order_with_examples_that_only_just_hold() -> None:
    rows = table("process.md", "Offer")
    assert [only(row["Offer"]) for row in rows] == list(Support)
    for row in rows:
        told = OFFERED.fullmatch(row["For example"])
        assert told is not None
        now, before, apart, said = told.groups()
        assert offer(int(now), said, before, int(apart or 0)) == only(row["Offer"])
        assert offer(int(now) - 1, said, before, int(apart or 0)) != only(row["Offer"])
        assert before is None or offer(int(now), said, before, int(apart) + 1) != only(row["Offer"])


def offer(now: int, said: str | None, before: str | None, apart: int) -> Support | None:
    """What is offered after a reading, with the one before it so many minutes ago."""
    earlier = [Reading("emo_1", int(before), None, Stage.WITNESS, START)] if before else []
    reading = Reading("emo_2", now, said, Stage.WITNESS, START + timedelta(minutes=apart))
    return support_for(reading, earlier, distressed=OfflineFacilitator().has_distress(said or ""))


def sharing(content: ContentType) -> Session:
    """A session in which Ana shares one thing with Ben, with everything that can rest on it."""
    ana = Participant(
        "ana",
        attempts=(Attempt("att_1", START, consent_id="consent_1"),),
        verdicts=(Verdict("att_1", False, START, feedback_shared=True),),
        consents=(Consent("consent_1", content, "att_1", START),),
    )
    return Session(
        "sess_1",
        "rel_1",
        SessionStatus.ACTIVE,
        START,
        START,
        Invitation("inv_1", START, START, accepted_at=START),
        ana,
        Participant("ben"),
        common_ground=(CommonGround("cg_1", ("consent_1",)),) if content is ContentType.IDENTIFIED_NEED else (),
        strategies=(Strategy("att_1", "consent_1"),) if content is ContentType.STRATEGY_PROPOSAL else (),
    )


def resting_on_it(session: Session) -> list[object]:
    """What there is beside the consent itself."""
    return [evolve(session.inviter, consents=()), visible_ground(session), visible_strategies(session)]


def test_what_can_be_shared_is_documented_with_where_it_is_read() -> None:
    rows = {ContentType(only(row["Content"])): row for row in table("consent.md", "Content", "It is shared by")}
    assert list(rows) == list(ContentType)
    for content, row in rows.items():
        listed = "GET …/shared" in named(row["The partner reads it in"])
        possible = row["The partner reads it in"] != NOTHING
        assert not possible or listed == bool(readable_consents(sharing(content), "ben"))


def test_what_a_revocation_does_is_documented() -> None:
    for row in table("consent.md", "Content", "The partner's next look"):
        before = sharing(ContentType(only(row["Content"])))
        decision = revoke(before, "ana", "consent_1", now=START)
        assert [event.name for event in decision.events if isinstance(event, SessionEvent)] == named(row["Event"])
        touched = resting_on_it(decision.state) != resting_on_it(before)
        assert touched == (row["What else follows"] != NOTHING)


def test_the_states_of_a_consent_are_documented() -> None:
    rows = table("consent.md", "State")
    assert [row["State"].strip("`") for row in rows] == ["pending", *ConsentDecision]


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
