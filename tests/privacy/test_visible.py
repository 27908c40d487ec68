"""What is visible is written down once, and the documentation says the same."""

import re
from pathlib import Path

from tests.privacy.visible import VISIBLE

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"


def test_the_documentation_lists_what_the_partner_may_learn_and_nothing_else() -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \|(?:[^|]+\|){3}$", PAGE.read_text())
    assert rows[0] == "What"
    assert rows[1:] == list(VISIBLE)
