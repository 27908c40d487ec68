"""Where the list of what is visible shows: every act by which Ben learns something of Ada, and the fields that change.

Paths are written as in the documentation: ``…`` is the session's.
"""

from collections.abc import Callable, Mapping

from attrs import frozen

from tests.privacy.seats import Seat
from tests.privacy.story import ADA, BEN, Act, Story
from tests.privacy.way import BEN_SHARES, BOTH_SHARE, INVITED, JOINED, STRETCH, WITNESS
from tests.privacy.worlds import Answer

Fields = Mapping[str, tuple[str, ...]]
SESSION, PROGRESS, GATES, COMPACT = "…", "…/progress", "…/stages/{stage}/gates", "…/compact/status"
DRAFT, PARTNER, SHARED, ME, INVITATION = (
    "…/empathy/draft",
    "…/empathy/partner",
    "…/shared",
    "/auth/me",
    "/invitations/{id}",
)
CHANNEL = "channel"

HER_STATUS: Fields = {SESSION: ("partnerProgress.status",), PROGRESS: ("partnerProgress.status",)}
UPDATED: Fields = {SESSION: ("updatedAt",)}
LIVE_OR_NOT: Fields = {ME: ("activeSessions",), SESSION: ("status",), PROGRESS: ("advanceBlockedReason",)}
ATTEMPT: Fields = {
    SESSION: ("currentGates", "myProgress.status", "partnerActionNeeded", "selfActionNeeded", "status"),
    PROGRESS: ("myProgress.gates.receivedPartnerAttempt", "myProgress.status"),
    GATES: ("receivedPartnerAttempt",),
    PARTNER: ("attempt", "waitingForPartner"),
}
REVISION: Fields = {DRAFT: ("canConsent", "partnerFeedback", "revisionRequested"), SHARED: ("partners",)}
SIGNATURE: Fields = {
    SESSION: ("currentGates", "partnerActionNeeded", "partnerProgress.status", "status"),
    PROGRESS: ("myProgress.gates.partnerCompactSigned", "partnerProgress.status"),
    GATES: ("partnerCompactSigned",),
    COMPACT: ("partnerSigned",),
}
JOINING: Fields = {
    SESSION: (
        *("myProgress.startedAt", "myProgress.status", "partner.id", "partner.name", "partnerActionNeeded"),
        *("partnerProgress.startedAt", "partnerProgress.status", "selfActionNeeded"),
    ),
    PROGRESS: ("myProgress.status", "partnerProgress.status"),
    INVITATION: ("status",),
}


def fields(*each: Fields, carried: tuple[str, ...] = ()) -> Fields:
    """Put fields together, with the names of the events that the channel carries."""
    paths = dict.fromkeys(path for part in each for path in part)
    together = {path: tuple(sorted({name for part in each for name in part.get(path, ())})) for path in paths}
    return {**together, CHANNEL: carried} if carried else together


@frozen(kw_only=True)
class Shown:
    """One act, what of the list it belongs to, and how it is done in a story that has come to ``depth``."""

    act: str
    of: tuple[str, ...]
    shows: Fields
    do: Act
    depth: int
    before: Callable[[Story], object] = Story.turn
    inviter: str = ADA


def both_sign(story: Story) -> None:
    for who in (ADA, BEN):
        story.do(who, Seat.sign)


def shared(seat: Seat) -> Answer:
    seat.draft("You may have felt alone.")
    return seat.share()


def grant(seat: Seat) -> Answer:
    seat.say("I will not be woken at night.")
    return seat.decide("GRANTED")


def ask_for_a_revision(seat: Seat) -> Answer:
    return seat.judge(right=False, feedback="Not quite.", shared=True)


def by_ada(act: Act) -> Callable[[Story], object]:
    return lambda story: story.do(ADA, act)


