"""Charts as SVG: with axes, units and labels, a title and a description, in the reader's light or dark."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from attrs import frozen

from beheard_core.practice.charts import Axis, Bars, Chart, Lines, Series

WIDTH, HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 92, 56
_LABELS = 216
_BAR, _GAP = 22, 14
_TICKS = 5
_LONGEST = 26
_MOST_PLACES = 12
_MARGIN = 0.3
_LOWEST_BARS = 2
_LEGEND, _ACROSS = 20, 3
_STYLE = """
svg { --ink: #1b1f24; --quiet: #59626d; --line: #d5dae0; --paper: #ffffff;
  --c0: #0b62a8; --c1: #b4490f; --c2: #0d7556; --c3: #9b3a8a; --c4: #7a5c00; --c5: #5348b5; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #eceff2; --quiet: #a9b3bd; --line: #3a424b; --paper: #15191e;
    --c0: #6cb4f2; --c1: #f29a5f; --c2: #4cc9a0; --c3: #e08fd0; --c4: #dcbd4a; --c5: #a9a1f5; } }
text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); }
.title { font-size: 18px; font-weight: 600; } .quiet { fill: var(--quiet); }
.grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--quiet); stroke-width: 1; }
.paper { fill: var(--paper); } .trace { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
""" + "\n".join(f".s{n} {{ stroke: var(--c{n}); }} .f{n} {{ fill: var(--c{n}); }}" for n in range(6))
# What XML cannot hold, in any spelling.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen
class Scale:
    """Where the values of an axis lie: ``low`` at ``begin``, ``high`` at ``end``."""

    ticks: Sequence[float]
    low: float
    high: float
    begin: float
    end: float

    @classmethod
    def round(cls, values: Iterable[float], axis: Axis, begin: float, end: float) -> "Scale":
        """Make a scale from a round value below the lowest, or 0, to a round one above the highest."""
        ticks = nice([0, axis.most, *values], whole=axis.whole)
        return cls(ticks, ticks[0], ticks[-1], begin, end)

    @classmethod
    def counted(cls, most: int, begin: float, end: float) -> "Scale":
        """Make a scale for things that are counted from 1."""
        step = math.ceil(most / _MOST_PLACES)
        return cls(range(1, most + 1, step), 1 - _MARGIN, most + _MARGIN, begin, end)

    def place(self, value: float) -> float:
        """Give the place of a value."""
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)


def draw(chart: Chart) -> str:
    """Draw a chart."""
    match chart:
        case Bars():
            height = _TOP + _BOTTOM + max(_LOWEST_BARS, len(chart.values)) * (_BAR + _GAP)
            parts = _bars(chart, height) if chart.values else _nothing(height)
        case Lines():
            height = HEIGHT
            parts = _lines(chart) if chart.series else _nothing(height)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description">',
            f'<title id="title">{_text(chart.title)}</title>',
            f'<desc id="description">{_text(chart.description or "Nothing is recorded yet.")}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
            _words(24, 34, chart.title, kind="title"),
            _words(24, 56, chart.description, kind="quiet"),
            *parts,
            "</svg>\n",
        ]
    )


def _nothing(height: float) -> Iterator[str]:
    yield _words(WIDTH / 2, height / 2, "Nothing is recorded yet", kind="quiet", anchor="middle")


def _bars(chart: Bars, height: float) -> Iterator[str]:
    values = [value for _, value in chart.values]
    bottom = height - _BOTTOM
    scale = Scale.round(values, chart.axis, _LABELS, WIDTH - _RIGHT - 36)
    for tick in scale.ticks:
        x = scale.place(tick)
        yield _rule(x, _TOP - 8, x, bottom, "grid")
        yield _words(x, bottom + 18, f"{tick:g}", kind="quiet", anchor="middle")
    yield _rule(_LABELS, _TOP - 8, _LABELS, bottom, "axis")
    yield _axis_name((_LABELS + scale.end) / 2, height - 14, chart.axis)
    for place, (name, value) in enumerate(chart.values):
        y = _TOP + place * (_BAR + _GAP)
        length = scale.place(value) - _LABELS
        yield (
            f'<rect class="f0" x="{_LABELS}" y="{y:g}" width="{length:.1f}" height="{_BAR}" rx="2">'
            f"<title>{_text(name)}: {value:g}</title></rect>"
        )
        yield _words(_LABELS - 10, y + _BAR - 6, _short(name), anchor="end")
        yield _words(_LABELS + length + 8, y + _BAR - 6, f"{value:.4g}")


def _lines(chart: Lines) -> Iterator[str]:
    top, bottom = _TOP, HEIGHT - _BOTTOM
    if len(chart.series) > 1:
        yield from _legend(chart.series)
        top += _LEGEND * math.ceil(len(chart.series) / _ACROSS) - _LEGEND
    points = [point for each in chart.series for point in each.points]
    places = [x for x, _ in points]
    if chart.across.whole:
        across = Scale.counted(int(max(places)), _LEFT, WIDTH - _RIGHT)
    else:
        across = Scale.round(places, chart.across, _LEFT, WIDTH - _RIGHT)
    up = Scale.round((y for _, y in points), chart.up, bottom, top + 8)
    for tick in up.ticks:
        y = up.place(tick)
        yield _rule(_LEFT, y, WIDTH - _RIGHT, y, "grid")
        yield _words(_LEFT - 8, y + 4, f"{tick:g}", kind="quiet", anchor="end")
    for tick in across.ticks:
        x = across.place(tick)
        yield _rule(x, bottom, x, bottom + 5, "axis")
        yield _words(x, bottom + 20, f"{tick:g}", kind="quiet", anchor="middle")
    yield _rule(_LEFT, bottom, WIDTH - _RIGHT, bottom, "axis")
    yield _axis_name((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 14, chart.across)
    middle = (bottom + top) / 2
    yield (
        f'<text class="quiet" x="18" y="{middle:g}" text-anchor="middle"'
        f' transform="rotate(-90 18 {middle:g})">{_text(f"{chart.up.label} ({chart.up.unit})")}</text>'
    )
    for place, each in enumerate(chart.series):
        yield from _trace(place, each, across, up)


def _trace(place: int, series: Series, across: Scale, up: Scale) -> Iterator[str]:
    spots = [(across.place(x), up.place(y), x, y) for x, y in series.points]
    path = " ".join(f"{left:.1f},{top:.1f}" for left, top, _, _ in spots)
    yield f'<polyline class="trace s{place}" points="{path}"/>'
    for left, top, x, y in spots:
        told = f"{_text(series.name)}: {y:g} at {x:.4g}"
        yield f'<circle class="f{place}" cx="{left:.1f}" cy="{top:.1f}" r="4"><title>{told}</title></circle>'


def _legend(series: Sequence[Series]) -> Iterator[str]:
    width = (WIDTH - 48) / _ACROSS
    for place, each in enumerate(series):
        x, y = 24 + place % _ACROSS * width, 80 + place // _ACROSS * _LEGEND
        yield f'<rect class="f{place}" x="{x:g}" y="{y - 9:g}" width="12" height="12" rx="2"/>'
        yield _words(x + 18, y + 2, _short(each.name))


def nice(values: Iterable[float], *, whole: bool = False) -> Sequence[float]:
    """Give about five round ticks, from below the lowest value to above the highest; there are at least two."""
    low, high = min(values := list(values)), max(values)
    rough = max(high - low, 1e-9) / _TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * each for each in (1, 2, 2.5, 5, 10) if size * each >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(each * step, 12) for each in range(first, max(last, first + 1) + 1)]


def _axis_name(x: float, y: float, axis: Axis) -> str:
    return _words(x, y, f"{axis.label} ({axis.unit})", kind="quiet", anchor="middle")


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _words(x: float, y: float, words: str, *, kind: str = "label", anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_text(words)}</text>'


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _text(words: str) -> str:
    return escape(_NO_XML.sub("\ufffd", words))
