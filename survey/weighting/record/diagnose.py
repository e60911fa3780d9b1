"""Diagnostics of a weight column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from survey.cells.table.summary import Summary
from survey.errors import WeightingError
from survey.maths.weights.concentration import percentiles
from survey.maths.weights.dispersion import effective_n, kish_deff, margin_of_error
from survey.weighting.record.calibration import WeightDiagnostics

LEVEL = 0.95  # of the margin of error
PERCENTS = (1, 5, 25, 50, 75, 95, 99)


def diagnose(weights: ArrayLike, level: float = LEVEL, *, trimmed: int = 0, iterations: int = 0) -> WeightDiagnostics:
    """Least, largest and mean weight, Kish's design effect and effective base, and the margin of error that follows.

    ``weights``: one per respondent; those of 0 are counted apart and left out of ``n``, the mean and ``deff``. Raises
    ``WeightingError`` when none is positive.
    """
    w = np.asarray(weights, dtype=float)
    live = w if len(w) and w.min() > 0 else w[w > 0]
    if not len(live):
        raise WeightingError("no weight is positive", where="weight")
    n_kish = effective_n(live)
    return WeightDiagnostics(
        n=len(live),
        minimum=float(live.min()),
        maximum=float(live.max()),
        mean=float(live.mean()),
        deff=kish_deff(live),
        n_kish=n_kish,
        moe=margin_of_error(n_kish, level=level),
        level=level,
        zero=int(len(w) - len(live)),
        trimmed=trimmed,
        iterations=iterations,
    )


def diagnose_summary(
    summary: Summary, level: float = LEVEL, *, trimmed: int = 0, iterations: int = 0
) -> WeightDiagnostics:
    """``diagnose`` from six sums of the column, which an engine counts without handing over its rows.

    ``deff = n Σw² / (Σw)²`` and ``n_kish = (Σw)² / Σw²`` (Kish 1992). Raises ``WeightingError`` when no weight is
    positive.
    """
    if not summary.n > 0 or not summary.total > 0:
        raise WeightingError("no weight is positive", where="weight")
    n_kish = summary.total**2 / summary.squares
    return WeightDiagnostics(
        n=int(summary.n),
        minimum=float(summary.minimum),
        maximum=float(summary.maximum),
        mean=float(summary.total / summary.n),
        deff=float(summary.n / n_kish),
        n_kish=float(n_kish),
        moe=margin_of_error(n_kish, level=level),
        level=level,
        zero=int(summary.zero),
        trimmed=trimmed,
        iterations=iterations,
    )


def efficiency(found: WeightDiagnostics) -> float:
    """Weighting efficiency in percent, ``100 (Σw)² / (n Σw²)``, the inverse of Kish's design effect (Weightipy and
    Quantipy: ``weighting_efficiency``)."""
    return 100 / found.deff


def weight_percentiles(weights: ArrayLike) -> Mapping[int, float]:
    """The 1st, 5th, 25th, 50th, 75th, 95th and 99th percentile of the positive weights, as multiples of their mean."""
    w = np.asarray(weights, dtype=float)
    live = w[w > 0]
    if not len(live):
        raise WeightingError("no weight is positive", where="weight")
    return dict(zip(PERCENTS, (percentiles(live, PERCENTS) / live.mean()).tolist(), strict=True))
