"""The examples run, and tell what they promise to tell."""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"


def run(name: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, EXAMPLES / name], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_two_people_walk_from_the_invitation_to_stage_2() -> None:
    lines = run("two_people.py")
    deeds = [line for line in lines if not line.startswith(" ")]
    assert deeds == [
        "Anna invites somebody by e-mail",
        "Ben accepts",
        "Anna signs the compact",
        "Anna cannot advance from stage 0 yet (GATES_NOT_SATISFIED)",
        "Ben signs the compact",
        "Anna advances from stage 0 to 1",
        "Anna confirms that she feels heard",
        "Anna advances from stage 1 to 2",
        "Ben advances from stage 0 to 1",
        "Ben confirms that he feels heard",
        "Ben advances from stage 1 to 2",
    ]
    assert lines.count("    still to come: Your partner has signed the Curiosity Compact.") == 1
    assert lines.count("    the session is waiting") == 2
    assert lines[-2:] == [
        "    Anna: stage 2 Perspective Stretch, in progress",
        "    Ben: stage 2 Perspective Stretch, in progress",
    ]


def test_what_is_published_follows_the_deed_it_reports() -> None:
    published = [line.removeprefix("    published: ") for line in run("two_people.py") if "published" in line]
    advanced = ["partner.stage_completed", "partner.advanced"]
    assert published == ["session.joined", "partner.signed_compact", "partner.signed_compact", *advanced * 4]
