"""What has happened in a session, as its channel carries it.

Every event names the session, the person who acted, and when; ``timestamp`` is None where the moment itself is still
private. ``name`` is the event's name on the channel.
"""

from datetime import datetime

from attrs import frozen

from beheard_core.decision import Event
from beheard_core.mediation.model import Stage


@frozen(kw_only=True)
class SessionEvent(Event):
    """An event of one session; its own fields stand beside these three. ``actor_id`` is None where nobody acted."""

    session_id: str
    actor_id: str | None
    timestamp: datetime | None


@frozen(kw_only=True)
class SessionJoined(SessionEvent):
    """The invitation was accepted."""

    name = "session.joined"


@frozen(kw_only=True)
class InvitationDeclined(SessionEvent):
    """The invitation was turned down; nobody is told why, nor, when it went to an address, by whom."""

    name = "invitation.declined"


@frozen(kw_only=True)
class SessionPaused(SessionEvent):
    """One person needs a rest; ``reason`` is there only if that person wanted it to be."""

    name = "session.paused"
    by: str
    reason: str | None


@frozen(kw_only=True)
class SessionResumed(SessionEvent):
    """The rest is over."""

    name = "session.resumed"


@frozen(kw_only=True)
class EmpathyShared(SessionEvent):
    """One person shares an attempt to see it as the other does."""

    name = "partner.empathy_shared"


@frozen(kw_only=True)
class EmpathyFeedback(SessionEvent):
    """One person has shared what they think of the other's attempt."""

    name = "partner.empathy_feedback"


@frozen(kw_only=True)
class ConsentGranted(SessionEvent):
    """One person shares something more."""

    name = "partner.consent_granted"


@frozen(kw_only=True)
class ConsentRevoked(SessionEvent):
    """One person has withdrawn something; whoever keeps copies drops them."""

    name = "partner.consent_revoked"


@frozen(kw_only=True)
class SessionAbandoned(SessionEvent):
    """One person has left for good, or neither was seen for so long that the operator ended it."""

    name = "session.abandoned"


@frozen(kw_only=True)
class CompactSigned(SessionEvent):
    """One person signed the Curiosity Compact; when is told only to somebody who has signed as well."""

    name = "partner.signed_compact"
    signed_at: datetime | None


@frozen(kw_only=True)
class NeedsShared(SessionEvent):
    """One person shares needs of theirs."""

    name = "partner.needs_shared"


@frozen(kw_only=True)
class CommonGroundConfirmed(SessionEvent):
    """One person has confirmed something in common, or proposes it."""

    name = "partner.common_ground_confirmed"


@frozen(kw_only=True)
class ReadyToRank(SessionEvent):
    """One person finds the pool of strategies complete."""

    name = "partner.ready_to_rank"


@frozen(kw_only=True)
class RankingSubmitted(SessionEvent):
    """One person has ranked the strategies."""

    name = "partner.ranking_submitted"


@frozen(kw_only=True)
class AgreementProposed(SessionEvent):
    """One person proposes an agreement, or another wording of one."""

    name = "agreement.proposed"
    agreement_id: str


@frozen(kw_only=True)
class AgreementConfirmed(SessionEvent):
    """Both agree."""

    name = "agreement.confirmed"
    agreement_id: str


@frozen(kw_only=True)
class SessionResolved(SessionEvent):
    """The two have reached the end of the process."""

    name = "session.resolved"


@frozen(kw_only=True)
class StageCompleted(SessionEvent):
    """One person left a stage behind."""

    name = "partner.stage_completed"
    stage: Stage
    completed_at: datetime


@frozen(kw_only=True)
class Advanced(SessionEvent):
    """One person entered a stage."""

    name = "partner.advanced"
    to_stage: Stage
