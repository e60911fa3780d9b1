"""A published figure as a share with the error that its n gives: one answer for tables and trends."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.definitions.records.values import Figure
from survey.maths.published import published_interval, share_std_error


@dataclass(frozen=True)
class PublishedShare:
    """Proportions, 0-1; NaN where they are not known. ``deff``: 1 where a standard error was computed."""

    estimate: float = math.nan
    std_error: float = math.nan
    conf_low: float = math.nan
    conf_high: float = math.nan
    deff: float = math.nan


def published_share(figure: Figure | None, n: float, level: float) -> PublishedShare:
    """The share that ``figure`` prints, of ``n`` respondents, with an interval of ``level``.

    The standard error is ``sqrt(p(1-p)/n)``, design effect 1, and the interval ``maths.published.published_interval``.
    A limit ("more than 60") has its value as estimate and neither; a printed range has no estimate. An interval that
    the source prints itself (``low``, ``high`` and ``level``) is kept.
    """
    if figure is None:
        return PublishedShare()
    share = math.nan if figure.value is None else round(figure.value / 100, 10)
    error = low = high = deff = math.nan
    if not figure.is_bound and n > 0 and 0 <= share <= 1:
        error, deff = float(share_std_error(share, n)), 1.0
        low, high = (float(end) for end in published_interval(share, n, level=level))
    if figure.level is not None and figure.low is not None and figure.high is not None:
        low, high = figure.low / 100, figure.high / 100
    return PublishedShare(share, error, low, high, deff)
