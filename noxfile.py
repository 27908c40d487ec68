"""What is checked, and how: ``nox`` runs lint, types and tests; the other sessions are named on the command line."""

import re
import shutil
import tempfile
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True

PROJECT = tomllib.loads(Path("pyproject.toml").read_text())
CODE = ("src", "tests", "examples", "benchmarks", "noxfile.py", "docs/conf.py")

MANY_PROCESSES = (
    "tests/server/test_processes.py",
    "tests/server/test_crowds.py",
    "tests/server/academic/test_two_processes.py",
    "tests/server/focus/test_two_processes.py",
    "tests/server/focus/test_killed.py",
    "tests/server/practice/test_two_processes.py",
    "tests/server/practice/test_search.py",
)
KILLED = ("tests/server/test_processes_of_events.py",)


def group(name: str) -> list[str]:
    """Give the requirements of a dependency group."""
    requirements: list[str] = PROJECT["dependency-groups"][name]
    return requirements


@nox.session
def lint(session: nox.Session) -> None:
    """Style, and the direction of imports."""
    session.install("-e", ".[server]", *group("lint"))
    session.run("ruff", "check", *CODE)
    session.run("ruff", "format", "--check", *CODE)
    session.run("lint-imports", "--no-cache", silent=True)


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    session.install("-e", ".[server]", *group("types"), *group("tests"))
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Every test, with all branches of the core and nearly all of the server covered; arguments go to pytest."""
    session.install("-e", ".[server]", *group("tests"))
    run_tests(session)


@nox.session
def lowest(session: nox.Session) -> None:
    """The tests again, with the oldest release of each library that we say we work with."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    ours = (*PROJECT["project"]["dependencies"], *(each for extra in extras for each in extra))
    oldest = [re.sub(r">=", "==", each) for each in ours]
    session.install("-e", ".[server]", *oldest, *group("tests"))
    session.run("pytest", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation; a warning is an error."""
    session.install("-e", ".[server]", *group("docs"))
    session.run("sphinx-build", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html", *session.posargs)


@nox.session
def document(session: nox.Session) -> None:
    """The OpenAPI document against the server; ``-- --long`` searches for longer."""
    session.install("-e", ".[server]", *group("tests"))
    long, arguments = how_long(session)
    holds = ("tests/server/test_document.py", "tests/server/test_document_holds.py")
    session.run("pytest", *holds, *arguments, env={"HYPOTHESIS_PROFILE": "long" if long else "default"})


@nox.session
def stress(session: nox.Session) -> None:
    """Several processes over one file, for many rounds; ``-- --long`` for ten times as many."""
    session.install("-e", ".[server]", *group("tests"))
    long, arguments = how_long(session)
    rounds = {"BEHEARD_ROUNDS": "2000" if long else "200", "BEHEARD_EVALUATIONS": "100000"}
    session.run("pytest", *MANY_PROCESSES, *arguments, env=rounds)
    session.run("pytest", *KILLED, *arguments, env={"BEHEARD_ROUNDS": "200" if long else "50"})


@nox.session
def privacy(session: nox.Session) -> None:
    """Two worlds that differ only in what one person keeps private; ``-- --long`` asks them ten times as much."""
    session.install("-e", ".[server]", *group("tests"))
    long, arguments = how_long(session)
    much = {"BEHEARD_REQUESTS": "20000" if long else "2000", "BEHEARD_READS": "10000" if long else "1000"}
    session.run("pytest", "tests/privacy", *arguments, env=much)


@nox.session
def planted(session: nox.Session) -> None:
    """Every gate turns red when what it is there to stop is planted in a copy of this tree."""
    with tempfile.TemporaryDirectory() as place:
        copy_tree(session, Path(place))
        session.install("-e", f"{place}[server]", *group("lint"), *group("types"), *group("tests"))
        session.chdir(place)
        session.run("pytest", "-v", "tests/planted/gates.py", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """What things cost, as ratios of what is measured beside them; ``-- NAME ...`` for one, with its arguments."""
    session.install("-e", ".[server]")
    for name in session.posargs[:1] or ("catalogue", "overlap", "facilitator"):
        session.run("python", "-m", f"benchmarks.{name}", *session.posargs[1:])


def copy_tree(session: nox.Session, place: Path) -> None:
    """Copy what git knows of, or would, as it is in the working tree."""
    listed = session.run("git", "ls-files", "-z", "-co", "--exclude-standard", external=True, silent=True, log=False)
    for name in str(listed).split("\0"):
        if Path(name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, place / name)


def how_long(session: nox.Session) -> tuple[bool, list[str]]:
    """Tell whether the arguments ask for long, and give the others, which go to pytest."""
    return "--long" in session.posargs, [each for each in session.posargs if each != "--long"]


def run_tests(session: nox.Session) -> None:
    """Run pytest under coverage, two files of tests at a time, and hold it against the bars."""
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", "-n", "2", "--dist", "loadfile", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    if not session.posargs:
        session.run("coverage", "report", "--include=src/beheard_core/*", "--fail-under=100")
        session.run("coverage", "report", "--include=src/beheard_server/*", "--fail-under=95")
