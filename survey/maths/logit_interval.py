"""The logit interval of one share."""

from __future__ import annotations

from survey.maths.normal import expit, logit


def logit_interval(share: float, std_error: float, quantile: float) -> tuple[float, float]:
    """``expit(logit(p) ± quantile · se / (p(1-p)))`` of one share inside 0 and 1, without SciPy, which takes longer to
    load than all that is known of a published poll."""
    middle, half = logit(share), quantile * std_error / (share * (1 - share))
    return expit(middle - half), expit(middle + half)
