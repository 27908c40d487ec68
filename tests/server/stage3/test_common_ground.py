"""What both may need: found, proposed, confirmed, declined, against the contract's *Stage 3*."""

from typing import Any

import pytest

from beheard_core.mediation.model import NeedCategory
from beheard_server.facilitators import Pairing, SharedNeed
from tests.server.channel import id_of, published
from tests.server.client import Api
from tests.server.people import NEED, Couple, granted, reach, refused, share_need, step
from tests.server.stage2.acts import LATER, NOW, record_of, revoke, seen_by
from tests.server.stage2.facilitating import Recording
from tests.server.stage3.acts import answer_ground, consent_to, ground, name_need, names, read_in_stage_3, review

NOTHING = {"commonGround": [], "analysisComplete": False, "bothConfirmed": False}


def met(one: SharedNeed, other: SharedNeed, need: str = "Time together", **more: Any) -> Pairing:
    """Bring two shared needs together."""
    words = {"category": NeedCategory.CONNECTION, "description": "An evening a week."} | more
    return Pairing(one.ref, other.ref, need, **words)


def pairs_all(facilitator: Recording) -> None:
    """Let the facilitator bring every need of the one together with every need of the other."""
    facilitator.answers["find_common_ground"] = lambda mine, theirs: [
        met(one, other, f"{one.need} and {other.need}") for one in mine for other in theirs
    ]


def both_share(couple: Couple, facilitator: Recording) -> Any:
    """Let both share a need and the facilitator bring them together, and give what comes of it."""
    pairs_all(facilitator)
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    (found,) = ground(couple.ada, couple)["commonGround"]
    return found


def gate(who: Any, couple: Couple) -> bool:
    return bool(granted(who.get(f"{couple.session}/stages/3/gates"))["commonGroundConfirmed"])


# Found


def test_until_both_share_there_is_nothing_and_not_a_word_on_who_does_not(couple: Couple) -> None:
    assert ground(couple.ada, couple) == ground(couple.ben, couple) == NOTHING
    share_need(couple, couple.ada)
    assert ground(couple.ada, couple) == ground(couple.ben, couple) == NOTHING


def test_what_is_found_is_told_in_full_and_to_both_alike(couple: Couple, facilitator: Recording) -> None:
    found = both_share(couple, facilitator)
    assert found == {
        "id": found["id"],
        "need": "Rest and Rest",
        "category": "CONNECTION",
        "description": "An evening a week.",
        "confirmedByMe": False,
        "confirmedByPartner": False,
        "confirmedAt": None,
    }
    assert found["id"].startswith("cg_")
    for person in (couple.ada, couple.ben):
        told = {"commonGround": [found], "analysisComplete": True, "bothConfirmed": False}
        assert ground(person, couple) == told


def test_the_facilitator_is_given_live_shared_needs_by_name_kind_and_shared_text(
    couple: Couple, facilitator: Recording
) -> None:
    share_need(couple, couple.ada, need="Unshared")
    revoke(couple.ada, couple, record_of(couple.ada, couple, "IDENTIFIED_NEED"))
    name_need(couple.ada, couple, need="Private")
    share_need(couple, couple.ada, need="Quiet", category="SAFETY", description="No calls.")
    share_need(couple, couple.ben, need="Company", category="CONNECTION", description="You.")
    ((mine, theirs),) = facilitator.to("find_common_ground")
    assert [(each.need, each.category, each.text) for each in mine] == [("Quiet", "SAFETY", "I would say: No calls.")]
    assert [(each.need, each.category, each.text) for each in theirs] == [
        ("Company", "CONNECTION", "I would say: You.")
    ]
    given = str((mine, theirs))
    assert not any(each in given for each in (couple.ada.id, couple.ben.id, id_of(couple.session), "need_"))


def test_that_nothing_is_found_is_known_to_both(couple: Couple) -> None:
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    for person in (couple.ada, couple.ben):
        assert ground(person, couple) == {"commonGround": [], "analysisComplete": True, "bothConfirmed": False}


def test_another_need_adds_what_was_not_there_and_changes_nothing(couple: Couple, facilitator: Recording) -> None:
    first = both_share(couple, facilitator)
    granted(answer_ground(couple.ada, couple, True, first["id"]))
    share_need(couple, couple.ben, need="Quiet")
    told = ground(couple.ada, couple)["commonGround"]
    assert [each["need"] for each in told] == ["Rest and Rest", "Rest and Quiet"]
    assert told[0] == first | {"confirmedByMe": True}


