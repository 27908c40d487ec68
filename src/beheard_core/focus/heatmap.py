"""A year of focus as a picture: one cell a day, a week a column, from Monday down to Sunday.

The picture is plain SVG without a script, so that a page may show it by ``<img>`` or put it in as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from beheard_core.focus.model import DayProgress

SHADES = 5
CELL, GAP = 11, 3
_STEP = CELL + GAP
_LEFT, _TOP, _RIGHT, _BELOW = 34, 44, 12, 26
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = {0: "Mon", 2: "Wed", 4: "Fri"}
# Within the picture only, because a page may hold others.
_STYLE = """
.focus-year text { font: 10px system-ui, sans-serif; fill: #57606a }
.focus-year text.year { font-size: 13px; font-weight: 600; fill: #1f2328 }
.focus-year rect { stroke: #1b1f23; stroke-opacity: .08 }
.focus-year .s0 { fill: #ebedf0 } .focus-year .s1 { fill: #b7dfd0 } .focus-year .s2 { fill: #6fbfa3 }
.focus-year .s3 { fill: #2f8f74 } .focus-year .s4 { fill: #0b5345 }
@media (prefers-color-scheme: dark) {
.focus-year text { fill: #9da7b3 }
.focus-year text.year { fill: #e6edf3 }
.focus-year rect { stroke: #f0f6fc; stroke-opacity: .06 }
.focus-year .s0 { fill: #21262d } .focus-year .s1 { fill: #14493d } .focus-year .s2 { fill: #1f7a63 }
.focus-year .s3 { fill: #35b08f } .focus-year .s4 { fill: #9be9cf }
}
"""


def shade(seconds: int, *, most: int) -> int:
    """Give the shade of a day, 0 for none to 4, in quarters of the busiest day, which has ``most`` seconds."""
    return 0 if seconds <= 0 else min(SHADES - 1, 1 + (seconds * (SHADES - 1) - 1) // most)


def heatmap(days: Iterable[DayProgress], *, year: int) -> str:
    """Draw somebody's days of a year as SVG; days of other years are left out.

    The darkest shade is that of the busiest day of the year.
    """
    known = {each.date: each for each in days if each.date.year == year}
    first = date(year, 1, 1)
    dates = [first + timedelta(days=place) for place in range((date(year + 1, 1, 1) - first).days)]
    weeks = _column(dates[-1]) + 1
    width, height = _LEFT + weeks * _STEP - GAP + _RIGHT, _TOP + 7 * _STEP - GAP + _BELOW
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    reader = 'role="img" aria-labelledby="focus-title focus-description"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="focus-year" {size} {reader}>',
            f'<title id="focus-title">Focus in {year}</title>',
            f'<desc id="focus-description">{_summary(known)}</desc>',
            f"<style>{_STYLE}</style>",
            f'<text class="year" x="{_LEFT}" y="16">{year}</text>',
            *_labels(year),
            *_cells(dates, known),
            *_legend(width, height),
            "</svg>",
            "",
        )
    )


def _column(day: date) -> int:
    first = day.replace(month=1, day=1)
    return ((day - first).days + first.weekday()) // 7


def _labels(year: int) -> Iterator[str]:
    for number, name in enumerate(_MONTHS, 1):
        x = _LEFT + _column(date(year, number, 1)) * _STEP
        yield f'<text class="month" x="{x}" y="{_TOP - 8}">{name}</text>'
    for row, name in _WEEKDAYS.items():
        yield f'<text x="{_LEFT - 8}" y="{_TOP + row * _STEP + CELL - 2}" text-anchor="end">{name}</text>'


def _cells(dates: Iterable[date], known: Mapping[date, DayProgress]) -> Iterator[str]:
    most = max((each.total_focus_seconds for each in known.values()), default=0)
    for day in dates:
        progress = known.get(day, DayProgress(day))
        x, y = _LEFT + _column(day) * _STEP, _TOP + day.weekday() * _STEP
        level = shade(progress.total_focus_seconds, most=most)
        yield (
            f'<rect class="s{level}" x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="2">'
            f"<title>{_told(progress)}</title></rect>"
        )


def _legend(width: int, height: int) -> Iterator[str]:
    y, end = height - CELL - 4, width - _RIGHT
    begin = end - 28 - SHADES * _STEP
    yield f'<text x="{begin - 5}" y="{y + CELL - 2}" text-anchor="end">Less</text>'
    for level in range(SHADES):
        x = begin + level * _STEP
        yield f'<rect class="s{level} key" x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="2"/>'
    yield f'<text x="{end}" y="{y + CELL - 2}" text-anchor="end">More</text>'


def _summary(known: Mapping[date, DayProgress]) -> str:
    if not known:
        return "No completed session."
    sessions = sum(each.sessions_completed for each in known.values())
    seconds = sum(each.total_focus_seconds for each in known.values())
    busiest = max(known.values(), key=lambda each: (each.total_focus_seconds, each.date))
    return (
        f"{_counted(sessions, 'completed session')} on {_counted(len(known), 'day')}, {_duration(seconds)} in all."
        f" The busiest day was {_written(busiest.date)} with {_duration(busiest.total_focus_seconds)}."
    )


def _told(progress: DayProgress) -> str:
    if not progress.sessions_completed:
        return f"{_written(progress.date)}: nothing"
    sessions = _counted(progress.sessions_completed, "session")
    return f"{_written(progress.date)}: {_duration(progress.total_focus_seconds)} in {sessions}"


def _written(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _duration(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
