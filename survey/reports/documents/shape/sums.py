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


@dataclass(frozen=True, eq=False)
class RoundedSums(Worded):
    """The sums of printed shares that are not 100, in words; empty where all are. ``columns``: the shares of each."""

    columns: tuple[tuple[float, ...], ...]

    def words(self, language: str) -> str:
        sums = [sum(round(10 * float(fixed(100 * share, 1))) for share in shares) for shares in self.columns]
        other = sorted({total for total in sums if total != 1000})
        if not other:
            return ""
        said = ", ".join(in_figures(f"{total / 10:.1f}", language) for total in other)
        return message("shape.sums", sums=same(said)).words(language)


def sums_note(table: Table) -> tuple[Note, ...]:
    """A note on columns whose shares make 100 before rounding, and something else as printed."""
    if table.percent != "column" or table.published or (table.show and "percent" not in table.show):
        return ()
    rows = [i for i, row in enumerate(table.stub) if row.kind in ("option", "missing")]
    columns = [tuple(shares.tolist()) for shares in table.estimate[rows].T]
    whole = tuple(shares for shares in columns if abs(float(np.sum(shares)) - 1) < 1e-9)
    said = RoundedSums(whole)
    return (Note(said, "rest", "sums"),) if any(_under(rule, said) for rule in ROUNDINGS) else ()


def _under(rule: str, said: RoundedSums) -> bool:
    """Whether there is something to say where figures are rounded by ``rule``."""
    with rounded(cast(Rounding, rule), first=True):
        return bool(said["en"])
