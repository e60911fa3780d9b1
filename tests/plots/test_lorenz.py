"""The cumulative weight."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from survey.errors import SurveyError
from survey.maths.weights.concentration import gini
from survey.plots.lorenz import lorenz
from survey.plots.sheet.page import Picture
from survey.weighting.record.diagnose import diagnose
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

Look = Callable[[Picture], list[str]]
SPREAD = np.concatenate([np.random.default_rng(3).lognormal(0, 0.7, 5000), [0.0, 0.0]])


def test_the_curve_goes_from_nobody_to_everybody_and_hangs_below_the_line() -> None:
    figure = lorenz(SPREAD, diagnose(SPREAD))
    dashed, curve = figure.axes[0].lines
    x, y = curve.get_xdata(), curve.get_ydata()
    assert (x[0], y[0]) == (0, 0) and (x[-1], y[-1]) == (1, pytest.approx(1)) and len(x) <= 201
    assert np.all(y <= x) and list(dashed.get_xdata()) == [0, 1]
    live = np.sort(SPREAD[SPREAD > 0])
    np.testing.assert_allclose(y, [live[: round(part * 5000)].sum() / live.sum() for part in x], atol=1e-12)


def test_gini_and_the_weight_of_the_heaviest_tenth_are_told() -> None:
    w = np.repeat([1.0, 11.0], [90, 10])  # the tenth has 110 of 200
    shown = {row["figure"]: row["printed"] for row in lorenz(w, diagnose(w)).shown if "figure" in row}
    assert shown["top_tenth"] == "55.0%"
    assert shown["gini"] == f"{gini(w):.3f}" == "0.450"  # area of a triangle: 0.9 - 0.45
    assert shown["n"] == "100" and shown["deff"] == "3.25"  # 100·(90 + 1210)/200²


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("w", [np.ones(300), np.r_[np.full(990, 0.5), np.full(10, 80.0)], np.array([2.5]), SPREAD])
def test_equal_and_wild_weights_are_drawn(w: np.ndarray, language: str, look: Look) -> None:
    figure = lorenz(w, diagnose(w), "Хваля ў траўні", language, synthetic=True, column="вага_1")
    assert look(figure) == []
    assert figure.heads.synthetic and "вага_1" in figure.heads.footer[0]


def test_weights_of_nobody_are_refused() -> None:
    with pytest.raises(SurveyError, match="no weight is positive"):
        lorenz([0.0, 0.0], diagnose([1.0]))
