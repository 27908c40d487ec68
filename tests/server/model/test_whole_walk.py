"""Over the whole way to an agreement, no request holds more than the contract's tables allow at that moment."""

from __future__ import annotations

import socket
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from beheard_core.mediation.messages import FALLBACK_REPLY
from tests.server.client import fresh_api
from tests.server.model.conftest import asking
from tests.server.model.messages_api import problem_of, speaking
from tests.server.model.walking import NAMES, Request, Walk, answering, marks
from tests.server.people import granted, meet, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What may be told of the person for whom the model is asked, and of the partner: the contract's *Retrieval contract*
# and *AI seams*, written out by hand. "both" belongs to both.
Allowed = tuple[set[str], set[str]]
NOTHING: set[str] = set()
SEAMS: dict[str, Allowed] = {
    "assess_empathy": ({"attempt"}, NOTHING),
    "transform": ({"sharedfeedback", "need", "secretneed"}, NOTHING),
    "synthesize_needs": ({"say1", "say2", "crisis", "boundary", "reading"}, NOTHING),
    "find_common_ground": ({"need"}, {"need"}),
    "suggest_strategies": (NOTHING, NOTHING),
    "refine_strategy": ({"strategy"}, NOTHING),
}
REPLIES: dict[int, Allowed] = {
    0: ({"say0"}, NOTHING),
    1: ({"say0", "say1", "crisis", "reading"}, NOTHING),
    2: ({"say0", "say1", "crisis", "say2", "reading", "attempt", "boundary"}, NOTHING),
    3: ({"say3", "need", "secretneed"}, {"need"}),
    4: ({"say4", "strategy"}, {"strategy", "need", "sharedboundary", "sharedfeedback"}),
}
ON_A_HINT = {"sharedboundary", "sharedfeedback"}
COMMON = {3: {"ground"}, 4: {"ground", "agreement"}}


def allowed(request: Request) -> Allowed:
    if request.seam == "propose_shares":
        return {f"say{request.stage}", "boundary"}, NOTHING
    if request.seam != "reply":
        return SEAMS[request.seam]
    if request.storm:
        return {f"say{request.stage}"}, NOTHING
    own, partner = REPLIES[request.stage]
    return own, ON_A_HINT if request.stage == 2 and request.hint else partner


def allowed_of_both(request: Request) -> set[str]:
    if request.seam in ("suggest_strategies", "refine_strategy"):
        return {"ground"}
    is_told = request.seam == "reply" and not request.storm
    return COMMON.get(request.stage, set()) if is_told else set()


def told(request: Request, who: str) -> set[str]:
    return {what for name, what in marks(repr(request.asked.data)) if name == who}


def partner_of(request: Request) -> str:
    return "ben" if request.who == "ada" else "ada"


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with speaking(answering) as service, asking(service.url, timeout=20) as model, capture_logs() as logs:
        with closing(fresh_api(tmp_path_factory.mktemp("walk"), facilitator=model)) as api:
            walk = Walk(api, service, meet(register(api, "Ada"), register(api, "Ben")))
            walk.go()
            yield walk
        # Every answer was good enough to be used, so it was the model that was walked with.
        assert [each for each in logs if each["event"] == "the model was not used"] == []


def test_both_arrive(walk: Walk) -> None:
    for person in (walk.couple.ada, walk.couple.ben):
        assert granted(person.get(walk.couple.session))["status"] == "RESOLVED"


def test_every_seam_is_asked_and_a_reply_in_every_stage_for_both(walk: Walk) -> None:
    assert {each.seam for each in walk.requests} == {"reply", "propose_shares", *SEAMS}
    replies = {(each.who, each.stage, each.hint, each.storm) for each in walk.requests if each.seam == "reply"}
    turns = ((False, False), (True, False), (True, True))
    assert replies == {(who, stage, *turn) for who in NAMES for stage in range(5) for turn in turns}