def test_a_repeated_consent_looks_for_nothing_again(couple: Couple, facilitator: Recording) -> None:
    share_need(couple, couple.ada)
    need = share_need(couple, couple.ben)
    granted(consent_to(couple.ben, couple, need))
    assert len(facilitator.to("find_common_ground")) == 1


def test_five_are_found_at_most(couple: Couple, facilitator: Recording) -> None:
    pairs_all(facilitator)
    for number in range(3):
        share_need(couple, couple.ada, need=f"A{number}")
    for number in range(3):
        share_need(couple, couple.ben, need=f"B{number}")
    assert len(ground(couple.ada, couple)["commonGround"]) == 5


def lying(mine: Any, theirs: Any) -> list[Pairing]:
    """Bring together what is not there, in words that are too many or none; and in the end what is there."""
    (one,), (other,) = mine, theirs
    return [
        Pairing("consent_unknown", other.ref, "Alien", NeedCategory.SAFETY, "Nobody's."),
        Pairing(one.ref, "", "Alien", NeedCategory.SAFETY, "Nobody's."),
        Pairing(other.ref, one.ref, "Swapped", NeedCategory.SAFETY, "The wrong way round."),
        Pairing(one.ref, one.ref, "Alone", NeedCategory.SAFETY, "One's own."),
        met(one, other, "n" * 201),
        met(one, other, " "),
        met(one, other, "Long", description="d" * 201),
        met(one, other, "Empty", description=""),
        met(one, other, " Sound "),
        met(one, other, "Twice"),
    ]


def test_what_the_facilitator_makes_up_is_left_out(couple: Couple, facilitator: Recording) -> None:
    facilitator.answers["find_common_ground"] = lying
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    assert [each["need"] for each in ground(couple.ben, couple)["commonGround"]] == ["Sound"]


def with_a_made_up_kind(mine: Any, theirs: Any) -> list[Pairing]:
    return [met(mine[0], theirs[0], category="SLEEP")]


@pytest.mark.parametrize("answer", [None, 7, [None], ["pairs"], with_a_made_up_kind])
def test_a_facilitator_that_makes_no_sense_is_stood_in_for(couple: Couple, facilitator: Recording, answer: Any) -> None:
    facilitator.answers["find_common_ground"] = answer
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    (found,) = ground(couple.ada, couple)["commonGround"]
    assert found["category"] == NEED["category"]


def test_a_facilitator_that_fails_is_stood_in_for_by_what_is_of_the_same_kind(
    couple: Couple, facilitator: Recording
) -> None:
    facilitator.unwell.add("find_common_ground")
    share_need(couple, couple.ada, category="SAFETY")
    share_need(couple, couple.ada, category="MEANING")
    assert granted(consent_to(couple.ben, couple, share_need(couple, couple.ben, category="MEANING")))
    assert [each["category"] for each in ground(couple.ada, couple)["commonGround"]] == ["MEANING"]


def test_finding_is_no_event_of_its_own(api: Api, couple: Couple, facilitator: Recording) -> None:
    both_share(couple, facilitator)
    assert names(api, couple) == ["partner.needs_shared"] * 2


# Confirmed and declined


def test_what_both_confirm_opens_the_gate_of_both(api: Api, couple: Couple, facilitator: Recording) -> None:
    found = both_share(couple, facilitator)
    told = granted(answer_ground(couple.ada, couple, True))
    mine = found | {"confirmedByMe": True}
    assert told == {
        "updated": [mine],
        "allConfirmedByMe": True,
        "allConfirmedByBoth": False,
        "canAdvance": False,
    }
    assert (gate(couple.ada, couple), gate(couple.ben, couple)) == (False, False)
    assert ground(couple.ben, couple)["commonGround"] == [found | {"confirmedByPartner": True}]
    api.clock.advance(minutes=5)
    told = granted(answer_ground(couple.ben, couple, True))
    both = found | {"confirmedByMe": True, "confirmedByPartner": True, "confirmedAt": LATER}
    assert told == {"updated": [both], "allConfirmedByMe": True, "allConfirmedByBoth": True, "canAdvance": True}
    for person in (couple.ada, couple.ben):
        assert ground(person, couple) == {"commonGround": [both], "analysisComplete": True, "bothConfirmed": True}
        assert gate(person, couple) is True
        granted(person.post(f"{couple.session}/stages/advance", step(3)))


