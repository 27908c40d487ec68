"""Opening, resting and leaving, against the contract's *Sessions*."""

from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Forbidden, Invalid, NotFound
from beheard_core.mediation import (
    PENDING,
    Address,
    InvitationStatus,
    Invite,
    Leave,
    Opening,
    Other,
    Participant,
    Pause,
    Relationship,
    Session,
    SessionNotActive,
    SessionStatus,
    Stage,
    StageStatus,
    create,
    invitation_status,
    leave,
    pause,
    resume,
    stage_status,
)
from beheard_core.mediation.events import SessionAbandoned, SessionPaused, SessionResumed
from beheard_core.mediation.model import Consent, ContentType, Invitation
from tests.core.mediation.people import (
    ANNA,
    BEN,
    CLEO,
    START,
    WEEK,
    anna,
    at,
    attempt,
    ben,
    invited,
    person,
    session,
    sharing,
    verdict,
)

TO_BEN = Invite(invite_email="ben@example.org")
BY_NAME = Invite(person_id=BEN)
KNOWN = Relationship("rel_old", ANNA, START, BEN)
LATER = 8 * 24 * 60
BENS = Address("ben@example.org", "+4915550002")


def open_(invite: Invite, *others: Other, known: Relationship | None = None, minutes: float = 5) -> Opening:
    decision = create(
        ANNA,
        invite,
        own=Address("anna@example.org"),
        known=known,
        others=others,
        session_id="sess_new",
        relationship_id="rel_new",
        invitation_id="inv_new",
        now=at(minutes),
    )
    assert decision.events == ()
    return decision.state


def test_a_new_session_waits_for_somebody_unknown_for_seven_days() -> None:
    assert open_(TO_BEN) == Opening(
        Session(
            id="sess_new",
            relationship_id="rel_new",
            status=SessionStatus.INVITED,
            created_at=at(5),
            updated_at=at(5),
            invitation=Invitation("inv_new", at(5), at(5) + WEEK),
            inviter=Participant(ANNA),
            invitee=Participant(PENDING),
        ),
        Relationship("rel_new", ANNA, at(5)),
    )


def test_the_partner_stays_pending_even_when_the_invitation_names_a_known_person() -> None:
    opening = open_(BY_NAME, known=KNOWN)
    assert PENDING == "user_pending"
    assert opening.session.invitee.id == PENDING
    assert opening.session.invitation.person_id == BEN


def test_a_known_person_is_invited_into_the_relationship_there_is() -> None:
    opening = open_(BY_NAME, known=KNOWN)
    assert (opening.relationship, opening.session.relationship_id) == (KNOWN, "rel_old")


def test_a_person_without_a_relationship_is_nobody_to_be_named() -> None:
    with pytest.raises(NotFound) as caught:
        open_(BY_NAME)
    assert str(caught.value) == "No such person."


@pytest.mark.parametrize(
    "invite", [Invite(), Invite(person_id=ANNA), Invite(invite_email="anna@example.org"), Invite(invite_phone="12")]
)
def test_an_invitation_that_breaks_a_rule_is_refused_before_anything_is_looked_up(invite: Invite) -> None:
    with pytest.raises(Invalid):
        open_(invite, Other(session(), BENS))


WITH_BEN = session()
WITH_ANNA_INVITED_BY_BEN = session(ben(), anna())
BENS_OFFER_TO_ANNA = invited(inviter=Participant(BEN), person_id=ANNA)


@pytest.mark.parametrize(
    ("invite", "other"),
    [
        (BY_NAME, Other(WITH_BEN, Address())),
        (BY_NAME, Other(session(status=SessionStatus.PAUSED), Address())),
        (BY_NAME, Other(WITH_ANNA_INVITED_BY_BEN, Address())),
        (BY_NAME, Other(BENS_OFFER_TO_ANNA, Address())),
        (BY_NAME, Other(invited(person_id=BEN), Address())),
        (TO_BEN, Other(invited(), Address("Ben@Example.org"))),
        (TO_BEN, Other(WITH_BEN, BENS)),
        (Invite(invite_phone="+4915550002"), Other(invited(), BENS)),
    ],
)
def test_one_session_at_a_time_with_the_same_person_or_address(invite: Invite, other: Other) -> None:
    with pytest.raises(Conflict):
        open_(invite, other, known=KNOWN if invite.person_id else None)


