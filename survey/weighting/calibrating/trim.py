"""Trimming of weights to limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.errors import WeightingError
from survey.maths.weights.trimming import SPREADS, Spread, counted_quantiles, ratio_limits, trim_weights
from survey.weighting.calibrating.replayable import unlike_default
from survey.weighting.record.adjusted import NewWeight, adjusted
from survey.weighting.record.replicated import reweighted
from survey.weighting.record.weight_column import free_name
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import nearest


def trim(
    sample: SampleData,
    lower: float = -np.inf,
    upper: float = np.inf,
    *,
    quantiles: tuple[float, float] | None = None,
    ratio: float | None = None,
    spread: Spread = "evenly",
    strict: bool = True,
    name: str | None = None,
) -> SampleData:
    """The sample with its weights cut to limits, with the same sum (R: ``trimWeights``).

    ``lower``, ``upper``: in the weights' own unit. ``quantiles``: limits at these quantiles of the weights, such as
    (0.01, 0.99) (pewmethods; R's type 7, weights of 0 left out). ``ratio``: the largest weight at most this many times
    the least; the limits lie at median/√ratio and median·√ratio, or nearer to where one end needs no cut. Where several
    are given the narrowest holds.

    What is cut goes to the weights not cut, ``evenly`` (R: ``trimWeights``) or ``proportionally`` (by one factor, so
    that they keep their ratios). ``strict`` repeats until none is outside, and a weight once cut receives nothing later
    (R survey 4.4 and later). Weights of 0 stay 0. The variance treats the trimmed weights as the sampling weights; of
    weights calibrated before, the record keeps the margins, now with the gaps that trimming leaves, and the residuals
    stay those of the calibration, both as R does. Replicates are trimmed too: in each, the same limits hold for the
    weight of a respondent, who may count more than once (R cuts the product). Raises ``WeightingError`` without any
    limit, and when nobody is left to take the excess.
    """
    column = sample.weight
    if column is None:
        raise WeightingError(
            "the sample has no weights to trim", where="weight", fix="Name the weight column in the design."
        )
    if spread not in SPREADS:
        raise WeightingError(f"excess cannot be spread '{spread}'", where="spread", fix=nearest(spread, SPREADS))
    if np.isneginf(lower) and np.isposinf(upper) and quantiles is None and ratio is None:
        fix = "Write upper=…, quantiles=(0.01, 0.99) or ratio=…."
        raise WeightingError("there is no limit to trim the weights to", where="trim", fix=fix)
    key = plain_question(column)
    cells = sample.engine.collapse([key], weight=column)
    each, count = cells.sum_w / cells.n, cells.respondents.astype(float)
    low, high = _limits(each, count, lower, upper, quantiles, ratio)

    def work(times: Array) -> tuple[Array, NDArray[np.bool_]]:
        try:
            return trim_weights(each, low, high, count=times, spread=spread, strict=strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where=column, fix="Widen the limits.") from None

    def in_replicate(sums: Array) -> Array:
        times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often the cell's people count
        cut = work(times)[0]
        return np.divide(cut, each, out=np.zeros_like(cut), where=each > 0)

    cut, was = work(count)
    trimmed = int(cells.respondents[was].sum())
    replicates = reweighted(sample, [key], cells, in_replicate)
    made = free_name(name, sample.engine.columns)
    engine = sample.engine.attach([key], cells, np.where(each > 0, cut, 0.0), made)  # who does not count gets nothing
    given = {"lower": lower, "upper": upper, "quantiles": quantiles and list(quantiles), "ratio": ratio}
    options = unlike_default(trim, {**given, "spread": spread, "strict": strict})
    said = _said(low, high, trimmed, spread)
    return adjusted(sample, NewWeight("trim", made, engine, replicates, said, options, {"trimmed": trimmed}))


def _said(low: float, high: float, trimmed: int, spread: Spread) -> Message:
    sides = [message("data.trimmed_below", limit=formatted(low, ".6g"))] if np.isfinite(low) else []
    sides += [message("data.trimmed_above", limit=formatted(high, ".6g"))] if np.isfinite(high) else []
    limits = joined(sides, message("data.and")) if sides else message("data.trimmed_nowhere")
    how = message("data.spread_evenly" if spread == "evenly" else "data.spread_proportionally")
    return message("data.weights_trimmed", limits=limits, count=trimmed, spread=how)


def _limits(
    each: Array, count: Array, lower: float, upper: float, quantiles: tuple[float, float] | None, ratio: float | None
) -> tuple[float, float]:
    """The narrowest of the limits asked for, in the unit of the weights."""
    low, high = float(lower), float(upper)
    live = (count > 0) & (each != 0)
    if quantiles is not None:
        first, last = quantiles
        if not 0 <= first < last <= 1:
            raise WeightingError(
                f"quantiles {first:g} and {last:g} are no limits", where="quantiles", fix="Write (0.01, 0.99)."
            )
        found = counted_quantiles(each[live], count[live], [first, last])
        low, high = max(low, float(found[0])), min(high, float(found[1]))
    if ratio is not None:
        if not ratio > 1:
            raise WeightingError(f"a ratio of {ratio:g} is not above 1", where="ratio", fix="Try 10.")
        least, most = ratio_limits(each[live], count[live], ratio)
        low, high = max(low, least), min(high, most)
    if not low <= high:
        raise WeightingError(
            f"limits {low:g} and {high:g} leave no weight between them", where="trim", fix="Write the lower first."
        )
    return low, high
