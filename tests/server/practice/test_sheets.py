"""Sheets go in whole or not at all, say which lines are bad, and come out as they went in."""

from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from beheard_core.practice import Practised, Status, TherapistSession
from beheard_server.extension import BeHeard
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import SECRET_KEY, START
from tests.server.facts import look
from tests.server.processes import Ran, run_beheard

SESSIONS = "id,clientId,therapistId,startTime,status,progress,endTime"
SKILLS = "sessionId,therapistId,skillName,score,category,practisedAt"
GOOD = [
    "s1,c1,t1,2025-03-02T08:00:00Z,completed,55.5,2025-03-02T09:00:00+00:00",
    "s2,c1,t1,2025-03-02T10:00:00+02:00,,,",
    "s3,c2,t2,2025-03-02T08:00:00.250Z,paused,100,",
]
PRACTISED = ['s1,t1,"Active, Listening",85,,2025-03-02T08:00:00Z', "s1,t1,Empathy,78.5,technical,2025-03-02T08:00:00Z"]


class Desk:
    """The command line in front of a database."""

    def __init__(self, directory: Path) -> None:
        self.database = directory / "kept.db"
        self.directory = directory

    def run(self, *arguments: object) -> Ran:
        app = Flask("clinic")
        with closing(SQLiteStore(self.database)) as store:
            app.config["BEHEARD_SECRET_KEYS"] = SECRET_KEY
            BeHeard(store=store).init_app(app)
            result = app.test_cli_runner().invoke(args=["beheard", "practice", *map(str, arguments)])
        return Ran(result.exit_code, result.stdout, result.stderr)

    def file(self, *lines: str, name: str = "sheet.csv") -> Path:
        path = self.directory / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def bring(self, *lines: str, how: str = "") -> Ran:
        return self.run("import", self.file(*lines), *([how] if how else []))

    def sessions(self) -> dict[str, TherapistSession]:
        with closing(SQLiteStore(self.database)) as store:
            found = look(store, lambda unit: [unit.practice.get(f"s{number}") for number in range(9)])
        return {each.id: each for each in found if each is not None}

    def practised(self) -> tuple[Practised, ...]:
        with closing(SQLiteStore(self.database)) as store:
            return look(store, lambda unit: unit.practice.practice())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_sessions_and_skills_are_stored_as_they_are_written(desk: Desk) -> None:
    ran = desk.bring(SESSIONS, *GOOD)
    assert (ran.status, ran.out) == (0, "Stored 3 rows.\n"), ran
    found = desk.sessions()
    assert found["s2"] == TherapistSession("s2", "c1", "t1", START)
    assert (found["s1"].status, found["s1"].progress) == (Status.COMPLETED, 55.5)
    assert desk.bring(SKILLS, *PRACTISED).out == "Stored 2 rows.\n"
    listening, empathy = desk.practised()
    assert listening == Practised("s1", "t1", "Active, Listening", 85, None, START)
    assert (empathy.score, empathy.category) == (78.5, "technical")


def test_columns_may_come_in_any_order_and_behind_a_byte_order_mark(desk: Desk) -> None:
    head = "\ufeffstartTime,endTime,id,progress,status,therapistId,clientId"
    assert desk.bring(head, "2025-03-02T08:00:00Z,,s1,5,active,t,c", "").status == 0
    assert desk.sessions()["s1"].progress == 5


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("s 9,c,t,2025-03-02T08:00:00Z,,,", "id must be"),
        (",c,t,2025-03-02T08:00:00Z,,,", "id is required"),
        ("s9,c,t,2025-03-02,,,", "startTime must be"),
        ("s9,c,t,2025-03-02T08:00:00,,,", "startTime must be"),
        ("s9,c,t,2025-03-02T08:00:00Z,done,,", "status must be one of"),
        ("s9,c,t,2025-03-02T08:00:00Z,,101,", "progress must be from 0 to 100"),
        ("s9,c,t,2025-03-02T08:00:00Z,,nan,", "progress must be a number"),
        ("s9,c,t,2025-03-02T08:00:00Z,,1e9,", "progress must be a number"),
        ("s9,c,t,2025-03-02T08:00:00Z,,,2025-03-02T07:00:00Z", "endTime must not be before the start"),
        ("s9,c,t,2025-03-02T08:00:00Z,,", "has 6 columns instead of 7"),
        ("s1,c,t,2025-03-02T08:00:00Z,,,", "id is taken"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_nothing_is_stored(desk: Desk, row: str, problem: str) -> None:
    ran = desk.bring(SESSIONS, GOOD[0], row, GOOD[1])
    assert ran.status == 1
    assert f"line 3: {problem}" in ran.err
    assert "Nothing was stored: 1 of 3 rows are bad." in ran.err
    assert desk.sessions() == {}


def test_the_good_rows_are_stored_where_that_is_asked_for(desk: Desk) -> None:
    ran = desk.bring(SESSIONS, GOOD[0], "bad", GOOD[1], "s1,c,t,2025-03-02T08:00:00Z,,,", how="--skip-bad")
    assert (ran.status, ran.out) == (0, "Stored 2 rows, skipped 2.\n")
    assert [line for line in ran.err.splitlines() if line.startswith("line ")] == [
        "line 3: has 1 columns instead of 7",
        "line 5: id is taken by another session",
    ]
    assert desk.sessions().keys() == {"s1", "s2"}


def test_lines_are_counted_where_a_cell_has_several(desk: Desk) -> None:
    desk.bring(SESSIONS, *GOOD)
    ran = desk.bring(SKILLS, 's1,t1,"two\nlines",1,,2025-03-02T08:00:00Z', "s1,t1,a,-1,,2025-03-02T08:00:00Z")
    assert "line 4: score must be from 0 to 100" in ran.err


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("s9,t1,a,1,,2025-03-02T08:00:00Z", "sessionId is of no session"),
        ("s1,t2,a,1,,2025-03-02T08:00:00Z", "therapistId is not the therapist of the session"),
        ("s1,t1,,1,,2025-03-02T08:00:00Z", "skillName is required"),
    ],
)
def test_a_skill_belongs_to_a_session_and_its_therapist(desk: Desk, row: str, problem: str) -> None:
    desk.bring(SESSIONS, *GOOD)
    assert f"line 2: {problem}" in desk.bring(SKILLS, row).err
    assert desk.practised() == ()


