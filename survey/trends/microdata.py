"""Points of a trend from the data of a study."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.sample import SampleData
from survey.cells.tie_text import tie_text
from survey.cells.ties import tie
from survey.definitions.study import Study
from survey.estimation.bases import bases
from survey.estimation.estimates import Estimates
from survey.estimation.linked import joint
from survey.estimation.share import share
from survey.maths.intervals import share_interval
from survey.trends.phrases import said
from survey.trends.series import Tied, TrendPoint
from survey.trends.waves import of_study
from survey.words import Text


def sample_points(
    sample: SampleData, study: Study, question: str, options: Sequence[str], *, level: float
) -> tuple[TrendPoint, ...]:
    """One point for each of ``options`` that the data have, as ``estimation.share`` gives it on the study's base.

    A net is the sum of its options, with their covariance. Raises what estimation raises.
    """
    own = study.questions[question]
    base = own.base or "asked"
    made, kish = share(sample, question, base=base, level=level), float(bases(sample, question, base=base).n_kish[0])
    points = []
    for option in options:
        rows = _rows_of(made, sample, question, option)
        if rows:
            points.append(_point(made, kish, rows, study, question, option))
    return tuple(points)


def tied_waves(
    waves: Sequence[tuple[SampleData, Study]], question: str, options: Sequence[str], *, level: float
) -> Tied:
    """What two waves' samples share, and where they share persons or PSUs the variance of the change of each option,
    ``V_22 + V_11 - 2 V_21`` of ``survey.estimation.linked.joint``; a net's is that of the sum of its options."""
    made = tie([sample for sample, _ in waves])
    if not made.shared:
        return Tied(tie_text(made), made.facts)
    rows = [
        share(one, question, base=study.questions[question].base or "asked", level=level)
        for one, (_, study) in zip(made.samples, waves, strict=True)
    ]
    covariance, df = joint(made, rows)
    variance = {}
    for option in options:
        gradient = np.zeros(len(covariance))
        start = 0
        for sign, (sample, _), shares in zip((-1.0, 1.0), waves, rows, strict=True):
            at = [start + i for i in _rows_of(shares, sample, question, option)]
            gradient[at] = sign
            start += len(shares)
        live = np.flatnonzero(gradient)
        terms = float(np.abs(gradient[live]) @ np.sqrt(np.abs(np.diag(covariance)[live]))) ** 2
        found = float(gradient[live] @ covariance[np.ix_(live, live)] @ gradient[live])
        variance[option] = 0.0 if found < 1e-14 * terms else found
    return Tied(tie_text(made), made.facts, variance, df)


def _rows_of(made: Estimates, sample: SampleData, question: str, option: str) -> list[int]:
    """The rows of an option, or of the options of a net."""
    nets = sample.question(question).nets
    place = {name: i for i, name in enumerate(made.option)}
    parts = (option,) if option in place else nets[option].options if option in nets else ()
    return [place[part] for part in parts if part in place]


def weighting_of(sample: SampleData) -> Text:
    """How the data are weighted, in words."""
    if sample.calibration is not None:
        return {"und": str(sample.calibration.text)}
    return said("weight_column", name=sample.weight) if sample.weight else said("unweighted")


def _point(
    made: Estimates, kish: float, rows: list[int], study: Study, question: str, option: str
) -> TrendPoint:
    first = rows[0]
    n, df = float(made.n[first]), float(made.df[first])
    if len(rows) == 1:
        estimate, error = float(made.estimate[first]), float(made.std_error[first])
        low, high, deff, n_eff = (
            float(getattr(made, name)[first]) for name in ("conf_low", "conf_high", "deff", "n_eff")
        )
    else:
        estimate = float(made.estimate[rows].sum())
        variance = max(float(made.covariance[np.ix_(rows, rows)].sum()), 0.0)
        error = float(np.sqrt(variance))
        spread = estimate * (1 - estimate)
        deff = variance * (n - 1) / spread if n > 1 and spread > 0 else np.nan
        n_eff = n / deff if deff > 0 else np.nan
        ends = share_interval("logit", estimate, error, n, df, made.method.level, kish)
        low, high = (float(end) for end in ends)
    return TrendPoint(
        **of_study(study, question),
        option=option,
        estimate=estimate,
        std_error=error,
        conf_low=low,
        conf_high=high,
        deff=deff,
        n=n,
        n_weighted=float(made.n_weighted[first]),
        n_eff=n_eff,
        df=df,
        status="microdata",
    )
