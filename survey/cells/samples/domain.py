"""The part of a sample that figures are confined to: those whom a filter names. Everybody else stays in the design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.definitions.records.question import Question
from survey.words import Text


@dataclass(frozen=True, eq=False)
class Domain:
    """``keys``: what the cells are split by besides the questions asked; ``inside``: of each cell of their crossing,
    the last varying fastest, whether it belongs. ``questions``: those that the filter compares; ``words``: the filter
    as a reader has it. ``n``: respondents inside; ``outside``: those whose answers put them outside; ``unanswered``:
    those outside for lack of an answer."""

    written: str
    keys: tuple[Question, ...]
    inside: NDArray[np.bool_]
    questions: tuple[str, ...]
    words: Text
    n: int
    outside: int
    unanswered: int
