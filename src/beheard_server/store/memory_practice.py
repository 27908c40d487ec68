"""Practice, in this process's memory."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from itertools import islice
from math import log
from typing import TypeVar

from attrs import Factory, define, evolve, fields

from beheard_core.practice import (
    Analytics,
    AuditEntry,
    Comparison,
    Evaluation,
    Feedback,
    Metrics,
    Milestone,
    Practised,
    Snapshot,
    TherapistSession,
)
from beheard_server.store.practice import SessionFilter

T = TypeVar("T")
# Okapi BM25 as SQLite's FTS5 computes it, so that both stores find the same first.
_K1, _B, _LEAST_WEIGHT = 1.2, 0.75, 1e-6


@define
class Records:
    """What there is; ``copy`` is cheap, because every value in it is frozen."""

    sessions: dict[str, TherapistSession] = Factory(dict)
    metrics: dict[str, Metrics] = Factory(dict)
    snapshots: dict[tuple[str, datetime], Snapshot] = Factory(dict)
    milestones: dict[tuple[str, str], Milestone] = Factory(dict)
    practice: dict[int, Practised] = Factory(dict)
    sections: dict[str, Analytics] = Factory(dict)
    comparisons: dict[int, Comparison] = Factory(dict)
    feedback: dict[int, tuple[str, Feedback]] = Factory(dict)
    evaluations: dict[int, Evaluation] = Factory(dict)
    audit: dict[int, AuditEntry] = Factory(dict)

    def __copy__(self) -> "Records":
        return Records(*(copy(getattr(self, each.name)) for each in fields(Records)))


class MemoryPractice:
    """Implements :class:`beheard_server.store.practice.Practice`."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, session: TherapistSession) -> bool:
        return self._records.sessions.setdefault(session.id, session) is session

    def get(self, session_id: str) -> TherapistSession | None:
        return self._records.sessions.get(session_id)

    def save(self, session: TherapistSession) -> None:
        self._records.sessions[session.id] = session

    def find(
        self, wanted: SessionFilter, *, before: tuple[datetime, str] | None = None, limit: int | None = None
    ) -> tuple[TherapistSession, ...]:
        newest_first = sorted(self._records.sessions.values(), key=_place, reverse=True)
        found = (each for each in newest_first if _passes(each, wanted) and (before is None or _place(each) < before))
        return tuple(islice(found, limit))

    def knows_therapist(self, therapist_id: str) -> bool:
        return any(each.therapist_id == therapist_id for each in self._records.sessions.values())

    def started(self, session_ids: Sequence[str]) -> Mapping[str, datetime]:
        return {each: self._records.sessions[each].start_time for each in session_ids}

    def put_metrics(self, session_id: str, metrics: Metrics) -> None:
        self._records.metrics[session_id] = metrics

    def metrics(self, session_id: str) -> Metrics | None:
        return self._records.metrics.get(session_id)

    def metrics_of(self, therapist_id: str) -> Mapping[str, Metrics]:
        return {
            session_id: metrics
            for session_id, metrics in self._records.metrics.items()
            if self._records.sessions[session_id].therapist_id == therapist_id
        }

    def merge_snapshots(self, session_id: str, snapshots: Iterable[Snapshot]) -> None:
        self._records.snapshots.update({(session_id, each.timestamp): each for each in snapshots})

    def snapshots(self, session_id: str) -> tuple[Snapshot, ...]:
        here = (each for (where, _), each in self._records.snapshots.items() if where == session_id)
        return tuple(sorted(here, key=lambda each: each.timestamp))

    def put_milestones(self, session_id: str, milestones: Iterable[Milestone]) -> None:
        self._records.milestones.update({(session_id, each.milestone_name): each for each in milestones})

    def milestones(self, session_id: str) -> Mapping[str, Milestone]:
        return {name: each for (where, name), each in self._records.milestones.items() if where == session_id}

    def add_practice(self, practice: Iterable[Practised]) -> None:
        _append(self._records.practice, practice)

    def practice(self, *, session_id: str | None = None, therapist_id: str | None = None) -> tuple[Practised, ...]:
        return tuple(
            each
            for each in self._records.practice.values()
            if session_id in (None, each.session_id) and therapist_id in (None, each.therapist_id)
        )

    def put_sections(self, session_id: str, analytics: Analytics, *, at: datetime) -> None:  # noqa: ARG002
        known = self.sections(session_id)
        given = {each.name: getattr(analytics, each.name) for each in fields(Analytics)}
        new = {name: section for name, section in given.items() if section is not None}
        self._records.sections[session_id] = evolve(known, **new)

    def sections(self, session_id: str) -> Analytics:
        return self._records.sections.get(session_id, Analytics())

    def add_comparison(self, comparison: Comparison) -> None:
        _append(self._records.comparisons, [comparison])

    def comparisons(
        self, *, therapist_id: str | None = None, session_id: str | None = None, since: datetime | None = None
    ) -> tuple[Comparison, ...]:
        found = [
            each
            for each in reversed(self._records.comparisons.values())
            if therapist_id in (None, each.therapist_id)
            and session_id in (None, each.current_session_id)
            and (since is None or each.analyzed_at >= since)
        ]
        return tuple(sorted(found, key=lambda each: each.analyzed_at, reverse=True))

    def add_feedback(self, session_id: str, feedback: Feedback) -> None:
        _append(self._records.feedback, [(session_id, feedback)])

    def feedback(self, session_id: str) -> tuple[Feedback, ...]:
        here = [each for where, each in reversed(self._records.feedback.values()) if where == session_id]
        return tuple(sorted(here, key=lambda each: each.created_at, reverse=True))

    def add_evaluation(self, evaluation: Evaluation) -> None:
        _append(self._records.evaluations, [evaluation])

    def evaluations(self, session_id: str) -> tuple[Evaluation, ...]:
        here = [each for each in reversed(self._records.evaluations.values()) if each.session_id == session_id]
        return tuple(sorted(here, key=lambda each: each.created_at, reverse=True))

    def search(
        self, wanted: str, *, therapist_id: str | None = None, session_id: str | None = None, limit: int
    ) -> tuple[Evaluation, ...]:
        phrases = [phrase for word in wanted.split() if (phrase := _tokens(word))]
        texts = {number: _texts(each) for number, each in self._records.evaluations.items()}
        ranks = _ranks(texts, phrases) if phrases else {}
        found = [
            each
            for number in sorted(ranks, key=lambda number: (-ranks[number], -number))
            if session_id in (None, (each := self._records.evaluations[number]).session_id)
            and therapist_id in (None, self._records.sessions[each.session_id].therapist_id)
        ]
        return tuple(found[:limit])

    def note(self, entry: AuditEntry) -> None:
        _append(self._records.audit, [entry])

    def noted(self, session_id: str | None = None) -> tuple[AuditEntry, ...]:
        return tuple(each for each in self._records.audit.values() if session_id in (None, each.session_id))


