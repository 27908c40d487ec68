"""What is one's own: all of it to take along, and all of it to erase.

What was shown to somebody is taken along as far as it can still be read. Nothing is in an export that its owner could
not read in the app at that moment.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from attrs import frozen

from beheard_core.focus import Dates, FocusSession
from beheard_core.mediation import Message, Session, Stage
from beheard_core.mediation.barometer import Reading, Support
from beheard_core.mediation.consent import undecided
from beheard_core.mediation.sessions import depart
from beheard_core.mediation.standing import current_stage, live_attempt, sides
from beheard_core.mediation.views import (
    AgreementList,
    AttemptView,
    CommonGroundList,
    ConsentHistory,
    Draft,
    NeedView,
    PendingRequests,
    SessionSummary,
    SharedVessel,
    StrategyPool,
    agreement_list,
    common_ground,
    history,
    need_view,
    partner_attempt,
    pending,
    session_summary,
    strategy_pool,
)
from beheard_server.acts import names_for
from beheard_server.mapping import ground_texts
from beheard_server.repair import agreement_texts, own_strategies, strategy_texts
from beheard_server.shell import Shell, load
from beheard_server.store import Note, Unit
from beheard_server.vessels import partners_attempt, shared_vessel

ERASED = "Erased by its author"
_EVERYTHING = 2**31 - 1


@frozen
class NoteTaken:
    """Something that was said beside an act, such as the reason of a pause."""

    beside: Note
    text: str


@frozen
class ExerciseTaken:
    """An exercise, and when it was noted."""

    exercise_type: Support
    completed: bool
    intensity_before: int | None
    intensity_after: int | None
    done_at: datetime


@frozen
class FeedbackGiven:
    """What one thought of the partner's attempt, shared or not."""

    attempt_id: str
    text: str


@frozen
class Sent:
    """Where an invitation of one's own went, and under which name."""

    email: str | None
    phone: str | None
    name: str | None


@frozen
class OwnSession:
    """Everything of one session that is the caller's, or that they can read."""

    session: SessionSummary
    invitation: Sent | None
    notes: tuple[NoteTaken, ...]
    messages: tuple[Message, ...]
    readings: tuple[Reading, ...]
    exercises: tuple[ExerciseTaken, ...]
    draft: Draft | None
    partner_attempt: AttemptView | None
    feedback: tuple[FeedbackGiven, ...]
    needs: tuple[NeedView, ...]
    pending: PendingRequests
    consents: ConsentHistory
    shared: SharedVessel
    common_ground: CommonGroundList | None
    strategies: StrategyPool | None
    ranking: tuple[str, ...] | None
    agreements: AgreementList | None


@frozen
class BadgeTaken:
    """A badge, and when it was earned."""

    name: str
    earned_at: datetime


@frozen
class OwnFocus:
    """All of somebody's focus sessions, newest first, and the badges that they earned."""

    sessions: tuple[FocusSession, ...]
    badges: tuple[BadgeTaken, ...]


def own_focus(unit: Unit, person: str) -> OwnFocus:
    """Give all that is kept of somebody's focus; what sessions add up to can be made from them."""
    sessions = unit.focus.page_of(person, status=None, dates=Dates(), limit=_EVERYTHING)
    return OwnFocus(tuple(sessions), tuple(BadgeTaken(badge.name, at) for badge, at in unit.focus.earned(person)))


def own_sessions(shell: Shell, person: str) -> Iterator[OwnSession]:
    """Give all that is somebody's, session by session, oldest first, each as of one moment."""
    for session_id in shell.read(lambda unit: unit.sessions.of(person)):
        yield shell.read(partial(_own_session, session_id=session_id, person=person))


def erase(shell: Shell, unit: Unit, person: str) -> None:
    """Leave every session that has not ended, take back all that is shared, and erase all that somebody wrote.

    Focus sessions and all that they add up to are erased as well. What the partner wrote stays theirs. In what belongs
    to both, somebody's words are replaced by :data:`ERASED`.
    """
    for session_id in unit.sessions.of(person):
        stored = load(unit, session_id)
        decision = depart(stored.value, person, now=shell.clock())
        if decision.state != stored.value:
            shell.save(unit, stored, decision)
        unit.words.erase(session_id, owner=person)
        unit.common.erase(session_id, owner=person, instead=ERASED)
        unit.invitations.forget_addresses(session_id)
        unit.outbox.blank(session_id, actor=person)
    unit.focus.erase(person)
    unit.people.forget(person)
    unit.notices.forget(person)


def _own_session(unit: Unit, *, session_id: str, person: str) -> OwnSession:
    session, words = load(unit, session_id).value, unit.words
    me, _ = sides(session, person)
    sent = unit.invitations.get(session_id, viewer=person)
    requests = words.requests(session_id, owner=person)
    described = {each.id: each.description for each in requests} | own_strategies(unit, session, person)
    stage = current_stage(me)
    in_stage_three, in_stage_four = stage >= Stage.NEED_MAPPING, stage >= Stage.STRATEGIC_REPAIR
    return OwnSession(
        session=session_summary(session, person, names=names_for(unit, session, person)),
        invitation=None if sent is None else Sent(sent.address.email, sent.address.phone, sent.name),
        notes=tuple(NoteTaken(*each) for each in words.notes(session_id, owner=person)),
        messages=tuple(each for _, each in reversed(words.messages(session_id, owner=person, limit=_EVERYTHING))),
        readings=tuple(each for _, each in reversed(words.readings(session_id, owner=person))),
        exercises=tuple(
            ExerciseTaken(done.exercise_type, done.completed, done.intensity_before, done.intensity_after, done_at)
            for done, done_at in words.exercises(session_id, owner=person)
        ),
        draft=words.draft(session_id, owner=person),
        partner_attempt=_partners_attempt(unit, session, person),
        feedback=tuple(FeedbackGiven(*each) for each in words.feedback(session_id, owner=person).items()),
        needs=tuple(need_view(session, person, each) for each in words.needs(session_id, owner=person)),
        pending=pending(undecided(me, requests)),
        consents=history(session, person, described),
        shared=shared_vessel(unit, session, person),
        common_ground=common_ground(session, person, ground_texts(unit, session)) if in_stage_three else None,
        strategies=strategy_pool(session, person, strategy_texts(unit, session)) if in_stage_four else None,
        ranking=None if me.ranking is None else me.ranking.strategy_ids,
        agreements=agreement_list(session, person, agreement_texts(unit, session)) if in_stage_four else None,
    )


def _partners_attempt(unit: Unit, session: Session, person: str) -> AttemptView | None:
    """Give the partner's attempt if both share one."""
    me, _ = sides(session, person)
    if live_attempt(me) is None:
        return None
    return partner_attempt(session, person, partners_attempt(unit, session, person))
