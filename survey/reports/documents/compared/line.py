"""A statistic over waves: one row a wave and domain."""

from __future__ import annotations

from survey.changes.comparison import Comparison, Level
from survey.reports.documents.cells import MEAN_DECIMALS, share
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.notes import told
from survey.wording.figures import number, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span, percent_span
from survey.wording.worded import joined, same
from survey.words import DASH


def line_grid(one: Comparison) -> Grid:
    """Rows: waves, or in domains each domain with its waves. Columns: the figure of each option and its interval."""
    options = list(dict.fromkeys(level.option for level in one.levels))
    labels = {level.option: level.label for level in one.levels}
    found = {(level.wave, level.option, level.levels): level for level in one.levels}
    domains = {level.levels: level.level_labels for level in one.levels}
    figure = same("%") if one.in_percent else message("changes.figure")
    heads = []
    for option in options:
        heads += [Head(figure, one_line(labels[option], option)), Head(message("reports.interval"), labels[option])]
    rows: list[Row] = []
    for levels, shown in domains.items():
        if levels:
            rows.append(Row(one_line(joined(shown, " · ")), kind="section"))
        for wave, when in one.waves.items():
            mine = [found.get((wave, option, levels)) for option in options]
            n = max((level.n for level in mine if level is not None), default=float("nan"))
            cells = tuple(cell for level in mine for cell in _cells(one, level))
            rows.append(Row(one_line(joined([when, " (", wave, ")"])), (*cells, whole(n))))
    return Grid(
        title=one_line(joined([one.title, " — ", message(f"changes.line_of_{one.statistic}")])),
        heads=(*heads, Head(same("n"))),
        rows=tuple(rows),
        notes=told(one.notes),
        subject=one_line(one.title),
        corner=message("reports.wave"),
        synthetic=one.synthetic,
        name=one.question,
    )


def _cells(one: Comparison, level: Level | None) -> tuple[Cell, Cell]:
    if level is None:
        return same(DASH), same(DASH)
    if one.in_percent:
        return share(level.estimate), percent_span(level.conf_low, level.conf_high, inside=True)
    low, high = (number(end, MEAN_DECIMALS) for end in (level.conf_low, level.conf_high))
    return number(level.estimate, MEAN_DECIMALS), Span(low, high, inside=True)
