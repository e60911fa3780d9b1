"""Upper tails of the distributions that tests end in; NaN where degrees of freedom leave nothing to compare with."""

from __future__ import annotations

import math

from survey.maths.special import chdtrc, fdtrc, stdtr


def f_tail(x: float, above: float, below: float) -> float:
    """``P(F > x)`` with ``above`` and ``below`` degrees of freedom (R: ``pf(lower.tail = FALSE)``); infinite ``below``
    gives chi-square over its degrees of freedom. NaN where either is not positive."""
    if math.isnan(x) or not above > 0 or not below > 0:
        return math.nan
    if math.isinf(below):
        return chi_square_tail(x * above, above)
    return float(fdtrc(above, below, max(x, 0.0)))


def chi_square_tail(x: float, df: float) -> float:
    """``P(chi-square > x)`` (R: ``pchisq(lower.tail = FALSE)``); NaN where ``df`` is not positive."""
    return float(chdtrc(df, max(x, 0.0))) if df > 0 and not math.isnan(x) else math.nan


def t_tails(t: float, df: float) -> float:
    """``P(|T| > |t|)``, two-sided (R: ``2 * pt(-abs(t), df)``); normal for infinite ``df``, NaN where not positive."""
    return float(2 * stdtr(df, -abs(t))) if df > 0 and not math.isnan(t) else math.nan


def t_tail(t: float, df: float, alternative: str) -> float:
    """``t_tails``, or one of them: ``greater`` is ``P(T > t)``, ``less`` ``P(T < t)`` (R: ``pt``)."""
    if alternative == "two-sided":
        return t_tails(t, df)
    return float(stdtr(df, t if alternative == "less" else -t)) if df > 0 and not math.isnan(t) else math.nan
