"""Every hostile body at every door that takes one: a clean refusal, nothing done, and not a word of it repeated.

The doors are those of the document, so that whatever is added to it is tried as well.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from beheard_core.accounts import Account, Role
from beheard_server.store import Unit
from beheard_server.testing import Reply
from tests.server.channel import id_of, readable
from tests.server.client import Api, fresh_api
from tests.server.document import DOCUMENT, OPERATIONS, Operation
from tests.server.hostile import MALFORMED, MARK, NEVER, ODD_KEYS, ODD_TEXTS, WRONG_TYPES, Sent
from tests.server.people import FOCUS, Couple, Person, call, meet, reach, register
from tests.server.processes import serving

TOO_LARGE = 1_048_577
WITH_BODY = [each for each in OPERATIONS if "requestBody" in each.says]


@frozen
class Scene:
    """A couple half-way, and somebody with every role and no part in their session."""

    api: Api
    couple: Couple
    stranger: Person
    places: Mapping[str, str]

    def send(self, operation: Operation, sent: Sent, *, by: Person | None = None) -> Reply:
        """Send a body to where the operation is."""
        path = operation.path
        for name, value in self.places.items():
            path = path.replace(f"{{{name}}}", value)
        caller = by or self.couple.ada
        headers = dict(sent.headers)
        if operation.needs_sign_in:
            headers["Authorization"] = f"Bearer {caller.token}"
        return self.api.call(operation.method, path, data=sent.data, headers=headers)


def promote(api: Api, person: Person) -> Person:
    """Give somebody every role."""

    def work(unit: Unit) -> None:
        account: Account | None = unit.accounts.get(person.id)
        assert account is not None
        unit.accounts.update(evolve(account, roles=frozenset(Role)))

    api.shell.commit(work)
    return person


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with closing(fresh_api(tmp_path_factory.mktemp("hostile"))) as api:
        ada, ben, stranger = (promote(api, register(api, name)) for name in ("Ada", "Ben", "Cleo"))
        couple = reach(meet(ada, ben), ada=2, ben=2)
        catalogued = api.call("POST", "/api/stages", token=ada.token, json={"name": "First", "level": 1})
        assert catalogued.status == 201
        timer = api.call("POST", f"{FOCUS}/sessions", token=ada.token, json={"duration_seconds": 86_400})
        assert timer.status == 201
        clinic = {"id": "practised", "clientId": "client"}
        assert api.call("POST", "/api/session", token=ada.token, json=clinic).status == 201
        places = {"session_id": couple.session, "invitation_id": couple.invitation, "stage_id": "1", "id": "practised"}
        places["focus_id"] = str(timer.body["data"]["id"])
        yield Scene(api, couple, stranger, {name: id_of(path) for name, path in places.items()})


def properties(operation: Operation) -> Mapping[str, Any]:
    """Give the fields of an operation's body, each with its schema."""
    reference = operation.says["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    found: Mapping[str, Any] = DOCUMENT["components"]["schemas"][id_of(reference)]["properties"]
    return found


def types(schema: Mapping[str, Any]) -> set[str]:
    """Give the JSON types that a schema allows."""
    kind = schema.get("type", "object")
    kinds = set(kind) if isinstance(kind, list) else {kind}
    return kinds | {"integer"} if "number" in kinds else kinds


def sample(schema: Mapping[str, Any]) -> Any:
    """Give a value that the schema might allow."""
    if "enum" in schema:
        return schema["enum"][0]
    samples = {"string": "a sample", "integer": schema.get("minimum", 1), "boolean": True, "array": []}
    return next((samples[each] for each in sorted(types(schema)) if each in samples), {})


def written(fields: Mapping[str, str]) -> Sent:
    """Write an object of fields whose values are JSON already."""
    return Sent(f"{{{', '.join(f'{json.dumps(name)}: {value}' for name, value in fields.items())}}}".encode())


def is_failure(body: Any) -> bool:
    """Tell whether a body is in one of the envelopes of failure."""
    if not isinstance(body, dict):
        return False
    return body.get("success") is False or body.get("status") == "fail" or body.keys() == {"error", "code", "details"}


def troubles(operation: Operation, reply: Reply) -> Iterator[str]:
    """Say what is wrong with a refusal."""
    body = reply.body
    if not 400 <= reply.status < 500:
        yield f"status {reply.status}"
    elif str(reply.status) not in operation.says["responses"]:
        yield f"status {reply.status} is not in the document"
    elif not is_failure(body):
        yield f"no failure: {body}"
    shown = f"{body} {reply.headers}".lower()
    if MARK.lower() in shown:
        yield "repeats what was sent"
    if "traceback" in shown or 'file "' in shown:
        yield "shows where it happened"


each_operation = pytest.mark.parametrize("operation", WITH_BODY, ids=str)


def test_there_are_enough_kinds_and_every_door_is_known() -> None:
    assert len(MALFORMED) >= 60
    assert len({(each.data, each.kind, each.encoding) for each in MALFORMED.values()}) == len(MALFORMED)
    assert len(WITH_BODY) >= 10


@each_operation
def test_what_is_no_proper_json_object_is_refused_cleanly_and_does_nothing(scene: Scene, operation: Operation) -> None:
    before = readable(scene.couple)
    found = [
        f"{kind}: {trouble}"
        for kind, sent in MALFORMED.items()
        for trouble in troubles(operation, scene.send(operation, sent))
    ]
    assert not found, "\n".join(found)
    assert readable(scene.couple) == before


@each_operation
def test_what_no_field_can_have_is_refused_cleanly_in_each_field(scene: Scene, operation: Operation) -> None:
    before = readable(scene.couple)
    fields = properties(operation)
    plain = {name: json.dumps(sample(schema)) for name, schema in fields.items()}
    found = []
    for name, schema in fields.items():
        for value in (*NEVER, *(each for kind, each in WRONG_TYPES if kind not in types(schema))):
            reply = scene.send(operation, written(plain | {name: value}))
            found += [f"{name} = {value[:60]}: {trouble}" for trouble in troubles(operation, reply)]
    assert not found, "\n".join(found)
    assert readable(scene.couple) == before


@each_operation
def test_keys_that_nobody_knows_and_texts_that_look_like_code_harm_nobody(scene: Scene, operation: Operation) -> None:
    fields = properties(operation)
    texts = [
        {name: text for name, schema in fields.items() if "string" in types(schema) and "enum" not in schema}
        for text in ODD_TEXTS
    ]
    bodies: list[dict[str, Any]] = [*({key: value} for key, value in ODD_KEYS.items()), dict(ODD_KEYS), *texts]
    before = readable(scene.couple)
    for body in bodies:
        reply = scene.send(operation, Sent(json.dumps(body).encode()), by=scene.stranger)
        if reply.status >= 300:
            assert list(troubles(operation, reply)) == [], str(body)[:200]
    assert readable(scene.couple) == before


def test_after_all_that_people_go_on_as_before(scene: Scene) -> None:
    for person in (scene.couple.ada, scene.couple.ben, scene.stranger):
        assert person.get("/auth/me").status == 200
        assert person.get("/sessions").status == 200


def test_a_real_worker_survives_them_all(tmp_path: Path) -> None:
    (login,) = (each for each in WITH_BODY if each.path.endswith("/auth/login"))
    with serving(tmp_path / "beheard.db", workers=1, rate_limits="off") as server:
        found = [
            f"{kind}: {trouble}"
            for kind, sent in MALFORMED.items()
            # One that is too large may find the door closed before the whole of it is said.
            if len(sent.data) < TOO_LARGE
            for trouble in troubles(login, server.call("POST", login.path, data=sent.data, headers=sent.headers))
        ]
        assert not found, "\n".join(found)
        assert call(server, "GET", "/auth/me").status == 401
        log = server.log.read_text()
    assert MARK not in log
    assert "Traceback" not in log
