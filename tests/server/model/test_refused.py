"""Answers that are not fit to be used: the offline facilitator answers in their place, and no log has their words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from beheard_server.facilitators.model import prompts
from tests.server.model.brains import FILLED_IN, willing
from tests.server.model.given import ALONE, DRAFT, HINT, MESSAGE, ORIGINAL, PARTNERS, ask, bundle
from tests.server.model.messages_api import Answer, Asked, message

if TYPE_CHECKING:
    from beheard_server.facilitators.model import ModelFacilitator
    from tests.server.model.messages_api import Service

SECRETS = (MESSAGE, DRAFT, ORIGINAL, PARTNERS, "kitchen", "Sunday", "quiet")


def refused_for(model: ModelFacilitator, service: Service, seam: str, brain: Any) -> str:
    """Ask at a seam, where the answer must be refused and the offline one given; give the reason that is logged."""
    service.brain = brain
    before = len(service.asked)
    with capture_logs() as logs:
        found = ask(model, seam)
    assert found == ask(ALONE, seam)
    assert len(service.asked) == before + 1
    (entry,) = logs
    assert set(entry) == {"event", "log_level", "seam", "why"}
    assert (entry["event"], entry["log_level"], entry["seam"]) == ("the model was not used", "warning", seam)
    assert not any(each in repr(logs) for each in SECRETS)
    return str(entry["why"])


def with_text(seam: str, text: str) -> Any:
    """A brain whose answer is good, but for one field of its own words."""
    fields = {
        "reply": ("text",),
        "assess_empathy": ("note",),
        "transform": ("text",),
        "propose_shares": ("proposals", 0, "preview"),
        "synthesize_needs": ("clarifications", 0),
        "find_common_ground": ("pairs", 0, "description"),
        "suggest_strategies": ("ideas", 0, "description"),
        "refine_strategy": ("reason",),
    }

    def brain(asked: Asked) -> Answer:
        answer: Any = FILLED_IN[seam](asked.data)
        if seam == "refine_strategy":
            answer = {"fine": False, "refined": "We walk.", "reason": ""}
        *way, last = fields[seam]
        place = answer
        for step in way:
            place = place[step]
        place[last] = text.replace("CANARY", asked.canary).replace("MARK", asked.text.split("[begin ")[1][:16])
        return message(asked, answer)

    return brain


@pytest.mark.parametrize("seam", prompts.SEAMS)
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Look <b>here</b>.", "markup"),
        ("<script>alert(1)</script>", "markup"),
        ("<img src=x onerror=alert(1)>", "markup"),
        ("Look &lt;here", "markup"),
        ("See [this](there)", "markup"),
        ("Go to https://example.org now.", "link"),
        ("Go to www.example.org now.", "link"),
        ("Try javascript:alert(1)", "link"),
        ("Turned \u202earound", "unseen characters"),
        ("Hidden \u200b words", "unseen characters"),
        ("A bell \x07", "unseen characters"),
        ("My mark is CANARY.", "instructions"),
        ("The data stood in MARK.", "instructions"),
        ("I was told: never say who is right, and do not agree that the other person is to blame!", "instructions"),
        ("NEVER  SAY who is right. Do not\nagree that the other", "instructions"),
    ],
)
def test_no_text_of_the_model_may_hold_this(
    model: ModelFacilitator, service: Service, seam: str, text: str, why: str
) -> None:
    assert refused_for(model, service, seam, with_text(seam, text)) == why


@pytest.mark.parametrize("seam", prompts.SEAMS)
def test_plain_words_in_any_language_are_fine(model: ModelFacilitator, service: Service, seam: str) -> None:
    service.brain = with_text(seam, "Das ist viel, 3 < 4. \N{HEAVY BLACK HEART}\ufe0f 我在听。 \u201cSo.\u201d <3")
    with capture_logs() as logs:
        ask(model, seam)
    assert [each["why"] for each in logs] == (["more than was said"] if seam in ("transform", "propose_shares") else [])


@pytest.mark.parametrize(
    "text",
    [
        "Ben needs you to stop shouting at the children.",
        "What if they said: I NEED YOU TO\u2014stop?",
        "Could it be about shouting at the children?",
        "\u201cStop shouting at the children\u201d",
        "s top: stop shouting, at ... the children",
    ],
)
def test_a_reply_does_not_repeat_what_the_partner_shares(model: ModelFacilitator, service: Service, text: str) -> None:
    assert refused_for(model, service, "reply", with_text("reply", text)) == "the partner's words"


@pytest.mark.parametrize(
    ("shared", "text"), [("Rest", "Is it about rest?"), ("我需要一个安静的晚上", "也许需要一个安静的时候")]
)
def test_a_short_text_and_one_without_spaces_are_not_repeated_either(
    model: ModelFacilitator, service: Service, shared: str, text: str
) -> None:
    service.brain = with_text("reply", text)
    item = type(HINT)(HINT.kind, shared, HINT.source, HINT.provenance, HINT.consent, HINT.stage)
    with capture_logs() as logs:
        model.reply(bundle(items=(item,)))
    assert [each["why"] for each in logs] == ["the partner's words"]


def test_what_the_person_has_said_too_may_be_given_back(model: ModelFacilitator, service: Service) -> None:
    text = "You wonder whether you should stop shouting at the children."
    service.brain = with_text("reply", text)
    assert model.reply(bundle(message="Perhaps I should stop shouting at the children.")) == text


@pytest.mark.parametrize(
    "said", ['"she never loved you"', "\u201eer hat nie geliebt\u201c", "\u00ab il ne t'aime pas \u00bb"]
)
def test_a_reply_quotes_nothing_that_the_bundle_does_not_hold(
    model: ModelFacilitator, service: Service, said: str
) -> None:
    assert refused_for(model, service, "reply", with_text("reply", f"They said {said}.")) == "a made-up quote"


def test_a_reply_may_quote_the_person(model: ModelFacilitator, service: Service) -> None:
    text = "You said \u201cI won\u2019t sit in the kitchen alone\u201d. What else?"
    service.brain = with_text("reply", text)
    assert model.reply(bundle()) == text


SHAPELESS: list[Any] = [
    {},
    None,
    [],
    "text",
    {"text": 1},
    {"text": None},
    {"text": ["I hear you."]},
    {"text": ""},
    {"text": "   "},
    {"text": "x" * 2001},
    {"text": "nul \x00"},
    {"text": "I hear you.", "more": 1},
    {"reply": "I hear you."},
]


@pytest.mark.parametrize("shape", SHAPELESS)
def test_what_is_not_of_the_form_is_refused(model: ModelFacilitator, service: Service, shape: Any) -> None:
    assert refused_for(model, service, "reply", lambda asked: message(asked, shape)) == "form"


NEED = {"need": "Rest", "category": "SAFETY", "description": "I need it.", "evidence": [MESSAGE], "confidence": 0.9}
SHARE = {"kind": "BOUNDARY", "quote": MESSAGE, "description": "A boundary", "preview": "I would like to leave."}
WRONG: list[tuple[str, Any, str]] = [
    ("assess_empathy", {"ready": "yes"}, "form"),
    ("assess_empathy", {"ready": 1}, "form"),
    ("assess_empathy", {"ready": False, "note": "You wrote \u201cyou are a bad man\u201d."}, "a made-up quote"),
    ("transform", {"text": "x " * 500}, "more than was said"),
    ("transform", {"text": "I would like 3 evenings a week."}, "more than was said"),
    ("transform", {"text": 'I say "go away from me".'}, "a made-up quote"),
    ("propose_shares", {"proposals": "none"}, "form"),
    ("propose_shares", {"proposals": [SHARE | {"kind": "IDENTIFIED_NEED"}]}, "form"),
    ("propose_shares", {"proposals": [SHARE] * 4}, "form"),
    ("propose_shares", {"proposals": [SHARE | {"preview": ""}]}, "form"),
    ("synthesize_needs", {"needs": [NEED | {"evidence": ["I hate him."]}], "clarifications": []}, "a made-up quote"),
    ("synthesize_needs", {"needs": [NEED | {"confidence": 1.1}], "clarifications": []}, "form"),
    ("synthesize_needs", {"needs": [NEED | {"confidence": True}], "clarifications": []}, "form"),
    ("synthesize_needs", {"needs": [NEED | {"category": "LOVE"}], "clarifications": []}, "form"),
    ("synthesize_needs", {"needs": [NEED | {"evidence": []}], "clarifications": []}, "form"),
    ("synthesize_needs", {"needs": [NEED | {"evidence": "I"}], "clarifications": []}, "form"),
    ("synthesize_needs", {"needs": [NEED] * 9, "clarifications": []}, "form"),
    ("refine_strategy", {"fine": False}, "form"),
    ("refine_strategy", {"fine": False, "refined": "We walk.", "reason": None}, "form"),
    ("refine_strategy", {"fine": False, "refined": '"Do as I say"', "reason": "So."}, "a made-up quote"),
]


@pytest.mark.parametrize(("seam", "shape", "why"), WRONG)
def test_an_answer_is_held_against_its_question(
    model: ModelFacilitator, service: Service, seam: str, shape: Any, why: str
) -> None:
    assert refused_for(model, service, seam, lambda asked: message(asked, shape)) == why


CHANGED: list[tuple[str, dict[str, Any], str]] = [
    ("propose_shares", {"quote": "I will never sit with you."}, "a made-up quote"),
    ("propose_shares", {"preview": "I leave in 3 days."}, "more than was said"),
    ("find_common_ground", {"one": "b1"}, "what was not given"),
    ("find_common_ground", {"other": "b2"}, "what was not given"),
    ("find_common_ground", {"description": 'Both say "we are so tired".'}, "a made-up quote"),
    ("suggest_strategies", {"needs_addressed": ["Revenge"]}, "what was not given"),
    ("suggest_strategies", {"needs_addressed": []}, "form"),
    ("suggest_strategies", {"description": 'Say "you are right dear".'}, "a made-up quote"),
]


@pytest.mark.parametrize(("seam", "change", "why"), CHANGED)
def test_one_wrong_entry_refuses_a_list(
    model: ModelFacilitator, service: Service, seam: str, change: dict[str, Any], why: str
) -> None:
    def brain(asked: Asked) -> Answer:
        ((name, entries),) = FILLED_IN[seam](asked.data).items()
        return message(asked, {name: [*entries, entries[0] | change]})

    assert refused_for(model, service, seam, brain) == why


def block(**more: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": "toolu_1", "name": "reply", "input": {"text": "I hear you."}} | more


WIRES: list[tuple[dict[str, Any], str]] = [
    ({"stop_reason": "max_tokens"}, "unfinished"),
    ({"stop_reason": "refusal", "content": []}, "unfinished"),
    ({"stop_reason": "end_turn", "content": [{"type": "text", "text": "I hear you."}]}, "unfinished"),
    ({"type": "completion"}, "unfinished"),
    ({"stop_reason": None}, "unfinished"),
    ({"content": []}, "form"),
    ({"content": [block(), block()]}, "form"),
    ({"content": [block(name="transform")]}, "form"),
    ({"content": [{"type": "tool_use"}]}, "form"),
    ({"content": None}, "wire"),
    ({"content": ["reply"]}, "wire"),
    ({"content": [{}]}, "wire"),
]


@pytest.mark.parametrize(("more", "why"), WIRES)
def test_a_message_without_one_finished_form_is_refused(
    model: ModelFacilitator, service: Service, more: dict[str, Any], why: str
) -> None:
    answer = {"text": "I hear you."}
    assert refused_for(model, service, "reply", lambda asked: message(asked, answer, **more)) == why


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"text"', b"<html>Hello</html>", b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_message_is_refused(model: ModelFacilitator, service: Service, body: bytes) -> None:
    assert refused_for(model, service, "reply", lambda _: Answer(body)) == "wire"


def test_an_answer_of_a_hundred_thousand_characters_is_refused(model: ModelFacilitator, service: Service) -> None:
    assert refused_for(model, service, "reply", lambda asked: message(asked, {"text": "x" * 100_000})) == "form"


def test_an_answer_without_end_is_not_read_to_its_end(model: ModelFacilitator, service: Service) -> None:
    def brain(_: Asked) -> Answer:
        return Answer(b" " * 65_536 for _ in range(4000))

    assert refused_for(model, service, "reply", brain) == "size"
    assert service.gone.wait(5)


def test_thoughts_beside_the_form_are_not_looked_at(model: ModelFacilitator, service: Service) -> None:
    thoughts = [{"type": "thinking", "thinking": PARTNERS, "signature": "x"}, {"type": "text", "text": PARTNERS}]
    service.brain = lambda asked: message(asked, {}, content=[*thoughts, block()])
    assert model.reply(bundle()) == "I hear you."


def test_refused_answers_do_not_make_the_service_a_dead_one(model: ModelFacilitator, service: Service) -> None:
    service.brain = lambda asked: message(asked, {})
    for _ in range(5):
        model.reply(bundle())
    service.brain = willing
    assert model.reply(bundle()) == json.loads(willing(service.asked[0]).body)["content"][0]["input"]["text"]  # type: ignore[arg-type]
    assert len(service.asked) == 6
