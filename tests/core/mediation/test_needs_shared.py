"""Sharing needs, against the contract's *Stage 3*; and the order in which all acts about needs are refused."""

from collections.abc import Callable

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, Forbidden, Invalid, NotFound, Refusal, Violation
from beheard_core.mediation import GateNotSatisfied, SessionNotActive, SessionStatus, Stage
from beheard_core.mediation.consent import Request
from beheard_core.mediation.events import NeedsShared
from beheard_core.mediation.model import Consent, NeedCategory, Session
from beheard_core.mediation.needs import (
    Need,
    NeedSharing,
    NewNeed,
    Reviewed,
    add_need,
    share_needs,
    shared_by,
    waiting_for,
)
from beheard_core.mediation.refusals import NeedsMissing
from tests.core.mediation.people import ANNA, BEN, CLEO, anna, at, ben, consent, session
from tests.core.mediation.stage3 import (
    BOUNDARY,
    CALM,
    REST,
    answer,
    knowing,
    letting_know,
    need,
    problems,
    request,
    say,
    share_of,
)

S0, S1, S2, S3, S4 = Stage


DENIED = share_of("calm", granted=False)
REVOKED = share_of("calm", revoked_at=at(50))


def let_know(
    met: Session,
    *need_ids: str,
    current: tuple[Need, ...] = (CALM, REST),
    requests: tuple[Request, ...] = (request("calm"), request("rest")),
    who: str = ANNA,
) -> Decision[Session]:
    return share_needs(met, who, NeedSharing(need_ids=need_ids), current=current, requests=requests, now=at(60))


def test_sharing_grants_the_requests_and_tells_the_partner_that_needs_are_shared() -> None:
    met = session(anna(S3, **knowing("calm", "rest", consents=(consent("att_anna"),))), ben(S3))
    decision = let_know(met, "rest", "calm")
    granted = [share_of(name, decided_at=at(60)) for name in ("rest", "calm")]
    expected = evolve(met.inviter, consents=(consent("att_anna"), *granted))
    assert decision.state == evolve(met, inviter=expected, updated_at=at(60))
    assert decision.events == (NeedsShared(session_id="sess_1", actor_id=ANNA, timestamp=at(60)),)


def test_what_is_left_out_stays_as_it_is() -> None:
    met = session(anna(S3, **knowing("calm", "rest", consents=(share_of("calm"),))), ben(S3))
    after = let_know(met, "rest").state.inviter
    assert after.consents == (share_of("calm"), share_of("rest", decided_at=at(60)))
    assert let_know(session(anna(S3, **knowing("calm", "rest"))), "calm").state.inviter.consents == (
        share_of("calm", decided_at=at(60)),
    )


def test_sharing_again_changes_and_publishes_nothing() -> None:
    met = session(anna(S3, **letting_know("calm", "rest")), ben(S3))
    for ids in (("calm",), ("rest", "calm")):
        assert let_know(met, *ids) == Decision(met)


def test_sharing_more_leaves_the_record_of_what_is_shared_already() -> None:
    met = session(anna(S3, **knowing("calm", "rest", consents=(share_of("calm"),))))
    decision = let_know(met, "calm", "rest")
    assert decision.state.inviter.consents == (share_of("calm"), share_of("rest", decided_at=at(60)))
    assert [each.name for each in decision.events] == ["partner.needs_shared"]


@pytest.mark.parametrize(
    ("requests", "consents"),
    [
        ((request("calm"), request("rest")), (DENIED,)),
        ((request("calm"), request("rest")), (REVOKED,)),
        ((request("rest"),), (REVOKED,)),
    ],
    ids=["denied", "taken back", "taken back, its request gone"],
)
@pytest.mark.parametrize("ids", [("calm",), ("rest", "calm")])
def test_what_was_denied_or_taken_back_has_to_be_confirmed_again_first(
    requests: tuple[Request, ...], consents: tuple[Consent, ...], ids: tuple[str, ...]
) -> None:
    met = session(anna(S3, **knowing("calm", "rest", consents=consents)))
    with pytest.raises(Conflict):
        let_know(met, *ids, requests=requests)

    reviewed = answer(met, say("calm"), say("rest"), current=(CALM, REST), requests=requests).state
    assert reviewed.opened == (CALM,)
    again = (*requests, request("calm", id="consent_again"))
    shared = let_know(reviewed.session, *ids, requests=again).state.inviter
    assert shared.consents[-1] == share_of("calm", id="consent_again", decided_at=at(60))


@pytest.mark.parametrize(
    ("ids", "paths"),
    [
        (("rest",), ["need_ids[0]"]),
        (("calm", "rest"), ["need_ids[1]"]),
        (("rest", "calm", "room"), ["need_ids[0]", "need_ids[2]"]),
        ((), ["need_ids"]),
        (("",), ["need_ids"]),
        (("calm", " calm "), ["need_ids"]),
    ],
)
def test_only_confirmed_needs_are_shared_and_each_is_named_once(ids: tuple[str, ...], paths: list[str]) -> None:
    met = session(anna(S3, **knowing("calm")))
    everything = tuple(map(need, ("calm", "rest", "room")))
    asked = tuple(map(request, ("calm", "rest", "room")))
    assert problems(lambda: let_know(met, *ids, current=everything, requests=asked)) == paths


