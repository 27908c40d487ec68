"""The facts of a mediation session: who did what, when. No words of anybody are in here.

A session is one frozen value that both people's decisions read. What a person wrote lies elsewhere, under that
person's name; what a fact means (a gate, a status, a list of things to do) is derived from it in the other modules.
"""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal

from attrs import frozen

PENDING = "user_pending"
"""The id that stands for the partner until somebody accepts the invitation."""


class Stage(IntEnum):
    """The five stages, in the only order in which they can be taken."""

    ONBOARDING = 0
    WITNESS = 1
    PERSPECTIVE_STRETCH = 2
    NEED_MAPPING = 3
    STRATEGIC_REPAIR = 4


class StageStatus(StrEnum):
    """How one person stands in one stage."""

    NOT_STARTED = "NOT_STARTED"
    IN_PROGRESS = "IN_PROGRESS"
    GATE_PENDING = "GATE_PENDING"
    COMPLETED = "COMPLETED"


class SessionStatus(StrEnum):
    """What is stored of a session's life; WAITING is derived (see ``views.ShownStatus``)."""

    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    RESOLVED = "RESOLVED"
    ABANDONED = "ABANDONED"


class GateKey(StrEnum):
    """The gates, by the names that the documents give them."""

    COMPACT_SIGNED = "compactSigned"
    PARTNER_COMPACT_SIGNED = "partnerCompactSigned"
    FEEL_HEARD_CONFIRMED = "feelHeardConfirmed"
    EMPATHY_ATTEMPT_CREATED = "empathyAttemptCreated"
    EMPATHY_ATTEMPT_CONSENTED_TO_SHARE = "empathyAttemptConsentedToShare"
    RECEIVED_PARTNER_ATTEMPT = "receivedPartnerAttempt"
    VALIDATED_PARTNER_ATTEMPT = "validatedPartnerAttempt"
    NEEDS_CONFIRMED = "needsConfirmed"
    PARTNER_NEEDS_CONFIRMED = "partnerNeedsConfirmed"
    COMMON_GROUND_CONFIRMED = "commonGroundConfirmed"
    STRATEGIES_SUBMITTED = "strategiesSubmitted"
    RANKINGS_SUBMITTED = "rankingsSubmitted"
    OVERLAP_IDENTIFIED = "overlapIdentified"
    AGREEMENT_CREATED = "agreementCreated"


@frozen(kw_only=True)
class Stage0Gates:
    """Stage 0, Onboarding: both have signed the Curiosity Compact."""

    stage: Literal[0] = 0
    compact_signed: bool
    compact_signed_at: datetime | None
    partner_compact_signed: bool


@frozen(kw_only=True)
class Stage1Gates:
    """Stage 1, Witness: this person feels heard."""

    stage: Literal[1] = 1
    feel_heard_confirmed: bool
    feel_heard_confirmed_at: datetime | None
    final_emotional_reading: int | None


@frozen(kw_only=True)
class Stage2Gates:
    """Stage 2, Perspective Stretch: an attempt at empathy given, received and found right."""

    stage: Literal[2] = 2
    empathy_attempt_created: bool
    empathy_attempt_consented_to_share: bool
    received_partner_attempt: bool
    validated_partner_attempt: bool
    validated_at: datetime | None


@frozen(kw_only=True)
class Stage3Gates:
    """Stage 3, Need Mapping: both know their needs and agree on one thing in common."""

    stage: Literal[3] = 3
    needs_confirmed: bool
    partner_needs_confirmed: bool
    common_ground_confirmed: bool


@frozen(kw_only=True)
class Stage4Gates:
    """Stage 4, Strategic Repair: strategies pooled, ranked in private, and one agreement made."""

    stage: Literal[4] = 4
    strategies_submitted: bool
    rankings_submitted: bool
    overlap_identified: bool
    agreement_created: bool


Gates = Stage0Gates | Stage1Gates | Stage2Gates | Stage3Gates | Stage4Gates


@frozen
class StageRow:
    """One person's time in one stage.

    ``gates`` is set, and final, once the stage has been left; ``ended_as`` once the session has ended in it.
    """

    stage: Stage
    started_at: datetime
    completed_at: datetime | None = None
    gates: Gates | None = None
    ended_as: StageStatus | None = None


class ContentType(StrEnum):
    """What can be shared with the partner by consent."""

    IDENTIFIED_NEED = "IDENTIFIED_NEED"
    EVENT_SUMMARY = "EVENT_SUMMARY"
    EMOTIONAL_PATTERN = "EMOTIONAL_PATTERN"
    BOUNDARY = "BOUNDARY"
    EMPATHY_DRAFT = "EMPATHY_DRAFT"
    EMPATHY_ATTEMPT = "EMPATHY_ATTEMPT"
    STRATEGY_PROPOSAL = "STRATEGY_PROPOSAL"


class ConsentDecision(StrEnum):
    """What became of a request to share."""

    GRANTED = "GRANTED"
    DENIED = "DENIED"
    REVOKED = "REVOKED"


