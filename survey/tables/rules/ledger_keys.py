"""What a cell of several tables is called, and whom it is of."""

from __future__ import annotations

from collections.abc import Iterator

from survey.definitions.records.presenting.banner import INSIDE
from survey.tables.table import Table

Key = tuple[str, str, str]  # row, banner question ("" for everybody), column
MEAN = "\0mean"  # the row of a key that is a mean, whatever options are called
BASE = "\0base"  # the row of a key that is the base of a column
Answers = tuple[tuple[str, str], ...]  # to banner questions
Persons = frozenset[tuple[str, str]]  # answers to questions that make a group of respondents


def persons(question: str, key: Key) -> Persons:
    """Whom a cell of ``question`` is of: who gave these answers, in whichever table they stand; empty for everybody."""
    row, group, column = key
    across = zip(group.split(INSIDE), column.split(INSIDE), strict=False) if group else ()
    return frozenset([*across, *([] if row in (BASE, MEAN) else [(question, row)])])


def keys(table: Table) -> Iterator[tuple[int, int, Key]]:
    """Row, column and key of each cell, means too."""
    for i, row in enumerate(table.stub):
        for j, column in enumerate(table.columns):
            yield i, j, (MEAN if row.kind == "mean" else row.id, column.group, column.id)