def test_a_need_of_somebody_elses_cannot_be_shared() -> None:
    met = session(anna(S3, **knowing("calm")), ben(S3, **knowing("theirs")))
    for ids in (("theirs",), ("calm", "theirs"), ("theirs", "rest")):
        with pytest.raises(NotFound):
            let_know(met, *ids)


def test_only_requests_about_needs_that_are_not_decided_wait() -> None:
    me = anna(S3, consents=(share_of("calm"), DENIED))
    asked = (request("calm"), request("rest"), BOUNDARY, request("room", id="consent_r"))
    assert waiting_for(me, asked) == {"rest": asked[1], "room": asked[3]}


def test_what_is_shared_of_some_needs_is_only_what_is_live_and_about_them() -> None:
    shares = (share_of("calm"), share_of("rest"), REVOKED, DENIED, consent("calm"))
    assert shared_by(anna(S3, consents=shares), ("calm", "room")) == (share_of("calm"),)
    assert shared_by(anna(S3, consents=shares[2:]), ("calm",)) == ()


# The order in which these acts are refused


BAD, FOREIGN, UNCONFIRMED, GOOD = "bad", "foreign", "not what is stored", "good"
EIGHT = tuple(need(str(place)) for place in range(8))


def naming(met: Session, who: str, body: str) -> object:
    new = NewNeed(need="" if body == BAD else "n", category=NeedCategory.SAFETY, description="d")
    return add_need(met, who, new, current=() if body == GOOD else EIGHT, need_id="need_1")


def reviewing(met: Session, who: str, body: str) -> object:
    said = {BAD: ("calm", "calm"), FOREIGN: ("calm", "theirs"), UNCONFIRMED: ("rest",), GOOD: ("calm", "rest")}
    return answer(met, *map(say, said[body]), current=(CALM, REST), who=who)


def sharing_needs(met: Session, who: str, body: str) -> object:
    ids = {BAD: (), FOREIGN: ("theirs",), UNCONFIRMED: ("rest",), GOOD: ("calm",)}
    return let_know(met, *ids[body], who=who)


ACTS: dict[str, Callable[[Session, str, str], object]] = {
    "name": naming,
    "review": reviewing,
    "share": sharing_needs,
}
STORED: dict[tuple[str, str], type[Refusal]] = {
    ("name", FOREIGN): Invalid,
    ("name", UNCONFIRMED): Invalid,
    ("review", FOREIGN): NotFound,
    ("review", UNCONFIRMED): NeedsMissing,
    ("share", FOREIGN): NotFound,
    ("share", UNCONFIRMED): Invalid,
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_for_the_first_reason_in_the_order_of_checks(act: str) -> None:
    known = knowing("calm")

    def refusal(met: Session, who: str, body: str) -> type[Refusal]:
        with pytest.raises(Refusal) as caught:
            ACTS[act](met, who, body)
        return type(caught.value)

    early, late = session(anna(S2, **known)), session(anna(S4, **known))
    resting = evolve(early, status=SessionStatus.PAUSED)
    assert refusal(resting, CLEO, BAD) is Invalid
    assert refusal(resting, CLEO, FOREIGN) is Forbidden
    assert refusal(resting, ANNA, FOREIGN) is SessionNotActive
    assert refusal(early, ANNA, FOREIGN) is GateNotSatisfied
    for body in (FOREIGN, UNCONFIRMED):
        assert refusal(late, ANNA, body) is STORED[act, body]
    assert refusal(late, ANNA, GOOD) is Conflict
    assert ACTS[act](session(anna(S3, **known)), ANNA, GOOD)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
def test_needs_change_only_in_a_live_session(act: str, status: SessionStatus) -> None:
    with pytest.raises(SessionNotActive):
        ACTS[act](session(anna(S3, **knowing("calm")), status=status), ANNA, GOOD)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", [S0, S1, S2])
def test_needs_belong_to_stage_3_wherever_the_partner_is(act: str, stage: Stage) -> None:
    with pytest.raises(GateNotSatisfied) as caught:
        ACTS[act](session(anna(stage, **knowing("calm")), ben(S4)), ANNA, GOOD)
    assert (caught.value.required_stage, caught.value.unsatisfied) == (S3, ())
    assert ACTS[act](session(anna(S3, **knowing("calm")), ben(stage)), ANNA, GOOD)


@pytest.mark.parametrize("act", ACTS)
def test_what_one_does_about_ones_needs_leaves_the_other_alone(act: str) -> None:
    met = session(anna(S3), ben(S3, **knowing("calm")))
    done = ACTS[act](met, BEN, GOOD)
    after = done.state if isinstance(done, Decision) else met
    assert (after.session if isinstance(after, Reviewed) else after).inviter == met.inviter


def test_a_violation_says_where_it_is() -> None:
    with pytest.raises(Invalid) as caught:
        let_know(session(anna(S3)), "calm")
    assert caught.value.violations == (Violation("need_ids[0]", "must be confirmed first"),)
