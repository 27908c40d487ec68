"""The example of a week of focus runs, and tells what it promises to tell."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "focus_week.py"


def test_a_week_with_a_pause_a_day_offline_a_late_night_and_a_flight_is_seven_days_in_a_row(tmp_path: Path) -> None:
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
        "Monday: half an hour",
        "    counts for 2026-02-16, streak 1, a badge: First Lock-in, a badge: Job Hunter",
        "Tuesday: a pause in the middle",
        "    goes on from 600 seconds",
        "    counts for 2026-02-17, streak 2, a badge: Focus Rookie",
        "Wednesday: offline, the phone keeps it to itself",
        "Thursday: an early end, and then a late night",
        "    focus session abandoned",
        "    counts for 2026-02-20, streak 1",
        "Friday: online again, Wednesday and Thursday morning are told of, in the wrong order",
        "    counts for 2026-02-19, streak 2",
        "    counts for 2026-02-18, streak 5, a badge: 3-Day Streak",
        "Saturday: in Tokyo, and the end is tapped twice",
        "    counts for 2026-02-21, streak 6",
        "    409: A focus session that is completed cannot be completed.",
        "Sunday",
        "    counts for 2026-02-22, streak 7, a badge: 7-Day Streak",
        "The week",
        *(f"    2026-02-{day}: 1 completed, 30 minutes" for day in range(16, 23)),
        "    7 days in a row, 5 badges",
        "    and a picture of the year: image/svg+xml",
    ]
    assert list(tmp_path.iterdir()) == []
