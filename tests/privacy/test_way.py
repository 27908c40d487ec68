"""A story gets to where it shall begin, whatever Ada keeps private on the way and whoever has invited."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.privacy.story import ADA, BEN
from tests.privacy.way import BOTH_MAP, EARLY, LATE, OFFERED, REVEALED, Opening, begin
from tests.privacy.worlds import Worlds


@pytest.mark.parametrize("inviter", [ADA, BEN])
def test_a_story_begins_where_it_shall(inviter: str, tmp_path: Path) -> None:
    with closing(Worlds.in_directory(tmp_path)) as opened:
        for depth in (*EARLY, *LATE):
            story = begin(opened, depth, Opening(inviter=inviter, depth=depth))
            for seat in story.seats[BEN]:
                # With nothing in common there would be nothing to decline, and with nothing ranked nothing to agree on.
                assert bool(seat.ground()) == (depth >= BOTH_MAP)
                assert (seat.phase() == "REVEALING") == (depth >= REVEALED)
                listed = seat.look("/agreements")
                assert bool(listed and listed["agreements"]) == (depth == OFFERED)
