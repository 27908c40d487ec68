"""What happens while the facilitator thinks: nothing of it is lost, and nothing that was taken back shows."""

from collections.abc import Callable
from typing import Any

from beheard_core.mediation.model import ContentType, NeedCategory
from beheard_server.facilitators import Idea, Pairing, Synthesis
from beheard_server.facilitators.offline import OfflineFacilitator
from tests.server.client import Api
from tests.server.people import NEED, Couple, granted, meet, reach, register, share_need
from tests.server.stage2.acts import NOW, pending, record_of, revoke, say, vessel
from tests.server.stage2.facilitating import Recording, proposal
from tests.server.stage3.acts import (
    ALONE,
    found,
    ground,
    name_need,
    named,
    needs,
    review,
    talked,
    to_need_mapping,
)


def meanwhile(facilitator: Recording, seam: str, act: Callable[[], object], answer: Callable[..., Any]) -> None:
    """Let something happen while the facilitator is first asked, before it answers."""

    def think(*given: Any) -> Any:
        facilitator.answers[seam] = answer
        act()
        return answer(*given)

    facilitator.answers[seam] = think


def pair(mine: Any, theirs: Any) -> list[Pairing]:
    return [Pairing(mine[0].ref, theirs[0].ref, "Time together", NeedCategory.CONNECTION, "An evening a week.")]


def test_a_need_that_is_taken_back_meanwhile_is_in_nothing_that_both_need(
    couple: Couple, facilitator: Recording
) -> None:
    def take_back() -> None:
        revoke(couple.ada, couple, record_of(couple.ada, couple, "IDENTIFIED_NEED"))

    meanwhile(facilitator, "find_common_ground", take_back, pair)
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    for person in (couple.ada, couple.ben):
        assert ground(person, couple)["commonGround"] == []


def test_what_is_found_twice_meanwhile_is_there_once(couple: Couple, facilitator: Recording) -> None:
    share_need(couple, couple.ada)
    need = name_need(couple.ben, couple)["id"]
    granted(review(couple.ben, couple))
    consent = {"needIds": [need]}

    def share_again() -> None:
        granted(couple.ben.post(f"{couple.session}/needs/consent", consent))

    meanwhile(facilitator, "find_common_ground", share_again, pair)
    granted(couple.ben.post(f"{couple.session}/needs/consent", consent))
    assert len(facilitator.to("find_common_ground")) == 2
    assert [each["need"] for each in ground(couple.ada, couple)["commonGround"]] == ["Time together"]


def test_a_need_that_is_named_meanwhile_stays(couple: Couple, facilitator: Recording) -> None:
    meanwhile(
        facilitator,
        "synthesize_needs",
        lambda: name_need(couple.ada, couple),
        lambda *_: Synthesis((found("Company"),)),
    )
    assert sorted(named(couple.ada, couple)) == ["Company", "Rest"]


def test_what_is_written_meanwhile_has_needs_found_anew(couple: Couple, facilitator: Recording) -> None:
    meanwhile(
        facilitator,
        "synthesize_needs",
        lambda: say(couple.ada, couple, "One thing more."),
        lambda *_: Synthesis((found("Company"),)),
    )
    told = needs(couple.ada, couple)
    assert (told["synthesizedAt"], told["isDirty"]) == (NOW, True)
    assert needs(couple.ada, couple)["isDirty"] is False
    assert len(facilitator.to("synthesize_needs")) == 2


def test_needs_are_found_for_nobody_who_has_moved_on_meanwhile(api: Api, facilitator: Recording) -> None:
    couple = reach(meet(register(api, "Fay"), register(api, "Gil")), ada=3, ben=3)

    def rest() -> None:
        granted(couple.ben.post(f"{couple.session}/pause"))

    meanwhile(facilitator, "synthesize_needs", rest, lambda *_: Synthesis((found("Company"),)))
    assert needs(couple.ada, couple)["needs"] == []


def test_a_need_that_is_worded_anew_meanwhile_is_never_shared_in_the_words_before(
    couple: Couple, facilitator: Recording
) -> None:
    need = name_need(couple.ada, couple, description="Before.")["id"]

    def word_anew() -> None:
        granted(review(couple.ada, couple, **{need: "After."}))

    meanwhile(facilitator, "transform", word_anew, lambda _, original: f"I would say: {original}")
    granted(review(couple.ada, couple))
    previews = [each["transformedPreview"] for each in pending(couple.ada, couple)]
    assert len(previews) == 1
    assert needs(couple.ada, couple)["needs"][0]["description"] in previews[0]


def test_a_strategy_that_is_suggested_after_the_pool_was_closed_meanwhile_is_not_in_it(
    newcomers: Couple, facilitator: Recording
) -> None:
    reach(newcomers, ada=4, ben=4)
    granted(newcomers.ada.post(f"{newcomers.session}/strategies", {"description": "A walk."}), 201)

    def close() -> None:
        for person in (newcomers.ada, newcomers.ben):
            granted(person.post(f"{newcomers.session}/strategies/ready"))

    meanwhile(facilitator, "suggest_strategies", close, lambda *_: [Idea("Phones away.", ("Rest",))])
    reply = newcomers.ada.post(f"{newcomers.session}/strategies/suggest", {})
    assert (reply.status, reply.body["error"]["code"]) == (409, "CONFLICT")
    told = granted(newcomers.ben.get(f"{newcomers.session}/strategies"))
    assert ([each["description"] for each in told["strategies"]], told["phase"]) == (["A walk."], "RANKING")


def test_summaries_of_what_was_said_before_stage_3_are_given_and_later_ones_are_not(
    api: Api, facilitator: Recording
) -> None:
    couple = reach(meet(register(api, "Fay"), register(api, "Gil")), ada=2, ben=2)
    fay = couple.ada
    facilitator.answers["propose_shares"] = [proposal("Early.", ContentType.EVENT_SUMMARY)]
    say(fay, couple, "Something happened.")
    facilitator.answers["propose_shares"] = []
    api.clock.advance(minutes=5)
    to_need_mapping(couple)
    facilitator.answers["propose_shares"] = [proposal("Late.", ContentType.EVENT_SUMMARY)] * 2
    api.clock.advance(minutes=5)
    say(fay, couple, "Something else happened.")
    needs(fay, couple)
    ((_, _, events),) = facilitator.to("synthesize_needs")
    assert list(events) == ["needing rest"]


def test_a_failing_facilitator_loses_nothing_that_was_said_or_shared(api: Api, facilitator: Recording) -> None:
    facilitator.unwell |= {"synthesize_needs", "find_common_ground", "transform", "reply", "propose_shares"}
    couple = talked(meet(register(api, "Fay"), register(api, "Gil")))
    assert [each["evidence"][-1] for each in needs(couple.ada, couple)["needs"]] == [ALONE]
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    partners = [each["transformedContent"] for each in vessel(couple.ben, couple)["partners"]]
    assert partners == [OfflineFacilitator().transform(ContentType.IDENTIFIED_NEED, NEED["description"])]
    assert [each["category"] for each in ground(couple.ben, couple)["commonGround"]] == ["AUTONOMY"]
