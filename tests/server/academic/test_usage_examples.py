"""The three usage examples of the Stage API document, run over a socket against a real server.

Once with a client in Python, and with ``fetch`` in JavaScript, as the document has it, where there is a ``node``.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.academic import words
from tests.server.academic.admins import STAGES, Admin, appoint_by_command, failed, one, succeeded
from tests.server.processes import Running, serving

NODE = shutil.which("node")
YEARS = ["First Year", "Second Year", "Third Year", "Fourth Year"]
LABELS = [f"{name} (Level {level})" for level, name in enumerate(YEARS, 1)]
# The examples as the document has them; what it leaves open (where the server is, who asks) comes in from outside.
CREATE = """
const years = [
  { name: 'First Year', level: 1 },
  { name: 'Second Year', level: 2 },
  { name: 'Third Year', level: 3 },
  { name: 'Fourth Year', level: 4 }
];

for (const year of years) {
  await fetch('http://localhost:3000/api/stages', {
    method: 'POST',
    headers: {
      'Authorization': `Bearer ${adminToken}`,
      'Content-Type': 'application/json'
    },
    body: JSON.stringify(year)
  });
}
"""
DROPDOWN = """
const response = await fetch('http://localhost:3000/api/stages', {
  headers: {
    'Authorization': `Bearer ${adminToken}`
  }
});

const { data } = await response.json();
const stageOptions = data.stages.map(stage => ({
  value: stage.id,
  label: `${stage.name} (Level ${stage.level})`
}));
console.log(JSON.stringify(stageOptions));
"""
RENAME = """
await fetch(`http://localhost:3000/api/stages/${stageId}`, {
  method: 'PUT',
  headers: {
    'Authorization': `Bearer ${adminToken}`,
    'Content-Type': 'application/json'
  },
  body: JSON.stringify({
    name: 'Freshman Year'
  })
});
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Admin]]:
    database: Path = tmp_path_factory.mktemp("examples") / "beheard.db"
    with serving(database, rate_limits="off") as server:
        yield server, appoint_by_command(server, database)


@pytest.fixture
def dean(started: tuple[Running, Admin]) -> Admin:
    _, admin = started
    for each in admin.listed():
        one(admin.call("DELETE", f"/{each['id']}"))
    return admin


def test_the_examples_work_with_a_client_in_python(dean: Admin) -> None:
    for level, name in enumerate(YEARS, 1):
        assert dean.call("POST", json={"name": name, "level": level}).status == 201
    options = [
        {"value": stage["id"], "label": f"{stage['name']} (Level {stage['level']})"}
        for stage in succeeded(dean.call("GET"))["stages"]
    ]
    assert [each["label"] for each in options] == LABELS
    renamed = one(dean.call("PUT", f"/{options[0]['value']}", {"name": "Freshman Year"}))
    assert (renamed["name"], renamed["level"]) == ("Freshman Year", 1)
    assert dean.names() == ["Freshman Year 1", *(f"{name} {level}" for level, name in enumerate(YEARS[1:], 2))]


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_the_examples_work_with_fetch_as_the_document_has_them(started: tuple[Running, Admin], dean: Admin) -> None:
    server, _ = started

    def run(example: str, **known: str | None) -> str:
        names = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
        script = names + example.replace("http://localhost:3000", f"http://127.0.0.1:{server.port}")
        command = [str(NODE), "--input-type=module", "--eval", script]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert run(CREATE, adminToken=dean.token) == ""
    created = dean.listed()
    options = json.loads(run(DROPDOWN, adminToken=dean.token))
    assert options == [{"value": each["id"], "label": label} for each, label in zip(created, LABELS, strict=True)]
    assert run(RENAME, adminToken=dean.token, stageId=options[0]["value"]) == ""
    assert dean.names() == ["Freshman Year 1", *(f"{name} {level}" for level, name in enumerate(YEARS[1:], 2))]


def test_creating_the_years_again_changes_nothing(dean: Admin) -> None:
    made = [dean.create(name, level) for level, name in enumerate(YEARS, 1)]
    for level, name in enumerate(YEARS, 1):
        failed(dean.call("POST", json={"name": name, "level": level}), 400, words.DUPLICATE)
    assert dean.listed() == made


def test_hostile_ids_are_404_over_a_socket_as_well(started: tuple[Running, Admin], dean: Admin) -> None:
    server, _ = started
    for path in ("abc", "1.5", "-1", "0x10", str(2**63), str(2**64), "1%2f2", "%ff", "%00", "1" * 5000):
        reply = server.call("GET", f"{STAGES}/{path}", token=dean.token)
        assert (reply.status, reply.body["status"]) == (404, "fail"), path
