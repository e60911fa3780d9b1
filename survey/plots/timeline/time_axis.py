"""A horizontal axis of dates: years, or months where there are few years."""

from __future__ import annotations

from datetime import date

from matplotlib.axes import Axes

from survey.plots.sheet.lettering import line_height
from survey.plots.sheet.page import AXIS
from survey.plots.sheet.style import VALUE
from survey.wording.dates import MONTHS

PAD = 0.03  # of the span, free on both sides
GAP = 8.0  # mm, least distance of two labels
YEAR = 365.25


def axis_limits(first: int, last: int) -> tuple[float, float]:
    """The ends of an axis for days ``first`` to ``last`` (proleptic ordinals)."""
    room = max(PAD * (last - first), 20)
    return first - room, last + room


def axis_room(first: int, last: int) -> float:
    """Millimetres that the labels of the axis need under it."""
    return AXIS + (line_height(VALUE) if _by_months(*axis_limits(first, last)) else 0.0)


def time_axis(axes: Axes, first: int, last: int, width: float, language: str) -> None:
    """Limits and ticks of an axis ``width`` millimetres wide."""
    low, high = axis_limits(first, last)
    axes.set_xlim(low, high)
    per_year = width * YEAR / (high - low)
    if _by_months(low, high):
        months = next(step for step in (1, 2, 3, 6) if per_year * step / 12 >= GAP or step == 6)
        ticks = _firsts(low, high, months)
        labels = [_month(day, language, place == 0) for place, day in enumerate(ticks)]
    else:
        years = next(step for step in (1, 2, 5, 10, 20, 50) if per_year * step >= GAP or step == 50)
        ticks = [date(year, 1, 1) for year in _years(low, high) if year % years == 0]
        labels = [str(day.year) for day in ticks]
    axes.set_xticks([day.toordinal() for day in ticks], labels)


def _by_months(low: float, high: float) -> bool:
    return high - low < 3 * YEAR


def _years(low: float, high: float) -> range:
    start = date.fromordinal(int(low))
    return range(start.year + (start > date(start.year, 1, 1)), date.fromordinal(int(high)).year + 1)


def _firsts(low: float, high: float, step: int) -> list[date]:
    """First days of every ``step``-th month between two days."""
    years = range(date.fromordinal(int(low)).year, date.fromordinal(int(high)).year + 1)
    days = [date(year, month, 1) for year in years for month in range(1, 13, step)]
    return [day for day in days if low <= day.toordinal() <= high]


def _month(day: date, language: str, first: bool) -> str:
    name = MONTHS[language][day.month - 1]
    return f"{name}\n{day.year}" if first or day.month == 1 else name