@pytest.mark.parametrize("lines", [("",), ("id,clientId",), (f"{SESSIONS},id",), ("a,b,c", "1,2,3"), ("\ufeff",)])
def test_a_file_without_a_proper_head_is_no_sheet(desk: Desk, lines: tuple[str, ...]) -> None:
    ran = desk.bring(*lines)
    assert ran.status == 1
    assert f"must name these columns: {SESSIONS.replace(',', ', ')}; or {SKILLS.replace(',', ', ')}" in ran.err


def test_what_is_no_csv_or_no_text_is_said_to_be_so(desk: Desk) -> None:
    ran = desk.bring(SESSIONS, 's1,"c" x,t,2025-03-02T08:00:00Z,,,')
    assert (ran.status, "Line 2 is no CSV" in ran.err) == (1, True)
    path = desk.file(SESSIONS)
    path.write_bytes(path.read_bytes() + b"\xff,c,t,2025-03-02T08:00:00Z,,,\n")
    assert "not in UTF-8" in desk.run("import", path).err
    assert desk.run("import", desk.directory / "nowhere.csv").status == 2


def test_what_is_written_can_be_read_into_an_empty_database(desk: Desk, tmp_path: Path) -> None:
    desk.bring(SESSIONS, *GOOD)
    formulas = [f"s3,t2,{name},1,,2025-03-02T08:00:00Z" for name in ("'=HYPERLINK(0)", "-x")]
    desk.bring(SKILLS, *PRACTISED, *formulas)
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    for kind in ("sessions", "skills"):
        path = tmp_path / f"{kind}.csv"
        assert desk.run("export", path, "--kind", kind).status == 0
        assert other.run("import", path).status == 0
    assert other.sessions() == desk.sessions()
    assert sorted(map(str, other.practised())) == sorted(map(str, desk.practised()))
    assert [each.skill_name for each in desk.practised()][2:] == ["=HYPERLINK(0)", "-x"]
    written = (tmp_path / "skills.csv").read_text(encoding="utf-8")
    assert ",'=HYPERLINK(0)," in written
    assert ",'-x," in written


def test_an_export_may_be_one_therapists_and_goes_to_standard_output(desk: Desk) -> None:
    desk.bring(SESSIONS, *GOOD)
    desk.bring(SKILLS, *PRACTISED)
    ran = desk.run("export", "--therapist", "t2")
    assert ran.out.splitlines() == [SESSIONS, "s3,c2,t2,2025-03-02T08:00:00.250Z,paused,100,"]
    assert "Wrote 1 rows." in ran.err
    assert desk.run("export", "--kind", "skills", "--therapist", "t2").out.splitlines() == [SKILLS]


def test_the_command_line_of_its_own_has_both(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    ran = run_beheard("practice", "--database", desk.database, "import", desk.file(SESSIONS, *GOOD))
    assert (ran.status, ran.out) == (0, "Stored 3 rows.\n"), ran
    ran = run_beheard("practice", "--database", desk.database, "export")
    assert (ran.status, len(ran.out.splitlines())) == (0, 4)
