"""Inviting and answering, against the contract's *Invitations* and *POST /sessions*."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Conflict, Forbidden, Invalid, Violation
from beheard_core.mediation import (
    Address,
    InvitationExpired,
    InvitationStatus,
    Invite,
    Participant,
    Session,
    SessionStatus,
    Stage,
    accept,
    invitation_status,
)
from beheard_core.mediation.events import SessionJoined
from beheard_core.mediation.invitations import check_invite, readable
from beheard_core.mediation.model import StageRow
from tests.core.mediation.people import ANNA, BEN, CLEO, START, WEEK, at, invited, session

OWN = Address("anna@example.org", "+4915550001")
LAST_MOMENT = WEEK.total_seconds() / 60
PENDING, ACCEPTED, DECLINED, EXPIRED = InvitationStatus
BY_ADDRESS: dict[str, Any] = {"invite_email": "ben@example.org"}


def broken(**invite: Any) -> tuple[Violation, ...]:
    with pytest.raises(Invalid) as caught:
        check_invite(Invite(**invite), inviter=ANNA, own=OWN)
    return caught.value.violations


@pytest.mark.parametrize(
    "invite",
    [
        {"person_id": BEN},
        BY_ADDRESS,
        {"invite_phone": "+4915550002"},
        {**BY_ADDRESS, "invite_phone": "+4915550002", "invite_name": "Ben", "context": "how we split evenings"},
    ],
)
def test_an_invitation_names_a_person_or_an_address_or_two(invite: dict[str, Any]) -> None:
    check_invite(Invite(**invite), inviter=ANNA, own=OWN)


@pytest.mark.parametrize(
    ("invite", "problem"),
    [
        ({}, "required"),
        ({"person_id": " ", "invite_email": "", "invite_phone": "\t"}, "required"),
        ({"person_id": BEN, **BY_ADDRESS}, "beside"),
        ({"person_id": BEN, "invite_phone": "+4915550002"}, "beside"),
    ],
    ids=["none", "blank", "person and e-mail", "person and telephone"],
)
def test_an_invitation_uses_exactly_one_of_the_two_ways(invite: dict[str, Any], problem: str) -> None:
    (violation,) = broken(**invite)
    assert violation.path == "person_id"
    assert problem in violation.problem


@pytest.mark.parametrize(
    ("invite", "paths"),
    [
        ({"person_id": ANNA}, ["person_id"]),
        ({"invite_email": " Anna@Example.ORG "}, ["invite_email"]),
        ({"invite_phone": "+4915550001"}, ["invite_phone"]),
        ({"invite_email": "ANNA@example.org", "invite_phone": "+4915550001"}, ["invite_email", "invite_phone"]),
    ],
)
def test_nobody_invites_themselves_by_any_way(invite: dict[str, Any], paths: list[str]) -> None:
    assert broken(**invite) == tuple(Violation(path, "must not be yourself") for path in paths)


@pytest.mark.parametrize(
    ("invite", "path"),
    [
        ({"invite_email": "ben"}, "invite_email"),
        ({"invite_email": "ben@"}, "invite_email"),
        ({"invite_email": "b" * 243 + "@example.org"}, "invite_email"),
        ({"invite_phone": "015550002"}, "invite_phone"),
        ({"invite_phone": "+0155500020"}, "invite_phone"),
        ({"invite_phone": "+1234567890123456"}, "invite_phone"),
        ({**BY_ADDRESS, "invite_name": "n" * 101}, "invite_name"),
        ({**BY_ADDRESS, "context": "c" * 501}, "context"),
    ],
)
def test_every_field_of_an_invitation_has_its_limit(invite: dict[str, Any], path: str) -> None:
    assert [each.path for each in broken(**invite)] == [path]


def test_the_longest_values_that_the_contract_allows_pass() -> None:
    longest = Invite(
        invite_email="b" * 242 + "@example.org",
        invite_phone="+123456789012345",
        invite_name="n" * 100,
        context=" " + "c" * 500 + " ",
    )
    check_invite(longest, inviter=ANNA, own=OWN)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Address("ben@example.org"), Address("BEN@Example.org"), True),
        (Address("ben@example.org", "+4915550002"), Address(None, "+4915550002"), True),
        (Address("ben@example.org", "+4915550002"), Address("ben@example.org", "+4915550003"), True),
        (Address("ben@example.org"), Address("ben@example.net"), False),
        (Address("ben@example.org"), Address(None, "+4915550002"), False),
        (Address(), Address(), False),
    ],
)
def test_two_addresses_are_the_same_when_one_message_could_reach_both(one: Address, other: Address, same: bool) -> None:
    assert one.meets(other) is same


addresses = st.builds(
    Address,
    st.none() | st.sampled_from(["a@x.org", "A@X.org", "b@x.org"]),
    st.none() | st.sampled_from(["+4915550001", "+4915550002"]),
)


@given(addresses, addresses)
def test_addresses_meet_each_other_both_ways_and_themselves(one: Address, other: Address) -> None:
    assert one.meets(other) == other.meets(one)
    assert one.meets(one) == (one != Address())


@pytest.mark.parametrize(
    ("met", "minutes", "status"),
    [
        (invited(), 0, PENDING),
        (invited(), LAST_MOMENT - 1, PENDING),
        (invited(), LAST_MOMENT, EXPIRED),
        (invited(status=SessionStatus.ABANDONED), 1, EXPIRED),
        (invited(status=SessionStatus.ABANDONED, declined_at=at(1)), 2, DECLINED),
        (invited(status=SessionStatus.ABANDONED, declined_at=at(1)), LAST_MOMENT, DECLINED),
        (session(), LAST_MOMENT, ACCEPTED),
        (session(status=SessionStatus.RESOLVED), 1, ACCEPTED),
        (session(status=SessionStatus.ABANDONED), 1, ACCEPTED),
    ],
)
def test_an_invitation_is_pending_for_a_week_unless_it_is_answered_or_the_session_is_left(
    met: Session, minutes: float, status: InvitationStatus
) -> None:
    assert invitation_status(met, at(minutes)) is status
    if status is EXPIRED:
        with pytest.raises(InvitationExpired) as caught:
            readable(met, at(minutes))
        assert str(caught.value) == "This invitation has expired."
    else:
        assert readable(met, at(minutes)) is status


def join(met: Session, who: str = BEN, *, minutes: float = 5, pair: tuple[Session, ...] = ()) -> Session:
    return accept(met, who, pair=pair, relationship_id=None, now=at(minutes)).state


def test_accepting_opens_stage_0_for_both_and_makes_the_session_live() -> None:
    met = invited(created_at=at(-3))
    expected = evolve(
        met,
        status=SessionStatus.ACTIVE,
        invitation=evolve(met.invitation, accepted_at=at(5)),
        inviter=Participant(ANNA, rows=(StageRow(Stage.ONBOARDING, at(-3)),)),
        invitee=Participant(BEN, rows=(StageRow(Stage.ONBOARDING, at(5)),)),
        updated_at=at(5),
    )
    assert join(met) == expected


def test_accepting_is_announced() -> None:
    decision = accept(invited(), BEN, pair=(), relationship_id=None, now=at(5))
    assert decision.events == (SessionJoined(session_id="sess_1", actor_id=BEN, timestamp=at(5)),)


@pytest.mark.parametrize(("earlier", "expected"), [(None, "rel_1"), ("rel_old", "rel_old")])
def test_a_relationship_that_the_pair_has_is_reused(earlier: str | None, expected: str) -> None:
    decision = accept(invited(), BEN, pair=(), relationship_id=earlier, now=at(5))
    assert decision.state.relationship_id == expected


@pytest.mark.parametrize("met", [invited(), session(), invited(status=SessionStatus.ABANDONED)])
def test_the_inviter_never_answers_their_own_invitation(met: Session) -> None:
    with pytest.raises(Forbidden) as caught:
        join(met, ANNA, minutes=LAST_MOMENT)
    assert str(caught.value) == "You cannot answer your own invitation."


def test_an_invitation_meant_for_one_person_is_theirs_alone() -> None:
    met = invited(person_id=BEN)
    with pytest.raises(Forbidden) as caught:
        join(met, CLEO)
    assert str(caught.value) == "This invitation is meant for somebody else."
    assert join(met, BEN).invitee.id == BEN


def test_an_invitation_by_address_is_a_bearer_link() -> None:
    assert join(invited(), CLEO).invitee.id == CLEO


@pytest.mark.parametrize(
    "met",
    [
        session(),
        session(status=SessionStatus.PAUSED),
        session(status=SessionStatus.RESOLVED),
        session(status=SessionStatus.ABANDONED),
        invited(status=SessionStatus.ABANDONED, declined_at=at(1)),
    ],
)
@pytest.mark.parametrize("who", [BEN, CLEO])
def test_an_answered_invitation_is_a_conflict_for_whoever_comes_later(met: Session, who: str) -> None:
    with pytest.raises(Conflict):
        join(met, who)


@pytest.mark.parametrize(
    ("met", "minutes"), [(invited(), LAST_MOMENT), (invited(status=SessionStatus.ABANDONED), 5)], ids=["late", "left"]
)
def test_an_unanswered_invitation_that_is_over_has_expired(met: Session, minutes: float) -> None:
    with pytest.raises(InvitationExpired):
        join(met, minutes=minutes)


@pytest.mark.parametrize(
    ("other", "open_"),
    [
        (session(id="sess_2"), True),
        (session(id="sess_2", status=SessionStatus.PAUSED), True),
        (invited(id="sess_2", person_id=BEN), True),
        (session(id="sess_2", status=SessionStatus.RESOLVED), False),
        (session(id="sess_2", status=SessionStatus.ABANDONED), False),
        (invited(person_id=BEN), False),
    ],
    ids=["live", "paused", "invited", "resolved", "abandoned", "this very session"],
)
def test_a_pair_has_one_session_at_a_time_that_has_not_ended(other: Session, open_: bool) -> None:
    if open_:
        with pytest.raises(Conflict):
            join(invited(), pair=(other,))
    else:
        assert join(invited(), pair=(other,)).status is SessionStatus.ACTIVE


def test_a_lapsed_invitation_of_the_pair_does_not_count() -> None:
    late = evolve(invited(), invitation=evolve(invited().invitation, expires_at=at(100) + WEEK))
    lapsed = invited(id="sess_2", person_id=BEN)
    assert join(late, minutes=LAST_MOMENT, pair=(lapsed,)).status is SessionStatus.ACTIVE
    assert lapsed.invitation.expires_at == START + WEEK
