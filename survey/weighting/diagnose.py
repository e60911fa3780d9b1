"""Diagnostics of a weight column."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from survey.cells.summary import Summary
from survey.errors import WeightingError
from survey.maths.dispersion import effective_n, kish_deff, margin_of_error
from survey.weighting.calibration import WeightDiagnostics


def diagnose(weights: ArrayLike, level: float = 0.95, *, trimmed: int = 0, iterations: int = 0) -> WeightDiagnostics:
    """Least, largest and mean weight, Kish's design effect and effective n, and the margin of error that follows.

    ``weights``: one per respondent; those of 0 are counted apart and left out of ``n``, the mean and ``deff``. Raises
    ``WeightingError`` when none is positive.
    """
    w = np.asarray(weights, dtype=float)
    live = w if len(w) and w.min() > 0 else w[w > 0]
    if not len(live):
        raise WeightingError("no weight is positive", where="weight")
    n_eff = effective_n(live)
    return WeightDiagnostics(
        n=len(live),
        minimum=float(live.min()),
        maximum=float(live.max()),
        mean=float(live.mean()),
        deff=kish_deff(live),
        n_eff=n_eff,
        moe=margin_of_error(n_eff, level=level),
        level=level,
        zero=int(len(w) - len(live)),
        trimmed=trimmed,
        iterations=iterations,
    )


def diagnose_summary(
    summary: Summary, level: float = 0.95, *, trimmed: int = 0, iterations: int = 0
) -> WeightDiagnostics:
    """``diagnose`` from sums of the column, which an engine counts without handing over its rows."""
    n = summary.usable - summary.zero
    if not n > 0 or not summary.total > 0:
        raise WeightingError("no weight is positive", where="weight")
    n_eff = summary.total**2 / summary.squares
    return WeightDiagnostics(
        n=n,
        minimum=summary.minimum,
        maximum=summary.maximum,
        mean=summary.total / n,
        deff=n / n_eff,
        n_eff=n_eff,
        moe=margin_of_error(n_eff, level=level),
        level=level,
        zero=summary.zero,
        trimmed=trimmed,
        iterations=iterations,
    )
