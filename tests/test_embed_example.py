"""The app that embeds BeHeard tries itself out, and tells what it promises to tell."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "embed_in_your_app.py"


def test_an_app_with_people_and_pages_of_its_own_takes_them_through_stage_1() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLE, "--check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Ana invites Ben, who accepts",
        "  mail to ben@example.org: beheard://invite/...",
        "  event session.joined",
        "Both sign the compact and enter stage 1",
        "  event partner.signed_compact",
        "  event partner.signed_compact",
        "  event partner.stage_completed",
        "  event partner.advanced",
        "  event partner.stage_completed",
        "  event partner.advanced",
        "Both feel heard",
        "  with Ben: stage 1, GATE_PENDING",
        "  with Ana: stage 1, GATE_PENDING",
        "The pages are the app's own",
        "  /: 200 Hello Ana",
        "  /nowhere: 404 There is no such page",
        "  /mediation/nowhere: 404 There is no such page",
        "  /sign-in/eve: 403 Nobody here is called eve",
        "What is refused below the prefix is refused by BeHeard",
        "  /mediation/sessions: 401 UNAUTHORIZED",
    ]
