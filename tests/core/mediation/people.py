"""Anna, who invites, and Ben, whom she invites: their facts, as plainly as a test can write them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve

from beheard_core.mediation.model import (
    Attempt,
    Consent,
    ContentType,
    Gates,
    Invitation,
    Participant,
    Session,
    SessionStatus,
    Stage,
    Stage0Gates,
    Stage1Gates,
    Stage2Gates,
    Stage3Gates,
    StageRow,
    Verdict,
)

ANNA, BEN, CLEO = "user_anna", "user_ben", "user_cleo"
START = datetime(2025, 3, 2, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def at(minutes: float = 0) -> datetime:
    """Give the time so many minutes into the story."""
    return START + timedelta(minutes=minutes)


LEFT: Mapping[Stage, Gates] = {
    Stage.ONBOARDING: Stage0Gates(compact_signed=True, compact_signed_at=at(1), partner_compact_signed=True),
    Stage.WITNESS: Stage1Gates(feel_heard_confirmed=True, feel_heard_confirmed_at=at(2), final_emotional_reading=4),
    Stage.PERSPECTIVE_STRETCH: Stage2Gates(
        empathy_attempt_created=True,
        empathy_attempt_consented_to_share=True,
        received_partner_attempt=True,
        validated_partner_attempt=True,
        validated_at=at(20),
    ),
    Stage.NEED_MAPPING: Stage3Gates(needs_confirmed=True, partner_needs_confirmed=True, common_ground_confirmed=True),
}
"""The gates with which somebody leaves a stage when all of them hold."""


def person(name: str, stage: Stage = Stage.ONBOARDING, **facts: Any) -> Participant:
    """Give somebody in a stage, with the stages before it behind them."""
    behind = tuple(StageRow(each, at(each), at(each + 1), LEFT[each]) for each in Stage if each < stage)
    return Participant(name, rows=(*behind, StageRow(stage, at(stage))), **facts)


def anna(stage: Stage = Stage.ONBOARDING, **facts: Any) -> Participant:
    """Give Anna in a stage."""
    return person(ANNA, stage, **facts)


def ben(stage: Stage = Stage.ONBOARDING, **facts: Any) -> Participant:
    """Give Ben in a stage."""
    return person(BEN, stage, **facts)


def invited(*, person_id: str | None = None, declined_at: datetime | None = None, **facts: Any) -> Session:
    """Give a session to which Anna has invited somebody who has not joined."""
    offer = Invitation("inv_1", START, START + WEEK, person_id, declined_at=declined_at)
    plain = Session("sess_1", "rel_1", SessionStatus.INVITED, START, START, offer, Participant(ANNA))
    return evolve(plain, **facts)


def session(inviter: Participant | None = None, invitee: Participant | None = None, **facts: Any) -> Session:
    """Give a live session that Ben has joined; both are in stage 0 unless they are said to be elsewhere."""
    before = invited()
    return evolve(
        before,
        **{
            "status": SessionStatus.ACTIVE,
            "invitation": evolve(before.invitation, accepted_at=START),
            "inviter": inviter or anna(),
            "invitee": invitee or ben(),
            **facts,
        },
    )


def attempt(name: str, *, withdrawn: bool = False) -> Attempt:
    """Give a shared empathy attempt; :func:`consent` gives the record by which it is shared."""
    return Attempt(name, at(10), at(30) if withdrawn else None, f"consent_{name}")


def verdict(name: str, *, validated: bool, feedback_shared: bool = False) -> Verdict:
    """Give what somebody said of the attempt ``name``."""
    return Verdict(name, validated, at(20), feedback_shared)


def consent(name: str, **facts: Any) -> Consent:
    """Give the record by which the attempt ``name`` is shared."""
    return evolve(Consent(f"consent_{name}", ContentType.EMPATHY_ATTEMPT, name, at(10)), **facts)


def feedback_on(name: str, **facts: Any) -> Consent:
    """Give the record by which feedback on the attempt ``name`` is shared."""
    return evolve(Consent(f"consent_on_{name}", ContentType.EVENT_SUMMARY, name, at(20)), **facts)


def sharing(name: str) -> dict[str, Any]:
    """Give the facts of somebody who drafted and shares one live attempt."""
    return {"drafted_at": at(9), "attempts": (attempt(name),), "consents": (consent(name),)}
