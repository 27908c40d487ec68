"""Two worlds that differ in nothing but what Ada keeps private are one and the same to Ben."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.privacy.machine import TwoWorlds
from tests.privacy.probes import Looks
from tests.privacy.worlds import Worlds

REQUESTS = int(os.environ.get("BEHEARD_REQUESTS", "2000"))
SEARCH = settings(max_examples=max(5, REQUESTS // 400), stateful_step_count=15)


def test_ben_is_answered_alike_whatever_ada_keeps_private(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Worlds.in_directory(tmp_path)) as opened:

        class Watched(TwoWorlds):
            worlds = opened
            looks = Looks.of(opened)

        while opened.compared < REQUESTS:
            run_state_machine_as_test(Watched, settings=SEARCH)
    with capsys.disabled():
        print(f"\n{opened.compared} requests of one person's, each answered alike in both worlds")
