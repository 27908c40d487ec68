"""Badges: the contract's table, and when each is due."""

import pytest
from attrs import evolve

from beheard_core import validate
from beheard_core.focus import BADGES, Badge, Criteria, NewBadge, Standing, due, is_met

# The contract's table, to the letter.
TABLE = [
    ("First Lock-in", "sessions", 1),
    ("3-Day Streak", "streak", 3),
    ("7-Day Streak", "streak", 7),
    ("30-Day Streak", "streak", 30),
    ("Focus Rookie", "focus_time", 3600),
    ("Focus Pro", "focus_time", 36_000),
    ("Job Hunter", "jobs", 5),
    ("Consistency", "sessions", 10),
]


def test_there_are_the_eight_of_the_table_each_with_an_icon_of_its_own() -> None:
    assert [(each.name, each.criteria_type, each.criteria_value) for each in BADGES] == TABLE
    assert len({each.id for each in BADGES}) == len({each.icon_key for each in BADGES}) == len(BADGES)


@pytest.mark.parametrize("badge", BADGES, ids=lambda badge: badge.name)
def test_a_badge_is_met_from_its_value_on_and_by_nothing_else(badge: Badge) -> None:
    plenty = Standing(10**6, 10**6, 10**6, 10**6)
    for value, met in ((badge.criteria_value - 1, False), (badge.criteria_value, True), (10**6, True)):
        assert is_met(badge, evolve(Standing(), **{str(badge.criteria_type): value})) is met
        assert is_met(badge, evolve(plenty, **{str(badge.criteria_type): value})) is met


def test_what_is_met_and_not_earned_yet_is_due_and_several_may_be_at_once() -> None:
    standing = Standing(sessions=10, focus_time=3600, streak=3)
    assert [each.name for each in due(BADGES, standing, earned={1})] == ["3-Day Streak", "Focus Rookie", "Consistency"]
    assert due(BADGES, standing, earned={1, 2, 5, 8}) == ()
    assert due(BADGES, Standing(), earned=()) == ()


def test_a_badge_of_a_host_needs_a_name_and_a_value() -> None:
    new = NewBadge(name=" ", description="d", icon_key="i", criteria_type=Criteria.JOBS, criteria_value=0)
    assert [each.path for each in validate(new)] == ["name", "criteria_value"]
