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
from survey.reports.documents.cells import marked, share
from survey.reports.documents.grid import Note
from survey.reports.documents.trend import DERIVED, break_text, trends_document
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
    made["e"] = [[tenths(x) if part else _hundredths(x) for x in line] for part, line in zip(shares, table.estimate)]
    for key, ends in (("l", table.conf_low), ("h", table.conf_high)):
        made[key] = [[_end(x) if part else _hundredths(x) for x in line] for part, line in zip(shares, ends)]
    if any(any(line) for line in table.bound):
        made["b"] = [[bound_sign(bound) for bound in line] for line in table.bound]
    if table.published:  # as it was printed: no digit that nobody published
        made["t"] = [
            [_printed(x, table.bound[i][j] if table.bound else "", table.range_of(i, j)) for j, x in enumerate(line)]
            for i, line in enumerate(table.estimate)
        ]
    if table.presentation is not None:
        made["s"] = [["" if did == "show" else did for did in line] for line in table.presentation.does]
    return made


def _printed(value: float, bound: str, text: Text | None, mark: str = "") -> Told:
    """A published figure, or the range that stands in its place."""
    if text is not None:
        return told(text)
    figure = share(value, printed=True, bound=bound)
    return told(marked(figure, mark) if mark else figure)


def tenths(value: float) -> int | None:
    """A proportion as tenths of a percent."""
    if not math.isfinite(value):
        return None
    if percent(value).is_near:
        return BELOW if value < 0.5 else ABOVE
    return _end(value)


def _hundredths(value: float) -> int | None:
    """A figure in its own unit as hundredths."""
    return int(fixed(100 * float(fixed(value, 2)), 0)) if math.isfinite(value) else None


def _end(value: float) -> int | None:
    return int(fixed(10 * float(fixed(100 * value, 1)), 0)) if math.isfinite(value) else None


def _row(row: StubRow) -> list[Any]:
    return [row.id, told(row.label, row.id), row.kind]


def _column(column: Column) -> list[Any]:
    """Group, levels, label, base and whether it is small."""
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
        "source": told(found.source),
        "waves": waves,
        "options": [[option, told(trend.option_labels[option], option)] for option in trend.options],
        "missing": list(trend.missing),
        "points": [[_point(points.get((option, wave["study"]))) for wave in waves] for option in trend.options],
        "breaks": [[each.after, each.before, told(break_text(each))] for each in trend.breaks],
        "changes": {
            f"{places[start]}-{places[end]}": _changes(change, trend.options)
            for (start, end), change in found.changes.items()
        },
        "notes": [told(note.text) for note in _trend_notes(trend)],
    }


def _trend_notes(trend: Trend) -> tuple[Note, ...]:
    wanted = trends_document([trend]).noted("figure")
    return tuple(note for grid in wanted.grids for note in grid.notes) + tuple(
        Note(note.text, note.level, note.key) for note in trend.notes if note.key == "sources"
    )


def _waves(trend: Trend) -> list[dict[str, Any]]:
    first: dict[str, TrendPoint] = {}
    for point in trend.points:
        first.setdefault(point.study, point)
    return [
        {"study": point.study, "date": point.date, "when": told(point.dates, point.when), "n": _count(point.n)}
        for point in first.values()
    ]


def _point(point: TrendPoint | None) -> list[Any] | None:
    """Estimate, ends, and of a published figure the sign before it (> of a limit) and how it was printed."""
    if point is None:
        return None
    said = [tenths(point.estimate), _end(point.conf_low), _end(point.conf_high)]
    if point.status == "microdata":
        return said
    mark = DERIVED if point.status in ("derived", "inferred") else ""
    text = point.printed_range if math.isnan(point.estimate) else None
    return [*said, bound_sign(point.bound), _printed(point.estimate, point.bound, text, mark)]


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
