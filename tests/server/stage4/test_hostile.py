"""What no well-meaning client sends to stage 4: a clean refusal and nothing done, or kept as it was written."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.server.channel import events_of
from tests.server.client import Api, fresh_api
from tests.server.hostile import MALFORMED, MARK, NEVER, ODD_TEXTS, Sent
from tests.server.people import API, Couple, meet, reach, register
from tests.server.stage4.acts import both, get, offer, post, propose, revealing, seen_by

Scene = tuple[Api, Couple, str]
PLAIN: dict[str, dict[str, Any]] = {
    "/strategies": {"description": "d", "needsAddressed": ["n"], "duration": "d", "measureOfSuccess": "m"},
    "/strategies/suggest": {"count": 1, "focusNeeds": ["n"]},
    "/strategies/rank": {"rankedIds": ["strat_1"]},
    "/agreements": {"description": "d", "type": "CHECK_IN", "strategyId": "s", "followUpDate": "2026-01-01T00:00:00Z"},
    "/agreements/confirm": {"confirmed": False, "modification": "m"},
}
each_place = pytest.mark.parametrize("place", PLAIN)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give two people who see what both rank high, and a proposal of hers that waits."""
    with closing(fresh_api(tmp_path_factory.mktemp("hostile"))) as api:
        couple = reach(meet(register(api, "Ada"), register(api, "Ben")), ada=4, ben=4)
        revealing(couple)
        yield api, couple, offer(couple.ada, couple)["id"]


def replies(scene: Scene, place: str, sent: Sent) -> Iterator[tuple[int, str]]:
    """Send a body as both, and give the status and the text of the answers."""
    api, couple, agreement = scene
    path = API + couple.session + place.replace("/agreements/", f"/agreements/{agreement}/")
    for who in both(couple):
        headers = {**sent.headers, "Authorization": f"Bearer {who.token}"}
        reply = api.call("POST", path, data=sent.data, headers=headers)
        yield reply.status, json.dumps(reply.body)


@each_place
def test_what_is_no_proper_json_object_is_refused_and_does_nothing(scene: Scene, place: str) -> None:
    api, couple, _ = scene
    before = [seen_by(who, couple) for who in both(couple)], events_of(api.shell.store, couple.session)
    for kind, sent in MALFORMED.items():
        for status, text in replies(scene, place, sent):
            assert status in (400, 413, 415), kind
            assert MARK not in text, kind
    assert ([seen_by(who, couple) for who in both(couple)], events_of(api.shell.store, couple.session)) == before


@each_place
def test_what_no_field_can_have_is_refused_in_each_field(scene: Scene, place: str) -> None:
    api, couple, _ = scene
    before = [seen_by(who, couple) for who in both(couple)], events_of(api.shell.store, couple.session)
    for name in PLAIN[place]:
        others = {key: json.dumps(value) for key, value in PLAIN[place].items() if key != name}
        for value in (*NEVER, "{}", '{"$ref": "x"}', "[[]]", "[{}]"):
            pairs = ", ".join(f'"{key}": {each}' for key, each in {**others, name: value}.items())
            for status, text in replies(scene, place, Sent(f"{{{pairs}}}".encode())):
                assert (status, MARK in text) == (400, False), (name, value[:40], text)
    assert ([seen_by(who, couple) for who in both(couple)], events_of(api.shell.store, couple.session)) == before


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_words_are_kept_as_they_were_written_and_stay_off_the_channel(tmp_path: Path, text: str) -> None:
    with closing(fresh_api(tmp_path)) as api:
        couple = reach(meet(register(api, "Ada"), register(api, "Ben")), ada=4, ben=4)
        strategy = propose(couple.ada, couple, text, duration=text, needsAddressed=[text])
        (told,) = get(couple.ben, couple, "/strategies")["strategies"]
        kept = text.strip()
        assert (told["description"], told["duration"], told["needsAddressed"]) == (kept, kept, [kept])
        for who in both(couple):
            post(who, couple, "/strategies/ready")
        for who in both(couple):
            post(who, couple, "/strategies/rank", {"rankedIds": [strategy]})
        agreement = offer(couple.ben, couple, text)
        (shown,) = get(couple.ada, couple, "/agreements")["agreements"]
        assert (agreement["description"], shown["description"]) == (kept, kept)
        assert MARK not in json.dumps(events_of(api.shell.store, couple.session))
