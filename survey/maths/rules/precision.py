"""How precise estimates are, as rules of presentation look at it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from survey.arrays import Array, Mask
from survey.maths.intervals import share_interval, t_quantile
from survey.maths.log_interval import log_interval

Kind = Literal["share", "total", "mean"]
LEVEL = 0.95  # of the intervals that the rules look at, whatever is printed


@dataclass(frozen=True)
class Cells:
    """Estimates of one kind, arrays of one shape. ``count``: respondents in the numerator; ``n``: in the base;
    ``n_eff``: effective respondents of a total (``count`` over the Kish design effect of its own weights) or of a mean
    (``n / deff``), where they are known; ``half``: half the width of the printed interval of a share, a proportion."""

    kind: Kind
    estimate: Array
    std_error: Array
    count: Array
    n: Array
    df: Array
    n_eff: Array
    half: Array

    @cached_property
    def edge(self) -> Mask:
        """Shares with nobody or everybody in the numerator."""
        return np.asarray((self.count <= 0) | (self.count >= self.n) | (self.estimate <= 0) | (self.estimate >= 1))

    @cached_property
    def effective(self) -> Array:
        """Effective respondents, at most those there are.

        Of a share ``p(1-p)/se² · (t_{n-1}/t_df)²``, ``n`` where it is 0 or 1, and 0 without degrees of freedom
        (surveytable: ``adj = "NCHS"``)."""
        if self.kind != "share":
            most = self.count if self.kind == "total" else self.n
            return np.asarray(np.fmin(self.n_eff, most))
        with np.errstate(all="ignore"):
            part = (t_quantile(LEVEL, self.n - 1) / t_quantile(LEVEL, self.df)) ** 2
            size = self.estimate * (1 - self.estimate) / self.std_error**2 * part
        size = np.where(self.edge | (self.std_error == 0), self.n, np.fmin(size, self.n))
        return np.asarray(np.where(self.df > 0, size, 0.0))

    @cached_property
    def width(self) -> Array:
        """Width of the 95 % interval: Korn and Graubard's as NCHS has it for shares, 0 where nobody or everybody is in
        the numerator (surveytable); the log interval for totals, on ``effective - 1`` degrees of freedom."""
        if self.kind == "total":
            low, high = log_interval(self.estimate, self.std_error, np.maximum(self.effective - 1, 0.1), LEVEL)
            return high - low
        low, high = share_interval("nchs", self.estimate, self.std_error, self.n, self.df, LEVEL)
        return np.asarray(np.where(self.edge, 0.0, high - low))

    @cached_property
    def relative_error(self) -> Array:
        """``std_error / |estimate|``; infinite where the estimate is 0."""
        size = np.abs(self.estimate)
        return np.divide(self.std_error, size, out=np.full(size.shape, np.inf), where=size > 0)


def own_width(share: Array) -> Array:
    """The narrowest interval, as a proportion, with which NCHS would not show ``share``: 0.30, or 130 % of it where
    that is less, and never less than 0.05."""
    return np.asarray(np.maximum(0.05, np.minimum(0.30, 1.30 * share)))
