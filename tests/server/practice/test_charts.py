"""Charts are well-formed SVG with a title, a description, axes, units and every value; light and dark in a browser."""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.practice.charts import Axis, Bars, Chart, Lines, Series, skills_of_session
from beheard_server.charts import HEIGHT, WIDTH, draw, nice
from tests.server.practice.clinic import METRICS, Clinic, Member, refused

SVG = "{http://www.w3.org/2000/svg}"
AT = [f"2025-03-02T01:0{minute}:00Z" for minute in range(10)]
KINDS = ("skills", "progress", "metrics")
values = st.floats(-1e6, 1e6)
names = st.text(max_size=40)


def picture(member: Member, query: str) -> Element:
    """Give the picture that a query is answered with."""
    answer = member.server._client.get(  # type: ignore[attr-defined]
        f"/api/session/analytics/chart.svg?{query}", headers={"Authorization": f"Bearer {member.token}"}
    )
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    return fromstring(answer.get_data())


def words(drawn: Element) -> list[str]:
    return [each.text or "" for each in drawn.iter(f"{SVG}text")]


@pytest.fixture
def recorded(clinic: Clinic) -> Member:
    thea = clinic.therapist
    for number in range(3):
        session_id = f"s{number}"
        thea.begin(session_id, startTime=AT[number])
        rows = [{"timestamp": AT[minute], "value": minute * 10 + number} for minute in range(5)]
        thea.post("/session/snapshots", {"sessionId": session_id, "snapshots": rows})
        scores = {"Empathy": 50 + number, "<Rapport> & more": 60}
        thea.post("/session/skills", {"sessionId": session_id, "skillScores": scores})
        metrics = {**METRICS, "responseTime": 5 - number}
        thea.post("/session/progress", {"sessionId": session_id, "progressMetrics": metrics})
    return thea


SCORE, PROGRESS, SESSION = "Score (points of 100)", "Progress (%)", "Session (in order)"
MINUTES, SECONDS = "Time since the first snapshot (minutes)", "Mean time to answer (seconds)"
PRACTISED = "Sessions in which the skill was practised (in order)"


@pytest.mark.parametrize(
    ("query", "title", "axes", "marks"),
    [
        ("sessionId=s1&kind=skills", "Skills in this session", {SCORE}, 3),
        ("sessionId=s1&kind=progress", "Progress of this session", {PROGRESS, MINUTES}, 5),
        ("sessionId=s1&kind=metrics", "Messages in this session", {"Messages (count)"}, 2),
        ("therapistId={id}&kind=skills", "Skills", {SCORE, PRACTISED}, 9),
        ("therapistId={id}&kind=progress", "Progress from session to session", {PROGRESS, SESSION}, 3),
        ("therapistId={id}&kind=metrics", "Time to answer", {SECONDS, SESSION}, 3),
    ],
)
def test_a_chart_says_what_it_shows_and_shows_every_value(
    recorded: Member, query: str, title: str, axes: set[str], marks: int
) -> None:
    drawn = picture(recorded, query.format(id=recorded.id))
    assert (drawn.attrib["role"], drawn.attrib["aria-labelledby"]) == ("img", "title description")
    assert drawn.findtext(f"{SVG}title") == title
    assert (drawn.findtext(f"{SVG}desc") or "").strip()
    assert axes <= set(words(drawn))
    bars = [each for each in drawn.iter(f"{SVG}rect") if each.find(f"{SVG}title") is not None]
    assert len(bars) + len(list(drawn.iter(f"{SVG}circle"))) == marks
    style = drawn.findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme: dark" in style


def test_the_progress_is_drawn_unless_another_kind_is_asked_for(recorded: Member) -> None:
    assert picture(recorded, "sessionId=s1").findtext(f"{SVG}title") == "Progress of this session"


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_is_recorded_the_chart_says_so(clinic: Clinic, kind: str) -> None:
    clinic.therapist.begin("s")
    drawn = picture(clinic.therapist, f"sessionId=s&kind={kind}")
    assert "Nothing is recorded yet" in words(drawn)
    assert drawn.findtext(f"{SVG}desc") == "Nothing is recorded yet."


