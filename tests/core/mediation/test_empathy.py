"""Stage 2, against the contract's *Stage 2*."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from beheard_core import Conflict, Decision, Forbidden, Invalid, NotFound
from beheard_core.mediation import GateKey, GateNotSatisfied, SessionNotActive, SessionStatus, Stage
from beheard_core.mediation.empathy import (
    DraftChange,
    Judgement,
    Sharing,
    judge_attempt,
    live_feedback,
    readable_attempt,
    save_draft,
    share,
)
from beheard_core.mediation.events import ConsentRevoked, EmpathyFeedback, EmpathyShared
from beheard_core.mediation.model import Attempt, Consent, ContentType, Session, Verdict
from beheard_core.mediation.refusals import ConsentRequired, PartnerNotReady
from beheard_core.mediation.stages import partner_action_needed, self_action_needed
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

S1, S2, S3, S4 = list(Stage)[1:]
DRAFTED: dict[str, Any] = {"drafted_at": at(9)}
MINE, THEIRS = sharing("att_anna"), sharing("att_ben")
WITHDRAWN: dict[str, Any] = {
    **DRAFTED,
    "attempts": (attempt("att_anna", withdrawn=True),),
    "consents": (consent("att_anna", revoked_at=at(30)),),
}
ASKS: dict[str, Any] = {
    **THEIRS,
    "verdicts": (verdict("att_anna", validated=False, feedback_shared=True),),
    "consents": (*THEIRS["consents"], feedback_on("att_anna")),
}
BOTH = session(anna(S2, **MINE), ben(S2, **THEIRS))


def draft(met: Session, who: str = ANNA, content: str = "You may be tired.") -> Decision[Session]:
    return save_draft(met, who, DraftChange(content=content), now=at(40))


def give(met: Session, who: str = ANNA, *, draft_id: str = "draft_1", has: str | None = "draft_1") -> Decision[Session]:
    body = Sharing(draft_id=draft_id)
    return share(met, who, body, draft_id=has, attempt_id="att_new", consent_id="consent_new", now=at(40))


def judge(met: Session, who: str = ANNA, *, validated: bool = True, **said: Any) -> Decision[Session]:
    return judge_attempt(met, who, Judgement(validated=validated, **said), consent_id="consent_new", now=at(40))


SHARED_FEEDBACK: dict[str, Any] = {"feedback": "Not quite.", "consent_to_share_feedback": True}
WRITES: dict[str, Callable[..., Decision[Session]]] = {"draft": draft, "share": give, "judge": judge}


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("status", [each for each in SessionStatus if each is not SessionStatus.ACTIVE])
def test_nobody_acts_in_a_session_that_is_not_live_whatever_else_is_missing(act: str, status: SessionStatus) -> None:
    for met in (evolve(BOTH, status=status), session(status=status)):
        with pytest.raises(SessionNotActive):
            WRITES[act](met)


@pytest.mark.parametrize("act", WRITES)
def test_nobody_acts_before_stage_2(act: str) -> None:
    with pytest.raises(GateNotSatisfied) as caught:
        WRITES[act](session(anna(S1), ben(S2, **THEIRS)))
    assert caught.value.required_stage is S2


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("met", [BOTH, invited(), evolve(BOTH, status=SessionStatus.PAUSED)])
def test_only_the_two_participants_act(act: str, met: Session) -> None:
    with pytest.raises(Forbidden):
        WRITES[act](met, CLEO)


# Drafts


def test_the_first_draft_opens_a_gate_and_tells_nobody() -> None:
    met = session(anna(S2), ben(S2))
    decision = draft(met)
    assert decision == Decision(evolve(met, inviter=evolve(met.inviter, drafted_at=at(40))))
    assert GateKey.EMPATHY_ATTEMPT_CREATED not in self_action_needed(decision.state, ANNA)


def test_a_later_draft_changes_no_fact() -> None:
    met = session(anna(S2, **DRAFTED), ben(S2))
    assert draft(met) == Decision(met)


@pytest.mark.parametrize(
    ("mine", "theirs", "open_"),
    [
        ({}, {}, True),
        (DRAFTED, THEIRS, True),
        (MINE, {}, False),
        (MINE, THEIRS, False),
        (WITHDRAWN, THEIRS, True),
        (MINE, ASKS, True),
        (MINE, {**THEIRS, "verdicts": (verdict("att_anna", validated=False),)}, False),
        (MINE, {**THEIRS, "verdicts": (verdict("att_anna", validated=True, feedback_shared=True),)}, False),
        (MINE, {**THEIRS, "verdicts": (verdict("att_old", validated=False, feedback_shared=True),)}, False),
    ],
    ids=[
        "nothing yet",
        "a draft",
        "an attempt",
        "attempts of both",
        "withdrawn",
        "a revision asked for",
        "found wrong, unshared",
        "found right, shared",
        "asked to revise the one before",
    ],
)
@pytest.mark.parametrize("stage", [S2, S3, S4])
@pytest.mark.parametrize("act", [draft, give])
def test_what_is_shared_is_closed_until_it_is_withdrawn_or_a_revision_is_asked_for(
    act: Callable[[Session], Decision[Session]],
    stage: Stage,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    open_: bool,
) -> None:
    met = session(anna(stage, **mine), ben(S2, **theirs))
    if open_:
        assert act(met)
    else:
        with pytest.raises(Conflict):
            act(met)


@pytest.mark.parametrize(
    ("kind", "said", "paths"),
    [
        (DraftChange, {"content": "c" * 1200, "ready_to_share": True}, []),
        (DraftChange, {"content": "c" * 1201}, ["content"]),
        (DraftChange, {"content": " ", "ready_to_share": 1}, ["content", "ready_to_share"]),
        (Sharing, {"draft_id": "draft_1", "final_content": "c" * 1200}, []),
        (Sharing, {"draft_id": " ", "final_content": "c" * 1201}, ["draft_id", "final_content"]),
        (Judgement, {"validated": True, "feedback": "f" * 1000, "consent_to_share_feedback": True}, []),
        (Judgement, {"validated": 1, "feedback": "f" * 1001}, ["validated", "feedback"]),
        (Judgement, {"validated": True, "consent_to_share_feedback": "no"}, ["consent_to_share_feedback"]),
        (Judgement, {"validated": False, "consent_to_share_feedback": True}, ["feedback"]),
        (Judgement, {"validated": False, "feedback": " ", "consent_to_share_feedback": True}, ["feedback"]),
    ],
)
def test_what_is_said_keeps_to_its_limits(kind: Any, said: dict[str, Any], paths: list[str]) -> None:
    acts: dict[Any, Callable[[Any], object]] = {
        DraftChange: lambda body: save_draft(session(anna(S2)), ANNA, body, now=at(40)),
        Sharing: lambda body: share(
            session(anna(S2)), ANNA, body, draft_id="draft_1", attempt_id="a", consent_id="c", now=at(40)
        ),
        Judgement: lambda body: judge_attempt(BOTH, ANNA, body, consent_id="c", now=at(40)),
    }
    if not paths:
        acts[kind](kind(**said))
        return
    with pytest.raises(Invalid) as caught:
        acts[kind](kind(**said))
    assert [each.path for each in caught.value.violations] == paths


# Sharing


def test_sharing_writes_a_consent_and_an_attempt_and_tells_the_channel_no_more_than_that() -> None:
    met = session(anna(S2, **DRAFTED), ben(S2))
    decision = give(met)
    me = decision.state.inviter
    assert me.attempts == (Attempt("att_new", at(40), None, "consent_new"),)
    assert me.consents == (Consent("consent_new", ContentType.EMPATHY_ATTEMPT, "att_new", at(40)),)
    assert me.consents[0].is_live
    assert not me.consents[0].by_system
    assert decision.events == (EmpathyShared(session_id="sess_1", actor_id=ANNA, timestamp=at(40)),)
    expected = evolve(met.inviter, attempts=me.attempts, consents=me.consents)
    assert decision.state == evolve(met, inviter=expected, updated_at=at(40))


@pytest.mark.parametrize(("named", "has"), [("draft_1", None), ("draft_2", "draft_1")], ids=["none", "another's"])
@pytest.mark.parametrize("met", [session(anna(S2)), BOTH], ids=["open", "closed"])
def test_a_draft_that_is_not_ones_own_is_no_draft_and_that_comes_before_a_conflict(
    named: str, has: str | None, met: Session
) -> None:
    with pytest.raises(NotFound) as caught:
        give(met, draft_id=named, has=has)
    assert str(caught.value) == "No such draft."


def test_a_revision_supersedes_the_attempt_before_whose_record_stays_granted() -> None:
    revised = give(session(anna(S2, **MINE), ben(S2, **ASKS))).state
    assert [each.id for each in revised.inviter.attempts] == ["att_anna", "att_new"]
    assert [(each.granted, each.revoked_at) for each in revised.inviter.consents] == [(True, None)] * 2
    readable = readable_attempt(revised, BEN)
    assert readable is not None
    assert readable.id == "att_new"
    assert GateKey.VALIDATED_PARTNER_ATTEMPT not in partner_action_needed(revised, BEN)
    with pytest.raises(Conflict):
        give(revised)


def test_sharing_again_after_withdrawing_makes_a_new_attempt() -> None:
    shared = give(session(anna(S2, **WITHDRAWN), ben(S2))).state
    assert [each.withdrawn_at for each in shared.inviter.attempts] == [at(30), None]
    assert [each.is_live for each in shared.inviter.consents] == [False, True]


# Reading the other's


@pytest.mark.parametrize(
    ("theirs", "readable"),
    [
        ({}, None),
        (DRAFTED, None),
        (THEIRS, "att_ben"),
        ({**DRAFTED, "attempts": (attempt("att_ben", withdrawn=True),)}, None),
        ({**DRAFTED, "attempts": (attempt("att_old"), attempt("att_ben"))}, "att_ben"),
        ({**DRAFTED, "attempts": (attempt("att_old"), attempt("att_ben", withdrawn=True))}, None),
    ],
    ids=["missing", "a draft", "shared", "withdrawn", "revised", "the revision is withdrawn"],
)
@pytest.mark.parametrize("status", SessionStatus)
def test_who_shares_reads_the_live_attempt_in_any_session_and_no_other(
    theirs: dict[str, Any], readable: str | None, status: SessionStatus
) -> None:
    found = readable_attempt(session(anna(S2, **MINE), ben(S2, **theirs), status=status), ANNA)
    assert (None if found is None else found.id) == readable


@pytest.mark.parametrize("mine", [{}, DRAFTED, WITHDRAWN], ids=["nothing", "a draft", "withdrawn"])
@pytest.mark.parametrize("theirs", [{}, THEIRS])
def test_who_does_not_share_reads_nothing(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    with pytest.raises(ConsentRequired) as caught:
        readable_attempt(session(anna(S2, **mine), ben(S2, **theirs)), ANNA)
    assert str(caught.value) == "Please share your own first."


def test_the_stage_comes_first_and_the_participant_before_that() -> None:
    with pytest.raises(GateNotSatisfied):
        readable_attempt(session(anna(S1), ben(S2, **THEIRS)), ANNA)
    with pytest.raises(Forbidden):
        readable_attempt(session(anna(S1)), CLEO)


# Judging it


@pytest.mark.parametrize("validated", [True, False])
@pytest.mark.parametrize("feedback", [None, "Close to it."])
def test_a_word_on_an_attempt_is_private(validated: bool, feedback: str | None) -> None:
    decision = judge(BOTH, validated=validated, feedback=feedback)
    word = Verdict("att_ben", validated, at(40))
    assert decision == Decision(evolve(BOTH, inviter=evolve(BOTH.inviter, verdicts=(word,))))


@pytest.mark.parametrize("validated", [True, False])
def test_feedback_is_shared_by_a_consent_of_its_own(validated: bool) -> None:
    decision = judge(BOTH, validated=validated, **SHARED_FEEDBACK)
    me = decision.state.inviter
    given = Consent("consent_new", ContentType.EVENT_SUMMARY, "att_ben", at(40))
    assert me.consents == (*BOTH.inviter.consents, given)
    assert me.verdicts == (Verdict("att_ben", validated, at(40), feedback_shared=True),)
    assert decision.events == (EmpathyFeedback(session_id="sess_1", actor_id=ANNA, timestamp=at(40)),)
    assert decision.state.updated_at == at(40)
    assert live_feedback(decision.state.invitee, me) == given
    asked = GateKey.VALIDATED_PARTNER_ATTEMPT in partner_action_needed(decision.state, ANNA)
    assert asked is (not validated)


def test_a_new_word_on_the_same_attempt_replaces_the_whole_of_the_one_before() -> None:
    older = verdict("att_older", validated=False)
    met = session(anna(S2, **MINE, verdicts=(older, verdict("att_ben", validated=True))), ben(S2, **THEIRS))
    assert judge(met, validated=False).state.inviter.verdicts == (older, Verdict("att_ben", False, at(40)))


def test_feedback_that_is_not_shared_again_is_revoked_and_the_other_is_told_to_look() -> None:
    asked = session(ben(S2, **ASKS), anna(S2, **MINE))
    decision = judge(asked, BEN, validated=False, feedback="Not quite.")
    me = decision.state.inviter
    assert me.consents == (consent("att_ben"), feedback_on("att_anna", revoked_at=at(40)))
    assert me.verdicts == (Verdict("att_anna", False, at(40)),)
    assert decision.events == (ConsentRevoked(session_id="sess_1", actor_id=BEN, timestamp=at(40)),)
    assert decision.state.updated_at == at(40)
    assert live_feedback(decision.state.invitee, me) is None
    with pytest.raises(Conflict):
        draft(decision.state)


def test_feedback_that_is_shared_anew_has_a_record_of_its_own_and_the_old_one_is_revoked() -> None:
    asked = session(ben(S2, **ASKS), anna(S2, **MINE))
    decision = judge(asked, BEN, validated=False, **SHARED_FEEDBACK)
    me = decision.state.inviter
    anew = Consent("consent_new", ContentType.EVENT_SUMMARY, "att_anna", at(40))
    assert me.consents == (consent("att_ben"), feedback_on("att_anna", revoked_at=at(40)), anew)
    assert [type(each) for each in decision.events] == [EmpathyFeedback]
    assert live_feedback(decision.state.invitee, me) == anew


def test_feedback_that_was_revoked_before_is_revoked_no_more_than_once() -> None:
    gone = {**ASKS, "consents": (consent("att_ben"), feedback_on("att_anna", revoked_at=at(25)))}
    decision = judge(session(ben(S2, **gone), anna(S2, **MINE)), BEN, validated=False)
    assert decision.events == ()
    assert [each.revoked_at for each in decision.state.inviter.consents] == [None, at(25)]


@pytest.mark.parametrize("mine", [{}, DRAFTED, WITHDRAWN])
@pytest.mark.parametrize("theirs", [{}, THEIRS])
def test_who_shares_nothing_says_nothing_of_the_others(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    with pytest.raises(ConsentRequired):
        judge(session(anna(S2, **mine), ben(S2, **theirs)))


@pytest.mark.parametrize("theirs", [{}, DRAFTED, {"attempts": (attempt("att_ben", withdrawn=True),)}])
@pytest.mark.parametrize("named", [None, "att_ben"])
def test_there_must_be_something_to_judge(theirs: dict[str, Any], named: str | None) -> None:
    with pytest.raises(PartnerNotReady) as caught:
        judge(session(anna(S2, **MINE), ben(S2, **theirs)), attempt_id=named)
    assert str(caught.value) == "Your partner has not taken this step yet."


def test_the_attempt_may_be_named_and_must_then_be_the_live_one() -> None:
    revised = session(anna(S2, **MINE), ben(S2, attempts=(attempt("att_ben"), attempt("att_new"))))
    assert judge(revised, attempt_id="att_new").state.inviter.verdicts[0].attempt_id == "att_new"
    for named in ("att_ben", "att_anna", "att_none"):
        with pytest.raises(Conflict):
            judge(revised, attempt_id=named)


# What the author sees of it


@pytest.mark.parametrize(
    ("consents", "there"),
    [
        ((), False),
        ((feedback_on("att_anna"),), True),
        ((feedback_on("att_anna", revoked_at=at(30)),), False),
        ((feedback_on("att_anna", granted=False),), False),
        ((feedback_on("att_old"),), False),
        ((feedback_on("att_anna", content_type=ContentType.BOUNDARY),), False),
        ((feedback_on("att_anna", revoked_at=at(30)), feedback_on("att_anna", id="consent_again")), True),
    ],
    ids=["none", "live", "revoked", "denied", "on another attempt", "of another kind", "shared again"],
)
def test_an_author_reads_live_feedback_on_the_live_attempt(consents: tuple[Consent, ...], there: bool) -> None:
    found = live_feedback(anna(S2, **MINE), ben(S2, consents=consents))
    assert (found is not None) is there
    if found is not None:
        assert found.is_live


def test_without_a_live_attempt_there_is_no_feedback_to_read() -> None:
    giver = ben(S2, consents=(feedback_on("att_anna"),))
    assert live_feedback(anna(S2, **WITHDRAWN), giver) is None
    assert live_feedback(anna(S2), giver) is None