@frozen
class Consent:
    """One decided consent record: to share, or not to share, one piece of content in one wording.

    ``content_id`` is what it is about; ``by_system`` tells that the question was asked by the facilitator.
    """

    id: str
    content_type: ContentType
    content_id: str
    decided_at: datetime
    granted: bool = True
    revoked_at: datetime | None = None
    by_system: bool = False

    @property
    def is_live(self) -> bool:
        """Tell whether the content may reach the partner right now."""
        return self.granted and self.revoked_at is None


@frozen
class Attempt:
    """An empathy attempt that its author agreed to share; a newer one supersedes it, ``withdrawn_at`` ends it."""

    id: str
    shared_at: datetime
    withdrawn_at: datetime | None = None
    consent_id: str = ""


class NeedCategory(StrEnum):
    """The kinds of needs that the process knows."""

    SAFETY = "SAFETY"
    CONNECTION = "CONNECTION"
    AUTONOMY = "AUTONOMY"
    RECOGNITION = "RECOGNITION"
    MEANING = "MEANING"
    FAIRNESS = "FAIRNESS"


@frozen
class Verdict:
    """What a person said of one attempt of the partner's; ``feedback_shared`` while that feedback is live."""

    attempt_id: str
    validated: bool
    given_at: datetime
    feedback_shared: bool = False


@frozen
class Ranking:
    """One person's private order of strategies, best first, none of them twice."""

    strategy_ids: tuple[str, ...]
    submitted_at: datetime


@frozen
class Participant:
    """What one of the two people has done.

    ``confirmed_needs`` are the ids of the needs that this person recognises as theirs; ``ready_at`` is when they found
    the pool of strategies complete.
    """

    id: str
    rows: tuple[StageRow, ...] = ()
    compact_signed_at: datetime | None = None
    feel_heard_at: datetime | None = None
    final_reading: int | None = None
    drafted_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    consents: tuple[Consent, ...] = ()
    confirmed_needs: tuple[str, ...] = ()
    ready_at: datetime | None = None
    ranking: Ranking | None = None


@frozen
class CommonGround:
    """Something that both may need; ``sources`` are the consents to the two needs it rests on, if it rests on any.

    ``confirmed_by`` and ``declined_by`` are ids of people; ``confirmed_at`` is when the second of them confirmed it.
    """

    id: str
    sources: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    declined_by: tuple[str, ...] = ()
    confirmed_at: datetime | None = None


@frozen
class Analysis:
    """The search for common ground: when it last ran, and the consents to needs that it has seen."""

    ran_at: datetime
    seen: tuple[str, ...] = ()


@frozen
class Strategy:
    """Something that could be tried; ``consent_id`` is its author's, and None where the facilitator suggested it."""

    id: str
    consent_id: str | None = None


@frozen
class Round:
    """A ranking that led nowhere: both people's orders, kept when the pool was opened again."""

    inviter: Ranking
    invitee: Ranking


class AgreementType(StrEnum):
    """What two people can agree on."""

    MICRO_EXPERIMENT = "MICRO_EXPERIMENT"
    COMMITMENT = "COMMITMENT"
    CHECK_IN = "CHECK_IN"


class AgreementStatus(StrEnum):
    """What became of a proposal; two of these names are reserved."""

    PROPOSED = "PROPOSED"
    AGREED = "AGREED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    ABANDONED = "ABANDONED"


@frozen
class Agreement:
    """A proposal and what the two said to it; ``agreed_by`` are the ids of those who agree to its present wording."""

    id: str
    type: AgreementType
    proposed_at: datetime
    agreed_by: tuple[str, ...]
    status: AgreementStatus = AgreementStatus.PROPOSED
    strategy_id: str | None = None
    agreed_at: datetime | None = None
    follow_up_date: datetime | None = None


@frozen
class Invitation:
    """The offer to become the second person; ``person_id`` is set when it is meant for one known person only.

    ``resent_at`` are the times at which it was sent again.
    """

    id: str
    created_at: datetime
    expires_at: datetime
    person_id: str | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    resent_at: tuple[datetime, ...] = ()


@frozen
class Session:
    """One conflict, two people, five stages.

    ``invitee`` has the id :data:`PENDING` until the invitation is accepted. ``updated_at`` is the time of the last
    event that both may learn of, never of a private act. ``overlap`` is what both rank high, as it was when the second
    of the two had ranked, and None before; ``past_rounds`` are the rankings that led nowhere.
    """

    id: str
    relationship_id: str
    status: SessionStatus
    created_at: datetime
    updated_at: datetime
    invitation: Invitation
    inviter: Participant
    invitee: Participant = Participant(PENDING)
    resolved_at: datetime | None = None
    common_ground: tuple[CommonGround, ...] = ()
    analysis: Analysis | None = None
    strategies: tuple[Strategy, ...] = ()
    overlap: tuple[str, ...] | None = None
    past_rounds: tuple[Round, ...] = ()
    agreements: tuple[Agreement, ...] = ()


@frozen
class Relationship:
    """Two people who have met in at least one session; ``invitee_id`` is None until an invitation was accepted."""

    id: str
    inviter_id: str
    created_at: datetime
    invitee_id: str | None = None
