"""The levels of a question's raw values, of one answer or of several: what every engine asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from survey.cells.table import encoding as single
from survey.cells.table.encoding import Encoding
from survey.cells.table.set_question import SetQuestion
from survey.cells.table.sets import counted_sets, match_sets
from survey.definitions.records.question import Question


def match(distinct: Iterable[Any], question: Question) -> tuple[list[int], Encoding]:
    """Places of ``distinct`` values among the levels of ``question``, and the encoding without counts."""
    return match_sets(distinct, question) if isinstance(question, SetQuestion) else single.match(distinct, question)


def counted(
    encoding: Encoding, distinct: Iterable[Any], codes: Sequence[int], often: Iterable[int], rows: int
) -> Encoding:
    """The encoding with the number of rows in each level; see ``survey.cells.table.encoding.counted``."""
    if isinstance(encoding.question, SetQuestion):
        return counted_sets(encoding, distinct, codes, often)  # a joined column has no empty cells
    return single.counted(encoding, distinct, codes, often, rows)
