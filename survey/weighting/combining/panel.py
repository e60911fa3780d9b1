"""Who of the first wave of a panel is in the second."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.errors import WeightingError
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import BLANK, UNKNOWN, Text


@dataclass(frozen=True)
class Panel:
    """``first``, ``second``: one cell a person of each wave. ``at``: of each person of the second wave the place in the
    first, -1 for those who are new; ``interviewed``: whether they were in it; ``stays``: 1 for those of the first wave
    who were, else 0; ``stayed``: a name for that, which no column of the first wave has."""

    first: CellTable
    second: CellTable
    at: Index
    interviewed: NDArray[np.bool_]
    stays: Array
    stayed: str

    @property
    def live(self) -> NDArray[np.bool_]:
        """Those of the first wave who have a weight in it."""
        return self.first.respondents > 0

    @property
    def all_stayed(self) -> bool:
        """Whether nobody left."""
        return bool((self.stays[self.live] == 1).all())

    @property
    def gone(self) -> Index:
        """Places of those who left."""
        return np.flatnonzero((self.stays == 0) & self.live)

    @property
    def fresh(self) -> int:
        """How many of the second wave are new."""
        return int((self.at < 0).sum())

    def mark(self, first: SampleData, number: str) -> SampleData:
        """The first wave with the column ``stayed``."""
        return first.changed(engine=first.engine.attach([plain_question(number)], self.first, self.stays, self.stayed))

    @property
    def counts(self) -> dict[str, int]:
        """Persons by what became of them."""
        unweighted = int((~self.live[np.maximum(self.at, 0)] & (self.at >= 0)).sum())
        return {
            "stayed": int(((self.stays > 0) & self.live).sum()),
            "left": len(self.gone),
            "not in the first wave": self.fresh,
            "without weight in the first wave": unweighted,
            "not interviewed in the second wave": int((~self.interviewed).sum()),
        }

    @property
    def said(self) -> Text:
        """What became of them, in words."""
        stayed, left, fresh = (formatted(count, ",d") for count in list(self.counts.values())[:3])
        told = [message("data.panel", stayed=stayed, left=left)]
        return joined([*told, *([message("data.panel_new", count=fresh)] if self.fresh else [])])


def people_of(
    first: SampleData, second: SampleData, numbers: tuple[str, str], interviewed: Collection[int] | None
) -> Panel:
    """The persons of both waves, found by the columns ``numbers``. ``interviewed``: codes of those of the second wave
    who were; None: all.

    Raises ``WeightingError`` for numbers that are empty or occur twice, and where nobody is in both."""
    cells1, cells2 = (_people(wave, column) for wave, column in zip((first, second), numbers, strict=True))
    place = {who: k for k, who in enumerate(numbers_of(cells1))}
    at = np.array([place.get(who, -1) for who in numbers_of(cells2)], dtype=np.int64)
    codes = cells2.codes[:, 0].tolist()
    there = np.array([interviewed is None or code in interviewed for code in codes], dtype=bool)
    stays = np.zeros(len(cells1))
    stays[at[(at >= 0) & there]] = 1.0
    stayed = "_stayed"
    while stayed in first.engine.columns or stayed in first.questions:
        stayed = f"_{stayed}"
    made = Panel(cells1, cells2, at, there, stays, stayed)
    if not stays[made.live].any():
        raise WeightingError(
            "nobody of the first wave is in the second",
            where=f"{numbers[0]} and {numbers[1]}",
            fix="Name the columns of the persons' numbers, which must be written alike.",
        )
    return made


def _people(wave: SampleData, column: str) -> CellTable:
    """One cell a person, or the errors of their numbers."""
    cells = wave.engine.collapse([plain_question(column)], weight=wave.weight)
    levels = cells.levels[0]
    problems = []
    for level, what in ((BLANK, "have no number"), (UNKNOWN, "have a number that cannot be read")):
        count = int(cells.n[cells.codes[:, 0] == levels.index(level)].sum())
        if count:
            problems.append(f"{count} respondent(s) {what}")
    twice = [str(levels[code]) for code, n in zip(cells.codes[:, 0], cells.n, strict=True) if n > 1]
    twice = [one for one in twice if one not in (BLANK, UNKNOWN)]
    if twice:
        shown = ", ".join(twice[:5]) + (", …" if len(twice) > 5 else "")
        problems.append(f"{len(twice)} number(s) occur more than once: {shown}")
    if problems:
        raise WeightingError(
            "\n".join(problems),
            where=f"{wave.name or 'data'}, column '{column}'",
            fix="Every person of a panel needs one number of their own.",
        )
    return cells


def numbers_of(cells: CellTable) -> list[str]:
    """The numbers of persons, as texts."""
    return [str(cells.levels[0][code]) for code in cells.codes[:, 0]]


def rows_of(wave: SampleData, column: str, who: Sequence[str]) -> Index:
    """For each row the place of its person in ``who``."""
    question = plain_question(column)
    levels = wave.engine.encoding(question).levels
    place = {name: k for k, name in enumerate(who)}
    of_level = np.array([place.get(level, -1) for level in levels], dtype=np.int64)
    return np.asarray(of_level[wave.engine.codes(question)])
