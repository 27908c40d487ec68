"""Common ground, against the contract's *Stage 3*: found, and gone with what it rests on."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Decision
from beheard_core.mediation import Stage
from beheard_core.mediation.common_ground import (
    Pair,
    analysed,
    analysis_is_due,
)
from beheard_core.mediation.consent import revoke
from beheard_core.mediation.model import Analysis, Session
from beheard_core.mediation.standing import confirmed_ground, visible_ground
from tests.core.mediation.people import ANNA, BEN, anna, at, ben, consent
from tests.core.mediation.stage3 import (
    SOURCES,
    answer,
    item,
    knowing,
    letting_know,
    need,
    say,
    share_of,
    sharers,
    with_ground,
)

S3 = Stage.NEED_MAPPING
TAKEN_BACK = knowing(consents=(share_of("calm", revoked_at=at(50)),))
DENIED = knowing("calm", consents=(share_of("calm", granted=False),))


# When an analysis is due


@pytest.mark.parametrize(
    ("mine", "theirs", "seen", "expected"),
    [
        ({}, {}, None, False),
        (letting_know("calm"), {}, None, False),
        ({}, letting_know("peace"), None, False),
        (letting_know("calm"), letting_know("peace"), None, True),
        (letting_know("calm"), letting_know("peace"), (), True),
        (letting_know("calm"), letting_know("peace"), ("consent_calm",), True),
        (letting_know("calm"), letting_know("peace"), ("consent_peace",), True),
        (letting_know("calm"), letting_know("peace"), SOURCES, False),
        (letting_know("calm", "rest"), letting_know("peace"), SOURCES, True),
        (letting_know("calm"), letting_know("peace", "rest"), SOURCES, True),
        (letting_know("calm"), letting_know("peace"), (*SOURCES, "consent_rest"), False),
        (TAKEN_BACK, letting_know("peace"), None, False),
        (letting_know("calm", "rest"), TAKEN_BACK, SOURCES, False),
        (DENIED, letting_know("peace"), None, False),
        ({"consents": (consent("att_anna"),)}, letting_know("peace"), None, False),
    ],
)
def test_an_analysis_is_due_once_both_share_needs_and_whenever_one_of_them_is_new(
    mine: dict[str, Any], theirs: dict[str, Any], seen: tuple[str, ...] | None, expected: bool
) -> None:
    done = None if seen is None else Analysis(at(45), seen)
    assert analysis_is_due(sharers(anna(S3, **mine), ben(S3, **theirs), analysis=done)) is expected
    assert analysis_is_due(sharers(anna(S3, **theirs), ben(S3, **mine), analysis=done)) is expected


# What an analysis adds


FOUR = anna(S3, **letting_know("calm", "rest", "order", "room"))
FOURS = ben(S3, **letting_know("peace", "trust", "time", "air"))


def pair(name: str, inviters: str = "calm", invitees: str = "peace") -> Pair:
    return Pair(name, f"consent_{inviters}", f"consent_{invitees}")


def look(met: Session, *pairs: Pair, seen: tuple[str, ...] = SOURCES) -> Decision[Session]:
    return analysed(met, pairs, seen=seen, now=at(60))


def test_an_analysis_adds_what_it_finds_unanswered_and_tells_nobody() -> None:
    met = sharers(FOUR, FOURS)
    decision = look(met, pair("cg_1"), pair("cg_2", "rest", "trust"))
    found = (item("cg_1", sources=SOURCES), item("cg_2", sources=("consent_rest", "consent_trust")))
    assert decision == Decision(evolve(met, common_ground=found, analysis=Analysis(at(60), SOURCES)))


def test_an_analysis_that_finds_nothing_has_run_all_the_same() -> None:
    after = look(sharers()).state
    assert (after.common_ground, after.analysis) == ((), Analysis(at(60), SOURCES))
    assert not analysis_is_due(after)


def test_an_analysis_remembers_all_that_any_has_seen_each_once() -> None:
    met = sharers(FOUR, FOURS, analysis=Analysis(at(45), ("consent_calm", "consent_old")))
    after = look(met, seen=("consent_peace", "consent_calm", "consent_peace")).state
    assert after.analysis == Analysis(at(60), ("consent_calm", "consent_old", "consent_peace"))


@pytest.mark.parametrize(
    "wrong",
    [
        pair("cg_1", "none", "peace"),
        pair("cg_1", "calm", "none"),
        pair("cg_1", "peace", "calm"),
        pair("cg_1", "calm", "calm"),
        pair("cg_1", "old", "peace"),
        pair("cg_1", "no", "peace"),
        pair("cg_1", "att_anna", "peace"),
    ],
    ids=["not his", "not hers", "the wrong way round", "both hers", "revoked", "denied", "not a need"],
)
def test_what_does_not_rest_on_a_live_need_of_the_inviters_and_one_of_the_invitees_is_left_out(wrong: Pair) -> None:
    records = (share_of("old", revoked_at=at(50)), share_of("no", granted=False), consent("att_anna"))
    me = anna(S3, consents=(share_of("calm"), *records))
    assert look(sharers(me), wrong, pair("cg_2")).state.common_ground == (item("cg_2", sources=SOURCES),)


def test_what_was_found_before_is_neither_found_again_nor_changed() -> None:
    there = item("cg_1", ANNA, sources=SOURCES, declined=(BEN,))
    after = look(evolve(with_ground(there), inviter=FOUR), pair("cg_2"), pair("cg_3", "rest"), pair("cg_4", "rest"))
    assert after.state.common_ground == (there, item("cg_3", sources=("consent_rest", "consent_peace")))


def test_an_analysis_gives_at_most_five_and_counts_neither_proposals_nor_what_is_hidden() -> None:
    pairs = [
        pair(f"cg_{mine}_{theirs}", mine, theirs) for mine in ("calm", "rest") for theirs in ("peace", "trust", "air")
    ]
    assert [each.id for each in look(sharers(FOUR, FOURS), *pairs).state.common_ground] == [
        each.id for each in pairs[:5]
    ]
    there = (
        item("own", ANNA),
        item("hidden", sources=("consent_old", "consent_peace")),
        item("seen", sources=("consent_room", "consent_time")),
    )
    met = sharers(FOUR, FOURS, common_ground=there, analysis=Analysis(at(45)))
    assert [each.id for each in look(met, *pairs).state.common_ground[3:]] == [each.id for each in pairs[:4]]


def test_five_that_can_be_seen_leave_no_room_and_a_pair_that_does_not_fit_takes_none() -> None:
    lies = [pair(f"lie_{place}", "none", "peace") for place in range(9)]
    pairs = [pair(f"cg_{theirs}", "calm", theirs) for theirs in ("peace", "trust", "time", "air")]
    four = look(sharers(FOUR, FOURS), *lies, *pairs).state
    assert len(four.common_ground) == 4
    five = look(four, pair("cg_5", "rest"), pair("cg_6", "order")).state
    assert [each.id for each in five.common_ground[4:]] == ["cg_5"]
    assert look(five, pair("cg_7", "room")).state.common_ground == five.common_ground


# What rests on a need goes with it


@pytest.mark.parametrize(("who", "record"), [(ANNA, "consent_calm"), (BEN, "consent_peace")])
def test_a_revoked_need_takes_the_common_ground_that_rests_on_it_from_both_sides(who: str, record: str) -> None:
    rest = ("consent_rest", "consent_trust")
    me = anna(S3, **letting_know("calm", "rest"))
    partner = ben(S3, **letting_know("peace", "trust"))
    there = (item("gone", ANNA, BEN, sources=SOURCES), item("stays", sources=rest), item("own", BEN))
    met = evolve(with_ground(*there), inviter=me, invitee=partner)
    after = revoke(met, who, record, now=at(60)).state
    assert [each.id for each in visible_ground(after)] == ["stays", "own"]
    assert confirmed_ground(after) == ()
    assert after.common_ground == there
    assert after.analysis == met.analysis


def test_a_need_that_is_shared_again_is_a_new_record_and_what_rested_on_the_old_one_stays_hidden() -> None:
    met = with_ground(item("cg_1", ANNA, BEN, sources=SOURCES))
    back = revoke(met, ANNA, "consent_calm", now=at(60)).state
    again = evolve(back.inviter, consents=(*back.inviter.consents, share_of("calm", id="consent_again")))
    shared = evolve(back, inviter=again)
    assert visible_ground(shared) == ()
    assert analysis_is_due(shared)
    found = look(shared, pair("cg_2"), pair("cg_3", "again"), seen=("consent_again", "consent_peace")).state
    assert visible_ground(found) == (item("cg_3", sources=("consent_again", "consent_peace")),)
    assert not analysis_is_due(found)


def test_a_need_that_is_worded_anew_takes_its_common_ground_with_it() -> None:
    met = with_ground(item("cg_1", ANNA, BEN, sources=SOURCES))
    reviewed = answer(met, say("calm", adjustment="Quiet evenings"), current=(need("calm"),)).state
    assert visible_ground(reviewed.session) == ()
    assert [each.id for each in reviewed.opened] == ["calm"]


records = st.sampled_from(["consent_calm", "consent_rest", "consent_peace", "consent_trust", "consent_none"])


@given(st.lists(st.builds(Pair, st.text("xyz", min_size=1), records, records)), st.sets(records))
def test_whatever_an_analysis_says_what_is_in_sight_rests_on_both_and_is_no_more_than_five(
    pairs: list[Pair], revoked: set[str]
) -> None:
    met = sharers(anna(S3, **letting_know("calm", "rest")), ben(S3, **letting_know("peace", "trust")))
    after = look(look(met, *pairs).state, *pairs).state
    for record in revoked & {each.id for each in after.inviter.consents}:
        after = revoke(after, ANNA, record, now=at(70)).state
    seen = visible_ground(after)
    assert len(seen) <= 5
    assert len({each.sources for each in after.common_ground}) == len(after.common_ground)
    for each in seen:
        assert each.sources[0] in {"consent_calm", "consent_rest"} - revoked
        assert each.sources[1] in {"consent_peace", "consent_trust"}
