"""What a session has reached.

Source: the contract's *Milestones*: one for each identifier among its measures, one for each quarter that its snapshots
reach, and those that were sent. There is one milestone of each name.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from beheard_core.practice.model import Metrics, Milestone, Snapshot
from beheard_core.practice.requests import NewMilestone

QUARTERS = (25, 50, 75, 100)


def reached(metrics: Metrics, known: Iterable[str], *, now: datetime) -> tuple[Milestone, ...]:
    """Give the milestones that measures name for the first time."""
    at = metrics.last_milestone_time or now
    new = dict.fromkeys(metrics.milestones_reached)
    for each in known:
        new.pop(each, None)
    return tuple(Milestone(name, None, at) for name in new)


def sent(milestones: Iterable[NewMilestone], *, now: datetime) -> tuple[Milestone, ...]:
    """Read milestones as they were sent."""
    return tuple(
        Milestone(each.milestone_name, each.milestone_value, each.achieved_at or now, each.metadata or {})
        for each in milestones
    )


def merged(known: Mapping[str, Milestone], more: Iterable[Milestone]) -> Mapping[str, Milestone]:
    """Add milestones to those that are there, by name: what was reached earlier stays, at the same time the later word.

    So it makes no difference in which order they come, or how often.
    """
    milestones = dict(known)
    for each in more:
        before = milestones.get(each.milestone_name)
        if before is None or each.achieved_at <= before.achieved_at:
            milestones[each.milestone_name] = each
    return milestones


def all_of(snapshots: Sequence[Snapshot], recorded: Iterable[Milestone]) -> tuple[Milestone, ...]:
    """Give every milestone of a session, oldest first; the snapshots are ascending by time."""
    quarters = [
        Milestone(f"progress_{quarter}", quarter, first.timestamp)
        for quarter in QUARTERS
        if (first := next((each for each in snapshots if each.value >= quarter), None)) is not None
    ]
    by_name = merged({each.milestone_name: each for each in recorded}, quarters)
    return tuple(sorted(by_name.values(), key=lambda each: (each.achieved_at, _order(each), each.milestone_name)))


def _order(milestone: Milestone) -> float:
    return milestone.milestone_value or 0
