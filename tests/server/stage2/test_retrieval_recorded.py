"""What a facilitator that asks for everything is given, turn by turn: no more than the tables of the contract."""

from __future__ import annotations

from contextlib import closing
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from attrs import define, frozen

from beheard_core.mediation.retrieval import Intent, Kind, Query, Vessel
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.client import fresh_api
from tests.server.people import Couple, Person, granted, meet, register, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from beheard_core.mediation.model import Stage
    from beheard_server.facilitators import Bundle
    from tests.server.client import Api

EVERY_QUERY = tuple(Query(*each) for each in product(Kind, Vessel, (False, True)))

# The contract's tables, written out.
METADATA = {"session_metadata", "relationship_metadata"}
KINDS = {
    0: METADATA | {"session_outcomes"},
    1: METADATA | {"user_event", "emotional_reading", "boundary", "need"},
    2: METADATA | {"user_event", "emotional_reading", "boundary", "need"},
    3: METADATA | {"need", "consented_content", "common_ground"},
}
ON_A_HINT = KINDS[2] | {"consented_content"}
INTENTS = {0: "stage_enforcement", 1: "emotional_validation", 2: "offer_continuity", 3: "offer_continuity"}
WITH_THREAD = (1, 2)


class Recorder(OfflineFacilitator):
    """Asks for all there is, and keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.bundles: list[Bundle] = []

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        return EVERY_QUERY

    def reply(self, bundle: Bundle) -> str:
        self.bundles.append(bundle)
        return super().reply(bundle)


@frozen
class Turn:
    """One message, what the facilitator was given for it, and what was refused to it."""

    speaker: str
    stage: int
    said: str
    intensity: int | None
    avoids: bool
    hint: bool
    thread_before: list[tuple[bool, str]]
    answer: str
    bundle: Bundle
    audited: tuple[tuple[str, str, str], ...]

    @property
    def kinds(self) -> set[str]:
        return {str(item.kind) for item in self.bundle.items}

    @property
    def allowed(self) -> set[str]:
        if self.avoids:
            return set()
        return ON_A_HINT if self.hint and self.stage == 2 else KINDS[self.stage]


@define
class Walk:
    """Two people on their way, all of whose private words begin with ``<name>private``."""

    api: Api
    recorder: Recorder
    couple: Couple
    turns: list[Turn]

    @property
    def people(self) -> dict[str, Person]:
        return {"ada": self.couple.ada, "ben": self.couple.ben}

    def do(self, name: str, below: str, json: object, status: int = 200) -> Any:
        return granted(self.people[name].post(self.couple.session + below, json), status)

    def see(self, name: str, below: str) -> Any:
        return granted(self.people[name].get(self.couple.session + below))

    def audit(self) -> tuple[tuple[str, str, str], ...]:
        session = self.couple.session.removeprefix("/sessions/")
        return self.api.shell.read(lambda unit: unit.words.audited(session))

    def say(
        self,
        name: str,
        stage: int,
        said: str,
        *,
        intensity: int | None = None,
        avoids: bool = False,
        hint: bool = False,
    ) -> None:
        before = [
            (each["role"] == "USER", each["content"]) for each in self.see(name, "/messages?limit=100")["messages"]
        ]
        known, heard = len(self.audit()), len(self.recorder.bundles)
        body: dict[str, object] = {"content": said, "requestHint": hint}
        if intensity is not None:
            body |= {"emotionalIntensity": intensity, "emotionalContext": f"{name}privatecontext{len(before)}"}
        self.api.clock.advance(seconds=1)
        answer = self.do(name, "/messages", body, 201)["aiResponse"]["content"]
        assert len(self.recorder.bundles) == heard + 1
        bundle = self.recorder.bundles[-1]
        audited = self.audit()[known:]
        self.turns.append(Turn(name, stage, said, intensity, avoids, hint, before, answer, bundle, audited))

    def talk(self, name: str, stage: int) -> None:
        """Speak calmly, then in a storm twice, then calmly again."""
        first, calm = (2, 5) if name == "ada" else (7, 3)
        said = f"The {name}private matter of chapter {stage} stays with me."
        self.say(name, stage, said, intensity=first if stage == 0 else calm)
        self.say(name, stage, f"Now {name}private comes back in chapter {stage}.", intensity=10, avoids=True)
        self.say(name, stage, f"And {name}private goes on in chapter {stage}.", avoids=True)
        self.do(name, "/emotions", {"intensity": calm, "context": f"{name}privatereading"}, 201)
        self.say(name, stage, f"Slowly {name}private settles in chapter {stage}.", hint=True)

    def share_all_there_is(self) -> None:
        for name in ("ada", "ben"):
            said = f"I won't discuss {name}privateboundary at night."
            self.say(name, 2, said)
            request = self.see(name, "/consent/pending")["pendingRequests"][0]
            assert request["contentType"] == "BOUNDARY"
            answer = {"decision": "GRANTED", "editedContent": f"The {name}shared evening is for rest."}
            self.do(name, "/consent/decide", {"consentRequestId": request["id"]} | answer)
            draft = self.do(name, "/empathy/draft", {"content": f"You may feel {name}privateattempt."})["draft"]
            self.do(name, "/empathy/consent", {"draftId": draft["id"]})
        self.do("ada", "/empathy/validate", {"validated": True, "feedback": "Only for me: adaprivatefeedback."})
        shared = {"feedback": "It was bensharedfeedback for me.", "consentToShareFeedback": True}
        self.do("ben", "/empathy/validate", {"validated": True} | shared)
        for name in ("ada", "ben"):
            for hint in (False, True):
                self.say(name, 2, f"Here {name}private asks for more ({hint}).", hint=hint)

    def advance(self, stage: int) -> None:
        for name in ("ada", "ben"):
            self.do(name, "/stages/advance", step(stage))


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    recorder = Recorder()
    directory: Path = tmp_path_factory.mktemp("recorded")
    with closing(fresh_api(directory, facilitator=recorder)) as api:
        walk = Walk(api, recorder, meet(register(api, "Ada"), register(api, "Ben")), [])
        for stage in range(4):
            for name in ("ada", "ben"):
                walk.talk(name, stage)
            if stage == 0:
                for person in walk.people.values():
                    granted(person.post(f"{walk.couple.session}/compact/sign"))
            elif stage == 1:
                for name in ("ada", "ben"):
                    walk.do(name, "/feel-heard", {"confirmed": True})
            elif stage == 2:
                walk.share_all_there_is()
            if stage < 3:
                walk.advance(stage)
        yield walk


def shared_by_the_partner(turn: Turn) -> str:
    return "benshared" if turn.speaker == "ada" else "adashared"


def after_sharing(walk: Walk) -> list[Turn]:
    return [turn for turn in walk.turns if turn.stage == 2 and "asks for more" in turn.said]


def test_every_stage_is_walked_by_both(walk: Walk) -> None:
    assert {(turn.speaker, turn.stage) for turn in walk.turns} == set(product(("ada", "ben"), range(4)))
    assert all(turn.bundle.stage.value == turn.stage for turn in walk.turns)


def test_the_message_and_its_own_intensity_are_always_there(walk: Walk) -> None:
    given = [(turn.bundle.message, turn.bundle.intensity) for turn in walk.turns]
    assert given == [(turn.said, turn.intensity) for turn in walk.turns]


def test_the_intent_is_the_first_that_fits(walk: Walk) -> None:
    given = [str(turn.bundle.intent) for turn in walk.turns]
    assert given == ["avoid_recall" if turn.avoids else INTENTS[turn.stage] for turn in walk.turns]


def test_only_the_kinds_of_the_stage_are_given(walk: Walk) -> None:
    assert all(turn.kinds <= turn.allowed for turn in walk.turns)
    given = {(turn.stage, kind) for turn in walk.turns for kind in turn.kinds}
    wanted = {(1, "emotional_reading"), (2, "emotional_reading"), (2, "boundary"), (2, "consented_content")}
    assert wanted <= given
    assert {(stage, "session_metadata") for stage in range(4)} <= given


def test_the_partner_is_heard_on_a_hint_turn_of_stage_two_and_on_no_other(walk: Walk) -> None:
    heard = [turn for turn in walk.turns if "consented_content" in turn.kinds]
    assert [turn.speaker for turn in heard] == ["ada", "ben"]
    assert all(turn.stage == 2 and turn.hint for turn in heard)
    with_words = [turn for turn in walk.turns if shared_by_the_partner(turn) in repr(turn.bundle)]
    assert with_words == heard
    given = {
        turn.speaker: {each.text for each in turn.bundle.items if each.kind is Kind.CONSENTED_CONTENT} for turn in heard
    }
    assert given == {
        "ada": {"The benshared evening is for rest.", "It was bensharedfeedback for me."},
        "ben": {"The adashared evening is for rest."},
    }


def test_what_the_partner_shared_is_never_quoted(walk: Walk) -> None:
    assert not any(shared_by_the_partner(turn) in turn.answer for turn in walk.turns)


def test_no_private_word_of_one_is_ever_given_for_the_other(walk: Walk) -> None:
    for turn in walk.turns:
        partner = "ben" if turn.speaker == "ada" else "ada"
        assert f"{partner}private" not in repr(turn.bundle), turn.said


def test_no_attempt_is_ever_an_item(walk: Walk) -> None:
    assert not any("attempt" in item.text.lower() for turn in walk.turns for item in turn.bundle.items)
    assert not any(item.provenance == "EMPATHY_ATTEMPT" for turn in walk.turns for item in turn.bundle.items)


def test_the_own_thread_is_given_in_stages_one_and_two_and_nowhere_else(walk: Walk) -> None:
    for turn in walk.turns:
        thread = [(line.by_person, line.text) for line in turn.bundle.thread]
        assert thread == (turn.thread_before if turn.stage in WITH_THREAD and not turn.avoids else []), turn.said


def test_the_own_draft_is_given_in_stage_two_and_nowhere_else(walk: Walk) -> None:
    drafts = [turn.bundle.draft for turn in walk.turns if turn not in after_sharing(walk)]
    assert set(drafts) <= {None, "You may feel adaprivateattempt.", "You may feel benprivateattempt."}
    assert all(turn.bundle.draft is None for turn in walk.turns if turn.stage != 2)
    assert [turn.bundle.draft for turn in after_sharing(walk)] == [
        f"You may feel {turn.speaker}privateattempt." for turn in after_sharing(walk)
    ]


def test_readings_are_the_own_ones_and_only_in_stages_one_and_two(walk: Walk) -> None:
    for turn in walk.turns:
        readings = [item for item in turn.bundle.items if item.kind is Kind.EMOTIONAL_READING]
        assert bool(readings) == (turn.stage in WITH_THREAD and not turn.avoids)
        assert all(f"{turn.speaker}private" in item.text for item in readings)


def test_the_trend_is_the_own_one_where_readings_may_be_looked_at(walk: Walk) -> None:
    calm = {"ada": "INCREASING", "ben": "DECREASING"}
    for turn in walk.turns:
        if turn.avoids:
            wanted = "INCREASING"
        elif turn.stage in WITH_THREAD:
            wanted = calm[turn.speaker]
        else:
            wanted = "STABLE"
        assert str(turn.bundle.trend) == wanted, turn.said


def test_a_hint_can_be_had_once_the_partner_shares_and_in_stage_two_alone(walk: Walk) -> None:
    assert all(turn.bundle.hint_available for turn in after_sharing(walk))
    others = [turn for turn in walk.turns if turn.stage != 2 or turn.said.startswith(("Now", "And", "Slowly", "The"))]
    assert not any(turn.bundle.hint_available for turn in others)


def test_a_turn_that_avoids_recall_gets_the_message_the_intensity_and_the_trend(walk: Walk) -> None:
    storms = [turn.bundle for turn in walk.turns if turn.avoids]
    assert len(storms) == 16
    for bundle in storms:
        assert (bundle.thread, bundle.draft, bundle.hint_available, bundle.items) == ((), None, False, ())


def test_every_item_carries_its_tags(walk: Walk) -> None:
    items = [item for turn in walk.turns for item in turn.bundle.items]
    assert all(item.source and item.provenance and item.consent for item in items)


def test_every_query_that_was_dropped_is_in_the_audit_and_no_other(walk: Walk) -> None:
    for turn in walk.turns:
        refusals = [each for each in turn.audited if each[1] == "query refused"]
        assert len(refusals) == len(EVERY_QUERY) - len(turn.allowed), turn.said
        assert {actor for actor, _, _ in refusals} == {walk.people[turn.speaker].id}
        kinds = {about.split()[0] for _, _, about in refusals}
        assert kinds == {str(kind) for kind in Kind}


def test_the_audit_holds_nobodys_words(walk: Walk) -> None:
    words = repr(walk.audit())
    assert all(mark not in words for mark in ("private", "shared evening", "chapter", "sharedfeedback"))
