"""The private thread, against the contract's *Stage 1 and chat*."""

from typing import Any

import pytest

from beheard_core.mediation import Stage
from beheard_core.mediation.barometer import Direction
from beheard_core.mediation.messages import FALLBACK_REPLY
from beheard_core.mediation.retrieval import Intent, Turn, everything_allowed
from beheard_server.facilitators import Bundle
from tests.server.channel import id_of, readable
from tests.server.client import Api
from tests.server.people import Couple, granted, reach, refused
from tests.server.stage2.acts import (
    LATER,
    NOT_LIVE,
    NOW,
    asked,
    audit,
    channel,
    decide,
    draft,
    feel,
    pending,
    put,
    readings,
    say,
    seen_by,
    thread,
)
from tests.server.stage2.facilitating import ANSWER, Recording


def contents(page: Any) -> list[str]:
    return [each["content"] for each in page["messages"]]


# Writing


def test_a_message_is_answered_and_both_are_told_in_full(api: Api, couple: Couple, facilitator: Recording) -> None:
    api.clock.advance(minutes=5)
    told = say(couple.ada, couple, "  It was a long day. ")
    assert told.keys() == {"userMessage", "aiResponse"}
    common = {"sessionId": id_of(couple.session), "stage": 2, "timestamp": LATER}
    said, answer = told["userMessage"], told["aiResponse"]
    assert said == common | {
        "id": said["id"], "senderId": couple.ada.id, "role": "USER", "content": "It was a long day.",
    }  # fmt: skip
    assert answer == common | {"id": answer["id"], "senderId": None, "role": "AI", "content": ANSWER}
    assert said["id"] != answer["id"]
    assert all(each.startswith("msg_") and len(each) >= 26 for each in (said["id"], answer["id"]))
    assert [bundle.message for bundle in facilitator.to("reply")] == ["It was a long day."]


@pytest.mark.parametrize(("ada", "stage"), [(0, 0), (1, 1), (2, 2)])
def test_one_can_write_in_any_stage_and_a_message_belongs_to_ones_own(newcomers: Couple, ada: int, stage: int) -> None:
    reach(newcomers, ada=ada)
    told = say(newcomers.ada, newcomers)
    assert [told[each]["stage"] for each in ("userMessage", "aiResponse")] == [stage, stage]


def test_one_can_write_while_the_partner_is_waited_for(newcomers: Couple) -> None:
    granted(newcomers.ada.post(f"{newcomers.session}/compact/sign"))
    assert granted(newcomers.ada.get(newcomers.session))["status"] == "WAITING"
    assert say(newcomers.ada, newcomers)


def test_a_reading_comes_with_a_message_and_is_one_like_any_other(api: Api, couple: Couple) -> None:
    told = say(couple.ada, couple, emotionalIntensity=7, emotionalContext=" the drive home ")
    assert told.keys() == {"userMessage", "aiResponse"}
    reading = told["userMessage"]["emotionalReading"]
    assert reading == {"id": reading["id"], "intensity": 7, "context": "the drive home", "stage": 2, "timestamp": NOW}
    assert "emotionalReading" not in told["aiResponse"]
    assert readings(couple.ada, couple)["readings"] == [reading]
    assert thread(couple.ada, couple)["messages"] == [told["userMessage"], told["aiResponse"]]


def test_a_context_without_an_intensity_says_nothing(couple: Couple) -> None:
    body = {"content": "It was a long day.", "emotionalContext": "the drive home"}
    refused(couple.ada.post(f"{couple.session}/messages", body), 400, "VALIDATION_ERROR", {"emotionalIntensity"})
    assert thread(couple.ada, couple)["messages"] == []


@pytest.mark.parametrize(("intensity", "suggested"), [(1, False), (7, False), (8, True), (10, True)])
def test_a_pause_is_suggested_from_8(couple: Couple, intensity: int, suggested: bool) -> None:
    told = say(couple.ada, couple, emotionalIntensity=intensity)
    assert ("suggestPause" in told, "pauseReason" in told) == (suggested, suggested)
    if suggested:
        assert told["suggestPause"] is True
        assert told["pauseReason"].strip()


@pytest.mark.parametrize("content", ["w", "w" * 5000, "Ünïcödé 🕊", "line\nbreak", "{braces} %s", "'; DROP TABLE x;"])
def test_what_is_written_is_kept_as_it_is(couple: Couple, content: str) -> None:
    say(couple.ada, couple, content)
    assert contents(thread(couple.ada, couple)) == [content, ANSWER]