def _place(session: TherapistSession) -> tuple[datetime, str]:
    return session.start_time, session.id


def _passes(session: TherapistSession, wanted: SessionFilter) -> bool:
    return (
        wanted.therapist_id in (None, session.therapist_id)
        and wanted.client_id in (None, session.client_id)
        and wanted.status in (None, session.status)
        and (wanted.since is None or session.start_time >= wanted.since)
        and (wanted.until is None or session.start_time <= wanted.until)
    )


def _append(table: dict[int, T], values: Iterable[T]) -> None:
    table.update(dict(enumerate(values, len(table))))


def _texts(evaluation: Evaluation) -> tuple[Sequence[str], ...]:
    return _tokens(evaluation.feedback), _tokens(evaluation.comments or "")


def _tokens(text: str) -> Sequence[str]:
    """Give the words of a text without capitals and accents."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.findall(r"[^\W_]+", plain.casefold())


def _times(phrase: Sequence[str], text: Sequence[str]) -> int:
    return sum(text[place : place + len(phrase)] == phrase for place in range(len(text)))


def _ranks(texts: Mapping[int, tuple[Sequence[str], ...]], phrases: Sequence[Sequence[str]]) -> Mapping[int, float]:
    """Rank the texts that hold every phrase."""
    lengths = {number: sum(map(len, columns)) for number, columns in texts.items()}
    average = sum(lengths.values()) / max(1, len(lengths))
    counts = {
        number: [sum(_times(phrase, column) for column in columns) for phrase in phrases]
        for number, columns in texts.items()
    }
    weights = []
    for index in range(len(phrases)):
        holding = sum(each[index] > 0 for each in counts.values())
        weights.append(max(_LEAST_WEIGHT, log((len(texts) - holding + 0.5) / (holding + 0.5))))
    return {
        number: sum(
            weight * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * lengths[number] / average))
            for weight, times in zip(weights, each, strict=True)
        )
        for number, each in counts.items()
        if all(each)
    }
