"""The document taken at its word: Schemathesis calls a real server in every way that it allows, or rules out."""

import json
import re
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import schemathesis
from attrs import Factory, define
from flask import Flask
from hypothesis import settings
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.server.crowd import Crowd, gather
from tests.server.document import OPERATIONS, Operation

# A request runs a dozen checks, so a tenth of what other properties get is plenty.
EXAMPLES = settings().max_examples // 10
ROUNDS = 20
SEARCHING = settings.get_current_profile_name() == "long"
PHASES = ("examples", "coverage", "fuzzing", "stateful")
# What is valid may be refused for the state that it meets; whether a 400 was about that is looked at below.
# A list may be as long as allowed and its body still too large.
FOR_ITS_STATE = ["2xx", "400", "401", "403", "404", "409", "410", "413", "429"]
# What Python takes for white space and Unicode does not, as repr() shows it.
ONLY_SPACE_TO_PYTHON = re.compile(r"\\x1[c-f]")
# A word where others have an id: to the router it may be either.
WORDS_FOR_AN_ID = (
    "/api/stages/bulk",
    *(f"/api/session/{each}" for each in ("progress", "snapshots", "skills", "analytics", "comparison")),
)
BEFORE_THE_BODY = {"UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "PAYLOAD_TOO_LARGE", "RATE_LIMITED"}
# No schema says what makes an address, what we have signed, or which fields need or rule out each other.
BEYOND_SCHEMAS = {"email", "inviteEmail", "invitePhone", "personId", "cursor", "feedback", "emotionalIntensity"}
# Nor which ids are there, which of them say something twice, or what time it is.
BEYOND_SCHEMAS |= {"need", "needIds", "confirmations", "missingIds", "rankedIds", "strategyId", "followUpDate"}
BEYOND_SCHEMAS |= {"time_zone", "started_at", "ended_at", "to"}
BEYOND_SCHEMAS |= {"modification", "token", "after"}


Case = schemathesis.Case[Any]


class Quiet(WSGIRequestHandler):
    """Logs what goes wrong, and nothing else."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app from a thread of its own, and give its address."""
    server = make_server("127.0.0.1", 0, app, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def config(phases: set[str], *, but_not: dict[str, str], mode: str = "all", start: int = 0) -> schemathesis.Config:
    """Configure Schemathesis: every check, in some phases, for all operations but some."""
    return schemathesis.Config.from_dict(
        {
            **({} if SEARCHING else {"seed": start}),
            "continue-on-failure": True,
            "checks": {"positive_data_acceptance": {"expected-statuses": FOR_ITS_STATE}},
            "phases": {each: {"enabled": each in phases} for each in PHASES},
            "operations": [
                {**but_not, "enabled": False},
                *(
                    {"include-path": each, "checks": {"allow_header_conformance": {"enabled": False}}}
                    for each in WORDS_FOR_AN_ID
                ),
            ],
            # A NUL in a text is refused, and JSON Schema has no good word for that.
            "generation": {"mode": mode, "max-examples": EXAMPLES, "database": "none", "allow-x00": False},
            "output": {"sanitization": {"enabled": False}},
        }
    )


def surround(schema: schemathesis.BaseSchema, crowd: Crowd, turns: Iterator[int], *, linked: bool) -> None:
    """Have every request made by somebody in the crowd; unless links say so, about what is there."""

    @schema.auth(refresh_interval=None)
    class Ada:
        def get(self, case: Case, context: schemathesis.AuthContext) -> str | None:
            return f"Bearer {crowd.ada.token}" if context.operation.definition.raw["security"] else None

        def set(self, case: Case, data: str, context: schemathesis.AuthContext) -> None:
            case.headers["Authorization"] = data

    @schema.hook
    def map_case(context: schemathesis.HookContext, case: Case) -> Case:
        turn, caller = next(turns), crowd.ada
        if case.operation.path.endswith("/events"):
            # Not as a stream, which would last; tests/server/test_events.py listens to those.
            case.headers["Accept"] = "application/json"
        if not linked:
            put(case.path_parameters, crowd.place, turn)
            caller = crowd.caller(case.path_parameters.get("session_id", case.path_parameters.get("focus_id")), turn)
        if case.meta and not case.meta.is_negative_at(ParameterLocation.QUERY):
            put(case.query, lambda name, turn: crowd.place(name, turn) or chosen_in_a_query(crowd, name, turn), turn)
        if case.meta and not case.meta.is_negative_at(ParameterLocation.BODY):
            put(properties(case), partial(crowd.words, case.path_parameters.get("session_id"), caller), turn)
        if case.headers.get("Authorization") == f"Bearer {crowd.ada.token}":
            case.headers["Authorization"] = f"Bearer {caller.token}"
        return case


def chosen_in_a_query(crowd: Crowd, name: str, turn: int) -> str | None:
    """Choose what a query says of practice; None where anything will do."""
    choices = crowd.of_practice.get(name)
    return choices[turn % len(choices)] if choices else None


def put(values: MutableMapping[str, Any], choose: Callable[[str, int], Any], turn: int) -> None:
    """Put in what the crowd knows, and now and then leave what was there."""
    for name, value in values.items():
        chosen = choose(name, turn)
        if chosen is not None and turn % 7:
            values[name] = chosen
        elif isinstance(value, list) and (several := [each for each in value if isinstance(each, dict)]):
            # Whoever knows the way says one thing, and says it once.
            value[:] = several[:1]
            put(several[0], choose, turn)


@define
class Findings:
    """What was found: broken promises, each with a request that shows it, and which operations let one through.

    ``turns`` are counted through all rounds.
    """

    broken: list[str] = Factory(list)
    granted: set[str] = Factory(set)
    turns: Iterator[int] = Factory(count)

    def look(self, recorder: ScenarioRecorder) -> None:
        """Look at what happened to the requests of one operation."""
        for key, node in recorder.cases.items():
            case, answer = node.value, recorder.interactions[key].response
            for check in recorder.checks.get(key, ()):
                if check.failure_info is not None and not is_about_something_else(check.name, answer):
                    found = check.failure_info
                    self.broken.append(f"{check.name}: {found.failure}\n{found.code_sample}\n{answer and answer.text}")
            if answer is None or case.method.upper() != case.operation.method.upper():
                continue
            if answer.status_code < 300:
                self.granted.add(case.operation.label)
            self._look_at_code(case, answer)

    def _look_at_code(self, case: Case, answer: schemathesis.Response) -> None:
        operation = Operation(case.operation.method.upper(), case.operation.path, case.operation.definition.raw)
        if not operation.has_codes or not answer.content.startswith(b"{"):
            return
        reply = json.loads(answer.content)
        error = reply.get("error", {"code": None})
        shown = f"{operation} {case.path_parameters} {case.query} {case.body!r}: {reply}"
        if error["code"] is not None and error["code"] not in operation.codes(answer.status_code):
            self.broken.append(f"Undocumented code: {shown}")
        if ONLY_SPACE_TO_PYTHON.search(repr(body_of(case))):
            return
        if error["code"] == "VALIDATION_ERROR":
            # To JSON Schema 3.0 is an integer; to us it is a slip.
            slips = {name for name, value in properties(case).items() if isinstance(value, float)}
            valid = was_made_valid(case) and operation.admits(body_of(case))
            if valid and not {each.partition("[")[0] for each in error["details"]} <= BEYOND_SCHEMAS | slips:
                self.broken.append(f"Valid, yet refused: {shown}")
        elif error["code"] not in BEFORE_THE_BODY and not operation.admits(body_of(case)):
            self.broken.append(f"Invalid, yet taken for valid: {shown}")


def is_about_something_else(check: str, answer: schemathesis.Response | None) -> bool:
    """Tell whether a new session is there, and what was not found is something that the body names."""
    return check == "ensure_resource_availability" and answer is not None and "No such session" not in answer.text


def was_made_valid(case: Case) -> bool:
    """Tell whether everything in a request was made to be valid."""
    return case.meta is not None and case.meta.generation.mode.is_positive


def body_of(case: Case) -> Any:
    """Give the body as it is read: none is an empty object."""
    return {} if isinstance(case.body, NotSet) else case.body


def properties(case: Case) -> dict[str, Any]:
    """Give what the body says, by name."""
    body = body_of(case)
    return body if isinstance(body, dict) else {}


def explore(crowd: Crowd, findings: Findings, how: schemathesis.Config, *, linked: bool = False) -> None:
    """Call the crowd's server in every way that the document leads to, and note what is found."""
    with serving(crowd.api.app) as address:
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=how)
        surround(schema, crowd, findings.turns, linked=linked)
        for event in from_schema(schema).execute():
            match event:
                case events.ScenarioFinished():
                    findings.look(event.recorder)
                case events.NonFatalError():
                    findings.broken.append(f"{event.label}: {event.info.message}")
                case events.FatalError():
                    raise event.exception
    assert not findings.broken, "\n\n".join(findings.broken)


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Crowd]:
    place = tmp_path_factory.mktemp("crowd")
    crowd = gather(place)
    crowd.api.close()
    return place, crowd


