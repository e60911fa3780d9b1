"""Weighting classes: combinations of variables inside which those who answered stand for those who did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.wording.formatted import Formatted, formatted
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import BLANK, UNKNOWN

MISSING = ("stop", "class")


@dataclass(frozen=True)
class Classes:
    """``place``: for each cell its class, -1 where nobody counts; ``names``: what each class is called; ``joined``:
    classes that were put together."""

    place: Index
    names: tuple[str, ...]
    joined: tuple[Message, ...] = ()

    def sums(self, what: Array, at: NDArray[np.bool_]) -> Array:
        """Sums of ``what`` over the cells ``at``, one a class."""
        at = at & (self.place >= 0)
        return np.bincount(self.place[at], what[at], minlength=len(self.names)).astype(float)

    def of_cells(self, values: Array) -> Array:
        """The value of each cell's class; 0 where nobody counts."""
        return np.where(self.place >= 0, values[self.place], 0.0)


def classes_of(questions: Sequence[Question], cells: CellTable, missing: str) -> Classes:
    """The combinations of ``questions`` that occur among those who count. No questions: one class, everybody.

    ``missing``: ``stop`` raises ``WeightingError`` where somebody has no answer (or a code that no option names),
    ``class`` makes them a class of their own."""
    if missing not in MISSING:
        raise WeightingError(f"unknown rule '{missing}'", where="missing", fix=f"Known: {', '.join(MISSING)}.")
    live = cells.respondents > 0
    if missing == "stop":
        stop_at_missing(questions, cells)
    flat = cells.flat([question.question for question in questions])
    known, first, place = np.unique(flat[live], return_index=True, return_inverse=True)
    found = np.full(len(cells), -1, dtype=np.int64)
    found[live] = place.reshape(-1)
    at = [cells.keys.index(question.question) for question in questions]
    codes = cells.codes[live][first]
    names = (" × ".join(str(cells.levels[k][row[k]]) for k in at) or "everybody" for row in codes)
    return Classes(found, tuple(names))


def stop_at_missing(questions: Sequence[Question], cells: CellTable) -> None:
    """Raise one ``WeightingError`` with how many of those who count have no usable answer to which question."""
    problems = []
    for question in questions:
        levels = cells.levels[cells.keys.index(question.question)]
        gone = np.array([level in (BLANK, UNKNOWN) for level in levels])
        count = int(cells.respondents[gone[cells.key(question.question)]].sum())
        if count:
            problems.append(f"{count} respondent(s) have no answer to '{question.question}'")
    if problems:
        raise WeightingError(
            "\n".join(problems),
            where="classes",
            fix="Make them a class of their own (missing='class'), impute, or leave the variable out.",
        )


def joined_classes(
    made: Classes, cells: CellTable, depth: int, n: Array, part: Array, whole: Array, least: int
) -> Classes:
    """Classes put together until each has ``least`` of those counted in ``n``, or one class is left.

    ``depth``: number of class variables, which are the first keys of ``cells``; ``part / whole``: the rate of a class.
    The smallest class is joined with that of the nearest rate, among those that differ in the last variable only where
    there are such; of equal rates the first class is taken."""
    groups = [[k] for k in range(len(made.names))]
    upper: list[tuple[int, ...] | None] = []
    for k in range(len(made.names)):
        row = cells.codes[int(np.flatnonzero(made.place == k)[0])]
        upper.append(tuple(int(code) for code in row[: max(depth - 1, 0)]))
    n, part, whole = n.copy(), part.copy(), whole.copy()
    said = []
    while len(groups) > 1 and n.min() < least:
        small, rate = int(n.argmin()), part / whole
        other = _nearest(small, rate, upper)
        told = [(_called(made, groups[k]), formatted(n[k]), formatted(float(rate[k]), ".1%")) for k in (small, other)]
        said.append(_join_said(*told))
        first, second = sorted((small, other))
        groups[first] = sorted(groups[first] + groups[second])
        upper[first] = upper[first] if upper[first] == upper[second] else None
        for sums in (n, part, whole):
            sums[first] += sums[second]
        n, part, whole = (np.delete(sums, second) for sums in (n, part, whole))
        del groups[second], upper[second]
    number = np.empty(len(made.names), dtype=np.int64)
    for k, group in enumerate(groups):
        number[group] = k
    place = np.where(made.place >= 0, number[made.place], -1)
    return Classes(place, tuple(_called(made, group) for group in groups), tuple(said))


def _nearest(small: int, rate: Array, upper: Sequence[tuple[int, ...] | None]) -> int:
    """The class that a small one is joined with. ``upper``: the levels of a class but for the last variable."""
    others = [k for k in range(len(upper)) if k != small]
    near = [k for k in others if upper[small] is not None and upper[k] == upper[small]] or others
    return min(near, key=lambda k: (round(abs(float(rate[k] - rate[small])), 12), k))


def _join_said(small: tuple[str, Formatted, Formatted], other: tuple[str, Formatted, Formatted]) -> Message:
    (name, n, rate), (into, size, its_rate) = small, other
    return message("data.class_joined", name=name, n=n, rate=rate, into=into, size=size, its_rate=its_rate)


def joined_said(made: Classes) -> list[Message]:
    """That classes were put together, by which rule and which, where they were."""
    return [message("data.classes_joined", which=joined(made.joined, "; "))] if made.joined else []


def small_classes(made: Classes, count: Array, smallest: int) -> list[str]:
    """Names and numbers of classes of fewer than ``smallest``."""
    return [f"'{label}' ({n:g})" for label, n in zip(made.names, count, strict=True) if n < smallest]


def shown(names: Sequence[str]) -> str:
    """The first five."""
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


def _called(made: Classes, group: Sequence[int]) -> str:
    return " + ".join(made.names[k] for k in group)
