"""Other links and families, and offsets: held against statsmodels, a likelihood written out, and the jackknife."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import survey
from survey.errors import EstimationError
from survey.maths.models.categorical import Ordinal
from survey.maths.models.glm import Glm
from survey.maths.models.links import LINKS
from survey.maths.models.negative_binomial import NegativeBinomial

DATA = Path(__file__).parent.parent / "oracles" / "data"
derivation, prop, contract = pytest.mark.derivation, pytest.mark.property, pytest.mark.contract
NEW = {
    "binomial(probit)": "wide ~ meals + ell",
    "binomial(cloglog)": "wide ~ meals + ell",
    "gamma": "api00 ~ meals + ell",
    "gamma(log)": "api00 ~ meals + ell",
    "negative_binomial": "api.stu ~ meals + ell",
}


def api() -> pd.DataFrame:
    frame = pd.read_csv(DATA / "apistrat.csv")
    band = pd.cut(frame["api00"], [0, 600, 700, 2000], labels=["low", "middle", "high"]).astype(str)
    return frame.assign(wide=(frame["sch.wide"] == "Yes").astype(int), band=band)


def ordered(frame: pd.DataFrame, **design: str) -> survey.Sample:
    options = {"low": {"code": "low"}, "middle": {"code": "middle"}, "high": {"code": "high"}}
    return survey.Sample(frame, questions={"band": {"type": "single", "options": options}}, **design)


@derivation
@pytest.mark.filterwarnings("ignore::statsmodels.tools.sm_exceptions.DomainWarning")  # of the inverse link, its own
@pytest.mark.parametrize("family", NEW)
def test_coefficients_are_those_of_statsmodels_with_the_weights_as_counts(family: str) -> None:
    import statsmodels.api as sm

    frame = api()
    x = sm.add_constant(frame[["meals", "ell"]])
    links, families = sm.families.links, sm.families
    known = {
        "binomial(probit)": families.Binomial(links.Probit()),
        "binomial(cloglog)": families.Binomial(links.CLogLog()),
        "gamma": families.Gamma(links.InversePower()),
        "gamma(log)": families.Gamma(links.Log()),
    }
    made = survey.Sample(frame, weight="pw").model(NEW[family], family).coefficients
    y = frame[NEW[family].split(" ~")[0]]
    if family == "negative_binomial":  # it takes no weights: rows as often as their weight says
        times = frame["fpc"].rank(method="dense").astype(int)
        made = survey.Sample(frame.assign(times=times), weight="times").model(NEW[family], family).coefficients
        many = frame.loc[frame.index.repeat(times)]
        peer = sm.NegativeBinomial(many["api.stu"], sm.add_constant(many[["meals", "ell"]])).fit(
            disp=False, maxiter=500, method="newton", start_params=[*made.estimate[:3], np.exp(made.estimate[3])]
        )
        wanted = np.append(peer.params[:3], np.log(peer.params.iloc[3]))
        np.testing.assert_allclose(made.estimate, wanted, rtol=1e-6)
        return
    weights = frame["pw"] / frame["pw"].mean()
    peer = sm.GLM(y, x, family=known[family], freq_weights=weights).fit(tol=1e-13, maxiter=200)
    np.testing.assert_allclose(made.estimate, peer.params, rtol=1e-7)


def by_hand(frame: pd.DataFrame, log_density: Callable[..., np.ndarray], b: np.ndarray) -> np.ndarray:
    """Standard errors of a sample of independent rows in strata without an fpc: bread and meat by differences of the
    log-density written with scipy; the bread is observed."""
    w = frame["pw"].to_numpy(dtype=float)
    step = 1e-5 * np.maximum(np.abs(b), 1e-2)

    def scores(at: np.ndarray) -> np.ndarray:
        pairs = zip(np.diag(step), step, strict=True)
        return np.stack([(log_density(at + d) - log_density(at - d)) / (2 * s) for d, s in pairs], axis=1)

    bread = np.stack(
        [w @ (scores(b + d) - scores(b - d)) / (2 * s) for d, s in zip(np.diag(step), step, strict=True)], axis=1
    )
    influence = np.linalg.solve(-bread, (scores(b) * w[:, None]).T).T
    meat = np.zeros((len(b), len(b)))
    for _, rows in frame.groupby("stype").indices.items():
        meat += len(rows) * np.cov(influence[rows].T)
    return np.sqrt(np.diag(meat))


@derivation
def test_errors_of_a_negative_binomial_model_are_those_of_its_likelihood_written_out() -> None:
    frame = api()
    x = np.column_stack([np.ones(len(frame)), frame["meals"], frame["ell"]])
    y = frame["api.stu"].to_numpy()

    def log_density(b: np.ndarray) -> np.ndarray:
        mean, size = np.exp(x @ b[:3]), np.exp(-b[3])
        return stats.nbinom.logpmf(y, size, size / (size + mean))

    made = survey.Sample(frame, weight="pw", stratum="stype").model(NEW["negative_binomial"], "negative_binomial")
    wanted = by_hand(frame, log_density, made.coefficients.estimate)
    np.testing.assert_allclose(made.coefficients.std_error, wanted, rtol=1e-3)
    assert made.coefficients.option[-1] == "log(alpha)"


@derivation
@pytest.mark.parametrize("family", ["binomial(probit)", "binomial(cloglog)", "gamma", "gamma(log)"])
def test_errors_are_the_sandwich_of_r_with_the_expected_information(family: str) -> None:
    """``svyglm``: ``Ainv = (X'WX)⁻¹`` with ``W = w μ'²/V``, scores ``w (y - μ) μ'/V x`` times ``Ainv``, in strata."""
    frame = api()
    x = np.column_stack([np.ones(len(frame)), frame["meals"], frame["ell"]])
    w, y = frame["pw"].to_numpy(), frame[NEW[family].split(" ~")[0]].to_numpy(dtype=float)
    made = survey.Sample(frame, weight="pw", stratum="stype").model(NEW[family], family).coefficients
    eta = x @ made.estimate
    mean, slope = {
        "binomial(probit)": lambda: (stats.norm.cdf(eta), stats.norm.pdf(eta)),
        "binomial(cloglog)": lambda: (1 - np.exp(-np.exp(eta)), np.exp(eta - np.exp(eta))),
        "gamma": lambda: (1 / eta, -1 / eta**2),
        "gamma(log)": lambda: (np.exp(eta), np.exp(eta)),
    }[family]()
    spread = mean * (1 - mean) if family.startswith("binomial") else mean**2
    score = (w * (y - mean) * slope / spread)[:, None] * x
    np.testing.assert_allclose(score.sum(axis=0) / np.abs(score).sum(axis=0), 0, atol=1e-9)
    influence = score @ np.linalg.inv((x * (w * slope**2 / spread)[:, None]).T @ x)
    meat = sum(len(rows) * np.cov(influence[rows].T) for rows in frame.groupby("stype").indices.values())
    np.testing.assert_allclose(made.covariance, meat, rtol=1e-7)


@derivation
@pytest.mark.parametrize(("family", "distr"), [("ordinal(probit)", "probit"), ("ordinal", "logit")])
def test_ordinal_models_are_those_of_statsmodels(family: str, distr: str) -> None:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    frame = api()
    codes = pd.Series(pd.Categorical(frame["band"], categories=["low", "middle", "high"], ordered=True))
    peer = OrderedModel(codes, frame[["meals", "ell"]], distr=distr).fit(method="bfgs", disp=False, gtol=1e-6)
    made = ordered(frame).model("band ~ meals + ell", family).coefficients
    thresholds = peer.model.transform_threshold_params(peer.params)[1:-1]
    np.testing.assert_allclose(made.estimate, [*peer.params.to_numpy()[:2], *thresholds], rtol=2e-5)


@derivation
@pytest.mark.parametrize("family", [*NEW, "ordinal(probit)"])
def test_linearization_agrees_with_the_jackknife_in_clusters(family: str) -> None:
    frame = api().assign(cluster=lambda rows: rows.groupby("stype").cumcount() // 2)
    plain = ordered(frame, weight="pw", stratum="stype", psu="cluster")
    formula = NEW.get(family, "band ~ meals + ell")
    one, other = plain.model(formula, family), survey.make_replicates(plain, "JKn").model(formula, family)
    np.testing.assert_allclose(one.coefficients.estimate, other.coefficients.estimate, rtol=1e-7)
    np.testing.assert_allclose(one.coefficients.std_error, other.coefficients.std_error, rtol=0.1)
    first, second = one.effects("meals"), other.effects("meals")
    np.testing.assert_allclose(first.estimate, second.estimate, rtol=1e-7)
    np.testing.assert_allclose(first.std_error, second.std_error, rtol=0.12)


@derivation
@pytest.mark.parametrize("family", ["negative_binomial", "ordinal(probit)", "ordinal(cloglog)", "multinomial"])
def test_the_influence_of_a_respondent_is_what_a_little_more_weight_changes(family: str) -> None:
    frame = api()
    formula = NEW.get(family, "band ~ meals + ell")
    fit = ordered(frame, weight="pw").model(formula, family).fit
    assert fit is not None
    for row in (0, 77, 150):
        more = frame.assign(pw=frame["pw"].where(frame.index != row, frame["pw"] * 1.001))
        moved = ordered(more, weight="pw").model(formula, family).coefficients.estimate - fit.beta
        wanted = 0.001 * frame["pw"][row] * fit.influence[row]
        np.testing.assert_allclose(moved, wanted, rtol=2e-3, atol=1e-3 * np.abs(wanted).max())


@derivation
@pytest.mark.parametrize("link", LINKS)
def test_slopes_of_links_are_their_derivatives(link: str) -> None:
    made, z = LINKS[link], np.array([0.3, 0.9, 1.4])
    step = 1e-6
    np.testing.assert_allclose(made.slope(z), (made.mean(z + step) - made.mean(z - step)) / (2 * step), rtol=1e-7)
    slope = (made.slope(z + step) - made.slope(z - step)) / (2 * step)
    np.testing.assert_allclose(made.curve(z), slope, rtol=1e-6, atol=1e-9)
    assert made.mean(np.array([made.eta(0.3)]))[0] == pytest.approx(0.3)


@derivation
def test_information_is_the_slope_of_the_scores() -> None:
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(60), rng.normal(size=60)])
    w, counts = rng.uniform(0.5, 2, 60), rng.poisson(3, 60).astype(float)
    options = np.eye(3)[rng.integers(0, 3, 60)]
    for family, data, y, beta in (
        (NegativeBinomial(), x, counts, np.array([1.0, 0.2, -0.5])),
        (Ordinal(LINKS["probit"]), x[:, 1:], options, np.array([0.2, -0.4, 0.7])),
        (Ordinal(LINKS["cloglog"]), x[:, 1:], options, np.array([0.2, -0.4, 0.7])),
        (Glm("poisson", LINKS["log"], 0.5), x, counts, np.array([0.4, 0.2])),
    ):
        steps = 1e-6 * np.eye(len(beta))
        slope = np.stack([w @ (family.scores(beta + d, data, y) - family.scores(beta - d, data, y)) for d in steps])
        np.testing.assert_allclose(family.information(beta, data, y, w), -slope / 2e-6, rtol=2e-5, atol=1e-5)
        up, down = ([family.log_likelihood(beta + side * d, data, y, w) for d in steps] for side in (1, -1))
        slope = (np.array(up) - np.array(down)) / 2e-6
        np.testing.assert_allclose(w @ family.scores(beta, data, y), slope, rtol=1e-5, atol=1e-5)


