"""The streak as a function of a set of days: the document's table, and what holds for any days."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.focus import Streak, streak

FIRST = date(2026, 2, 1)


def on(*numbers: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in numbers]


def made(*numbers: int, today: int | None = None, freezes: int = 0, skipped: tuple[int, ...] = ()) -> Streak:
    now = max(numbers, default=0) if today is None else today
    return streak(on(*numbers), today=on(now)[0], freezes=freezes, skipped=on(*skipped))


def counted(found: Streak) -> tuple[int, int]:
    return found.current, found.longest


def test_without_a_completed_session_there_is_none() -> None:
    assert made() == Streak(0, 0, None, alive=False)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((0,), (1, 1)),  # the first ever
        ((0, 1), (2, 2)),  # a new consecutive day
        ((0, 0), (1, 1)),  # the same day
        ((0, 1, 1), (2, 2)),
        ((0, 2), (1, 1)),  # a gap of more than one day
        ((0, 1, 2, 9), (1, 3)),
        ((0, 1, 2, 9, 10), (2, 3)),
        ((0, 5, 6, 7, 8), (4, 4)),
        (tuple(range(30)), (30, 30)),
    ],
)
def test_the_table_of_the_document(numbers: tuple[int, ...], expected: tuple[int, int]) -> None:
    assert counted(made(*numbers)) == expected
    assert made(*numbers).last_day == on(max(numbers))[0]


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_three_days_give_the_same_in_every_order(order: tuple[int, ...]) -> None:
    assert counted(made(*order)) == (3, 3)


@pytest.mark.parametrize(("today", "alive"), [(2, True), (3, True), (4, False), (40, False), (1, True)])
def test_a_streak_is_alive_until_a_whole_day_is_missed(today: int, alive: bool) -> None:
    found = made(0, 1, 2, today=today)
    assert (found.current, found.alive) == (3, alive)


def test_a_skipped_date_is_not_missed_and_not_counted() -> None:
    assert counted(made(0, 2, skipped=(1,))) == (2, 2)
    assert made(0, today=2, skipped=(1,)).alive is True


# Forgiven days


@pytest.mark.parametrize(
    ("numbers", "freezes", "expected"),
    [
        ((0, 2), 1, (2, 2)),  # forgiven, and not counted
        ((0, 3), 1, (1, 1)),  # two missed
        ((0, 3), 2, (2, 2)),
        ((0, 2, 4), 1, (2, 2)),  # two missed within 7 days: the stretch that holds is the last one
        ((0, 2, 3, 4, 5, 6, 8), 1, (6, 6)),  # 1 and 7 lie in one week, so that day 0 falls off
        ((0, 2, 3, 4, 5, 6, 7, 9), 1, (8, 8)),  # 1 and 8 do not
        ((0, 8), 6, (1, 1)),
        ((0, 7), 6, (2, 2)),
        ((0, 500), 6, (1, 1)),
    ],
)
def test_a_streak_holds_while_no_seven_days_have_more_missed_ones_than_are_forgiven(
    numbers: tuple[int, ...], freezes: int, expected: tuple[int, int]
) -> None:
    assert counted(made(*numbers, freezes=freezes)) == expected


@pytest.mark.parametrize(("today", "alive"), [(3, True), (4, True), (5, False)])
def test_a_forgiven_day_keeps_the_streak_alive(today: int, alive: bool) -> None:
    assert made(0, 1, 2, today=today, freezes=1).alive is alive


def test_a_streak_that_could_only_go_on_in_part_is_not_alive() -> None:
    found = made(0, 2, 3, today=5, freezes=1)
    assert (found.current, found.alive) == (3, False)
    assert made(0, 2, 3, 5, freezes=1).current == 3


# What holds for any days

numbers = st.lists(st.integers(0, 60), max_size=25)
freezes = st.integers(0, 6)
todays = st.integers(0, 70)


@given(numbers, todays, freezes, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(days: list[int], today: int, free: int, dice: Random) -> None:
    again = [*days, *dice.sample(days, len(days) // 2)]
    dice.shuffle(again)
    assert made(*again, today=today, freezes=free) == made(*days, today=today, freezes=free)


@given(numbers, st.integers(0, 60), freezes)
def test_another_day_never_shortens_the_longest(days: list[int], more: int, free: int) -> None:
    assert made(*days, more, freezes=free).longest >= made(*days, freezes=free).longest


@given(numbers, freezes)
def test_more_forgiveness_never_shortens_anything(days: list[int], free: int) -> None:
    less, more = made(*days, freezes=free), made(*days, freezes=min(6, free + 1))
    assert more.longest >= less.longest
    assert more.current >= less.current


@given(numbers)
def test_the_longest_streak_is_the_longest_run_of_dates(days: list[int]) -> None:
    runs = "".join("x" if number in days else " " for number in range(61)).split()
    found = made(*days)
    assert found.longest == max(map(len, runs), default=0)
    assert found.current == (len(runs[-1]) if runs else 0)


@given(st.lists(st.integers(0, 25), min_size=1, max_size=15), freezes)
def test_it_is_the_longest_stretch_in_which_no_week_misses_too_many(days: list[int], free: int) -> None:
    """The definition, tried out on every stretch."""

    def holds(first: int, last: int) -> bool:
        missed = [number for number in range(first, last + 1) if number not in days]
        return all(sum(number - 7 < each <= number for each in missed) <= free for number in missed)

    done = sorted(set(days))
    stretches = {
        (first, last): sum(first <= each <= last for each in done)
        for first in done
        for last in done
        if first <= last and holds(first, last)
    }
    found = made(*days, freezes=free)
    assert found.longest == max(stretches.values())
    assert found.current == max(count for (_, last), count in stretches.items() if last == done[-1])


@given(numbers.filter(bool), todays, freezes)
def test_a_streak_is_alive_just_when_a_session_today_would_lengthen_or_keep_it(
    days: list[int], today: int, free: int
) -> None:
    found = made(*days, today=today, freezes=free)
    if today > max(days):
        assert found.alive == (made(*days, today, freezes=free).current == found.current + 1)
    else:
        assert found.alive is True