@pytest.mark.parametrize("status", NOT_LIVE)
def test_what_is_refused_leaves_nothing_behind(api: Api, couple: Couple, facilitator: Recording, status: Any) -> None:
    put(api, couple, status)
    body = {"content": "It was a long day.", "emotionalIntensity": 9}
    refused(couple.ada.post(f"{couple.session}/messages", body), 400, "SESSION_NOT_ACTIVE")
    assert (thread(couple.ada, couple)["messages"], readings(couple.ada, couple)["readings"]) == ([], [])
    assert facilitator.given == []


# Reading


def test_an_empty_thread_is_a_page_with_nothing_on_it(couple: Couple) -> None:
    assert thread(couple.ada, couple) == {"messages": [], "hasMore": False}


def test_pages_go_back_from_the_newest_and_each_runs_forward(api: Api, couple: Couple) -> None:
    for number in range(5):
        say(couple.ada, couple, f"message {number}")
        api.clock.advance(seconds=30)
    whole = thread(couple.ada, couple)
    assert contents(whole) == [text for number in range(5) for text in (f"message {number}", ANSWER)]
    assert "cursor" not in whole
    pages = [thread(couple.ada, couple, "?limit=3")]
    while pages[-1]["hasMore"]:
        assert pages[-1].keys() == {"messages", "hasMore", "cursor"}
        pages.append(thread(couple.ada, couple, f"?limit=3&cursor={pages[-1]['cursor']}"))
    assert [len(page["messages"]) for page in pages] == [3, 3, 3, 1]
    assert "cursor" not in pages[-1]
    assert [each for page in reversed(pages) for each in page["messages"]] == whole["messages"]


def test_fifty_messages_are_on_a_page_unless_it_is_said_otherwise(couple: Couple) -> None:
    for number in range(26):
        say(couple.ada, couple, f"message {number}")
    first = thread(couple.ada, couple)
    assert (len(first["messages"]), first["hasMore"]) == (50, True)
    assert len(thread(couple.ada, couple, "?limit=100")["messages"]) == 52


def test_what_is_written_meanwhile_shifts_no_page(couple: Couple) -> None:
    for number in range(3):
        say(couple.ada, couple, f"message {number}")
    first = thread(couple.ada, couple, "?limit=2")
    say(couple.ada, couple, "meanwhile")
    second = thread(couple.ada, couple, f"?limit=2&cursor={first['cursor']}")
    assert contents(second) == ["message 1", ANSWER]


def test_a_thread_can_be_read_stage_by_stage(newcomers: Couple) -> None:
    say(newcomers.ada, newcomers, "in stage 0")
    reach(newcomers, ada=1)
    say(newcomers.ada, newcomers, "in stage 1")
    assert contents(thread(newcomers.ada, newcomers, "?stage=0")) == ["in stage 0", ANSWER]
    assert contents(thread(newcomers.ada, newcomers, "?stage=1&limit=1")) == [ANSWER]
    assert contents(thread(newcomers.ada, newcomers, "?stage=4")) == []


def test_a_cursor_is_for_one_person_and_one_list(couple: Couple) -> None:
    for who in (couple.ada, couple.ben):
        say(who, couple)
        feel(who, couple, 5)
        feel(who, couple, 6)
    cursor = thread(couple.ada, couple, "?limit=1")["cursor"]
    elsewhere = readings(couple.ada, couple, "?limit=1")["cursor"]
    for who, query in (
        (couple.ben, f"?cursor={cursor}"),
        (couple.ada, f"?stage=2&cursor={cursor}"),
        (couple.ada, f"?cursor={elsewhere}"),
        (couple.ada, f"?cursor={cursor[:-2]}"),
    ):
        refused(who.get(f"{couple.session}/messages{query}"), 400, "VALIDATION_ERROR", {"cursor"})


@pytest.mark.parametrize("status", NOT_LIVE)
def test_a_thread_can_be_read_when_nobody_can_write_any_more(api: Api, couple: Couple, status: Any) -> None:
    say(couple.ada, couple)
    put(api, couple, status)
    assert len(thread(couple.ada, couple)["messages"]) == 2


# Whose it is


def test_each_has_a_thread_of_their_own_and_learns_nothing_of_the_others(api: Api, couple: Couple) -> None:
    before, published = seen_by(couple.ben, couple), channel(api, couple)
    api.clock.advance(minutes=5)
    say(couple.ada, couple, "Only for me.", emotionalIntensity=9)
    assert seen_by(couple.ben, couple) == before
    assert channel(api, couple) == published
    assert "Only for me." not in str(readable(couple))
    say(couple.ben, couple, "Only for him.")
    assert contents(thread(couple.ada, couple)) == ["Only for me.", ANSWER]
    assert contents(thread(couple.ben, couple)) == ["Only for him.", ANSWER]


# A crisis


