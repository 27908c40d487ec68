"""What was taken back is gone with the very next request, whichever worker answers it."""

import os
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from beheard_server.testing import Reply
from tests.server.people import Couple, granted, meet, reach, register
from tests.server.processes import Running, serving

READS = int(os.environ.get("BEHEARD_READS", "300"))
READERS = 4
WORDS = "You may have felt left alone with all of it."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "kept.db", rate_limits="off") as running:
        yield running


@pytest.fixture
def couple(server: Running) -> Couple:
    both = reach(meet(register(server, "Ada"), register(server, "Ben")), ada=2, ben=2)
    share(both, "ben", "I imagine it was a long day for you.")
    return both


def share(couple: Couple, who: str, words: str) -> None:
    """Write a draft and share it."""
    person = getattr(couple, who)
    draft = granted(person.post(f"{couple.session}/empathy/draft", {"content": words}))["draft"]
    granted(person.post(f"{couple.session}/empathy/consent", {"draftId": draft["id"]}))


def revoke_newest(couple: Couple) -> None:
    """Take back what Ada shared last."""
    newest = granted(couple.ada.get(f"{couple.session}/consent/history"))["records"][0]
    granted(couple.ada.post(f"{couple.session}/consent/revoke", {"consentRecordId": newest["id"]}))


def test_no_read_that_begins_after_a_revocation_sees_what_was_revoked(couple: Couple) -> None:
    stale, seen, late = 0, 0, 0
    while late < READS:
        share(couple, "ada", WORDS)
        reads: list[tuple[float, Reply]] = []
        over = threading.Event()

        def read_on(reads: list[tuple[float, Reply]] = reads, over: threading.Event = over) -> None:
            for turn in count():
                begun = time.monotonic()
                reads.append((begun, couple.ben.get(f"{couple.session}/empathy/partner")))
                if over.is_set() and turn >= READS // 20:
                    return

        readers = [threading.Thread(target=read_on) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        revoke_newest(couple)
        revoked = time.monotonic()
        over.set()
        for reader in readers:
            reader.join()
        answers = [(begun, granted(reply)["attempt"]) for begun, reply in reads]
        seen += sum(attempt is not None for begun, attempt in answers if begun < revoked)
        after = [attempt for begun, attempt in answers if begun > revoked]
        late, stale = late + len(after), stale + sum(attempt is not None for attempt in after)
    assert stale == 0, f"{stale} of {late} reads were stale"
    assert seen > 0, "no read came before a revocation, so nothing was raced"
