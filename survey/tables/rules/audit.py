"""What a policy of disclosure suppressed in the tables of a run, and how little of it a reader can infer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from survey.tables.table import Table


@dataclass(frozen=True)
class Audit:
    """``minimum``: the threshold, which is also the width in respondents that is declared for the interval of a cell
    that it suppresses. ``cells`` with a figure or without, ``suppressed`` ones, ``bases`` of columns among what is
    not told. ``narrowest``: the narrowest interval that follows for any of them from everything that is shown (NaN:
    nothing is suppressed): for each the linear programs that chose its partners left two tables that agree with all
    that is shown, in which it is so far apart. ``short``: cells whose interval is narrower than declared, as the bases
    and the total column leave no more."""

    minimum: int
    cells: int
    suppressed: int
    bases: int
    narrowest: float
    short: int

    def record(self) -> dict[str, Any]:
        """For ``run.json``."""
        narrow = None if math.isnan(self.narrowest) else round(self.narrowest, 3)
        return {
            "minimum": self.minimum,
            "cells": self.cells,
            "suppressed": self.suppressed,
            "bases_suppressed": self.bases,
            "narrowest_interval": narrow,
            "narrower_than_declared": self.short,
        }


def audit_of(tables: Sequence[Table], minimum: int, narrowest: float, short: int) -> Audit:
    """The audit of finished ``tables``."""
    does = [what for table in tables if table.presentation for line in table.presentation.does for what in line]
    bases = sum(math.isnan(column.n) for table in tables if not table.published for column in table.columns)
    return Audit(minimum, sum(map(bool, does)), does.count("suppress"), bases, narrowest, short)
