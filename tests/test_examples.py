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


def test_two_people_walk_from_the_invitation_to_an_agreement() -> None:
    lines = run("two_people.py")
    deeds = [line for line in lines if not line.startswith(" ")]
    assert deeds[:11] == [
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
    for deed in (
        "Anna asks Ben to revise his attempt",
        "Ben shares an attempt (revised)",
        "Ben takes back his consent to share it",
        "Ben ranks in private",
    ):
        assert deed in deeds
    assert [line for line in lines if "in common are in sight" in line] == ["    0 things in common are in sight"]
    assert [line for line in lines if "ranked high by both" in line] == [
        "    0 are ranked high by both: negotiating",
        "    1 are ranked high by both: revealing",
    ]
    assert lines[-3:] == [
        "    the session is resolved",
        "    Anna: stage 4 Strategic Repair, completed",
        "    Ben: stage 4 Strategic Repair, completed",
    ]


def test_what_is_published_follows_the_deed_it_reports() -> None:
    published = [line.removeprefix("    published: ") for line in run("two_people.py") if "published" in line]
    advanced = ["partner.stage_completed", "partner.advanced"]
    assert published == [
        *("session.joined", "partner.signed_compact", "partner.signed_compact", *advanced * 4),
        *("partner.empathy_shared", "partner.empathy_shared", "partner.empathy_feedback", "partner.empathy_shared"),
        *advanced * 2,
        *("partner.needs_shared", "partner.needs_shared", "partner.consent_revoked", "partner.needs_shared"),
        *("partner.common_ground_confirmed", "partner.common_ground_confirmed", *advanced * 2),
        *(("partner.ready_to_rank",) * 2 + ("partner.ranking_submitted",) * 2) * 2,
        *("agreement.proposed", "agreement.confirmed", "partner.stage_completed", "session.resolved"),
    ]
