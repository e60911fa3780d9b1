"""Letters and p-values of a table in which cells are suppressed: a difference from one that is shown would tell it."""

from __future__ import annotations

from dataclasses import replace

from survey.tables.letters.add import lettered_records
from survey.tables.letters.record import FIGURES, ColumnTests
from survey.tables.table import Table
from survey.words import TOTAL


def without_comparisons(table: Table) -> Table:
    """The table without the comparisons of cells that are suppressed, and without the letters that stand for them."""
    made = table.presentation
    if table.tests is None or made is None:
        return table
    gone = made.all("suppress")
    hidden = {
        (row.id, column.group, column.id)
        for i, row in enumerate(table.stub)
        for j, column in enumerate(table.columns)
        if gone[i, j]
    }
    marks = tuple(tuple(_left(table, hidden, i, j) for j in range(len(table.columns))) for i in range(len(table.stub)))
    left = replace(table, marks=marks, tests=_kept(table.tests, hidden), records=table.records[: gone.size])
    return replace(left, records=tuple(lettered_records(left)))


def _left(table: Table, hidden: set[tuple[str, str, str]], i: int, j: int) -> tuple[str, ...]:
    row, column = table.stub[i].id, table.columns[j]
    if (row, column.group, column.id) in hidden:
        return ()
    if table.tests is not None and table.tests.asked.against != "columns":  # H and L, against the total or the rest
        return () if (row, "", TOTAL) in hidden else table.marks[i][j]
    out = {
        other.letter.casefold()
        for other in table.columns
        if (other.group, other.domain[:-1]) == (column.group, column.domain[:-1])
        and (row, other.group, other.id) in hidden
    }
    return tuple(mark for mark in table.marks[i][j] if mark.casefold() not in out)


def _kept(tests: ColumnTests, hidden: set[tuple[str, str, str]]) -> ColumnTests:
    """Comparisons with neither side suppressed."""
    sides = zip(tests.row, tests.group, tests.column, tests.other, strict=True)
    kept = [
        (row, group, column) not in hidden
        and (row, group, other) not in hidden
        and (tests.asked.against == "columns" or (row, "", TOTAL) not in hidden)
        for row, group, column, other in sides
    ]
    words = {name: getattr(tests, name) for name in ("group", "row", "column", "other", "why")}
    words["parents"] = tests.parents
    changed = {name: tuple(one for one, stays in zip(all_, kept, strict=True) if stays) for name, all_ in words.items()}
    figures = {name: getattr(tests, name)[kept] for name in FIGURES}
    everything: dict[str, object] = {**changed, **figures}
    return replace(tests, **everything)  # type: ignore[arg-type]
