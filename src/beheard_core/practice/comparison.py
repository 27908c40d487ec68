"""One session against another.

Source: the contract's *Endpoints*, ``POST /api/session/comparison``.
"""

from collections.abc import Mapping
from statistics import fmean

from attrs import frozen

from beheard_core.practice.model import Course, Improvements, Metrics, TherapistSession


@frozen
class Side:
    """What was recorded of a session: itself, its measures if any, and the scores of its skills."""

    session: TherapistSession
    metrics: Metrics | None
    scores: Mapping[str, float]


def course(improvement_score: float) -> Course:
    """Tell by its sign what an improvement amounts to."""
    if improvement_score == 0:
        return Course.STABLE
    return Course.IMPROVING if improvement_score > 0 else Course.DECLINING


def compared(current: Side, previous: Side) -> Improvements:
    """Hold a session against an earlier one, by what was recorded of both.

    Progress in points; the mean over the skills that both have, in points; and by how many seconds answers come sooner.
    What was not recorded of both is None.
    """
    both = current.scores.keys() & previous.scores.keys()
    sooner = (
        previous.metrics.response_time - current.metrics.response_time if current.metrics and previous.metrics else None
    )
    return Improvements(
        current.session.progress - previous.session.progress,
        fmean(current.scores[each] - previous.scores[each] for each in sorted(both)) if both else None,
        sooner,
    )
