"""Slopes of changes: full beyond error, pale within, marked where the data are invented."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import survey
from survey.plots.compared.slopes import slopes

pytestmark = pytest.mark.contract
VOTE = {"options": {"left": {"code": 1}, "right": {"code": 0}, "dk": {"code": 9, "missing": "dont_know"}}}


def test_steps_are_full_beyond_error_alone() -> None:
    shares = {"one": 0.40, "two": 0.41, "three": 0.60}
    waves = {}
    for name, p in shares.items():
        votes = np.repeat([1, 0, 9], [int(500 * p), 450 - int(500 * p), 50])
        waves[name] = survey.Sample(pd.DataFrame({"vote": votes}), questions={"vote": VOTE})
    made = survey.compare_waves(waves, "vote")
    figure = slopes(made)
    steps = [line for line in figure.axes[0].lines if line.get_gid() == "step-left"]
    assert [line.get_alpha() for line in steps] == [0.4, 1.0]
    grey = [line for line in figure.axes[0].lines if line.get_gid() == "step-dk"]
    assert {line.get_color() for line in grey} == {"#6E6E6E"}
    low, high = figure.axes[0].get_ylim()
    assert all(low <= end <= high for level in made.levels for end in (level.conf_low, level.conf_high))
    assert [row["printed"] for row in figure.shown if row["option"] == "left"] == ["40.0%", "41.0%", "60.0%"]
    assert not slopes(made).heads.synthetic and slopes(replace(made, synthetic=True)).heads.synthetic
    assert made.plot("ru").shown[0]["printed"] == "40,0%"