@prop
def test_an_offset_is_a_term_with_the_coefficient_1() -> None:
    import statsmodels.api as sm

    frame = api()
    sample = survey.Sample(frame, weight="pw", stratum="stype", fpc="fpc")
    made = sample.model("api.stu ~ meals + offset(log(enroll))", "poisson")
    peer = sm.GLM(
        frame["api.stu"],
        sm.add_constant(frame["meals"]),
        family=sm.families.Poisson(),
        freq_weights=frame["pw"] / frame["pw"].mean(),
        offset=np.log(frame["enroll"]),
    ).fit(tol=1e-13)
    np.testing.assert_allclose(made.coefficients.estimate, peer.params, rtol=1e-8)
    assert made.deviance == pytest.approx(peer.deviance)
    assert made.null_deviance == pytest.approx(peer.null_deviance)
    assert made.formula == "api.stu ~ meals + offset(log(enroll))" and tuple(made.terms) == ("meals",)
    # a constant in the offset is taken off the intercept
    more = sample.model("api.stu ~ meals + offset(log(enroll) + 2)", "poisson").coefficients
    np.testing.assert_allclose(more.estimate, made.coefficients.estimate - [2, 0], rtol=1e-9)
    np.testing.assert_allclose(more.std_error, made.coefficients.std_error, rtol=1e-9)
    # the ratio of totals is the rate of a model with nothing else
    rate = sample.model("api.stu ~ 1 + offset(log(enroll))", "poisson").ratios()
    ratio = sample.ratio("api.stu", "enroll")
    assert rate.estimate[0] == pytest.approx(ratio.estimate[0], rel=1e-9)
    assert rate.std_error[0] == pytest.approx(ratio.std_error[0], rel=1e-9)
    linear = sample.model("api00 ~ meals + offset(api99)").coefficients
    wanted = survey.Sample(frame.assign(d=frame["api00"] - frame["api99"]), weight="pw", stratum="stype", fpc="fpc")
    np.testing.assert_allclose(linear.std_error, wanted.model("d ~ meals").coefficients.std_error, rtol=1e-9)
    effect = made.effects("meals")
    assert np.isfinite(effect.estimate).all() and len(effect) == 1


