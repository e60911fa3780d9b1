"""Rows of totals, which some tables make of the printed figures above them: 33, 33 and 33 are 99."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from survey.claims.published.heads import row_kind
from survey.claims.published.judged import JudgedCell

_Column = tuple[object, ...]


def with_printed_sums(cells: Sequence[JudgedCell]) -> list[JudgedCell]:
    """The cells, of which a missed total is reproduced where it is the sum of the answers that are printed above it."""
    sums = _sums(cells)
    made = []
    for one in cells:
        total = sums.get(_column(one))
        is_total = one.status == "missed" and row_kind(one.placed.cell.row) == "sum" and one.figure.kind == "number"
        fits = is_total and total is not None and abs(total - one.figure.value) < 1e-6
        made.append(replace(one, status="reproduced", reason="") if fits else one)
    return made


def _sums(cells: Iterable[JudgedCell]) -> dict[_Column, float]:
    """The printed answers of each column added up; nothing of one in which an answer is no number."""
    sums: dict[_Column, float] = {}
    open_: set[_Column] = set()
    for one in cells:
        if one.placed.kind != "share" or one.placed.net or len(one.placed.options) != 1:
            continue
        column = _column(one)
        if one.figure.kind == "number":
            sums[column] = sums.get(column, 0.0) + one.figure.value
        else:
            open_.add(column)
    return {column: total for column, total in sums.items() if column not in open_}


def _column(one: JudgedCell) -> _Column:
    return one.placed.question, one.placed.domain, one.placed.cell.group, one.placed.cell.column