def test_each_is_announced_when_they_first_confirm(api: Api, couple: Couple, facilitator: Recording) -> None:
    both_share(couple, facilitator)
    before = len(names(api, couple))
    for person in (couple.ada, couple.ada, couple.ben, couple.ben):
        granted(answer_ground(person, couple, True))
    told = [(name, each["actorId"]) for name, each in published(api, couple.session)][-2:]
    assert told == [("partner.common_ground_confirmed", each.id) for each in (couple.ada, couple.ben)]
    assert len(names(api, couple)) == before + 2


def test_to_decline_is_no_event(api: Api, couple: Couple, facilitator: Recording) -> None:
    both_share(couple, facilitator)
    before = names(api, couple)
    granted(answer_ground(couple.ada, couple, False))
    assert names(api, couple) == before


def test_a_confirmation_that_is_taken_back_closes_the_gate(couple: Couple, facilitator: Recording) -> None:
    found = both_share(couple, facilitator)
    granted(answer_ground(couple.ada, couple, True))
    granted(answer_ground(couple.ben, couple, True))
    told = granted(answer_ground(couple.ada, couple, False))
    assert told["updated"] == [found | {"confirmedByPartner": True}]
    assert (told["allConfirmedByMe"], told["allConfirmedByBoth"], told["canAdvance"]) == (False, False, False)
    for person in (couple.ada, couple.ben):
        assert (gate(person, couple), ground(person, couple)["bothConfirmed"]) == (False, False)


def test_some_can_be_answered_and_one_confirmed_by_both_is_enough(couple: Couple, facilitator: Recording) -> None:
    both_share(couple, facilitator)
    share_need(couple, couple.ben, need="Quiet")
    one, two = (each["id"] for each in ground(couple.ada, couple)["commonGround"])
    told = granted(answer_ground(couple.ada, couple, True, two))
    assert ([each["id"] for each in told["updated"]], told["allConfirmedByMe"]) == ([two], False)
    told = granted(answer_ground(couple.ben, couple, True, one, two))
    assert ([each["id"] for each in told["updated"]], told["allConfirmedByMe"]) == ([one, two], True)
    assert (told["allConfirmedByBoth"], told["canAdvance"]) == (False, True)
    assert gate(couple.ada, couple) is True


def test_different_items_do_not_open_the_gate(couple: Couple, facilitator: Recording) -> None:
    both_share(couple, facilitator)
    share_need(couple, couple.ben, need="Quiet")
    one, two = (each["id"] for each in ground(couple.ada, couple)["commonGround"])
    granted(answer_ground(couple.ada, couple, True, one))
    granted(answer_ground(couple.ben, couple, True, two))
    assert gate(couple.ada, couple) is False


def test_what_cannot_be_seen_cannot_be_answered(couple: Couple, newcomers: Couple, facilitator: Recording) -> None:
    here = both_share(couple, facilitator)["id"]
    elsewhere = both_share(reach(newcomers, ada=3, ben=3), facilitator)["id"]
    for ids in ([elsewhere], [here, elsewhere], ["cg_" + "0" * 32], [id_of(couple.session)]):
        details = refused(answer_ground(couple.ada, couple, True, *ids), 400, "VALIDATION_ERROR")
        assert details.keys() == {f"confirmations[{len(ids) - 1}].commonGroundId"}
    assert [each["confirmedByMe"] for each in ground(couple.ada, couple)["commonGround"]] == [False]


def test_a_piece_is_answered_once_in_a_call(couple: Couple, facilitator: Recording) -> None:
    found = both_share(couple, facilitator)["id"]
    details = refused(answer_ground(couple.ada, couple, True, found, found), 400, "VALIDATION_ERROR")
    assert details.keys() == {"confirmations[1].commonGroundId"}


# Proposed


def propose(who: Any, couple: Couple, **more: object) -> Any:
    return who.post(f"{couple.session}/common-ground", NEED | more)


