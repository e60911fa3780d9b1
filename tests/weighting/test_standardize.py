"""Direct standardization against its formula written out, against a jackknife, and against a published figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import WeightingError

DATA = Path(__file__).parent.parent / "oracles" / "data"
POPULATION = {"(0,19]": 55901, "(19,39]": 77670, "(39,59]": 72816, "(59,Inf]": 45364}  # of R's help page
DESIGN = survey.SurveyDesign(stratum="SDMVSTRA", psu="SDMVPSU", weight="WTMEC2YR")


def nhanes() -> pd.DataFrame:
    return pd.read_csv(DATA / "nhanes.csv")


def adults(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(adult=(frame["agecat"] != "(0,19]").astype(int))


def by_hand(frame: pd.DataFrame) -> tuple[float, float]:
    """``Σ π_k ȳ_k`` over the ages of adults, and its linearized error over PSUs in strata: ``π_k (y_i - ȳ_k)/W_k``."""
    shares = pd.Series(POPULATION).drop("(0,19]")
    shares = shares / shares.sum()
    inside = frame["HI_CHOL"].notna() & frame["agecat"].isin(shares.index)
    used = frame[inside]
    weights = used.groupby("agecat")["WTMEC2YR"].sum()
    means = (used["HI_CHOL"] * used["WTMEC2YR"]).groupby(used["agecat"]).sum() / weights
    score = used["WTMEC2YR"] * used["agecat"].map(shares / weights) * (used["HI_CHOL"] - used["agecat"].map(means))
    score = score.reindex(frame.index, fill_value=0.0)
    psu = score.groupby([frame["SDMVSTRA"], frame["SDMVPSU"]]).sum()
    variance = sum(
        len(one) / (len(one) - 1) * ((one - one.mean()) ** 2).sum() for _, one in psu.groupby("SDMVSTRA")
    )
    return float((shares * means).sum()), float(np.sqrt(variance))


@pytest.mark.derivation
def test_a_standardized_mean_is_the_weighted_sum_of_the_means_of_the_ages() -> None:
    frame = adults(nhanes())
    sample = survey.standardize(survey.Sample(frame, DESIGN), "agecat", POPULATION, excluding_missing="HI_CHOL")
    made = sample.mean("HI_CHOL", by="adult")
    estimate, error = by_hand(frame)
    assert made.estimate[1] == pytest.approx(estimate, rel=1e-12)
    assert made.std_error[1] == pytest.approx(error, rel=1e-9)


@pytest.mark.derivation
def test_it_is_done_in_each_domain_alone() -> None:
    frame = adults(nhanes())
    whole = survey.Sample(frame, DESIGN)
    sample = survey.standardize(whole, "agecat", POPULATION, ("race", "RIAGENDR"), excluding_missing="HI_CHOL")
    made = sample.mean("HI_CHOL", by=["adult", "race", "RIAGENDR"])
    for row, (adult, race, sex) in enumerate(made.domain_levels):
        if adult == "0":
            continue
        inside = (frame["race"].astype(str) == race) & (frame["RIAGENDR"].astype(str) == sex)
        estimate, error = by_hand(frame.assign(HI_CHOL=frame["HI_CHOL"].where(inside)))
        assert made.estimate[row] == pytest.approx(estimate, rel=1e-12)
        assert made.std_error[row] == pytest.approx(error, rel=1e-9)
    # the domains keep their size
    answered = frame[frame["HI_CHOL"].notna()].groupby(["race", "RIAGENDR"])["WTMEC2YR"].sum()
    np.testing.assert_allclose(made.n_weighted.reshape(2, -1).sum(axis=0), answered.to_numpy(), rtol=1e-12)


@pytest.mark.oracle
def test_adults_with_high_cholesterol_are_those_that_nchs_published() -> None:
    """NCHS Data Brief 92 (Carroll, Kit & Lacher, April 2012): "An estimated 13.4% of adults aged 20 and over had high
    total cholesterol in 2009-2010 (Figure 1)", age-adjusted to the population of 2000 by ages 20-39, 40-59 and 60 and
    over; https://www.cdc.gov/nchs/products/databriefs/db92.htm."""
    sample = survey.Sample(adults(nhanes()), DESIGN)
    made = survey.standardize(sample, "agecat", POPULATION, excluding_missing="HI_CHOL").mean("HI_CHOL", by="adult")
    assert round(100 * made.estimate[1], 1) == 13.4


