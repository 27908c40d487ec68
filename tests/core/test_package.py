"""The core can be installed alone, and says what it offers."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import beheard_core

# Nothing is loaded that was not there before the import, whatever the interpreter itself brings along.
FRESH = """
import sys
before = set(sys.modules)
import beheard_core, {modules}
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded - sys.stdlib_module_names))
"""


def modules() -> list[str]:
    return [each.name for each in pkgutil.walk_packages(beheard_core.__path__, "beheard_core.")]


@pytest.mark.parametrize("names", ["beheard_core.mediation, beheard_core.accounts", ", ".join(modules())])
def test_importing_the_core_loads_attrs_and_nothing_else_from_outside(names: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", FRESH.format(modules=names)], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= {"attr", "attrs", "beheard_core"}
    assert "beheard_core" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        "beheard_core",
        "beheard_core.mediation",
        "beheard_core.accounts",
        "beheard_core.focus",
        "beheard_core.practice",
    ],
)
def test_a_package_offers_what_it_lists_once_and_in_order(name: str) -> None:
    package = importlib.import_module(name)
    assert [each for each in package.__all__ if not hasattr(package, each)] == []
    assert len(set(package.__all__)) == len(package.__all__)