def test_before_anything_was_looked_for_nothing_can_be_proposed(couple: Couple) -> None:
    share_need(couple, couple.ada)
    details = refused(propose(couple.ada, couple), 400, "GATE_NOT_SATISFIED")
    assert details == {"requiredStage": 3, "unsatisfiedGates": ["commonGroundConfirmed"]}


def test_where_nothing_is_found_either_can_propose_and_the_other_confirm(api: Api, couple: Couple) -> None:
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    told = granted(propose(couple.ben, couple))
    (found,) = ground(couple.ben, couple)["commonGround"]
    assert told == {"updated": [found], "allConfirmedByMe": True, "allConfirmedByBoth": False, "canAdvance": False}
    assert found == NEED | {
        "id": found["id"],
        "confirmedByMe": True,
        "confirmedByPartner": False,
        "confirmedAt": None,
    }
    assert published(api, couple.session)[-1] == (
        "partner.common_ground_confirmed",
        {"sessionId": id_of(couple.session), "actorId": couple.ben.id, "timestamp": NOW},
    )
    assert granted(answer_ground(couple.ada, couple, True))["canAdvance"] is True
    assert gate(couple.ben, couple) is True


def test_what_is_in_sight_is_to_be_declined_first(couple: Couple, facilitator: Recording) -> None:
    both_share(couple, facilitator)
    refused(propose(couple.ada, couple), 409, "CONFLICT", set())
    granted(answer_ground(couple.ada, couple, True))
    refused(propose(couple.ada, couple), 409, "CONFLICT", set())
    granted(answer_ground(couple.ada, couple, False))
    granted(propose(couple.ada, couple))
    refused(propose(couple.ada, couple), 409, "CONFLICT", set())
    assert len(ground(couple.ben, couple)["commonGround"]) == 2


def test_what_the_other_has_declined_can_still_be_confirmed(couple: Couple, facilitator: Recording) -> None:
    found = both_share(couple, facilitator)
    granted(answer_ground(couple.ada, couple, False))
    granted(propose(couple.ada, couple))
    granted(answer_ground(couple.ben, couple, True, found["id"]))
    assert granted(answer_ground(couple.ada, couple, True, found["id"]))["canAdvance"] is True


def test_a_proposal_that_is_withdrawn_by_its_proposer_can_be_followed_by_another(couple: Couple) -> None:
    share_need(couple, couple.ada)
    share_need(couple, couple.ben)
    granted(propose(couple.ada, couple))
    granted(answer_ground(couple.ada, couple, False))
    granted(propose(couple.ada, couple, need="Quiet"))
    assert [each["confirmedByPartner"] for each in ground(couple.ben, couple)["commonGround"]] == [False, True]


# When


@pytest.mark.parametrize("stage", [0, 2])
def test_before_stage_3_there_is_nothing_to_read_or_do(newcomers: Couple, stage: int) -> None:
    reach(newcomers, ada=stage, ben=stage)
    replies = [
        newcomers.ada.get(f"{newcomers.session}/common-ground"),
        propose(newcomers.ada, newcomers),
        answer_ground(newcomers.ada, newcomers, True, "cg_x"),
    ]
    for reply in replies:
        assert refused(reply, 400, "GATE_NOT_SATISFIED")["requiredStage"] == 3


@pytest.mark.parametrize("goals", [(4, 3), (3, 4), (4, 4)])
def test_once_either_is_in_stage_4_nothing_changes_any_more(newcomers: Couple, goals: tuple[int, int]) -> None:
    reach(newcomers, ada=goals[0], ben=goals[1])
    before = read_in_stage_3(newcomers.ada, newcomers)
    for person in (newcomers.ada, newcomers.ben):
        for confirmed in (True, False):
            refused(answer_ground(person, newcomers, confirmed), 409, "CONFLICT", set())
        refused(propose(person, newcomers), 409, "CONFLICT", set())
    assert read_in_stage_3(newcomers.ada, newcomers) == before
    assert before[-1]["bothConfirmed"] is True


def test_a_review_of_needs_alone_leaves_common_ground_as_it_is(couple: Couple, facilitator: Recording) -> None:
    found = both_share(couple, facilitator)
    granted(review(couple.ada, couple))
    assert ground(couple.ada, couple)["commonGround"] == [found]
    assert seen_by(couple.ben, couple)