CRISIS: list[dict[str, Any]] = [
    {"content": "I want to kill myself."},
    {"content": "He threatened to hurt me.", "emotionalIntensity": 2},
    {"content": "It is bad.", "emotionalIntensity": 10, "emotionalContext": "I want to die"},
]


@pytest.mark.parametrize("body", CRISIS)
def test_a_crisis_is_kept_and_answered_by_a_fixed_text_and_nobody_is_called_or_told(
    api: Api, couple: Couple, facilitator: Recording, body: dict[str, Any]
) -> None:
    before, published = seen_by(couple.ben, couple), channel(api, couple)
    told = say(couple.ada, couple, **body)
    assert told.keys() == {"userMessage", "aiResponse", "suggestPause", "pauseReason"}
    assert told["suggestPause"] is True
    assert told["pauseReason"].strip()
    answer = told["aiResponse"]
    assert (answer["senderId"], answer["stage"]) == (None, 2)
    assert "emergency number" in answer["content"]
    assert thread(couple.ada, couple)["messages"] == [told["userMessage"], answer]
    assert len(readings(couple.ada, couple)["readings"]) == ("emotionalIntensity" in body)
    assert facilitator.given == []
    assert pending(couple.ada, couple) == []
    assert (channel(api, couple), seen_by(couple.ben, couple)) == (published, before)


def test_after_a_crisis_the_conversation_goes_on(couple: Couple, facilitator: Recording) -> None:
    say(couple.ada, couple, "I want to kill myself.")
    assert say(couple.ada, couple)["aiResponse"]["content"] == ANSWER
    assert [line.by_person for line in facilitator.to("reply")[0].thread] == [True, False]


# A storm


def test_in_a_storm_the_facilitator_gets_the_message_its_intensity_and_the_trend_and_nothing_else(
    couple: Couple, facilitator: Recording
) -> None:
    (request,) = asked(couple.ben, couple, facilitator)
    decide(couple.ben, couple, request)
    draft(couple.ada, couple)
    say(couple.ada, couple, "It began calmly.", emotionalIntensity=4)
    turn = Turn(Stage.PERSPECTIVE_STRETCH, Intent.OFFER_CONTINUITY, hint=True)
    facilitator.answers["plan_retrieval"] = everything_allowed(turn)
    for intensity in (9, None):
        said = say(couple.ada, couple, "Now it is too much.", emotionalIntensity=intensity, requestHint=True)
        given = facilitator.to("reply")[-1]
        assert given == Bundle(
            Stage.PERSPECTIVE_STRETCH,
            Intent.AVOID_RECALL,
            said["userMessage"]["content"],
            intensity,
            Direction.INCREASING,
            given.turn,
        )


# A facilitator that is not well


@pytest.mark.parametrize("answer", ["", " \n", None, 5, []])
def test_an_answer_that_says_nothing_is_replaced_by_a_fixed_one(
    couple: Couple, facilitator: Recording, answer: Any
) -> None:
    facilitator.answers["reply"] = answer
    assert say(couple.ada, couple)["aiResponse"]["content"] == FALLBACK_REPLY
    assert contents(thread(couple.ada, couple)) == ["It was a long day.", FALLBACK_REPLY]


def test_where_the_facilitator_fails_nothing_that_was_said_is_lost(couple: Couple, facilitator: Recording) -> None:
    facilitator.unwell = {"plan_retrieval", "reply", "propose_shares"}
    told = say(couple.ada, couple, emotionalIntensity=8)
    assert told["aiResponse"] | {"id": "", "timestamp": ""} == {
        "id": "", "sessionId": id_of(couple.session), "senderId": None, "role": "AI", "content": FALLBACK_REPLY,
        "stage": 2, "timestamp": "",
    }  # fmt: skip
    assert told["suggestPause"] is True
    assert thread(couple.ada, couple)["messages"] == [told["userMessage"], told["aiResponse"]]
    assert len(readings(couple.ada, couple)["readings"]) == 1


@pytest.mark.parametrize("seam", ["plan_retrieval", "propose_shares"])
def test_one_seam_that_fails_leaves_the_answer(couple: Couple, facilitator: Recording, seam: str) -> None:
    facilitator.unwell = {seam}
    assert say(couple.ada, couple)["aiResponse"]["content"] == ANSWER


@pytest.mark.parametrize("junk", [None, [None], [["unhashable"]], "words", [5]])
def test_a_plan_or_a_proposal_that_is_none_is_no_fault(
    api: Api, couple: Couple, facilitator: Recording, junk: Any
) -> None:
    facilitator.answers |= {"plan_retrieval": junk, "propose_shares": junk}
    assert say(couple.ada, couple)["aiResponse"]["content"] == ANSWER
    assert (pending(couple.ada, couple), audit(api, couple)) == ([], [])
