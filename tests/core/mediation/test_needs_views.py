"""What is shown of needs and of common ground, against the contract's *Shared objects* and *Stage 3*."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from beheard_core import Forbidden
from beheard_core.mediation import SessionStatus, Stage
from beheard_core.mediation.common_ground import GroundText
from beheard_core.mediation.model import Analysis, CommonGround, NeedCategory, Session
from beheard_core.mediation.needs import Synthesis
from beheard_core.mediation.views import (
    CommonGroundAnswered,
    CommonGroundList,
    CommonGroundView,
    NeedAdded,
    NeedList,
    NeedsConsented,
    NeedsReviewed,
    NeedView,
    common_ground,
    ground_answered,
    need_list,
    need_view,
    needs_consented,
    needs_reviewed,
)
from tests.core.mediation.people import ANNA, BEN, CLEO, anna, at, ben, session
from tests.core.mediation.stage3 import (
    CALM,
    REST,
    SOURCES,
    item,
    knowing,
    letting_know,
    share_of,
    sharers,
    with_ground,
)
from tests.core.shapes import notation

S2, S3, S4 = Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING, Stage.STRATEGIC_REPAIR
TEXTS = {
    name: GroundText(name, f"Need {name}", NeedCategory.SAFETY, f"About {name}")
    for name in ("one", "two", "three", "hidden")
}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (NeedView, "id need category description evidence confirmed aiConfidence"),
        (NeedList, "needs synthesizedAt isDirty"),
        (NeedAdded, "need"),
        (NeedsReviewed, "updated allConfirmed canProceedToCommonGround"),
        (NeedsConsented, "consented sharedAt waitingForPartner commonGroundReady"),
        (CommonGroundView, "id need category description confirmedByMe confirmedByPartner confirmedAt"),
        (CommonGroundList, "commonGround analysisComplete bothConfirmed"),
        (CommonGroundAnswered, "updated allConfirmedByMe allConfirmedByBoth canAdvance"),
    ],
)
def test_a_reply_has_the_keys_of_the_contract(kind: type, keys: str) -> None:
    assert notation(kind) == keys


# Needs


def test_a_need_is_shown_with_its_evidence_and_whether_its_owner_has_confirmed_it() -> None:
    met = session(anna(S3, **knowing("calm")), ben(S3, **knowing("rest")))
    calm = NeedView(
        "calm", "Some calm", NeedCategory.SAFETY, "About calm", ("I want calm back.",), True, ai_confidence=0.8
    )
    assert need_view(met, ANNA, CALM) == calm
    assert need_view(met, ANNA, REST).confirmed is False


@pytest.mark.parametrize(
    ("last", "newest", "made_at", "dirty"),
    [
        (None, 3, None, True),
        (Synthesis(at(20), 3), 3, at(20), False),
        (Synthesis(at(20), 3), 4, at(20), True),
    ],
)
def test_the_list_tells_when_needs_were_found_and_whether_something_was_written_since(
    last: Synthesis | None, newest: int, made_at: object, dirty: bool
) -> None:
    met = session(anna(S3, **knowing("rest")))
    shown = need_list(met, ANNA, (CALM, REST), last=last, newest=newest)
    assert shown == NeedList((need_view(met, ANNA, CALM), need_view(met, ANNA, REST)), made_at, dirty)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("confirmed", "all_of_them", "one_of_them"),
    [((), False, False), (("calm",), False, True), (("calm", "rest"), True, True)],
)
def test_a_review_tells_whether_all_are_confirmed_and_whether_there_is_one_to_go_on_with(
    confirmed: tuple[str, ...], all_of_them: bool, one_of_them: bool
) -> None:
    shown = needs_reviewed(session(anna(S3, **knowing(*confirmed))), ANNA, (CALM, REST))
    assert (shown.all_confirmed, shown.can_proceed_to_common_ground) == (all_of_them, one_of_them)
    assert [(each.id, each.confirmed) for each in shown.updated] == [
        ("calm", "calm" in confirmed),
        ("rest", "rest" in confirmed),
    ]


@pytest.mark.parametrize(
    ("theirs", "analysed", "waiting", "ready"),
    [
        ({}, False, True, False),
        (knowing("peace"), False, True, False),
        (knowing("peace", consents=(share_of("peace", revoked_at=at(50)),)), False, True, False),
        (letting_know("peace"), False, False, False),
        (letting_know("peace"), True, False, True),
    ],
    ids=["nothing", "confirmed only", "taken back", "shared", "shared and looked at"],
)
def test_sharing_tells_whether_the_partner_shares_and_whether_there_is_something_to_look_at(
    theirs: dict[str, Any], analysed: bool, waiting: bool, ready: bool
) -> None:
    met = sharers(None, ben(S3, **theirs), analysis=Analysis(at(45), SOURCES) if analysed else None)
    shown = needs_consented(met, ANNA, ("calm",))
    assert shown == NeedsConsented(True, at(40), waiting_for_partner=waiting, common_ground_ready=ready)


def test_sharing_tells_since_when_all_that_was_named_is_shared() -> None:
    shares = (
        share_of("calm"),
        share_of("rest", decided_at=at(44)),
        share_of("room", decided_at=at(48)),
        share_of("rest", id="consent_old", decided_at=at(49), revoked_at=at(50)),
    )
    met = session(anna(S3, **knowing("calm", "rest", "room", consents=shares)))
    assert needs_consented(met, ANNA, ("rest", "calm")).shared_at == at(44)
    assert needs_consented(met, ANNA, ["calm"]).shared_at == at(40)


# Common ground


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [({}, {}), (letting_know("calm"), {}), ({}, letting_know("peace"))],
    ids=["nobody", "I", "my partner"],
)
def test_before_both_share_the_list_is_the_same_whoever_has_not(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    met = session(anna(S3, **mine), ben(S3, **theirs))
    nothing = CommonGroundList((), analysis_complete=False, both_confirmed=False)
    assert [common_ground(met, who, TEXTS) for who in (ANNA, BEN)] == [nothing] * 2


def test_nothing_is_shown_until_the_analysis_has_run() -> None:
    assert common_ground(sharers(), ANNA, TEXTS) == CommonGroundList((), analysis_complete=False, both_confirmed=False)


def test_an_analysis_that_found_nothing_is_complete() -> None:
    assert common_ground(with_ground(), BEN, TEXTS) == CommonGroundList(
        (), analysis_complete=True, both_confirmed=False
    )


def seen(name: str, mine: bool, theirs: bool, confirmed_at: object = None) -> CommonGroundView:
    return CommonGroundView(
        name,
        f"Need {name}",
        NeedCategory.SAFETY,
        f"About {name}",
        mine,
        theirs,
        confirmed_at,  # type: ignore[arg-type]  # a time or None
    )


GROUND = (
    item("one", ANNA, sources=SOURCES, declined=(BEN,)),
    item("two", sources=SOURCES, declined=(ANNA, BEN)),
    item("three", BEN, ANNA),
    item("hidden", ANNA, BEN, sources=("consent_old", "consent_peace")),
)


def test_common_ground_is_shown_to_each_from_their_side_without_what_rests_on_something_taken_back() -> None:
    met = with_ground(*GROUND)
    mine = (seen("one", True, False), seen("two", False, False), seen("three", True, True, at(50)))
    theirs = (seen("one", False, True), seen("two", False, False), seen("three", True, True, at(50)))
    assert common_ground(met, ANNA, TEXTS) == CommonGroundList(mine, True, True)
    assert common_ground(met, BEN, TEXTS) == CommonGroundList(theirs, True, True)


def test_what_both_confirmed_counts_only_while_it_can_be_seen() -> None:
    assert common_ground(with_ground(GROUND[3]), ANNA, TEXTS) == CommonGroundList((), True, False)
    assert common_ground(with_ground(GROUND[0]), ANNA, TEXTS).both_confirmed is False


def test_the_analysis_stays_complete_after_everything_was_taken_back() -> None:
    met = evolve(with_ground(*GROUND[:2]), inviter=anna(S3), invitee=ben(S3))
    assert common_ground(met, ANNA, TEXTS) == CommonGroundList((), True, False)


@pytest.mark.parametrize(("me", "partner"), [(S4, S3), (S3, S4), (S4, S4)])
def test_once_either_is_in_stage_4_what_both_confirmed_stands_though_it_can_no_longer_be_seen(
    me: Stage, partner: Stage
) -> None:
    met = session(anna(me), ben(partner), common_ground=(GROUND[3],), analysis=Analysis(at(45), SOURCES))
    for who in (ANNA, BEN):
        assert common_ground(met, who, TEXTS) == CommonGroundList((), True, True)


@pytest.mark.parametrize(
    ("ground", "ids", "mine", "both"),
    [
        (GROUND, ("three",), False, False),
        (GROUND[2:], ("three",), True, True),
        ((GROUND[0], GROUND[2]), ("one",), True, False),
        ((GROUND[0],), ("one", "hidden"), True, False),
        ((GROUND[1], GROUND[3]), ("two",), False, False),
    ],
)
def test_an_answer_shows_what_was_answered_and_tells_of_all_in_sight_whether_it_is_confirmed(
    ground: tuple[CommonGround, ...], ids: tuple[str, ...], mine: bool, both: bool
) -> None:
    shown = ground_answered(with_ground(*ground), ANNA, ids, TEXTS)
    assert [each.id for each in shown.updated] == [name for name in ids if name != "hidden"]
    assert (shown.all_confirmed_by_me, shown.all_confirmed_by_both) == (mine, both)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"common_ground": (GROUND[0],)}, False),
        ({"status": SessionStatus.PAUSED}, False),
        ({"invitee": ben(S3)}, False),
        ({"invitee": ben(S2, **letting_know("peace"))}, False),
    ],
    ids=["all gates hold", "not confirmed", "paused", "partner knows no need", "partner is in stage 2"],
)
def test_an_answer_tells_whether_the_caller_could_go_on(facts: dict[str, Any], expected: bool) -> None:
    met = evolve(with_ground(GROUND[2]), **facts)
    assert ground_answered(met, ANNA, ("one", "three"), TEXTS).can_advance is expected


VIEWS: list[Callable[[Session, str], object]] = [
    lambda met, who: need_view(met, who, CALM),
    lambda met, who: need_list(met, who, (CALM,), last=None, newest=0),
    lambda met, who: needs_reviewed(met, who, (CALM,)),
    lambda met, who: needs_consented(met, who, ("calm",)),
    lambda met, who: common_ground(met, who, TEXTS),
    lambda met, who: ground_answered(met, who, ("three",), TEXTS),
]


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_but_the_two_is_shown_anything(view: Callable[[Session, str], object]) -> None:
    for met in (with_ground(GROUND[2]), with_ground()):
        with pytest.raises(Forbidden):
            view(met, CLEO)
