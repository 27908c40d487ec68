"""Every gate stops what it is there to stop.

Not part of the tests: these take a copy of the tree, installed in place of the original, and do harm to it.
"""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

import beheard_core
from tests.planted.violations import GATES, VIOLATIONS, Gate, Violation

# Through a pipe some tools think that they have 80 columns.
WIDE = {"COLUMNS": "200"}


@pytest.fixture(scope="module")
def tree() -> Path:
    """Where to plant: a tree that is nobody's work."""
    tree = Path(__file__).parents[2]
    assert Path(beheard_core.__file__).is_relative_to(tree), "The copy has to be installed."
    assert not (tree / ".git").exists(), "This is not a copy."
    return tree


def objection(gate: Gate, tree: Path) -> str | None:
    """Give what a red gate says; None from a green one."""
    for command in gate.commands:
        done = subprocess.run(
            shlex.split(command), cwd=tree, env=os.environ | WIDE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            return done.stdout + done.stderr
    return None


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_a_gate_is_green_where_nothing_is_wrong(gate: Gate, tree: Path) -> None:
    assert objection(gate, tree) is None


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: violation.what)
def test_a_gate_is_red_and_says_why(violation: Violation, tree: Path) -> None:
    place = tree / violation.file
    before = place.read_text()
    place.write_text(f"{before}\n\n{violation.lines}\n")
    try:
        assert violation.answer in (objection(violation.gate, tree) or "It is green.")
    finally:
        place.write_text(before)
