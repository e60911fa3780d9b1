"""How columns of a table are to be tested: the options behind its letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.errors import EstimationError
from survey.words import ADJUSTS, AGAINST, COLUMN_TESTS, Adjust, Against, ColumnTest, nearest

FEWEST = 2  # respondents of a column that can be tested at all
ROUNDING = 1e-9  # the effective base of equal weights is the number of respondents but for this


@dataclass(frozen=True)
class Letters:
    """Which columns are tested against which, and how.

    ``test``: ``design`` (default), from the covariance of the design: strata, PSUs, replicates, weighting to margins;
    or the rule of a tabulation program, from bases alone: ``dimensions``, ``spss``, ``askia``. ``against``: each column
    against the others of its banner question (``columns``: the larger figure gets the letter of the smaller), against
    the total column, or against all others in it (``rest``): then H marks a higher and L a lower figure. ``levels``:
    one, or two, of which the stricter is marked in upper case, the looser in lower case. ``adjust``: p-values raised
    for the tests of one row in one banner question, as ``survey.adjust_p``. ``min_base``: columns of fewer respondents,
    counted or effective, are not tested (and none of fewer than 2). ``p_values``: print all of them as a table of its
    own.

    Raises ``EstimationError`` for a name that does not exist and levels that are none."""

    test: ColumnTest = "design"
    against: Against = "columns"
    levels: tuple[float, ...] = (0.05,)
    adjust: Adjust = "none"
    min_base: float = 30
    p_values: bool = False

    def __post_init__(self) -> None:
        for name, known in (("test", COLUMN_TESTS), ("against", AGAINST), ("adjust", ADJUSTS)):
            if (given := getattr(self, name)) not in known:
                raise EstimationError(f"unknown {name} '{given}'", where=f"letters: {name}", fix=nearest(given, known))
        object.__setattr__(self, "levels", _levels(self.levels))
        if not isinstance(self.min_base, (int, float)) or not self.min_base >= 0:
            fix = "Write 30 respondents, or 0 for none."
            raise EstimationError(f"a smallest base of {self.min_base!r}", where="letters: min_base", fix=fix)

    @property
    def fewest(self) -> float:
        """The smallest base of a column that is tested."""
        return max(self.min_base, FEWEST)

    def few(self, n: Array, effective: Array) -> NDArray[np.bool_]:
        """Which bases, counted or effective, are too small to be tested."""
        return np.asarray((n < self.fewest) | (effective < self.min_base - ROUNDING))

    @classmethod
    def of(cls, given: Letters | str | bool) -> Letters | None:
        """What ``letters=`` of a crosstab stands for: True, the name of a test, or all of it; None where not asked."""
        if isinstance(given, str):
            return cls(test=given)  # type: ignore[arg-type]  # the constructor knows which exist
        return given if isinstance(given, Letters) else cls() if given else None


def _levels(given: object) -> tuple[float, ...]:
    """One or two levels, the looser first."""
    many = given if isinstance(given, (tuple, list)) else (given,)
    numbers = [float(one) for one in many if isinstance(one, (int, float)) and 0 < one < 1]
    if len(numbers) < len(many) or len(set(numbers)) not in (1, 2) or len(numbers) > len(set(numbers)):
        fix = "Write 0.05, or two: 0.05 and 0.10."
        raise EstimationError(f"no one or two levels between 0 and 1: {given!r:.60}", where="letters: levels", fix=fix)
    return tuple(sorted(numbers, reverse=True))
