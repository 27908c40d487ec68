"""Skills: what kind of skill each is, and what practising it amounts to.

Source: the contract's *Skill categories*, and the *Skill Scores* of the Session Progress API.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from beheard_core.practice.model import Metrics, Practised, TherapistSession


class Category(StrEnum):
    """Kinds of skills."""

    THERAPEUTIC = "therapeutic"
    TECHNICAL = "technical"
    INTERPERSONAL = "interpersonal"


_BY_NAME: Mapping[str, Category] = {
    "active listening": Category.INTERPERSONAL,
    "empathy": Category.INTERPERSONAL,
    "rapport": Category.INTERPERSONAL,
    "reflective listening": Category.INTERPERSONAL,
    "documentation": Category.TECHNICAL,
    "assessment": Category.TECHNICAL,
}


def category_of(skill: str, said: str | None = None) -> Category:
    """Give the category of a skill: the one that was said if it is one, else by its name, else therapeutic."""
    if said in set(Category):
        return Category(said)
    return _BY_NAME.get(" ".join(skill.casefold().split()), Category.THERAPEUTIC)


@frozen
class Skill:
    """What is known of one skill of one therapist; ``practice_sessions`` counts how often it was recorded."""

    skill_name: str
    skill_category: Category
    current_score: float
    practice_sessions: int
    last_practiced: datetime
    created_at: datetime


def developed(practice: Iterable[Practised]) -> tuple[Skill, ...]:
    """Sum up what was practised, given in the order in which it was recorded; the newest practised first."""
    by_name: dict[str, list[Practised]] = {}
    for each in practice:
        by_name.setdefault(each.skill_name, []).append(each)
    skills = [_skill(name, times) for name, times in by_name.items()]
    in_order = sorted(skills, key=lambda each: each.skill_name)
    return tuple(sorted(in_order, key=lambda each: each.last_practiced, reverse=True))


def _skill(name: str, times: Sequence[Practised]) -> Skill:
    said = [each.category for each in times if each.category is not None]
    newest = max(reversed(times), key=lambda each: each.at)
    return Skill(
        name,
        category_of(name, said[-1] if said else None),
        newest.score,
        len(times),
        newest.at,
        min(each.at for each in times),
    )


def scores_of(session: TherapistSession, practice: Iterable[Practised], metrics: Metrics | None) -> Mapping[str, float]:
    """Give the scores of one session: those that were recorded as skills, else those among its measures."""
    recorded = {each.skill_name: each.score for each in practice if each.session_id == session.id}
    return {**(metrics.skill_scores if metrics else {}), **recorded}


def series(
    sessions: Sequence[TherapistSession], practice: Sequence[Practised], metrics: Mapping[str, Metrics]
) -> Mapping[str, tuple[float, ...]]:
    """Give the scores of every skill over the sessions in which it has one, in the order of the sessions."""
    by_session: dict[str, list[Practised]] = {}
    for each in practice:
        by_session.setdefault(each.session_id, []).append(each)
    found: dict[str, list[float]] = {}
    for session in sessions:
        scores = scores_of(session, by_session.get(session.id, ()), metrics.get(session.id))
        for name, score in scores.items():
            found.setdefault(name, []).append(score)
    return {name: tuple(scores) for name, scores in found.items()}