@prop
@pytest.mark.parametrize("family", ["binomial(cloglog)", "binomial(probit)", "ordinal(cloglog)", "ordinal(probit)"])
@pytest.mark.parametrize("side", [1, -1])
def test_who_is_sure_to_answer_so_says_nothing_of_the_coefficients(family: str, side: int) -> None:
    """Their share is rounded to 1 or 0, and nothing is divided by what is left."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"x": rng.normal(size=300), "w": rng.uniform(1, 2, 300)})
    frame["y"] = np.digitize(frame["x"] + rng.normal(size=300), [-0.5, 0.7] if "ordinal" in family else [0.0])
    sure = pd.DataFrame({"x": side * np.linspace(4, 13, 10), "w": 1.0, "y": int(frame["y"].max()) if side > 0 else 0})
    # of the same number of respondents, so that only what they say can differ
    idle = pd.DataFrame({"x": 0.0, "w": 0.0, "y": [0] * 10})
    made, wanted = (
        survey.Sample(pd.concat([frame, more], ignore_index=True), weight="w").model("y ~ x", family).coefficients
        for more in (sure, idle)
    )
    np.testing.assert_allclose(made.estimate, wanted.estimate, atol=0.05)
    np.testing.assert_allclose(made.std_error, wanted.std_error, rtol=0.08)


@contract
def test_a_term_that_the_offset_repeats_stays_a_term() -> None:
    sample = survey.Sample(api(), weight="pw")
    plain = sample.model("api00 ~ I(ell) + meals").coefficients
    made = sample.model("api00 ~ I(ell) + meals + offset(ell)")
    assert made.coefficients.option == plain.option
    np.testing.assert_allclose(made.coefficients.estimate, plain.estimate - [0, 1, 0], atol=1e-9)
    with pytest.raises(EstimationError, match="in the offset too"):
        made.predictions("ell", at=[10, 20])
    with pytest.raises(EstimationError, match="in the offset too"):
        made.effects("ell")
    assert len(made.effects("meals")) == 1


@contract
def test_what_does_not_go_together_is_one_clear_error() -> None:
    sample = ordered(api(), weight="pw")
    for formula, family, words in (
        ("wide ~ meals", "gamma", "above 0"),
        ("band ~ meals + offset(ell)", "ordinal", "no offset"),
        ("api00 ~ meals + offset(ell) + offset(meals)", "gaussian", "one offset"),
        ("api00 ~ meals + offset(log(ell)", "gaussian", "does not end"),
        ("api00 ~ meals + offset(stype)", "gaussian", "must be a number"),
        ("api00 ~ meals + offset(stype == 'E')", "gaussian", "must be a number"),
        ("api00 ~ meals - offset(ell)", "gaussian", "added to the others"),
        ("api00 ~ meals * offset(ell)", "gaussian", "added to the others"),
        ("api00 ~ (meals + offset(ell)) * mobility", "gaussian", "added to the others"),
        ("offset(api00) ~ meals", "gaussian", "added to the others"),
        ("api00 ~ meals + offset(log(nothing))", "gaussian", "nothing"),
    ):
        with pytest.raises(EstimationError, match=words):
            sample.model(formula, family)
    with pytest.raises(survey.SurveyError, match="binomial"):
        sample.model("wide ~ meals", "binomial(probitt)")
    with pytest.raises(EstimationError, match="family"):
        sample.model("wide ~ meals", "binomial(probit)").ratios()
    assert "probit of wide" in repr(sample.model("wide ~ meals", "binomial(probit)"))
