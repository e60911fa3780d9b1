"""Tables and trends as the small arrays that a report carries.

A share stands in tenths of a percent, rounded as print rounds it: no reader gets more of a figure than a table shows.
−1 is "<0.1" and 1001 is ">99.9", which are printed so; None is a cell without a figure. Means and other figures in a
unit of their own stand in hundredths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from survey.definitions.bounds import bound_sign
from survey.reports.interactive.report import ReportTrend
from survey.tables.table import NO_SHARES, Column, StubRow, Table
from survey.trends.change import ChangeRow, Changes
from survey.trends.series import Trend, TrendPoint
from survey.wording.figures import percent
from survey.wording.lines import one_line
from survey.wording.rounding import fixed
from survey.words import LANGUAGES, TOTAL, Text, say

BELOW, ABOVE = -1, 1001  # near to nothing, near to all
Told = str | dict[str, str]


def told(text: Text | None, otherwise: str = "") -> Told:
    """A text by language, once where all languages have the same."""
    found = {language: say(one_line(text, otherwise), language, otherwise) for language in LANGUAGES}
    return found[LANGUAGES[0]] if len(set(found.values())) == 1 else found


def table_arrays(table: Table) -> dict[str, Any]:
    """Rows, columns with their bases, and of each cell the estimate and its interval."""
    rows = [_row(row) for row in table.stub]
    shares = [row.kind not in NO_SHARES for row in table.stub]
    made: dict[str, Any] = {"rows": rows, "columns": [_column(column) for column in table.columns]}
    made["e"] = [[tenths(x) if share else _hundredths(x) for x in line] for share, line in zip(shares, table.estimate)]
    for key, ends in (("l", table.conf_low), ("h", table.conf_high)):
        made[key] = [[_end(x) if share else _hundredths(x) for x in line] for share, line in zip(shares, ends)]
    if any(any(line) for line in table.bound):
        made["b"] = [[bound_sign(bound) for bound in line] for line in table.bound]
    if any(text is not None for line in table.ranges for text in line):
        made["g"] = [[told(text) if text else "" for text in line] for line in table.ranges]
    if table.presentation is not None:
        made["s"] = [list(line) for line in table.presentation.does]
    return made


def tenths(share: float) -> int | None:
    """A proportion as tenths of a percent."""
    if not math.isfinite(share):
        return None
    if percent(share).is_near:
        return BELOW if share < 0.5 else ABOVE
    return _end(share)


def _hundredths(value: float) -> int | None:
    """A figure in its own unit as hundredths."""
    return int(fixed(100 * float(fixed(value, 2)), 0)) if math.isfinite(value) else None


def _end(share: float) -> int | None:
    return int(fixed(10 * float(fixed(100 * share, 1)), 0)) if math.isfinite(share) else None


def _row(row: StubRow) -> list[Any]:
    return [row.id, told(row.label, row.id), row.kind]


def _column(column: Column) -> list[Any]:
    """Group, levels, label, base, weighted base (whole) and whether it is small."""
    group = "" if column.id == TOTAL and not column.group else column.group
    return [group, list(column.domain), told(column.label, column.id), _count(column.n), int(column.small)]


def _count(n: float) -> int | None:
    return round(n) if math.isfinite(n) else None


def trend_arrays(found: ReportTrend) -> dict[str, Any]:
    """The waves of a trend, a line of points an option, and the changes between every two waves."""
    trend = found.trend
    waves = _waves(trend)
    places = {wave["study"]: at for at, wave in enumerate(waves)}
    points = {(point.option, point.study): point for point in trend.points}
    return {
        "series": list(trend.series),
        "waves": waves,
        "options": [[option, told(trend.option_labels[option], option)] for option in trend.options],
        "missing": list(trend.missing),
        "points": [[_point(points.get((option, wave["study"]))) for wave in waves] for option in trend.options],
        "breaks": [[each.after, each.before, told(each.text)] for each in trend.breaks],
        "changes": {
            f"{places[start]}-{places[end]}": _changes(change, trend.options)
            for (start, end), change in found.changes.items()
        },
        "notes": [told(note.text) for note in trend.notes if note.level == "figure" or note.key == "sources"],
    }


def _waves(trend: Trend) -> list[dict[str, Any]]:
    first: dict[str, TrendPoint] = {}
    for point in trend.points:
        first.setdefault(point.study, point)
    return [
        {"study": point.study, "date": point.date, "when": told(point.dates, point.when), "n": _count(point.n)}
        for point in first.values()
    ]


def _point(point: TrendPoint | None) -> list[Any] | None:
    """Estimate, ends, the sign before it (> of a limit), and what is printed in place of a figure."""
    if point is None:
        return None
    said = [tenths(point.estimate), _end(point.conf_low), _end(point.conf_high)]
    more = [bound_sign(point.bound), told(point.printed_range) if point.printed_range else ""]
    return [*said, *more] if any(more) else said


def _changes(change: Changes | Text, options: tuple[str, ...]) -> Any:
    """Step, ends (tenths of a point) and verdict of each option; a text says why there are none."""
    if isinstance(change, Mapping):
        return told(change)
    rows = {row.option: row for row in change.rows}
    return [_change(rows.get(option)) for option in options]


def _change(row: ChangeRow | None) -> list[Any] | None:
    if row is None:
        return None
    beyond = -1 if row.beyond is None else int(row.beyond)
    said = [_end(row.estimate), _end(row.conf_low), _end(row.conf_high), beyond]
    return [*said, told({"und": row.note})] if row.note else said
