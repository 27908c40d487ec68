"""What no other tool looks after: SQL stays in the store, files stay short, nothing is left out or left open."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = sorted((ROOT / "src").rglob("*.py"))
EVERYTHING = sorted([*SOURCE, *(ROOT / "tests").rglob("*.py"), *(ROOT / "examples").rglob("*.py"), ROOT / "noxfile.py"])
STORE = ROOT / "src" / "beheard_server" / "store"
MOST_LINES = 400

STATEMENT = re.compile(
    r"\s*(select\b.+\bfrom\b|insert\s+(or\s+\w+\s+)?into\b|update\b.+\bset\b|delete\s+from\b|replace\s+into\b"
    r"|(create|alter|drop)\s+(unique\s+|virtual\s+|temp\s+)?(table|index|view|trigger)\b|pragma\s+\w+"
    r"|with\b.+\bas\s*\(|begin(\s+\w+)?\s*;?$|(commit|rollback|savepoint|vacuum)\b\s*\w*\s*;?$)",
    re.IGNORECASE | re.DOTALL,
)
CALLS = {"execute", "executemany", "executescript"}
# A reason is what follows the words that coverage looks for.
WITHOUT_REASON = re.compile(r"#\s*pragma:\s*no\s+(cover|branch)\W*$")


def sql(code: str) -> Iterator[int]:
    """Find the lines where a text that is no docstring reads like a statement, or where one is run."""
    tree = ast.parse(code)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in said and STATEMENT.match(text):
                yield node.lineno
            case ast.JoinedStr(values=parts) if STATEMENT.match("".join(map(_text, parts))):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS:
                yield node.lineno


def _text(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "filled_in"


def left_out(code: str) -> Iterator[int]:
    """Find the lines that are kept out of the coverage without a reason."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT and WITHOUT_REASON.search(token.string):
            yield token.start[0]


def left_open(code: str) -> Iterator[int]:
    """Find the lines that promise an implementation."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield node.lineno


def each(files: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", files, ids=lambda file: file.relative_to(ROOT).as_posix())


@each([file for file in SOURCE if not file.is_relative_to(STORE)])
def test_sql_stays_in_the_store(file: Path) -> None:
    assert list(sql(file.read_text())) == []


@each(EVERYTHING)
def test_a_file_has_one_subject(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= MOST_LINES


@each(EVERYTHING)
def test_nothing_is_left_out_of_the_coverage_without_a_reason(file: Path) -> None:
    assert list(left_out(file.read_text())) == []


@each(SOURCE)
def test_nothing_is_left_to_be_implemented(file: Path) -> None:
    assert list(left_open(file.read_text())) == []


@pytest.mark.parametrize(
    "code",
    [
        'QUERY = "select body from sessions where id = ?"',
        'rows = run(f"SELECT {columns} FROM sessions")',
        'rows = run(f"""\n    select body\n    from {table}\n""")',
        'run("""\n    INSERT INTO words (id) VALUES (?)\n""")',
        'run("insert or ignore into words values (?)")',
        'run("update sessions set version = version + 1")',
        'run("DELETE FROM sessions")',
        'run("create unique index one on sessions (id)")',
        'run("pragma foreign_keys = on")',
        'run("with old as (select 1) select * from old")',
        'run("begin immediate")',
        'run("COMMIT;")',
        "connection.execute(query)",
        "self.connection.executemany(query, rows)",
    ],
)
def test_sql_is_recognised(code: str) -> None:
    assert set(sql(code)) == {1}


@pytest.mark.parametrize(
    "code",
    [
        '"""Delete from the store what nobody needs."""',
        'def update() -> None:\n    """Update the set."""',
        'at("DELETE", "/stages/<stage_id>")',
        'Text("Select one of these")',
        'Text("Begin here, and commit to it")',
        'raise Conflict("Update your profile first.")',
        "execute(plan)",
    ],
)
def test_what_merely_sounds_like_sql_is_let_pass(code: str) -> None:
    assert list(sql(code)) == []


def test_a_reason_makes_the_difference() -> None:
    pragma = "# pragma: " + "no cover"
    assert list(left_out(f"one()  {pragma}\ntwo()  {pragma} - only where there is no fork\n")) == [1]


def test_a_promise_is_recognised() -> None:
    assert list(left_open("def later() -> None:\n    raise NotImplementedError\n")) == [2]
