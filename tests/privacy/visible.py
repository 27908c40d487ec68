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
    "that I know my needs": "3: needs/confirm; 4: partnerNeedsConfirmed",
    "my shared needs": "3: GET /sessions/:id/shared",
    "what we have in common": "3: GET common-ground, POST common-ground",
    "what of it I confirm": "2: CommonGround; 10: partner.common_ground_confirmed",
    "the pool": "3: GET strategies, strategies/suggest",
    "that I find the pool complete": "3: strategies/ready",
    "that I have ranked": "3: strategies/rank",
    "what both of us rank high": "3: strategies/overlap; 4: Overlap",
    "our agreements": "3: GET agreements, agreements/:agreementId/confirm",
    "what else I granted": "3: GET /sessions/:id/shared",
    "that I shared or took back something": "10: partner.empathy_shared to partner.consent_revoked",
    "a pause, its end, my leaving": "3: pause, resume, leave; 12, row 22",
    "the session": "2: SessionDetail; 1: updatedAt",
}
"""Each thing with the section of the contract that makes it visible."""
