"""Rows below the shares of a scale: boxes at its ends and their difference, median and standard deviation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Net
from survey.errors import EstimationError
from survey.estimation.result.choices import Df
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.quantile import median
from survey.estimation.statistics.variance import deviation
from survey.maths.intervals import wald_interval
from survey.tables.shape.asked import Shape
from survey.tables.table import StubRow
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

UNTESTED = ("median", "sd", "_net_difference")  # rows that have no letters
TOP, BOTTOM, DIFFERENCE = "_top", "_bottom", "_net_difference"


@dataclass(frozen=True)
class Extra:
    """A row with its figures in each domain, by name."""

    row: StubRow
    figures: dict[str, Array]


def with_boxes(sample: SampleData, name: str, boxes: int) -> SampleData:
    """``sample`` with the ``boxes`` highest and the ``boxes`` lowest points of a scale as two nets more; as it is where
    the question is no scale with options. Raises ``EstimationError`` for points that are not numbers, and for boxes
    that would share a point."""
    question = sample.question(name)
    if not boxes or question.type != "scale" or not question.substantive:
        return sample
    encoding = sample.engine.encoding(question)
    number = dict(zip(encoding.levels, encoding.numbers, strict=True))
    points = [option for option in question.substantive if np.isfinite(number[option])]
    if len(points) < len(question.substantive):
        raise EstimationError("boxes need a value of each option", where=name, fix="Give each option a value.")
    if 2 * boxes > len(points):
        said = f"top-{boxes} and bottom-{boxes} of {len(points)} points would share one"
        raise EstimationError(said, where=name, fix=f"Write {len(points) // 2} or fewer.")
    points.sort(key=lambda option: number[option])
    nets = {TOP: points[-boxes:], BOTTOM: points[:boxes]}
    made = {
        key: Net(options=tuple(options), label=dict(_label(key, boxes, [question.label(one) for one in options])))
        for key, options in nets.items()
    }
    shown = question.model_copy(update={"nets": {**question.nets, **made}})
    return sample.with_question(name, shown)


def _label(key: str, boxes: int, labels: Sequence[Text]) -> Text:
    return message(f"shape.{key.removeprefix('_')}", count=boxes, options=joined(labels, ", "))


def extra_rows(
    sample: SampleData,
    shares: Estimates,
    domains: Sequence[tuple[str, ...]],
    shape: Shape,
    level: float,
    df: Df,
    *,
    numbers: bool,
) -> list[Extra]:
    """The rows that ``shape`` asks for in each of ``domains``. ``shares``: of the question with its boxes; ``numbers``:
    whether its answers have a mean. A difference of row percents, which are of different people, is not made."""
    found = []
    if {TOP, BOTTOM} <= set(shares.option) and shares.method.percent != "row":
        row = StubRow(DIFFERENCE, message("shape.difference"), "difference")
        found.append(Extra(row, _difference(shares, domains)))
    for name, statistic in (("median", median), ("sd", deviation)):
        if numbers and name in shape.statistics:
            made = statistic(sample, shares.question, shares.domains, level=level, df=df)
            at = [made.domain_levels.index(domain) for domain in domains]
            figures = {key: np.asarray(getattr(made, key))[at] for key in _NAMES}
            found.append(Extra(StubRow(name, message(f"shape.{name}"), "mean"), figures))
    return found


_NAMES = ("estimate", "std_error", "conf_low", "conf_high", "deff", "n", "n_weighted", "n_eff", "df", "count")


def _difference(shares: Estimates, domains: Sequence[tuple[str, ...]]) -> dict[str, Array]:
    """Top less bottom: ``V_tt + V_bb - 2 V_tb``, with a t interval."""
    rows = list(zip(shares.option, shares.domain_levels, strict=True))
    top, bottom = ([rows.index((key, domain)) for domain in domains] for key in (TOP, BOTTOM))
    v = shares.covariance
    estimate = shares.estimate[top] - shares.estimate[bottom]
    variance = v[top, top] + v[bottom, bottom] - 2 * v[top, bottom]
    error = np.sqrt(np.where(variance < 1e-20, np.where(np.isnan(variance), np.nan, 0.0), variance))
    low, high = wald_interval(estimate, error, shares.df[top], shares.method.level)
    unknown = np.full(len(domains), np.nan)
    same = {key: np.asarray(getattr(shares, key))[top] for key in ("n", "n_weighted", "df")}
    figures = {"estimate": estimate, "std_error": error, "conf_low": low, "conf_high": high, "deff": unknown}
    return {**figures, **same, "n_eff": unknown, "count": shares.count[top] + shares.count[bottom]}