@pytest.mark.parametrize(
    ("invite", "other"),
    [
        (BY_NAME, Other(session(invitee=person(CLEO)), Address())),
        (BY_NAME, Other(invited(), BENS)),
        (TO_BEN, Other(WITH_BEN, Address())),
        (TO_BEN, Other(invited(person_id=BEN), Address())),
        (TO_BEN, Other(invited(), Address("cleo@example.org", "+4915550002"))),
    ],
    ids=["another person", "an address against a name", "no address", "a name against an address", "another address"],
)
def test_addresses_are_compared_with_invitations_and_never_with_people(invite: Invite, other: Other) -> None:
    opening = open_(invite, other, known=KNOWN if invite.person_id else None)
    assert opening.session.status is SessionStatus.INVITED
    assert opening.replaced == ()


@pytest.mark.parametrize(
    ("invite", "lapsed"),
    [(BY_NAME, Other(invited(person_id=BEN), Address())), (TO_BEN, Other(invited(), BENS))],
)
def test_my_invitation_that_lapsed_does_not_count_and_its_session_is_abandoned(invite: Invite, lapsed: Other) -> None:
    opening = open_(invite, lapsed, known=KNOWN if invite.person_id else None, minutes=LATER)
    (replaced,) = opening.replaced
    assert (replaced.id, replaced.status) == ("sess_1", SessionStatus.ABANDONED)
    assert replaced.updated_at == lapsed.session.updated_at


def test_a_lapsed_invitation_of_the_other_person_does_not_count_and_stays_theirs() -> None:
    opening = open_(BY_NAME, Other(BENS_OFFER_TO_ANNA, Address()), known=KNOWN, minutes=LATER)
    assert opening.replaced == ()


def test_a_conflict_replaces_nothing_even_beside_an_invitation_that_lapsed() -> None:
    others: list[Any] = [Other(invited(id="sess_0"), BENS), Other(WITH_BEN, BENS)]
    with pytest.raises(Conflict):
        open_(TO_BEN, *others, minutes=LATER)


COMMON: dict[str, Any] = {"session_id": "sess_1", "timestamp": at(5)}
RESTING = session(status=SessionStatus.PAUSED)
ENDED = [session(status=SessionStatus.RESOLVED), session(status=SessionStatus.ABANDONED)]


@pytest.mark.parametrize("who", [ANNA, BEN])
def test_either_may_pause_and_either_may_go_on(who: str) -> None:
    met = session()
    resting = pause(met, who, Pause(), now=at(5)).state
    assert resting == evolve(met, status=SessionStatus.PAUSED, updated_at=at(5))
    for other in (ANNA, BEN):
        decision = resume(resting, other, now=at(6))
        assert decision.state == evolve(met, updated_at=at(6))
        assert decision.events == (SessionResumed(session_id="sess_1", actor_id=other, timestamp=at(6)),)


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (Pause(), None),
        (Pause(reason="I am tired."), None),
        (Pause(reason="I am tired.", share_reason=True), "I am tired."),
        (Pause(reason=" ", share_reason=True), None),
    ],
)
def test_the_partner_is_told_why_only_if_that_was_wished(rest: Pause, told: str | None) -> None:
    decision = pause(session(), ANNA, rest, now=at(5))
    assert decision.events == (SessionPaused(**COMMON, actor_id=ANNA, by=ANNA, reason=told),)


