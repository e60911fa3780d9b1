"""What a test says, with all that must travel with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.maths.intervals import wald_interval
from survey.shown import Shown
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import Worded, joined
from survey.words import FIGURES, LEADING, Text, say


@dataclass(frozen=True, repr=False)
class TestResult(Shown):
    """One test (R: an ``htest``).

    ``name``: of the statistic: ``F``, ``X²`` or ``t``. ``df``: its degrees of freedom; empty where the distribution has
    none of its own. ``p_value``: two-sided for t; NaN where the test is not defined, and a note says why. ``method``:
    the test, its reference distribution, how the variance was made and the weight. ``n``: respondents in the test,
    ``n_weighted`` their weights' sum. ``estimate`` with its standard error and interval is what a t test tests, and
    ``what`` says of what it is. Texts are in every language (``method["ru"]``; printed, in English).
    """

    __test__ = False  # not a test of this package

    name: str
    statistic: float
    df: tuple[float, ...]
    p_value: float
    method: Text
    question: str
    by: str
    n: int
    notes: tuple[Text, ...] = ()
    study: str = ""
    n_weighted: float = math.nan
    what: Text | None = None  # of the estimate: "difference of means, f - m"
    estimate: float = math.nan
    std_error: float = math.nan
    conf_low: float = math.nan
    conf_high: float = math.nan
    level: float = 0.95
    synthetic: bool = False

    def row(self) -> dict[str, Any]:
        """The fields by name, for a file or a frame; degrees of freedom as ``df`` and ``df_denominator``."""
        return {name: str(value) if isinstance(value, Worded) else value for name, value in self.worded_row().items()}

    def worded_row(self) -> dict[str, Any]:
        """The same, its texts in every language."""
        names = [item.name for item in fields(self) if item.name not in ("df", "synthetic")]
        above, below = (*self.df, math.nan, math.nan)[:2]
        told = {"method": joined((self.method,)), "what": joined((self.what or "",)), "notes": joined(self.notes, "; ")}
        return {**{name: getattr(self, name) for name in names}, **told, "df": above, "df_denominator": below}

    def record(self, study: str) -> dict[str, Any]:
        """The test of ``study`` as a long row, in the project's column order, its texts in every language."""
        row = self.worded_row()
        first = {"study": study, "question": self.question, "option": self.name}
        figures = {name: row.get(name) for name in FIGURES if name not in LEADING}
        others = ("by", "statistic", "df_denominator", "p_value", "method", "notes")
        return {**first, **figures, **{name: row[name] for name in others}}

    def __repr__(self) -> str:
        head = " by ".join(part for part in (self.question, self.by) if part)
        freedom = f", df = {' and '.join(_short(df) for df in self.df)}" if self.df else ""
        lines = [
            f"{self.study}: {head}" if self.study else head,
            f"  {self.name} = {_short(self.statistic)}{freedom}, p {_probability(self.p_value)}",
        ]
        if self.what:
            limits = f"{_short(self.conf_low)} to {_short(self.conf_high)}"
            lines.append(
                f"  {say(self.what)}: {_short(self.estimate)}, standard error {_short(self.std_error)}, "
                f"{self.level * 100:g}% interval {limits}"
            )
        lines.append(f"  n = {self.n}, weighted {_short(self.n_weighted)}")
        lines.append(f"  {say(self.method)}")
        return "\n".join([*lines, *(f"  note: {say(note)}" for note in self.notes)])


def _short(number: float) -> str:
    if math.isnan(number):
        return "not defined"
    return f"{number:.4g}" if abs(number) < 1e4 else f"{number:.0f}"


def _probability(p: float) -> str:
    return "not defined" if math.isnan(p) else "< 0.0001" if p < 1e-4 else f"= {p:.4f}"


def of_sample(sample: SampleData, test: Text) -> dict[str, Any]:
    """The fields of ``TestResult`` that say of what sample it is and how it was made."""
    return {"method": _described(sample, test), "study": sample.name, "synthetic": sample.synthetic}


def undefined(std_error: float, df: float) -> tuple[Text, ...]:
    """Notes on what a test by t lacks: a standard error, degrees of freedom."""
    flat = () if std_error > 0 else (message("estimation.no_error"),)
    return flat if df > 0 else (*flat, message("estimation.no_p_value", df=formatted(df)))


def _described(sample: SampleData, test: Text) -> Text:
    """``test`` with the variance and the weights that it rests on, for ``TestResult.method``."""
    reps = sample.replicates
    parts = [test]
    if reps is not None:
        parts.append(message("estimation.by_replicates", count=reps.count, method=reps.method))
    else:
        parts.append(message("estimation.by_linearization"))
        if sample.design.lonely_psu != "fail":
            parts.append(message("estimation.lonely_psus", rule=sample.design.lonely_psu))
        if sample.calibration is not None:
            parts.append(sample.calibration.said)
    weight = sample.weight
    parts.append(message("estimation.weight", weight=weight) if weight else message("estimation.unweighted"))
    if sample.synthetic:
        parts.append(message("estimation.synthetic"))
    return joined(parts, "; ")


def tested_estimate(what: Text, estimate: float, std_error: float, df: float, level: float) -> dict[str, Any]:
    """The fields of ``TestResult`` that say what was tested, with a t interval on ``df``."""
    low, high = wald_interval(estimate, std_error, df, level)
    return {
        "what": what,
        "estimate": estimate,
        "std_error": std_error,
        "conf_low": float(low),
        "conf_high": float(high),
        "level": level,
    }
