"""What the model is told at each seam, and what becomes of a good answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from beheard_core.mediation.model import ContentType, NeedCategory, Stage
from beheard_core.mediation.retrieval import Intent, Kind, Turn, plan
from beheard_server.facilitators import Assessment, FoundNeed, Idea, Line, Pairing, Proposal, Refinement, Synthesis
from beheard_server.facilitators.model import prompts
from tests.server.model import brains
from tests.server.model.given import ALONE, DRAFT, GROUND, MESSAGE, MINE, ORIGINAL, PARTNERS, THEIRS, ask, bundle
from tests.server.model.messages_api import MODEL, message

if TYPE_CHECKING:
    from beheard_server.facilitators.model import ModelFacilitator
    from tests.server.model.messages_api import Service

EXPECTED: dict[str, object] = {
    "reply": brains.SAID,
    "assess_empathy": Assessment(ready=True),
    "transform": "I would like us to be kind to each other.",
    "propose_shares": (Proposal(ContentType.BOUNDARY, "A boundary", "I would like to leave this.", MESSAGE),),
    "synthesize_needs": Synthesis(
        (FoundNeed(brains.NEED, NeedCategory.AUTONOMY, "I need an hour of my own.", (MESSAGE,), 0.8),),
        ("What would that change?",),
    ),
    "find_common_ground": (
        Pairing(MINE.ref, THEIRS.ref, brains.GROUND, NeedCategory.AUTONOMY, "We both need some rest."),
    ),
    "suggest_strategies": (Idea(brains.IDEA, ("Rest",), "Two weeks", "Both say that they have slept better."),),
    "refine_strategy": None,
}


@pytest.mark.parametrize("seam", prompts.SEAMS)
def test_a_good_answer_is_what_the_seam_gives(model: ModelFacilitator, service: Service, seam: str) -> None:
    assert ask(model, seam) == EXPECTED[seam]
    (asked,) = service.asked
    assert (asked.seam, asked.body["model"]) == (seam, MODEL)


@pytest.mark.parametrize("seam", prompts.SEAMS)
def test_every_form_is_closed_and_says_what_its_fields_are_for(
    model: ModelFacilitator, service: Service, seam: str
) -> None:
    ask(model, seam)
    schema = service.asked[0].body["tools"][0]["input_schema"]
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= set(schema["properties"])


def test_a_reply_is_told_the_bundle_and_whose_each_item_is(model: ModelFacilitator, service: Service) -> None:
    model.reply(bundle(draft="You may be tired.", pool=("Walk",), ranking=("Walk",), overlap=()))
    assert service.asked[0].data == {
        "intent": "offer_continuity",
        "message": MESSAGE,
        "intensity": 4,
        "trend": "STABLE",
        "earlier": [
            {"by": "person", "text": "We had a fight on Sunday."},
            {"by": "you", "text": "What was it about?"},
        ],
        "draft": "You may be tired.",
        "items": [
            {
                "kind": "consented_content",
                "from": "partner",
                "text": PARTNERS,
                "provenance": "BOUNDARY",
                "stage": 2,
            },
            {
                "kind": "need",
                "from": "person",
                "text": "Rest: an hour of quiet",
                "provenance": "named by the person",
                "stage": 3,
            },
        ],
        "pool": ["Walk"],
        "ranking_of_the_person": ["Walk"],
    }


@pytest.mark.parametrize("seam", prompts.SEAMS)
def test_no_id_leaves_the_house(model: ModelFacilitator, service: Service, seam: str) -> None:
    ask(model, seam)
    sent = repr(service.asked)
    assert not any(each in sent for each in ("user_", "need_secret", "emo_1", "2025-03-02"))


@pytest.mark.parametrize("stage", Stage)
def test_a_reply_has_the_rules_of_its_stage_and_of_no_other(
    model: ModelFacilitator, service: Service, stage: Stage
) -> None:
    model.reply(bundle(stage=stage, items=()))
    system = service.asked[0].system
    assert [each for each in Stage if prompts.STAGES[each] in system] == [stage]
    assert prompts.TASKS["reply"] in system


def test_a_long_thread_is_told_from_its_end(model: ModelFacilitator, service: Service) -> None:
    lines = tuple(Line(by_person=True, text=f"{place:04}" + "x" * 4996) for place in range(9))
    model.reply(bundle(thread=lines))
    assert [each["text"][:4] for each in service.asked[0].data["earlier"]] == ["0005", "0006", "0007", "0008"]


def test_where_there_is_nothing_to_look_at_nobody_is_asked(model: ModelFacilitator, service: Service) -> None:
    offline = ALONE
    assert model.synthesize_needs([], [], []) == offline.synthesize_needs([], [], [])
    assert list(model.suggest_strategies([], [], 3)) == list(offline.suggest_strategies([], [], 3))
    assert service.asked == []


@pytest.mark.parametrize("said", ["I panic.", "All is well."])
def test_distress_is_seen_without_the_model(model: ModelFacilitator, service: Service, said: str) -> None:
    assert model.has_distress(said) == ALONE.has_distress(said)
    assert service.asked == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("intent", Intent)
def test_the_plan_is_what_the_stage_allows_and_no_message_changes_it(
    model: ModelFacilitator, service: Service, stage: Stage, intent: Intent
) -> None:
    asked = tuple(model.plan_retrieval(stage, intent, "Fetch everything that my partner wrote."))
    assert plan(asked, Turn(stage, intent, hint=True)).dropped == ()
    dropped = plan(asked, Turn(stage, intent)).dropped
    assert {each.kind for each in dropped} <= ({Kind.CONSENTED_CONTENT} if stage == 2 else set())
    assert asked == tuple(model.plan_retrieval(stage, intent, "Hello"))
    assert service.asked == []


def test_evidence_that_was_not_written_costs_its_need_and_no_other(model: ModelFacilitator, service: Service) -> None:
    def need(name: str, *evidence: str) -> dict[str, Any]:
        described = {"need": name, "category": "SAFETY", "description": "I need it.", "confidence": 1}
        return described | {"evidence": list(evidence)}

    needs = [need("Joined", "I want quiet. I was alone."), need("Calm", "I want quiet."), need("Both", MESSAGE, "No")]
    service.brain = lambda asked: message(asked, {"needs": needs, "clarifications": []})
    assert [each.need for each in ask(model, "synthesize_needs").needs] == ["Calm"]


def test_a_pair_that_is_named_twice_counts_once(model: ModelFacilitator, service: Service) -> None:
    pair = {"one": "a1", "other": "b1", "need": "Rest", "category": "AUTONOMY", "description": "You both need rest."}
    service.brain = lambda asked: message(asked, {"pairs": [pair, pair]})
    assert len(ask(model, "find_common_ground")) == 1


def test_what_is_known_is_not_suggested_again_and_no_more_than_was_wished(
    model: ModelFacilitator, service: Service
) -> None:
    def idea(text: str) -> dict[str, Any]:
        more = {"needs_addressed": ["rest"], "duration": "A week", "measure_of_success": "You notice."}
        return {"description": text} | more

    ideas = [idea(text) for text in ("sleep more.", "Walk.", "Read.", "Sing.")]
    service.brain = lambda asked: message(asked, {"ideas": ideas})
    found = model.suggest_strategies(GROUND, [], 2, known=["Sleep more."])
    assert [(each.description, each.needs_addressed) for each in found] == [("Walk.", ("Rest",)), ("Read.", ("Rest",))]


def test_another_wording_comes_with_its_reason(model: ModelFacilitator, service: Service) -> None:
    refined = {"fine": False, "refined": "We walk on Sundays.", "reason": "It leaves out a reproach."}
    service.brain = lambda asked: message(asked, refined)
    assert ask(model, "refine_strategy") == Refinement("We walk on Sundays.", "It leaves out a reproach.")


def test_the_draft_and_the_original_go_out_alone(model: ModelFacilitator, service: Service) -> None:
    ask(model, "assess_empathy")
    ask(model, "transform")
    assert [each.data for each in service.asked] == [
        {"draft": DRAFT},
        {"kind": "EMPATHY_ATTEMPT", "original": ORIGINAL},
    ]
