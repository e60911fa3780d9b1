"""What printed shares add up to: 100, or a little more or less, as each is rounded by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from survey.reports.documents.grid import Note
from survey.tables.table import Table
from survey.wording.figures import in_figures
from survey.wording.message import message
from survey.wording.rounding import fixed, rounded
from survey.wording.worded import Worded, same
from survey.words import ROUNDINGS, Rounding

HALF = 1e-3  # how far from half way a figure is beyond doubt


@dataclass(frozen=True, eq=False)
class RoundedSums(Worded):
    """The sums of printed shares that are not 100, in words; empty where all are. ``known``: those that no rule of
    rounding changes, in tenths; ``columns``: the shares of the others, where one is half way between two figures."""

    known: tuple[int, ...]
    columns: tuple[tuple[float, ...], ...]

    def words(self, language: str) -> str:
        sums = [sum(round(10 * float(fixed(100 * share, 1))) for share in shares) for shares in self.columns]
        other = sorted({total for total in (*self.known, *sums) if total != 1000})
        if not other:
            return ""
        said = ", ".join(in_figures(f"{total / 10:.1f}", language) for total in other)
        return message("shape.sums", sums=same(said)).words(language)


def sums_note(table: Table) -> tuple[Note, ...]:
    """A note on columns whose shares make 100 before rounding, and something else as printed."""
    if table.percent != "column" or table.published or (table.show and "percent" not in table.show):
        return ()
    rows = [i for i, row in enumerate(table.stub) if row.kind in ("option", "missing")]
    shares = table.estimate[rows]
    shares = shares[:, np.abs(shares.sum(axis=0) - 1) < 1e-9]
    tenths = 1000 * shares
    halves = (np.abs(tenths % 1 - 0.5) < HALF).any(axis=0)
    sums = np.rint(tenths[:, ~halves]).sum(axis=0).astype(int).tolist()
    said = RoundedSums(tuple(sums), tuple(map(tuple, shares[:, halves].T.tolist())))
    return (Note(said, "rest", "sums"),) if any(_under(rule, said) for rule in ROUNDINGS) else ()


def _under(rule: str, said: RoundedSums) -> bool:
    """Whether there is something to say where figures are rounded by ``rule``."""
    with rounded(cast(Rounding, rule), first=True):
        return bool(said["en"])
