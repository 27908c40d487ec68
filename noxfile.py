"""What is checked, and how: ``nox`` runs lint, types and tests; the other sessions are named on the command line."""

import re
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True

PROJECT = tomllib.loads(Path("pyproject.toml").read_text())
CODE = ("src", "tests", "examples", "noxfile.py", "docs/conf.py")


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
    oldest = [
        re.sub(r">=", "==", each)
        for each in (*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["server"])
    ]
    session.install("-e", ".[server]", *oldest, *group("tests"))
    session.run("pytest", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation; a warning is an error."""
    session.install("-e", ".[server]", *group("docs"))
    session.run("sphinx-build", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html", *session.posargs)


def run_tests(session: nox.Session) -> None:
    """Run pytest under coverage and hold it against the bars."""
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    if not session.posargs:
        session.run("coverage", "report", "--include=src/beheard_core/*", "--fail-under=100")
        session.run("coverage", "report", "--include=src/beheard_server/*", "--fail-under=95")
