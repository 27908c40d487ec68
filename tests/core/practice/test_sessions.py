"""How a therapist session begins, changes, moves on and ends."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from beheard_core import Invalid
from beheard_core.practice import SessionEnded, Snapshot, Status, TherapistSession, changed, opened
from beheard_core.practice.milestones import all_of, merged, reached, sent
from beheard_core.practice.model import Metrics, Milestone
from beheard_core.practice.requests import NewMilestone, NewSession, SessionChange
from beheard_core.practice.sessions import LEADS_TO, moved_on
from beheard_core.practice.sessions import merged as merged_snapshots

NOW = datetime(2025, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SESSION = TherapistSession("s", "c", "t", NOW)
METRICS = Metrics(
    total_messages=4,
    therapist_messages=2,
    client_messages=2,
    session_duration=60,
    active_time=60,
    skill_scores={},
    response_time=1,
    conversation_flow=50,
    milestones_reached=("introduction", "exploration", "introduction"),
)
moments = st.integers(0, 8).map(lambda minutes: NOW + minutes * MINUTE)
snapshots = st.builds(Snapshot, moments, st.sampled_from([0.0, 10.0, 25.0, 60.0, 75.0, 100.0]))


def test_a_new_session_is_the_callers_active_and_starts_now() -> None:
    session = opened(NewSession(client_id="c"), by="t", new_id="made", now=NOW)
    assert session == TherapistSession("made", "c", "t", NOW, Status.ACTIVE, 0, None)


def test_what_is_said_of_a_new_session_holds_and_its_time_is_kept_in_utc() -> None:
    start = datetime(2025, 1, 1, 10, tzinfo=timezone(timedelta(hours=2)))
    new = NewSession(id="own", client_id="c", therapist_id="other", start_time=start)
    session = opened(new, by="t", new_id="made", now=NOW)
    assert (session.id, session.therapist_id) == ("own", "other")
    assert session.start_time.isoformat() == "2025-01-01T08:00:00+00:00"


@pytest.mark.parametrize("to", Status)
@pytest.mark.parametrize("status", Status)
def test_every_change_of_status_is_as_the_contract_has_it(status: Status, to: Status) -> None:
    allowed = status in (Status.ACTIVE, Status.PAUSED) or status is to
    assert (to in LEADS_TO[status]) == allowed
    session = evolve(SESSION, status=status)
    if allowed:
        assert changed(session, SessionChange(status=to), now=NOW).status is to
    else:
        with pytest.raises(SessionEnded):
            changed(session, SessionChange(status=to), now=NOW)


def test_a_session_that_ends_without_saying_when_ends_now_but_not_before_it_started() -> None:
    ended = changed(SESSION, SessionChange(status=Status.COMPLETED), now=NOW + MINUTE)
    assert ended.end_time == NOW + MINUTE
    early = changed(SESSION, SessionChange(status=Status.CANCELLED), now=NOW - MINUTE)
    assert early.end_time == NOW
    said = changed(SESSION, SessionChange(status=Status.COMPLETED, end_time=NOW + 5 * MINUTE), now=NOW)
    assert said.end_time == NOW + 5 * MINUTE


def test_nothing_ends_before_it_starts() -> None:
    with pytest.raises(Invalid) as refused:
        changed(SESSION, SessionChange(end_time=NOW - MINUTE), now=NOW)
    assert [each.path for each in refused.value.violations] == ["end_time"]


def test_what_is_left_out_of_a_change_stays() -> None:
    session = evolve(SESSION, progress=40)
    assert changed(session, SessionChange(), now=NOW) == session
    assert changed(session, SessionChange(progress=0), now=NOW).progress == 0


@given(st.lists(snapshots, max_size=12), st.randoms())
def test_batches_may_come_in_any_order_and_twice(some: list[Snapshot], random: object) -> None:
    by_time = {each.timestamp: each for each in some}
    once = list(by_time.values())
    backwards = [*reversed(once), *once]
    assert merged_snapshots((), once) == merged_snapshots((), backwards)
    assert merged_snapshots(merged_snapshots((), once), once) == merged_snapshots((), once)


def test_of_two_values_for_a_moment_the_later_word_holds() -> None:
    assert merged_snapshots([Snapshot(NOW, 1)], [Snapshot(NOW, 2), Snapshot(NOW, 3)]) == (Snapshot(NOW, 3),)


def test_a_session_is_as_far_as_its_newest_snapshot_where_that_is_news() -> None:
    old, new = Snapshot(NOW, 10), Snapshot(NOW + MINUTE, 30)
    assert moved_on(SESSION, [], [old, new]).progress == 30
    later_said = evolve(SESSION, progress=80)
    assert moved_on(later_said, [old, new], [old, new]).progress == 80
    assert moved_on(later_said, [new], [old, new]).progress == 80
    assert moved_on(later_said, [], []).progress == 80
    assert moved_on(later_said, [old], [Snapshot(NOW, 20)]).progress == 20


def test_identifiers_among_the_measures_are_milestones_once_each_and_the_first_time() -> None:
    assert reached(METRICS, ["exploration"], now=NOW) == (Milestone("introduction", None, NOW),)
    timed = evolve(METRICS, last_milestone_time=NOW - MINUTE)
    assert {each.achieved_at for each in reached(timed, [], now=NOW)} == {NOW - MINUTE}


def test_a_quarter_is_reached_by_the_earliest_snapshot_that_reaches_it() -> None:
    series = [Snapshot(NOW, 30), Snapshot(NOW + MINUTE, 20), Snapshot(NOW + 2 * MINUTE, 100)]
    found = {each.milestone_name: (each.milestone_value, each.achieved_at) for each in all_of(series, [])}
    end = NOW + 2 * MINUTE
    assert found == {
        "progress_25": (25, NOW),
        "progress_50": (50, end),
        "progress_75": (75, end),
        "progress_100": (100, end),
    }


def test_sent_milestones_keep_what_they_say_and_are_reached_now_unless_they_say_when() -> None:
    one, other = sent(
        [
            NewMilestone(milestone_name="a", milestone_value=50, achieved_at=NOW - MINUTE, metadata={"k": 1}),
            NewMilestone(milestone_name="b"),
        ],
        now=NOW,
    )
    assert one == Milestone("a", 50, NOW - MINUTE, {"k": 1})
    assert other == Milestone("b", None, NOW, {})


@given(st.permutations([(name, minute) for name in "ab" for minute in range(4)]))
def test_milestones_may_come_in_any_order(order: list[tuple[str, int]]) -> None:
    some = [Milestone(name, minute, NOW + minute * MINUTE) for name, minute in order]
    kept = merged({}, some)
    assert {name: each.milestone_value for name, each in kept.items()} == {"a": 0, "b": 0}
    assert merged(kept, some) == kept


def test_milestones_are_shown_oldest_first() -> None:
    shown = all_of([Snapshot(NOW, 60)], [Milestone("late", None, NOW + MINUTE), Milestone("early", None, NOW - MINUTE)])
    assert [each.milestone_name for each in shown] == ["early", "progress_25", "progress_50", "late"]
