"""The year as a picture: one cell a day, five shades, labels, and words for who cannot see it."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.focus import DayProgress, heatmap, shade

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*days: DayProgress, year: int = 2026) -> ET.Element:
    return ET.fromstring(heatmap(days, year=year))


def cells(picture: ET.Element) -> list[ET.Element]:
    return [each for each in picture.iter(f"{SVG}rect") if "key" not in each.attrib["class"]]


def told(element: ET.Element) -> str:
    title = element.find(f"{SVG}title")
    assert title is not None
    assert title.text is not None
    return title.text


def on(month: int, day: int, seconds: int, sessions: int = 1) -> DayProgress:
    return DayProgress(date(2026, month, day), sessions, seconds)


@pytest.mark.parametrize(("year", "days"), [(2026, 365), (2024, 366), (1970, 365), (2999, 365)])
def test_there_is_one_cell_a_day(year: int, days: int) -> None:
    assert len(cells(drawn(year=year))) == days


def test_a_cell_stands_in_the_row_of_its_weekday_and_the_column_of_its_week() -> None:
    found = cells(drawn())
    for number, (one, other) in enumerate(pairwise(found)):
        monday = (date(2026, 1, 1) + timedelta(days=number + 1)).weekday() == 0
        across = int(other.attrib["x"]) - int(one.attrib["x"])
        assert (across > 0, int(other.attrib["y"]) < int(one.attrib["y"])) == (monday, monday)
    places = {(each.attrib["x"], each.attrib["y"]) for each in found}
    assert len(places) == len(found)


def test_everything_lies_within_the_picture() -> None:
    for year in range(2000, 2030):
        picture = drawn(year=year)
        _, _, width, height = map(int, picture.attrib["viewBox"].split())
        for each in picture.iter(f"{SVG}rect"):
            assert 0 <= int(each.attrib["x"]) <= width - 11
            assert 0 <= int(each.attrib["y"]) <= height - 11


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, 0), (1, 1), (1000, 1), (1001, 2), (2000, 2), (2001, 3), (3000, 3), (3001, 4), (4000, 4)],
)
def test_a_shade_is_a_quarter_of_the_busiest_day(seconds: int, expected: int) -> None:
    assert shade(seconds, most=4000) == expected


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_there_are_five_shades_and_more_time_is_never_lighter(seconds: int, more: int) -> None:
    most = seconds + more
    assert 0 <= shade(seconds, most=most) <= shade(seconds + more, most=most) == 4
    assert (shade(seconds, most=most) == 0) == (seconds == 0)


def test_all_five_shades_are_used_and_explained() -> None:
    days = [on(3, number + 1, 900 * number, 1) for number in range(5)]
    shades = [each.attrib["class"] for each in cells(drawn(*days)) if "Mar" in told(each)][:5]
    assert shades == ["s0", "s1", "s2", "s3", "s4"]
    key = [each.attrib["class"] for each in drawn().iter(f"{SVG}rect") if "key" in each.attrib["class"]]
    assert key == ["s0 key", "s1 key", "s2 key", "s3 key", "s4 key"]


def test_months_are_labelled_over_the_week_in_which_they_begin() -> None:
    picture = drawn()
    labels = [each for each in picture.iter(f"{SVG}text") if each.attrib.get("class") == "month"]
    firsts = [each for each in cells(picture) if told(each).startswith("1 ")]
    assert [each.text for each in labels] == [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ]
    assert [each.attrib["x"] for each in labels] == [each.attrib["x"] for each in firsts]
    assert all(int(other.attrib["x"]) - int(one.attrib["x"]) >= 4 * 14 for one, other in pairwise(labels))


def test_screen_readers_are_told_what_there_is_to_see() -> None:
    picture = drawn(on(2, 18, 1500), on(2, 19, 3 * 3600 + 60, 4), DayProgress(date(2025, 12, 31), 9, 99_999))
    names = picture.attrib["aria-labelledby"].split()
    by_id = {each.attrib["id"]: each.text for each in picture if "id" in each.attrib}
    assert picture.attrib["role"] == "img"
    assert [by_id[name] for name in names] == [
        "Focus in 2026",
        "5 completed sessions on 2 days, 3 h 26 min in all. The busiest day was 19 Feb 2026 with 3 h 1 min.",
    ]
    texts = [told(each) for each in cells(picture)]
    assert texts[:1] == ["1 Jan 2026: nothing"]
    assert "18 Feb 2026: 25 min in 1 session" in texts
    assert "19 Feb 2026: 3 h 1 min in 4 sessions" in texts


def test_an_empty_year_says_so() -> None:
    picture = drawn()
    assert [each.text for each in picture.iter(f"{SVG}desc")] == ["No completed session."]
    assert {each.attrib["class"] for each in cells(picture)} == {"s0"}


def test_days_with_sessions_of_no_time_have_no_shade() -> None:
    picture = drawn(on(1, 1, 0))
    assert {each.attrib["class"] for each in cells(picture)} == {"s0"}
    assert told(cells(picture)[0]) == "1 Jan 2026: 0 min in 1 session"


def test_there_is_no_script_and_nothing_is_loaded() -> None:
    text = heatmap([on(2, 18, 1500)], year=2026)
    assert not any(each in text.lower() for each in ("href", "url(", "@import", "javascript"))
    assert [name for each in drawn().iter() for name in each.attrib if name.startswith("on")] == []
    assert {each.tag.removeprefix(SVG) for each in drawn().iter()} == {"svg", "title", "desc", "style", "text", "rect"}
