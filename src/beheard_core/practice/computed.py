"""The analytics of a session, computed from what was recorded.

Source: the contract's *Endpoints*, ``GET /api/session/analytics``, and *Trends*.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import fmean

from attrs import evolve, fields, frozen

from beheard_core.practice.analytics import (
    Analytics,
    ComparativeData,
    SessionRow,
    SkillRow,
    SummaryRow,
    SummaryTrend,
)
from beheard_core.practice.comparison import course
from beheard_core.practice.milestones import all_of
from beheard_core.practice.model import (
    Direction,
    Metrics,
    Milestone,
    Practised,
    Snapshot,
    Status,
    TherapistSession,
)
from beheard_core.practice.skills import category_of, developed, scores_of, series
from beheard_core.practice.trends import trend

RECENT = timedelta(days=30)
_MOST_IN_AN_ID = 128


@frozen(kw_only=True)
class Recorded:
    """What was recorded of a session and of its therapist.

    ``sessions`` are all of the therapist's, in the order in which they started; ``practice`` is all that the therapist
    practised, ``metrics`` are by the ids of the sessions. ``snapshots`` and ``milestones`` are those of the session.
    """

    session: TherapistSession
    sessions: Sequence[TherapistSession]
    practice: Sequence[Practised]
    metrics: Mapping[str, Metrics]
    snapshots: Sequence[Snapshot]
    milestones: Sequence[Milestone]


def completed(stored: Analytics, recorded: Recorded) -> tuple[Analytics, tuple[str, ...]]:
    """Fill the sections that were never stored with what can be computed, and name those."""
    missing = [each.name for each in fields(Analytics) if getattr(stored, each.name) is None]
    found = computed(recorded)
    filled = {name: getattr(found, name) for name in missing if getattr(found, name) is not None}
    return evolve(stored, **filled), tuple(filled)


def computed(recorded: Recorded) -> Analytics:
    """Compute every section; there is nothing to compare where there is no session before this one."""
    past = _until(recorded)
    return Analytics(
        session_metrics=(_row(recorded, recorded.session, len(all_of(recorded.snapshots, recorded.milestones))),),
        skill_progress=_skill_rows(recorded, past),
        summary_stats=_summary(recorded, past),
        progress_snapshots=tuple(recorded.snapshots),
        comparative_data=_compared(recorded, past),
    )


def _until(recorded: Recorded) -> Sequence[TherapistSession]:
    """Give the therapist's sessions up to this one, without those that were cancelled."""
    ids = [each.id for each in recorded.sessions]
    past = recorded.sessions[: ids.index(recorded.session.id)]
    return [*(each for each in past if each.status is not Status.CANCELLED), recorded.session]


def _row(recorded: Recorded, session: TherapistSession, milestones: int | None = None) -> SessionRow:
    metrics = recorded.metrics.get(session.id)
    return SessionRow(
        date=session.start_time.date(),
        sessions=1,
        therapist_sessions=1,
        average_session_progress=session.progress,
        session_id=session.id,
        therapist_id=session.therapist_id,
        milestones_achieved=milestones,
        average_response_time=metrics.response_time if metrics else None,
    )


def _skill_rows(recorded: Recorded, past: Sequence[TherapistSession]) -> tuple[SkillRow, ...]:
    own = scores_of(recorded.session, recorded.practice, recorded.metrics.get(recorded.session.id))
    categories = {each.skill_name: each.skill_category for each in developed(recorded.practice)}
    over_time = series(past, recorded.practice, recorded.metrics)
    rows = []
    for name in sorted(own):
        scores = over_time[name]
        leads = trend(scores)
        rows.append(
            SkillRow(
                skill=name,
                skill_id=skill_id(name),
                score=own[name],
                trend=leads.direction,
                category=categories.get(name, category_of(name)),
                sessions_practiced=len(scores),
                average_improvement=(scores[-1] - scores[0]) / (len(scores) - 1) if len(scores) > 1 else 0,
                basis=leads.basis,
                evidence=leads.evidence,
            )
        )
    return tuple(rows)


def skill_id(name: str) -> str | None:
    """Give an id for a skill by its name: ``active-listening``; None where no letter or digit would be left."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:_MOST_IN_AN_ID] or None


def _summary(recorded: Recorded, past: Sequence[TherapistSession]) -> tuple[SummaryRow, ...]:
    session = recorded.session
    progress = [each.progress for each in past]
    leads = trend(progress)
    recent = sum(each.start_time > session.start_time - RECENT for each in past)
    before = sum(each.start_time > session.start_time - 2 * RECENT for each in past) - recent
    return (
        SummaryRow(
            value=len(past),
            label="Total Sessions",
            therapist_id=session.therapist_id,
            trend=SummaryTrend(value=recent, direction=_towards(recent - before), period="last 30 days"),
            color="blue",
        ),
        SummaryRow(
            value=fmean(progress),
            label="Average Progress",
            therapist_id=session.therapist_id,
            trend=SummaryTrend(
                value=leads.evidence.slope or 0,
                direction=leads.direction,
                period="all sessions",
                basis=leads.basis,
                evidence=leads.evidence,
            ),
            color="green",
        ),
    )


def _towards(change: int) -> Direction:
    if change == 0:
        return Direction.STABLE
    return Direction.UP if change > 0 else Direction.DOWN


def _compared(recorded: Recorded, past: Sequence[TherapistSession]) -> ComparativeData | None:
    if len(past) == 1:
        return None
    previous = past[-2]
    return ComparativeData(
        current_session=_row(recorded, recorded.session),
        previous_session=_row(recorded, previous),
        trend=course(recorded.session.progress - previous.progress),
    )
