"""Targets given in a call, and trimming of what was raked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import DesignError, WeightingError, WeightingWarning

MARGINS = {"sex": {"man": 46, "woman": 54}, "edu": {"low": 40, "mid": 35, "high": 25}}


def frame(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows, p=[0.3, 0.7]),
            "edu": rng.choice(["low", "mid", "high"], rows, p=[0.2, 0.3, 0.5]),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    )


def sample(data: pd.DataFrame | None = None) -> survey.Sample:
    return survey.Sample(frame() if data is None else data, survey.SurveyDesign(weight="base"))


@pytest.mark.contract
@pytest.mark.parametrize(
    "targets,said",
    [
        (None, "NoneType, not a mapping"),
        ({}, "no margins"),
        ({"sex": 3}, "0 option.s. named for 1 variable"),
        ({"sex": {"man": np.nan, "woman": 54}}, "margin 'sex', man: nan is not a number"),
        ({"sex": {"man": "half", "woman": 54}}, "margin 'sex', man: 'half' is not a number"),
        ({("sex", "edu"): {"man": 46, "woman": 54}}, "1 option.s. named for 2 variable"),
        ({"sex": {"man": 46, "woman": 55}}, "shares add to 101; they must make 1 or 100"),
        ({"sex": {"man": -46, "woman": 146}}, "man is -46; a target is 0 or more"),
        ({"sex": {"man": 0, "woman": 100}}, "respondent.s. are 'man', for which there is no target"),
    ],
)
def test_targets_that_cannot_be_used_are_an_error_that_says_why(targets: Any, said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        survey.rake(sample(), targets)


@pytest.mark.contract
def test_all_that_is_wrong_with_the_figures_is_said_at_once() -> None:
    with pytest.raises(WeightingError) as caught:
        survey.rake(sample(), {"sex": {"man": None, "woman": "x"}, ("sex", "edu"): {"man": {"low": 1, "mid": np.inf}}})
    assert str(caught.value).count("is not a number") == 3


@pytest.mark.contract
def test_shares_that_rounding_keeps_from_100_are_scaled_and_said() -> None:
    with pytest.warns(WeightingWarning, match="margin 'edu': shares add to 99.9; scaled"):
        weighted = survey.rake(sample(), {"edu": {"low": 33.3, "mid": 33.3, "high": 33.3}})
    assert weighted.share("edu").estimate == pytest.approx(1 / 3)


@pytest.mark.derivation
def test_who_has_a_base_weight_of_0_keeps_it_and_is_not_counted() -> None:
    data = frame()
    data.loc[:49, "base"] = 0.0
    data.loc[0, "edu"] = np.nan  # needs no target, since it does not count
    weighted = survey.rake(sample(data), MARGINS)
    alone = survey.rake(sample(data[50:]), MARGINS)
    assert (weighted.weights[:50] == 0).all()
    assert weighted.weights[50:] == pytest.approx(alone.weights)
    assert weighted.calibration.diagnostics.n == 350 and weighted.calibration.diagnostics.zero == 50
    cut, only = survey.trim(weighted, upper=2.0), survey.trim(alone, upper=2.0)
    assert cut.weights[50:] == pytest.approx(only.weights)
    assert (cut.weights[:50] == 0).all()


@pytest.mark.derivation
def test_trimming_after_raking_says_the_gaps_that_it_leaves() -> None:
    weighted = survey.rake(sample(), MARGINS)
    cut = survey.trim(weighted, upper=2.0)
    data, w = frame(), cut.weights
    gaps = {gap.options[0]: gap for gap in cut.calibration.gaps}
    for sex in ("man", "woman"):
        assert gaps[sex].after == pytest.approx(w[data.sex == sex].sum() / w.sum())
        assert gaps[sex].target == MARGINS["sex"][sex] / 100
    found = cut.calibration.diagnostics
    assert (found.maximum, found.minimum) == (w.max(), w.min())
    assert found.trimmed == int((w == 2.0).sum()) >= int((weighted.weights > 2.0).sum()) > 0
    assert found.n_kish == pytest.approx(w.sum() ** 2 / (w**2).sum())


@pytest.mark.contract
def test_a_sample_stays_usable_through_weighting_and_trimming() -> None:
    opened = sample()
    stratified = survey.poststratify(opened, {"sex": MARGINS["sex"]})
    for made in (survey.rake(opened, MARGINS), survey.trim(opened, upper=2.0), stratified):
        assert made.share("sex").estimate.sum() == pytest.approx(1)
        assert made.weight == "weight" and opened.weight == "base"


@pytest.mark.contract
def test_population_sizes_that_give_no_weight_are_refused() -> None:
    for size in (0, -5, np.nan):
        data = frame().assign(N=[size, *[500] * 399])
        with pytest.raises(DesignError, match="N: the population size is empty, not a number, or not positive"):
            survey.Sample(data, survey.SurveyDesign(fpc="N"))


@pytest.mark.property
def test_a_series_is_read_as_a_mapping() -> None:
    series = {"sex": pd.Series(MARGINS["sex"]), "edu": pd.Series(MARGINS["edu"])}
    assert survey.rake(sample(), series).weights.tolist() == survey.rake(sample(), MARGINS).weights.tolist()
    pairs = [(sex, edu) for sex in MARGINS["sex"] for edu in MARGINS["edu"]]
    cross = pd.Series({(sex, edu): MARGINS["sex"][sex] * MARGINS["edu"][edu] / 100 for sex, edu in pairs})
    both = {sex: {edu: cross[sex, edu] for edu in MARGINS["edu"]} for sex in MARGINS["sex"]}
    made, wanted = (survey.rake(sample(), {("sex", "edu"): one}) for one in (cross, both))
    assert made.weights.tolist() == wanted.weights.tolist()


@pytest.mark.contract
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sex": {"man": 50, "woman": 50}}, True),  # percents, or a hundred people
        ({"sex": {"man": 50, "woman": 50.2}}, True),
        ({"sex": {"man": 0.5, "woman": 0.5}}, False),
        ({"sex": {"man": 500, "woman": 500}}, False),
        ({"sex": {"shares": {"man": 50, "woman": 50}}}, False),
        ({"sex": {"counts": {"man": 50, "woman": 50}}}, False),
    ],
)
@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")
def test_percents_known_by_their_sum_alone_are_said(given: dict[str, Any], said: bool) -> None:
    sample = survey.Sample(pd.DataFrame({"sex": ["man"] * 30 + ["woman"] * 70}))
    made = survey.rake(sample, given)
    text = "are taken as percents (counts of people are written {'counts': {…}})"
    for notes in (made.calibration.notes, survey.forecast(sample, given).notes):
        assert any(text in one["en"] for one in notes) == said
    total = 100.0 if max(given["sex"].values(), key=str) != 500 else 1000.0
    assert made.weights.sum() == pytest.approx(total)


@pytest.mark.contract
def test_a_margin_of_percents_beside_one_of_counts_is_said_and_of_105_says_how_counts_are_written() -> None:
    sample = survey.Sample(pd.DataFrame({"sex": ["man", "woman"] * 50, "area": ["a"] * 30 + ["b"] * 70}))
    made = survey.rake(sample, {"sex": {"man": 50, "woman": 50}, "area": {"a": 400, "b": 600}})
    assert made.weights.sum() == pytest.approx(1000)
    assert [(note.key, note.parts["margin"]) for note in made.calibration.notes] == [("data.as_percents", "sex")]
    with pytest.raises(WeightingError, match=r"add to 105; they must make 1 or 100 \(counts of people are written"):
        survey.rake(sample, {"sex": {"man": 55, "woman": 50}})
