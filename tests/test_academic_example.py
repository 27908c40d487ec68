"""The example of the academic years runs, and tells what it promises to tell."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "academic_years.py"


def test_four_years_are_created_offered_renamed_and_not_repeated(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLE],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    later = ["    2: Second Year (Level 2)", "    3: Third Year (Level 3)", "    4: Fourth Year (Level 4)"]
    assert done.stdout.splitlines() == [
        "Four years are created",
        "    First Year has the id 1",
        "    Second Year has the id 2",
        "    Third Year has the id 3",
        "    Fourth Year has the id 4",
        "A dropdown offers them",
        "    1: First Year (Level 1)",
        *later,
        "The first one gets a new name",
        "    1: Freshman Year (Level 1)",
        *later,
        "The second one is not created twice",
        "    400: Stage with this name and level already exists",
    ]
    assert list(tmp_path.iterdir()) == []
