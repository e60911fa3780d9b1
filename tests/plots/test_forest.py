"""Forest plots show every term with its interval, and nothing that is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import SurveyError
from survey.plots.forest import forest
from survey.reports.files.figures import figure_data
from survey.tables.finding import Finding, finding, model_finding

pytestmark = pytest.mark.contract


def sample(**more: Any) -> survey.Sample:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {
            "vote": rng.choice(["red", "blue", "green"], 200),
            "sex": rng.choice(["f", "m"], 200),
            "age": rng.integers(18, 90, 200),
            "psu": np.arange(200) % 2,
        }
    )
    frame["yes"] = np.where(rng.random(200) < 0.2 + 0.5 * (frame["sex"] == "m"), 1, 0)
    return survey.Sample(frame, survey.SurveyDesign(**more))


def test_rows_are_the_terms_without_intercept_and_thresholds() -> None:
    made = sample()
    one = forest(finding(made, made.model("yes ~ sex + age", "binomial")))
    assert [row["option"] for row in one.shown] == ["sex[m]", "age"]
    other = forest(finding(made, made.model("vote ~ sex + age", "ordinal")))
    assert [row["option"] for row in other.shown] == ["sex[m]", "age"]
    third = forest(finding(made, made.model("vote ~ sex", "multinomial")))
    assert [row["option"] for row in third.shown] == ["green: sex[m]", "red: sex[m]"]


def test_marks_are_filled_where_the_interval_leaves_out_what_means_nothing() -> None:
    made = sample()
    model = made.model("yes ~ sex + age", "binomial")
    for found, line in ((finding(made, model), 0.0), (model_finding(made, model, model.ratios()), 1.0)):
        axes = forest(found).axes[0]
        marks = [item for item in axes.lines if item.get_marker() == "o"]
        assert found.estimates is not None
        kept = found.estimates.take([i for i, name in enumerate(found.estimates.option) if name != "(Intercept)"])
        beyond = [not low <= line <= high for low, high in zip(kept.conf_low, kept.conf_high, strict=True)]
        assert [mark.get_markerfacecolor() != "#FFFFFF" for mark in marks] == beyond
        assert beyond[0] and axes.get_xscale() == ("linear" if line == 0 else "log")


def test_without_degrees_of_freedom_no_line_is_drawn_and_the_picture_says_so() -> None:
    made = sample(psu="psu")
    picture = forest(finding(made, made.model("yes ~ sex + age")))
    assert all(np.isnan(row["conf_low"]) for row in picture.shown)
    assert "degrees of freedom" in " ".join(picture.heads.footer)


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_predictions_stand_under_the_options_they_are_of(language: str) -> None:
    made = sample()
    model = made.model("vote ~ sex + age", "multinomial")
    picture = forest(model_finding(made, model, model.predictions("sex")), language)
    assert [row["group"] for row in picture.shown] == ["blue"] * 2 + ["green"] * 2 + ["red"] * 2
    assert figure_data(picture)["language"] == language


def test_synthetic_data_are_marked_and_a_test_alone_is_not_drawn() -> None:
    made = sample()
    found = finding(made, made.model("yes ~ sex"))
    assert not forest(found).heads.synthetic
    marked = Finding(**{**{name: getattr(found, name) for name in found.__dataclass_fields__}, "synthetic": True})
    assert forest(marked).heads.synthetic
    with pytest.raises(SurveyError, match="no estimates"):
        forest(finding(made, made.model("yes ~ sex").test("sex")))
    with pytest.raises(SurveyError, match="no terms"):
        forest(finding(made, made.model("yes ~ 1")))
