"""The example of a term in a clinic runs, and tells what it promises to tell."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "practice_term.py"


def test_a_term_of_twelve_sessions_shows_what_develops_and_what_does_not(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLE],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Twelve weeks, one session each",
        "    12 sessions are recorded",
        "Where the skills lead",
        "    Documentation (technical): 69, stable",
        "        Theil-Sen slope -0.125 a session, Kendall's tau -0.08, p 0.79",
        "    Empathy (interpersonal): 84, up",
        "        Theil-Sen slope 2.35 a session, Kendall's tau 0.88, p 5.3e-06",
        "What can be said after three weeks",
        "    Documentation: not enough data; 66 to 75, median 72",
        "    Empathy: not enough data; 58 to 61, median 60",
        "The last session against the first",
        "    improving: 50 points of progress",
        "    answers come 3.1 seconds sooner",
        "The supervisor reads along, and finds it again",
        "    week-12, 5 of 5: The silences were left alone, and they worked.",
        "The supervisor does not write in the session itself",
        "    403 FORBIDDEN",
        "A picture of it",
        "    image/svg+xml, 2 lines",
    ]
    assert list(tmp_path.iterdir()) == []