def test_every_request_is_as_the_api_documents_it(walk: Walk) -> None:
    assert [problem_of(each.asked) for each in walk.requests] == [None] * len(walk.requests)
    assert len(walk.requests) == len(walk.service.asked)


def test_no_request_holds_more_of_anybody_than_the_tables_allow(walk: Walk) -> None:
    for request in walk.requests:
        own, partner = allowed(request)
        where = (request.seam, request.stage, request.hint, request.storm)
        assert (where, told(request, request.who) - own) == (where, set())
        assert (where, told(request, partner_of(request)) - partner) == (where, set())
        assert (where, told(request, "both") - allowed_of_both(request)) == (where, set())


def test_what_the_tables_allow_is_told_where_it_is_there(walk: Walk) -> None:
    seen: dict[tuple[str, int | None, bool], tuple[set[str], set[str]]] = {}
    for request in walk.requests:
        if not request.storm:
            key = (
                request.seam,
                request.stage if request.seam == "reply" else None,
                request.stage == 2 and request.hint,
            )
            own, partner = seen.setdefault(key, (set(), set()))
            own |= told(request, request.who) - {"crisis"}
            partner |= told(request, partner_of(request))
    for stage, (own, partner) in REPLIES.items():
        assert seen["reply", stage, False] == (own - {"crisis"}, partner), stage
    assert seen["reply", 2, True] == (REPLIES[2][0] - {"crisis"}, ON_A_HINT)
    for seam, (own, partner) in SEAMS.items():
        if seam != "synthesize_needs":
            assert seen[seam, None, False] == (own, partner), seam
    assert seen["synthesize_needs", None, False][0] == {"say1", "say2", "boundary", "reading"}


def test_what_was_never_to_be_told_was_never_told(walk: Walk) -> None:
    everything = repr([each.asked.body for each in walk.requests])
    assert "adaxfeedback" not in everything
    secret = [each for each in walk.requests if told(each, partner_of(each)) & {"secretneed", "reading", "attempt"}]
    assert secret == []


def test_no_word_of_anybody_is_among_the_instructions(walk: Walk) -> None:
    for request in walk.requests:
        assert marks(request.asked.system) == set()
        assert marks(repr(request.asked.body["tools"])) == set()


def test_no_id_name_or_address_goes_out(walk: Walk) -> None:
    ids = {walk.couple.session.removeprefix("/sessions/"), walk.couple.invitation.removeprefix("/invitations/")}
    for person in (walk.couple.ada, walk.couple.ben):
        ids |= {person.id, person.email, person.token}
    everything = repr([(each.asked.headers, each.asked.body) for each in walk.requests])
    assert not any(each in everything for each in (*ids, "Ada", "Ben", "user_", "need_", "consent_", "strat_"))


def test_in_a_crisis_no_model_is_asked(walk: Walk) -> None:
    assert not any("adaxcrisis" in str(each.asked.data.get("message")) for each in walk.requests)


def test_after_a_revocation_nothing_of_it_is_told(walk: Walk) -> None:
    heard = ["sharedboundary" in told(each, "ben") for each in walk.requests if each.who == "ada"]
    late = ["sharedboundary" in told(each, "ben") for each in walk.requests[walk.revoked_after :] if each.who == "ada"]
    assert len(late) >= 3
    assert any(heard)
    assert not any(late)


def test_with_a_dead_service_people_go_on_and_wait_once(tmp_path: Path) -> None:
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as silent,
        asking(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.5) as model,
        closing(fresh_api(tmp_path, facilitator=model)) as api,
        capture_logs() as logs,
    ):
        couple = meet(register(api, "Ada"), register(api, "Ben"))
        start = time.monotonic()
        for place in range(10):
            said = granted(couple.ada.post(f"{couple.session}/messages", {"content": f"Hello {place}"}), 201)
            assert said["aiResponse"]["role"] == "AI"
            assert said["aiResponse"]["content"] != FALLBACK_REPLY
        assert time.monotonic() - start < 3
    assert [(each["seam"], each["why"]) for each in logs if "seam" in each] == [("reply", "time-out")]
