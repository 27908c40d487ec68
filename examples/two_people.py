"""Two people on their way from an invitation to stage 2, with the core alone: no server, no store, no clock.

Every function of the core takes the session and gives back a new one; what to keep, where, and when it happens, is for
the program around it. Run it with ``python examples/two_people.py``.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from beheard_core import Decision, Event
from beheard_core.mediation import (
    Address,
    AdvanceBlocked,
    Invite,
    Session,
    accept,
    advance,
    confirm_feeling_heard,
    create,
    sign,
    views,
)
from beheard_core.mediation.diagram import title

ANNA, BEN = "user_anna", "user_ben"
NAMES = {ANNA: "Anna", BEN: "Ben"}
SUNDAY = datetime(2025, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def main() -> None:
    """Tell the story, step by step."""
    session = create(
        ANNA,
        Invite(invite_email="ben@example.org", context="how we split evenings"),
        own=Address("anna@example.org"),
        known=None,
        others=(),
        session_id="sess_1",
        relationship_id="rel_1",
        invitation_id="inv_1",
        now=SUNDAY,
    ).state.session
    say("Anna invites somebody by e-mail", session)

    joined = accept(session, BEN, pair=(), relationship_id=None, now=SUNDAY + 60 * MINUTE)
    session = told("Ben accepts", joined)

    session = told("Anna signs the compact", sign(session, ANNA, now=SUNDAY + 65 * MINUTE))
    session = try_to_advance(session, ANNA, now=SUNDAY + 66 * MINUTE)
    session = told("Ben signs the compact", sign(session, BEN, now=SUNDAY + 70 * MINUTE))
    session = try_to_advance(session, ANNA, now=SUNDAY + 71 * MINUTE)

    # From here on each goes at their own pace: Anna is heard and moves on while Ben is still in stage 0.
    session = told("Anna confirms that she feels heard", heard(session, ANNA, reading=4, now=SUNDAY + 90 * MINUTE))
    session = try_to_advance(session, ANNA, now=SUNDAY + 91 * MINUTE)

    session = try_to_advance(session, BEN, now=SUNDAY + 95 * MINUTE)
    session = told("Ben confirms that he feels heard", heard(session, BEN, reading=6, now=SUNDAY + 120 * MINUTE))
    session = try_to_advance(session, BEN, now=SUNDAY + 121 * MINUTE)


def heard(session: Session, who: str, *, reading: int, now: datetime) -> Decision[Session]:
    """Let somebody confirm that they feel heard, with how strong their feelings are now."""
    return confirm_feeling_heard(session, who, confirmed=True, newest_reading=reading, now=now)


def try_to_advance(session: Session, who: str, *, now: datetime) -> Session:
    """Take one person a stage further, or say why that cannot be done and leave everything as it is."""
    here = views.progress(session, who).my_progress.stage
    try:
        return told(
            f"{NAMES[who]} advances from stage {here} to {here + 1}",
            advance(session, who, from_stage=here, to_stage=here + 1, now=now),
        )
    except AdvanceBlocked as blocked:
        say(f"{NAMES[who]} cannot advance from stage {here} yet ({blocked.reason})", session)
        for gate in blocked.unsatisfied or ():
            print(f"    still to come: {views.GATE_DESCRIPTIONS[gate]}")
        return session


def told(what: str, decision: Decision[Session]) -> Session:
    """Print what was done and what the other person may learn of it; give the new session."""
    say(what, decision.state, decision.events)
    return decision.state


def say(what: str, session: Session, events: Iterable[Event] = ()) -> None:
    """Print one step: what was done, what goes to the channel, and where the two now stand."""
    mine = views.session_summary(session, ANNA, names=NAMES)
    print(what)
    for event in events:
        print(f"    published: {event.name}")
    print(f"    the session is {plain(mine.status)}")
    for name, progress in (("Anna", mine.my_progress), (mine.partner.name or "somebody", mine.partner_progress)):
        print(f"    {name}: stage {progress.stage} {title(progress.stage)}, {plain(progress.status)}")


def plain(status: str) -> str:
    """Give a status as people say it."""
    return status.replace("_", " ").lower()


if __name__ == "__main__":
    main()
