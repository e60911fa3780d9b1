"""Points of a trend from the data of a study."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.sample import SampleData
from survey.definitions.study import Study
from survey.estimation.bases import bases
from survey.estimation.estimates import Estimates
from survey.estimation.share import share
from survey.maths.intervals import share_interval
from survey.trends.phrases import said
from survey.trends.series import TrendPoint
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
    nets = sample.question(question).nets
    place = {option: i for i, option in enumerate(made.option)}
    points = []
    for option in options:
        parts = (option,) if option in place else nets[option].options if option in nets else ()
        rows = [place[part] for part in parts if part in place]
        if rows:
            points.append(_point(made, kish, rows, study, question, option))
    return tuple(points)


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
