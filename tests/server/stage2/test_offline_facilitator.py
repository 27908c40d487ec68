"""The facilitator without a network, as the one that is there, and what is lost if another one fails."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from beheard_core.mediation.messages import FALLBACK_REPLY
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.client import Api, fresh_api
from tests.server.people import granted, meet, reach, register
from tests.server.stage2.acts import draft, feel, pending, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from beheard_core.mediation.model import ContentType, Stage
    from beheard_core.mediation.retrieval import Intent, Query
    from beheard_server.facilitators import Assessment, Bundle, Proposal


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Api]:
    with closing(fresh_api(tmp_path)) as api:
        yield api


def test_it_is_the_facilitator_unless_another_is_given(offline: Api) -> None:
    couple = reach(meet(register(offline, "Ada"), register(offline, "Ben")), ada=2, ben=2)
    asked = [say(couple.ada, couple, "I was late.")["aiResponse"]["content"] for _ in range(3)]
    assert all("you were late" in each.lower() for each in asked)
    said = [each for answer in asked for each in re.split(r"(?<=[.!?])\s+", answer)]
    assert len(set(said)) == len(said)
    assert draft(couple.ada, couple, "You never listen.")["readyToShare"] is False
    assert feel(couple.ada, couple, 7, "I cannot breathe, I am panicking")["supportType"] == "BODY_SCAN"
    say(couple.ada, couple, "I won't discuss this after ten.")
    assert [each["contentType"] for each in pending(couple.ada, couple)] == ["BOUNDARY"]


def test_not_yet_is_answered_with_the_question_what_is_missing(offline: Api) -> None:
    couple = reach(meet(register(offline, "Ada"), register(offline, "Ben")), ada=1, ben=1)
    say(couple.ada, couple, "Nobody asked me about the move.")
    granted(couple.ada.post(f"{couple.session}/feel-heard", {"confirmed": False}))
    answer = say(couple.ada, couple, "No, I don't feel heard yet.")["aiResponse"]["content"]
    assert answer.endswith("?")
    assert "move" not in answer


class Failing(OfflineFacilitator):
    """Fails in the methods it is told to, and repeats in its error what it was told."""

    def __init__(self, *failing: str) -> None:
        super().__init__()
        self.failed: set[str] = set()
        self._failing = failing

    def _maybe(self, method: str, words: str) -> None:
        if method in self._failing:
            self.failed.add(method)
            raise RuntimeError(words)

    def plan_retrieval(self, stage: Stage, intent: Intent, message: str) -> Sequence[Query]:
        self._maybe("plan_retrieval", message)
        return super().plan_retrieval(stage, intent, message)

    def reply(self, bundle: Bundle) -> str:
        self._maybe("reply", bundle.message)
        return super().reply(bundle)

    def assess_empathy(self, draft: str) -> Assessment:
        self._maybe("assess_empathy", draft)
        return super().assess_empathy(draft)

    def transform(self, content_type: ContentType, original: str) -> str:
        self._maybe("transform", original)
        return super().transform(content_type, original)

    def has_distress(self, context: str) -> bool:
        self._maybe("has_distress", context)
        return super().has_distress(context)

    def propose_shares(self, message: str, stage: Stage) -> Sequence[Proposal]:
        self._maybe("propose_shares", message)
        return super().propose_shares(message, stage)


METHODS = ("plan_retrieval", "reply", "assess_empathy", "transform", "has_distress", "propose_shares")


@pytest.mark.parametrize("failing", [*((each,) for each in METHODS), METHODS], ids="+".join)
def test_nothing_is_lost_where_a_facilitator_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], failing: tuple[str, ...]
) -> None:
    facilitator = Failing(*failing)
    with closing(fresh_api(tmp_path, facilitator=facilitator)) as api:
        couple = reach(meet(register(api, "Ada"), register(api, "Ben")), ada=2, ben=2)
        ada, ben, path = couple.ada, couple.ben, couple.session

        said = "I won't talk about the lantern after ten."
        told = granted(ada.post(f"{path}/messages", {"content": said, "emotionalIntensity": 6}), 201)
        assert (told["userMessage"]["content"], told["userMessage"]["emotionalReading"]["intensity"]) == (said, 6)
        answer = told["aiResponse"]["content"]
        assert answer == FALLBACK_REPLY if "reply" in failing else "lantern" in answer
        assert [each["content"] for each in granted(ada.get(f"{path}/messages"))["messages"]] == [said, answer]
        pending = granted(ada.get(f"{path}/consent/pending"))["pendingRequests"]
        assert [each["transformedPreview"] for each in pending] == ([] if "propose_shares" in failing else [said])

        told = granted(ada.post(f"{path}/emotions", {"intensity": 7, "context": "lantern panic"}), 201)
        assert told.get("supportType") == (None if "has_distress" in failing else "BODY_SCAN")
        kept = [each["intensity"] for each in granted(ada.get(f"{path}/emotions"))["readings"]]
        assert kept == [7, 6]

        for person in (ada, ben):
            words = {"content": "Perhaps you felt alone with the lantern."}
            told = granted(person.post(f"{path}/empathy/draft", words))
            assert told["readyToShare"] == ("assess_empathy" not in failing)
            assert granted(person.get(f"{path}/empathy/draft"))["draft"]["content"] == words["content"]
            granted(person.post(f"{path}/empathy/consent", {"draftId": told["draft"]["id"]}))

        feedback = {"feedback": "You never ask. I missed the lantern.", "consentToShareFeedback": True}
        assert granted(ben.post(f"{path}/empathy/validate", {"validated": False} | feedback))["feedbackShared"]
        shown = granted(ada.get(f"{path}/empathy/draft"))
        assert (shown["revisionRequested"], shown["partnerFeedback"]["content"]) == (True, "I missed the lantern.")
    assert facilitator.failed == set(failing)
    logged = "".join(capfd.readouterr())
    assert "lantern" not in logged
