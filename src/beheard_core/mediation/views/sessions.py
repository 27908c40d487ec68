"""Sessions and invitations as people see them."""

from collections.abc import Mapping
from datetime import datetime

from beheard_core.mediation.gates import GATES, gates_of
from beheard_core.mediation.invitations import readable
from beheard_core.mediation.model import GateKey, Relationship, Session, SessionStatus
from beheard_core.mediation.stages import is_waiting, partner_action_needed, self_action_needed
from beheard_core.mediation.standing import current_stage, sides
from beheard_core.mediation.views.progress import stage_progress
from beheard_core.mediation.views.shapes import (
    CurrentGate,
    InvitationView,
    Person,
    RelationshipView,
    SessionDetail,
    SessionSummary,
    ShownStatus,
    StageProgress,
)

Names = Mapping[str, str | None]

GATE_DESCRIPTIONS: Mapping[GateKey, str] = {
    GateKey.COMPACT_SIGNED: "You have signed the Curiosity Compact.",
    GateKey.PARTNER_COMPACT_SIGNED: "Your partner has signed the Curiosity Compact.",
    GateKey.FEEL_HEARD_CONFIRMED: "You have confirmed that you feel heard.",
    GateKey.EMPATHY_ATTEMPT_CREATED: "You have put into words how your partner may see it.",
    GateKey.EMPATHY_ATTEMPT_CONSENTED_TO_SHARE: "You have agreed to share those words.",
    GateKey.RECEIVED_PARTNER_ATTEMPT: "You have received your partner's attempt to see it your way.",
    GateKey.VALIDATED_PARTNER_ATTEMPT: "You have said that your partner's attempt is right.",
    GateKey.NEEDS_CONFIRMED: "You have confirmed your needs.",
    GateKey.PARTNER_NEEDS_CONFIRMED: "Your partner has confirmed theirs.",
    GateKey.COMMON_GROUND_CONFIRMED: "Both of you have confirmed something you have in common.",
    GateKey.STRATEGIES_SUBMITTED: "You are ready to rank the strategies.",
    GateKey.RANKINGS_SUBMITTED: "You have ranked the strategies.",
    GateKey.OVERLAP_IDENTIFIED: "Both rankings are in and have been compared.",
    GateKey.AGREEMENT_CREATED: "Both of you have made an agreement.",
}


def shown_status(session: Session) -> ShownStatus:
    """Give the status that people see: WAITING where one of the two can only wait."""
    return ShownStatus.WAITING if is_waiting(session) else ShownStatus(session.status)


def stored_statuses(status: ShownStatus | None) -> tuple[SessionStatus, ...]:
    """Give the stored statuses among which sessions shown as ``status`` are found; None means all."""
    if status is None:
        return tuple(SessionStatus)
    return (SessionStatus.ACTIVE if status is ShownStatus.WAITING else SessionStatus(status),)


def is_shown_as(session: Session, status: ShownStatus | None) -> bool:
    """Tell whether a session belongs into a list of ``status``; ACTIVE takes in WAITING, None takes in all."""
    if status is None or status is not ShownStatus.WAITING:
        return session.status in stored_statuses(status)
    return is_waiting(session)


def session_summary(session: Session, viewer: str, *, names: Names) -> SessionSummary:
    """Show a session to one of its two people; ``names`` gives the partner's name by id."""
    return SessionSummary(*_summary(session, viewer, names))


def session_detail(
    session: Session, viewer: str, *, names: Names, relationship: Relationship, session_count: int
) -> SessionDetail:
    """Show everything about a session that one of its two people may see of the session itself."""
    me, partner = sides(session, viewer)
    stage = current_stage(me)
    gates = gates_of(session, me, partner, stage)
    return SessionDetail(
        *_summary(session, viewer, names),
        relationship=RelationshipView(relationship.id, relationship.created_at, session_count),
        current_gates=tuple(
            CurrentGate(gate.key, GATE_DESCRIPTIONS[gate.key], getattr(gates, gate.key.name.lower()), True)
            for gate in GATES[stage].gates
        ),
        resolved_at=session.resolved_at,
    )


def invitation(session: Session, *, names: Names, now: datetime) -> InvitationView:
    """Show an invitation without addresses, context, or the name it was sent under.

    Raises:
        InvitationExpired: it was never answered, and can no longer be.
    """
    inviter, offer = session.inviter.id, session.invitation
    return InvitationView(
        offer.id,
        session.id,
        Person(inviter, names.get(inviter)),
        readable(session, now),
        offer.created_at,
        offer.expires_at,
    )


def _summary(
    session: Session, viewer: str, names: Names
) -> tuple[
    str,
    str,
    ShownStatus,
    datetime,
    datetime,
    Person,
    StageProgress,
    StageProgress,
    tuple[GateKey, ...],
    tuple[GateKey, ...],
]:
    me, partner = sides(session, viewer)
    return (
        session.id,
        session.relationship_id,
        shown_status(session),
        session.created_at,
        session.updated_at,
        Person(partner.id, names.get(partner.id)),
        stage_progress(session, me, partner),
        stage_progress(session, partner, me),
        self_action_needed(session, viewer),
        partner_action_needed(session, viewer),
    )
