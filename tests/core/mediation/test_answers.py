"""Answers to an invitation beyond a plain yes, against the contract's *Invitations* and *Auth*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Forbidden, Invalid, TooMany
from beheard_core.mediation import (
    PENDING,
    Decline,
    InvitationExpired,
    InvitationStatus,
    Session,
    SessionStatus,
    accept,
    accept_as_newcomer,
    decline,
    invitation_status,
    resend,
)
from beheard_core.mediation.events import InvitationDeclined
from tests.core.mediation.people import ANNA, BEN, CLEO, START, WEEK, at, invited, session

DAY = 24 * 60
LAST_MOMENT = 7 * DAY

OVER: list[Any] = [
    pytest.param(session(), Conflict, id="accepted"),
    pytest.param(session(status=SessionStatus.ABANDONED), Conflict, id="accepted and left"),
    pytest.param(session(status=SessionStatus.RESOLVED), Conflict, id="accepted and resolved"),
    pytest.param(invited(status=SessionStatus.ABANDONED, declined_at=at(1)), Conflict, id="declined"),
    pytest.param(invited(status=SessionStatus.ABANDONED), InvitationExpired, id="left"),
]


def turn_down(met: Session, who: str = BEN, *, minutes: float = 5, reason: str | None = None) -> Session:
    return decline(met, who, Decline(reason=reason), now=at(minutes)).state


def test_declining_ends_the_session_for_good() -> None:
    met = invited()
    expected = evolve(
        met,
        status=SessionStatus.ABANDONED,
        invitation=evolve(met.invitation, declined_at=at(5)),
        updated_at=at(5),
    )
    assert turn_down(met, reason="I would rather not.") == expected
    assert invitation_status(expected, at(6)) is InvitationStatus.DECLINED


@pytest.mark.parametrize(("person_id", "actor"), [(BEN, BEN), (None, PENDING)], ids=["by name", "by address"])
def test_declining_is_announced_without_a_reason_and_names_only_who_was_named(
    person_id: str | None, actor: str
) -> None:
    decision = decline(invited(person_id=person_id), BEN, Decline(reason="No."), now=at(5))
    assert decision.events == (InvitationDeclined(session_id="sess_1", actor_id=actor, timestamp=at(5)),)


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)])
def test_the_reason_has_at_most_500_characters(length: int, fits: bool) -> None:
    if fits:
        assert turn_down(invited(), reason="r" * length).invitation.declined_at == at(5)
    else:
        with pytest.raises(Invalid):
            turn_down(invited(), reason="r" * length)


@pytest.mark.parametrize(("met", "who"), [(invited(), ANNA), (session(), ANNA), (invited(person_id=BEN), CLEO)])
def test_only_the_invited_person_declines(met: Session, who: str) -> None:
    with pytest.raises(Forbidden):
        turn_down(met, who, minutes=LAST_MOMENT)


@pytest.mark.parametrize(("met", "refusal"), OVER)
def test_what_was_answered_is_a_conflict_and_what_was_left_has_expired(met: Session, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        turn_down(met)


def test_a_lapsed_invitation_cannot_be_declined() -> None:
    with pytest.raises(InvitationExpired):
        turn_down(invited(), minutes=LAST_MOMENT)


def sent(*minutes: float, **facts: Any) -> Session:
    met = invited(**facts)
    again = tuple(at(each) for each in minutes)
    return evolve(met, invitation=evolve(met.invitation, resent_at=again))


def refused(met: Session, *, minutes: float) -> int | None:
    with pytest.raises(TooMany) as caught:
        resend(met, ANNA, now=at(minutes))
    return caught.value.retry_after


@pytest.mark.parametrize("minutes", [DAY, LAST_MOMENT, 2 * LAST_MOMENT], ids=["pending", "lapsing", "lapsed"])
def test_sending_again_gives_seven_days_from_now_and_tells_nobody(minutes: float) -> None:
    met = invited()
    decision = resend(met, ANNA, now=at(minutes))
    offer = evolve(met.invitation, expires_at=at(minutes) + WEEK, resent_at=(at(minutes),))
    assert decision.state == evolve(met, invitation=offer)
    assert decision.events == ()
    assert invitation_status(decision.state, at(minutes) + WEEK / 2) is InvitationStatus.PENDING


def test_sending_again_keeps_when_it_was_sent_before() -> None:
    offer = resend(sent(DAY, 2 * DAY), ANNA, now=at(3 * DAY)).state.invitation
    assert offer.resent_at == (at(DAY), at(2 * DAY), at(3 * DAY))
    assert offer.created_at == START


@pytest.mark.parametrize(
    ("met", "minutes", "seconds"),
    [
        (sent(), 0, 24 * 3600),
        (sent(), DAY - 1, 60),
        (sent(), DAY - 0.001, 1),
        (sent(2 * DAY), 3 * DAY - 0.5, 30),
        (sent(2 * DAY, 3 * DAY), 3 * DAY + 60, 23 * 3600),
    ],
)
def test_a_day_passes_between_two_deliveries(met: Session, minutes: float, seconds: int) -> None:
    assert refused(met, minutes=minutes) == seconds


def test_an_invitation_is_sent_again_three_times_and_never_more() -> None:
    met = sent(DAY, 2 * DAY, 3 * DAY)
    assert refused(met, minutes=3 * DAY) is None
    assert refused(met, minutes=300 * DAY) is None


@pytest.mark.parametrize(
    "met",
    [
        session(),
        session(status=SessionStatus.PAUSED),
        invited(status=SessionStatus.ABANDONED),
        invited(status=SessionStatus.ABANDONED, declined_at=at(1)),
    ],
    ids=["accepted", "paused", "left", "declined"],
)
def test_an_invitation_that_nobody_waits_for_is_not_sent_again(met: Session) -> None:
    with pytest.raises(Conflict):
        resend(met, ANNA, now=at(2 * DAY))


@pytest.mark.parametrize(("met", "who"), [(session(), BEN), (invited(person_id=BEN), BEN), (sent(), CLEO)])
def test_only_the_inviter_sends_again(met: Session, who: str) -> None:
    with pytest.raises(Forbidden):
        resend(met, who, now=at(0))


def test_a_newcomer_accepts_like_anybody_else() -> None:
    plain = accept(invited(), BEN, pair=(), relationship_id=None, now=at(5))
    assert accept_as_newcomer(invited(), BEN, now=at(5)) == plain


@pytest.mark.parametrize(
    ("met", "minutes"),
    [
        (None, 5),
        (session(), 5),
        (session(status=SessionStatus.ABANDONED), 5),
        (invited(status=SessionStatus.ABANDONED, declined_at=at(1)), 5),
        (invited(status=SessionStatus.ABANDONED), 5),
        (invited(), LAST_MOMENT),
    ],
    ids=["unknown", "accepted", "accepted and left", "declined", "left", "lapsed"],
)
def test_a_newcomer_is_not_told_why_an_invitation_cannot_be_accepted(met: Session | None, minutes: float) -> None:
    with pytest.raises(InvitationExpired):
        accept_as_newcomer(met, CLEO, now=at(minutes))


def test_a_newcomer_is_nobody_who_could_have_been_invited_by_name() -> None:
    with pytest.raises(Forbidden):
        accept_as_newcomer(invited(person_id=BEN), CLEO, now=at(5))
