"""What there is to draw of sessions, skills and measures: numbers with their names and units, and no picture yet."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from beheard_core.practice.model import Metrics, Snapshot, Status, TherapistSession
from beheard_core.practice.rules import HIGHEST

MOST_SERIES = 6
_MINUTE = 60


class Kind(StrEnum):
    """What a chart is about."""

    SKILLS = "skills"
    PROGRESS = "progress"
    METRICS = "metrics"


@frozen
class Series:
    """Values that belong together, each at its place."""

    name: str
    points: tuple[tuple[float, float], ...]


@frozen(kw_only=True)
class Axis:
    """What one axis measures, in which unit, and how far it must reach at least."""

    label: str
    unit: str
    most: float = 0
    whole: bool = False


@frozen(kw_only=True)
class Bars:
    """One value for each name."""

    title: str
    description: str
    values: tuple[tuple[str, float], ...]
    axis: Axis


@frozen(kw_only=True)
class Lines:
    """Values over time, or from session to session."""

    title: str
    description: str
    series: tuple[Series, ...]
    across: Axis
    up: Axis


Chart = Bars | Lines
_SCORE = Axis(label="Score", unit="points of 100", most=HIGHEST)
_PROGRESS = Axis(label="Progress", unit="%", most=HIGHEST)
_SESSIONS = Axis(label="Session", unit="in order", whole=True)
_PRACTISED = Axis(label="Sessions in which the skill was practised", unit="in order", whole=True)


def skills_of_session(scores: Mapping[str, float]) -> Chart:
    """Draw the scores of one session, the highest first."""
    values = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    told = f"Scores of {_several(len(values), 'skill')}." if values else ""
    return Bars(title="Skills in this session", description=told, values=tuple(values), axis=_SCORE)


def skills_of_therapist(series: Mapping[str, Sequence[float]]) -> Chart:
    """Draw the skills that were practised in most sessions, over those sessions."""
    chosen = sorted(series, key=lambda name: (-len(series[name]), name))[:MOST_SERIES]
    told = f"Scores of {_several(len(chosen), 'skill')} from session to session."
    if len(chosen) < len(series):
        told = f"Scores from session to session of the {len(chosen)} most practised of {len(series)} skills."
    lines = tuple(Series(name, _in_order(series[name])) for name in chosen)
    return Lines(title="Skills", description=told if chosen else "", series=lines, across=_PRACTISED, up=_SCORE)


def progress_of_session(snapshots: Sequence[Snapshot]) -> Chart:
    """Draw how far a session was, over the minutes since its first snapshot; they are ascending by time."""
    points = tuple(
        ((each.timestamp - snapshots[0].timestamp).total_seconds() / _MINUTE, each.value) for each in snapshots
    )
    told = f"From {points[0][1]:g} % to {points[-1][1]:g} % in {points[-1][0]:.4g} minutes." if points else ""
    across = Axis(label="Time since the first snapshot", unit="minutes", most=1)
    return Lines(
        title="Progress of this session", description=told, series=_one("Progress", points), across=across, up=_PROGRESS
    )


def progress_of_therapist(sessions: Iterable[TherapistSession]) -> Chart:
    """Draw how far each session came, without those that were cancelled."""
    points = _in_order([each.progress for each in sessions if each.status is not Status.CANCELLED])
    told = f"The progress of {_several(len(points), 'session')}." if points else ""
    return Lines(
        title="Progress from session to session",
        description=told,
        series=_one("Progress", points),
        across=_SESSIONS,
        up=_PROGRESS,
    )


def metrics_of_session(metrics: Metrics | None) -> Chart:
    """Draw who has written how much."""
    values: tuple[tuple[str, float], ...] = ()
    told = ""
    if metrics is not None:
        values = (("Therapist", metrics.therapist_messages), ("Client", metrics.client_messages))
        told = f"{metrics.total_messages} messages in {metrics.session_duration / _MINUTE:.4g} minutes."
    axis = Axis(label="Messages", unit="count", most=1, whole=True)
    return Bars(title="Messages in this session", description=told, values=values, axis=axis)


def metrics_of_therapist(sessions: Iterable[TherapistSession], metrics: Mapping[str, Metrics]) -> Chart:
    """Draw how long the therapist took to answer, from session to session."""
    points = _in_order([metrics[each.id].response_time for each in sessions if each.id in metrics])
    told = f"Mean time to answer in {_several(len(points), 'session')}." if points else ""
    return Lines(
        title="Time to answer",
        description=told,
        series=_one("Time to answer", points),
        across=_SESSIONS,
        up=Axis(label="Mean time to answer", unit="seconds", most=1),
    )


def _in_order(values: Iterable[float]) -> tuple[tuple[float, float], ...]:
    return tuple((float(place), value) for place, value in enumerate(values, 1))


def _one(name: str, points: tuple[tuple[float, float], ...]) -> tuple[Series, ...]:
    return (Series(name, points),) if points else ()


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
