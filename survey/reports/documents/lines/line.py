"""Pooled lines as documents: the line at some days, how houses lean, and what moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from survey.reports.documents.cells import share
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.notes import by_key, spoken, titled, told
from survey.reports.documents.rows import results_document
from survey.reports.documents.shape.labels import labels
from survey.trends.line.pooled import Leaning, OptionLine, PooledLine
from survey.wording.dates import Dates
from survey.wording.figures import number, points
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import percent_span
from survey.wording.worded import joined, same
from survey.words import DASH, Text

MOST = 14  # days of the line that a page has


def lines_document(lines: Sequence[PooledLine]) -> Document:
    """Three grids a line."""
    grids = [grid for line in lines for grid in (_levels(line), _houses(line), _spreads(line))]
    named = labels((line.question, line.title, line.option_labels.items()) for line in lines)
    return results_document(lines, grids, {line.question: _notes(line) for line in lines}, named)


def _levels(made: PooledLine) -> Grid:
    """The line at the anchors, at its ends and at days between them."""
    heads: list[Head] = []
    for line in made.lines:
        label = one_line(made.option_labels[line.option])
        heads += [Head(same("%"), label), Head(message("reports.interval"), label)]
    rows = []
    marked = {mark.date: mark for mark in made.marks if mark.kind == "anchor"}
    for at in _places(made):
        day = date.fromordinal(int(made.days[at])).isoformat()
        cells: list[Cell] = []
        for line in made.lines:
            cells += [share(line.level[at]), percent_span(line.low[at], line.high[at], inside=True)]
        head: Text = Dates(day, day)
        if day in marked:
            head = joined((head, ", ", one_line(marked[day].label)))
        rows.append(Row(head, tuple(cells)))
    return Grid(
        title=one_line(made.title, made.question),
        heads=tuple(heads),
        rows=tuple(rows),
        corner=message("line.day"),
        subject=one_line(made.title),
        synthetic=made.synthetic,
        name=made.question,
    )


def _places(made: PooledLine) -> list[int]:
    """Places of the days that are printed, evenly over the time, with those of anchors."""
    even = np.linspace(made.days[0], made.days[-1], MOST)
    found = set(np.searchsorted(made.days, even).tolist())
    wanted = [date.fromisoformat(mark.date).toordinal() for mark in made.marks if mark.kind == "anchor"]
    inside = [day for day in wanted if made.days[0] <= day <= made.days[-1]]
    return sorted(found | set(np.searchsorted(made.days, inside).tolist()))


def _houses(made: PooledLine) -> Grid:
    """How far each house stands from the line, in points: from the anchors, and from the mean of the houses."""
    heads: list[Head] = [Head(message("line.polls_head"))]
    keys = ("anchored", "centred") if made.anchored else ("centred",)
    for line in made.lines:
        label = one_line(made.option_labels[line.option])
        for key in keys:
            heads += [Head(message(f"line.from_{key}"), label), Head(message("line.error"), label)]
    rows = []
    for kind in ("house", "mode"):
        names = dict.fromkeys(str(lean.label) for line in made.lines for lean in line.leanings if lean.kind == kind)
        if kind == "mode" and names:
            rows.append(Row(message("line.modes"), kind="section"))
        rows += [_house(name, kind, made) for name in names]
    return Grid(
        title=message("line.houses"), heads=tuple(heads), rows=tuple(rows), corner=message("line.house"), name="houses"
    )


def _house(name: str, kind: str, made: PooledLine) -> Row:
    found = [_of(line, name, kind) for line in made.lines]
    known = next(lean for lean in found if lean is not None)
    cells: list[Cell] = [number(max(lean.polls for lean in found if lean is not None), 0)]
    for lean in found:
        figures: list[Cell] = []
        if made.anchored:
            figures += _two(lean.estimate, lean.std_error) if lean else [same(DASH)] * 2
        figures += _two(lean.centred, lean.centred_error) if lean else [same(DASH)] * 2
        cells += figures
    return Row(one_line(known.label), tuple(cells))


def _of(line: OptionLine, name: str, kind: str) -> Leaning | None:
    return next((lean for lean in line.leanings if str(lean.label) == name and lean.kind == kind), None)


def _two(value: float, error: float) -> list[Cell]:
    return [replace(points(value), decimals=2), number(100 * error, 2)]


def _spreads(made: PooledLine) -> Grid:
    heads = [Head(message("line.walk")), Head(message("line.beyond"))]
    heads += [Head(message("line.of_houses"))] if made.random else []
    heads += [Head(message("line.held")), Head(message("line.held_plain"))]
    rows = []
    for line in made.lines:
        spread = line.spread
        cells: list[Cell] = [number(100 * spread.walk, 3), number(100 * spread.extra, 2)]
        cells += [number(100 * spread.house, 2)] if made.random else []
        cells += [share(line.held), share(line.held_plain)]
        rows.append(Row(one_line(made.option_labels[line.option]), tuple(cells)))
    title = message("line.spreads")
    return Grid(title=title, heads=tuple(heads), rows=tuple(rows), notes=told(made.notes), name="spreads")


def _notes(made: PooledLine) -> dict[str, Any]:
    """Title, labels, notes by key and the days with words."""
    marks = [{"date": mark.date, "kind": mark.kind, "text": one_line(mark.label)} for mark in made.marks]
    return {
        **titled(made.title, made.question, made.synthetic),
        **by_key(made.notes),
        "marks": marks,
        "labels": {"rows": {name: spoken(made.option_labels[name], name) for name in made.options}},
    }
