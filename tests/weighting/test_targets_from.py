"""Targets from the microdata of another survey."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.definitions.records.targets import Margin, Targets
from survey.errors import LonelyPsuError, MissingWarning, WeightingError
from survey.weighting.calibrating.rake import rake
from survey.weighting.margins.given_targets import plain_targets
from survey.weighting.margins.target_errors import figure_covariance
from survey.weighting.margins.targets_from import targets_from
from survey.words import say


def frame(rows: int = 200, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows),
            "age": rng.choice(["18-29", "30-44", "45+"], rows),
            "w": rng.random(rows) + 0.5,
            "stratum": rng.choice(["a", "b"], rows),
            "psu": rng.integers(0, 10, rows),
        }
    )


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_shares_counts_and_crossings_are_weighted_sums(engine: str) -> None:
    data = frame()
    reference = survey.Sample(data, survey.SurveyDesign(weight="w"), engine=engine)
    made = targets_from(reference, {"sex": "sex", "both": ["sex", "age"]})
    sums = data.groupby(["sex", "age"])["w"].sum()
    assert made.margins["both"].shares == pytest.approx(dict(sums / sums.sum()))
    assert made.margins["sex"].status == "derived" and "200 respondents of reference" in say(made.margins["sex"].how)
    counts = targets_from(data, ["sex"], weight="w", counts=True, name="census")
    assert counts.margins["sex"].counts == pytest.approx({(k,): v for k, v in data.groupby("sex")["w"].sum().items()})
    assert counts.total == pytest.approx(data["w"].sum()) and counts.targets == "census"


@pytest.mark.contract
def test_a_sample_weighted_to_its_reference_has_its_margins() -> None:
    other = frame(300, 2)
    made = rake(survey.Sample(other), targets_from(frame(), ["sex", "age"], weight="w"))
    want = frame().groupby("age")["w"].sum()
    got = pd.Series(made.weights).groupby(other["age"]).sum()
    assert dict(got / got.sum()) == pytest.approx(dict(want / want.sum()))


@pytest.mark.contract
def test_what_cannot_be_estimated_is_an_error_with_all_faults() -> None:
    with pytest.raises(WeightingError) as caught:
        targets_from(frame(), ["sxe", "aeg"])
    assert "Did you mean 'sex'" in str(caught.value) and "'aeg'" in str(caught.value)
    data = frame().astype({"age": object})
    data.loc[:4, "age"] = None
    with pytest.raises(WeightingError, match="5 respondent.s. gave no answer, so their counts are not complete"):
        targets_from(data, ["age"], counts=True)
    with pytest.warns(MissingWarning, match="5 respondent.s. without an answer are left out"):
        made = targets_from(data, ["age"])
    assert "5 respondent(s)" in say(made.note)
    data["age"] = None
    with pytest.raises(WeightingError, match="nobody answered"):
        targets_from(data, ["age"])


@pytest.mark.contract
def test_a_stratum_of_one_psu_has_no_variance() -> None:
    data = frame().assign(stratum=lambda one: np.where(one["psu"] == 0, "c", one["stratum"]))
    design = survey.SurveyDesign(stratum="stratum", psu="psu", weight="w")
    with pytest.raises(LonelyPsuError, match="one PSU only"):
        targets_from(survey.Sample(data, design), ["sex"], variance=True)
    remove = survey.SurveyDesign(stratum="stratum", psu="psu", weight="w", lonely_psu="remove")
    assert targets_from(survey.Sample(data, remove), ["sex"], variance=True).covariance is not None


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), psu=st.booleans())
def test_shares_of_a_margin_do_not_vary_in_their_sum_and_margins_agree_on_common_variables(
    seed: int, psu: bool
) -> None:
    design = survey.SurveyDesign(stratum="stratum", psu="psu" if psu else None, weight="w")
    made = targets_from(survey.Sample(frame(seed=seed), design), {"sex": "sex", "both": ("sex", "age")}, variance=True)
    v = np.array(made.covariance)
    assert np.abs(v[:2, :2].sum(axis=0)).max() < 1e-12 and np.abs(v[2:].sum(axis=0)).max() < 1e-12
    np.testing.assert_allclose(v[2:5, 2:5].sum(), v[0, 0], rtol=1e-9)  # the cells of men vary as men do
    assert np.linalg.eigvalsh(v).min() > -1e-12


@pytest.mark.derivation
def test_the_record_of_a_weighting_has_the_covariance_in_the_unit_of_the_weights() -> None:
    data = frame(300, 2)
    targets = targets_from(survey.Sample(frame(), survey.SurveyDesign(weight="w")), ["sex", "age"], variance=True)
    made = rake(survey.Sample(data), targets)
    held = made.calibration.target_covariance
    sizes = [len(made.engine.encoding(survey.Sample.of(made).question(name)).levels) for name in ("sex", "age")]
    assert held.shape == (sum(sizes), sum(sizes))
    v = np.array(targets.covariance)
    np.testing.assert_allclose(held[:2, :2], v[:2, :2] * 300**2, rtol=1e-10)
    np.testing.assert_allclose(held[:2, sizes[0] : sizes[0] + 3], v[:2, 2:] * 300**2, rtol=1e-9, atol=1e-12)
    assert not held[2 : sizes[0]].any()
    assert rake(survey.Sample(data), {"sex": {"man": 46, "woman": 54}}).calibration.target_covariance is None


@pytest.mark.derivation
def test_standard_errors_of_shares_become_the_covariance_of_a_sample() -> None:
    p, n = np.array([0.2, 0.3, 0.5]), 400
    error = np.sqrt(p * (1 - p) / n)
    levels = ("18-29", "30-44", "45+")
    given_ = {
        "variables": ("age",),
        "shares": dict(zip(levels, 100 * p, strict=True)),
        "std_error": dict(zip(levels, 100 * error, strict=True)),
    }
    made = figure_covariance(Margin.model_validate(given_))
    assert made is not None
    np.testing.assert_allclose(made, 1e4 * (np.diag(p) - np.outer(p, p)) / n, rtol=1e-10)
    counts = Margin.model_validate({**given_, "shares": None, "counts": given_["shares"]})
    free, fixed = figure_covariance(counts), figure_covariance(counts, fixed=True)
    assert free is not None and fixed is not None
    np.testing.assert_allclose(free, np.diag(1e4 * error**2))
    assert np.abs(fixed.sum(axis=0)).max() < 1e-12


@pytest.mark.derivation
def test_a_group_of_free_cells_varies_against_the_known_ones() -> None:
    age = {"shares": {"18-29": 30, "30-44": "free", "45+": "free"}, "of": 100, "std_error": {"18-29": 2}}
    made = rake(survey.Sample(frame()), {"age": age})
    held = made.calibration.target_covariance
    want = (0.02 * 200) ** 2
    np.testing.assert_allclose(held[:2, :2], [[want, -want], [-want, want]], rtol=1e-10)


@pytest.mark.contract
def test_targets_of_a_reference_can_be_written_down_and_read_again() -> None:
    made = targets_from(frame(), ["sex"], weight="w", variance=True)
    again = Targets.model_validate(plain_targets(made))
    assert again.covariance == made.covariance and again.margins["sex"].shares == made.margins["sex"].shares


@pytest.mark.contract
def test_the_record_of_a_weighting_holds_estimated_targets_with_their_variance() -> None:
    figures = targets_from(frame(), {"both": ["sex", "age"]}, weight="w", variance=True)
    made = survey.rake(survey.Sample(frame(300, 2)), figures)
    again = survey.replay(survey.Sample(frame(300, 2)), made.steps)  # nobody hands the targets over
    assert again.weights.tobytes() == made.weights.tobytes()
    assert again.mean("psu").std_error[0] == made.mean("psu").std_error[0]
