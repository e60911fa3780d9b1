"""Levels of one variable as a margin knows them, and where the sample's own levels go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.encoding import Encoding
from survey.definitions.checks.recode_faults import recode_faults
from survey.definitions.records.targets import Margin, Recode
from survey.words import BLANK, UNKNOWN

PLAIN = {BLANK: "no answer", UNKNOWN: "a code that no option names"}


def in_words(cell: Sequence[str]) -> str:
    """A cell of a margin as it is told to people."""
    return " × ".join(PLAIN.get(option, option) for option in cell)


@dataclass(frozen=True)
class Side:
    """``variable``: the margin's word for it; ``key``: the question that stands for it in the cells (another one where
    answers were imputed). ``names``: its levels in the margin, kinds of missing last; ``kinds``: "" for an answer, else
    the kind; ``at``: for each level of the sample its place among ``names``. ``recode``: how, in words, if at all."""

    variable: str
    key: str
    column: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    at: NDArray[np.int64]
    defined: bool  # the question has options of its own
    recode: str = ""

    @property
    def own(self) -> bool:
        """Whether the margin has the sample's levels."""
        return not self.recode


def side(variable: str, encoding: Encoding, margin: Margin, recode: Recode | None) -> tuple[Side, list[str]]:
    """The levels of ``variable`` in ``margin``, and what is wrong with its recode: every option of the question must
    go to one level of the margin and every level must get an option."""
    question = encoding.question
    defined = bool(question.options)
    if recode is None:
        at = np.arange(len(encoding.levels))
        return (Side(variable, question.question, encoding.column, encoding.levels, encoding.kinds, at, defined), [])
    answers = [level for level, kind in zip(encoding.levels, encoding.kinds, strict=True) if not kind]
    known = encoding.levels[:-2] if defined else {option for parts in recode.values() for option in parts}
    faults = [
        f"recode of '{variable}': {said}.{f' {fix}' if fix else ''}"
        for said, fix in recode_faults(recode, margin.levels(variable), answers, known)
    ]
    place = {option: i for i, parts in enumerate(recode.values()) for option in parts}
    names, kinds = list(recode), [""] * len(recode)
    at = np.zeros(len(encoding.levels), dtype=np.int64)
    for i, (level, kind) in enumerate(zip(encoding.levels, encoding.kinds, strict=True)):
        if level in place and i < len(encoding.levels) - 2:
            at[i] = place[level]
        else:
            at[i] = len(names)
            names.append(level)
            kinds.append(kind or "no_answer")  # an option that is mapped nowhere is among the faults
    said = "; ".join(f"{level} = {' + '.join(parts)}" for level, parts in recode.items())
    made = Side(variable, question.question, encoding.column, tuple(names), tuple(kinds), at, defined, said)
    return made, faults
