"""Likelihood-ratio tests, one-sided tests and covariances, each against R's formula written out, or a second way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import survey
from survey.errors import EstimationError
from survey.maths.mixtures import mixture_tail

DATA = Path(__file__).parent.parent / "oracles" / "data"
derivation, prop, contract = pytest.mark.derivation, pytest.mark.property, pytest.mark.contract


def api(name: str = "apistrat") -> pd.DataFrame:
    frame = pd.read_csv(DATA / f"{name}.csv")
    return frame.assign(wide=(frame["sch.wide"] == "Yes").astype(int), high=(frame["api00"] > 650).astype(int))


def strat(**more: str) -> survey.Sample:
    return survey.Sample(api(), stratum="stype", weight="pw", fpc="fpc", **more)


@derivation
def test_the_likelihood_ratio_of_a_linear_model_is_that_of_r_written_out() -> None:
    """regTermTest(m, ~ell+mobility, method="LRT"): chisq = RSS₀ - RSS with weights of mean 1, λ = eigen(solve(V0) V) of
    the block, V0 = (X'WX)⁻¹, against Σ λ χ²/(χ²_ddf/ddf)."""
    frame = api()
    w = frame["pw"] / frame["pw"].mean()
    x = np.column_stack([np.ones(len(frame)), frame[["meals", "ell", "mobility"]]])
    y = frame["api00"].to_numpy(dtype=float)

    def rss(x: np.ndarray) -> float:
        root = np.sqrt(w.to_numpy())
        return float(((root * (y - x @ np.linalg.lstsq(root[:, None] * x, root * y, rcond=None)[0])) ** 2).sum())

    made = strat().model("api00 ~ meals + ell + mobility")
    ratio = rss(x[:, :2]) - rss(x)
    plain = np.linalg.inv((x * w.to_numpy()[:, None]).T @ x)[2:, 2:]
    deffs = np.linalg.eigvals(np.linalg.solve(plain, made.coefficients.covariance[2:, 2:])).real
    found = made.test("ell", "mobility", method="LRT")
    assert found.statistic == pytest.approx(ratio / deffs.mean(), rel=1e-8)
    assert found.df == (2.0, made.df)
    assert found.p_value == pytest.approx(mixture_tail(ratio, deffs, made.df), rel=1e-6)
    as_r = made.test("ell", "mobility", method="LRT saddlepoint")
    assert as_r.p_value == pytest.approx(mixture_tail(ratio, deffs, made.df, method="saddlepoint"), rel=1e-6)
    assert as_r.p_value == pytest.approx(found.p_value, rel=0.1)


@derivation
@pytest.mark.parametrize("family", ["binomial", "binomial(probit)", "poisson", "multinomial", "ordinal"])
def test_it_agrees_with_the_wald_test_where_the_design_is_simple_and_the_effect_small(family: str) -> None:
    rng = np.random.default_rng(4)
    n = 4000
    x, z = rng.normal(size=n), rng.normal(size=n)
    latent = 0.5 * x + 0.03 * z + rng.logistic(size=n)
    frame = pd.DataFrame({"x": x, "z": z, "two": (latent > 0).astype(int), "count": rng.poisson(np.exp(0.3 * x))})
    frame["three"] = pd.cut(latent, [-99, -1, 1, 99], labels=["a", "b", "c"]).astype(str)
    answer = {"multinomial": "three", "ordinal": "three", "poisson": "count"}.get(family, "two")
    made = survey.Sample(frame).model(f"{answer} ~ x + z", family)
    ratio, plain = made.test("z", method="LRT"), made.test("z")
    assert ratio.p_value == pytest.approx(plain.p_value, abs=0.02)
    assert ratio.statistic == pytest.approx(plain.statistic * plain.df[0], rel=0.1)


@prop
def test_replicates_and_the_scale_of_weights_leave_it() -> None:
    frame = api("apiclus1")
    first = survey.Sample(frame, psu="dnum", weight="pw")
    one = first.model("wide ~ meals + ell", "binomial").test("ell", method="LRT")
    other = survey.Sample(frame.assign(pw=frame["pw"] * 7), psu="dnum", weight="pw")
    many = survey.make_replicates(other, "JK1").model("wide ~ meals + ell", "binomial").test("ell", method="LRT")
    other_test = other.model("wide ~ meals + ell", "binomial").test("ell", method="LRT")
    assert other_test.p_value == pytest.approx(one.p_value, rel=1e-6)
    assert many.p_value == pytest.approx(one.p_value, abs=0.05)


@contract
def test_a_likelihood_ratio_of_nothing_is_one_clear_error() -> None:
    made = strat().model("api00 ~ 0 + meals")
    with pytest.raises(EstimationError, match="nothing is left"):
        made.test(method="LRT")
    with pytest.raises(EstimationError, match="LRT"):
        made.test(method="LTR")  # type: ignore[arg-type]


@derivation
def test_the_likelihood_ratio_of_a_table_is_g_squared_with_the_same_correction() -> None:
    sample = strat()
    plain, ratio = sample.test("wide", "high"), sample.test("wide", "high", "LR")
    shares = sample.share("wide", "high", base="valid", percent="cell").estimate.reshape(2, 2)
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    g2 = 2 * 200 * (shares * np.log(shares / expected)).sum()
    x2 = 200 * ((shares - expected) ** 2 / expected).sum()
    assert ratio.statistic / plain.statistic == pytest.approx(g2 / x2, rel=1e-9)
    assert ratio.df == plain.df and ratio.p_value == pytest.approx(
        stats.f.sf(ratio.statistic, *ratio.df), rel=1e-9
    )


@derivation
def test_one_sided_tests_halve_the_two_sided_on_their_side() -> None:
    sample = strat()
    sides: tuple[Any, ...] = ("two-sided", "greater", "less")
    both, up, down = (sample.t_test("api00", "wide", alternative=side) for side in sides)
    assert both.statistic == up.statistic == down.statistic
    assert up.p_value + down.p_value == pytest.approx(1, abs=1e-12)
    assert min(up.p_value, down.p_value) == pytest.approx(both.p_value / 2, rel=1e-12)
    assert up.p_value == pytest.approx(stats.t.sf(up.statistic, up.df[0]), rel=1e-9)
    assert "one-sided" in repr(up) and "one-sided" not in repr(both)
    plain = survey.Sample(api())
    peer = stats.ttest_1samp(api()["api00"], 650, alternative="less")
    assert plain.t_test("api00", mean=650, alternative="less").p_value == pytest.approx(peer.pvalue, rel=1e-9)
    with pytest.raises(survey.SurveyError, match="greater"):
        plain.t_test("api00", alternative="grater")  # type: ignore[arg-type]


@derivation
@pytest.mark.parametrize("way", ["linearization", "JKn"])
def test_the_matrix_has_the_variances_and_correlations_that_stand_alone(way: str) -> None:
    sample = strat() if way == "linearization" else survey.make_replicates(strat(), way)
    made = sample.covariance(["api00", "api99", "enroll"], by="wide")
    rows = {(option, level): row for row, (option, (level,)) in enumerate(zip(made.option, made.domain_levels))}
    assert [option for option, level in rows if level == "0"] == [
        *("api00", "api00 × api99", "api00 × enroll", "api99", "api99 × enroll", "enroll")
    ]
    for name in ("api00", "enroll"):
        alone = sample.variance(name, by="wide")
        at = [rows[name, "0"], rows[name, "1"]]
        np.testing.assert_allclose(made.estimate[at], alone.estimate, rtol=1e-9)
        np.testing.assert_allclose(made.std_error[at], alone.std_error, rtol=1e-7)
        np.testing.assert_allclose(made.deff[at], alone.deff, rtol=1e-6)
    for row, level in enumerate(("0", "1")):
        xy, xx, yy = (rows[name, level] for name in ("api00 × api99", "api00", "api99"))
        correlation = sample.correlation("api00", "api99", by="wide")
        assert made.estimate[xy] / np.sqrt(made.estimate[xx] * made.estimate[yy]) == pytest.approx(
            correlation.estimate[row], rel=1e-10
        )
        # the error of r by the gradient on the covariance of the three rows
        s = made.estimate[[xy, xx, yy]]
        gradient = np.array([1, -s[0] / (2 * s[1]), -s[0] / (2 * s[2])]) / np.sqrt(s[1] * s[2])
        block = made.covariance[np.ix_([xy, xx, yy], [xy, xx, yy])]
        assert np.sqrt(gradient @ block @ gradient) == pytest.approx(
            correlation.std_error[row], rel=1e-8 if way == "linearization" else 0.05
        )


@derivation
def test_a_covariance_is_that_of_r_written_out() -> None:
    """svyvar(~api00+enroll, d): n/(n-1) Σ w (x-x̄)(y-ȳ)/Σ w; SE: svytotal of its terms over Σ w, centred."""
    frame = api()
    w, x, y = (frame[name].to_numpy(dtype=float) for name in ("pw", "api00", "enroll"))
    product = 200 / 199 * (x - np.average(x, weights=w)) * (y - np.average(y, weights=w))
    wanted = np.average(product, weights=w)
    terms = survey.Sample(frame.assign(term=product), stratum="stype", weight="pw", fpc="fpc").mean("term")
    made = strat().covariance(["api00", "enroll"])
    assert made.estimate[1] == pytest.approx(wanted, rel=1e-12)
    assert made.std_error[1] == pytest.approx(terms.std_error[0], rel=1e-9)


@contract
def test_a_covariance_wants_two_different_questions() -> None:
    for questions in (["api00"], ["api00", "api00"], "api00"):
        with pytest.raises(survey.SurveyError, match="two different|covariance"):
            strat().covariance(questions)
