"""The rows behind a verdict as a grid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from survey.claims.answers.verdict import FAILING, Fidelity, Inference
from survey.reports.documents.cells import share
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.placed.refs import Refs
from survey.wording.figures import Number, number, points, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span, percent_span, points_span
from survey.wording.worded import joined, same
from survey.words import DASH, Text

# A sign and a word, so that nothing rests on colour.
MARKS: dict[str, str] = {kind: "✗" if kind in FAILING else "?" for kind in get_args(Fidelity)} | {"reproduced": "✓"}
FIDELITIES: dict[str, Text] = {kind: message(f"reports.{kind}") for kind in get_args(Fidelity)}
INFERENCES: dict[str, Text] = {kind: message(f"reports.{kind}") for kind in get_args(Inference) if kind != "not_asked"}
# keys of details that have a head in words
NAMED = (
    *("against", "at_least", "at_most", "breaks", "deff_needed", "difference", "end", "end_figure", "estimate"),
    *("fidelity", "fieldwork", "figure", "fits", "found", "inference", "mode", "n", "note", "option", "source"),
    *("start", "start_figure", "stated", "states", "stated_share", "status", "std_error", "study"),
)
HEADS: dict[str, Text] = {key: message(f"reports.{key}") for key in NAMED}
IN_POINTS = ("std_error", "at_least", "at_most")
STUDIES = ("study", "start", "end")  # columns that hold ids of studies
WAVES = ("start", "end")  # of these those that are told by their dates
CODES = ("mode", "status")  # columns whose values stand for words
OWN = ("published", "recomputed")  # in the column of sources: the study's own figures
COUNTS = ("n", "n_weighted", "n_eff")


@dataclass(frozen=True)
class Column:
    """A column of details."""

    head: Text
    cells: list[Cell]

    @property
    def says(self) -> bool:
        """Whether there is anything in it."""
        return any(_says(cell) for cell in self.cells)

    @property
    def prose(self) -> bool:
        """Whether it holds words."""
        return any(_is_words(cell) for cell in self.cells)


def details_grid(details: Sequence[Mapping[str, Any]], called: Mapping[str, Text] | None = None) -> Grid:
    """One row a detail; columns in which there is nothing are left out. ``called``: what studies and sources are
    called, by ``<kind>/<id>``."""
    keys = list(dict.fromkeys(key for row in details for key in row))
    is_difference = "against" in keys or "start_figure" in keys
    has_interval = "conf_low" in keys and "conf_high" in keys
    columns: list[Column] = []
    for key in keys:
        if key == "conf_low" and has_interval:
            columns.append(Column(message("reports.interval"), [_interval(row, is_difference) for row in details]))
        elif not (key == "conf_high" and has_interval):
            name = "difference" if key == "estimate" and is_difference else key
            head = HEADS.get(name) or same(name.replace("_", " "))
            columns.append(Column(head, [_cell(name, row.get(key), called or {}) for row in details]))
    columns = [column for column in columns if column.says]
    if not columns:
        return Grid()
    first, *others = columns
    rows = zip(first.cells, *(column.cells for column in others), strict=True)
    return Grid(
        heads=tuple(Head(column.head, prose=column.prose) for column in others),
        rows=tuple(Row(head or same(""), tuple(cells)) for head, *cells in rows),
        corner=first.head,
    )


def _cell(key: str, value: Any, called: Mapping[str, Text]) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, float):
        return _figure(key, value)
    if isinstance(value, Mapping):
        return one_line(value)
    if key in CODES or (key == "source" and value in OWN):
        return message(f"claims.cell_{value}")
    if key in STUDIES or key == "source":
        kind, name = "source" if key == "source" else "study", str(value)
        said = called.get(f"wave/{name}" if key in WAVES else f"{kind}/{name}")
        return Refs(kind, (name,), said=() if said is None else (said,))
    if value == "not_asked":
        return None
    if value in INFERENCES:
        return INFERENCES[value]
    return joined((MARKS[value], FIDELITIES[value]), " ") if value in MARKS else one_line(str(value))


def _figure(key: str, value: float) -> Number:
    if key in COUNTS:
        return whole(value)
    if key in IN_POINTS:
        return number(100 * value, 1)
    if key.startswith("deff"):
        return number(value, 2)
    return points(value) if key == "difference" else share(value)


def _interval(row: Mapping[str, Any], is_difference: bool) -> Span:
    low, high = float(row.get("conf_low", math.nan)), float(row.get("conf_high", math.nan))
    return points_span(low, high) if is_difference else percent_span(low, high)


def _says(cell: Cell) -> bool:
    if cell is None:
        return False
    return cell.known if isinstance(cell, (Number, Span)) else any(text.strip(DASH) for text in cell.values())


def _is_words(cell: Cell) -> bool:
    if cell is None or isinstance(cell, (Number, Span)):
        return False
    return any(letter.isalpha() for text in cell.values() for letter in text)