def test_without_an_id_there_is_no_chart(clinic: Clinic) -> None:
    reply = clinic.therapist.call("GET", "/session/analytics/chart.svg")
    refused(reply, 400, "VALIDATION_ERROR", "Missing sessionId or therapistId parameter")
    reply = clinic.supervisor.call("GET", "/session/analytics/chart.svg?therapistId=unknown")
    refused(reply, 404, "NOT_FOUND", "Therapist not found")


def charts() -> st.SearchStrategy[Chart]:
    axis = st.builds(Axis, label=names, unit=names, most=st.sampled_from([0, 1, 100]))
    bars = st.builds(
        Bars,
        title=names,
        description=names,
        values=st.lists(st.tuples(names, st.floats(0, 1e6)), max_size=9).map(tuple),
        axis=axis,
    )
    points = st.lists(st.tuples(values, values), min_size=1, max_size=9).map(tuple)
    lines = st.builds(
        Lines,
        title=names,
        description=names,
        series=st.lists(st.builds(Series, names, points), max_size=6).map(tuple),
        across=axis,
        up=axis,
    )
    return bars | lines


@given(charts())
def test_whatever_is_drawn_is_well_formed_and_within_its_frame(chart: Chart) -> None:
    drawn = fromstring(draw(chart))
    height = float(drawn.attrib["height"])
    for each in drawn.iter(f"{SVG}circle"):
        assert 0 <= float(each.attrib["cx"]) <= WIDTH
        assert 0 <= float(each.attrib["cy"]) <= HEIGHT
    for each in drawn.iter(f"{SVG}rect"):
        assert 0 <= float(each.attrib["width"]) <= WIDTH
        assert float(each.attrib.get("y", 0)) + float(each.attrib["height"]) <= height


@given(st.integers(1, 500))
def test_sessions_that_are_counted_all_lie_within_the_frame_with_few_labels(count: int) -> None:
    axis = Axis(label="Session", unit="in order", whole=True)
    line = Series("a", tuple((float(place), 50.0) for place in range(1, count + 1)))
    chart = Lines(title="t", description="d", series=(line,), across=axis, up=Axis(label="u", unit="%", most=100))
    drawn = fromstring(draw(chart))
    places = [float(each.attrib["cx"]) for each in drawn.iter(f"{SVG}circle")]
    assert (places[0] > 0, places[-1] < WIDTH, places == sorted(places)) == (True, True, True)
    assert len([each for each in words(drawn) if each.isdecimal()]) <= 12 + 6


@given(st.lists(values, min_size=1, max_size=9), st.booleans())
def test_ticks_are_few_even_and_around_the_values(some: list[float], whole: bool) -> None:
    ticks = nice(some, whole=whole)
    slack = 1e-6 * max(1, *map(abs, some))
    assert ticks[0] <= min(some) + slack
    assert max(some) - slack <= ticks[-1]
    assert 2 <= len(ticks) <= 12
    steps = [later - earlier for earlier, later in pairwise(ticks)]
    assert max(steps) - min(steps) < 1e-6 * max(1, *steps)
    assert not whole or all(each == int(each) for each in ticks)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or pytest.skip("needs chromium")
    with sync.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.parametrize(("scheme", "ink"), [("light", "rgb(27, 31, 36)"), ("dark", "rgb(236, 239, 242)")])
def test_a_browser_draws_it_in_the_readers_scheme_with_nothing_cut_off(
    browser: Any, tmp_path: Path, scheme: str, ink: str
) -> None:
    names = {"A skill with a name that is far too long for its place": 100, "Empathy": 0, "<b>&": 42.5}
    file = tmp_path / "chart.svg"
    file.write_text(draw(skills_of_session(names)), encoding="utf-8")
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('text')).fill") == ink
    cut = page.evaluate(
        """() => [...document.querySelectorAll('text')].map(each => [each.textContent, each.getBoundingClientRect()])
                .filter(([, box]) => box.left < 0 || box.right > 720).map(([text]) => text)"""
    )
    assert cut == []
    context.close()
