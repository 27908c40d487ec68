"""The gates, and for each of them what it has to stop."""

from attrs import frozen

CORE = "src/beheard_core"
SERVER = "src/beheard_server"


@frozen
class Gate:
    """Commands that all succeed on a tree in order, and do not on one with a violation."""

    name: str
    commands: tuple[str, ...]


@frozen
class Violation:
    """A few lines at the end of a file, and a part of what the gate must say to them."""

    gate: Gate
    what: str
    file: str
    lines: str
    answer: str


IMPORTS = Gate("imports", ("lint-imports --no-cache",))
STYLE = Gate("style", ("ruff check src",))
FORMAT = Gate("format", ("ruff format --check src",))
TYPES = Gate("types", ("mypy src",))
LAYOUT = Gate("layout", ("pytest -q tests/test_layout.py",))
WARNINGS = Gate("warnings", ("pytest -q tests/core/test_errors.py",))
PACKAGE = Gate("package", ("pytest -q tests/core/test_package.py",))
# The bar for all of the core, held up against the part of it that is quickest to test.
COVERAGE = Gate(
    "coverage",
    (
        "coverage erase",
        "coverage run -m pytest -q tests/core/accounts",
        "coverage combine --quiet",
        f"coverage report --include={CORE}/accounts/* --fail-under=100",
    ),
)

VIOLATIONS = (
    Violation(
        IMPORTS,
        "the core imports the server",
        f"{CORE}/decision.py",
        "from beheard_server import settings",
        "beheard_core.decision -> beheard_server.settings",
    ),
    Violation(
        IMPORTS,
        "a blueprint asks the model by itself",
        f"{SERVER}/blueprints/messages.py",
        "import anthropic",
        "beheard_server.blueprints.messages -> anthropic",
    ),
    Violation(
        IMPORTS,
        "the gates import the views",
        f"{CORE}/mediation/gates.py",
        "from beheard_core.mediation import views",
        "beheard_core.mediation.gates -> beheard_core.mediation.views",
    ),
    Violation(
        IMPORTS,
        "one context imports another",
        f"{CORE}/accounts/model.py",
        "from beheard_core.mediation import model",
        "beheard_core.accounts.model -> beheard_core.mediation.model",
    ),
    Violation(
        IMPORTS, "the core imports a library", f"{CORE}/errors.py", "import orjson", "beheard_core.errors -> orjson"
    ),
    Violation(IMPORTS, "the core looks at the system", f"{CORE}/fields.py", "import os", "beheard_core.fields -> os"),
    Violation(
        IMPORTS, "the core looks at the clock", f"{CORE}/fields.py", "import time", "beheard_core.fields -> time"
    ),
    Violation(
        IMPORTS,
        "the store imports what stands on it",
        f"{SERVER}/store/codec.py",
        "from beheard_server import shell",
        "beheard_server.store.codec -> beheard_server.shell",
    ),
    Violation(
        IMPORTS,
        "a view opens the database",
        f"{SERVER}/blueprints/sessions.py",
        "import sqlite3",
        "beheard_server.blueprints.sessions -> sqlite3",
    ),
    Violation(
        STYLE,
        "a decision asks for the time",
        f"{CORE}/decision.py",
        'def now() -> object:\n    """Look."""\n    from datetime import UTC, datetime\n\n    return datetime.now(UTC)',
        "TID251",
    ),
    Violation(
        STYLE,
        "an id is made up in the core",
        f"{CORE}/decision.py",
        'def made_up() -> object:\n    """Make up."""\n    from uuid import uuid4\n\n    return uuid4()',
        "TID251",
    ),
    Violation(FORMAT, "code is laid out by hand", f"{CORE}/decision.py", "_PLANTED  =  1", "would be reformatted"),
    Violation(
        TYPES,
        "a function has no types",
        f"{CORE}/decision.py",
        "def untyped(value):\n    return value",
        "no-untyped-def",
    ),
    Violation(
        TYPES,
        "a view does not give what it documents",
        f"{SERVER}/blueprints/compact.py",
        '@routes.replies(CompactStatus)\ndef planted() -> CompactReceipt:\n    """Plant."""\n    raise ValueError',
        "arg-type",
    ),
    Violation(
        COVERAGE,
        "a branch of the core is never taken",
        f"{CORE}/accounts/claims.py",
        "if REFRESH_LIFETIME:\n    _PLANTED = 1",
        "claims.py",
    ),
    Violation(
        LAYOUT,
        "a view has a query",
        f"{SERVER}/blueprints/sessions.py",
        '_QUERY = "select body from sessions where id = ?"',
        "test_sql_stays_in_the_store[src/beheard_server/blueprints/sessions.py]",
    ),
    Violation(
        LAYOUT,
        "a view runs a query",
        f"{SERVER}/blueprints/sessions.py",
        "def planted(connection, query):\n    connection.execute(query)",
        "test_sql_stays_in_the_store[src/beheard_server/blueprints/sessions.py]",
    ),
    Violation(
        LAYOUT,
        "a file has two subjects",
        f"{CORE}/decision.py",
        "# planted\n" * 400,
        "test_a_file_has_one_subject[src/beheard_core/decision.py]",
    ),
    Violation(
        LAYOUT,
        "a line is left out of the coverage",
        f"{CORE}/decision.py",
        "_PLANTED = 1  # pragma: " + "no cover",
        "test_nothing_is_left_out_of_the_coverage_without_a_reason[src/beheard_core/decision.py]",
    ),
    Violation(
        LAYOUT,
        "a function is left to be written",
        f"{CORE}/decision.py",
        "def later() -> None:\n    raise NotImplementedError",
        "test_nothing_is_left_to_be_implemented[src/beheard_core/decision.py]",
    ),
    Violation(
        WARNINGS,
        "a test warns",
        "tests/core/test_errors.py",
        'def test_planted() -> None:\n    import warnings\n\n    warnings.warn("planted", stacklevel=1)',
        "UserWarning: planted",
    ),
    Violation(
        PACKAGE,
        "the core brings a library along",
        f"{CORE}/__init__.py",
        "import click",
        "test_importing_the_core_loads_attrs_and_nothing_else_from_outside",
    ),
)

GATES = tuple(dict.fromkeys(violation.gate for violation in VIOLATIONS))
