"""What was taken back is gone with the very next request, whichever worker answers it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from attrs import frozen

from beheard_server.testing import Reply
from tests.server.people import Couple, Person, granted, meet, reach, register, share_need
from tests.server.processes import Running, serving

READS = int(os.environ.get("BEHEARD_READS", "300"))
READERS = 4
WORDS = "You may have felt left alone with all of it."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "kept.db", rate_limits="off") as running:
        yield running


def begin_with_attempts(couple: Couple) -> None:
    reach(couple, ada=2, ben=2)
    share_attempt(couple, couple.ben, "I imagine it was a long day for you.")


def begin_with_needs(couple: Couple) -> None:
    reach(couple, ada=3, ben=3)
    share_need(couple, couple.ben)


def begin_with_strategies(couple: Couple) -> None:
    reach(couple, ada=4, ben=4)


def share_attempt(couple: Couple, who: Person, words: str = WORDS) -> None:
    """Write a draft and share it."""
    draft = granted(who.post(f"{couple.session}/empathy/draft", {"content": words}))["draft"]
    granted(who.post(f"{couple.session}/empathy/consent", {"draftId": draft["id"]}))


def share_a_need(couple: Couple, who: Person) -> None:
    """Share a need, or the same once more."""
    needs = granted(who.get(f"{couple.session}/needs"))["needs"]
    if not needs:
        share_need(couple, who)
        return
    answers = [{"needId": each["id"], "confirmed": True} for each in needs]
    granted(who.post(f"{couple.session}/needs/confirm", {"confirmations": answers}))
    granted(who.post(f"{couple.session}/needs/consent", {"needIds": [needs[0]["id"]]}))


def propose_a_strategy(couple: Couple, who: Person) -> None:
    """Put something into the pool."""
    granted(who.post(f"{couple.session}/strategies", {"description": WORDS}), 201)


@frozen
class Raced:
    """Something that Ada shares again and again, and where Ben sees it while she does."""

    begin: Callable[[Couple], None]
    share: Callable[[Couple, Person], None]
    seen_at: str
    field: str


RACED = {
    "an attempt": Raced(begin_with_attempts, share_attempt, "/empathy/partner", "attempt"),
    "a need": Raced(begin_with_needs, share_a_need, "/common-ground", "commonGround"),
    "a strategy": Raced(begin_with_strategies, propose_a_strategy, "/strategies", "strategies"),
}


def revoke_newest(couple: Couple) -> None:
    """Take back what Ada shared last."""
    newest = granted(couple.ada.get(f"{couple.session}/consent/history"))["records"][0]
    granted(couple.ada.post(f"{couple.session}/consent/revoke", {"consentRecordId": newest["id"]}))


@pytest.mark.parametrize("what", RACED)
def test_no_read_that_begins_after_a_revocation_sees_what_was_revoked(what: str, server: Running) -> None:
    raced, couple = RACED[what], meet(register(server, "Ada"), register(server, "Ben"))
    raced.begin(couple)
    stale, seen, late = 0, 0, 0
    while late < READS:
        raced.share(couple, couple.ada)
        reads: list[tuple[float, Reply]] = []
        over = threading.Event()

        def read_on(reads: list[tuple[float, Reply]] = reads, over: threading.Event = over) -> None:
            for turn in count():
                begun = time.monotonic()
                reads.append((begun, couple.ben.get(couple.session + raced.seen_at)))
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
        answers = [(begun, bool(granted(reply)[raced.field])) for begun, reply in reads]
        seen += sum(there for begun, there in answers if begun < revoked)
        after = [there for begun, there in answers if begun > revoked]
        late, stale = late + len(after), stale + sum(after)
    assert stale == 0, f"{stale} of {late} reads were stale"
    assert seen > 0, "no read came before a revocation, so nothing was raced"