ACTS = (
    Shown(
        act="has a name",
        of=("who I am",),
        shows={SESSION: ("partner.name",), INVITATION: ("invitedBy.name",)},
        do=lambda seat: seat.rename("Ada Ünsal"),
        depth=JOINED,
    ),
    Shown(
        act="sends the invitation again",
        of=("the invitation",),
        shows={INVITATION: ("expiresAt",)},
        do=lambda seat: seat.answer("resend"),
        depth=INVITED,
        before=lambda story: story.turn(hours=25),
    ),
    Shown(
        act="accepts the invitation",
        of=("who I am", "my stage", "the session"),
        shows=fields(JOINING, LIVE_OR_NOT, UPDATED, carried=("session.joined",)),
        do=lambda seat: seat.answer("accept"),
        depth=INVITED,
        inviter=BEN,
    ),
    Shown(
        act="declines the invitation",
        of=("that I declined", "the invitation"),
        shows=fields({SESSION: ("status",), INVITATION: ("status",)}, UPDATED, carried=("invitation.declined",)),
        do=lambda seat: seat.answer("decline"),
        depth=INVITED,
        inviter=BEN,
    ),
    Shown(
        act="signs first",
        of=("my signature", "what my partner still waits for"),
        shows=fields(SIGNATURE, UPDATED, carried=("partner.signed_compact",)),
        do=Seat.sign,
        depth=JOINED,
    ),
    Shown(
        act="signs second",
        of=("my signature", "what my partner still waits for"),
        shows=fields(
            SIGNATURE,
            UPDATED,
            {PROGRESS: ("advanceBlockedReason", "canAdvance"), COMPACT: ("canAdvance", "partnerSignedAt")},
            carried=("partner.signed_compact",),
        ),
        do=Seat.sign,
        depth=JOINED,
        before=lambda story: story.do(BEN, Seat.sign),
    ),
    Shown(
        act="advances",
        of=("my stage", "leaving a stage"),
        shows=fields(
            HER_STATUS,
            UPDATED,
            {SESSION: ("partnerProgress.stage", "partnerProgress.startedAt"), PROGRESS: ("partnerProgress.stage",)},
            carried=("partner.stage_completed", "partner.advanced"),
        ),
        do=Seat.advance,
        depth=JOINED,
        before=both_sign,
    ),
    Shown(
        act="confirms feeling heard, or takes it back",
        of=("that I am through with stage 1",),
        shows=HER_STATUS,
        do=lambda seat: seat.feel_heard(confirmed=True),
        depth=WITNESS,
    ),
    Shown(
        act="shares an attempt that the other cannot read yet",
        of=("that I shared or took back something", "my stage"),
        shows=fields(HER_STATUS, UPDATED, {SESSION: ("status",)}, carried=("partner.empathy_shared",)),
        do=shared,
        depth=STRETCH,
    ),
    Shown(
        act="shares an attempt",
        of=("my shared attempt", "that I shared or took back something", "what my partner still waits for"),
        shows=fields(ATTEMPT, UPDATED, carried=("partner.empathy_shared",)),
        do=shared,
        depth=BEN_SHARES,
    ),
    Shown(
        act="finds the other's attempt right, or no longer",
        of=("my verdict on their attempt",),
        shows=HER_STATUS,
        do=lambda seat: seat.judge(right=True, feedback="For me alone."),
        depth=BOTH_SHARE,
    ),
    Shown(
        act="shares feedback on an attempt",
        of=("my shared feedback", "my verdict on their attempt", "that I shared or took back something"),
        shows=fields(
            HER_STATUS,
            UPDATED,
            {DRAFT: ("partnerFeedback",), SHARED: ("partners",)},
            carried=("partner.empathy_feedback",),
        ),
        do=lambda seat: seat.judge(right=True, feedback="Yes.", shared=True),
        depth=BOTH_SHARE,
    ),
    Shown(
        act="asks for a revision by such feedback",
        of=("my shared feedback", "that I shared or took back something"),
        shows=fields(REVISION, UPDATED, carried=("partner.empathy_feedback",)),
        do=ask_for_a_revision,
        depth=BOTH_SHARE,
    ),
    Shown(
        act="takes feedback back, or judges again without it",
        of=("my shared feedback", "that I shared or took back something"),
        shows=fields(REVISION, UPDATED, carried=("partner.consent_revoked",)),
        do=lambda seat: seat.judge(right=False, feedback="For me alone."),
        depth=BOTH_SHARE,
        before=by_ada(ask_for_a_revision),
    ),
    Shown(
        act="takes an attempt back",
        of=("my shared attempt", "that I shared or took back something", "what my partner still waits for"),
        shows=fields(ATTEMPT, UPDATED, carried=("partner.consent_revoked",)),
        do=lambda seat: seat.revoke("EMPATHY_ATTEMPT"),
        depth=BOTH_SHARE,
    ),
    Shown(
        act="grants a request to share",
        of=("what else I granted", "that I shared or took back something"),
        shows=fields({SHARED: ("partners",)}, UPDATED, carried=("partner.consent_granted",)),
        do=grant,
        depth=STRETCH,
    ),
    Shown(
        act="takes that back",
        of=("what else I granted", "that I shared or took back something"),
        shows=fields({SHARED: ("partners",)}, UPDATED, carried=("partner.consent_revoked",)),
        do=lambda seat: seat.revoke("BOUNDARY"),
        depth=STRETCH,
        before=by_ada(grant),
    ),
    Shown(
        act="pauses",
        of=("a pause, its end, my leaving",),
        shows=fields(LIVE_OR_NOT, UPDATED, carried=("session.paused",)),
        do=lambda seat: seat.act("/pause", {"reason": "For me alone."}),
        depth=JOINED,
    ),
    Shown(
        act="resumes",
        of=("a pause, its end, my leaving",),
        shows=fields(LIVE_OR_NOT, UPDATED, carried=("session.resumed",)),
        do=lambda seat: seat.act("/resume"),
        depth=JOINED,
        before=by_ada(lambda seat: seat.act("/pause")),
    ),
    Shown(
        act="leaves, and keeps what was shared",
        of=("a pause, its end, my leaving",),
        shows=fields(LIVE_OR_NOT, UPDATED, {SESSION: ("selfActionNeeded",)}, carried=("session.abandoned",)),
        do=lambda seat: seat.leave(reason="For me alone.", keep_shared=True),
        depth=BOTH_SHARE,
    ),
    Shown(
        act="leaves, and takes it along",
        of=("a pause, its end, my leaving", "my shared attempt"),
        shows=fields(
            LIVE_OR_NOT,
            UPDATED,
            {SESSION: ("currentGates", "selfActionNeeded"), PROGRESS: ("myProgress.gates.receivedPartnerAttempt",)},
            {GATES: ATTEMPT[GATES], PARTNER: ATTEMPT[PARTNER]},
            carried=("session.abandoned",),
        ),
        do=Seat.leave,
        depth=BOTH_SHARE,
    ),
    Shown(
        act="opens another session with the same person, by id",
        of=("the session",),
        shows={SESSION: ("relationship.sessionCount",)},
        do=lambda seat: seat.invite({"personId": seat.look("")["partner"]["id"]}),
        depth=JOINED,
        before=lambda story: story.do(BEN, Seat.leave),
    ),
)
