"""Totals over respondents are the totals over cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.replicates import Replicates
from survey.estimation.core.covariance import Layer, totals
from survey.estimation.core.domains import crossing
from survey.estimation.core.layout import laid_out
from survey.estimation.core.rows import row_totals
from survey.words import Percent

pytestmark = pytest.mark.derivation


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    rows = 240
    return pd.DataFrame(
        {
            "h": rng.integers(1, 5, rows),
            "j": rng.integers(1, 7, rows),
            "size": 30,
            "vote": rng.choice(["a", "b", "c"], rows),
            "sex": rng.choice(["m", "f"], rows),
            "age": rng.choice(["y", "o"], rows),
            "w": rng.random(rows) + 0.5,
        }
    )


DESIGNS: dict[str, dict[str, Any]] = {
    "respondents": {},
    "strata": {"stratum": "h"},
    "clusters": {"stratum": "h", "psu": "j"},
    "clusters with fpc": {"stratum": "h", "psu": "j", "fpc": "size"},
}


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("raked", [False, True], ids=["given weights", "raked"])
@pytest.mark.parametrize("design", DESIGNS, ids=list(DESIGNS))
def test_rows_and_cells_give_one_covariance(design: str, raked: bool, engine: str, frame: pd.DataFrame) -> None:
    sample: Any = survey.Sample(frame, survey.SurveyDesign(weight="w", **DESIGNS[design]), engine=engine)
    if raked:
        sample = survey.rake(sample, {"sex": {"m": 45, "f": 55}, "age": {"y": 40, "o": 60}})
    question = sample.question("vote")
    levels = sample.engine.encoding(question).levels
    by_cells = totals(sample, [question], [Layer(np.arange(len(levels)), np.ones(len(levels)))], len(levels))
    by_rows = row_totals(sample, np.stack([frame["vote"] == level for level in levels], axis=1).astype(float))
    np.testing.assert_allclose(by_rows.estimate, by_cells.estimate, rtol=1e-12)
    largest = np.abs(by_cells.covariance).max()
    np.testing.assert_allclose(by_rows.covariance, by_cells.covariance, rtol=0, atol=1e-12 * largest)


def test_replicates_of_rows_and_of_cells_are_one_and_replace_the_design(frame: pd.DataFrame) -> None:
    rng = np.random.default_rng(5)
    weights = frame["w"].to_numpy()[:, None] * rng.choice([0.0, 2.0], (len(frame), 12))
    replicates = Replicates(weights, scale=1 / 12, rscales=np.ones(12), df=11, mse=True)
    plain = survey.Sample(frame, stratum="h", psu="j", weight="w")
    sample = survey.Sample.of(plain.changed(replicates=replicates))
    made = sample.share("vote", by="sex")
    w, yes, men = frame["w"].to_numpy(), frame["vote"].eq("a").to_numpy(), frame["sex"].eq("m").to_numpy()
    share = (w * yes * men).sum() / (w * men).sum()
    each = (weights * (yes & men)[:, None]).sum(axis=0) / (weights * men[:, None]).sum(axis=0)
    at = next(i for i, option in enumerate(made.option) if option == "a" and made.domain_levels[i] == ("m",))
    assert made.estimate[at] == pytest.approx(share, rel=1e-12)
    assert made.std_error[at] ** 2 == pytest.approx(((each - share) ** 2).mean(), rel=1e-10)
    assert set(made.df) == {11}
    rows = row_totals(sample, np.stack([yes & men, men], axis=1).astype(float))
    gradient = np.array([[1.0, -share]]) / rows.estimate[1]
    variance = rows.covariance_of(lambda t: np.array([t[0] / t[1]]), gradient)[0, 0]
    assert variance == pytest.approx(made.std_error[at] ** 2, rel=1e-10)


@pytest.mark.parametrize("percent", ["column", "row", "cell"])
@pytest.mark.parametrize("raked", [False, True], ids=["given weights", "raked"])
@pytest.mark.parametrize("design", DESIGNS, ids=list(DESIGNS))
def test_errors_made_without_a_matrix_are_those_of_the_gradient_on_it(
    design: str, raked: bool, percent: Percent, frame: pd.DataFrame
) -> None:
    sample: Any = survey.Sample(frame, survey.SurveyDesign(weight="w", **DESIGNS[design]))
    if raked:
        sample = survey.rake(sample, {"age": {"y": 40, "o": 60}})
    nets = {"a or b": ["a", "b"]}
    made = sample.share("vote", "sex", percent=percent, nets=nets)
    layout = laid_out(crossing(sample, "vote", "sex", "asked"), "asked", nets)
    whole = totals(sample, layout.cross.keys, layout.layers, layout.size)
    top, under = (side.T for side in layout.sides(percent, np.eye(layout.size)))
    gradient = (top - made.estimate[:, None] * under) / (under @ whole.estimate)[:, None]
    want = gradient @ whole.covariance @ gradient.T
    largest = np.diag(want).max()
    np.testing.assert_allclose(made.std_error**2, np.diag(want), rtol=1e-10, atol=1e-14 * largest)
    np.testing.assert_allclose(made.covariance, want, rtol=0, atol=1e-12 * largest)


def test_a_domain_whose_error_is_unknown_leaves_the_others_theirs(frame: pd.DataFrame) -> None:
    alone = frame.assign(age=np.where(frame["j"].eq(1) & frame["h"].eq(1), "alone", frame["age"]))
    design = survey.SurveyDesign(stratum="h", psu="j", weight="w", lonely_psu="average", lonely_in_domain=True)
    sample = survey.Sample(alone, design)
    made = sample.share("vote", "age")
    unknown = np.array([levels == ("alone",) for levels in made.domain_levels])
    assert np.isnan(made.std_error[unknown & (made.estimate > 0) & (made.estimate < 1)]).all()
    for age in "yo":
        own = [levels == (age,) for levels in made.domain_levels]
        by_itself = sample.share("vote", where=f"age = {age}").std_error
        np.testing.assert_allclose(made.std_error[own], by_itself, rtol=1e-10)