@pytest.mark.property
def test_replicates_are_standardized_one_by_one() -> None:
    frame = adults(nhanes())
    sample = survey.make_replicates(survey.Sample(frame, DESIGN), "JKn")
    made = survey.standardize(sample, "agecat", POPULATION, excluding_missing="HI_CHOL").mean("HI_CHOL", by="adult")
    estimate, error = by_hand(frame)
    assert made.estimate[1] == pytest.approx(estimate, rel=1e-12)
    assert made.std_error[1] == pytest.approx(error, rel=0.02)


@pytest.mark.property
def test_the_unit_of_the_population_does_not_matter_and_the_record_repeats_the_step() -> None:
    sample = survey.Sample(nhanes(), DESIGN)
    first = survey.standardize(sample, "agecat", POPULATION, "race", excluding_missing="HI_CHOL")
    shares = {age: count / 2517.51 for age, count in POPULATION.items()}
    second = survey.standardize(sample, "agecat", shares, "race", excluding_missing="HI_CHOL")
    np.testing.assert_allclose(second.weights, first.weights, rtol=1e-12)
    again = survey.replay(sample, first.steps)
    np.testing.assert_array_equal(again.weights, first.weights)
    assert [step.step for step in again.steps] == ["standardize"]
    assert first.steps[0].counts["without an answer"] == int(nhanes()["HI_CHOL"].isna().sum())


@pytest.mark.contract
def test_a_definition_has_the_same_step(tmp_path: Path) -> None:
    nhanes().to_csv(tmp_path / "nhanes.csv", index=False)
    (tmp_path / "nhanes.yaml").write_text(
        "study: nhanes\ndata: nhanes.csv\n"
        "design: {stratum: SDMVSTRA, psu: SDMVPSU, weight: WTMEC2YR}\n"
        "weighting:\n  steps:\n    - standardize:\n        by: agecat\n        over: race\n"
        "        population: {'(0,19]': 55901, '(19,39]': 77670, '(39,59]': 72816, '(59,Inf]': 45364}\n"
        "        excluding_missing: HI_CHOL\n"
    )
    wanted = survey.standardize(
        survey.Sample(nhanes(), DESIGN), "agecat", POPULATION, "race", excluding_missing="HI_CHOL"
    )
    made = survey.open_study(tmp_path / "nhanes.yaml")
    np.testing.assert_array_equal(made.weights, wanted.weights)
    assert "standardized to the same agecat" in repr(made)
    assert "agecat, race" in survey.statement(made) or "agecat × race" in survey.statement(made)


@pytest.mark.contract
def test_a_cell_with_nobody_and_an_answer_without_a_figure_are_one_clear_error() -> None:
    frame = pd.DataFrame({"age": ["a", "a", "b", "c"], "sex": ["m", "f", "m", "f"], "y": [1.0, 2.0, 3.0, 4.0]})
    with pytest.raises(WeightingError, match="b × f"):
        survey.standardize(survey.Sample(frame), "age", {"a": 1, "b": 1, "c": 2}, "sex")
    with pytest.raises(WeightingError, match="c"):
        survey.standardize(survey.Sample(frame), "age", {"a": 1, "b": 1})
    with pytest.raises(WeightingError, match="add to nothing"):
        survey.standardize(survey.Sample(frame), "age", {"a": 0, "b": 0, "c": 0})
