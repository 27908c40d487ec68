"""The events against the contract's *Realtime*."""

import pytest

from beheard_core.mediation import events
from beheard_core.mediation.events import SessionEvent
from tests.core.shapes import notation

COMMON = "sessionId actorId timestamp"


@pytest.mark.parametrize(
    ("kind", "name", "own"),
    [
        (events.SessionJoined, "session.joined", ""),
        (events.InvitationDeclined, "invitation.declined", ""),
        (events.SessionPaused, "session.paused", " by reason"),
        (events.SessionResumed, "session.resumed", ""),
        (events.SessionAbandoned, "session.abandoned", ""),
        (events.CompactSigned, "partner.signed_compact", " signedAt"),
        (events.StageCompleted, "partner.stage_completed", " stage completedAt"),
        (events.Advanced, "partner.advanced", " toStage"),
        (events.EmpathyShared, "partner.empathy_shared", ""),
        (events.EmpathyFeedback, "partner.empathy_feedback", ""),
        (events.ConsentGranted, "partner.consent_granted", ""),
        (events.ConsentRevoked, "partner.consent_revoked", ""),
    ],
)
def test_an_event_carries_its_name_the_three_common_fields_and_its_own(
    kind: type[SessionEvent], name: str, own: str
) -> None:
    assert kind.name == name
    assert notation(kind) == COMMON + own
