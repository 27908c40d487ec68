"""What the partner may learn, as the contract says it; everything that is not here is private."""

from collections.abc import Mapping

VISIBLE: Mapping[str, str] = {
    "who I am": "2: SessionSummary.partner {id, name}; Invitations: invitedBy",
    "the invitation": "3: GET /invitations/:id",
    "that I declined": "3: decline, event invitation.declined (empty)",
    "my stage": "2: SessionSummary.partnerProgress; 12, row 39",
    "leaving a stage": "10: partner.stage_completed, partner.advanced",
    "my signature": "3: compact/status; 12, row 23",
    "that I am through with stage 1": "3: feel-heard, partnerCompleted",
    "what my partner still waits for": "4: action lists",
    "my shared attempt": "3: empathy/partner",
    "my verdict on their attempt": "3: empathy/validate, partnerValidated; 4: stage status",
    "my shared feedback": "3: empathy/draft, partnerFeedback",
    "what else I granted": "3: GET /sessions/:id/shared",
    "that I shared or took back something": "10: partner.empathy_shared, consent_granted, consent_revoked",
    "a pause, its end, my leaving": "3: pause, resume, leave; 12, row 22",
    "the session": "2: SessionDetail; 1: updatedAt",
}
"""Each thing with the section of the contract that makes it visible."""