@pytest.mark.parametrize(
    ("met", "refusal"),
    [(RESTING, Conflict), (invited(), SessionNotActive), *((each, SessionNotActive) for each in ENDED)],
)
def test_only_a_live_session_can_be_paused(met: Session, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        pause(met, ANNA, Pause(), now=at(5))


@pytest.mark.parametrize(
    ("met", "refusal"),
    [(session(), Conflict), (invited(), SessionNotActive), *((each, SessionNotActive) for each in ENDED)],
)
def test_only_a_paused_session_can_be_resumed(met: Session, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        resume(met, ANNA, now=at(5))


@pytest.mark.parametrize(
    "act",
    [
        lambda met, reason: pause(met, ANNA, Pause(reason=reason), now=at(5)),
        lambda met, reason: leave(met, ANNA, Leave(reason=reason), now=at(5)),
    ],
    ids=["pause", "leave"],
)
def test_a_reason_has_at_most_200_characters(act: Any) -> None:
    act(session(), "r" * 200)
    with pytest.raises(Invalid) as caught:
        act(session(), "r" * 201)
    assert [each.path for each in caught.value.violations] == ["reason"]


@pytest.mark.parametrize(
    ("met", "who"),
    [(session(), ANNA), (session(), BEN), (RESTING, BEN), (invited(), ANNA)],
    ids=["inviter", "invitee", "while paused", "before anybody has joined"],
)
def test_leaving_ends_any_session_that_has_not_ended_and_says_nothing_more(met: Session, who: str) -> None:
    decision = leave(met, who, Leave(reason="Enough."), now=at(5))
    assert (decision.state.status, decision.state.updated_at) == (SessionStatus.ABANDONED, at(5))
    assert decision.events == (SessionAbandoned(**COMMON, actor_id=who),)


def test_leaving_before_anybody_has_joined_expires_the_invitation() -> None:
    left = leave(invited(), ANNA, Leave(), now=at(5)).state
    assert invitation_status(left, at(6)) is InvitationStatus.EXPIRED


@pytest.mark.parametrize("met", ENDED)
def test_nobody_leaves_what_has_ended(met: Session) -> None:
    with pytest.raises(SessionNotActive):
        leave(met, ANNA, Leave(), now=at(5))


SHARED = session(
    anna(Stage.PERSPECTIVE_STRETCH, **sharing("att_anna"), verdicts=(verdict("att_ben", validated=True),)),
    ben(
        Stage.PERSPECTIVE_STRETCH,
        drafted_at=at(9),
        attempts=(attempt("att_old", withdrawn=True), attempt("att_ben")),
        verdicts=(verdict("att_anna", validated=False, feedback_shared=True),),
        consents=(
            Consent("consent_old", ContentType.EMPATHY_ATTEMPT, "att_old", at(8), revoked_at=at(30)),
            Consent("consent_ben", ContentType.EMPATHY_ATTEMPT, "att_ben", at(10)),
            Consent("consent_words", ContentType.EVENT_SUMMARY, "att_anna", at(20)),
        ),
    ),
)


def test_what_the_leaver_has_shared_is_withdrawn_and_what_the_other_has_shared_stays() -> None:
    left = leave(SHARED, BEN, Leave(), now=at(60)).state
    assert [each.revoked_at for each in left.invitee.consents] == [at(30), at(60), at(60)]
    assert [each.withdrawn_at for each in left.invitee.attempts] == [at(30), at(60)]
    assert [each.feedback_shared for each in left.invitee.verdicts] == [False]
    assert left.inviter.attempts == SHARED.inviter.attempts
    assert left.inviter.verdicts == SHARED.inviter.verdicts


def test_the_leaver_may_leave_behind_what_was_shared() -> None:
    left = leave(SHARED, BEN, Leave(keep_shared=True), now=at(60)).state
    assert left.invitee.consents == SHARED.invitee.consents
    assert left.invitee.attempts == SHARED.invitee.attempts
    assert left.invitee.verdicts == SHARED.invitee.verdicts


@pytest.mark.parametrize("keep", [True, False])
def test_leaving_changes_no_status_of_a_stage(keep: bool) -> None:
    left = leave(SHARED, ANNA, Leave(keep_shared=keep), now=at(60)).state
    for stage in Stage:
        before = [
            stage_status(SHARED, SHARED.inviter, SHARED.invitee, stage),
            stage_status(SHARED, SHARED.invitee, SHARED.inviter, stage),
        ]
        after = [
            stage_status(left, left.inviter, left.invitee, stage),
            stage_status(left, left.invitee, left.inviter, stage),
        ]
        assert after == before
    assert stage_status(left, left.inviter, left.invitee, Stage.PERSPECTIVE_STRETCH) is StageStatus.GATE_PENDING
    assert stage_status(left, left.invitee, left.inviter, Stage.PERSPECTIVE_STRETCH) is StageStatus.IN_PROGRESS


@pytest.mark.parametrize(
    "act",
    [
        lambda met, who: pause(met, who, Pause(), now=at(5)),
        lambda met, who: resume(met, who, now=at(5)),
        lambda met, who: leave(met, who, Leave(), now=at(5)),
    ],
    ids=["pause", "resume", "leave"],
)
@pytest.mark.parametrize(
    ("met", "who"), [(session(), CLEO), (RESTING, CLEO), (invited(), BEN), (invited(), PENDING), (ENDED[0], CLEO)]
)
def test_only_the_two_participants_decide_over_the_session(act: Any, met: Session, who: str) -> None:
    with pytest.raises(Forbidden):
        act(met, who)
