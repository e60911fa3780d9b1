"""What rounding does to the sum of a column: totals made of printed figures (33, 33 and 33 are 99), and figures that
are a unit off so that the column makes 100 (34, 33 and 33)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from survey.claims.published.heads import row_kind
from survey.claims.published.judged import JudgedCell

_Column = tuple[object, ...]


def with_printed_sums(cells: Sequence[JudgedCell]) -> list[JudgedCell]:
    """The cells, of which a missed total is reproduced where it is the sum of the answers that are printed above it; a
    missed answer has its reason where it is a unit off in a column that makes 100."""
    sums, made = _sums(cells), []
    for one in cells:
        total = sums.get(_column(one))
        if one.status == "missed" and one.figure.kind == "number" and total is not None:
            if row_kind(one.placed.cell.row) == "sum" and abs(total - one.figure.value) < 1e-6:
                one = replace(one, status="reproduced", reason="")
            elif _is_answer(one) and abs(total - 100) < 1e-6 and not one.reason and _unit_off(one):
                one = replace(one, reason="adjusted")
        made.append(one)
    return made


def _unit_off(one: JudgedCell) -> bool:
    """Whether the figure is the next one up or down from the value, and not the nearer."""
    return abs(one.scale * one.found.value - one.figure.value) < 10.0**-one.decimals - 1e-9


def _sums(cells: Iterable[JudgedCell]) -> dict[_Column, float]:
    """The printed answers of each column added up; nothing of one in which an answer is no number."""
    sums: dict[_Column, float] = {}
    open_: set[_Column] = set()
    for one in cells:
        if not _is_answer(one):
            continue
        column = _column(one)
        if one.figure.kind == "number":
            sums[column] = sums.get(column, 0.0) + one.figure.value
        else:
            open_.add(column)
    return {column: total for column, total in sums.items() if column not in open_}


def _is_answer(one: JudgedCell) -> bool:
    return one.placed.kind == "share" and not one.placed.net and len(one.placed.options) == 1


def _column(one: JudgedCell) -> _Column:
    return one.placed.question, one.placed.domain, one.placed.cell.group, one.placed.cell.column