@pytest.fixture
def crowd(gathered: tuple[Path, Crowd], tmp_path: Path) -> Iterator[Crowd]:
    place, before = gathered
    crowd = before.moved(place, tmp_path / "here")
    with closing(crowd.api):
        yield crowd


@pytest.mark.parametrize("path", sorted({each.path for each in OPERATIONS}))
def test_every_reply_is_one_that_the_document_promises(path: str, crowd: Crowd) -> None:
    here = [each for each in OPERATIONS if each.path == path]
    wanted = set(map(str, here))
    findings = Findings()
    mode = "all" if any(each.can_be_wrong for each in here) else "positive"
    # A round in which every request is refused has shown half of the promises; the next one begins elsewhere.
    for start in range(ROUNDS):
        phases = {"coverage", "fuzzing"} if start == 0 else {"fuzzing"}
        explore(crowd, findings, config(phases, but_not={"exclude-path": path}, mode=mode, start=start))
        if wanted <= findings.granted:
            break
    assert wanted <= findings.granted, "The crowd does not know what to say to get this request granted."


def test_what_one_reply_gives_can_be_used_in_the_next_request(crowd: Crowd) -> None:
    findings = Findings()
    for start in range(ROUNDS):
        # Who signs out is out for good, and nothing is learned from that.
        how = config({"stateful"}, but_not={"include-path-regex": "/auth/"}, start=start)
        explore(crowd, findings, how, linked=True)
        if any("{session_id}" in each for each in findings.granted):
            break
    # Nobody has told Schemathesis of any session; it has found them in replies.
    assert any("{session_id}" in each for each in findings.granted)
