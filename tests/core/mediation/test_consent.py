"""Consent, against the contract's *Consent model*: every state, every act, and what a revocation does."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, Forbidden, Invalid, NotFound
from beheard_core.mediation import GateKey, Leave, SessionNotActive, SessionStatus, Stage, leave
from beheard_core.mediation.consent import (
    PROPOSABLE,
    SILENT,
    Answer,
    Choice,
    Request,
    Revocation,
    decide,
    decided_between,
    revoke,
    without_any_share,
)
from beheard_core.mediation.empathy import live_feedback, readable_attempt
from beheard_core.mediation.events import ConsentGranted, ConsentRevoked
from beheard_core.mediation.gates import gates_of
from beheard_core.mediation.model import Consent, ContentType, Session
from beheard_core.mediation.refusals import ConsentRequired
from beheard_core.mediation.stages import self_action_needed
from beheard_core.mediation.standing import awaits_revision, may_revise
from tests.core.mediation.people import (
    ANNA,
    BEN,
    CLEO,
    anna,
    at,
    attempt,
    ben,
    consent,
    feedback_on,
    invited,
    session,
    sharing,
    verdict,
)

S2, S3 = Stage.PERSPECTIVE_STRETCH, Stage.NEED_MAPPING
REQUEST = Request(
    "consent_1", ContentType.BOUNDARY, "A boundary of yours", "I need to rest.", "msg_1", "needing rest", at(5)
)
ASKED = Consent("consent_1", ContentType.BOUNDARY, "msg_1", at(20), by_system=True)

# A state is the record in the session, if there is one, and the question in the owner's vessel, if it was asked.
STATES: dict[str, tuple[Consent | None, Request | None]] = {
    "none": (None, None),
    "pending": (None, REQUEST),
    "GRANTED": (ASKED, REQUEST),
    "GRANTED from the start": (evolve(ASKED, by_system=False), None),
    "DENIED": (evolve(ASKED, granted=False), REQUEST),
    "REVOKED": (evolve(ASKED, revoked_at=at(30)), REQUEST),
}
GRANT, DENY, REVOKE = "grant", "deny", "revoke"
GRANTED = (evolve(ASKED, decided_at=at(40)), ["partner.consent_granted"])
DENIED: tuple[Consent, list[str]] = (evolve(ASKED, decided_at=at(40), granted=False), [])
TABLE: dict[tuple[str, str], Any] = {
    ("none", GRANT): NotFound,
    ("none", DENY): NotFound,
    ("none", REVOKE): NotFound,
    ("pending", GRANT): GRANTED,
    ("pending", DENY): DENIED,
    ("pending", REVOKE): Conflict,
    ("GRANTED", GRANT): Conflict,
    ("GRANTED", DENY): Conflict,
    ("GRANTED", REVOKE): (evolve(ASKED, revoked_at=at(40)), ["partner.consent_revoked"]),
    ("GRANTED from the start", GRANT): Conflict,
    ("GRANTED from the start", DENY): Conflict,
    ("GRANTED from the start", REVOKE): (
        evolve(ASKED, by_system=False, revoked_at=at(40)),
        ["partner.consent_revoked"],
    ),
    ("DENIED", GRANT): Conflict,
    ("DENIED", DENY): Conflict,
    ("DENIED", REVOKE): Conflict,
    ("REVOKED", GRANT): Conflict,
    ("REVOKED", DENY): Conflict,
    ("REVOKED", REVOKE): (evolve(ASKED, revoked_at=at(30)), []),
}


def answer(met: Session, who: str, choice: Choice, request: Request | None) -> Decision[Session]:
    body = Answer(consent_request_id="consent_1", decision=choice)
    return decide(met, who, body, request=request, now=at(40))


def take_back(met: Session, who: str, name: str = "consent_1", *, pending: bool = False) -> Decision[Session]:
    return revoke(met, who, name, pending=pending, now=at(40))


ACTS: dict[str, Callable[[Session, str, Request | None], Decision[Session]]] = {
    GRANT: lambda met, who, request: answer(met, who, Choice.GRANTED, request),
    DENY: lambda met, who, request: answer(met, who, Choice.DENIED, request),
    REVOKE: lambda met, who, request: take_back(met, who, pending=request is not None),
}


def holding(record: Consent | None, **facts: Any) -> Session:
    return session(anna(S2, consents=() if record is None else (record,)), ben(S2), **facts)


def test_the_table_has_every_state_and_every_act() -> None:
    assert TABLE.keys() == {(state, act) for state in STATES for act in ACTS}


@pytest.mark.parametrize(("state", "act"), TABLE)
def test_an_act_makes_of_a_state_what_the_contract_says(state: str, act: str) -> None:
    record, request = STATES[state]
    met, outcome = holding(record), TABLE[state, act]
    if isinstance(outcome, type):
        with pytest.raises(outcome):
            ACTS[act](met, ANNA, request)
        return
    becomes, events = outcome
    decision = ACTS[act](met, ANNA, request)
    assert decision.state.inviter.consents == (becomes,)
    assert [each.name for each in decision.events] == events
    assert decision.state.updated_at == (at(40) if events else met.updated_at)
    assert evolve(decision.state, inviter=met.inviter, updated_at=met.updated_at) == met


@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
@pytest.mark.parametrize("state", STATES)
def test_outside_a_live_session_nothing_is_granted_and_all_else_is_as_ever(status: SessionStatus, state: str) -> None:
    record, request = STATES[state]
    met = holding(record, status=status)
    with pytest.raises(SessionNotActive):
        ACTS[GRANT](met, ANNA, request)
    for act in (DENY, REVOKE):
        outcome = TABLE[state, act]
        if isinstance(outcome, type):
            with pytest.raises(outcome):
                ACTS[act](met, ANNA, request)
        else:
            assert ACTS[act](met, ANNA, request).state.inviter.consents == (outcome[0],)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", STATES)
def test_a_record_of_the_others_is_nobodys(act: str, state: str) -> None:
    with pytest.raises(NotFound):
        ACTS[act](holding(STATES[state][0]), BEN, None)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("met", [holding(ASKED), holding(ASKED, status=SessionStatus.PAUSED), invited()])
def test_only_the_two_participants_decide(act: str, met: Session) -> None:
    with pytest.raises(Forbidden):
        ACTS[act](met, CLEO, REQUEST)


def test_the_channel_is_told_who_and_when_and_nothing_else() -> None:
    common: dict[str, Any] = {"session_id": "sess_1", "actor_id": ANNA, "timestamp": at(40)}
    assert ACTS[GRANT](holding(None), ANNA, REQUEST).events == (ConsentGranted(**common),)
    assert ACTS[REVOKE](holding(ASKED), ANNA, None).events == (ConsentRevoked(**common),)


def test_the_withdrawal_of_a_strategy_is_not_announced_because_that_would_name_its_author() -> None:
    assert {ContentType.STRATEGY_PROPOSAL} == SILENT
    decision = take_back(holding(evolve(ASKED, content_type=ContentType.STRATEGY_PROPOSAL)), ANNA)
    assert (decision.events, decision.state.updated_at) == ((), holding(None).updated_at)
    assert not decision.state.inviter.consents[0].is_live


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (Answer(consent_request_id="consent_1", decision=Choice.GRANTED, edited_content="e" * 1200), []),
        (Answer(consent_request_id=" ", decision=Choice.DENIED), ["consent_request_id"]),
        (
            Answer(consent_request_id="c" * 201, decision=Choice.GRANTED, edited_content="e" * 1201),
            ["consent_request_id", "edited_content"],
        ),
    ],
)
def test_an_answer_names_a_request_and_has_at_most_1200_characters(body: Answer, paths: list[str]) -> None:
    if not paths:
        assert decide(holding(None), ANNA, body, request=REQUEST, now=at(40))
        return
    with pytest.raises(Invalid) as caught:
        decide(holding(None), ANNA, body, request=REQUEST, now=at(40))
    assert [each.path for each in caught.value.violations] == paths


def test_a_revocation_names_a_record() -> None:
    assert Revocation(consent_record_id=" consent_1 ").consent_record_id == "consent_1"


def test_what_may_be_asked_is_ones_own_and_belongs_to_the_stages_in_between() -> None:
    asked = {ContentType.EVENT_SUMMARY, ContentType.EMOTIONAL_PATTERN, ContentType.BOUNDARY}
    assert {S2: asked, S3: asked} == PROPOSABLE


# What a revocation takes with it


OPEN_HEARTED = session(
    anna(S2, **sharing("att_anna"), verdicts=(verdict("att_ben", validated=True),)),
    ben(
        S2,
        drafted_at=at(9),
        attempts=(attempt("att_old"), attempt("att_ben")),
        verdicts=(verdict("att_anna", validated=False, feedback_shared=True),),
        consents=(consent("att_old"), consent("att_ben"), feedback_on("att_anna")),
    ),
)


def test_a_withdrawn_attempt_closes_the_authors_gate_and_both_lose_sight_and_the_draft_is_open_again() -> None:
    after = take_back(OPEN_HEARTED, BEN, "consent_att_ben").state
    assert readable_attempt(after, ANNA) is None
    with pytest.raises(ConsentRequired):
        readable_attempt(after, BEN)
    assert GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE in self_action_needed(after, BEN)
    assert may_revise(after.invitee, after.inviter)
    assert after.inviter == OPEN_HEARTED.inviter


def test_a_gate_that_was_left_behind_stays_as_it_was_when_the_attempt_is_withdrawn() -> None:
    moved_on = session(anna(S3, **sharing("att_anna")), ben(S3, **sharing("att_ben")))
    before = gates_of(moved_on, moved_on.inviter, moved_on.invitee, S2)
    after = take_back(moved_on, ANNA, "consent_att_anna").state
    assert gates_of(after, after.inviter, after.invitee, S2) == before


def test_withdrawing_what_was_superseded_leaves_what_superseded_it() -> None:
    after = take_back(OPEN_HEARTED, BEN, "consent_att_old").state
    assert readable_attempt(after, ANNA) == OPEN_HEARTED.invitee.attempts[-1]


def test_withdrawing_a_revision_does_not_bring_the_one_before_back() -> None:
    assert readable_attempt(take_back(OPEN_HEARTED, BEN, "consent_att_ben").state, ANNA) is None


def test_withdrawn_feedback_takes_the_request_to_revise_with_it_and_leaves_the_word_itself() -> None:
    assert awaits_revision(OPEN_HEARTED.invitee, OPEN_HEARTED.inviter)
    after = take_back(OPEN_HEARTED, BEN, "consent_on_att_anna").state
    assert live_feedback(after.inviter, after.invitee) is None
    assert not awaits_revision(after.invitee, after.inviter)
    assert not may_revise(after.inviter, after.invitee)
    assert after.invitee.verdicts == (verdict("att_anna", validated=False),)
    assert after.invitee.attempts == OPEN_HEARTED.invitee.attempts


def test_taking_everything_back_spares_what_was_denied_or_revoked_before() -> None:
    me = anna(
        S2,
        attempts=(attempt("att_anna"),),
        consents=(consent("att_anna"), evolve(ASKED, granted=False), evolve(ASKED, id="c", revoked_at=at(30))),
    )
    bare = without_any_share(session(me), ANNA, now=at(40)).inviter
    assert [each.revoked_at for each in bare.consents] == [at(40), None, at(30)]
    assert [each.withdrawn_at for each in bare.attempts] == [at(40)]


def test_leaving_revokes_every_consent_unless_it_keeps_them() -> None:
    for keep, alive in ((False, 0), (True, 3)):
        left = leave(OPEN_HEARTED, BEN, Leave(keep_shared=keep), now=at(40)).state
        assert sum(each.is_live for each in left.invitee.consents) == alive
        assert left.inviter.consents == OPEN_HEARTED.inviter.consents


# What goes into the audit


def test_what_was_decided_between_two_states_is_told_of_each_person_once() -> None:
    denied = answer(OPEN_HEARTED, ANNA, Choice.DENIED, REQUEST).state
    granted = answer(denied, BEN, Choice.GRANTED, REQUEST).state
    left = leave(granted, BEN, Leave(), now=at(50)).state
    assert list(decided_between(OPEN_HEARTED, denied)) == [(ANNA, "denied", "consent_1")]
    assert list(decided_between(denied, granted)) == [(BEN, "granted", "consent_1")]
    names = ["consent_att_old", "consent_att_ben", "consent_on_att_anna", "consent_1"]
    assert list(decided_between(granted, left)) == [(BEN, "revoked", name) for name in names]
    assert list(decided_between(left, left)) == []
    assert len(list(decided_between(OPEN_HEARTED, granted))) == 2
